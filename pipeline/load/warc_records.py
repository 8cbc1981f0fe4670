"""The bytes of WARC records in, what each says of a fetch out."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from fastwarc.warc import ArchiveIterator, HeaderMap
from fastwarc.warc import WarcRecord as FastWarcRecord

from pipeline.load.excerpt import without_surrogates
from pipeline.load.warc_frames import HEADER_END, MAX_HEADER_BYTES, frames

MAX_FIELD_CHARACTERS = 2048
"""Of an address or an id that is kept; browsers stop there too."""

_USUAL = {name.lower(): name for name in (b"WARC-Type", b"Content-Type", b"Content-Length")}
"""Fields that fastwarc knows in this spelling only; names are the same in upper and lower case (WARC 1.1, section 4), and
some writers use lower case throughout."""
_NAME = re.compile(rb"^(?:" + b"|".join(_USUAL) + rb")(?=[ \t]*:)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcRecord:
    """One record. None or empty is not said."""

    kind: str
    """`response`, `resource`, `revisit`, `request`, `metadata`, `warcinfo`, `conversion`, …; `unknown` for any other."""
    record_id: str | None
    """As printed, for example `<urn:uuid:…>`."""
    url: str | None
    fetched_at: datetime | None
    """`WARC-Date`, an aware UTC instant."""
    content_type: str
    """Media type without parameters, lower case: of the HTTP response where there is one, else of the record."""
    charset: str | None
    """As the HTTP header (or the record's own type) declares it."""
    is_http: bool
    """True where an HTTP message is expected in it."""
    status: int | None
    """HTTP status; None for records that hold no HTTP response."""
    location: str | None
    transfer_codings: tuple[str, ...]
    content_codings: tuple[str, ...]
    truncated: str | None
    """`WARC-Truncated`: why the archive holds only the payload's beginning (`length`, `time`, `disconnect`, …)."""
    concurrent_to: tuple[str, ...]
    """Ids of the records of the same fetch."""
    refers_to: str | None
    """Of a revisit: the address and date, or the id, of the record that has the payload."""
    payload: bytes
    """As stored: still chunked and packed."""


def records(data: bytes) -> Iterator[WarcRecord]:
    """Read the records of one gzip member, or of one frame of an uncompressed file.

    Args:
        data: Whole records, headers first.

    Yields:
        Nothing where the first bytes are no record.
    """
    if _with_usual_names(data) is not data:
        data = b"\r\n\r\n".join(_with_usual_names(frame.data) for frame in frames(io.BytesIO(data), len(data)))
    try:
        for record in ArchiveIterator(io.BytesIO(data), parse_http=True, quirks_mode=True, stream_detect=False):
            yield _record(record)
    except OSError:  # what fastwarc raises for headers it cannot read; the caller counts what came
        return


def _with_usual_names(record: bytes) -> bytes:
    """A record with its header's names as fastwarc knows them; the same object where they are."""
    end = HEADER_END.search(record, 0, MAX_HEADER_BYTES)
    head = record[: end.start()] if end else b""
    usual = _NAME.sub(lambda name: _USUAL[name[0].lower()], head)
    return record if usual == head else usual + record[len(head) :]


def _record(record: FastWarcRecord) -> WarcRecord:
    headers, http = record.headers, record.http_headers if record.is_http_parsed else None
    payload = record.reader.read()
    said = http if record.is_http else headers
    printed = said.get("Content-Type") if said is not None else None
    media, _, parameters = (printed or "").partition(";")
    return WarcRecord(
        kind=str(record.record_type),
        record_id=_field(headers, "WARC-Record-ID"),
        url=(_field(headers, "WARC-Target-URI") or "").strip("<>") or None,
        fetched_at=_instant(record.record_date),
        content_type=media.strip().lower(),
        charset=(record.http_charset if http is not None else None) or _charset(parameters),
        is_http=record.is_http,
        status=http.status_code if http is not None else None,
        location=_field(http, "Location") if http is not None else None,
        transfer_codings=http.get_multiple("Transfer-Encoding") if http is not None else (),
        content_codings=http.get_multiple("Content-Encoding") if http is not None else (),
        truncated=_field(headers, "WARC-Truncated"),
        concurrent_to=headers.get_multiple("WARC-Concurrent-To"),
        refers_to=_refers_to(headers),
        payload=payload,
    )


def _field(headers: HeaderMap, name: str) -> str | None:
    value = headers.get(name)
    return without_surrogates(value.strip())[:MAX_FIELD_CHARACTERS] or None if value else None


def _refers_to(headers: HeaderMap) -> str | None:
    address, date = _field(headers, "WARC-Refers-To-Target-URI"), _field(headers, "WARC-Refers-To-Date")
    return " ".join(filter(None, (address, date))) or _field(headers, "WARC-Refers-To")


def _charset(parameters: str) -> str | None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'")[:40] or None
    return None


def _instant(printed: datetime | None) -> datetime | None:
    if printed is None:
        return None
    return printed.replace(tzinfo=UTC) if printed.tzinfo is None else printed.astimezone(UTC)
