"""The lines of a record of Retriever (Sweden, Norway) or Infomedia (Denmark) in, its fields out.

Both print the paper, the day and the page in a few lines above the text: Retriever below the headline, which it repeats at the
text's head, Infomedia above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from pipeline.marks.places import is_known_place
from pipeline.text.lexicon import tokens_of
from pipeline.text.record import BYLINE, DATE, DATELINE, FIELD, OUTLET, PEOPLE, SECTION, TITLE, Record
from pipeline.text.record_fields import RULE, blocks_of, put_captioned_foot, put_rest, put_source

RETRIEVER_SOURCE = re.compile(
    r"\s*(?P<outlet>[^\W_][^,;:]{1,60}?)(?:[,.]| -)?\s(?P<day>(?:19|20)\d\d-\d\d-\d\d|\d\d?\.\d\d?\.(?:19|20)\d\d)"
    r"(?:\s(?:kl\.?\s)?\d\d[:.]\d\d)?(?:(?:[,.]| -)\s?(?:(?P<page>[Ss]id[ae]n?:? ?\d[\w -]{0,11})|[^,.]{2,24}))?\.?\s*\Z"
)
"""`Ljusne Tidning, 2008-11-28`, `Fjordposten. 28.11.2008. Side: 12`, `Fjordposten, 28.11.2008 05:00`."""
RETRIEVER_META = re.compile(
    r"\s*(?:Publicerat (?:i print|på webb|i tryck)|Publisert (?:på trykk|på nett|i print)"
    r"|(?:Sida|Side|Sidor|Sider):? ?[\w, -]{1,16}\Z|(?:Seksjon|Sektion|Del|Avdelning):\s?(?P<section>.{2,60})"
    r"|Profil:|Ordantal:|Antall ord:|Upplaga:|Utgave:)"
)
RETRIEVER_SIGNS = re.compile(
    r"Retriever|//ret\.nu/|\beller artikelförfattaren\b|Publicerat (?:i print|på webb)|Publisert (?:på trykk|på nett)"
)
RETRIEVER_FOOT = re.compile(
    r"\s*(?:©|\(c\) |Läs hela artikeln|Les hele artikkelen|Se webartikeln|Se webbartikeln|Se pdf|Alla artiklar är skyddade|"
    r"Alle artikler er beskyttet|Bild(?:text)?:|Bilde(?:tekst)?:|Foto(?:graf)?:|Bildebyline:|Illustration:|Grafik:)",
    re.IGNORECASE,
)
INFOMEDIA_ID = re.compile(r"(?:\s*|.{3,200}\|\s?)(?:Artikel-?id|Infomedia-?id|Id): ?e\w{6,12}\s*\Z", re.IGNORECASE)
INFOMEDIA_WORDS = re.compile(r"\s*\d{1,3}(?:[.,]\d{3}|\d)* ord\s*\Z")
INFOMEDIA_DAY = re.compile(r"\s*(?P<day>\d\d?\.(?:\d\d?\.|\s?[^\W\d_]{3,9}\s)(?:19|20)\d\d)(?:,? (?:kl\. )?\d\d[:.]\d\d)?\s*\Z")
INFOMEDIA_PAGE = re.compile(
    r"\s*(?:(?P<section>[^\W\d_].{1,50}?|\d\. sektion(?: \([^)]{2,40}\))?)(?:\s-|,)?\s)?[Ss]ide \d+(?:[ -]\d+)*\s*\Z"
)
"""`Indland - Side 5`."""
NUMBERED_SECTION = re.compile(r"\d\. sektion\b")
INFOMEDIA_FOOT = re.compile(
    r"\s*(?:Billedtekst(?:er)?:|Foto(?:graf)?:|Alle artikler er beskyttet|Alt materiale i Infomedia|Artiklen er beskyttet|"
    r"Dette materiale er lagret|©|Faktaboks:\s*\Z|Link til artiklen)",
    re.IGNORECASE,
)
CAPTIONS = re.compile(r"\s*(?:Bild(?:e)?te(?:xt|kst)|Billedtekst(?:er)?|Billedtekst):\s*", re.IGNORECASE)
SIGNED = re.compile(r"\s*(?:Af|Av|Text|Tekst):?\s(?P<people>[^\W\d_][^.:!?]{3,90})\s*\Z")
ADDRESS = re.compile(r"\s*\S+@\S+\.\w+\s*\Z")
PLACE = re.compile(r"\s*(?P<place>[A-ZÅÄÖÆØÉÜ][A-ZÅÄÖÆØÉÜ -]{2,30})\.\s+(?=[–—\"”»A-ZÅÄÖÆØ])")
"""`HÖRVALLEN. Den …`, but also `FOTBOLL. Det …`."""
MAX_META = 7
"""Lines of a record above its text."""
MAX_SIGNED_WORDS = 8
ENDS = (".", "!", "?", "”", '"')


def count_retriever(lines: Sequence[str]) -> int:
    """How many records of Retriever's the lines hold: each has a page or a way of publishing below its paper and day."""
    return len(_retriever_sources(lines)) if RETRIEVER_SIGNS.search("\n".join(lines)) else 0


