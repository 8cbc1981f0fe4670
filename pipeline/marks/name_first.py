"""A line that begins with names in; its byline out, where a role, a paper, a place or a date beside the names shows one."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.marks.agencies import agencies_in, agency_id
from pipeline.marks.calendar_names import month_number, weekdays_named
from pipeline.marks.date_labels import without_labels
from pipeline.marks.dates import find_dates
from pipeline.marks.given_names import begins_with_given_name
from pipeline.marks.people import PARTICLES, is_name_token, looks_like_name, name_length, written_name
from pipeline.marks.places import is_known_place
from pipeline.marks.signature import EDGE, LOWER_WORDS, OUTLET_WORDS, QUALIFIERS, Byline, first_other, is_role, unglue

MAX_TAIL_CHARACTERS = 120
"""What may follow the names: a role, a paper, a date."""

MAX_PEOPLE = 8

_BETWEEN = re.compile(r"\s*(?:,|/|\||&|;|\s(?:and|und|et|y|e|og|och)\s)\s*")
_NAME_END = re.compile(
    r"\s*(?:[,|•·∙●/–—;&@(]|\s-+\s|\s(?:and|und|et|y|e|og|och)\s|\s(?:in|In|with|com|con|avec|mit|med|met)\s(?=[A-ZÀ-Þ])|\s(?:for|For|of)\s|\d|[\s\u00a0]{2,})\s*"
)
_IN_PLACE = re.compile(r"^(?:in|In)\s+(?P<place>[A-ZÀ-Þ][\w.’'-]*(?:[\s,/-]+[A-ZÀ-Þ][\w.’'-]*){0,3})$")
_AGE = re.compile(
    r"^(?:(?:Published|Posted|Updated|Last updated)\s)?\d{1,3}\+?\s?"
    r"(?:min(?:ute)?s?|Min\.?|Minuten|hours?|hrs?|h|days?|d|weeks?|months?)\b(?:\s(?:read|ago|Lesezeit))?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"^[^\W\d]{3,10}[\s,]+\d{1,2}[:.]\d\d\b|^\d{1,2}\s[^\W\d]{3,10},?\s\d{1,2}[:.]\d\d\b")
_ADDRESS = re.compile(r"^(?:[\w-]+\.)+(?:com|org|net|news|de|at|ch|co\.\w\w|info|tv|fr|es|it|nl|eu|io)\b", re.IGNORECASE)
_CONTACT = re.compile(r"^@?[\w.+-]{2,40}@[\w.-]+\.\w+$|^@\w{2,30}$|^(?:Follow|Email|Contact)\b.{0,40}$")
_PHOTO = re.compile(r"^\s?/\s?\S|.*\bGetty\b|.*[A-Z]\w*/[A-Z]\w+")
"""`Jo Lens/AFP` is a photo credit."""
_OUTLET_AND_MARK = re.compile(r"(?P<outlet>[A-Z][\w.&’'-]{1,20}(?:\s[A-Z][\w.&’'-]{1,20}){0,3})\s?[•·|]\s?(?=\w)")
"""`Jane Doe, Tideline • Published 13th April 2017`."""
_WITH = re.compile(r"(?:with|com|con|avec|mit|med|met)\s(?P<who>[^\d.]{2,40})\Z")
"""`24.01.2008 - 19h02 Ana Poe, com Lusa`."""
_JOINED = "&"
"""Put before a tail that an "and" joined to the names: "and Media" is no paper."""
_TOWN_BEGINNINGS = frozenset(
    [
        "santa",
        "san",
        "são",
        "santo",
        "sankt",
        "saint",
        "st",
        "villa",
        "vila",
        "villanueva",
        "nueva",
        "nova",
        "new",
        "bad",
        "port",
        "puerto",
        "fort",
        "ciudad",
        "el",
        "la",
        "los",
        "las",
        "le",
    ]
)
_HOUSE_AND_PLACE = re.compile(
    r"(?:(?P<house>[A-ZÀ-Þ][A-ZÀ-Þ.]{1,20}(?:\s[A-ZÀ-Þ.]{2,20}){0,2})\s?\|\s?)?[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,30}"
)
"""`30.10.08 - ADA QUILL / COLPISA | SANDQUAY`, behind the name."""
_STOPPED_ROLE = re.compile(
    r"(?P<name>[^\W\d_][^.:;!?\d]{3,40}|[^\W\d_][^:;!?\d]{3,40}?)\.\s(?P<role>[^\W\d_][^.:;!?\d]{3,50})\.?"
)
"""`ADA QUILL. Enviada especial`, as Spanish papers sign."""
_REGION = re.compile(
    r"[А-ЯЁ][а-яё-]+(?:ая|ий|ое)\s(?:область|край|район|обл\.)|Республика\s[А-ЯЁ][а-яё-]+|г\.\s?[А-ЯЁ][а-яё-]+|село\s[А-ЯЁ][а-яё-]+"
)
"""`Анна Воронина, Приморская область`, below a report."""
_WRITES = re.compile(r"(?:skrifar|schreibt|scrive|écrit|escribe|pisze|пише|пишет)\W*")
"""`Ada Quill skrifar`."""
_TWO = re.compile(
    r"(?P<first>[^\d,|/–—:()]{4,40}?)\s[-–—]\s(?P<second>[^\d,|/–—:()]{4,40}?)(?:\s?[/,]\s?[^\W\d_][^\d,|/–—:()]{2,24})?"
)
"""`Ada Quill - Jo Reed / Sandquay`, as Turkish and Vietnamese papers join two who sign."""
_DEGREE = re.compile(r"^(?:,?\s*(?:Ph\.?D\.?|M\.?D\.?|R\.?D\.?N?\.?|J\.?D\.?|MPH|MS|MA|MBA|RN|LD|Esq\.?))+$")


def parse_name_first(raw: str, *, listed: bool) -> Byline | None:
    """Read `Jane Doe, Staff Writer`, `Jane Doe | Harbour Times`, `Aug 12, 2021 / Jane Doe`, `Jane Doe and John Roe in London`.

    Args:
        raw: the line without bullets; names alone are no byline (see `people_on_line`).
        listed: a bullet stood before the line: there the weak evidence of a place is not enough.
    """
    if raw[0].isdigit() or month_number(raw.split(None, 1)[0]):
        return _after_date(raw)
    if raw[-1].isalpha() and weekdays_named(raw.split(None, 1)[0].rstrip(",")) and (dated := _after_date(raw)) is not None:
        return dated
    if not _may_begin_with_name(raw):
        return None
    two = _TWO.fullmatch(raw) if "-" in raw or "–" in raw or "—" in raw else None
    if two is not None and all(looks_like_name(name) and begins_with_given_name(name) for name in two.groups()):
        return Byline(raw, (written_name(two["first"]), written_name(two["second"])), ())
    text = unglue(raw)
    people, tail = _people_and_tail(text)
    if people and not without_labels(people[0]).strip():
        return None  # "Giriş Tarihi: 12.05.2016": two words with capitals, and a date behind
    if people and tail and people[0].split()[0].casefold() in _TOWN_BEGINNINGS and weekdays_named(tail.split()[0].strip(EDGE)):
        return None  # "Santa Clara del Valle, lunes 11 de agosto de 2003": where and when a paper appears
    if people:
        evidence = _evidence(tail, listed=listed)
        return Byline(raw, people, evidence) if evidence is not None else None
    return _name_and_role(raw, text)


PRINTED_PAGE = re.compile(r"(?<!\w)(?:p[áa]gina|page|Seite|strona|str\.|side|p\.|pág\.|pag\.)\s?[A-Z]?\d", re.IGNORECASE)
"""A paper's name, day and page: `Corriere Marino — 27 novembre 2002 pagina 25`."""


