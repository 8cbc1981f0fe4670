"""A unit's place in, the nearest unit with wording before or behind it out; lone bullets and rules may stand between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from pipeline.text.units import Unit

Otherwise = TypeVar("Otherwise", int, None)


def beside(units: Sequence[Unit], i: int, reach: int, otherwise: Otherwise) -> int | Otherwise:
    """Index of the nearest unit with wording before or behind another.

    Args:
        units: All units of the dump.
        i: Index of the unit.
        reach: Units that are looked at: those behind it, those before it where negative.
        otherwise: What is returned where none of these has wording.
    """
    step = 1 if reach > 0 else -1
    if 0 <= i + step < len(units) and units[i + step].text:
        return i + step  # nearly always
    for j in range(i + step, max(-1, min(len(units), i + reach + step)), step):
        if units[j].text:
            return j
    return otherwise


def wording_beside(units: Sequence[Unit], i: int, reach: int) -> str:
    """The wording of `beside`; empty where there is none."""
    j = beside(units, i, reach, None)
    return "" if j is None else units[j].text
