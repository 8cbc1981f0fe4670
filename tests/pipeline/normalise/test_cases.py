"""The normalisers against their case files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.normalise.error_page import error_message
from pipeline.normalise.iso_times import parse_iso
from pipeline.normalise.outlets import outlet_name
from pipeline.normalise.people import clean_authors
from pipeline.normalise.text_repair import repair_text
from pipeline.normalise.urls import canonical_url

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    rows = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["label"]) for row in rows]


@pytest.mark.parametrize("case", cases("text_repair"))
def test_repair_text(case: dict[str, Any]) -> None:
    """A defect is undone, what only looks like one stays, and mojibake is told."""
    repaired = repair_text(case["input"])
    assert (repaired.text, repaired.mojibake) == (case["expected"], case["mojibake"])


@pytest.mark.parametrize("case", cases("urls"))
def test_canonical_url(case: dict[str, Any]) -> None:
    """An address gets its canonical form, or None where it is none."""
    assert canonical_url(case["input"]) == case["expected"]


@pytest.mark.parametrize("case", cases("outlets"))
def test_outlet_name(case: dict[str, Any]) -> None:
    """The first name of an outlet is kept as printed, without what a page's head adds."""
    assert outlet_name(*case["input"]) == case["expected"]


@pytest.mark.parametrize("case", cases("people"))
def test_clean_authors(case: dict[str, Any]) -> None:
    """People stay in order; roles, outlets, agencies and user names go."""
    assert clean_authors(case["input"]) == tuple(case["expected"])


@pytest.mark.parametrize("case", cases("iso_times"))
def test_parse_iso(case: dict[str, Any]) -> None:
    """A machine-written time is read with its own zone and precision."""
    found = parse_iso(case["input"], "meta")
    read = found and [
        found.day.isoformat(),
        found.clock.isoformat() if found.clock else None,
        found.utc_offset_minutes,
        found.precision,
    ]
    assert read == case["expected"]


@pytest.mark.parametrize("case", cases("error_page"))
def test_error_message(case: dict[str, Any]) -> None:
    """What a server or a guard says in place of a page is told from news of such things."""
    assert (error_message(case["input"]) is not None) == case["expected"]