def people_on_line(line: str) -> tuple[str, ...]:
    """List the people of a line that holds nothing but names (`Jane Doe, John Roe and Ann Poe`, `Jane Doe, Ph.D.`).

    Returns:
        The names in ordinary letter case; empty where anything else stands on the line. One name is as weak as
        `looks_like_name`, two or more seldom are anything but authors.
    """
    text = line.strip(" \t\u00a0*•·|,_")
    if not 4 <= len(text) <= 160 or not text[0].isupper() or not _may_begin_with_name(text):
        return ()
    half = len(text) // 2
    if text[:half].strip() == text[half:].strip():
        text = text[:half].strip()  # dumps print a name and its link's title, one behind the other
    people, tail = _people_and_tail(text)
    return people if people and (not tail or _DEGREE.match(tail)) else ()


def _may_begin_with_name(text: str) -> bool:
    """Ask cheaply whether the first two words can be a name."""
    words = text.split(None, 2)
    if len(words) < 2 or not is_name_token(words[0].rstrip(",")):
        return False
    second = words[1]
    return second[:1].isupper() or second in PARTICLES


@lru_cache(256)
def _people_and_tail(text: str) -> tuple[tuple[str, ...], str]:
    """Collect the names a line begins with; the tail is what follows the last. Lines are read as bylines and as names alone."""
    people: list[str] = []
    position = 0
    joined = barred = False
    while position < len(text) and len(people) < MAX_PEOPLE:
        end = _NAME_END.search(text, position + 1)
        head = text[position : end.start()] if end is not None else text[position:]
        head, given_back = _without_calendar(head.strip(EDGE))
        if not looks_like_name(head):
            break
        if people and barred and begins_with_given_name(people[0]) and not begins_with_given_name(head):
            return tuple(people), text[position:].strip(" \t\u00a0|•·,;/")  # `ANN POE | GULL HARBOUR`
        people.append(written_name(head))
        if end is None:
            return tuple(people), given_back
        if given_back or not _BETWEEN.fullmatch(end[0]):
            return tuple(people), (given_back + text[end.start() :]).strip()
        position = end.end()
        barred = "|" in end[0]
        joined = end[0].strip().isalpha() or end[0].strip() == "&"
    if not people:
        return (), ""
    return tuple(people), (_JOINED if joined else "") + text[position:].strip(" \t\u00a0|•·,;/")


