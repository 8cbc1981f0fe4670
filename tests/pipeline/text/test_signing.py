"""Who of those named around a story wrote it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.marks.byline import Byline
from pipeline.text.clean import clean_text
from pipeline.text.signatures import BARE, Signature
from pipeline.text.signing import pick_signatures, signed_off
from pipeline.text.units import build_units

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


def test_a_place_is_passed_over_for_a_name_that_lists_know() -> None:
    """Two bare names stand beside dates: the district's and the writer's."""
    units = [Signature((i,), Byline(name, (name,), ()), BARE) for i, name in ((3, "Região Serrana"), (9, "Juliana Petrucci"))]
    assert pick_signatures(units, np.array([0.8, 0.76])) == units[1:]


def test_two_bare_names_one_below_the_other() -> None:
    """Both sign, also where the second alone would not be sure enough."""
    units = [
        Signature((i,), Byline(name, (name,), ()), BARE) for i, name in ((3, "Marie Poe"), (4, "Denis Quill"), (9, "Ann Reed"))
    ]
    chosen = pick_signatures(units, np.array([0.9, 0.35, 0.35]))
    assert [signature.units[0] for signature in chosen] == [3, 4]


@pytest.mark.parametrize(
    ("below", "chance", "people"),
    [
        ("Sarah Quill", 0.35, ["Sarah Quill"]),
        ("Sarah Quill", 0.2, []),
        ("Upper Harbour", 0.35, []),  # no list knows it for a given name
        ("More from the harbour", 0.35, []),  # another line stands between
    ],
)
def test_a_name_alone_right_below_a_story(below: str, chance: float, people: list[str]) -> None:
    """It signs what nobody else does."""
    units, _ = build_units(f"The council keeps the old ferry for another winter.\n\n{below}\n\nSarah Quill\n")
    named = below if below != "More from the harbour" else "Sarah Quill"
    at = max(i for i, unit in enumerate(units[:2] if named == below else units) if unit.text == named)
    candidate = Signature((at,), Byline(named, (named,), ()), BARE)
    found = signed_off([candidate], np.array([chance]), units, 0)
    assert [name for signature in found for name in signature.byline.authors] == people
