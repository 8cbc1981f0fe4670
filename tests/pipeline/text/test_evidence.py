"""What weighed most in the choice of each line, as `explain` says it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from pipeline.text import evidence
from pipeline.text.clean import clean_text
from pipeline.text.evidence import AROUND, COLUMNS, PLAIN, STRONGEST, find_evidence
from pipeline.text.features import NAMES
from pipeline.text.prepare import prepare

PAGE: list[str] = json.loads((Path(__file__).parent / "cases" / "shapes.json").read_text(encoding="utf-8"))
DUMP = """Skip to content

The old ferry stays for another winter

The harbour council of Tidewater voted on Tuesday night to keep the old ferry line for another winter, against the advice of its own engineers.

Members said after the meeting that the islanders had no other way to reach the hospital once the road was under water.

Sign up for our newsletter

More from Harbour

Gulls return to the lower town
"""


def test_what_speaks_for_prose_and_against_a_teaser() -> None:
    """A paragraph is kept for its sentences, a teaser goes for where it stands."""
    fates = {fate.text[:10]: fate for fate in clean_text("\n\n".join(PAGE)).units}
    assert "+ 32 words, 1 sentence ends" in fates["The harbou"].evidence
    assert any("behind the main text" in e for e in fates["School reo"].evidence)


def test_every_line_that_was_judged_has_a_reason() -> None:
    """However little weighs in it."""
    fates = clean_text("\n\n".join(PAGE)).units
    assert all(fate.evidence for fate in fates if fate.action != "metadata")


def test_at_most_three_and_none_where_a_rule_decided() -> None:
    """Evidence is short, and the headline, which went to its column, has none."""
    fates = clean_text(DUMP).units
    assert all(len(fate.evidence) <= STRONGEST for fate in fates)
    assert all(fate.evidence == () for fate in fates if fate.action == "metadata")
    assert any(fate.evidence for fate in fates if fate.action == "keep")


def test_a_column_belongs_to_one_kind() -> None:
    """No number is counted as two kinds of evidence."""
    columns = [int(i) for kind in COLUMNS.values() for i in kind]
    assert len(columns) == len(set(columns)) <= len(NAMES)


def test_what_the_revision_adds_is_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is kept for the opinions of those around it alone says so first."""
    monkeypatch.setattr(evidence, "revise", lambda network, trees, rows: np.full(len(rows), 0.9999))
    found = find_evidence(prepare(DUMP))
    assert found[0][0] == f"+ {PLAIN[AROUND]}"


def test_nothing_to_explain() -> None:
    """An empty dump has no evidence."""
    assert find_evidence(prepare("\n\n")) == {}
