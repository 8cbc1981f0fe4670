"""A text in, its normalised words as 64-bit hashes out, the same on every machine."""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.scripts import UNSPACED

Hashes = NDArray[np.uint64]

SHINGLE_WORDS = 4
"""Words in a shingle: three join templates, five lose too much where every second sentence was edited (Broder 1997 has four)."""

TERM_CHARACTERS = 7
"""A word as long as this is a term."""
FIGURE_JOINTS = ".,-/:"
"""What joins two numbers into one figure; all below 128."""

_CHARACTER_IS_WORD = re.compile(f"[{UNSPACED}]+")
"""In scripts written without blanks every character is a word."""
_PART_OF_WORD = re.compile(r"\w+")

_NO_WORD, _PART, _DIGIT, _WHOLE = range(4)
"""What a character is: between words, part of one, part of one and a digit, or a word by itself."""

_LETTERS_END = 0x40000
"""No code point from here on is part of a word: what planes 4 to 16 hold are tags, variants and private use."""

_MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)
"""Odd constants, one for each place in a shingle (the 64-bit primes of xxHash and the golden ratio)."""
_IS_JOINT = np.zeros(128, dtype=np.bool_)
_IS_JOINT[[ord(c) for c in FIGURE_JOINTS]] = True
_BASE = np.uint64(0xA0761D6478BD642F)
"""Of the polynomial that a word's hash is; odd, so that it has an inverse modulo 2^64 (a constant of wyhash)."""
_USUAL_LENGTH = 1 << 15
"""Characters of which the base's powers are kept; for the few longer texts they are worked out anew."""


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
    """The distinct words, sorted."""
    figures: Hashes
    """The distinct figures, sorted; what points, commas, dashes and slashes join is one: `6-3/16`, `1,250.5`, `19:30`."""
    terms: Hashes
    """The distinct long words, sorted: names and subjects, hardly ever what every text has."""
    paragraphs: NDArray[np.intp]
    """Where each paragraph's words begin, and, last, where the text's end."""


