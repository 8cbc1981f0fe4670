"""A story's first paragraph in; its dateline (place, day, agency) and the paragraph without it, out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.marks.agencies import agencies_in, agency_id
from pipeline.marks.calendar_names import month_number, weekdays_named
from pipeline.marks.dateline_alone import dateline_of_day, place_alone
from pipeline.marks.dateline_brackets import dateline_in_brackets, dateline_with_brackets
from pipeline.marks.dateline_outlet import LONG_DASHES, MIN_SENTENCE_CHARACTERS, is_outlet_credit, opens_story
from pipeline.marks.dateline_place import (
    is_city_in_state,
    is_german,
    is_located,
    is_named_again,
    is_named_in_passing,
    is_no_heading,
    may_be_place,
)
from pipeline.marks.dateline_record import Dateline
from pipeline.marks.dateline_regional import (
    dateline_of_mexico,
    dateline_of_region,
    dateline_with_stop,
)
from pipeline.marks.dateline_release import dateline_of_release
from pipeline.marks.dateline_scripts import dateline_of_script
from pipeline.marks.places import is_known_place

REACH = 110
"""A dateline with two places, a date and a credit is shorter."""

MAX_SHORT_PLACE = 2
"""Words of a place that no list knows and nothing but an agency's brackets shows."""

_DASH = r"(?:--+|[–—―‒−-]|~|(?<=\s)_(?=\s))"
_DASH_AT = re.compile(rf"\s*{_DASH}+\s*|\s*[:：]\s+|\s+·\s+")
_QUICK = re.compile(r"[(（【\[/=:\-–—―］电電]|\s_\s")
_CREDIT = re.compile(r"^(?P<before>[^()\[\]（）]*)[(\[（](?P<credit>[^()\[\]（）]{2,60})[)\]）](?P<after>[^()\[\]]{0,24})$")
_SLASHED = re.compile(
    r"^(?P<raw>(?P<before>[^/()]{3,60}?)[\s,.]*/(?P<credit>[^/()]{2,60})/[.:]?(?:\s?[-–—])?)\s+(?P<rest>.+)", re.DOTALL
)
_PLACE = re.compile(
    r"(?:[^\W\d_][\w.’'‘`-]*|[A-Z]\.)(?:[\s/,&-]{1,2}(?:[^\W\d_][\w.’'‘`-]*|[A-Z]\.))*\.?",
)
_DAY = re.compile(
    r"[\s,.;|–—-]*\b(?P<day>(?:[^\W\d_]{2,12}day,?\s)?(?:(?P<m1>[^\W\d_]{3,12})\.?\s*\d{1,2}|"
    r"\d{1,2}\.?\s?(?:de\s)?(?P<m2>[^\W\d_]{3,12})\.?)(?:,?\s(?:de\s)?(?:19|20)\d\d)?|\d{1,2}[./]\d{1,2}\.?(?:(?:19|"
    r"20)?\d\d)?)\.?\s*,?\s*$"
)
_WEEKDAY_BEHIND = re.compile(r"(?<=\d)\.?,\s(?P<word>[^\W\d_]{3,12})\s*\Z")
"""`Budapest, 2004. november 9., kedd (MTI)`."""
_ARTICLE_OF_DAY = re.compile(r",\s(?:le|den|dem|il|el|em|a)\s*\Z")
"""`Genf, den 3. März`, `Luxembourg, le 3 mars`."""
_PUT_BEFORE = re.compile(r"^(?:(?:UPDATE|RPT|REFILE|CORRECTED|WRAPUP|EXCLUSIVE)\b[\s\d:–—-]*)+", re.IGNORECASE)
_ABBREVIATED = re.compile(r"(?:\.\w{1,2}|[\s,][A-Z][a-z]{1,4}|\b[A-Z])\.$")
"""A state behind its city ("Fla.", "S.C.") keeps its dot."""
_SENTENCE_START = re.compile(r"^[\"“”„«‘'(\[¿¡‹]{0,2}(?:[^\W\d_]|\d)")

_AGENCY_BEHIND_DAY = re.compile(
    r"(?P<before>[^\W\d_][^()\[\]]{2,50}(?:\s\d{1,2}|\d\.?\s[^\W\d_]{3,12}\.?))[\s,]+(?P<credit>[^\W\d_][\w.-]{1,15})\s?\.?\Z"
)
"""Without brackets: `SYDNEY, July 24 AAP - …`, `TOKYO, March 3, Kyodo - …`, `Caracas, 14 jun. ABN .- …`."""

