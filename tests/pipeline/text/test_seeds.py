"""The acceptance test of plain-text cleaning: five real archived pages, kept outside the project, against their gold."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from pipeline.text.clean import CleanedText, clean_text

SEEDS = Path(__file__).resolve().parents[3] / ".." / "shared" / "seeds"
NAMES = ("000_8a96a0d99522672b", "001_74c7904afb1fae56", "002_48ed53464c0d5d8c", "003_cbfeac87300fb3b3", "004_e115608a15483730")
REMOVED = {
    "most_popular_list": {"most_popular", "duplicate", "marker", "teaser", "related"},
    "date_header+list_heading": {"most_popular", "date"},
    "related_list_tail": {"related", "duplicate", "marker"},
    "next_in_list": {"related"},
    "promo_follow_us": {"follow"},
    "ui_loading": {"ui"},
    "ui_comment_button": {"comment"},
    "breadcrumb": {"breadcrumb"},
    "duplicate_lede": {"duplicate"},
    "image_filename": {"image_name"},
    "author_box_heading": {"author_box"},
    "copyright": {"copyright"},
}
"""The gold's classes of removed lines, and the labels that say the same."""


def squeezed(text: str | None) -> str | None:
    """Text with white space made equal, which may differ."""
    return " ".join(text.split()) if text else None


@pytest.fixture(params=NAMES)
def seed(request: pytest.FixtureRequest) -> tuple[CleanedText, dict[str, Any]]:
    """A cleaned seed and its gold."""
    if not SEEDS.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{SEEDS}: the acceptance seeds must be there in CI")
        pytest.skip("the acceptance seeds (../shared/seeds) are not on this machine")
    name = f"{request.param}.txt"
    gold = json.loads((SEEDS / "gold.json").read_text(encoding="utf-8"))[name]
    return clean_text((SEEDS / name).read_text(encoding="utf-8")), gold


def test_body_paragraphs(seed: tuple[CleanedText, dict[str, Any]]) -> None:
    """The body is the gold's paragraphs, in order."""
    cleaned, gold = seed
    assert [squeezed(p) for p in cleaned.extracted.text.split("\n\n")] == [squeezed(p) for p in gold["body"]]


def test_columns(seed: tuple[CleanedText, dict[str, Any]]) -> None:
    """Every column holds what the gold has, or nothing where it has nothing."""
    cleaned, gold = seed
    found = cleaned.extracted
    assert squeezed(found.title) == gold["title"]
    assert squeezed(found.byline) == gold["byline"]
    assert list(found.authors) == gold["authors"]
    assert list(found.agencies) == ([gold["agency"].lower()] if gold["agency"] else [])
    assert squeezed(found.dateline) == (squeezed(gold["dateline"]["raw"]) if gold["dateline"] else None)
    assert found.section == gold["section"]
    assert found.original_source == gold["original_source"]
    assert found.outlet == gold["publisher"]
    assert found.bio == gold.get("author_bio")


def test_published(seed: tuple[CleanedText, dict[str, Any]]) -> None:
    """The publication time has the gold's day and precision, and no zone."""
    cleaned, gold = seed
    published = cleaned.extracted.published
    if gold["published"] is None:
        assert published is None
        return
    assert published is not None
    day, _, clock = gold["published"].partition("T")
    assert published.day.isoformat() == day
    assert (published.clock.strftime("%H:%M") if published.clock else "") == clock
    assert published.precision == ("minute" if clock else "day")
    assert published.utc_offset_minutes is None


def test_captions_and_embeds(seed: tuple[CleanedText, dict[str, Any]]) -> None:
    """Captions and posts are kept apart from the body, as printed."""
    cleaned, gold = seed
    assert [squeezed(c) for c in cleaned.extracted.captions] == [f"{c['text']} {c['credit']}" for c in gold["captions"]]
    assert len(cleaned.extracted.embeds) == len(gold["embeds"])
    for found, wanted in zip(cleaned.extracted.embeds, gold["embeds"], strict=True):
        text, signature = found.rsplit("\n", 1)
        assert squeezed(text) == squeezed(wanted["text"])
        assert wanted["handle"] in signature


def test_fate_of_every_line(seed: tuple[CleanedText, dict[str, Any]]) -> None:
    """Each raw line that is not blank is kept, removed or moved as the gold says, for a reason that means the same."""
    cleaned, gold = seed
    fates = {n: fate for fate in cleaned.units for n in range(fate.first_line, fate.last_line + 1)}
    for line in gold["lines"]:
        fate = fates[line["line"]]
        if line["label"] in REMOVED:
            assert fate.label in REMOVED[line["label"]], line
            assert fate.action in ("remove", "metadata"), line
        else:
            assert fate.action == line["action"], line
