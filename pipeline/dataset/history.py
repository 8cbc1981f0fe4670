"""A snapshot's files in; the earlier articles and copies that a new batch may belong to out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from pipeline.dataset.ids import contained, pack_ids
from pipeline.dataset.partitions import partition_of
from schemas.tables import ARTICLES, COPIES, PARTITION_KEY


@dataclass(frozen=True, slots=True)
class SnapshotHistory:
    """One snapshot as copy recognition sees it; a later commit does not change it."""

    index_files: list[Path]
    article_files: list[Path]
    copy_files: list[Path]

    def index_runs(self) -> list[Path]:
        """The near-duplicate index: immutable runs, oldest first."""
        return list(self.index_files)

    def articles(self, ids: Sequence[str] | pa.Array | pa.ChunkedArray) -> pa.Table:
        """The articles with these ids.

        Args:
            ids: `article_id`s, in any order; unknown ones are passed over.

        Returns:
            The columns of `ARTICLES` and `published_month`, in the order of the files.
        """
        return _rows_with(self.article_files, ARTICLES, _sorted_ids(ids))

    def copies_of(self, article_ids: Sequence[str] | pa.Array | pa.ChunkedArray) -> pa.Table:
        """Every copy of the articles with these ids.

        Returns:
            The columns of `COPIES` and `published_month`, in the order of the files.
        """
        return _rows_with(self.copy_files, COPIES, _sorted_ids(article_ids))


def _sorted_ids(ids: Sequence[str] | pa.Array | pa.ChunkedArray) -> NDArray[np.bytes_]:
    column = ids if isinstance(ids, pa.Array | pa.ChunkedArray) else pa.array(ids, pa.string())
    return np.unique(pack_ids(column))


def _rows_with(files: list[Path], schema: pa.Schema, ids: NDArray[np.bytes_]) -> pa.Table:
    # Ids alone first: bodies are a hundred times their size, and most row groups hold none of the wanted rows.
    schema = schema.append(pa.field(PARTITION_KEY, pa.string(), nullable=False))
    found = [schema.empty_table()]
    for path in files if len(ids) else []:
        with pq.ParquetFile(path) as file:
            for number in range(file.num_row_groups):
                wanted = contained(pack_ids(file.read_row_group(number, columns=["article_id"])["article_id"]), ids)
                if wanted.any():
                    rows = file.read_row_group(number).take(np.flatnonzero(wanted))
                    month = pa.repeat(partition_of("/".join(path.parts[-3:])), rows.num_rows)
                    found.append(rows.append_column(PARTITION_KEY, month).cast(schema))
    return pa.concat_tables(found)
