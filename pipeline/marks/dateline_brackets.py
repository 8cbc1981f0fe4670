"""A story's first paragraph in; a dateline with brackets that hold no agency, and the paragraph without it, out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.marks.agencies import agencies_in
from pipeline.marks.calendar_names import month_number
from pipeline.marks.dateline_outlet import opens_story
from pipeline.marks.dateline_place import is_located, is_no_heading, may_be_place
from pipeline.marks.dateline_record import Dateline
from pipeline.marks.dateline_regional import dateline_found, fits_dateline
from pipeline.marks.people import looks_like_name
from pipeline.marks.places import is_known_place

REACH = 90
"""Characters within which the brackets stand."""
_BRACKETED = re.compile(r"\((?P<place>[A-ZÀ-Þ][^()\d]{2,40})\)(?:\s[-–—])?\s(?P<rest>[A-ZÀ-Þ«].+)", re.DOTALL)
_DAY = re.compile(
    r"(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,40}?)\s"
    r"\((?P<day>(?P<m1>[A-Z][a-z]{2,8})\.?\s\d{1,2}|\d{1,2}\s(?P<m2>[A-Z][a-z]{2,8})\.?)\)\s?(?::|[-–—]{1,2})\s(?P<rest>\S.+)",
    re.DOTALL,
)
"""`KUALA LUMPUR (March 19): …`, as papers of Malaysia set it."""
_AREA = re.compile(
    r"(?P<town>[A-ZÀ-Þ][\w'’-]{2,20}(?:[ -][\w'’-]{2,20}){0,3})\s"
    r"\((?P<area>[A-ZÀ-Þ][a-zà-ÿ]{2,}(?:[ '’-][^\W\d_]{2,20}){0,3})\)\s[–—-]\s(?P<rest>\S.+)",
    re.DOTALL,
)
"""`Roanne (Loire) – …`, as papers of France and Italy set a small town and its département or province."""


def dateline_in_brackets(text: str, story: Sequence[str]) -> Dateline | None:
    """Read `(Trois-Rivières) Le …`, as papers of Quebec set it.

    Args:
        text: a paragraph, stripped.
        story: the paragraphs below it, which may name a place that no list knows, as its own sentence may.
    """
    found = _BRACKETED.match(text)
    if found is None:
        return None
    place, rest = found["place"], found["rest"]
    if not fits_dateline(place, rest):
        return None
    told = is_known_place(place) or place.startswith(("Saint-", "Sainte-")) or place in rest or is_located(place, story)
    return dateline_found(text, found, place=place) if told else None


def dateline_with_brackets(text: str) -> Dateline | None:
    """Read a place with its day or its area in brackets behind it.

    Args:
        text: a paragraph, stripped.
    """
    if "(" not in text[:REACH]:
        return None
    dated = _DAY.match(text)
    if dated is not None and month_number(dated["m1"] or dated["m2"]) is not None and may_be_place(dated["place"]):
        fits = is_no_heading(dated["place"]) and opens_story(dated["rest"])
        return dateline_found(text, dated, place=dated["place"]) if fits else None
    found = _AREA.match(text)
    if found is None or found["town"].isupper() or looks_like_name(found["town"]) or agencies_in(found["area"]):
        return None
    if month_number(found["area"].split()[0]) is not None or not opens_story(found["rest"]):
        return None
    return dateline_found(text, found, place=f"{found['town']} ({found['area']})")
