"""A line that signs with agencies and names nobody in, its byline out: `From AP reports`, `Evening Post, with dpa`."""

from __future__ import annotations

import re

from pipeline.marks.agencies import agencies_in, agency_id
from pipeline.marks.byline import Byline

MAX_CHARS = 60
_DESK = re.compile(
    r"(?:(?:from|by|with)\s)?(?:the\s)?(?:(?:staff|wire|news|agency|local)\s(?:and\s|&\s)?)?(?P<agencies>[^\d.:;|]{2,40}?)"
    r"(?:\s(?:wire\s)?(?:reports?|dispatches|staff|staff\sreports?|news\sservices?|wires?))?",
    re.IGNORECASE,
)
_WITH = re.compile(r"[^\d.:;|]{3,40}?,?\s(?:with|mit|avec|con|med|met|and|und)\s(?P<agencies>[^\d.:;|,]{2,30})")
_PART = re.compile(r"\s?(?:/|,|&|\band\b|\bund\b|\bet\b|\by\b)\s?")


def parse_desk_byline(line: str) -> Byline | None:
    """Read a line that signs an article with agencies alone.

    Args:
        line: One line. Every part must be an agency's name, but for the paper before "with" and for words such as "staff",
            "wire" and "reports".
    """
    text = line.strip(" \t|-–—()[]")
    if not 2 <= len(text) <= MAX_CHARS:
        return None
    for pattern in (_DESK, _WITH):
        found = pattern.fullmatch(text)
        if found is not None and all(agency_id(part) is not None for part in _PART.split(found["agencies"].strip())):
            return Byline(text, (), agencies_in(found["agencies"]))
    return None
