"""A folder in, the names in it out, sorted, without holding a million of them in memory."""

from __future__ import annotations

import heapq
import os
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO

RUN_NAMES = 100_000
"""Names sorted in memory at once: about 15 MB. A folder of a million files makes ten runs on disk."""

_READ_BYTES = 1 << 16


def sorted_names(folder: Path, run_names: int = RUN_NAMES) -> Iterator[str]:
    """The names in one folder in the order of their bytes, so that every machine and locale gives the same order.

    Args:
        folder: An existing folder.
        run_names: How many are sorted in memory; what is above is spilled to temporary files and merged.

    Raises:
        OSError: The folder cannot be listed; before the first name.
    """
    spilled: list[IO[bytes]] = []
    try:
        with os.scandir(folder) as entries:
            names = (os.fsencode(entry.name) for entry in entries)
            run = sorted(islice(names, run_names))
            while len(run) == run_names:
                spilled.append(_spill(run))
                run = sorted(islice(names, run_names))
        yield from map(os.fsdecode, heapq.merge(*map(_names_of, spilled), run) if spilled else run)
    finally:
        for file in spilled:
            file.close()


def _spill(run: list[bytes]) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by sorted_names, which also reads it
    for name in run:
        file.write(name + b"\0")
    file.seek(0)
    return file


def _names_of(file: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while chunk := file.read(_READ_BYTES):
        *names, rest = (rest + chunk).split(b"\0")
        yield from names
