"""A machine-written time (ISO 8601 and the forms close to it, RFC 2822, Unix seconds) in; a printed time with its zone out."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_tz

from pipeline.marks.calendar_names import zone_offset
from schemas.records import PublishedTime

MAX_CHARACTERS = 64
"""Machine-written times are shorter; what is longer is a sentence."""

FIRST_YEAR, LAST_YEAR = 1700, 2100
"""Outside, the field holds something else ("0001-01-01" is an unset field)."""

_ISO = re.compile(
    r"^(?P<y>\d{4})-?(?P<m>\d{2})-?(?P<d>\d{2})"
    r"(?:(?:[T _]|\s*[Tt]\s*)(?P<h>\d{1,2}):?(?P<min>\d{2})(?::?(?P<s>\d{2})(?:[.,:]\d{1,9})?)?"
    r"\s*(?P<zone>Z|z|UTC|GMT|(?:UTC|GMT)?[+\-−]\d{1,2}(?::?\d{2})?)?(?:\[[^\]]*\])?)?$"
)
_RFC_2822 = re.compile(
    r"^(?:[A-Z][a-z]{2},\s*)?\d{1,2}\s[A-Z][a-z]{2}\s\d{4}\s\d{2}:\d{2}(?P<s>:\d{2})?(?:\s+(?P<zone>[^\s(]+))?\s*(?:\(.*\))?$"
)
_MONTH = re.compile(r"^(?P<y>\d{4})-(?P<m>\d{2})$")
_SLASHED = re.compile(r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?=$|[ T])")
_UNIX = re.compile(r"^1\d{9}(?:\d{3})?$|^\d{9}$")
_OFFSET = re.compile(r"([+\-−])(\d{1,2}):?(\d{2})?$")
MAX_OFFSET_MINUTES = 14 * 60 + 59


def parse_iso(printed: str, source: str) -> PublishedTime | None:
    """Read a time that a machine wrote.

    Midnight to the second without a zone is a day: content systems fill the clock with zeros. With a zone it is kept.

    Args:
        printed: For example `2024-11-03T10:30:00+09:00`, `2024-11-03`, `Sun, 03 Nov 2024 10:30:00 GMT`, `1730597400`.
        source: Where it stood, as in `PublishedTime.source`.

    Returns:
        The time with the zone printed, or None where the string is anything else; then `pipeline.marks.dates` may read it.
    """
    text = printed.strip()
    if not 6 <= len(text) <= MAX_CHARACTERS:
        return None
    if _UNIX.match(text):
        return _from_unix(text, source)
    padded = _SLASHED.sub(lambda m: f"{m[1]}-{int(m[2]):02d}-{int(m[3]):02d}", text)
    iso = _ISO.match(padded)
    if iso is not None:
        return _from_iso(iso, text, source)
    if (month := _MONTH.match(text)) is not None:
        return _from_month(month, text, source)
    return _from_rfc2822(text, source)


def _from_iso(found: re.Match[str], text: str, source: str) -> PublishedTime | None:
    try:
        day = date(int(found["y"]), int(found["m"]), int(found["d"]))
        hour = int(found["h"]) if found["h"] else 0
        clock = time(0 if hour == 24 else hour, int(found["min"]), int(found["s"] or 0)) if found["h"] else None
        day = day + timedelta(days=1) if hour == 24 else day
    except (ValueError, OverflowError):
        return None
    offset = _offset(found["zone"]) if clock is not None else None
    if clock == time(0) and offset is None:
        clock = None
    return _printed(day, clock, offset, bool(found["s"]), text, source)


def _offset(zone: str | None) -> int | None:
    if zone is None:
        return None
    found = _OFFSET.search(zone)
    if found is None:
        return 0
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return None if minutes > MAX_OFFSET_MINUTES else (minutes if found[1] == "+" else -minutes)


def _from_month(found: re.Match[str], text: str, source: str) -> PublishedTime | None:
    try:
        day = date(int(found["y"]), int(found["m"]), 1)
    except ValueError:
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    return PublishedTime(day=day, clock=None, utc_offset_minutes=None, precision="month", raw=text, source=source)


def _from_unix(text: str, source: str) -> PublishedTime | None:
    instant = datetime.fromtimestamp(int(text[:10]), UTC)
    return _printed(instant.date(), instant.time(), 0, True, text, source)


def _from_rfc2822(text: str, source: str) -> PublishedTime | None:
    found = _RFC_2822.match(text)
    parts = parsedate_tz(text) if found else None
    if found is None or parts is None:
        return None
    try:
        day, clock = date(*parts[:3]), time(*parts[3:6])
    except ValueError:
        return None
    offset = _rfc_offset(found["zone"], day)
    if offset is None and found["zone"]:
        return None  # "PM", or a zone that nobody knows
    if offset is None and clock == time(0) and found["s"]:
        return _printed(day, None, None, False, text, source)
    return _printed(day, clock, offset, bool(found["s"]), text, source)


def _rfc_offset(zone: str | None, day: date) -> int | None:
    """The offset that is printed: `email` says zero where there is no zone, and where it knows none of that name."""
    if zone is None:
        return None
    if zone in ("Z", "UT", "UTC", "GMT") or _OFFSET.search(zone):
        return _offset(zone)
    return zone_offset(zone, day)


def _printed(day: date, clock: time | None, offset: int | None, seconds: bool, raw: str, source: str) -> PublishedTime | None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    precision = "day" if clock is None else "second" if seconds else "minute"
    return PublishedTime(day=day, clock=clock, utc_offset_minutes=offset, precision=precision, raw=raw, source=source)
