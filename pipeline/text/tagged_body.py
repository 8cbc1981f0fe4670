"""The wording of a tagged record's body, line by line, in; its paragraphs out, whichever way the corpus parts them.

By `<P>`; by `;     ` within one flowing text (San Jose Mercury); by first lines that are set in (AP); by blank lines (Wall
Street Journal); by nothing but a line that ends early (Financial Times).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.text.dump import detect_style
from pipeline.text.record import Paragraph

WITHIN, BLANK, FIELD_BREAK, MARK_BREAK = "", "blank", "field", "mark"
"""What stands before a line: wording, a blank line, the beginning or end of a field, a tag that parts paragraphs."""
MAX_LINES_OF_A_MARK = 15
"""Lines for each such tag; more of them, and the tags are not what parts the paragraphs."""
SEAM = re.compile(r";[ \t]{4,}(?=\S)")
SEAM_AT_END = re.compile(r"(?<=[.!?\"')])\s?;\s*\Z")
WIDE_GAP = re.compile(r"\S {3,}\S.* {2,}\S|\S {8,}\S|\S\t+\S.*\t")
"""In a row of a table."""
RULE = re.compile(r"[-_=*. ]{4,}")
MAX_SET_IN = 14
"""Blanks by which a paragraph's first line is set in, a tabulator counted as eight."""
MIN_SET_IN_SHARE, MIN_SAME_SHARE = 0.04, 0.6
"""Of the lines, and of those set in by as much as most."""
MAX_WRAPPED = 132
SENTENCE_ENDS = frozenset(".!?\"'")
"""Of lines that are set in alike: each is a paragraph, unless a sentence goes on."""
TERMINAL = frozenset(".!?:;\"”')")
NOTE = re.compile(r"\s*(?:(?:Language|Article Type|Document Type|Publication Type)\s?:|(?:CSO|BFN)\s*\Z)", re.IGNORECASE)
"""Above the text of a translated broadcast or paper."""
MAX_NOTES = 6
"""Of its lines, and of the brackets behind them."""
BRACKET = re.compile(
    r"\s*\[(?:Article |Report |Commentary |Interview )?by (?:(?:special |staff |own )?(?:correspondent|reporter|commentator)s? )?"
    r"(?P<by>[^\]():;\"]{3,80})(?:[(:;\"][^\]]{0,300})?\]",
    re.IGNORECASE,
)
TEXT_MARK = re.compile(
    r"\s*\[(?:Text|Excerpts?|Summary|Editorial Report|FBIS (?:Translated|Transcribed) (?:Text|Excerpts?))\]", re.IGNORECASE
)


class Part(NamedTuple):
    """The wording of a line, or of a piece of one between two tags."""

    line: int
    """Index of the raw line."""
    text: str
    """With its blanks in front, entities undone."""
    pause: str
    """What stands before it: `WITHIN`, `BLANK`, `FIELD_BREAK` or `MARK_BREAK`."""


class Above(NamedTuple):
    """What stands in a body's tag above the text."""

    lines: list[int]
    """Raw lines of it that hold nothing else."""
    byline: str
    """Empty where none is there."""
    signed: list[Part]
    """The byline's line."""


def above_text(body: Sequence[Part]) -> tuple[Above, list[Part]]:
    """What a translated broadcast's body says of itself (`Language: …`, `[By Ma Wen]`, `[Text]`), and the text below.

    Args:
        body: The parts in order.
    """
    above, at = Above([], "", []), 0
    while at < len(body) and len(above.lines) < MAX_NOTES and NOTE.match(body[at].text):
        above.lines.append(body[at].line)
        at += 1
    rest = list(body[at:])
    for _ in range(MAX_NOTES if above.lines else 0):
        found = (TEXT_MARK.match(rest[0].text) or BRACKET.match(rest[0].text)) if rest else None
        if found is None:
            break
        by = found.groupdict().get("by")
        if by and not above.byline:
            above = above._replace(byline=f"By {by.strip()}", signed=[rest[0]])
        left = rest[0].text[found.end() :]
        rest[0] = rest[0]._replace(text=left)
        if not left.strip():
            above.lines.append(rest.pop(0).line)
    return above, rest