def tokenise(text: str) -> Tokens:
    """Split a text into normalised words and hash them.

    No step loops over words in Python: that was half of recognition's time.

    Args:
        text: A cleaned body; case, punctuation and compatibility forms do not matter.
    """
    folded = (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()
    points = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    kinds = _kinds()[points]
    starts, ends = _words(kinds)
    words = _word_hashes(points, starts, ends)
    figures = _figures(points, words, starts, ends, kinds[starts] == _DIGIT)
    terms = distinct(np.sort(words[ends - starts >= TERM_CHARACTERS]))
    breaks = np.flatnonzero((points[1:] == ord("\n")) & (points[:-1] == ord("\n")))
    paragraphs = np.concatenate(([0], np.searchsorted(starts, breaks), [len(words)]))
    shingles = _shingle_hashes(words)
    order = np.argsort(shingles, kind="stable")
    return Tokens(words, shingles, shingles[order], order, distinct(np.sort(words)), figures, terms, paragraphs)


class Texts:
    """Texts in, their tokens out: each text is split once, however many steps of a batch ask for it."""

    def __init__(self) -> None:
        self._known: dict[str, Tokens] = {}

    def tokens(self, text: str) -> Tokens:
        """The text's tokens, kept for the next step."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = tokenise(text)
        return known

    def last(self, text: str) -> Tokens:
        """The text's tokens, for the last step that asks: what it alone asks for is not kept, 25 kB a text."""
        known = self._known.get(text)
        return tokenise(text) if known is None else known


def contained(values: Hashes, ranked: Hashes) -> NDArray[np.bool_]:
    """Which of some hashes occur among others that are sorted; fastest where both are."""
    if not len(ranked):
        return np.zeros(len(values), dtype=np.bool_)
    found: NDArray[np.bool_] = ranked[np.minimum(np.searchsorted(ranked, values), len(ranked) - 1)] == values
    return found


def distinct(ranked: Hashes) -> Hashes:
    """Sorted hashes without repeats."""
    if not len(ranked):
        return ranked
    first = np.ones(len(ranked), dtype=np.bool_)
    np.not_equal(ranked[1:], ranked[:-1], out=first[1:])
    return ranked[first]


@cache
def _kinds() -> NDArray[np.uint8]:
    """What each code point is."""
    every = "".join(map(chr, range(_LETTERS_END)))
    kinds = np.full(sys.maxunicode + 1, _NO_WORD, dtype=np.uint8)
    for pattern, kind in ((_PART_OF_WORD, _PART), (_CHARACTER_IS_WORD, _WHOLE)):
        for match in pattern.finditer(every):
            kinds[match.start() : match.end()] = kind
    kinds[[i for i in np.flatnonzero(kinds == _PART).tolist() if every[i].isdigit()]] = _DIGIT
    return kinds


def _words(kinds: NDArray[np.uint8]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where each word starts, and where it ends."""
    whole = kinds == _WHOLE
    part = np.zeros(len(kinds) + 2, dtype=np.bool_)
    part[1:-1] = (kinds == _PART) | (kinds == _DIGIT)
    inside, before, after = part[1:-1], part[:-2], part[2:]
    return np.flatnonzero(whole | (inside & ~before)), np.flatnonzero(whole | (inside & ~after)) + 1


def _word_hashes(points: NDArray[np.uint32], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Hashes:
    """A polynomial over each word's code points, read off one running sum over the whole text (Karp and Rabin 1987)."""
    powers, inverses = _USUAL_POWERS if len(points) <= _USUAL_LENGTH else _powers(len(points))
    sums = np.zeros(len(points) + 1, dtype=np.uint64)
    np.cumsum(points * powers[: len(points)], out=sums[1:])
    return _mixed((sums[ends] - sums[starts]) * inverses[starts])


def _figures(
    points: NDArray[np.uint32], words: Hashes, starts: NDArray[np.intp], ends: NDArray[np.intp], digits: NDArray[np.bool_]
) -> Hashes:
    """The distinct figures: each a sum over its numbers' hashes, turned by their place in it."""
    at = np.flatnonzero(digits)
    if not len(at):
        return np.empty(0, np.uint64)
    begin, end = starts[at], ends[at]
    joined = (begin[1:] - end[:-1] == 1) & _IS_JOINT[np.minimum(points[end[:-1]], 127)]
    first = np.flatnonzero(np.concatenate(([True], ~joined)))
    place = np.arange(len(at)) - np.repeat(first, np.diff(np.append(first, len(at))))
    turned = words[at] * _MULTIPLIERS[place % len(_MULTIPLIERS)]
    return distinct(np.sort(_mixed(np.add.reduceat(turned, first))))


def _powers(count: int) -> tuple[Hashes, Hashes]:
    """The base's first powers, and their inverses modulo 2^64: they move a word's polynomial to the text's beginning."""
    one = np.ones(1, dtype=np.uint64)
    inverse = np.uint64(pow(int(_BASE), -1, 2**64))
    return (
        np.multiply.accumulate(np.concatenate((one, np.full(count - 1, _BASE)))),
        np.multiply.accumulate(np.concatenate((one, np.full(count - 1, inverse)))),
    )


_USUAL_POWERS = _powers(_USUAL_LENGTH)


def _shingle_hashes(words: Hashes) -> Hashes:
    """The hash of each window of four words; of all words where there are fewer; empty for no words."""
    if not len(words):
        return np.empty(0, np.uint64)
    width = min(SHINGLE_WORDS, len(words))
    windows = len(words) - width + 1
    total = words[:windows] * _MULTIPLIERS[0]
    for i in range(1, width):
        total += words[i : i + windows] * _MULTIPLIERS[i]
    return _mixed(total)


def _mixed(values: Hashes) -> Hashes:
    """A finaliser, so that the lowest values are a fair sample (splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
