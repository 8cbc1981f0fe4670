"""WARC files of every packing and flaw in: each page a document, everything else a rejection that names its reason."""

import gzip
import io
import random
import re
import tarfile
import zipfile
import zlib
from datetime import UTC, datetime
from hashlib import sha256

import brotli
import pytest
import zstandard

from pipeline.load.documents import bytes_of, bytes_of_each, load
from pipeline.load.parts import in_parts
from pipeline.load.settings import LoadSettings
from pipeline.load.walk import InputFile
from schemas.reasons import Reason
from schemas.records import RawDocument, Rejection

from .warcs import PACKED_EACH, PACKINGS, WARCINFO, Fetch, description, gz_each, gz_whole, page, record, request

NAMES = ("first", "second", "third", "fourth", "fifth")
THREE = [WARCINFO, *(Fetch(name).record() for name in NAMES[:3])]


def read(path, settings=None, **span):
    return list(load(InputFile(path, "wexmoor", path.stat().st_size, **span), settings or LoadSettings()))


def write(folder, name, content: bytes):
    path = folder / name
    path.write_bytes(content)
    return path


def loaded(folder, *records, settings=None):
    return read(write(folder, "test.warc.gz", gz_each(records)), settings)


def outcomes(items):
    return [item.reason.value if isinstance(item, Rejection) else str(item.hints.url).rsplit("/", 1)[-1] for item in items]


def assert_leads_back(items):
    for item in items:
        payload = bytes_of(item.provenance)
        assert sha256(payload).hexdigest() == item.provenance.raw_sha256
        assert len(payload) == item.provenance.raw_length


@pytest.mark.parametrize("name", PACKINGS)
def test_reads_every_packing(name, tmp_path):
    """However a WARC is packed and named, it gives the same pages, and each row's range gives its bytes back."""
    items = read(write(tmp_path, name, PACKINGS[name](THREE)))
    assert outcomes(items) == ["first", "second", "third"]
    assert [item.text for item in items] == [page(n).decode() for n in NAMES[:3]]
    assert_leads_back(items)


@pytest.mark.parametrize("name", PACKINGS)
def test_reads_pages_that_do_not_pack_well(name, tmp_path):
    """zstd gives nothing before it has a whole block of them, more than a record's first line needs."""
    records = [Fetch(n, body=page(n) + random.Random(i).randbytes(70_000).hex().encode()) for i, n in enumerate(NAMES)]
    content = PACKINGS[name]([fetch.record() for fetch in records])
    items = read(write(tmp_path, name, content), LoadSettings(max_document_bytes=300_000))
    assert outcomes(items) == list(NAMES)
    assert_leads_back(items)


@pytest.mark.parametrize("change", [bytes.lower, bytes.upper, bytes.title])
def test_names_of_fields_are_the_same_in_any_case(change, tmp_path):
    """Some writers put the headers of their records in lower case throughout; a page that talks of them stays as it is."""
    body = page("first").replace(b"<p>", b"<p>warc-type: response\r\n\r\n")
    records = [WARCINFO, Fetch("first", body=body).record(), Fetch("second").record()]
    cased = [re.sub(rb"(?m)^(?:WARC-|Content-)[A-Za-z-]+(?=: )", lambda m: change(m[0]), r, count=6) for r in records]
    items = loaded(tmp_path, cased[0], cased[1] + cased[2])
    assert outcomes(items) == ["first", "second"]
    assert items[0].text == body.decode()
    assert [i.document_id for i in items] == [i.document_id for i in loaded(tmp_path, *records)]


def test_ids_do_not_follow_the_packing(tmp_path):
    """A page is its address and its content: packing a WARC anew, or fetching a page again, makes no new document."""
    ids = {tuple(i.document_id for i in read(write(tmp_path, name, pack(THREE)))) for name, pack in PACKINGS.items()}
    assert len(ids) == 1
    assert len(set(ids.pop())) == 3


def test_a_range_is_a_gzip_member(tmp_path):
    """The byte range of a row is one gzip member that any tool can cut out and unpack."""
    path = write(tmp_path, "each.warc.gz", gz_each(THREE))
    where = read(path)[1].provenance
    member = path.read_bytes()[where.raw_offset : where.raw_offset + where.raw_length]
    assert gzip.decompress(member) == THREE[2]
    assert where.raw_record_id == "<urn:test:second>"


