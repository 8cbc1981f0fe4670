"""A dataset in; the same dataset without the snapshots that no reader can be using any more out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.dataset.dataset import Dataset
from pipeline.dataset.durable import remove
from pipeline.dataset.manifest import read_manifest
from pipeline.dataset.recover import kept_snapshots, remove_unnamed_state

GRACE = timedelta(days=7)
"""How long a reader that opened a snapshot may go on reading it: longer than a report or a training run over a week-end."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A snapshot that is gone."""

    snapshot: int
    freed_bytes: int
    """Of tables' files that only it had; the near-duplicate index not counted."""


def remove_old_snapshots(dataset: Dataset, keep: timedelta, now: datetime) -> list[Removed]:
    """Remove snapshots that were replaced longer than `keep` ago, and the state that only they name.

    A snapshot's age counts from when its successor was made: until then it was what every reader opened. The current one
    always stays. Interrupted, it can be run again. The caller holds the writer lock.

    Args:
        dataset: Which.
        keep: The grace period, usually `GRACE`.
        now: Aware instant.

    Returns:
        The removed snapshots, oldest first.
    """
    current = dataset.current()
    numbers = [number for number in kept_snapshots(dataset.paths) if current is not None and number <= current]
    made = [read_manifest(dataset.paths.manifest(number)).created_at for number in numbers]
    since = believable_instants(made, now)
    old = [number for number, replaced in zip(numbers, since[1:], strict=False) if replaced < now - keep]
    removed: list[Removed] = []
    for number in old:
        removed.append(Removed(number, _bytes_of_its_own(dataset.paths.snapshot(number))))
        # The manifest goes first: a folder without one is a leftover that `recover` removes.
        remove(dataset.paths.manifest(number))
        remove(dataset.paths.snapshot(number))
    remove_unnamed_state(dataset.paths, dataset.snapshot())
    return removed


def _bytes_of_its_own(folder: Path) -> int:
    """Size of the files that no other snapshot links."""
    facts = [path.stat() for path in folder.rglob("*") if path.is_file()]
    return sum(fact.st_size for fact in facts if fact.st_nlink == 1)


def believable_instants(made: Sequence[datetime], now: datetime) -> list[datetime]:
    """When snapshots were made, for clocks that jump: never before an earlier one, never in the future.

    A clock that was behind from the first snapshot on, and then set right, cannot be told from a dataset that nobody touched
    meanwhile: the grace of what was made before is over then.

    Args:
        made: What the manifests say, oldest first.
        now: The present.
    """
    upper = now
    believable: list[datetime] = []
    for instant in reversed(made):
        if instant <= now:
            upper = instant
        believable.append(upper)
    believable.reverse()
    for place in range(1, len(believable)):
        believable[place] = max(believable[place], believable[place - 1])
    return believable
