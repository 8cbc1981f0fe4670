"""What was fetched in; WARC files out, rotated by size and age, whole after a crash at any moment.

A file is called `….open` until it is complete and on disk. What belongs together (request, response, metadata) is written with
one system call; `salvage` cuts a file that a crash left behind after its last whole group.
"""

from __future__ import annotations

import io
import json
import os
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from pipeline.dataset.durable import sync

PAGES, DISCOVERY = "pages", "discovery"
"""The series of a crawl's files: article pages, which are loaded, and everything else that was fetched."""

ENDING = ".warc.gz"

OPEN_SUFFIX = ".open"
"""Of a file that is being written."""

COMPRESSION_LEVEL = 1
"""Most bodies arrive packed already, and the packer would dominate the crawl's CPU: level 9 costs four times as much."""

MAX_FILE_BYTES = 256 * 2**20
"""A file is closed when it is larger: the unit of loading, and of what one damaged disk block can cost."""

MAX_FILE_AGE_S = 900.0
"""A file is closed when it is older: so much at most waits for its fsync."""

SCAN_BYTES = 1 << 20
HEAD_BYTES = 512
"""Enough of a record to read its type."""

Headers = Sequence[tuple[bytes, bytes]]

UNKEPT_HEADERS = frozenset({b"set-cookie", b"set-cookie2", b"cookie", b"authorization", b"proxy-authorization"})
"""Headers that could open somebody's session; never written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request with its answer."""

    url: str
    """Of the answer, without secrets."""
    at: datetime
    """When the answer had come; aware."""
    request_headers: Headers
    status: int
    reason: str
    response_headers: Headers
    body: bytes
    """As sent, but for chunking."""
    ip_address: str | None
    metadata: dict[str, object]
    """What travels with the answer, as JSON; see docs/decisions."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an exchange was written."""

    file: str
    """Final name of the WARC file, without its folder."""
    record_id: str
    """Of the response, `<urn:uuid:…>`."""


def file_name(series: str, night: str, sequence: int) -> str:
    """The name of one file of a night's crawl."""
    return f"{series}-{night}-{sequence:05d}{ENDING}"


class WarcFiles:
    """Writes one series of WARC files."""

    def __init__(
        self,
        folder: Path,
        series: str,
        night: str,
        *,
        max_bytes: int = MAX_FILE_BYTES,
        max_age_s: float = MAX_FILE_AGE_S,
        software: str,
    ) -> None:
        """Args: folder: must exist. series, night: see `file_name`. software: named in each file's first record."""
        self._folder, self._series, self._night, self._software = folder, series, night, software
        self._max_bytes, self._max_age_s = max_bytes, max_age_s
        self._descriptor: int | None = None
        self._sequence = self._bytes = 0
        self._opened = 0.0

    def write(self, exchange: Exchange) -> Place:
        """Append one exchange; when this returns, a crash of the process does not lose it (one of the machine may)."""
        if self._descriptor is None:
            self._open()
        record_id = f"<urn:uuid:{uuid4()}>"
        place = Place(self._name, record_id)
        self._append(_exchange_bytes(exchange, record_id))
        if self._bytes >= self._max_bytes or time.monotonic() - self._opened >= self._max_age_s:
            self.close()
        return place

    def close_if_old(self) -> None:
        """Close the current file where it is due by age; a quiet crawl calls this now and then."""
        if self._descriptor is not None and time.monotonic() - self._opened >= self._max_age_s:
            self.close()

    def close(self) -> None:
        """Flush the current file to disk and give it its final name; safe to call twice."""
        if self._descriptor is None:
            return
        os.fsync(self._descriptor)
        os.close(self._descriptor)
        self._descriptor = None
        path = self._folder / (self._name + OPEN_SUFFIX)
        if self._bytes:
            _finish(path)
        else:  # not even its first record found room
            path.unlink()

    def _open(self) -> None:
        self._name = file_name(self._series, self._night, self._sequence)
        self._sequence += 1
        self._bytes, self._opened = 0, time.monotonic()
        path = self._folder / (self._name + OPEN_SUFFIX)
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
        facts = f"software: {self._software}\r\nformat: WARC File Format 1.1\r\nrobots: obey\r\n"
        self._append(
            _record(
                WarcRecordType.warcinfo,
                f"<urn:uuid:{uuid4()}>",
                datetime.now(UTC),
                facts.encode(),
                {"WARC-Filename": self._name, "Content-Type": "application/warc-fields"},
            )
        )

    def _append(self, content: bytes) -> None:
        assert self._descriptor is not None
        view = memoryview(content)
        try:
            while view:  # one call does it, unless the disk is full or a signal comes between
                view = view[os.write(self._descriptor, view) :]
        except OSError:
            os.ftruncate(self._descriptor, self._bytes)  # half an exchange would make all after it unreadable
            raise
        self._bytes += len(content)