def test_carries_what_the_record_says(tmp_path):
    """Address, fetch time, status and the HTTP header's charset travel with the page."""
    body = "<html><body><p>Café à Wexmoor</p></body></html>".encode("iso-8859-15")
    (item,) = loaded(tmp_path, Fetch(body=body, http=[("content-type", 'text/html; charset="ISO-8859-15"')]).record())
    assert item.hints.url == "https://wexmoor.example/first"
    assert item.hints.fetched_at == datetime(2024, 11, 5, 6, 7, 8, tzinfo=UTC)
    assert (item.provenance.http_status, item.provenance.charset, item.provenance.charset_source) == (
        200,
        "iso-8859-15",
        "declared",
    )
    assert (item.provenance.source_kind, item.provenance.source, item.media) == ("warc", "wexmoor", "html")
    assert "Café à" in item.text


def test_takes_up_the_crawls_description(tmp_path):
    """A page of Copydesk's own crawl knows its site, its zone and what the feed said, from the record after it."""
    first, second = Fetch("first"), Fetch("second")
    facts = {
        "site": "wexmoor-daily",
        "time_zone": "Europe/Oslo",
        "published": "2024-11-05",
        "published_source": "feed",
        "title": 7,
    }
    items = loaded(
        tmp_path, WARCINFO, request(first), first.record(), description(first, **facts), request(second), second.record()
    )
    assert (items[0].provenance.source_kind, items[0].provenance.source) == ("crawl", "wexmoor-daily")
    assert (items[0].hints.time_zone, items[0].hints.published_raw, items[0].hints.published_source) == (
        "Europe/Oslo",
        "2024-11-05",
        "feed",
    )
    assert items[0].hints.title is None
    assert (items[1].provenance.source_kind, items[1].hints.time_zone) == ("warc", None)


@pytest.mark.parametrize("name", ["part-00000.warc.wet.gz", "part-00000.wet", "part-00000.warc"])
def test_reads_the_text_that_was_taken_from_a_page(name, tmp_path):
    """A WET file holds of each page its text, which is a dump like any other, with the address and the day of the fetch."""
    dump = "Ferry talks resume | Wexmoor Echo\nHome\nNews\nFerry talks resume\nThe café owners of Wexmoor met on Tuesday.\n"
    said = {"kind": "conversion", "status": "", "record_type": "text/plain"}
    records = [WARCINFO, Fetch("first", body=dump.encode(), **said).record(), Fetch("second", body=b"Other\n", **said).record()]
    items = read(write(tmp_path, name, gz_each(records) if name.endswith(".gz") else b"".join(records)))
    assert outcomes(items) == ["first", "second"]
    assert (items[0].text, items[0].media, items[0].provenance.source_kind) == (dump, "text", "warc")
    assert (items[0].provenance.charset, items[0].provenance.http_status) == ("utf-8", None)
    assert items[0].hints.fetched_at == datetime(2024, 11, 5, 6, 7, 8, tzinfo=UTC)
    assert_leads_back(items)


