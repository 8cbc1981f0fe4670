"""The units around an article in, its publication and modification times out, with the line that says so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from pipeline.marks.dates import FoundDate, find_dates, is_date_line, parse_date_line, to_published_time
from pipeline.marks.people import looks_like_name
from pipeline.text.extent import main_stretch
from pipeline.text.forest import Floats, load_forest
from pipeline.text.units import Unit
from schemas.records import PublishedTime

MODEL_FILE = "dating_model.npz"
"""Written by `benchmarks/train_marks.py`."""
DIGIT = re.compile(r"\d")
ASCII_DIGIT = re.compile(r"[0-9]")
REACH_ABOVE = 45
REACH_BELOW = 25
MAX_CHARS = 160
"""A date among other words (`Politics / 3 May 2024`) is looked for in lines up to this long, and at the head of longer ones."""
MAX_BODY_CHARS = 90
HEAD = 4
"""Paragraphs by the beginning of the body may hold a date that a dump glued to them."""
EPOCH = frozenset((date(1969, 12, 31), date(1970, 1, 1)))
"""What a page prints for a time it does not know."""
MAX_DATES = 4
MIN_LISTED = 3
"""Different days below the body from which they are a list of other articles."""
MAX_CANDIDATES = 60
ENOUGH = 0.7
"""Probability from which a date is taken for the publication's (`benchmarks/train_marks.py` prints the choice)."""
LIKELY, LEAD = 0.45, 0.3
"""What is enough for a date alone on a line right where dates of publication stand."""
SIGNED = re.compile(r"(?:by|von|par|por|di|da|af|av|door)\b", re.IGNORECASE)
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
FOUNDED = re.compile(
    r"\b(?:Est(?:\.|ablished|d\.?)?|Founded|Since|Gegründet|Seit|Fondée?|Depuis|Fundad[oa]|Desde|Fondat[oa]|Dal|Opgericht|Sinds)"
    r"\s(?:(?:in|on|am|vom|le|en|el|em|il|op)\s)?\W{0,2}\Z",
    re.IGNORECASE,
)
"""What stands before the day on which a paper was founded, in its head."""
MONTH_REACH, MAX_MONTH_CHARS = 4, 30
COPYRIGHT = re.compile(r"©|\([cC]\)\s|[Cc]opyright")
LETTER = re.compile(r"[^\W\d_]")
NAMES: tuple[str, ...] = (
    *("to_start", "to_first", "to_title", "has_title", "under_title", "past_end", "in_stretch", "in_body", "place", "at_top"),
    *("published", "updated", "clock", "zone", "whole", "month_only", "weekday", "ambiguous", "chars", "letters", "start"),
    *("dates_in_unit", "nth_in_unit", "same_day", "same_day_units", "days"),
    *("barred", "signed_before", "signed_after", "link", "bullet", "heading", "gap", "crowd", "between", "order", "copies"),
    *("copyright", "bars", "first_label", "updated_only", "published_elsewhere"),
    *("pointer", "pointer_best", "pointer_near"),
)


@dataclass(frozen=True, slots=True)
class Dates:
    """What the lines around an article say about time."""

    published: PublishedTime | None
    modified: PublishedTime | None
    units: frozenset[int]
    """The lines that are nothing but dates."""


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A date that may be the publication's."""

    unit: int
    found: FoundDate
    whole: bool
    """Nothing but dates and their labels stands on the line."""
    nth: int
    """Its place among the dates of its unit, from 0."""
    count: int
    """Dates of its unit."""


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
    if best is None:
        best = _below_headline(candidates, chances, body[0], title)
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
    candidates: Sequence[DateCandidate], chances: NDArray[np.float64], start: int, title: int | None
) -> int | None:
    """A likely date without rival, alone on a line between headline and body: the model doubts none on the annotated pages."""
    best = int(np.argmax(chances))
    chosen = candidates[best]
    rival = max((float(chance) for k, chance in enumerate(chances) if k != best), default=0.0)
    between = title is not None and title < chosen.unit <= start
    return best if between and chosen.whole and chances[best] >= LIKELY and chances[best] - rival >= LEAD else None


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


