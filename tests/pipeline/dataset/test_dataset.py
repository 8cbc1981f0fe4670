"""A dataset opens or says why not, and answers what it holds."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from pipeline.dataset import (
    ContractError,
    CorruptDatasetError,
    Dataset,
    DatasetLockedError,
    NotADatasetError,
    SchemaMismatchError,
    commit,
    id_cache,
)
from pipeline.dataset.clean_up import remove_old_snapshots
from pipeline.dataset.ids import contained, pack_ids
from pipeline.dataset.manifest import read_manifest
from pipeline.dataset.parquet import read_column
from schemas.tables import ARTICLES, COPIES
from tests.pipeline.dataset.build import NOW, article_id, batch, copy_id, hex_id, tree


def test_a_folder_without_a_dataset_is_named(tmp_path: Path) -> None:
    """The message names the folder and what makes a dataset."""
    with pytest.raises(NotADatasetError, match=f"{tmp_path}: expected a dataset"):
        Dataset.open(tmp_path)


def test_a_file_is_no_dataset(tmp_path: Path) -> None:
    """`--out` may be mistyped."""
    (tmp_path / "x").write_text("x")
    with pytest.raises(NotADatasetError, match="found a file"):
        Dataset.create_or_open(tmp_path / "x")


def test_a_copy_whose_links_became_folders_is_refused(dataset: Dataset) -> None:
    """Writing to it would commit nothing."""
    dataset.paths.tables.mkdir()
    with pytest.raises(NotADatasetError, match="expected a link"):
        Dataset.open(dataset.paths.root)


def test_another_major_schema_version_is_refused(dataset: Dataset) -> None:
    """The message says how to go on."""
    commit(dataset, batch("one", range(3)))
    path = dataset.paths.manifest(1)
    path.write_bytes(path.read_bytes().replace(b'"schema_version": "1.0"', b'"schema_version": "2.0"'))
    with pytest.raises(SchemaMismatchError, match=r"has schema version 2\.0, this program writes 1\.0; go on with"):
        Dataset.create_or_open(dataset.paths.root)


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[1]", b"\xff"])
def test_a_damaged_manifest_is_named(dataset: Dataset, content: bytes | None) -> None:
    """Missing or no manifest at all: an error with the path."""
    commit(dataset, batch("one", range(3)))
    path = dataset.paths.manifest(1)
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(CorruptDatasetError, match=path.name):
        Dataset.open(dataset.paths.root)


def test_a_manifest_reads_back_as_it_was_written(dataset: Dataset) -> None:
    """JSON keeps every field."""
    manifest = commit(dataset, batch("one", range(3), rejects=range(1)), now=NOW)
    assert read_manifest(dataset.paths.manifest(1)) == manifest


def test_every_batch_is_remembered(dataset: Dataset) -> None:
    """Also after its snapshot was removed; a prefix of an id is another id."""
    for number in range(3):
        commit(dataset, batch(f"batch{number}", range(number, number + 1)), now=NOW)
    remove_old_snapshots(dataset, timedelta(0), NOW + timedelta(days=1))
    assert [dataset.has_batch(name) for name in ("batch0", "batch1", "batch2", "batch", "batch3")] == [True] * 3 + [False] * 2


def test_known_ids_are_sorted_and_complete(dataset: Dataset) -> None:
    """Copies and rejects, as 16 bytes each."""
    commit(dataset, batch("one", range(30), rejects=range(5)))
    commit(dataset, batch("two", range(30, 40)))
    known = dataset.known_ids()
    assert (known.dtype, len(known)) == (np.dtype("S16"), 45)
    assert bool(np.all(known[:-1] < known[1:]))
    asked = pack_ids(pa.array([copy_id(39), hex_id("r", 4), hex_id("r", 5)]))
    assert contained(asked, known).tolist() == [True, True, False]


def test_a_writer_has_a_whole_dataset_to_itself(dataset: Dataset) -> None:
    """The lock is held, and what a killed writer left behind is gone."""
    leftover = dataset.paths.staging / "of-a-killed-writer"
    leftover.mkdir()
    with dataset.writing():
        assert not leftover.exists()
        with pytest.raises(DatasetLockedError), dataset.writing():
            pass


def test_keys_are_read_once(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file's when it is written: the checks of the next commit open no earlier file, and find a doubled key without."""
    read: list[Path] = []

    def counted(path: Path, name: str) -> pa.ChunkedArray:
        read.append(path)
        return read_column(path, name)

    monkeypatch.setattr(id_cache, "read_column", counted)
    commit(dataset, batch("one", range(30), rejects=range(5)), now=NOW)
    dataset.recover()
    with pytest.raises(ContractError, match="already in the dataset"):
        commit(dataset, batch("two", range(29, 31)), now=NOW)
    new = {path.relative_to(dataset.paths.snapshot(1)) for path in dataset.paths.snapshot(1).rglob("*.parquet")}
    assert sorted(path.relative_to(dataset.paths.staging / "commit-one") for path in read) == sorted(
        path for path in new if path.parts[0] != "runs"
    )


