"""A line in; the stamps by which wire agencies say when they sent a story (`041422 Mrz 97`, `07-19-98 2144EDT`), out."""

from __future__ import annotations

import re
from datetime import date, time

from pipeline.marks.calendar_names import month_number, zone_offset
from pipeline.marks.found_date import FoundDate

MAX_STAMPED_CHARACTERS = 200
"""A stamp stands on a line of its own, at most behind the agency's name and the story's number."""
_ZONES = r"Z|GMT|UTC|CES?T|MES?Z|BST|[ECMP][SD]?T"
_STAMP = re.compile(
    rf"""
    (?<![\d/.-])(?P<dtg_d>\d\d)(?P<dtg_h>[0-2]\d)(?P<dtg_n>[0-5]\d)(?:\s?(?P<dtg_z>{_ZONES}))?\s(?P<dtg_m>[^\W\d_]{{3,9}})\.?\s(?P<dtg_y>(?:19|20)?\d\d)(?!\d)
  | (?<!\d)(?P<ap_m>\d\d)-(?P<ap_d>\d\d)-(?P<ap_y>\d\d)\s(?P<ap_h>[0-2]\d):?(?P<ap_n>[0-5]\d)\s?
      (?:(?P<ap_z>[ECMP][SD]?T|GMT)|(?P<ap_half>[AP])(?P<ap_where>[ECMP])(?P<ap_season>[SD])|(?P<ap_half2>[ap])(?P<ap_where2>[ecmp])(?P<ap_season2>[sd]))\b
  | (?<!\d)(?P<efe_m>\d\d)/(?P<efe_d>\d\d)/(?P<efe_h>[0-2]\d)-(?P<efe_n>[0-5]\d)/(?P<efe_y>\d\d)(?!\d)
  | (?<=[A-Z]/)(?P<sapa_d>\d\d)/(?P<sapa_m>\d\d)/(?P<sapa_y>\d\d)\s(?P<sapa_h>[0-2]\d)-(?P<sapa_n>[0-5]\d)(?!\d)
    """,
    re.VERBOSE,
)
"""Of AFP, dpa and others, of AP, Dow Jones and UPI (`03-21-96 0915pes`), of EFE, of SAPA (`/SAPA/14/03/95 19-22`)."""
_GLUED = re.compile(r"\d\s?[^\W\d_]{3,9}\.?\s\Z")
"""A day and a month before six digits: their year, and the next date glued to it (`22 Dec 202322 Dec 2023`)."""
_QUICK = re.compile(r"\d{6}|\d\d-\d\d")
GLUED_REACH = 16
CENTURY = 70
"""From this year of two digits on it is the last century's."""


def find_stamps(line: str) -> tuple[FoundDate, ...]:
    """Find the stamps on a line, in order.

    Args:
        line: one line; a long one has none.
    """
    if len(line) > MAX_STAMPED_CHARACTERS or not _QUICK.search(line):
        return ()
    return tuple(stamp for found in _STAMP.finditer(line) if (stamp := _read(found)) is not None)


def _read(found: re.Match[str]) -> FoundDate | None:
    """Make a stamp of a match; None where its numbers are no day or time."""
    kind = next(kind for kind in ("dtg", "ap", "efe", "sapa") if found[f"{kind}_d"])
    month_text, year = found[f"{kind}_m"], found[f"{kind}_y"]
    month = int(month_text) if month_text.isdecimal() else month_number(month_text)
    if month is None or _GLUED.search(found.string[max(0, found.start() - GLUED_REACH) : found.start()]):
        return None
    full = int(year) if len(year) > 2 else int(year) + (1900 if int(year) >= CENTURY else 2000)
    half = (found["ap_half"] or found["ap_half2"] or "").casefold()
    hour = int(found[f"{kind}_h"]) + (12 if half == "p" and int(found[f"{kind}_h"]) < 12 else 0)
    try:
        day, clock = date(full, month, int(found[f"{kind}_d"])), time(hour, int(found[f"{kind}_n"]))
    except ValueError:
        return None
    return FoundDate(
        day=day,
        clock=clock,
        utc_offset_minutes=_offset(found, day),
        precision="minute",
        raw=found[0],
        start=found.start(),
        end=found.end(),
        label=None,
        weekday_agrees=None,
        stamp=True,
    )


def _offset(found: re.Match[str], day: date) -> int | None:
    """The printed zone's minutes east of UTC, where one is."""
    where, season = found["ap_where"] or found["ap_where2"], found["ap_season"] or found["ap_season2"]
    zone = found["dtg_z"] or found["ap_z"] or (f"{where}{season}T" if where else None)
    return zone_offset("UTC" if zone == "Z" else zone, day) if zone else None
