"""Compaction keeps every row, leaves one small file a partition at most, and is a commit like any other."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import timedelta

import pyarrow as pa
import pytest

from pipeline.dataset import Changes, ContractError, Dataset, IndexUpkeep, commit, rewrite
from pipeline.dataset import compaction as module
from pipeline.dataset.clean_up import believable_instants, remove_old_snapshots
from pipeline.dataset.compaction import needs_compaction
from pipeline.dataset.errors import NoSnapshotError
from pipeline.dataset.parquet import sort_rows
from pipeline.dataset.partitions import partition_of
from pipeline.rows import to_table
from schemas.tables import KEYS, RUNS, TABLES
from tests.pipeline.dataset.build import NOW, batch, run, tree

COMPACT = Changes(
    batch_id="compact",
    run_id="c",
    kind="compact",
    runs=to_table([run("c", kind="compact")], RUNS),
    compacts=True,
    index_upkeep=IndexUpkeep.MERGE_ALL,
)


@pytest.fixture
def scattered(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    """Twelve batches, none of which took in the files of another."""
    monkeypatch.setattr(rewrite, "MERGE_BYTES", 0)
    monkeypatch.setattr(rewrite, "ALWAYS_MERGE_BYTES", 0)
    monkeypatch.setattr(module, "MAX_BATCH_ROWS", 3)
    for number in range(12):
        commit(dataset, batch(f"b{number}", range(number * 8, number * 8 + 8), rejects=range(number, number + 1)), now=NOW)
    return dataset


def rows(dataset: Dataset) -> dict[str, pa.Table]:
    """Every table but `runs`, by key."""
    return {t: dataset.scan(t).to_table().sort_by(KEYS[t]) for t in TABLES if t != "runs"}


def test_every_row_is_kept_in_few_sorted_files(scattered: Dataset) -> None:
    """One file a partition, each in the table's order."""
    before = rows(scattered)
    manifest = commit(scattered, COMPACT, now=NOW)
    assert rows(scattered) == before
    assert set(Counter((f.table, partition_of(f.path)) for f in manifest.files if f.table != "runs").values()) == {1}
    assert len(manifest.state_files) == 1
    for file in manifest.files:
        path = scattered.paths.snapshot(manifest.snapshot) / file.path
        table = pa.parquet.read_table(path, partitioning=None)
        assert table == sort_rows(table, file.table)


def test_there_is_nothing_left_to_compact(scattered: Dataset) -> None:
    """Compacting twice is compacting once."""
    assert needs_compaction(scattered.paths, scattered.snapshot())  # type: ignore[arg-type]
    manifest = commit(scattered, COMPACT, now=NOW)
    assert not needs_compaction(scattered.paths, manifest)


def test_big_files_are_left_alone(scattered: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only files below the wanted size are written again."""
    monkeypatch.setattr(module, "ENOUGH_BYTES", 1)
    before = {f.path for f in scattered.snapshot().files if f.table != "runs"}  # type: ignore[union-attr]
    after = {f.path for f in commit(scattered, COMPACT, now=NOW).files if f.table != "runs"}
    assert after == before


def test_a_compacting_batch_may_not_bring_rows(scattered: Dataset) -> None:
    """Otherwise rows and files would change in one step that nobody could check."""
    changes = Changes(batch_id="x", run_id="x", kind="compact", articles=batch("y", range(200, 201)).articles, compacts=True)
    with pytest.raises(ContractError, match="adds and replaces no rows"):
        commit(scattered, changes)


def test_an_earlier_snapshot_stays_readable_until_its_grace_is_over(scattered: Dataset) -> None:
    """By number, day and instant; then only the current one is left."""
    later = NOW + timedelta(days=2)
    commit(scattered, COMPACT, now=later)
    assert scattered.at("12").snapshot().snapshot == 12  # type: ignore[union-attr]
    assert scattered.at("2031-05-07").snapshot().snapshot == 12  # type: ignore[union-attr]
    assert scattered.at(later.isoformat()).snapshot().snapshot == 13  # type: ignore[union-attr]
    assert scattered.at("3").scan("copies").count_rows() == 24
    remove_old_snapshots(scattered, keep=timedelta(days=1), now=later + timedelta(hours=1))
    assert scattered.at("12").scan("copies").count_rows() == 96
    remove_old_snapshots(scattered, keep=timedelta(days=1), now=later + timedelta(days=2))
    assert [m.snapshot for m in scattered.snapshots()] == [13]
    assert len(list(scattered.paths.near_duplicates.iterdir())) == 1


@pytest.mark.parametrize("as_of", ["99", "2001-01-01", "yesterday"])
def test_a_time_without_a_snapshot_is_refused(scattered: Dataset, as_of: str) -> None:
    """The message says what there is."""
    with pytest.raises(NoSnapshotError, match=r"1 to 12|found 'yesterday'"):
        scattered.at(as_of)


def test_an_earlier_snapshot_takes_no_commit(scattered: Dataset) -> None:
    """It is for reading."""
    before = tree(scattered.paths.root)
    with pytest.raises(ContractError, match="for reading"):
        commit(scattered.at("3"), batch("new", range(500, 501)))
    assert tree(scattered.paths.root) == before


def test_a_clock_set_back_does_not_shorten_the_grace(dataset: Dataset) -> None:
    """A successor dated years ago was made just now."""
    commit(dataset, batch("one", range(3)), now=NOW)
    commit(dataset, batch("two", range(3, 5)), now=NOW - timedelta(days=900))
    assert remove_old_snapshots(dataset, keep=timedelta(days=7), now=NOW + timedelta(days=1)) == []
    assert [gone.snapshot for gone in remove_old_snapshots(dataset, keep=timedelta(days=7), now=NOW + timedelta(days=8))] == [1]


def test_instants_of_clocks_that_jump() -> None:
    """Two commits of a clock set back, one of a clock ahead: none seems older or newer than it can be."""
    hour = timedelta(hours=1)
    made = [NOW, NOW - timedelta(days=900), NOW - timedelta(days=899), NOW + timedelta(days=900), NOW + hour]
    assert believable_instants(made, NOW + 2 * hour) == [NOW, NOW, NOW, NOW + hour, NOW + hour]


def test_a_copied_dataset_compacts_to_the_same_bytes(scattered: Dataset) -> None:
    """Nothing but the rows and their order decides the files."""
    twin = scattered.paths.root.with_name("twin")
    shutil.copytree(scattered.paths.root, twin, symlinks=True)
    other = Dataset.open(twin)
    commit(scattered, COMPACT, now=NOW)
    commit(other, COMPACT, now=NOW)
    assert tree(twin) == tree(scattered.paths.root)
