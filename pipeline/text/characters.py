"""A document's units in, how many characters of each kind every unit has out: counted over the whole text at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.scripts import CJK, code_points

Counts = NDArray[np.float64]

MAX_UNIT_CHARS = 200_000
"""A longer unit is judged by its head: no paragraph, at most a whole page on one line, comes near this."""
HEAD_CHARS = 400
"""Capitals and digits are counted in a unit's first characters."""
KINDS: dict[str, str] = {
    "comma": ",、，،",
    "quote": '“”"„«»「」',
    "bar": "|»›",
    "at": "@",
    "curly": "’“",
    "straight": "'\"",
    "slash": "/",
    "currency": "$£€¥₹₽",
    "space": " \n",
}
_BMP = 0x10000


_NAMED = (*KINDS, "upper", "digit", "cjk")
_BIT = {kind: 1 << k for k, kind in enumerate(_NAMED)}
_SPACE = _BIT["space"]
_UNKNOWN = 1 << len(_NAMED)
"""The bit of what lies beyond the basic plane."""


@cache
def _table() -> NDArray[np.uint16]:
    """The kinds of each character of the basic plane, a bit for each; its last stands for all beyond it. Shape (65536,)."""
    members: dict[str, Iterable[int]] = {kind: map(ord, characters) for kind, characters in KINDS.items()}
    members["upper"] = (i for i in range(_BMP) if chr(i).isupper())
    members["digit"] = (i for i in range(_BMP) if chr(i).isdigit())
    members["cjk"] = code_points(CJK)
    out = np.zeros(_BMP, np.uint16)
    for kind, codes in members.items():
        out[list(codes)] |= _BIT[kind]
    out[_BMP - 1] = _UNKNOWN
    return out


class Characters:
    """The characters of a document's units, ready to be counted by kind."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Takes the units' wordings; none holds a line break."""
        cut = [t if len(t) <= MAX_UNIT_CHARS else t[:MAX_UNIT_CHARS] for t in texts]
        self.joined = "\n".join(cut)
        codes = np.frombuffer(self.joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        self._codes = np.minimum(codes, _BMP - 1).astype(np.intp)
        self._kinds = _table().take(self._codes)
        self.length = np.fromiter(map(len, cut), np.int64, len(cut))
        self._end = np.cumsum(self.length + 1) - 1
        self._start = self._end - self.length
        self._unit = np.repeat(np.arange(len(cut)), self.length + 1)[: len(codes)]
        # of ten characters one is of any kind besides the blanks: the counts look at these alone
        self._at = np.flatnonzero(self._kinds & ~np.uint16(_SPACE))
        self._kinds_at, self._unit_at = self._kinds[self._at], self._unit[self._at]

    def count(self, kind: str, most: int | None = None) -> Counts:
        """Characters of a kind in each unit, or in each unit's first `most`; shape (units,).

        Args:
            kind: A key of `KINDS` besides `space`, or `upper`, `digit`, `cjk`.
            most: Characters of a unit that are looked at.
        """
        return self._counted(_BIT[kind], most)

    def may_hold_digit(self) -> NDArray[np.bool_]:
        """Whether a digit stands in each unit, or a character of which that is not known."""
        return self._counted(_BIT["digit"] | _UNKNOWN, None) > 0

    def capitals(self) -> tuple[Counts, Counts]:
        """The words, parted by blanks, that begin with a capital letter, and all words."""
        return self._capitals

    @cached_property
    def _capitals(self) -> tuple[Counts, Counts]:
        space = (self._kinds & _SPACE) > 0
        begins = ~space
        begins[1:] &= space[:-1]
        capitals = self._unit_at[((self._kinds_at & _BIT["upper"]) > 0) & begins[self._at]]
        return self._per_unit(capitals), self._per_unit(self._unit[begins])

    def spaced_slashes(self) -> Counts:
        """Slashes that stand between blanks, as in a path of sections."""
        if "/" not in self.joined:
            return np.zeros(len(self.length))
        at = self._at[(self._kinds_at & _BIT["slash"]) > 0]
        last = len(self._codes) - 1
        before = (at == 0) | (self._codes[np.maximum(at - 1, 0)] == ord(" "))
        after = (at == last) | (self._codes[np.minimum(at + 1, last)] == ord(" "))
        return self._per_unit(self._unit[at[before & after]])

    def matches(self, pattern: re.Pattern[str]) -> Counts:
        """How often a pattern, which must not cross a line break, matches in each unit."""
        return self.per_unit(np.fromiter((m.start() for m in pattern.finditer(self.joined)), np.int64))

    def per_unit(self, places: NDArray[np.int64]) -> Counts:
        """How many of some places in `joined` lie in each unit."""
        return self._per_unit(self._unit[places])

    def _counted(self, bits: int, most: int | None) -> Counts:
        wanted = (self._kinds_at & bits) > 0
        if most is not None:
            wanted &= self._at < (self._start + most)[self._unit_at]
        return self._per_unit(self._unit_at[wanted])

    def _per_unit(self, units: NDArray[np.int64]) -> Counts:
        return np.bincount(units, minlength=len(self.length)).astype(np.float64)
