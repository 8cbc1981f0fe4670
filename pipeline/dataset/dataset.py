"""A dataset's folder in; its current snapshot, its ids and its history out."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
from numpy.typing import NDArray

from pipeline.dataset.errors import CorruptDatasetError, NotADatasetError, NotWritableError
from pipeline.dataset.history import SnapshotHistory
from pipeline.dataset.id_cache import IdCache
from pipeline.dataset.ids import ID_TYPE, contained
from pipeline.dataset.layout import DatasetPaths
from pipeline.dataset.lock import READ_ONLY, writer_lock
from pipeline.dataset.manifest import Manifest, read_manifest
from pipeline.dataset.recover import recover
from pipeline.dataset.snapshots import find_snapshot, readable_snapshots
from schemas.tables import KEYS, PARTITION_KEY, PARTITIONED, TABLES

_MONTH = pa.field(PARTITION_KEY, pa.string())

UNMAKEABLE = (*READ_ONLY, errno.ENOENT, errno.ENOTDIR)
"""A path where no folder can be: read-only, below a file, or in a filesystem of the kernel's own."""

_WORTH_A_SEARCH = 100_000
"""Ids looked through together, 1.6 MB."""


class Dataset:
    """A handle on one dataset; holds no lock and no open file.

    Writers call `pipeline.dataset.commit.commit` within `writing`.
    """

    def __init__(self, paths: DatasetPaths, as_of: int | None = None) -> None:
        """Args: paths: the folder. as_of: a snapshot to stay at, for reading only; None follows the current one."""
        self.paths = paths
        self._as_of = as_of
        self._manifest: Manifest | None = None
        self._ids = IdCache()

    @classmethod
    def create_or_open(cls, root: Path) -> Dataset:
        """Open the dataset at `root`, or make an empty one there.

        Raises:
            NotADatasetError: `root` is a file, or its `tables` is not the link of a dataset; no folder was made.
            NotWritableError: The folders of a dataset cannot be made there.
            SchemaMismatchError: The dataset has another major schema version.
        """
        paths = DatasetPaths(root)
        if root.exists() and not root.is_dir():
            raise NotADatasetError(f"{root}: expected a folder for the dataset, found a file")
        _refuse_folder_for_link(paths)
        try:
            for folder in (paths.snapshots, paths.staging, paths.near_duplicates, paths.logs):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            if error.errno not in UNMAKEABLE:
                raise
            raise NotWritableError(f"{root}: expected a folder that can be made and written to: {error.strerror}") from error
        return cls.open(root)

    @classmethod
    def open(cls, root: Path, as_of: str | None = None) -> Dataset:
        """Open the dataset at `root`.

        Args:
            root: Its folder.
            as_of: For reading it as it was, see `at`; None follows the current snapshot.

        Raises:
            NotADatasetError: There is none.
            NoSnapshotError: No snapshot of that time is kept.
            SchemaMismatchError: The dataset has another major schema version.
            CorruptDatasetError: Its current manifest is missing or damaged.
        """
        paths = DatasetPaths(root)
        if not paths.snapshots.is_dir():
            raise NotADatasetError(f"{root}: expected a dataset, found no .snapshots folder; `copydesk backfill` makes one")
        _refuse_folder_for_link(paths)
        dataset = cls(paths)
        dataset.snapshot()
        return dataset if as_of is None else dataset.at(as_of)

    def snapshot(self) -> Manifest | None:
        """The manifest of the current snapshot; None before the first commit.

        Raises:
            CorruptDatasetError: The `tables` link or the manifest it needs is damaged.
        """
        number = self.current()
        if number is None:
            return None
        if self._manifest is None or self._manifest.snapshot != number:
            self._take(read_manifest(self.paths.manifest(number)))
        return self._manifest

    def _take(self, manifest: Manifest | None) -> None:
        self._manifest = manifest
        self._ids.keep(manifest.files if manifest else ())

    def at(self, as_of: str) -> Dataset:
        """The same dataset as it was, for reading only.

        Args:
            as_of: A snapshot's number, a day or an instant, as `pipeline.dataset.snapshots.find_snapshot` takes it.

        Raises:
            NoSnapshotError: No snapshot of that time is kept.
        """
        return Dataset(self.paths, find_snapshot(self.snapshots(), as_of).snapshot)

    def snapshots(self) -> list[Manifest]:
        """Manifests of every snapshot that can be read, oldest first."""
        return readable_snapshots(self.paths, self.current())

    def current(self) -> int | None:
        """Number of the current snapshot; None before the first commit."""
        if self._as_of is not None:
            return self._as_of
        if not self.paths.tables.is_symlink():
            return None
        target = self.paths.tables.readlink()
        if not target.name.isdecimal():
            raise CorruptDatasetError(f"{self.paths.tables}: expected a link to a numbered snapshot, found {target}")
        return int(target.name)

    def files_of(self, table: str) -> list[Path]:
        """Absolute paths of one table's files in the current snapshot."""
        manifest = self.snapshot()
        if manifest is None:
            return []
        folder = self.paths.snapshot(manifest.snapshot)
        return [folder / file.path for file in manifest.files_of(table)]

    def scan(self, table: str) -> ds.Dataset:
        """One table of the current snapshot for pyarrow's scanner, `published_month` included where it is partitioned.

        The snapshot is fixed when this is called; a later commit does not change what the scanner reads.
        """
        schema: pa.Schema = TABLES[table]
        if self.snapshot() is None:
            return ds.dataset(schema.append(_MONTH).empty_table() if table in PARTITIONED else schema.empty_table())
        partitioning = ds.partitioning(pa.schema([_MONTH]), flavor="hive")
        if table not in PARTITIONED:
            return ds.dataset([str(path) for path in self.files_of(table)], schema=schema, format="parquet")
        return ds.dataset(
            [str(path) for path in self.files_of(table)],
            schema=schema.append(_MONTH),
            format="parquet",
            partitioning=partitioning,
        )

    def has_batch(self, batch_id: str) -> bool:
        """Whether this batch was ever committed."""
        manifest = self.snapshot()
        if manifest is None:
            return False
        with self.paths.batch_log.open("rb") as log:
            return batch_id.encode() in log.read(manifest.batch_log_bytes).splitlines()

    def known_ids(self) -> NDArray[np.bytes_]:
        """Every id of `copies` and `rejects`: the inputs that the dataset has met before.

        Returns:
            Sorted, dtype `S16` (16 MB a million); look others up with `pipeline.dataset.ids.contained`.
        """
        return np.sort(np.concatenate([np.empty(0, ID_TYPE), *(self.column_of_ids(t, KEYS[t]) for t in ("copies", "rejects"))]))

    def column_of_ids(self, table: str, column: str) -> NDArray[np.bytes_]:
        """One column of ids over the current snapshot, packed, in the files' order."""
        return np.concatenate([np.empty(0, ID_TYPE), *self._columns_of_ids(table, column)])

    def find_ids(self, table: str, column: str, ids: NDArray[np.bytes_]) -> NDArray[np.bytes_]:
        """Those of the sorted `ids` that one column of the current snapshot holds, sorted."""
        if not len(ids):
            return np.empty(0, ID_TYPE)
        found = [held[contained(held, ids)] for held in _joined(self._columns_of_ids(table, column))]
        return np.unique(np.concatenate([np.empty(0, ID_TYPE), *found]))

    def _columns_of_ids(self, table: str, column: str) -> Iterator[NDArray[np.bytes_]]:
        manifest = self.snapshot()
        if manifest is not None:
            folder = self.paths.snapshot(manifest.snapshot)
            for file in manifest.files_of(table):
                yield self._ids.column(folder, file, column)

    def ids_of_new(self, path: Path, sha256: str, table: str) -> NDArray[np.bytes_]:
        """The keys of a finished file that no snapshot names yet, read back and kept for the checks of later batches.

        Args:
            path: The file.
            sha256: Of its content.
            table: Whose rows it has; any but `runs`.
        """
        return self._ids.read(path, sha256, KEYS[table])

    def history(self) -> SnapshotHistory:
        """What earlier batches left for recognising copies, fixed at the current snapshot."""
        return SnapshotHistory(self.paths, self.snapshot(), self._ids)

    @property
    def read_only(self) -> bool:
        """Whether this handle stays at one snapshot."""
        return self._as_of is not None

    @contextmanager
    def writing(self) -> Iterator[Dataset]:
        """Hold the writer lock over a dataset that is whole: what a killed writer left behind is rolled back first.

        Raises:
            NotWritableError: The folder is read-only; nothing was changed.
            DatasetLockedError: Another writer holds it.
            CorruptDatasetError: The current manifest is missing or damaged.
        """
        with writer_lock(self.paths.root):
            self.recover()
            yield self

    def recover(self) -> None:
        """Bring the folder back to the current snapshot after a crash; the caller holds the writer lock."""
        self._take(recover(self.paths))


def _joined(columns: Iterable[NDArray[np.bytes_]]) -> Iterator[NDArray[np.bytes_]]:
    """The same ids in arrays that are worth a search each: a small file costs more to ask than to copy."""
    pending: list[NDArray[np.bytes_]] = []
    count = 0
    for column in columns:
        pending.append(column)
        count += len(column)
        if count >= _WORTH_A_SEARCH:
            yield np.concatenate(pending)
            pending, count = [], 0
    if pending:
        yield np.concatenate(pending)


def _refuse_folder_for_link(paths: DatasetPaths) -> None:
    if paths.tables.exists() and not paths.tables.is_symlink():
        raise NotADatasetError(
            f"{paths.tables}: expected a link to a snapshot, found a folder (a copy made without links?); "
            "remove it: the next run links the last snapshot again"
        )
