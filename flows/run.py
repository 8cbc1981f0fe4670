"""A plan of shards in, a dataset with all of them committed out: the course of a run, free of Prefect and of the terminal."""

from __future__ import annotations

import dataclasses
import itertools
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import numpy as np

from flows.batches import Batch, Batcher, KnownDocumentNeededError
from flows.committer import Committer
from flows.plan import Plan, write_plan
from flows.run_rows import REFUSED, Counts, RunFacts
from flows.settings import BackfillSettings
from pipeline.copies.index import CandidateSearch, candidates
from pipeline.dataset.dataset import Dataset
from pipeline.dataset.homes import homes_of
from pipeline.load.identity import home
from pipeline.load.settings import LoadSettings
from pipeline.load.walk import InputFile, find_inputs
from pipeline.normalise.normalise import NormaliseSettings
from pipeline.shard import PART_DOCUMENTS, Part, Shard, ShardJob, ShardResult
from schemas.records import Rejection


class Steps(Protocol):
    """How a run's two kinds of work are carried out: plainly in tests, as Prefect tasks in a flow."""

    def clean(self, shards: Iterable[Shard], job: ShardJob) -> Iterator[ShardResult]:
        """Clean shards, several at a time; their results in the shards' order. May end early when asked to stop."""
        ...

    def commit(self, committer: Committer, batch: Batch, *, last: bool) -> None:
        """Commit one batch through `Committer.commit`; `last` as there."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A run that is planned and can start."""

    facts: RunFacts
    plan: Plan
    job: ShardJob
    known: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a run ended."""

    run_id: str
    status: str
    counts: Counts
    reasons: dict[str, int]
    """Rejections by reason."""
    read_failures: int

    @property
    def reasons_by_count(self) -> list[tuple[str, int]]:
        """Reasons with their counts, most frequent first."""
        return sorted(self.reasons.items(), key=lambda item: (-item[1], item[0]))


def new_run_id(now: datetime) -> str:
    """An id that sorts by time: the UTC start to the second and four random hex digits."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{os.urandom(2).hex()}"


def prepare(
    dataset: Dataset,
    settings: BackfillSettings,
    now: datetime,
    *,
    facts: RunFacts | None = None,
    inputs: Iterable[InputFile | Rejection] | None = None,
) -> Prepared:
    """Walk the inputs, plan the shards and write down which ids the dataset holds.

    Args:
        dataset: Open, recovered and locked.
        settings: The run's settings.
        now: The run's start; aware.
        facts: Of a run that has begun already; None begins a backfill.
        inputs: Where they are known; None walks `settings.paths`.
    """
    facts = facts or RunFacts(run_id=new_run_id(now), kind="backfill", started_at=now, settings=settings.as_parameters())
    staging = dataset.paths.staging / facts.run_id
    staging.mkdir(parents=True)
    load = load_settings(settings)
    if inputs is None:
        inputs = find_inputs(settings.paths, load, skip=(dataset.paths.root,))
    plan = write_plan(inputs, staging / "plan.pickle")
    known = dataset.known_ids()
    known_path = None
    if len(known):
        known_path = staging / "known.npy"
        np.save(known_path, known)
    job = ShardJob(
        run_id=facts.run_id,
        now=now,
        staging=staging,
        known_ids=known_path,
        load=load,
        normalise=normalise_settings(settings),
        part_documents=min(PART_DOCUMENTS, settings.batch_documents),
    )
    return Prepared(facts=facts, plan=plan, job=job, known=known)


def load_settings(settings: BackfillSettings) -> LoadSettings:
    """What the loaders need of a run's settings."""
    return LoadSettings(
        source=settings.source,
        outlet=settings.outlet,
        language=settings.language,
        encoding=settings.encoding,
        split=settings.split,
    )


def normalise_settings(settings: BackfillSettings) -> NormaliseSettings:
    """What normalising needs of a run's settings."""
    base = NormaliseSettings(outlet=settings.outlet, language=settings.language, time_zone=settings.time_zone)
    return base if settings.min_words is None else dataclasses.replace(base, min_words=settings.min_words)


