"""Rows of features in, probabilities out: forests of decision trees, read from `.npz` files beside this module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.chances import sigmoid

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Forest:
    """Gradient-boosted trees, each filled up to the same depth: below a leaf stand copies of it.

    The two nodes below the node `i` of a level are `2 * i` and `2 * i + 1` of the next, so that nothing has to be looked up for
    the way down.
    """

    levels: tuple[tuple[NDArray[np.intp], Floats], ...]
    """For each level, from the roots on, the feature that each node asks for and its threshold; shapes (trees * 2 ** level,)."""
    value: NDArray[np.float64]
    """Of each leaf; shape (trees * 2 ** len(levels),)."""

    def probability(self, rows: Floats) -> NDArray[np.float64]:
        """The probability of each row; shape (rows,)."""
        return sigmoid(self.score(rows))

    def score(self, rows: Floats) -> NDArray[np.float64]:
        """The sum of the leaves of each row; shape (rows,). Of a forest that ranks, only the order counts."""
        n, width = rows.shape
        rows = np.ascontiguousarray(rows, dtype=np.float32)
        flat = rows.ravel()
        begins = (np.arange(n, dtype=np.intp) * width)[:, None]
        (feature, threshold), *below = self.levels
        node = 2 * np.arange(len(feature), dtype=np.intp) + (rows.take(feature, axis=1) > threshold)
        for feature, threshold in below:
            at = feature.take(node)
            at += begins
            goes_right = flat.take(at) > threshold.take(node)
            node += node
            node += goes_right
        return np.asarray(self.value.take(node).sum(axis=1), dtype=np.float64)


def require_features(model: str, trained: Iterable[Any], names: tuple[str, ...]) -> None:
    """Refuses a stored model that was trained on other features than this version computes.

    Args:
        model: Its file, for the message.
        trained: The names that it was trained on, in order.
        names: Those of this version.

    Raises:
        ValueError: They differ.
    """
    found = tuple(map(str, trained))
    if found != names:
        raise ValueError(f"{model}: trained on {len(found)} features, expected the {len(names)} of this version; train again")


@contextmanager
def shipped(file: str) -> Iterator[Mapping[str, Any]]:
    """The arrays of a `.npz` file of this folder, by name, as long as it is open."""
    with as_file(files("pipeline.text") / file) as path, np.load(path, allow_pickle=False) as stored:
        yield stored


@cache
def load_forest(file: str, part: str, names: tuple[str, ...]) -> Forest:
    """A shipped forest.

    Args:
        file: Name of the `.npz` file in this folder.
        part: Which of its forests.
        names: The features that this version computes, in order.

    Raises:
        ValueError: The forest was trained on other features.
    """
    with shipped(file) as stored:
        require_features(f"{file}: {part}", stored[f"{part}_names"], names)
        return _forest(stored, part)


def _forest(stored: Mapping[str, Any], part: str) -> Forest:
    """The forest of flattened trees, whose leaves point at themselves."""
    feature, threshold = stored[f"{part}_feature"].astype(np.intp), stored[f"{part}_threshold"].astype(np.float32)
    left, right = stored[f"{part}_left"], stored[f"{part}_right"]
    node, levels = stored[f"{part}_roots"].astype(np.intp), []
    for _ in range(int(stored[f"{part}_depth"])):
        levels.append((feature[node], threshold[node]))
        node = np.stack([left[node], right[node]], axis=1).astype(np.intp).ravel()
    return Forest(tuple(levels), stored[f"{part}_value"].astype(np.float64)[node])
