"""A dataset and a batch in, the dataset's next snapshot out: visible as a whole, through one rename, or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.dataset.changes import Changes
from pipeline.dataset.compaction import compact_table
from pipeline.dataset.contract import check_against, check_batch
from pipeline.dataset.dataset import Dataset
from pipeline.dataset.durable import FULL, remove, sha256_of, sync, sync_all, write_durably
from pipeline.dataset.errors import ContractError, DiskFullError
from pipeline.dataset.index_runs import IndexUpkeep, stage_index
from pipeline.dataset.manifest import Manifest, StateFile, TableFile
from pipeline.dataset.migrate import check_version, migrate_table
from pipeline.dataset.parquet import count_rows, stream_file
from pipeline.dataset.partitions import FLAT
from pipeline.dataset.recover import forget_batches_after, prepare_link, publish
from pipeline.dataset.rewrite import StagedTable, stage_table
from pipeline.version import PIPELINE_VERSION
from schemas.tables import KEYS, PARTITION_KEY, PARTITIONED, SCHEMA_VERSION, TABLES

FAULT_POINTS = (
    "checked",
    "staged_table",
    "staged",
    "synced",
    "linked",
    "built",
    "renamed",
    "state_moved",
    "batch_logged",
    "manifest_written",
    "link_prepared",
    "published",
    "cleared",
)
"""The steps of a commit, in order; `fault_point` is called after each."""


def no_fault(step: str) -> None:
    """The hook outside tests: does nothing."""


def commit(
    dataset: Dataset, changes: Changes, *, now: datetime | None = None, fault_point: Callable[[str], None] = no_fault
) -> Manifest:
    """Publish a batch as the dataset's next snapshot.

    The caller is within `Dataset.writing`. A batch that was committed before, or that adds nothing but a run's row to a dataset
    that has a snapshot, changes no byte.

    Args:
        dataset: Where to.
        changes: The batch.
        now: Aware instant for the manifest; None is the clock's.
        fault_point: Called with each of `FAULT_POINTS` as it is passed; for tests that kill the process there.

    Returns:
        The manifest of the snapshot that now holds the batch.

    Raises:
        SchemaMismatchError: The dataset has another minor schema version; the message says what to do.
        ContractError: The batch breaks the tables' contract; nothing was published.
        DiskFullError: The disk or quota is full; nothing was published.
    """
    if dataset.read_only:
        raise ContractError(f"{dataset.paths.root}: an earlier snapshot is for reading, not for committing to")
    current = dataset.snapshot()
    if current is not None and (dataset.has_batch(changes.batch_id) or _adds_nothing(dataset, changes)):
        return current
    check_version(current, migrates=changes.migrates)
    check_batch(changes)
    check_against(dataset, changes)
    fault_point("checked")
    build = _Build(dataset, changes, current, fault_point)
    try:
        manifest = build.run(now or datetime.now(UTC))
    except BaseException as error:
        build.clear()
        if not isinstance(error, OSError) or error.errno not in FULL:
            raise
        raise DiskFullError(f"{dataset.paths.root}: {error.strerror or error}; the batch was not committed") from error
    publish(dataset.paths)
    fault_point("published")
    remove(build.staging)
    fault_point("cleared")
    return manifest


class _Build:
    """The invisible part of one commit: everything up to a complete snapshot that nothing points to."""

    def __init__(self, dataset: Dataset, changes: Changes, current: Manifest | None, fault_point: Callable[[str], None]) -> None:
        self.dataset = dataset
        self.paths = dataset.paths
        self.changes = changes
        self.current = current
        self.fault_point = fault_point
        self.number = current.snapshot + 1 if current else 1
        self.staging = self.paths.staging / f"commit-{changes.batch_id}"
        self.from_snapshot = self.paths.snapshot(current.snapshot) if current else None
        self.gone = _gone_by_partition(dataset, changes)

    def run(self, now: datetime) -> Manifest:
        self.clear()
        staged = {table: self._stage(table) for table in TABLES}
        index = stage_index(
            self.current.state_files if self.current else (),
            self.paths.root,
            self.changes.index_run,
            self.changes.index_parts,
            self.changes.index_upkeep,
            self.staging / f"{self.changes.batch_id}.index.parquet",
        )
        self.fault_point("staged")
        new_files = [path for table in staged.values() for path in table.written]
        sync_all([*new_files, *([index.written] if index.written else [])])
        self.fault_point("synced")
        files = sorted(
            [*(f for table in staged.values() for f in table.kept), *(self._table_file(p) for p in new_files)],
            key=lambda f: f.path,
        )
        sealed = self._count(files, staged)
        self._build_snapshot([f.path for table in staged.values() for f in table.kept], new_files)
        manifest = Manifest(
            snapshot=self.number,
            parent=self.current.snapshot if self.current else None,
            batch_id=self.changes.batch_id,
            run_id=self.changes.run_id,
            kind=self.changes.kind,
            created_at=now,
            schema_version=SCHEMA_VERSION,
            pipeline_version=PIPELINE_VERSION,
            files=tuple(files),
            state_files=(*index.kept, *self._move_index_run(index.written)),
            batch_log_bytes=self._log_batch(),
            sealed=sealed,
        )
        write_durably(self.paths.manifest(self.number), manifest.to_json())
        self.fault_point("manifest_written")
        prepare_link(self.paths, self.number)
        self.fault_point("link_prepared")
        return manifest

    def clear(self) -> None:
        """Remove what an earlier, failed attempt left; never anything that is visible."""
        remove(self.staging)
        remove(self.paths.manifest(self.number))
        remove(self.paths.building(self.number))
        remove(self.paths.snapshot(self.number))
        remove(self._index_path())
        remove(self.paths.next_tables)
        forget_batches_after(self.paths, self.current.batch_log_bytes if self.current else 0)

    def _stage(self, table: str) -> StagedTable:
        files = self.current.files_of(table) if self.current else []
        rows, gone = self.changes.tables().get(table), self.gone.get(table, {})
        if self.changes.migrates and self.from_snapshot is not None:
            staged = migrate_table(table, self.from_snapshot, files, self.staging, self.changes.batch_id)
        elif self.changes.compacts and self.from_snapshot is not None and rows is None:
            staged = compact_table(table, self.from_snapshot, files, self.staging, self.changes.batch_id)
        else:
            staged = stage_table(table, self.from_snapshot, files, rows, gone, self.staging, self.changes.batch_id)
        self.fault_point("staged_table")
        return staged

    def _index_path(self) -> Path:
        return self.paths.near_duplicates / f"{self.changes.batch_id}.parquet"

    def _table_file(self, path: Path) -> TableFile:
        name = path.relative_to(self.staging).as_posix()
        table, sha256 = name.split("/")[0], sha256_of(path)
        rows = count_rows(path) if table == "runs" else len(self.dataset.ids_of_new(path, sha256, table))
        return TableFile(table=table, path=name, rows=rows, bytes=path.stat().st_size, sha256=sha256)

    def _count(self, files: Iterable[TableFile], staged: Mapping[str, StagedTable]) -> dict[str, int]:
        """Rows by table; the conservation check of the commit itself."""
        sealed = dict.fromkeys(TABLES, 0)
        for file in files:
            sealed[file.table] += file.rows
        for table, rows in sealed.items():
            before = self.current.sealed[table] if self.current else 0
            added = self.changes.tables()[table].num_rows if table in self.changes.tables() else 0
            named = sum(len(keys) for keys in self.gone.get(table, {}).values())
            if staged[table].removed != named:
                raise ContractError(f"{table}: {named} rows to replace, {staged[table].removed} found in the partitions named")
            if before + added - named != rows:
                raise ContractError(f"{table}: {before} rows + {added} new - {named} replaced, but {rows} written")
        return sealed

    def _build_snapshot(self, kept: Iterable[str], new_files: Iterable[Path]) -> None:
        building = self.paths.building(self.number)
        kept = list(kept) if self.from_snapshot else []
        moves = {building / path.relative_to(self.staging): path for path in new_files}
        # As strings: ten thousand files would take seconds as Paths.
        below = {folder for name in kept for folder in _folders_of(name)}
        folders = {building, *(building / name for name in below)}
        folders.update(parent for path in moves for parent in path.parents if parent.is_relative_to(building))
        for folder in sorted(folders):
            folder.mkdir(parents=True)
        for name in kept:
            os.link(f"{self.from_snapshot}/{name}", f"{building}/{name}")
        self.fault_point("linked")
        for path, source in moves.items():
            source.rename(path)
        sync_all(folders)
        self.fault_point("built")
        building.rename(self.paths.snapshot(self.number))
        sync(self.paths.snapshots)
        self.fault_point("renamed")

    def _move_index_run(self, staged: Path | None) -> tuple[StateFile, ...]:
        if staged is None:
            return ()
        path = self._index_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        staged.rename(path)
        sync(path.parent)
        self.fault_point("state_moved")
        return (
            StateFile(
                path=path.relative_to(self.paths.root).as_posix(),
                rows=count_rows(path),
                bytes=path.stat().st_size,
                sha256=sha256_of(path),
            ),
        )

    def _log_batch(self) -> int:
        """Append the batch's id after what the current snapshot knows; returns the log's new length."""
        line = f"{self.changes.batch_id}\n".encode()
        with self.paths.batch_log.open("ab") as log:  # `clear` has cut it to what the current snapshot knows
            log.write(line)
            log.flush()
            os.fsync(log.fileno())
            length = log.tell()
        self.fault_point("batch_logged")
        return length


def _folders_of(name: str) -> list[str]:
    """The folders that a relative path goes through: `a` and `a/b` of `a/b/c`."""
    return [name[:i] for i, character in enumerate(name) if character == "/"]


def _adds_nothing(dataset: Dataset, changes: Changes) -> bool:
    """True where the batch holds no row but that of a new run: a run that changed nothing leaves no trace."""
    if changes.tables().keys() - {"runs"} or any(len(gone) for gone in changes.replaced.values()):
        return False
    if changes.compacts or changes.migrates or changes.index_upkeep is not IndexUpkeep.MERGE_CHEAP:
        return False
    if changes.index_run is not None and changes.index_run.num_rows:
        return False
    return changes.runs is None or not len(_known_runs(dataset, changes.runs))


def _gone_by_partition(dataset: Dataset, changes: Changes) -> dict[str, dict[str, pa.Array]]:
    gone: dict[str, dict[str, pa.Array]] = {}
    for table, rows in changes.replaced.items():
        keys = rows.column(0).combine_chunks().cast(pa.string())
        if table not in PARTITIONED:
            gone[table] = {FLAT: keys}
            continue
        months = rows[PARTITION_KEY].combine_chunks().cast(pa.string())
        gone[table] = {month: keys.filter(pc.equal(months, month)) for month in sorted(set(months.to_pylist()))}
    if changes.runs is not None and len(known := _known_runs(dataset, changes.runs)):
        gone["runs"] = {FLAT: known}
    return gone


def _known_runs(dataset: Dataset, runs: pa.Table) -> pa.Array:
    """The batch's run ids that the dataset holds already."""
    wanted = set(runs[KEYS["runs"]].to_pylist())
    there = [
        run_id
        for path in dataset.files_of("runs")
        for piece in stream_file(path, [KEYS["runs"]])
        for run_id in piece[KEYS["runs"]].to_pylist()
    ]
    return pa.array(sorted(wanted.intersection(there)), pa.string())
