"""A dump in, units out: paragraphs, headings and list items as the page had them, each knowing its raw lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline import scripts
from pipeline.text.dump import (
    DEFINITION,
    REFERENCE_ENTRY,
    REFERENCES_BEGINNINGS,
    REFERENCES_HEAD,
    DumpStyle,
    detect_style,
)
from pipeline.text.fields import MIN_BODY_CHARS, split_fields, split_page
from pipeline.text.first_look import look_at
from pipeline.text.glue import split_glued
from pipeline.text.hyphens import Hyphens
from pipeline.text.inline import is_image_name, plain_wording
from pipeline.text.line_groups import join_lines, line_groups, subhead_apart
from pipeline.text.margins import without_margins
from pipeline.text.pages import page_edges
from pipeline.text.pandoc import is_pandoc, without_pandoc
from pipeline.text.raw_lines import raw_lines
from pipeline.text.record import Paragraph, Record
from pipeline.text.run_on import MIN_CHARS_ALONE, UNSPACED_SHARE, split_run_on
from pipeline.text.scanned import Line

CJK = re.compile(f"[{scripts.CJK}]")
WORD = re.compile(r"\w")
MIN_GLUED_CHARS = 14
MAX_ORDINARY_CHARS = MIN_CHARS_ALONE // UNSPACED_SHARE
"""No sentences that were joined are looked for in a shorter line."""
MAX_ALONE = 2
"""Lines of a dump whose paragraphs were joined."""
WIDE_GAP, GAP = " " * 4, re.compile(r"(?<=\S) {2,}(?=\S)")
MIN_GAPS, MIN_GAP_SHARE = 3, 0.4
"""Of the words in a row of entries so many stand before a gap; typewriters filled lines with gaps of two and three blanks."""


class Unit(NamedTuple):
    """One piece of the page; a named tuple, made ten times as fast as a frozen dataclass."""

    first_line: int
    """First raw line, from 1."""
    last_line: int
    text: str
    """The wording, unwrapped and without markup; empty for bullets, buttons and images."""
    bullet: bool
    indent: int
    heading: int
    quote: bool
    link_share: float
    image: bool
    gap: int
    """Blank lines before it, at most 9."""
    glued: bool
    """One of several units that shared a raw line."""
    reference: bool = False
    """Part of the list of link addresses that text browsers append."""
    page_edge: bool = False
    """Running head or foot of a printed page; its `text` is empty, so that nobody reads it."""
    run_on: bool = False
    """One of the sentences of a line into which paragraphs were joined; it follows the one before it after a blank."""
    field: str = ""
    """The column that a press database's line fills, or `record_field`; its `text` is empty too."""
    in_columns: bool = False
    """A row of entries parted by wide gaps, as browsers print a menu or a table; `text` shows single blanks."""


def build_units(text: str, record: Record | None = None) -> tuple[tuple[Unit, ...], DumpStyle]:
    """The units of a dump, in order; every raw line that is not blank belongs to one.

    Args:
        text: The raw dump. Line ends may be LF or CRLF.
        record: What a press database named; only the body is read.

    Returns:
        The units, and how the dump's lines were made.
    """
    lines = raw_lines(text)
    if record and record.paragraphs is not None:
        return _units_of_record(record, record.paragraphs), DumpStyle(None, False, False, False, True)
    references = _references_start(lines)
    edges = page_edges(lines[:references])
    if record and record.page_edges:
        edges |= record.page_edges
    read = without_margins(["" if i in edges else line for i, line in enumerate(lines[:references])])
    if is_pandoc(read):
        read = without_pandoc(read)
    fields = record.labels if record else {}
    if record:
        read = ["" if i in fields else line[record.heads.get(i, 0) :] for i, line in enumerate(read)]
    addresses = {i for i, line in enumerate(read) if "]:" in line and DEFINITION.match(line)}
    for i in addresses:
        read[i] = ""
    style, hyphens = detect_style(read, definitions=bool(addresses)), Hyphens(read)
    units: list[Unit] = []
    groups = list(line_groups(read, edges, style, hyphens))
    if record and record.whole:
        groups = [part for group in groups for part in subhead_apart(group)]
    alone = len(groups) <= MAX_ALONE
    joined = [group[0].text if len(group) == 1 else join_lines([line.text for line in group], hyphens) for group in groups]
    for group, line, *look in zip(groups, joined, *look_at(joined), strict=True):
        units.extend(_units_of(group, line, look, style, alone=alone))
    units.extend(
        Unit(i + 1, i + 1, lines[i].strip(), False, 0, 0, False, 1.0, False, 0, False, True)
        for i in (*addresses, *range(references, len(lines)))
        if lines[i].strip()
    )
    unread = [
        Unit(i, i, "", False, 0, 0, False, 0.0, False, 0, False, page_edge=i - 1 in edges, field=fields.get(i - 1, ""))
        for i, (line, wording) in enumerate(zip(lines, read, strict=False), 1)
        if not wording.strip() and line.strip() and i - 1 not in addresses
    ]
    return tuple(sorted((*units, *unread), key=lambda unit: unit.first_line) if unread or addresses else units), style


