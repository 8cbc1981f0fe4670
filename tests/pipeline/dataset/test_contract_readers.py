"""Every column of every table comes back from every reader as it was written: nulls, empty lists, unicode, an all-null file."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pytest

from pipeline.dataset import Dataset, commit
from pipeline.rows import to_table
from schemas.dictionary import data_dictionary
from schemas.tables import ARTICLES, COPIES, KEYS, PARTITION_KEY, PARTITIONED, RECORDS, REJECTS, RUNS, TABLES
from tests.pipeline.dataset.build import NOW, article, batch, copy, reject, run

Rows = list[dict[str, Any]]

ODD = "Größe “naïve” 東京 \u202eעברית 🗞️ e\u0301 \t tab"
"""Unicode as newspapers print it, and as they should not."""


def full(table: str, record: Any) -> Any:
    """A record with every optional column filled and every list holding two values."""
    values: dict[str, Any] = {}
    for field in TABLES[table]:
        if field.name in _KEPT or (getattr(record, field.name) not in (None, [])):
            continue
        values[field.name] = _value(str(field.type))
    return dataclasses.replace(record, **values)


_KEPT = {"article_id", "copy_id", "reject_id", "run_id", "related_article_id", "published_date", "published_at"}


def _value(kind: str) -> Any:
    if kind.startswith("list"):
        return [ODD, ""]
    if kind.startswith("timestamp"):
        return datetime(2031, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)
    return {"string": ODD, "large_string": ODD, "float": 0.25, "int16": 200, "int32": 7, "int64": 2**40, "bool": True}[kind]


def sparse(table: str, record: Any) -> Any:
    """A record with nothing but what is required."""
    return dataclasses.replace(
        record,
        **{f.name: None for f in TABLES[table] if f.nullable},
        **{f.name: [] for f in TABLES[table] if str(f.type).startswith("list")},
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Rows]]:
    """Two batches: one full and dated, one sparse and so undated, in a file of its own where optional columns are all null."""
    dataset = Dataset.create_or_open(tmp_path_factory.mktemp("contract") / "data")
    records = {
        "articles": [*(full("articles", article(n)) for n in range(3)), *(sparse("articles", article(n)) for n in (7, 8))],
        "copies": [*(full("copies", copy(n)) for n in range(3)), *(sparse("copies", copy(n)) for n in (7, 8))],
        "rejects": [full("rejects", reject(1)), sparse("rejects", reject(2))],
        "runs": [full("runs", run("run-a", copies=3)), sparse("runs", run("run-b", copies=2))],
    }
    for name, part in (("a", slice(0, 3)), ("b", slice(3, None))):
        rejects = slice(0, 1) if name == "a" else slice(1, None)
        changes = dataclasses.replace(
            batch(name, range(0)),
            articles=to_table(records["articles"][part], ARTICLES),
            copies=to_table(records["copies"][part], COPIES),
            rejects=to_table(records["rejects"][rejects], REJECTS),
            runs=to_table(records["runs"][rejects], RUNS),
        )
        commit(dataset, changes, now=NOW)
    expected = {t: [{f.name: getattr(r, f.name) for f in TABLES[t]} for r in records[t]] for t in RECORDS}
    return dataset.paths.root, expected


def by_pandas(folder: Path) -> Rows:
    """Whole table."""
    frame = pd.read_parquet(folder, dtype_backend="pyarrow")
    return [{k: _plain(v) for k, v in row.items()} for row in frame.to_dict("records")]


def by_polars(folder: Path) -> Rows:
    """Whole table."""
    return pl.scan_parquet(folder / "**" / "*.parquet", hive_partitioning=True).collect().to_dicts()


def by_duckdb(folder: Path) -> Rows:
    """Whole table."""
    with duckdb.connect() as connection:
        return connection.sql(f"SELECT * FROM read_parquet('{folder}/**/*.parquet')").to_arrow_table().to_pylist()  # type: ignore[no-any-return]


def by_pyarrow(folder: Path) -> Rows:
    """Whole table."""
    return ds.dataset(folder, partitioning="hive").to_table().to_pylist()  # type: ignore[no-any-return]


READERS: dict[str, Callable[[Path], Rows]] = {
    "pandas": by_pandas,
    "polars": by_polars,
    "duckdb": by_duckdb,
    "pyarrow": by_pyarrow,
}


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if hasattr(value, "tolist") and not isinstance(value, str):
        return value.tolist()
    return None if value is pd.NA or value is pd.NaT or value is None else value


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("table", TABLES)
def test_every_column_comes_back(written: tuple[Path, dict[str, Rows]], table: str, reader: str) -> None:
    """Values and nulls, not only shapes."""
    root, expected = written
    found = READERS[reader](root.resolve() / "tables" / table)
    months = {str(row.pop(PARTITION_KEY)) for row in found} if table in PARTITIONED else set()
    assert months == ({"2030-11", "undated"} if table in PARTITIONED else set())
    key = KEYS[table]
    assert sorted(found, key=lambda row: row[key]) == sorted(expected[table], key=lambda row: row[key])


SPARK = """
import json, sys
from pyspark.sql import SparkSession
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC").getOrCreate()
for table in ("articles", "copies", "rejects", "runs"):
    for row in spark.read.parquet(f"{sys.argv[1]}/tables/{table}").collect():
        print("ROW", json.dumps([table, row.asDict()], default=str))
