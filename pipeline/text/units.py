"""A dump in, units out: paragraphs, headings and list items as the page had them, each knowing its raw lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
from pipeline.text.fields import split_fields, split_page
from pipeline.text.first_look import look_at
from pipeline.text.glue import split_glued
from pipeline.text.hand_wrap import hand_broken_lines
from pipeline.text.hyphens import Hyphens
from pipeline.text.inline import is_image_name, plain_wording
from pipeline.text.lexicon import ALL_STOPWORDS
from pipeline.text.margins import without_margins
from pipeline.text.pages import page_edges
from pipeline.text.pandoc import is_pandoc, without_pandoc
from pipeline.text.raw_lines import raw_lines
from pipeline.text.record import Paragraph, Record
from pipeline.text.run_on import MIN_CHARS_ALONE, UNSPACED_SHARE, split_run_on
from pipeline.text.scanned import MAX_INITIAL, TERMINAL, Line, is_initial, scan
from pipeline.text.unspaced_wrap import CJK_OR_SIGN, columns, is_unspaced, unbreakable

HYPHENS = ("-", "\u2010", "\u00ad", "\u00ac")
CLOSING = frozenset(",.;:!?)]}»”’%…")
OPENING = frozenset("([{«“‘—")
CJK = re.compile(f"[{scripts.CJK}]")
WORD = re.compile(r"\w")
MIN_PROSE_WORDS = 4
MAX_NAMED_CHARS = 120
"""Of a link's words that begin in upper case behind a function word; a longer line begins a paragraph."""
ARTICLES = frozenset(
    ("The", "A", "An", "Der", "Die", "Das", "Le", "La", "Les", "El", "Los", "Las", "Il", "Lo", "O", "Os", "De", "Het")
)
"""Alone on a line, they stood before a link."""
MIN_GLUED_CHARS = 14
MAX_ORDINARY_CHARS = MIN_CHARS_ALONE // UNSPACED_SHARE
"""No fields are looked for in a shorter line, and no sentences that were joined: what a first look clears is one unit."""
MAX_ALONE = 2
"""Lines of a dump whose paragraphs were joined."""
RAGGED_SHARE = 0.6
"""Of the column; shorter lines are entries of a list, whose next one may begin in lower case."""
WORDS_OF_A_LETTER = "AIOÀEÉYУИВКСОЯА"
BEFORE_LITTLE_WORDS = "ÉY"
"""Those that a noun does not follow: `É um barco`, but `École`."""
SUBHEAD_SHARE, MAX_SUBHEAD_WORDS = 0.6, 7
"""Of the longest line above a subhead, and how many words it has."""
FLUSH_SHARE = 0.8
"""Of the column that a line must have when a flush one goes on with its paragraph."""
OVERRUN = 1.1
"""Of the column."""
MAX_HEADLINE_LINES = 3
MIN_HEADLINE_BLANKS, MIN_HEADLINE_CHARS, MAX_HEADLINE_CHARS = 2, 14, 70
MIN_LAST_CHARS = 4
WIDE_GAP, GAP = " " * 4, re.compile(r"(?<=\S) {2,}(?=\S)")
MIN_GAPS, MIN_GAP_SHARE = 3, 0.4
"""Of the words in a row of entries so many stand before a gap; typewriters filled lines with gaps of two and three blanks."""
SIGNING = ("BY ", "VON ", "PAR ", "POR ", "DI ", "DOOR ")
"""A byline may stand right below the headline."""
MAX_FIRST_INDENT = 12
"""Blanks by which typewriters, wires and Usenet set the first line of a paragraph in."""


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
    groups = list(_groups(read, edges, style, hyphens))
    if record and record.whole:
        groups = [part for group in groups for part in _subhead_apart(group)]
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


def _groups(lines: list[str], edges: frozenset[int], style: DumpStyle, hyphens: Hyphens) -> Iterator[list[Line]]:
    """Runs of raw lines that were one line before the dump broke them."""
    scanned = list(scan(lines, edges))
    going_on = set(_headline_lines(scanned))
    if style.hand_width is not None:
        going_on.update(hand_broken_lines(scanned, style.hand_width, blank_separated=style.blank_separated))
    group: list[Line] = []
    words = 0
    for i, line in enumerate(scanned):
        following = scanned[i + 1] if i + 1 < len(scanned) else None
        if (
            group
            and not line.gap
            and not line.bullet
            and (
                i in going_on
                or (line.torn and (line.text[:1].islower() or len(group[-1].text) <= MAX_INITIAL))
                or _goes_on(group, words, line, following, style, hyphens)
            )
        ):
            group.append(line)
            words += line.text.count(" ") + 1
        else:
            if group:
                yield group
            group, words = [line], line.text.count(" ") + 1
    if group:
        yield group


