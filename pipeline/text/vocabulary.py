"""The tokens of a document's units in, numbered words out: what they share with each other is counted with arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from pipeline.text.lexicon import ALL_STOPWORDS, LANGUAGES_OF, STOPWORDS

MIN_CONTENT_LETTERS = 4
"""Shorter words tell little of the topic."""
NEIGHBOURS = 3
Integers = NDArray[np.int64]


class Vocabulary:
    """The words of a document, each with a number, and where they stand."""

    def __init__(self, tokens: Sequence[Sequence[str]]) -> None:
        """Takes the tokens of each unit."""
        every = list(chain.from_iterable(tokens))
        numbers: defaultdict[str, int] = defaultdict(count().__next__)  # a word gets its number where it is first met
        self.ids: Integers = np.fromiter(map(numbers.__getitem__, every), np.int64, len(every))
        """Of every token, in order."""
        numbers.default_factory = None
        self._numbers: dict[str, int] = numbers
        self.words: list[str] = list(numbers)
        self.size: Integers = np.fromiter(map(len, tokens), np.int64, len(tokens))
        """Tokens of each unit."""
        self.start: Integers = np.cumsum(self.size) - self.size
        """Index of each unit's first token."""
        self.unit: Integers = np.repeat(np.arange(len(tokens)), self.size)
        """The unit of each token."""
        self.language = self._language()
        self.stop = STOPWORDS[self.language]
        self.is_stop: NDArray[np.bool_] = self._among(self.stop)
        """Function words of the language; shape (words,)."""
        letters = np.fromiter(map(len, self.words), np.int64, len(self.words))
        topical = (letters >= MIN_CONTENT_LETTERS) & ~self.is_stop
        kept = topical[self.ids] if len(self.ids) else np.zeros(0, np.bool_)
        pairs = np.sort(self.ids[kept] * len(tokens) + self.unit[kept])
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
        self._pair_word, self._pair_unit = pairs // max(1, len(tokens)), pairs % max(1, len(tokens))
        self._held = np.bincount(self._pair_unit, minlength=len(tokens))
        self._content = np.maximum(1, self._held)

    def _language(self) -> str:
        counts = np.bincount(self.ids, minlength=len(self.words)).tolist() if len(self.ids) else []
        scores = dict.fromkeys(STOPWORDS, 0)
        for word in ALL_STOPWORDS.intersection(self._numbers):
            for language in LANGUAGES_OF[word]:
                scores[language] += counts[self._numbers[word]]
        best = max(scores, key=lambda lang: scores[lang])
        return best if scores[best] else "en"

    def _among(self, words: frozenset[str]) -> NDArray[np.bool_]:
        """Which of the document's words are among others; shape (words,)."""
        out = np.zeros(len(self.words), np.bool_)
        out[[number for word in words if (number := self._numbers.get(word)) is not None]] = True
        return out

    def count(self, words: frozenset[str]) -> NDArray[np.float64]:
        """How many tokens of each unit are among `words`; shape (units,)."""
        if self._numbers.keys().isdisjoint(words):
            return np.zeros(len(self.size))
        return self._tokens_where(self._among(words))

    def stops(self) -> NDArray[np.float64]:
        """Function words in each unit."""
        return self._tokens_where(self.is_stop)

    def _tokens_where(self, wanted: NDArray[np.bool_]) -> NDArray[np.float64]:
        if not len(self.ids):
            return np.zeros(len(self.size))
        return np.bincount(self.unit[wanted[self.ids]], minlength=len(self.size)).astype(np.float64)

    def shared_with(self, among: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Share of each unit's content words that other units of `among` use.

        Args:
            among: Which units count; shape (units,).
        """
        inside = among[self._pair_unit]
        counts = np.bincount(self._pair_word[inside], minlength=len(self.words))
        hit = counts[self._pair_word] > inside
        return np.bincount(self._pair_unit[hit], minlength=len(self.size)) / self._content

    def shared_near(self) -> NDArray[np.float64]:
        """Share of each unit's content words that one of the three units on either side uses."""
        if not len(self._pair_word):
            return np.zeros(len(self.size))
        close = (np.diff(self._pair_word) == 0) & (np.diff(self._pair_unit) <= NEIGHBOURS)
        hit = np.append(close, False) | np.insert(close, 0, False)
        return np.bincount(self._pair_unit[hit], minlength=len(self.size)) / self._content

    @cached_property
    def _every(self) -> tuple[Integers, Integers]:
        """Each word of a unit once, function words included, by word: the words and the units."""
        n = max(1, len(self.size))
        pairs = np.sort(self.ids * n + self.unit)
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
        return pairs // n, pairs % n

    def shared_beside(self, gap: int, least: int) -> NDArray[np.float64]:
        """Of each two units `gap` apart the share of words in common, of the one that has fewer.

        Args:
            gap: 1 for neighbours, 2 for those with one between them.
            least: Different words that both must have; otherwise 0.

        Returns:
            Shape (units - gap,).
        """
        n = len(self.size)
        if n <= gap:
            return np.zeros(0)
        word, unit = self._every
        common = np.zeros(n)
        for step in range(1, gap + 1):  # between two units that far apart a word may stand in those between
            off = (word[step:] == word[:-step]) & (unit[step:] - unit[:-step] == gap)
            common += np.bincount(unit[:-step][off], minlength=n)
        held = np.bincount(unit, minlength=n)
        fewer = np.minimum(held[:-gap], held[gap:])
        return np.where(fewer >= least, common[: n - gap] / np.maximum(1, fewer), 0.0)

    def share_among(self, among: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Share of each unit's different words, function words included, that units of `among` use, itself included."""
        word, unit = self._every
        used = np.zeros(len(self.words), np.bool_)
        used[word[among[unit]]] = True
        held = np.bincount(unit, minlength=len(self.size))
        return np.bincount(unit[used[word]], minlength=len(self.size)) / (1.0 + held)

    def alike(self, take: int, *, last: bool) -> Integers:
        """How many units begin, or end, with the same `take` words as each; 0 for shorter units.

        Args:
            take: Words compared; at most 3.
            last: Whether the ends are compared.
        """
        out = np.zeros(len(self.size), np.int64)
        enough = np.flatnonzero(self.size >= take)
        if len(enough):
            first = (self.start + self.size - take if last else self.start)[enough]
            key = np.zeros(len(enough), np.int64)
            for k in range(take):
                key = key * len(self.words) + self.ids[first + k]
            _, which, counts = np.unique(key, return_inverse=True, return_counts=True)
            out[enough] = counts[which]
        return out

    @cached_property
    def _rarity(self) -> NDArray[np.float64]:
        """The weight of each pair of a content word and a unit: less for words of many units."""
        units_of = np.bincount(self._pair_word, minlength=len(self.words))
        return np.asarray((1 / (1 + np.log1p(units_of)))[self._pair_word])

    @cached_property
    def rare(self) -> NDArray[np.float64]:
        """The content words of each unit, each by its rarity in the document; shape (units,)."""
        return np.asarray(np.bincount(self._pair_unit, self._rarity, minlength=len(self.size)), np.float64)

    def rare_shared_with(self, among: NDArray[np.bool_]) -> NDArray[np.float64]:
        """The content words of each unit that units of `among` use, each by its rarity; shape (units,)."""
        used = np.zeros(len(self.words), np.bool_)
        used[self._pair_word[among[self._pair_unit]]] = True
        hit = used[self._pair_word]
        return np.asarray(np.bincount(self._pair_unit[hit], self._rarity[hit], minlength=len(self.size)), np.float64)
