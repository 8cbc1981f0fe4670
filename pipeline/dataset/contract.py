"""A batch in; nothing out, or an error that says which row breaks the tables' contract."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipeline.dataset.errors import ContractError
from pipeline.dataset.ids import ID_TYPE, contained, pack_ids
from schemas.tables import KEYS, PARTITION_KEY, PARTITIONED, TABLES

if TYPE_CHECKING:
    from pipeline.dataset.changes import Changes
    from pipeline.dataset.dataset import Dataset

_BATCH_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,127}")
"""A batch id is the start of file names, where readers skip a leading `_` or `.`, and a line of the batch log."""

_ID_COLUMNS = {"articles": ("article_id",), "copies": ("copy_id", "article_id"), "rejects": ("reject_id",), "runs": ()}


def check_batch(changes: Changes) -> None:
    """Check what a batch can be checked for by itself.

    Raises:
        ContractError: A table has another schema, a required value is null, an id is malformed or occurs twice.
    """
    if not _BATCH_ID.fullmatch(changes.batch_id):
        raise ContractError(
            f"batch_id: expected a letter or digit and up to 127 more of them, -, _ and ., found {changes.batch_id!r}"
        )
    for table, rows in changes.tables().items():
        _check_schema(table, rows)
        _check_nulls(table, rows)
        for column in _ID_COLUMNS[table]:
            _packed(f"{table}.{column}", rows[column])
        keys = rows[KEYS[table]]
        if len(keys.unique()) != len(keys):
            raise ContractError(f"{table}.{KEYS[table]}: the batch holds {len(keys) - len(keys.unique())} keys twice")
    if changes.compacts and (odd := sorted({*changes.tables(), *changes.replaced} - {"runs"})):
        raise ContractError(f"a batch that compacts adds and replaces no rows, found {', '.join(odd)}")
    if changes.migrates and (changes.tables() or changes.replaced or changes.compacts):
        raise ContractError("a batch that migrates does nothing else")
    for table, gone in changes.replaced.items():
        if table not in ("articles", "copies", "rejects"):
            raise ContractError(f"replaced: expected articles, copies or rejects, found {table!r}")
        if table in PARTITIONED and PARTITION_KEY not in gone.column_names:
            raise ContractError(f"replaced[{table!r}]: expected the key and {PARTITION_KEY}, found {gone.column_names}")


def check_against(dataset: Dataset, changes: Changes) -> None:
    """Check what a batch must satisfy together with the snapshot it is added to.

    Raises:
        ContractError: A new key is already there, or a copy's article is nowhere.
    """
    tables = changes.tables()
    for table in ("articles", "copies", "rejects"):
        new, gone = np.sort(_keys(table, tables.get(table))), replaced_ids(changes.replaced, table)
        missing = len(gone) - len(dataset.find_ids(table, KEYS[table], gone))
        if missing:
            raise ContractError(f"replaced[{table!r}]: {missing} of {len(gone)} keys are not in the dataset")
        doubled = int(np.count_nonzero(~contained(dataset.find_ids(table, KEYS[table], new), gone)))
        if doubled:
            raise ContractError(f"{table}.{KEYS[table]}: {doubled} keys are already in the dataset and not named as replaced")
    _check_references(dataset, changes)


def replaced_ids(replaced: Mapping[str, pa.Table], table: str) -> NDArray[np.bytes_]:
    """Sorted keys of the rows of one table that a batch replaces.

    Raises:
        ContractError: A key is malformed or named twice.
    """
    if table not in replaced:
        return np.empty(0, ID_TYPE)
    ids = np.sort(_packed(f"replaced[{table!r}]", replaced[table].column(0)))
    if np.any(ids[1:] == ids[:-1]):
        raise ContractError(f"replaced[{table!r}]: a key is named twice")
    return ids


def _check_schema(table: str, rows: pa.Table) -> None:
    expected: pa.Schema = TABLES[table]
    if rows.schema.names != expected.names:
        odd = sorted(set(rows.schema.names) ^ set(expected.names)) or "another order"
        raise ContractError(f"{table}: expected the columns of schemas.tables, differing: {odd}")
    for field in expected:
        if rows.schema.field(field.name).type != field.type:
            raise ContractError(f"{table}.{field.name}: expected {field.type}, found {rows.schema.field(field.name).type}")


def _check_nulls(table: str, rows: pa.Table) -> None:
    for field in TABLES[table]:
        column = rows[field.name]
        if not field.nullable and column.null_count:
            raise ContractError(f"{table}.{field.name}: {column.null_count} of {len(column)} values are null, none may be")
        if pa.types.is_list(field.type) and any(chunk.flatten().null_count for chunk in column.chunks):
            raise ContractError(f"{table}.{field.name}: a list holds a null")


def _check_references(dataset: Dataset, changes: Changes) -> None:
    tables = changes.tables()
    new_articles = np.sort(_keys("articles", tables.get("articles")))
    gone = replaced_ids(changes.replaced, "articles")
    removed = gone[~contained(gone, new_articles)]
    if "copies" in tables:
        wanted = np.unique(pack_ids(tables["copies"]["article_id"]))
        wanted = wanted[~contained(wanted, new_articles)]
        known = dataset.find_ids("articles", "article_id", wanted)
        lost = int(np.count_nonzero(~contained(wanted, known) | contained(wanted, removed)))
        if lost:
            raise ContractError(f"copies.article_id: {lost} articles are in neither the dataset nor the batch")
    if len(removed):
        _check_no_orphans(dataset, changes, removed)


def _check_no_orphans(dataset: Dataset, changes: Changes, removed: NDArray[np.bytes_]) -> None:
    pointing = contained(dataset.column_of_ids("copies", "article_id"), removed)
    moved = contained(dataset.column_of_ids("copies", "copy_id"), replaced_ids(changes.replaced, "copies"))
    orphans = int(np.count_nonzero(pointing & ~moved))
    if orphans:
        raise ContractError(f"articles: {len(removed)} rows are removed while {orphans} copies still point to them")


def _keys(table: str, rows: pa.Table | None) -> NDArray[np.bytes_]:
    return np.empty(0, ID_TYPE) if rows is None else pack_ids(rows[KEYS[table]])


def _packed(where: str, column: pa.ChunkedArray) -> NDArray[np.bytes_]:
    try:
        return pack_ids(column)
    except ValueError as error:
        raise ContractError(f"{where}: {error}") from None
