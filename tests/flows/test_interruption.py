"""Signals and locks: one writer, and a run that is stopped has committed what it had."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from pipeline.dataset.dataset import Dataset
from pipeline.dataset.lock import writer_lock
from tests.conftest import ROOT, copydesk

STORY = "The harbour board said on {0} that pier number {1} would be closed. Passengers board at dock {2} until further notice, it said."


def test_a_second_writer_is_turned_away(tmp_path: Path, prefect_home: Path) -> None:
    """Exit code 13, at once, naming the holder."""
    Dataset.create_or_open(tmp_path / "d")
    with writer_lock(tmp_path / "d"):
        done = copydesk("backfill", "seeds/archive", "--out", tmp_path / "d", home=prefect_home)
    assert done.code == 13
    assert str(os.getpid()) in done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_the_first_signal_commits_and_ends(number: signal.Signals, code: int, tmp_path: Path, prefect_home: Path) -> None:
    """What was cleaned is committed, the line is printed, and the next run finishes the rest."""
    archive = tmp_path / "archive"
    archive.mkdir()
    for i in range(4_000):
        (archive / f"{i:05}.txt").write_text("\n\n".join(STORY.format(f"day {i}", i * 7 + n, i + n) for n in range(12)))
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")} | {"PREFECT_HOME": str(prefect_home)}
    command = [
        sys.executable,
        "-m",
        "flows.cli",
        "backfill",
        str(archive),
        "--out",
        str(tmp_path / "d"),
        "--batch-documents",
        "400",
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 600
    while not (tmp_path / "d" / "tables").exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(number)
    out, err = process.communicate(timeout=600)
    assert process.returncode == code, err
    assert "status=interrupted" in out
    committed = ds.dataset(tmp_path / "d" / "tables" / "copies", partitioning="hive").count_rows()
    assert 0 < committed < 4_000
    assert copydesk("verify", "--out", tmp_path / "d", home=prefect_home).code == 0
