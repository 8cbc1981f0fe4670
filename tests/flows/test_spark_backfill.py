"""`backfill --engine spark`: the sample archive becomes the dataset that the embedded engine makes of it."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from flows.cli import main

ROOT = Path(__file__).resolve().parents[2]
OF_THE_RUN = {"run_id", "ingested_at", "rejected_at"}
"""Columns that say when and by which run a row was written."""


def backfilled(out: Path, engine: str, prefect_home: Path) -> dict[str, list[dict[str, object]]]:
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PREFECT_HOME": str(prefect_home),
        "PYSPARK_SUBMIT_ARGS": "--master local[2] --driver-memory 512m pyspark-shell",
    }
    command = [sys.executable, "-m", "flows.cli", "backfill", str(ROOT / "seeds" / "archive"), "--out", str(out)]
    options = ["--engine", engine, "--workers", "2", "--batch-documents", "60"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False, env=environment, cwd=out.parent)
    assert done.returncode == 0, done.stderr[-3000:]
    rows = {}
    for table, key in (("articles", "article_id"), ("copies", "copy_id"), ("rejects", "reject_id")):
        read = ds.dataset(out / "tables" / table, format="parquet", partitioning="hive").to_table()
        rows[table] = read.drop_columns([c for c in read.column_names if c in OF_THE_RUN]).sort_by(key).to_pylist()
    return rows


@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed: copydesk[spark]")
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs a Java runtime, and there is no java on the path")
def test_both_engines_make_the_same_dataset(tmp_path: Path, prefect_home: Path) -> None:
    """Articles, copies and rejects, in several commits, row for row."""
    local = backfilled(tmp_path / "local", "local", prefect_home)
    assert backfilled(tmp_path / "spark", "spark", prefect_home) == local
    assert len(local["articles"]) > 10


@pytest.mark.skipif(importlib.util.find_spec("pyspark") is not None, reason="pyspark is installed")
def test_without_pyspark_it_says_what_to_install(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Settings that cannot be used end with 3, before anything has started."""
    assert main(["backfill", str(ROOT / "seeds" / "archive"), "--out", str(tmp_path / "d"), "--engine", "spark"]) == 3
    assert "pip install 'copydesk[spark]'" in capsys.readouterr().err
