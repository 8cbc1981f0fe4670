"""What `stats` tells of a dataset, and what a file's name may do to a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest

from flows.cli import main
from flows.listing import print_rows
from flows.printable import in_one_cell, printable
from flows.stats_command import GROUPS
from pipeline.dataset import Dataset, commit
from tests.pipeline.dataset.build import batch

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Four articles and three rejects in two commits."""
    dataset = Dataset.create_or_open(tmp_path / "data")
    for name, days, rejects in (("one", range(2), range(3)), ("two", range(20, 22), range(0))):
        commit(dataset, batch(name, days, rejects=rejects, index=False))
    return dataset.paths.root


def test_what_the_tables_hold(out: Path, capsys: Capture) -> None:
    """Rows, files and bytes of each, as lines with tabs."""
    assert main(["stats", "--out", str(out)]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == ["table", "rows", "files", "bytes"]
    assert {table: int(rows) for table, rows, *_ in lines[1:]} == {"articles": 4, "copies": 4, "rejects": 3, "runs": 2}
    assert all(int(size) > 0 for *_, size in lines[1:])


@pytest.mark.parametrize("by", GROUPS)
def test_groups_hold_every_copy_once(out: Path, by: str, capsys: Capture) -> None:
    """Whatever copies are counted by, together they are all."""
    assert main(["stats", "--by", by, "--json", "--out", str(out)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {tuple(row) for row in rows} == {(by, "articles", "copies")}
    assert sum(row["copies"] for row in rows) == 4


def test_an_earlier_snapshot(out: Path, capsys: Capture) -> None:
    """As every listing, at a snapshot that can still be read."""
    assert main(["stats", "--as-of", "1", "--out", str(out)]) == 0
    assert "articles\t2\t" in capsys.readouterr().out


def test_a_folder_without_a_dataset_is_named(tmp_path: Path, capsys: Capture) -> None:
    """Nothing is counted as nothing."""
    assert main(["stats", "--out", str(tmp_path / "nothing")]) == 3
    assert "nothing" in capsys.readouterr().err


def test_an_escape_sequence_never_reaches_the_terminal() -> None:
    """A file's name may hold one, and a tab or a line end that would tear the row."""
    assert in_one_cell("a\x1b[2Jb\tc\nd\x9b") == "a␛[2Jb␉c␊d\ufffd"
    assert printable("two\nlines\x07") == "two\nlines␇"
    assert in_one_cell("photo\u202egpj.exe\u2069") == "photo\ufffdgpj.exe\ufffd"


def test_a_name_is_no_markup_of_the_terminal(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """On a terminal a table is drawn, and a file may be called as its markup is written."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    print_rows(pa.table({"raw_uri": ["[/b].txt", "[red]x"]}), ["raw_uri"], as_json=False)
    told = capsys.readouterr().out
    assert "[/b].txt" in told
    assert "[red]x" in told


def test_a_narrow_terminal_cuts_nothing_off(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """An address is folded over lines: with its end cut off it is of no use."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "20")
    address = "https://quay.example/harbour/a-story-of-many-words"
    print_rows(pa.table({"url": [address]}), ["url"], as_json=False)
    assert address in capsys.readouterr().out.replace("\n", "")


def test_the_command_takes_every_group(capsys: Capture) -> None:
    """`--help` and the table of groups name the same."""
    with pytest.raises(SystemExit):
        main(["stats", "--help"])
    assert f"{{{','.join(GROUPS)}}}" in capsys.readouterr().out
