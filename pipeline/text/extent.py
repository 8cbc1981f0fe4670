"""The chosen body's indices in, where its main stretch begins and ends, out."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.text.units import Unit

MAX_GAP = 10
"""Units between two of the body that part it: teasers far above or below the article are taken for body at times, and the
lines that sign and date an article stand by its main stretch."""


def main_stretch(units: Sequence[Unit], body: Sequence[int]) -> tuple[int, int]:
    """First and last unit of the body's longest stretch by characters.

    Args:
        units: All units of the dump.
        body: Indices of the body's units, in order; at least one.
    """
    best, longest = (body[0], body[-1]), -1
    first, size = body[0], 0
    for position, i in enumerate(body):
        size += len(units[i].text)
        last = position + 1 == len(body)
        if last or body[position + 1] - i > MAX_GAP:
            if size > longest:
                best, longest = (first, i), size
            if not last:
                first, size = body[position + 1], 0
    return best
