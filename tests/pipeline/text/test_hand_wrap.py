"""Paragraphs that a typist broke near a column are whole again; lists and signatures stay as they are."""

from __future__ import annotations

import random

import pytest

from pipeline.text.dump import detect_style
from pipeline.text.units import build_units

STORY = (
    "The ferry between Harbourtown and the lighthouse will not sail before Easter, the harbour board decided on Monday. "
    "Its engine, built in 1961, had failed for the third time since the autumn.",
    "Odile Brandt, who has steered the boat for nineteen years, said that she would rather row. The board has asked a yard "
    "in Tidewater for an offer, which is due by the end of the month.",
    "Until then the school children of the island are flown to the mainland. Mayor Kalmar said that the flights cost the town "
    "four thousand crowns a day, and that the money would have bought a new engine.",
)


def by_hand(text: str, seed: int, least: int = 58, most: int = 74) -> list[str]:
    """The lines of a paragraph, each broken somewhere between the columns."""
    rng = random.Random(seed)
    lines, line, width = [], "", rng.randint(least, most)
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line, width = "", rng.randint(least, most)
        line = f"{line} {word}".strip()
    return [*lines, line]


def wordings(lines: list[str]) -> list[str]:
    """The units of a dump."""
    return [unit.text for unit in build_units("\n".join(lines))[0]]


@pytest.mark.parametrize("seed", range(20))
def test_lines_broken_by_hand(seed: int) -> None:
    """No counting of characters explains where the lines end, and yet each paragraph is one unit."""
    lines = [line for k, text in enumerate(STORY) for line in (*by_hand(text, 3 * seed + k), "")]
    assert wordings(lines) == list(STORY)


def test_paragraphs_set_in() -> None:
    """Without blank lines between them the first line tells where a paragraph begins."""
    lines = [line for k, text in enumerate(STORY) for line in by_hand("    " + text, k)]
    set_in = ["    " + line if any(text.startswith(line) for text in STORY) else line for line in lines]
    assert wordings(set_in) == list(STORY)


def test_entries_of_a_list_are_no_lines_of_a_paragraph() -> None:
    """Headlines that stand below each other neither end a sentence nor begin in lower case."""
    entries = ["Harbour board puts off its vote on the ferry again", "Lighthouse keeper's cat found in a Tidewater shed"]
    lines = [line for k, text in enumerate(STORY) for line in (*by_hand(text, 3 + k), "")]
    assert wordings([*lines, *entries]) == [*STORY, *entries]


def test_initials_below_a_dispatch_stand_alone() -> None:
    """Who wrote and who edited it is no end of the last paragraph."""
    lines = [line for k, text in enumerate(STORY) for line in (*by_hand(text, k), "")]
    assert wordings([*lines[:-1], "ob/kal"])[-1] == "ob/kal"


def test_a_wrap_that_a_program_made_is_none_by_hand() -> None:
    """Where each line is as full as the column allows, that column is known."""
    lines = [line for text in STORY for line in (*by_hand(text, 0, 70, 70), "")]
    style = detect_style(lines)
    assert (style.wrap_width is None, style.hand_width) == (False, None)


def test_paragraphs_of_any_length_are_not_broken() -> None:
    """Whole paragraphs on a line each, some of which a link tore: lines that are longer than the broken ones speak against it."""
    torn = ["The yard in", "Tidewater", "is said to be dear,", "and the one in", "Port Anders", "to be slow,", "said Brandt."]
    assert detect_style([*STORY, *torn, *STORY, *torn]).hand_width is None


def test_a_dialogue_dash_does_not_end_at_the_first_line() -> None:
    """What a line after a dash does not hold stands below it, no further in."""
    lines = [line for k, text in enumerate(STORY) for line in (*by_hand(("– " if k == 1 else "- ") + text, k, 70, 70), "")]
    assert wordings(lines) == [STORY[0], "– " + STORY[1], STORY[2]]


def test_a_dash_between_blanks_keeps_both() -> None:
    """A line that ends with a dash goes on behind a blank; one that ends with a dash glued to its word does not."""
    lines = [line for text in STORY for line in (*by_hand(text, 0, 70, 70), "")]
    spaced = [
        "The board calls these flights, which nobody had asked it for, “alts” —",
        "a word that it took from its lawyers.",
        "",
    ]
    assert wordings([*lines, *spaced])[-1].endswith("“alts” — a word that it took from its lawyers.")


def test_headline_and_deck_above_narrow_columns() -> None:
    """Two lines longer than the column that the story below was wrapped at were not made by that wrap."""
    head = ["Ferry will not sail before Easter, board says", "Engine built in 1961 failed again; yard is asked"]
    column = [line for text in STORY for line in (*by_hand(text, 0, 38, 38), "")]
    assert wordings([*head, "", *column])[:2] == head
