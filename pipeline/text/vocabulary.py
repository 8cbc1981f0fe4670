"""The tokens of a document's units in, numbered words out: what they share with each other is counted with arrays."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from pipeline.text.lexicon import ALL_STOPWORDS, STOPWORDS

MIN_CONTENT_LETTERS = 4
"""Shorter words tell little of the topic."""
NEIGHBOURS = 3
Integers = NDArray[np.int64]


class Vocabulary:
    """The words of a document, each with a number, and where they stand."""

    def __init__(self, tokens: Sequence[Sequence[str]]) -> None:
        """Takes the tokens of each unit."""
        every = list(chain.from_iterable(tokens))
        numbers = dict(zip(dict.fromkeys(every), count()))
        self.words: list[str] = list(numbers)
        self.ids: Integers = np.array(list(map(numbers.__getitem__, every)), np.int64)
        """Of every token, in order."""
        self.size: Integers = np.fromiter(map(len, tokens), np.int64, len(tokens))
        """Tokens of each unit."""
        self.start: Integers = np.cumsum(self.size) - self.size
        """Index of each unit's first token."""
        self.unit: Integers = np.repeat(np.arange(len(tokens)), self.size)
        """The unit of each token."""
        self.language = self._language()
        self.stop = STOPWORDS[self.language]
        is_stop = np.fromiter(map(self.stop.__contains__, self.words), np.bool_, len(self.words))
        self.is_stop: NDArray[np.bool_] = is_stop
        """Function words of the language; shape (words,)."""
        letters = np.fromiter(map(len, self.words), np.int64, len(self.words))
        topical = (letters >= MIN_CONTENT_LETTERS) & ~is_stop
        kept = topical[self.ids] if len(self.ids) else np.zeros(0, np.bool_)
        pairs = np.unique(self.ids[kept] * len(tokens) + self.unit[kept])
        self._pair_word, self._pair_unit = pairs // max(1, len(tokens)), pairs % max(1, len(tokens))
        self._content = np.maximum(1, np.bincount(self._pair_unit, minlength=len(tokens)))

    def _language(self) -> str:
        counts = np.bincount(self.ids, minlength=len(self.words)) if len(self.ids) else np.zeros(0, np.int64)
        known = [(w, int(n)) for w, n in zip(self.words, counts.tolist(), strict=True) if w in ALL_STOPWORDS]
        scores = {lang: sum(n for w, n in known if w in words) for lang, words in STOPWORDS.items()}
        best = max(scores, key=lambda lang: scores[lang])
        return best if scores[best] else "en"

    def count(self, words: frozenset[str]) -> NDArray[np.float64]:
        """How many tokens of each unit are among `words`; shape (units,)."""
        if words.isdisjoint(self.words):
            return np.zeros(len(self.size))
        return self._tokens_where(np.fromiter(map(words.__contains__, self.words), np.bool_, len(self.words)))

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
