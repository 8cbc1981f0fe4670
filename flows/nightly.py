"""The `nightly` flow: a task for the crawl, a task per shard and per commit, and the report as an artifact.

`flows.nightly.nightly` is what a schedule or a Prefect deployment runs; `copydesk nightly` runs the same inner function.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from datetime import UTC, datetime

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from flows.backfill import PrefectSteps, command_line_flow
from flows.crawl_child import CrawlChild, CrawlOutcome
from flows.failed_nights import failure_noted
from flows.interruption import Interruption
from flows.night import Night, NightOutcome, crawl_log, open_night, run_night
from flows.night_summary import read_nights
from flows.nightly_settings import KEEPER, NightlySettings
from flows.notify import failure_told, say_how_it_went, tell
from flows.pool import ShardPool
from flows.report_text import markdown_report
from flows.run import Prepared
from flows.run import Steps as RunSteps
from flows.settings import DEFAULT_DATASET, DEFAULT_MAX_MINUTES, DEFAULT_STALL_MINUTES, from_environment
from pipeline.dataset.errors import DatasetLockedError
from pipeline.shard import ShardResult
from pipeline.with_parent import end_with_parent
from spiders.job import CrawlJob
from spiders.state import CrawlState

ECHO_S = 5.0
"""A terminal or service manager signals this process, and whoever keeps the schedule forwards the signal: one wish, not two."""

LOCK_PATIENCE_S = 2 * 3_600.0
LOCK_POLL_S = 15.0
"""A scheduled night waits so long for another writer to end; started by hand, it says so at once."""


@task(name="crawl-sites", cache_policy=NO_CACHE, persist_result=False)
def _crawl_sites(wait: Callable[[], CrawlOutcome]) -> CrawlOutcome:
    return wait()


class PrefectNightSteps:
    """`flows.night.NightSteps` as Prefect tasks."""

    def __init__(
        self,
        night: Night,
        child: CrawlChild,
        stop: threading.Event,
        on_counts: Callable[[Mapping[str, int]], None] = lambda _: None,
    ) -> None:
        """Args: night: the night. child: its crawl, started. stop: set to end early. on_counts: told how far the crawl is."""
        self._night, self._child, self._stop, self._on_counts = night, child, stop, on_counts

    def crawl(self, job: CrawlJob) -> CrawlOutcome:
        """Wait for the crawl, as a task."""

        def wait() -> CrawlOutcome:
            stall_s = self._night.settings.stall_minutes * 60
            return self._child.wait(stop=self._stop, stall_s=stall_s, on_progress=self._on_counts)

        return _crawl_sites(quote(wait))  # type: ignore[call-overload,no-any-return]

    @contextmanager
    def loading(self, prepared: Prepared) -> Iterator[RunSteps]:
        """Worker processes for the load."""
        workers = max(1, min(self._night.settings.worker_count, prepared.plan.shards))
        try:
            with ShardPool(workers) as pool:
                yield PrefectSteps(pool, workers, self._stop)
        finally:
            shutil.rmtree(prepared.job.staging, ignore_errors=True)


def run_night_flow(
    night: Night,
    child: CrawlChild,
    *,
    stop: threading.Event,
    on_signals: Callable[[], AbstractContextManager[None]],
    on_counts: Callable[[Mapping[str, int]], None] = lambda _: None,
    on_progress: Callable[[ShardResult], None] = lambda _: None,
) -> NightOutcome:
    """Run a night that is open and whose crawl has started as a Prefect flow run.

    Args:
        night: From `open_night`.
        child: Its crawl.
        stop: Set it to end the crawl, load what it has as far as that comes, commit and return.
        on_signals: A context that handles SIGINT and SIGTERM; Prefect takes SIGTERM for itself when a flow begins, so it is
            entered inside.
        on_counts: Called with the crawl's counts.
        on_progress: Called with each loaded shard's result.
    """

    @flow(
        name="nightly",
        flow_run_name=f"nightly-{night.facts.run_id}",
        task_runner=ThreadPoolTaskRunner(max_workers=night.settings.worker_count + 1),  # type: ignore[arg-type]
        persist_result=False,
        validate_parameters=False,
    )
    def nightly_here(settings: dict[str, object]) -> str:
        with on_signals():
            outcome.append(_carry_out(night, child, stop, on_counts, on_progress))
        return outcome[0].summary.status

    outcome: list[NightOutcome] = []
    with command_line_flow():
        nightly_here(night.settings.as_parameters())
    return outcome[0]


@flow(name="nightly", persist_result=False)
def nightly(
    out: str = str(DEFAULT_DATASET),
    sites_file: str | None = None,
    site_ids: list[str] | None = None,
    limit: int | None = None,
    max_minutes: float = DEFAULT_MAX_MINUTES,
    stall_minutes: float = DEFAULT_STALL_MINUTES,
    workers: int = 0,
    min_words: int | None = None,
) -> str:
    """Crawl, load what is new, commit and report: the whole night in one flow run, for schedules and deployments.

    Args:
        out: The dataset's folder.
        sites_file: The file of sites; by default `sites.toml` or `seeds/sites.toml` in the working directory.
        site_ids: Sites to crawl; by default all that are enabled.
        limit: Pages in all.
        max_minutes: For the crawl.
        stall_minutes: Without progress, after which the crawl is ended.
        workers: Processes for loading; 0 is one per core.
        min_words: Shorter bodies are rejected.

    Returns:
        The night's status; a site that fails never fails the night.
    """
    settings = NightlySettings.from_parameters(
        {
            "out": out,
            "sites_file": sites_file,
            "site_ids": site_ids or (),
            "limit": limit,
            "max_minutes": max_minutes,
            "stall_minutes": stall_minutes,
            "workers": workers,
            "min_words": min_words,
        }
    )
    _end_with_keeper()
    interruption = Interruption(echo_s=ECHO_S)
    in_main = threading.current_thread() is threading.main_thread()
    started = time.monotonic()
    with (
        failure_told(),
        failure_noted(settings.out),
        interruption.watch() if in_main else nullcontext(),
        _opened_in_time(settings, interruption.stop) as night,
        CrawlChild(night.job, crawl_log(night)) as child,
    ):
        outcome = _carry_out(night, child, interruption.stop)
    say_how_it_went(outcome, time.monotonic() - started)
    return outcome.summary.status


def _end_with_keeper() -> None:
    """Under `copydesk serve` its end is ours: an orphan has no server to report to, and would stand in the next night's way."""
    keeper = from_environment(KEEPER)
    if keeper and os.getppid() == int(keeper):
        end_with_parent(int(keeper))


@contextmanager
def _opened_in_time(settings: NightlySettings, stop: threading.Event) -> Iterator[Night]:
    """`open_night`, with patience: nobody sees at night that a backfill still holds the dataset."""
    deadline = time.monotonic() + LOCK_PATIENCE_S
    with ExitStack() as stack:
        while True:
            try:
                night = stack.enter_context(open_night(settings, datetime.now(UTC)))
                break
            except DatasetLockedError:
                if time.monotonic() > deadline or stop.wait(LOCK_POLL_S):
                    raise
        yield night


def _carry_out(
    night: Night,
    child: CrawlChild,
    stop: threading.Event,
    on_counts: Callable[[Mapping[str, int]], None] = lambda _: None,
    on_progress: Callable[[ShardResult], None] = lambda _: None,
) -> NightOutcome:
    steps = PrefectNightSteps(night, child, stop, on_counts)
    outcome = run_night(night, steps, stop=stop, clock=lambda: datetime.now(UTC), on_progress=on_progress)
    with CrawlState(night.job.state) as state:
        nights = read_nights(state)
    create_markdown_artifact(key="nightly-report", markdown=markdown_report(nights), description="What a night brought.")
    tell(outcome.summary)
    return outcome
