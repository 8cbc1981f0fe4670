"""`copydesk stats`: a dataset in; what its tables hold, or articles and copies by outlet, month and the like, out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from flows.listing import print_records, print_rows
from pipeline.dataset.dataset import Dataset
from schemas.tables import TABLES

GROUPS = {
    "source": ("copies", "source"),
    "outlet": ("copies", "outlet"),
    "month": ("copies", "published_month"),
    "relation": ("copies", "relation"),
    "language": ("articles", "language"),
}
"""What `--by` takes: the table and the column that say it."""
SIZES = pa.schema([("table", pa.string()), ("rows", pa.int64()), ("files", pa.int64()), ("bytes", pa.int64())])
"""What is told without `--by`."""


def stats(out: Path, *, by: str | None, as_of: str | None = None, as_json: bool) -> int:
    """Print what the tables hold: rows, files and bytes of each, or articles and copies by one of `GROUPS`, most first.

    An article with copies in two groups counts in both.
    """
    dataset = Dataset.open(out, as_of)
    if by is None:
        print_records(_sizes(dataset), SIZES, as_json=as_json)
    else:
        groups = _groups(dataset, by)
        print_rows(groups, groups.column_names, as_json=as_json)
    return 0


def _sizes(dataset: Dataset) -> Iterator[dict[str, Any]]:
    manifest = dataset.snapshot()
    for table in TABLES:
        files = manifest.files_of(table) if manifest else []
        yield {"table": table, "rows": sum(f.rows for f in files), "files": len(files), "bytes": sum(f.bytes for f in files)}


def _groups(dataset: Dataset, by: str) -> pa.Table:
    table, column = GROUPS[by]
    if table == "articles":
        rows = dataset.scan("articles").to_table(columns=[column, "copy_count"])
        counts = rows.group_by(column).aggregate([([], "count_all"), ("copy_count", "sum")])
    else:
        rows = dataset.scan("copies").to_table(columns=[column, "article_id"])
        counts = rows.group_by(column).aggregate([("article_id", "count_distinct"), ([], "count_all")])
    named = counts.rename_columns([by, "articles", "copies"])
    return named.sort_by([("copies", "descending"), ("articles", "descending"), (by, "ascending")])
