"""Columns of numbers in, their sums over the units around each one out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FARTHEST = 20
"""The farthest end of a sum."""


class Sums:
    """Sums of columns over runs of units, each as the difference of two running sums."""

    def __init__(self, columns: Sequence[NDArray[np.generic]]) -> None:
        """Args: columns: Each of shape (units,)."""
        n = len(columns[0])
        self._units = n
        running = np.zeros((len(columns), n + 2 * FARTHEST + 1))
        inner = running[:, FARTHEST + 1 : FARTHEST + 1 + n]
        for k, column in enumerate(columns):
            inner[k] = column
        np.cumsum(inner, axis=1, out=inner)
        running[:, FARTHEST + 1 + n :] = inner[:, -1:]
        self._running = running

    def upto(self, column: int) -> NDArray[np.float64]:
        """The running sum of a column, from 0 before the first unit; shape (units + 1,)."""
        return self._running[column, FARTHEST : FARTHEST + self._units + 1]

    def around(self, first: int, last: int, columns: slice = slice(None)) -> NDArray[np.float64]:
        """For each unit the sums over those that stand `first` to `last` behind it (negative: before it); its ends count as 0.

        Returns:
            Shape (columns, units).
        """
        low, high = FARTHEST + first, FARTHEST + last + 1
        return self._running[columns, high : high + self._units] - self._running[columns, low : low + self._units]
