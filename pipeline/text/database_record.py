"""A document's raw lines in; where a press database (Nexis, Factiva, ProQuest), a wire or a mail wrote it, fields and body out.

Databases name every field, so nothing has to be guessed: `HEADLINE:` is the headline, and all between the last field of
the head and the first one of the foot is the article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from pipeline.marks.dates import find_dates
from pipeline.text.named_head import count_blog, count_export, count_mail, names_headline, read_export, read_mail
from pipeline.text.record import (
    BODY,
    BYLINE,
    CAPTION,
    DATE,
    DATELINE,
    DAY,
    FIELD,
    OUTLET,
    PEOPLE,
    SECTION,
    TITLE,
    Record,
)

__all__ = [
    "BODY",
    "BYLINE",
    "CAPTION",
    "DATE",
    "DATELINE",
    "DAY",
    "FIELD",
    "OUTLET",
    "PEOPLE",
    "SECTION",
    "TITLE",
    "Record",
    "SeveralDocumentsError",
    "may_be_record",
    "read_record",
]

SIGNS = (
    "^",
    "LENGTH:",
    "Length:",
    "LÄNGE:",
    "Länge:",
    "LONGUEUR:",
    "Longueur:",
    "HD",
    "Full text:",
    "Subject:",
)
"""A text without any of these and without a headline's field is no record."""
MAX_PREAMBLE = 40
"""Lines before the first named field: a counter, the paper, the day, the headline."""