def _subhead_apart(group: list[Line]) -> tuple[list[Line], ...]:
    """A paragraph and the subhead right below it: records print no blank line there, and a paragraph ends in a full stop."""
    *above, last = group
    if not above or above[-1].text[-1:] not in TERMINAL or last.text[-1:] in TERMINAL or not last.text[:1].isupper():
        return (group,)
    short = len(last.text) <= SUBHEAD_SHARE * max(line.length for line in above) and last.text.count(" ") < MAX_SUBHEAD_WORDS
    return (above, [last]) if short and last.text.count(" ") >= 1 else (group,)


def _headline_lines(scanned: list[Line]) -> Iterator[int]:
    """Lines that go on with a headline: two or three in capitals, alone between blank lines, as typescripts set it."""
    start = 0
    for i in range(1, len(scanned) + 1):
        if i < len(scanned) and not scanned[i].gap:
            continue
        *lines, last = scanned[start:i]
        if 2 <= i - start <= MAX_HEADLINE_LINES and all(map(_is_headline_line, lines)) and _ends_headline(last):
            yield from range(start + 1, i)
        start = i


def _is_headline_line(line: Line) -> bool:
    return (
        not line.bullet
        and line.text.isupper()
        and line.text[-1] not in TERMINAL
        and line.text.count(" ") >= MIN_HEADLINE_BLANKS
        and MIN_HEADLINE_CHARS <= len(line.text) <= MAX_HEADLINE_CHARS
        and not any(map(str.isdigit, line.text))
        and not line.text.startswith(SIGNING)
    )


def _ends_headline(line: Line) -> bool:
    """A further line, or what was left for the last one with the full stop that papers set until the forties."""
    if _is_headline_line(line):
        return True
    shout = (
        not line.bullet
        and line.text.isupper()
        and line.text[-1] == "."
        and MIN_LAST_CHARS <= len(line.text) <= MAX_HEADLINE_CHARS
    )
    return shout and not any(map(str.isdigit, line.text)) and not line.text.startswith(SIGNING)


def _goes_on(group: list[Line], words: int, line: Line, following: Line | None, style: DumpStyle, hyphens: Hyphens) -> bool:
    last = group[-1]
    if hyphens.breaks_words and last.text[-1:] in HYPHENS and line.text[:1].islower():
        return True
    if style.unspaced_width is not None and is_unspaced(last.text) and is_unspaced(line.text):
        return last.indent + columns(last.text) >= style.unspaced_width and _same_paragraph(group, line)
    if style.wrap_width is not None:
        kept_together = unbreakable(line.text, at_blanks=style.markdown) if line.text else 0
        if last.length + 1 + kept_together <= style.wrap_width and not _ragged(last, line, style.wrap_width):
            return style.set_in and _in_set_in_paragraph(group, line, style.wrap_width)
        if line.text.startswith("#") and style.markdown:
            return False
        if style.set_in and line.indent > 0 and not last.bullet:
            return False
        if min(last.length, line.length) > OVERRUN * style.wrap_width and len(group) == 1 and (not following or following.gap):
            return False  # no wrap at this column made the two: a headline and its deck above a newspaper's narrow columns
        return _same_paragraph(group, line)
    if style.fragments and last.text and line.text:
        return _fragment_goes_on(words, last.text, line.text, following)
    return False


def _in_set_in_paragraph(group: list[Line], line: Line, width: int) -> bool:
    """Whether a flush line stands in a paragraph whose first line is set in, below a line that nearly reaches the column."""
    head, last = group[0], group[-1]
    return line.indent == 0 < head.indent and (last is head or last.indent == 0) and last.length >= FLUSH_SHARE * width


def _ragged(last: Line, line: Line, width: int) -> bool:
    """Whether a line breaks off in the middle of a sentence, as a typist breaks it: before the column, and not by counting."""
    if not last.text or not line.text or last.length < RAGGED_SHARE * width or last.text[-1] in TERMINAL:
        return False
    return line.text[0].islower() or last.text[-1] == "," or last.text.rsplit(None, 1)[-1].lower() in ALL_STOPWORDS