for statement in sys.stdin.read().split(";\\n"):
    if statement.strip():
        spark.sql(statement)
for table in ("articles", "copies", "rejects", "runs"):
    comments = {f.name: f.metadata.get("comment", "") for f in spark.table(table).schema.fields}
    print("SQL", json.dumps([table, spark.table(table).count(), comments]))
"""


def test_spark_reads_every_column(written: tuple[Path, dict[str, Rows]]) -> None:
    """Where a Python with pyspark is named by COPYDESK_SPARK_PYTHON: the same values, instants as text; and the contract's SQL."""

    python = os.environ.get("COPYDESK_SPARK_PYTHON")
    if not python:
        pytest.skip("COPYDESK_SPARK_PYTHON names no Python with pyspark")
    root, expected = written
    statements = data_dictionary("sql", "spark", f"{root}/tables")
    done = subprocess.run(
        [python, "-c", SPARK, str(root)], input=statements, cwd=root.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    made = [json.loads(line[4:]) for line in done.stdout.splitlines() if line.startswith("SQL ")]
    assert [table for table, _, _ in made] == list(TABLES)
    for table, count, comments in made:
        assert count == len(expected[table])
        assert {f.name: f.metadata[b"comment"].decode() for f in TABLES[table]}.items() <= comments.items()
    found = [json.loads(line[4:]) for line in done.stdout.splitlines() if line.startswith("ROW ")]
    for table, rows in expected.items():
        own = [row for name, row in found if name == table]
        for row in own:
            row.pop(PARTITION_KEY, None)
        plain = [
            json.loads(json.dumps(row, default=lambda v: str(v.replace(tzinfo=None) if hasattr(v, "tzinfo") else v)))
            for row in rows
        ]
        assert sorted(own, key=lambda r: r[KEYS[table]]) == sorted(plain, key=lambda r: r[KEYS[table]])


SNIPPETS = Path(__file__).resolve().parents[3] / "README.md"


def snippets(language: str) -> list[str]:
    """The README's code blocks of one language that read tables."""
    blocks = SNIPPETS.read_text(encoding="utf-8").split("```")[1::2]
    return [b.split("\n", 1)[1] for b in blocks if b.startswith(f"{language}\n") and "data/tables" in b and "spark." not in b]


@pytest.mark.parametrize("number", range(len(snippets("python"))))
def test_the_readmes_python_runs(written: tuple[Path, dict[str, Rows]], number: int) -> None:
    """Each block in a process of its own, beside a dataset called `data`."""
    done = subprocess.run(
        [sys.executable, "-c", snippets("python")[number]], cwd=written[0].parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("number", range(len(snippets("sql"))))
def test_the_readmes_sql_runs(written: tuple[Path, dict[str, Rows]], number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In DuckDB."""
    monkeypatch.chdir(written[0].parent)
    with duckdb.connect() as connection:
        assert connection.execute(snippets("sql")[number]).fetchall()


def test_the_readme_has_snippets_to_run() -> None:
    """pandas, polars, resolving once; SQL."""
    assert len(snippets("python")) >= 3 and snippets("sql")
