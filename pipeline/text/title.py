"""The units above and at the head of the body in, the one that is the headline out, or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.marks.byline import Byline, parse_byline, split_glued_byline
from pipeline.marks.caption import parse_caption
from pipeline.marks.dates import parse_date_line
from pipeline.text.lexicon import ALL_STOPWORDS, phrase_hits
from pipeline.text.units import Unit

SITE_SEPARATOR = re.compile(r"\s+(?:[|–—:»›·•]|-|::|//)\s+|\s?[|｜]\s?")
REACH = 60
"""Units above the body in which a headline is looked for."""
MIN_CHARS, MAX_CHARS = 12, 260
MAX_WORDS = 40
ENOUGH = 2.6
"""Score from which a line is taken for the headline; tuned on the annotated dumps (`benchmarks/score_text.py`)."""


@dataclass(frozen=True, slots=True)
class Title:
    """The headline and where it stands."""

    text: str
    unit: int
    byline: Byline | None
    """A byline glued to its end."""
    confidence: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    unit: int
    text: str
    byline: Byline | None
    score: float


def find_title(units: Sequence[Unit], tokens: Sequence[Sequence[str]], body: Sequence[int], language: str) -> Title | None:
    """The headline of an article, as one of its units prints it.

    Args:
        units: All units of the dump.
        tokens: Their tokens.
        body: Indices of the body's units; at least one.
        language: ISO 639-1 code, for bylines and dates near the candidates.

    Returns:
        None where no line is one: many dumps begin with the body.
    """
    start = body[0]
    vocabulary = {w for i in body for w in tokens[i] if w not in ALL_STOPWORDS and len(w) > 2}
    document = _document_title(units)
    reach = list(range(max(0, start - REACH), start))
    head = [i for i in body[:3] if _could_be_headline(units[i])]
    candidates = []
    for i in dict.fromkeys([*([0] if start else []), *reach, *head]):
        candidate = _judge(units, tokens, i, start, vocabulary, document, language)
        if candidate is not None:
            candidates.append(candidate)
    best = max(candidates, key=lambda c: c.score, default=None)
    if best is None or best.score < ENOUGH:
        return None
    return Title(best.text, best.unit, best.byline, min(0.99, 0.5 + 0.08 * (best.score - ENOUGH)))


def _could_be_headline(unit: Unit) -> bool:
    return unit.heading > 0 or (len(unit.text) <= 160 and unit.text[-1] not in ".。")


def _document_title(units: Sequence[Unit]) -> str | None:
    """The first line, where it looks like a browser's title: `Headline | Site`."""
    for unit in units[:3]:
        if unit.text and not unit.bullet:
            return unit.text
    return None


def _judge(
    units: Sequence[Unit],
    tokens: Sequence[Sequence[str]],
    i: int,
    start: int,
    vocabulary: set[str],
    document: str | None,
    language: str,
) -> _Candidate | None:
    unit = units[i]
    text = unit.text
    if not MIN_CHARS <= len(text) <= MAX_CHARS or unit.reference or unit.image:
        return None
    glued = split_glued_byline(text)
    byline = None
    if glued is not None and len(glued[0]) >= MIN_CHARS:
        text, byline = glued
    words = tokens[i]
    content = [w for w in words if w not in ALL_STOPWORDS and len(w) > 2]
    if not content or len(words) > MAX_WORDS:
        return None
    if any(hit.whole for hit in phrase_hits(words)) or parse_date_line(text, language) or parse_byline(text, language):
        return None
    if parse_caption(text):
        return None
    score = 3.5 * min(1.0, sum(w in vocabulary for w in content) / len(content))
    score += 0.12 * min(len(content), 8) - 0.8
    is_document_title = i < 3 and document == unit.text and start - i > 3
    if is_document_title:
        text, score = _without_site(text), score - 0.6
    elif document is not None and len(text) > 20 and document.startswith(text[:60]):
        score += 2.5
    score += {0: 0.0, 1: 2.5, 2: 1.5}.get(unit.heading, 0.3)
    distance = start - i
    score -= 0.05 * max(0, distance - 2) + (0.8 if distance <= 0 else 0)
    score -= (
        1.2 * unit.bullet + 0.9 * (unit.link_share > 0.8) + 1.2 * (text[-1] in ".。,:;") + 0.8 * (text.endswith(("…", "...")))
    )
    score -= 1.5 * (text.count("»") + text.count("›") + text.count("|") > 0 and not is_document_title)
    score += 2.0 if byline is not None else 1.5 * _followed_by_marks(units, i, language)
    return _Candidate(i, text, byline, score)


def _without_site(text: str) -> str:
    cuts = list(SITE_SEPARATOR.finditer(text))
    return text[: cuts[-1].start()].strip() if cuts and cuts[-1].start() >= MIN_CHARS else text


def _followed_by_marks(units: Sequence[Unit], i: int, language: str) -> bool:
    """A byline or a date line stands within the next three units."""
    near = [u.text for u in units[i + 1 : i + 5] if u.text][:3]
    return any(len(t) < 120 and (parse_byline(t, language) or parse_date_line(t, language)) for t in near)
