"""The units around the headline in, the section of the site they name out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.text.beside import beside
from pipeline.text.forest import Floats, load_forest
from pipeline.text.lexicon import phrase_hits, tokens_of
from pipeline.text.section_candidates import section_candidates
from pipeline.text.section_features import NAMES, section_rows
from pipeline.text.title import Title
from pipeline.text.units import Unit

MODEL_FILE, PART = "section_model.npz", "section"
"""Written by `benchmarks/train_section.py`, which prints how often names from a probability on are right."""
ENOUGH = 0.5
ENOUGH_BACKED = 0.2
"""Of a name that the rules find, or that stands between blank lines right above the headline and in a menu or a list's head."""
ENOUGH_DEEPER = 0.3
"""Of a trail's later step, where an earlier one is likely: the trail leads to the later one."""
MIN_NAME_CHARS, MAX_NAME_CHARS, MAX_NAME_WORDS = 3, 30, 3
MIN_LINES_BETWEEN = 3
"""Of a name above the headline that the menu has too."""
SURE = 0.95
"""Of a name behind `Section:`, at the end of `You are here:` or of a trail from `Home` on: of 29 such trails all were right."""


def find_section(
    units: Sequence[Unit], title: Title | None, start: int, raw: Sequence[str] = ()
) -> tuple[str | None, tuple[int, ...]]:
    """The section printed at the headline: alone, before a date, in a trail, behind a label, in the page's name.

    Args:
        units: All units of the dump.
        title: The headline; without one no line can be told from a menu.
        start: Index of the body's first unit.
        raw: The dump's lines; empty: what the units have.

    Returns:
        The section as printed, and the units that name it.
    """
    candidates = section_candidates(units, title, start, raw) if title is not None else []
    if title is None:
        return None, ()
    if not candidates:
        return _repeated_entry(units, title.unit)
    rows = section_rows(candidates, units, title, start, raw)
    chances = load_forest(MODEL_FILE, PART, NAMES).probability(rows)
    home_first = rows[:, NAMES.index("home_first")] > 0
    ends = [
        c.kind == "label" or (c.kind == "step" and not c.from_end and (c.here or (home and c.arrows)))
        for c, home in zip(candidates, home_first, strict=True)
    ]
    chances = np.where(ends, np.maximum(chances, SURE), chances)
    backed = _parted(rows) | (rows[:, NAMES.index("by_rules")] > 0)
    chances = np.where(backed & (chances >= ENOUGH_BACKED), np.maximum(chances, ENOUGH), chances)
    best = int(np.argmax(chances))
    if chances[best] < ENOUGH:
        return _repeated_entry(units, title.unit)
    chosen = candidates[best]
    deeper = [
        c
        for c, chance in zip(candidates, chances.tolist(), strict=True)
        if c.unit == chosen.unit and c.kind == chosen.kind == "step" and c.from_end < chosen.from_end and chance >= ENOUGH_DEEPER
    ]
    chosen = min(deeper, key=lambda c: c.from_end, default=chosen)
    return chosen.name, (chosen.unit,)


def _parted(rows: Floats) -> NDArray[np.bool_]:
    """Which candidates stand between blank lines right above the headline, and elsewhere too."""

    def column(name: str) -> Floats:
        return rows[:, NAMES.index(name)]

    parted = (column("alone") > 0) & (column("above") == 1) & (column("gap") > 0) & (column("gap_behind") > 0)
    named = column("in_lines") + column("copies_above") + column("copies_below") + column("named_elsewhere") > 0
    plain = (column("control") == 0) & (column("digits") == 0) & (column("at_top") == 0)
    return np.asarray(parted & named & plain)


def _repeated_entry(units: Sequence[Unit], title: int) -> tuple[str | None, tuple[int, ...]]:
    """The name right above the headline that the menu far above has too, where what stands above it is none of the menu's.

    Where that is the menu's as well, the menu itself ends above the headline. Of ten annotated pages nine name their section so.
    """
    at = beside(units, title, -1, None)
    if at is None:
        return None, ()
    name, above = units[at].text, units[at - 1].text.casefold() if at else ""
    if not MIN_NAME_CHARS <= len(name) <= MAX_NAME_CHARS or name.count(" ") >= MAX_NAME_WORDS or not name[0].isalpha():
        return None, ()
    menu = [unit.text.casefold() for unit in units[1 : max(1, at - MIN_LINES_BETWEEN)]]
    if name.casefold() not in menu or (above and above in menu) or phrase_hits(tokens_of(name)):
        return None, ()
    return name, (at,)
