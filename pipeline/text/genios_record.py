"""The lines of a record of wiso or GBI-Genios in, its fields out.

A line names the paper, the day, the issue, the page and often the section; below it stand what heads the article, the article
and the people who wrote it, and then fields that tell all that once more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.text.lexicon import tokens_of
from pipeline.text.record import BYLINE, DATE, FIELD, PEOPLE, SECTION, TITLE, Record
from pipeline.text.record_fields import COPYRIGHT, blocks_of, in_order_of_speech, put_rest, put_source

DAY = r"(?P<day>\d\d?\.\s?(?:\d\d?\.|[^\W\d_]{3,9})\s?(?:19|20)\d\d)"
SOURCE = re.compile(
    rf"\s*(?P<outlet>[^\W\d_][^/:]{{1,70}}?),?\s(?:(?:Nr\.|Heft)\s\d+\s)?(?:vom|v\.)\s{DAY}"
    r"(?:,?\s(?:Nr\.|Heft|Ausgabe)\s[\w/-]+)?(?:,?\s(?:S\.|Seite|Seiten)\s[\w -]+?)?"
    r"(?:\s/\s(?:Ressort:\s?)?(?P<section>[^/]{2,60}))?\s*\Z"
)
"""`Rheinpost vom 12.03.2007, Nr. 060, S. 14 / Märkte`, `Rheinpost Nr. 050 vom 12.03.2002 Seite 014`."""
FIELDS = {
    **dict.fromkeys(("Autor", "Autoren", "Verfasser"), BYLINE),
    **dict.fromkeys(("Ressort", "Rubrik"), SECTION),
    **dict.fromkeys(("Titel", "Überschrift"), TITLE),
    "Datum": DATE,
    **dict.fromkeys(
        (
            *("Quelle", "ISSN", "Branche", "Dokumentnummer", "Dokument-Nr.", "Land", "Region", "Schlagwort", "Schlagwörter"),
            *(
                "Person",
                "Personen",
                "Firma",
                "Firmen",
                "Deskriptoren",
                "Klassifikation",
                "Heft",
                "Seite",
                "Seiten",
                "Dokumenttyp",
            ),
            *("Börsensegment", "WKN", "ISIN", "Thema", "Themen", "Sprache", "Jahrgang", "Ausgabe", "Serie", "Dachzeile"),
        ),
        FIELD,
    ),
}
LABEL = re.compile(r"[ \t]{0,4}(?P<label>[A-ZÜ][\w.-]{2,17}) ?:(?:\s+|\Z)")
NUMBER = re.compile(r"\s*(?:Dokumentnummer|Dokument-Nr\.) ?:\s*\S")
PERMANENT = re.compile(r"\s*Dauerhafte Adresse des Dokuments ?:")
COUNTER = re.compile(r"\s*Do[ck]ument \d+ von \d+\s*\Z")
NAME_TURNED = re.compile(
    r"[^\W\d_][^,;\d.:]{1,30}, (?:Dr\. |Prof\. )?[^\W\d_][^,;\d:]{1,25}(?:; ?[^,;\d:]{2,30}, [^,;\d:]{2,25})*;?"
)
POINTER = re.compile(
    r"\W{0,3}(?:[A-ZÄÖÜ][A-ZÄÖÜ ,/-]+\s(?:SEITEN?\s\d.*|S\.\s?\d.*)"
    r"|(?:Kommentar|Bericht|Siehe|Weiterer Bericht|Leitartikel|Interview)\b.{0,40}\bSeiten?\s\d.{0,12})"
)
"""`KOMMENTAR SEITE 2`: where the paper said more."""
MIN_TEXT_WORDS = 14
MAX_KICKER_WORDS, MAX_HEAD_BLOCKS = 3, 6
MAX_FOOT_BLOCKS = 4
SENTENCE_END = (".", "!", "?", '."', ".“", ".«", ".)", ":")


def count_genios(lines: Sequence[str]) -> int:
    """How many records the lines hold between the lines that the database parts them with."""
    return _numbers(lines) if any(COUNTER.match(line) or _is_imprint(line) for line in lines) else 0


def count_genios_unparted(lines: Sequence[str]) -> int:
    """How many records without such lines they hold."""
    return _numbers(lines)


def _numbers(lines: Sequence[str]) -> int:
    """The records' numbers, which stand right below the line that names the source."""
    numbers = sum("Dok" in line[:12] and NUMBER.match(line) is not None for line in lines)
    if not numbers:
        return 0
    told = any(PERMANENT.match(line) or _is_imprint(line) for line in lines)
    named = any(line.lstrip().startswith(("Quelle:", "Quelle :")) for line in lines)
    return max(numbers, sum(COUNTER.match(line) is not None for line in lines)) if told or named else 0


