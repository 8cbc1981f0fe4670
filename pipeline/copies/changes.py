"""A copy and its canonical text in; what its outlet did, and so what kind of copy it is, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.copies.compare import covered_words
from pipeline.copies.tokens import Hashes, contained, shingle_hashes, tokenise, word_hashes

SAME_COVERAGE = 0.995
"""A paragraph of which the other text has this share of words stands in it unchanged; one changed word already uncovers more."""
KNOWN_COVERAGE = 0.3
"""A paragraph of which the other text has this share stands in it, edited; with less it is of its own."""
MIN_PARAGRAPH_WORDS = 4
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


def alteration(copy: str, canonical: str) -> Alteration:
    """Compare a copy's paragraphs with its canonical text.

    Args:
        copy: A cleaned body.
        canonical: The article's cleaned body.
    """
    ours, theirs = tokenise(copy), tokenise(canonical)
    share_of_ours = _covered(ours.shingles, theirs.ranked, len(ours.words))
    share_of_theirs = _covered(theirs.shingles, ours.ranked, len(theirs.words))
    short, long = sorted((share_of_ours, share_of_theirs), key=len)
    our_paragraphs = _coverages(copy.split("\n\n"), theirs.ranked)
    their_paragraphs = _coverages(canonical.split("\n\n"), ours.ranked)
    return Alteration(
        similarity=float(long.mean()) if len(long) else 0.0,
        containment=float(short.mean()) if len(short) else 0.0,
        identical=np.array_equal(ours.words, theirs.words),
        cut=sum(c < KNOWN_COVERAGE for c in their_paragraphs),
        added=sum(c < KNOWN_COVERAGE for c in our_paragraphs),
        edited=sum(KNOWN_COVERAGE <= c < SAME_COVERAGE for c in our_paragraphs),
    )


def _covered(shingles: Hashes, ranked: Hashes, words: int) -> NDArray[np.bool_]:
    return covered_words(contained(shingles, ranked), words)


def _coverages(paragraphs: Sequence[str], ranked: Hashes) -> list[float]:
    coverages = []
    for paragraph in paragraphs:
        words = word_hashes(paragraph)
        if len(words) >= MIN_PARAGRAPH_WORDS:
            coverages.append(float(_covered(shingle_hashes(words), ranked, len(words)).mean()))
    return coverages
