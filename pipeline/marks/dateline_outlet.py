"""What stands in a dateline's brackets and behind its dash in; whether an outlet signs a story there, out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.marks.calendar_names import month_number, weekdays_named
from pipeline.marks.dateline_place import is_city_in_state, is_located, is_named_again, may_be_place
from pipeline.marks.places import is_known_place

MIN_SENTENCE_CHARACTERS = 40
"""What follows a dateline without an agency must be at least this long: a shorter line is a heading or a list entry."""

_OUTLET_WORD = re.compile(
    r"\b(?:news(?:paper|wire|room)?|times|post|herald|press|agency|journal|tribune|gazette|daily|morning|chronicle|"
    r"observer|guardian|mail|media|zeitung|"
    r"presse|nachrichten|diario|periódico|agencia|radio|tv|online|today|world|report|monitor|\w+\.(?:com|net|org|news))\b",
    re.IGNORECASE,
)
_CAPTION_DATE = re.compile(r"^[A-Z]{3,9}\.? \d{1,2}\b|^\d{4}[/-]\d\d")
LONG_DASHES = ("—", "―", "--", "_")
_INITIALS_OF_OUTLET = re.compile(r"[A-Z][A-Z/&]{1,7}(?: [A-Z][\w]+)?|[A-Z]\w+ News(?:\w+)?")
_SHORT_CREDIT = re.compile(r"[A-Z][A-Za-zÀ-ÿ-]{1,15}(?:[ /][A-Z][A-Za-zÀ-ÿ-]{1,15}){0,2}")
_LETTERS_OF_OUTLET = re.compile(r"[A-Z]{3,6}")
"""Of an agency or a broadcaster that no list knows; two letters are a state more often than not."""
_CALL_LETTERS = re.compile(r"[KW][A-Z]{2,3}(?:[-/ ](?:TV|DT|AM|FM|[A-Z]{3,4}|\d{1,2}))?")
"""Of an American station: `GREYHARBOUR, La. (KDLR) -`."""
_COUNTRIES = frozenset(
    ("USA", "UAE", "DRC", "UNO", "DDR", "BRD", "GDR", "FRG", "USSR", "UDSSR", "URSS", "RSA", "PNG", "NSW", "QLD", "EUA")
)
_LOWER_WORD = re.compile(r"(?<!\w)[^\W\d_A-Z]{2,}")
_BROADCASTER, _TWO_LETTERS = re.compile(r"[A-Z]{3,5}"), re.compile(r"[A-Z]{2}")
_STATES = re.compile(
    r"A[BLKZR]|BC|C[AOT]|D[CE]|E[NU]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[ADEINOST]|N[BCDEHJLMSVY]|O[HKNR]|P[AERT]|QC|RI|S[CDK]|T[NX]|"
    r"U[KNST]|V[AT]|W[AIVY]"
)
"""What two letters stand for more often than an outlet."""


def is_outlet_credit(
    place: str | None, day: str | None, credit: str, rest: str, mark: str, spaced: bool, story: Sequence[str]
) -> bool:
    """Tell whether brackets hold an outlet's name, as in `Seoul (Harbour Morning Newspaper) –`, and no explanation.

    Args:
        place: what stands before them; None where nothing does.
        day: the day between the two.
        credit: what they hold.
        rest: what follows the dash.
        mark: the dash.
        spaced: whether white space stands beside it.
        story: the paragraphs below.
    """
    if not spaced or not opens_story(rest):
        return False
    if mark in (":", "："):  # `Kathmandu, March 3 (RSS): The …`, as papers of South Asia set it
        known = place is not None and (is_known_place(place) or is_located(place, [rest, *story]))
        return known and day is not None and _SHORT_CREDIT.fullmatch(credit) is not None and not _names_day(credit)
    if place is None:
        return mark in LONG_DASHES and _INITIALS_OF_OUTLET.fullmatch(credit) is not None
    if len(place.split()) > 3 or not may_be_place(place):
        return False
    words = credit.split()
    if "," in place and place.split(",")[0].isupper() and _CALL_LETTERS.fullmatch(credit):
        return True
    told = place.isupper() or is_known_place(place) or is_located(place, [rest, *story])
    dated = day is not None and not _names_day(credit)
    if told and dated and _SHORT_CREDIT.fullmatch(credit):
        return True
    if _LETTERS_OF_OUTLET.fullmatch(credit) and not _may_abbreviate(credit, place):
        in_state = mark in ("--", "—") and is_city_in_state(place)
        unknown_but_fit = in_state or is_located(place, [rest, *story]) or (place.isupper() and is_named_again(place, rest))
        return is_known_place(place) or unknown_but_fit
    if mark in ("--", "—") and place.split(",")[0].isupper() and is_known_place(place) and _BROADCASTER.fullmatch(credit):
        return True
    if (
        mark in ("--", "—")
        and _TWO_LETTERS.fullmatch(credit)
        and (is_city_in_state(place) or (place.isupper() and is_known_place(place)))
    ):
        return _STATES.fullmatch(credit) is None
    capitalised = all(word[:1].isupper() or word in ("of", "the", "de", "del", "and", "&") for word in words)
    if not capitalised or len(words) > 6:
        return "." in credit and " " not in credit and _OUTLET_WORD.search(credit) is not None
    return _OUTLET_WORD.search(credit) is not None or (len(words) >= 2 and (is_known_place(place) or place.isupper()))


def _names_day(credit: str) -> bool:
    return bool(weekdays_named(credit)) or month_number(credit) is not None


def opens_story(rest: str) -> bool:
    """Tell whether what follows reads like a story's first sentence, not like a heading or a photo caption's day."""
    if len(rest) < MIN_SENTENCE_CHARACTERS or _CAPTION_DATE.match(rest):
        return False
    start = rest.lstrip("\"“”„«‘'(¿¡‹ ")
    if not start[:1].isupper() and not start[:1].isdigit() and start[:1].islower():
        return False
    return len(_LOWER_WORD.findall(rest[:160])) >= 3


def _may_abbreviate(credit: str, place: str) -> bool:
    """Tell whether capitals in brackets may stand for the words before them (`APPLE (AAPL)`) or are a country's."""
    letters = place.casefold()
    return credit in _COUNTRIES or (letters.startswith(credit[0].casefold()) and set(credit.casefold()) <= set(letters))
