"""The text just before and after a printed day in; the time of day and its zone, out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from pipeline.marks.calendar_names import zone_offset

_ZONE = (
    r"(?:\(?(?P<name>UTC|GMT|Z|W?ES?T|[ECMP][SD]?T|AK[SD]T|HST|A[CEW]?[SD]T|AET|BST|CES?T|EES?T|MES?Z|SAST|CAT|EAT|MSK|"
    r"МСК|TRT|GST|PKT|IST|NPT|WIB|WITA|WIT|ICT|SGT|HKT|MYT|PHT|JST|KST|"
    r"NZ[SD]T|BRT|ART)\b\)?)?(?:\s?(?P<offset>[+\-−]\d{1,2}(?::?\d{2})?)(?![\d:.]))?"
)
_HALF_DAY = r"(?P<half>[ap]\.?\s?m\b\.?|[AP]M|오전|오후|[πμ]\.?\s?μ\b\.?)"
_AFTER = re.compile(
    r"(?:[\s,;|/·•∙\-–—:.(\[]|\b(?:г|р)\.|\bгод[ау]\b|[(（][月火水木金土日월화수목금토일][)）]|"
    r"\bat\b|\bum\b|\bà\b|\bás\b|\bàs\b|\ba las\b|\ba les\b|\balle\b|\bore\b|\bom\b|\bkl\b|\bklo\b|"
    r"\bkello\b|\bgodz\b|\bora\b|\bsaat\b|\bpukul\b|\blúc\b|\bо\b|\bв\b|\bu\b|\bob\b|\bT|\bas of\b"
    r"|को(?=\s)|เวลา|الساعة|ساعت|בשעה|上午|下午|午前|午後|오전|오후)*?"
    r"(?P<prefix>上午|下午|午前|午後|오전|오후)?\s*"
    r"(?<!\d)(?P<hour>\d{1,2})(?:\s?(?P<mark>[:.hH時시点点]|"
    r"시\s)\s?(?P<minute>\d{2})(?:[:.分](?P<second>\d{2})(?:[.,]\d{1,9})?)?|(?P<bare>[0-5]\d)(?=\s?(?:hrs?|Uhr)\b))?(?![\d])"
    rf"[分분]?\s*{_HALF_DAY}?\s*(?P<unit>Uhr|hrs?\b|h\b|uur\b|óra|WIB|น\.|बजे)?\s*{_ZONE}",
)
_BEFORE = re.compile(
    rf"(?:^|[\s(|,/:;•T]|\bat\b)(?P<hour>\d{{1,2}})(?P<mark>[:.hH])(?P<minute>\d{{2}})(?::(?P<second>\d{{2}}))?\s*{_HALF_DAY}?\s*(?P<unit>Uhr|hrs?\b|uur\b)?"
    rf"\s*{_ZONE}[\s,;|/·•\-–—(]*(?:on|of|am|em|el|del|il|le)?[\s,|]*\Z",
)
_GREEK_HALVES = {"πμ": "am", "μμ": "pm"}
_AFTER_NOON = frozenset(("下午", "午後", "오후"))
_HALF_WORDS = frozenset(("上午", "下午", "午前", "午後", "오전", "오후"))

REACH = 48
"""Characters after a day in which its time is looked for; before a day, the same."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A printed time of day."""

    time: time
    utc_offset_minutes: int | None
    """None where no zone is printed."""
    has_seconds: bool
    american: bool
    """With "a.m." or "p.m.", or in an American zone."""
    length: int
    """Characters it takes, from the day's edge."""


def clock_after(text: str, day: date) -> Clock | None:
    """Read the time printed right after a day (` - 10:30 a.m. EST`); None where none is."""
    window = text[:REACH]
    if not any(character.isdecimal() for character in window):
        return None
    found = _AFTER.match(window)
    if found is None:
        return None
    return _clock(found, day, len(found[0].rstrip()), glued=window[:1].isdecimal())


def clock_before(text: str, day: date) -> Clock | None:
    """Read the time printed right before a day (`10:30, `); None where none is."""
    window = text[-REACH:]
    if ":" not in window and "." not in window and "h" not in window and "H" not in window:
        return None
    found = _BEFORE.search(window)
    if found is None:
        return None
    return _clock(found, day, len(window) - found.start("hour"), glued=False)


def _clock(found: re.Match[str], day: date, length: int, *, glued: bool) -> Clock | None:
    """Make a clock of a match, where its numbers are a time of day."""
    groups = found.groupdict()
    half = (groups["half"] or "").casefold().replace(".", "").replace(" ", "")
    half = _GREEK_HALVES.get(half, half)
    prefix = groups.get("prefix") or ""
    if not prefix:
        head = found[0][: found.start("hour") - found.start()]
        prefix = next((word for word in _HALF_WORDS if word in head), "")
    unit = groups["unit"]
    bare = groups.get("bare")
    if (glued and groups["mark"] != ":") or (
        groups["minute"] is None and not bare and not half and not prefix and unit not in ("Uhr", "uur", "h")
    ):
        return None
    if groups["mark"] == "." and not (half or unit or groups["name"] or len(groups["hour"]) == 2):
        return None
    hour, minute, second = int(groups["hour"]), int(groups["minute"] or bare or 0), int(groups["second"] or 0)
    if (half == "pm" or prefix in _AFTER_NOON) and hour < 12:
        hour += 12
    elif (half == "am" or prefix in ("上午", "午前", "오전")) and hour == 12:
        hour = 0
    if hour == 24 and minute == 0:
        hour = 0
    if hour > 23 or minute > 59 or second > 59:
        return None
    offset = _offset(groups["name"], groups["offset"], day)
    american = half in ("am", "pm") or (offset is not None and offset < 0) or hour + minute == 0
    return Clock(time(hour, minute, second), offset, groups["second"] is not None, american, length)


def _offset(name: str | None, offset: str | None, day: date) -> int | None:
    """Minutes east of UTC of what is printed after a time."""
    base = zone_offset(name, day) if name else None
    if not offset or (name and base != 0):
        return base
    sign = 1 if offset[0] == "+" else -1
    digits = offset[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 14 or minutes > 59:
        return base
    return sign * int(timedelta(hours=hours, minutes=minutes).total_seconds() // 60)
