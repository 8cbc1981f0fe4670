"""Plain readers take the folders under `tables` for what they are: whole tables with every column."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from pipeline.dataset import Dataset, commit
from schemas.tables import KEYS, PARTITION_KEY, PARTITIONED, TABLES
from tests.pipeline.dataset.build import article, batch, copy_id

ROOT = Path(__file__).resolve().parents[3]

Columns = dict[str, list[object]]


def with_pandas(folder: Path) -> Columns:
    """As a README reader would."""
    frame = pd.read_parquet(folder, dtype_backend="pyarrow")
    return {name: [str(v) for v in frame[name]] if name == PARTITION_KEY else frame[name].tolist() for name in frame.columns}


def with_polars(folder: Path) -> Columns:
    """As a README reader would."""
    return pl.scan_parquet(folder / "**" / "*.parquet", hive_partitioning=True).collect().to_dict(as_series=False)


def with_duckdb(folder: Path) -> Columns:
    """As a README reader would; instants as text, which needs no time zone package."""
    with duckdb.connect() as connection:
        files = f"'{folder}/**/*.parquet'"
        names = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {files}").fetchall()]
        rows = connection.execute(f"SELECT COLUMNS(*)::VARCHAR FROM {files}").fetchall()
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def with_pyarrow(folder: Path) -> Columns:
    """As a README reader would."""
    return ds.dataset(folder, partitioning="hive").to_table().to_pydict()


READERS: dict[str, Callable[[Path], Columns]] = {
    "pandas": with_pandas,
    "polars": with_polars,
    "duckdb": with_duckdb,
    "pyarrow": with_pyarrow,
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("numbers", [range(14), range(0)], ids=["rows", "no rows"])
def test_a_reader_finds_every_row_and_column(dataset: Dataset, reader: str, numbers: range) -> None:
    """Nulls, empty lists, the undated partition and tables without rows included."""
    commit(dataset, batch("one", numbers, rejects=range(len(numbers) // 7)))
    for table, schema in TABLES.items():
        found = READERS[reader](dataset.paths.tables / table)
        partition = [PARTITION_KEY] if table in PARTITIONED else []
        assert sorted(found) == sorted([*schema.names, *partition])
        assert len(found[KEYS[table]]) == {"rejects": len(numbers) // 7, "runs": 1}.get(table, len(numbers))


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_finds_the_values(dataset: Dataset, reader: str) -> None:
    """Texts, nulls, lists and months are those that were written."""
    commit(dataset, batch("one", range(14)))
    found = READERS[reader](dataset.paths.tables / "articles")
    place = found["article_id"].index(article(6).article_id)
    assert found["text"][place] == article(6).text
    assert found["title"][place] is None or found["title"][place] is pd.NA
    assert found["keywords"][place] in ([], "[]")
    assert found[PARTITION_KEY][place] == "undated"
    assert set(found[PARTITION_KEY]) == {"undated", "2030-11", "2030-12"}


def test_duckdb_reads_instants_lists_and_counts(dataset: Dataset) -> None:
    """A query over types, partition and list."""
    commit(dataset, batch("one", range(14)))
    query = f"""SELECT count(*) FROM '{dataset.paths.tables}/articles/**/*.parquet'
                WHERE published_month = '2030-11' AND published_at > TIMESTAMPTZ '2030-11-03 00:00:00+00' AND list_contains(authors, 'Ottoline Marsh')"""
    with duckdb.connect() as connection:
        assert connection.execute(query).fetchone() == (5,)


def test_nothing_but_parquet_and_key_value_folders(dataset: Dataset) -> None:
    """Readers take anything else for data."""
    commit(dataset, batch("one", range(14), rejects=range(2)))
    for path in dataset.paths.tables.resolve().rglob("*"):
        assert path.suffix == ".parquet" or path.name in TABLES or path.name.startswith(f"{PARTITION_KEY}=")


WRITER = """
import sys
from pathlib import Path
from pipeline.dataset import Dataset, commit, writer_lock
from tests.pipeline.dataset.build import batch
root = Path(sys.argv[1])
dataset = Dataset.create_or_open(root)
with writer_lock(root):
    dataset.recover()
    print("ready", flush=True)
    for number in range(1000):
        commit(dataset, batch(f"b{number}", range(number * 5, number * 5 + 5)))
"""


def whole(folder: Path, reader: Callable[[Path], int]) -> int:
    """Rows of one snapshot's copies, after checking that it has as many articles."""
    articles, copies = reader(folder / "articles"), reader(folder / "copies")
    assert articles == copies
    assert copies % 5 == 0
    return copies


def test_readers_polling_beside_killed_writers_see_whole_batches(dataset: Dataset) -> None:
    """Two writers killed at arbitrary moments, three reads each at least: each finds whole batches, and no fewer than the one before."""
    counts: list[Callable[[Path], int]] = [
        lambda folder: pq.read_table(folder, columns=[]).num_rows,
        lambda folder: pl.scan_parquet(folder / "**" / "*.parquet").select(pl.len()).collect().item(),
        lambda folder: duckdb.sql(f"SELECT count(*) FROM '{folder}/**/*.parquet'").fetchall()[0][0],
    ]
    commit(dataset, batch("b0", range(5)))
    seen, reads = 5, 0
    for seconds, enough in ((0.31, 3), (0.57, 6)):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(dataset.paths.root)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        end = time.monotonic() + seconds
        while time.monotonic() < end or reads < enough:
            found = whole(dataset.paths.tables.resolve(), counts[reads % len(counts)])
            assert found >= seen
            seen, reads = found, reads + 1
        writer.kill()
        writer.wait()
        writer.stdout.close()
    dataset.recover()
    ids = dataset.scan("copies").to_table(columns=["copy_id"])["copy_id"].to_pylist()
    assert sorted(ids) == sorted(copy_id(n) for n in range(len(ids)))
