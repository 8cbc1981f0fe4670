"""The lines of a story as ANPA wires sent it in, its head and foot out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from pipeline.marks.wire_stamps import find_stamps
from pipeline.text.record import BYLINE, DATE, DAY, FIELD, TITLE, Record
from pipeline.text.record_fields import full_year

WIRE_LINE = re.compile(r"[\s\x00-\x1f]{0,6}\^\s?")
"""A line of a story's head on ANPA wires, whose control characters some dumps keep."""
WIRE_END = "<= \t"
"""What they print behind such a line."""
WIRE_SLUG = re.compile(
    r"(?:BC|AM|PM)-|AP\s?Photos?\b|LaserPhoto|.*,\s?\d{3,4}\s*[<=]*\s*\Z|(?:\d+(?:st|nd|rd|th)\s?Ld|Eds?:|URGENT|BULLETIN)",
    re.IGNORECASE,
)
WIRE_MARKED = re.compile(r"[\s\x00-\x1f]{0,6}\^\s?(?:(?:BC|AM|PM)-|.*[<=]\s*\Z)")
"""One of them at least; encyclopedias set a caret before their references."""
WIRE_BY = re.compile(r"[Bb][Yy]\s")
WIRE_FOOT = re.compile(r"\s*[A-Z]{2,6}-[A-Z]{2}-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d)\s\d{4}[A-Z]{3}\s*<?\s*\Z")
WIRE_TAKE = re.compile(r"[\s\x00-\x1f]{0,6}\^.{0,120}\b\d{1,2}(?:st|nd|rd|th)\s?(?:Add|Take)\b", re.IGNORECASE)
"""`^BC-Ferry Vote, 1st Add, a0714<`: what follows belongs to the story above."""
WIRE_BETWEEN = re.compile(
    r"\s*(?:[a-z]\s[a-z]\s(?:bc|am|pm)-\S.{0,60}|\(?MORE\)?|_|On the Net:.{0,200}<|\((?:Begin|End) optional trim\))\s*",
    re.IGNORECASE,
)
"""What stands between two takes, and what parts a story from its notes."""
MIN_WIRE_HEAD, MAX_WIRE_HEAD = 2, 12
MONTHS = 12
MAX_CARRIED_LINES = 8
"""Of one entry of a head."""


def count_wire(lines: Sequence[str]) -> int:
    """One where a head stands at the beginning and no other but those of the same story's further takes, else none.

    A spool of several stories is not told from one that has subheads.
    """
    heads = [i for i, line in enumerate(lines) if WIRE_LINE.match(line)]
    if not heads or heads[0] > MAX_WIRE_HEAD:
        return 0
    first = _head_at(lines, heads[0])
    marked = sum(i < first.stop for i in heads)
    if marked < MIN_WIRE_HEAD or len(first) > MAX_WIRE_HEAD or not any(WIRE_MARKED.match(lines[i]) for i in first):
        return 0
    behind = first.stop
    for i in heads[marked:]:
        if i >= behind:
            if not WIRE_TAKE.match(lines[i]):
                return 0
            behind = _head_at(lines, i).stop
    return 1


def _head_at(lines: Sequence[str], start: int) -> range:
    """The lines of a head: those that begin with its sign, and those that go on with one up to the sign at its end."""
    at = start
    while at < len(lines) and WIRE_LINE.match(lines[at]):
        carried = takewhile(
            lambda i: lines[i].strip() and not WIRE_LINE.match(lines[i]), range(at + 1, min(len(lines), at + MAX_CARRIED_LINES))
        )
        at = next((i for i in (at, *carried) if lines[i].rstrip()[-1] in "<="), at) + 1
    return range(start, at)


def read_wire(lines: Sequence[str]) -> Record:
    """The head of a story, those of its further takes, and its last line, which says when it was sent."""
    record = Record()
    first = _head_at(lines, next(i for i, line in enumerate(lines) if WIRE_LINE.match(line)))
    record.put(FIELD, lines, range(first.stop))
    signed = False
    for i in first:
        head = WIRE_LINE.match(lines[i])
        text = lines[i][head.end() :] if head else ""
        if not head or WIRE_SLUG.match(text) or (signed and not WIRE_BY.match(text)):
            continue
        signed = WIRE_BY.match(text) is not None
        label = BYLINE if signed else TITLE
        if label not in record.values:
            record.labels[i], record.values[label] = label, text.rstrip(WIRE_END)
    at = first.stop
    while at < len(lines):
        if WIRE_LINE.match(lines[at]):
            further = _head_at(lines, at)
            record.put(FIELD, lines, further)
            at = further.stop
            continue
        foot = WIRE_FOOT.match(lines[at])
        if foot is not None:
            _put_day(lines, at, foot, record)
        elif WIRE_BETWEEN.fullmatch(lines[at]):
            record.put(FIELD, lines, [at])
        at += 1
    return record


def _put_day(lines: Sequence[str], at: int, foot: re.Match[str], record: Record) -> None:
    """Notes the line that says when a take was sent; the first one's day is the story's."""
    record.labels[at] = DATE
    if DATE in record.values:
        return
    record.values[DATE] = lines[at].strip(WIRE_END)
    if find_stamps(record.values[DATE]):
        return
    month, day = (foot["month"], foot["day"]) if int(foot["month"]) <= MONTHS else (foot["day"], foot["month"])
    record.values[DAY] = f"{full_year(foot['year'])}-{month}-{day}"
