"""Datelines on lines of their own, between the headline and the first paragraph."""

from __future__ import annotations

import pytest

from pipeline.marks.dateline_alone import parse_dateline_line
from pipeline.text.dateline_above import dateline_above
from pipeline.text.units import build_units

STORY = (
    "The council voted on Tuesday to keep the old ferry for another winter, after two hundred people in Sandquay had asked it to.",
    "The ferry was built in 1921 and has been repaired so often that its captain says only the bell is old.",
)


def found(*between: str, labels: dict[int, str] | None = None) -> str | None:
    """The dateline of a dump with these lines below its headline, none of which is body."""
    units, _ = build_units("\n\n".join(("Council keeps the old ferry", *between, *STORY)))
    start = next(i for i, unit in enumerate(units) if unit.text == STORY[0])
    dateline = dateline_above(units, start, 0, labels or {}, STORY, [])
    return dateline[1].raw if dateline is not None else None


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("By Ada Quill", "SANDQUAY (AA) -"), "SANDQUAY (AA) -"),
        (("By Ada Quill", "SANDQUAY", "-"), "SANDQUAY"),
        (("SANDQUAY NARROWS, Ont.", "The Tidal Globe", "Published March 23, 2016"), "SANDQUAY NARROWS, Ont."),
        (("Ada Quill", "Sandquay, August 12, 2016 00:32 IST", "Print"), "Sandquay"),
        (("Sandquay | Updated: May 21, 2026 07:51 IST",), "Sandquay"),
        (("Ada Quill", "London 25 MAY 2015 - 13:27 CEST"), "London"),
        (("30.10.08 - ADA QUILL | SANDQUAY",), "SANDQUAY"),
    ],
)
def test_a_place_between_headline_and_body(lines: tuple[str, ...], expected: str) -> None:
    assert found(*lines) == expected


@pytest.mark.parametrize(
    "lines",
    [
        ("Posted May 21, 2026 07:51 IST",),
        ("Added 14 October 2021, 8:30 PM",),
        ("Last | Updated: May 21, 2026 07:51 IST",),
        ("Sandquay, August 12, 2016",),  # where and when a paper appears
        ("SANDQUAY", "Share this story"),
        ("TRANSPORT",),
        ("(Sandquay)",),
        ("MAYOR, Ont",),
        ("Ada Quill / SANDQUAY (AA)",),
    ],
)
def test_what_is_none(lines: tuple[str, ...]) -> None:
    assert found(*lines) is None


def test_a_line_that_is_something_else_already() -> None:
    assert found("SANDQUAY (AA) -", labels={1: "caption"}) is None


def test_an_agency_behind_a_place_alone_on_its_line() -> None:
    dateline = parse_dateline_line("SANDQUAY, 12 mars (AFP) -")
    assert dateline is not None
    assert (dateline.place, dateline.agencies, dateline.day) == ("SANDQUAY", ("afp",), "12 mars")
    assert parse_dateline_line("Ferry strike (AFP)") is None