def read_genios(lines: Sequence[str]) -> Record:
    """The line of the source, what stands between it and the text, and all from the first field below on."""
    record = Record()
    number = next(i for i, line in enumerate(lines) if NUMBER.match(line))
    foot = next((i for i in range(number, -1, -1) if not _named(lines[i]) and lines[i].strip()), -1) + 1
    _put_fields(lines, foot, record)
    at, source = next(((i, found) for i in range(foot) if (found := SOURCE.match(lines[i]))), (-1, None))
    if source is not None:
        put_source(source, at, record)
    else:
        at = max((i for i in range(foot) if COUNTER.match(lines[i])), default=-1)
    put_rest(lines, range(at + 1), record)
    if DATE not in record.values:
        _put_printed_source(lines, foot, record)
    foot = _put_names(lines, at + 1, foot, record)
    _put_head(lines, at + 1, foot, record)
    return record


def _is_imprint(line: str) -> bool:
    return "enios" in line and COPYRIGHT.match(line) is not None


def _named(line: str) -> str | None:
    found = LABEL.match(line)
    return found["label"] if found is not None and found["label"] in FIELDS else None


def _put_fields(lines: Sequence[str], foot: int, record: Record) -> None:
    for i in range(foot, len(lines)):
        found = LABEL.match(lines[i])
        known = FIELDS.get(found["label"], FIELD) if found is not None else FIELD
        record.put(known, lines, [i], found.end() if found is not None else 0)


def _put_printed_source(lines: Sequence[str], foot: int, record: Record) -> None:
    """`Quelle: Rheinpost vom 12.03.2007, S. 14`, where no such line stands above."""
    for i in range(foot, len(lines)):
        found = SOURCE.match(lines[i].partition(":")[2]) if _named(lines[i]) == "Quelle" else None
        if found is not None:
            put_source(found, i, record)


def _put_names(lines: Sequence[str], start: int, foot: int, record: Record) -> int:
    """Notes the people and pointers to other pages between the text and the fields; where the text ends."""
    for block in reversed(blocks_of(lines, range(start, foot))[-MAX_FOOT_BLOCKS:]):
        texts = [lines[i].strip() for i in block]
        if all(map(NAME_TURNED.fullmatch, texts)):
            record.put(BYLINE, lines, block)
            record.values.setdefault(PEOPLE, in_order_of_speech("; ".join(text.rstrip(";") for text in texts)))
        elif all(map(POINTER.fullmatch, texts)):
            record.put(FIELD, lines, block)
        else:
            break
        foot = block[0]
    return foot


def _put_head(lines: Sequence[str], start: int, foot: int, record: Record) -> None:
    """Notes the kicker, the headline, the deck and the people above the text."""
    blocks = blocks_of(lines, range(start, foot))
    people = set(tokens_of(record.values.get(PEOPLE, "")))
    head: list[list[int]] = []
    signed = None
    for block in blocks[:MAX_HEAD_BLOCKS]:
        text = " ".join(lines[i].strip() for i in block)
        if head and _signs(text, people):
            signed = block
            break
        if head and _is_text(text):
            break
        head.append(block)
    if signed is None:
        head = head[: max(1, len(blocks) - 1)]
    else:
        record.put(BYLINE, lines, signed)
    kicker = len(head) > 1 and not lines[head[0][-1]].rstrip().endswith(SENTENCE_END)
    first = " ".join(lines[i].strip() for i in head[0]) if head else ""
    if head and kicker and TITLE not in record.values and first.count(" ") < MAX_KICKER_WORDS:
        record.put(FIELD, lines, head.pop(0))
    if head:
        record.put(TITLE, lines, head[0])
    record.put(FIELD, lines, [i for block in head[1:] for i in block])


def _signs(text: str, people: set[str]) -> bool:
    """Whether a block above the text names who wrote it: the people below again, or somebody in capitals."""
    words = set(tokens_of(text))
    if words and people:
        return words <= people | {"von", "und"}
    return text.isupper() and 1 <= text.count(" ") <= MAX_KICKER_WORDS * 2 and not any(map(str.isdigit, text)) and ":" not in text


def _is_text(text: str) -> bool:
    return text.count(" ") >= MIN_TEXT_WORDS and text.rstrip().endswith(SENTENCE_END)
