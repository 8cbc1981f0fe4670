"""A line into which whole paragraphs were joined by blanks in, its sentences and pieces of menus out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.scripts import FULL_STOPS
from pipeline.text.lexicon import ABBREVIATIONS
from pipeline.text.unspaced_wrap import CJK_OR_SIGN

MIN_CHARS, MIN_CHARS_ALONE = 1500, 500
"""Longer than nearly every paragraph that was printed as one: of 2,416 dumps 2 % hold a longer one, of the glued ones 11 %. A
dump of one line or two is no paragraph long before that."""
UNSPACED_SHARE = 3
"""So many letters say what one Chinese or Japanese character says."""
MAX_CHARS = 400_000
"""A longer line is no page; cutting it would only multiply it."""
SENTENCE_END = re.compile(rf"(?<=[.!?…{FULL_STOPS}])[”\"’')»\]]*\s+(?=[“\"‘'«„(¿¡\[]?(\S))")
UNSPACED_END = re.compile(r"(?<=[。！？])[」』）”]*(?![」』）”])|(?<=\S)[ \u3000]+")
"""Chinese and Japanese print no blanks inside of sentences: one parts what was joined."""
LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.\Z")
LONGEST_ABBREVIATION = 16
MAX_INITIALS = 2
"""Letters of `J.` or `St.`: no sentence ends with a word so short and a full stop more often than a name goes on."""
DATED_SEAM = re.compile(r"(?<=\b(?:19|20)\d\d)\s+(?=[^\W\d_])(?![a-zß-öø-ÿ])")
"""Behind a year and before a capital: where the line above an article gives way to its first sentence, if anywhere."""
WINDOW = 12
"""Words of a menu that are judged as one."""
MAX_SENTENCE_WORDS = 40
"""A longer one may begin with what stood above the article; printed sentences of that length are rare."""
MENU_CAPITALS = 0.5
"""Share of words with a capital from which a window is a menu or headlines: German prose has .35."""


def split_run_on(text: str, *, alone: bool = False) -> tuple[str, ...]:
    """The sentences of a line too long for a paragraph; runs of capitalised words, as menus are, in pieces of a dozen words.

    Args:
        text: One unit's wording. One of ordinary length comes back whole.
        alone: The dump holds hardly anything else.
    """
    least = MIN_CHARS_ALONE if alone else MIN_CHARS
    if len(text) < least // UNSPACED_SHARE or len(text) > MAX_CHARS:
        return (text,)
    head = text[: least // UNSPACED_SHARE]
    if not head.isascii() and 2 * len(CJK_OR_SIGN.findall(head)) > len(head):
        return tuple(_cut(text, [match.end() for match in UNSPACED_END.finditer(text)]))
    if len(text) < least:
        return (text,)
    ends = [match.end() for match in SENTENCE_END.finditer(text) if _ends(text, match)]
    return tuple(piece for sentence in _cut(text, ends) for piece in _windows(sentence))


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence: what follows is not in lower case, what stands before is no abbreviation."""
    if match[1].islower():
        return False
    last = LAST_WORD.search(text, max(0, match.start() - LONGEST_ABBREVIATION), match.start())
    if last is None:
        return True
    word = last[1].casefold()
    return len(word) > MAX_INITIALS and "." not in word and word not in ABBREVIATIONS


def _cut(text: str, ends: list[int]) -> Iterator[str]:
    start = 0
    for end in (*ends, len(text)):
        if piece := text[start:end].strip():
            yield piece
        start = end


def _windows(sentence: str) -> Iterator[str]:
    """A long sentence cut behind dates, and where runs of capitalised words begin and end."""
    if sentence.count(" ") < MAX_SENTENCE_WORDS:
        yield sentence
        return
    for part in DATED_SEAM.split(sentence):
        words, prose = part.split(), list[str]()
        for at in range(0, len(words), WINDOW):
            window = words[at : at + WINDOW]
            if sum(word[0].isupper() for word in window) < MENU_CAPITALS * len(window):
                prose.extend(window)
                continue
            if prose:
                yield " ".join(prose)
                prose = []
            yield " ".join(window)
        if prose:
            yield " ".join(prose)
