"""The scripts of East and South-East Asia, as ranges of a regular expression's character class.

None reaches beyond the basic plane: the ideographs there are of names and of old books, a few in a million of a paper's.
"""

from __future__ import annotations

from collections.abc import Iterator

KANA = "\u3040-\u30ff"
"""Hiragana and katakana."""
HAN = "\u3400-\u9fff"
"""Ideographs, with those of the first extension and the hexagrams between both."""
HAN_COMPATIBLE = "\uf900-\ufaff"
"""Second copies of ideographs that old encodings had."""
HANGUL = "\uac00-\ud7a3"
"""Korean syllables; single letters (`ㅋㅋ`) are left out."""
HANGUL_BLOCK = "\uac00-\ud7af"
"""The same with the block's last twelve code points, which stand for nothing: no text tells both from each other."""
SYLLABIC = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Thai, Lao, Burmese, Khmer."""
CJK_SIGNS = "\u3000-\u303f"
"""The wide blank, `、。「」` and their like."""
WIDE_FORMS = "\uff00-\uffef"
"""Latin letters, digits and signs as wide as an ideograph, and katakana half as wide."""

FULL_STOPS = "।॥؟۔።"
"""What ends a sentence in Hindi and its neighbours, Arabic, Urdu and Amharic."""

UNSPACED = SYLLABIC + KANA + HAN + HAN_COMPATIBLE
"""Written without blanks between words, so that each character counts as one. Hangul has blanks; signs are no words, and wide
Latin letters make words with each other. What is indexed of earlier copies and the models' words depend on it."""
CJK = KANA + HAN + HAN_COMPATIBLE + WIDE_FORMS
"""Chinese and Japanese as they are printed, wide letters and digits included. Hangul has blanks; the signs stand in no word. A
model reads how many of these a unit has."""
EAST_ASIAN = KANA + HAN + HANGUL_BLOCK
"""The letters of Chinese, Japanese and Korean: names in them are short and have no upper case. Without the second copies, which
hardly a name has, and the wide forms, which are Latin letters."""


def code_points(ranges: str) -> Iterator[int]:
    """The members of such ranges, as numbers."""
    for first, last in zip(ranges[::3], ranges[2::3], strict=True):
        yield from range(ord(first), ord(last) + 1)
