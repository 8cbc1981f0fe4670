"""Other wordings of a line that may be the headline, and how sure the best one must be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.text.body import choose_body, judge_units
from pipeline.text.clean import clean_text
from pipeline.text.headline_cuts import headline_cuts, lines_alone
from pipeline.text.prepare import prepare
from pipeline.text.title import (
    ENOUGH,
    ENOUGH_ABOVE_MARK,
    ENOUGH_PLACED,
    ENOUGH_SET,
    ENOUGH_SHARED,
    bare,
    enough_for,
    without_glued_name,
)
from pipeline.text.title_candidates import Candidate, title_candidates
from pipeline.text.title_features import NAMES

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "headline_cuts.json").read_text(encoding="utf-8"))
PAGE = ("True Tides", "Ada Inkwell", "Home", "101", "Gulls return to the lower town")


@pytest.mark.parametrize("case", [pytest.param(c, id=c["label"]) for c in CASES])
def test_what_is_glued_to_a_headline_is_cut_off(case: dict[str, Any]) -> None:
    """On a page that prints a section, a writer, a button and another headline alone."""
    assert [cut.text for cut in headline_cuts(case["input"], lines_alone(PAGE))] == case["expected"]


@pytest.mark.parametrize(
    ("below", "shared", "enough"),
    [
        ("SALTMARSH, March 3 (Reuters) - The council will keep the old ferry for another winter.", 1.0, ENOUGH_PLACED),
        ("By Ada Inkwell\n\nThe council will keep the old ferry for another winter, its members decided.", 0.5, ENOUGH_SHARED),
        ("![](gull.jpg)\n\n3 March 2031\n\nThe members decided on Tuesday after a long debate.", 0.0, ENOUGH_ABOVE_MARK),
        ("Its members meet\n\nBy Ada Inkwell\n\nThe council will keep it for another winter.", 0.5, ENOUGH_SET),
        ("The council will keep the old ferry for another winter, its members decided on Tuesday.", 1.0, ENOUGH),
    ],
)
def test_what_stands_below_a_line_speaks_for_it(below: str, shared: float, enough: float) -> None:
    """A line that is a byline or a date most, more so if the body takes up the line's words; a dateline less, a byline further below
    least."""
    prepared = prepare(f"Council keeps the old ferry\n\n{below}")
    row = np.zeros(len(NAMES), np.float32)
    row[NAMES.index("signed_near")] = enough == ENOUGH_SET
    row[NAMES.index("shared")] = shared
    headline = Candidate(0, "Council keeps the old ferry", None, site_cut=False)
    assert enough_for(prepared, headline, [len(prepared.units) - 1], row) == enough


BODY = "\n\nThe council will keep the old ferry for another winter, its members decided on Tuesday after a long debate.\n" * 3


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("01/7Council keeps the old ferry for another winter", "Council keeps the old ferry for another winter"),
        ("9/11 remembered at the old ferry in Saltmarsh", "9/11 remembered at the old ferry in Saltmarsh"),
        ("Dec. 23, 2031, 5:00 PM UTCBy Ada Inkwell", None),
    ],
)
def test_numbers_of_galleries_are_left_out_and_dates_are_no_headline(head: str, title: str | None) -> None:
    """A fraction glued to a word counts pictures; one before a blank belongs to the headline."""
    assert clean_text(head + BODY).extracted.title == title


@pytest.mark.parametrize(
    "menu",
    [
        "Tidal Post        News  Sport  Weather  Archive",
        "[Front Page] [World] [Business] [Sport]",
        "[1][post] [2]Tides  [3]Boats  [4]Weather",
        "Start » Region » Saltmarsh",
        "ホーム ＞ 社会 ＞ ニュース",
        "News | Region | Sport | Weather | Boats",
    ],
)
def test_a_row_of_links_is_no_headline(menu: str) -> None:
    """Old pages print their menu in brackets, between bars or wide gaps, newer ones a trail of breadcrumbs."""
    prepared = prepare(f"{menu}\n\nFriday, 5 March 1999\n{BODY}")
    judged = judge_units(prepared)
    candidates = title_candidates(prepared, choose_body(prepared, judged.body), judged)
    assert " ".join(menu.split()) not in [candidate.text for candidate in candidates]


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("◇Council keeps the old ferry for another winter", "Council keeps the old ferry for another winter"),
        ("\U0001f6a2\ufe0f **Council keeps the old ferry for another winter**", "Council keeps the old ferry for another winter"),
        (": Council keeps the old ferry for another winter", "Council keeps the old ferry for another winter"),
        ("Council keeps the ferry for another winter© HBR/Jo Quill", "Council keeps the ferry for another winter"),
        ("© HBR/Jo Quill", "© HBR/Jo Quill"),
    ],
)
def test_signs_before_and_credits_behind_are_no_part_of_a_headline(printed: str, title: str) -> None:
    """A Japanese paper's mark, the colon left of a kicker, the credit of the picture below."""
    assert bare(printed) == title