_CREDIT_FIRST = re.compile(r"^(?P<raw>\((?P<credit>[^()]{2,30})\)\s?(?:[-–—]{1,2}\s?)?)(?P<rest>[A-ZÀ-Þ].+)", re.DOTALL)
"""Italian and Iberian wires name themselves first: `(ANSA) - ROMA, 03 MAR - …`."""
_PROVINCE = re.compile(
    r"^(?P<raw>(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{1,40}\s\([A-ZÀ-Þ][A-ZÀ-Þ .'’-]{1,30}\)),\s"
    r"(?P<day>\d{1,2}\s[A-Z]{3})\.?\s[-–—])\s(?P<rest>.+)",
    re.DOTALL,
)
"""The province behind a small town of theirs: `(ANSA) - BORGOALTO (TRENTO), 03 MAR - …`."""
_CREDIT_AFTER_DASH = re.compile(r"^\((?P<credit>[^()]{2,30})\)(?:\s?[-–—]{1,2})?\s+(?=\S)")
"""`WASHINGTON — (UPI) The …`."""
_AREA = re.compile(r"(?:\s?[(\[][A-ZÀ-Þ][^()\[\]\d]{1,30}[)\]]){1,2}(?=,\s[^()\[\]]{0,30}[(\[])")
"""The province or country of a small town: `Alborada (Cuenca), 14 jun (EFE).-`, `New Delhi [India], November 3 (ANI):`."""
_NUMBERED_DAY = re.compile(
    r"(?P<place>[^\W\d_][^\d()\[\],]{2,40}),\s(?P<day>\d{1,2})\s*\Z|(?P<day_first>\d{1,2}\.\s?\d{1,2}\.?)\s?(?P<place_behind>[^\W\d_][^\d()\[\]]{2,40})\Z"
)
"""A day without its month (`MADRID, 14 (EUROPA PRESS)`), and one that stands first (`3.11.Warszawa (PAP)`)."""
_KICKED = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){0,2}: \S")
"""A paragraph of a column of briefs or an interview."""
_DAY_AFTER_DASH = re.compile(r"(?P<day>\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d)\s?[-–—]\s")
"""`ANKARA (A.A) - 03.11.2010 - …`."""

_OLD = re.compile(
    r"^(?P<raw>(?P<before>[A-Z][A-Z .,'’-]{2,40}(?:,\s[A-Z][A-Za-z.]{1,12})?,\s[A-Z][a-z]{2,8}\.?\s\d{1,2})\.?\s?[-–—]{1,2}"
    r"(?:\s?\((?P<credit>[^()]{2,40}?)\.?\)\.?\s?[-–—]{1,2})?)\s?(?P<rest>[A-Z“\"‘'].{20,})",
    re.DOTALL,
)


def split_dateline(paragraph: str, story: Sequence[str] = ()) -> Dateline | None:
    """Split a dateline from the start of a paragraph.

    Args:
        paragraph: a body paragraph, usually the first. Do not call it on captions: photo agencies print place and day alike.
        story: the paragraphs below it, which may name a place that no list knows.

    Returns:
        The dateline, or None where the paragraph begins with its sentence. A place alone (`BRUSSELS —`) counts only where
        it is a city known for datelines, wholly in capitals before a long sentence, or where the story says `in Brussels`;
        before a colon only where it is known or the story names it so.
    """
    text = paragraph.strip()
    if len(text) < 12:
        return None
    if not _QUICK.search(text, 0, REACH):
        return dateline_with_stop(text, story) or dateline_of_mexico(text) or place_alone(text, story)
    if not text[0].isascii() or text[0] in "([" or text[0].isdigit():
        own = (
            dateline_of_script(text)
            or dateline_of_region(text, story)
            or _credit_first(text)
            or (dateline_in_brackets(text, story) if text[0] == "(" else None)
        )
        if own is not None:
            return own
    return (
        dateline_of_release(text)
        or dateline_of_region(text, story)
        or dateline_of_day(text)
        or _with_dash(text, story)
        or _without_dash(text)
        or _slashed(text)
        or _old(text)
        or dateline_with_brackets(text)
        or place_alone(text, story)
    )


def _old(text: str) -> Dateline | None:
    """Read `TIDEWATER, March 13.-(Special.)-The ferry …`, as papers set it until the fifties: a stop, a dash, no blank."""
    found = _OLD.match(text)
    if found is None:
        return None
    place, day = _place_and_day(found["before"])
    if place is None or day is None or not place.split(",")[0].isupper() or not may_be_place(place) or weekdays_named(place):
        return None
    credit = found["credit"]
    agencies = agencies_in(credit) if credit else ()
    return Dateline(
        raw=found["raw"], place=place, credit=credit if agencies else None, agencies=agencies, rest=found["rest"], day=day
    )