def date_candidates(
    units: Sequence[Unit], body: Sequence[int], title: int | None, barred: frozenset[int], language: str
) -> list[DateCandidate]:
    """All dates in reach of the body, in order.

    Args:
        units: All units of the dump.
        body: Indices of the body's units; at least one.
        title: Index of the headline's unit.
        barred: Units that are embeds, captions or author notes; only a date glued to their beginning can be the story's.
        language: ISO 639-1 code.
    """
    start, end = main_stretch(units, body)
    head = start if title is None else min(title, start)
    inside = set(body)
    out: list[DateCandidate] = []
    reach = range(max(0, head - REACH_ABOVE), min(len(units), end + REACH_BELOW))
    for i in reach:
        text = units[i].text
        if len(text) < 6 or (ASCII_DIGIT if text.isascii() else DIGIT).search(text, 0, MAX_CHARS) is None:
            continue
        near = abs(i - start) <= HEAD
        if (i in inside and not near and (len(text) > MAX_BODY_CHARS or text.endswith("."))) or (
            len(text) > 2 * MAX_CHARS and not near
        ):
            continue
        found = find_dates(text[:MAX_CHARS], language)
        if not found:
            continue
        whole = is_date_line(text, found) if len(text) <= MAX_CHARS else parse_date_line(text, language) is not None
        if i in barred and (found[0].start or found[0].clock is None):
            continue
        out.extend(
            DateCandidate(i, f, whole, nth, len(found))
            for nth, f in enumerate(found[:MAX_DATES])
            if (f.precision != "month" or f.label is not None) and f.day not in EPOCH and FOUNDED.search(text, 0, f.start) is None
        )
    listed = {c.found.day for c in out if c.unit > end and c.found.label is None}
    if len(listed) >= MIN_LISTED:
        out = [c for c in out if c.unit <= end or c.found.label is not None]
    if len(out) > MAX_CANDIDATES:
        nearest = sorted(out, key=lambda c: abs(c.unit - start))[:MAX_CANDIDATES]
        out = sorted(nearest, key=lambda c: (c.unit, c.nth))
    return out


def date_rows(
    candidates: Sequence[DateCandidate],
    units: Sequence[Unit],
    body: Sequence[int],
    title: int | None,
    barred: frozenset[int],
    pointer: Sequence[float],
) -> Floats:
    """One row of `NAMES` a candidate.

    Args:
        candidates: From `date_candidates`; at least one.
        units: All units of the dump.
        body: Indices of the body's units.
        title: Index of the headline's unit.
        barred: Units that are embeds, captions or author notes.
        pointer: How likely the network thinks each unit the line of the publication's date.
    """
    start, end = main_stretch(units, body)
    inside = set(body)
    head = start if title is None else title
    days = Counter(c.found.day for c in candidates)
    day_units = Counter(day for _, day in {(c.unit, c.found.day) for c in candidates})
    copies = Counter([u.text for u in units])
    updated_only = all(c.found.label != "published" for c in candidates)
    above = [c.unit for c in candidates if c.unit <= start]
    best_pointer = max(pointer[c.unit] for c in candidates)
    rows = []
    for k, c in enumerate(candidates):
        i, f = c.unit, c.found
        unit = units[i]
        before = next((units[j].text for j in range(i - 1, max(-1, i - 4), -1) if units[j].text), "")
        after = next((units[j].text for j in range(i + 1, min(len(units), i + 4)) if units[j].text), "")
        rows.append(
            [
                max(-60, min(60, i - start)),
                max(-60, min(60, i - body[0])),
                max(-60, min(60, i - head)),
                title is not None,
                title is not None and title <= i <= start,
                max(0, i - end),
                start <= i <= end,
                i in inside,
                i / len(units),
                i < 4,
                f.label == "published",
                f.label == "updated",
                f.clock is not None,
                f.utc_offset_minutes is not None,
                c.whole,
                f.precision == "month",
                -1 if f.weekday_agrees is None else int(f.weekday_agrees),
                f.ambiguous,
                min(400, len(unit.text)),
                min(200, len(LETTER.findall(unit.text[:MAX_CHARS])) - len(LETTER.findall(f.raw))),
                f.start,
                c.count,
                c.nth,
                days[f.day],
                day_units[f.day],
                len(days),
                i in barred,
                _signs(before),
                _signs(after) or _signs(unit.text),
                unit.link_share,
                unit.bullet,
                unit.heading,
                unit.gap,
                sum(abs(o.unit - i) <= 8 and o.found.day != f.day for o in candidates),
                sum(i < u <= start for u in above) if i <= start else -1 - sum(start <= o.unit < i for o in candidates),
                k,
                copies[unit.text],
                COPYRIGHT.search(unit.text) is not None,
                unit.text.count("|") + unit.text.count("/") + unit.text.count("•"),
                next((1 if o.found.label == "published" else 2 for o in candidates if o.found.label and o.unit == i), 0),
                updated_only,
                any(o.found.label == "published" and o is not c and abs(o.unit - i) <= 8 for o in candidates),
                pointer[i],
                pointer[i] == best_pointer,
                max(pointer[max(0, i - 2) : i + 3]),
            ]
        )
    return np.array(rows, dtype=np.float32)


def _signs(text: str) -> bool:
    return SIGNED.match(text) is not None or (len(text) < 40 and looks_like_name(text))
