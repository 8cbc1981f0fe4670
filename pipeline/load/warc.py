"""A WARC file or stream in, its pages as raw documents and its refusals out, record by record."""

from __future__ import annotations

import contextlib
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, BinaryIO

import zstandard

from pipeline.load.content import read_content
from pipeline.load.errors import ArchiveRefused, Refused
from pipeline.load.excerpt import excerpt, without_surrogates
from pipeline.load.http_body import unpacked
from pipeline.load.identity import document_id, page_id
from pipeline.load.place import Item, Place
from pipeline.load.sniff import is_html_page
from pipeline.load.streams import MAGIC, ByteStream, Rejoined, decompressed, read_up_to
from pipeline.load.warc_frames import NEXT_START, START, Frame, frames
from pipeline.load.warc_members import DICTIONARY_START, MEMBER_START, holds_member, members, members_from
from pipeline.load.warc_records import WarcRecord, records
from schemas.reasons import Reason
from schemas.records import Hints, Provenance, RawDocument, Rejection

LOOK_BYTES = 1 << 18
"""Looked at to tell a file packed record by record from one packed as a whole. First comes a short `warcinfo`, or a page."""
LOOK_STEP_BYTES = 1 << 10
"""Unpacked at once of these: a step of zstd becomes 32 MiB at most."""
MAX_LOOK_BYTES = 1 << 22
"""Unpacked of these in all."""

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
UNSAID_TYPES = frozenset({"", "text/plain", "application/octet-stream", "application/xml", "text/xml", "unknown/unknown"})
"""Types under which pages are sent by servers that do not know better: the content decides."""

PAGE_KINDS = frozenset({"response", "resource"})
TEXT_KIND, TEXT_TYPE = "conversion", "text/plain"
"""What a WET file holds of each page: the text that Common Crawl, say, took from it."""
REFUSED_KINDS = frozenset({"revisit", "continuation", "unknown"})
"""Records that stand for a document of which they hold no page. All other kinds describe a fetch or the file: no inputs."""
INPUT_KINDS = PAGE_KINDS | {TEXT_KIND} | REFUSED_KINDS

OK_STATUSES = frozenset({200, 203})
GONE_STATUSES = frozenset({404, 410})


def warc_file(file: BinaryIO, place: Place, start: int = 0, end: int | None = None) -> Iterator[Item]:
    """Read the records of a WARC file, or of a part of one (`pipeline.load.parts`).

    Args:
        file: Open at its front, able to seek.
        place: Where it is.
        start: Only records that begin here or later, and damage behind them.
        end: Only records that begin before, and damage before the first that begins here or later; None for all.

    Raises:
        Refused: `wrong_extension`, `empty`, a damaged dictionary, or damage of a file that is packed as a whole. The first part
            says it for all of them, `empty` too: where it holds no input itself, it looks for one in the others.
    """
    if start:
        with contextlib.suppress(Refused):  # the first part says it
            yield from _later_part(file, place, start, end)
        return
    head = read_up_to(file, LOOK_BYTES)
    packing = _packing(head)
    file.seek(0)
    if _is_packed_as_one(head, packing):  # cannot be entered in the middle: its first part is all of it
        yield from _items(_unpacked_frames(file, packing, place), place, None)
        return
    is_part, given = end is not None, 0
    for item in _items(_frames(file, packing, place), place, end, is_part=is_part):
        given += 1
        yield item
    if is_part and not given:
        file.seek(0)
        _refuse_without_pages(_fetches(_frames(file, packing, place), None))


def _later_part(file: BinaryIO, place: Place, start: int, end: int | None) -> Iterator[Item]:
    head = read_up_to(file, LOOK_BYTES)
    packing = _packing(head)
    if _is_packed_as_one(head, packing):
        return
    file.seek(start if packing == "none" else 0)
    if packing == "none":
        found = frames(file, place.settings.max_document_bytes, offset=start)
    else:
        found = members_from(file, start, packing, place.settings)
    yield from _items(found, place, end, is_part=True)


def warc_stream(stream: ByteStream, place: Place) -> Iterator[Item]:
    """Read the records of a WARC inside an archive; as `warc_file`, front to end."""
    head = read_up_to(stream, LOOK_BYTES)
    packing, whole = _packing(head), Rejoined(head, stream)
    if _is_packed_as_one(head, packing):
        return _items(_unpacked_frames(whole, packing, place), place, None)
    return _items(_frames(whole, packing, place), place, None)


def packing_of(head: bytes) -> str | None:
    """What a WARC's first bytes show: `gz`, `zst`, `none`; None for what is no WARC."""
    if head.startswith((MAGIC["zst"], DICTIONARY_START)):
        return "zst"
    if head.startswith(MAGIC["gz"]):
        return "gz"
    return "none" if START.match(head.lstrip(b"\r\n")) else None


