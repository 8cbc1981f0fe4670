"""What stands in a dateline's place in; whether it can be one, by its words or by what the story says of it, out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.marks.calendar_names import month_number, weekdays_named
from pipeline.marks.signature import ROLE
from pipeline.marks.words import word_list

MIN_NAME_CHARACTERS = 4
MAX_LOCATED = 3
"""Words of a place that no list knows."""
_WHERE = r"(?:in|at|on|near|from|outside|aus|nach|bei|à|en|a|di|em|uit|bij|naar|te|i|fra|på|från|till?|w|v|ve)"
"""What stands before a place in a sentence, in the languages that leave its name as it is."""

_GERMAN = re.compile(
    r"\b(?:der|die|das|den|dem|und|ist|hat|haben|sind|wird|ein|eine|einen|einem|einer|für|von|vom|zum|zur|auf|im|am)\b",
    re.IGNORECASE,
)
_ITALIAN = re.compile(
    r"\b(?:il|lo|gli|che|di|del|della|dei|delle|nel|nella|è|sono|una|con|per|alla|alle|dal|dalla|si|non)\b", re.IGNORECASE
)
LANGUAGE_REACH, MIN_FUNCTION_WORDS = 200, 3
_NOT_PLACES = word_list("not_datelines")
_STATE = re.compile(
    r"[A-ZÀ-Þ][a-zß-ÿ]{1,14}\.?(?:\s(?:of\s|and\s)?[A-ZÀ-Þ][a-zß-ÿ]{1,14}){0,2}(?:,\s[A-ZÀ-Þ][a-zß-ÿ]{3,14}(?:\s[A-ZÀ-Þ][a-zß-ÿ]{2,14})?)?"
)
"""A state or country that is not printed in capitals behind its town: `Texas`, `Neb.`, `West Bank`, `Quezon, Philippines`."""
_OFFICE = re.compile(
    r"\b(?:Executive|Officer|Director|President|Manager|Chair\w*|Minister|Senator|Inc|Ltd|Corp|Jr|Sr|Live|Exclusive)\b"
)
"""What stands behind a person's name or a company's, or behind a heading."""


def may_be_place(place: str) -> bool:
    """Tell whether the words can be a place: few, capitalised, no heading word."""
    words = re.split(r"[\s/,]+", place)
    if len(words) > 7 or words[0].casefold() in _NOT_PLACES or place.casefold() == "usa today":
        return False
    lower = sum(1 for word in words if word[:1].islower())
    return words[0][:1].isupper() and lower <= len(words) // 2


def is_city_in_state(place: str) -> bool:
    """Tell `CEDAR HOLLOW, Texas`, as papers print a town of their own, from `JANE DOE, Editor`."""
    city, comma, state = place.partition(", ")
    if not comma or not city.isupper() or ROLE.search(state) or _OFFICE.search(state):
        return False
    return sum(map(str.isalpha, city)) >= MIN_NAME_CHARACTERS - 1 and _STATE.fullmatch(state) is not None


def is_named_again(place: str, rest: str) -> bool:
    """Tell `ELMORE - The last elevator on the Elmore branch line …` from `WATCH - …`: the sentence names the place too."""
    name = place.split(",")[0].title()
    return len(name) >= MIN_NAME_CHARACTERS and re.search(rf"\w,? {re.escape(name)}\b", rest) is not None


def is_named_in_passing(place: str, rest: str) -> bool:
    """Tell `Elmore - A diver was fined in the Elmore court …` from `Sport - The …`: the sentence has the name again.

    German sets all nouns so; there a name must stand before it (`des Landesgerichts Elmau`).
    """
    found = re.search(rf"(?P<before>\w+),? {re.escape(place)}\b(?!-)", rest) if len(place) >= MIN_NAME_CHARACTERS - 1 else None
    return found is not None and is_no_heading(place) and (found["before"][0].isupper() or not is_german(rest))


def is_german(text: str) -> bool:
    """Whether little words in the first sentence show its language."""
    return len(_GERMAN.findall(text, 0, LANGUAGE_REACH)) >= MIN_FUNCTION_WORDS


def is_italian(text: str) -> bool:
    """As `is_german`."""
    return len(_ITALIAN.findall(text, 0, LANGUAGE_REACH)) >= MIN_FUNCTION_WORDS


def is_no_heading(place: str) -> bool:
    """Tell `HAWKS ISLAND - …` from `LETTER TO THE EDITOR - …`: few words, none of which headings are made of."""
    words = re.split(r"[\s,/’']+", place.casefold())
    return len(words) <= MAX_LOCATED and not _NOT_PLACES.intersection(words) and _has_a_name(place)


def is_located(place: str, story: Sequence[str]) -> bool:
    """Tell `Elmore - …` from `Drama - …`: the story says what happened `in Elmore`."""
    name = place.split(",")[0]
    words = name.split()
    if len(words) > MAX_LOCATED or not _has_a_name(name) or not may_be_place(place):
        return False
    if not all(word[:1].isupper() for word in words):
        return False
    named = name.title() if name.isupper() else name
    located = re.compile(rf"\b{_WHERE} {re.escape(named)}\b")
    return any(named in paragraph and located.search(paragraph) for paragraph in story)


def _has_a_name(place: str) -> bool:
    """Tell a name from initials, days and months."""
    letters = sum(map(str.isalpha, place))
    return letters >= MIN_NAME_CHARACTERS and not weekdays_named(place) and month_number(place) is None
