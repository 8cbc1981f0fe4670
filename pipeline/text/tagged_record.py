"""Raw lines of a tagged record (TREC, Gigaword, AQUAINT, Reuters-21578) in; its fields as columns and its paragraphs out.

Research corpora hold news as SGML without a document type: `<DOC>`, a tag around each field, `<TEXT>` around the body. What no
table names is a field without a column.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.marks.byline import parse_byline
from pipeline.text.record import BYLINE, CAPTION, DATE, DATELINE, DAY, FIELD, OUTLET, SECTION, TITLE, Record
from pipeline.text.tagged_body import BLANK, FIELD_BREAK, MARK_BREAK, WITHIN, Part, above_text, paragraphs_of
from pipeline.text.tagged_columns import (
    MAX_PRINTED,
    captions_of,
    dated,
    headline_of,
    is_day,
    is_desk_sign,
    is_signed,
    is_wire_note,
    numbered_day,
    outlet_of,
    section_of,
    signed_by,
    wire_day,
)

DOCUMENTS = ("DOC", "REUTERS")
OPENING = re.compile(r"[\s\ufeff]*(?:<[?!][^<>]{0,2000}>\s*|</\w{1,20}>\s*){0,8}<(?:DOC|DOCNO|DOCID|REUTERS)[\s>]", re.IGNORECASE)
"""A text begins so, below the name of its document type, or below the end tag of the document before."""
DOCUMENT = re.compile(r"[\s\ufeff]{0,20}<(?:DOC|REUTERS)[\s>]", re.IGNORECASE)
SIGN = re.compile(
    r"</(?:TEXT|BODY|TXT|LEADPARA|LP|DOCNO|DOCID)\s{0,3}>|<(?:DOC|REUTERS)\s[^<>]{0,400}\b(?:NEW)?ID\s?=", re.IGNORECASE
)
"""Without one of these no record: a page may begin with a tag too. A separator takes the end tags on a document's last line."""
TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w.:-]{0,30})(?P<attributes>\s[^<>]*)?/?>|<!--[^<>]*-->")
INLINE = re.compile(r"</?(?:F|B|I|EM|STRONG|SUP|SUB|TDATA|CELLRULE|ENAMEX|TIMEX|NUMEX)(?:\s[^<>]*)?>", re.IGNORECASE)
"""Tags within a sentence or a row."""
PARAGRAPHS = frozenset(("P", "TURN", "TROW", "BR", "HR", "TABLE", "ROWRULE"))
"""Tags that part paragraphs and need no end."""
BODIES = frozenset(("TEXT", "BODY", "TXT", "LEADPARA", "LP"))
NEED_NO_END = PARAGRAPHS.union(BODIES, DOCUMENTS)
NO_TEXT = frozenset(
    (
        *("ANNOTATION", "NOTE", "FIG", "FOOTNOTE", "FOOTCITE", "FOOTNAME", "USDEPT", "USBUREAU", "AGENCY", "CFRNO", "RINDOCK"),
        *("SIGNER", "SIGNJOB", "SIGNDATE", "FRFILING", "BILLING", "SLUG", "HEADER", "TRAILER", "ENDTIME", "DOCTYPE", "ABSTRACT"),
    )
)
"""Within a body; other tags there head or part its text."""
COLUMNS = {
    **dict.fromkeys(("HEAD", "HL", "HEADLINE", "TITLE", "TI", "DOCTITLE", "PREAMBLE"), TITLE),
    **dict.fromkeys(("BYLINE", "AUTHOR"), BYLINE),
    **dict.fromkeys(("DATE", "DD", "DATE1", "DATE_TIME", "DATETIME", "PUBDATE"), DATE),
    **dict.fromkeys(("SO", "PUB", "NAME", "JOURNAL"), OUTLET),
    **dict.fromkeys(("CAPTION", "GRAPHIC"), CAPTION),
    "SECTION": SECTION,
    "DATELINE": DATELINE,
}
MAX_LINES_ABOVE = 6
"""Of a body, in which its byline and a wire's notes may stand."""
STAMPS = ("FILEID", "TRAILER")
"""Where wires print month, day, year and clock behind their letters."""
NUMBERS = ("DOCNO", "DOCID", "DOC", "REUTERS")
"""Where a day stands among a document's number; the last in order of trust."""
ID = re.compile(r"\sid\s?=\s?[\"']?(?P<id>[\w.-]{4,60})", re.IGNORECASE)
ENTITY = re.compile(r"&(?P<name>#\d{1,6}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,9});")
ZIFF_PARAGRAPH, MARK = "&M;", "<P>"
"""What parts Ziff's paragraphs, and what others part them with."""
ENTITIES = {"MD": "—", "AMP": "&", "amp": "&", "hyph": "-", "blank": " ", "HT": " ", "LR": "", "UR": "", "QL": "", "QC": ""}
"""Entities that no document type of the web names: New York Times wires', the Federal Register's."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")
WIRE_CONTROL = re.compile(r"Cx[0-9a-f]{1,2}|[A-Z]{2}")


@dataclass(slots=True)
class Field:
    """One tag and what stands directly in it."""

    name: str
    """Of the tag, in capitals."""
    parts: list[Part] = field(default_factory=list)
    number: str = ""
    """The `id` of a document's tag."""
    is_outer: bool = False
    """A body's tag around another: what stands beside that one is no text."""


