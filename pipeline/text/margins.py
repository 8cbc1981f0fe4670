"""Raw lines in, the same lines without what stood in their margins out: quote marks, numbers, frames, signs of line ends."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.text.fields import BLOCK_TAG

EDGE_TAGS = re.compile(rf"\A(?:{BLOCK_TAG.pattern}){{1,3}}|(?:{BLOCK_TAG.pattern}\s{{0,3}}){{1,3}}\Z", re.I)
"""Tags of blocks that a tool which took HTML for text left at a line's ends; more than three are cut at later."""
ELEMENT = re.compile(
    r"\s{0,40}<(?P<name>[a-zA-Z][\w:.-]{0,40})(?:\s[^<>]{0,600})?>(?:\s{0,3}<!\[CDATA\[)?(?P<text>.*?)(?:\]\]>\s{0,3})?</(?P=name)\s?>\s{0,3}"
)
"""A line that is one element of a feed or of another XML file: `<title>…</title>`."""
LONE_TAG = re.compile(
    r"\s{0,40}(?:</?[a-zA-Z][\w:.-]{0,40}(?:\s[^<>]{0,600})?/?>|<\?xml[^<>]{0,200}\?>|<!\[CDATA\[|\]\]>){1,4}\s{0,3}"
)
MIN_LINES = 6
"""Fewer lines are no evidence of a margin."""
QUOTED_SHARE = 0.6
"""Of the lines with wording so many must carry a quote mark: a forwarded article, not an answer that quotes a sentence."""
NUMBERED_SHARE = 0.9
MAX_STEP = 2
"""From one line's number to the next: a blank line may have one of its own."""
QUOTED = re.compile(r"\A\s{0,3}(?:[>|:] ?){1,8}")
NUMBERED = re.compile(r"\A\s{0,8}(\d{1,5})(?:[:|.)]?(?:\s+|\Z))")
FRAME = re.compile(r"[\u2500-\u257f\u2580-\u259f]+")
"""Box drawing and block elements, of which text browsers build tables."""


def without_margins(lines: list[str]) -> list[str]:
    """The lines, as many as before; a line that was all margin is blank.

    Args:
        lines: Raw lines without their ends.
    """
    text = "\n".join(lines)
    bare = lines
    if "\f" in text or "\v" in text:
        bare = [line.strip("\f\v") if "\f" in line or "\v" in line else line for line in bare]
    if "¶" in text:
        bare = [line.rstrip().removesuffix("¶") if "¶" in line else line for line in bare]
    if "<" in text and ">" in text:
        bare = [EDGE_TAGS.sub("", line) if line[-1:] == ">" and "<" in line else line for line in bare]
        bare = [_unmarked(line) if line[-1:] == ">" and "<" in line else line for line in bare]
    filled = [line for line in bare if line and not line.isspace()]
    if len(filled) < MIN_LINES:
        return bare
    if FRAME.search("".join([line for line in filled if not line.isascii()])):
        bare = [_unframed(line) if FRAME.search(line) else line for line in bare]
    if _is_quoted(filled):
        return [QUOTED.sub("", line, count=1) for line in bare]
    return _unnumbered(bare) if _is_numbered(filled) else bare


def _unmarked(line: str) -> str:
    """The line without the tags of the element that it is."""
    if LONE_TAG.fullmatch(line):
        return ""
    element = ELEMENT.fullmatch(line)
    return element["text"] if element else line


def _unframed(line: str) -> str:
    """Columns of a table stay apart by two blanks; what stood in a frame is not set in by it."""
    return FRAME.sub("  ", line).rstrip().removeprefix("  ")


def _is_quoted(filled: list[str]) -> bool:
    """Mail programs and Usenet set `> ` before each line they quote."""
    return [line.lstrip()[:1] for line in filled].count(">") >= QUOTED_SHARE * len(filled)


def _is_numbered(filled: list[str]) -> bool:
    """Line numbers grow by the lines left blank, and nearly every line has one."""
    if sum([line.lstrip()[:1].isdigit() for line in filled]) < NUMBERED_SHARE * len(filled):
        return False
    numbers = [int(m.group(1)) for line in filled if (m := NUMBERED.match(line))]
    if len(numbers) < NUMBERED_SHARE * len(filled):
        return False
    return sum(0 < b - a <= MAX_STEP for a, b in pairwise(numbers)) >= NUMBERED_SHARE * (len(numbers) - 1)


def _unnumbered(lines: list[str]) -> list[str]:
    """The lines without the numbers that follow each other: `41 reasons to …` above a list of 41 keeps its own."""
    numbers = [(n, int(m.group(1)), m.end()) for n, line in enumerate(lines) if (m := NUMBERED.match(line))]
    ends = {}
    for (n, a, end), (following, b, behind) in pairwise(numbers):
        if 0 < b - a <= MAX_STEP:
            ends[n], ends[following] = end, behind
    return [line[ends[n] :] if n in ends else line for n, line in enumerate(lines)]