def _chunked(body: bytes) -> bytes:
    parts = [body[i : i + 100] for i in range(0, len(body), 100)]
    return b"".join(b"%x;name=value\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


def _bare_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


CODINGS = {
    "gzip": ([("Content-Encoding", "gzip")], gzip.compress),
    "x-gzip in capitals": ([("CONTENT-ENCODING", "X-GZIP")], gzip.compress),
    "br": ([("Content-Encoding", "br")], brotli.compress),
    "zstd": ([("Content-Encoding", "zstd")], zstandard.compress),
    "deflate as zlib": ([("Content-Encoding", "deflate")], zlib.compress),
    "deflate bare": ([("Content-Encoding", "deflate")], _bare_deflate),
    "chunked": ([("Transfer-Encoding", "chunked")], _chunked),
    "chunked gzip": ([("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")], lambda b: _chunked(gzip.compress(b))),
    "gzip in members": (
        [("Content-Encoding", "gzip")],
        lambda b: gzip.compress(b[:99]) + gzip.compress(b"") + gzip.compress(b[99:]),
    ),
    "zstd in frames": ([("Content-Encoding", "zstd")], lambda b: zstandard.compress(b[:99]) + zstandard.compress(b[99:])),
    "gzip with something behind": ([("Content-Encoding", "gzip")], lambda b: gzip.compress(b) + b"\0\0tail"),
    "gzip of br": ([("Content-Encoding", "br, gzip")], lambda b: gzip.compress(brotli.compress(b))),
    "gzip as transfer": ([("Transfer-Encoding", "gzip, chunked")], lambda b: _chunked(gzip.compress(b))),
    "said, not done: chunked": ([("Transfer-Encoding", "chunked")], bytes),
    "said, not done: gzip": ([("Content-Encoding", "gzip")], bytes),
    "said, not done: br": ([("Content-Encoding", "br")], bytes),
    "identity": ([("Content-Encoding", "identity")], bytes),
    "a charset as coding": ([("Content-Encoding", "UTF-8")], bytes),
}


@pytest.mark.parametrize("label", CODINGS)
def test_undoes_codings(label, tmp_path):
    """Whatever the server did to the page on its way, and whatever the crawler undid already, the page is read."""
    headers, pack = CODINGS[label]
    (item,) = loaded(tmp_path, Fetch(body=pack(page("first")), http=[("Content-Type", "text/html"), *headers]).record())
    assert item.text == page("first").decode()


HTML = ("Content-Type", "text/html")
REFUSED = {
    "redirect": (Fetch(status="HTTP/1.1 301 Moved", http=[("Location", "/elsewhere"), HTML]), "redirect", "/elsewhere"),
    "not found": (Fetch(status="HTTP/1.1 404 Not Found"), "gone", "404"),
    "server error": (Fetch(status="HTTP/1.1 503 Down"), "http_status", "503"),
    "partial content": (Fetch(status="HTTP/1.1 206 Partial"), "http_status", "206"),
    "not modified": (Fetch(status="HTTP/1.1 304 Not Modified"), "revisit", "304"),
    "no status": (Fetch(status="what is this"), "corrupt_record", "no HTTP status"),
    "image": (Fetch(http=[("Content-Type", "image/jpeg")]), "not_a_page", "image/jpeg"),
    "text that is no page": (Fetch(body=b"User-agent: *", http=[("Content-Type", "text/plain")]), "not_a_page", "no page"),
    "a PDF called HTML": (Fetch(body=b"%PDF-1.7 blah", http=[HTML]), "not_a_page", "PDF"),
    "empty": (Fetch(body=b""), "empty", "no bytes"),
    "revisit": (
        Fetch(kind="revisit", body=b"", warc=[("WARC-Refers-To-Target-URI", "https://wexmoor.example/old")]),
        "revisit",
        "wexmoor.example/old",
    ),
    "a picture converted": (Fetch(kind="conversion", status="", record_type="image/png"), "not_a_page", "conversion"),
    "a conversion without text": (Fetch(kind="conversion", body=b" \n", status="", record_type="text/plain"), "empty", "white"),
    "gzip cut": (
        Fetch(body=gzip.compress(page("first"))[:-20], http=[HTML, ("Content-Encoding", "gzip")]),
        "truncated_record",
        "ends early",
    ),
    "gzip damaged": (
        Fetch(body=gzip.compress(page("first"))[:40] + b"\0" * 90, http=[HTML, ("Content-Encoding", "gzip")]),
        "corrupt_record",
        "gzip",
    ),
    "chunked cut": (
        Fetch(body=_chunked(page("first") * 3)[:250], http=[HTML, ("Transfer-Encoding", "chunked")]),
        "truncated_record",
        "chunked",
    ),
    "unknown coding": (Fetch(body=b"\x01\x02", http=[HTML, ("Content-Encoding", "sdch")]), "corrupt_record", "sdch"),
    "too many codings": (Fetch(http=[HTML, ("Content-Encoding", ",".join(["gzip"] * 9))]), "response_bomb", "9 times"),
    "gzip bomb": (
        Fetch(body=gzip.compress(bytes(20 << 20)), http=[HTML, ("Content-Encoding", "gzip")]),
        "response_bomb",
        "200 to 1",
    ),
    "brotli bomb": (
        Fetch(body=brotli.compress(bytes(20 << 20)), http=[HTML, ("Content-Encoding", "br")]),
        "response_bomb",
        " to 1",
    ),
    "dns": (Fetch(status="", body=b"20240101\nwexmoor.example 1 A 192.0.2.1", record_type="text/dns"), "not_a_page", "text/dns"),
}


@pytest.mark.parametrize("label", REFUSED)
def test_names_the_reason(label, tmp_path):
    """What holds no page is a rejection with its reason, its address and its bytes, and the next page is read."""
    fetch, reason, detail = REFUSED[label]
    rejected, second = loaded(tmp_path, fetch.record(), Fetch("second").record())
    assert (rejected.reason, second.hints.url) == (reason, "https://wexmoor.example/second")
    assert detail in rejected.detail
    assert rejected.url == fetch.url
    assert_leads_back([rejected])


@pytest.mark.parametrize("label", ["gzip cut", "chunked cut"])
def test_keeps_what_the_archive_says_is_cut(label, tmp_path):
    """With `WARC-Truncated` the beginning of a page is all there is: it is read."""
    fetch, _, _ = REFUSED[label]
    fetch = Fetch(body=fetch.body, http=fetch.http, warc=[("WARC-Truncated", "length")])
    (item,) = loaded(tmp_path, fetch.record())
    assert item.text.startswith("<!doctype html>")


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
def test_reads_what_careless_tools_write(line_end, tmp_path):
    """Bare line feeds, addresses in angle brackets, a resource record, a page sent without a type."""
    bracketed = (
        Fetch("second", line_end=line_end)
        .record()
        .replace(b"https://wexmoor.example/second", b"<https://wexmoor.example/second>")
    )
    resource = Fetch("third", kind="resource", status="", record_type="text/html", line_end=line_end).record()
    untyped = Fetch("fourth", http=[], line_end=line_end).record()
    assert outcomes(loaded(tmp_path, bracketed, resource, untyped)) == ["second", "third", "fourth"]


def test_refuses_what_is_too_large(tmp_path):
    """A record beyond the cap is a rejection that names it; its neighbours are read."""
    records = [
        Fetch("first").record(),
        Fetch("second", body=b"<html>" + random.Random(1).randbytes(300_000)).record(),
        Fetch("third").record(),
    ]
    small = LoadSettings(max_document_bytes=100_000)
    for name in PACKED_EACH:
        items = read(write(tmp_path, name, PACKINGS[name](records)), small)
        assert outcomes(items) == ["first", "too_large", "third"]
        assert items[1].url == "https://wexmoor.example/second"
        assert_leads_back(items)


def _flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


@pytest.mark.parametrize("size", [0, 20_000])
@pytest.mark.parametrize("packing", ["each.warc.gz", "each.warc.zst"])
def test_damage_loses_one_record(packing, size, tmp_path):
    """Bytes flipped, missing, added or zeroed inside a packed record lose that record alone, wherever they stand."""
    bodies = [page(name) + random.Random(name).randbytes(size).hex().encode() for name in NAMES]
    packed = [PACKINGS[packing]([Fetch(name, body=body).record()]) for name, body in zip(NAMES, bodies, strict=True)]
    chance = random.Random(5)
    for step in range(40):
        victim, data = 2, packed[2]
        at = chance.randrange(8, len(data) - 4)
        broken = [
            data[:at] + data[at + 9 :],
            data[:at] + chance.randbytes(7) + data[at:],
            data[:at] + bytes(4) + data[at + 4 :],
            _flip(data, at),
            data[:at],
            b"\x1f\x8b\x08 no member at all",
        ][step % 6]
        path = write(tmp_path, packing, b"".join([*packed[:victim], broken, *packed[victim + 1 :]]))
        items = read(path)
        assert [url for url in outcomes(items) if url in NAMES and url != "third"] == ["first", "second", "fourth", "fifth"]
        assert_leads_back(items)


@pytest.mark.parametrize("packing", PACKED_EACH)
def test_damage_at_the_front_loses_one_record(packing, tmp_path):
    """A file whose name says WARC is one, though its first record is no more to be recognised."""
    packed = [PACKINGS[packing]([Fetch(name).record()]) for name in NAMES]
    for flaw in (_flip(packed[0], 0), packed[0][7:], random.Random(1).randbytes(400), b"\0\0" + packed[0][60:]):
        items = read(write(tmp_path, packing, b"".join([flaw, *packed[1:]])))
        assert outcomes(items) == ["corrupt_record", *NAMES[1:]]
        assert_leads_back(items)


def test_a_wrong_length_loses_one_record(tmp_path):
    """In an uncompressed WARC a length that lies, a lost header or garbage between records loses one record alone."""
    for flaw in (
        Fetch("second", length_lie=50).record(),
        Fetch("second", length_lie=-50).record(),
        Fetch("second", length_lie=10**9).record(),
        Fetch("second").record().replace(b"Content-Length", b"Content-Leng"),
        b"\x00\x01 garbage without an end \xff",
        Fetch("second").record()[:200],
    ):
        items = read(write(tmp_path, "plain.warc", b"".join([Fetch("first").record(), flaw, Fetch("third").record()])))
        assert (outcomes(items)[0], outcomes(items)[-1]) == ("first", "third")
        assert [i.reason for i in items[1:-1]] == ["corrupt_record"]
        assert_leads_back(items)


@pytest.mark.parametrize("packing", PACKED_EACH)
def test_a_cut_file_keeps_its_whole_records(packing, tmp_path):
    """A file whose end is missing gives the records before the cut and one rejection for the last."""
    content = PACKINGS[packing](THREE)
    items = read(write(tmp_path, packing, content[:-60]))
    assert outcomes(items) == ["first", "second", "truncated_record"]
    assert_leads_back(items)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\r\n\r\n", "empty"),
        (b"no WARC at all", "wrong_extension"),
        (b"\x1f\x8b\x08", "truncated_record"),
        (gzip.compress(b"hello"), "corrupt_record"),
        (WARCINFO, "empty"),
        (gzip.compress(WARCINFO) + gzip.compress(request(Fetch("alone"))), "empty"),
        (gzip.compress(WARCINFO + request(Fetch("alone"))), "empty"),
    ],
)
def test_says_what_is_no_warc(content, reason, tmp_path):
    """An empty file, a file of something else and a file without pages give one rejection and no error."""
    assert outcomes(read(write(tmp_path, "odd.warc", content))) == [reason]


