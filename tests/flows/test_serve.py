"""`copydesk serve`: the schedule really schedules."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from tests.conftest import ROOT

SITES = '[[site]]\nid = "quay"\noutlet = "The Quay"\nfeeds = ["https://quay.example/rss"]\n'


def scheduled(database: Path) -> list[datetime]:
    """When the runs in Prefect's database are due."""
    if not database.exists():
        return []
    with closing(sqlite3.connect(database)) as db:
        try:
            rows = db.execute("select expected_start_time from flow_run where state_type = 'SCHEDULED' order by 1").fetchall()
        except sqlite3.OperationalError:  # not made yet
            return []
    return [datetime.fromisoformat(row[0]).replace(tzinfo=UTC) for row in rows]


def test_a_scheduled_run_really_appears(tmp_path: Path) -> None:
    """At three in Seoul, which is six in the evening in UTC; and Ctrl-C ends it."""
    (tmp_path / "sites.toml").write_text(SITES, encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")} | {"PREFECT_HOME": str(tmp_path / "home")}
    arguments = [
        "--cron",
        "0 3 * * *",
        "--time-zone",
        "Asia/Seoul",
        "--sites",
        tmp_path / "sites.toml",
        "--out",
        tmp_path / "data",
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "serve", *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    deadline = time.monotonic() + 240
    while not (found := scheduled(tmp_path / "home" / "prefect.db")) and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=120)
    assert found, output
    assert {(when.hour, when.minute) for when in found} == {(18, 0)}
    assert process.returncode in (0, 130), output
    assert "Traceback" not in output