def _packing(head: bytes) -> str:
    if not head.strip(b"\r\n\0"):
        raise Refused(Reason.EMPTY, f"nothing but zeros and line ends in the first {len(head)} bytes" if head else "no bytes")
    packing = packing_of(head) or _packing_behind_damage(head)
    if packing is None:
        raise Refused(Reason.WRONG_EXTENSION, f"no WARC: the content begins with {excerpt(head[:40])}")
    return packing


def _packing_behind_damage(head: bytes) -> str | None:
    """As `packing_of`, by the first record that follows on a damaged front."""
    if NEXT_START.search(head):
        return "none"
    return next((packing for packing in MEMBER_START if holds_member(head, packing)), None)


def _is_packed_as_one(head: bytes, packing: str) -> bool:
    """True where the first gzip member or zstd frame holds more than one record."""
    if packing == "none":
        return False
    if packing == "zst" and head.startswith(DICTIONARY_START):
        return False
    unpacker: Any = zlib.decompressobj(wbits=31) if packing == "gz" else zstandard.ZstdDecompressor().decompressobj()
    content = b""
    try:
        for at in range(0, len(head), LOOK_STEP_BYTES):
            content += unpacker.decompress(head[at : at + LOOK_STEP_BYTES])
            if unpacker.eof or len(content) > MAX_LOOK_BYTES:
                break
    except (zlib.error, zstandard.ZstdError):
        return False
    found = frames(io.BytesIO(content), len(content))
    first = next(found, None)
    return first is not None and first.refused is None and next(found, None) is not None


def _unpacked_frames(stream: ByteStream, packing: str, place: Place) -> Iterator[Frame]:
    return frames(decompressed(stream, packing, place.settings, ArchiveRefused), place.settings.max_document_bytes)


def _frames(stream: ByteStream, packing: str, place: Place) -> Iterator[Frame]:
    if packing == "none":
        return frames(stream, place.settings.max_document_bytes)
    return members(stream, packing, place.settings)


# Records


@dataclass(frozen=True, slots=True)
class _Fetch:
    """One record that stands for a document, with the crawl's own description of it."""

    frame: Frame
    record: WarcRecord
    crawl: dict[str, Any]
    """The `metadata` record that Copydesk's crawl writes after each page; empty for other archives."""


def _items(found: Iterator[Frame], place: Place, end: int | None, *, is_part: bool = False) -> Iterator[Item]:
    others = inputs = 0
    for fetch in _fetches(found, end):
        if fetch is None:
            others += 1
            continue
        inputs += 1
        if isinstance(fetch, Frame):
            yield _rejection(fetch, None, fetch.refused or Refused(Reason.CORRUPT_RECORD, "no WARC record"), place)
        else:
            yield _item(fetch, place)
    if not inputs and not is_part:
        raise _without_pages(others)


def _refuse_without_pages(fetches: Iterator[_Fetch | Frame | None]) -> None:
    others = 0
    for fetch in fetches:
        if fetch is not None:
            return
        others += 1
    raise _without_pages(others)


def _without_pages(others: int) -> Refused:
    of_others = f"; {others} that describe the file or a fetch" if others else ""
    return Refused(Reason.EMPTY, f"a WARC without a record of a page{of_others}")


def _fetches(found: Iterator[Frame], end: int | None) -> Iterator[_Fetch | Frame | None]:
    """Records that stand for a document, damaged frames, and None for each record that is no input."""
    waiting: _Fetch | None = None
    is_beyond = False
    for frame in found:
        is_beyond = is_beyond or (end is not None and frame.offset >= end and frame.is_entry)
        kept = [] if frame.refused else _whole_records(frame)
        if is_beyond and not (waiting and kept and _describes(kept[0], waiting)):
            break  # only the description of the last page is read beyond the end
        for record in kept:
            if waiting and _describes(record, waiting):
                waiting = replace(waiting, crawl=_crawl_facts(record.payload))
                yield None
                continue
            if waiting:
                yield waiting
            waiting = _Fetch(frame, record, {}) if record.kind in INPUT_KINDS else None
            if waiting is None:
                yield None
        if not kept and (frame.refused or frame.data):
            if waiting:
                yield waiting
            waiting = None
            yield frame
    if waiting:
        yield waiting


def _whole_records(frame: Frame) -> list[WarcRecord]:
    """A frame's records; none where their lengths do not add up to it: zstd unpacks damaged bytes without a word."""
    if any(inner.refused for inner in frames(io.BytesIO(frame.data), len(frame.data))):
        return []
    return list(records(frame.data))


def _describes(record: WarcRecord, fetch: _Fetch) -> bool:
    return record.kind == "metadata" and fetch.record.record_id is not None and fetch.record.record_id in record.concurrent_to


