"""The shipped network: its outputs are probabilities for any document, and a model of other features is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.body import judge_units
from pipeline.text.network import POINTERS, Network
from pipeline.text.prepare import prepare


@given(st.text(st.sampled_from("abc XYZ.,\n—9漢字👍[]()#"), max_size=400))
@settings(max_examples=60)
def test_probabilities_of_any_text(text: str) -> None:
    """Whatever the text, each unit has a probability, and no pointer promises more than one unit."""
    prepared = prepare(text)
    judged = judge_units(prepared)
    assert judged.body.shape == (len(prepared.units),)
    assert np.all((judged.body >= 0) & (judged.body <= 1))
    for name in POINTERS:
        assert judged.pointers[name].sum() <= 1 + 1e-5


def test_model_of_other_features_is_refused() -> None:
    """A model file that was trained on other features says so instead of judging nonsense."""
    stored: dict[str, Any] = {"names": np.array(["size"])}
    with pytest.raises(ValueError, match="trained on 1 features, expected the"):
        Network.of(stored)