def salvage(folder: Path) -> list[Path]:
    """Complete what a crashed crawl left open: cut each file after its last whole group and give it its final name.

    Nobody may be writing into the folder.

    Returns:
        The files completed; one without a single whole exchange is removed instead.
    """
    done = []
    for path in sorted(folder.glob(f"*{ENDING}{OPEN_SUFFIX}")):
        end = _end_of_last_group(path)
        if not end:
            path.unlink()
            continue
        os.truncate(path, end)
        sync(path)
        done.append(_finish(path))
    return done


def read_metadata(path: Path) -> Iterator[tuple[str, str, dict[str, object]]]:
    """The address, the response's record id and the metadata of each exchange in a complete file of ours."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.metadata, parse_http=False):
            values = json.loads(record.reader.read())
            concurrent = record.headers.get("WARC-Concurrent-To") or ""
            yield record.headers.get("WARC-Target-URI") or "", concurrent, values


def _finish(path: Path) -> Path:
    final = path.with_name(path.name.removesuffix(OPEN_SUFFIX))
    path.rename(final)
    sync(final.parent)
    return final


def _exchange_bytes(exchange: Exchange, record_id: str) -> bytes:
    target = {"WARC-Target-URI": exchange.url}
    address = {"WARC-IP-Address": exchange.ip_address} if exchange.ip_address else {}
    http = {"Content-Type": "application/http"}
    path = _request_target(exchange.url)
    request = b"GET " + path + b" HTTP/1.1\r\n" + _header_bytes(exchange.request_headers) + b"\r\n"
    status = f"HTTP/1.1 {exchange.status} {exchange.reason}".rstrip().encode("latin-1", "replace") + b"\r\n"
    response = status + _header_bytes(_unchunked(exchange.response_headers, len(exchange.body))) + b"\r\n" + exchange.body
    about = json.dumps(exchange.metadata, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    concurrent = {"WARC-Concurrent-To": record_id}
    return b"".join(
        (
            _record(WarcRecordType.request, f"<urn:uuid:{uuid4()}>", exchange.at, request, target | http | concurrent),
            _record(WarcRecordType.response, record_id, exchange.at, response, target | http | address),
            _record(
                WarcRecordType.metadata,
                f"<urn:uuid:{uuid4()}>",
                exchange.at,
                about,
                target | {"Content-Type": "application/json"} | concurrent,
            ),
        )
    )


def _record(kind: WarcRecordType, record_id: str, at: datetime, content: bytes, headers: dict[str, str]) -> bytes:
    """One record as one gzip member."""
    record = WarcRecord()
    record.init_headers(kind, record_id.strip("<>").removeprefix("urn:").encode())
    record.record_date = at
    for name, value in headers.items():
        record.headers.set(name, _one_line(value))
    if headers.get("Content-Type") == "application/http":
        message = "request" if kind == WarcRecordType.request else "response"
        record.headers.set("Content-Type", f"application/http; msgtype={message}")
    record.set_bytes_content(content)
    packed = io.BytesIO()
    writer = GzipWriter(packed, compression_level=COMPRESSION_LEVEL)
    record.write(writer)
    writer.close()
    return packed.getvalue()


def _one_line(value: str) -> str:
    """No header can be smuggled in through an address."""
    if value.isprintable():
        return value
    return "".join(c if c.isprintable() else f"%{ord(c):02X}" for c in value)


def _request_target(url: str) -> bytes:
    rest = url.partition("://")[2]
    slash = rest.find("/")
    return (rest[slash:] if slash >= 0 else "/").encode("utf-8", "replace")


def _header_bytes(headers: Headers) -> bytes:
    kept = (h for h in headers if h[0].lower() not in UNKEPT_HEADERS)
    return b"".join(name + b": " + value.replace(b"\r", b" ").replace(b"\n", b" ") + b"\r\n" for name, value in kept)


def _unchunked(headers: Headers, length: int) -> list[tuple[bytes, bytes]]:
    """The headers as they fit the stored body: a reader must not undo chunks that are undone, nor trust a wrong length."""
    kept = []
    for name, value in headers:
        lower = name.lower()
        if lower == b"transfer-encoding":
            kept.append((b"X-Copydesk-Transfer-Encoding", value))
        elif lower != b"content-length":
            kept.append((name, value))
    kept.append((b"Content-Length", str(length).encode()))
    return kept


def _end_of_last_group(path: Path) -> int:
    """Where the last whole `metadata` record ends: a group's last; 0 where there is none."""
    end = position = 0
    with path.open("rb") as file:
        while (found := _next_member(file, position)) is not None:
            position, head = found
            if b"WARC-Type: metadata" in head:
                end = position
    return end


def _next_member(file: io.BufferedReader, start: int) -> tuple[int, bytes] | None:
    """The end of the gzip member that begins at `start` and the first bytes in it; None where it is cut."""
    file.seek(start)
    unpacker = zlib.decompressobj(wbits=31)
    head = b""
    while chunk := file.read(SCAN_BYTES):
        try:
            while chunk and not unpacker.eof:
                content = unpacker.decompress(chunk, SCAN_BYTES)
                head = head or content[:HEAD_BYTES]
                chunk = unpacker.unconsumed_tail
        except zlib.error:
            return None
        if unpacker.eof:
            return file.tell() - len(unpacker.unused_data), head
    return None
