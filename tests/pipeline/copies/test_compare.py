"""Evidence: many pairs at once say what each says alone, and each feature what it is named for."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.copies.compare import FEATURES, PAIRS_AT_ONCE, compare, covered_words, share, shared_shingles, weigh
from pipeline.copies.tokens import tokenise
from tests.pipeline.copies.stories import FERRY, LOCAL, MINE, market

TEXTS = [
    "\n\n".join(t)
    for t in (FERRY, FERRY[:2], FERRY[2:], MINE, [*MINE, FERRY[2]], [LOCAL], ["one"], ["one two three"], ["one two three four"])
]
WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "1", "2"]), min_size=1, max_size=30).map(" ".join)


def test_pairs_do_not_touch_one_another() -> None:
    """A pair's evidence is the same alone, among others, and across the border between two lots."""
    tokens = [tokenise(t) for t in TEXTS]
    pairs = random.Random(1).choices([(a, b) for a in tokens for b in tokens], k=PAIRS_AT_ONCE + 9)
    together = weigh(pairs)
    assert together.shape == (len(pairs), len(FEATURES))
    for pair, row in zip(pairs, together, strict=True):
        assert np.array_equal(weigh([pair])[0], row)


@given(WORDS, WORDS)
def test_coverage_is_that_of_the_plain_definition(one: str, other: str) -> None:
    """Words of the shorter text in a shingle that the longer has too."""
    short, long = sorted((tokenise(one), tokenise(other)), key=lambda t: len(t.words))
    expected = share(covered_words(shared_shingles(short, long), len(short.words)))
    assert compare(short, long).short_covered == pytest.approx(expected)


def test_other_figures_in_the_same_words_are_seen() -> None:
    """What tells a template from a copy."""
    monday = tokenise(market("31", "0.8", "Monday", "Falk Shipping", "114"))
    tuesday = tokenise(market("12", "0.3", "Tuesday", "Sund Energy", "88"))
    found = compare(monday, tuesday)
    assert (found.figures_shared, found.figures_swapped) == (0, 1)
    assert compare(monday, monday).figures_shared == 1


def test_paragraphs_in_another_order_do_not_go_forward() -> None:
    """`forward` is all ones for a text cut, and less for one shuffled."""
    whole = tokenise("\n\n".join(FERRY))
    assert compare(tokenise("\n\n".join([FERRY[0], FERRY[2], FERRY[4]])), whole).forward == 1
    assert compare(tokenise("\n\n".join([FERRY[4], FERRY[2], FERRY[0]])), whole).forward == 0


def test_no_pair_has_no_evidence() -> None:
    """An empty batch is a batch."""
    assert weigh([]).shape == (0, len(FEATURES))
