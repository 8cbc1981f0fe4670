"""A table's files of an earlier minor version in; the same rows with this version's columns, written to staging, out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from pipeline.dataset.errors import SchemaMismatchError
from pipeline.dataset.manifest import Manifest, TableFile
from pipeline.dataset.parquet import stream_file, write_empty_file, write_files
from pipeline.dataset.partitions import folder_of, partition_of
from pipeline.dataset.rewrite import StagedTable
from schemas.tables import SCHEMA_VERSION, TABLES


def check_version(manifest: Manifest | None, *, migrates: bool) -> None:
    """Refuse to write to a dataset of another minor version; another major one is refused when it is opened.

    Raises:
        SchemaMismatchError: The message says what to do.
    """
    if manifest is None or manifest.schema_version == SCHEMA_VERSION:
        return
    if _minor(manifest.schema_version) > _minor(SCHEMA_VERSION):
        raise SchemaMismatchError(
            f"the dataset has schema version {manifest.schema_version}, this program writes {SCHEMA_VERSION}: "
            f"use the version of Copydesk that wrote it ({manifest.pipeline_version}) or a newer one"
        )
    if not migrates:
        raise SchemaMismatchError(
            f"the dataset has schema version {manifest.schema_version}, this program writes {SCHEMA_VERSION}: "
            "run `copydesk migrate` first; it adds the new columns, empty, and changes nothing else"
        )


def migrate_table(table: str, snapshot: Path, files: Sequence[TableFile], to: Path, stem: str) -> StagedTable:
    """Write every file of a table again with this version's schema.

    Args:
        table: One of the four.
        snapshot: The current snapshot's folder.
        files: The table's files in it.
        to: Staging folder; files appear under `<table>/`.
        stem: Start of the new files' names, unused so far in this table.

    Raises:
        SchemaMismatchError: A column is gone or of another type, or a new one may not be null: that is no minor change.
    """
    written: list[Path] = []
    for number, file in enumerate(files):
        folder = to / table / folder_of(partition_of(file.path))
        name = f"{stem}-m{number:05d}"
        done = write_files(_conformed(table, snapshot / file.path), table, TABLES[table], folder, name)
        written += done or [write_empty_file(table, TABLES[table], folder, name)]
    return StagedTable([], written, 0)


def _conformed(table: str, path: Path) -> Iterator[pa.Table]:
    schema: pa.Schema = TABLES[table]
    for piece in stream_file(path):
        if gone := sorted(set(piece.column_names) - set(schema.names)):
            raise SchemaMismatchError(f"{table}: {', '.join(gone)} would be lost; only columns that are added can be migrated")
        columns = [_column(table, piece, field) for field in schema]
        yield pa.Table.from_arrays(columns, schema=schema)


def _column(table: str, piece: pa.Table, field: pa.Field) -> pa.ChunkedArray | pa.Array:
    if field.name in piece.column_names:
        if piece.schema.field(field.name).type != field.type:
            raise SchemaMismatchError(f"{table}.{field.name}: expected {field.type}, found {piece.schema.field(field.name).type}")
        return piece[field.name]
    if pa.types.is_list(field.type):
        return pa.array([[]] * len(piece), field.type)
    if not field.nullable:
        raise SchemaMismatchError(f"{table}.{field.name}: a new column that may not be null has no value for earlier rows")
    return pa.nulls(len(piece), field.type)


def _minor(version: str) -> int:
    return int(version.split(".")[1])
