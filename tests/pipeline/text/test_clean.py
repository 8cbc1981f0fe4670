"""Cleaning whole dumps: the article, its columns, and what became of each line."""

from __future__ import annotations

import json
import time
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import ftfy.bad_codecs  # noqa: F401 - registers the code pages as programs read them
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.clean import clean_text
from pipeline.text.raw_lines import raw_lines
from pipeline.text.reasons import REASONS
from schemas.records import Hints

CASES = Path(__file__).parent / "cases"
MAX_CPU_S = 2.0
"""The promise for hostile sizes, with room for a busy machine."""


def load(name: str) -> list[dict[str, Any]]:
    """The cases of one file."""
    loaded: list[dict[str, Any]] = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def columns(text: str) -> dict[str, Any]:
    """The article's columns as the case files write them."""
    found = clean_text(text).extracted
    published = found.published
    return {
        **{
            name: getattr(found, name)
            for name in (
                *("text", "title", "description", "byline", "dateline", "agency_evidence"),
                *("outlet", "section", "original_source"),
            )
        },
        **{name: list(getattr(found, name)) for name in ("authors", "agencies", "captions", "embeds")},
        "published": published.day.isoformat() if published else None,
        "precision": published.precision if published else None,
    }


@pytest.mark.parametrize("case", [pytest.param(c, id=c["label"]) for c in load("clean")])
def test_columns(case: dict[str, Any]) -> None:
    """Each line goes where it belongs."""
    found = columns(case["input"])
    assert {name: found[name] for name in case["expected"]} == case["expected"]


@pytest.mark.parametrize("case", [pytest.param(c, id=c["label"]) for c in load("fates")])
def test_labels(case: dict[str, Any]) -> None:
    """Each line is labelled for a person."""
    labels = {fate.text: fate.label for fate in clean_text(case["input"]).units}
    assert {text: labels.get(text) for text in case["expected"]} == case["expected"]


@pytest.mark.parametrize("case", [pytest.param(c, id=c["label"]) for c in load("clean")])
def test_cleaning_twice_is_cleaning_once(case: dict[str, Any]) -> None:
    """The cleaned text, cleaned again, stays as it is."""
    once = clean_text(case["input"]).extracted.text
    assert clean_text(once).extracted.text == once


@settings(max_examples=60)
@given(st.lists(st.one_of(st.text(max_size=40), st.sampled_from([c["input"] for c in load("clean")])), max_size=6))
def test_any_text_is_cleaned_and_covered(parts: list[str]) -> None:
    """No text raises; each raw line has a fate with a known label and a confidence between 0 and 1."""
    text = "\n".join(parts)
    fates = clean_text(text).units
    covered = {n for f in fates for n in range(f.first_line, f.last_line + 1)}
    assert {n for n, line in enumerate(raw_lines(text), 1) if line.strip()} <= covered
    assert all(f.label in REASONS and f.action in ("keep", "remove", "metadata") and 0 <= f.confidence <= 1 for f in fates)


def test_labels_of_databases_and_mail_are_no_wording() -> None:
    """`Subject:` and `BYLINE:` stand before what they name."""
    page = next(c["input"] for c in load("clean") if c["label"] == "headline, byline, date and menu")
    title, byline = "Council keeps the old ferry for another winter", "By Ada Inkwell"
    labelled = page.replace(title, f"Subject: Re: {title}").replace(byline, "BYLINE: Ada Inkwell, Staff Writer")
    found = clean_text(labelled).extracted
    assert (found.title, found.authors) == (title, ("Ada Inkwell",))


def test_language_hint() -> None:
    """A language given from outside is taken with its region."""
    case = next(c for c in load("clean") if c["label"] == "German page")
    assert clean_text(case["input"], hints=Hints(language="de-AT")).extracted.authors == ("Ada Tinte",)


@pytest.mark.parametrize("code_page", ["latin-1", "sloppy-windows-1252", "cp437"])
def test_a_page_read_in_a_wrong_code_page(code_page: str) -> None:
    """Title, byline and body are found as in the page itself, on the same raw lines, and the article tells of it."""
    page = (
        next(c["input"] for c in load("clean") if c["label"] == "headline, byline, date and menu")
        .replace("By Ada Inkwell", "By Zoë Brånd")
        .replace("old ferry", "old “Måsvåg” ferry")
    )
    whole, garbled = clean_text(page), clean_text(page.encode().decode(code_page))
    assert garbled.extracted == replace(whole.extracted, quality_flags=("mojibake",))
    assert [(f.first_line, f.label) for f in garbled.units] == [(f.first_line, f.label) for f in whole.units]