def may_be_tagged(text: str) -> bool:
    """Whether a text begins as a tagged record does and ends a field; cheap, for every dump is asked.

    Args:
        text: The decoded dump.
    """
    return OPENING.match(text) is not None and SIGN.search(text) is not None


def count_tagged(lines: Sequence[str]) -> int:
    """How many documents the lines hold; none where they do not begin with one."""
    first = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    if not OPENING.match("\n".join(lines[first : first + 5])) or not any("<" in line and SIGN.search(line) for line in lines):
        return 0
    return max(1, sum("<" in line and DOCUMENT.match(line) is not None for line in lines))


def read_tagged(lines: Sequence[str]) -> Record:
    """The columns of one document, and the paragraphs of its body."""
    record = Record(paragraphs=())
    fields = list(_fields(lines))
    body = [part for each in fields if each.name in BODIES and not each.is_outer for part in each.parts]
    for each in fields:
        if each.name not in BODIES or each.is_outer:
            _put(each, record)
    above, body = above_text(body)
    record.label(FIELD, above.lines)
    _put_value(BYLINE, above.signed, above.byline, record)
    _put_day(fields, record)
    body = _without_signs(body, record)
    record.paragraphs = tuple(paragraphs_of(_without_repeated_lead(fields, body)))
    told = {i for paragraph in record.paragraphs for i in range(paragraph.first, paragraph.last + 1)}
    for i, line in enumerate(lines):
        if line.strip() and i not in told:
            record.labels.setdefault(i, FIELD)
    return record


def _fields(lines: Sequence[str]) -> list[Field]:
    """Each tag's field with the wording in it, in order."""
    ended = {found["name"].upper() for line in lines if "</" in line for found in TAG.finditer(line) if found["end"]}
    tags = _OpenTags()
    for i, line in enumerate(lines):
        if not line.strip():
            tags.pause = tags.pause or BLANK
            continue
        line = line.replace(ZIFF_PARAGRAPH, MARK)
        if "<" not in line:
            tags.add(i, line)
            continue
        at, line = 0, INLINE.sub("", line)
        for tag in TAG.finditer(line):
            name = (tag["name"] or "").upper()
            if name and name not in ended and name not in NEED_NO_END:
                continue  # a firm's name, as Reuters prints it
            tags.add(i, line[at : tag.start()])
            at = tag.end()
            if name in PARAGRAPHS:
                tags.pause = MARK_BREAK
            elif tag["end"]:
                tags.close(name)
            elif name:
                tags.open(name, tag["attributes"] or "")
        tags.add(i, line[at:])
    return tags.fields


class _OpenTags:
    """The fields of a document while its lines are read."""

    __slots__ = ("_bodies", "_opened", "_stack", "fields", "pause")

    def __init__(self) -> None:
        self.fields: list[Field] = []
        self.pause = FIELD_BREAK
        """What parts the next wording from the last."""
        self._stack = [Field("")]
        self._bodies: list[Field] = []
        self._opened = Counter[str]()

    def add(self, i: int, wording: str) -> None:
        """Note the wording of a line, where there is any."""
        text = _undone(wording)
        if text.strip():
            self._stack[-1].parts.append(Part(i, text.rstrip(), self.pause))
            self.pause = WITHIN

    def open(self, name: str, attributes: str) -> None:
        """A field begins; within a body other tags only part the text."""
        self.pause = FIELD_BREAK
        if self._bodies and name not in BODIES and name not in COLUMNS and name not in NO_TEXT:
            return
        number = ID.search(attributes)
        inner = Field(name, number=number["id"] if number else "")
        if name in BODIES:
            if self._bodies:
                self._bodies[-1].is_outer = True
            self._bodies.append(inner)
        self._stack.append(inner)
        self._opened[name] += 1
        self.fields.append(inner)

    def close(self, name: str) -> None:
        """A field ends, and what was opened in it and not ended."""
        self.pause = FIELD_BREAK
        while self._opened[name]:
            gone = self._stack.pop()
            self._opened[gone.name] -= 1
            if self._bodies and gone is self._bodies[-1]:
                self._bodies.pop()
            if gone.name == name:
                return


