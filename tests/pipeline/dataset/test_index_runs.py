"""The near-duplicate index keeps few runs however many commits there are, loses no row, and is replaced as a whole or not at all."""

from __future__ import annotations

import dataclasses
import itertools
import random
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.dataset import Changes, Dataset, IndexUpkeep, commit
from pipeline.dataset import index_runs as module
from pipeline.dataset.merge import merge_sorted
from tests.pipeline.dataset.build import INDEX, batch, copy_id


def own_run(numbers: range, seed: int = 0) -> pa.Table:
    """A run of random hashes, sorted by them."""
    draw = random.Random(f"{seed}{numbers}")
    rows = sorted((draw.randrange(1000), copy_id(n)) for n in numbers)
    return pa.table([[h for h, _ in rows], [i for _, i in rows]], schema=INDEX)


def with_run(name: str, numbers: range) -> Changes:
    """A batch with such a run."""
    return dataclasses.replace(batch(name, numbers), index_run=own_run(numbers))


def rows_of(dataset: Dataset) -> list[tuple[int, str]]:
    """Every row of the index; fails where a run is not sorted."""
    found: list[tuple[int, str]] = []
    for path in dataset.history().index_runs():
        run = pq.read_table(path)
        hashes = run["hash"].to_pylist()
        assert hashes == sorted(hashes)
        found += zip(hashes, run["document_id"].to_pylist(), strict=True)
    return sorted(found)


def expected(sizes: list[range]) -> list[tuple[int, str]]:
    """What the runs of these batches hold together."""
    return sorted(pair for numbers in sizes for pair in zip(*(own_run(numbers)[c].to_pylist() for c in INDEX.names), strict=True))


def test_forty_commits_leave_few_runs(dataset: Dataset) -> None:
    """At most three of each size, and every row in one of them."""
    batches = [range(n * 5, n * 5 + 5) for n in range(40)]
    for number, numbers in enumerate(batches):
        commit(dataset, with_run(f"b{number}", numbers))
    assert len(dataset.history().index_runs()) <= 3 * 3
    assert rows_of(dataset) == expected(batches)


def test_merging_stops_where_it_is_no_longer_cheap(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Big runs wait for `compact`."""
    monkeypatch.setattr(module, "CHEAP_MERGE_BYTES", 1)
    for number in range(6):
        commit(dataset, with_run(f"b{number}", range(number * 5, number * 5 + 5)))
    assert len(dataset.history().index_runs()) == 6


def test_all_runs_are_merged_when_asked(dataset: Dataset) -> None:
    """One run is left, in small pieces of memory, and nothing more to do."""
    batches = [range(10), range(10, 15), range(15, 18)]
    for number, numbers in enumerate(batches):
        commit(dataset, with_run(f"b{number}", numbers))
    commit(dataset, Changes(batch_id="all", run_id="r", kind="compact", index_upkeep=IndexUpkeep.MERGE_ALL))
    assert [path.name for path in dataset.history().index_runs()] == ["all.parquet"]
    assert rows_of(dataset) == expected(batches)
    assert module.is_merged(dataset.snapshot().state_files, dataset.paths.root)  # type: ignore[union-attr]


def test_a_rebuilt_index_replaces_every_run(dataset: Dataset) -> None:
    """Only the new run is named; the old files stay for the snapshots that name them."""
    commit(dataset, with_run("one", range(5)))
    rebuilt = dataclasses.replace(
        Changes(batch_id="new", run_id="r", kind="reprocess"), index_run=own_run(range(2)), index_upkeep=IndexUpkeep.REPLACE_ALL
    )
    commit(dataset, rebuilt)
    assert rows_of(dataset) == expected([range(2)])
    assert (dataset.paths.near_duplicates / "one.parquet").exists()


def test_runs_of_another_schema_are_left_alone(dataset: Dataset) -> None:
    """A new layout of the index does not have to be merged with the old one."""
    commit(dataset, with_run("one", range(5)))
    other = pa.table({"hash": pa.array([1, 2], pa.int64()), "number": pa.array([1, 2], pa.int64())})
    commit(dataset, dataclasses.replace(batch("two", range(5, 7)), index_run=other))
    commit(dataset, Changes(batch_id="all", run_id="r", kind="compact", index_upkeep=IndexUpkeep.MERGE_ALL))
    assert len(dataset.history().index_runs()) == 2


@pytest.mark.parametrize("seed", range(5))
def test_merging_sorts_streams_with_ties_nulls_and_empty_pieces(seed: int) -> None:
    """The merged stream is what sorting everything at once would give."""
    draw = random.Random(seed)
    order = [("day", "ascending"), ("name", "ascending")]

    def stream() -> tuple[pa.Table, Iterator[pa.Table]]:
        days = [draw.choice([None, *range(6)]) for _ in range(draw.randrange(30))]
        rows = pa.table({"day": pa.array(days, pa.int64()), "name": [f"{draw.randrange(99):02d}" for _ in days]}).sort_by(order)
        cuts = sorted({0, len(days), *(draw.randrange(len(days) + 1) for _ in range(4))})
        pieces = [rows.slice(a, b - a) for a, b in itertools.pairwise(cuts)]
        return rows, iter([rows.slice(0, 0), *pieces])

    made = [stream() for _ in range(4)]
    merged = list(merge_sorted([pieces for _, pieces in made], ["day", "name"]))
    everything = pa.concat_tables([rows for rows, _ in made]).sort_by(order)
    assert pa.concat_tables([everything.slice(0, 0), *merged]).to_pylist() == everything.to_pylist()
