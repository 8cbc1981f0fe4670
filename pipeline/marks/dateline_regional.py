"""A story's first paragraph in; a dateline as only papers of one region set it, and the paragraph without it, out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.marks.agencies import agencies_in
from pipeline.marks.calendar_names import month_number, weekdays_named
from pipeline.marks.dateline_outlet import opens_story
from pipeline.marks.dateline_place import is_located, is_no_heading, may_be_place
from pipeline.marks.dateline_record import Dateline
from pipeline.marks.places import is_known_place

REACH = 90
"""Longer ones are of no such paper."""

_TOWN = r"[A-ZÀ-Þ][\w.’'-]*(?:\s(?:(?:de|del|la|las|el|los|di|da|do|dos|y|e)\s)*[A-ZÀ-Þ][\w.’'-]*){0,4}"
MAX_SHORTENED = 5
"""Letters of a state's abbreviation, which keeps its dot."""
_STATES = (
    r"Ags|B\.\s?C\.\s?S|B\.\s?C|BCS|BC|Camp|Coah|Col|Chis|Chih|"
    r"D\.\s?F|DF|Dgo|Gto|Gro|Hgo|Jal|M[ée]x|Edomex|Mich|Mor|Nay|N\.\s?L|NL|Oax|"
    r"Pue|Qro|Q\.\s?R(?:oo)?|QRoo|S\.\s?L\.\s?P|SLP|Sin|Son|Tab|Tamps|Tlax|Ver|Yuc|Zac|"
    r"Aguascalientes|Baja California(?: Sur)?|Campeche|Coahuila|Colima|Chiapas|Chihuahua|Durango|Guanajuato|Guerrero|Hidalgo|"
    r"Jalisco|Estado de México|Michoacán|Morelos|Nayarit|Nuevo León|Oaxaca|Puebla|Querétaro|Quintana Roo|"
    r"San Luis Potosí|Sinaloa|Sonora|Tabasco|Tamaulipas|Tlaxcala|Veracruz|Yucatán|Zacatecas"
)
"""Mexico's, by name and as its papers shorten them."""
_MEXICAN_DAY = (
    r"(?:\d{1,2}(?:\s|-)(?:de\s)?[^\W\d_]{3,10}|[^\W\d_]{3,10}\.?\s\d{1,2})\.?(?:(?:\s(?:de\s|del\s)?|-)(?:19|20)\d\d)?"
)
_MEXICAN = re.compile(
    rf"(?P<raw>(?P<place>{_TOWN}),\s(?P<state>(?i:{_STATES}))\b\.?)(?:,?\s(?P<day>{_MEXICAN_DAY}))?,?"
    rf"(?:\s?\((?P<credit>[^()]{{2,40}})\))?"
    r"\s?(?:(?P<dash>\.\s?[-–—]+|[-–—]+(?=\s)|(?<=\.)[-–—]+)|\.(?=\s))\s?(?P<rest>\S.+)",
    re.DOTALL,
)
"""`Alborada, Pue.- La …`, `ALBORADA, Ver., 3 de marzo (apro).- El …`, `Alborada, Ver., 3 de marzo. El …`."""
_STOP_AND_DASH = re.compile(rf"(?P<place>{_TOWN})\s?\.\s?[-–—]+\s?(?P<rest>\S.+)", re.DOTALL)
"""`Monterrey.- La …`, as all papers in Spanish set it."""
_ITALIAN = re.compile(
    r"(?P<before>(?:\((?P<first>[^()]{2,30})\)\s?(?:[-–—]{1,2}\s?)?)?"
    r"(?P<place>[A-ZÀ-Þ][^\W\d_]+(?:[\s'’/-]{1,2}[A-ZÀ-Þa-z][^\W\d_]+){0,5}(?:\s\([A-Z][^()\d]{1,20}\))?),\s"
    r"(?P<day>\d{1,2}\s(?P<month>[^\W\d_]{3,10})\.?(?:\s(?:19|20)\d\d)?))\s?[-–—]{1,2}\s?"
    r"(?:\((?P<credit>[^()]{2,30})\)\s?(?:[-–—]{1,2})?)?\s?(?P<rest>\S.+)",
    re.DOTALL,
)
"""`Roma, 19 lug. - (Agenzia) - Un …`, `(AGI) - Cagliari, 19 lug. - Un …`: the agency stands behind a dash, or first."""
_INDIAN = re.compile(
    r"(?P<raw>(?P<place>[A-Z][A-Z.’'-]+(?:\s[A-Z(][A-Z.)’'-]+){0,3}),\s"
    r"(?P<day>(?P<month>[A-Z]{3,9}|[A-Z][a-z]{2,8})\.?\s\d{1,2})\.(?:\s?[-–—]+)?)"
    r"\s(?P<rest>\S.+)",
    re.DOTALL,
)
"""`MADURAI, SEPT. 13. The …`, as The Hindu set it until 2005."""
_NO_DASH = re.compile(
    r"(?P<raw>(?P<place>[A-Z][^\W\d_]+(?:[\s-][A-Z][^\W\d_]+){0,2})(?:\s\([A-Z][\w/. -]{1,24}\))?,\s"
    r"(?P<day>(?:(?P<m1>[A-Z][a-z]{2,8})\.?\s\d{1,2}|\d{1,2}\s(?P<m2>[A-Z][a-z]{2,8})\.?)(?:,?\s(?:19|20)\d\d)?)"
    r"(?::?\s\((?P<credit>[^()]{2,30})\)[.:]?|,\s(?P<desk>[A-Z]{2,5})\s?[:–—-])(?:\s?[-–—:]{1,3})?)\s(?P<rest>\S.+)",
    re.DOTALL,
)
"""`Nagpur, Mar 14 (PTI) The …`, `Minna, March 3, 2012 (NAN) The …`,
`Tamale (N/R), March 3, GNA - The …`: perhaps no dash."""
_INDIAN_DESK = re.compile(
    r"\b(?:TNN|Times News Network|Express News Service|ENS|DHNS|Tribune News Service|PTI|Press Trust of India|IANS|"
    r"(?:HT|DC) Correspondent|Staff Reporter|(?:Special|Principal|Legal|Staff) Correspondent)\b"
)
_TOWN_AND_COLON = re.compile(r"(?P<place>[A-Z][A-Z.’'-]{2,}(?:\s[A-Z][A-Z.’'-]+){0,2})\s?:\s(?P<rest>\S.+)", re.DOTALL)
_SERVICES = frozenset(("DHNS", "ENS", "TNN", "HTC", "EOI", "DC", "DNA", "Agencies"))
"""News services of Indian papers, which sell to none but their own."""
_OUTLET_FIRST = re.compile(
    r"(?P<raw>(?P<outlet>(?:[A-Z][\w-]*\.(?:com|co\.id|co|id|net|tv)|TEMPO Interaktif|VIVAnews)),\s"
    r"(?P<place>[A-Z][^\W\d_]+(?:\s[A-Z][^\W\d_]+){0,2})\s[-–—]{1,2})"
    r"\s(?P<rest>\S.+)",
    re.DOTALL,
)
"""`Kabar6.com, Bandung - …`, as Indonesian sites set it."""


