"""Raw lines of Chinese or Japanese in, the column at which they were broken out: there are no blanks to break at."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.scripts import CJK, CJK_SIGNS

CJK_OR_SIGN = re.compile(f"[{CJK_SIGNS}{CJK}]")
"""What stands beside its like without a blank."""
MIN_CHARS = 12
MIN_UNSPACED_SHARE = 0.6
MIN_FULL = 3
MIN_FEW, MIN_FEW_COLUMNS = 2, 48
"""Of a brief, whose full lines all end in the middle of a sentence that the next one goes on with."""
MIN_FULL_SHARE = 0.35
"""Of the long lines so many are full; a third ends a paragraph. Whole paragraphs are seldom twice as long as another."""
MIN_FULL_SHARE_FOLLOWED = 0.6
"""Or so many of those longer than half a line that another one follows directly, where paragraphs are parted by blank lines:
menus and teasers of a whole page outnumber the lines of its story."""
SENTENCE_ENDS = "。！？」』）"
"""Where most of the longest lines end so, they are paragraphs."""
HANGING = 4
"""A closing mark is set behind the full line, or an opening one carried to the next: full lines differ by so many columns."""


def unspaced_width(lines: Sequence[str]) -> int | None:
    """The columns of a full line; None where lines are whole paragraphs, or where words are parted by blanks.

    Args:
        lines: Raw lines without their ends, blank ones included.
    """
    long = [
        (columns(line), i) for i, line in enumerate(lines) if len(line) >= MIN_CHARS and not line.isascii() and is_unspaced(line)
    ]
    if not long:
        return None
    least = max(width for width, _ in long) - HANGING
    full = [i for width, i in long if width >= least]
    few = len(full) >= MIN_FEW and least + HANGING >= MIN_FEW_COLUMNS and all(_is_broken(lines, i) for i in full)
    many = len(full) >= MIN_FULL and (len(full) >= MIN_FULL_SHARE * len(long) or _go_on(lines, long, least))
    if not few and not many:
        return None
    return least if 2 * sum(lines[i].rstrip()[-1] in SENTENCE_ENDS for i in full) < len(full) else None


def _go_on(lines: Sequence[str], long: Sequence[tuple[int, int]], least: int) -> bool:
    """Whether most lines that another one follows directly are full."""
    followed = [
        width for width, i in long if 2 * width >= least and i + 1 < len(lines) and lines[i + 1] and is_unspaced(lines[i + 1])
    ]
    full = sum(width >= least for width in followed)
    return full >= MIN_FULL and full >= MIN_FULL_SHARE_FOLLOWED * len(followed)


def _is_broken(lines: Sequence[str], i: int) -> bool:
    """Whether a line goes on in the next one: no sentence ends, and no paragraph is set in."""
    after = lines[i + 1] if i + 1 < len(lines) else ""
    return lines[i].rstrip()[-1] not in SENTENCE_ENDS and CJK_OR_SIGN.match(after) is not None and after[0] != "\u3000"


def columns(line: str) -> int:
    """The columns that a line takes on a terminal: a Chinese character takes two, a digit one."""
    wording = line.rstrip()
    return len(wording) + (0 if wording.isascii() else len(CJK_OR_SIGN.findall(wording)))


def unbreakable(line: str, *, at_blanks: bool) -> int:
    """The characters at the beginning of a line that a wrap keeps together: its first word, or one of a script without blanks.

    Args:
        line: Not blank.
        at_blanks: The wrap breaks at blanks alone, as makers of markdown do, so that whole paragraphs stay on a line.
    """
    word = line.split(None, 1)[0]
    return len(word) if at_blanks or word.isascii() or not CJK_OR_SIGN.match(word) else 1


def is_unspaced(line: str) -> bool:
    """Whether a line is mostly of a script without blanks between words."""
    if line.isascii():
        return not line or line.isspace()  # no character is most of none
    wording = line.strip()
    return len(CJK_OR_SIGN.findall(wording)) >= MIN_UNSPACED_SHARE * len(wording)
