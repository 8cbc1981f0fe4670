"""A dataset and an address in; a Delta table for each of its tables there out: for object stores, which have no rename.

The one home of `deltalake`, which comes with `copydesk[delta]`. Credentials are taken from the environment, as its
documentation names them (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL`, …).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from pipeline.dataset.dataset import Dataset
from pipeline.dataset.errors import DatasetError
from pipeline.dataset.manifest import Manifest
from pipeline.dataset.parquet import stream_batches
from pipeline.dataset.partitions import partition_of
from schemas.tables import PARTITION_KEY, PARTITIONED, TABLES

SCHEMES = ("s3://", "s3a://", "gs://", "az://", "abfs://", "abfss://", "delta+file://")
"""Addresses that are published to as Delta tables; `delta+file://` is a folder, for trying it out."""

BATCH_ROWS = 5_000

_PARTITIONS = "copydesk.partitions"
_SNAPSHOT = "copydesk.snapshot"


class DeltaMissingError(DatasetError):
    """The optional library is not installed."""

    exit_code = 3


class PublishError(DatasetError):
    """The place cannot be reached, read or written to; tables published before stay, and so does all that readers see."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """What publishing did to one table."""

    table: str
    partitions: int
    """Written anew; 0 where everything was there."""
    rows: int


def publish_as_delta(dataset: Dataset, address: str) -> list[PublishedTable]:
    """Bring the Delta tables `ADDRESS/articles`, `/copies`, `/rejects` and `/runs` to the current snapshot.

    Each table changes in one Delta commit, which replaces the partitions whose files changed and says in its metadata which files
    they hold; publishing again changes nothing. One table after the other: readers of two tables together may see two snapshots,
    each commit names its own (`copydesk.snapshot`).

    Args:
        dataset: The caller holds its writer lock, so that no clean-up removes files meanwhile.
        address: One of `SCHEMES`.

    Raises:
        DeltaMissingError: `copydesk[delta]` is not installed.
        PublishError: The message gives the store's own reason; publishing again goes on where this ended.
    """
    manifest = dataset.snapshot()
    if manifest is None:
        return []
    try:
        from deltalake import exceptions
    except ImportError as error:
        raise DeltaMissingError("publishing to an object store needs deltalake: pip install 'copydesk[delta]'") from error
    address = address.removeprefix("delta+").rstrip("/")
    done: list[PublishedTable] = []
    for table in TABLES:
        try:
            done.append(_publish(dataset, manifest, table, f"{address}/{table}"))
        except (exceptions.DeltaError, OSError) as error:
            before = ", ".join(published.table for published in done) or "no table"
            raise PublishError(
                f"{address}/{table}: not published ({before} before it): {_one_line(error)}; "
                "address and credentials are taken from the environment, such as AWS_ACCESS_KEY_ID and AWS_ENDPOINT_URL"
            ) from error
    return done


def _one_line(error: Exception) -> str:
    """The library's tree of causes, printed in colours over many lines, as one line."""
    lines = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).replace("↳", "").splitlines()
    return ": ".join(line.strip() for line in lines if line.strip())


def _publish(dataset: Dataset, manifest: Manifest, table: str, address: str) -> PublishedTable:
    from deltalake import CommitProperties, DeltaTable, write_deltalake

    wanted = _digests(manifest, table)
    there = _published(DeltaTable(address).history()) if DeltaTable.is_deltatable(address) else None
    if there == wanted:
        return PublishedTable(table, 0, 0)
    odd = sorted(p for p in {*wanted, *(there or {})} if there is None or wanted.get(p) != there.get(p))
    files = [file for file in manifest.files_of(table) if partition_of(file.path) in odd]
    schema: pa.Schema = TABLES[table]
    if table in PARTITIONED:
        schema = schema.append(pa.field(PARTITION_KEY, pa.string(), nullable=False))
    rows = pa.RecordBatchReader.from_batches(schema, _batches(dataset, manifest, [f.path for f in files], schema))
    changed = ", ".join(f"'{partition}'" for partition in odd)  # months and `undated`: nothing to escape
    by_partition = table in PARTITIONED and there is not None
    write_deltalake(
        address,
        rows,
        mode="overwrite",
        partition_by=[PARTITION_KEY] if table in PARTITIONED else None,
        predicate=f"{PARTITION_KEY} IN ({changed})" if by_partition else None,
        name=table,
        commit_properties=CommitProperties(custom_metadata={_PARTITIONS: json.dumps(wanted), _SNAPSHOT: str(manifest.snapshot)}),
    )
    return PublishedTable(table, len(odd), sum(file.rows for file in files))


def _digests(manifest: Manifest, table: str) -> dict[str, str]:
    """For each partition, a hash that names its files."""
    files: dict[str, list[str]] = {}
    for file in manifest.files_of(table):
        if file.rows:
            files.setdefault(partition_of(file.path), []).append(file.sha256)
    return {partition: hashlib.sha256("".join(sorted(own)).encode()).hexdigest()[:16] for partition, own in files.items()}


def _published(history: list[dict[str, str]]) -> dict[str, str] | None:
    """What the last commit of ours says; None where none is in the log any more: then all is written anew."""
    said = next((entry[_PARTITIONS] for entry in history if _PARTITIONS in entry), None)
    return None if said is None else dict(json.loads(said))


def _batches(dataset: Dataset, manifest: Manifest, paths: list[str], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    folder = dataset.paths.snapshot(manifest.snapshot)
    for path in paths:
        for piece in stream_batches(folder / path, BATCH_ROWS):
            if PARTITION_KEY in schema.names:
                piece = piece.append_column(PARTITION_KEY, pa.repeat(partition_of(path), len(piece)))
            yield from piece.cast(schema).to_batches()