def dateline_of_region(text: str, story: Sequence[str] = ()) -> Dateline | None:
    """Read the datelines of Mexican, Italian, Indian, West African and Indonesian papers.

    Args:
        text: a paragraph, stripped.
        story: the paragraphs below it, which may name a place that no list knows.
    """
    head = text[:REACH]
    if ".-" in head or ".–" in head or ". -" in head or ".—" in head or ", " in head:
        return (
            dateline_of_mexico(text)
            or _stop_and_dash(text, story)
            or _italian(text)
            or dateline_with_stop(text, story)
            or _no_dash(text)
            or _outlet_first(text, story)
        )
    return None


def dateline_of_mexico(text: str) -> Dateline | None:
    """Read `Alborada, Pue.- La …` and the like.

    Args:
        text: a paragraph, stripped.
    """
    found = _MEXICAN.match(text)
    if found is None or found.start("rest") > REACH or not fits_dateline(found["place"], found["rest"]):
        return None
    if found["dash"] is None and found["day"] is None:
        return None
    if not found["state"][0].isupper() or (found["day"] is not None and not _names_month(found["day"])):
        return None
    place = found["raw"] if len(found["state"]) <= MAX_SHORTENED else found["raw"].rstrip(".")
    return dateline_found(text, found, place=place, credit=found["credit"])


