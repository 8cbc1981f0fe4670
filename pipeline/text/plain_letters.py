"""A text in, the same without what only a screen needs: accents composed with their letters, words without marks of direction."""

from __future__ import annotations

import re
import unicodedata

_EMBEDDINGS = "\u202a-\u202e\u2066-\u2069"
_MARKS = "\u200e\u200f\u061c"
_DIRECTIONS = re.compile(f"[{_EMBEDDINGS}]+|(?<!\\S)[{_MARKS}{_EMBEDDINGS}]+|[{_MARKS}{_EMBEDDINGS}]+(?!\\S)")
_ANY_DIRECTION = tuple("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Each looked for by itself, which is faster than a class."""


def plain_letters(text: str) -> str:
    """The text as lists of words, patterns of dates and bylines expect it; on as many lines.

    Old Macs took letters and accents apart. Arabic and Hebrew pages set marks of direction around names, dates and links, which
    hide that a line begins with `By`; inside a word or a number, where they may matter, they stay.
    """
    if text.isascii():
        return text
    if any(mark in text for mark in _ANY_DIRECTION):
        text = _DIRECTIONS.sub("", text)
    return unicodedata.normalize("NFC", text)
