"""A text in, its words out: what counts as one, in every script."""

from __future__ import annotations

import re
import unicodedata

from pipeline.scripts import UNSPACED

ALL_MARKS = "".join(character for character in map(chr, range(0x10000)) if unicodedata.category(character)[0] == "M")
"""Vowel signs and accents that stand on their own, members of a class. They are no letters to Python's `\\w`, which cuts the
words of Hindi, Bengali, Thai or pointed Hebrew at each of them."""
MARKS = re.sub(f"[{UNSPACED}]", "", ALL_MARKS)
"""Those of scripts with blanks between words."""
_MARK = re.compile(f"[{MARKS}]")
_WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
_WORD_WITH_MARKS = re.compile(rf"[{UNSPACED}]|(?:[^\W{UNSPACED}]|[{MARKS}])+")


def count_words(text: str) -> int:
    """The words of a text; in scripts without blanks between them a character is one."""
    marked = not text.isascii() and _MARK.search(text) is not None
    return len((_WORD_WITH_MARKS if marked else _WORD).findall(text))
