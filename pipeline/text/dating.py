"""The units around an article in, its publication and modification times out, with the line that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from pipeline.marks.byline import parse_byline
from pipeline.marks.calendar_names import month_number
from pipeline.marks.dateline import split_dateline
from pipeline.marks.dates import parse_date_line, to_published_time
from pipeline.text.beside import wording_beside
from pipeline.text.date_candidates import SENT, DateCandidate, date_candidates
from pipeline.text.dating_features import NAMES, date_rows
from pipeline.text.forest import load_forest
from pipeline.text.signatures import PREFIXED
from pipeline.text.units import Unit
from schemas.records import PublishedTime

MODEL_FILE = "dating_model.npz"
"""Written by `benchmarks/train_marks.py`."""
ENOUGH = 0.7
"""Probability from which a date is taken for the publication's (`benchmarks/train_marks.py` prints the choice)."""
LIKELY, RATHER, SIGNED = 0.15, 0.4, 0.03
"""What is enough for the only date alone on a line right where dates of publication stand, against one above the headline, and
for one right below or above who signs."""
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
DATELINED, DATELINE_CHARS = 3, 110
"""Paragraphs and their characters in which a dateline stands."""
DAY_AND_MONTH = re.compile(
    r"\b(?:(?P<before>[^\W\d_]{3,12})\.?\s(?P<day>[0-3]?\d)|(?P<first>[0-3]?\d)\.?\s(?:de\s)?(?P<behind>[^\W\d_]{3,12}))\b"
)
STANDFIRSTS = 2
"""Paragraphs of the body that may stand above its byline."""
NEXT = 2
"""Units within which the next one with wording is looked for."""
ABOVE_DISPATCH, BELOW_DISPATCH = 14, 14
"""Units around the body in which an agency's page has its time and its notice."""
TIME_WITHOUT_YEAR = re.compile(r"[A-Z][a-z]{2,8}\.? [0-3]?\d, [01]?\d:[0-5]\d [AP]M [ECMP][SD]T")
NOTICE = re.compile(
    r"(?:©|\([cC]\)|Copyright)\s(?:©\s)?(?P<year>(?:19|20)\d\d)\s(?:by\s)?(?:The\s)?"
    r"(?:Associated Press|United Press International|Reuters|Agence France-Presse|AFP)\b"
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
        return _day_of_dispatch(units, body, language) or _month_alone(units, body, title, language)
    rows = date_rows(candidates, units, body, title, closed, pointer)
    chances = load_forest(MODEL_FILE, "date", NAMES).probability(rows)
    best = choose_date(candidates, chances)
    if best is None or (title is not None and candidates[best].unit < title):
        below = _below_headline(candidates, chances, body[0], title, LIKELY if best is None else RATHER)
        if below is None and best is None:
            below = _beside_byline(candidates, chances, units, body, title)
        best = below if below is not None else best
    if best is None:
        best = _in_masthead(candidates, units, body[0])
    if best is None:
        best = _stamped(candidates)
    if best is None:
        best = _only_labelled(candidates, chances, units, body[0])
    published = _agreeing(candidates[best], candidates, units, body, language) if best is not None else None
    if published is None:
        month = _day_of_dispatch(units, body, language) or _month_alone(units, body, title, language)
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


def _beside_byline(
    candidates: Sequence[DateCandidate],
    chances: NDArray[np.float64],
    units: Sequence[Unit],
    body: Sequence[int],
    title: int | None,
) -> int | None:
    """The only date alone on a line right above or below who signs with a "by", also behind a standfirst in the body."""
    last = body[min(STANDFIRSTS, len(body) - 1)]
    if title is None:
        return None
    between = [k for k, c in enumerate(candidates) if title < c.unit <= last and c.whole and chances[k] >= SIGNED]
    beside = [k for k in between if any(_signs(wording_beside(units, candidates[k].unit, reach)) for reach in (-NEXT, NEXT))]
    return beside[0] if beside and len({candidates[k].found.day for k in between}) == 1 else None


def _signs(text: str) -> bool:
    return PREFIXED.match(text) is not None and (byline := parse_byline(text)) is not None and bool(byline.authors)


def _stamped(candidates: Sequence[DateCandidate]) -> int | None:
    """A wire's stamp, where all of them tell the same day: it stands on the dispatch itself and dates nothing else."""
    stamps = [k for k, c in enumerate(candidates) if c.found.stamp]
    return stamps[0] if len({candidates[k].found.day for k in stamps}) == 1 else None


def _only_labelled(
    candidates: Sequence[DateCandidate], chances: NDArray[np.float64], units: Sequence[Unit], start: int
) -> int | None:
    """The only day of a page, above the body and with a word that says "published", where it is at all likely."""
    first = candidates[0]
    alone = len({c.found.day for c in candidates}) == 1 and first.unit < start
    if not alone or first.found.label != "published" or SENT.match(units[first.unit].text):
        return None
    return 0 if chances[0] >= LIKELY else None


def _agreeing(
    chosen: DateCandidate, candidates: Sequence[DateCandidate], units: Sequence[Unit], body: Sequence[int], language: str
) -> DateCandidate:
    """The chosen date, its day and month the other way round where they may be and another date of the head says so.

    `11/09/04` beside `SHIMOKAWA, Nov. 9` is the ninth of November: a dateline's day is the stamp's, or the one before it.
    """
    if not chosen.found.ambiguous:
        return chosen
    day = chosen.found.day
    other = day.replace(month=day.day, day=day.month)
    told = {(c.found.day.month, c.found.day.day) for c in candidates if c is not chosen and not c.found.ambiguous}
    for i in body[:DATELINED]:
        told.update(_days_without_year(units[i].text[:DATELINE_CHARS], language))
    as_read, swapped = ({(d.month, d.day), *_day_before(d)} & told for d in (day, other))
    return replace(chosen, found=replace(chosen.found, day=other)) if swapped and not as_read else chosen


def _day_before(day: date) -> Iterator[tuple[int, int]]:
    before = day - timedelta(days=1)
    yield before.month, before.day


def _days_without_year(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Months and days of `SHIMOKAWA, Nov. 9 (Kyodo) -`."""
    for found in DAY_AND_MONTH.finditer(text):
        month = month_number(found["before"] or found["behind"], language)
        if month is not None:
            yield month, int(found["day"] or found["first"])


def _month_alone(units: Sequence[Unit], body: Sequence[int], title: int | None, language: str) -> Dates:
    """A line between headline and body that is a month and a year, as magazines date their issues; used where no day is found."""
    first = title + 1 if title is not None and title < body[0] else max(0, body[0] - MONTH_REACH)
    for i in range(first, body[0]):
        found = parse_date_line(units[i].text, language) if len(units[i].text) <= MAX_MONTH_CHARS else None
        if found is not None and found.precision == "month":
            return Dates(to_published_time(found), None, frozenset((i,)))
    return Dates(None, None, frozenset())


def _day_of_dispatch(units: Sequence[Unit], body: Sequence[int], language: str) -> Dates | None:
    """`Mar 14, 11:42 AM EDT` above a dispatch whose own notice tells its year: `© 2012 The Associated Press`.

    A paper's notice tells the year in which the page was made; an agency's below its dispatch is the dispatch's. Without such a
    time the dateline's day is the dispatch's: `TIDEWATER, Jan. 5 (UPI) --`.
    """
    dispatch = _dateline_day(units[body[0]].text)
    stamps = [i for i in range(max(0, body[0] - ABOVE_DISPATCH), body[0]) if TIME_WITHOUT_YEAR.fullmatch(units[i].text)]
    below = range(body[-1] - 1, min(len(units), body[-1] + BELOW_DISPATCH)) if stamps or dispatch else ()
    years = {notice["year"] for i in below if (notice := NOTICE.search(units[i].text)) is not None}
    if len(stamps) > 1 or len(years) != 1:
        return None
    printed = units[stamps[0]].text if stamps else dispatch
    day, _, clock = printed.partition(",")
    found = parse_date_line(f"{day} {years.pop()},{clock}", language)
    if found is None:
        return None
    return Dates(to_published_time(replace(found, raw=printed)), None, frozenset(stamps))


def _dateline_day(text: str) -> str:
    """The day of an agency's dateline, as printed; empty where it has none."""
    dateline = split_dateline(text)
    return dateline.day or "" if dateline is not None and dateline.agencies else ""


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
