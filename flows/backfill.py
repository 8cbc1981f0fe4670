"""The `backfill` flow: a task per shard, a task per commit, and an artifact with the run's counts."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any, Protocol

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from flows.batches import Batch
from flows.committer import Committer
from flows.prefect_logs import errors_told_once
from flows.run import Outcome, Prepared, execute
from flows.settings import BackfillSettings
from pipeline.copies.index import CandidateSearch, candidates
from pipeline.dataset.dataset import Dataset
from pipeline.shard import Shard, ShardJob, ShardResult
from schemas.reasons import REASONS, Reason

SHARD_RETRIES = 2
"""A shard is tried again where the machine, not a document, was at fault: an `OSError` from storage that comes and goes."""

RETRY_DELAY_S = 2.0


def _worth_retrying(_task: Any, _run: Any, state: Any) -> bool:
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError) and not isinstance(error, FileNotFoundError | PermissionError)


@task(
    name="clean-shard",
    task_run_name="clean-shard-{index}",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=SHARD_RETRIES,
    retry_delay_seconds=RETRY_DELAY_S,
    retry_condition_fn=_worth_retrying,
)
def _clean_shard(index: int, shard: Shard, job: ShardJob, pool: ShardCleaner) -> ShardResult:
    return pool.clean(shard, job)


@task(name="commit-batch", task_run_name="commit-batch-{batch_id}", cache_policy=NO_CACHE, persist_result=False)
def _commit_batch(batch_id: str, commit: Callable[[], None]) -> None:
    commit()


class ShardCleaner(Protocol):
    """Who cleans shards: this machine's worker processes, or a cluster's."""

    def clean(self, shard: Shard, job: ShardJob) -> ShardResult:
        """Clean one shard; blocks until it is done, and is called by several threads."""
        ...


class PrefectSteps:
    """`flows.run.Steps` as Prefect tasks; results travel as paths and counts."""

    def __init__(self, pool: ShardCleaner, workers: int, stop: threading.Event) -> None:
        """Args: pool: cleans shards. workers: shards in flight. stop: set to end early."""
        self._pool, self._in_flight, self._stop = pool, workers + 1, stop

    def clean(self, shards: Iterable[Shard], job: ShardJob) -> Iterator[ShardResult]:
        """Submit shards a few ahead of the one whose result is due, so that workers never wait and plans stay on disk."""
        waiting: deque[PrefectFuture[ShardResult]] = deque()
        for shard in shards:
            if self._stop.is_set():
                break
            waiting.append(_clean_shard.submit(shard.index, quote(shard), quote(job), quote(self._pool)))  # type: ignore[call-overload]
            if len(waiting) > self._in_flight:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def commit(self, committer: Committer, batch: Batch, *, last: bool) -> None:
        """Commit one batch as a task, in this process: there is one writer."""

        def commit() -> None:
            committer.commit(batch, last=last, stopped=self._stop.is_set(), now=datetime.now(UTC))

        _commit_batch(batch.batch_id, quote(commit))  # type: ignore[call-overload]


@contextmanager
def command_line_flow() -> Iterator[None]:
    """A context for a flow that a command runs: whoever gave the command sees its errors, and nobody watches its server."""
    # The heartbeat's thread makes every flow end up to a second late.
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}), errors_told_once():
        yield


def run_backfill_flow(
    prepared: Prepared,
    dataset: Dataset,
    settings: BackfillSettings,
    pool: ShardCleaner,
    *,
    stop: threading.Event,
    on_signals: Callable[[], AbstractContextManager[None]],
    on_progress: Callable[[ShardResult], None],
    search: CandidateSearch = candidates,
) -> Outcome:
    """Run the prepared backfill as a Prefect flow run.

    Args:
        prepared: From `flows.run.prepare`.
        dataset: Locked by this process.
        settings: The run's settings; shown as the flow run's parameters.
        pool: The worker processes, or another engine.
        stop: Set it to finish the shards at hand, commit and return.
        on_signals: A context that handles SIGINT and SIGTERM; Prefect takes SIGTERM for itself when a flow begins, so it is
            entered inside.
        on_progress: Called with each shard's result.
        search: Finds candidates for copies among earlier batches.
    """
    outcome: list[Outcome] = []
    typed = settings  # those of the flow are what Prefect shows

    @flow(
        name="backfill",
        flow_run_name=f"backfill-{prepared.facts.run_id}",
        task_runner=ThreadPoolTaskRunner(max_workers=settings.worker_count + 1),  # type: ignore[arg-type]
        persist_result=False,
        validate_parameters=False,
    )
    def backfill(settings: dict[str, object]) -> str:
        steps = PrefectSteps(pool, typed.worker_count, stop)
        with on_signals():
            outcome.append(
                execute(
                    prepared,
                    dataset,
                    typed,
                    steps,
                    clock=lambda: datetime.now(UTC),
                    stopped=stop.is_set,
                    on_progress=on_progress,
                    search=search,
                )
            )
        create_markdown_artifact(key="backfill-counts", markdown=summary(outcome[0]), description="What a backfill did.")
        return outcome[0].status

    with command_line_flow():
        backfill(settings.as_parameters())
    return outcome[0]


def summary(outcome: Outcome) -> str:
    """The run's counts and its rejections by reason, in Markdown."""
    counts = outcome.counts
    lines = [
        f"# Run {outcome.run_id}: {outcome.status}",
        "",
        "| | |",
        "| --- | ---: |",
        f"| inputs | {counts.documents_in:,} |",
        f"| articles added | {counts.articles_added:,} |",
        f"| articles revised | {counts.articles_revised:,} |",
        f"| copies added | {counts.copies_added:,} |",
        f"| rejected | {counts.rejects_added:,} |",
        f"| unchanged | {counts.unchanged:,} |",
        f"| raw bytes | {counts.bytes_in:,} |",
    ]
    if outcome.reasons:
        lines += ["", "| rejected because | inputs | meaning |", "| --- | ---: | --- |"]
        lines += [f"| `{reason}` | {n:,} | {REASONS[Reason(reason)].meaning} |" for reason, n in outcome.reasons_by_count]
    return "\n".join(lines) + "\n"
