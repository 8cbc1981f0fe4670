"""The units around an article in, its publication and modification times out, with the line that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.marks.dates import parse_date_line, to_published_time
from pipeline.text.date_candidates import DateCandidate, date_candidates
from pipeline.text.dating_features import NAMES, date_rows
from pipeline.text.forest import load_forest
from pipeline.text.units import Unit
from schemas.records import PublishedTime

MODEL_FILE = "dating_model.npz"
"""Written by `benchmarks/train_marks.py`."""
ENOUGH = 0.7
"""Probability from which a date is taken for the publication's (`benchmarks/train_marks.py` prints the choice)."""
LIKELY, RATHER = 0.15, 0.4
"""What is enough for the only date alone on a line right where dates of publication stand, and against one above the headline."""
BESIDE, RIVAL = 3, 0.1
"""A date this near to an "updated" one, and at all likely, is the first publication's."""
MASTHEAD = 6
"""Units at the head of a dump in which a newspaper's name and date stand."""
ISSUE = re.compile(
    r"\b(?:Vol(?:ume)?\.?\s?[\dIVXLC]|Nos?\.?\s?\d|Issue\s?(?:No\.?\s?)?\d|Nr\.\s?\d|N[º°]\s?\d|(?:Page|Pg|Seite|Página)\.?\s?[A-Z]?\d"
    r"|(?:[A-Z]\w+\s)?edition\b|Ausgabe\b)",
    re.IGNORECASE,
)
"""What a newspaper prints beside its date."""
NOT_ISSUED = re.compile(
    r"\b(?:accessed|retrieved|printed|downloaded|visited|fetched|abgerufen|consulté)\b|©|\([cC]\)", re.IGNORECASE
)
MONTH_REACH, MAX_MONTH_CHARS = 4, 30


@dataclass(frozen=True, slots=True)
class Dates:
    """What the lines around an article say about time."""

    published: PublishedTime | None
    modified: PublishedTime | None
    units: frozenset[int]
    """The lines that are nothing but dates."""


def find_published(
    units: Sequence[Unit],
    body: Sequence[int],
    title: int | None,
    barred: Iterable[int],
    pointer: Sequence[float],
    language: str,
) -> Dates:
    """When the article was published and modified, as its own lines say.

    Args:
        units: All units of the dump.
        body: Indices of the body's units; at least one.
        title: Index of the headline's unit; None where there is none.
        barred: Units whose dates are of something else more often than not: embeds, captions, author notes.
        pointer: How likely the network thinks each unit the line of the publication's date.
        language: ISO 639-1 code of the body.
    """
    closed = frozenset(barred)
    candidates = date_candidates(units, body, title, closed, language)
    if not candidates:
        return _month_alone(units, body, title, language)
    rows = date_rows(candidates, units, body, title, closed, pointer)
    chances = load_forest(MODEL_FILE, "date", NAMES).probability(rows)
    best = choose_date(candidates, chances)
    if best is None or (title is not None and candidates[best].unit < title):
        below = _below_headline(candidates, chances, body[0], title, LIKELY if best is None else RATHER)
        best = below if below is not None else best
    if best is None:
        best = _in_masthead(candidates, units, body[0])
    published = candidates[best] if best is not None else None
    if published is None:
        month = _month_alone(units, body, title, language)
        return replace(month, units=month.units | {c.unit for c in candidates if c.whole})
    modified = _modified(candidates, published)
    return Dates(
        to_published_time(published.found),
        to_published_time(modified.found) if modified is not None else None,
        frozenset(c.unit for c in candidates if c.whole),
    )


def choose_date(candidates: Sequence[DateCandidate], chances: NDArray[np.float64], enough: float = ENOUGH) -> int | None:
    """Index of the publication's date; None where none is likely enough.

    Args:
        candidates: From `date_candidates`; at least one.
        chances: How likely each is.
        enough: Probability from which the likeliest is taken.
    """
    best = int(np.argmax(chances))
    if chances[best] < enough:
        return None
    chosen = candidates[best]
    if chosen.found.label == "published":
        return best
    for k, c in enumerate(candidates):
        if c.unit == chosen.unit and c.found.label == "published":
            # "Updated 4 May, first published 3 May": the line itself says which
            return k
    if chosen.found.label is None:
        # the line beside it says which of the two was first: the time of a live report is that of its last entry
        beside = [
            k
            for k, c in enumerate(candidates)
            if c.found.label == "published" and abs(c.unit - chosen.unit) <= 1 and c.found.day <= chosen.found.day
        ]
        return beside[0] if beside else best
    if chosen.found.label == "updated":
        first = [
            k
            for k, c in enumerate(candidates)
            if c.found.label != "updated" and abs(c.unit - chosen.unit) <= BESIDE and c.found.day <= chosen.found.day
        ]
        likely = max(first, key=lambda k: float(chances[k]), default=best)
        best = likely if chances[likely] >= RIVAL else best
    return best


def _below_headline(
    candidates: Sequence[DateCandidate], chances: NDArray[np.float64], start: int, title: int | None, enough: float
) -> int | None:
    """The only date alone on a line between headline and body, where it is at all likely."""
    if title is None:
        return None
    between = [k for k, c in enumerate(candidates) if title < c.unit <= start and c.whole]
    days = {candidates[k].found.day for k in between}
    return between[0] if len(days) == 1 and chances[between[0]] >= enough else None


def _month_alone(units: Sequence[Unit], body: Sequence[int], title: int | None, language: str) -> Dates:
    """A line between headline and body that is a month and a year, as magazines date their issues; used where no day is found."""
    first = title + 1 if title is not None and title < body[0] else max(0, body[0] - MONTH_REACH)
    for i in range(first, body[0]):
        found = parse_date_line(units[i].text, language) if len(units[i].text) <= MAX_MONTH_CHARS else None
        if found is not None and found.precision == "month":
            return Dates(to_published_time(found), None, frozenset((i,)))
    return Dates(None, None, frozenset())


def _in_masthead(candidates: Sequence[DateCandidate], units: Sequence[Unit], start: int) -> int | None:
    """The date in the head of a newspaper or newsletter, which is every article's that was cut out of it.

    The training pages hold none, so that the trained choice does not know them. The day must be the only one above the body.
    """
    above = [k for k, c in enumerate(candidates) if c.unit < start]
    if len({candidates[k].found.day for k in above}) != 1 or candidates[above[0]].unit >= MASTHEAD:
        return None
    first = candidates[above[0]]
    text = units[first.unit].text
    if first.found.label is None and (first.found.weekday_agrees or ISSUE.search(text)) and NOT_ISSUED.search(text) is None:
        return above[0]
    return None


def _modified(candidates: Sequence[DateCandidate], published: DateCandidate | None) -> DateCandidate | None:
    """The date labelled "updated" nearest to the publication's, and not before it."""
    if published is None:
        return None
    later = [
        c
        for c in candidates
        if c.found.label == "updated"
        and c is not published
        and c.found.day >= published.found.day
        and c.found.precision != "month"
    ]
    return min(later, key=lambda c: abs(c.unit - published.unit), default=None)
