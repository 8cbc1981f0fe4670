"""The units around the headline in, the section that rules find out: what the trees are told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.marks.dates import find_dates
from pipeline.text.beside import beside
from pipeline.text.lexicon import SECTIONS, phrase_hits, tokens_of
from pipeline.text.section_candidates import HOME as FIRST_PAGE
from pipeline.text.section_candidates import OWN_PAGE
from pipeline.text.title import Title
from pipeline.text.units import Unit

STEPS = re.compile(r"\s*(?:>{1,2}|[»›→＞])\s*|\s+(?:/|\||::?)\s+")
"""Between the steps of a trail, and between the parts of the page's name."""
STEP_SIGNS = (">", "»", "›", "→", "＞", " / ", " | ", " : ", " :: ")
HOME = FIRST_PAGE | {"news"}
TRAIL_STEPS = re.compile(r"\s*(?:>{1,2}|[»›→＞])\s*|\s(?:/|:::)\s")
"""Between the steps of a trail alone: bars part the entries of a menu as well."""
MAX_TRAIL_STEPS = 5
BAR = re.compile(r"\s*[|｜•]\s*")
MASTHEAD = 3
"""Units at the head of a dump, whose parts say what the page's name is made of."""
ABOVE = 4
BELOW = 4
MAX_TRAIL_CHARS = 200
MAX_ITEM_CHARS, MAX_ITEM_WORDS = 24, 3
"""Of a menu's entry."""
MIN_MENU_ITEMS = 4
"""On one line."""
EDGES = re.compile(r"\A\W+|\W+\Z")
KICKER_CHARS = range(5, 17)
MENU = 3
"""Lines above a section's name of which another one makes both a menu."""


def section_by_rules(units: Sequence[Unit], title: Title | None, start: int) -> tuple[str | None, tuple[int, ...]]:
    """The section printed at the headline, alone, before a date or in a trail, or in the page's name.

    Args:
        units: All units of the dump.
        title: The headline; without one no line can be told from a menu.
        start: Index of the body's first unit.

    Returns:
        The section as printed, and the units that name it.
    """
    if title is None:
        return None, ()
    alone = _menu_entry_above(units, title.unit)
    if alone is None:
        alone = _entry_of_bars_above(units, title.unit)
    if alone is None and _is_kicker(units, title.unit - 1):
        alone = title.unit - 1
    if alone is not None:
        return units[alone].text, (alone,)
    below = title.units[-1] + 1
    near = list(range(below, min(start, below + BELOW)))
    near += list(range(title.unit - 1, max(-1, title.unit - 1 - ABOVE), -1))
    for i in near:
        text = units[i].text
        if _is_section(text, beside_title=beside(units, i, ABOVE, None) == title.unit) and not _in_menu(units, i, title.unit):
            return text, (i,)
        if (named := _in_trail(text, title.text) or _before_date(text, units[: min(i, title.unit)])) is not None:
            return named, (i,)
    for i in range(min(MASTHEAD, title.unit)):
        if (named := _in_trail(units[i].text, title.text)) is not None:
            return named, (i,)
    return None, ()


def _in_trail(text: str, title: str) -> str | None:
    """The last step of a trail that is a section: any short word before the headline or the page's own step, else a known one."""
    if len(text) > MAX_TRAIL_CHARS or not any(sign in text for sign in STEP_SIGNS):
        return None
    steps = [step for step in STEPS.split(text) if step]
    own = [step.casefold() in OWN_PAGE or (k > 1 and step == title) for k, step in enumerate(steps)]
    if len(steps) > 2 and own[-1] and _is_item(steps[-2]) and steps[-2].casefold() not in HOME:
        return steps[-2]
    trail = [step for step in TRAIL_STEPS.split(text) if step]
    if 1 < len(trail) <= MAX_TRAIL_STEPS and trail[0].casefold() in HOME:
        last = trail[-1]
        if _is_item(last) and last.casefold() not in HOME and last.casefold() not in title.casefold():
            return last
    known = [step for step in steps if _is_section(step, beside_title=False)]
    return known[-1] if known else None


