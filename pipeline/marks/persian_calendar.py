"""A year, month and day of Iran's and Afghanistan's solar calendar in; the Gregorian day out."""

from __future__ import annotations

import re
from datetime import date

FIRST_YEAR, LAST_YEAR = 1300, 1450
"""Of news stories (1921 to 2072). The rule of 33 years is exact from 1244 to 1472."""

_MONTHS = (
    ("فروردین", "فروردين", "حمل"),
    ("اردیبهشت", "ارديبهشت", "ثور"),
    ("خرداد", "جوزا"),
    ("تیر", "تير", "سرطان"),
    ("مرداد", "امرداد", "اسد"),
    ("شهریور", "شهريور", "سنبله"),
    ("مهر", "میزان", "ميزان"),
    ("آبان", "عقرب"),
    ("آذر", "قوس"),
    ("دی", "دي", "جدی", "جدي"),
    ("بهمن", "دلو"),
    ("اسفند", "حوت"),
)
"""As Iran names them, also with the Arabic form of a letter, and as Afghanistan does."""
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_NOWRUZ_1395 = date(2016, 3, 20)
_DIGITS = re.compile("[۰-۹]")
_COUNTED = re.compile("(یک|دو|سه|چهار|پنج)[\u200c\\s]?\\Z")
"""What makes another weekday of Saturday, written apart: `سه شنبه`."""


def is_persian_year(year: int) -> bool:
    """Tell whether a number can be the year of a story in this calendar; it is none in the Gregorian one."""
    return FIRST_YEAR <= year <= LAST_YEAR


def persian_month(word: str) -> int | None:
    """Tell which month (1 is Farvardin) a word names."""
    return _NUMBERS.get(word)


def counts_persian_years(text: str, language: str | None) -> bool:
    """Tell whether numbers without a month's name may be a Persian day: by the text's language, else by the digits."""
    return language.startswith(("fa", "ps")) if language is not None else _DIGITS.search(text) is not None


def persian_weekday(word: str, before: str) -> str:
    """Join a weekday that is written in two words (`سه شنبه`).

    Args:
        word: the word before the day.
        before: what stands before that word.
    """
    counted = _COUNTED.search(before) if word == "شنبه" else None
    return f"{counted[1]}\u200cشنبه" if counted is not None and counted[1] != "یک" else "یکشنبه" if counted is not None else word


def from_persian(year: int, month: int, day: int) -> date | None:
    """Turn a day into the Gregorian one; None where the calendar has no such day."""
    if not (is_persian_year(year) and 1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        return None
    found = date.fromordinal(_nowruz(year) + (month - 1) * 30 + min(month - 1, 6) + day - 1)
    return found if found.toordinal() < _nowruz(year + 1) else None


def _nowruz(year: int) -> int:
    """The ordinal of a year's first day."""
    return _NOWRUZ_1395.toordinal() + 365 * (year - 1395) + _leap_days(year) - _leap_days(1395)


def _leap_days(year: int) -> int:
    """Leap days before a year: eight in 33 years."""
    cycles, rest = divmod(year + 11, 33)
    return 8 * cycles + (rest + 3) // 4
