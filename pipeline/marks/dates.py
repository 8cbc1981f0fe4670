"""A line in; the dates printed on it, with time, zone, label ("published", "updated") and the weekday's word, out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from pipeline.marks.calendar_names import month_number, weekdays_named
from pipeline.marks.clock import clock_after, clock_before
from pipeline.marks.date_labels import label_before, without_labels
from pipeline.marks.found_date import FoundDate
from pipeline.marks.persian_calendar import counts_persian_years, from_persian, is_persian_year, persian_month, persian_weekday
from pipeline.marks.wire_stamps import find_stamps
from pipeline.normalise.words import ALL_MARKS
from schemas.records import PublishedTime

FIRST_YEAR, LAST_YEAR = 1800, 2100
"""Outside of these a number is no year of a news story; scanned newspapers begin early in the 19th century."""

FIRST_SHORT_YEAR = 70
"""`'70` to `'99` are years of the last century, as POSIX reads them; news on computers is hardly older."""

LAST_SHORT_YEAR = 60
"""Of this century, as far as news looks ahead; between the two a number is a score or a part's."""

MAX_LINE_CHARACTERS = 5_000
"""Longer lines are whole documents glued together; only their beginning is scanned."""

MAX_REMEMBERED = 256
"""Lines of which the dates are remembered: the headline, the section and the signatures ask for those of the same few lines."""

MAX_DATES_A_LINE = 40
"""More dates than this is a calendar or a table."""

MAX_DATE_LINE_CHARACTERS = 200
"""A line that is nothing but dates with labels is shorter."""

MAX_OTHER_LETTERS = 12
"""Letters beside dates, labels and small words that a date line may carry ("Uhr", "Most Popular" after a header's date)."""

MAX_STRAY_LETTERS = 4
"""A unit or an abbreviation that no list foresaw ("hod", "WIB")."""

