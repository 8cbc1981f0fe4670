"""A commit publishes a batch as a whole, once, and says what is wrong before anything is visible."""

from __future__ import annotations

import dataclasses
import errno
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.dataset import Changes, ContractError, Dataset, DiskFullError, commit
from pipeline.dataset.commit import FAULT_POINTS
from pipeline.rows import to_table
from schemas.tables import ARTICLES, COPIES, KEYS, REJECTS, RUNS, TABLES
from tests.pipeline.dataset.build import NOW, article, article_id, batch, copy, copy_id, hex_id, reject, run, tree


def keys(dataset: Dataset, table: str) -> list[str]:
    """Every primary key of a table."""
    return sorted(dataset.scan(table).to_table()[KEYS[table]].to_pylist())


def test_rows_of_two_batches_are_all_there(dataset: Dataset) -> None:
    """The second batch adds to the first."""
    commit(dataset, batch("one", range(20), rejects=range(2)))
    manifest = commit(dataset, batch("two", range(20, 50)))
    assert keys(dataset, "copies") == sorted(copy_id(n) for n in range(50))
    assert manifest.sealed == {"articles": 50, "copies": 50, "rejects": 2, "runs": 2}
    assert (manifest.snapshot, manifest.parent) == (2, 1)


def test_a_committed_batch_changes_no_byte(dataset: Dataset) -> None:
    """Committing the same batch again is a no-op, whatever came in between."""
    commit(dataset, batch("one", range(20)))
    commit(dataset, batch("two", range(20, 30)))
    before = tree(dataset.paths.root)
    commit(dataset, batch("one", range(20)))
    commit(dataset, batch("two", range(20, 30)))
    assert tree(dataset.paths.root) == before


def test_a_run_that_changed_nothing_changes_no_byte(dataset: Dataset) -> None:
    """A new run without any row of its own is not written down."""
    commit(dataset, batch("one", range(20)))
    before = tree(dataset.paths.root)
    commit(dataset, batch("three", range(0)))
    assert tree(dataset.paths.root) == before
    assert not dataset.has_batch("three")


def test_a_run_row_is_replaced_by_its_later_state(dataset: Dataset) -> None:
    """The same run committed twice has one row: the later one."""
    commit(dataset, batch("one", range(3)))
    later = run("run-one", copies=5, status="interrupted")
    more = dataclasses.replace(batch("two", range(3, 5)), run_id="run-one", runs=to_table([later], RUNS))
    commit(dataset, more)
    assert dataset.scan("runs").to_table()["status"].to_pylist() == ["interrupted"]


def test_a_replaced_row_moves_between_partitions(dataset: Dataset) -> None:
    """A revised article leaves its old month and stands in the new one only."""
    commit(dataset, batch("one", range(20)))
    old = dataset.history().articles([article_id(6)])
    assert old["published_month"].to_pylist() == ["undated"]
    changes = Changes(
        batch_id="two",
        run_id="run-two",
        kind="backfill",
        articles=to_table([article(6, published_date=NOW.date(), revision=1)], ARTICLES),
        replaced={"articles": old.select(["article_id", "published_month"])},
    )
    assert commit(dataset, changes).sealed["articles"] == 20
    new = dataset.history().articles([article_id(6)])
    assert (new["published_month"].to_pylist(), new["revision"].to_pylist()) == (["2031-05"], [1])


def test_unchanged_files_are_hard_links(dataset: Dataset) -> None:
    """A partition that a batch does not touch costs a link, not a copy."""
    commit(dataset, batch("one", range(6)))
    commit(dataset, batch("two", range(13, 14)))
    untouched = "articles/published_month=2030-11/one-0000.parquet"
    assert (dataset.paths.snapshot(1) / untouched).samefile(dataset.paths.tables / untouched)


def test_the_first_commit_makes_all_four_tables(dataset: Dataset) -> None:
    """Tables without rows have a file with the full schema."""
    commit(dataset, batch("one", range(0)))
    for table, schema in TABLES.items():
        assert dataset.scan(table).head(0).select(schema.names).schema.equals(schema)
    assert {path.name for path in dataset.paths.tables.iterdir()} == set(TABLES)


def test_the_empty_file_goes_when_rows_come(dataset: Dataset) -> None:
    """No file without rows stays beside files with rows."""
    commit(dataset, batch("one", range(0)))
    manifest = commit(dataset, batch("two", range(1)))
    assert [file.path for file in manifest.files_of("articles")] == ["articles/published_month=2030-11/two-0000.parquet"]


def test_many_small_batches_leave_few_files(dataset: Dataset) -> None:
    """Small files of a partition are taken in by later commits."""
    for number in range(12):
        manifest = commit(dataset, batch(f"b{number}", range(number * 3, number * 3 + 3)))
    assert max(len(manifest.files_of(table)) for table in ("rejects", "runs")) == 1
    assert len(manifest.files_of("articles")) == len({file.path.split("/")[1] for file in manifest.files_of("articles")})


def with_rows(table: str, rows: pa.Table) -> Callable[[Changes], Changes]:
    """A change to a batch that swaps one table."""
    return lambda changes: dataclasses.replace(changes, **{table: rows})


