"""A paragraph in; the dateline that is nothing but a place, set off by capitals, brackets or a full stop, or but a day, out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.marks.agencies import agency_id
from pipeline.marks.calendar_names import month_number, weekdays_named
from pipeline.marks.dateline_outlet import opens_story
from pipeline.marks.dateline_place import is_german, is_italian, is_located, is_named_again, is_no_heading, may_be_place
from pipeline.marks.dateline_record import Dateline
from pipeline.marks.places import is_known_place

_ALONE = re.compile(r"^(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,30}),\s(?P<day>(?:\d{1,2}\.?\s)?[^\W\d_]{3,12}(?:\s\d{1,2})?)\.?$")
"""A place in capitals and what may be a day: `LOOSDUIN, zaterdag`."""
_SIGNED_ALONE = re.compile(
    r"(?P<place>[^\W\d_][^()\d:]{2,40}?)(?:,\s(?P<day>\d{1,2}\.?\s[^\W\d_]{3,12}|[^\W\d_]{3,12}\.?\s\d{1,2}))?"
    r"\s\((?P<credit>[^()]{2,30})\)\s?[-–—=.]*"
)
"""`SANDQUAY (AA) -`, whose paragraph stands on the next line."""
_PROVINCES = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,30}, (?:Ont|Que|Alta|Sask|Man|Nfld|B\.C|N\.S|N\.B|N\.L|N\.W\.T|P\.E\.I|"
    r"Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|N\.C|N\.D|N\.H|N\.J|N\.M|N\.Y|"
    r"Neb|Nev|Okla|Ore|Pa|R\.I|S\.C|S\.D|Tenn|Tex|Va|Vt|W\.Va|Wash|Wis|Wyo)\."
)
"""`SANDQUAY NARROWS, Ont.`, a line of its own below the byline in North American papers."""
_STOPPED_ALONE = re.compile(r"(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ '’-]{2,30})\s?\.(?:\s?[-–—]+)?")
_BRACKETED = re.compile(r"\[(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ .,'’/-]{2,40})\]\s(?P<rest>\S.+)", re.DOTALL)
"""`[SINGAPORE] The …`, as business papers of Asia set it."""
_STOPPED = re.compile(
    r"(?P<place>[A-ZÀ-Þ][^\W\d_]{2,20}(?:[ /'’-][A-ZÀ-Þ][^\W\d_]{1,20}){0,3})"
    r"(?P<area>\s\([A-ZÀ-Þ][a-zà-ÿ]{2,20}(?:[ '’-][^\W\d_]{2,20}){0,2}\)(?=\.))?(?P<desk>\s\([a-zä-ü]{2,4}(?:/[a-zä-ü]{2,4})?\))?"
    r"(?:,\s(?P<day>\d{1,2}\.?\s[^\W\d_]{3,9}))?(?:\.|(?<=\))\s[-–])\s(?P<rest>\S.+)",
    re.DOTALL,
)
"""`Murrbach. Der …` and `Murrbach (red). Der …` of German papers, `DEN HAAG, 9 NOV. De …`, `QUILLA (Modena). Il …`."""


MIN_STORY_CHARS = 80
"""Behind a place in capitals and its stop, as regional papers set it: below, it may be a label."""
_STOPPED_IN_CAPITALS = re.compile(r"[A-ZÀ-Þ]{3}[A-ZÀ-Þ /'’-]{0,30}[.:] [A-ZÀ-Þ]")
"""Another paragraph that begins so: they are a column of briefs, whose towns are none of the story's."""
_DISTRIBUTED = re.compile(r"(?P<raw>(?P<day>(?P<month>[A-Z][a-z]{2,8})\.?\s\d{1,2})--)(?P<rest>[A-Z\"“`'].+)", re.DOTALL)
"""`Nov. 2--The …`, as services that distribute the stories of American papers set it."""


def dateline_of_day(text: str) -> Dateline | None:
    """Read a day and two hyphens before the first word.

    Args:
        text: a paragraph, stripped.
    """
    found = _DISTRIBUTED.match(text)
    if found is None or month_number(found["month"]) is None:
        return None
    return Dateline(raw=found["raw"], place=None, credit=None, agencies=(), rest=found["rest"], day=found["day"])


