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
from pipeline.text.signing import pick_signatures

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


STORY = (
    "The council of Tidewater voted on Tuesday to keep the old ferry for another winter, after a debate that went on until midnight.",
    "Mayor Rosa Finch said the boat would be painted before the first frost and that its engine would be looked at by a yard.",
    "The opposition had wanted to sell it, since the bridge that opened in May carries most of the traffic across the sound.",
)


def test_a_place_is_passed_over_for_a_name_that_lists_know() -> None:
    """Two bare names stand beside dates: the district's and the writer's."""
    head = (
        "Região Serrana",
        "14/01/2011 07h48",
        "Padeiro atende trezentos por dia de graça em bairro isolado",
        "Juliana Petrucci",
    )
    assert "Região Serrana" not in clean_text("\n".join((*head, "14/01/2011 13h30", "", "\n\n".join(STORY)))).extracted.authors


def test_two_bare_names_one_below_the_other() -> None:
    """Both sign, also where the second alone would not be sure enough."""
    units = [
        Signature((i,), Byline(name, (name,), ()), BARE) for i, name in ((3, "Marie Poe"), (4, "Denis Quill"), (9, "Ann Reed"))
    ]
    chosen = pick_signatures(units, np.array([0.9, 0.35, 0.35]))
    assert [signature.units[0] for signature in chosen] == [3, 4]