def test_letters_and_accents_taken_apart() -> None:
    """Old Macs wrote them as two characters each: no list of words has them so, and the columns hold them composed."""
    page = next(c for c in load("clean") if c["label"] == "German page")["input"]
    assert clean_text(unicodedata.normalize("NFD", page)).extracted == clean_text(page).extracted


HEBREW = (
    "דף הבית\nחדשות\nספורט\n\nגשר חדש מעל הנהר נפתח אחרי עשרים שנות המתנה\n\nמאת: נועה ברקאי\n12 במרץ 2024, 10:30\n\n"
    "ראש עיריית חולות פתח ביום שלישי את הגשר החדש מעל הנהר. התושבים דרשו את הגשר במשך עשרים שנה, ועד היום היו צריכים לחצות"
    " את הנהר בסירה.\n\nראש העירייה אמר כי הגשר יקצר את הדרך של התלמידים והסוחרים, וכי הוא יעזור לשוק שעל גדת הנהר.\n\n"
    "חלק מהדייגים חוששים שהתנועה הגוברת תפגע במזח הישן, שהוא מקור הפרנסה של מאתיים משפחות.\n\nמדיניות פרטיות\nתנאי שימוש\n"
)


def test_marks_of_direction_hide_no_byline() -> None:
    """Browsers write them around names and dates; without them the same page reads the same."""
    marked = HEBREW.replace("מאת: נועה ברקאי", "\u200fמאת: \u200eנועה ברקאי\u200f").replace("2024, ", "2024,\u200e \u202b")
    assert clean_text(HEBREW).extracted.authors == ("נועה ברקאי",)
    assert clean_text(marked).extracted == clean_text(HEBREW).extracted


@pytest.mark.parametrize(
    "notice", ["To continue reading this article, subscribe or log in", "This article is for subscribers only."]
)
def test_an_article_that_the_page_cut_tells_of_it(notice: str) -> None:
    """The notice is no body, but what it says is of the article; further down it is of another one."""
    page = next(c["input"] for c in load("clean") if c["label"] == "headline, byline, date and menu")
    cut = clean_text(page.replace("\n\nMost read", f"\n\n{notice}\n\nMost read")).extracted
    assert cut.quality_flags == ("paywall",)
    assert notice not in cut.text
    assert clean_text(f"{page}\n\n{notice}").extracted.quality_flags == ()


def test_a_garbled_menu_says_nothing_of_the_article() -> None:
    """The flag is of what is kept."""
    page = next(c["input"] for c in load("clean") if c["label"] == "headline, byline, date and menu")
    assert clean_text("Caf\u00c3\u00a9\n" + page).extracted.quality_flags == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The council voted for the old ferry. " * 135_000, id="five megabytes on one line"),
        pytest.param("WordWord." * 550_000, id="five megabytes glued"),
        pytest.param("in 2019Abc " * 12_000, id="a hundred kilobytes glued at years"),
        pytest.param("[" * 2_500_000 + "](" * 1_250_000, id="brackets"),
        pytest.param("<" * 5_000_000, id="five megabytes of signs that begin tags"),
        pytest.param("\n".join(f"Line number {i} of the list" for i in range(10_000)), id="ten thousand short lines"),
        pytest.param("\n" * 1_000_000, id="a million blank lines"),
    ],
)
def test_hostile_sizes_take_linear_time(text: str) -> None:
    """No shape of input makes cleaning slow."""
    begin = time.process_time()
    clean_text(text)
    assert time.process_time() - begin < 2 * MAX_CPU_S


def test_the_head_of_an_old_newspaper() -> None:
    """The paper's name and day date the article and are no headline; a deck in capitals is one line, dateline and sentence part."""
    deck = "ELEVEN PERSONS HURT, NONE\nSERIOUSLY."
    lead = "TIDEWATER, March 13.-(Special.)-The steam ferry Annie Rowe struck the north pier in a heavy fog this morning."
    more = "Captain Josiah Lund said that he had heard the bell upon the pier only when it was under his bow."
    last = "The harbour board will meet on Monday to inquire why the fog horn was not sounded in the night."
    cleaned = clean_text(
        f"THE TIDAL POST, SATURDAY, MARCH 14, 1931.  3\n\nFERRY STRIKES PIER IN FOG.\n\n{deck}\n\n{lead}\n\n{more}\n\n{last}\n"
    )
    found = cleaned.extracted
    assert found.dateline == "TIDEWATER, March 13.-(Special.)-"
    assert found.published is not None and found.published.day.isoformat() == "1931-03-14"
    assert "TIDAL POST" not in (found.title or "")
    assert "ELEVEN PERSONS HURT, NONE SERIOUSLY." in [unit.text for unit in cleaned.units]
