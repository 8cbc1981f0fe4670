"""The lines of a story as European agencies' wires spooled it in, its head and foot out.

dpa, AFP, APA, EFE, ANSA, Adnkronos and AGI number each story in a line of its own, name what it is about in a slug, and sign
it below with the initials of those who wrote and edited it, above the stamp of the minute it was sent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.marks.calendar_names import month_number
from pipeline.marks.dateline import split_dateline
from pipeline.marks.wire_heads import SPOOL_HEAD
from pipeline.marks.wire_stamps import find_stamps
from pipeline.text.record import BYLINE, DATE, DAY, FIELD, PEOPLE, TITLE, Record
from pipeline.text.record_fields import full_year, put_rest

HEAD = re.compile(rf"{SPOOL_HEAD}\s*\Z")
SLUG = re.compile(
    r"\s*(?:\S{2,60}|.{2,60}/|[^/]{2,60}/[^/]{2,60}/.{2,60}|.{2,60}-\S{1,40},\S{2,20}|[A-Z0-9]{1,4}(?: [A-Z0-9]{1,7}){1,4}|"
    r"(?:Zusammenfassung|Neu|Wiederholung|Keywords?)\b.*)\s*\Z"
)
"""`Verkehr/Bahn/Unfaelle/`, `Animaux-insolite-justice,PREV`, `SOC GENERAL`, `R CRO S0A QBXB`."""
NOTE = re.compile(r"\s*(?:\(.{2,160}\)|Utl\.: ?.{2,160}?)\s*(?:=\s*)?\Z")
"""`(Zusammenfassung 1430 - neu: Zitate)` above the headline, `Utl.:` below it, `(con fotografía)` above the initials."""
BY = re.compile(r"\s*(?:Par|Von|Por|Di|Dal nostro inviato|By) (?P<people>[^\W\d_][^=]{3,80}?)(?:,\s?[A-Za-z]{2,5})?\s*=?\s*\Z")
DESK_NOTE = re.compile(r"\s*\((?:[A-ZÉÈÊÀÎÔ' -]{4,40}|Archives?|ARCHIVES?)\)")
"""What AFP says of a story behind its headline: `(PAPIER D'ANGLE)`, `(REPORTAGE)`."""
HEADLINE_ENDS = " =*"
NOTEPAD = re.compile(
    r"\s*(?:#{1,2}\s?(?:dpa-)?(?:Notizblock|Redaktionelle|Internet|Orte?|Hinweis)|(?:dpa-)?Notizblock\b|\*(?: \*){2,})"
)
"""Where dpa begins what only editors read."""
SIGNED = re.compile(r"(?:\([A-Za-z]{2,9}\.?\)\s?)?\(?[A-Za-z]{2,4}\d?(?:[ /+-][A-Za-z]{2,9}\d?){0,7}\)?")
"""`cve/phl/dab`, `dpa gw yyhe wl hz`, `COM-XGP/RS`, `(Mre/Pn/Adnkronos)`, `(Schluss) gw/hz`, `(Hina) vs/mb`."""
STAMP = re.compile(
    r"(?:[A-Za-z]{2,5}\d{0,4}\s+)?(?:"
    r"\d{6}(?: [A-Z]{3,4})? [^\W\d_]{3,5}\.? \d\d"
    r"|(?P<day>\d\d?)[-/](?P<month>\d\d|[A-Z]{3})[-/](?P<year>\d\d|\d{4})\s+(?P<clock>\d\d:\d\d)(?::\d\d)?"
    r"|\d\d/\d\d/\d\d-\d\d/\d\d"
    r"|(?P<iso>\d{4}-\d\d-\d\d)/(?P<iso_clock>\d\d:\d\d))(?:\s+NNNN)?"
)
SENT = "NNNN"
MAX_HEAD = 24
"""Lines between a story's number and its dateline."""
MAX_HEADLINE, MAX_FOOT = 4, 8
MAX_SIGNED_CHARS = 48
DATELINE_CHARS = 200


