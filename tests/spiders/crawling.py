"""Crawls for tests: each in a process of its own, forked from one that has imported Scrapy already."""

from __future__ import annotations

import json
import multiprocessing
import socket
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from spiders.addresses import parse_literal
from spiders.crawl_process import run
from spiders.job import CrawlJob
from spiders.sites import Site
from spiders.state import CrawlState
from spiders.warc import read_metadata
from tests.spiders.news_site import LOOPBACK

FIRST_NIGHT = datetime.now(UTC).replace(microsecond=0) - timedelta(days=10)
"""Nights lie in the past, so that no entry is from the future."""

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["spiders.crawl_process"])


@dataclass(frozen=True)
class Crawled:
    """What a crawl left."""

    counts: Counter[str]
    ended: str | None


def job(folder: Path, sites: tuple[Site, ...], night: int = 0, **settings: object) -> CrawlJob:
    """A crawl of the sites on a numbered night; retries come at once, and its limits are for machines that are very busy."""
    values: dict[str, object] = {"retry_delay_s": 0.1, "timeout_s": 60.0, "max_seconds": 300.0} | settings
    return CrawlJob(
        night=f"night-{night}",
        now=FIRST_NIGHT + timedelta(days=night),
        sites=sites,
        warc_folder=folder / "warc",
        state=folder / "crawl.sqlite",
        status=folder / "status.json",
        allowed_networks=LOOPBACK,
        **values,  # type: ignore[arg-type]
    )


def run_with_names(wanted: CrawlJob, names: dict[str, str]) -> None:
    """Carry out a crawl in this process, with DNS answers of our own: no test asks a real resolver."""

    def answer(name: str) -> str:
        if parse_literal(name) is not None:
            return name
        if name not in names:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return names[name]

    socket.gethostbyname = answer
    run(wanted)


def crawl(wanted: CrawlJob, *, kill_when: Callable[[], bool] | None = None, names: dict[str, str] | None = None) -> Crawled:
    """Carry out a crawl, or kill it as soon as something is so; `names` is what DNS knows."""
    wanted.status.unlink(missing_ok=True)
    process = _processes.Process(target=run_with_names, args=(wanted, names or {}))
    process.start()
    if kill_when is not None:
        while process.is_alive() and not kill_when():
            time.sleep(0.005)
        process.kill()
    process.join(timeout=400)
    assert process.exitcode == 0 or kill_when is not None, f"the crawl ended with {process.exitcode}"
    values = json.loads(wanted.status.read_text(encoding="utf-8")) if wanted.status.exists() else {"counts": {}, "ended": None}
    return Crawled(Counter(values["counts"]), values["ended"])


def commit(wanted: CrawlJob) -> list[str]:
    """Take the crawl's files as loaded and committed; the addresses of the pages in them."""
    with CrawlState(wanted.state) as state:
        names = state.to_load()
        state.loaded("run", names, 10**9)
    return [url for name in names for url, *_ in read_metadata(wanted.warc_folder / name)]


def refusals(wanted: CrawlJob) -> dict[str, str]:
    """Reason by address of what the crawl refused on its night."""
    with sqlite3.connect(wanted.state) as db:
        rows = db.execute("select url, reason from fetches where night = ? and outcome = 'refused'", (wanted.night,)).fetchall()
    return dict(rows)


@dataclass(frozen=True)
class Remembered:
    """What the state knows after a night."""

    fetched: frozenset[str]
    """Addresses with a row, whatever came of them."""
    polls: dict[str, str | None]
    """What was wrong with each feed, sitemap and section page."""
    pages: dict[str, str]
    """Status of each page that was named."""
    details: dict[str, str]
    """What was said of each refusal."""


def remembered(wanted: CrawlJob) -> Remembered:
    """Read the state."""
    with sqlite3.connect(wanted.state) as db:
        return Remembered(
            frozenset(url for (url,) in db.execute("select url from fetches where night = ?", (wanted.night,))),
            dict(db.execute("select url, problem from polls").fetchall()),
            dict(db.execute("select url, status from pages").fetchall()),
            dict(db.execute("select url, detail from fetches where outcome = 'refused'").fetchall()),
        )


def statuses(wanted: CrawlJob) -> Counter[str]:
    """How many pages are in which status."""
    with sqlite3.connect(wanted.state) as db:
        return Counter(dict(db.execute("select status, count(*) from pages group by 1").fetchall()))
