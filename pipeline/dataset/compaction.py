"""A table's files in; few well-sized ones with the same rows, written to staging, and the files that stay out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from pipeline.dataset.index_runs import is_merged
from pipeline.dataset.layout import DatasetPaths
from pipeline.dataset.manifest import Manifest, TableFile
from pipeline.dataset.merge import merge_sorted
from pipeline.dataset.parquet import stream_batches, write_files
from pipeline.dataset.partitions import folder_of, partition_of
from pipeline.dataset.rewrite import StagedTable
from schemas.tables import SORT_KEYS, TABLES

ENOUGH_BYTES = 128 * 1024 * 1024
"""Files of this size are left as they are: scans are no faster on bigger ones, and writing them again costs."""

MERGE_BYTES_IN_MEMORY = 64 * 1024 * 1024
"""Of all files together, about, while they are merged."""

MIN_BATCH_ROWS = 64
MAX_BATCH_ROWS = 5_000


def needs_compaction(paths: DatasetPaths, manifest: Manifest) -> bool:
    """Whether compacting this snapshot would change anything; the few rows of `runs` need none."""
    tables = any(_small(manifest.files_of(table)) for table in TABLES if table != "runs")
    return tables or not is_merged(manifest.state_files, paths.root)


def compact_table(table: str, snapshot: Path, files: Sequence[TableFile], to: Path, stem: str) -> StagedTable:
    """Merge the small files of each partition; rows and their order within a file are kept.

    Args:
        table: One of the four.
        snapshot: The current snapshot's folder.
        files: The table's files in it.
        to: Staging folder; files appear under `<table>/`.
        stem: Start of the new files' names, unused so far in this table.
    """
    small = _small(files)
    written: list[Path] = []
    for partition, merged in sorted(small.items()):
        step = _batch_rows(merged)
        streams = [stream_batches(snapshot / file.path, step) for file in merged]
        pieces = merge_sorted(streams, SORT_KEYS[table])
        written += write_files(pieces, table, TABLES[table], to / table / folder_of(partition), stem)
    taken = {file.path for merged in small.values() for file in merged}
    return StagedTable([file for file in files if file.path not in taken], written, 0)


def _small(files: Sequence[TableFile]) -> dict[str, list[TableFile]]:
    """By partition, the files that are worth merging with one another."""
    small: dict[str, list[TableFile]] = defaultdict(list)
    for file in files:
        if file.rows and file.bytes < ENOUGH_BYTES:
            small[partition_of(file.path)].append(file)
    return {partition: there for partition, there in small.items() if len(there) > 1}


def _batch_rows(files: Sequence[TableFile]) -> int:
    # Text takes about three times its compressed size.
    row_bytes = 3 * sum(file.bytes for file in files) / sum(file.rows for file in files)
    return int(min(MAX_BATCH_ROWS, max(MIN_BATCH_ROWS, MERGE_BYTES_IN_MEMORY / row_bytes / len(files))))
