"""A night in plain steps, free of Prefect and of the terminal: crawl, load what is new, commit, sum up."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from flows import exit_codes
from flows.crawl_child import DIED, STALLED, STOPPED, CrawlOutcome
from flows.night_summary import NightSummary, summarise
from flows.nightly_settings import NightlySettings, crawl_job
from flows.run import Outcome, Prepared, execute, new_run_id, prepare
from flows.run import Steps as RunSteps
from flows.run_rows import INTERRUPTED, RunFacts
from flows.settings import BackfillSettings
from pipeline.dataset.dataset import Dataset
from pipeline.dataset.durable import FULL
from pipeline.dataset.errors import DiskFullError
from pipeline.load.identity import rejection_id
from pipeline.load.walk import InputFile
from pipeline.shard import ShardResult
from schemas.reasons import Reason
from schemas.records import Provenance, Rejection
from spiders.job import TIME_LIMIT, CrawlJob
from spiders.recovery import recover_files
from spiders.state import CrawlState
from spiders.warc import DISCOVERY, file_name


class NightSteps(Protocol):
    """How a night's work is carried out: plainly in tests, as Prefect tasks in a flow."""

    def crawl(self, job: CrawlJob) -> CrawlOutcome:
        """Carry out the crawl."""
        ...

    def loading(self, prepared: Prepared) -> AbstractContextManager[RunSteps]:
        """A context that gives the steps for loading: its end is the end of the workers."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """A night that can begin: its dataset is locked and whole."""

    dataset: Dataset
    settings: NightlySettings
    facts: RunFacts
    job: CrawlJob


@dataclass(frozen=True, slots=True, kw_only=True)
class NightOutcome:
    """How a night ended."""

    crawl: CrawlOutcome
    load: Outcome
    summary: NightSummary

    @property
    def exit_code(self) -> int:
        """0 done, 10 some sites or inputs failed, 15 time limit, 130 stopped; what was fetched is committed in each case."""
        if self.load.status == INTERRUPTED or self.crawl.ended == STOPPED:
            return exit_codes.INTERRUPTED
        if self.crawl.ended in (TIME_LIMIT, STALLED):
            return exit_codes.TIMED_OUT
        if self.crawl.ended == DIED or self.load.read_failures or self.summary.failed_sites:
            return exit_codes.SOME_FAILED
        return exit_codes.DONE


@contextmanager
def open_night(settings: NightlySettings, now: datetime) -> Iterator[Night]:
    """Lock the dataset, bring it and the crawl's files back to a whole state, and choose the sites.

    Raises:
        SettingsError: The file of sites or an option cannot be used; before anything has started.
        DatasetError: The dataset is locked, is none, or has another schema; or, from within, the disk is full.
    """
    sites = settings.sites()
    facts = RunFacts(run_id=new_run_id(now), kind="nightly", started_at=now, settings=settings.as_parameters())
    job = crawl_job(settings, sites, facts.run_id, now)
    dataset = Dataset.create_or_open(settings.out)
    with _full_disk_told(settings.out), dataset.writing():
        yield Night(dataset=dataset, settings=settings, facts=facts, job=job)


@contextmanager
def _full_disk_told(root: Path) -> Iterator[None]:
    """Whatever writes first on a full disk (a log, SQLite, a WARC file), it is told as what it is."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise DiskFullError(f"{root}: {error.strerror}; the next night goes on where this one stopped") from error
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
            raise
        raise DiskFullError(f"{root}: {error}; the next night goes on where this one stopped") from error


def crawl_log(night: Night) -> Path:
    """Where the crawl's process writes what went wrong."""
    return night.dataset.paths.crawl_log(night.job.night)


def run_night(
    night: Night,
    steps: NightSteps,
    *,
    stop: threading.Event,
    clock: Callable[[], datetime],
    on_progress: Callable[[ShardResult], None] = lambda _: None,
) -> NightOutcome:
    """Crawl, load, commit, sum up.

    Args:
        night: From `open_night`.
        steps: How the work is carried out.
        stop: Set once somebody has asked for an early end: the crawl ends, what it has is loaded as far as it comes.
        clock: The present, aware.
        on_progress: Called with each loaded shard's result.
    """
    # Within the flow too: Prefect shows what flies out of it as a traceback, unless it is an error with a message of its own.
    with _full_disk_told(night.settings.out):
        crawled = steps.crawl(night.job)
        with CrawlState(night.job.state) as state:
            # A crawl that was killed left files open; a night that died after its crawl left files unloaded.
            recover_files(night.job.warc_folder, state)
            names, refusals = state.to_load(), list(state.refusals())
            inputs: list[InputFile | Rejection] = [
                *_files(night.job.warc_folder, names),
                *(_rejection(row, night.job) for row in refusals),
            ]
            loaded = load_inputs(night, inputs, steps, stop=stop, clock=clock, on_progress=on_progress)
            if loaded.status != INTERRUPTED:
                state.loaded(night.facts.run_id, names, max((row["id"] for row in refusals), default=0))
            summary = summarise(state, night.dataset, night.job, crawled, loaded, clock())
            state.end(night.job.night, clock().timestamp(), summary.status, summary.as_json())
        return NightOutcome(crawl=crawled, load=loaded, summary=summary)


def load_inputs(
    night: Night,
    inputs: Iterable[InputFile | Rejection],
    steps: NightSteps,
    *,
    stop: threading.Event,
    clock: Callable[[], datetime],
    on_progress: Callable[[ShardResult], None],
) -> Outcome:
    """Load pages and refusals through the core that a backfill runs, in order and idempotent like one."""
    settings = BackfillSettings(
        paths=(str(night.job.warc_folder),),
        out=night.settings.out,
        workers=night.settings.workers,
        min_words=night.settings.min_words,
    )
    prepared = prepare(night.dataset, settings, night.facts.started_at, facts=night.facts, inputs=inputs)
    with steps.loading(prepared) as run_steps:
        return execute(prepared, night.dataset, settings, run_steps, clock=clock, stopped=stop.is_set, on_progress=on_progress)


def _files(folder: Path, names: Iterable[str]) -> Iterator[InputFile]:
    for name in names:
        path = folder / name
        if path.exists():
            yield InputFile(path.resolve(), "crawl", path.stat().st_size)


def _rejection(row: sqlite3.Row, job: CrawlJob) -> Rejection:
    """A refused fetch as a row of `rejects`; the same address refused for the same reason is the same row every night."""
    said = dict(row)
    reason = Reason(said["reason"])
    evidence = job.warc_folder / file_name(DISCOVERY, said["night"], 0)
    place = evidence if evidence.exists() else job.state
    return Rejection(
        document_id=rejection_id(said["url"], said["site"], reason, 0),
        provenance=Provenance(
            source_kind="crawl",
            source=said["site"],
            raw_uri=place.resolve().as_uri(),
            raw_record_id=said["record_id"],
            http_status=said["http_status"],
        ),
        reason=reason,
        detail=said["detail"],
        url=said["url"],
    )