def _credit_first(text: str) -> Dateline | None:
    """Read `(AGENCY) PLACE, day - rest`."""
    found = _CREDIT_FIRST.match(text) if text[0] == "(" else None
    if found is None or not (agencies := agencies_in(found["credit"])):
        return None
    province = _PROVINCE.match(found["rest"])
    if province is not None and month_number(province["day"].split()[1]) is not None:
        return Dateline(
            raw=found["raw"] + province["raw"],
            place=province["place"],
            credit=found["credit"].strip(),
            agencies=agencies,
            rest=province["rest"].strip(),
            day=province["day"],
        )
    placed = _with_dash(found["rest"])
    if placed is None and found["raw"].endswith(") ") and opens_story(found["rest"]):
        return Dateline(
            raw=found["raw"].strip(), place=None, credit=found["credit"].strip(), agencies=agencies, rest=found["rest"], day=None
        )
    if placed is None or placed.credit is not None:
        return None
    return replace(placed, raw=found["raw"] + placed.raw, credit=found["credit"].strip(), agencies=agencies)


def _with_dash(text: str, story: Sequence[str] = ()) -> Dateline | None:
    """Read `PLACE, day (CREDIT) dash rest`, whatever of the first three is there."""
    for dash in _DASH_AT.finditer(text, 1, REACH):
        head, rest = text[: dash.start()], text[dash.end() :]
        mark = dash[0].strip()
        if not rest or head.count("(") != head.count(")"):
            continue
        if mark == "-" and dash[0] == "-" and not head.endswith((")", "]", "/")):
            continue  # a hyphen inside a word
        raw = text[: dash.start()] + dash[0].rstrip()
        found = _read_head(head, rest, raw=raw, mark=mark, spaced=dash[0] != mark, story=story)
        if found is not None:
            return found
        if ". " in head and len(head) > 60:
            return None
    return None


def _without_dash(text: str) -> Dateline | None:
    """Read `PLACE (AGENCY) Sentence`: an agency in brackets right after a place, no dash."""
    close = text.find(")", 4, REACH)
    if close < 0 or close + 2 >= len(text):
        return None
    head, rest = text[: close + 1], text[close + 1 :]
    found = _CREDIT.match(head)
    if found is None or not found["before"] or not agencies_in(found["credit"]):
        return None
    stop = "." if rest.startswith(".") else " =" if rest.startswith(" = ") else ""
    rest = rest[len(stop) :]
    place, day = _place_and_day(found["before"])
    if (
        place is None
        or not (is_known_place(place) or place.isupper() or (stop and _signs_after(place, found["credit"])))
        or not rest[:1].isspace()
        or not rest.strip()[:1].isupper()
    ):
        return None
    return Dateline(
        raw=head + stop,
        place=place,
        credit=found["credit"].strip(),
        agencies=agencies_in(found["credit"]),
        rest=rest.strip(),
        day=day,
    )


def _signs_after(place: str, credit: str) -> bool:
    """Tell `Ostmark (dpa). Eine Fähre …` from a name with its abbreviation."""
    words = place.split()
    abbreviates = [word[:1].casefold() for word in words] == list(credit[: len(words)].casefold()) and credit.isupper()
    return len(words) <= MAX_SHORT_PLACE and may_be_place(place) and not abbreviates


def _slashed(text: str) -> Dateline | None:
    """Read `MOSCOW, November 3. /TASS/. Sentence`, also with the reporter: `/ITAR-TASS correspondent Ann Poe/`."""
    if text.find("/", 3, REACH) < 0:
        return None
    found = _SLASHED.match(text)
    agencies = agencies_in(found["credit"]) if found is not None else ()
    if found is None or not agencies:
        return None
    place, day = _place_and_day(found["before"])
    if place is None or not may_be_place(place):
        return None
    return Dateline(raw=found["raw"], place=place, credit=found["credit"], agencies=agencies, rest=found["rest"].strip(), day=day)