def _crawl_facts(payload: bytes) -> dict[str, Any]:
    """The crawl's JSON object; other crawlers' metadata records hold other things."""
    try:
        facts = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _item(fetch: _Fetch, place: Place) -> Item:
    try:
        payload = _page(fetch.record, place)
    except Refused as refused:
        return _rejection(fetch.frame, fetch, refused, place)
    media = "text" if fetch.record.kind == TEXT_KIND else "html"
    content = read_content(payload, media, place.settings, fetch.record.charset)
    if isinstance(content, Refused):
        if content.reason is Reason.WRONG_EXTENSION:
            content = Refused(Reason.NOT_A_PAGE, content.detail.replace("the name says", "the server says"))
        return _rejection(fetch.frame, fetch, content, place, payload)
    decoded = content.decoded
    return RawDocument(
        document_id=page_id(fetch.record.url or "", sha256(payload).hexdigest()),
        provenance=replace(
            _provenance(fetch.frame, fetch, place), charset=decoded.charset, charset_source=decoded.charset_source
        ),
        text=decoded.text,
        media=content.media,
        hints=_hints(fetch, place),
    )


def _page(record: WarcRecord, place: Place) -> bytes:
    """The bytes of the page, unpacked, or of the text that was taken from it.

    Raises:
        Refused: The record holds neither.
    """
    if record.kind == "revisit":
        raise Refused(Reason.REVISIT, f"as at {record.refers_to or 'an earlier visit'}")
    if record.kind == "unknown":
        raise Refused(Reason.CORRUPT_RECORD, "the record's type is not said, or is none of WARC's")
    is_text = record.kind == TEXT_KIND and record.content_type == TEXT_TYPE
    if record.kind not in PAGE_KINDS and not is_text:
        raise Refused(Reason.NOT_A_PAGE, f"a {record.kind} record of {record.content_type or 'unknown type'}")
    if record.url is None:
        raise Refused(Reason.CORRUPT_RECORD, "the record names no address")
    if is_text:
        return record.payload
    if record.is_http:
        _check_status(record)
    if record.content_type not in HTML_TYPES | UNSAID_TYPES:
        raise Refused(Reason.NOT_A_PAGE, f"the type is {record.content_type[:100]}")
    cut = record.truncated is not None
    body = unpacked(record.payload, record.transfer_codings, record.content_codings, place.settings, cut=cut)
    if len(body) > place.settings.max_document_bytes:
        raise Refused(Reason.RESPONSE_TOO_LARGE, f"{len(body)} bytes; the cap is {place.settings.max_document_bytes}")
    if record.content_type not in HTML_TYPES and body and not is_html_page(body):
        raise Refused(Reason.NOT_A_PAGE, f"the type is {record.content_type or 'not said'}, and the content is no page")
    return body


def _check_status(record: WarcRecord) -> None:
    status = record.status
    if status in OK_STATUSES:
        return
    if status is None:
        raise Refused(Reason.CORRUPT_RECORD, "the response has no HTTP status")
    if 300 <= status < 400 and status != 304:
        raise Refused(Reason.REDIRECT, f"{status} to {record.location or 'nowhere'}")
    if status == 304:
        raise Refused(Reason.REVISIT, "304, not modified")
    raise Refused(Reason.GONE if status in GONE_STATUSES else Reason.HTTP_STATUS, f"status {status}")


def _rejection(frame: Frame, fetch: _Fetch | None, refused: Refused, place: Place, payload: bytes = b"") -> Rejection:
    head = None if fetch or not frame.refused else next(records(frame.data), None)
    record_id = fetch.record.record_id if fetch else None
    return Rejection(
        # Several records may share one gzip member.
        document_id=document_id(place.name, f"{place.member or ''}\n{record_id or ''}", frame.sha256, frame.offset, frame.length),
        provenance=_provenance(frame, fetch, place),
        reason=refused.reason,
        detail=without_surrogates(refused.detail),
        excerpt=excerpt(payload or (fetch.record.payload if fetch else frame.data)),
        url=fetch.record.url if fetch else head.url if head else None,
    )


def _provenance(frame: Frame, fetch: _Fetch | None, place: Place) -> Provenance:
    known = place.provenance("warc")
    if fetch is not None:
        record, site = fetch.record, _text(fetch.crawl, "site")
        status = record.status if record.status is not None and 0 < record.status < 1000 else None
        known = replace(known, raw_record_id=record.record_id, http_status=status)
        if site:
            known = replace(known, source_kind="crawl", source=place.settings.source or site)
    return replace(known, raw_sha256=frame.sha256, raw_offset=frame.offset, raw_length=frame.length)


def _hints(fetch: _Fetch, place: Place) -> Hints:
    known, facts = place.hints(), fetch.crawl
    fetched_at: datetime | None = fetch.record.fetched_at or known.fetched_at
    return Hints(
        url=fetch.record.url,
        title=_text(facts, "title"),
        published_raw=_text(facts, "published"),
        published_source=_text(facts, "published_source"),
        outlet=_text(facts, "outlet") or known.outlet,
        language=_text(facts, "language") or known.language,
        time_zone=_text(facts, "time_zone"),
        section=_text(facts, "section"),
        fetched_at=fetched_at,
    )


def _text(facts: dict[str, Any], key: str) -> str | None:
    value = facts.get(key)
    return without_surrogates(value.strip()) or None if isinstance(value, str) else None
