"""`copydesk backfill`: settings in, a committed dataset and an exit code out; starts everything that can start early, early."""

from __future__ import annotations

import itertools
import shutil
import time
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime

from flows import exit_codes
from flows.console import say, to_stderr, to_stdout
from flows.embedded_server import EmbeddedServer
from flows.exit_codes import NOTHING_PUBLISHED, SOME_FAILED
from flows.interruption import Interruption
from flows.learning import learn_sites
from flows.pool import ShardPool
from flows.progress import RunProgress
from flows.run import Outcome, Prepared, prepare
from flows.run_rows import DONE, DONE_WITH_FAILURES, INTERRUPTED, REFUSED, last_line
from flows.settings import BackfillSettings, SettingsError
from pipeline.copies.index import candidates
from pipeline.dataset.dataset import Dataset
from pipeline.load.errors import InputNotFoundError
from pipeline.spark import SparkEngine, SparkUnavailableError

EXIT_BY_STATUS = {REFUSED: NOTHING_PUBLISHED, DONE: exit_codes.DONE, DONE_WITH_FAILURES: SOME_FAILED}
"""Exit codes of runs that ended by themselves."""


def backfill(settings: BackfillSettings) -> int:
    """Clean an archive into a dataset, as a Prefect flow run.

    Raises:
        SettingsError: A path or option cannot be used; before anything has started.
        DatasetError: The dataset is locked, is none, has another schema, or its disk is full.
    """
    started = time.monotonic()
    now = datetime.now(UTC)
    dataset = Dataset.create_or_open(settings.out)
    with (
        dataset.writing(),
        _spark(settings) as spark,
        EmbeddedServer() as server,
        RunProgress("backfill") as progress,
    ):
        prepared = _prepare(dataset, settings, now)
        progress.expect(prepared.plan.bytes)
        interruption = Interruption()
        try:
            with interruption.watch():
                outcome = _run(prepared, dataset, settings, server, progress, interruption, spark)
        finally:
            shutil.rmtree(prepared.job.staging, ignore_errors=True)
    _report(outcome, settings, time.monotonic() - started)
    if outcome.status == INTERRUPTED:
        return interruption.exit_code()
    return EXIT_BY_STATUS[outcome.status]


def _spark(settings: BackfillSettings) -> AbstractContextManager[SparkEngine | None]:
    if settings.engine != "spark":
        return nullcontext()
    try:
        return SparkEngine()
    except SparkUnavailableError as error:
        raise SettingsError(f"--engine spark: {error}") from error


def _prepare(dataset: Dataset, settings: BackfillSettings, now: datetime) -> Prepared:
    try:
        return prepare(dataset, settings, now)
    except InputNotFoundError as error:
        raise SettingsError(f"PATH: {error}") from error


def _run(
    prepared: Prepared,
    dataset: Dataset,
    settings: BackfillSettings,
    server: EmbeddedServer,
    progress: RunProgress,
    interruption: Interruption,
    spark: SparkEngine | None,
) -> Outcome:
    shard_bytes = prepared.plan.shard_bytes
    with ShardPool(max(1, min(settings.worker_count, prepared.plan.shards))) as pool:
        # Prefect's import takes two seconds, its server five more: the workers are at the first shards meanwhile.
        prepared = learn_sites(
            prepared, dataset, pool, stopped=interruption.stop.is_set, on_progress=lambda note: progress.show(0, 0, note)
        )
        if spark is None and not interruption.stop.is_set():
            pool.begin(itertools.islice(prepared.plan, settings.worker_count + 1), prepared.job)
        from flows.backfill import run_backfill_flow

        server.wait_ready()
        return run_backfill_flow(
            prepared,
            dataset,
            settings,
            spark or pool,
            stop=interruption.stop,
            on_signals=interruption.watch,
            on_progress=lambda result: progress.advance(result.documents, shard_bytes[result.index]),
            search=spark.candidates if spark else candidates,
        )


def _report(outcome: Outcome, settings: BackfillSettings, seconds: float) -> None:
    for reason, count in outcome.reasons_by_count:
        to_stderr(f"rejected, {reason}: {count:,}")
    if outcome.status == REFUSED:
        new = outcome.counts.documents_in - outcome.counts.unchanged
        rate = 100 * outcome.counts.rejects_added / new
        say(
            f"nothing published: {rate:.1f} % of the new inputs were rejected, "
            f"--fail-on-reject-rate allows {settings.fail_on_reject_rate:g} %"
        )
    if not outcome.counts.documents_in and outcome.status == DONE:
        say(f"no file in {', '.join(settings.paths)}; names that begin with a dot are skipped")
    to_stdout(last_line(outcome.run_id, outcome.counts, seconds, outcome.status), flush=True)
