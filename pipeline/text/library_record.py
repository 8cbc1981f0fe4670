"""The lines that libraries' databases (NewsBank, Gale, EBSCO) export in, their fields out.

They name most fields, and each leaves something unnamed: NewsBank the headline, EBSCO the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from pipeline.marks.dates import find_dates
from pipeline.text.lexicon import tokens_of
from pipeline.text.record import BODY, BYLINE, CAPTION, DATE, DATELINE, DAY, FIELD, OUTLET, PEOPLE, SECTION, TITLE, Record
from pipeline.text.record_fields import COPYRIGHT, in_order_of_speech, is_in_foot, put_rest


@dataclass(frozen=True, slots=True)
class Database:
    """How one of them writes an article."""

    head: dict[str, str]
    """The names of fields above the text, each with its column; `BODY` heads the text."""
    foot: dict[str, str]
    """Those below it."""
    end: re.Pattern[str]
    """A line of the foot that names no field."""
    signs: tuple[frozenset[str], ...]
    """Of each set one name must be there: no page prints them all."""
    counted: tuple[str, ...]
    """Names that stand once in each record, or not at all."""
    mark: re.Pattern[str] | None = None
    """What stands in some line of a record where its names are those of other libraries' pages too."""


LABEL = re.compile(r"[ \t]{0,4}(?P<label>[A-Z][A-Za-z()/]*(?: [A-Za-z()/]+){0,3}) ?:(?:\s+|\Z|(?=COPYRIGHT))")
NAMES_IN_TEXTS = frozenset(
    (
        *("Record", "Memo", "Correction", "Art", "Graphic", "Illustration", "Notes", "Keywords", "Citation"),
        *("Subject", "Location", "Named Person", "Organization"),
    )
)
"""Fields below a text whose names also open paragraphs in it: `Record: 12-4.`, `Location: Town Hall.`"""
MAX_LABEL = 44
"""Characters within which a field's name ends."""
NEWSBANK = Database(
    head={
        **dict.fromkeys(("Title", "Headline"), TITLE),
        **dict.fromkeys(("Author", "Author/Byline", "Byline"), BYLINE),
        **dict.fromkeys(("Paper", "Newspaper", "Publication"), OUTLET),
        "Date": DATE,
        "Section": SECTION,
        "Dateline": DATELINE,
        **dict.fromkeys(("Article Text", "Text", "Full Text"), BODY),
        **dict.fromkeys(
            (
                *(
                    "Edition",
                    "Page",
                    "Series",
                    "Column",
                    "Word Count",
                    "Readability",
                    "Estimated printed pages",
                    "Subject",
                    "Zone",
                ),
                *("Slug", "SLUG", "Source", "Type", "Length", "Day", "Index terms", "Index Terms", "Correction", "Memo", "Deck"),
            ),
            FIELD,
        ),
    },
    foot={
        "Caption": CAPTION,
        **dict.fromkeys(
            (
                *("Record Number", "Record", "Copyright", "Memo", "Index Terms", "Index terms", "Correction", "Art", "Graphic"),
                *("Citation (MLA Style)", "Citation (APA Style)", "Citation (Chicago Style)", "OpenURL Article Bookmark"),
                *("OpenURL Link", "Illustration", "Notes", "Keywords", "Document ID", "Citation"),
            ),
            FIELD,
        ),
    },
    end=re.compile(r"\s*(?:To bookmark this article|OpenURL|(?:Article )?Bookmark\b|Copyright )"),
    signs=(frozenset(("Record Number", "Article Text", "Author/Byline")), frozenset(("Section", "Page", "Edition"))),
    counted=("Record Number", "Article Text", "Author/Byline"),
)
GALE = Database(
    head={
        "Title": TITLE,
        **dict.fromkeys(("Author(s)", "Author", "Authors", "Byline"), BYLINE),
        "Date": DATE,
        **dict.fromkeys(("Publication Title", "Newspaper"), OUTLET),
        **dict.fromkeys(("Full Text", "Article"), BODY),
        **dict.fromkeys(("Source", "Document Type", "Copyright", "From", "Publisher", "Volume", "Issue", "Language"), FIELD),
    },
    foot={
        **dict.fromkeys(("CAPTION", "CAPTION(S)", "Caption", "Caption(s)"), CAPTION),
        **dict.fromkeys(("Gale Document Number", "Document URL", "Subject", "Location", "Named Person", "Organization"), FIELD),
    },
    end=re.compile(r"\s*(?:Source Citation|Document URL|\W{0,3}Copyright\b)"),
    signs=(frozenset(("Gale Document Number", "Document Type")), frozenset(("Full Text",)), frozenset(("Source", "Copyright"))),
    counted=("Gale Document Number", "Full Text"),
    mark=re.compile(r"Gale Document Number:|GALE\||Copyright:\s+COPYRIGHT\b|Source Citation"),
)
EBSCO = Database(
    head={
        "Title": TITLE,
        **dict.fromkeys(("Authors", "Author", "Byline"), BYLINE),
        "Section": SECTION,
        **dict.fromkeys(
            (
                *("Record", "Source", "Document Type", "Subject Terms", "Geographic Terms", "Full Text Word Count", "Subject"),
                *("Accession Number", "Database", "ISSN", "Abstract", "People", "Company/Entity", "NAICS/Industry Codes"),
                *("Author-Supplied Keywords", "Lexile", "Persistent link to this record", "Reviews & Products", "Language"),
            ),
            FIELD,
        ),
    },
    foot={},
    end=re.compile(r"\s*(?:~{4,}|To see more of |The copyright in an individual article|Copyright\b|Source: .{0,80}\d{4})"),
    signs=(frozenset(("Accession Number",)), frozenset(("Database",)), frozenset(("Source",))),
    counted=("Accession Number",),
)
PRINTED_SOURCE = re.compile(
    r"(?P<outlet>[^.;]{2,80}?(?:\s\([^()]{2,40}\))?)[.,]?\s(?:\((?P<date>[^()]{6,30})\)|(?P<digits>\d\d/\d\d/\d{4}))"
    r"(?:\W{1,3}(?P<section>[^\W\d][^:;]{1,30})(?=[:;]))?"
)
"""`The Tidal Post (England). (May 3, 2006): Lifestyle: p24`, `Tidal Post (Greyharbour, TN). 11/02/2009.`."""
NAMES_TURNED = re.compile(r"[^,;]{2,40},\s[^,;]{1,40}(?:;\s?[^,;\s][^,;]{1,39},\s[^,;]{1,40})*;?")
SURNAME_FIRST = re.compile(r"[^,;\s]{2,40},\s[^,;]{1,40}(?:;\s?[^,;\s]{2,40},\s[^,;]{1,40})*;?")
"""`Inkwell, Ada` where others are printed as `Ada Inkwell, Staff Writer`."""
PICTURE_BY = re.compile(r"(?:Photos?|Graphic|Staff photos?|Picture)\s(?:by|courtesy)\b.*", re.IGNORECASE)
BAR = " | "
"""Between several fields on one line, and between the day and the paper, as newer exports of NewsBank set them."""
COUNTED_WORDS = re.compile(r"\s*\d[\d,]* [Ww]ords\b.{0,80}")
EDITION_OF_PAPER = re.compile(r"(?P<outlet>.{3,80})\s\([A-Z][^()]{2,40}\)")
"""`Prairie Dispatch, The (Fort Aldous, KS)`."""


