"""Undoing the dump: units with their raw lines."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.glue import split_glued
from pipeline.text.hyphens import Hyphens
from pipeline.text.lexicon import tokens_of
from pipeline.text.repeats import find_repeats
from pipeline.text.units import build_units

CASES = Path(__file__).parent / "cases"
PARAGRAPH = "The harbour board decided on Monday that " + "the old boat stays where it is, and " * 4


def cases(name: str) -> list[Any]:
    """The cases of one file as parameters, named by their labels."""
    return [pytest.param(c, id=c["label"]) for c in json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))]


@pytest.mark.parametrize("case", cases("units"))
def test_units(case: dict[str, Any]) -> None:
    """The wording of each unit is what the page had."""
    units, _ = build_units(case["input"])
    assert [u.text for u in units] == case["expected"]


@pytest.mark.parametrize("case", cases("layouts"))
def test_layouts(case: dict[str, Any]) -> None:
    """Margins, pages, frames and other people's line ends: what is read is the wording alone."""
    units, _ = build_units(case["input"])
    assert [u.text for u in units if u.text] == case["expected"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "Why the ferry will not go on",
                PARAGRAPH,
            ],
            ["Why the ferry will not go on", PARAGRAPH.strip()],
        ),
        (
            ["The board met with the", "Tidewater Yard", "and waited for", "its offer"],
            ["The board met with the Tidewater Yard and waited for its offer"],
        ),
        (
            ["The", "$4.2 million ferry that voters wanted", "would have sailed by now."],
            ["The $4.2 million ferry that voters wanted would have sailed by now."],
        ),
        (
            ["More", "Harbourtown and its ferry in old pictures", "would be", "too much"],
            ["More", "Harbourtown and its ferry in old pictures would be too much"],
        ),
        (
            ["Rat lobt die Fähre: „Endlich am Ziel“", "Hafen bleibt im Winter offen"],
            ["Rat lobt die Fähre: „Endlich am Ziel“", "Hafen bleibt im Winter offen"],
        ),
        (["Updated June 27, 2014 19:36 IST", "The Old Ferry"], ["Updated June 27, 2014 19:36 IST", "The Old Ferry"]),
        (["Der Rat sagt Ja zur Fähre", "sda"], ["Der Rat sagt Ja zur Fähre", "sda"]),
        (
            ["Why the ferry goes twice when your neighbour's doesn't", "Odile Brandt"],
            ["Why the ferry goes twice when your neighbour's doesn't", "Odile Brandt"],
        ),
        (
            ["Council keeps the old ferry going for the winter", "Posted on March 3, 2022", "by Odile Brandt and Noah Poe"],
            ["Council keeps the old ferry going for the winter", "Posted on March 3, 2022", "by Odile Brandt and Noah Poe"],
        ),
        (
            ["The clerk who watches it is", "Odile Brandt", ", as she often is."],
            ["The clerk who watches it is Odile Brandt, as she often is."],
        ),
        (
            ["Council keeps the old ferry going", "Odile Brandt", "and", "Noah Poe", "March 3"],
            ["Council keeps the old ferry going", "Odile Brandt and Noah Poe", "March 3"],
        ),
        (
            ["The clerks of the yard are", "Odile Brandt", "and", "Noah Poe", "of Holm"],
            ["The clerks of the yard are Odile Brandt and Noah Poe of Holm"],
        ),
        (
            ["A clerk tries to book the ferry", "media caption A clerk tries"],
            ["A clerk tries to book the ferry", "media caption A clerk tries"],
        ),
        (
            ["The clerk could not say whose story it is", "Genre: Drama", "Director: Ada Quill"],
            ["The clerk could not say whose story it is", "Genre: Drama", "Director: Ada Quill"],
        ),
        (
            ["Salt on the skin: the clerk in a scene from the film", "TOPICS", "cinema"],
            ["Salt on the skin: the clerk in a scene from the film", "TOPICS", "cinema"],
        ),
    ],
)
def test_lines_torn_at_links(lines: list[str], expected: list[str]) -> None:
    """A link's words go on with their sentence.

    Not so a paragraph below a subhead that ends in a function word, nor what stands below a German quotation, a time zone, a
    headline above an agency in small letters, or the first of a page's labels.
    """
    torn = ["The yard in", "said nothing, and the one of", "was closed,", "as it often is."]
    assert [unit.text for unit in build_units("\n".join([*torn, "", *lines]))[0]][1:] == expected


def test_what_counts_pictures_is_no_page() -> None:
    """A gallery counts up as pages do, in shorter steps, and its captions' source recurs beside the number."""
    text = "\n\n".join(f"{n} of 9\n\nCourtesy of the Greywick museum\n\nThe ferry Patience in {1950 + n}." for n in range(1, 10))
    units, _ = build_units(text)
    assert not any(u.page_edge for u in units)


def test_pages_of_nothing_but_paragraphs() -> None:
    """No line is short enough for a running head."""
    text = "\n".join("The council met in the harbour town and said that the pier would be closed. " * 3 for _ in range(30))
    units, _ = build_units(text)
    assert not any(u.page_edge for u in units)


