"""Inputs of one raw identity in (same name, same bytes, other folders), the id of each out: that of its own row, or a new one."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from pipeline.load.identity import nth_occurrence_id


@dataclass(slots=True)
class Identical:
    """The ids of inputs that have one raw identity, and which of them are still to be had in this run."""

    base: str
    inputs: int
    """Met so far."""
    next: int
    """The first ordinal that neither the dataset holds nor an input has."""
    held: dict[int, deque[str]] = field(default_factory=dict)
    """Ids that the dataset holds and no input has, by the raw file that the row leads to."""
    moved: deque[int] = field(default_factory=deque)
    """The raw file of each of these that is none of this run's: it is taken for moved."""
    last: str = ""
    """The id given last."""

    def name(self, home: int) -> tuple[str, bool]:
        """The id for an input of a raw file, and whether the dataset holds it."""
        self.inputs += 1
        while not self.held.get(home) and self.moved:
            if self.held[self.moved[0]]:
                home = self.moved[0]
            self.moved.popleft()
        if is_held := bool(self.held.get(home)):
            self.last = self.held[home].popleft()
        else:
            self.last = nth_occurrence_id(self.base, self.next)
            self.next += 1
        return self.last, is_held

    @property
    def is_one(self) -> bool:
        """Whether this is no case of several so far."""
        return self.inputs == 1 and self.last == self.base
