"""One writer at a time, and none that outlives its process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.dataset import DatasetLockedError, writer_lock

ROOT = Path(__file__).resolve().parents[3]

HOLD = """
import os, sys, time
from pathlib import Path
from pipeline.dataset.lock import writer_lock
with writer_lock(Path(sys.argv[1])):
    if os.fork() == 0:  # a worker that outlives its parent; it says when it runs, so that no kill comes before its first step
        print("held", flush=True)
        time.sleep(30)
        os._exit(0)
    time.sleep(30)
"""


def test_a_second_writer_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    """The message names process, host and start; the exit code is 13."""
    with (
        writer_lock(tmp_path),
        pytest.raises(DatasetLockedError, match=rf"process {os.getpid()} on \S+ since \d{{4}}-") as caught,
        writer_lock(tmp_path),
    ):
        pass
    assert caught.value.exit_code == 13


def test_the_lock_can_be_taken_again(tmp_path: Path) -> None:
    """It is free after its block, also after an error."""
    with pytest.raises(KeyError), writer_lock(tmp_path):
        raise KeyError
    with writer_lock(tmp_path):
        pass


def test_a_killed_writer_frees_the_lock_though_its_worker_lives(tmp_path: Path) -> None:
    """The kernel releases the lock with the writer, not with the last of its forked workers."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(DatasetLockedError, match=f"process {holder.pid} "), writer_lock(tmp_path):
        pass
    holder.kill()
    holder.wait()
    try:
        with writer_lock(tmp_path):
            pass
    finally:
        os.killpg(holder.pid, signal.SIGKILL)
        holder.stdout.close()
