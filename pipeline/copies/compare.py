"""Pairs of tokenised texts in, the evidence for and against one being a copy of the other out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from pipeline.copies.tokens import SHINGLE_WORDS, Hashes, Tokens, contained

LEAD_WORDS = 40
"""The first paragraph, roughly: what an editor cuts last."""
PAIRS_AT_ONCE = 256
"""Pairs weighed by one run of array operations: their arrays still fit the processor's cache."""
KEY_BITS = 44
"""Of a hash beside the pair's number in one 64-bit key: two texts of 1,000 words meet by chance once in ten
million pairs."""


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
    forward: float
    """Where they do not follow one another: how often the longer text goes on forwards, not back."""
    even_gaps: float
    """And how often both texts leave out as many words: a template is filled in, a text is edited."""
    lead_of_short: float
    """The shorter text's first forty words inside shared shingles."""
    lead_of_long: float
    """The same of the longer text."""
    tail_of_short: float
    """The shorter text's last forty words inside shared shingles."""
    figures_shared: float
    """Figures of the text with fewer of them that the other has too; 1 where there are none."""
    figures_jaccard: float
    """Figures in both, of figures in either; 1 where there are none."""
    figures_swapped: float
    """Figures that either text has instead of the other's, of those of the text with fewer."""
    terms_shared: float
    """Long words, which names and subjects mostly are, of the text with fewer that the other has; 1 where there are none."""
    terms_jaccard: float
    """Long words in both, of long words in either; 1 where there are none."""
    vocabulary: float
    """Words of the shorter text outside of shared shingles that the longer has; 1 where there are none."""
    length_ratio: float
    """Words of the shorter text for each word of the longer."""
    short_words: float
    """Words of the shorter text, as a logarithm."""


FEATURES = tuple(f.name for f in fields(Evidence))
"""Names of the columns of `weigh`."""


def compare(a: Tokens, b: Tokens) -> Evidence:
    """Weigh what two texts share.

    Args:
        a: One text; neither may be without words.
        b: The other; the order does not matter but for texts of equal length.
    """
    return Evidence(*weigh([(a, b)])[0].tolist())


def weigh(pairs: Sequence[tuple[Tokens, Tokens]]) -> NDArray[np.float32]:
    """Weigh what the texts of each pair share, many pairs at once: one by one, the calls alone cost ten times as much.

    Args:
        pairs: Texts with words; within a pair the order does not matter but for texts of equal length.

    Returns:
        Shape `(len(pairs), len(FEATURES))`.
    """
    done = [_weigh(pairs[i : i + PAIRS_AT_ONCE]) for i in range(0, len(pairs), PAIRS_AT_ONCE)]
    return np.concatenate([np.empty((0, len(FEATURES)), np.float32), *done])


def _weigh(pairs: Sequence[tuple[Tokens, Tokens]]) -> NDArray[np.float32]:
    short = [a if len(a.words) <= len(b.words) else b for a, b in pairs]
    long = [b if len(a.words) <= len(b.words) else a for a, b in pairs]
    ours, theirs = _Side(short), _Side(long)
    pair, place, other = _matches(short, long)
    covered, covered_long = ours.cover(pair, place), theirs.cover(pair, other)
    run_pair, run_length = ours.runs(covered)
    longest = np.zeros(len(pairs))
    np.maximum.at(longest, run_pair, run_length)
    shared = ours.count(covered, 0, ours.words)
    in_order, forward, even = _succession(len(pairs), pair, place, other)
    figures_shared, figures_jaccard, figures_swapped = _overlap([t.figures for t in short], [t.figures for t in long])
    terms_shared, terms_jaccard, _ = _overlap([t.terms for t in short], [t.terms for t in long])
    lead = np.minimum(LEAD_WORDS, ours.words)
    lead_long = np.minimum(LEAD_WORDS, theirs.words)
    columns = (
        shared / ours.words,
        theirs.count(covered_long, 0, theirs.words) / theirs.words,
        longest / ours.words,
        np.log1p(longest),
        100 * np.bincount(run_pair, minlength=len(pairs)) / np.maximum(1, shared),
        in_order,
        forward,
        even,
        ours.count(covered, 0, lead) / lead,
        theirs.count(covered_long, 0, lead_long) / lead_long,
        ours.count(covered, ours.words - lead, ours.words) / lead,
        figures_shared,
        figures_jaccard,
        figures_swapped,
        terms_shared,
        terms_jaccard,
        _vocabulary(ours, covered, short, long),
        ours.words / theirs.words,
        np.log1p(ours.words),
    )
    return np.stack(columns, axis=1).astype(np.float32)


