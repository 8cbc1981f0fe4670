"""The section of the site that a page prints at its headline, and what only looks like one."""

from __future__ import annotations

import pytest

from pipeline.text.section import _repeated_entry, find_section
from pipeline.text.title import Title
from pipeline.text.units import build_units

HEADLINE = "Harbourtown keeps its ferry"
MENU = ["The Tidal Post", "Home", "World", "Harbour", "Sport"]


def section_of(*lines: str) -> str | None:
    """What is found above and below the headline among these lines, the story behind them."""
    dump = "\n".join((*lines, "", "The ferry will sail again before Easter, the harbour board decided on Monday."))
    units, _ = build_units(dump)
    at = next(i for i, unit in enumerate(units) if unit.text == HEADLINE)
    return find_section(units, Title(HEADLINE, at, None, 1.0), len(units) - 1, dump.split("\n"))[0]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["The Tidal Post", "", "World", "", HEADLINE], "World"),
        (["The Tidal Post > Harbour life > " + HEADLINE, "", HEADLINE], "Harbour life"),
        (["The Tidal Post :: Local News :: " + HEADLINE, "", HEADLINE], "Local News"),
        (["海州日报网 >> 社会新闻 >> 正文", "", HEADLINE], "社会新闻"),
        ([*MENU, "", "Harbour, Tuesday 10 March 1998", "", HEADLINE], "Harbour"),
        (["The Tidal Post | 10.03.1998 | Politics", HEADLINE], "Politics"),
        (["The Tidal Post", "Home   World   Harbour   Sport", "", "Harbour 10.03.1998", "", HEADLINE], "Harbour"),
        ([*MENU, "HARBOUR", HEADLINE], "HARBOUR"),
        (["The Tidal Post", "Subscribe", "Log in", "Politics", HEADLINE], "Politics"),
        (["The Tidal Post", "SUBSCRIBE", "NEWS", HEADLINE], "NEWS"),
        (["Harbourtown, 10 March 1998", "", "SHIPPING", "", HEADLINE], "SHIPPING"),
        ([HEADLINE, "Politics", "By Odile Brandt"], "Politics"),
        (["The Tidal Post", "Home > Breaking News > Harbour life", "", HEADLINE], "Harbour life"),
        (["The Tidal Post", "Αρχική » Περίεργα", "", HEADLINE], "Περίεργα"),
        (["Home > News > " + HEADLINE, "", HEADLINE], "News"),
        (["The Tidal Post", "You are here: Home  News  Harbour towns", "", HEADLINE], "Harbour towns"),
        (["The Tidal Post", "Home / Harbour / Shipping", "", HEADLINE], "Shipping"),
        (["The Tidal Post", "Home Sport Rowing", "", HEADLINE], "Rowing"),
        (["The Tidal Post", "Log in", "Home", ">", "Sport", ">", "Rowing", HEADLINE], "Rowing"),
        (["Vous êtes ici :", "Tidal", "/", "Finistère", "/", "Carhaix", HEADLINE], "Carhaix"),
        (["Home", "/", "Harbour", "/", "Shipping", "/", HEADLINE, HEADLINE], "Shipping"),
        (["The Tidal Post", "10 March 1998", "Section: Weekend Extra; page 4", "", HEADLINE], "Weekend Extra"),
        (["   News : Harbour life : Shipping", "", HEADLINE], "Shipping"),
        (
            ["The Tidal Post", "News  Harbour towns  Sport  Weather  Letters  Jobs", "", "Harbour towns", "", HEADLINE],
            "Harbour towns",
        ),
        (["Tapa | El Mundo | Sociedad | Policiales", "", "Sociedad", "", "Tuesday 10 March 1998", "", HEADLINE], "Sociedad"),
    ],
)
def test_named(lines: list[str], expected: str) -> None:
    """Alone, before a date, in a trail, in the page's name, in the menu's wording."""
    assert section_of(*lines) == expected


@pytest.mark.parametrize(
    "lines",
    [
        ["The Tidal Post", "Home", "World", "Politics", "Sport", HEADLINE],
        ["The Tidal Post", "Home", HEADLINE],
        ["The Tidal Post", "", "Tuesday 10 March 1998", "", HEADLINE],
        ["The Tidal Post", "", "Tidal, Tuesday 10 March 1998", "", HEADLINE],
        ["The Tidal Post", "", "SUBSCRIBE", "", HEADLINE],
        ["The Tidal Post", "", "SHIPPING AND TRADE WITH THE EAST", "", HEADLINE],
        ["Home | Puzzles | Crosswords | Classifieds", "", HEADLINE],
        ["News | Politics | Sport | Health | Weather | Letters | Jobs", "", HEADLINE],
        ["Home | Puzzles | Crosswords | Classifieds", "Crosswords", HEADLINE],
        ["The Tidal Post", "Puzzles", "/", "Crosswords", "/", "Classifieds", HEADLINE],
    ],
)
def test_not_named(lines: list[str]) -> None:
    """A menu's last entry, a paper's name, a button, a headline's first line."""
    assert section_of(*lines) is None


def test_without_a_headline() -> None:
    """No line can be told from a menu."""
    units, _ = build_units("World\n\nThe ferry will sail again before Easter.")
    assert find_section(units, None, 1) == (None, ())


FAR = ["Log in", "Tuesday 10 March", "Wind from the west, light", "Tides: 6.14 and 18.40"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([*MENU, *FAR, "Harbour", HEADLINE], "Harbour"),
        ([*MENU, *FAR, "HARBOUR", HEADLINE], "HARBOUR"),
        ([*MENU, *FAR, *MENU, HEADLINE], None),
        ([*MENU, *FAR, "The Tidal Post", HEADLINE], None),
        ([*MENU, *FAR, "Rowing boats", HEADLINE], None),
    ],
)
def test_an_entry_of_the_menu_right_above_the_headline(lines: list[str], expected: str | None) -> None:
    """The section it names, where it stands apart: not the menu printed twice, nor the paper's name."""
    units, _ = build_units("\n".join(lines))
    assert _repeated_entry(units, len(units) - 1)[0] == expected
