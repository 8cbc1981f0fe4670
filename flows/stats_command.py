"""`copydesk stats`: a dataset in; what its tables hold, or articles and copies by outlet, month and the like, out."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from flows.listing import print_rows
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
    dataset = Dataset.open(out) if as_of is None else Dataset.open(out).at(as_of)
    table = _sizes(dataset) if by is None else _groups(dataset, by)
    print_rows(table, table.column_names, as_json=as_json)
    return 0


def _sizes(dataset: Dataset) -> pa.Table:
    manifest = dataset.snapshot()
    files = {table: manifest.files_of(table) if manifest else [] for table in TABLES}
    rows = [
        {"table": table, "rows": sum(f.rows for f in held), "files": len(held), "bytes": sum(f.bytes for f in held)}
        for table, held in files.items()
    ]
    return pa.Table.from_pylist(rows, SIZES)


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
