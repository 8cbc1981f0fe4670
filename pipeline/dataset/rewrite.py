"""A table's current files and a batch's rows in; the files that stay and the new ones, written to staging, out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.dataset.manifest import TableFile
from pipeline.dataset.parquet import read_file, sort_rows, stream_file, write_empty_file, write_files
from pipeline.dataset.partitions import FLAT, folder_of, partition_of, split
from schemas.tables import KEYS, PARTITIONED, TABLES, UNDATED

MERGE_BYTES = 32 * 1024 * 1024
"""A partition's new rows take in earlier files up to this much together: sorting them needs about ten times that in memory."""

ALWAYS_MERGE_BYTES = 128 * 1024
"""Smaller files are taken in by whatever comes next: their footers outweigh their rows."""


@dataclass(frozen=True, slots=True)
class StagedTable:
    """One table of the next snapshot."""

    kept: list[TableFile]
    """Files of the current snapshot that stay as they are."""
    written: list[Path]
    """New files below the staging folder."""
    removed: int
    """Earlier rows taken out."""


def stage_table(
    table: str,
    snapshot: Path | None,
    files: list[TableFile],
    new: pa.Table | None,
    gone: Mapping[str, pa.Array],
    to: Path,
    stem: str,
) -> StagedTable:
    """Write one table's new files.

    Args:
        table: One of the four.
        snapshot: The current snapshot's folder; None before the first.
        files: The table's files in it.
        new: Rows to add; None is none.
        gone: By partition, the keys of rows to take out.
        to: Staging folder; files appear under `<table>/`.
        stem: Start of the new files' names, unused so far in this table.

    Returns:
        What the table consists of now; it has at least one file, if only one without rows.
    """
    there: dict[str, list[TableFile]] = defaultdict(list)
    for file in files:
        if file.rows:
            there[partition_of(file.path)].append(file)
    written: list[Path] = []
    removed = 0
    parts = split(table, new) if new is not None else {}
    for partition in sorted(parts.keys() | gone.keys()):
        where = _Partition(table, snapshot, to / table / folder_of(partition), stem)
        staged = _stage_partition(where, there[partition], parts.get(partition), gone.get(partition))
        there[partition] = staged.kept
        written += staged.written
        removed += staged.removed
    kept = [file for files_there in there.values() for file in files_there]
    if not kept and not written:
        if empty := [file for file in files if not file.rows]:
            return StagedTable(empty, [], removed)
        folder = to / table / folder_of(UNDATED if table in PARTITIONED else FLAT)
        written = [write_empty_file(table, TABLES[table], folder, stem)]
    return StagedTable(kept, written, removed)


@dataclass(frozen=True, slots=True)
class _Partition:
    table: str
    snapshot: Path | None
    to: Path
    stem: str

    def source(self, file: TableFile) -> Path:
        assert self.snapshot is not None, "only a snapshot has files"
        return self.snapshot / file.path

    def write(self, pieces: Iterator[pa.Table], stem: str) -> list[Path]:
        return write_files(pieces, self.table, TABLES[self.table], self.to, stem)


def _stage_partition(where: _Partition, files: list[TableFile], new: pa.Table | None, gone: pa.Array | None) -> StagedTable:
    hits = _hits(where, files, gone)
    large = [file for file in files if file.path in hits and file.bytes > MERGE_BYTES]
    merged = _to_merge([file for file in files if file not in large], hits, new)
    written: list[Path] = []
    for number, file in enumerate(large):
        written += where.write(_without(where, stream_file(where.source(file)), gone), f"{where.stem}-r{number:03d}")
    pieces = [] if new is None else [new]
    for file in merged:
        pieces += _without(where, iter([read_file(where.source(file), TABLES[where.table])]), gone)
    if pieces:
        rows = sort_rows(pa.concat_tables(piece.cast(TABLES[where.table]) for piece in pieces), where.table)
        written += where.write(iter([rows]), where.stem)
    kept = [file for file in files if file not in large and file not in merged]
    return StagedTable(kept, written, sum(hits.values()))


def _hits(where: _Partition, files: list[TableFile], gone: pa.Array | None) -> dict[str, int]:
    """How many of the keys each file holds; files without any are left out."""
    if gone is None or len(gone) == 0:
        return {}
    key = KEYS[where.table]
    counts = {
        file.path: sum(pc.sum(pc.is_in(p[key], gone)).as_py() or 0 for p in stream_file(where.source(file), [key]))
        for file in files
    }
    return {path: count for path, count in counts.items() if count}


def _to_merge(files: list[TableFile], hits: Mapping[str, int], new: pa.Table | None) -> list[TableFile]:
    """The files to write again together with the new rows, so that a partition of n rows keeps about log2(n) files.

    Files that lose rows must be; others when they hold no more rows than what is being written anyway, smallest first.
    """
    merged = [file for file in files if file.path in hits]
    rows = (0 if new is None else new.num_rows) + sum(file.rows for file in merged)
    size = sum(file.bytes for file in merged)
    for file in sorted((f for f in files if f.path not in hits), key=lambda f: (f.rows, f.path)):
        if size + file.bytes > MERGE_BYTES or (file.rows > rows and file.bytes > ALWAYS_MERGE_BYTES):
            break
        merged.append(file)
        rows += file.rows
        size += file.bytes
    return merged


def _without(where: _Partition, pieces: Iterator[pa.Table], gone: pa.Array | None) -> Iterator[pa.Table]:
    for piece in pieces:
        yield piece if gone is None else piece.filter(pc.invert(pc.is_in(piece[KEYS[where.table]], gone)))
