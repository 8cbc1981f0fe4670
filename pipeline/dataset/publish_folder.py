"""A dataset and a folder elsewhere in; the same snapshot there, published by the same one rename, out."""

from __future__ import annotations

import dataclasses
import shutil
from datetime import datetime
from pathlib import Path

from pipeline.dataset.clean_up import GRACE, remove_old_snapshots
from pipeline.dataset.dataset import Dataset
from pipeline.dataset.durable import FULL, remove, sha256_of, sync, sync_all, write_durably
from pipeline.dataset.errors import CorruptDatasetError, DiskFullError, NotADatasetError
from pipeline.dataset.lock import writer_lock
from pipeline.dataset.manifest import Manifest, TableFile
from pipeline.dataset.recover import prepare_link, publish


@dataclasses.dataclass(frozen=True, slots=True)
class Published:
    """What publishing did."""

    snapshot: int
    files: int
    """Copied now; 0 where the folder had everything."""
    bytes: int


def publish_to_folder(dataset: Dataset, target: Path, now: datetime) -> Published:
    """Copy the current snapshot to a folder on any filesystem.

    Only files that the folder's own snapshot lacks are copied. The folder is a dataset for reading (`verify` works on it),
    without the near-duplicate index; its earlier snapshots stay for the grace period. A killed copy is rolled back by the next.

    Args:
        dataset: The caller holds its writer lock, so that no clean-up removes files meanwhile.
        target: Created if missing.
        now: Aware instant, for the grace period.

    Raises:
        NotADatasetError: The folder holds a dataset that is not a copy of this one, or something else; nothing there was changed.
        CorruptDatasetError: A file is not what its manifest says; readers there see what they saw.
        DiskFullError: It is full; readers there see what they saw.
    """
    manifest = dataset.snapshot()
    if manifest is None:
        return Published(0, 0, 0)
    copy = Dataset.create_or_open(target)
    with writer_lock(target):
        _refuse_another(dataset, copy)
        copy.recover()
        before = copy.snapshot()
        if before is not None and before.batch_id == manifest.batch_id and before.snapshot == manifest.snapshot:
            return Published(manifest.snapshot, 0, 0)
        if before is not None and before.snapshot >= manifest.snapshot:
            raise NotADatasetError(f"{target}: expected an earlier state of this dataset, found snapshot {before.snapshot}")
        try:
            copied = _copy(dataset, manifest, copy, before)
        except OSError as error:
            copy.recover()
            if error.errno not in FULL:
                raise
            raise DiskFullError(f"{target}: {error.strerror}; nothing was published") from error
        publish(copy.paths)
        remove_old_snapshots(copy, GRACE, now)
    return Published(manifest.snapshot, len(copied), sum(file.bytes for file in copied))


def _refuse_another(dataset: Dataset, copy: Dataset) -> None:
    """Before anything is touched there: a dataset of its own would lose its rows, and its index, to this one's."""
    before = copy.snapshot()
    if before is not None and not dataset.has_batch(before.batch_id):
        raise NotADatasetError(
            f"{copy.paths.root}: expected an empty folder or an earlier state of {dataset.paths.root}, found a dataset with "
            f"a batch that this one never had ({before.batch_id}, snapshot {before.snapshot}); nothing was published"
        )


def _copy(dataset: Dataset, manifest: Manifest, copy: Dataset, before: Manifest | None) -> list[TableFile]:
    there = {(file.path, file.sha256) for file in before.files} if before else set()
    building = copy.paths.building(manifest.snapshot)
    remove(building)
    copied: list[TableFile] = []
    for file in manifest.files:
        path = building / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if before is not None and (file.path, file.sha256) in there:
            path.hardlink_to(copy.paths.snapshot(before.snapshot) / file.path)
            continue
        shutil.copyfile(dataset.paths.snapshot(manifest.snapshot) / file.path, path)
        if (found := sha256_of(path)) != file.sha256:
            raise CorruptDatasetError(
                f"{dataset.paths.snapshot(manifest.snapshot) / file.path}: expected sha256 {file.sha256}, found {found} in its "
                f"copy; nothing was published; `copydesk verify --out {dataset.paths.root}` tells whether the original is damaged"
            )
        copied.append(file)
    sync_all([building / file.path for file in copied])
    sync_all(path for path in (building, *building.rglob("*")) if path.is_dir())
    building.rename(copy.paths.snapshot(manifest.snapshot))
    sync(copy.paths.snapshots)
    with dataset.paths.batch_log.open("rb") as log:
        write_durably(copy.paths.batch_log, log.read(manifest.batch_log_bytes))
    own = dataclasses.replace(manifest, state_files=(), parent=before.snapshot if before else None)
    write_durably(copy.paths.manifest(manifest.snapshot), own.to_json())
    prepare_link(copy.paths, manifest.snapshot)
    return copied
