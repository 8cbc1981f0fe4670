"""The lines between headline and body in; the byline that rules find where nobody was chosen, a desk's or a Japanese one, out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.marks.agencies import agency_id
from pipeline.marks.byline import Byline
from pipeline.marks.credit import parse_credit
from pipeline.marks.dates import find_dates, parse_date_line
from pipeline.marks.desk_byline import parse_desk_byline
from pipeline.marks.given_names import begins_with_given_name
from pipeline.marks.group_byline import parse_group_byline
from pipeline.marks.japanese_name import is_japanese_name, name_beside_date
from pipeline.marks.people import looks_like_name, written_name
from pipeline.marks.signature import is_role
from pipeline.marks.words import word_list
from pipeline.text.beside import beside
from pipeline.text.units import Unit

ABOVE = 14
"""Units above the body among which a Japanese byline stands where the headline is unknown."""

BEHIND = 2
"""Units behind the body of which the next with wording may be its signature."""
MAX_SIGNED_CHARS = 48
_QUOTES = "\"“”„»«'’‘›"
_SIGNED = re.compile(
    r"(?:--|[—–-])\s?(?P<dashed>[A-ZÀ-Þ][^\d.,:;|/]{3,40})\.?"
    r"|(?P<stopped>[A-ZÀ-Þ][^\d.,:;|/]{3,40})\."
    r"|(?P<french>[A-ZÀ-Þ][a-zß-ÿ]+(?:-[A-ZÀ-Þ][a-zß-ÿ]+)?(?:\s(?:de|du|le|la|d['’]|[Ll][eaEA]))?\s[A-ZÀ-Þ'’-]{3,20})"
    r"|(?P<placed>[A-ZÀ-ÞА-ЯЁ]{3,14}\s[A-ZÀ-ÞА-ЯЁ-]{4,20}),\s[A-ZÀ-ÞА-ЯЁ][a-zß-ÿа-яё-]{2,20}(?:\s[A-ZÀ-ÞА-ЯЁ][a-zß-ÿа-яё-]{2,20})?"
)
_HEBREW_NAME = re.compile(r"[א-ת]{2,10}(?:\s[א-ת]{2,10}['’׳]?(?:-[א-ת]{2,10})?){1,2}")
_HEBREW_GIVEN_NAMES = word_list("hebrew_given_names")
_HINDI_NAME = re.compile(r"[\u0900-\u0963\u0970-\u097f]{2,14}(?:\s[\u0900-\u0963\u0970-\u097f.]{1,14}){1,2}")
_HINDI_OFFICE = re.compile(r"(?:\S{1,12}\s){0,3}संवाददाता(?:,\s?(?:\S{1,16}\s?){1,4})?")
_SOURCE_ABOVE = re.compile(r"\W{0,3}(?:منبع|المصدر|来源|來源|Источник)\s?[:：]\s*(?P<who>[^:：]{2,40}?)\s*")
_SOURCE_BEHIND_DATE = re.compile(
    r"[|•·–—-]\s*(?:Source|Quelle|Bron|Fuente|Fonte|Kilde|Källa|Lähde|Źródło|Zdroj|Forrás|Kaynak)\s?:\s*(?P<who>[^:|]{2,40}?)\s*\Z",
    re.IGNORECASE,
)
"""`12/03/2011 om 13:35 | Bron: Belga`."""
BESIDE_SIGNATURE = 3
"""Lines from who signs within which an agency's name alone signs too: a role or an address may stand between."""
MAX_ADDRESS_CHARS, MAX_AGENCY_CHARS = 48, 24
MAX_DATED_CHARS = 60
"""Of a line that is an agency in brackets and a date."""


def _head(start: int, title: int | None) -> range:
    """The units between the headline and the body, or right above the body where no headline is known."""
    return range(max(0, start - ABOVE) if title is None else title + 1, start)


def desk_byline(
    units: Sequence[Unit], start: int, title: int | None, labels: Mapping[int, str], language: str
) -> tuple[int, Byline] | None:
    """`From AP reports`, `Evening Post, with Reuters`, `By the Editorial Board`.

    An agency's name alone is a picture's credit more often than not, and `Post staff` a menu's entry: these must stand right
    below the headline or above the date.

    Args:
        units: All units of the dump.
        start: Index of the body's first unit, which may be the byline.
        title: Index of the headline's unit.
        labels: Units that are something else already.
        language: ISO 639-1 code.

    Returns:
        The unit and what it signs with.
    """
    if title is None or title >= start:
        return None
    for i in range(title + 1, min(start + 1, len(units))):
        if i in labels:
            continue
        text = units[i].text
        beside = i == title + 1 or (i + 1 < len(units) and parse_date_line(units[i + 1].text, language) is not None)
        byline = parse_desk_byline(text) or _dated_credit(text, language)
        if byline is not None and (beside or agency_id(byline.raw) is None):
            return i, byline
        group = parse_group_byline(text)
        if group is not None and (beside or group.introduced):
            return i, Byline(text.strip(), (), ())
    return None


def _dated_credit(text: str, language: str) -> Byline | None:
    """`(PAP, jm) 20-11-2001, 15:42`: an agency in brackets beside the date, perhaps with the editor's letters."""
    if text[:1] != "(" and text[-1:] != ")":
        return None
    found = find_dates(text, language) if len(text) <= MAX_DATED_CHARS else ()
    if len(found) != 1:
        return None
    before, after = text[: found[0].start].strip(" ,|-"), text[found[0].end :].strip(" ,|-")
    printed = before or after
    credit = parse_credit(printed) if not (before and after) and printed[:1] == "(" and printed[-1:] == ")" else None
    return Byline(printed, (), credit.agencies) if credit is not None and credit.agencies else None


