"""Files and folders in; the same out, on disk for certain: fsync, atomic replacement, deletion that a crash may interrupt."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What the kernel says when nothing more fits."""

SYNC_THREADS = 8
"""Concurrent fsyncs share the journal's commits: 480 small files in 0.15 s rather than 0.32 s (ext4)."""


def sync(path: Path) -> None:
    """Flush one file's content, or one folder's entries, to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_all(paths: Iterable[Path]) -> None:
    """Flush many files or folders to disk."""
    with ThreadPoolExecutor(SYNC_THREADS) as pool:
        for _ in pool.map(sync, paths):
            pass


def write_durably(path: Path, content: bytes) -> None:
    """Write a small file so that a reader, or a crash, finds the old content or the new one, never a part."""
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync(path.parent)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's content, 64 hex characters."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remove(path: Path) -> None:
    """Remove a file, link or whole folder, if it is there."""
    if path.is_symlink() or path.is_file():
        path.unlink(missing_ok=True)
    elif path.exists():
        shutil.rmtree(path)
