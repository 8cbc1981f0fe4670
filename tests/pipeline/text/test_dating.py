"""Which of a page's dates is the story's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.text.clean import clean_text

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "dating.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [pytest.param(c, id=c["label"]) for c in CASES])
def test_published(case: dict[str, Any]) -> None:
    """The story's own date is taken; another's, or none, gives none."""
    published = clean_text(case["input"]).extracted.published
    assert (published.day.isoformat() if published else None) == case["published"]
