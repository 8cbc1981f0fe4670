"""The lines around a story's head in; the dateline that stands on one of its own, out.

Dumps that put each element on its own line part a dateline from its paragraph; some sites print the place with the hour.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.marks.date_labels import without_labels
from pipeline.marks.dateline import split_dateline
from pipeline.marks.dateline_alone import parse_dateline_line
from pipeline.marks.dateline_place import is_located, is_no_heading, may_be_place
from pipeline.marks.dateline_record import Dateline
from pipeline.marks.dates import find_dates
from pipeline.marks.places import is_known_place
from pipeline.text.units import Unit

REACH = 8
"""Units above the first paragraph, or its headline's, in which one is looked for."""
MAX_CHARS, MAX_ALONE_CHARS = 80, 60
_PLACE = r"[A-ZÀ-Þ][\w'’-]+(?:\s(?:d[aeiou]l?s?|de\sl[ao]s?|of|am|an\sder|[A-ZÀ-Þ][\w'’-]+)){0,4}?"
TIMED = re.compile(rf"(?P<place>{_PLACE})(?P<set_off>,|\s\|(?:\s(?:Updated|Published)\s?:)?)?\s(?P<when>\S.*)")
"""`Sandquay 25 MAY 2015 - 13:27 CEST`, `Sandquay, August 12, 2016 00:32 IST`, `Sandquay | Updated: May 21, 2026 07:51 IST`."""
SIGNED = re.compile(r"\d\d?[./]\d\d?[./](?:\d\d){1,2}\s[-–]\s[^|\d]{2,60}\|\s?(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,30})\Z")
"""`30.10.08 - ADA QUILL | SANDQUAY`, as papers of one Spanish house sign."""
LABELS = frozenset(("byline", "date"))
"""What such a line may be besides."""


def dateline_above(
    units: Sequence[Unit], start: int, head: int | None, labels: Mapping[int, str], story: Sequence[str], above: Sequence[str]
) -> tuple[int, Dateline] | None:
    """The dateline that stands on a line of its own between the headline and the body, with that line's index.

    Args:
        units: All units of the dump.
        start: Index of the body's first unit.
        head: Index of the headline's last unit; None where there is no headline.
        labels: Units that are something already.
        story: The body's paragraphs from there on.
        above: What stands above them, which may name a place besides.
    """
    first = max(start - REACH, head + 1 if head is not None else 0)
    for i in range(start - 1, first - 1, -1):
        text = units[i].text
        if not 4 <= len(text) <= MAX_CHARS or labels.get(i, "byline") not in LABELS:
            continue
        found = _timed(text, story) or _signed(text)
        if found is None and i not in labels:
            found = parse_dateline_line(text, [*story, *above]) or _parted(units, i, start, [*story, *above])
        if found is not None:
            return i, found
    return None


def dateline_alone(paragraphs: Sequence[str], story: Sequence[str]) -> Dateline | None:
    """A dateline on a line of its own, which may be one of the body: its form shows it, or the paragraph below it does.

    Args:
        paragraphs: The line and the paragraph below it.
        story: What stands below and above them.
    """
    if len(paragraphs) < 2 or len(paragraphs[0]) > MAX_ALONE_CHARS:
        return None
    line, first = paragraphs
    if (alone := parse_dateline_line(line, story)) is not None:
        return alone
    found = split_dateline(f"{line} {first}", story)
    return found if found is not None and found.rest == first and found.raw == line else None


def _parted(units: Sequence[Unit], i: int, start: int, story: Sequence[str]) -> Dateline | None:
    """A place, or a place and an agency, whose paragraph stands right below: a place alone where the story is told there."""
    if any(unit.text for unit in units[i + 1 : start]):
        return None
    line = units[i].text
    if not line[0].isalpha():
        return None
    if line.isupper() and is_no_heading(line) and is_located(line, story):
        return Dateline.of_place(line)
    found = split_dateline(f"{line} {story[0]}", story[1:])
    return found if found is not None and found.raw == line and found.rest == story[0] else None


def _timed(text: str, story: Sequence[str]) -> Dateline | None:
    """A place and the hour of publication, where the place is known or the story names it."""
    found = TIMED.fullmatch(text) if ":" in text else None
    if found is None:
        return None
    dates = find_dates(found["when"])
    place = found["place"]
    if not dates or dates[0].start > 0 or dates[0].clock is None or not without_labels(place).strip():
        return None
    if not may_be_place(place) or not is_no_heading(place):
        return None
    named = re.compile(rf"(?<![\w-]){re.escape(place)}(?![\w-])")
    told = any(map(named.search, story)) if found["set_off"] or " " in place else is_located(place, story)
    if not is_known_place(place) and not told:
        return None
    return Dateline.of_place(place)


def _signed(text: str) -> Dateline | None:
    found = SIGNED.match(text) if "|" in text else None
    if found is None or not may_be_place(found["place"]):
        return None
    return Dateline.of_place(found["place"])
