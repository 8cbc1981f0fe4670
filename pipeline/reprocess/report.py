"""Rows before and after in; which columns changed how often, with examples, out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

EXAMPLES = 3
"""Changes of one column that are told in full."""
SHOWN_CHARACTERS = 160
WRITING = frozenset({"run_id", "pipeline_version", "ingested_at"})
"""Columns that say who wrote a row; a row that differs in nothing else has not changed."""


@dataclass(frozen=True, slots=True)
class Example:
    """One row's change in one column."""

    key: str
    before: str
    after: str


@dataclass(slots=True)
class ChangeReport:
    """What a reprocess does to the tables."""

    gained: Counter[str] = field(default_factory=Counter)
    """Rows by table."""
    lost: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    columns: Counter[str] = field(default_factory=Counter)
    """Changed rows by `table.column`."""
    examples: dict[str, list[Example]] = field(default_factory=dict)
    """By `table.column`."""
    unread: int = 0
    """Articles kept as they are because the raw file of a copy is gone or has changed."""

    def compare(self, table: str, key: str, before: dict[str, Any], after: dict[str, Any]) -> bool:
        """Note what changed in one row; whether anything did."""
        odd = [name for name in after if name not in WRITING and before[name] != after[name]]
        for name in odd:
            column = f"{table}.{name}"
            self.columns[column] += 1
            told = self.examples.setdefault(column, [])
            if len(told) < EXAMPLES:
                told.append(Example(key, _shown(before[name], after[name]), _shown(after[name], before[name])))
        (self.changed if odd else self.same)[table] += 1
        return bool(odd)

    def lines(self) -> list[str]:
        """The report, for a person."""
        lines = []
        for table in ("articles", "copies", "rejects"):
            counts = ((self.gained, "gained"), (self.lost, "lost"), (self.changed, "changed"), (self.same, "the same"))
            lines.append(f"{table}: " + ", ".join(f"{counter[table]:,} {word}" for counter, word in counts))
        if self.unread:
            lines.append(f"kept as they are, a raw file being gone or changed: {self.unread:,} articles")
        for column, count in sorted(self.columns.items(), key=lambda item: (-item[1], item[0])):
            lines.append(f"{column}: {count:,} changed")
            for example in self.examples[column]:
                lines += [f"  {example.key}", f"    - {example.before}", f"    + {example.after}"]
        return lines


def _shown(value: object, other: object) -> str:
    """A value on one line; of a long text the part around the first difference."""
    text, beside = repr(value), repr(other)
    if len(text) <= SHOWN_CHARACTERS:
        return text
    start = next((i for i, (a, b) in enumerate(zip(text, beside, strict=False)) if a != b), min(len(text), len(beside)))
    begin = max(0, start - SHOWN_CHARACTERS // 4)
    return ("…" if begin else "") + text[begin : begin + SHOWN_CHARACTERS] + ("…" if begin + SHOWN_CHARACTERS < len(text) else "")
