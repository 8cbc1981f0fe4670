"""The units around a headline in, the standfirst that the page prints below it out: what an editor says the story is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.marks.caption import parse_caption
from pipeline.marks.dates import find_dates
from pipeline.text.prepare import Prepared

LEAST = 0.05
"""Probability of being body that a standfirst has and a line of the page's furniture seldom: it reads like the article."""
MIN_WORDS, MAX_WORDS = 7, 60
MAX_LIKENESS = 0.6
"""Share of words in common with the headline; a line with more is the headline once again."""
AHEAD = 3
"""Units below it of which one must belong to the article."""
OF_ARTICLE = frozenset(("byline", "date", "caption"))


def find_standfirst(
    prepared: Prepared, title: int, body: Sequence[int], chances: NDArray[np.float64], labels: Mapping[int, str], language: str
) -> int | None:
    """Index of the unit right below the headline that is its standfirst; None where that is something else, or body.

    Args:
        prepared: The dump, taken apart.
        title: Index of the headline's unit.
        body: Indices of the body's units.
        chances: Of each unit, to be body.
        labels: Units that are something else already.
        language: ISO 639-1 code of the body.
    """
    below = [i for i in range(title + 1, len(prepared.units)) if prepared.units[i].text][: 1 + AHEAD]
    if not below or below[0] in labels or below[0] in body or below[0] not in prepared.live:
        return None
    unit, words = prepared.units[below[0]], prepared.tokens[below[0]]
    headline = set(prepared.tokens[title])
    alike = 2 * len(headline.intersection(words)) / max(1, len(headline) + len(set(words)))
    if (
        MIN_WORDS <= len(words) <= MAX_WORDS
        and chances[below[0]] >= LEAST
        and not prepared.hits[below[0]]
        and not unit.bullet
        and alike < MAX_LIKENESS
        and any(labels.get(i) in OF_ARTICLE or i in body for i in below[1:])
        and not find_dates(unit.text, language)
        and parse_caption(unit.text) is None
    ):
        return below[0]
    return None
