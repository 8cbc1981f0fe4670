"""What recognition needs to know of earlier batches: index runs, and the articles and copies behind their candidates."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from schemas.tables import ARTICLES, COPIES, PARTITION_KEY

MONTH = pa.field(PARTITION_KEY, pa.string())
"""The partition a row stands in; readers of the tables get it from the path."""


class History(Protocol):
    """Earlier batches, fixed at one snapshot."""

    def index_runs(self) -> Sequence[Path]:
        """Parquet files with `pipeline.copies.index.INDEX_SCHEMA`."""
        ...

    def articles(self, ids: Collection[str]) -> pa.Table:
        """Rows of `articles` with these ids, with `published_month` as last column."""
        ...

    def copies_of(self, article_ids: Collection[str]) -> pa.Table:
        """All rows of `copies` of these articles, with `published_month` as last column."""
        ...


class EmptyHistory:
    """Nothing came before."""

    def index_runs(self) -> Sequence[Path]:
        """No run."""
        return ()

    def articles(self, ids: Collection[str]) -> pa.Table:
        """No row."""
        return ARTICLES.append(MONTH).empty_table()

    def copies_of(self, article_ids: Collection[str]) -> pa.Table:
        """No row."""
        return COPIES.append(MONTH).empty_table()
