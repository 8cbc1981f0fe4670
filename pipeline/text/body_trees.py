"""Rows of features of a document's units in, what boosted trees think of each out: a second opinion beside the network's.

The trees see one unit at a time, its surroundings only as numbers, and so err elsewhere than the network: the mean of both is
better than either (`benchmarks/train_trees.py`). All nodes of a level of a tree ask the same question, so that the answers to all
questions of a level of all trees are one comparison of arrays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.chances import logit, sigmoid
from pipeline.text.features import NAMES
from pipeline.text.forest import Floats, require_features, shipped

MODEL_FILE = "body_trees.npz"
"""Written by `benchmarks/train_trees.py`."""
NETWORK_SHARE = 0.55
"""Of the mean, in logits. Flat by cross-validation over domains: with .5 or .6 F1 is less than .001 off, with .8 .0013 worse."""
MAX_CELLS = 8_000_000
"""Answers that are held at once; longer documents are judged in parts."""


@dataclass(frozen=True, slots=True)
class BodyTrees:
    """Symmetric trees, as stored."""

    column: NDArray[np.uint8]
    """The feature that each level of each tree asks for; shape (trees, levels)."""
    border: Floats
    """A feature above it answers yes; the same shape."""
    value: Floats
    """Of each leaf; the answers of a tree's levels are its number's bits, the first one's the lowest; (trees, 2 ** levels)."""
    bias: float
    usual: Floats
    """The average of each feature over the dumps of training, taken of signed logarithms; shape (len(NAMES),)."""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> BodyTrees:
        """The trees of a `.npz` file.

        Raises:
            ValueError: They were trained on other features.
        """
        require_features(MODEL_FILE, stored["names"], NAMES)
        border, value = stored["border"].astype(np.float32), stored["value"].astype(np.float32)
        return cls(stored["column"], border, value, float(stored["bias"]), stored["usual"].astype(np.float32))

    def arrays(self) -> dict[str, Any]:
        """What `of` reads."""
        return {
            "column": self.column,
            "border": self.border,
            "value": self.value,
            "bias": np.array(self.bias),
            "usual": self.usual,
            "names": np.array(NAMES),
        }

    def judge(self, rows: Floats) -> NDArray[np.float64]:
        """The probability that each unit is body; shape (units,).

        Args:
            rows: `Features.rows` of the units.
        """
        most = max(1, MAX_CELLS // self.column.size)
        parts = [self._scores(rows[first : first + most]) for first in range(0, len(rows), most)]
        return sigmoid(np.concatenate(parts, dtype=np.float64))

    def _scores(self, rows: Floats) -> Floats:
        trees, levels = self.column.shape
        by_name = np.ascontiguousarray(rows.T)
        leaf = np.zeros((trees, len(rows)), np.uint8)
        for level in reversed(range(levels)):  # one at a time, which the processor's cache holds
            leaf += leaf
            leaf |= by_name.take(self.column[:, level], axis=0) > self.border[:, level, None]
        at = leaf + np.arange(trees, dtype=np.intp)[:, None] * self.value.shape[1]
        return np.asarray(self.value.ravel().take(at).sum(axis=0) + np.float32(self.bias))


def mixed(network: NDArray[np.float64], trees: NDArray[np.float64], share: float = NETWORK_SHARE) -> NDArray[np.float64]:
    """The mean of two opinions, in logits.

    Args:
        network: Probabilities.
        trees: Probabilities; the same shape.
        share: What the first counts for.
    """
    return sigmoid(share * logit(network) + (1 - share) * logit(trees))


@cache
def load_trees() -> BodyTrees:
    """The shipped trees.

    Raises:
        ValueError: They were trained on other features.
    """
    with shipped(MODEL_FILE) as stored:
        return BodyTrees.of(stored)