BROKEN: dict[str, tuple[Callable[[Changes], Changes], str]] = {
    "a column is missing": (with_rows("articles", to_table([article(7)], ARTICLES).drop_columns(["byline"])), "byline"),
    "a column has another type": (
        with_rows("rejects", to_table([reject(7)], REJECTS).cast(REJECTS.set(7, pa.field("http_status", pa.int64())))),
        "rejects.http_status: expected int16, found int64",
    ),
    "a required value is null": (
        with_rows("rejects", to_table([reject(7, source=None)], REJECTS)),
        "rejects.source: 1 of 1 values are null",
    ),
    "a list holds a null": (with_rows("articles", to_table([article(7, keywords=[None])], ARTICLES)), "articles.keywords"),
    "an id is no hex": (with_rows("rejects", to_table([reject(7, reject_id="Z" * 32)], REJECTS)), "rejects.reject_id"),
    "an id is short": (with_rows("rejects", to_table([reject(7, reject_id="abc")], REJECTS)), "rejects.reject_id"),
    "a key occurs twice": (with_rows("rejects", to_table([reject(7), reject(7)], REJECTS)), "1 keys twice"),
    "a key is known already": (with_rows("rejects", to_table([reject(0)], REJECTS)), "already in the dataset"),
    "a copy's article is nowhere": (with_rows("copies", to_table([copy(8, of=9)], COPIES)), "in neither"),
    "a replaced row is nowhere": (
        lambda changes: dataclasses.replace(
            changes, replaced={"articles": pa.table({"article_id": [article_id(9)], "published_month": ["undated"]})}
        ),
        "not in the dataset",
    ),
    "a replaced row is in another month": (
        lambda changes: dataclasses.replace(
            changes,
            articles=to_table([article(0), article(5)], ARTICLES),
            replaced={"articles": pa.table({"article_id": [article_id(0)], "published_month": ["undated"]})},
        ),
        "1 rows to replace, 0 found",
    ),
    "an article is removed from under its copy": (
        lambda changes: dataclasses.replace(
            changes, replaced={"articles": pa.table({"article_id": [article_id(0)], "published_month": ["2030-11"]})}
        ),
        "1 copies still point",
    ),
    "the batch id is a path": (lambda changes: dataclasses.replace(changes, batch_id="../x"), "batch_id"),
}


@pytest.mark.parametrize("label", BROKEN)
def test_a_broken_batch_is_refused(dataset: Dataset, label: str) -> None:
    """A row that breaks the contract stops the commit, names the column, and leaves the dataset as it was."""
    commit(dataset, batch("one", range(5), rejects=range(1)))
    before = tree(dataset.paths.root)
    spoil, message = BROKEN[label]
    with pytest.raises(ContractError, match=message) as caught:
        commit(dataset, spoil(batch("two", range(5, 6))))
    assert caught.value.exit_code == 3
    assert tree(dataset.paths.root) == before


@pytest.mark.parametrize("step", [s for s in FAULT_POINTS[1:] if s not in ("published", "cleared")])
def test_a_full_disk_leaves_the_dataset_unchanged(dataset: Dataset, step: str) -> None:
    """ENOSPC at any step before the link is an error of its own, and the same batch succeeds later."""
    commit(dataset, batch("one", range(5)))
    before = tree(dataset.paths.root)

    def full(name: str) -> None:
        if name == step:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DiskFullError, match="not committed"):
        commit(dataset, batch("two", range(5, 9)), fault_point=full)
    assert tree(dataset.paths.root) == before
    assert commit(dataset, batch("two", range(5, 9))).sealed["articles"] == 9


def test_a_full_disk_is_told_from_other_errors(dataset: Dataset) -> None:
    """A bug's or a device's error is not called a full disk."""

    def broken(name: str) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        commit(dataset, batch("one", range(5)), fault_point=broken)


def test_parquet_says_no_space_in_the_kernels_words() -> None:
    """The Parquet writer's error on a full device carries the number that DiskFullError is told by."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    # An open file, not the path: Arrow's writer removes a path it could not write to, and root may remove a device.
    with (
        full.open("wb", buffering=0) as sink,
        pytest.raises(OSError, match="No space left") as caught,
        pq.ParquetWriter(sink, RUNS) as writer,
    ):
        writer.write_table(to_table([run("x")], RUNS))
    assert caught.value.errno == errno.ENOSPC
    assert full.exists()


def test_nothing_to_replace_is_said_with_empty_tables(dataset: Dataset) -> None:
    """A batch may name no rows to replace, also in an empty dataset."""
    none = pa.table({"article_id": pa.array([], pa.string()), "published_month": pa.array([], pa.string())})
    for name, numbers in (("one", range(3)), ("two", range(3, 5))):
        manifest = commit(dataset, dataclasses.replace(batch(name, numbers), replaced={"articles": none, "copies": none}))
    assert manifest.sealed["articles"] == 5


def test_a_retried_reject_becomes_a_copy(dataset: Dataset) -> None:
    """Its row in `rejects` can be taken out by key alone."""
    commit(dataset, batch("one", range(3), rejects=range(2)))
    accepted = dataclasses.replace(batch("two", range(3, 4)), replaced={"rejects": pa.table({"reject_id": [hex_id("r", 1)]})})
    commit(dataset, accepted)
    assert keys(dataset, "rejects") == [hex_id("r", 0)]
