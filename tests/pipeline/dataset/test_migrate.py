"""A dataset of an earlier minor version is refused with the way out, and gets its new columns in one commit."""

from __future__ import annotations

import dataclasses
import importlib

import pyarrow as pa
import pytest

from flows.cli import main
from pipeline.dataset import Changes, Dataset, SchemaMismatchError, commit
from pipeline.dataset.verify import verify
from schemas.tables import ARTICLES, TABLES
from tests.pipeline.dataset.build import batch

NEW = ["original_source", "embeds"]
"""Columns that the earlier version did not have: one that may be null, and a list."""


def pretend(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    """Be a program of another minor version."""
    for module in ("pipeline.dataset.commit", "pipeline.dataset.migrate", "flows.migrate_command"):
        monkeypatch.setattr(importlib.import_module(module), "SCHEMA_VERSION", version)


@pytest.fixture
def earlier(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    """A dataset without these columns, opened by a program that has them."""
    with monkeypatch.context() as past:
        old = pa.schema([f for f in ARTICLES if f.name not in NEW], ARTICLES.metadata)
        past.setitem(TABLES, "articles", old)
        for name, numbers in (("one", range(14)), ("two", range(14, 20))):
            changes = batch(name, numbers)
            commit(dataset, dataclasses.replace(changes, articles=changes.articles.select(old.names).cast(old)))  # type: ignore[union-attr]
    pretend(monkeypatch, "1.1")
    return dataset


def test_a_batch_is_refused_and_the_message_says_what_to_do(earlier: Dataset) -> None:
    """Nothing is written."""
    with pytest.raises(SchemaMismatchError, match="run `copydesk migrate`"):
        commit(earlier, batch("three", range(30, 31)))
    assert earlier.current() == 2


def test_migrating_adds_columns_and_keeps_rows(earlier: Dataset) -> None:
    """Nulls and empty lists; the dataset verifies and takes batches again."""
    before = earlier.scan("articles").to_table().select([n for n in ARTICLES.names if n not in NEW])
    assert main(["migrate", "--out", str(earlier.paths.root)]) == 0
    after = earlier.scan("articles").to_table()
    assert after.select(before.column_names).sort_by("article_id") == before.sort_by("article_id")
    assert set(after["original_source"].to_pylist()) == {None}
    assert after["embeds"].to_pylist() == [[]] * 20
    assert [p for p in verify(earlier) if p.check != "first_last_published"] == []
    assert commit(earlier, batch("three", range(30, 31))).schema_version == "1.1"


def test_the_last_line_names_what_there_is(earlier: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    """A migration is no row of `runs`, so that it names its snapshot; the second one finds nothing to do."""
    for _ in range(2):
        assert main(["migrate", "--out", str(earlier.paths.root)]) == 0
        assert capsys.readouterr().out.startswith("snapshot=3 status=done schema_version=1.1 seconds=")
    assert earlier.current() == 3


def test_a_column_that_would_be_lost_is_no_migration(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is added can be migrated."""
    commit(dataset, batch("one", range(3)))
    pretend(monkeypatch, "1.1")
    monkeypatch.setitem(TABLES, "articles", pa.schema([f for f in ARTICLES if f.name != "title"], ARTICLES.metadata))
    with pytest.raises(SchemaMismatchError, match="title would be lost"):
        commit(dataset, Changes(batch_id="m", run_id="m", kind="migrate", migrates=True))
    assert dataset.current() == 1


def test_a_newer_dataset_is_refused(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older program must not write without the newer one's columns."""
    with monkeypatch.context() as future:
        pretend(future, "1.7")
        commit(dataset, batch("one", range(3)))
    with pytest.raises(SchemaMismatchError, match="or a newer one"):
        commit(dataset, batch("two", range(3, 5)))
