"""Shards in, their results out: a process pool that survives the death of its workers."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType

from pipeline.learning import Memory, learn_files
from pipeline.load.settings import LoadSettings
from pipeline.load.walk import InputFile
from pipeline.shard import Shard, ShardJob, ShardResult, clean_shard, document_at
from pipeline.with_parent import end_with_parent
from schemas.reasons import Reason

QUARANTINE_ATTEMPTS = 200
"""Documents of one shard that may kill a worker, each rejected, before the run gives up on the machine instead."""


class WorkersKeepDyingError(Exception):
    """Worker processes die whatever they are given; the machine, not a document, is at fault."""


class ShardPool:
    """A pool of worker processes for `clean_shard`; thread-safe.

    A dead worker breaks a `ProcessPoolExecutor` for every shard in flight. Each of these is then cleaned again in quarantine,
    alone in a fresh process; where that dies too, the document it was at is the culprit and becomes a rejection.
    """

    def __init__(self, workers: int, work: Callable[[Shard, ShardJob], ShardResult] = clean_shard) -> None:
        """Start the processes at once, so that their imports run beside ours.

        Args:
            workers: How many.
            work: What they do with a shard; a module-level function.
        """
        self._workers, self._work = workers, work
        self._begun: dict[int, Future[ShardResult]] = {}
        self._lock = threading.Lock()
        self._quarantine = threading.Lock()
        self._executor = self._start()

    def begin(self, shards: Iterable[Shard], job: ShardJob) -> None:
        """Start on the first shards of a run at once; `clean` gives their results when it is asked for them."""
        for shard in shards:
            with self._lock:
                self._begun[shard.index] = self._submit(self._executor, shard, job)

    def clean(self, shard: Shard, job: ShardJob) -> ShardResult:
        """Clean one shard; blocks until it is done.

        Raises:
            WorkersKeepDyingError: See there.
        """
        with self._lock:
            executor = self._executor
            future = self._begun.pop(shard.index, None) or self._submit(executor, shard, job)
        try:
            return future.result()
        except BrokenProcessPool:
            self._replace(executor)
            return self._clean_alone(shard, job)

    def begin_learning(self, groups: Iterable[Sequence[InputFile]], settings: LoadSettings) -> list[Future[Memory]]:
        """Start on the first pass over some files; `learnt` gives its results."""
        with self._lock:
            return [self._executor.submit(learn_files, files, settings) for files in groups]

    def learnt(self, begun: Future[Memory]) -> Memory:
        """What a group of files has taught; nothing where a worker died meanwhile: the run proper finds the culprit."""
        try:
            return begun.result()
        except BrokenProcessPool:
            self._replace(self._executor)
            return {}

    def close(self, *, now: bool = False) -> None:
        """End the workers: after the shards at hand, or at once."""
        processes = list((self._executor._processes or {}).values())
        self._executor.shutdown(wait=not now, cancel_futures=True)
        if now:
            for process in processes:
                process.kill()

    def __enter__(self) -> ShardPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self.close(now=kind is not None)

    def _start(self) -> ProcessPoolExecutor:
        executor = _executor(self._workers)
        for _ in range(self._workers):
            executor.submit(_warm_up)
        return executor

    def _submit(self, executor: ProcessPoolExecutor, shard: Shard, job: ShardJob) -> Future[ShardResult]:
        try:
            return executor.submit(self._work, shard, job)
        except BrokenProcessPool:
            self._executor = self._start()
            return self._executor.submit(self._work, shard, job)

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._executor is broken:
                broken.shutdown(wait=False)
                self._executor = self._start()

    def _clean_alone(self, shard: Shard, job: ShardJob) -> ShardResult:
        with self._quarantine:
            for _ in range(QUARANTINE_ATTEMPTS):
                with _executor(1) as alone:
                    try:
                        return alone.submit(self._work, shard, job).result()
                    except BrokenProcessPool:
                        culprit = document_at(job.staging, shard.index)
                if culprit is None or culprit in job.skip:
                    break
                job = dataclasses.replace(job, skip={**job.skip, culprit: Reason.CRASHED})
        raise WorkersKeepDyingError(
            f"worker processes die on shard {shard.index}, whatever document they are at; "
            "expected them to live: is memory short, or is something killing processes?"
        )


def _executor(workers: int) -> ProcessPoolExecutor:
    # One document's arrays are small: threads of the linear algebra would only wait for each other, beside a worker per core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    return ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context("spawn"),  # we have threads; a fork of them may hang
        initializer=_prepare_worker,
        initargs=(os.getpid(),),
    )


def _prepare_worker(parent: int) -> None:
    # Ctrl-C reaches the whole process group; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_parent(parent)


def _warm_up() -> None:
    """Nothing: unpickling this function has imported the pipeline."""
