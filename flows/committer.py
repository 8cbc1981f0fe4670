"""Batches in, committed snapshots out: recognise copies, add the run's row, commit, and keep the run's counts."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from flows.batches import Batch
from flows.run_rows import DONE, DONE_WITH_FAILURES, INTERRUPTED, RUNNING, Counts, RunFacts, run_table
from pipeline.copies.index import CandidateSearch, candidates
from pipeline.copies.recognise import Recognised, Stamp, recognise_copies
from pipeline.dataset.changes import Changes
from pipeline.dataset.commit import commit
from pipeline.dataset.dataset import Dataset
from pipeline.version import PIPELINE_VERSION
from schemas.reasons import REASONS, Reason
from schemas.tables import RUNS


class ConservationError(Exception):
    """Inputs and outcomes do not add up: a defect of Copydesk; nothing of the batch was committed."""


class Committer:
    """Takes the batches of one run, in order."""

    def __init__(self, dataset: Dataset, facts: RunFacts, search: CandidateSearch = candidates) -> None:
        """Args: dataset: locked by this process. facts: the run. search: finds candidates for copies."""
        self._dataset, self._facts, self._search = dataset, facts, search
        self._batch_ids: list[str] = []
        self.counts = Counts()
        self.reasons: Counter[str] = Counter()
        self.commits = 0

    @property
    def read_failures(self) -> int:
        """Inputs that could not be read at all; any makes the run exit with 10."""
        return sum(n for reason, n in self.reasons.items() if REASONS[Reason(reason)].read_failure)

    def final_status(self, *, stopped: bool) -> str:
        """How the run ends if it ends now; `stopped` says that somebody asked for it."""
        if stopped:
            return INTERRUPTED
        return DONE_WITH_FAILURES if self.read_failures else DONE

    def commit(self, batch: Batch, *, last: bool, stopped: bool, now: datetime) -> None:
        """Commit one batch as one snapshot; a batch without news is only counted.

        Args:
            batch: The next batch of the run.
            last: Whether no other batch follows, so that the run's row can say how it ended.
            stopped: Whether somebody asked for an early end.
            now: The instant for `finished_at`.

        Raises:
            ConservationError: The counts do not add up.
        """
        stamp = Stamp(run_id=self._facts.run_id, pipeline_version=PIPELINE_VERSION, now=self._facts.started_at)
        recognised = None
        if len(batch.cleaned):
            recognised = recognise_copies(batch.cleaned, self._dataset.history(), stamp, self._search)
        self._count(batch, recognised)
        if not len(batch.cleaned) and not len(batch.rejected):
            return
        self._batch_ids.append(batch.batch_id)
        commit(
            self._dataset,
            Changes(
                batch_id=batch.batch_id,
                run_id=self._facts.run_id,
                kind=self._facts.kind,
                articles=recognised.articles if recognised else None,
                copies=recognised.copies if recognised else None,
                rejects=batch.rejected if len(batch.rejected) else None,
                runs=self._run_rows(self.final_status(stopped=stopped) if last else RUNNING, now),
                replaced={"articles": recognised.replaced_articles, "copies": recognised.replaced_copies} if recognised else {},
                index_run=recognised.index_run if recognised else None,
            ),
        )
        self.commits += 1

    def finish(self, *, stopped: bool, now: datetime) -> None:
        """Write the run's last row where its last commit still says `running`; else nothing."""
        if not self.commits:
            return
        run_only = Changes(
            batch_id=f"{self._facts.run_id}-end",
            run_id=self._facts.run_id,
            kind=self._facts.kind,
            runs=self._run_rows(self.final_status(stopped=stopped), now),
        )
        commit(self._dataset, run_only)

    def _count(self, batch: Batch, recognised: Recognised | None) -> None:
        copies, rejects = len(batch.cleaned), len(batch.rejected)
        if batch.documents != copies + rejects + batch.unchanged:
            raise ConservationError(
                f"batch {batch.batch_id}: {batch.documents} inputs, but {copies} copies + {rejects} rejects + "
                f"{batch.unchanged} unchanged = {copies + rejects + batch.unchanged}"
            )
        before = self.counts
        self.counts = Counts(
            documents_in=before.documents_in + batch.documents,
            articles_added=before.articles_added + (recognised.articles_added if recognised else 0),
            articles_revised=before.articles_revised + (recognised.articles_revised if recognised else 0),
            copies_added=before.copies_added + copies,
            rejects_added=before.rejects_added + rejects,
            unchanged=before.unchanged + batch.unchanged,
            bytes_in=before.bytes_in + batch.bytes_in,
        )
        self.reasons.update(batch.rejected.column("reason").to_pylist())

    def _run_rows(self, status: str, now: datetime) -> pa.Table:
        own = run_table(self._facts, self._batch_ids[-1], self.counts, now, status)
        return pa.concat_tables([own, self._dead_runs()])

    def _dead_runs(self) -> pa.Table:
        """Rows of runs that died while running: only one run holds the lock, so any other that says `running` is dead."""
        if self._dataset.snapshot() is None:
            return RUNS.empty_table()
        runs = self._dataset.scan("runs").to_table()
        dead = runs.filter(pc.and_(pc.equal(runs["status"], RUNNING), pc.not_equal(runs["run_id"], self._facts.run_id)))
        at = dead.schema.get_field_index("status")
        return dead.set_column(at, RUNS.field(at), pa.array([INTERRUPTED] * len(dead), pa.string())).cast(RUNS)
