"""What a check of a dataset found wrong, and the list that gathers it without growing beyond bounds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

EXAMPLES = 20
"""Problems of one kind that are told one by one; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as the manifest, the schema or the tables' meaning says."""

    check: str
    """What was checked, for example `sha256`, `unique_key`, `copy_count`."""
    where: str
    """File, column, row or run."""
    detail: str
    """What was expected and what was found."""


@dataclass(slots=True)
class Findings:
    """Problems as they are found: the first `EXAMPLES` of each check, and how many more."""

    problems: list[Problem] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)

    def add(self, check: str, where: str, detail: str) -> None:
        """Note one problem."""
        self._counts[check] += 1
        if self._counts[check] <= EXAMPLES:
            self.problems.append(Problem(check, where, detail))

    def found(self, *checks: str) -> bool:
        """Whether any of these checks found something."""
        return any(self._counts[check] for check in checks)

    def result(self) -> list[Problem]:
        """The problems in the order found, then one line for each check that found more than was told."""
        more = [
            Problem(check, "…", f"{count - EXAMPLES} more of this kind, {count} in all")
            for check, count in self._counts.items()
            if count > EXAMPLES
        ]
        return [*self.problems, *more]