def _without_calendar(head: str) -> tuple[str, str]:
    """Give back the month or weekday that belongs to the date behind a name (`Jane Doe Dec`)."""
    tokens = head.split()
    count = len(tokens)
    while count > 2 and _belongs_to_date(tokens[count - 1]):
        count -= 1
    return " ".join(tokens[:count]), " ".join(tokens[count:])


def _belongs_to_date(token: str) -> bool:
    """Tell whether a word is a month, a weekday or the label before a date."""
    return bool(month_number(token) or weekdays_named(token) or token in ("Published", "Updated", "Posted", "Last"))


def _evidence(tail: str, *, listed: bool) -> tuple[str, ...] | None:
    """Judge what follows the names: the agencies of a byline, or None where the line is none."""
    body = tail.lstrip(EDGE.replace("@", "") + _JOINED).strip()
    if not body or len(body) > MAX_TAIL_CHARACTERS or body[-1] in "?!":
        return None
    placed = _IN_PLACE.match(body)
    if placed is not None:
        return () if is_known_place(placed["place"]) and not listed else None
    if _REGION.fullmatch(body):
        return ()
    if _PHOTO.match(tail) or PRINTED_PAGE.search(body):
        return None
    lower = LOWER_WORDS.findall(body)
    if len(lower) > 8 or (body[-1] == "." and len(lower) > 3):
        return None
    if _begins_with_date(body) or _AGE.match(body) or _CLOCK.match(body) or _CONTACT.match(body):
        return agencies_in(body) if len(lower) <= 5 else None
    if (marked := _OUTLET_AND_MARK.match(body)) is not None and not tail.startswith(_JOINED):
        return agencies_in(marked["outlet"]) if _begins_with_date(body[marked.end() :]) else None
    agencies = agencies_in(body) if len(body) < 60 else ()
    if agencies and len(lower) <= 3 and not tail.startswith("/"):
        return agencies
    if is_role(body):
        return agencies
    return () if not tail.startswith(_JOINED) and _is_outlet(body) else None


