"""A dataset's root in, the exclusive right to write to it out, for as long as the process lives at most."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.dataset.errors import DatasetLockedError, NotWritableError
from pipeline.dataset.layout import DatasetPaths

READ_ONLY = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
"""What the kernel says of a folder that is not for writing."""

_held: set[int] = set()
"""Descriptors of the locks this process holds."""


def _forget_in_child() -> None:
    # A forked worker shares the descriptor and would keep the lock alive after its parent was killed.
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_forget_in_child)


@contextmanager
def writer_lock(root: Path) -> Iterator[None]:
    """Hold the dataset's writer lock; the kernel releases it when the process ends, however it ends.

    Args:
        root: The dataset's folder; must exist.

    Raises:
        NotWritableError: The folder is read-only; nothing was changed.
        DatasetLockedError: Another writer holds it; the message names its process, host and start.
    """
    with _locked(root, DatasetPaths(root).lock, "is being written by"):
        yield


@contextmanager
def schedule_lock(root: Path) -> Iterator[None]:
    """Hold the right to keep a dataset's schedule: two schedules would run every night twice. Otherwise as `writer_lock`."""
    path = DatasetPaths(root).schedule_lock
    path.parent.mkdir(exist_ok=True)
    with _locked(root, path, "has its schedule kept by"):
        yield


@contextmanager
def _locked(root: Path, path: Path, how: str) -> Iterator[None]:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        if error.errno not in READ_ONLY:
            raise
        raise NotWritableError(f"{root}: expected a folder that can be written to, found: {error.strerror}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 1000, 0)
        os.close(descriptor)
        raise DatasetLockedError(f"{root} {how} {_describe(holder)}; wait for it to end, or stop it") from None
    _held.add(descriptor)
    try:
        holder = json.dumps(
            {"pid": os.getpid(), "host": socket.gethostname(), "started_at": datetime.now(UTC).isoformat(timespec="seconds")}
        ).encode()
        os.pwrite(descriptor, holder, 0)
        os.ftruncate(descriptor, len(holder))
        yield
    finally:
        if descriptor in _held:  # not so in a forked child, which closed its copy already
            _held.remove(descriptor)
            os.ftruncate(descriptor, 0)
            os.close(descriptor)


def _describe(holder: bytes) -> str:
    try:
        facts = json.loads(holder)
        return f"process {facts['pid']} on {facts['host']} since {facts['started_at']}"
    except (ValueError, KeyError, TypeError):  # the holder is between locking and writing its name
        return "another process"
