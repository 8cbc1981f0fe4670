"""A dataset's folder after a crash in; the same folder with exactly what its snapshots name out."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.dataset.durable import remove, sync
from pipeline.dataset.layout import DatasetPaths
from pipeline.dataset.manifest import Manifest, read_manifest


def recover(paths: DatasetPaths) -> Manifest | None:
    """Roll back what a killed writer left behind; changes nothing where nothing was left.

    A snapshot newer than the link was never visible and goes; its batch is simply run again. Interrupted itself, this
    can be run again. The caller holds the writer lock.

    Returns:
        The current snapshot's manifest; None before the first commit.

    Raises:
        CorruptDatasetError: The current manifest is missing or damaged.
        SchemaMismatchError: The dataset has another major schema version.
    """
    current = _current(paths)
    remove(paths.next_tables)
    for leftover in list(paths.staging.iterdir()) if paths.staging.is_dir() else []:
        remove(leftover)
    for path in sorted(paths.snapshots.iterdir()):
        if path != paths.batch_log and not _belongs(path, current):
            remove(path)
    manifest = read_manifest(paths.manifest(current)) if current else None
    forget_batches_after(paths, manifest.batch_log_bytes if manifest else 0)
    remove_unnamed_state(paths, manifest)
    return manifest


def kept_snapshots(paths: DatasetPaths) -> list[int]:
    """Numbers of the snapshots on disk that have a manifest, ascending."""
    return sorted(int(path.stem) for path in paths.snapshots.glob("*.json") if path.stem.isdecimal())


def remove_unnamed_state(paths: DatasetPaths, current: Manifest | None) -> int:
    """Remove state files that no snapshot on disk names; returns how many.

    Args:
        paths: The dataset's.
        current: The current snapshot's manifest.
    """
    unnamed = {path.relative_to(paths.root).as_posix() for path in paths.near_duplicates.glob("*")}
    unnamed -= {file.path for file in current.state_files} if current else set()
    for number in reversed(kept_snapshots(paths)):
        if not unnamed:  # the usual case: the current snapshot names them all
            return 0
        unnamed -= {file.path for file in read_manifest(paths.manifest(number)).state_files}
    for path in unnamed:
        remove(paths.root / path)
    return len(unnamed)


def _belongs(path: Path, current: int) -> bool:
    """Whether an entry of the snapshots folder is a finished snapshot's folder or manifest, up to the current one."""
    number = path.name.removesuffix(".json")
    return (
        number.isdecimal()
        and int(number) <= current
        and path.with_name(number).is_dir()
        and path.with_name(f"{number}.json").is_file()
    )


def _current(paths: DatasetPaths) -> int:
    """Number of the current snapshot; 0 where none was ever committed.

    A missing link (lost by a copy that drops links) is made again: a snapshot with a manifest is complete.
    """
    if paths.tables.is_symlink():
        return int(paths.tables.readlink().name)
    complete = [number for number in kept_snapshots(paths) if paths.snapshot(number).is_dir()]
    if not complete:
        return 0
    prepare_link(paths, complete[-1])
    publish(paths)
    return complete[-1]


def forget_batches_after(paths: DatasetPaths, known_bytes: int) -> None:
    """Cut the batch log to what a manifest knows of it."""
    if paths.batch_log.exists() and paths.batch_log.stat().st_size > known_bytes:
        os.truncate(paths.batch_log, known_bytes)


def prepare_link(paths: DatasetPaths, number: int) -> None:
    """Make the link to a snapshot under another name; the part of publishing that can fail for lack of space."""
    remove(paths.next_tables)
    paths.next_tables.symlink_to(paths.snapshot(number).relative_to(paths.root))


def publish(paths: DatasetPaths) -> None:
    """Put the prepared link in place of `tables`: one step for every reader."""
    paths.next_tables.rename(paths.tables)
    sync(paths.root)