class _Side:
    """One text of each pair, word by word behind one another; an empty slot between two keeps their passages apart."""

    def __init__(self, texts: Sequence[Tokens]) -> None:
        self.words = np.array([len(t.words) for t in texts])
        slots = np.maximum(self.words, SHINGLE_WORDS) + 1
        self.starts = np.cumsum(slots) - slots
        self._slots = int(slots.sum())

    def cover(self, pair: NDArray[np.intp], place: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Which words stand in one of the shingles that begin at these places of these pairs."""
        first = np.zeros(self._slots, dtype=np.bool_)
        first[self.starts[pair] + place] = True
        covered = first.copy()
        for offset in range(1, SHINGLE_WORDS):
            covered[offset:] |= first[:-offset]
        return covered

    def count(self, flags: NDArray[np.bool_], begin: NDArray[np.intp] | int, end: NDArray[np.intp]) -> NDArray[np.intp]:
        """For each pair, how many of its words from `begin` to before `end` are flagged."""
        sums = np.concatenate(([0], np.cumsum(flags)))
        counted: NDArray[np.intp] = sums[self.starts + end] - sums[self.starts + begin]
        return counted

    def runs(self, covered: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Of each passage of covered words its pair and its length."""
        edges = np.flatnonzero(np.diff(covered, prepend=False, append=False))
        begin, end = edges[::2], edges[1::2]
        return self.pair_of(begin), end - begin

    def pair_of(self, slots: NDArray[np.intp]) -> NDArray[np.intp]:
        """The pair each slot belongs to."""
        pairs: NDArray[np.intp] = np.searchsorted(self.starts, slots, side="right") - 1
        return pairs


def _keys(hashes: Sequence[Hashes]) -> tuple[Hashes, NDArray[np.intp]]:
    """The hashes of all pairs behind one another with the pair's number on top, so sorted if each is; and that number."""
    pair = np.repeat(np.arange(len(hashes)), [len(h) for h in hashes])
    return _keyed(pair, np.concatenate(hashes)), pair


def _keyed(pair: NDArray[np.intp], hashes: Hashes) -> Hashes:
    keys: Hashes = (pair.astype(np.uint64) << np.uint64(KEY_BITS)) | (hashes >> np.uint64(64 - KEY_BITS))
    return keys


def _matches(short: Sequence[Tokens], long: Sequence[Tokens]) -> tuple[NDArray[np.intp], ...]:
    """The shingles both texts of a pair have, as pair, place in the shorter and first place in the longer text; in this order."""
    asked, pair = _keys([t.ranked for t in short])
    known, _ = _keys([t.ranked for t in long])
    found = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    hits = np.flatnonzero(known[found] == asked)
    place = np.concatenate([t.order for t in short])[hits]
    other = np.concatenate([t.order for t in long])[found[hits]]
    order = np.argsort((pair[hits] << 32) | place)
    return pair[hits][order], place[order], other[order]


def _succession(
    pairs: int, pair: NDArray[np.intp], place: NDArray[np.intp], other: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """How the longer text goes on from one shared shingle to the next (`Evidence.in_order`, `forward`, `even_gaps`)."""
    same = pair[1:] == pair[:-1]
    at, step, leap = pair[1:][same], np.diff(place)[same], np.diff(other)[same]
    follows = leap == 1
    counts = np.bincount(at, minlength=pairs)
    jumps = np.bincount(at[~follows], minlength=pairs)
    return (
        np.bincount(at[follows], minlength=pairs) / np.maximum(1, counts),
        np.bincount(at[~follows & (leap > 1)], minlength=pairs) / np.maximum(1, jumps),
        np.bincount(at[~follows & (leap == step)], minlength=pairs) / np.maximum(1, jumps),
    )


def _overlap(a: Sequence[Hashes], b: Sequence[Hashes]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """For two sorted sets a pair: shared of the smaller, shared of either, and unshared on both sides of the smaller."""
    of_a, of_b = np.array([len(x) for x in a]), np.array([len(x) for x in b])
    asked, pair = _keys(a)
    both = np.bincount(pair[contained(asked, _keys(b)[0])], minlength=len(a))
    smaller, either = np.minimum(of_a, of_b), of_a + of_b - both
    return (
        np.where(smaller, both / np.maximum(1, smaller), 1.0),
        np.where(either, both / np.maximum(1, either), 1.0),
        (smaller - both) / np.maximum(1, smaller),
    )


def _vocabulary(ours: _Side, covered: NDArray[np.bool_], short: Sequence[Tokens], long: Sequence[Tokens]) -> NDArray[np.float64]:
    pair = np.repeat(np.arange(len(short)), ours.words)
    outside = ~covered[np.arange(len(pair)) + (ours.starts - np.cumsum(ours.words) + ours.words)[pair]]
    words = np.concatenate([t.words for t in short])[outside]
    of = pair[outside]
    known = contained(_keyed(of, words), _keys([t.vocabulary for t in long])[0])
    total = np.bincount(of, minlength=len(short))
    return np.where(total, np.bincount(of[known], minlength=len(short)) / np.maximum(1, total), 1.0)


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
