"""Rows of features in, the probability that each unit is body out: two small forests, read from `body_model.npz`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.text.features import NAMES
from pipeline.text.forest import Floats, Forest, load_forest

MODEL_FILE = "body_model.npz"
"""Written by `benchmarks/train_text.py`."""
SECOND_NAMES: tuple[str, ...] = (
    *(f"p{d:+d}" for d in (-4, -3, -2, -1, 0, 1, 2, 3, 4)),
    *(
        "p_mean3",
        "p_mean8",
        "p_words_before",
        "p_words_after",
        "p_max_before",
        "p_max_after",
        "p_run",
        "since_sure",
        "until_sure",
        "p_total",
    ),
)
"""What the second forest sees besides `NAMES`: the first one's opinion of the neighbours."""
SURE = 0.7


@dataclass(frozen=True, slots=True)
class BodyModel:
    """Both forests."""

    first: Forest
    second: Forest

    def probability(self, rows: Floats) -> NDArray[np.float64]:
        """How likely each unit of one document is body.

        Args:
            rows: `Features.rows` of the whole document, in order.
        """
        first = self.first.probability(rows)
        return self.second.probability(np.concatenate([rows, second_rows(rows, first)], axis=1))


def second_rows(rows: Floats, first: NDArray[np.float64]) -> Floats:
    """What the first forest thinks of each unit's neighbours; shape (units, len(SECOND_NAMES))."""
    n = len(rows)
    at = np.arange(n)
    size = rows[:, 0].astype(np.float64)
    out: list[NDArray[np.float64]] = []
    for d in (-4, -3, -2, -1, 0, 1, 2, 3, 4):
        where = at + d
        out.append(np.where((where >= 0) & (where < n), first[np.clip(where, 0, n - 1)], -0.2))
    words = np.concatenate([[0.0], np.cumsum(first * size)])
    sizes = np.concatenate([[0.0], np.cumsum(size)])
    for k in (3, 8):
        lo, hi = np.clip(at - k, 0, n), np.clip(at + k + 1, 0, n)
        out.append((words[hi] - words[lo]) / np.maximum(1.0, sizes[hi] - sizes[lo]))
    total = max(1.0, float(words[-1]))
    out += [words[:-1] / total, 1 - words[1:] / total]
    before = np.maximum.accumulate(np.concatenate([[0.0], first[:-1]]))
    after = np.maximum.accumulate(np.concatenate([[0.0], first[:0:-1]]))[::-1]
    out += [before, after]
    sure = first > SURE
    last = np.maximum.accumulate(np.where(sure, at, -1))
    upcoming = np.minimum.accumulate(np.where(sure, at, n)[::-1])[::-1]
    broken = np.maximum.accumulate(np.where(sure, -1, at))
    out.append(np.minimum(at - broken, 30).astype(np.float64))
    out.append(np.where(last >= 0, np.minimum(at - last, 30), 31).astype(np.float64))
    out.append(np.where(upcoming < n, np.minimum(upcoming - at, 30), 31).astype(np.float64))
    out.append(np.full(n, total))
    return np.stack(out, axis=1).astype(np.float32)


def body_model() -> BodyModel:
    """The shipped model."""
    return BodyModel(load_forest(MODEL_FILE, "first", NAMES), load_forest(MODEL_FILE, "second", (*NAMES, *SECOND_NAMES)))
