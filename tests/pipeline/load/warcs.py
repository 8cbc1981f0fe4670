"""Fetches as the test describes them in, WARC bytes of every packing, sound and damaged, out."""

import gzip
import json
from dataclasses import dataclass, field

import zstandard

PAGE = """<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>The harbour council of Wexmoor met on Tuesday to weigh the {title} plan, clerks said.</p></article></body></html>"""


def page(title: str) -> bytes:
    return PAGE.format(title=title).encode()


@dataclass
class Fetch:
    """One record with an HTTP response; everything can be made wrong."""

    name: str = "first"
    body: bytes | None = None
    status: str = "HTTP/1.1 200 OK"
    http: list[tuple[str, str]] = field(default_factory=lambda: [("Content-Type", "text/html; charset=utf-8")])
    kind: str = "response"
    warc: list[tuple[str, str]] = field(default_factory=list)
    record_type: str = "application/http; msgtype=response"
    length_lie: int = 0
    line_end: str = "\r\n"

    @property
    def record_id(self) -> str:
        return f"<urn:test:{self.name}>"

    @property
    def url(self) -> str:
        return f"https://wexmoor.example/{self.name}"

    def record(self) -> bytes:
        body = page(self.name) if self.body is None else self.body
        block = body
        if self.status:
            block = "\r\n".join([self.status, *(f"{k}: {v}" for k, v in self.http), "", ""]).encode("latin-1") + body
        return record(
            self.kind,
            self.record_id,
            block,
            [("WARC-Target-URI", self.url), ("Content-Type", self.record_type), *self.warc],
            self.length_lie,
            self.line_end,
        )


def record(kind, record_id, block, headers=(), length_lie=0, line_end="\r\n") -> bytes:
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: {record_id}",
        "WARC-Date: 2024-11-05T06:07:08Z",
        *(f"{k}: {v}" for k, v in headers),
        f"Content-Length: {len(block) + length_lie}",
        "",
        "",
    ]
    return line_end.join(lines).encode() + block + b"\r\n\r\n"


WARCINFO = record("warcinfo", "<urn:test:info>", b"software: test\r\n", [("Content-Type", "application/warc-fields")])


def request(fetch: Fetch) -> bytes:
    block = b"GET / HTTP/1.1\r\nHost: wexmoor.example\r\n\r\n"
    return record("request", f"<urn:test:{fetch.name}-request>", block, [("WARC-Concurrent-To", fetch.record_id)])


def description(fetch: Fetch, **facts) -> bytes:
    headers = [("WARC-Concurrent-To", fetch.record_id), ("Content-Type", "application/json")]
    return record("metadata", f"<urn:test:{fetch.name}-metadata>", json.dumps(facts).encode(), headers)


def gz_each(records) -> bytes:
    return b"".join(gzip.compress(r, mtime=0) for r in records)


def gz_whole(records) -> bytes:
    return gzip.compress(b"".join(records), mtime=0)


def zst_each(records) -> bytes:
    return b"".join(zstandard.compress(r) for r in records)


def zst_with_dictionary(records, pack_dictionary=False) -> bytes:
    """As the `.warc.zst` draft says: the dictionary stands first, in a skippable frame."""
    content = zstandard.ZstdCompressionDict(b"".join(records)[:20_000], dict_type=zstandard.DICT_TYPE_RAWCONTENT).as_bytes()
    known = zstandard.ZstdCompressionDict(content)
    stored = zstandard.compress(content) if pack_dictionary else content
    frames = b"".join(zstandard.ZstdCompressor(dict_data=known).compress(r) for r in records)
    return b"\x5d\x2a\x4d\x18" + len(stored).to_bytes(4, "little") + stored + frames


PACKINGS = {
    "plain.warc": b"".join,
    "each.warc.gz": gz_each,
    "whole.warc.gz": gz_whole,
    "each.warc.zst": zst_each,
    "whole.warc.zst": lambda records: zstandard.compress(b"".join(records)),
    "dictionary.warc.zst": zst_with_dictionary,
    "packed_dictionary.warc.zst": lambda records: zst_with_dictionary(records, pack_dictionary=True),
    "packed_though_not_named_so.warc": gz_each,
    "plain_though_named_packed.warc.gz": b"".join,
}
"""File name to how records become its bytes."""

PACKED_EACH = ("plain.warc", "each.warc.gz", "each.warc.zst")
"""Those in which damage to one record can be told from the others."""
