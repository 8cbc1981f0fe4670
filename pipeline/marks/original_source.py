"""A line in; the outlet it says the story was taken from, out ("Original Source: somesite.example")."""

from __future__ import annotations

import re

from pipeline.marks.agencies import agency_id
from pipeline.marks.calendar_names import month_number, weekdays_named

MAX_LINE_CHARACTERS = 260
MAX_SOURCE_CHARACTERS = 80

_NAMED = re.compile(
    r"^[\s(\[*_•–—-]*(?:Original\s+(?:Source|article|story|post|publication)|Originalquelle|Quelle\s+des\s+Originals|"
    r"Source\s+originale|Fuente\s+original|Fonte\s+originale?|Originally\s+(?:published|posted|appeared)|"
    r"First\s+published|Zuerst\s+erschienen|原文|原載|来源|來源|출처)"
    r"(?:\s+(?:on|in|by|at|from|bei|auf|via))?\s*[:：]?\s*(?P<who>[^\n]+)$",
    re.IGNORECASE,
)
_THIS_ARTICLE = re.compile(
    r"(?:This|The|Dieser|Der|Cet|Este|Questo)\s+(?:\w+\s){0,2}(?:article|story|piece|post|essay|report|interview|column|"
    r"Artikel|Beitrag|Text|artículo|artigo|articolo)\s+"
    r"(?:(?:was|is|has\sbeen|first|originally|wurde|ist|erschien|a\sété|fue|foi|è\sstato)\s+){1,3}(?:(?:first|originally|"
    r"previously|zuerst|ursprünglich|initialement|originalmente|publicado|co-?|jointly\s)\s*)*"
    r"(?:published|posted|appeared|produced|featured|printed|republished|reprinted|reproduced|veröffentlicht|erschienen|"
    r"publié|publicado|pubblicato)?\s*"
    r"(?:(?:here|today|online|as\s.{0,40})\s)?(?:on|in|by|at|from|with|through|bei|auf|im|in\sder|dans|sur|par|en|por|no|"
    r"em|su|da)\s+(?P<who>[^\n]+)$",
    re.IGNORECASE,
)
_REPUBLISHED = re.compile(
    r"^[\s(\[*_•–—-]*(?:Republished|Reprinted|Reproduced|Reposted|Syndicated|"
    r"Published)\s+(?:here\s)?(?:with\s+(?:the\s)?permission\s+(?:from|of)|courtesy\s+of|from|"
    r"under\s.{0,40}\sfrom)\s+(?P<who>[^\n]+)$",
    re.IGNORECASE,
)
_READ_ORIGINAL = re.compile(
    r"^[\s(\[*_•–—-]*(?:(?:Read|View|See|Continue reading|Find)\s+(?:the\s+)?(?:full\s+)?(?:original|full|entire|"
    r"rest of the)\s*(?:original\s)?(?:article|story|post|report|piece)?|Lesen Sie den Originalartikel|"
    r"Lire l[’']article original|Ver el artículo original|Leer el artículo original|阅读原文)"
    r"\s*(?:here\s)?(?:on|at|in|from|by|via|bei|auf|sur|en|:)\s*(?P<who>[^\n]+)$",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"^[\s(\[*_•–—-]*(?:Sources?|Quelle|Fuente|Fonte|Bron|Kilde|Källa|Zdroj|Źródło|Sursa|Источник|Джерело|Sumber|Kaynak|"
    r"Via)\s*[:：]\s*(?P<who>[^\n]+)$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"^(?:https?://)?(?:www\.)?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,10})(?:/\S*)?[.)\]]*$", re.IGNORECASE
)
_OUTLET = re.compile(
    r"\b(?:News|Times|Post|Herald|Press|Agency|Journal|Tribune|Gazette|Daily|Chronicle|Observer|Guardian|Mail|Media|"
    r"Zeitung|Magazine|Magazin|Radio|TV|Online|Today|Standard|Telegraph|Independent|"
    r"Review|Monitor|Spiegel|Diario|Le\s\w+|El\s\w+|La\s\w+|CNN|BBC|NPR|CBC|ABC|NDR|WDR|MDR|ZDF|ARD)\b"
)
_END = re.compile(
    r"\s*(?:(?<=\s)(?=(?:19|20)\d\d[-/.年])|[.;!](?:\s|$)|\s(?:and\sis|and\swas|and\shas|under|as\spart|with\spermission|erschienen|veröffentlicht|publiziert|on\s(?=(?:\w+day|\w{3,9}\.?\s\d|"
    r"\d))|in\s(?=(?:\w+\s)?(?:19|20)\d\d)|here\b|\|)|\s[-–—|]\s|,\s(?=(?:a|an|the|and|on|which|where|January|February|"
    r"March|April|May|June|July|August|September|October|November|December|\d)\b)|[\])])"
)
_NOT_SOURCES = frozenset(["here", "this", "it", "us", "our", "the", "today", "news agencies", "agencies"])
"""Words of an address to the reader, and sources that name nobody."""
_QUICK = re.compile(
    r"ource|OURCE|riginal|ORIGINAL|irst published|epublish|eprint|eproduc|ublished|Quelle|Fuente|Fonte|Bron|Kilde|Källa|"
    r"Zdroj|Źród|Sursa|Источ|Джерел|Sumber|Kaynak|ppeared|rschien|eröffentlicht|ublié|ublicad|ubblicat|原|来源|來源|출처|Via|"
    r"roduced"
)


def parse_original_source(line: str) -> str | None:
    """Read the outlet or site a line names as the story's source.

    Args:
        line: one line, for example `Original Source: somesite.example` or `This article was first published in Harbour Times.`
            A plain `Source: X` counts only where X is an address or bears an outlet's name; a wire agency there is a credit.

    Returns:
        The source as printed, an address without scheme and path; None where the line names none.
    """
    stripped = line.strip()
    if not 8 <= len(stripped) <= MAX_LINE_CHARACTERS or not _QUICK.search(stripped):
        return None
    for shape in (_NAMED, _REPUBLISHED, _READ_ORIGINAL):
        found = shape.match(stripped)
        if found is not None:
            return _source(found["who"], must_be_outlet=False)
    found = _SOURCE.match(stripped)
    if found is not None:
        return _source(found["who"], must_be_outlet=True)
    found = _THIS_ARTICLE.search(stripped)
    if found is not None and found.start() <= 40:
        return _source(found["who"], must_be_outlet=False)
    return None


def _source(who: str, *, must_be_outlet: bool) -> str | None:
    """Cut the source's name from what follows the label."""
    text = who.strip(" *_\"“”'’:")
    address = _ADDRESS.match(text.split()[0]) if text else None
    if address is not None:
        return address["host"].casefold().removeprefix("www.")
    end = _END.search(text)
    name = (text[: end.start()] if end is not None else text).strip(" *_\"“”„'’:,.")
    address = _ADDRESS.match(name)
    if address is not None:
        return address["host"].casefold().removeprefix("www.")
    if not 2 <= len(name) <= MAX_SOURCE_CHARACTERS or name.casefold() in _NOT_SOURCES or len(name.split()) > 8:
        return None
    if agency_id(name) is not None:
        return None
    first = name.removeprefix("the ").removeprefix("der ").removeprefix("die ")
    if not first[:1].isupper() and first.isascii() and not first[:1].isdigit():
        return None
    if weekdays_named(first.split(",")[0]) or (
        month_number(first.split()[0]) and any(character.isdecimal() for character in text)
    ):
        return None
    if first.startswith("Original "):
        return None
    if must_be_outlet and not _OUTLET.search(name):
        return None
    return first
