"""A dump's raw lines in, how the dump was made out: wrapped at which column, markdown, reference marks, fragments, glue.

Everything is read off the text itself; no tool announces itself reliably.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from pipeline.text.hand_wrap import hand_width
from pipeline.text.scanned import TERMINAL
from pipeline.text.unspaced_wrap import unbreakable, unspaced_width

WRAP_WIDTHS = range(36, 133)
"""Columns at which teletext (40), text browsers and mail programs (72 to 80, 132) wrap; wider lines are not wrapped by hand."""
LONG_SHARE = 0.75
SHORTEST_LONG = int(LONG_SHARE * WRAP_WIDTHS.start)
"""Of the column, from which a line is long; and the shortest line that is so for any column."""
MIN_FULL_LINES = 4
"""So many lines must break exactly where the next word no longer fits before a text counts as wrapped."""
MIN_FULL_SHARE = 0.55
"""Of the long lines followed by text, so many must be full. In unwrapped texts line lengths are spread evenly."""
MIN_FEW_LINES = 2
MIN_FEW_SHARE = 0.8
"""Of the lines followed by text in a brief, which has fewer full lines than `MIN_FULL_LINES`: one that ends in the middle of a
sentence must be among them, none may be longer."""
OVERLONG_COST = 2
"""One line of several words that overruns the column speaks against it as much as this many full lines for it."""
MIN_MARKS = 6
MIN_LINKS = 3
MIN_FRAGMENT_SHARE = 0.025
"""Share of lines that go on in lower case after an unfinished line. Whole-paragraph dumps measure under .01."""
MIN_FRAGMENTS = 2

MIN_SET_IN, MAX_OTHER_SHARE = 3, 1 / 3
"""First lines of paragraphs that are set in, and how many other lines may be, for each of them."""

MARK = re.compile(r"\[(\d{1,4})\]")
MARKDOWN_LINK = re.compile(r"\]\((?:<|https?:|/|#|mailto:|javascript:|\.|\?|data:)", re.I)
MARKDOWN_MARK = re.compile(r"\s{0,3}#{1,6}\s+\S|\s{0,3}\*\*\S[^*]{1,400}\*\*|\s{0,3}!\[[^\[\]]{0,300}\]\(")
MARKDOWN_BEGINNINGS = ("#", "*", "!")
REFERENCES_HEAD = re.compile(r"\s*(?:References|Referenzen|Références|Referencias|Visible links|Hidden links)\s*:?\s*\Z", re.I)
REFERENCES_BEGINNINGS = frozenset("RrVvHh")
REFERENCE_ENTRY = re.compile(
    r"\s*(?:\[\d{1,4}\]|\d{1,4}\.)\s*(?:https?|file|mailto|javascript|ftp|tel|about|data|android-app|ios-app|feed|whatsapp|sms):",
    re.I,
)
DEFINITION = re.compile(
    r"\s{0,3}\[([^\[\]]{1,60})\]:\s{1,3}<?(?:[a-z]{3,12}:|/|#|\.)\S{0,3000}(?:\s{1,3}[\"'(][^\n]{0,300})?\s{0,3}\Z", re.I
)
"""`[1]: https://…`, where markdown keeps an address out of its sentence."""


@dataclass(frozen=True, slots=True)
class DumpStyle:
    """How the lines of a dump came about."""

    wrap_width: int | None
    """The column at which lines were broken; None where paragraphs are whole."""
    markdown: bool
    """Links are printed as `[text](address)`."""
    marks: bool
    """Links carry running numbers such as `[12]`."""
    fragments: bool
    """Every inline element stands on its own line."""
    blank_separated: bool
    """Paragraphs have blank lines between them."""
    hand_width: int | None = None
    """The column near which a typist broke lines; None where none did."""
    unspaced_width: int | None = None
    """The column from which a line of Chinese or Japanese is full; None where its paragraphs are whole."""
    definitions: bool = False
    """Links are printed as `[text][1]`, and their addresses as lines of their own."""
    set_in: bool = False
    """Paragraphs begin with blanks instead of standing between blank lines."""


def detect_style(lines: list[str], *, definitions: bool = False) -> DumpStyle:
    """How these raw lines were made.

    Args:
        lines: The raw lines without their line ends.
        definitions: Whether lines that hold the addresses of links were left out of them.
    """
    set_in = [line.rstrip() for line in lines]
    stripped = [line.lstrip() for line in set_in]
    filled = [line for line in set_in if line]
    firsts = [line[0] for line in stripped if line]
    markdown = definitions or _has_markdown(filled, firsts)
    width = _wrap_width(set_in, stripped, at_blanks=markdown)
    fragments = width is None and _has_fragments(filled, firsts)
    if width is None and not fragments:
        width = _brief_width(set_in)
    return DumpStyle(
        wrap_width=width,
        markdown=markdown,
        marks=_has_marks(filled),
        fragments=fragments,
        blank_separated=len(filled) < 0.8 * len(lines),
        hand_width=hand_width(set_in, width),
        unspaced_width=unspaced_width(set_in),
        definitions=definitions,
        set_in=_is_set_in(set_in, stripped),
    )


def _is_set_in(lines: list[str], stripped_lines: list[str]) -> bool:
    """Whether lines that begin with blanks are the first ones of paragraphs: they follow ends of sentences."""
    first, others = 0, 0
    for before, stripped_before, line, stripped in zip(lines, stripped_lines, lines[1:], stripped_lines[1:], strict=False):
        if stripped_before and stripped and len(line) > len(stripped):
            begins = before[-1] in TERMINAL or before.endswith("''")
            first += begins
            others += not begins
    return first >= MIN_SET_IN and others <= MAX_OTHER_SHARE * first


def _wrap_width(lines: list[str], stripped_lines: list[str], *, at_blanks: bool) -> int | None:
    """The column of a greedy wrap: long lines end where the first word of the next one would have overrun it.

    For each column, `full[w]` counts the lines that a wrap at `w` explains, `over[w]` those that it cannot.

    Args:
        lines: Without blanks at their ends.
        stripped_lines: The same without those at their beginnings.
        at_blanks: See `unbreakable`.
    """
    top = WRAP_WIDTHS.stop
    full_steps, over, long = [0] * (top + 2), [0] * (top + 2), [0] * (top + 2)
    previous = 0
    for line, stripped in zip(lines, stripped_lines, strict=True):
        if not stripped:
            previous = 0
            continue
        length = len(line)
        if SHORTEST_LONG <= previous < top:
            reach = previous + 1 + unbreakable(stripped, at_blanks=at_blanks)
            full_steps[previous] += 1
            full_steps[min(top, reach, int(previous / LONG_SHARE) + 1)] -= 1
            long[previous] += 1
        if length >= WRAP_WIDTHS.start and (" " in stripped or not stripped.isascii()) and "://" not in line and "](" not in line:
            over[min(length, top)] += 1
        previous = length
    return _best_width(full_steps, over, long)


def _brief_width(lines: list[str]) -> int | None:
    """The longest line of a brief, where nearly every break is one that a wrap at this column makes."""
    width = max(map(len, lines), default=0)
    if width not in WRAP_WIDTHS:
        return None
    full = broken = short = 0
    for line, after in itertools.pairwise(lines):
        if len(line) < LONG_SHARE * width or not after:
            continue
        first = after.split(None, 1)[0]
        if len(line) + 1 + len(first) > width:
            full += 1
            broken += first[0].islower() and line[-1].isalpha()
        else:
            short += 1
    return width if broken and full >= MIN_FEW_LINES and full >= MIN_FEW_SHARE * (full + short) else None


def _best_width(full_steps: list[int], over: list[int], long: list[int]) -> int | None:
    top = WRAP_WIDTHS.stop
    best, best_gain = None, 0
    if max(itertools.accumulate(full_steps)) < MIN_FULL_LINES:
        return None
    full = sum(full_steps[: WRAP_WIDTHS.start])
    beyond = sum(over[WRAP_WIDTHS.start :])
    for width in WRAP_WIDTHS:
        full += full_steps[width]
        beyond -= over[width]
        candidates = sum(long[int(LONG_SHARE * width) : width + 1])
        gain = full - OVERLONG_COST * beyond
        if gain > best_gain and full >= MIN_FULL_LINES and full >= MIN_FULL_SHARE * candidates and width < top:
            best, best_gain = width, gain
    return best


def _has_markdown(filled: list[str], firsts: list[str]) -> bool:
    links = marks = 0
    for line, first in zip(filled, firsts, strict=True):
        links += "](" in line and MARKDOWN_LINK.search(line) is not None
        marks += first in MARKDOWN_BEGINNINGS and MARKDOWN_MARK.match(line) is not None
        if links + marks >= MIN_LINKS or marks:
            return True
    return False


def _has_marks(filled: list[str]) -> bool:
    """Running numbers that count up by one are link marks; footnotes of an article repeat and jump."""
    numbers = [int(m) for line in filled if "[" in line for m in MARK.findall(line)]
    if len(numbers) < MIN_MARKS:
        return False
    steps = sum(b - a == 1 for a, b in itertools.pairwise(numbers))
    return steps >= 0.7 * (len(numbers) - 1)


def _has_fragments(filled: list[str], firsts: list[str]) -> bool:
    count = 0
    for k, first in enumerate(firsts):
        if (first.islower() or first in ",.;:)”’") and k:
            count += filled[k - 1][-1] not in ".!?:…"
    return count >= MIN_FRAGMENTS and count >= MIN_FRAGMENT_SHARE * len(filled)