def _begins_with_date(body: str) -> bool:
    """Tell whether a whole date stands right behind the names."""
    found = find_dates(body) if any(character.isdecimal() for character in body[:40]) else ()
    if not found or found[0].precision == "month":
        return False
    before = body[: found[0].start].split()
    return all(_belongs_to_date(word.strip(EDGE)) or word[:1].islower() or not word.strip(EDGE) for word in before)


def _is_outlet(body: str) -> bool:
    """Tell whether a short capitalised tail is a paper's or a site's name."""
    if body[0].isdigit():
        return False
    if _ADDRESS.match(body):
        return True
    words = re.split(r"[\s/-]+", re.split(r"\s[-–|]\s", body, maxsplit=1)[0])
    if not 1 <= len(words) <= 6 or any(word[:1].islower() for word in words if word not in ("of", "the", "for", "de")):
        return False
    return any(word.casefold().strip(".,") in OUTLET_WORDS for word in words)


def _name_and_role(raw: str, text: str) -> Byline | None:
    """Read `Jane Doe Political Correspondent`: no mark between the name and the role."""
    tokens = text.split()
    length = min(name_length(tokens[:7]), first_other(tokens))
    while length > 2 and tokens[length - 1].casefold().strip(".,") in QUALIFIERS | OUTLET_WORDS:
        length -= 1
    head, rest = " ".join(tokens[:length]), " ".join(tokens[length:])
    behind = (
        is_role(rest) or _WRITES.fullmatch(rest) is not None or (text != raw and rest.startswith("The ") and _is_outlet(rest))
    )
    if 2 <= length < len(tokens) and looks_like_name(head) and len(rest) < 60 and behind:
        return Byline(raw, (written_name(head),), agencies_in(rest))
    stopped = _STOPPED_ROLE.fullmatch(raw) if ". " in raw else None
    if stopped is not None and looks_like_name(stopped["name"]) and is_role(stopped["role"]):
        return Byline(raw, (written_name(stopped["name"]),), ())
    name, paper = _before_capitals(tokens)
    if paper and looks_like_name(name) and _is_outlet(paper):
        return Byline(raw, (name,), agencies_in(paper))
    return None


def _before_capitals(tokens: list[str]) -> tuple[str, str]:
    """A name in ordinary letters and what stands in capitals behind it (`Jane Doe HARBOUR TIMES`)."""
    length = next((i for i, token in enumerate(tokens) if len(token) > 2 and token.isupper()), len(tokens))
    paper = tokens[length:]
    return (" ".join(tokens[:length]), " ".join(paper)) if all(map(str.isupper, paper)) else ("", "")


def _after_date(raw: str) -> Byline | None:
    """Read `Aug 12, 2021 / Jane Doe`."""
    found = find_dates(raw[:80])
    if not found or found[0].start != 0 or found[0].precision == "month":
        return None
    rest = raw[found[0].end :].strip(EDGE)
    housed = _HOUSE_AND_PLACE.fullmatch(rest) if "|" in rest else None
    if housed is not None and housed["house"] and (agency := agency_id(housed["house"])) is not None:
        return Byline(raw, (), (agency,))
    people, tail = _people_and_tail(rest) if rest and _may_begin_with_name(rest) else ((), "")
    tail = tail.lstrip(EDGE)
    if people and (beside := _WITH.match(tail)) is not None and (agencies := agencies_in(beside["who"])):
        return Byline(raw, people, agencies)
    placed = _HOUSE_AND_PLACE.fullmatch(tail) if people and "|" in rest else None
    if placed is not None:
        return Byline(raw, people, agencies_in(placed["house"]) if placed["house"] else ())
    return Byline(raw, people, ()) if people and (not tail or _AGE.match(tail)) else None
