"""The lines of a ProQuest export in, its fields out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.text.record import BODY, BYLINE, CAPTION, DATE, FIELD, OUTLET, PEOPLE, SECTION, TITLE, Record
from pipeline.text.record_fields import RULE, by_fields, in_order_of_speech, is_in_foot

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
PICTURES = frozenset(("Illustration", "Illustrations", "Photograph", "Photographs"))
NO_CAPTION = re.compile(r"\s*;?\s*Caption:\s*\Z")
CREDITED = re.compile(r"\A(?:Caption:\s*|[^/.]{3,80}\s/\s)")
"""`Otis Pell, The Tidal Post / The ferry at dusk.; Caption:`."""


def count_proquest(lines: Sequence[str]) -> int:
    """How many records the lines hold."""
    texts = sum(line.lstrip().startswith("Full text:") for line in lines)
    return texts if texts and any(named[0] in PROQUEST_SIGNS for line in lines if (named := _proquest_label(line))) else 0


def _proquest_label(line: str) -> tuple[str, int] | None:
    label, colon, _ = line.lstrip().partition(":")
    if not colon or label not in PROQUEST:
        return None
    end = len(line) - len(line.lstrip()) + len(label) + 1
    return label, end


def _is_foot(line: str) -> bool:
    return _proquest_label(line) is not None or RULE.match(line) is not None


def read_proquest(lines: Sequence[str]) -> Record:
    """The fields of a record, and its body."""
    record = by_fields(lines, _proquest_label, PROQUEST, lambda i: is_in_foot(lines, i, _is_foot))
    if BYLINE in record.values:
        record.values[PEOPLE] = in_order_of_speech(record.values[BYLINE])
    _put_pictures(lines, record)
    return record


def _put_pictures(lines: Sequence[str], record: Record) -> None:
    """What stands behind `Illustration`, up to the next field, between who took the picture and `; Caption:`."""
    head = next((i for i, line in enumerate(lines) if i not in record.labels and line.strip() in PICTURES), None)
    if head is None or not record.heads or head < min(record.heads):
        return
    end = next((i for i in range(head + 1, len(lines)) if i in record.labels), len(lines))
    record.put(CAPTION, lines, range(head + 1, end))
    record.put(FIELD, lines, [head])
    if CAPTION in record.values:
        record.values[CAPTION] = CREDITED.sub("", NO_CAPTION.sub("", record.values[CAPTION]))