def count_newsbank(lines: Sequence[str]) -> int:
    """How many records of NewsBank the lines hold: each has one number."""
    return _count(lines, NEWSBANK)


def count_gale(lines: Sequence[str]) -> int:
    """How many records of Gale the lines hold."""
    return _count(lines, GALE)


def count_ebsco(lines: Sequence[str]) -> int:
    """How many records of EBSCO the lines hold."""
    return _count(lines, EBSCO)


def _count(lines: Sequence[str], database: Database) -> int:
    fields = [part for line in lines if ":" in line[:MAX_LABEL] for part in (line.split(BAR) if BAR in line else (line,))]
    names = [found["label"] for part in fields if (found := LABEL.match(part)) is not None]
    if any(sign.isdisjoint(names) for sign in database.signs):
        return 0
    if database.mark is not None and not any(map(database.mark.search, lines)):
        return 0
    return max(map(names.count, database.counted))


def read_newsbank(lines: Sequence[str]) -> Record:
    """The paper and the day stand unnamed above the fields, the headline among them."""
    record, start = _read(lines, NEWSBANK)
    for i in range(start):
        if lines[i].strip() and i not in record.labels and i not in record.heads:
            _put_unnamed(lines, i, record)
    if start < len(lines) and start not in record.labels and COUNTED_WORDS.fullmatch(lines[start]):
        record.put(FIELD, lines, [start])
    for column, value in list(record.values.items()):
        if column in NEWSBANK.head.values() and BAR in value:
            record.values[column], *others = (part.strip() for part in value.split(BAR))
            for other in others:
                named = _named(other, NEWSBANK.head)
                if named is not None and NEWSBANK.head[named["label"]] != FIELD:
                    record.values.setdefault(NEWSBANK.head[named["label"]], other[named.end() :])
    paper = EDITION_OF_PAPER.fullmatch(record.values.get(OUTLET, ""))
    if paper is not None:
        record.values[OUTLET] = _unturned(paper["outlet"])
    _put_people(record, SURNAME_FIRST)
    return record


