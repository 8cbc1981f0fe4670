"""The lines of a record of Europresse or CEDROM-SNi in, its fields out.

The paper and a line with the section, the day and the page stand above the headline, whose letters nothing marks; below the
text the database names the category, the subjects, the length and the document's number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.marks.dates import find_dates
from pipeline.text.record import BYLINE, CAPTION, DATE, FIELD, OUTLET, PEOPLE, SECTION, TITLE, Record
from pipeline.text.record_fields import COPYRIGHT, blocks_of, in_order_of_speech, put_rest

NUMBER = re.compile(r"\s*(?:(?:Numéro de document|Doc\.) ?: ?\S{8,40}|news[·.]\d{8}[·.]\w+[·.]\S+)\s*\Z")
SIGNS = re.compile(r"\s*(?:(?P<name>Taille|Catégorie|Type\(s\) d'article|Sujet\(s\) uniforme\(s\)) ?:|Certificat émis le|©)")
LENGTH = re.compile(r".{0,60}•\s?\d[\d ]{0,6} mots\b|\s*Taille ?: ?[^\W\d_]{3,10}, \d[\d ]{0,6} mots\b")
MIN_NAMES = 2
LAYOUT = re.compile(
    r"\s*(?:(?P<section>[^,•]{2,40}),\s)?(?P<day>[^•]{8,40}?\d{4})(?:,?\s?(?:[•,]\s?)?p\. ?[\w.,* -]{1,12})?\s*\Z"
)
"""`Régions, samedi 17 août 2002, p. 9`."""
PLACE_IN_PAPER = re.compile(r"\s*(?:.{2,60}\s)?•\s?(?:p\. ?\S{1,8}|\d[\d ]{0,6} mots)(?:\s•.*)?\Z")
FOOT = re.compile(
    r"\s*(?:(?P<caption>Illustration(?:s|\(s\))?) ?:|(?:Catégorie|Sujet\(s\) uniforme\(s\)|Type\(s\) d'article|Taille|"
    r"Lieu\(x\) géographique\(s\)|Note\(s\)|Personne\(s\)|Encadré\(s\)|Édition|Edition|Numéro de document|Doc\.) ?:|"
    r"Certificat émis|news[·.]\d{8}|Tous droits réservés|Ce document est réservé|Cet article est paru)"
)
AUTHORS = re.compile(r"\s*Auteurs?(?:\(s\))? ?: ?")
SURNAME_FIRST = re.compile(
    r"(?P<last>[A-ZÀ-Þ][A-ZÀ-Þ'-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ'-]+)*) "
    r"(?P<first>[A-ZÀ-Þ][\w'-]*[a-zß-ÿ][\w'-]*(?:[ -][A-ZÀ-Þ][\w'-]*[a-zß-ÿ])*)"
)
"""`MARMONTEL Gilles`."""
CAPITALS_TURNED = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ' -]{1,30}, [A-ZÀ-Þ][A-ZÀ-Þ' -]{1,30}(?:; ?[A-ZÀ-Þ' -]{2,30}, [A-ZÀ-Þ' -]{2,30})*")
PLACE = re.compile(r"\s*[A-ZÀ-Þ' -]{3,40}(?:\([^()]{3,40}\))?,?\s(?:de notre|de nos|correspondance|envoyé)\b.{0,60}\Z")
PICTURE_BY = re.compile(r"\s*(?:Photo|Photos|Crédit|La Presse|Archives)\b.{0,60}\Z")
MAX_PREAMBLE = 16
MAX_NAMED_BLOCKS = 4


def count_europresse(lines: Sequence[str]) -> int:
    """How many records the lines hold: each has a number; where that parted them, names that the database gives, or a length."""
    if _layout(lines) is None:
        return 0
    numbers = sum(("news" in line[:40] or "oc" in line[:14]) and NUMBER.match(line) is not None for line in lines)
    signs = [found for line in lines if (found := SIGNS.match(line)) is not None]
    if numbers:
        return numbers if signs else 0
    names = {found["name"] for found in signs if found["name"]}
    return int(len(names) >= MIN_NAMES or (bool(signs) and any(LENGTH.match(line) for line in lines)))


def read_europresse(lines: Sequence[str]) -> Record:
    """The paper, the line of the day, the headline and the people above the text, the fields below it."""
    record = Record()
    at, found = _layout(lines) or (0, None)
    if found is not None:
        record.labels[at] = DATE
        record.values[DATE] = found["day"].strip()
        if found["section"]:
            record.values[SECTION] = found["section"].strip()
    start = at + 1
    while start < len(lines) and (PLACE_IN_PAPER.match(lines[start]) or _is_outlet_again(lines, start)):
        record.labels[start] = FIELD
        start += 1
    above = blocks_of(lines, range(at))
    if above and len(above[-1]) == 1 and not PLACE_IN_PAPER.match(lines[above[-1][0]]):
        record.put(OUTLET, lines, above[-1])
    if record.values.get(SECTION) == record.values.get(OUTLET):
        record.values.pop(SECTION, None)
    put_rest(lines, range(start), record)
    foot = next((i for i in range(start, len(lines)) if FOOT.match(lines[i]) or COPYRIGHT.match(lines[i])), len(lines))
    _put_foot(lines, foot, record)
    _put_head(lines, start, foot, record)
    return record


def _layout(lines: Sequence[str]) -> tuple[int, re.Match[str]] | None:
    """The line with the day among the first ones."""
    for i, line in enumerate(lines[:MAX_PREAMBLE]):
        found = LAYOUT.match(line) if len(line) < 100 else None
        if found is not None and any(day.precision == "day" for day in find_dates(found["day"].strip(), "fr")):
            return i, found
    return None


def _is_outlet_again(lines: Sequence[str], at: int) -> bool:
    """`Le Quotidien`, above a line `• p. 12 • 612 mots`."""
    return at + 1 < len(lines) and PLACE_IN_PAPER.match(lines[at + 1]) is not None and bool(lines[at].strip())


def _put_head(lines: Sequence[str], start: int, foot: int, record: Record) -> None:
    """Notes the headline, the section in capitals above it, the people and the place below it."""
    blocks = blocks_of(lines, range(start, foot))
    if (
        len(blocks) > 2
        and len(blocks[0]) == 1
        and lines[blocks[0][0]].strip().isupper()
        and " " not in lines[blocks[0][0]].strip()
    ):
        record.put(FIELD if SECTION in record.values else SECTION, lines, blocks.pop(0))
    if len(blocks) < 2:
        return
    record.put(TITLE, lines, blocks[0])
    for block in blocks[1:MAX_NAMED_BLOCKS]:
        text = " ".join(lines[i].strip() for i in block)
        named = AUTHORS.match(text)
        people = _people(text[named.end() :] if named else text)
        if people and BYLINE not in record.values:
            record.put(BYLINE, lines, block)
            record.values[PEOPLE] = people
        elif PLACE.match(text):
            record.put(FIELD, lines, block)
            break
        elif BYLINE in record.values:
            break
    else:
        return
    signed = next((k for k, block in enumerate(blocks) if record.labels.get(block[0]) == BYLINE), 0)
    record.put(FIELD, lines, [i for block in blocks[1:signed] for i in block])


def _people(text: str) -> str:
    """The names of a byline with surnames in capitals first, in the order of speech; empty where it is none."""
    if CAPITALS_TURNED.fullmatch(text):
        return in_order_of_speech(text)
    names = [SURNAME_FIRST.fullmatch(part.strip()) for part in re.split(r"[;,]| et ", text)]
    return ", ".join(f"{name['first']} {name['last'].title()}" for name in names if name) if all(names) else ""


def _put_foot(lines: Sequence[str], foot: int, record: Record) -> None:
    """Notes the pictures' wordings and the other fields."""
    told = False
    for i in range(foot, len(lines)):
        found = FOOT.match(lines[i])
        if found is not None or COPYRIGHT.match(lines[i]):
            told = found is not None and found["caption"] is not None
        cut = found.end() if found is not None and told else 0
        wording = told and lines[i][cut:].strip() and not PICTURE_BY.match(lines[i][cut:])
        record.put(CAPTION if wording else FIELD, lines, [i], cut)