def paragraphs_of(body: Sequence[Part]) -> Iterator[Paragraph]:
    """The paragraphs, each with its raw lines.

    Args:
        body: The parts in order; blank lines are not among them.
    """
    if any(SEAM.search(part.text) for part in body):
        body = list(_at_seams(body))
    begins = _begins(body)
    group: list[Part] = []
    for part, starts in zip(body, begins, strict=True):
        if starts and group:
            yield _paragraph(group)
            group = []
        group.append(part)
    if group:
        yield _paragraph(group)


def _paragraph(group: Sequence[Part]) -> Paragraph:
    return Paragraph(group[0].line, group[-1].line, tuple(" ".join(part.text.split()) for part in group))


def _at_seams(body: Sequence[Part]) -> Iterator[Part]:
    pause = FIELD_BREAK
    for part in body:
        pieces = SEAM.split(part.text)
        for k, piece in enumerate(pieces):
            ends = k + 1 < len(pieces) or SEAM_AT_END.search(piece) is not None
            yield Part(part.line, SEAM_AT_END.sub("", piece), pause or part.pause)
            pause = MARK_BREAK if ends else WITHIN


def _begins(body: Sequence[Part]) -> list[bool]:
    """Whether each part begins a paragraph."""
    marks = sum(part.pause == MARK_BREAK for part in body)
    apart = [bool(part.pause) or k == 0 for k, part in enumerate(body)]
    if marks and len(body) <= MAX_LINES_OF_A_MARK * marks:
        return apart
    alone = [_is_row(part.text) for part in body]
    rows = [one or (k > 0 and alone[k - 1]) for k, one in enumerate(alone)]
    depths = [_depth(part.text) for part in body]
    flush = min(depths, default=0)
    set_in = [depth > flush for depth in depths]
    if _is_set_in(depths, alone):
        return [any(signs) for signs in zip(apart, rows, set_in, strict=True)]
    if sum(apart) > 1 and len(body) <= MAX_LINES_OF_A_MARK * sum(apart):
        return [any(signs) for signs in zip(apart, rows, strict=True)]
    deeper = [inner and not set_in[k - 1] for k, inner in enumerate(set_in)]
    return [any(signs) for signs in zip(apart, rows, deeper, _after_early_ends([part.text for part in body]), strict=True)]


def _is_row(text: str) -> bool:
    return RULE.fullmatch(text.strip()) is not None or WIDE_GAP.search(text) is not None


def _depth(text: str) -> int:
    shown = text.expandtabs()
    return len(shown) - len(shown.lstrip())


def _is_set_in(depths: Sequence[int], alone: Sequence[bool]) -> bool:
    """Whether first lines of paragraphs are set in, and not only a table's rows."""
    flush = min(depths, default=0)
    first = [depth for depth, row in zip(depths, alone, strict=True) if flush < depth <= flush + MAX_SET_IN and not row]
    if not first or len(first) < MIN_SET_IN_SHARE * len(depths) or len(first) <= sum(alone):
        return False
    return Counter(first).most_common(1)[0][1] >= MIN_SAME_SHARE * len(first)


def _after_early_ends(lines: Sequence[str]) -> list[bool]:
    """Whether the line before ended though the first word of this one would have fitted; where no lines are wrapped, all do."""
    width = detect_style(list(lines)).wrap_width or max(map(len, lines), default=0)
    all_set_in = min(map(_depth, lines), default=0) > 1
    out = [True] * len(lines)
    for k, (before, line) in enumerate(pairwise(lines), 1):
        goes_on = line.lstrip()[:1].islower() and before[-1:] not in TERMINAL
        fits = len(before) + 1 + len(line.split(None, 1)[0]) <= width
        whole = width > MAX_WRAPPED or (all_set_in and before[-1:] in SENTENCE_ENDS)
        out[k] = whole or (fits and not goes_on)
    return out