def _undone(text: str) -> str:
    """The wording with its entities as what they stand for, without the signs that only a wire's machines read."""
    if "&" in text:
        text = ENTITY.sub(_character, text)
    return CONTROL.sub("", text)


def _character(entity: re.Match[str]) -> str:
    name = entity["name"]
    if name in ENTITIES:
        return ENTITIES[name]
    character = html.unescape(entity[0])
    return "" if character == entity[0] and WIRE_CONTROL.fullmatch(name) else character


def _put(each: Field, record: Record) -> None:
    """A field to its column, and the label of its lines."""
    column = COLUMNS.get(each.name, FIELD)
    if column == TITLE:
        _put_headline(each, record)
    elif each.is_outer:
        signed = next(([part] for part in each.parts if is_signed(part.text)), [])
        _put_value(BYLINE, signed, _joined(signed), record)
        record.label(FIELD, [part.line for part in each.parts])
    elif column in (DATE, FIELD) or (column == DATELINE and is_day(_joined(each.parts))):
        record.label(FIELD, [part.line for part in each.parts])  # which one tells the day, `_put_day` finds out
    else:
        _put_value(column, each.parts, _value(column, each), record)


def _value(column: str, each: Field) -> str:
    if column == CAPTION:
        return "\n".join(captions_of(_joined(each.parts)))
    if column == SECTION:
        return section_of(_joined(each.parts))
    if column == OUTLET:
        return outlet_of(each.parts[0].text.strip()) if each.parts else ""
    value = _joined(each.parts)
    return value if len(value) <= MAX_PRINTED else ""


def _put_value(column: str, parts: Sequence[Part], value: str, record: Record) -> None:
    record.label(column, [part.line for part in parts])
    if not value:
        return
    record.values.setdefault(column, value)
    if column == BYLINE and record.values[BYLINE] is value:
        record.values.update(signed_by(value))


def _put_headline(each: Field, record: Record) -> None:
    found = headline_of(each.name, each.parts)
    record.label(FIELD, [part.line for part in each.parts])
    if TITLE not in record.values and found.title:
        record.label(TITLE, found.lines)
        record.values[TITLE] = found.title
        if found.section:
            record.values.setdefault(SECTION, found.section)
    if BYLINE not in record.values:
        _put_value(BYLINE, found.signed, found.byline, record)


def _put_day(fields: Sequence[Field], record: Record) -> None:
    """The day by the first field that prints one: a date's, a wire's stamp, a document's number."""
    for names, read in ((_names(DATE), dated), (STAMPS, wire_day), (("DATELINE", "JOURNAL"), dated), (NUMBERS, numbered_day)):
        for each in (each for each in fields if each.name in names):
            printed = each.number if each.name in DOCUMENTS else _joined(each.parts)
            if each.name == "DATELINE" and not is_day(printed):
                continue
            day = read(printed)
            if day is not None:
                record.values[DATE] = printed[:MAX_PRINTED]
                if day not in printed:
                    record.values[DAY] = day
                record.label(DATE, [part.line for part in each.parts])
                return


def _names(column: str) -> tuple[str, ...]:
    return tuple(name for name, known in COLUMNS.items() if known == column)


def _joined(parts: Sequence[Part]) -> str:
    return " ".join(" ".join(part.text.split()) for part in parts)


def _without_signs(body: list[Part], record: Record) -> list[Part]:
    """The body without the byline and the notes that some wires print within its first paragraph, and without a desk's sign."""
    at = 0
    while at < min(len(body), MAX_LINES_ABOVE):
        part = body[at]
        if BYLINE not in record.values and is_signed(part.text) and parse_byline(part.text.strip()) is not None:
            _put_value(BYLINE, [part], part.text.strip(), record)
        elif not is_wire_note(part.text):
            break
        record.label(FIELD, [part.line])
        at += 1
    if len(body) > at + 1 and is_desk_sign(body[-1].text):
        record.label(FIELD, [body.pop().line])
    return body[at:]


def _without_repeated_lead(fields: Sequence[Field], body: list[Part]) -> list[Part]:
    """The body without the lead that the text behind it begins with again."""
    lead = [part for each in fields if each.name in ("LEADPARA", "LP") for part in each.parts]
    rest = [part for part in body if part not in set(lead)]
    words = _joined(lead).split()
    return rest if lead and rest and _joined(rest[: len(lead) + 2]).split()[: len(words)] == words else body
