"""Nothing in; what writing, committing, compacting and scanning the tables costs out.

    python benchmarks/tables.py [--documents 60000] [--files 10000] [--folder FOLDER]

Writing: one batch of invented articles of 480 words over a year, CPU seconds of the whole commit, hashing and fsync included.
Overhead: a batch of one article committed to a dataset of `--files` files. Compaction: that dataset's files merged. Scanning:
DuckDB and polars over a dataset of ten batches, before and after compaction, beside one Parquet file that holds the same rows,
as pyarrow writes it by default with zstd and packed as well as the tables are; both in turn, the best of nine; ratios hold on a
busy machine where seconds do not.
"""

import argparse
import dataclasses
import itertools
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq
from bench import ROOT

sys.path.insert(0, str(ROOT))

from pipeline.dataset import Changes, Dataset, IndexUpkeep, commit, rewrite, writer_lock
from pipeline.rows import to_table
from schemas.tables import ARTICLES, COPIES, RUNS
from tests.pipeline.dataset.build import article, copy, run

NOW = datetime(2031, 1, 1, 3, tzinfo=UTC)
BATCHES = 10
MONTHS_A_BATCH = 480
"""Forty years: each article of a batch in a month of its own makes a file of `articles` and one of `copies`."""
TIMES = 9
VOCABULARY = [
    "".join(word)
    for word in itertools.product(
        ("b", "d", "gr", "l", "st"), "aeio", ("n", "r", "st"), ("a", "en", "ish", ""), (*"km", "tion", "")
    )
]
"""Invented words of five letters on average, as common as words are: the n-th one n times rarer than the first."""
FREQUENCIES = list(itertools.accumulate(1 / n for n in range(1, len(VOCABULARY) + 1)))


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def committed(dataset: Dataset, changes: Changes) -> tuple[float, float]:
    """What a commit takes, recovery before it included."""

    def work() -> None:
        dataset.recover()
        commit(dataset, changes, now=NOW)

    return spent(work)


def writing(folder: Path, documents: int) -> None:
    """One large batch."""
    dataset = Dataset.create_or_open(folder)
    changes = of_a_year(0, documents, random.Random(2))
    assert changes.articles is not None
    text = sum(len(t.as_py()) for t in changes.articles["text"])
    with writer_lock(folder):
        cpu, wall = committed(dataset, changes)
    print(
        f"writing {documents} articles, {text / 1e6:.0f} MB of text: {cpu:.2f} CPU-s, {wall:.2f} s: "
        f"{text / 1e6 / cpu:.0f} MB a CPU-second"
    )


