"""`copydesk serve`: the schedule really schedules, and outlives whatever ends its process."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.conftest import ROOT, copydesk
from tests.spiders.news_site import Answer, NewsSite, article, rss, running

HOST = "127.0.0.2"
STORY = [
    "The harbour board closes pier seven for repairs, and ferries use the old berth until spring, its chairman said on Monday."
]


DUE = (datetime.now(ZoneInfo("Asia/Seoul")).hour + 12) % 24
"""An hour that is not now, whenever the test runs: nothing may fall due in it but what it makes due."""


def hang(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(600)


class Folder:
    """A folder to serve from."""

    def __init__(self, path: Path, home: Path, web: NewsSite) -> None:
        self.home, self.data, self.sites, self.log = home, path / "data", path / "sites.toml", path / "log"
        site = f'[[site]]\nid = "quay"\noutlet = "The Quay"\ndelay_s = 0.0\nfeeds = ["{web.url(HOST, "/rss")}"]\n'
        self.sites.write_text(site, encoding="utf-8")

    @contextmanager
    def serving(self) -> Iterator["subprocess.Popen[bytes]"]:
        """`copydesk serve`, at an hour in Seoul."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
        environment |= {"PREFECT_HOME": str(self.home), "PREFECT_RUNNER_POLL_FREQUENCY": "1"}
        environment |= {"COPYDESK_TEST_ALLOW_NETWORKS": "127.0.0.0/8"}
        options = ["--cron", f"0 {DUE} * * *", "--time-zone", "Asia/Seoul", "--sites", self.sites, "--out", self.data]
        with self.log.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "flows.cli", "serve", *map(str, options)],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def said(self) -> str:
        """What the last one printed."""
        return self.log.read_text(encoding="utf-8")

    def wait(self, until: Callable[[], object], process: "subprocess.Popen[bytes]", seconds: float = 600) -> None:
        """Wait until something is so."""
        deadline = time.monotonic() + seconds
        while not until() and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.25)
        assert until(), self.said()

    def runs(self) -> list[tuple[str, datetime]]:
        """State and due time of each run in Prefect's database."""
        if not (self.home / "prefect.db").exists():
            return []
        with closing(sqlite3.connect(self.home / "prefect.db")) as db:
            try:
                rows = db.execute(
                    "select state_type, expected_start_time from flow_run where deployment_id is not null order by 2"
                ).fetchall()
            except sqlite3.OperationalError:  # not made yet
                return []
        return [(state, datetime.fromisoformat(due).replace(tzinfo=UTC)) for state, due in rows]

    def states(self) -> list[str]:
        """States of the runs that were due."""
        return [state for state, due in self.runs() if due < datetime.now(UTC)]

    def miss_two_nights(self) -> None:
        """Two of the runs that lie ahead have been due already."""
        with closing(sqlite3.connect(self.home / "prefect.db")) as db:
            ids = [row[0] for row in db.execute("select id from flow_run where state_type = 'SCHEDULED' order by id limit 2")]
            for n, flow_run in enumerate(ids, start=1):
                due = (datetime.now(UTC) - timedelta(days=n)).strftime("%Y-%m-%d %H:%M:%S.%f")
                db.execute(
                    "update flow_run set expected_start_time = ?1, next_scheduled_start_time = ?1 where id = ?2", (due, flow_run)
                )
                change = "state_details = json_set(state_details, '$.scheduled_time', ?)"
                db.execute(f"update flow_run_state set {change} where flow_run_id = ?", (f"{due}+00:00", flow_run))
            db.commit()


def test_a_schedule_outlives_its_process(tmp_path: Path, prefect_home: Path) -> None:
    """One long story, since starting Prefect costs seconds: scheduled; two nights missed and one run; killed in it; caught up."""
    with running() as web:
        folder = Folder(tmp_path, prefect_home, web)
        web.set(HOST, "/n/pier-seven-is-closed", article("Pier seven closed", STORY * 4))
        web.set(HOST, "/rss", rss([(web.url(HOST, "/n/pier-seven-is-closed"), "Pier seven closed", datetime.now(UTC))]))

        with folder.serving() as first:
            folder.wait(folder.runs, first)
            assert {(due.hour, due.minute) for _, due in folder.runs()} == {((DUE - 9) % 24, 0)}  # Seoul is nine hours ahead
            second = copydesk("serve", "--sites", folder.sites, "--out", folder.data, home=prefect_home)
            assert (second.code, str(first.pid) in second.stderr) == (13, True), second.stderr
            first.send_signal(signal.SIGTERM)
            assert first.wait(timeout=300) == 0, folder.said()
            assert "Traceback" not in folder.said()
            assert "Warning" not in folder.said()

        # A night that hangs: missed runs are caught up by one, which is killed with its keeper.
        folder.miss_two_nights()
        web.set(HOST, "/n/pier-seven-is-closed", Answer(misbehave=hang))
        with folder.serving() as second_keeper:
            folder.wait(lambda: any(path == "/n/pier-seven-is-closed" for _, path, _ in web.requests), second_keeper)
            assert sorted(folder.states()) == ["CANCELLED", "RUNNING"]
            second_keeper.kill()

        # Another start: the dead run is settled, and the night is gone on with, in a slot that is free.
        web.set(HOST, "/n/pier-seven-is-closed", article("Pier seven closed", STORY * 4))
        with folder.serving() as third:
            folder.wait(lambda: "COMPLETED" in folder.states(), third)
            assert sorted(folder.states()) == ["CANCELLED", "COMPLETED", "CRASHED"]
            third.send_signal(signal.SIGINT)
            assert third.wait(timeout=300) == 0, folder.said()
        assert "copies=1" in folder.said()
        assert "Traceback" not in folder.said()
