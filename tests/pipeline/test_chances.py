"""Probabilities and log odds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.chances import logit, sigmoid

chances = st.floats(0.001, 0.999)


@given(chances)
def test_there_and_back(chance: float) -> None:
    """The probability of a probability's log odds is that probability."""
    assert sigmoid(logit(np.array([chance])))[0] == pytest.approx(chance)


def test_certainty_is_finite() -> None:
    """0 and 1 have log odds, and log odds without end a probability."""
    assert np.isfinite(logit(np.array([0.0, 1.0]))).all()
    assert sigmoid(np.array([-np.inf, np.inf])) == pytest.approx([0, 1])