def test_history_finds_articles_and_their_copies(dataset: Dataset) -> None:
    """Rows with their month, over all files; unknown ids are passed over."""
    commit(dataset, batch("one", range(30)))
    commit(dataset, batch("two", range(30, 40)))
    history = dataset.history()
    wanted = [article_id(n) for n in (6, 0, 35, 99)]
    articles, copies = history.articles(wanted), history.copies_of(wanted)
    assert articles.schema.names == [*ARTICLES.names, "published_month"]
    assert copies.schema.names == [*COPIES.names, "published_month"]
    months = dict(zip(articles["article_id"].to_pylist(), articles["published_month"].to_pylist(), strict=True))
    assert months == {article_id(6): "undated", article_id(0): "2030-11", article_id(35): "2031-02"}
    assert sorted(copies["copy_id"].to_pylist()) == sorted(wanted[:3])
    assert [path.name for path in history.index_runs()] == ["one.parquet", "two.parquet"]


def test_history_stays_at_its_snapshot(dataset: Dataset) -> None:
    """A later commit does not change what an earlier handle reads."""
    commit(dataset, batch("one", range(3)))
    history = dataset.history()
    commit(dataset, batch("two", range(3, 6)))
    assert history.articles([article_id(4)]).num_rows == 0


def test_an_empty_dataset_has_an_empty_history(dataset: Dataset) -> None:
    """Before the first commit there is nothing, in the full schema."""
    history = dataset.history()
    assert (history.index_runs(), history.articles([article_id(1)]).num_rows, dataset.snapshot()) == ([], 0, None)
    assert len(dataset.known_ids()) == 0
    assert dataset.scan("articles").to_table().schema.names == [*ARTICLES.names, "published_month"]
    assert not dataset.has_batch("one")


def three_snapshots(dataset: Dataset) -> None:
    """Made on the first, second and third day."""
    for number in range(3):
        commit(dataset, batch(f"b{number}", range(number, number + 1)), now=NOW + timedelta(days=number))


def test_only_snapshots_replaced_before_the_grace_period_go(dataset: Dataset) -> None:
    """A snapshot's age counts from when it was replaced."""
    three_snapshots(dataset)
    assert [gone.snapshot for gone in remove_old_snapshots(dataset, timedelta(days=1), NOW + timedelta(days=2, hours=1))] == [1]
    assert not dataset.paths.snapshot(1).exists()
    assert not dataset.paths.manifest(1).exists()
    assert dataset.paths.snapshot(2).exists()


def test_the_current_snapshot_always_stays(dataset: Dataset) -> None:
    """However old it is, every row can still be read."""
    three_snapshots(dataset)
    assert [gone.snapshot for gone in remove_old_snapshots(dataset, timedelta(0), NOW + timedelta(days=999))] == [1, 2]
    assert dataset.scan("copies").to_table().num_rows == 3


def test_an_interrupted_clean_up_is_finished_by_recovery(dataset: Dataset) -> None:
    """A folder that lost its manifest is a leftover."""
    three_snapshots(dataset)
    dataset.paths.manifest(1).unlink()
    dataset.recover()
    assert not dataset.paths.snapshot(1).exists()


def test_clean_up_within_the_grace_period_changes_nothing(dataset: Dataset) -> None:
    """No byte."""
    three_snapshots(dataset)
    before = tree(dataset.paths.root)
    assert remove_old_snapshots(dataset, timedelta(days=7), NOW + timedelta(days=3)) == []
    assert tree(dataset.paths.root) == before
