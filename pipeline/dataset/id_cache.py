"""Immutable Parquet files in, their id columns out, each read once however many snapshots the file belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.dataset.ids import pack_ids
from pipeline.dataset.manifest import TableFile
from pipeline.dataset.parquet import read_column


class IdCache:
    """Packed id columns by file content: 16 MB a million ids."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, str], NDArray[np.bytes_]] = {}

    def column(self, snapshot: Path, file: TableFile, column: str) -> NDArray[np.bytes_]:
        """One id column of one file, in the order of its rows.

        Args:
            snapshot: Folder of a snapshot that has the file.
            file: The file.
            column: A column of 32 hex characters without nulls.
        """
        held = self._columns.get((file.sha256, column))
        return self.read(snapshot / file.path, file.sha256, column) if held is None else held

    def read(self, path: Path, sha256: str, column: str) -> NDArray[np.bytes_]:
        """The same of a file that no manifest names yet.

        Args:
            path: The file.
            sha256: Of its content.
            column: As above.
        """
        ids = pack_ids(read_column(path, column))
        self._columns[sha256, column] = ids
        return ids

    def keep(self, files: Iterable[TableFile]) -> None:
        """Forget every file but these."""
        kept = {file.sha256 for file in files}
        self._columns = {key: ids for key, ids in self._columns.items() if key[0] in kept}