def signed_below(units: Sequence[Unit], body: Sequence[int], labels: Mapping[int, str]) -> tuple[int, Byline] | None:
    """Who signs below the story: `-- Ann Poe`, `Ann Poe.`, `Ann POE`, `ANN POE, Tidewater`, as its last line or behind it.

    A name alone is a menu's entry more often than not, and with a dash behind a quotation it is who said it.

    Args:
        units: All units of the dump.
        body: Indices of the body's units; at least one.
        labels: Units that are something else already.

    Returns:
        The unit and what it signs with.
    """
    behind = beside(units, body[-1], BEHIND, None)
    for i in (body[-1], behind):
        if i is None or i in labels or len(units[i].text) > MAX_SIGNED_CHARS or (i == body[-1] and len(body) == 1):
            continue
        found = _SIGNED.fullmatch(units[i].text)
        name = (found["dashed"] or found["stopped"] or found["french"] or found["placed"]).strip() if found is not None else ""
        if not name or not looks_like_name(name) or not begins_with_given_name(name):
            continue
        above = units[body[-2] if i == body[-1] else body[-1]].text
        if above[-1:] in ".!?…" and not (found is not None and found["dashed"] and above[-2:-1] in _QUOTES):
            return i, Byline(units[i].text.strip(), (written_name(name),), ())
    return None


def hebrew_byline(units: Sequence[Unit], start: int, title: int | None, labels: Mapping[int, str]) -> tuple[int, Byline] | None:
    """Who signs in Hebrew without a label: a name alone, right above or below the date; arguments as for `desk_byline`."""
    head = [i for i in _head(start, title) if units[i].text]
    for k, i in enumerate(head):
        text = units[i].text
        if i in labels or _HEBREW_NAME.fullmatch(text) is None or text.split()[0] not in _HEBREW_GIVEN_NAMES:
            continue
        if any(parse_date_line(units[j].text, "he") is not None for j in head[max(0, k - 1) : k + 2] if j != i):
            return i, Byline(text, (text,), ())
    return None


def hindi_byline(units: Sequence[Unit], start: int, title: int | None, labels: Mapping[int, str]) -> tuple[int, Byline] | None:
    """A name in Hindi above the line with its correspondent's place: `संवाददाता, पटना से`; arguments as for `desk_byline`."""
    head = [i for i in (*_head(start, title), start) if units[i].text]
    for i, below in pairwise(head):
        text = units[i].text
        if i not in labels and _HINDI_OFFICE.fullmatch(units[below].text) and _HINDI_NAME.fullmatch(text):
            return i, Byline(text, (text,), ())
    return None


def source_above(units: Sequence[Unit], start: int, title: int | None, labels: Mapping[int, str]) -> tuple[int, Byline] | None:
    """The agency behind a label above the body (`منبع: …`, `来源：…`), as portals of Iran, China and Russia print it.

    In papers of the West such a line is a picture's credit more often, but for one behind the date.
    Arguments as for `desk_byline`.
    """
    for i in _head(start, title):
        text = units[i].text
        if i in labels or not 4 <= len(text) <= MAX_DATED_CHARS:
            continue
        found = _SOURCE_ABOVE.fullmatch(text) or (_SOURCE_BEHIND_DATE.search(text) if find_dates(text) else None)
        if found is not None and (agency := agency_id(found["who"])):
            return i, Byline(text.strip(), (), (agency,))
    return None


def agency_beside(units: Sequence[Unit], signed: Sequence[int], labels: Mapping[int, str]) -> tuple[int, Byline] | None:
    """An agency's name alone in the block of lines of who signs: below their roles, below an address.

    Args:
        units: All units of the dump.
        signed: Those that sign.
        labels: Units that are something already.

    Returns:
        The unit and what it signs with.
    """
    for i in signed:
        for step in (1, -1):
            for j in range(i + step, i + step * (BESIDE_SIGNATURE + 1), step):
                if not 0 <= j < len(units) or units[max(j, j - step)].gap or len(units[j].text) > MAX_ADDRESS_CHARS:
                    break
                text = units[j].text
                agency = agency_id(text) if len(text) <= MAX_AGENCY_CHARS and j not in labels else None
                if agency is not None:
                    return j, Byline(text, (), (agency,))
                if labels.get(j) != "byline" and "@" not in text and not is_role(text):
                    break
    return None


def japanese_byline(units: Sequence[Unit], start: int, title: int | None, labels: Mapping[int, str]) -> tuple[int, Byline] | None:
    """The reporter's name on the line of the date, or on a line of its own above or below it; arguments as for `desk_byline`."""
    head = [i for i in (*_head(start, title), start) if units[i].text]
    dated = {k for k, i in enumerate(head) if parse_date_line(units[i].text, "ja") is not None or name_beside_date(units[i].text)}
    for k, i in enumerate(head):
        text = units[i].text
        name = name_beside_date(text) if k in dated else None
        if name is None and {k - 1, k + 1} & dated and is_japanese_name(text):
            name = text
        if name is not None and (k in dated or i not in labels):
            return i, Byline(name, (name,), ())
    return None