def test_a_member_without_pages_is_an_input_too(tmp_path):
    """In an archive as by itself: every member gives at least one item."""
    path = tmp_path / "crawl.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("info.warc", WARCINFO)
        archive.writestr("page.warc", Fetch("first").record())
    assert outcomes(read(path)) == ["empty", "first"]


@pytest.mark.parametrize("packing", [*PACKED_EACH, "dictionary.warc.zst", "whole.warc.gz"])
def test_parts_make_the_whole(packing, tmp_path):
    """Cut anywhere, the parts of a WARC give each record once, in order, descriptions with their pages."""
    fetches = [Fetch(f"page-{n}", body=page(f"page {n}") + random.Random(n).randbytes(n * 7).hex().encode()) for n in range(40)]
    records = [WARCINFO]
    for fetch in fetches:
        records += [request(fetch), fetch.record(), description(fetch, site="wexmoor-daily", title=fetch.name)]
    path = write(tmp_path, packing, PACKINGS[packing](records))
    whole = read(path)
    assert len(whole) == 40
    for size in (97, 1_000, 5_000):
        assert in_pieces(path, size) == whole


def in_pieces(path, size, settings=None):
    parts = in_parts([InputFile(path, "wexmoor", path.stat().st_size)], size)
    return [item for part in parts for item in load(part, settings or LoadSettings())]


