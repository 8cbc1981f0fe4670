"""A writer killed at any step leaves a dataset that readers read whole and that the next run completes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.dataset import Dataset, commit
from pipeline.dataset.commit import FAULT_POINTS
from tests.pipeline.dataset.build import NOW, batch, copy_id, tree
from tests.pipeline.dataset.kill import FIRST, SECOND, commit_both

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset for each step, left as the kill left it."""
    folder = tmp_path_factory.mktemp("killed")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, str(Path(__file__).with_name("kill.py")), str(folder)], check=True, env=environment)
    return folder


@pytest.mark.parametrize("step", FAULT_POINTS)
def test_a_reader_sees_a_whole_snapshot(killed: Path, step: str) -> None:
    """Before the next start, `tables` shows the first batch alone or both batches whole."""
    before = {copy_id(n) for n in FIRST}
    after = before | {copy_id(n) for n in SECOND} | {copy_id(99)}
    found = set(Dataset.open(killed / step).scan("copies").to_table(columns=["copy_id"])["copy_id"].to_pylist())
    assert found == (after if step in ("published", "cleared") else before)


@pytest.mark.parametrize("step", FAULT_POINTS)
def test_the_next_run_makes_the_same_dataset(killed: Path, step: str, tmp_path: Path) -> None:
    """Recovered and run again, the folder equals an undisturbed one byte by byte: nothing lost, doubled or left over."""
    again = tmp_path / step
    (killed / step).rename(again)
    commit_both(again, None)
    again.rename(killed / step)
    assert tree(killed / step) == tree(killed / "undisturbed")


def test_what_a_crash_can_leave_goes_on_recovery(dataset: Dataset) -> None:
    """Staging, unnamed snapshots, manifests and state, temporary files and links are gone; the rest is untouched."""
    commit(dataset, batch("one", range(3)), now=NOW)
    commit(dataset, batch("two", range(3, 6)), now=NOW)
    before = tree(dataset.paths.root)
    paths = dataset.paths
    for folder in (paths.staging / "x", paths.building(3), paths.snapshot(4), paths.snapshot(0)):
        (folder / "articles").mkdir(parents=True)
        (folder / "articles" / "half.parquet").write_bytes(b"PAR1")
    for file in (paths.manifest(5), paths.snapshots / "000000000003.json.tmp", paths.near_duplicates / "lost.parquet"):
        file.write_bytes(b"{")
    with paths.batch_log.open("ab") as log:
        log.write(b"three\n")
    paths.next_tables.symlink_to("nowhere")
    dataset.recover()
    assert tree(paths.root) == before
    assert not dataset.has_batch("three")


def test_recovery_of_a_sound_dataset_changes_nothing(dataset: Dataset) -> None:
    """It can be called on every start."""
    dataset.recover()
    commit(dataset, batch("one", range(3)))
    before = tree(dataset.paths.root)
    dataset.recover()
    assert tree(dataset.paths.root) == before


def test_a_lost_link_is_made_again(dataset: Dataset) -> None:
    """A copy of the folder that dropped its links loses no snapshot."""
    commit(dataset, batch("one", range(3)))
    commit(dataset, batch("two", range(3, 6)))
    before = tree(dataset.paths.root)
    dataset.paths.tables.unlink()
    Dataset.open(dataset.paths.root).recover()
    assert tree(dataset.paths.root) == before
