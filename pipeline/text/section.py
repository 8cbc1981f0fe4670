"""The units around the headline in, the section of the site they name out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.text.beside import beside
from pipeline.text.lexicon import SECTIONS, phrase_hits, tokens_of
from pipeline.text.title import Title
from pipeline.text.units import Unit

BREADCRUMB = re.compile(r"\s*(?:»|›|>|/|\||→|:)\s*")
HOME = frozenset({"home", "start", "startseite", "homepage", "accueil", "inicio", "início", "news"})
ABOVE = 4
BELOW = 4
MAX_ITEM_CHARS, MAX_ITEM_WORDS = 24, 3
"""Of a menu's entry."""


def find_section(units: Sequence[Unit], title: Title | None, start: int) -> tuple[str | None, tuple[int, ...]]:
    """The section printed at the headline, as a line of its own or in a breadcrumb.

    Args:
        units: All units of the dump.
        title: The headline; without one no line can be told from a menu.
        start: Index of the body's first unit.

    Returns:
        The section as printed, and the units that name it.
    """
    if title is None:
        return None, ()
    if (alone := _menu_entry_above(units, title.unit)) is not None:
        return units[alone].text, (alone,)
    below = title.units[-1] + 1
    near = list(range(below, min(start, below + BELOW)))
    near += list(range(title.unit - 1, max(-1, title.unit - 1 - ABOVE), -1))
    for i in near:
        text = units[i].text
        if _is_section(text) and not _in_menu(units, i, title.unit):
            return text, (i,)
        if len(text) < 200 and any(sign in text for sign in ("»", "›", " > ", " / ")):
            steps = [s for s in BREADCRUMB.split(text) if s]
            named = [s for s in steps if s.casefold() in SECTIONS and s.casefold() not in HOME]
            if named:
                return named[-1], (i,)
    return None, ()


def _menu_entry_above(units: Sequence[Unit], title: int) -> int | None:
    """A short line right above the headline that the menu prints too, whatever its word; the page's name heads the menu."""
    above = beside(units, title, -ABOVE, None)
    if above is None or units[above].gap == 0 or units[title].gap == 0 or not _is_item(units[above].text):
        return None
    text = units[above].text
    printed = [i for i in range(above) if units[i].text == text]
    head = next((i for i in range(above) if len(units[i].text) > 1), above)
    letters = all(word.isalpha() for word in text.replace("&", "").split())
    control = text.casefold() in HOME or phrase_hits(tokens_of(text))
    return above if printed and printed[0] > head and letters and not control else None


def _is_section(text: str) -> bool:
    return text.casefold() in SECTIONS and text.casefold() not in HOME


def _in_menu(units: Sequence[Unit], i: int, title: int) -> bool:
    """Whether other sections stand beside, or other short lines above the headline: then it is one of a menu's items."""
    if any(0 <= j < len(units) and _is_section(units[j].text) for j in (i - 1, i + 1)):
        return True
    if i + 1 == title and any(units[j].text == units[i].text for j in range(i)):
        return False  # the menu has it too, further up
    above = i > 0 and units[i].gap == 0 and _is_item(units[i - 1].text)
    below = i + 1 < title and units[i + 1].gap == 0 and _is_item(units[i + 1].text)
    return i < title and (above or below)


def _is_item(text: str) -> bool:
    return 0 < len(text) <= MAX_ITEM_CHARS and text.count(" ") < MAX_ITEM_WORDS
