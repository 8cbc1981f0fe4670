"""One page in the shapes that archives hold it in: its paragraphs are the same ones."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.text.clean import clean_text
from pipeline.text.fields import split_fields, split_page
from pipeline.text.run_on import split_run_on

PAGE: list[str] = json.loads((Path(__file__).parent / "cases" / "shapes.json").read_text(encoding="utf-8"))
"""A line each."""
BODY = PAGE[7:15]
WIDTH = 60


def justified() -> str:
    """Broken lines with even margins, a blank line between paragraphs."""
    out = []
    for line in PAGE:
        for part in textwrap.wrap(line, WIDTH):
            gaps = part.count(" ")
            wider = WIDTH - len(part) if len(part) > WIDTH * 3 // 4 else 0
            out.append(part.replace(" ", "  ", wider) if wider < gaps else part)
        out.append("")
    return "\n".join(out)


SHAPES: dict[str, Callable[[], str]] = {
    "lines": lambda: "\n".join(PAGE),
    "tabs": lambda: "\t".join(PAGE),
    "form feeds": lambda: "\f".join(PAGE),
    "two blanks": lambda: "  ".join(PAGE),
    "bars": lambda: " | ".join(PAGE),
    "line ends written out": lambda: "\\n".join(PAGE),
    "line ends of Windows written out": lambda: "\\r\\n".join(PAGE),
    "a string of JSON": lambda: json.dumps("\n".join(PAGE)),
    "tags, one line": lambda: "<br>".join(PAGE),
    "tags at line ends": lambda: "<br />\n".join(PAGE),
    "tags around lines": lambda: "\n".join(f"<p>{line}</p>" for line in PAGE),
    "pilcrows": lambda: "¶\n".join(PAGE),
    "quoted by a mail program": lambda: "\n".join(f"> {line}" for line in PAGE),
    "quoted and set in": lambda: "\n".join(f">   {line}" for line in PAGE),
    "numbered": lambda: "\n".join(f"{n:4d}  {line}" for n, line in enumerate(PAGE, 1)),
    "justified": justified,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_paragraphs_are_those_of_the_page(shape: str) -> None:
    """What stands for a line's end is found, whatever it is."""
    found = clean_text(SHAPES[shape]()).extracted
    assert found.text.split("\n\n") == BODY


def test_teletext_columns_are_undone() -> None:
    """Where a last line is full nothing tells that its paragraph ends; no word is lost."""
    found = clean_text("\n".join(textwrap.fill(line, 40) for line in PAGE)).extracted.text
    assert found.split() == " ".join(BODY).split()


@pytest.mark.parametrize("columns", [None, 72])
def test_a_page_joined_by_blanks_keeps_its_sentences(columns: int | None) -> None:
    """Nothing tells where its paragraphs ended: the body's sentences stay, in one paragraph, and the menu goes."""
    joined = " ".join(PAGE)
    found = clean_text(joined if columns is None else textwrap.fill(joined, columns)).extracted.text
    assert " ".join(BODY[1:]) in found
    assert "\n" not in found
    assert "Weather" not in found
    assert "All rights reserved" not in found


def test_sentences_of_a_joined_line() -> None:
    """An abbreviation, an initial and a full stop inside a name end none."""
    sentences = ["Mr. J. Quill of St. Ives came at 5 p.m. on Tuesday.", "“It rained,” he said.", "The U.S. Coast Guard agreed!"]
    assert split_run_on(" ".join(sentences * 30)) == tuple(sentences * 30)


def test_a_menu_on_a_joined_line_is_cut_off() -> None:
    """A dozen capitalised words are one piece; the prose behind them is another."""
    menu = " ".join(["World Sport Weather Opinion Business Culture Travel Science Health Law Cars Homes"] * 4)
    prose = "the council of the town met on the pier and it kept the old ferry for one more winter."
    pieces = split_run_on(f"{menu} {prose} " + f"The {prose} " * 20)
    assert pieces[:4] == ("World Sport Weather Opinion Business Culture Travel Science Health Law Cars Homes",) * 4
    assert pieces[4] == prose


def test_japanese_is_cut_at_its_full_stops() -> None:
    """No blanks follow them."""
    assert split_run_on("町議会は火曜日に開かれた。「渡し船は残る」と町長は述べた。" * 30)[:2] == (
        "町議会は火曜日に開かれた。",
        "「渡し船は残る」と町長は述べた。",
    )


def test_a_joined_japanese_page_gets_no_blanks() -> None:
    """Its sentences follow each other as they did."""
    story = "港町の議会は火曜日の夜に会合を開き、古い渡し船の運航をもう一冬続けることを決めたと町長が記者団に述べた。" * 2
    story += "島民には病院や学校へ行くほかの手段がないと議員らは会合のあとで説明し、反対派は橋を渡るバスを求めた。"
    story += "運航会社は来年の春に料金と時刻表を見直すと発表し、船体は灯台守がいたころから塗り直されていないと話した。"
    found = clean_text(story * 2).extracted.text
    assert found
    assert " " not in found


@pytest.mark.parametrize("text", ["A short line.  With two blanks.", "A paragraph of honest length. It has two sentences. " * 20])
def test_ordinary_paragraphs_stay_whole(text: str) -> None:
    """However they are set."""
    assert split_run_on(text.strip()) == (text.strip(),)
    assert split_page(text.strip()) == (text.strip(),)


def test_a_typists_two_blanks_join_no_lines() -> None:
    """They stand behind each sentence."""
    text = "The harbour council of Tidewater voted for the ferry.  " * 30
    assert split_page(text.strip()) == (text.strip(),)


def test_a_program_that_is_quoted_is_no_string() -> None:
    """One or two escapes are somebody's subject."""
    text = 'Print a line with printf("tide\\n") and the next with printf("ebb\\n").'
    assert split_fields(text) == (text,)
