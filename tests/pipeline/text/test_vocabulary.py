"""What units share, counted with arrays, agrees with sets of words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.lexicon import STOPWORDS
from pipeline.text.vocabulary import MIN_CONTENT_LETTERS, NEIGHBOURS, Vocabulary

UNITS = st.lists(
    st.lists(st.sampled_from(["harbour", "ferry", "quay", "the", "and", "tide", "with", "council"])), min_size=1, max_size=9
)


def content(words: list[str]) -> set[str]:
    """The words that tell of a topic."""
    return {w for w in words if len(w) >= MIN_CONTENT_LETTERS} - STOPWORDS["en"]


@given(UNITS, st.data())
def test_shared_with(units: list[list[str]], data: st.DataObject) -> None:
    """A word counts as shared where another unit of the chosen ones has it, never by the unit's own use."""
    among = data.draw(st.lists(st.booleans(), min_size=len(units), max_size=len(units)))
    expected = []
    for i, words in enumerate(units):
        others = set().union(*(content(u) for j, u in enumerate(units) if among[j] and j != i), set())
        own = content(words)
        expected.append(len(own & others) / max(1, len(own)))
    assert Vocabulary(units).shared_with(np.array(among)).tolist() == pytest.approx(expected)


@given(UNITS)
def test_shared_near(units: list[list[str]]) -> None:
    """Only the nearest units on either side count."""
    expected = []
    for i, words in enumerate(units):
        near = units[max(0, i - NEIGHBOURS) : i] + units[i + 1 : i + 1 + NEIGHBOURS]
        around = set().union(*map(content, near), set())
        expected.append(len(content(words) & around) / max(1, len(content(words))))
    assert Vocabulary(units).shared_near().tolist() == pytest.approx(expected)


def test_language_by_function_words() -> None:
    """The language is the one whose function words are most frequent; English where there are none."""
    assert Vocabulary([["der", "hafen", "und", "die", "fähre", "nicht"]]).language == "de"
    assert Vocabulary([["42"]]).language == "en"


def test_units_without_words() -> None:
    """A unit of signs alone shares nothing and breaks nothing."""
    words = Vocabulary([[], ["harbour"], []])
    assert words.shared_near().tolist() == [0, 0, 0]
    assert words.count(frozenset({"harbour"})).tolist() == [0, 1, 0]


@given(UNITS, st.integers(1, 2), st.integers(1, 3))
def test_shared_beside(units: list[list[str]], gap: int, least: int) -> None:
    """Two units are compared by the one that says less, and not at all where it says too little."""
    expected = []
    for here, there in zip(units, units[gap:], strict=False):
        fewer = min(len(set(here)), len(set(there)))
        expected.append(len(set(here) & set(there)) / fewer if fewer >= least else 0.0)
    assert Vocabulary(units).shared_beside(gap, least).tolist() == pytest.approx(expected)


@given(UNITS, st.data())
def test_share_among(units: list[list[str]], data: st.DataObject) -> None:
    """Function words count, and a unit shares with itself."""
    among = data.draw(st.lists(st.booleans(), min_size=len(units), max_size=len(units)))
    used = set().union(*(u for u, chosen in zip(units, among, strict=True) if chosen), set())
    expected = [len(set(u) & used) / (1 + len(set(u))) for u in units]
    assert Vocabulary(units).share_among(np.array(among)).tolist() == pytest.approx(expected)


@given(UNITS, st.booleans())
def test_alike(units: list[list[str]], last: bool) -> None:
    """Units of one word are like none."""
    ends = [tuple(u[-2:] if last else u[:2]) if len(u) >= 2 else None for u in units]
    expected = [ends.count(e) if e else 0 for e in ends]
    assert Vocabulary(units).alike(2, last=last).tolist() == expected


@given(UNITS, st.data())
def test_rare_shared_with(units: list[list[str]], data: st.DataObject) -> None:
    """A word weighs less the more units use it; a unit shares with itself."""
    among = data.draw(st.lists(st.booleans(), min_size=len(units), max_size=len(units)))
    used = set().union(*(content(u) for u, chosen in zip(units, among, strict=True) if chosen), set())
    weight = {w: 1 / (1 + np.log1p(sum(w in u for u in units))) for w in set().union(*map(content, units), set())}
    vocabulary = Vocabulary(units)
    assert vocabulary.rare_shared_with(np.array(among)).tolist() == pytest.approx(
        [sum(weight[w] for w in content(u) & used) for u in units]
    )
    assert vocabulary.rare.tolist() == pytest.approx([sum(weight[w] for w in content(u)) for u in units])
