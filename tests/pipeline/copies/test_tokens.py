"""Words and their hashes: what counts as a word, and that hashes depend on nothing but the word."""

import re
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.copies.tokens import SHINGLE_WORDS, tokenise

BY_CHARACTER = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{BY_CHARACTER}]|[^\W{BY_CHARACTER}]+")

TEXTS = st.text(st.sampled_from("ab c.d\n-'é ß １²9港湾สวัสดี가나\ud800\u0301Ⅷ")) | st.text()


def words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


@given(TEXTS)
def test_words_are_those_of_the_plain_definition(text: str) -> None:
    """Equal words have equal hashes, other words others."""
    expected, tokens = words(text), tokenise(text)
    pairs = set(zip(expected, tokens.words.tolist(), strict=True))
    assert len(pairs) == len(set(expected)) == len({h for _, h in pairs}) == len(tokens.vocabulary)


@given(TEXTS, TEXTS)
def test_a_shingle_does_not_depend_on_where_it_stands(before: str, after: str) -> None:
    """A text's shingles are found in any text around it."""
    inner = "four plain words here and some more"
    around = tokenise(f"{before} {inner} {after}")
    assert set(tokenise(inner).shingles.tolist()) <= set(around.shingles.tolist())


@pytest.mark.parametrize(
    ("text", "bounds"),
    [("", [0, 0]), ("one two", [0, 2]), ("one\n\ntwo three\n\nfour", [0, 1, 3, 4]), ("one\ntwo\n\n", [0, 2, 2])],
    ids=["empty", "one paragraph", "three", "a line break is no paragraph"],
)
def test_paragraphs_are_told_by_blank_lines(text: str, bounds: list[int]) -> None:
    """Where each paragraph's words begin."""
    assert tokenise(text).paragraphs.tolist() == bounds


def test_hashes_are_the_same_on_every_machine() -> None:
    """They are stored in the index: a change of the hash needs a new index."""
    tokens = tokenise("The harbour of Norrhaven, 港 12")
    assert [f"{h:016x}" for h in tokens.words[[0, 4, 5]].tolist()] == ["92a14a299e7c39da", "54b7e1b1381401d5", "cf70bc9f5c13dfa9"]
    assert [f"{h:016x}" for h in tokens.shingles.tolist()] == ["f65d6ee4d67fe634", "4f9658c438d2c934", "da120ed88bc67880"]


def test_a_text_longer_than_the_kept_powers_has_the_same_words() -> None:
    """Long documents take another way to the same hashes."""
    sentence = "Boats wait at the quay. "
    assert np.array_equal(tokenise(sentence * 2000).words[:5], tokenise(sentence).words)


@pytest.mark.parametrize("count", range(1, SHINGLE_WORDS))
def test_a_text_shorter_than_a_shingle_has_one(count: int) -> None:
    """So that two equal headlines are still found equal."""
    assert len(tokenise(" ".join("abc"[:count])).shingles) == 1


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("rates of 6-1/16 and 6-3/16", 2),
        ("1,250.5 is 1,250.5", 1),
        ("at 19:30 on 3 May, 3 boats", 2),
        ("12, 13 and 14", 3),
        ("none", 0),
        ("2030", 1),
    ],
)
def test_a_figure_is_all_that_its_marks_join(text: str, figures: int) -> None:
    """Or the digits of a fraction would be found in any other."""
    assert len(tokenise(text).figures) == figures
