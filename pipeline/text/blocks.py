"""The units chosen for the body in; the same with the tables and lists out of which single rows had been left, out."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.text.prepare import Prepared

HOLE_SHARE = 0.5
"""Of the threshold, from which a unit in the middle of a block is kept with it: two of three of these are body by the gold."""
MIN_ROWS, MAX_ROWS, MAX_ROW_WORDS = 3, 60, 14
MIN_WITH_DIGITS = 0.6
"""Of the rows of a table or of a list of results."""
TABLE_SHARE = 0.25
"""Of the threshold, from which a table is kept whole where some of its rows are kept and so is what follows it. By
cross-validation the gold keeps 69 to 96 of 100 rows of such tables, of which the network kept 25 to 44."""
LIST_SHARE, MIN_BULLETS = 0.5, 0.7
"""The same of a list with bullets that what stands before and behind it is kept: the gold keeps 80 rows of 100 on 13 sites, the
network 69."""
DIGIT = re.compile(r"\d")


def with_whole_blocks(prepared: Prepared, chosen: NDArray[np.bool_], shares: NDArray[np.float64]) -> NDArray[np.bool_]:
    """The choice with whole blocks; a block is what stands between two blank lines, so that other dumps stay as they are.

    Args:
        prepared: The dump, taken apart.
        chosen: Which of its live units are body; shape (live units,).
        shares: The probability of each as a share of the threshold.
    """
    if len(chosen) < MIN_ROWS or not prepared.style.blank_separated:
        return chosen
    gap = np.array([prepared.units[i].gap for i in prepared.live])
    follows = (gap[1:] == 0) & (np.diff(prepared.live) == 1)
    whole = chosen.copy()
    whole[1:-1] |= chosen[:-2] & chosen[2:] & follows[:-1] & follows[1:] & (shares[1:-1] >= HOLE_SHARE)
    begins = [0, *(np.flatnonzero(~follows) + 1).tolist(), len(chosen)]
    for first, end in pairwise(begins):
        if (
            MIN_ROWS <= end - first <= MAX_ROWS
            and end < len(chosen)
            and chosen[end]
            and 0 < chosen[first:end].sum() < end - first
            and _is_one(prepared, first, end, shares[first:end].mean(), first > 0 and bool(chosen[first - 1]))
        ):
            whole[first:end] |= shares[first:end] > 0.0
    return whole


def _is_one(prepared: Prepared, first: int, end: int, share: float, amid: bool) -> bool:
    """Whether the rows are those of a table, or of a list amid the body."""
    units = [prepared.units[i] for i in prepared.live[first:end]]
    if share < TABLE_SHARE or max(unit.text.count(" ") for unit in units) >= MAX_ROW_WORDS:
        return False
    if amid and share >= LIST_SHARE and sum(unit.bullet for unit in units) >= MIN_BULLETS * len(units):
        return True
    return sum(DIGIT.search(unit.text) is not None for unit in units) >= MIN_WITH_DIGITS * len(units) and not any(
        unit.text.endswith((".", "!", "?")) for unit in units
    )
