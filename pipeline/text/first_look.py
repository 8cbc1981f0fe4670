"""A document's joined lines in, which of them the slow patterns must read out: asked of all its characters at once.

What is told here is necessary, not enough: a line that is cleared holds nothing that `inline` takes off or `glue` cuts, one that
is not may still be ordinary. Of the two hundred lines of a page some ten are not cleared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.text.glue import MIN_SEAMS
from pipeline.text.inline import MARKED_CHARACTER

BASIC_PLANE = 0x10000
LETTERS_END = 0x2100
"""Behind the last character that the classes of `TRIPLES` name, digits aside."""
ANY = ""
TRIPLES = (
    # a capital behind a small letter, a closing mark or a digit: `glue.CAMEL_SEAM`
    (r"[a-zß-öø-ÿ)”’?!:\d]", r"[A-ZÀ-ÖØ-Þ]", r"[a-zà-öø-ÿ .]"),
    (r"[a-z]", r"[A-Z\d\[]", r"[A-Z\d:.]"),
    # the end of a sentence and the beginning of the next: `glue.SENTENCE_SEAM`
    (r"[.!?…]", r"[A-ZÀ-ÖØ-Þ]", r"[a-zà-öø-ÿ’' ]"),
    (r"[.!?…]", r"[”\"’')“‘(]", r"[A-ZÀ-ÖØ-Þ“\"‘'(]"),
    # `10PM` and what is glued to it: both of them, and `glue.DATE_SEAM`
    (r"M", r"[A-Z“‘\"]", ANY),
    # a date or its label behind a letter, a capital behind a year or a time: `glue.DATE_SEAM`
    (r"[a-zA-Zß-ÿ]", r"[JFMASONDPU\d]", r"[a-zäUP\d. ]"),
    (r"[\dm]", r"[A-Z]", r"[a-z]"),
)
"""The character before a seam, the one behind it and the next: a pattern finds none in a line without its triples."""
ALL, DATES = 0b1111111, 0b1110000
"""Bits of the triples, by their place: all, and those of which a glued date has one."""
FIRST, SECOND, THIRD, MARKUP = 0, 8, 16, 1 << 24
"""Where the table of characters keeps them, each for one place in a triple; and its bit for markup."""


class Looks(NamedTuple):
    """What each line may hold."""

    marked: list[bool]
    """Markup, or white space besides single blanks."""
    seamed: list[bool]
    """So many seams that it is to be cut at them."""
    dated: list[bool]
    """A date glued to something."""


def look_at(lines: Sequence[str]) -> Looks:
    """What each line may hold.

    Args:
        lines: Without line feeds.
    """
    text = "\n".join(lines) + "\n"
    codes = np.minimum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), BASIC_PLANE - 1)
    told = _table().take(codes.astype(np.intp))
    marks = (told & MARKUP) > 0
    if "  " in text:
        blank = codes == ord(" ")
        marks[1:] |= blank[1:] & blank[:-1]
    ends = np.cumsum(np.fromiter(map(len, lines), np.int64, len(lines)) + 1)
    marked = _counted(np.flatnonzero(marks), ends) > 0
    if "base64," in text:
        marked |= np.array(["base64," in line for line in lines])
    triples = told[:-2] & (told[1:-1] >> SECOND) & (told[2:] >> THIRD) & ALL
    at = np.flatnonzero(triples)
    seamed = _counted(at, ends) >= MIN_SEAMS
    dated = _counted(at[(triples[at] & DATES) > 0], ends) > 0
    return Looks(marked.tolist(), seamed.tolist(), dated.tolist())


def _counted(at: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many of some characters stand in each line."""
    return np.bincount(np.searchsorted(ends, at, side="right"), minlength=len(ends))


@cache
def _table() -> NDArray[np.uint32]:
    """For each character of the basic plane the triples that can begin with it, hold it second, third; whether it is markup."""
    plane = "".join(map(chr, range(BASIC_PLANE)))
    digits = [*(match.start() for match in re.finditer(r"\d", plane)), BASIC_PLANE - 1]  # the last stands for all beyond it
    table = np.zeros(BASIC_PLANE, np.uint32)
    for bit, triple in enumerate(TRIPLES):
        for named, place in zip(triple, (FIRST, SECOND, THIRD), strict=True):
            told = 1 << (place + bit)
            if named == ANY:
                table |= told
                continue
            table[[match.start() for match in re.finditer(named, plane[:LETTERS_END])]] |= told
            if r"\d" in named:
                table[digits] |= told
    table[[match.start() for match in MARKED_CHARACTER.finditer(plane)]] |= MARKUP
    table[ord("\n")] &= ~np.uint32(MARKUP)  # stands between the lines
    return table