@pytest.mark.parametrize("packing", [*PACKED_EACH, "dictionary.warc.zst", "whole.warc.gz"])
def test_parts_without_a_page_are_one_rejection(packing, tmp_path):
    """A large WARC that only describes fetches ends as a small one does; one page in its last part, and it does not."""
    records = [WARCINFO, *(request(Fetch(f"page-{n}")) for n in range(40))]
    path = write(tmp_path, packing, PACKINGS[packing](records))
    (whole,) = read(path)
    assert (whole.reason, "41 that describe" in whole.detail) == (Reason.EMPTY, True)
    assert in_pieces(path, 500) == [whole]
    path.write_bytes(PACKINGS[packing]([*records, Fetch("last").record()]))
    assert outcomes(in_pieces(path, 500)) == ["last"]


@pytest.mark.parametrize("packing", PACKED_EACH)
def test_parts_tell_damage_once(packing, tmp_path):
    """Wherever the parts of a WARC end: damage between its records, and what is packed but no record, is in one of them."""
    packed = [PACKINGS[packing]([Fetch(name).record()]) for name in NAMES]
    flaws = [random.Random(3).randbytes(150), PACKINGS[packing]([b"no record"]), packed[0][:70]]
    parts = [packed[0], packed[1], flaws[0], packed[2], flaws[1], packed[3], flaws[2], packed[4]]
    path = write(tmp_path, packing, b"".join(parts))
    whole = read(path)
    told = ["corrupt_record" if part in flaws else NAMES[packed.index(part)] for part in parts]
    assert outcomes(whole) == told
    assert [size for size in range(50, path.stat().st_size, 7) if in_pieces(path, size) != whole] == []


