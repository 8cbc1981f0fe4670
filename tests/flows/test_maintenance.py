"""The commands that keep a dataset, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.cli import main
from pipeline.dataset import Dataset, commit, rewrite
from tests.pipeline.dataset.build import NOW, batch


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset of three commits that left small files."""
    monkeypatch.setattr(rewrite, "MERGE_BYTES", 0)
    monkeypatch.setattr(rewrite, "ALWAYS_MERGE_BYTES", 0)
    dataset = Dataset.create_or_open(tmp_path / "data")
    for number in range(3):
        commit(dataset, batch(f"b{number}", range(number * 8, number * 8 + 8), rejects=range(number, number + 1)), now=NOW)
    return dataset.paths.root


def test_compact_commits_once(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first run leaves a snapshot and a row in `runs`; the second has nothing to do."""
    assert main(["compact", "--out", str(out)]) == 0
    told = capsys.readouterr()
    assert "status=done in=0" in told.out and "became" in told.err
    assert Dataset.open(out).current() == 4
    assert main(["compact", "--out", str(out)]) == 0
    assert "nothing to compact" in capsys.readouterr().err
    assert Dataset.open(out).current() == 4
    assert Dataset.open(out).scan("runs").to_table()["kind"].to_pylist().count("compact") == 1


def test_earlier_snapshots_are_listed_and_read(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`runs --snapshots` names folders; `--as-of` shows what was there then."""
    main(["runs", "--snapshots", "--json", "--out", str(out)])
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["copies"] for row in listed] == [24, 16, 8]
    assert all(Path(row["folder"], "copies").is_dir() for row in listed)
    main(["rejects", "--as-of", "2", "--json", "--out", str(out)])
    assert len(capsys.readouterr().out.splitlines()) == 2
    main(["runs", "--as-of", "1", "--json", "--out", str(out)])
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_snapshot_that_is_not_kept_is_a_usage_of_exit_3(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message says which there are."""
    assert main(["runs", "--as-of", "1999-01-01", "--out", str(out)]) == 3
    assert "there are 1 to 3" in capsys.readouterr().err