NEXIS_HEAD = {
    "BYLINE": BYLINE,
    "AUTOR": BYLINE,
    "AUTEUR": BYLINE,
    "SECTION": SECTION,
    "RUBRIK": SECTION,
    "RUBRIQUE": SECTION,
    "HEADLINE": TITLE,
    "TITEL": TITLE,
    "TITRE": TITLE,
    "DATELINE": DATELINE,
    "BODY": BODY,
    **dict.fromkeys(
        ("LENGTH", "LÄNGE", "LONGUEUR", "HIGHLIGHT", "SERIES", "COLUMN", "TYPE", "DISTRIBUTION", "SOURCE", "ENCART"), FIELD
    ),
}
NEXIS_FOOT = {
    "GRAPHIC": CAPTION,
    "GRAFIK": CAPTION,
    "ILLUSTRATION": CAPTION,
    **dict.fromkeys(
        (
            *("LOAD-DATE", "UPDATE", "DATE-CHARGEMENT", "LANGUAGE", "SPRACHE", "LANGUE", "PUBLICATION-TYPE", "DOCUMENT-TYPE"),
            *("TYPE-PUBLICATION", "JOURNAL-CODE", "JOURNAL CODE", "SUBJECT", "COMPANY", "TICKER", "INDUSTRY", "GEOGRAPHIC"),
            *("COUNTRY", "STATE", "CITY", "PERSON", "ORGANIZATION", "NOTES", "NOTE", "CORRECTION-DATE", "CORRECTION", "URL"),
            *("ACC-NO", "TRANSMISSION DATE", "CLASSIFICATION"),
        ),
        FIELD,
    ),
}
NEXIS_LENGTH = re.compile(r"\s*(?:LENGTH|LÄNGE|LONGUEUR|Length):\s*\d[\d.,]*\s+(?:words?|W(?:ö|oe)rter|mots)\b", re.IGNORECASE)
NEXIS_COUNTER = re.compile(r"\s*\d+\s+(?:of|von|de|sur)\s+\d+\s+DO[CK]UMENT\w*\s*\Z")
NEXIS_END = re.compile(r"\s*(?:End of Document|Body|Graphic|Classification)\s*\Z")
FACTIVA = {
    "HD": TITLE,
    "BY": BYLINE,
    "PD": DATE,
    "SN": OUTLET,
    "SE": SECTION,
    "CLM": SECTION,
    "LP": BODY,
    "TD": BODY,
    "ART": CAPTION,
    **dict.fromkeys(
        (
            *("CR", "WC", "ET", "SC", "ED", "PG", "VOL", "LA", "CY", "CT", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB"),
            *("AN", "CX"),
        ),
        FIELD,
    ),
}
FACTIVA_SIGNS = frozenset(("WC", "PD", "SN", "SC", "LA", "CY", "AN", "PUB"))
MIN_FACTIVA_SIGNS = 3
PROQUEST = {
    "Title": TITLE,
    "Author": BYLINE,
    "Publication date": DATE,
    "Publication title": OUTLET,
    "Section": SECTION,
    "Full text": BODY,
    **dict.fromkeys(
        (
            *("Publication info", "ProQuest document link", "Abstract", "Links", "Subject", "Location", "People", "Company"),
            *("Company / organization", "Business indexing term", "Identifier / keyword", "Pages", "First page", "Volume"),
            *("Issue", "Number of pages", "Publication year", "Publication subject", "Publisher", "Place of publication"),
            *("Country of publication", "ISSN", "Source type", "Language of publication", "Document type", "Dateline"),
            *("ProQuest document ID", "Document URL", "Copyright", "Last updated", "Database", "Classification", "Credit"),
            *("Document feature", "Column", "Edition", "Ethnicity", "Names", "Accession number", "References", "Caption"),
        ),
        FIELD,
    ),
}
PROQUEST_SIGNS = frozenset(("Publication title", "Publication info", "ProQuest document ID", "ProQuest document link"))
WIRE_LINE = re.compile(r"[\s\x00-\x1f]{0,6}\^\s?")
"""A line of a story's head on ANPA wires, whose control characters some dumps keep."""
WIRE_END = "<= \t"
"""What they print behind such a line."""
WIRE_SLUG = re.compile(
    r"(?:BC|AM|PM)-|.*,\s?\d{3,4}\s*[<=]*\s*\Z|(?:\d+(?:st|nd|rd|th)\s?Ld|Eds?:|URGENT|BULLETIN)", re.IGNORECASE
)
WIRE_BY = re.compile(r"[Bb][Yy]\s")
WIRE_FOOT = re.compile(r"\s*[A-Z]{2,6}-[A-Z]{2}-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d)\s\d{4}[A-Z]{3}\s*<?\s*\Z")
MIN_WIRE_HEAD, MAX_WIRE_HEAD = 2, 12
MONTHS = 12
FIRST_YEAR_OF_THE_CENTURY = 60
"""A wire's year of two digits: there were none of these before 1960."""
RULE = re.compile(r"\s*(?:[_=*-]{5,}|Document \d+ of \d+|Page \d+ of \d+|\d+)\s*\Z")
COPYRIGHT = re.compile(
    r"\s*(?:Copyright|\(c\)|©|All Rights Reserved|Alle Rechte vorbehalten|Tous droits réservés)", re.IGNORECASE
)
CAPPED_LABEL = re.compile(r"\s{0,4}(?P<label>[A-ZÄÖÜÉ][A-ZÄÖÜÉ -]{1,24}):(?:\s+|\Z)")
TITLED_LABEL = re.compile(r"\s{0,4}(?P<label>[A-Z][a-z]+(?:[- /]{1,3}[A-Za-z]+){0,2}):(?:\s+|\Z)")
CODE = re.compile(r"\s{0,3}(?P<label>[A-Z]{2,3})(?:\s+|\Z)")


class SeveralDocumentsError(ValueError):
    """A text has more lines than any page, or several records of a press database; its message says what to do."""


def may_be_record(text: str) -> bool:
    """Whether a text holds any name of a field without which it is no record; cheap, for every dump is asked.

    Args:
        text: The decoded dump.
    """
    return any(sign in text for sign in SIGNS) or names_headline(text)


def read_record(lines: Sequence[str]) -> Record | None:
    """The fields of a record, None where the document is none.

    Args:
        lines: Raw lines without their ends.

    Raises:
        SeveralDocumentsError: They are several records.
    """
    for name, count, read in READERS:
        found = count(lines)
        if found > 1:
            raise SeveralDocumentsError(f"{found:,} records in one file: part them with --split {name}")
        if found:
            record = read(lines)
            return record if any(line.strip() and i not in record.labels for i, line in enumerate(lines)) else None
    return None


def _label(pattern: re.Pattern[str], line: str, known: dict[str, str]) -> tuple[str, int] | None:
    """The name of the field that a line begins, and where its value begins."""
    found = pattern.match(line)
    return (found["label"], found.end()) if found is not None and found["label"] in known else None


def _count_nexis(lines: Sequence[str]) -> int:
    lengths = sum(line.lstrip()[:1] in ("L", "l") and NEXIS_LENGTH.match(line) is not None for line in lines)
    signed = lengths and any(_is_sign_of_nexis(line) for line in lines)
    return lengths if signed else 0


def _is_sign_of_nexis(line: str) -> bool:
    return bool(NEXIS_COUNTER.match(line) or NEXIS_END.match(line) or _nexis_label(line, NEXIS_FOOT))


def _nexis_label(line: str, known: dict[str, str]) -> tuple[str, int] | None:
    found = CAPPED_LABEL.match(line) or TITLED_LABEL.match(line)
    if found is None or found["label"].upper() not in known:
        return None
    return found["label"].upper(), found.end()


def _nexis(lines: Sequence[str]) -> Record:
    record = Record()
    first = next(i for i, line in enumerate(lines) if _nexis_label(line, NEXIS_HEAD))
    _preamble(lines, first, record)
    at = first
    while at < len(lines):
        named = _nexis_label(lines[at], NEXIS_HEAD)
        if named is None:
            if lines[at].strip() and not COPYRIGHT.match(lines[at]) and not NEXIS_END.match(lines[at]):
                break
            if lines[at].strip():
                record.labels[at] = FIELD
            at += 1
            continue
        label = NEXIS_HEAD[named[0]]
        if label == BODY:
            if lines[at][named[1] :].strip():
                record.heads[at] = named[1]
                break
            record.labels[at] = FIELD
            at += 1
            continue
        block = [at, *takewhile(lambda i: lines[i].strip() and not _nexis_label(lines[i], NEXIS_HEAD), range(at + 1, len(lines)))]
        record.put(label, lines, block, named[1])
        at = block[-1] + 1
    foot = next((i for i in range(at + 1, len(lines)) if _nexis_label(lines[i], NEXIS_FOOT) or NEXIS_END.match(lines[i])), None)
    if foot is None:
        foot = next((i for i in range(len(lines) - 1, at, -1) if COPYRIGHT.match(lines[i])), len(lines))
    _foot(lines, foot, record, lambda line: _nexis_label(line, NEXIS_FOOT), NEXIS_FOOT)
    return record


def _preamble(lines: Sequence[str], first: int, record: Record) -> None:
    """The paper, the day and the headline stand unnamed above the fields: the headline last in old exports, first in new ones."""
    blocks: list[list[int]] = [[]]
    for i in range(max(0, first - MAX_PREAMBLE), first):
        if not lines[i].strip():
            blocks.append([])
        elif NEXIS_COUNTER.match(lines[i]) or RULE.match(lines[i]) or COPYRIGHT.match(lines[i]):
            record.labels[i] = FIELD
        else:
            blocks[-1].append(i)
    blocks = [block for block in blocks if block]
    dated = next((k for k, block in enumerate(blocks) if any(_is_day(lines[i]) for i in block)), None)
    if dated is None:
        if blocks:
            record.put(TITLE, lines, blocks[-1])
        blocks = blocks[:-1]
    elif dated + 1 < len(blocks):
        record.put(TITLE, lines, blocks[-1])
        blocks = blocks[:-1]
    elif dated > 1:
        record.put(TITLE, lines, blocks[0])
        blocks = blocks[1:]
    for block in blocks:
        for i in block:
            label = DATE if _is_day(lines[i]) else FIELD if OUTLET in record.values or DATE in record.values else OUTLET
            record.put(label, lines, [i])


def _is_day(line: str) -> bool:
    return any(found.precision != "month" for found in find_dates(line.strip()))


def _foot(
    lines: Sequence[str], start: int, record: Record, named_at: Callable[[str], tuple[str, int] | None], known: dict[str, str]
) -> None:
    """All lines from the first named field behind the body on."""
    at = start
    while at < len(lines):
        named = named_at(lines[at])
        block = [at, *takewhile(lambda i: lines[i].strip() and named_at(lines[i]) is None, range(at + 1, len(lines)))]
        record.put(known[named[0]] if named else FIELD, lines, block, named[1] if named else 0)
        at = block[-1] + 1


def _count_factiva(lines: Sequence[str]) -> int:
    if not any(line.lstrip(" ")[:2] == "HD" for line in lines):
        return 0
    codes = [named[0] for line in lines if (named := _label(CODE, line, FACTIVA))]
    signed = not {"LP", "TD"}.isdisjoint(codes) and len(FACTIVA_SIGNS.intersection(codes)) >= MIN_FACTIVA_SIGNS
    return codes.count("HD") if signed else 0


def _factiva(lines: Sequence[str]) -> Record:
    return _by_fields(lines, lambda line: _label(CODE, line, FACTIVA), FACTIVA)


def _count_proquest(lines: Sequence[str]) -> int:
    texts = sum(line.lstrip().startswith("Full text:") for line in lines)
    return texts if texts and any(named[0] in PROQUEST_SIGNS for line in lines if (named := _proquest_label(line))) else 0


def _proquest_label(line: str) -> tuple[str, int] | None:
    label, colon, _ = line.lstrip().partition(":")
    if not colon or label not in PROQUEST:
        return None
    end = len(line) - len(line.lstrip()) + len(label) + 1
    return label, end


def _proquest(lines: Sequence[str]) -> Record:
    record = _by_fields(lines, _proquest_label, PROQUEST)
    if BYLINE in record.values:
        people = (name.split(",", 1) for name in record.values[BYLINE].split(";"))
        record.values[PEOPLE] = ", ".join(" ".join(part.strip() for part in reversed(name)) for name in people)
    return record


def _count_wire(lines: Sequence[str]) -> int:
    """One where a single head stands at the beginning; a spool of several is not told from a story that has subheads."""
    heads = [i for i, line in enumerate(lines) if WIRE_LINE.match(line)]
    return int(len(heads) >= MIN_WIRE_HEAD and heads[-1] <= MAX_WIRE_HEAD)


def _wire(lines: Sequence[str]) -> Record:
    record = Record()
    last = max(i for i, line in enumerate(lines) if WIRE_LINE.match(line))
    signed = False
    for i in range(last + 1):
        head = WIRE_LINE.match(lines[i])
        text = lines[i][head.end() :] if head else ""
        if not head or WIRE_SLUG.match(text) or (signed and not WIRE_BY.match(text)):
            label = FIELD
        else:
            signed = WIRE_BY.match(text) is not None
            label = BYLINE if signed else FIELD if TITLE in record.values else TITLE
        if lines[i].strip():
            record.labels[i] = label
            if label != FIELD:
                record.values.setdefault(label, text.rstrip(WIRE_END))
    for i in range(last + 1, len(lines)):
        foot = WIRE_FOOT.match(lines[i])
        if foot is not None:
            record.labels[i] = DATE
            record.values[DATE] = lines[i].strip(WIRE_END)
            century = 1900 if int(foot["year"]) >= FIRST_YEAR_OF_THE_CENTURY else 2000
            month, day = foot["month"], foot["day"]
            month, day = (day, month) if int(month) > MONTHS else (month, day)
            record.values[DAY] = f"{century + int(foot['year'])}-{month}-{day}"
    return record


def _by_fields(lines: Sequence[str], named_at: Callable[[str], tuple[str, int] | None], known: dict[str, str]) -> Record:
    """A record in which each line belongs to the field named last; what stands above the first is the headline."""
    record = Record()
    starts = [i for i, line in enumerate(lines) if named_at(line)]
    above = [i for i in range(starts[0]) if lines[i].strip() and not RULE.match(lines[i])]
    for i in range(starts[0]):
        if lines[i].strip():
            record.labels[i] = FIELD
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        name, cut = named_at(lines[start]) or ("", 0)
        if known[name] == BODY:
            record.heads[start] = cut
        else:
            record.put(known[name], lines, range(start, end), cut)
    if TITLE not in record.values and above:
        record.put(TITLE, lines, above)
    return record


READERS = (
    ("nexis", _count_nexis, _nexis),
    ("factiva", _count_factiva, _factiva),
    ("proquest", _count_proquest, _proquest),
    ("wire", _count_wire, _wire),
    ("mail", count_mail, read_mail),
    ("movabletype", count_blog, read_export),
    ("export", count_export, read_export),
)
"""Databases and what writes like them: the name, for databases their separator's for `--split`; how many records a text
holds; how one is read."""
