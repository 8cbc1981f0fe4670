"""What case files cannot say: linear time, the data files, the hand-over record, real pages."""

from __future__ import annotations

import json
import os
import time
import tomllib
from datetime import date
from pathlib import Path

import pytest

from pipeline.marks.agencies import AGENCIES_FILE, agencies_in, agency_id
from pipeline.marks.bio import parse_bio
from pipeline.marks.byline import parse_byline, split_glued_byline
from pipeline.marks.calendar_names import LANGUAGES, month_number, weekdays_named
from pipeline.marks.caption import parse_caption
from pipeline.marks.credit import parse_credit, split_trailing_credit
from pipeline.marks.dateline import split_dateline
from pipeline.marks.dateline_regional import dateline_of_service
from pipeline.marks.dates import find_dates, parse_date_line, to_published_time
from pipeline.marks.embeds import looks_like_post, parse_post_signature
from pipeline.marks.name_first import people_on_line
from pipeline.marks.original_source import parse_original_source

SEEDS = Path(__file__).resolve().parents[3] / ".." / "shared" / "seeds"

LINE_PARSERS = (
    agencies_in,
    find_dates,
    looks_like_post,
    parse_bio,
    parse_byline,
    parse_caption,
    parse_credit,
    parse_date_line,
    parse_original_source,
    parse_post_signature,
    people_on_line,
    split_dateline,
    split_glued_byline,
    split_trailing_credit,
)

HOSTILE = (
    "By ",
    "Jane Doe ",
    "A B ",
    "03.11.",
    "1/1/",
    "Nov 3 ",
    "(AP ",
    "— ",
    "Photo: a ",
    "© A/",
    "Reporting by A B, ",
    "(@a) ",
    "  ",
)

MAX_SECONDS = 0.5
"""A line of 60,000 characters takes 5 ms; a pattern that backtracks takes minutes."""


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_repetitive_lines_take_linear_time(piece: str) -> None:
    """No parser backtracks on a line made to provoke it, short enough to pass the length checks or far too long."""
    month_number("May")
    for length in (190, 480, 60_000):
        line = "Jane Doe " + piece * (length // len(piece)) + "x"
        for parse in LINE_PARSERS:
            started = time.process_time()
            parse(line)
            assert time.process_time() - started < MAX_SECONDS, (parse.__name__, length)


def test_no_spelling_belongs_to_two_agencies() -> None:
    """Each spelling of the agencies file leads to its own agency."""
    entries = tomllib.loads(AGENCIES_FILE.read_text(encoding="utf-8"))
    for identifier, entry in entries.items():
        for name in (*entry.get("names", ()), *entry.get("short", ())):
            assert agency_id(name) == identifier, name


def test_months_and_weekdays_are_known_in_many_languages() -> None:
    """CLDR's tables are read for at least fifteen languages."""
    assert len(LANGUAGES.split()) >= 15
    words = (
        "November",
        "novembre",
        "noviembre",
        "novembro",
        "ноября",
        "listopada",
        "kasım",
        "marraskuuta",
        "نوفمبر",
        "नवंबर",
        "Νοεμβρίου",
    )
    assert [month_number(word) for word in words] == [11] * len(words)
    assert weekdays_named("mercredi") == frozenset({2})


def test_found_date_becomes_a_published_time() -> None:
    """The hand-over keeps day, clock, zone, precision and the printed form."""
    found = parse_date_line("Published: Nov 3, 2024 10:30 am EST")
    assert found is not None
    published = to_published_time(found)
    assert (published.day, published.precision, published.source) == (date(2024, 11, 3), "minute", "text")
    assert (published.raw, published.utc_offset_minutes) == ("Nov 3, 2024 10:30 am EST", -300)


@pytest.mark.skipif(not SEEDS.exists() and os.environ.get("CI") != "true", reason="the shared seeds are not beside this checkout")
def test_marks_of_the_seeds_are_read() -> None:
    """Datelines, bylines, credits, captions, sources, notes and dates of the five real pages are what their gold says."""
    gold = json.loads((SEEDS / "gold.json").read_text(encoding="utf-8"))
    for name, page in gold.items():
        lines = (SEEDS / name).read_text(encoding="utf-8").splitlines()
        datelines = [found for line in lines if (found := split_dateline(line)) is not None]
        assert [(found.raw, found.place, found.credit) for found in datelines] == (
            [(page["dateline"]["raw"], page["dateline"]["place"], page["dateline"]["credit"])] if page["dateline"] else []
        )
        sources = [found for line in lines if (found := parse_original_source(line))]
        assert sources == [page["original_source"]] * bool(page["original_source"])
        credits = [found for line in lines if (found := parse_credit(line)) is not None]
        if "reporting" in page["credits"]:
            assert [(list(found.reporters), list(found.editors)) for found in credits] == [
                (page["credits"]["reporting"], page["credits"]["editing"])
            ]
        dated = [found for line in lines if (found := parse_date_line(line)) is not None]
        if page["published"]:
            assert {str(found.day) for found in dated} == {page["published"][:10]}
        captions = [found.credit for line in lines if (found := parse_caption(line)) is not None]
        assert captions == [caption["credit"] for caption in page["captions"]]
        signatures = [found.handle for line in lines if (found := parse_post_signature(line)) is not None]
        assert signatures == [embed["handle"] for embed in page["embeds"]]
        glued = [found for line in lines if (found := split_glued_byline(line)) is not None]
        assert [found[0] for found in glued] == [page["title"]] * (page["byline"] is not None)
        notes = [found for line in lines if (found := parse_bio(line)) is not None]
        assert notes == page["authors"] * ("author_bio" in page)


@pytest.mark.parametrize(
    ("signed", "place"), [("Anil Rao, TNN | Mar 3, 2014", "VELANGUDI"), ("Staff Reporter", "VELANGUDI"), ("By Anil Rao", None)]
)
def test_a_town_before_a_colon_is_a_dateline_where_an_indian_service_signs(signed: str, place: str | None) -> None:
    """Elsewhere a word in capitals before a colon is a kicker."""
    found = dateline_of_service("VELANGUDI: The council voted on Tuesday to keep the old ferry for another winter.", signed)
    assert (found.place if found else None) == place


def test_a_long_paragraph_of_capitals_is_read_at_once() -> None:
    """No pattern of a region's datelines looks at a paragraph more than once."""
    began = time.perf_counter()
    for text in ("ABC " * 50_000, "Abc, Pue " * 20_000, "Abc-" * 50_000, "Abc (" * 40_000, "A.-" * 50_000):
        assert split_dateline(text) is None
    assert time.perf_counter() - began < 1
