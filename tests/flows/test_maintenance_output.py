"""What `verify`, `clean` and `rejects` tell the one who looks after a dataset."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.cli import main
from pipeline.dataset import Dataset, commit
from tests.pipeline.dataset.build import batch

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A dataset of two snapshots, the second made two days after the first and eight days ago."""
    dataset = Dataset.create_or_open(tmp_path / "data")
    for name, days, rejects in (("one", 10, range(3)), ("two", 8, range(3, 4))):
        made = batch(name, range(days * 10, days * 10 + 2), rejects=rejects, index=False)
        commit(dataset, made, now=datetime.now(UTC) - timedelta(days=days))
    return dataset.paths.root


def file_of(out: Path, table: str) -> Path:
    """One of a table's files."""
    return min((out / "tables" / table).rglob("*.parquet"))


def test_each_problem_is_a_line_with_tabs(out: Path, capsys: Capture) -> None:
    """For `cut` and `grep`; the summary goes to stderr and says what was checked."""
    file_of(out, "rejects").unlink()
    assert main(["verify", "--out", str(out)]) == 3
    told = capsys.readouterr()
    assert told.out.splitlines()[0].split("\t")[::2] == ["missing", "is in the manifest and not on disk"]
    assert "snapshot 2 (4 articles, 4 copies, 4 rejects, 2 runs)" in told.err


def test_problems_as_json(out: Path, capsys: Capture) -> None:
    """One object a line, the keys of `Problem`."""
    file_of(out, "rejects").unlink()
    main(["verify", "--json", "--out", str(out)])
    assert {tuple(json.loads(line)) for line in capsys.readouterr().out.splitlines()} == {("check", "where", "detail")}


def test_a_lost_link_is_a_problem_and_not_an_empty_dataset(out: Path, capsys: Capture) -> None:
    """A copy made without links has no `tables`: its readers find nothing."""
    (out / "tables").unlink()
    assert main(["verify", "--out", str(out)]) == 3
    assert "expected a link to snapshot 2, found none" in capsys.readouterr().out


def test_nothing_committed_yet_is_no_problem(tmp_path: Path) -> None:
    """An empty dataset verifies."""
    Dataset.create_or_open(tmp_path / "data")
    assert main(["verify", "--out", str(tmp_path / "data")]) == 0


def test_clean_says_what_it_freed_and_kept(out: Path, capsys: Capture) -> None:
    """What both snapshots link is not freed; here the first has no file of its own."""
    assert main(["clean", "--out", str(out)]) == 0
    assert capsys.readouterr().err.startswith("copydesk: removed 1 snapshots (0.0 MB), kept 1: ")
    assert Dataset.open(out).scan("copies").to_table().num_rows == 4


def test_rejects_of_one_reason_are_counted_by_another_column(out: Path, capsys: Capture) -> None:
    """The filter's column need not be shown."""
    reason = file_reason(out)
    assert main(["rejects", "--out", str(out), "--by", "stage", "--reason", reason]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "stage\tinputs" and lines[1].endswith("\t4")


def test_a_refused_address_is_shown(out: Path, capsys: Capture) -> None:
    """Of a fetch that failed there is no place in a file: the address alone says what was refused."""
    assert main(["rejects", "--out", str(out)]) == 0
    assert "url" in capsys.readouterr().out.splitlines()[0].split("\t")


def file_reason(out: Path) -> str:
    """The reason that all invented rejections have."""
    return str(Dataset.open(out).scan("rejects").to_table()["reason"][0])


def test_rejects_by_source_take_one_column(out: Path, capsys: Capture) -> None:
    """Counts add up to the rows."""
    assert main(["rejects", "--out", str(out), "--by", "source"]) == 0
    assert sum(int(line.split("\t")[1]) for line in capsys.readouterr().out.splitlines()[1:]) == 4


def test_a_span_that_ends_before_it_begins_is_refused(out: Path, capsys: Capture) -> None:
    """It would select nothing and look like a success."""
    assert main(["reprocess", "--since", "2031-02-01", "--until", "2031-01-01", "--out", str(out)]) == 3
    assert "--since: expected a day not after --until (2031-01-01), found 2031-02-01" in capsys.readouterr().err


def test_a_day_that_is_none_is_told(out: Path, capsys: Capture) -> None:
    """As a usage error that says what a day looks like."""
    with pytest.raises(SystemExit, match="2"):
        main(["reprocess", "--since", "yesterday", "--out", str(out)])
    assert "expected a day as YYYY-MM-DD, found 'yesterday'" in capsys.readouterr().err