def test_a_line_of_a_page_has_its_reason() -> None:
    """Running heads are told apart from blank wording, for `explain`."""
    case = next(c for c in json.loads((CASES / "layouts.json").read_text(encoding="utf-8")) if "Page 2 of 3" in c["input"])
    units, _ = build_units(case["input"])
    edges = [n for u in units if u.page_edge for n in range(u.first_line, u.last_line + 1)]
    lines = case["input"].split("\n")
    assert [lines[n - 1].split()[0].strip("\f") for n in edges] == ["Page", "Greywick", "Page", "Greywick", "Page"]


@pytest.mark.parametrize("case", cases("repeats"))
def test_repeats(case: dict[str, Any]) -> None:
    """Of equal paragraphs only the one in its place stays."""
    units, _ = build_units("\n\n".join(case["input"]))
    assert sorted(find_repeats(units, [tokens_of(u.text) for u in units])) == case["expected"]


def test_raw_lines_of_a_wrapped_paragraph() -> None:
    """A joined unit names its first and last raw line, counted from one, blank lines included."""
    text = json.loads((CASES / "units.json").read_text(encoding="utf-8"))[0]["input"]
    units, style = build_units("\n\n" + text)
    assert style.wrap_width is not None
    assert [(u.first_line, u.last_line) for u in units] == [(3, 6), (7, 9)]


@settings(max_examples=150)
@given(st.lists(st.text(alphabet="ab AB.,*[]()#>_-|“é\t1", max_size=30), max_size=25))
def test_every_line_is_covered(lines: list[str]) -> None:
    """Each raw line that is not blank lies in a unit, and units are in order."""
    units, _ = build_units("\n".join(lines))
    covered = {n for u in units for n in range(u.first_line, u.last_line + 1)}
    assert {n for n, line in enumerate(lines, 1) if line.strip()} <= covered
    assert [u.first_line for u in units] == sorted(u.first_line for u in units)


@settings(max_examples=150)
@given(st.lists(st.text(alphabet="ab AB.,*•[]()#>_-|“é\t1 ", max_size=70), max_size=12), st.integers(0, 6))
def test_every_line_amid_a_wrapped_text_is_covered(lines: list[str], place: int) -> None:
    """The same where paragraphs are joined: lines of any kind, also a bullet far in, stand between wrapped ones."""
    wrapped = json.loads((CASES / "units.json").read_text(encoding="utf-8"))[0]["input"].strip().split("\n")
    whole = [*wrapped[:place], *lines, " " * 60 + "•", *wrapped[place:]]
    units, _ = build_units("\n".join(whole))
    covered = {n for u in units for n in range(u.first_line, u.last_line + 1)}
    assert {n for n, line in enumerate(whole, 1) if line.strip()} <= covered


def test_a_headline_above_a_numbered_list_keeps_its_own_number() -> None:
    """Line numbers follow each other; the number of things in the headline does not."""
    item = "Paint the hull before the winter comes, and oil the chain while it hangs loose over the quay of the old ferry."
    page = "\n\n".join(["41 ways to keep the old ferry running", *(f"{n}. {item}" for n in range(1, 42))])
    units, _ = build_units(page)
    assert units[0].text == "41 ways to keep the old ferry running"
    assert units[1].text == item


def test_an_address_in_a_link_is_not_cut() -> None:
    """Shops print addresses in their addresses, and the letters of `%2Fwww` look like a seam."""
    link = "](https://shop.example/c/1325?u=--deals--&to=https%3A%2F%2Fwww.shop.example%2Fp%2Fcoffee-9155w)"
    text = f"[39 per cent off the coffee machine{link}[La Specialista, $549 (down from $899){link}"
    assert split_glued(text) == (text,)
    glued = f"HomeWorldSportLog in [the coffee machine{link}"
    assert split_glued(glued) == ("Home", "World", "Sport", f"Log in [the coffee machine{link}")


def test_a_magazine_as_its_print_was_read() -> None:
    """Left and right pages print their head the other way round, and the first letter is set as an initial."""
    page = [f"The ferryman said so again on page {k}, and nobody in the town believed him then." for k in range(9)]
    text = "\n".join(
        [
            *(
                "46 | HARBOUR MAGAZINE | MAY 2013",
                "",
                "The Man Who Rows",
                "",
                "T",
                "",
                "he ferry at Cold Strait moans in E-flat, he says.",
            ),
            *("", *page, "His tools fit in a bowling bag: a stethoscope, a tuning fork, some clothes-", ""),
            *("MAY 2013 | HARBOUR MAGAZINE | 47", "", "pegs. The clothespegs are the important part of it.", *page, ""),
            *("48 | HARBOUR MAGAZINE | MAY 2013", "", *page),
        ]
    )
    units = [unit.text for unit in build_units(text)[0]]
    assert "The ferry at Cold Strait moans in E-flat, he says." in units
    assert "46 | HARBOUR MAGAZINE | MAY 2013" in units
    assert not any("MAGAZINE | 47" in unit or unit.startswith("48 |") for unit in units)


