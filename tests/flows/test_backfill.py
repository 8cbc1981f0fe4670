"""A backfill through the command line: what an archivist sees."""

import hashlib
import re
import sqlite3
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from tests.conftest import ARCHIVE, Sample, copydesk
from tests.seeds.compare import differences

LAST_LINE = re.compile(r"run=\S+ status=\S+ in=\d+ articles=\d+ copies=\d+ rejects=\d+ unchanged=\d+ seconds=[\d.]+\Z")


def table(dataset: Path, name: str) -> list[dict[str, object]]:
    return ds.dataset(dataset / "tables" / name, format="parquet", partitioning="hive").to_table().to_pylist()


def bytes_below(folder: Path) -> dict[str, str]:
    """SHA-256 of every file and target of every link, by path."""
    files = {p.relative_to(folder): p for p in folder.rglob("*") if p.is_file() or p.is_symlink()}
    return {str(k): str(p.readlink()) if p.is_symlink() else hashlib.sha256(p.read_bytes()).hexdigest() for k, p in files.items()}


def test_the_last_line_says_it_all_and_adds_up(sample: Sample) -> None:
    """in = copies + rejects + unchanged, on stdout's only line; exit code 0 or, with unreadable inputs, 10."""
    assert sample.run.code in (0, 10), sample.run.stderr
    assert LAST_LINE.match(sample.run.stdout.strip()), sample.run.stdout
    c = {k: int(v) for k, v in sample.run.counts.items() if v.isdigit()}
    assert c["in"] == c["copies"] + c["rejects"] + c["unchanged"] > 0


def test_tables_agree_with_the_counts(sample: Sample) -> None:
    """What the line promises is in the tables."""
    sizes = {name: str(len(table(sample.dataset, name))) for name in ("articles", "copies", "rejects", "runs")}
    counts = sample.run.counts
    assert sizes == {"articles": counts["articles"], "copies": counts["copies"], "rejects": counts["rejects"], "runs": "1"}


def test_every_row_leads_back_to_its_raw_bytes(sample: Sample, prefect_home: Path) -> None:
    """`verify --raw` reads each again."""
    done = copydesk("verify", "--raw", "--out", sample.dataset, home=prefect_home)
    assert done.code == 0, done.stdout + done.stderr


def test_a_second_run_changes_no_byte(sample: Sample, prefect_home: Path) -> None:
    """All is reported unchanged; the dataset is the same to the last byte, its lock and link included."""
    before = bytes_below(sample.dataset)
    again = copydesk("backfill", ARCHIVE, "--out", sample.dataset, home=prefect_home)
    assert again.counts["unchanged"] == again.counts["in"] == sample.run.counts["in"]
    assert bytes_below(sample.dataset) == before


def test_batches_of_any_size_give_the_same_stories(sample: Sample, tmp_path: Path, prefect_home: Path) -> None:
    """Cutting the archive into many commits loses nothing and doubles nothing."""
    done = copydesk("backfill", ARCHIVE, "--out", tmp_path / "d", "--batch-documents", 7, "--workers", 1, home=prefect_home)
    assert {k: done.counts[k] for k in ("in", "copies", "rejects")} == {
        k: sample.run.counts[k] for k in ("in", "copies", "rejects")
    }
    assert len(list((tmp_path / "d" / ".snapshots").glob("*.json"))) > 5
    ids = {row["copy_id"] for row in table(tmp_path / "d", "copies")}
    assert ids == {row["copy_id"] for row in table(sample.dataset, "copies")}
    assert copydesk("verify", "--out", tmp_path / "d", home=prefect_home).code == 0


def test_the_flow_run_is_recorded_in_prefect(sample: Sample, prefect_home: Path) -> None:
    """The history shows the flow as completed, a task for each shard and commit, and the artifact."""
    with sqlite3.connect(prefect_home / "prefect.db") as db:
        name = (f"backfill-{sample.run.counts['run']}",)
        states = [row[0] for row in db.execute("select state_type from flow_run where name = ?", name)]
        of_run = "select name from task_run where flow_run_id = (select id from flow_run where name = ?)"
        tasks = {row[0].rsplit("-", 1)[0] for row in db.execute(of_run, name)}
        artifacts = [row[0] for row in db.execute("select key from artifact")]
    assert states == ["COMPLETED"]
    assert {"clean-shard", "commit-batch"} <= tasks
    assert "backfill-counts" in artifacts


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["backfill"], 2, "PATH"),
        (["backfill", "no/such/folder"], 3, "no/such/folder"),
        (["backfill", "seeds/archive", "--time-zone", "Nowhere"], 3, "--time-zone"),
        (["runs"], 3, "expected a dataset"),
        (["explain", "neither-file-nor-id"], 3, "neither-file-nor-id"),
        (["explain", "0" * 32], 3, ""),
    ],
)
def test_wrong_use_ends_at_once_with_its_own_code(
    arguments: list[str], code: int, message: str, tmp_path: Path, prefect_home: Path
) -> None:
    """2 for usage, 3 for settings; one line that names what was wrong, no traceback."""
    done = copydesk(*arguments, "--out", tmp_path / "none", home=prefect_home)
    assert done.code == code, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_too_many_rejects_publish_nothing(tmp_path: Path, prefect_home: Path) -> None:
    """Exit code 11, and no snapshot."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    done = copydesk("backfill", tmp_path / "in", "--out", tmp_path / "d", "--fail-on-reject-rate", 50, home=prefect_home)
    assert done.code == 11, done.stderr
    assert not (tmp_path / "d" / "tables").exists()


def test_a_folder_without_files_is_named(tmp_path: Path, prefect_home: Path) -> None:
    """Nothing loaded is no failure, but seldom what was meant."""
    (tmp_path / "archive").mkdir()
    done = copydesk("backfill", tmp_path / "archive", "--out", tmp_path / "data", home=prefect_home)
    assert done.code == 0
    assert f"no file in {tmp_path / 'archive'}" in done.stderr


def test_a_truncated_archive_ends_the_run_with_ten(tmp_path: Path, prefect_home: Path) -> None:
    """Committed, but some inputs could not be read: the operator must see it."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "cut.txt.gz").write_bytes(bytes.fromhex("1f8b0800000000000003") + b"\x00\x01")
    done = copydesk("backfill", tmp_path / "in", "--out", tmp_path / "d", home=prefect_home)
    assert (done.code, done.counts["status"], done.counts["rejects"]) == (10, "done_with_failures", "1")
    (run,) = table(tmp_path / "d", "runs")
    assert run["status"] == "done_with_failures"


def test_the_sample_holds_what_its_builder_says(sample: Sample) -> None:
    """Bodies, titles, authors, agencies, datelines, dates, relations and stories, against expected.json.

    What still differs stands in known_differences.txt; a line there that no longer differs must go, too.
    """
    known = (Path(__file__).resolve().parents[1] / "seeds" / "known_differences.txt").read_text(encoding="utf-8").splitlines()
    assert sorted(differences(sample.dataset)) == sorted(known)
