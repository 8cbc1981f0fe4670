"""A document's units in, how many characters of each kind every unit has out: counted over the whole text at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]

MAX_UNIT_CHARS = 200_000
"""A longer unit is judged by its head: no paragraph, at most a whole page on one line, comes near this."""
HEAD_CHARS = 400
"""Capitals and digits are counted in a unit's first characters."""
KINDS: dict[str, str] = {
    "comma": ",、",
    "quote": '“”"„«»「」',
    "bar": "|»›",
    "at": "@",
    "curly": "’“",
    "straight": "'\"",
    "slash": "/",
    "space": " \n",
}
CJK_RANGES = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF))
_BMP = 0x10000


@cache
def _table(kind: str) -> NDArray[np.bool_]:
    """Which of the characters of the basic plane are of a kind; shape (65536,)."""
    out = np.zeros(_BMP, np.bool_)
    if kind == "upper":
        out[[i for i in range(_BMP) if chr(i).isupper()]] = True
    elif kind == "digit":
        out[[i for i in range(_BMP) if chr(i).isdigit()]] = True
    elif kind == "cjk":
        for first, last in CJK_RANGES:
            out[first : last + 1] = True
    else:
        out[[ord(c) for c in KINDS[kind]]] = True
    return out


class Characters:
    """The characters of a document's units, ready to be counted by kind."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Takes the units' wordings; none holds a line break."""
        cut = [t if len(t) <= MAX_UNIT_CHARS else t[:MAX_UNIT_CHARS] for t in texts]
        self.joined = "\n".join(cut)
        codes = np.frombuffer(self.joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        self._codes = np.minimum(codes, _BMP - 1).astype(np.uint16)
        self.length = np.fromiter(map(len, cut), np.int64, len(cut))
        self._end = np.cumsum(self.length + 1) - 1
        self._start = self._end - self.length

    def count(self, kind: str, most: int | None = None) -> Counts:
        """Characters of a kind in each unit, or in each unit's first `most`; shape (units,).

        Args:
            kind: A key of `KINDS`, or `upper`, `digit`, `cjk`.
            most: Characters of a unit that are looked at.
        """
        return self._sum(self._is(kind), most)

    def capital_share(self) -> Counts:
        """Share of the words that begin with a capital letter."""
        begins = ~self._is("space")
        begins[1:] &= self._is("space")[:-1]
        share: Counts = self._sum(begins & self._is("upper"), None) / np.maximum(1.0, self._sum(begins, None))
        return share

    def spaced_slashes(self) -> Counts:
        """Slashes that stand between blanks, as in a path of sections."""
        if "/" not in self.joined:
            return np.zeros(len(self.length))
        alone = self._is("slash")
        space = self._codes == ord(" ")
        alone[1:] &= space[:-1]
        alone[:-1] &= space[1:]
        return self._sum(alone, None)

    def matches(self, pattern: re.Pattern[str]) -> Counts:
        """How often a pattern, which must not cross a line break, matches in each unit."""
        at = np.fromiter((m.start() for m in pattern.finditer(self.joined)), np.int64)
        return np.asarray(np.bincount(np.searchsorted(self._end, at), minlength=len(self.length)), np.float64)

    def _is(self, kind: str) -> NDArray[np.bool_]:
        return _table(kind)[self._codes]

    def _sum(self, mask: NDArray[np.bool_], most: int | None) -> Counts:
        total = np.zeros(len(mask) + 1, np.int32)
        np.cumsum(mask, out=total[1:])
        end = self._end if most is None else np.minimum(self._end, self._start + most)
        return np.asarray(total[end] - total[self._start], np.float64)