def _units_of_record(record: Record, paragraphs: Sequence[Paragraph]) -> tuple[Unit, ...]:
    """The units of a record that marks its paragraphs off; a line may end a field and begin a paragraph."""
    hyphens = Hyphens([line for paragraph in paragraphs for line in paragraph.lines])
    fields = [
        Unit(i + 1, i + 1, "", False, 0, 0, False, 0.0, False, 0, False, field=column) for i, column in record.labels.items()
    ]
    body = [
        Unit(first + 1, last + 1, text if WORD.search(text) else "", False, 0, 0, False, 0.0, False, 1, False)
        for first, last, parts in paragraphs
        for text in [join_lines(list(parts), hyphens)]
    ]
    return tuple(sorted((*fields, *body), key=lambda unit: unit.first_line))


def _references_start(lines: list[str]) -> int:
    """Index of the line that heads the appended list of link addresses; the number of lines where there is none."""
    for i, line in enumerate(lines):
        if len(line) < 40 and line.lstrip()[:1] in REFERENCES_BEGINNINGS and REFERENCES_HEAD.match(line):
            following = [entry for entry in lines[i + 1 : i + 8] if entry.strip()]
            if following and any(REFERENCE_ENTRY.match(entry) for entry in following[:4]):
                return i
    return len(lines)


def _units_of(group: list[Line], joined: str, look: Sequence[bool], style: DumpStyle, *, alone: bool) -> list[Unit]:
    marked, seamed, dated = look
    if not (marked or seamed or dated) and "¶" not in joined and (len(joined) < MIN_BODY_CHARS or '"' not in joined):
        return _units_of_plain(group, joined.strip(), alone=alone)
    head = group[0]
    pieces = _pieces(joined, seamed, dated, whole=len(group) == 1) if len(joined) > MIN_GLUED_CHARS else (joined,)
    cut = len(pieces) > 1
    in_columns = WIDE_GAP in joined and len(GAP.findall(joined)) >= max(MIN_GAPS, MIN_GAP_SHARE * len(joined.split()))
    units: list[Unit] = []
    for piece in pieces:
        inline = plain_wording(piece, style, marked=marked if piece is joined else None)
        sentences = split_run_on(inline.text, alone=alone and not cut)
        for k, sentence in enumerate(sentences):
            first = not units
            # in the order of the record: to name the fields takes as long as to make it
            units.append(
                Unit(
                    head.number,
                    group[-1].number,
                    sentence,
                    head.bullet and first,
                    head.indent,
                    inline.heading,
                    inline.quote,
                    inline.link_share,
                    inline.image,
                    head.gap if first else 0,
                    cut,
                    run_on=k > 0,
                    in_columns=in_columns,
                )
            )
    return units


def _units_of_plain(group: list[Line], text: str, *, alone: bool) -> list[Unit]:
    """The units of a line without markup, fields and seams: one, or the sentences that were joined in it."""
    head, last = group[0], group[-1].number
    image = is_image_name(text)
    sentences = split_run_on(text, alone=alone) if len(text) >= MAX_ORDINARY_CHARS else (text,)
    units = [Unit(head.number, last, sentences[0], head.bullet, head.indent, 0, False, 0.0, image, head.gap, False)]
    for sentence in sentences[1:]:
        units.append(Unit(head.number, last, sentence, False, head.indent, 0, False, 0.0, image, 0, False, run_on=True))
    return units


def _pieces(joined: str, seamed: bool, dated: bool, *, whole: bool) -> tuple[str, ...]:
    fields = split_fields(joined)
    if len(fields) == 1 and whole:
        fields = split_page(fields[0])
    if len(fields) == 1:
        unread = fields[0] is not joined  # cut out of a tag, or with its escapes undone
        return split_glued(fields[0], seamed=seamed or unread, dated=dated or unread)
    return tuple(piece for field in fields for piece in split_glued(field)) or (joined,)