_DIGIT_NEEDED = re.compile(r"元年\d|\d(?:\d?\s?[./\-年년]\s?\d|\d\d\d|\d\s\d{1,2}:\d\d)")
"""Begins with a class, so that the search engine skips to digits."""
_DASHES = r"\-‐‑–"
_WORD = rf"(?:(?:[^\W\d_][{ALL_MARKS}]*+){{2,}}+|(?:[ก-ฮ][{ALL_MARKS}]?\.){{2}})"
"""Taken whole: what follows a month is never a letter, so that no shorter word could be one. Thai shortens months to `มี.ค.`."""
_YEAR = r"(?:\d{4}(?!\d)|(?:19|20)\d\d(?=\d{1,2}(?::\d\d|\.?\s?[^\W\d_]{3})))"
"""Dumps glue the time or the next date to the year ("Dec 22 20234:46 AM", "22 Dec 202322 Dec 2023")."""
_YEAR_IN_WORDS = r"(?:\d{4}(?!\d)|(?:19|20)\d\d(?=\d))"
"""Behind a day and a month's name even a count of readers is glued to the year ("November 21, 202501747")."""
_SHAPES = re.compile(
    rf"""
    (?:(?<!\d)|(?<=\D(?:19|20)\d\d))(?<!\d[.,/{_DASHES}])(?<![/\-])
    (?:
        (?P<cjk_y>\d{{4}})\s?[年년]\s?(?P<cjk_m>\d{{1,2}})\s?[月월]\s?(?:(?P<cjk_d>\d{{1,2}})\s?[日일])?
      | (?P<ymd_y>\d{{4}})(?P<ymd_s>[./{_DASHES}])\s?(?P<ymd_m>\d{{1,2}})(?P=ymd_s)\s?(?P<ymd_d>\d{{1,2}})(?![\d])
      | (?P<num_a>\d{{1,2}})(?P<num_s>\s?[./{_DASHES}]\s?)(?P<num_b>\d{{1,2}})(?P=num_s)
          (?P<num_y>{_YEAR}|[’']?\d\d(?![\d{_DASHES}/]|[.,:]\d))
      | (?P<dmy_d>\d{{1,2}})(?:\s?(?:st|nd|rd|th|er|re|º|°|ª|-?го)(?![^\W\d_]))?[\s.,/{_DASHES}]{{0,3}}
          (?:(?:of|de|di|da|tháng)\s|d[’'])?(?P<dmy_m>{_WORD}|(?<=tháng\ )\d{{1,2}})
          (?:[\s.,/{_DASHES}’']{{1,3}}|(?=\d{{4}}))(?:(?:of|de|del|do|năm)\s)?(?P<dmy_y>
            {_YEAR_IN_WORDS}|(?<=[’'])\d\d(?!\d)|\d\d(?=\s(?:\d\d:\d\d|\d:\d\d:\d\d)))
      | (?P<wy_y>\d{{4}})[\s.,/{_DASHES}]{{1,3}}(?P<wy_m>{_WORD})[\s.,/{_DASHES}]{{1,3}}(?P<wy_d>\d{{1,2}})(?:th)?(?![\d:])
    )
  | (?P<era>明治|大正|昭和|平成|令和)\s?(?P<era_y>\d{{1,2}}|元)年\s?(?P<era_m>\d{{1,2}})月\s?(?P<era_d>\d{{1,2}})日
  | (?P<mdy_m>{_WORD})[\s.,/{_DASHES}]{{0,3}}(?:the\s)?(?P<mdy_d>\d{{1,2}})(?:st|nd|rd|th)?
      (?:\s(?P<mdy_clock>\d\d:\d\d(?::\d\d)?(?:\s[A-Z+-][\w+:-]{{1,5}})?)(?=\s(?:19|20)\d\d))?
      (?:[\s.,/{_DASHES}]{{1,3}}(?:of\s)?|\s?(?=\d{{4}}))(?P<mdy_y>{_YEAR_IN_WORDS})
  | (?P<my_m>{_WORD})[\s.,/{_DASHES}]{{1,3}}(?:(?:of|de|del)\s)?(?P<my_y>(?:19|20)\d\d)(?!\d|[.,]\d|\s?[{_DASHES}]\s?\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile(r"\d")
REACH_TO_NUMBER = 8
"""Characters between the first word of a date and its first number, at most: "June, the 3rd", and a Japanese era's name."""
_WEEKDAY_BEFORE = re.compile(
    r"([^\W\d_](?:[^\W_]|\u200c)*(?:-feira)?)\.?[\s,.|/]{0,3}(?:(?:the|den|dem|der|le|el|il|o|a|d\.)\s)?\Z"
)
_WEEKDAY_AFTER = re.compile(r"[\s,]{0,2}\(?([^\W\d_]{2,12})\b")
_WEEKDAY_GLUED = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
"""Japanese reigns, by the year before their first."""
_THAI, _BUDDHIST_ERA = re.compile(r"[ก-ฮ]"), 543
"""Thai papers count years from the Buddha's death."""
_MONTH_FIRST = frozenset(("en", "fil"))
_DAY_FIRST_WITH_HYPHENS = frozenset(("el", "es", "pt", "it", "fr", "nl", "da", "ca", "gl", "tr"))
"""Others (Swedish, Hungarian, Lithuanian, Asian) put the year first there."""
_DATE_LABEL = re.compile(r"\b(?:Ημερομηνία|Ημ/νία|Fecha|Data|Date|Datum|Dato|Tarih)\s?:\s*\Z", re.IGNORECASE)
_FILLER = re.compile(
    r"(?<!\w)(?:at|on|by|the|am|um|uhr|den|der|dem|vom|von|le|el|em|il|la|las|o|a|à|às|alle|ore|op|om|uur|kl|klo|pm|hrs?|"
    r"h|and|und|et|y|e|de|del|of|in|to|"
    r"thứ\s\w+|chủ\snhật|hôm\snay|utc|gmt|[ecmp][sd]?t|bst|ist|cest?|mesz?|jst|kst|ago|min|mins|minutes|minute|read|lesezeit|lectura|lecture|time|"
    r"lokal|local|"
    r"last|first|print|share|edition|issue|date|day|days|hours?)(?!\w)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\W\d_]+")


@lru_cache(MAX_REMEMBERED)
def find_dates(line: str, language: str | None = None) -> tuple[FoundDate, ...]:
    """Find the dates printed on a line, in order.

    Args:
        line: one line or paragraph; dates without a year are no dates here, nor are "yesterday" and "3 hours ago".
        language: BCP 47 tag of the text; it decides the order of `11/03/2024` (month first in English only) and month words
            that languages share. Without it numbers are read day first, unless only month first is possible.
    """
    if len(line) < 6 or not _DIGIT_NEEDED.search(line):
        return ()
    if stamps := find_stamps(line):
        return _with_stamps(line, stamps, language)
    return tuple(_dates(line[:MAX_LINE_CHARACTERS], language))


def parse_date_line(line: str, language: str | None = None) -> FoundDate | None:
    """Read a line that is nothing but a date with labels (`Published : Nov. 3, 2024 - 10:30`).

    Args:
        line: one line; a sentence, a headline or a byline with a date in it gives None.
        language: as for `find_dates`.

    Returns:
        The date labelled "published", else the first without a label, else the first.
    """
    if not 6 <= len(line) <= MAX_DATE_LINE_CHARACTERS:
        return None
    found = find_dates(line, language)
    if not found or not _is_date_line(line, found):
        return None
    for wanted in ("published", None):
        for candidate in found:
            if candidate.label == wanted and candidate.precision != "month":
                return candidate
    return found[0]


def to_published_time(found: FoundDate, source: str = "text") -> PublishedTime:
    """Turn a found date into the record the extractors hand on.

    Args:
        found: from `find_dates` or `parse_date_line`.
        source: where it was printed, as in `PublishedTime.source`.
    """
    return PublishedTime(
        day=found.day,
        clock=found.clock,
        utc_offset_minutes=found.utc_offset_minutes,
        precision=found.precision,
        raw=found.raw,
        source=source,
    )


def is_date_line(line: str, found: tuple[FoundDate, ...]) -> bool:
    """Tell whether a line is nothing but dates with labels.

    Args:
        line: one line.
        found: what `find_dates` found on it.
    """
    return bool(found) and 6 <= len(line) <= MAX_DATE_LINE_CHARACTERS and _is_date_line(line, found)


def _with_stamps(line: str, stamps: tuple[FoundDate, ...], language: str | None) -> tuple[FoundDate, ...]:
    """The dates of a line on which a wire agency's stamps stand, in order."""
    for stamp in stamps:
        line = line[: stamp.start] + " " * (stamp.end - stamp.start) + line[stamp.end :]
    return tuple(sorted([*stamps, *_dates(line, language)], key=lambda each: each.start))


def _dates(line: str, language: str | None) -> Iterator[FoundDate]:
    """Walk over the line from date to date."""
    position = previous_end = count = 0
    while count < MAX_DATES_A_LINE:
        match = _SHAPES.search(line, _first_start(line, position))
        if match is None:
            return
        read = _read(match, language)
        if read is None:
            # a word before a day ("Monday 3 May 2024") must not swallow the day
            position = _restart(match)
            continue
        day, precision, start, ambiguous = read
        found = _with_surroundings(line, previous_end, start, match.end(), day, precision, ambiguous, _month_first(language))
        if (inner := match["mdy_clock"]) is not None and (clock := clock_after(f" {inner}", day)) is not None:
            # Unix prints the time before the year: "Fri Mar 14 14:32:11 EST 1996"
            found = replace(
                found,
                clock=clock.time,
                utc_offset_minutes=clock.utc_offset_minutes,
                precision="second" if clock.has_seconds else "minute",
            )
        yield found
        count += 1
        position = previous_end = max(found.end, match.end())


def _first_start(line: str, position: int) -> int:
    """Where the next date can begin at the earliest: at a number, or at the word before it; the line's end where none follows."""
    number = _NUMBER.search(line, position)
    if number is None:
        return len(line)
    start = max(position, number.start() - REACH_TO_NUMBER)
    while start > position and (line[start - 1].isalnum() or line[start - 1] in ALL_MARKS):
        start -= 1
    return start


def _restart(match: re.Match[str]) -> int:
    """Where to look on after a match that is no date: behind its first word or number."""
    first = _FIRST_RUN.match(match[0])
    return match.start() + (first.end() if first else 1)


_FIRST_RUN = re.compile(r"[^\W\d_]+|\d+")


def _read(match: re.Match[str], language: str | None) -> tuple[date, str, int, bool] | None:
    """Make a day of a match: the day, its precision, where it starts, whether it is ambiguous; None where it is no date."""
    kind = match.lastgroup or ""
    kind = kind.split("_")[0]
    start = match.start()
    ambiguous = False
    if kind == "num":
        return _read_numeric(match, language)
    if kind == "era":
        year = _ERAS[match["era"]] + (1 if match["era_y"] == "元" else int(match["era_y"]))
        era_day = _day(year, int(match["era_m"]), int(match["era_d"]))
        return None if era_day is None else (era_day, "day", start, False)
    month_text, year_text = match[f"{kind}_m"], match[f"{kind}_y"]
    if kind in ("dmy", "ymd") and is_persian_year(int(year_text)):
        persian = _persian(month_text, int(year_text), int(match[f"{kind}_d"]), match.string, language)
        return None if persian is None else (persian, "day", start, False)
    day_text = None if kind == "my" else match[f"{kind}_d"]
    if month_text.isdecimal():
        month: int | None = int(month_text)
    else:
        month = month_number(month_text, language)
        if month is None and kind in ("mdy", "my"):
            pieces = _WEEKDAY_GLUED.split(month_text)
            if len(pieces) > 1:
                month = month_number(pieces[-1], language)
                start = match.end(f"{kind}_m") - len(pieces[-1])
    if month is None:
        return None
    if len(year_text) == 2:
        year_text = _with_century(year_text)
    year = int(year_text) - (_BUDDHIST_ERA if _THAI.match(month_text) and int(year_text) > LAST_YEAR else 0)
    day = _day(year, month, int(day_text) if day_text else 1)
    return None if day is None else (day, "day" if day_text else "month", start, ambiguous)


def _persian(month: str, year: int, day: int, line: str, language: str | None) -> date | None:
    """Read `۲۰ بهمن ۱۳۹۴`, `۱۳۹۴/۱۱/۲۰`."""
    if not month.isdecimal():
        number = persian_month(month)
        return from_persian(year, number, day) if number is not None else None
    return from_persian(year, int(month), day) if counts_persian_years(line, language) else None


def _with_century(year: str) -> str:
    """`24` is 2024, `92` is 1992."""
    return f"{19 if int(year) >= FIRST_SHORT_YEAR else 20}{year}"


def _read_numeric(match: re.Match[str], language: str | None) -> tuple[date, str, int, bool] | None:
    """Read `03.11.2024`, `11/03/2024`, `03-11-24`."""
    first, second, year = match["num_a"], match["num_b"], match["num_y"]
    separator = match["num_s"].strip()
    if year[0] in "’'":
        year = _with_century(year[1:])
    elif len(year) == 2 and int(first) >= FIRST_SHORT_YEAR and separator in "-/" and len(second) == 2:
        day = _day(int(_with_century(first)), int(second), int(year))  # "96-09-21 10:12 GMT"
        return None if day is None else (day, "day", match.start(), False)
    elif len(year) == 2 and separator == "-" and _is_labelled_day_first(match, language):
        year = _with_century(year)  # "Ημερομηνία: 08-04-04"
    elif len(year) == 2:
        of_last_century = int(year) >= FIRST_SHORT_YEAR and len(first) == len(second) == len(year)
        if (
            separator not in "./"
            or (separator == "/" and len(second) < 2)
            or (int(year) > LAST_SHORT_YEAR and not of_last_century)
        ):
            return None
        year = _with_century(year)
    month_first = _month_first(language) and separator != "."
    a, b = int(first), int(second)
    if a > 12 and b > 12:
        return None
    if a > 12:
        month_first = False
    elif b > 12:
        month_first = True
    day = _day(int(year), a if month_first else b, b if month_first else a)
    ambiguous = a <= 12 and b <= 12 and a != b and separator != "."
    return None if day is None else (day, "day", match.start(), ambiguous)


def _is_labelled_day_first(match: re.Match[str], language: str | None) -> bool:
    """Tell whether a label says that numbers joined by hyphens are a date, in a language that puts the day first."""
    by_habit = language is not None and language.split("-")[0].lower() in _DAY_FIRST_WITH_HYPHENS
    return by_habit and _DATE_LABEL.search(match.string, max(0, match.start() - 16), match.start()) is not None


def _month_first(language: str | None) -> bool:
    """Tell whether papers of a language write `11/03/2024` for the third of November."""
    return language is not None and language.split("-")[0].lower() in _MONTH_FIRST


def _day(year: int, month: int, day: int) -> date | None:
    """A calendar day, where it exists and can be a news story's."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_surroundings(
    line: str, previous_end: int, start: int, end: int, day: date, precision: str, ambiguous: bool, month_first: bool
) -> FoundDate:
    """Add the weekday, the time and the label printed around a day."""
    agrees: bool | None = None
    before = line[previous_end:start]
    weekday = _WEEKDAY_BEFORE.search(before[-24:])
    if weekday and precision == "day":
        word = persian_weekday(weekday[1], before[-24:][: weekday.start(1)])
        named = weekdays_named(word)
        if not named and (pieces := _WEEKDAY_GLUED.split(word))[1:]:
            word = pieces[-1]
            named = weekdays_named(word)
        if named:
            agrees = day.weekday() in named
            start = start - len(before[-24:]) + weekday.end(1) - len(word)
    clock = None
    if precision == "day":
        clock = clock_after(line[end:], day)
        if clock is not None:
            end += clock.length
        else:
            after = _WEEKDAY_AFTER.match(line[end : end + 20])
            if agrees is None and after and (named := weekdays_named(after[1])):
                agrees = day.weekday() in named
                clock = clock_after(line[end + after.end() :], day)
                end += after.end() + (clock.length if clock else 0)
            if clock is None and (clock := clock_before(line[previous_end:start], day)) is not None:
                start -= clock.length
    if clock is not None:
        precision = "second" if clock.has_seconds else "minute"
        if ambiguous and month_first and not clock.american:
            # "06/01/2026 - 13:55 GMT+1": English of a house that counts hours to 24 puts the day first
            day = date(day.year, day.day, day.month)
    return FoundDate(
        day=day,
        clock=clock.time if clock else None,
        utc_offset_minutes=clock.utc_offset_minutes if clock else None,
        precision=precision,
        raw=line[start:end].strip(),
        start=start,
        end=end,
        label=label_before(line[previous_end:start]),
        weekday_agrees=agrees,
        ambiguous=ambiguous,
    )


def _is_date_line(line: str, found: tuple[FoundDate, ...]) -> bool:
    """Tell whether next to nothing but dates, labels and small words stands on the line."""
    pieces: list[str] = []
    position = 0
    for each in found:
        pieces.append(line[position : each.start])
        position = each.end
    pieces.append(line[position:])
    rest = _FILLER.sub(" ", without_labels(" ".join(pieces)))
    letters = len(_LETTERS.findall(rest))
    if found[0].precision == "month" and len(found) == 1:
        return letters == 0
    if letters <= MAX_STRAY_LETTERS:
        return letters == 0 or not line.rstrip().endswith((".", "?", "!"))
    # a header form: the date leads, a heading of a word or two follows ("date 2024-11-03 Most Popular")
    labelled = any(each.label for each in found)
    return labelled and letters <= MAX_OTHER_LETTERS and len(_WORDS.findall(rest)) <= 2
