"""A text in, its normalised words as 64-bit hashes out, the same on every machine."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

SHINGLE_WORDS = 4
"""Words in a shingle: three join templates, five lose too much where every second sentence was edited (Broder 1997 has four)."""

_WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
"""Words; in scripts written without blanks every character is one."""

_MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)
"""Odd constants, one for each place in a shingle (the 64-bit primes of xxHash and the golden ratio)."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as recognition sees it."""

    words: Hashes
    """One hash a word, in order."""
    shingles: Hashes
    """One hash for each window of four words, in order; a shorter text has one for all of it."""
    ranked: Hashes
    """The shingles sorted, for looking up."""
    order: NDArray[np.intp]
    """Where each of `ranked` stands in `shingles`."""
    vocabulary: Hashes
    """The words sorted, repeats included."""
    numbers: frozenset[str]
    """The figures in it, as printed."""


@lru_cache(maxsize=256)
def tokenise(text: str) -> Tokens:
    """Split a text into normalised words and hash them.

    Args:
        text: A cleaned body; case, punctuation and compatibility forms do not matter.

    The last few texts are remembered: a story's copies are all looked at several times in a row.
    """
    words = _words(text)
    hashes = _hashes(words)
    shingles = shingle_hashes(hashes)
    order = np.argsort(shingles, kind="stable")
    numbers = frozenset(w for w in set(words) if w[0].isdigit())
    return Tokens(hashes, shingles, shingles[order], order, np.sort(hashes), numbers)


def word_hashes(text: str) -> Hashes:
    """One hash for each normalised word of a text, in order."""
    return _hashes(_words(text))


def contained(values: Hashes, ranked: Hashes) -> NDArray[np.bool_]:
    """Which of some hashes occur among others that are sorted."""
    if not len(ranked):
        return np.zeros(len(values), dtype=np.bool_)
    found: NDArray[np.bool_] = ranked[np.minimum(np.searchsorted(ranked, values), len(ranked) - 1)] == values
    return found


def distinct(ranked: Hashes) -> Hashes:
    """Sorted hashes without repeats."""
    return ranked[np.concatenate(([True], ranked[1:] != ranked[:-1]))] if len(ranked) else ranked


def shingle_hashes(words: Hashes) -> Hashes:
    """The hash of each window of four words; of all words where there are fewer; empty for no words."""
    if not len(words):
        return np.empty(0, np.uint64)
    width = min(SHINGLE_WORDS, len(words))
    windows = len(words) - width + 1
    mixed = np.zeros(windows, dtype=np.uint64)
    for i in range(width):
        mixed += words[i : i + windows] * _MULTIPLIERS[i]
    # A finaliser, so that the lowest values are a fair sample (splitmix64).
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _hashes(words: list[str]) -> Hashes:
    return np.fromiter(map(_word_hash, words), dtype=np.uint64, count=len(words))


@lru_cache(maxsize=200_000)
def _word_hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")
