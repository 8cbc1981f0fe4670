"""Probabilities in, log odds out, and the other way round."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Chances = NDArray[np.float64]
Float = TypeVar("Float", np.float32, np.float64)
LEAST_CHANCE = 1e-5
"""No opinion is surer than this: in a mean it would leave nothing to the other."""
MOST_ODDS = 30.0
"""Log odds beyond which a probability is as good as certain, and exp runs over."""


def logit(chances: Chances) -> Chances:
    """Log odds; finite for 0 and 1 too."""
    bounded = np.minimum(np.maximum(chances, LEAST_CHANCE), 1 - LEAST_CHANCE)
    return np.asarray(np.log(bounded / (1 - bounded)))


def sigmoid(odds: NDArray[Float]) -> NDArray[Float]:
    """The probabilities of log odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.minimum(np.maximum(odds, -MOST_ODDS), MOST_ODDS))))
