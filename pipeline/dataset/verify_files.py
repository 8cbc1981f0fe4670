"""A snapshot's files and its manifest in; files that are not what the manifest and the schema say out."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.dataset.durable import sha256_of
from pipeline.dataset.layout import DatasetPaths
from pipeline.dataset.manifest import Manifest, StateFile, TableFile
from pipeline.dataset.parquet import stream_file
from pipeline.dataset.partitions import partition_of, published_months
from pipeline.dataset.problems import Findings
from pipeline.dataset.recover import kept_snapshots
from schemas.tables import KEYS, PARTITIONED, SORT_KEYS, TABLES


def check_link(paths: DatasetPaths, findings: Findings) -> None:
    """A dataset without a current snapshot has none at all: else its link was lost."""
    if kept := kept_snapshots(paths):
        findings.add("link", "tables", f"expected a link to snapshot {kept[-1]}, found none; the next run makes it again")


def check_manifest(paths: DatasetPaths, manifest: Manifest, findings: Findings) -> None:
    """The manifest against itself and against the batch log."""
    rows: Counter[str] = Counter()
    for file in manifest.files:
        rows[file.table] += file.rows
    for table in TABLES:
        if rows[table] != manifest.sealed.get(table):
            findings.add("sealed", table, f"{manifest.sealed.get(table)} rows sealed, {rows[table]} in the files' list")
        if not manifest.files_of(table):
            findings.add("sealed", table, "no file at all, not even an empty one")
    with paths.batch_log.open("rb") as log:
        batches = log.read(manifest.batch_log_bytes).splitlines()
    if not batches or batches[-1] != manifest.batch_id.encode():
        findings.add("batch_log", paths.batch_log.name, f"expected {manifest.batch_id} as the last of {len(batches)} batches")


def check_unexpected(paths: DatasetPaths, manifest: Manifest, findings: Findings) -> None:
    """Anything below the snapshot that the manifest does not name: readers would take it for data."""
    folder = paths.snapshot(manifest.snapshot)
    named = {file.path for file in manifest.files}
    folders = {parent.as_posix() for path in named for parent in Path(path).parents}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name not in (folders if path.is_dir() else named):
            findings.add("unexpected", name, "is not in the manifest")


def check_state(paths: DatasetPaths, manifest: Manifest, findings: Findings) -> None:
    """The state files against the manifest."""
    for file in manifest.state_files:
        _same_bytes(paths.root / file.path, file, findings)


def check_file(path: Path, file: TableFile, findings: Findings) -> None:
    """One Parquet file against its entry in the manifest and against what its rows must be.

    Args:
        path: Where it is.
        file: What the manifest says of it.
        findings: Takes the problems.
    """
    if not _same_bytes(path, file, findings):
        return
    try:
        _check_schema(path, file, findings)
        _check_rows(path, file, findings)
    except (pa.ArrowInvalid, OSError) as error:
        findings.add("unreadable", file.path, str(error))


def _same_bytes(path: Path, file: TableFile | StateFile, findings: Findings) -> bool:
    """Whether the file is there at all."""
    if not path.is_file():
        findings.add("missing", file.path, "is in the manifest and not on disk")
        return False
    if path.stat().st_size != file.bytes:
        findings.add("size", file.path, f"expected {file.bytes} bytes, found {path.stat().st_size}")
    elif sha256_of(path) != file.sha256:
        findings.add("sha256", file.path, "the content is not what was committed")
    return True


def _check_schema(path: Path, file: TableFile, findings: Findings) -> None:
    expected: pa.Schema = TABLES[file.table]
    with pq.ParquetFile(path) as parquet:
        found, rows = parquet.schema_arrow, parquet.metadata.num_rows
    odd = sorted(set(found.names) ^ set(expected.names))
    # Parquet calls a list's items `element`, Arrow `item`: types are compared without that name, meanings on their own.
    odd += [f.name for f in found if f.name in expected.names and not _same_field(f, expected.field(f.name))]
    if odd or found.names != expected.names or found.metadata != expected.metadata:
        findings.add("schema", file.path, f"differs from schemas.tables in {odd or 'its metadata or the order of its columns'}")
    if rows != file.rows:
        findings.add("row_count", file.path, f"expected {file.rows} rows, found {rows}")


def _same_field(found: pa.Field, expected: pa.Field) -> bool:
    return bool(found.equals(expected)) and found.metadata == expected.metadata


def _check_rows(path: Path, file: TableFile, findings: Findings) -> None:
    keys = list(SORT_KEYS[file.table])
    wanted = {*keys, KEYS[file.table]}
    if file.table in PARTITIONED:
        wanted |= {"published_at", "published_date"}
    if file.table == "articles":
        wanted |= {"text", "text_sha256", "word_count"}
    last: pa.Table | None = None
    for rows in stream_file(path, sorted(wanted)):
        ordered = rows.select(keys) if last is None else pa.concat_tables([last, rows.select(keys)])
        if not _is_sorted(ordered, keys):
            findings.add("sort_order", file.path, f"rows are not in the order of {', '.join(keys)}")
        last = ordered.slice(max(0, ordered.num_rows - 1))
        if file.table in PARTITIONED:
            _check_partition(rows, file, findings)
        if file.table == "articles":
            _check_texts(rows, findings)


def _is_sorted(rows: pa.Table, keys: list[str]) -> bool:
    order = pc.sort_indices(rows, sort_keys=[(key, "ascending") for key in keys]).to_numpy()
    return bool(np.array_equal(order, np.arange(rows.num_rows)))


def _check_partition(rows: pa.Table, file: TableFile, findings: Findings) -> None:
    expected = partition_of(file.path)
    for key, month in zip(rows[KEYS[file.table]].to_pylist(), published_months(rows), strict=True):
        if month != expected:
            findings.add("partition", f"{file.table} {key}", f"belongs to {month}, stands in {file.path}")


def _check_texts(rows: pa.Table, findings: Findings) -> None:
    columns = (rows[name].to_pylist() for name in ("article_id", "text", "text_sha256", "word_count"))
    for key, text, digest, words in zip(*columns, strict=True):
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            findings.add("text_sha256", f"articles {key}", "is not the hash of text")
        if not 0 <= words <= len(text) or (words == 0 and text.strip()):
            findings.add("word_count", f"articles {key}", f"{words} words in {len(text)} characters")
