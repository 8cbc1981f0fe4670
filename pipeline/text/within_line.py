"""A line that the network points at in; who signs the story on it, though other words stand before or behind the name, out."""

from __future__ import annotations

import re
import unicodedata

from pipeline.marks.byline import Byline, parse_byline
from pipeline.marks.dateline_alone import is_place_and_day
from pipeline.marks.dates import find_dates
from pipeline.marks.given_names import begins_with_given_name
from pipeline.marks.name_first import PRINTED_PAGE
from pipeline.marks.names_among import people_among, tells_who_drew
from pipeline.marks.people import is_surely_a_name, looks_like_name, written_name
from pipeline.marks.signature import cut_name, is_role, unglue
from pipeline.marks.words import word_list
from pipeline.text.lexicon import ALL_STOPWORDS, STOPWORDS

LENIENT, LENIENT_NEAR, SURE = 0.3, 0.12, 0.5
"""Probabilities from which the network's byline is read leniently: anywhere, and near the article; and so that it shows names."""
MAX_NAME_CHARS = 60
"""Of a line that is a name and little else."""
NAME_END = re.compile(r"\s*(?:[|•·/,]|\s[-–—]\s)")
PICTURE_CREDIT = re.compile(r"\(?[^\W\d_][^/|]{3,40}[^\W\d_]/(?=[A-ZÀ-Þ])")
"""`Jo Lens/AFP`, where what stands behind the stroke is no person's name."""
FOREIGN_BY_AT_END = re.compile(r"\s(?:von|Von|par|Par|por|Por|di|Di|door|Door|av|Av)\s+(?P<name>[^\s\d][^\d:|]{3,50})\Z")
DATED_AT_END = re.compile(
    r"\d\d?(?::\d\d)?\s?(?:[ap]\.?m\.?|[AP]M)?\s?(?:[A-Z]{2,4}|Uhr)?\s+(?P<name>[^\W\d_][^\d:|@]{3,50}?)\s?(?:@\w+)?\Z"
)
"""A name that ends a line of dates, as glued dumps print it."""
BUTTONS = re.compile(r"(?:\s+[a-z]+){1,2}\Z")
"""What a menu left behind the names ("comments")."""
INSIDE_BY = re.compile(r"(?:\b[Bb][Yy]|(?<=[a-z]{3})by(?=\s[A-Z])|(?<=[A-Z]{3})By)\s*:?\s+(?=\w)")
"""Glued to the headline or the date, too: `… town is dryby Ada Quill`, `6:40 AM ESTBy Ada Quill`."""
BY_ITSELF = frozenset(
    ("nearby", "lobby", "hobby", "rugby", "standby", "thereby", "whereby", "hereby", "passerby", "baby", "derby", "ruby", "layby")
)
"""Words that end in `by`."""
LITTLE_BY = re.compile(r"\A(?:de|von|by|par|por|di|door|av|af)\s(?=[A-ZÀ-Þ]\S+\s[A-ZÀ-Þ])")
"""What stands before a name at the end of a line of dates: `21:05 de Ada Quill`."""
LABEL = re.compile(
    r"(?:Sources?|Report(?:er|age)?|Presenter|Story|Creator|Firma|Fonte|Fuente|Bron|Kilde|Källa|Quelle|Źródło|Autoři|Zdroj)\s?:\s+(?=\S)",
    re.IGNORECASE,
)
"""`Source: Ada Quill, Tide FM`."""
BAR = re.compile(r"\s*\|\s*")
NAME_AND_TOWN = re.compile(r"(?P<name>[A-ZÀ-Þ][A-ZÀ-Þ.’' -]{4,40})\.\s(?P<town>[A-ZÀ-Þ]{3,}(?:\s[A-ZÀ-Þ]{2,}){0,3})")
"""`J. M. QUILL. SANDQUAY`, as Spanish papers sign."""
RESULT = re.compile(
    r"[^\W\d_]\s\d{1,3}(?:\s?[-–]\s?\d{1,3}|:\d)\b|[^\W\d_]\s\d{1,3},?\s[^\W\d_].{2,40}\s\d{1,3}(?:\s\(.{1,20}\))?\Z"
)
"""`Lions 3-1 Bears`, `Löwen 2:1`, `Lions 24 Bears 17`; a time of day has two digits behind its colon."""
LAST_LATIN = "\u024f"
"""Behind it capitals are of Cyrillic, Greek and other scripts, whose headlines in capitals read like names."""
CASELESS_NAME = re.compile(r"[\u0590-\u06ff\u0900-\u0dff\u200c]{2,16}(?:\s[\u0590-\u06ff\u0900-\u0dff\u200c]{1,16}){1,3}")
"""Arabic, Persian, Hebrew, and the scripts of India: where no capitals show a name, the network must."""
CASELESS_NO_PERSON = word_list("caseless_no_person")
"""Words of buttons and desks that stand where a name may."""
CASELESS_TAIL = re.compile(r"\s?[،,]\s?")