def count_spool(lines: Sequence[str]) -> int:
    """How many stories with a number of their own the lines hold, none where the first leads to no agency's dateline."""
    heads = [i for i, line in enumerate(lines) if len(line) < DATELINE_CHARS and HEAD.match(line)]
    above = {i + 1 for i in heads} | {i + 2 for i in heads if i + 1 < len(lines) and not lines[i + 1].strip()}
    stories = [i for i in heads if i not in above]
    return len(stories) if stories and _dateline(lines, stories[0]) is not None else 0


def read_spool(lines: Sequence[str]) -> Record:
    """The number, slugs and headline above the dateline; the initials and the stamp below the text."""
    record = Record()
    head = next(i for i, line in enumerate(lines) if HEAD.match(line))
    start = _dateline(lines, head) or head + 1
    _put_headline(lines, start, record)
    put_rest(lines, range(start), record)
    put_spool_foot(lines, start, record)
    return record


def put_spool_foot(lines: Sequence[str], start: int, record: Record) -> None:
    """Note, from the end upwards, the sign that all was sent, the stamp, initials, and notes to editors."""
    notepad = next((i for i in range(start + 1, len(lines)) if NOTEPAD.match(lines[i])), len(lines))
    record.put(FIELD, lines, range(notepad, len(lines)))
    filled = [i for i in range(start + 1, len(lines)) if lines[i].strip()][-MAX_FOOT:]
    for i in reversed(filled):
        text = lines[i].strip()
        stamp = STAMP.fullmatch(text)
        if stamp is not None and DATE not in record.values:
            record.labels[i], record.values[DATE] = DATE, text.removesuffix(SENT).strip()
            _put_day(stamp, record)
        elif i < notepad and text != SENT and stamp is None and not _is_signed(text) and not _is_note(text):
            break
        else:
            record.labels[i] = FIELD


def _dateline(lines: Sequence[str], head: int) -> int | None:
    """The line with an agency's dateline below a story's number; a long one may reach into the next line."""
    below = [i for i in range(head + 1, min(len(lines), head + MAX_HEAD)) if lines[i].strip() and not HEAD.match(lines[i])]
    return next((i for i in below if _is_dateline(lines[i])), None) or next(
        (i for i in below if _is_dateline(f"{lines[i].strip()} {lines[i + 1].strip() if i + 1 < len(lines) else ''}")), None
    )


def _is_dateline(text: str) -> bool:
    found = split_dateline(text.strip()[:DATELINE_CHARS])
    return found is not None and bool(found.agencies)


def _put_headline(lines: Sequence[str], start: int, record: Record) -> None:
    """The lines right above the dateline, but for a byline and notes between them, up to a slug or a blank line."""
    at = start - 1
    headline: list[int] = []
    while at >= 0 and not HEAD.match(lines[at]) and len(headline) < MAX_HEADLINE:
        line = lines[at]
        signed = BY.match(line) if not headline else None
        if signed is not None:
            record.put(BYLINE, lines, [at])
            record.values[PEOPLE] = signed["people"]
        elif headline and (not line.strip() or SLUG.match(line) or NOTE.match(line)):
            break
        elif line.strip(HEADLINE_ENDS) and not NOTE.match(line):
            headline.insert(0, at)
        at -= 1
    record.put(TITLE, lines, headline)
    if TITLE in record.values:
        record.values[TITLE] = DESK_NOTE.sub("", record.values[TITLE]).strip(HEADLINE_ENDS)


def _is_signed(text: str) -> bool:
    """Initials, which are of one case or parted by signs."""
    parted = "/" in text or "-" in text or text.islower() or text.isupper() or text[:1] == "("
    return len(text) <= MAX_SIGNED_CHARS and SIGNED.fullmatch(text) is not None and parted


def _is_note(text: str) -> bool:
    """A note in brackets, but not the agency's name as it ends a story."""
    return NOTE.match(text) is not None and " " in text


def _put_day(stamp: re.Match[str], record: Record) -> None:
    """The minute of a stamp that is not read anyway."""
    if find_stamps(record.values[DATE]):
        return
    if stamp["iso"]:
        record.values[DAY] = f"{stamp['iso']} {stamp['iso_clock']}"
        return
    printed = stamp["month"] or ""
    month = int(printed) if printed.isdigit() else month_number(printed)
    if month:
        record.values[DAY] = f"{full_year(stamp['year'])}-{month:02}-{int(stamp['day']):02} {stamp['clock']}"
