"""A line with names among places, dates and what each did in; the people out: `Ada Quill in Sandquay and Jo Reed in London`.

Neither the names alone nor a role beside them shows a byline here, so that the line's place must say more.
"""

from __future__ import annotations

import re

from pipeline.marks.calendar_names import month_number
from pipeline.marks.dates import find_dates
from pipeline.marks.given_names import begins_with_given_name
from pipeline.marks.people import looks_like_name, written_name

MAX_CHARS, MAX_ENTRIES, MAX_PEOPLE = 160, 6, 6
"""Of a byline: longer ones are sentences, more entries a menu."""
MAX_CLOCK = 14
"""Characters behind a date, of the time of day."""
_BAR = re.compile(r"\s*[|•·●]\s*")
_AND = re.compile(r",?\s(?:and|und|et|y|ed?|og|och|en|ja|ve|AND|UND|ET|Y|E)\s|\s?&\s?|\s?[;,]\s")
_ASIDE = re.compile(r"\s?\((?P<what>[^()]{2,40})\)")
_PLACED = re.compile(r"\s(?:in|at|aus|à|en|em|desde)\s(?:the\s)?[A-ZÀ-Þ][\w.’'-]*(?:[\s/][A-ZÀ-Þ][\w.’'-]*){0,3}\Z")
_PLACES = re.compile(r"[A-ZÀ-Þ][\w.’'-]*(?:[\s/]{1,3}[A-ZÀ-Þ][\w.’'-]*){0,3}")
"""`Manang/Kathmandu`, behind the names of two who sign."""
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:\s?(?:[ap]m|h|Uhr))?", re.IGNORECASE)
_DID, _DREW = "\x00", "\x01"
"""Stand for brackets while an entry is split at `and`."""
_PICTURES = re.compile(
    r"(?:fotos?|photos?|pictures?|images?|bild(?:er)?|fotografie?n?|fotografías?|fotografias?|photographs?|photographies?|"
    r"kuvat?|zdjęcia|foto['’]s|illustrations?|illustrationen|video)",
    re.IGNORECASE,
)
_OTHER_MEDIA = re.compile(r"(?:audio|video|vídeo|bild|foto|photo)s?\b", re.IGNORECASE)
"""`Audio 03:07 Min. | 25.04.31 | Ada Quill`: who spoke or took it, not who wrote."""
_NO_OFFICE = re.compile(r"\d|\b(?:left|right|centre|center|links|rechts|izquierda|derecha|gauche|droite)\b", re.IGNORECASE)
"""In brackets: years, ages, and where on a picture somebody stands."""
_WROTE = re.compile(r"(?:text|words|story|report)(?:e|o|i)?|testo|tekst|texte[rn]?", re.IGNORECASE)
"""In brackets behind a name: who wrote."""
_DREW_ALONE = re.compile(rf"[^()]{{4,50}}\s\({_PICTURES.pattern}\)", re.IGNORECASE)
_JOINER = r"(?:and|und|et|y|e|en|og|och|&)"
_ONE = rf"(?:(?!\s{_JOINER}\s)[^(),]){{4,40}}\s\({_PICTURES.pattern}\)"
_AND_DREW = re.compile(rf"(?:,|,?\s{_JOINER})\s{_ONE}|^{_ONE}\s?(?:,|{_JOINER})\s", re.IGNORECASE)
"""`… and Jo Reed (photos)`, `Jo Reed (photos) and …`: one name of several."""
_WROTE_FIRST = re.compile(
    r"(?:Text|TEXT|Texte|Texto|Testo|Tekst|Words|Story|文)\s?[:：].{3,60}(?:Fotos?|FOTOS?|Photos?|Pictures?|Images?|Fotografías?|Bilder|Bild|Kuvat?|写真)\s?[:：]"
)
"""`Text: Ada Quill Fotos: Jo Reed`."""
_STORY_BY = re.compile(r"(?:Photos?|Pictures?|Fotos?)\sby\s.{4,60},\s(?:story|words|text)\sby\s(?=[A-Z])")
"""`Photos by Jo Reed, story by Ada Quill`."""


