"""Characters counted over a whole document agree with those counted in each unit."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.characters import KINDS, Characters
from pipeline.text.own_look import SENTENCE_END

TEXTS = st.lists(
    st.text(st.sampled_from("aÉz9 ,、“\"|»/@’'.!?。漢字😀"), min_size=1, max_size=40).map(
        lambda t: re.sub(r" +", " ", t).strip() or "x"
    ),
    min_size=1,
    max_size=8,
)


@given(TEXTS, st.sampled_from(["comma", "quote", "bar", "at", "curly", "straight"]))
def test_counts_of_each_unit(texts: list[str], kind: str) -> None:
    """Every kind is counted as in the unit alone."""
    expected = [sum(c in KINDS[kind] for c in t) for t in texts]
    assert Characters(texts).count(kind).tolist() == expected


@given(TEXTS)
def test_capital_share(texts: list[str]) -> None:
    """A word counts as capitalised by its first character."""
    expected = [sum(w[0].isupper() for w in t.split()) / len(t.split()) for t in texts]
    capitals, words = Characters(texts).capitals()
    assert (capitals / words).tolist() == pytest.approx(expected)


@given(TEXTS)
def test_matches_do_not_cross_units(texts: list[str]) -> None:
    """A pattern is found in each unit as if it stood alone."""
    assert Characters(texts).matches(SENTENCE_END).tolist() == [len(SENTENCE_END.findall(t)) for t in texts]


def test_only_the_head_of_a_unit_is_looked_at() -> None:
    """Capitals and digits are counted in the first characters where a bound is given."""
    assert Characters(["AAAA", "bB"]).count("upper", 2).tolist() == [2, 1]


def test_slashes_between_blanks() -> None:
    """A path of sections is told from a fraction."""
    assert Characters(["News / Local / Harbour", "and/or 1/2"]).spaced_slashes().tolist() == [2, 0]
