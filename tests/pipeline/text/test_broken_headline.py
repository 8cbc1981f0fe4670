"""Headlines that a typesetter broke over several lines."""

from __future__ import annotations

import pytest

from pipeline.text.broken_headline import broken_headlines
from pipeline.text.clean import clean_text
from pipeline.text.title import bare
from pipeline.text.units import build_units

STORY = """\
TIDEWATER - The council voted on Tuesday to keep the old ferry for another winter, after two hundred people had filled the hall
and asked it to.

The ferry was built in 1921 and has been repaired so often that its captain, Ada Quayle, says only the bell is old.

A new one would cost the town 4 million crowns, which the council said it did not have and would not borrow.
"""


def wordings(text: str, line: int = 1) -> list[tuple[str, int]]:
    """The headlines that begin in the unit of a raw line."""
    units, _ = build_units(text)
    (first,) = (i for i, unit in enumerate(units) if unit.first_line == line)
    return list(broken_headlines(units, first))


def test_each_line_may_be_the_last() -> None:
    text = f"Old Ferry to Be Kept for Another\nWinter After Two Hundred People\nFill the Hall\n\nBy Ada Inkwell\n\n{STORY}"
    assert wordings(text) == [
        ("Old Ferry to Be Kept for Another Winter After Two Hundred People", 2),
        ("Old Ferry to Be Kept for Another Winter After Two Hundred People Fill the Hall", 3),
    ]


@pytest.mark.parametrize(
    "below",
    [
        pytest.param("By Ada Inkwell", id="a byline"),
        pytest.param("Ada Inkwell", id="a name"),
        pytest.param("14 March 2003", id="a day"),
        pytest.param("di Ada Inkwell", id="a byline in lower case"),
        pytest.param("Sun Mar 2, 3:04 PM ET", id="a time without a year"),
        pytest.param("TOWN AND COUNTRY NEWS", id="another case"),
        pytest.param("* Council says no money for another", id="a list"),
        pytest.param("\nWinter comes early to the harbour", id="a blank line between"),
    ],
)
def test_what_is_no_further_line(below: str) -> None:
    assert wordings(f"Old ferry to be kept for another\n{below}\n\n{STORY}") == []


@pytest.mark.parametrize("slug", ["TOWN-FERRY-WINTER", "R CRO S0A QBXB"])
def test_a_slug_is_no_first_line(slug: str) -> None:
    assert wordings(f"{slug}\nOLD FERRY TO BE KEPT FOR ANOTHER WINTER\n\n{STORY}") == []


@pytest.mark.parametrize(
    "above", ["新闻中心 国内 国际 社会 军事 评论 图片 体育 娱乐 财经", "Tidewater > Harbour > Ferries and boats"]
)
def test_a_menu_or_a_trail_is_no_first_line(above: str) -> None:
    below = "货车侧翻撒落十吨苹果 百余村民看守一夜" if above[0] == "新" else "Old ferry to be kept for another winter"
    assert wordings(f"{above}\n{below}\n\n{STORY}") == []


def test_a_line_in_lower_case_is_no_headline_of_its_own() -> None:
    text = f"The Tidal Post\n\nOld ferry to be kept for another\nwinter, with its bell and crew\n\nBy Ada Inkwell\n\n{STORY}"
    assert clean_text(text).extracted.title == "Old ferry to be kept for another winter, with its bell and crew"


@pytest.mark.parametrize("behind", [" =", "<", " http://post.example/ferry?ref=rss http://post.example/ferry", " © Jo Lens"])
def test_what_stands_behind_a_headline(behind: str) -> None:
    """A wire's sign, a feed's links, a picture's credit."""
    assert bare("Old ferry to be kept" + behind) == "Old ferry to be kept"


def test_a_sentence_ends_a_headline() -> None:
    assert wordings(f"Old ferry to be kept.\nCouncil says no money\n\n{STORY}") == []


def test_a_deck_in_sentence_case_begins_anew() -> None:
    assert wordings(f"Council keeps the old ferry afloat\nSecond winter without a bell for the harbour\n\n{STORY}") == []


def test_a_name_may_begin_the_next_line_behind_a_preposition() -> None:
    assert wordings(f"Council rings the old ferry bell for\nTidewater on Sunday evening\n\n{STORY}") != []


def test_a_menu_is_no_headline() -> None:
    entries = ("Town and country news", "Weather on the coast", "Letters to the editor", "Births and deaths", "Tide tables")
    menu = "\n".join((*entries, "Houses for sale", "Our history"))
    assert wordings(f"{menu}\n\n{STORY}") == []


def test_all_lines_are_the_headline_and_none_is_body() -> None:
    text = f"The Tidal Post\n\n14 March 2003\n\nOld Ferry to Be Kept for Another\nWinter as Council Finds No Money\n\nBy Ada Inkwell\n\n{STORY}"
    cleaned = clean_text(text)
    assert cleaned.extracted.title == "Old Ferry to Be Kept for Another Winter as Council Finds No Money"
    assert "No Money" not in cleaned.extracted.text.split("\n\n")[0]
    assert [fate.label for fate in cleaned.units if fate.first_line in (5, 6)] == ["title", "title"]
    assert cleaned.extracted.authors == ("Ada Inkwell",)
