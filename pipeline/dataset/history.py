"""A snapshot's files in; the earlier articles and copies that a new batch may belong to out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipeline.dataset.id_cache import IdCache
from pipeline.dataset.ids import contained, pack_ids
from pipeline.dataset.layout import DatasetPaths
from pipeline.dataset.manifest import Manifest
from pipeline.dataset.parquet import take_rows
from pipeline.dataset.partitions import partition_of
from schemas.tables import PARTITION_KEY, TABLES


@dataclass(frozen=True, slots=True)
class SnapshotHistory:
    """One snapshot as copy recognition sees it; a later commit does not change it."""

    paths: DatasetPaths
    manifest: Manifest | None
    """None before the first commit."""
    ids: IdCache

    def index_runs(self) -> list[Path]:
        """The near-duplicate index: immutable runs, oldest first."""
        return [self.paths.root / file.path for file in self.manifest.state_files] if self.manifest else []

    def articles(self, ids: Sequence[str] | pa.Array | pa.ChunkedArray) -> pa.Table:
        """The articles with these ids.

        Args:
            ids: `article_id`s, in any order; unknown ones are passed over.

        Returns:
            The columns of `ARTICLES` and `published_month`, in the order of the files.
        """
        return self._rows("articles", _sorted_ids(ids))

    def copies_of(self, article_ids: Sequence[str] | pa.Array | pa.ChunkedArray) -> pa.Table:
        """Every copy of the articles with these ids.

        Returns:
            The columns of `COPIES` and `published_month`, in the order of the files.
        """
        return self._rows("copies", _sorted_ids(article_ids))

    def _rows(self, table: str, wanted: NDArray[np.bytes_]) -> pa.Table:
        schema: pa.Schema = TABLES[table].append(pa.field(PARTITION_KEY, pa.string(), nullable=False))
        found = [schema.empty_table()]
        if self.manifest is not None and len(wanted):
            snapshot = self.paths.snapshot(self.manifest.snapshot)
            for file in self.manifest.files_of(table):
                # Ids alone first: bodies are a hundred times their size, and most files hold none of the wanted rows.
                hits = contained(self.ids.column(snapshot, file, "article_id"), wanted)
                if hits.any():
                    month = partition_of(file.path)
                    found += [
                        rows.append_column(PARTITION_KEY, pa.repeat(month, rows.num_rows)).cast(schema)
                        for rows in take_rows(snapshot / file.path, hits)
                    ]
        return pa.concat_tables(found)


def _sorted_ids(ids: Sequence[str] | pa.Array | pa.ChunkedArray) -> NDArray[np.bytes_]:
    column = ids if isinstance(ids, pa.Array | pa.ChunkedArray) else pa.array(ids, pa.string())
    return np.unique(pack_ids(column))
