"""A line in, the headlines out that it begins where a typesetter broke them over two or three lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.marks.byline import parse_byline
from pipeline.marks.dates import find_dates
from pipeline.marks.people import looks_like_name
from pipeline.text.headline_cuts import is_wording
from pipeline.text.lexicon import ALL_STOPWORDS
from pipeline.text.line_groups import MAX_HEADLINE_LINES
from pipeline.text.scanned import TERMINAL
from pipeline.text.units import CJK, Unit

MIN_LINE_CHARS, MAX_LINE_CHARS = 12, 76
"""Of a line that another one follows; the last may be a single word."""
BRACKETS = "[(<"
"""With what pictures and buttons begin."""
TRAIL = re.compile(r"[»›>＞→|]\s")
MIN_CJK_ENTRIES = 4
"""Blanks in a row of entries where words have none between them."""
SLUG = re.compile(r"[^\W\d_a-zß-ÿ]+(?:[-/][^\W\d_a-zß-ÿ]+)+/?|(?:[A-Z]{1,5}\s){0,4}[A-Z]*\d[A-Z\d]*(?:\s[A-Z\d]{1,5}){0,4}")
"""What a wire prints above a headline: `SUCESO-GLOBO`, `R CRO S0A QBXB`."""
CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h]\d\d(?!\d)")
MAX_ABOVE, MAX_BELOW = 2, 3
"""Lines of the same block above and below a headline: its kicker and day, its byline and day. A menu has more."""


def broken_headlines(units: Sequence[Unit], i: int) -> Iterator[tuple[str, int]]:
    """Each wording that begins in a unit and goes on in the next ones, with the number of units that print it.

    Args:
        units: All units of the dump.
        i: Index of the first line's unit.
    """
    last = i
    while last - i + 1 < MAX_HEADLINE_LINES and last + 1 < len(units) and _goes_on(units[last], units[last + 1]):
        last += 1
    if last == i or not _is_head(units, i, last):
        return
    for end in range(i + 1, last + 1):
        yield " ".join(unit.text for unit in units[i : end + 1]), end - i + 1


def _goes_on(unit: Unit, below: Unit) -> bool:
    """Whether a line may be the headline's next one: right below, set alike, and nothing that is read as something else."""
    return (
        _is_line(unit)
        and len(unit.text) >= MIN_LINE_CHARS
        and unit.text[-1] not in TERMINAL
        and _is_line(below)
        and not (below.gap or below.bullet or below.image or "://" in below.text)
        and unit.text.isupper() == below.text.isupper()
        and unit.heading == below.heading
        and not _begins_anew(unit.text, below.text)
        and is_wording(below.text)
        and not SLUG.fullmatch(unit.text)
        and not _is_signed(unit.text, below.text)
        and parse_byline(below.text[0].upper() + below.text[1:]) is None
        and not find_dates(below.text)
        and CLOCK.search(below.text) is None
    )


def _is_line(unit: Unit) -> bool:
    """Whether a unit is a line of its own that is no picture, button, trail or row of entries."""
    return (
        0 < len(unit.text) <= MAX_LINE_CHARS
        and unit.text[0] not in BRACKETS
        and not (unit.glued or unit.in_columns)
        and TRAIL.search(unit.text) is None
        and not (CJK.match(unit.text) and unit.text.count(" ") >= MIN_CJK_ENTRIES)
    )


def _is_signed(text: str, below: str) -> bool:
    """Whether the next line is a person's name and nothing else, below a line that does not break off before one."""
    return looks_like_name(below) and not below.isupper() and text.rsplit(None, 1)[-1].casefold() not in ALL_STOPWORDS


def _begins_anew(text: str, below: str) -> bool:
    """Whether the next line is a deck: it begins with a capital below a headline that has none but at its beginning and names."""
    if not below[0].isupper() or text.isupper():
        return False
    words = text.split()
    capitals = sum(word[:1].isupper() for word in words)
    return 2 * capitals <= len(words) and words[-1].casefold() not in ALL_STOPWORDS


def _is_head(units: Sequence[Unit], first: int, last: int) -> bool:
    """Whether few short lines stand above and below in the same block."""
    above = first
    while above > 0 and units[above].gap == 0 and first - above <= MAX_ABOVE:
        above -= 1
    below = last
    while below + 1 < len(units) and _is_short(units[below + 1]) and below - last <= MAX_BELOW:
        below += 1
    return first - above <= MAX_ABOVE and below - last <= MAX_BELOW


def _is_short(unit: Unit) -> bool:
    return unit.gap == 0 and 0 < len(unit.text) <= MAX_LINE_CHARS
