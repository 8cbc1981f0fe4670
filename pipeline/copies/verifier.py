"""Evidence rows in, probabilities that two texts are versions of one story out: a small forest read from a JSON file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.chances import sigmoid
from pipeline.copies.compare import FEATURES

MODEL_FILE = "verifier.json"
"""Written by `benchmarks/train_copies.py --write`, which says on what data and how good."""
ROWS_AT_ONCE = 2_048
"""Each row takes some arrays as long as there are trees; all pairs of a batch at once took 300 MB."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """Gradient-boosted trees, flattened; a leaf points at itself."""

    feature: NDArray[np.intp]
    threshold: NDArray[np.float32]
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    value: NDArray[np.float64]
    roots: NDArray[np.intp]
    depth: int

    def probability(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Probability of each row of evidence (`compare.weigh`).

        Args:
            rows: Shape `(n, len(FEATURES))`.

        Returns:
            Shape `(n,)`.
        """
        pieces = [self._probability(rows[i : i + ROWS_AT_ONCE]) for i in range(0, len(rows), ROWS_AT_ONCE)]
        return np.concatenate(pieces) if pieces else np.empty(0)

    def _probability(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        node = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        row = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            node = np.where(rows[row, self.feature[node]] <= self.threshold[node], self.left[node], self.right[node])
        score: NDArray[np.float64] = self.value[node].sum(axis=1)
        return sigmoid(score)


@cache
def load_verifier() -> Verifier:
    """The shipped model.

    Raises:
        ValueError: It was trained on other evidence than `compare` gives.
    """
    model = json.loads(files("pipeline.copies").joinpath(MODEL_FILE).read_text(encoding="utf-8"))
    if tuple(model["features"]) != FEATURES:
        raise ValueError(f"{MODEL_FILE} was trained on {model['features']}, expected {list(FEATURES)}: train again")
    return from_trees(model["trees"])


def from_trees(trees: list[dict[str, Any]]) -> Verifier:
    """A verifier from nested trees: `{"f": feature, "t": threshold, "l": tree, "r": tree}` or `{"v": value}`."""
    feature: list[int] = []
    threshold: list[float] = []
    left: list[int] = []
    right: list[int] = []
    value: list[float] = []
    depths: list[int] = []

    def add(tree: dict[str, Any], depth: int) -> int:
        at = len(feature)
        depths.append(depth)
        feature.append(tree.get("f", 0))
        threshold.append(tree.get("t", 0.0))
        value.append(tree.get("v", 0.0))
        left.append(at)
        right.append(at)
        if "f" in tree:
            left[at], right[at] = add(tree["l"], depth + 1), add(tree["r"], depth + 1)
        return at

    roots = [add(tree, 0) for tree in trees]
    return Verifier(
        np.array(feature, np.intp),
        np.array(threshold, np.float32),
        np.array(left, np.intp),
        np.array(right, np.intp),
        np.array(value, np.float64),
        np.array(roots, np.intp),
        max(depths, default=0),
    )