def _put_unnamed(lines: Sequence[str], i: int, record: Record) -> None:
    """Notes a line above the text that no name heads: what is left of the record before it, a day, a paper, a headline."""
    text = lines[i].strip()
    if NEWSBANK.end.match(text) or COPYRIGHT.match(text):
        record.put(FIELD, lines, [i])
        return
    dated = DATE not in record.values and any(found.precision != "month" for found in find_dates(text))
    day, _, paper = text.partition(BAR)
    if dated and EDITION_OF_PAPER.fullmatch(paper):
        record.labels[i] = DATE
        record.values[DATE] = day
        record.values.setdefault(OUTLET, paper)
        return
    unnamed = OUTLET if OUTLET not in record.values and EDITION_OF_PAPER.fullmatch(text) else TITLE
    record.put(DATE if dated else FIELD if unnamed in record.values else unnamed, lines, [i])


def read_gale(lines: Sequence[str]) -> Record:
    """Outlet, day and section stand in the source."""
    record, start = _read(lines, GALE)
    put_rest(lines, range(start), record)
    _put_source(lines, record)
    _put_people(record, SURNAME_FIRST)
    return record


def read_ebsco(lines: Sequence[str]) -> Record:
    """The text follows the fields, below the headline once more."""
    record, start = _read(lines, EBSCO)
    put_rest(lines, range(start), record)
    _put_source(lines, record)
    _put_people(record)
    return record


def _read(lines: Sequence[str], database: Database) -> tuple[Record, int]:
    """The named fields; where the text begins."""
    record = Record()
    start = _head(lines, database, record)
    end = next((i for i in range(start, len(lines)) if _begins_foot(lines, i, database)), len(lines))
    known, at = database.foot, end
    while at < len(lines):
        found = _named(lines[at], known)
        named = found["label"] if found is not None else ""
        behind = range(at + 1, len(lines))
        stop = next((i for i in behind if _is_foot(lines[i], database) or (not named and not lines[i].strip())), len(lines))
        label, cut = known.get(named, FIELD), found.end() if found is not None else 0
        block = [i for i in range(at, stop) if lines[i].strip()]
        if label == CAPTION:
            record.put(FIELD, lines, block)
            told = [i for i in block if not PICTURE_BY.fullmatch(lines[i].strip())]
            _put_captions(lines, told, at, cut, record)
        else:
            record.put(label, lines, block, cut)
        at = max(stop, at + 1)
    return record, start


def _put_captions(lines: Sequence[str], told: Sequence[int], named: int, cut: int, record: Record) -> None:
    """The wordings below a picture's field, without the lines that say who took it."""
    wordings = [i for i in told if i != named or lines[i][cut:].strip()]
    if wordings:
        record.put(CAPTION, lines, wordings, cut if wordings[0] == named else 0)


