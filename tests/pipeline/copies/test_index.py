"""The index: what is common says nothing, and costs nothing."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.copies.index import (
    MAX_CANDIDATES,
    MAX_DOCUMENTS_PER_HASH,
    OutdatedIndexError,
    candidates,
    candidates_within,
    index_run,
    next_number,
)

COMMON = np.arange(1, 201, dtype=np.uint64)


def own(number: int) -> np.ndarray:
    """Hashes that one text alone has."""
    return np.arange(10_000 + 100 * number, 10_020 + 100 * number, dtype=np.uint64)


def test_phrases_of_the_trade_join_nothing(tmp_path: Path) -> None:
    """Hashes in more articles than the cap are left out before the join: 400 x 400 x 200 rows would follow otherwise."""
    articles = {f"{n:032x}": np.concatenate([COMMON, own(n)]) for n in range(400)}
    assert len(articles) > MAX_DOCUMENTS_PER_HASH
    pq.write_table(index_run(articles, 0), tmp_path / "run.parquet")
    asking = {n: np.concatenate([COMMON, own(n + 395)]) for n in range(400)}
    found = candidates(asking, [tmp_path / "run.parquet"])
    assert found == {n: [f"{n + 395:032x}"] for n in range(5)}


def test_many_copies_of_one_story_still_find_it(tmp_path: Path) -> None:
    """The cap on a batch's own documents leaves room for a story that everybody ran."""
    pq.write_table(index_run({"a" * 32: own(1)}, 0), tmp_path / "run.parquet")
    found = candidates({n: own(1) for n in range(5 * MAX_DOCUMENTS_PER_HASH)}, [tmp_path / "run.parquet"])
    assert len(found) == 5 * MAX_DOCUMENTS_PER_HASH


def test_a_pair_in_a_crowd_finds_its_like() -> None:
    """A thousand fillings of one template cost little each, and do not hide the two that share something of their own."""
    samples = [np.concatenate([COMMON, own(n)]) for n in range(1_000)]
    samples[400] = np.concatenate([COMMON, own(7)])
    pairs = candidates_within(samples)
    assert [400, 7] in pairs.tolist()
    assert np.bincount(pairs[:, 0]).max() <= MAX_CANDIDATES
    assert (pairs[:, 1] < pairs[:, 0]).all()


def test_documents_that_share_nothing_are_no_pair() -> None:
    """Nor those that share a single hash."""
    assert candidates_within([own(1), own(2), np.append(own(1)[:1], own(3))]).tolist() == []
    assert candidates_within([]).tolist() == []


def test_texts_are_numbered_on_over_runs(tmp_path: Path) -> None:
    """Two texts with one number would be one article to the search."""
    runs = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    for n, run in enumerate(runs):
        pq.write_table(index_run({f"{n}{i:031d}": own(10 * n + i) for i in range(3)}, next_number(runs[:n])), run)
    assert next_number(runs) == 6
    assert candidates({0: own(1), 1: own(12)}, runs) == {0: [f"0{1:031d}"], 1: [f"1{2:031d}"]}


def test_a_run_with_an_earlier_versions_wider_hashes_is_read(tmp_path: Path) -> None:
    """It stays as it is, beside a run of today's; samples meet both."""
    samples = {n: own(n) << np.uint64(20) for n in range(3)}
    wider = index_run({f"{0:032x}": samples[0] << np.uint64(4) | np.uint64(9)}, 0).rename_columns(
        ["hash", "article", "article_id"]
    )
    pq.write_table(wider, tmp_path / "wider.parquet")
    pq.write_table(index_run({f"{1:032x}": samples[1]}, 1), tmp_path / "run.parquet")
    runs = [tmp_path / "wider.parquet", tmp_path / "run.parquet"]
    assert next_number(runs) == 2
    assert candidates(samples, runs) == {0: [f"{0:032x}"], 1: [f"{1:032x}"]}
    assert candidates(samples, runs[:1]) == {0: [f"{0:032x}"]}


def test_an_index_of_an_earlier_version_is_named_and_so_is_the_way_out(tmp_path: Path) -> None:
    """Rather than a search that finds nothing."""
    old = pa.table({"hash": pa.array([1], pa.int64()), "article_id": ["a" * 32]})
    pq.write_table(old, tmp_path / "old.parquet")
    with pytest.raises(OutdatedIndexError, match=r"old\.parquet.*reprocess --only index"):
        next_number([tmp_path / "old.parquet"])
