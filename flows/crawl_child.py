"""A crawl job in; a child process that carries it out, watched, and how it ended out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from spiders.job import FINISHED, TIME_LIMIT, CrawlJob

POLL_S = 0.2
GRACE_S = 60.0
"""A crawl ends itself at its time limit; one that has not so long after it hangs."""

TERMINATE_S = 20.0
"""After SIGTERM, before SIGKILL: nothing is lost by that, the WARC files are salvaged."""

STOPPED, STALLED, DIED = "stopped", "stalled", "died"
"""How a crawl ends besides `FINISHED` and `TIME_LIMIT`: because somebody asked; without progress for too long; by a crash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOutcome:
    """How a crawl ended."""

    ended: str
    """`FINISHED`, `TIME_LIMIT`, `STOPPED`, `STALLED` or `DIED`."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Requests by kind and outcome, as `spiders.crawl.Crawl.counts`; as far as the crawl told."""
    seconds: float = 0.0


class CrawlChild:
    """The crawl's process: started at once, ended with us, also by `kill -9`."""

    def __init__(self, job: CrawlJob, log: Path) -> None:
        """Start it.

        Args:
            job: What to crawl.
            log: Where its warnings and errors go; appended to.
        """
        self._job, self._started = job, time.monotonic()
        job.status.parent.mkdir(parents=True, exist_ok=True)
        log.parent.mkdir(parents=True, exist_ok=True)
        job.status.unlink(missing_ok=True)
        self._job_file = job.status.with_name("crawl-job.json")
        self._job_file.touch(mode=0o600)  # a feed's address may hold a subscriber's token
        self._job_file.write_text(job.to_json(), encoding="utf-8")
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "spiders.crawl_process", str(self._job_file), str(os.getpid())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,  # Ctrl-C in the terminal is for us, not for it
            )

    def __enter__(self) -> CrawlChild:
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self._end()
        self._job_file.unlink(missing_ok=True)

    def wait(
        self,
        *,
        stop: threading.Event,
        stall_s: float,
        on_progress: Callable[[Mapping[str, int]], None] = lambda _: None,
        poll_s: float = POLL_S,
        grace_s: float = GRACE_S,
    ) -> CrawlOutcome:
        """Watch the crawl until it ends, and end it where it must be.

        Args:
            stop: Set it to end the crawl early.
            stall_s: Seconds without any change of its counts after which it is taken for hung.
            on_progress: Called with its counts whenever they change.
            poll_s: Between two looks.
            grace_s: Given to it past its own time limit.
        """
        counts: Mapping[str, int] = {}
        changed_at = time.monotonic()
        forced: str | None = None
        while self._process.poll() is None:
            time.sleep(poll_s)
            if (now := self._counts()) != counts:
                counts, changed_at = now, time.monotonic()
                on_progress(counts)
            forced = self._must_end(stop, time.monotonic() - changed_at, stall_s, grace_s)
            if forced is not None:
                self._end()
        return CrawlOutcome(
            ended=forced or self._how_it_ended(), counts=self._counts() or counts, seconds=time.monotonic() - self._started
        )

    def _must_end(self, stop: threading.Event, idle_s: float, stall_s: float, grace_s: float) -> str | None:
        if stop.is_set():
            return STOPPED
        if time.monotonic() - self._started > self._job.max_seconds + grace_s:
            return TIME_LIMIT
        return STALLED if idle_s > stall_s else None

    def _how_it_ended(self) -> str:
        ended = self._status().get("ended")
        if self._process.returncode != 0 or ended is None:
            return DIED
        return str(ended) if ended in (FINISHED, TIME_LIMIT) else STOPPED

    def _counts(self) -> Mapping[str, int]:
        counts = self._status().get("counts")
        return counts if isinstance(counts, dict) else {}

    def _status(self) -> dict[str, object]:
        try:
            values = json.loads(self._job.status.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return values if isinstance(values, dict) else {}

    def _end(self) -> None:
        for number, patience_s in ((signal.SIGTERM, TERMINATE_S), (signal.SIGKILL, TERMINATE_S)):
            if self._process.poll() is not None:
                return
            self._process.send_signal(number)
            try:
                self._process.wait(patience_s)
            except subprocess.TimeoutExpired:
                continue
