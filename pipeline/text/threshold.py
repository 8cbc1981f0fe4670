"""Probabilities of a document's units in, the one from which they are kept out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.text.forest import Floats

KEEP_LOWEST, KEEP_HIGHEST = 0.15, 0.5
KEEP_SHARE = 0.5
"""A unit is kept from half the document's own middle probability on, within these bounds: pages on which the model is unsure
throughout (live reports, shopping lists) keep their text. Against one threshold of .5: shingle F1 .9198 -> .9209 by
cross-validation over domains (`benchmarks/train_text.py`)."""


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