def of_many_months(number: int) -> Changes:
    """A batch whose articles lie in as many months."""
    numbers = range(number * MONTHS_A_BATCH, (number + 1) * MONTHS_A_BATCH)
    when: dict[int, dict[str, Any]] = {
        n: {"published_date": date(1980 + n % MONTHS_A_BATCH // 12, 1 + n % 12, 15), "published_at": None} for n in numbers
    }
    return Changes(
        batch_id=f"months-{number}",
        run_id=f"run-m{number}",
        kind="backfill",
        articles=to_table([dataclasses.replace(article(n), **when[n]) for n in numbers], ARTICLES),
        copies=to_table([dataclasses.replace(copy(n), **when[n]) for n in numbers], COPIES),
        runs=to_table([run(f"run-m{number}", copies=len(numbers))], RUNS),
    )


def of_a_year(number: int, documents: int, draw: random.Random) -> Changes:
    """A batch of an archive: each article on any day of one year."""
    numbers = range(number * documents, (number + 1) * documents)
    days = {n: date(2030, 1, 1) + timedelta(days=draw.randrange(365)) for n in numbers}
    texts = {n: " ".join(draw.choices(VOCABULARY, cum_weights=FREQUENCIES, k=480)) for n in numbers}
    own = [
        dataclasses.replace(article(n), published_date=days[n], published_at=None, text=texts[n], word_count=480) for n in numbers
    ]
    own = [dataclasses.replace(a, text_sha256=sha256(a.text.encode()).hexdigest()) for a in own]
    return Changes(
        batch_id=f"year-{number}",
        run_id=f"run-y{number}",
        kind="backfill",
        articles=to_table(own, ARTICLES),
        copies=to_table([dataclasses.replace(copy(n), published_date=days[n], published_at=None) for n in numbers], COPIES),
        runs=to_table([run(f"run-y{number}", copies=documents)], RUNS),
    )


def compaction() -> Changes:
    """The batch that merges files."""
    return Changes(batch_id="compact", run_id="run-compact", kind="compact", compacts=True, index_upkeep=IndexUpkeep.MERGE_ALL)


def overhead(folder: Path, files: int) -> None:
    """Small commits, and compaction, where there are many files."""
    dataset = Dataset.create_or_open(folder)
    number, usual = 0, rewrite.MERGE_BYTES
    rewrite.MERGE_BYTES = 0  # else a commit takes small files of its partitions into its own, and there are never so many
    with writer_lock(folder):
        while (manifest := dataset.snapshot()) is None or len(manifest.files) < files:
            committed(dataset, of_many_months(number))
            number += 1
        rewrite.MERGE_BYTES = usual
        one = of_many_months(number)
        small = dataclasses.replace(
            one,
            articles=one.articles.slice(0, 1) if one.articles is not None else None,
            copies=one.copies.slice(0, 1) if one.copies is not None else None,
            runs=to_table([run(one.run_id, copies=1)], RUNS),
        )
        cpu, wall = committed(dataset, small)
        print(f"a batch of one article beside {len(manifest.files)} files: {cpu:.2f} CPU-s, {wall:.2f} s")
        before = manifest
        cpu, wall = committed(dataset, compaction())
        after = dataset.snapshot()
        assert after is not None
        rows = sum(before.sealed.values())
        print(
            f"compaction of {len(before.files)} files to {len(after.files)}: {cpu:.1f} CPU-s, {wall:.1f} s: "
            f"{len(before.files) / cpu:.0f} files and {rows / cpu:.0f} rows a CPU-second"
        )


def scanning(folder: Path, documents: int) -> None:
    """Two engines over the tables and over one file."""
    dataset = Dataset.create_or_open(folder / "data")
    draw = random.Random(3)
    with writer_lock(dataset.paths.root):
        for number in range(BATCHES):
            committed(dataset, of_a_year(number, documents // BATCHES, draw))
        rows = dataset.scan("articles").to_table()
        ones = {"as pyarrow writes it": folder / "plain.parquet", "packed as well": folder / "level.parquet"}
        pq.write_table(rows, ones["as pyarrow writes it"], compression="zstd")
        pq.write_table(rows, ones["packed as well"], compression="zstd", compression_level=3)
        for when in ("before compaction", "after compaction"):
            for how, one in ones.items():
                compare(when, how, dataset, one)
            committed(dataset, compaction())


def compare(when: str, how: str, dataset: Dataset, one: Path) -> None:
    """Print speeds and sizes as shares of those of one file."""
    tables = dataset.paths.root / "tables" / "articles" / "*" / "*.parquet"
    files = len(list((dataset.paths.root / "tables" / "articles").rglob("*.parquet")))
    query = "select outlet, count(*), sum(length(text)), max(published_date) from read_parquet('{}'{}) group by outlet"

    def duck(path: Path, more: str = "") -> Callable[[], object]:
        return lambda: duckdb.sql(query.format(path, more)).fetchall()

    def polar(path: Path, *, hive: bool) -> Callable[[], object]:
        frame = pl.scan_parquet(path, hive_partitioning=hive)
        asked = pl.len(), pl.col("text").str.len_bytes().sum(), pl.col("published_date").max()
        return lambda: frame.group_by("outlet").agg(*asked).collect()

    pairs = {
        "DuckDB": (duck(tables, ", hive_partitioning = true"), duck(one)),
        "polars": (polar(tables, hive=True), polar(one, hive=False)),
    }
    for name, (ours, theirs) in pairs.items():
        times = [(spent(ours)[0], spent(theirs)[0]) for _ in range(TIMES)]
        mine, other = (min(column) for column in zip(*times, strict=True))
        ours_ms, theirs_ms = mine * 1000, other * 1000
        print(
            f"{name}, {files} files {when}: {ours_ms:.0f} CPU-ms, one file {how} {theirs_ms:.0f}: {other / mine:.0%} of its speed"
        )


def main() -> int:
    """Measure all four."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=60_000)
    options.add_argument("--files", type=int, default=10_000)
    options.add_argument("--folder", type=Path, help="where the datasets go (default: the system's folder for temporary files)")
    o = options.parse_args()
    work = Path(tempfile.mkdtemp(prefix="copydesk-tables-", dir=o.folder))
    try:
        writing(work / "large", o.documents)
        (work / "scan").mkdir()
        scanning(work / "scan", o.documents)
        overhead(work / "many", o.files)
    finally:
        shutil.rmtree(work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
