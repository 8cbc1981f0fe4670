"""The lines of a Nexis export in, its fields out.

The paper, the day and the headline stand unnamed above the fields, the article between the last field of the head and the
first one of the foot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from pipeline.marks.dates import find_dates
from pipeline.text.record import BODY, BYLINE, CAPTION, DATE, DATELINE, FIELD, OUTLET, SECTION, TITLE, Record
from pipeline.text.record_fields import COPYRIGHT, RULE, is_in_foot, put_foot

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
    "GRAPHIQUE": CAPTION,
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
NAMES_IN_TEXTS = frozenset(
    (
        *(
            "COMPANY",
            "INDUSTRY",
            "COUNTRY",
            "STATE",
            "CITY",
            "PERSON",
            "ORGANIZATION",
            "SUBJECT",
            "LANGUAGE",
            "LANGUE",
            "SPRACHE",
        ),
        *("NOTE", "NOTES", "CORRECTION", "UPDATE", "URL", "ILLUSTRATION"),
    )
)
"""Names of its foot that also open paragraphs: `Note: The mayor did not want to be named.`"""
NEXIS_LENGTH = re.compile(r"\s*(?:LENGTH|LÄNGE|LONGUEUR|Length):\s*\d[\d.,]*\s+(?:words?|W(?:ö|oe)rter|mots)\b", re.IGNORECASE)
NEXIS_COUNTER = re.compile(r"\s*\d+\s+(?:of|von|de|sur)\s+\d+\s+DO[CK]UMENT\w*\s*\Z")
NEXIS_PAGE = re.compile(r"\s*Page \d+ of \d+\s*\Z")
INITIALS = re.compile(r"\s*\(?[A-ZÀ-Þ]\.(?:[ -]?[A-ZÀ-Þ]\.){1,2}\)?(?:,? (?:avec|et|mit|with|con|met) .{3,60})?\s*\Z")
"""`H. M., avec notre correspondant à Aubagne`."""
PICTURES = frozenset(("Graphic", "Graphics", "Grafik", "Illustration"))
NEXIS_END = re.compile(r"\s*(?:End of Document|Body|Graphic|Classification)\s*\Z")
CAPPED_LABEL = re.compile(r"\s{0,4}(?P<label>[A-ZÄÖÜÉ][A-ZÄÖÜÉ -]{1,24}):(?:\s+|\Z)")
TITLED_LABEL = re.compile(r"\s{0,4}(?P<label>[A-Z][a-z]+(?:[- /]{1,3}[A-Za-z]+){0,2}):(?:\s+|\Z)")


def count_nexis(lines: Sequence[str]) -> int:
    """How many records the lines hold."""
    lengths = sum(line.lstrip()[:1] in ("L", "l") and NEXIS_LENGTH.match(line) is not None for line in lines)
    signed = lengths and any(_is_sign_of_nexis(line) for line in lines)
    return lengths if signed else 0


def _is_sign_of_nexis(line: str) -> bool:
    """Whether no other page prints a line; recipes end in `Notes:` too."""
    if NEXIS_COUNTER.match(line) or NEXIS_END.match(line):
        return True
    named = _nexis_label(line, NEXIS_FOOT)
    return named is not None and (named[0] not in NAMES_IN_TEXTS or CAPPED_LABEL.match(line) is not None)


def _is_foot(line: str) -> bool:
    return bool(NEXIS_COUNTER.match(line) or NEXIS_END.match(line) or COPYRIGHT.match(line) or _nexis_label(line, NEXIS_FOOT))


def _nexis_label(line: str, known: dict[str, str]) -> tuple[str, int] | None:
    found = CAPPED_LABEL.match(line) or TITLED_LABEL.match(line)
    if found is None or found["label"].upper() not in known:
        return None
    return found["label"].upper(), found.end()


def read_nexis(lines: Sequence[str]) -> Record:
    """The fields of a record, and its body."""
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
    foot = next((i for i in range(at + 1, len(lines)) if _begins_foot(lines, i)), None)
    if foot is None:
        foot = next((i for i in range(len(lines) - 1, at, -1) if COPYRIGHT.match(lines[i])), len(lines))
    _put_initials(lines, at, foot, record)
    put_foot(lines, foot, record, lambda line: _nexis_label(line, NEXIS_FOOT), NEXIS_FOOT)
    _put_pictures(lines, foot, record)
    record.page_edges.update(_running_heads(lines, at, foot))
    return record


def _begins_foot(lines: Sequence[str], i: int) -> bool:
    """Whether a line is the first one behind the body."""
    named = _nexis_label(lines[i], NEXIS_FOOT)
    if named is None or named[0] not in NAMES_IN_TEXTS:
        return named is not None or NEXIS_END.match(lines[i]) is not None
    return is_in_foot(lines, i, _is_foot)


def _put_initials(lines: Sequence[str], start: int, foot: int, record: Record) -> None:
    """The last line of the text where it gives the initials of who wrote it, and who helped."""
    last = next((i for i in range(foot - 1, start, -1) if lines[i].strip()), None)
    if last is not None and INITIALS.match(lines[last]):
        record.labels[last] = FIELD


def _put_pictures(lines: Sequence[str], foot: int, record: Record) -> None:
    """The lines between `Graphic`, alone on its line, and what follows it."""
    head = next((i for i in range(foot, len(lines)) if lines[i].strip() in PICTURES), None)
    if head is None:
        return
    behind = range(head + 1, len(lines))
    end = next((i for i in behind if NEXIS_END.match(lines[i]) or _nexis_label(lines[i], NEXIS_FOOT)), len(lines))
    record.put(CAPTION, lines, range(head + 1, end))


def _running_heads(lines: Sequence[str], start: int, end: int) -> Iterator[int]:
    """`Page 2 of 3` and the headline once more, in the middle of the text where a print began a new page."""
    heads = {line.strip() for line in lines[:start]}
    for i in range(start, end):
        if NEXIS_PAGE.match(lines[i]):
            yield i
            yield from takewhile(lambda k: lines[k].strip() in heads and lines[k].strip(), range(i + 1, min(end, i + 3)))


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
    elif dated > 1 or (dated == 1 and not _is_day(lines[blocks[1][0]])):
        record.put(TITLE, lines, blocks[0])
        blocks = blocks[1:]
    elif (day := next(k for k, i in enumerate(blocks[dated]) if _is_day(lines[i]))) > 1:
        record.put(TITLE, lines, blocks[dated][: day - 1])
        del blocks[dated][: day - 1]
    headline = record.values.get(TITLE)
    for block in blocks:
        for i in block:
            if lines[i].strip() == headline:
                record.labels[i] = FIELD
                continue
            label = DATE if _is_day(lines[i]) else FIELD if OUTLET in record.values or DATE in record.values else OUTLET
            record.put(label, lines, [i])


def _is_day(line: str) -> bool:
    return any(found.precision != "month" for found in find_dates(line.strip()))
