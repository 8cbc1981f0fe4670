"""The pool of workers: a document that kills its worker costs itself alone."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.pool import ShardPool, WorkersKeepDyingError
from pipeline.load.settings import LoadSettings
from pipeline.normalise.normalise import NormaliseSettings
from pipeline.shard import Shard, ShardJob, ShardResult, _Position
from schemas.reasons import Reason

DOCUMENTS = 10
DEADLY = {3, 7}


def job(staging: Path) -> ShardJob:
    return ShardJob(
        run_id="r",
        now=datetime(2031, 1, 1, tzinfo=UTC),
        staging=staging,
        known_ids=None,
        load=LoadSettings(),
        normalise=NormaliseSettings(),
    )


def die_on_some(shard: Shard, job: ShardJob) -> ShardResult:
    """Stands for a shard of ten documents, two of which kill the process that cleans them; shard 1 is harmless."""
    folder = job.staging / f"shard-{shard.index:08d}"
    folder.mkdir(exist_ok=True)
    with _Position(folder / "at") as position:
        for ordinal in range(DOCUMENTS):
            position.set(ordinal)
            if shard.index == 0 and ordinal in DEADLY and ordinal not in job.skip:
                os._exit(9)
    reasons = {str(reason): 1 for reason in job.skip.values()}
    return ShardResult(
        index=shard.index,
        parts=(),
        documents=DOCUMENTS,
        cleaned=DOCUMENTS - len(job.skip),
        rejected=len(job.skip),
        unchanged=0,
        bytes_in=0,
        reasons=reasons,
        seconds=0.0,
        cpu_seconds=0.0,
    )


def die_at_once(_shard: Shard, _job: ShardJob) -> ShardResult:
    """Stands for a machine that kills every worker before it has begun."""
    os._exit(9)


@pytest.fixture
def pool() -> Iterator[ShardPool]:
    with ShardPool(1, die_on_some) as running:
        yield running


def test_a_deadly_document_is_rejected_and_the_rest_cleaned(pool: ShardPool, tmp_path: Path) -> None:
    """Each culprit is found by its position and skipped as `crashed`; the pool then goes on."""
    result = pool.clean(Shard(index=0, inputs=()), job(tmp_path))
    assert (result.cleaned, result.rejected, result.reasons) == (8, 2, {Reason.CRASHED: 1})
    assert pool.clean(Shard(index=1, inputs=()), job(tmp_path)).cleaned == DOCUMENTS


def test_a_machine_that_kills_everything_ends_the_run(tmp_path: Path) -> None:
    """No document is blamed for what they cannot all have done."""
    with ShardPool(1, die_at_once) as pool, pytest.raises(WorkersKeepDyingError):
        pool.clean(Shard(index=0, inputs=()), job(tmp_path))