def byline_within(text: str, language: str, chance: float) -> tuple[Byline, bool] | None:
    """Names behind a "by" within the line, at its end, or at its beginning whatever follows them.

    Args:
        text: The line.
        language: ISO 639-1 code.
        chance: How likely the network thinks it the byline; below `LENIENT_NEAR` nothing is read.

    Returns:
        The byline, and whether a "by" stood before it.
    """
    if chance < LENIENT_NEAR:
        return None
    inside = INSIDE_BY.search(text)
    if inside is not None and not _is_word(text[: inside.end()].rstrip(" :").rsplit(None, 1)[-1]):
        byline = parse_byline(f"By {BUTTONS.sub('', text[inside.end() :])}", language)
        if byline is not None and (byline.authors or byline.agencies):
            return Byline(text, byline.authors, byline.agencies), True
    for by, pattern in ((True, FOREIGN_BY_AT_END), (False, DATED_AT_END)):
        behind = pattern.search(text)
        if behind is not None and looks_like_name(behind["name"]):
            return Byline(text, (written_name(LITTLE_BY.sub("", behind["name"])),), ()), by
    if tells_who_drew(text):
        return None
    if chance < LENIENT or PICTURE_CREDIT.match(text) or PRINTED_PAGE.search(text) or is_place_and_day(text):
        return None
    if chance >= SURE and (people := people_among(text, surely=True)):
        return Byline(text, people, ()), False
    name = _caseless(text) or _in_form(text) or _at_beginning(text, language)
    return (Byline(text, (written_name(name),), ()), False) if name else None


def _is_word(last: str) -> bool:
    """Whether a word ends in `by` of its own: `nearby`, `rugby`, `Willoughby`."""
    return len(last) > len("by") and last.endswith("by") and (last[0].isupper() or last.casefold() in BY_ITSELF)


def _caseless(text: str) -> str | None:
    """A name alone, or before a comma and a place, in a script without capitals."""
    name = CASELESS_TAIL.split(text, maxsplit=1)[0]
    if len(text) > MAX_NAME_CHARS or CASELESS_NAME.fullmatch(name) is None:
        return None
    if any(unicodedata.category(character)[0] in "NP" for character in name):
        return None  # a date, a question
    words = name.split()
    return None if not CASELESS_NO_PERSON.isdisjoint(words) or ALL_STOPWORDS.intersection(words) else name


def _in_form(text: str) -> str | None:
    """A name with its town in capitals, or one in a row of bars behind a label."""
    placed = NAME_AND_TOWN.fullmatch(text)
    if placed is not None and looks_like_name(placed["name"]):
        return placed["name"]
    label = LABEL.match(text)
    if label is None:
        return None
    entries = [NAME_END.split(entry, maxsplit=1)[0] for entry in BAR.split(text[label.end() :])]
    return next((entry for entry in entries if looks_like_name(entry) and begins_with_given_name(entry)), None)


def _at_beginning(text: str, language: str) -> str | None:
    """The name with which the line begins."""
    tokens = unglue(NAME_END.split(text, maxsplit=1)[0]).split()
    name, rest = cut_name(tokens)
    if (not rest and len(text) > MAX_NAME_CHARS) or _is_result(text, language):
        return None
    if rest and rest[0][:1].islower() and not is_role(" ".join(rest)):
        return None  # "Ann Poe enters the courtroom": whom a picture shows
    if not name and is_surely_a_name(tokens):
        return " ".join(tokens)
    if not looks_like_name(name) or tokens[0].casefold() in STOPWORDS.get(language, ()):
        return None
    if name[0] > LAST_LATIN and not STOPWORDS.get(language, frozenset()).isdisjoint(name.casefold().split()):
        return None  # a line of a headline: function words stand in no name
    return name


def _is_result(text: str, language: str) -> bool:
    """Whether a line tells who played whom: `Upper Coyle 24 Lower Coyle 17`."""
    return RESULT.search(text) is not None and not find_dates(text, language)