@pytest.mark.parametrize(
    ("printed", "headline"),
    [
        ("RPT-FEATURE-In Andean market, potatoes beat banknotes", "In Andean market, potatoes beat banknotes"),
        ("UPDATE 2-Ferry line halts trading in own shares", "Ferry line halts trading in own shares"),
        ("ANALYSIS - Why the ferry leaks", "ANALYSIS - Why the ferry leaks"),
        ("POLL-AXED: the mayor who lost twice", "AXED: the mayor who lost twice"),
    ],
)
def test_what_kind_of_story_a_wire_sends(printed: str, headline: str) -> None:
    """Its word, glued to the headline by a hyphen, is no part of it."""
    assert bare(printed) == headline


def test_a_name_glued_to_a_headline() -> None:
    """It signs the story; what is no person's name or has too little before it stays."""
    text, byline = without_glued_name("Council keeps the old ferry for anotherSarah Quill")
    assert (text, byline and byline.authors) == ("Council keeps the old ferry for another", ("Sarah Quill",))
    for headline in (
        "Council keeps the old ferry for another winter",
        "The new iPhone",
        "Harbour radio buys the old TidewaterNews Corp",
    ):
        assert without_glued_name(headline) == (headline, None)


def test_what_a_critic_gives_is_no_headline() -> None:
    """It stands below the play's name, set as a headline is."""
    story = "\n\n".join(
        (
            "There is a moment in the third act when the auctioneer forgets the price, and nobody in the stalls dares to breathe.",
            "The company has moved the play to a harbour that is about to be sold, and plays it as the comedy that it was written as.",
            "It runs until the end of October, and the last ferry waits for those who come from the islands.",
        )
    )
    page = f"The Tidal Post\n\nThe Cherry Orchard in Tidewater\n\nThree stars out of five\n\nImogen Quill\n7 October 2010\n\n{story}\n"
    prepared = prepare(page)
    judged = judge_units(prepared)
    texts = {candidate.text for candidate in title_candidates(prepared, choose_body(prepared, judged.body), judged)}
    assert "The Cherry Orchard in Tidewater" in texts
    assert "Three stars out of five" not in texts


def test_what_a_picture_shows_is_no_headline() -> None:
    """A sentence with its stop right above who took the picture, though it stands higher than the headline and is printed twice."""
    shown = "The old ferry lies at the north pier on Monday."
    prepared = prepare(f"{shown}\n\n{shown}\n\nPhoto: Ada Quill\n\nCouncil keeps the old ferry{BODY}")
    judged = judge_units(prepared)
    found = {candidate.text for candidate in title_candidates(prepared, choose_body(prepared, judged.body), judged)}
    assert shown not in found
    assert "Council keeps the old ferry" in found


def test_what_talks_of_the_page_is_no_headline() -> None:
    """Nor is what somebody paid for, though both stand above the headline."""
    asks, paid = "Please enable JavaScript in your browser to read this page", "Sponsored: Old ferries and where to ride them"
    found = clean_text(f"{asks}\n\n{paid}\n\nCouncil keeps the old ferry\n\nBy Ada Inkwell\n\n3 March 2031{BODY}").extracted
    assert found.title == "Council keeps the old ferry"
