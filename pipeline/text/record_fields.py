"""Raw lines and the names of a database's fields in, the lines of each field out: what several readers of records do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile

from pipeline.text.record import BODY, CAPTION, DATE, FIELD, OUTLET, SECTION, TITLE, Record

Named = Callable[[str], tuple[str, int] | None]
"""A line in; the name of the field that it begins, and where its value begins, out."""
RULE = re.compile(r"\s*(?:[_=*-]{5,}|Document \d+ of \d+|Page \d+ of \d+|\d+)\s*\Z")
FIRST_YEAR_OF_THE_CENTURY = 60
"""Of a year of two digits: no wire's machine wrote any before 1960."""
MAX_FOOT_LINES = 40
"""Of one field below the text, with the blank ones behind it."""
MAX_WRAPPED_LINES = 2
"""Of one such field, where no blank lines part the paragraphs."""
COPYRIGHT = re.compile(
    r"\s*(?:Copyright|\(c\)|©|All Rights Reserved|Alle Rechte vorbehalten|Tous droits réservés)", re.IGNORECASE
)


def label_at(pattern: re.Pattern[str], line: str, known: dict[str, str]) -> tuple[str, int] | None:
    """The name of the field that a line begins, and where its value begins."""
    found = pattern.match(line)
    return (found["label"], found.end()) if found is not None and found["label"] in known else None


def is_in_foot(lines: Sequence[str], at: int, is_foot: Callable[[str], bool]) -> bool:
    """Whether more of a foot, or nothing, follows a line whose name articles print too: `Note: The mayor had no comment.`

    Args:
        lines: Of the whole document.
        at: The line.
        is_foot: Whether a line begins a field below the text, or ends a record.
    """
    within = range(at + 1, min(len(lines), at + MAX_FOOT_LINES))
    if at and lines[at - 1].strip():  # no blank lines part the paragraphs
        return within.stop == at + 1 or any(is_foot(line) for line in lines[at + 1 : at + 1 + MAX_WRAPPED_LINES])
    block_end = next((k for k in within if is_foot(lines[k]) or not lines[k].strip()), within.stop)
    after = next((k for k in range(block_end, within.stop) if lines[k].strip()), None)
    return is_foot(lines[after]) if after is not None else within.stop == len(lines)


def put_foot(lines: Sequence[str], start: int, record: Record, named_at: Named, known: dict[str, str]) -> None:
    """All lines from the first named field behind the body on."""
    at = start
    while at < len(lines):
        named = named_at(lines[at])
        block = [at, *takewhile(lambda i: lines[i].strip() and named_at(lines[i]) is None, range(at + 1, len(lines)))]
        record.put(known[named[0]] if named else FIELD, lines, block, named[1] if named else 0)
        at = block[-1] + 1


def by_fields(lines: Sequence[str], named_at: Named, known: dict[str, str], ends_text: Callable[[int], bool]) -> Record:
    """A record in which each line belongs to the field named last; the block right above the first is the headline.

    Args:
        lines: Of the document.
        named_at: The field that a line begins.
        known: The column of each field.
        ends_text: Whether a line in the text that begins as a field does is one, by its index.
    """
    record = Record()
    starts: list[int] = []
    in_text = False
    for i, line in enumerate(lines):
        named = named_at(line)
        if named is not None and (not in_text or known[named[0]] == BODY or ends_text(i)):
            starts.append(i)
            in_text = known[named[0]] == BODY
    above = blocks_of(lines, range(starts[0]))
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
        record.put(TITLE, lines, above[-1])
    return record


def blocks_of(lines: Sequence[str], at: Iterable[int]) -> list[list[int]]:
    """Runs of lines without a blank one or a rule between them."""
    blocks: list[list[int]] = [[]]
    for i in at:
        if lines[i].strip() and not RULE.match(lines[i]):
            blocks[-1].append(i)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def in_order_of_speech(names: str) -> str:
    """`Janzen, Emmy; Goertzen, Harlan` as `Emmy Janzen, Harlan Goertzen`."""
    people = (name.split(",", 1) for name in names.split(";") if name.strip())
    return ", ".join(" ".join(part.strip() for part in reversed(name)) for name in people)


def put_source(found: re.Match[str], at: int, record: Record) -> None:
    """Note a line that names the paper, the day and the section at once, by its groups `outlet`, `day` and `section`."""
    record.labels[at] = DATE
    for group, column in (("outlet", OUTLET), ("day", DATE), ("section", SECTION)):
        value = (found.groupdict().get(group) or "").strip()
        if value:
            record.values.setdefault(column, value)


def put_rest(lines: Sequence[str], at: Iterable[int], record: Record) -> None:
    """Note the lines that neither a field nor the text has taken."""
    record.put(FIELD, lines, [i for i in at if i not in record.labels and i not in record.heads])


def put_captioned_foot(lines: Sequence[str], foot: int, record: Record, captions: re.Pattern[str]) -> None:
    """Note all lines from the first below the text on, those that `captions` begins as the wordings of pictures."""
    for i in range(foot, len(lines)):
        told = captions.match(lines[i])
        record.put(CAPTION if told is not None else FIELD, lines, [i], told.end() if told is not None else 0)


def full_year(printed: str) -> int:
    """A year of four digits, or of the two that wires print."""
    year = int(printed)
    return year if len(printed) > 2 else year + (1900 if year >= FIRST_YEAR_OF_THE_CENTURY else 2000)
