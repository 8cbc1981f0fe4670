"""One pattern for many words."""

from __future__ import annotations

import pytest

from pipeline.any_of import any_of
from pipeline.text.database_record import SIGNS

WORDS = ("Str.:", "rtikel-id:", "| 19", " words\n", " слов\n", "朝刊", "a.b", "low", "^")


@pytest.mark.parametrize("word", [*WORDS, *SIGNS])
def test_each_word_is_found_at_its_place(word: str) -> None:
    pattern = any_of((*WORDS, *SIGNS))
    assert pattern.search(word) is not None
    assert pattern.search(f"Zwei Zeilen,\nund {word} im Text") is not None


@pytest.mark.parametrize("text", ["", "Str:", "rtikel_id:", "|  19", "two words", "слов", "朝 刊", "axb", "lo w"])
def test_what_holds_no_word(text: str) -> None:
    assert any_of(WORDS).search(text) is None
