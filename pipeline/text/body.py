"""Units with their probabilities in, the indices that form the body out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.text.forest import Floats
from pipeline.text.model import body_model
from pipeline.text.prepare import Prepared

KEEP_LOWEST, KEEP_HIGHEST = 0.15, 0.5
KEEP_SHARE = 0.5
"""A unit is kept from half the document's own middle probability on, within these bounds: pages on which the model is unsure
throughout (live reports, shopping lists) keep their text. Against one threshold of .5: shingle F1 .9198 -> .9209 by
cross-validation over domains (`benchmarks/train_text.py`)."""
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
    if prepared.features is None:
        return []
    live = np.array(prepared.live)
    size = prepared.features.rows[:, 0]
    chosen = probabilities[live] >= keep_threshold(probabilities[live], size)
    if size[chosen].sum() < MIN_BODY_WORDS:
        return []
    return [int(i) for i in live[chosen]]


def keep_threshold(probabilities: NDArray[np.float64], size: Floats) -> float:
    """The probability from which units of a document are kept: half of what the middle word of the expected body has.

    Args:
        probabilities: Of the document's live units; at least one.
        size: Their words.
    """
    order = np.argsort(-probabilities, kind="stable")
    mass = np.cumsum((probabilities * size)[order])
    middle = probabilities[order[int(np.searchsorted(mass, mass[-1] / 2))]]
    return float(min(KEEP_HIGHEST, max(KEEP_LOWEST, KEEP_SHARE * middle)))
