"""Tokens of a text, whatever alphabet it is written in."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.lexicon import STOPWORDS, TOKEN, UNSPACED, tokens_of


@settings(max_examples=300)
@given(st.text(max_size=60) | st.text(alphabet="aÉzßİΣк9 ,'’@©_-1²Ⅷ٣𝟗𝐀\u212a\u00a0", max_size=40))
def test_listed_letters_are_those_of_the_categories(text: str) -> None:
    """The quick patterns for ASCII and for the basic plane find what the one for all of Unicode does."""
    if UNSPACED.search(text) is None:
        assert tokens_of(text) == TOKEN.findall(text.lower().replace("’", "'"))


def test_scripts_without_blanks_are_cut() -> None:
    """Japanese into overlapping pairs; Thai, whose words are longer, into fours with their vowel signs."""
    assert tokens_of("港の船") == ["港の", "の船"]
    assert tokens_of("สะพานใหม่ ข้าม") == ["สะพา", "นใหม", "่", "ข้าม"]


def test_vowel_signs_belong_to_their_words() -> None:
    """Hindi writes most vowels as marks behind their consonants: no function word was found where these parted words."""
    assert tokens_of("बंदरगाह में नई नौका") == ["बंदरगाह", "में", "नई", "नौका"]
    assert all(tokens_of(word) == [word] for word in STOPWORDS["hi"])
