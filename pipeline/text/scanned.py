"""Raw lines in, those that are not blank out: each with its place, how far in it is set, and whether a bullet stood before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline import scripts

BULLET = re.compile(r"(?:[*+•·◦▪▫□■○●◆►▸‣∙–-]|o(?=\s{1,3}\[?\S)|\d{1,2}[.)])(?:\s+|\Z)")
BULLET_BEGINNINGS = "*+•·◦▪▫□■○●◆►▸‣∙–-o0123456789"
TERMINAL = frozenset('.!?…。！？”"»:;' + scripts.FULL_STOPS)
"""With one of these a line may end a paragraph."""

INITIAL = re.compile(r"[“”\"‘'«„]?[^\W\d_X]")
MAX_INITIAL, MIN_BEHIND_INITIAL = 2, 40
"""A capital alone, as print sets it large at the beginning of a story; characters of the line that goes on with its word. `X`
closes a window."""


@dataclass(slots=True)
class Line:
    """A raw line that is not blank."""

    number: int
    """From 1."""
    indent: int
    """Blanks before it."""
    length: int
    """Characters up to the last that is no blank, those blanks included."""
    text: str
    """Without the bullet and the blanks around."""
    bullet: bool
    gap: int
    """Blank lines before it, at most 9."""
    torn: bool = False
    """A page was turned before it in the middle of a sentence, or its first letter was set as an initial."""


def is_initial(stripped: str) -> bool:
    """Whether a line is a capital alone, or behind a quotation mark."""
    return stripped[-1].isupper() and INITIAL.fullmatch(stripped) is not None


def _goes_on_with_word(text: str) -> bool:
    """Whether a line may go on with the word that an initial begins: in small letters, or in capitals as print sets it."""
    word = text.split(None, 1)[0]
    return len(text) >= MIN_BEHIND_INITIAL and (text[0].islower() or (len(word) > 1 and word.isupper()))


def scan(lines: Sequence[str], edges: frozenset[int]) -> Iterator[Line]:
    """The lines that are not blank, in order.

    Args:
        lines: The raw lines.
        edges: Indices of the heads and feet of printed pages, whose lines are blank here.
    """
    gap, turned, end, initial = 0, False, ".", False
    for number, raw in enumerate(lines, 1):
        stripped = raw.strip()
        if not stripped:
            gap += 1
            turned = turned or number - 1 in edges
            continue
        torn = (turned and end not in TERMINAL) or (initial and _goes_on_with_word(stripped))
        if torn:
            gap = 0
        turned, end, initial = False, stripped[-1], len(stripped) <= MAX_INITIAL and is_initial(stripped)
        indent, length = 0, len(raw)
        if stripped is not raw:
            indent, length = length - len(raw.lstrip()), len(raw.rstrip())
        bullet = False
        if stripped[0] in BULLET_BEGINNINGS:
            found = BULLET.match(stripped)
            if found and (stripped[0] not in "o–" or indent >= 3) and not stripped[0].isdigit():
                bullet, stripped = True, stripped[found.end() :]
        yield Line(number, indent, length, stripped, bullet, min(gap, 9), torn)
        gap = 0
