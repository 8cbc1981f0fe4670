"""Units with their probabilities in, the indices that form the body out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.text.model import body_model
from pipeline.text.prepare import Prepared

KEEP = 0.4
"""Best shingle F1 by cross-validation over domains; flat between .3 and .5 (`benchmarks/train_text.py`)."""
KEEP_WHEN_NONE = 0.2
"""For documents in which no unit reaches `KEEP`: very short notices and languages the training pages lack."""
MIN_BODY_WORDS = 12
"""Less prose than this is no article."""


def body_probabilities(prepared: Prepared) -> NDArray[np.float64]:
    """How likely each unit is body; 0 for those without wording of their own. Shape (units,)."""
    out = np.zeros(len(prepared.units))
    if prepared.features is not None:
        out[list(prepared.live)] = body_model().probability(prepared.features.rows)
    return out


def choose_body(prepared: Prepared, probabilities: NDArray[np.float64]) -> list[int]:
    """Indices of the units that form the body, in order; empty where the dump holds no article.

    Args:
        prepared: The dump, taken apart.
        probabilities: Of each unit, from `body_probabilities`.
    """
    for threshold in (KEEP, KEEP_WHEN_NONE):
        chosen = [int(i) for i in np.flatnonzero(probabilities >= threshold)]
        if _words(prepared, chosen) >= MIN_BODY_WORDS:
            return chosen
    return []


def _words(prepared: Prepared, chosen: list[int]) -> float:
    if prepared.features is None:
        return 0.0
    wanted = set(chosen)
    size = prepared.features.rows[:, 0]
    return float(sum(size[row] for row, i in enumerate(prepared.live) if i in wanted))