def _read_head(head: str, rest: str, *, raw: str, mark: str, spaced: bool, story: Sequence[str]) -> Dateline | None:
    """Judge what stands before a dash or colon."""
    rest = rest.strip()
    head = _PUT_BEFORE.sub("", head)
    credited = _CREDIT.match(_AREA.sub("", head, count=1))
    if credited is not None:
        return _read_credited(credited, _AREA.search(head), rest, raw=raw, mark=mark, spaced=spaced, story=story)
    if (signed := _signed_behind_day(head, rest, raw)) is not None:
        return signed
    if "(" in head or "[" in head or (not spaced and mark not in ("—", "–", "--", ":")):
        return None
    place, day = _place_and_day(head)
    if place is None:
        return None
    in_state = False
    if mark in (":", "："):
        # `Leipzig: Hier wurde …` is a kicker, as is one of several that begin so
        set_off = place.isupper() or raw.endswith(f" {mark}")
        located = set_off and is_located(place, [rest, *story])
        dated = "-" not in head and (is_known_place(place) or is_located(place, [rest, *story]))
        fits = place.isupper() or not (is_german(rest) or any(_KICKED.match(p) for p in story if len(p) > REACH))
        accepted = dated if day is not None else located or (fits and is_known_place(place))
    elif place.isupper() or (in_state := is_city_in_state(place)):
        # "ANALYSIS - The …" is a heading's habit; an unknown place has the agencies' long dash, or few words and none of theirs
        unknown_but_fit = may_be_place(place) and (
            day is not None
            or in_state
            or (mark == "-" and head.endswith("."))
            or (len(rest) >= 2 * MIN_SENTENCE_CHARACTERS and (mark in LONG_DASHES or is_no_heading(place)))
            or is_named_again(place, rest)
            or is_located(place, story)
        )
        accepted = is_known_place(place) or unknown_but_fit
    else:
        told = is_known_place(place) or is_located(place, [rest, *story]) or is_named_in_passing(place, rest)
        accepted = (spaced or mark == "--") and told
    if not accepted or not opens_story(rest):
        return None
    behind = _CREDIT_AFTER_DASH.match(rest)
    if behind is not None and (agencies := agencies_in(behind["credit"])):
        raw, rest = f"{raw} {behind[0].rstrip()}", rest[behind.end() :].strip()
        return Dateline(raw=raw, place=place, credit=behind["credit"], agencies=agencies, rest=rest, day=day)
    return Dateline(raw=raw, place=place, credit=None, agencies=(), rest=rest, day=day)


def _read_credited(
    found: re.Match[str],
    area: re.Match[str] | None,
    rest: str,
    *,
    raw: str,
    mark: str,
    spaced: bool,
    story: Sequence[str],
) -> Dateline | None:
    """Judge a place with an agency or outlet in brackets behind it, perhaps with its province in others between the two."""
    credit, before = found["credit"].strip(), found["before"]
    agencies = agencies_in(credit)
    numbered = _NUMBERED_DAY.match(before) if agencies else None
    if numbered is not None:
        place, day = numbered["place"] or numbered["place_behind"].strip(), numbered["day"] or numbered["day_first"]
    else:
        place, day = _place_and_day(before)
    if before.strip() and place is None and day is None:
        return None
    after = found["after"].strip(" ,.")
    if after:
        _, later = _place_and_day(", " + after)
        if later is None:
            return None
        day = day or later
    if not agencies and not is_outlet_credit(place, day, credit, rest, mark, spaced, story):
        return None
    if place is not None and ((agencies and not may_be_place(place)) or (area is not None and not (agencies or day))):
        return None
    if _SENTENCE_START.match(rest) is None:
        return None
    if place is not None and area is not None:
        place += area[0]
    if agencies and day is None and (behind := _DAY_AFTER_DASH.match(rest)) is not None:
        raw, rest, day = f"{raw} {behind[0].rstrip()}", rest[behind.end() :].strip(), behind["day"]
    return Dateline(raw=raw, place=place, credit=credit, agencies=agencies, rest=rest, day=day)


def _signed_behind_day(head: str, rest: str, raw: str) -> Dateline | None:
    """Read `SYDNEY, July 24 AAP`: a place, a day and an agency without brackets."""
    signed = _AGENCY_BEHIND_DAY.match(head)
    agency = agency_id(signed["credit"]) if signed is not None else None
    if signed is None or agency is None or not opens_story(rest):
        return None
    place, day = _place_and_day(signed["before"])
    if place is None or day is None or not may_be_place(place):
        return None
    return Dateline(raw=raw, place=place, credit=signed["credit"], agencies=(agency,), rest=rest, day=day)


def _place_and_day(head: str) -> tuple[str | None, str | None]:
    """Split `BERLIN, Nov. 3` into place and day; a None place is no place."""
    day = None
    weekday = _WEEKDAY_BEHIND.search(head) if "," in head else None
    if weekday is not None and weekdays_named(weekday["word"]):
        head = head[: weekday.start()]
    found = _DAY.search(head) if any(character.isdecimal() for character in head) else None
    if found is not None:
        month = found["m1"] or found["m2"]
        if month is None or month_number(month) is not None:
            day = found["day"].strip(" ,")
            head = _ARTICLE_OF_DAY.sub("", head[: found.start()])
    place = head.strip(" ,;")
    if not _ABBREVIATED.search(place):
        place = place.rstrip(".")
    if not place or len(place) > 60 or _PLACE.fullmatch(place) is None:
        return None, day
    return place, day