def _same_paragraph(group: list[Line], line: Line) -> bool:
    """Whether a line is set as the paragraph's next one: as the last, or less far in than the first."""
    head, last = group[0], group[-1]
    if head.bullet:
        return len(group) > 1 or head.indent - line.indent <= MAX_FIRST_INDENT
    return line.indent == last.indent or (len(group) == 1 and 0 < head.indent - line.indent <= MAX_FIRST_INDENT)


def _fragment_goes_on(words: int, before: str, text: str, following: Line | None) -> bool:
    """True where an inline element was put on its own line in the middle of a sentence."""
    end = before[-1]
    if text[0] in CLOSING:
        return text[0] not in "“" and words + len(text) > 2
    finished = end in TERMINAL
    if text[0].islower():
        return not finished and (words >= 3 or before[0].islower())
    if end in OPENING:
        return True
    tail = before.rsplit(None, 1)[-1].lower()
    if words >= MIN_PROSE_WORDS and (end == "," or (tail in ALL_STOPWORDS and len(text) <= MAX_NAMED_CHARS)):
        return True
    if words == 1 and before in ARTICLES and text.count(" ") >= MIN_PROSE_WORDS:
        return True
    resumes = (
        following is not None
        and not following.gap
        and not following.bullet
        and following.text[:1] != ""
        and (following.text[0].islower() or following.text[0] in CLOSING)
    )
    return resumes and not finished and words >= MIN_PROSE_WORDS and text.count(" ") < 8 and _is_prose(before)


def _is_prose(text: str) -> bool:
    return sum(w in ALL_STOPWORDS for w in text.lower().split()[:30]) >= 2


def join_lines(parts: list[str], hyphens: Hyphens) -> str:
    """Broken lines as one: no blank after a hyphen, beside a script without blanks or before closing punctuation."""
    out: list[str] = []
    for part in parts:
        if out and part:
            whole = hyphens.joined(out[-1], part)
            if whole is not None:
                out[-1] = whole
                continue
            if len(out) == 1 and len(out[0]) <= MAX_INITIAL and is_initial(out[0]):
                out[0] = beginning_with(out[0], part, hyphens)
                continue
            before = out[-1][-1:]
            tight = (
                (before == "-" and len(out[-1]) > 1 and out[-1][-2].isalnum() and part[0].isalnum())
                or (before in OPENING and not out[-1].endswith(" —"))
                or part[0] in CLOSING
                or CJK_OR_SIGN.match(before) is not None
                or CJK_OR_SIGN.match(part[0]) is not None
                or (before.isdigit() and part[0].isdigit() and is_unspaced(out[-1]))
            )
            if not tight:
                out.append(" ")
        if part:
            out.append(part)
    return "".join(out)


def beginning_with(initial: str, line: str, hyphens: Hyphens) -> str:
    """A line with the letter that was set as its initial: `he ferry` with `T`, but `ferry` with `A`, which is a word itself."""
    letter, word = initial[-1], line.split(None, 1)[0].casefold()
    joined = letter.casefold() + word
    alone = (
        letter in WORDS_OF_A_LETTER
        and not hyphens.is_whole(joined)
        and word[:1] != word[1:2]  # `ccording`
        and (letter not in BEFORE_LITTLE_WORDS or word in ALL_STOPWORDS)
    )
    return f"{initial} {line}" if alone else initial + line


def _units_of(group: list[Line], joined: str, look: Sequence[bool], style: DumpStyle, *, alone: bool) -> list[Unit]:
    head = group[0]
    marked, seamed, dated = look
    if not (marked or seamed or dated) and len(joined) < MAX_ORDINARY_CHARS:
        text = joined.strip()
        image = is_image_name(text)
        return [Unit(head.number, group[-1].number, text, head.bullet, head.indent, 0, False, 0.0, image, head.gap, False)]
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


def _pieces(joined: str, seamed: bool, dated: bool, *, whole: bool) -> tuple[str, ...]:
    fields = split_fields(joined)
    if len(fields) == 1 and whole:
        fields = split_page(fields[0])
    if len(fields) == 1:
        unread = fields[0] is not joined  # cut out of a tag, or with its escapes undone
        return split_glued(fields[0], seamed=seamed or unread, dated=dated or unread)
    return tuple(piece for field in fields for piece in split_glued(field)) or (joined,)