def execute(
    prepared: Prepared,
    dataset: Dataset,
    settings: BackfillSettings,
    steps: Steps,
    *,
    clock: Callable[[], datetime],
    stopped: Callable[[], bool] = lambda: False,
    on_progress: Callable[[ShardResult], None] = lambda _: None,
    search: CandidateSearch = candidates,
) -> Outcome:
    """Clean every shard, cut the outcome into batches and commit them one by one.

    Args:
        prepared: From `prepare`.
        dataset: The same dataset, still locked.
        settings: The same settings.
        steps: How cleaning and committing are carried out.
        clock: The present, aware; read when the run ends.
        stopped: True once somebody has asked for an early end: what is cleaned by then is committed.
        on_progress: Called with each shard's result.
        search: Finds candidates for copies among earlier batches.
    """
    committer = Committer(dataset, prepared.facts, search)
    results = _watched(steps.clean(prepared.plan, prepared.job), on_progress)
    if settings.fail_on_reject_rate is not None:
        staged = list(results)
        if _reject_rate(staged) > settings.fail_on_reject_rate:
            return _refused(prepared.facts, staged)
        results = iter(staged)
    waiting: Batch | None = None
    for batch in _batches(results, prepared, dataset, steps, settings.batch_documents):
        if waiting is not None:
            steps.commit(committer, waiting, last=False)
        waiting = batch
    before_last = committer.commits
    if waiting is not None:
        steps.commit(committer, waiting, last=True)
    if committer.commits == before_last:
        committer.finish(stopped=stopped(), now=clock())
    return Outcome(
        run_id=prepared.facts.run_id,
        status=committer.final_status(stopped=stopped()),
        counts=committer.counts,
        reasons=dict(committer.reasons),
        read_failures=committer.read_failures,
    )


def _watched(results: Iterator[ShardResult], on_progress: Callable[[ShardResult], None]) -> Iterator[ShardResult]:
    for result in results:
        on_progress(result)
        yield result


def _batches(
    results: Iterator[ShardResult], prepared: Prepared, dataset: Dataset, steps: Steps, batch_documents: int
) -> Iterator[Batch]:
    batcher = Batcher(
        prepared.known,
        batch_documents,
        homes=lambda: homes_of(dataset, prepared.known),
        planned=lambda: _planned_homes(prepared.plan),
    )
    for result in results:
        parts = result.parts
        for i in range(len(parts)):
            try:
                batcher.add(parts[i])
            except KnownDocumentNeededError:
                parts = _clean_everything(result.index, prepared, steps)
                batcher.add(parts[i])
            _discard(parts[i])
            if batcher.full:
                yield batcher.take()
    if not batcher.empty:
        yield batcher.take()


def _planned_homes(plan: Plan) -> np.ndarray:
    """The raw files that a run reads; a fetch that was refused names evidence of its own every night, and is the same."""
    inputs = itertools.chain.from_iterable(shard.inputs for shard in plan)
    files = (i.path.as_uri() if isinstance(i, InputFile) else i.provenance.raw_uri for i in inputs if not _is_fetch(i))
    return np.unique(np.fromiter(map(home, files), np.uint64))


def _is_fetch(item: InputFile | Rejection) -> bool:
    return isinstance(item, Rejection) and item.provenance.source_kind == "crawl"


def _clean_everything(index: int, prepared: Prepared, steps: Steps) -> tuple[Part, ...]:
    shard = next(s for s in prepared.plan if s.index == index)
    (result,) = steps.clean([shard], dataclasses.replace(prepared.job, everything=True))
    return result.parts


def _discard(part: Part) -> None:
    """Free a part's files: it is in a batch now, and staging of a large archive would double its size on disk."""
    for path in (part.seen, part.cleaned, part.rejected):
        if path is not None:
            Path(path).unlink(missing_ok=True)


def _reject_rate(results: list[ShardResult]) -> float:
    new = sum(r.cleaned + r.rejected for r in results)
    return 100 * sum(r.rejected for r in results) / new if new else 0.0


def _refused(facts: RunFacts, results: list[ShardResult]) -> Outcome:
    reasons: Counter[str] = Counter()
    for result in results:
        reasons.update(result.reasons)
    counts = Counts(
        documents_in=sum(r.documents for r in results),
        rejects_added=sum(r.rejected for r in results),
        unchanged=sum(r.unchanged for r in results),
        bytes_in=sum(r.bytes_in for r in results),
    )
    return Outcome(
        run_id=facts.run_id,
        status=REFUSED,
        counts=counts,
        reasons=dict(reasons),
        read_failures=0,
    )