def people_among(line: str, *, surely: bool = False) -> tuple[str, ...]:
    """List the people of a line that holds names and, beside or among them, places, dates or what each did.

    Args:
        line: One line.
        surely: Whether the line is likely a byline: then no list must know a given name on it, and one name at a place is enough.

    Returns:
        The names in ordinary letter case; empty where they show no byline, or nothing stands beside them.
    """
    text = line.strip(" \t\u00a0*•·|,_")
    if not 8 <= len(text) <= MAX_CHARS or text[-1] in ".?!" or not (text[0].isupper() or text[0].isdigit()):
        return ()
    entries = [entry for entry in _BAR.split(text) if entry]
    if not 1 <= len(entries) <= MAX_ENTRIES:
        return ()
    dated = [_is_date_or_hour(entry) for entry in entries]
    if any(dated):
        return _beside_date(entries, dated, surely=surely)
    people: list[str] = []
    placed = False
    for entry in entries:
        names, shown = _names_of(entry)
        if not names and not shown:
            return ()
        people.extend(names)
        placed = placed or shown
    if not placed or not 0 < len(people) <= MAX_PEOPLE:
        return ()
    alone = len(people) == 1 and " at " in text  # "Ada Quill at Harbour Road" is a caption as often
    return tuple(people) if surely or (not alone and any(map(begins_with_given_name, people))) else ()


def tells_who_wrote(line: str) -> bool:
    """Tell whether a line that names who took the pictures names who wrote, too: `Ada Quill (Text) und Jo Reed (Bilder)`.

    Args:
        line: One line.
    """
    if _WROTE_FIRST.match(line) or _STORY_BY.match(line):
        return True
    return "(" in line and any(_WROTE.fullmatch(aside["what"]) for aside in _ASIDE.finditer(line)) and bool(people_among(line))


def tells_who_drew(line: str) -> bool:
    """Tell whether a line names who took or drew the pictures and nobody else: `Jo Reed (Fotos)`.

    Args:
        line: One line.
    """
    return "(" in line and _DREW_ALONE.fullmatch(line) is not None and looks_like_name(line[: line.index("(")].strip())


def without_who_drew(names: str) -> str:
    """Names without those behind which brackets say that they took or drew the pictures.

    Args:
        names: What stands behind "by".
    """
    return _AND_DREW.sub("", names) if "(" in names else names


def _beside_date(entries: list[str], dated: list[bool], *, surely: bool) -> tuple[str, ...]:
    """`22:41 | Ada Quill | 27 comments`: the one name in a row of bars, right beside the date."""
    found = [k for k, entry in enumerate(entries) if looks_like_name(entry) and (surely or begins_with_given_name(entry))]
    if any(map(_OTHER_MEDIA.match, entries)) or len(found) != 1 or not any(dated[max(0, found[0] - 1) : found[0] + 2]):
        return ()
    return (written_name(entries[found[0]]),)


def _is_date_or_hour(entry: str) -> bool:
    """Whether an entry is a date, with or without its year, or a time of day."""
    if not any(map(str.isdigit, entry)):
        return False
    words = [word.strip(".,") for word in entry.split()]
    if _CLOCK.fullmatch(entry) or (len(words) == 2 and any(map(month_number, words)) and any(map(str.isdecimal, words))):
        return True
    found = find_dates(entry)
    return bool(found) and found[0].start == 0 and len(entry) - found[-1].end <= MAX_CLOCK


def _names_of(entry: str) -> tuple[list[str], bool]:
    """The names of an entry, and whether a place or what somebody did stands beside one; no names where anything else does.

    Who took or drew the pictures is left out.
    """
    if any(_NO_OFFICE.search(aside["what"]) for aside in _ASIDE.finditer(entry)):
        return [], False
    bare = _ASIDE.sub(lambda aside: _DREW if _PICTURES.fullmatch(aside["what"]) else _DID, entry)
    shown = bare != entry
    people: list[str] = []
    parts = _AND.split(bare)
    for k, part in enumerate(parts):
        name = _PLACED.sub("", part.strip(_DREW + _DID))
        name, shown = name.strip(_DREW + _DID), shown or name != part
        if looks_like_name(name):
            people.extend([written_name(name)] if _DREW not in part else [])
        elif k == len(parts) - 1 and len(people) > 1 and _PLACES.fullmatch(part):
            shown = True
        else:
            return [], False
    return people, shown
