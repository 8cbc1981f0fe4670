"""`copydesk runs`, `rejects` and `clean`: a dataset in, lists out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flows.console import say
from flows.listing import print_records, print_rows
from pipeline.dataset.clean_up import remove_old_snapshots
from pipeline.dataset.dataset import Dataset
from schemas.reasons import REASONS, Reason
from schemas.tables import TABLES

RUN_COLUMNS = ("run_id", "kind", "status", "documents_in", "articles_added", "copies_added", "rejects_added", "unchanged")
"""What `runs` shows; `--json` gives all columns."""
REJECT_COLUMNS = ("reject_id", "stage", "reason", "detail", "raw_uri", "raw_member", "raw_offset", "url")
"""What `rejects` shows; `--json` gives all columns."""
SNAPSHOTS = pa.schema(
    [
        ("snapshot", pa.int64()),
        ("created_at", pa.timestamp("us", "UTC")),
        ("kind", pa.string()),
        ("run_id", pa.string()),
        ("articles", pa.int64()),
        ("copies", pa.int64()),
        ("rejects", pa.int64()),
        ("files", pa.int64()),
        ("folder", pa.string()),
    ]
)
"""What `runs --snapshots` shows."""


def runs(out: Path, *, as_of: str | None = None, as_json: bool) -> int:
    """List the runs, latest first."""
    columns = TABLES["runs"].names if as_json else RUN_COLUMNS
    table = _read(Dataset.open(out, as_of), "runs", columns).sort_by([("run_id", "descending")])
    print_rows(table, RUN_COLUMNS, as_json=as_json)
    return 0


def snapshots(out: Path, *, as_json: bool) -> int:
    """List the snapshots that can still be read, latest first: any reader can be pointed at their folders."""
    dataset = Dataset.open(out)
    rows = [
        {
            "snapshot": m.snapshot,
            "created_at": m.created_at,
            "kind": m.kind,
            "run_id": m.run_id,
            **{table: m.sealed[table] for table in ("articles", "copies", "rejects")},
            "files": len(m.files),
            "folder": str(dataset.paths.snapshot(m.snapshot)),
        }
        for m in reversed(dataset.snapshots())
    ]
    print_records(rows, SNAPSHOTS, as_json=as_json)
    return 0


def rejects(out: Path, *, by: str | None, reason: str | None = None, as_of: str | None = None, as_json: bool) -> int:
    """List the refused inputs, or count them by a column, most frequent first."""
    columns = [by] if by else list(TABLES["rejects"].names if as_json else REJECT_COLUMNS)
    table = _read(Dataset.open(out, as_of), "rejects", columns, None if reason is None else pc.field("reason") == reason)
    if by is None:
        print_rows(table.sort_by([("reason", "ascending"), ("raw_uri", "ascending")]), REJECT_COLUMNS, as_json=as_json)
        return 0
    counts = table.group_by(by).aggregate([(by, "count")]).rename_columns([by, "inputs"])
    counts = counts.sort_by([("inputs", "descending"), (by, "ascending")])
    if by == "reason":
        meanings = [REASONS[Reason(r)].meaning for r in counts.column("reason").to_pylist()]
        counts = counts.append_column("meaning", pa.array(meanings, pa.string()))
    print_rows(counts, tuple(counts.column_names), as_json=as_json)
    return 0


def clean(out: Path, keep: timedelta) -> int:
    """Remove snapshots older than the grace period; readers still on one keep their open files."""
    with Dataset.open(out).writing() as dataset:
        removed = remove_old_snapshots(dataset, keep=keep, now=datetime.now(UTC))
    freed, kept = sum(snapshot.freed_bytes for snapshot in removed) / 1e6, len(dataset.snapshots())
    what = f"removed {len(removed)} snapshots ({freed:.1f} MB), kept {kept}"
    days = f"{keep.total_seconds() / 86400:g} days"
    say(f"{what}: the current one and those replaced less than {days} ago")
    return 0


def _read(dataset: Dataset, table: str, columns: Sequence[str], rows: pc.Expression | None = None) -> pa.Table:
    return dataset.scan(table).to_table(columns=list(columns), filter=rows)