def is_place_and_day(text: str) -> bool:
    """Tell whether a line is `PORT HEADS, Friday.`, as old papers set the dateline on a line of its own.

    Args:
        text: The line.
    """
    place, comma, day = text.rpartition(",")
    return bool(comma) and place.isupper() and bool(weekdays_named(day.strip()))


def parse_dateline_line(line: str, story: Sequence[str] = ()) -> Dateline | None:
    """Read a line that is nothing but a place in capitals and the day: `LOOSDUIN, zaterdag`, as Dutch papers set it.

    Args:
        line: the first paragraph of a story.
        story: the paragraphs below; a place alone (`NEUWIED.`) must be named there, or known.
    """
    raw = line.strip()
    stopped = _STOPPED_ALONE.fullmatch(raw)
    if stopped is not None:
        place = stopped["place"]
        named = is_known_place(place) or any(place.title() in paragraph for paragraph in story)
        fits = named and is_no_heading(place)
        return Dateline.of_place(place, raw) if fits else None
    if _PROVINCES.fullmatch(raw):
        return Dateline.of_place(raw)
    signed = _SIGNED_ALONE.fullmatch(raw) if "(" in raw else None
    agency = agency_id(signed["credit"]) if signed is not None else None
    if signed is not None and agency is not None and may_be_place(signed["place"]):
        place, credit = signed["place"].strip(), signed["credit"]
        if not (place.isupper() or is_known_place(place)):
            return None
        return Dateline(raw=raw, place=place, credit=credit, agencies=(agency,), rest="", day=signed["day"])
    found = _ALONE.match(raw)
    if found is None or not may_be_place(found["place"]):
        return None
    words = found["day"].split()
    if not weekdays_named(words[0]) and not any(month_number(word) is not None for word in words if word.isalpha()):
        return None
    return Dateline(raw=raw, place=found["place"], credit=None, agencies=(), rest="", day=found["day"])


def place_alone(text: str, story: Sequence[str]) -> Dateline | None:
    """Read a place before the story's first sentence, without dash or agency.

    Args:
        text: a paragraph, stripped.
        story: the paragraphs below it. A place that no list knows must be named by them, or by its own sentence.
    """
    found = _BRACKETED.match(text) if text[0] == "[" else None
    if found is not None:
        place = found["place"]
        told = is_known_place(place) or is_named_again(place, found["rest"]) or is_located(place, story)
        fits = told and is_no_heading(place)
    else:
        found = _STOPPED.match(text) if "." in text[:60] or ")" in text[:60] else None
        fits = found is not None and _stops(found, story)
    if found is None or not fits or not may_be_place(found["place"]) or not opens_story(found["rest"]):
        return None
    day = found.groupdict().get("day")
    raw = text[: found.start("rest")].rstrip()
    place = found["place"] + (found.groupdict().get("area") or "")
    return Dateline(raw=raw, place=place, credit=None, agencies=(), rest=found["rest"].strip(), day=day)


def _stops(found: re.Match[str], story: Sequence[str]) -> bool:
    """Judge a place before a full stop, or before a desk's letters."""
    place, rest = found["place"], found["rest"]
    if found["day"] is not None:
        if month_number(found["day"].split()[-1]) is None:
            return False
        named = re.compile(rf"\b{re.escape(place)}\b")
        return place.isupper() or is_known_place(place) or any(map(named.search, [rest, *story]))
    if not place.isupper() and not is_german(rest):  # elsewhere a place and a full stop open a travel story
        return _is_told_twice(place, [rest, *story])
    if found["area"] is not None:
        return place.isupper() and is_no_heading(place)
    parts = [part.strip() for part in place.split("/")]
    if place.isupper() and len(rest) >= MIN_STORY_CHARS and is_no_heading(place) and (is_german(rest) or is_italian(rest)):
        return not any(map(_STOPPED_IN_CAPITALS.match, story))
    if found["desk"] is not None or place.isupper() or len(parts) > 1:
        return any(is_known_place(part) or is_located(part, [rest, *story]) for part in parts)
    return is_known_place(place) or _is_told_twice(place, [rest, *story])


def _is_told_twice(place: str, story: Sequence[str]) -> bool:
    """Whether two witnesses speak for a place in small letters: a feature may begin with one word (`Angst. …`), and end in it."""
    return is_no_heading(place) and is_known_place(place) + sum(is_located(place, [paragraph]) for paragraph in story) > 1
