"""Lines that a typist broke in, those that go on with the paragraph out: broken near a column, not exactly where it is full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.text.lexicon import UNSPACED
from pipeline.text.scanned import TERMINAL, Line

WIDTHS = range(36, 133)
"""Characters of the lines that are looked at."""
MIN_BROKEN, MIN_BROKEN_CASELESS = 3, 5
"""Lines that end in the middle of a sentence for sure: the next begins in lower case, or, less sure, in a script without."""
MAX_EXPLAINED = 0.9
"""Of these lines a wrap at the column found explains more where a program counted the characters."""
NEAR, NEAR_SHARE = 0.6, 0.8
"""Of the longest of these lines; so many must be at least so long, where a dump of inline elements has lines of any length."""
OVERLONG, MAX_OVERLONG = 1.1, 0.2
"""Of the longest; of all these lines so many others may be longer than that."""
FULL = 0.8
"""Of the column, where a line that ends a sentence goes on though no blank lines part the paragraphs."""
CLAUSE_ENDS = ":;"
"""What ends a line of a paragraph, but no paragraph."""


def hand_width(lines: Sequence[str], wrapped: int | None) -> int | None:
    """The column near which lines were broken by hand; None where they were not, or where a wrap explains all of them.

    Args:
        lines: Raw lines without blanks at their ends.
        wrapped: The column at which a program seems to have wrapped them.
    """
    cased: list[int] = []
    caseless: list[int] = []
    explained = 0
    for line, after in pairwise(lines):
        if len(line) not in WIDTHS or not after or line[-1] in TERMINAL:
            continue
        first = after.split(None, 1)[0]
        if not first[0].isalpha() or first[0].isupper() or UNSPACED.match(first) or "://" in line:
            continue
        (cased if first[0].islower() else caseless).append(len(line))
        explained += wrapped is not None and len(line) + 1 + len(first) > wrapped
    broken = cased + caseless
    if len(cased) < MIN_BROKEN and len(broken) < MIN_BROKEN_CASELESS:
        return None
    if wrapped is not None and (explained > MAX_EXPLAINED * len(broken) or len(broken) - explained < MIN_BROKEN):
        return None
    width = max(broken)
    if sum(n >= NEAR * width for n in broken) < NEAR_SHARE * len(broken):
        return None
    overlong = sum(len(line) > OVERLONG * width and " " in line.strip() and "://" not in line for line in lines)
    return width if overlong <= MAX_OVERLONG * len(broken) else None


def hand_broken_lines(scanned: Sequence[Line], width: int, *, blank_separated: bool) -> Iterator[int]:
    """Indices of the lines that go on with the paragraph of the line above.

    Args:
        scanned: The lines of a dump.
        width: The column near which they were broken.
        blank_separated: Whether blank lines part its paragraphs.
    """
    start = 0
    for i in range(1, len(scanned) + 1):
        if i < len(scanned) and not scanned[i].gap:
            continue
        if i - start > 1 and _is_prose(scanned[start:i], width, blank_separated=blank_separated):
            yield from _going_on(scanned, range(start + 1, i), width, blank_separated=blank_separated)
        start = i


def _is_prose(block: Sequence[Line], width: int, *, blank_separated: bool) -> bool:
    """Whether neighbouring lines are sentences that were broken: entries of a list neither end one nor begin in lower case."""
    ended = _ends_sentence(block[-1])
    return any(
        not line.bullet
        and one.length >= NEAR * width
        and ((ended and (blank_separated or one.text[-1:] not in TERMINAL)) or (line.text[:1].islower() and " " in line.text))
        for one, line in pairwise(block)
    )


def _ends_sentence(line: Line) -> bool:
    last = line.text[-1:]
    return last in TERMINAL and last not in CLAUSE_ENDS


def _going_on(scanned: Sequence[Line], block: range, width: int, *, blank_separated: bool) -> Iterator[int]:
    for i in block:
        last, line = scanned[i - 1], scanned[i]
        head = i == block.start
        set_alike = line.indent == last.indent or (head and (line.indent > last.indent) == last.bullet)
        if line.bullet or not last.text or not set_alike:
            continue
        ended = _ends_sentence(last)
        if ended and " " not in line.text and line.text.islower():
            continue  # the initials that sign a dispatch
        if last.length >= (FULL if ended and not blank_separated else NEAR) * width:
            yield i
