"""The lines of a Factiva export in, its fields out: by their codes, or in the order of its display form, which names none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from pipeline.marks.dates import find_dates
from pipeline.text.record import BODY, BYLINE, CAPTION, DATE, FIELD, OUTLET, PEOPLE, SECTION, TITLE, Record
from pipeline.text.record_fields import COPYRIGHT, blocks_of, by_fields, label_at, put_rest

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
CODE = re.compile(r"\s{0,3}(?P<label>[A-Z]{2,3})(?:\s+|\Z)")
FOOT_CODE = re.compile(
    r"\s{0,3}(?:(?:NS|IPC|IPD|PUB|RF|CX)\s|AN\s+Document\b"
    r"|[A-Z]{2,3}(?:[ \u00a0]{2,}|\t|\s*\Z)|[A-Z]{2,3}\s.{1,400}?(?:\s:\s|\s\|))"
)
"""One that ends the text; `BY THE NUMBERS` and `IN BRIEF` are of it."""
UNITS_OF_LENGTH = ("words", "mots", "Wörter", "palabras", "palavras", "parole", "woorden", "слов")
WORDS = re.compile(rf"\s{{0,3}}\d[\d.,]{{0,7}}\s(?:{'|'.join(UNITS_OF_LENGTH)})\s*\Z")
"""The length, which stands between the people who sign and the day."""
SOURCE_CODE = re.compile(r"\s{0,3}[A-Z][A-Z0-9]{0,9}\s*\Z")
"""The paper's, alone on a line between its name and whose it is; pages that tell their length have none."""
DOCUMENT = re.compile(r"\s{0,3}(?:Document|Documento|Dokument)\s[A-Za-z]{2,10}0{0,8}\d[\dA-Za-z]{10,}\s*\Z")
"""The record's number, the last line of an article."""
POINTER = re.compile(r"\s*Click here (?:to|for) .{1,120}\Z")
"""What stands for a chart or a picture."""
MAX_SIGNED_WORDS = 6
SIGNED_BY = re.compile(r"(?:By|BY|Von|VON|Par|PAR|Por|POR)\s(?=\S+\s\S)")
"""Before a name of two words at least: Von Miller is a man."""
MAX_SOURCE_LINES = 9
"""Lines behind the length: the day, the clock, the paper, its code, the page, the language, the copyright."""


def count_factiva(lines: Sequence[str]) -> int:
    """How many records with field codes the lines hold."""
    if not any(line.lstrip(" ")[:2] == "HD" for line in lines):
        return 0
    codes = [named[0] for line in lines if (named := label_at(CODE, line, FACTIVA))]
    signed = not {"LP", "TD"}.isdisjoint(codes) and len(FACTIVA_SIGNS.intersection(codes)) >= MIN_FACTIVA_SIGNS
    return (
        min(codes.count("HD"), max(map(codes.count, ("WC", "PD", "SN")))) if signed else 0
    )  # `HD television` may open a paragraph


def read_factiva(lines: Sequence[str]) -> Record:
    """The fields of a record, and its body."""
    return by_fields(lines, lambda line: label_at(CODE, line, FACTIVA), FACTIVA, lambda i: FOOT_CODE.match(lines[i]) is not None)


def count_factiva_display(lines: Sequence[str]) -> int:
    """How many records of the display form the lines hold: each prints its length above the day, the paper and its code."""
    return len(_lengths(lines))


def read_factiva_display(lines: Sequence[str]) -> Record:
    """The head in its fixed order (section, headline, people, length, day, paper), and the body behind the copyright."""
    record = Record()
    (length,) = _lengths(lines)
    start = _source_lines(lines, length, record)
    _head_lines(lines, length, record)
    end = next((i for i in range(start, len(lines)) if DOCUMENT.match(lines[i])), len(lines))
    record.put(FIELD, lines, [*(i for i in range(start, end) if POINTER.match(lines[i])), *range(end, len(lines))])
    return record


def _lengths(lines: Sequence[str]) -> list[int]:
    """The lines that give a length, right above a day, a paper's code and a copyright."""
    found = [i for i, line in enumerate(lines) if line.lstrip()[:1].isdigit() and WORDS.match(line)]
    return [
        i
        for i in found
        if i + 1 < len(lines)
        and find_dates(lines[i + 1].strip())
        and all(any(map(sign.match, lines[i + 2 : i + MAX_SOURCE_LINES])) for sign in (COPYRIGHT, SOURCE_CODE))
    ]


def _source_lines(lines: Sequence[str], length: int, record: Record) -> int:
    """Notes the lines from the length to the blank one behind the copyright; where the body begins."""
    block = list(takewhile(lambda i: lines[i].strip(), range(length, min(len(lines), length + MAX_SOURCE_LINES))))
    for k, i in enumerate(block):
        unnamed = not COPYRIGHT.match(lines[i]) and not lines[i].strip()[0].isdigit()
        label = DATE if k == 1 else OUTLET if k > 1 and unnamed and OUTLET not in record.values else FIELD
        record.put(label, lines, [i])
    return block[-1] + 1


def _head_lines(lines: Sequence[str], length: int, record: Record) -> None:
    """Notes what stands above the length: blocks parted by blank lines, the last one those who sign, the first the headline."""
    blocks = blocks_of(lines, range(length))
    if not blocks:
        return
    if len(blocks) > 1 and all(map(_may_sign, (lines[i].strip() for i in blocks[-1]))):
        people = blocks.pop()
        record.put(BYLINE, lines, people)
        record.values[PEOPLE] = ", ".join(SIGNED_BY.sub("", lines[i].strip()) for i in people)
    headline = blocks.pop() if len(blocks) > 1 else blocks[0]
    if len(blocks) == 1 and headline is blocks[0] and len(headline) > 1 and lines[headline[0]].count(" ") <= 1:
        record.put(SECTION, lines, [headline.pop(0)])
    record.put(TITLE, lines, headline)
    put_rest(lines, range(length), record)


def _may_sign(line: str) -> bool:
    return line.count(" ") < MAX_SIGNED_WORDS or SIGNED_BY.match(line) is not None
