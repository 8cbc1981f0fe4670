"""The trees beside the network: their leaves are found as they were trained, and the mean of two opinions lies between them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.body_trees import MAX_CELLS, BodyTrees, load_trees, mixed
from pipeline.text.features import NAMES

chances = st.floats(0.001, 0.999)


def small() -> BodyTrees:
    """One tree of two levels over the first two features, one that always gives the same."""
    return BodyTrees(
        column=np.array([[0, 1], [0, 0]], np.uint8),
        border=np.array([[5, 0.5], [np.inf, np.inf]], np.float32),
        value=np.array([[-2, -1, 1, 2], [0.5, 9, 9, 9]], np.float32),
        bias=-0.5,
        usual=np.zeros(2, np.float32),
    )


@pytest.mark.parametrize(("row", "logit"), [((0, 0), -2), ((6, 0), -1), ((5, 1), 1), ((6, 1), 2)])
def test_leaf_of_a_row(row: tuple[float, float], logit: float) -> None:
    """Each level's answer is a bit of the leaf's number, the first one's the lowest; a border itself answers no."""
    judged = small().judge(np.array([row], np.float32))
    assert judged == pytest.approx([1 / (1 + np.exp(-logit))])


def test_long_documents_are_judged_in_parts() -> None:
    """More units than are held at once get the same opinions, in order."""
    n = MAX_CELLS // 4 + 3
    rows = np.zeros((n, 2), np.float32)
    rows[-1] = (6, 1)
    judged = small().judge(rows)
    assert judged.shape == (n,)
    assert judged[-1] > judged[0] == judged[-2]


def test_trees_of_other_features_are_refused() -> None:
    """A file that was trained on other features says so instead of judging nonsense."""
    stored: dict[str, Any] = {"names": np.array(["size"])}
    with pytest.raises(ValueError, match="trained on 1 features, expected the"):
        BodyTrees.of(stored)


def test_shipped_trees_ask_for_known_features() -> None:
    """Whatever the row, the shipped trees give a probability."""
    judged = load_trees().judge(np.array([np.zeros(len(NAMES)), np.full(len(NAMES), 1e9)], np.float32))
    assert np.all((judged > 0) & (judged < 1))


@given(chances, chances, st.floats(0, 1))
def test_the_mean_lies_between(network: float, trees: float, share: float) -> None:
    """The mean of two opinions is neither surer nor less sure than both."""
    mean = float(mixed(np.array([network]), np.array([trees]), share)[0])
    assert min(network, trees) - 1e-9 <= mean <= max(network, trees) + 1e-9
