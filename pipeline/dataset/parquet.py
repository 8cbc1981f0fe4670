"""Arrow rows in, finished Parquet files out: the one place that knows how Copydesk writes and reads Parquet."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from schemas.tables import SORT_KEYS

ROW_GROUP_ROWS = 20_000
"""Rows a row group: small enough to skip, large enough to compress."""

ROW_GROUP_BYTES = 64 * 1024 * 1024
"""Memory a row group at most, so that very long texts do not multiply it."""

INDEX_ROW_GROUP_ROWS = 250_000
"""Rows a row group of the near-duplicate index: two narrow columns."""

SITE_MEMORY_ROW_GROUP_ROWS = 480
"""Ten sources of the site memory: a worker reads one source."""

MAX_FILE_BYTES = 512 * 1024 * 1024
"""No file is bigger; a partition goes on in the next part."""

_CHECK_ROWS = 1_000
"""Step in which rows are counted towards a row group."""

_UNIQUE = frozenset(
    {
        *("article_id", "copy_id", "reject_id", "text_sha256", "raw_sha256"),
        *("text", "title", "description", "excerpt", "url", "url_canonical", "image_url"),
    }
)
"""Columns whose values hardly repeat: a dictionary would hold each value once and an index beside it."""

_NO_STATISTICS = frozenset({"text"})
"""Minimum and maximum of a body help no query."""


def write_files(pieces: Iterable[pa.Table], table_name: str, schema: pa.Schema, folder: Path, stem: str) -> list[Path]:
    """Write rows as `<stem>-0000.parquet`, `<stem>-0001.parquet`, … into `folder`.

    Args:
        pieces: Rows with `schema`, in the table's sort order within and across pieces; consumed one at a time.
        table_name: One of the four tables, for its sort keys.
        schema: What every file carries, metadata included.
        folder: Created if missing.
        stem: Start of the names; the same rows and stem give the same files, byte for byte.

    Returns:
        The files, in order; none where there are no rows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    writer: pq.ParquetWriter | None = None
    try:
        for group in _row_groups(pieces, schema):
            if writer is None:
                files.append(folder / f"{stem}-{len(files):04d}.parquet")
                writer = _writer(files[-1], table_name, schema)
            writer.write_table(group, row_group_size=group.num_rows)
            if files[-1].stat().st_size + ROW_GROUP_BYTES > MAX_FILE_BYTES:
                writer.close()
                writer = None
    finally:
        if writer is not None:
            writer.close()
    return files


def write_empty_file(table_name: str, schema: pa.Schema, folder: Path, stem: str) -> Path:
    """Write a file without rows that carries the full schema, so that readers find the table's columns."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}-0000.parquet"
    _writer(path, table_name, schema).close()
    return path


def write_index_run(pieces: Iterable[pa.Table], path: Path) -> None:
    """Write one run of the near-duplicate index, in its maker's order and schema.

    Args:
        pieces: At least one, all with one schema; consumed one at a time.
        path: The file.
    """
    writer: pq.ParquetWriter | None = None
    try:
        for group in _groups_of(pieces, INDEX_ROW_GROUP_ROWS):
            if writer is None:
                # Sorted hashes pack as their differences: 3 bytes each where plain values, compressed, take 4.
                numbers = [f.name for f in group.schema if pa.types.is_integer(f.type)]
                writer = pq.ParquetWriter(
                    path,
                    group.schema,
                    compression="zstd",
                    compression_level=3,
                    use_dictionary=[name for name in group.schema.names if name not in numbers],
                    column_encoding=dict.fromkeys(numbers, "DELTA_BINARY_PACKED"),
                )
            writer.write_table(group, row_group_size=group.num_rows)
    finally:
        if writer is not None:
            writer.close()


def serialise(rows: pa.Table, row_group_rows: int) -> bytes:
    """A small table as the bytes of a file."""
    sink = io.BytesIO()
    pq.write_table(rows, sink, row_group_size=row_group_rows, compression="zstd", compression_level=3)
    return sink.getvalue()


def stream_batches(path: Path, rows: int) -> Iterator[pa.Table]:
    """The rows of one file in pieces of at most `rows`, without a whole row group in memory."""
    with pq.ParquetFile(path, pre_buffer=False) as file:
        for batch in file.iter_batches(batch_size=rows):
            yield pa.Table.from_batches([batch])


def read_file(path: Path, schema: pa.Schema) -> pa.Table:
    """All rows of one file, with exactly `schema`."""
    with pq.ParquetFile(path) as file:
        return file.read().cast(schema)


def stream_file(path: Path, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """The rows of one file, one row group at a time.

    Args:
        path: The file.
        columns: Names of the columns to read; None is all.
    """
    with pq.ParquetFile(path) as file:
        for number in range(file.num_row_groups):
            yield file.read_row_group(number, columns=columns)


def take_rows(path: Path, wanted: NDArray[np.bool_]) -> Iterator[pa.Table]:
    """Some rows of one file, row groups without any passed over.

    Args:
        path: The file.
        wanted: True for each row to take; as long as the file.
    """
    with pq.ParquetFile(path) as file:
        start = 0
        for number in range(file.num_row_groups):
            here = wanted[start : start + file.metadata.row_group(number).num_rows]
            start += len(here)
            if here.any():
                yield file.read_row_group(number).take(np.flatnonzero(here))


def read_column(path: Path, name: str) -> pa.ChunkedArray:
    """One narrow column of one file."""
    with pq.ParquetFile(path, pre_buffer=False) as file:
        return file.read(columns=[name], use_threads=False).column(0)


def count_rows(path: Path) -> int:
    """Rows of one file, from its footer."""
    with pq.ParquetFile(path) as file:
        return int(file.metadata.num_rows)


def sort_rows(rows: pa.Table, table_name: str) -> pa.Table:
    """Rows in the table's order, nulls last."""
    return rows.sort_by([(name, "ascending") for name in SORT_KEYS[table_name]])


def _groups_of(pieces: Iterable[pa.Table], rows: int) -> Iterator[pa.Table]:
    """Pieces put together until they have at least `rows`; the last group has what is left."""
    pending: list[pa.Table] = []
    count = 0
    for piece in pieces:
        pending.append(piece)
        count += piece.num_rows
        if count >= rows:
            yield pa.concat_tables(pending).combine_chunks()
            pending, count = [], 0
    if pending:
        yield pa.concat_tables(pending).combine_chunks()


def _row_groups(pieces: Iterable[pa.Table], schema: pa.Schema) -> Iterator[pa.Table]:
    pending: list[pa.RecordBatch] = []
    rows = size = 0
    for piece in pieces:
        for batch in piece.cast(schema).to_batches(max_chunksize=_CHECK_ROWS):
            pending.append(batch)
            rows += batch.num_rows
            size += batch.nbytes
            if rows >= ROW_GROUP_ROWS or size >= ROW_GROUP_BYTES:
                yield pa.Table.from_batches(pending, schema)
                pending, rows, size = [], 0, 0
    if rows:
        yield pa.Table.from_batches(pending, schema)


def _writer(path: Path, table_name: str, schema: pa.Schema) -> pq.ParquetWriter:
    leaves = {field.name: f"{field.name}.list.element" if pa.types.is_list(field.type) else field.name for field in schema}
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=3,
        use_dictionary=[leaf for name, leaf in leaves.items() if name not in _UNIQUE],
        write_statistics=[leaf for name, leaf in leaves.items() if name not in _NO_STATISTICS],
        write_page_index=True,
        sorting_columns=pq.SortingColumn.from_ordering(schema, [(name, "ascending") for name in SORT_KEYS[table_name]]),
    )
