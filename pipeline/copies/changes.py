"""A copy and its canonical text in; what its outlet did, and so what kind of copy it is, out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.copies.compare import covered_words, share, shared_shingles
from pipeline.copies.tokens import SHINGLE_WORDS, Tokens

SAME_COVERAGE = 0.995
"""A paragraph of which the other text has this share of words stands in it unchanged; one changed word already uncovers more."""
KNOWN_COVERAGE = 0.3
"""A paragraph of which the other text has this share stands in it, edited; with less it is of its own."""
MIN_PARAGRAPH_WORDS = SHINGLE_WORDS
"""Shorter ones (a subhead, a name) have no shingle to be found by; nothing is said of them."""


@dataclass(frozen=True, slots=True)
class Alteration:
    """How one copy differs from its canonical text."""

    similarity: float
    """Share of the longer text's words that stand in shared passages."""
    containment: float
    """The same of the shorter text."""
    identical: bool
    """Whether the normalised words are the same."""
    cut: int
    """Paragraphs of the canonical text that this copy has not."""
    added: int
    """Paragraphs of this copy that the canonical text has not."""
    edited: int
    """Paragraphs of this copy that stand in the canonical text with other words."""

    @property
    def relation(self) -> str:
        """`exact`, `excerpt` (only cut), `extended` (only added to) or `near`."""
        if self.identical:
            return "exact"
        if self.cut and not self.added:
            return "excerpt"
        if self.added and not self.cut:
            return "extended"
        return "near"

    def labels(self) -> list[str]:
        """`cut:N`, `added:N`, `edited:N`, in this order, without zeros."""
        counts = {"cut": self.cut, "added": self.added, "edited": self.edited}
        return [f"{name}:{n}" for name, n in counts.items() if n]


def alteration(copy: Tokens, canonical: Tokens) -> Alteration:
    """Compare a copy's paragraphs with its canonical text.

    Args:
        copy: A cleaned body.
        canonical: The article's cleaned body.
    """
    in_canonical, in_copy = shared_shingles(copy, canonical), shared_shingles(canonical, copy)
    share_of_copy = share(covered_words(in_canonical, len(copy.words)))
    share_of_canonical = share(covered_words(in_copy, len(canonical.words)))
    longer = len(copy.words) > len(canonical.words)
    our_paragraphs = _coverages(copy, in_canonical)
    their_paragraphs = _coverages(canonical, in_copy)
    return Alteration(
        similarity=share_of_copy if longer else share_of_canonical,
        containment=share_of_canonical if longer else share_of_copy,
        identical=np.array_equal(copy.words, canonical.words),
        cut=sum(c < KNOWN_COVERAGE for c in their_paragraphs),
        added=sum(c < KNOWN_COVERAGE for c in our_paragraphs),
        edited=sum(KNOWN_COVERAGE <= c < SAME_COVERAGE for c in our_paragraphs),
    )


def _coverages(text: Tokens, shared: NDArray[np.bool_]) -> list[float]:
    """For each paragraph that has a shingle, the share of its words that stand in shared shingles of its own."""
    return [
        share(covered_words(shared[start : end - SHINGLE_WORDS + 1], end - start))
        for start, end in pairwise(text.paragraphs.tolist())
        if end - start >= MIN_PARAGRAPH_WORDS
    ]