@pytest.mark.parametrize(
    ("initial", "line", "joined"),
    [
        ("T", "he ferry leaves at noon, and nobody knows why it does.", "The ferry leaves"),
        ("“W", "e never sleep here, not even in the winter, said the ferryman.", "“We never sleep"),
        ("A", "ferry left at noon, and nobody knows why it does so still.", "A ferry left"),
        ("I", "t was the third winter without a ferry, said the ferryman.", "It was the"),
        ("A", "ccording to the mayor, the ferry left at noon, and nobody knows why.", "According to"),
        ("É", "tait une fois un bac qui fuyait, et personne ne savait pourquoi il fuyait.", "Était une fois"),
        ("É", "um barco velho, disse o prefeito, e ninguém sabe por que ainda navega.", "É um barco"),
    ],
)
def test_an_initial(initial: str, line: str, joined: str) -> None:
    """It belongs to the word behind it, unless it is one itself."""
    assert build_units(f"{initial}\n\n{line}\n")[0][0].text.startswith(joined)


@pytest.mark.parametrize("sign", ["x", "X", "f", "a"])
def test_no_initial(sign: str) -> None:
    """Signs that close windows or stand for networks, and a list's letters, are no part of the line below."""
    assert build_units(f"{sign}\n\nclose this window and go back to the page that you came from\n")[0][0].text == sign


def test_a_story_that_goes_on_inside() -> None:
    """The words that head its rest are no paragraph."""
    text = (
        "The paper says that the fine for it is seventy-five pence, and that the college means it.\n\nSee WAFFLES | Page 3\n\n"
        "WAFFLES: Council\nto vote\n\nCONTINUED FROM PAGE 1\n\n"
        "She said that she had offered pancakes to all of them, and that a pancake has no pockets.\n"
    )
    units = [unit.text for unit in build_units(text)[0] if unit.text]
    assert len(units) == 2


def test_a_word_broken_once() -> None:
    """It is whole where the paper prints it so elsewhere; a compound keeps its hyphen."""
    hyphens = Hyphens(
        ["The student paper of the college", "under section four of the stu-", "dent handbook of the long-", "range radar"]
    )
    assert hyphens.joined("under section four of the stu-", "dent handbook") == "under section four of the student handbook"
    assert hyphens.joined("of the long-", "range radar") == "of the long-range radar"


def test_an_initial_before_capitals() -> None:
    """Print sets the first words of a story in capitals: the letter belongs to them, or is the word `A`."""
    assert build_units("T\n\nHE FERRY leaves at noon, and nobody knows why it does so.\n")[0][0].text.startswith(
        "THE FERRY leaves"
    )
    assert build_units("A\n\nFIVE-FOOT iguana in search of sun climbed the wrong pole.\n")[0][0].text.startswith(
        "A FIVE-FOOT iguana"
    )


def test_a_byline_in_small_letters_below_a_headline() -> None:
    """No wrap broke the headline there: the line signs it, with the day below."""
    page = (
        "Modena, il sindaco multa se stesso per eccesso di velocità\ndi Ada Quill\n15 settembre 2022 alle 11:52\n\n"
        "Andava a 67 all'ora dove il limite è 50, sulla provinciale che lui stesso aveva fatto limitare.\n"
    )
    assert [unit.text for unit in build_units(page)[0]][:2] == page.split("\n")[:2]


def test_a_sentence_broken_behind_its_colon() -> None:
    """The browser broke the line a word early; a paragraph never begins so."""
    page = (
        "The harbour board of Tidewater sat for three hours, and at the end of it\nthere was one sentence in the minutes, which said all there was:\n"
        "the ferry is to sail until somebody finds the money for a bridge, or until\nit sinks, whichever of the two the board is to see first in its time.\n"
    )
    assert len(build_units(page + "\n" + page)[0]) == 2


def test_a_line_broken_behind_a_quotation_that_goes_on() -> None:
    """A comma before the closing mark ends no paragraph, though the next word would have fitted."""
    wrapped = textwrap.fill(" ".join([PARAGRAPH.strip()] * 4), 72)
    quoted = '"In October a ferry sails. In April, at midnight, it does not,"\nQuill said. "The man put the bell in his pocket and sewed it shut."'
    assert [unit.text for unit in build_units(f"{wrapped}\n\n{quoted}\n\n{wrapped}")[0]][1] == quoted.replace("\n", " ")


def test_a_rule_goes_on_with_nothing() -> None:
    """It fills its line as a wrapped one does, and what stands below it is a line of its own."""
    wrapped = textwrap.fill(" ".join([PARAGRAPH.strip()] * 4), 72)
    page = f"{wrapped}\n\n{'-' * 70}\nHARBOUR          Saturday, 5th August 2000\n\n{wrapped}"
    assert "HARBOUR Saturday, 5th August 2000" in [unit.text for unit in build_units(page)[0]]
