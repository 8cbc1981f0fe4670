"""A printed word in; the month, the weekday or the zone it names, out: CLDR's tables through babel, read once per process."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import localedata

LANGUAGES = (
    "en de fr es pt it nl ru pl uk sv da no fi cs sk hu ro bg sr hr sl el tr id ms vi ca lt lv et hi ar fa he bn sw fil is eu gl "
    "mk sq az af ur mr ne gu pa ta te kn ml th hy ka kk"
)
"""In the order in which they decide where a word names different months (`mar`, `listopad`) and no language is known.
Chinese, Japanese and Korean number their months and need no table."""

CALENDAR_FILE = Path(__file__).with_name("calendar.toml")

CAPITALS_WITHOUT_ACCENTS = frozenset(("el", "es", "pt"))
"""Languages whose papers print a weekday in capitals without its accent: `ΠΕΜΠΤΗ`, `MIERCOLES`."""

NEVER_MONTHS = frozenset(("a", "e", "de", "la", "den", "to", "on", "da", "o"))
"""Narrow or odd CLDR abbreviations that are common words."""


@dataclass(frozen=True, slots=True)
class CalendarNames:
    """Month and weekday words of all languages."""

    months: Mapping[str, Mapping[str, int]]
    """Case-folded word without a final dot -> language -> month 1..12, languages in order of preference."""
    weekdays: Mapping[str, frozenset[int]]
    """Case-folded word -> the weekdays (Monday is 0) it names in some language."""


def month_number(word: str, language: str | None = None) -> int | None:
    """Tell which month a word names.

    Args:
        word: as printed, in any case, with or without a final dot.
        language: BCP 47 tag of the text; decides where languages differ (`listopad` is November in Polish, October in Croatian).
    """
    by_language = calendar_names().months.get(word.casefold().rstrip("."))
    if by_language is None:
        return None
    if language is not None and (month := by_language.get(language.split("-")[0].lower())) is not None:
        return month
    return next(iter(by_language.values()))


def weekdays_named(word: str) -> frozenset[int]:
    """Tell which weekdays (Monday is 0) a word may name; empty where it names none."""
    return calendar_names().weekdays.get(word.casefold().rstrip("."), frozenset())


def zone_offset(name: str, day: date) -> int | None:
    """Tell the minutes east of UTC of a printed zone name on a day; None where the name is unknown."""
    folded = name.casefold().replace(".", "")
    zones = _calendar_file()
    if (region := zones["regional_zones"].get(folded)) is not None:
        offset = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(region)).utcoffset()
        return int(offset.total_seconds() // 60) if offset is not None else None
    fixed: int | None = zones["zones"].get(folded)
    return fixed


@cache
def calendar_names() -> CalendarNames:
    """Read CLDR's month and weekday names (about 6 ms a language), once per process."""
    extra = _calendar_file()
    months: dict[str, dict[str, int]] = {}
    weekdays: dict[str, set[int]] = {}
    for language in LANGUAGES.split():
        tables = localedata.load(language, merge_inherited=False)
        for word, number in _words(tables["months"]):
            if word not in NEVER_MONTHS:
                months.setdefault(word, {}).setdefault(language, number)
            if language == "el":
                for bare in _unaccented(word):
                    months.setdefault(bare, {}).setdefault(language, number)  # capitals have no accents: "8 ΑΠΡΙΛΙΟΥ 2004"
            if language == "he":
                months.setdefault(f"ב{word}", {}).setdefault(language, number)  # "5 ביוני": "in June", written in one word
        for word, number in _words(tables["days"]):
            weekdays.setdefault(word, set()).add(number)
            weekdays.setdefault(word.removesuffix("-feira"), set()).add(number)
            if language in CAPITALS_WITHOUT_ACCENTS:
                for bare in _unaccented(word):
                    weekdays.setdefault(bare, set()).add(number)
    for word, number in extra["months"].items():
        months.setdefault(word, {}).setdefault("", number)
    for word, number in extra["weekdays"].items():
        weekdays.setdefault(word, set()).add(number)
    return CalendarNames(months, {word: frozenset(numbers) for word, numbers in weekdays.items()})


def _unaccented(word: str) -> tuple[str, str]:
    """A word without its accents, the dots over a vowel kept and not: `μαϊου`, `μαιου`."""
    apart = unicodedata.normalize("NFD", word).replace("\u0301", "")
    dotted = unicodedata.normalize("NFC", apart)
    return dotted, "".join(character for character in apart if not unicodedata.combining(character))


@cache
def _calendar_file() -> dict[str, Any]:
    """Read `calendar.toml` once per process."""
    return tomllib.loads(CALENDAR_FILE.read_text(encoding="utf-8"))


def _words(table: Mapping[str, object]) -> Iterator[tuple[str, int]]:
    """Yield the one-word names of a CLDR table with their numbers; single letters name nothing for certain."""
    for context in ("format", "stand-alone"):
        widths = table.get(context)
        if not isinstance(widths, Mapping):
            continue
        for width in ("wide", "abbreviated"):
            names = widths.get(width)
            if not isinstance(names, Mapping):
                continue
            for number, name in names.items():
                if isinstance(name, str):
                    word = name.casefold().strip(" .")
                    if len(word) >= 2 and " " not in word and not word.isdecimal():
                        yield word, int(number)
