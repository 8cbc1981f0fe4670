"""A run's steps one after the other, without a flow and without worker processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from flows.batches import Batch
from flows.committer import Committer
from pipeline.shard import Shard, ShardJob, ShardResult, clean_shard


@dataclass(frozen=True, slots=True)
class PlainRunSteps:
    """Cleans in this process and commits at once."""

    now: datetime | None = None
    """The moment of each commit; None for the clock's."""

    def clean(self, shards: Iterable[Shard], job: ShardJob) -> Iterator[ShardResult]:
        """One shard after the other."""
        return (clean_shard(shard, job) for shard in shards)

    def commit(self, committer: Committer, batch: Batch, *, last: bool) -> None:
        """Never stopped."""
        committer.commit(batch, last=last, stopped=False, now=self.now or datetime.now(UTC))
