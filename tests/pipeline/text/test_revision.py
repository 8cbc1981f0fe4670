"""What a revision is told of a unit: the opinions of those around it, and where the body would begin and end by them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.features import LOOK_NAMES, NAMES
from pipeline.text.revision import REVISION_NAMES, revise, revision_rows

FIRST = np.array([0.01, 0.9, 0.8, 0.2, 0.7, 0.01])
"""A menu, three paragraphs with a doubtful one among them, a teaser."""
SIZE = (2, 30, 20, 40, 10, 5)


def told(column: str) -> list[float]:
    """A column of the rows of `FIRST`."""
    rows = np.zeros((len(FIRST), len(NAMES)), np.float32)
    rows[:, 0] = SIZE
    return [float(v) for v in revision_rows(FIRST, FIRST, rows)[:, REVISION_NAMES.index(column)]]


def test_opinions_of_the_units_around() -> None:
    """Those next to it one by one, those further away by words."""
    assert told("both-1")[3] == pytest.approx(np.log(0.8 / 0.2), abs=1e-4)
    assert told("both+2")[3] == pytest.approx(np.log(0.01 / 0.99), abs=1e-4)
    assert told("share_before3")[3] == pytest.approx((0.01 * 2 + 0.9 * 30 + 0.8 * 20) / 52, abs=1e-4)
    assert told("share_behind3")[3] == pytest.approx((0.7 * 10 + 0.01 * 5) / 15, abs=1e-4)
    assert told("share_before3")[0] == 0


def test_surest_opinion_within_reach() -> None:
    """Before, behind, and the lesser of both; the unit itself does not count."""
    assert told("most_before4") == pytest.approx([0, 0.01, 0.9, 0.9, 0.9, 0.9], abs=1e-4)
    assert told("most_behind4") == pytest.approx([0.9, 0.8, 0.7, 0.7, 0.01, 0], abs=1e-4)
    assert told("most_least16") == pytest.approx([0, 0.01, 0.7, 0.7, 0.01, 0], abs=1e-4)


def test_where_the_body_would_be() -> None:
    """The doubtful paragraph stands between kept ones; what stands outside does not."""
    assert told("between") == [0, 0, 1, 1, 0, 0]
    assert told("in_span") == [0, 1, 1, 1, 1, 0]
    assert told("gap_words")[3] == 40
    assert told("share_of_gap")[3] == 1
    assert told("since_kept") == [99, 99, 1, 1, 2, 1]
    assert told("to_kept") == [1, 1, 2, 1, 99, 99]
    assert told("kept_before")[3] == pytest.approx(np.log1p(50))
    assert told("span_share")[0] == pytest.approx(0.6)


def test_its_own_look_comes_along() -> None:
    """Size and the other looks of the unit itself are told as they are."""
    assert told("size") == list(SIZE)
    assert NAMES[: len(LOOK_NAMES)] == LOOK_NAMES


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=40))
def test_any_opinions_can_be_revised(opinions: list[tuple[float, float]]) -> None:
    """Whatever is thought, also of a single unit, each unit gets a probability."""
    network, trees = np.array(opinions).T
    revised = revise(network, trees, np.zeros((len(opinions), len(NAMES)), np.float32))
    assert revised.shape == (len(opinions),)
    assert np.all((revised > 0) & (revised < 1))