def _before_date(text: str, above: Sequence[Unit]) -> str | None:
    """`Local, Tuesday 10 March 1998`: what stands before or behind the day, where it is known or the menu has it too."""
    if len(text) > MAX_TRAIL_CHARS or not any(map(str.isdigit, text)):
        return None
    dates = find_dates(text)
    if len(dates) != 1:
        return None
    before, _, behind = text.partition(dates[0].raw)
    for part in (before, behind):
        for name in (EDGES.sub("", step) for step in STEPS.split(part)):
            if _is_section(name, beside_title=False) or (name.isalpha() and _is_item(name) and _in_menu_above(name, above)):
                return name
    return None


def _in_menu_above(name: str, above: Sequence[Unit]) -> bool:
    """Whether a menu has it: a line of its own or one among several; the site's own name heads the page."""
    named = [unit.text for unit in above if name.casefold() in unit.text.casefold().split()]
    if not named or above[0].text in named or any(text.startswith(f"{name} ") for text in named) or _is_control(name):
        return False
    return any(text.casefold() == name.casefold() or text.count(" ") >= MIN_MENU_ITEMS - 1 for text in named)


def _menu_entry_above(units: Sequence[Unit], title: int) -> int | None:
    """A short line right above the headline that the menu prints too, whatever its word; the page's name heads the menu."""
    above = beside(units, title, -ABOVE, None)
    if above is None or not _is_item(units[above].text):
        return None
    text = units[above].text
    parted = units[above].gap and units[title].gap
    if not parted and text != text.upper():
        return None
    printed = [i for i in range(above) if units[i].text == text or (not parted and units[i].text.casefold() == text.casefold())]
    head = next((i for i in range(above) if len(units[i].text) > 1), above)
    letters = all(word.isalpha() for word in text.replace("&", "").split())
    control = text.casefold() in HOME or phrase_hits(tokens_of(text))
    return above if printed and printed[0] > head and letters and not control else None


def _entry_of_bars_above(units: Sequence[Unit], title: int) -> int | None:
    """A short line between blank ones above the headline that is an entry of a menu between bars: the one that is open."""
    for i in range(title - 1, max(0, title - 1 - ABOVE), -1):
        text = units[i].text
        if not (_is_item(text) and units[i].gap and units[i + 1].gap) or text.casefold() in HOME:
            continue
        menus = (units[j].text for j in range(i) if units[j].text.count("|") >= MIN_MENU_ITEMS - 1)
        if any(text.casefold() in map(str.casefold, BAR.split(menu)) for menu in menus):
            return i
    return None


def _is_kicker(units: Sequence[Unit], i: int) -> bool:
    """A word in capitals alone between blank lines, right above a headline that is in none: what the story is about."""
    if i < 1 or not units[i].gap or not units[i + 1].gap:
        return False
    text = units[i].text
    return (
        len(text) in KICKER_CHARS
        and text.isalpha()
        and text.isupper()
        and not units[i + 1].text.isupper()
        and not _is_control(text)
    )


def _is_section(text: str, *, beside_title: bool) -> bool:
    """Whether a name is a section's; `NEWS` is one right above the headline alone, elsewhere it names a site's first page."""
    folded = text.casefold()
    return (folded in SECTIONS and folded not in HOME) or (beside_title and text == "NEWS")


def _in_menu(units: Sequence[Unit], i: int, title: int) -> bool:
    """Whether other sections stand beside, or other short lines above the headline: then it is one of a menu's items."""
    if i + 1 == title and any(units[j].text.casefold() == units[i].text.casefold() for j in range(i)):
        return False  # the menu has it too, further up
    top = i - 1
    while i < title and top > max(0, i - MENU) and units[top].gap == 0:
        top -= 1
    near = [j for j in (*range(max(0, top), i), i + 1) if j < len(units)]
    if any(_is_section(units[j].text, beside_title=False) for j in near):
        return True
    above = i > 0 and units[i].gap == 0 and _is_item(units[i - 1].text) and not _is_control(units[i - 1].text)
    below = i + 1 < title and units[i + 1].gap == 0 and _is_item(units[i + 1].text)
    return i < title and (above or below)


def _is_control(text: str) -> bool:
    """`Log in`, `Subscribe`: what a page's head ends with, below its menu."""
    return bool(phrase_hits(tokens_of(text)))


def _is_item(text: str) -> bool:
    return 0 < len(text) <= MAX_ITEM_CHARS and text.count(" ") < MAX_ITEM_WORDS