def read_retriever(lines: Sequence[str]) -> Record:
    """The headline above the paper, the text below its repetition, the people and the pictures below that."""
    record = Record()
    at, found = _retriever_sources(lines)[0]
    put_source(found, at, record)
    start = at + 1
    while start < len(lines) and (meta := RETRIEVER_META.match(lines[start])):
        record.labels[start] = SECTION if meta["section"] else FIELD
        if meta["section"]:
            record.values.setdefault(SECTION, meta["section"].strip())
        start += 1
    above = blocks_of(lines, range(at))
    if above:
        record.put(TITLE, lines, above[-1])
    put_rest(lines, range(start), record)
    headline = tokens_of(record.values.get(TITLE, ""))
    below = blocks_of(lines, range(start, len(lines)))
    if below and tokens_of(" ".join(lines[i] for i in below[0])) == headline:
        record.put(TITLE, lines, below[0])
        start = below[0][-1] + 1
    foot = next((i for i in range(start, len(lines)) if _ends(lines[i], RETRIEVER_FOOT)), len(lines))
    put_captioned_foot(lines, foot, record, CAPTIONS)
    _put_people_below(lines, start, foot, record)
    _put_place(lines, start, foot, record)
    return record


def _retriever_sources(lines: Sequence[str]) -> list[tuple[int, re.Match[str]]]:
    found = [(i, RETRIEVER_SOURCE.match(line)) for i, line in enumerate(lines) if 12 <= len(line) <= 120 and line[:1] != "-"]
    return [
        (i, source)
        for i, source in found
        if source is not None and (source["page"] or (i + 1 < len(lines) and RETRIEVER_META.match(lines[i + 1])))
    ]


def count_infomedia(lines: Sequence[str]) -> int:
    """How many records of Infomedia's the lines hold: each has a number right below its length."""
    return sum("d:" in line and INFOMEDIA_ID.match(line) is not None for line in lines)


def read_infomedia(lines: Sequence[str]) -> Record:
    """The lines from the paper to the number, the headline, its deck and the people, the text, and the pictures below it."""
    record = Record()
    number = next(i for i, line in enumerate(lines) if "d:" in line and INFOMEDIA_ID.match(line))
    meta = blocks_of(lines, range(number + 1))[-1][-MAX_META:]
    one_line = "|" in lines[number]
    if one_line:
        record.put(TITLE, lines, meta[:-1])
        meta = meta[-1:]
    _put_meta(lines, meta, record, SECTION if one_line else BYLINE)
    put_rest(lines, range(number + 1), record)
    foot = next((i for i in range(number + 1, len(lines)) if _ends(lines[i], INFOMEDIA_FOOT)), len(lines))
    put_captioned_foot(lines, foot, record, CAPTIONS)
    blocks = blocks_of(lines, range(number + 1, foot))
    if len(blocks) > 1 and TITLE in record.values:
        blocks.insert(0, [])
    if len(blocks) > 1:
        record.put(TITLE, lines, blocks[0])
        signed = next((k for k, block in enumerate(blocks[1:4], 1) if len(block) == 1 and SIGNED.match(lines[block[0]])), None)
        if signed is not None:
            (at,) = blocks[signed]
            people = SIGNED.match(lines[at])
            record.values.pop(BYLINE, None)
            record.put(BYLINE, lines, [at])
            record.values[PEOPLE] = people["people"] if people else ""
            record.put(FIELD, lines, [i for block in blocks[1:signed] for i in block])
    return record


def _put_meta(lines: Sequence[str], block: Sequence[int], record: Record, other: str) -> None:
    """Notes the paper, the day, the section and the people, one a line or on one line; `other` is what no sign tells."""
    parts = [(i, part.strip()) for i in block for part in lines[i].split("|") if part.strip()]
    for k, (i, part) in enumerate(parts):
        day, page = INFOMEDIA_DAY.match(part), INFOMEDIA_PAGE.match(part)
        if day is not None:
            record.labels[i] = DATE
            record.values.setdefault(DATE, day["day"])
        elif page is not None or INFOMEDIA_WORDS.match(part) or INFOMEDIA_ID.match(part):
            record.labels.setdefault(i, FIELD)
            if page is not None and page["section"]:
                record.values.setdefault(SECTION, page["section"].strip())
        else:
            label = OUTLET if k == 0 else SECTION if NUMBERED_SECTION.match(part) else other
            record.labels.setdefault(i, label)
            record.values.setdefault(label, part)


def _ends(line: str, foot: re.Pattern[str]) -> bool:
    return foot.match(line) is not None or RULE.match(line) is not None


def _put_people_below(lines: Sequence[str], start: int, foot: int, record: Record) -> None:
    """Notes the last block of the text where it names who wrote it: in capitals, above an address, or behind `Text:`."""
    blocks = blocks_of(lines, range(start, foot))
    if len(blocks) < 2:
        return
    last = blocks[-1]
    addresses = {i for i in last if ADDRESS.match(lines[i])}
    people = list(takewhile(lambda i: i not in addresses, last))
    named = [SIGNED.match(lines[i]) for i in people]
    words = " ".join(lines[i].strip() for i in people)
    short = words.count(" ") < MAX_SIGNED_WORDS and not words.endswith(ENDS) and len(people) <= 2
    if people and short and (addresses or all(named) or (words.isupper() and not any(map(str.isdigit, words)))):
        record.put(BYLINE, lines, people)
        record.values[PEOPLE] = ", ".join(
            found["people"] if found else lines[i].strip() for i, found in zip(people, named, strict=True)
        )
        record.put(FIELD, lines, last[len(people) :])


def _put_place(lines: Sequence[str], start: int, foot: int, record: Record) -> None:
    """Notes the place in capitals that heads the text, where the record names it elsewhere as names are written."""
    at = next((i for i in range(start, foot) if lines[i].strip() and i not in record.labels), None)
    found = PLACE.match(lines[at]) if at is not None else None
    if found is None or at is None:
        return
    place = found["place"]
    named = re.compile(rf"(?<=[^\W\d_] ){re.escape(place.title())}")
    if is_known_place(place) or any(named.search(line) for line in lines):
        record.heads[at] = found.end()
        record.values[DATELINE] = f"{place}."
