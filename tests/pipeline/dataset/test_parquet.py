"""Rows go through Parquet unchanged, in files that readers can skip through."""

from __future__ import annotations

import string
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.dataset import parquet
from pipeline.dataset.parquet import read_file, sort_rows, write_files
from pipeline.dataset.partitions import FLAT, folder_of, partition_of, published_months, split
from pipeline.rows import to_table
from schemas.columns import BOOL, DATE, FLOAT32, INT16, INT32, INT64, LARGE_STRING, STRING, STRINGS, TIMESTAMP
from schemas.tables import ARTICLES, KEYS, SCHEMA_VERSION, TABLES
from tests.pipeline.dataset.build import article

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES: dict[pa.DataType, st.SearchStrategy[Any]] = {
    STRING: TEXT,
    LARGE_STRING: TEXT,
    STRINGS: st.lists(TEXT, max_size=3),
    TIMESTAMP: st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 30), timezones=st.just(UTC)),
    DATE: st.dates(),
    INT16: st.integers(-(2**15), 2**15 - 1),
    INT32: st.integers(-(2**31), 2**31 - 1),
    INT64: st.integers(-(2**63), 2**63 - 1),
    FLOAT32: st.floats(width=32, allow_nan=False),
    BOOL: st.booleans(),
}


def rows_of(table: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Any rows that the table's schema allows, each with a key of its own."""
    fields = {f.name: VALUES[f.type] if not f.nullable else st.none() | VALUES[f.type] for f in TABLES[table]}
    key = st.text(string.hexdigits[:16], min_size=32, max_size=32)
    return st.lists(st.fixed_dictionaries(fields | {KEYS[table]: key}), max_size=6, unique_by=lambda row: row[KEYS[table]])


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_rows_round_trip(tmp_path: Path, table: str, data: st.DataObject) -> None:
    """What was written, month by month, is read again value for value, in the table's order."""
    rows = data.draw(rows_of(table))
    written = pa.Table.from_pylist(rows, TABLES[table])
    found = []
    for partition, part in split(table, written).items():
        folder = tmp_path / folder_of(partition)
        (path,) = write_files(iter([sort_rows(part, table)]), table, TABLES[table], folder, "x")
        found.append(read_file(path, TABLES[table]))
        assert found[-1].schema.equals(TABLES[table], check_metadata=True)
        assert found[-1].equals(sort_rows(found[-1], table))
    by_key = sorted((row for part in found for row in part.to_pylist()), key=lambda row: row[KEYS[table]])
    assert by_key == sorted(written.to_pylist(), key=lambda row: row[KEYS[table]])


def articles(count: int) -> pa.Table:
    """Sorted articles."""
    return sort_rows(to_table([article(n) for n in range(count)], ARTICLES), "articles")


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    """Neither clock nor chance is written."""
    one = write_files(iter([articles(50)]), "articles", ARTICLES, tmp_path / "1", "x")
    two = write_files(iter([articles(50)]), "articles", ARTICLES, tmp_path / "2", "x")
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]


def test_the_footer_tells_version_order_and_index(tmp_path: Path) -> None:
    """zstd, schema version, sort order, page index; no dictionary or statistics for text."""
    (path,) = write_files(iter([articles(50)]), "articles", ARTICLES, tmp_path, "x")
    with pq.ParquetFile(path) as file:
        metadata, schema = file.metadata, file.schema_arrow
    assert schema.metadata[b"copydesk.schema_version"] == SCHEMA_VERSION.encode()
    group = metadata.row_group(0)
    chunks = {group.column(i).path_in_schema: group.column(i) for i in range(group.num_columns)}
    assert {chunk.compression for chunk in chunks.values()} == {"ZSTD"}
    assert all(chunk.has_offset_index for chunk in chunks.values())
    assert (chunks["text"].is_stats_set, chunks["published_at"].is_stats_set) == (False, True)
    assert "RLE_DICTIONARY" not in chunks["text"].encodings
    assert "RLE_DICTIONARY" in chunks["outlet"].encodings
    names = [metadata.schema.column(key.column_index).name for key in group.sorting_columns]
    assert names == ["published_at", "article_id"]


def test_row_groups_are_bounded_in_rows_and_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces are gathered into row groups; long texts make smaller ones."""
    monkeypatch.setattr(parquet, "_CHECK_ROWS", 10)
    monkeypatch.setattr(parquet, "ROW_GROUP_ROWS", 30)
    rows = articles(100)
    pieces = [rows.slice(start, 20) for start in range(0, 100, 20)]
    (path,) = write_files(iter(pieces), "articles", ARTICLES, tmp_path / "rows", "x")
    assert sizes(path) == [30, 30, 30, 10]
    monkeypatch.setattr(parquet, "ROW_GROUP_BYTES", 1)
    (path,) = write_files(iter(pieces), "articles", ARTICLES, tmp_path / "bytes", "x")
    assert sizes(path) == [10] * 10


def sizes(path: Path) -> list[int]:
    """Rows of each row group."""
    with pq.ParquetFile(path) as file:
        return [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]


def test_a_big_partition_goes_on_in_the_next_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files end before they grow beyond the bound, and lose no row."""
    monkeypatch.setattr(parquet, "_CHECK_ROWS", 10)
    monkeypatch.setattr(parquet, "ROW_GROUP_ROWS", 10)
    monkeypatch.setattr(parquet, "MAX_FILE_BYTES", parquet.ROW_GROUP_BYTES + 1_000)
    rows = articles(40)
    files = write_files(iter([rows]), "articles", ARTICLES, tmp_path, "x")
    assert [path.name for path in files] == ["x-0000.parquet", "x-0001.parquet", "x-0002.parquet", "x-0003.parquet"]
    assert pa.concat_tables([read_file(path, ARTICLES) for path in files]).equals(rows)


MONTHS = {
    (None, None): "undated",
    (date(2030, 1, 31), None): "2030-01",
    (date(2030, 1, 31), datetime(2030, 2, 1, 3, tzinfo=UTC)): "2030-01",
    (None, datetime(2030, 2, 1, 3, tzinfo=UTC)): "2030-02",
    (date(987, 6, 5), None): "0987-06",
    (date(1969, 12, 31), None): "1969-12",
    (None, datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)): "1969-12",
}


@pytest.mark.parametrize(("day", "instant"), MONTHS)
def test_the_month_is_the_publishers(day: date | None, instant: datetime | None) -> None:
    """The local day decides, else the instant in UTC, else nothing."""
    rows = to_table([article(0, published_date=day, published_at=instant)], ARTICLES)
    assert published_months(rows) == [MONTHS[day, instant]]
    assert list(split("articles", rows)) == [MONTHS[day, instant]]


def test_a_path_tells_its_partition() -> None:
    """Folder names and partitions translate both ways."""
    assert partition_of(f"articles/{folder_of('2030-01')}/x.parquet") == "2030-01"
    assert partition_of("runs/x.parquet") == FLAT == folder_of(FLAT)
