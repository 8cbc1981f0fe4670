"""A dataset that is being written to in, what one kind of reader saw of it out: reads over and over until told to stop.

    python benchmarks/torture_readers.py KIND LIVE ALLOWED [--seconds-between 0.1] [--through-link]

LIVE is a link to the dataset's folder, ALLOWED a JSON file of the digests that its snapshots may have, in order. Resolves the
link once a read, as the README says; `--through-link` reads through it instead, as many people will. Prints one JSON line.
"""

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Pairs = list[tuple[list[object], list[object]]]
COLUMNS = {"articles": ["article_id", "copy_count"], "copies": ["copy_id", "article_id"]}


def _pandas() -> Callable[[Path, list[str]], tuple[list[object], list[object]]]:
    import pandas as pd

    def read(folder: Path, columns: list[str]) -> tuple[list[object], list[object]]:
        frame = pd.read_parquet(folder, columns=columns, dtype_backend="pyarrow")
        return frame[columns[0]].tolist(), frame[columns[1]].tolist()

    return read


def _polars() -> Callable[[Path, list[str]], tuple[list[object], list[object]]]:
    import polars as pl

    def read(folder: Path, columns: list[str]) -> tuple[list[object], list[object]]:
        frame = pl.scan_parquet(folder / "**" / "*.parquet", hive_partitioning=True).select(columns).collect()
        return frame[columns[0]].to_list(), frame[columns[1]].to_list()

    return read


def _duckdb() -> Callable[[Path, list[str]], tuple[list[object], list[object]]]:
    import duckdb

    connection = duckdb.connect(config={"threads": 1})

    def read(folder: Path, columns: list[str]) -> tuple[list[object], list[object]]:
        found = connection.execute(f"SELECT {', '.join(columns)} FROM read_parquet('{folder}/**/*.parquet')").fetchall()
        return [row[0] for row in found], [row[1] for row in found]

    return read


def _pyarrow() -> Callable[[Path, list[str]], tuple[list[object], list[object]]]:
    import pyarrow.dataset as ds

    def read(folder: Path, columns: list[str]) -> tuple[list[object], list[object]]:
        table = ds.dataset(folder, partitioning="hive").to_table(columns=columns)
        return table[columns[0]].to_pylist(), table[columns[1]].to_pylist()

    return read


def _spark() -> Callable[[Path, list[str]], tuple[list[object], list[object]]]:
    from pyspark.sql import SparkSession  # from an environment of its own: see `torture.py --spark-python`

    spark = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("FATAL")

    def read(folder: Path, columns: list[str]) -> tuple[list[object], list[object]]:
        found = spark.read.parquet(str(folder)).select(*columns).collect()
        return [row[0] for row in found], [row[1] for row in found]

    return read


READERS = {"pandas": _pandas, "polars": _polars, "duckdb": _duckdb, "pyarrow": _pyarrow, "spark": _spark}


def main() -> int:
    """Read until SIGTERM; count whole, torn, older and failed reads."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("kind", choices=READERS)
    options.add_argument("live", type=Path)
    options.add_argument("allowed", type=Path)
    options.add_argument("--seconds-between", type=float, default=0.1)
    options.add_argument("--through-link", action="store_true")
    o = options.parse_args()
    from torture_digest import digest_of

    allowed = {digest: place for place, digest in enumerate(json.loads(o.allowed.read_text()))}
    read = READERS[o.kind]()
    stopped: list[bool] = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    counts: dict[str, Any] = {"kind": o.kind, "through_link": o.through_link, "reads": 0, "torn": 0, "back": 0, "errors": 0}
    examples: list[str] = []
    last = (Path(), -1)
    print("ready", flush=True)
    while not stopped:
        time.sleep(o.seconds_between)
        tables = o.live / "tables"
        resolved = os.path.realpath(tables)
        if not Path(resolved).is_dir():  # the round's first commit is still to come
            continue
        counts["reads"] += 1
        try:
            folder = tables if o.through_link else Path(resolved)
            digest = digest_of([read(folder / table, columns) for table, columns in COLUMNS.items()])
        except Exception as error:  # noqa: BLE001 - whatever a reader raises is what we count
            counts["errors"] += 1
            examples.append(f"{type(error).__name__}: {error}"[:200])
            continue
        round_folder = Path(resolved).parent.parent
        place = allowed.get(digest)
        counts["torn"] += place is None
        if place is not None:
            counts["back"] += round_folder == last[0] and place < last[1]
            last = (round_folder, place)
    print(json.dumps(counts | {"examples": examples[:2]}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
