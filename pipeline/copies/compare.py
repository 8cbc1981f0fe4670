"""Two tokenised texts in, the evidence for and against one being a copy of the other out."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from pipeline.copies.tokens import SHINGLE_WORDS, Tokens, contained, distinct

LEAD_WORDS = 40
"""The first paragraph, roughly: what an editor cuts last."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What two texts share; `short` is the one with fewer words. Shares are 0 to 1."""

    short_covered: float
    """Words of the shorter text inside shared shingles."""
    long_covered: float
    """Words of the longer text inside shared shingles."""
    longest_run: float
    """The longest uninterrupted shared passage, as a share of the shorter text."""
    run_words: float
    """Its words, as a logarithm."""
    runs: float
    """Shared passages for each hundred shared words: many short ones are a template, not a copy."""
    in_order: float
    """Shared shingles of the shorter text that follow one another in the longer text too."""
    lead_of_short: float
    """The shorter text's first forty words inside shared shingles."""
    lead_of_long: float
    """The same of the longer text."""
    tail_of_short: float
    """The shorter text's last forty words inside shared shingles."""
    numbers_shared: float
    """Figures of the text with fewer of them that the other has too; 1 where there are none."""
    numbers_jaccard: float
    """Figures in both, of figures in either; 1 where there are none."""
    vocabulary: float
    """Distinct words of the shorter text that the longer has, outside of shared shingles; 1 where there are none."""
    length_ratio: float
    """Words of the shorter text for each word of the longer."""
    short_words: float
    """Words of the shorter text, as a logarithm."""

    def row(self) -> NDArray[np.float32]:
        """The evidence as one row of features, in field order."""
        return np.array([getattr(self, name) for name in FEATURES], dtype=np.float32)


FEATURES = tuple(f.name for f in fields(Evidence))
"""Names of the columns of `Evidence.row`."""


def compare(a: Tokens, b: Tokens) -> Evidence:
    """Weigh what two texts share.

    Args:
        a: One text; neither may be without words.
        b: The other; the order does not matter but for texts of equal length.
    """
    short, long = (a, b) if len(a.words) <= len(b.words) else (b, a)
    at, in_long = _matches(short, long)
    covered_short = covered_words(in_long, len(short.words))
    covered_long = covered_words(shared_shingles(long, short), len(long.words))
    run_lengths = _run_lengths(covered_short)
    shared = int(np.count_nonzero(covered_short))
    longest = int(run_lengths.max(initial=0))
    smaller, larger = sorted((short.numbers, long.numbers), key=len)
    both, either = len(smaller & larger), len(smaller | larger)
    outside = distinct(np.sort(short.words[~covered_short]))
    return Evidence(
        short_covered=shared / len(short.words),
        long_covered=share(covered_long),
        longest_run=longest / len(short.words),
        run_words=float(np.log1p(longest)),
        runs=100 * len(run_lengths) / max(1, shared),
        in_order=_in_order(at[in_long]),
        lead_of_short=share(covered_short[:LEAD_WORDS]),
        lead_of_long=share(covered_long[:LEAD_WORDS]),
        tail_of_short=share(covered_short[-LEAD_WORDS:]),
        numbers_shared=both / len(smaller) if smaller else 1.0,
        numbers_jaccard=both / either if either else 1.0,
        vocabulary=share(contained(outside, long.vocabulary)) if len(outside) else 1.0,
        length_ratio=len(short.words) / len(long.words),
        short_words=float(np.log1p(len(short.words))),
    )


def share(flags: NDArray[np.bool_]) -> float:
    """How many of some flags are set, 0 to 1; 0 where there are none."""
    return np.count_nonzero(flags) / max(1, len(flags))


def shared_shingles(ours: Tokens, theirs: Tokens) -> NDArray[np.bool_]:
    """Which of a text's shingles, in order, another text has too."""
    shared = np.empty(len(ours.shingles), dtype=np.bool_)
    shared[ours.order] = contained(ours.ranked, theirs.ranked)
    return shared


def covered_words(shared: NDArray[np.bool_], words: int) -> NDArray[np.bool_]:
    """Which words stand in a shared shingle.

    Args:
        shared: For each shingle whether the other text has it.
        words: Words of the text.

    Returns:
        Shape `(words,)`.
    """
    covered = np.zeros(words, dtype=np.bool_)
    windows = len(shared)
    for offset in range(min(SHINGLE_WORDS, words)):
        covered[offset : offset + windows] |= shared
    return covered


def _matches(short: Tokens, long: Tokens) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """For each of the shorter text's shingles its first place in the longer, and whether it has one."""
    found = np.minimum(np.searchsorted(long.ranked, short.ranked), len(long.ranked) - 1)
    places, matched = np.empty(len(short.shingles), np.intp), np.empty(len(short.shingles), np.bool_)
    places[short.order] = long.order[found]
    matched[short.order] = long.ranked[found] == short.ranked
    return places, matched


def _run_lengths(covered: NDArray[np.bool_]) -> NDArray[np.intp]:
    padded = np.zeros(len(covered) + 2, dtype=np.bool_)
    padded[1:-1] = covered
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return edges[1::2] - edges[::2]


def _in_order(places: NDArray[np.intp]) -> float:
    return share(places[1:] - places[:-1] == 1) if len(places) > 1 else float(len(places))
