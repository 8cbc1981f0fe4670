"""The two seams at which a run leaves one machine, carried out by Apache Spark: cleaning, and the search for candidate pairs.

Both are the embedded engine's own: cleaning maps `pipeline.shard.clean_shard` over Arrow batches of shards, the search is the
same SQL text. So the outcome is the same, wherever it is computed. Needs `copydesk[spark]` and a Java runtime; which cluster,
and with what memory, is said where Spark looks for it (`spark-defaults.conf`, `PYSPARK_SUBMIT_ARGS`); nothing said is local.
Inputs and the dataset must lie where every worker finds them under the same path.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from pipeline.copies.index import candidate_pairs_sql, hashes_in
from pipeline.copies.tokens import Hashes
from pipeline.shard import Shard, ShardJob, ShardResult, clean_shard

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL_PARTITIONS = "8"
"""Pieces of a shuffle on one machine; Spark's 200 are for many."""
PAYLOAD = pa.schema([pa.field("payload", pa.binary())])


class SparkUnavailableError(Exception):
    """Spark was asked for, but is not installed, or does not start."""


class SparkEngine:
    """One Spark session; thread-safe, so that several shards are cleaned at a time."""

    def __init__(self) -> None:
        """Start or join the session.

        Raises:
            SparkUnavailableError: See there.
        """
        self._session = _session()
        self._search = threading.Lock()

    def clean(self, shard: Shard, job: ShardJob) -> ShardResult:
        """Clean one shard on some worker; blocks until it is done. A document that kills its worker ends the run."""
        row = pa.table({"payload": [pickle.dumps((shard, job))]}, schema=PAYLOAD)
        frame = self._session.createDataFrame(row).coalesce(1).mapInArrow(_clean_batches, "payload binary")
        (result,) = frame.collect()
        cleaned: ShardResult = pickle.loads(result["payload"])
        return cleaned

    def candidates(self, samples: Mapping[int, Hashes], runs: Sequence[Path]) -> dict[int, list[str]]:
        """As `pipeline.copies.index.candidates`."""
        found: dict[int, list[str]] = {}
        if not runs or not samples:
            return found
        numbers = np.repeat(np.array(list(samples), np.int64), [len(s) for s in samples.values()])
        hashes = np.concatenate(list(samples.values())).view(np.int64)
        with self._search:  # the views' names are the session's
            sketch = self._session.createDataFrame(pa.table({"document": numbers, "hash": hashes}))
            sketch.createOrReplaceTempView("sketch")
            # `Path.as_uri` would write a blank as %20, which Spark looks for to the letter.
            history = [
                self._session.read.parquet(*(f"file://{run}" for run in some)).selectExpr(f"{h} as hash", "article", "article_id")
                for h, some in hashes_in(runs)
            ]
            reduce(lambda a, b: a.union(b), history).createOrReplaceTempView("history")
            for row in self._session.sql(candidate_pairs_sql()).toLocalIterator():
                found.setdefault(row["document"], []).append(row["article_id"])
        return found

    def close(self) -> None:
        """End the session."""
        self._session.stop()

    def __enter__(self) -> SparkEngine:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self.close()


def _clean_batches(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What a worker does: shards in, their results out, pickled both."""
    for batch in batches:
        done = [pickle.dumps(clean_shard(*pickle.loads(payload))) for payload in batch.column("payload").to_pylist()]
        yield pa.RecordBatch.from_pydict({"payload": done}, schema=PAYLOAD)


def _session() -> SparkSession:
    # Workers that differ in their Python fail in Spark's own checks, or worse, after them.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise SparkUnavailableError("expected pyspark, found none: pip install 'copydesk[spark]'") from error
    quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}  # we have progress of our own
    try:
        session = SparkSession.builder.appName("copydesk").config(map=quiet).getOrCreate()
    except (PySparkException, OSError) as error:
        raise SparkUnavailableError(f"expected Spark to start, which needs Java 17 or newer: {error}") from error
    session.sparkContext.setLogLevel("ERROR")
    if session.sparkContext.master.startswith("local"):
        session.conf.set("spark.sql.shuffle.partitions", LOCAL_PARTITIONS)
    return session
