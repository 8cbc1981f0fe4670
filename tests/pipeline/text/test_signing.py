"""Who of those named around a story wrote it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.text.clean import clean_text

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "signing.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [pytest.param(c, id=c["label"]) for c in CASES])
def test_authors(case: dict[str, Any]) -> None:
    """Those who wrote are authors; who edited, helped or took pictures is none."""
    assert list(clean_text(case["input"]).extracted.authors) == case["authors"]


def test_a_guest_authors_note_is_no_paragraph() -> None:
    """What tells of the author stands in `bio`, not in the text."""
    case = next(c for c in CASES if c["label"] == "a guest author's note")
    found = clean_text(case["input"]).extracted
    assert found.bio is not None
    assert found.bio not in found.text