def _stop_and_dash(text: str, story: Sequence[str]) -> Dateline | None:
    found = _STOP_AND_DASH.match(text)
    if found is None or found.start("rest") > REACH or not fits_dateline(found["place"], found["rest"]):
        return None
    known = is_known_place(found["place"]) or is_located(found["place"], [found["rest"], *story])
    return dateline_found(text, found, place=found["place"]) if known else None


def _italian(text: str) -> Dateline | None:
    found = _ITALIAN.match(text)
    credit = (found["credit"] or found["first"]) if found is not None else None
    if found is None or found.start("rest") > REACH or month_number(found["month"]) is None:
        return None
    signed = agencies_in(credit) if credit is not None else found["place"].endswith(")")  # of a paper: with the province
    if not signed or not may_be_place(found["place"]) or not opens_story(found["rest"]):
        return None
    return dateline_found(text, found, place=found["place"], credit=credit)


def dateline_with_stop(text: str, story: Sequence[str] = ()) -> Dateline | None:
    """Read `MADURAI, SEPT. 13. The …`; arguments as for `dateline_of_region`.

    With the month in small letters a notice of a death or of a match is set alike: there the place must be known or told.
    """
    found = _INDIAN.match(text)
    if found is None or month_number(found["month"]) is None or not fits_dateline(found["place"], found["rest"]):
        return None
    place = found["place"]
    if not (found["month"].isupper() or is_known_place(place) or is_located(place, [found["rest"], *story])):
        return None
    return dateline_found(text, found, place=place)


def dateline_of_service(text: str, signed: str) -> Dateline | None:
    """Read `NAGARPUR: The …` of a town that no list knows, where a news service or a desk of an Indian paper signs.

    Args:
        text: the story's first paragraph.
        signed: the byline, as printed.
    """
    found = _TOWN_AND_COLON.match(text)
    if found is None or _INDIAN_DESK.search(signed) is None or not fits_dateline(found["place"], found["rest"]):
        return None
    return dateline_found(text, found, place=found["place"])


def _no_dash(text: str) -> Dateline | None:
    found = _NO_DASH.match(text)
    if found is None or month_number(found["m1"] or found["m2"]) is None or not fits_dateline(found["place"], found["rest"]):
        return None
    credit = found["credit"] or found["desk"]
    is_signed = bool(agencies_in(credit)) or credit in _SERVICES
    return dateline_found(text, found, place=found["place"], credit=credit) if is_signed else None


def _outlet_first(text: str, story: Sequence[str]) -> Dateline | None:
    found = _OUTLET_FIRST.match(text)
    if found is None or not opens_story(found["rest"]):
        return None
    known = is_known_place(found["place"]) or is_located(found["place"], [found["rest"], *story])
    return dateline_found(text, found, place=found["place"], credit=found["outlet"]) if known else None


def fits_dateline(place: str, rest: str) -> bool:
    """Tell whether a place and the words behind it read as a dateline and its story: no heading, no weekday."""
    return may_be_place(place) and is_no_heading(place) and not any(map(weekdays_named, place.split())) and opens_story(rest)


def _names_month(day: str) -> bool:
    return any(month_number(word) is not None for word in re.findall(r"[^\W\d_]{3,}", day))


def dateline_found(text: str, found: re.Match[str], *, place: str, credit: str | None = None) -> Dateline:
    """Make a dateline of a match that has a group `rest` and may have a group `day`.

    Args:
        text: the paragraph that was matched.
        found: the match.
        place: the place to keep.
        credit: the agency's mark, as printed.
    """
    return Dateline(
        raw=text[: found.start("rest")].rstrip(),
        place=place,
        credit=credit.strip() if credit else None,
        agencies=agencies_in(credit) if credit else (),
        rest=found["rest"].strip(),
        day=found.groupdict().get("day"),
    )