@pytest.mark.parametrize("packing", ["each.warc.gz", "each.warc.zst", "dictionary.warc.zst"])
def test_parts_far_behind_the_front_make_the_whole(packing, tmp_path):
    """Where a worker does not read the file from its front, damage and what it says of it are the same."""
    chance = random.Random(7)
    records = [Fetch(f"page-{n}", body=page(f"page {n}") + chance.randbytes(20_000).hex().encode()) for n in range(30)]
    content = bytearray(PACKINGS[packing]([fetch.record() for fetch in records]))
    for at in range(70_000, len(content), 90_000):
        content[at : at + 200] = chance.randbytes(300)
    path, small = write(tmp_path, packing, content), LoadSettings(max_document_bytes=50_000)
    whole = read(path, small)
    assert len(whole) > outcomes(whole).count("corrupt_record") > 4
    assert [size for size in (20_000, 65_536, 77_777) if in_pieces(path, size, small) != whole] == []


@pytest.mark.parametrize("packing", ["each.warc.gz", "each.warc.zst"])
def test_parts_of_packed_members_without_records_are_all_told(packing, tmp_path):
    """No part can be entered at them: the first one tells them all."""
    path = write(tmp_path, packing, b"".join(PACKINGS[packing]([b"no record, number %d" % n]) for n in range(30)))
    whole = read(path)
    assert outcomes(whole) == ["corrupt_record"] * 30
    assert [size for size in range(50, path.stat().st_size, 50) if in_pieces(path, size) != whole] == []


@pytest.mark.parametrize("packing", ["each.warc.gz", "each.warc.zst"])
def test_no_part_begins_in_a_page_that_holds_a_packed_warc(packing, tmp_path):
    """A packed WARC does not pack again: the members of one that was fetched stand in the member as they are."""
    held = PACKINGS[packing]([Fetch(f"held-{n}", body=random.Random(n).randbytes(30_000)).record() for n in range(3)])
    fetched = Fetch("held.warc.gz", body=held, http=[("Content-Type", "application/octet-stream")])
    path = write(tmp_path, packing, PACKINGS[packing]([Fetch("first").record(), fetched.record(), Fetch("last").record()]))
    assert held[50_000:60_000] in path.read_bytes()
    whole = read(path)
    assert outcomes(whole) == ["first", "not_a_page", "last"]
    assert [size for size in range(5_000, path.stat().st_size, 5_000) if in_pieces(path, size) != whole] == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("other.warc", b"no WARC at all, however long it is\n" * 40),
        ("other.warc.gz", b"no WARC at all, however long it is\n" * 40),
        ("zeros.warc", bytes(1_400)),
        ("zeros.warc.gz", bytes(1_400)),
        ("cut.warc.zst", b"\x5d\x2a\x4d\x18\xff\xff\xff\xff" + bytes(1_400)),
        ("packed.warc.zst", b"\x5d\x2a\x4d\x18\x20\0\0\0\x28\xb5\x2f\xfd" + b"no dictionary" * 120),
        ("whole.warc.gz", gz_whole([Fetch(f"page-{n}").record() for n in range(40)])[:-9]),
    ],
)
def test_the_first_part_alone_speaks_for_the_file(name, content, tmp_path):
    """What is wrong with the file as a whole is told once, however many parts it was cut into."""
    path = write(tmp_path, name, content)
    whole = read(path)
    assert [item for item in whole if isinstance(item, Rejection)] == whole[-1:]
    assert in_pieces(path, 500) == whole
    assert read(path, end=500) == whole
    assert read(path, start=500, end=1_000) == read(path, start=1_000) == []


