"""Other wordings of a line that may be the headline, and how sure the best one must be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.text.headline_cuts import headline_cuts, lines_alone
from pipeline.text.title import is_enough

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "headline_cuts.json").read_text(encoding="utf-8"))
PAGE = ("True Tides", "Ada Inkwell", "Home", "Gulls return to the lower town")


@pytest.mark.parametrize("case", [pytest.param(c, id=c["label"]) for c in CASES])
def test_what_is_glued_to_a_headline_is_cut_off(case: dict[str, Any]) -> None:
    """On a page that prints a section, a writer, a button and another headline alone."""
    assert [cut.text for cut in headline_cuts(case["input"], lines_alone(PAGE))] == case["expected"]


@pytest.mark.parametrize(
    ("chance", "is_set", "taken"), [(0.95, False, True), (0.5, True, True), (0.5, False, False), (0.1, True, False)]
)
def test_a_line_set_as_headlines_are_is_taken_sooner(chance: float, is_set: bool, taken: bool) -> None:
    """A byline or a date below a line speaks for it where its own probability does not settle the matter."""
    assert is_enough(chance, lambda: is_set) is taken
