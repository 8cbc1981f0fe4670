"""An article's versions in, the one that speaks for it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from pipeline.copies.tokens import Tokens, contained, distinct

SUPPORT_MARGIN = 0.97
"""Versions whose supported words come this near the most are as full as the fullest."""
REPLACE_MARGIN = 1.1
"""A newcomer must be fuller by this factor to take the place of the canonical copy: ids do not move, but readers notice."""


@dataclass(frozen=True, slots=True)
class Version:
    """One copy's text with what speaks for it."""

    copy_id: str
    tokens: Tokens
    from_agency: bool
    """Whether its publisher is a wire agency itself."""
    published: date | None
    eligible: bool
    """Whether all that an article's row needs is known of it."""
    truncated: bool
    """Whether its source says that it goes on elsewhere."""
    facts: int = 0
    """How much is known about it: headline, date, agency, author."""


def choose_canonical(versions: Sequence[Version], current: str | None) -> str:
    """Choose the copy whose text and metadata stand for the article.

    The agency's own copy first; then the fullest, where words that another copy has too count before words of one copy alone
    (a local paragraph is no part of the wire story); then the text that most outlets ran; then the one most is known about.

    Args:
        versions: All copies; at least one is eligible.
        current: The canonical copy so far; it stays unless another is clearly better. None for a new article.

    Returns:
        The chosen copy's id.
    """
    if len(versions) == 1:
        return versions[0].copy_id
    tokens = [v.tokens for v in versions]
    shingles = [distinct(t.ranked) for t in tokens]
    every, owners = np.unique(np.concatenate(shingles), return_counts=True)
    shared = every[owners > 1]
    supported = [int(contained(s, shared).sum()) for s in shingles]
    fullest = max(supported)
    printed = Counter(t.words.tobytes() for t in tokens)

    def rank(i: int) -> tuple[bool, bool, bool, int, int]:
        full = supported[i] >= SUPPORT_MARGIN * fullest
        return (
            versions[i].from_agency,
            not versions[i].truncated,
            full,
            printed[tokens[i].words.tobytes()],
            len(tokens[i].words),
        )

    def precedence(i: int) -> tuple[tuple[bool, bool, bool, int, int], int, int, str]:
        return (rank(i), versions[i].facts, -(versions[i].published or date.max).toordinal(), versions[i].copy_id)

    best = max((i for i in range(len(versions)) if versions[i].eligible), key=precedence)
    held = next((i for i in range(len(versions)) if versions[i].copy_id == current), None)
    if held is None or versions[best].copy_id == current:
        return versions[best].copy_id
    better = rank(best)[:3] > rank(held)[:3] or len(tokens[best].words) >= REPLACE_MARGIN * len(tokens[held].words)
    return versions[best if better else held].copy_id