def test_no_part_begins_in_a_page_that_quotes_a_warc(tmp_path):
    """Wherever a multiple of the size falls: the quoted records are text, the page is one input, and so is damage behind it."""
    quoted = b"".join(Fetch(f"quoted-{n}").record() for n in range(6))
    quoting = Fetch("quoting", body=page("quoting") + b"<pre>" + quoted + b"</pre>" * 90)
    records = [WARCINFO, Fetch("first").record(), quoting.record(), b"what is no record" * 30, Fetch("last").record()]
    path = write(tmp_path, "quoting.warc", b"".join(records))
    whole = read(path)
    assert outcomes(whole) == ["first", "quoting", "corrupt_record", "last"]
    assert [size for size in range(50, path.stat().st_size, 50) if in_pieces(path, size) != whole] == []


def test_reads_warcs_inside_archives(tmp_path):
    """A WARC in a tar or zip is read where it stands, and its rows lead back to it."""
    content = gz_each(THREE)
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo("wexmoor/each.warc.gz")
        info.size = len(content)
        tar.addfile(info, io.BytesIO(content))
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("wexmoor/each.warc.gz", content)
        archive.writestr("wexmoor/whole.warc.gz", PACKINGS["whole.warc.gz"](THREE))
    for name, count in (("a.tar.gz", 3), ("a.zip", 6)):
        items = read(tmp_path / name)
        assert [type(i) for i in items] == [RawDocument] * count
        assert len(list(bytes_of_each([i.provenance for i in items]))) == count


def test_reads_a_wacz(tmp_path):
    """Of a WACZ file the WARCs are read; its indexes and descriptions are no documents."""
    with zipfile.ZipFile(tmp_path / "site.wacz", "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n{"text": "no article"}')
        archive.writestr("indexes/index.cdx.gz", gzip.compress(b"cdx"))
        archive.writestr("archive/data.warc.gz", gz_each(THREE))
    items = read(tmp_path / "site.wacz")
    assert outcomes(items) == ["first", "second", "third"]
    assert items[0].provenance.raw_member == "archive/data.warc.gz"
    assert_leads_back(items)


def test_several_records_in_one_member(tmp_path):
    """Records that share a gzip member share its range and keep their own ids."""
    shared = (
        Fetch("second").record()
        + Fetch("third", status="HTTP/1.1 404 No").record()
        + Fetch("fourth", status="HTTP/1.1 404 No").record()
    )
    items = loaded(tmp_path, WARCINFO, shared, Fetch("fifth").record())
    assert outcomes(items) == ["second", "gone", "gone", "fifth"]
    assert len({i.document_id for i in items}) == 4
    assert_leads_back(items)


def test_record_types_are_not_inputs(tmp_path):
    """What only describes a fetch gives no row."""
    other = record("metadata", "<urn:test:m>", b"fetchTimeMs: 4", [("WARC-Concurrent-To", "<urn:test:first>")])
    assert outcomes(loaded(tmp_path, WARCINFO, Fetch().record(), other, request(Fetch()))) == ["first"]


def test_a_record_without_a_type_is_told(tmp_path):
    """Found by fuzzing: what stands for no known kind of record may have been a page."""
    path = tmp_path / "untyped.warc"
    path.write_bytes(record("response", "1", b"HTTP/1.1 200 OK\r\n\r\n<html></html>").replace(b"WARC-Type: response\r\n", b""))
    (refused,) = load(InputFile(path, "s", path.stat().st_size), LoadSettings())
    assert (refused.reason, "type is not said" in refused.detail) == (Reason.CORRUPT_RECORD, True)