def _is_foot(line: str, database: Database) -> bool:
    return _named(line, database.foot) is not None or database.end.match(line) is not None


def _begins_foot(lines: Sequence[str], i: int, database: Database) -> bool:
    """Whether a line is the first one behind the text."""
    named = _named(lines[i], NAMES_IN_TEXTS) if database.foot else None
    if named is None or named["label"] not in database.foot:
        return _is_foot(lines[i], database)
    return is_in_foot(lines, i, lambda line: _is_foot(line, database))


def _head(lines: Sequence[str], database: Database, record: Record) -> int:
    """Notes the fields above the text; the first line of the text."""
    named = [(i, found) for i, line in enumerate(lines) if (found := _named(line, database.head)) is not None]
    text = next(((i, found) for i, found in named if database.head[found["label"]] == BODY), None)
    end = text[0] if text is not None else len(lines)
    start = 0
    for i, found in named:
        if i >= end or (text is None and start and any(not _is_heading(lines[k], record) for k in range(start, i))):
            break
        behind = range(i + 1, end)
        start = next((k for k in behind if not lines[k][:1].isspace() or not lines[k].strip()), end)
        record.put(database.head[found["label"]], lines, range(i, start), found.end())
    if text is None:
        while start < len(lines) and _is_heading(lines[start], record):
            start += 1
        return start
    record.heads[end] = text[1].end()
    return _signed_below(lines, end, database, record)


def _named(line: str, known: Container[str]) -> re.Match[str] | None:
    """The name of one of these fields at the beginning of a line."""
    found = LABEL.match(line) if ":" in line[:MAX_LABEL] else None
    return found if found is not None and found["label"] in known else None


def _is_heading(line: str, record: Record) -> bool:
    """Whether a line between the fields is blank, or the headline once more."""
    return not line.strip() or tokens_of(line) == tokens_of(record.values.get(TITLE, ""))


def _signed_below(lines: Sequence[str], named: int, database: Database, record: Record) -> int:
    """Notes a byline's field at the head of the text; where that begins."""
    start = named
    if not lines[named][record.heads[named] :].strip():
        del record.heads[named]
        record.labels[named] = FIELD
        start = next((i for i in range(named + 1, len(lines)) if lines[i].strip()), len(lines))
        found = _named(lines[start], database.head) if start < len(lines) else None
        if found is not None and database.head[found["label"]] == BYLINE:
            record.put(BYLINE, lines, [start], found.end())
            start += 1
    return start


def _put_source(lines: Sequence[str], record: Record) -> None:
    """What a source names: `Tidal Post (Greyharbour, TN). 11/02/2009.`."""
    line = next((i for i, text in enumerate(lines) if text.strip().startswith("Source:") and i in record.labels), None)
    if line is None:
        return
    value = lines[line].strip().removeprefix("Source:").strip()
    if not value and line + 1 in record.labels:  # some exports print it below its name
        line += 1
        value = lines[line].strip()
    found = PRINTED_SOURCE.search(value)
    if found is None:
        return
    record.labels[line] = DATE
    record.values.setdefault(OUTLET, found["outlet"].strip())
    record.values.setdefault(DATE, found["date"] or found["digits"])
    if found["digits"]:
        month, day, year = found["digits"].split("/")
        record.values[DAY] = f"{year}-{month}-{day}"
    if found["section"]:
        record.values.setdefault(SECTION, found["section"].strip())


def _put_people(record: Record, names_turned: re.Pattern[str] = NAMES_TURNED) -> None:
    """The byline without the paper, its names in the order of speech."""
    if BYLINE in record.values:
        people, _, other = record.values[BYLINE].partition(";")
        turned = names_turned.fullmatch(record.values[BYLINE].strip())
        record.values[PEOPLE] = in_order_of_speech(record.values[BYLINE]) if turned else people if other else people.strip()


def _unturned(outlet: str) -> str:
    """`Prairie Dispatch, The` as it is spoken."""
    return f"The {outlet.removesuffix(', The')}" if outlet.endswith(", The") else outlet
