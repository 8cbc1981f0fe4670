"""The near-duplicate index's runs and a batch's own in; the runs that stay and the one new file, written to staging, out.

As in a log-structured merge tree: runs of about one size are merged when enough of them have come together, so that an index of
n rows keeps about log n runs and each row is written about log n times.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.dataset.manifest import StateFile
from pipeline.dataset.merge import merge_sorted
from pipeline.dataset.parquet import stream_batches, write_index_run

FAN_IN = 4
"""Runs of one size that are merged into one, sizes being powers of this: at most three a size stay."""

CHEAP_MERGE_BYTES = 64 * 1024 * 1024
"""What a commit merges at most, less than two seconds of work; bigger runs wait for `copydesk compact`."""

MERGE_ROWS = 400_000
"""Rows of all runs together in memory while merging, 20 MB and some copies of it."""


class IndexUpkeep(StrEnum):
    """What a commit does about the runs that are there."""

    MERGE_CHEAP = "merge_cheap"
    """Merge the batch's run with those of its size, as far as it is cheap."""
    MERGE_ALL = "merge_all"
    """Make one run of all."""
    REPLACE_ALL = "replace_all"
    """Forget all runs: the batch's own is the whole index."""


@dataclass(frozen=True, slots=True)
class StagedIndex:
    """The index of the next snapshot."""

    kept: tuple[StateFile, ...]
    """Runs that stay as they are, oldest first."""
    written: Path | None
    """The new run in the staging folder; None where there is nothing new."""


def stage_index(
    runs: Sequence[StateFile], root: Path, new: pa.Table | None, parts: Sequence[Path], upkeep: IndexUpkeep, to: Path
) -> StagedIndex:
    """Write the one new run of a commit, with those it takes in.

    Args:
        runs: The current snapshot's, oldest first; each sorted by its first column.
        root: The dataset's folder, for their paths.
        new: The batch's own rows, sorted by the first column; None or empty is none.
        parts: More of them in files, of the same schema and so sorted.
        upkeep: What to do about earlier runs.
        to: The file to write.

    Returns:
        What the index consists of now; rows of runs that are taken in are all in the new run.
    """
    own = new if new is not None and new.num_rows else None
    if upkeep is IndexUpkeep.REPLACE_ALL:
        taken: list[StateFile] = []
        kept: tuple[StateFile, ...] = ()
    else:
        taken = _all_alike(runs, root, own) if upkeep is IndexUpkeep.MERGE_ALL else _cheap(runs, root, own)
        kept = tuple(run for run in runs if run not in taken)
    if not taken and not parts and own is None:
        return StagedIndex(kept, None)
    to.parent.mkdir(parents=True, exist_ok=True)
    step = max(1, MERGE_ROWS // (len(taken) + len(parts) + 1))
    files = [*(root / run.path for run in taken), *parts]
    streams = [stream_batches(path, step) for path in files]
    if own is not None:
        streams.append(_slices(own, step))
    if len(streams) == 1:
        write_index_run(streams[0], to)
    else:
        write_index_run(merge_sorted(streams, [(own.schema if own is not None else pq.read_schema(files[0])).names[0]]), to)
    return StagedIndex(kept, to)


def is_merged(runs: Sequence[StateFile], root: Path) -> bool:
    """Whether `IndexUpkeep.MERGE_ALL` would find nothing to do."""
    return not _all_alike(runs, root, None)


def _cheap(runs: Sequence[StateFile], root: Path, own: pa.Table | None) -> list[StateFile]:
    if own is None:
        return []
    alike = [run for run in runs if pq.read_schema(root / run.path).equals(own.schema)]
    taken: list[StateFile] = []
    rows = own.num_rows
    while True:
        peers = [run for run in alike if run not in taken and _size_class(run.rows) <= _size_class(rows)]
        if len(peers) + 1 < FAN_IN or sum(run.bytes for run in (*taken, *peers)) > CHEAP_MERGE_BYTES:
            return taken
        taken += peers
        rows += sum(run.rows for run in peers)


def _all_alike(runs: Sequence[StateFile], root: Path, own: pa.Table | None) -> list[StateFile]:
    """Every run that can be merged with the newest, or none where that is only one; another schema stays on its own."""
    if not runs:
        return []
    schema = own.schema if own is not None else pq.read_schema(root / runs[-1].path)
    alike = [run for run in runs if pq.read_schema(root / run.path).equals(schema)]
    return alike if own is not None or len(alike) > 1 else []


def _size_class(rows: int) -> int:
    return int(math.log(max(1, rows), FAN_IN) + 1e-9)


def _slices(rows: pa.Table, step: int) -> Iterator[pa.Table]:
    for start in range(0, rows.num_rows, step):
        yield rows.slice(start, step)
