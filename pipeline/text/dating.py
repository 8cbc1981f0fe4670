"""The units around an article in, its publication and modification times out, with the line that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.marks.dates import FoundDate, find_dates, parse_date_line, to_published_time
from pipeline.text.units import Unit
from schemas.records import PublishedTime

DIGIT = re.compile(r"\d")
REACH_ABOVE = 45
REACH_BELOW = 14
MAX_MIXED_CHARS = 140
"""A date among other words (`Politics / 3 May 2024`) is looked for in lines up to this long."""
INSIDE = 6
"""Units of the body's head among which a date line may stand."""
ENOUGH = 0.0


@dataclass(frozen=True, slots=True)
class Dates:
    """What the lines around an article say about time."""

    published: PublishedTime | None
    modified: PublishedTime | None
    units: frozenset[int]
    """The lines that are nothing but dates."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    unit: int
    found: FoundDate
    score: float
    whole: bool


def find_published(units: Sequence[Unit], body: Sequence[int], title: int | None, barred: Iterable[int], language: str) -> Dates:
    """When the article was published and modified, as its own lines say.

    Args:
        units: All units of the dump.
        body: Indices of the body's units; at least one.
        title: Index of the headline's unit; None where there is none.
        barred: Units whose dates are of something else: embeds, captions, other articles' lists.
        language: ISO 639-1 code of the body.
    """
    start, end = body[0], body[-1]
    head = title if title is not None else start
    first = max(0, min(head, start) - (REACH_ABOVE if title is None else 12))
    inside = set(body)
    closed = set(barred)
    candidates: list[_Candidate] = []
    for i in [*range(first, min(start + INSIDE, len(units))), *range(end + 1, min(end + REACH_BELOW, len(units)))]:
        text = units[i].text
        if i in closed or len(text) < 6 or DIGIT.search(text) is None:
            continue
        if i in inside and (len(text) > 80 or text.endswith(".")):
            continue
        for found, whole in _dates_of(text, language):
            candidates.append(_Candidate(i, found, _score(found, whole, i, head, start, end), whole))
    published = max((c for c in candidates if c.found.label != "updated"), key=lambda c: c.score, default=None)
    modified = max((c for c in candidates if c.found.label == "updated"), key=lambda c: c.score, default=None)
    if published is None and modified is not None and modified.unit <= start + INSIDE:
        published = modified
    return Dates(
        to_published_time(published.found) if published is not None and published.score >= ENOUGH else None,
        to_published_time(modified.found) if modified is not None and modified is not published else None,
        frozenset(c.unit for c in candidates if c.whole),
    )


def _dates_of(text: str, language: str) -> list[tuple[FoundDate, bool]]:
    whole = parse_date_line(text, language)
    if whole is not None:
        updated = [f for f in find_dates(text, language) if f.label == "updated" and f != whole]
        return [(whole, True), *((f, True) for f in updated)]
    if len(text) > MAX_MIXED_CHARS:
        return []
    return [(f, False) for f in find_dates(text, language)]


def _score(found: FoundDate, whole: bool, i: int, head: int, start: int, end: int) -> float:
    score = 1.0 + 2.0 * (found.label == "published") + 0.8 * (found.clock is not None) + 1.2 * whole
    score -= 2.0 * (found.weekday_agrees is False) + 1.5 * (found.precision == "month")
    if head <= i <= start:
        score += 1.5 - 0.05 * (i - head)
    elif i < head:
        score -= 0.3 + 0.12 * (head - i)
    elif i > end:
        score -= 1.4 + 0.2 * (i - end) + (1.5 if not whole and found.label is None else 0.0)
    else:
        score -= 0.6
    return score
