"""The units around an article in, the dates that may be its publication's out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.marks.dates import find_dates, is_date_line, parse_date_line
from pipeline.marks.found_date import FoundDate
from pipeline.text.extent import main_stretch
from pipeline.text.units import Unit

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
FOUNDED = re.compile(
    r"\b(?:Est(?:\.|ablished|d\.?)?|Founded|Since|Gegründet|Seit|Fondée?|Depuis|Fundad[oa]|Desde|Fondat[oa]|Dal|Opgericht|Sinds)"
    r"\s(?:(?:in|on|am|vom|le|en|el|em|il|op)\s)?\W{0,2}\Z",
    re.IGNORECASE,
)
"""What stands before the day on which a paper was founded, in its head."""

SENT = re.compile(r"\W{0,3}(?:Date|Datum|Fecha|Data|Sent|Gesendet|Envoyé|Enviado)\s?:", re.IGNORECASE)
"""When a mail was sent."""
FORWARDED = re.compile(
    r"\W{0,3}(?:Subj|Subject|Betreff|Objet|Asunto|Oggetto|Assunto|Onderwerp|Ämne)\s?:\s*(?:Fwd?|WG|TR|RV|I|ENC|VB)\s?:",
    re.IGNORECASE,
)
MAIL_HEAD = 4
"""Units around a mail's date among which its subject stands."""


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
        if not found or (SENT.match(text) and _is_sent_on(units, i)):
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


def _is_sent_on(units: Sequence[Unit], i: int) -> bool:
    """Whether a mail's head tells that somebody sent it on: its date is not the story's."""
    return any(FORWARDED.match(unit.text) for unit in units[max(0, i - MAIL_HEAD) : i + MAIL_HEAD + 1])
