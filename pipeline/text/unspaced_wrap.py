"""Raw lines of Chinese or Japanese in, the column at which they were broken out: there are no blanks to break at."""

from __future__ import annotations

import re
from collections.abc import Sequence

UNSPACED = re.compile(r"[\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
MIN_CHARS = 12
MIN_UNSPACED_SHARE = 0.6
MIN_FULL = 3
MIN_FULL_SHARE = 0.35
"""Of the long lines so many are full; a third ends a paragraph. Whole paragraphs are seldom twice as long as another."""
SENTENCE_ENDS = "。！？」』）"
"""Where most of the longest lines end so, they are paragraphs."""
HANGING = 4
"""A closing mark is set behind the full line, or an opening one carried to the next: full lines differ by so many columns."""


def unspaced_width(lines: Sequence[str]) -> int | None:
    """The columns of a full line; None where lines are whole paragraphs, or where words are parted by blanks.

    Args:
        lines: Raw lines without their ends, blank ones included.
    """
    long = [(columns(line), line) for line in lines if len(line) >= MIN_CHARS and not line.isascii() and is_unspaced(line)]
    if not long:
        return None
    longest = max(width for width, _ in long)
    full = [line for width, line in long if width >= longest - HANGING]
    if len(full) < MIN_FULL or len(full) < MIN_FULL_SHARE * len(long):
        return None
    return longest - HANGING if 2 * sum(line.rstrip()[-1] in SENTENCE_ENDS for line in full) < len(full) else None


def columns(line: str) -> int:
    """The columns that a line takes on a terminal: a Chinese character takes two, a digit one."""
    wording = line.rstrip()
    return len(wording) + (0 if wording.isascii() else len(UNSPACED.findall(wording)))


def is_unspaced(line: str) -> bool:
    """Whether a line is mostly of a script without blanks between words."""
    if line.isascii():
        return not line or line.isspace()  # no character is most of none
    wording = line.strip()
    return len(UNSPACED.findall(wording)) >= MIN_UNSPACED_SHARE * len(wording)
