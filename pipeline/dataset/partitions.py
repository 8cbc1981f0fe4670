"""Rows of `articles` or `copies` in, the same rows by `published_month` out."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from schemas.tables import PARTITION_KEY, PARTITIONED, UNDATED

FLAT = ""
"""Stands for the one place of a table without partitions."""

_UNDATED_CODE = 0


def folder_of(partition: str) -> str:
    """The `key=value` folder of a partition; empty for a flat table."""
    return f"{PARTITION_KEY}={partition}" if partition else FLAT


def partition_of(path: str) -> str:
    """The partition of a file by its path below the snapshot, as `folder_of` made it."""
    parts = path.split("/")
    return parts[1].removeprefix(f"{PARTITION_KEY}=") if len(parts) > 2 else FLAT


def split(table_name: str, rows: pa.Table) -> dict[str, pa.Table]:
    """Rows by partition, partitions in ascending order, rows in their given order.

    Args:
        table_name: One of the four tables; flat ones give one partition, `FLAT`.
        rows: Rows with that table's schema.

    Returns:
        Only partitions that have rows.
    """
    if rows.num_rows == 0:
        return {}
    if table_name not in PARTITIONED:
        return {FLAT: rows}
    codes = _month_codes(rows)
    order = np.argsort(codes, kind="stable")
    values, starts = np.unique(codes[order], return_index=True)
    ends = np.append(starts[1:], len(codes))
    return {_name(int(v)): rows.take(order[a:b]) for v, a, b in zip(values, starts, ends, strict=True)}


def published_months(rows: pa.Table) -> list[str]:
    """Each row's partition: the month of `published_date`, else of `published_at` in UTC, else `undated`."""
    return [_name(code) for code in _month_codes(rows).tolist()]


def _month_codes(rows: pa.Table) -> NDArray[np.int64]:
    """Year times 100 plus month; 0 without a date."""
    day = pc.coalesce(rows["published_date"].cast(pa.date32()), rows["published_at"].cast(pa.date32(), safe=False))
    codes = pc.add(pc.multiply(pc.year(day), 100), pc.month(day))
    filled: NDArray[np.int64] = pc.fill_null(codes, _UNDATED_CODE).to_numpy()
    return filled


def _name(code: int) -> str:
    return UNDATED if code == _UNDATED_CODE else f"{code // 100:04d}-{code % 100:02d}"
