"""A press release's first paragraph in; its dateline with the house that spreads it, and the paragraph without it, out."""

from __future__ import annotations

import re

from pipeline.marks.agencies import agencies_in
from pipeline.marks.dateline_place import may_be_place
from pipeline.marks.dateline_record import Dateline

REACH = 120
"""A release's dateline with place, state, house and date is shorter."""

_HOUSES = (
    r"ots(?:/[\w-]+)?|OTS(?:\.[\w/]+)?|pts|pte|pressetext|DGAP|dgap-\w+|news aktuell|"
    r"(?:[A-Z][\w-]*[/-])?PR ?N(?:ewswire|EWSWIRE)(?:[-/][\w -]{2,20})?|(?:BUSINESS|Business) ?(?:WIRE|Wire)|"
    r"(?:MARKET|Market) ?(?:WIRED?|wired?|Wired?)(?: [\w-]+)?|(?:GLOBE|Globe) ?(?:NEWSWIRE|Newswire|newswire)|"
    r"CNW(?: Group| Telbec)?|Canada NewsWire|CCNMatthews|ACCESSWIRE|Accesswire|Newsfile(?: Corp\.?)?|NEWSFILE|EIN ?Presswire|"
    r"PRIMEZONE|PrimeZone|M2 PRESSWIRE|Presswire|PRWEB|PRWeb|Vocus|WEBWIRE|Send2Press|JCN Newswire|ACN Newswire|Medianet|AsiaNet|"
    r"Internet Wire|COMTEX|EWORLDWIRE|Collegiate Presswire|AScribe Newswire|U\.S\. Newswire|USNewswire|Cision|HUGIN|Hugin|"
    r"(?<=/)[A-Z][^/()]{0,30}(?:[Nn]ews|[Pp]ress|[Ww]ire)[^/()]{0,16}"
)
_DATE = r"[\w.,/: -]{6,24}"
_RELEASE = re.compile(
    rf"(?P<before>[^\W\d_][^()/\n]{{2,79}}?)[\s,.]*(?:--?|[—–])?\s{{0,2}}[(/]\s?(?P<house>{_HOUSES})(?:\s?[/,–—-]\s?(?P<inside>{_DATE}))?\s?[)/]"
    rf"(?:\s?(?:--?|[—–])\s?(?P<behind>{_DATE}\d)\s?(?:--|[—–/])|(?<=/)\s?(?P<slashed>{_DATE}\d)\s?/)?\s?(?:--?|[—–.])?\s*",
)
"""`LONDON, March 3 /PRNewswire/ -- `, `LONDON--(Marketwire - March 3, 2011) - `, `LONDON--(BUSINESS WIRE)--March 3, 2001--`,
`LONDON / ACCESSWIRE / March 3, 2018 / `, `Thalheim (ots) - `."""
_SENTENCE = re.compile(r"[\"“„«‘'(¿¡‹]{0,2}(?:[^\W\d_a-zß-ÿ]|\d)")
_PLACE = re.compile(r"[^\W\d_][\w.’'-]*(?:[\s,/&-]{1,2}[^\W\d_][\w.’'-]*){0,7}\.?")
_DAY = re.compile(
    r"[\s,]*\b(?P<day>(?:[^\W\d_]{3,12}\.?\s\d{1,2}|\d{1,2}\.?\s[^\W\d_]{3,12}\.?)(?:,?\s(?:19|20)\d\d)?|\d{1,2}[./]\d{1,2}[./]\d{2,4})\s*\Z"
)


def dateline_of_release(text: str) -> Dateline | None:
    """Read the dateline of a press release.

    Args:
        text: a paragraph, stripped. Who spreads a release is neither an agency nor its outlet, so that `credit` is None.
    """
    if "(" not in text[:REACH] and "/" not in text[:REACH]:
        return None
    found = _RELEASE.match(text, 0, REACH)
    if found is None or agencies_in(found["house"]):
        return None
    before, rest = found["before"].strip(), text[found.end() :]
    dated = _DAY.search(before) if any(map(str.isdigit, before)) else None
    place = (before[: dated.start()] if dated is not None else before).strip(" ,-–—")
    day = dated["day"] if dated is not None else found["inside"] or found["behind"] or found["slashed"]
    day = day.strip(" -–—,") if day and any(map(str.isdigit, day)) else None
    if _PLACE.fullmatch(place) is None or not may_be_place(place) or _SENTENCE.match(rest) is None:
        return None
    return Dateline(raw=found[0].strip(), place=place, credit=None, agencies=(), rest=rest.strip(), day=day)
