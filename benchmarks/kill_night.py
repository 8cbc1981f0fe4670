"""Nights killed at random moments, then one undisturbed: proof or disproof that nothing is lost, doubled or fetched too often.

    python benchmarks/kill_night.py [--kills 20] [--pages 840] [--seed 1]

A night here is the real one (crawl in its child process, load, commit) without Prefect, against a server on loopback, which
has news for each. Each is ended by `kill -9` a random time after its first request; its crawl ends with it. In the end every
page must be in the tables once, no page may have been fetched more than twice, and `verify --raw` must find nothing. Exit code
1 where that is not so.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pyarrow.dataset as ds

from flows.batches import Batch
from flows.committer import Committer
from flows.crawl_child import CrawlChild, CrawlOutcome
from flows.night import crawl_log, open_night, run_night
from flows.nightly_settings import NightlySettings
from flows.run import Prepared, Steps
from pipeline.dataset.dataset import Dataset
from pipeline.dataset.verify import verify
from pipeline.load.documents import bytes_of, bytes_of_each
from pipeline.shard import Shard, ShardJob, ShardResult, clean_shard
from spiders.job import CrawlJob
from tests.spiders.news_site import article, rss, running

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.2"
START = datetime.now(UTC).replace(microsecond=0) - timedelta(days=60)
SENTENCES = (
    "The {0} board of harbour {1} said on day {2} that its berth would close after a ferry struck the outer wall of pier {3}.",
    "Some {3} passengers of line {1} waited until tugs brought the vessel to berth {0}, and nobody was hurt in accident {2}.",
    "Engineers of company {2} expect the work on crane {0} to last {1} weeks; the cost is put at {3} million crowns.",
)


class PlainSteps:
    """A night's steps without Prefect."""

    def __init__(self, child: CrawlChild) -> None:
        self._child = child

    def crawl(self, job: CrawlJob) -> CrawlOutcome:
        """Wait for the crawl."""
        return self._child.wait(stop=threading.Event(), stall_s=120.0, poll_s=0.05)

    @contextmanager
    def loading(self, prepared: Prepared) -> Iterator[Steps]:
        """Load in this process."""
        try:
            yield self
        finally:
            shutil.rmtree(prepared.job.staging, ignore_errors=True)

    def clean(self, shards: Iterable[Shard], job: ShardJob) -> Iterator[ShardResult]:
        """One shard after the other."""
        return (clean_shard(shard, job) for shard in shards)

    def commit(self, committer: Committer, batch: Batch, *, last: bool) -> None:
        """At once."""
        committer.commit(batch, last=last, stopped=False, now=datetime.now(UTC))


def night(folder: Path, number: int) -> None:
    """One night, in this process."""
    settings = NightlySettings(out=folder / "data", sites_file=folder / "sites.toml", workers=1)
    now = START + timedelta(days=number)
    with open_night(settings, now) as opened, CrawlChild(opened.job, crawl_log(opened)) as child:
        run_night(opened, PlainSteps(child), stop=threading.Event(), clock=lambda: datetime.now(UTC))


def committed(folder: Path) -> str:
    """The snapshot that readers see; empty before the first."""
    link = folder / "data" / "tables"
    return str(link.readlink()) if link.is_symlink() else ""


def main() -> int:
    """Kill, finish, check, and print one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--pages", type=int, default=840)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=8.0, help="seconds after a night's first request")
    parser.add_argument("--night", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.night is not None:
        night(options.folder, options.night)
        return 0
    chance = random.Random(options.seed)
    folder = Path(tempfile.mkdtemp(prefix="copydesk-kill-night-"))
    with running() as web:
        links = [web.url(HOST, f"/harbour/story-number-{n}-of-the-year") for n in range(options.pages)]
        for n, link in enumerate(links):
            story = [s.format(n * 7 + i, n * 13 + i, n, n * 3 + i) for i in range(2) for s in SENTENCES]
            web.set(HOST, link.partition(f":{web.port}")[2], article(f"Story {n}", story))
        limits = "delay_s = 0.0\nmax_pages = 100000\nmax_age_days = 3650.0"
        site = f'[[site]]\nid = "quay"\noutlet = "Quay"\n{limits}\nfeeds = ["{web.url(HOST, "/rss")}"]\n'
        (folder / "sites.toml").write_text(site, encoding="utf-8")
        environment = {**os.environ, "COPYDESK_TEST_ALLOW_NETWORKS": "127.0.0.0/8", "PYTHONPATH": str(ROOT)}
        finished, moments = 0, Counter[str]()
        for number in range(options.kills + 1):
            out = links[: max(1, len(links) * (number + 1) // (options.kills + 1))]
            web.set(HOST, "/rss", rss([(link, f"Story {n}", START) for n, link in enumerate(out)]))
            asked, known = len(web.requests), committed(folder)
            command = [sys.executable, __file__, "--night", str(number), "--folder", str(folder)]
            process = subprocess.Popen(command, env=environment, cwd=ROOT)
            if number == options.kills:
                process.wait()
                break
            while len(web.requests) == asked and process.poll() is None:
                time.sleep(0.01)
            try:
                process.wait(chance.uniform(0.0, options.longest))
                finished += 1
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                pages = sum(path.startswith("/harbour") for _, path, _ in web.requests[asked:])
                moments["committed" if committed(folder) != known else "crawling or loading" if pages else "discovering"] += 1
                time.sleep(1.5)  # its crawl notices within a second
        fetched = Counter(path for _, path, _ in web.requests if path.startswith("/harbour"))
    copies = ds.dataset(folder / "data" / "tables" / "copies", partitioning="hive").to_table(columns=["url"]).column("url")
    seen = Counter(copies.to_pylist())
    problems = verify(Dataset.open(folder / "data"), raw=True, bytes_of=bytes_of, bytes_of_each=bytes_of_each)
    good = set(seen) == set(links) and max(seen.values()) == 1 and max(fetched.values()) <= 2 and not problems
    print(
        f"kills={options.kills - finished} {dict(moments)} ended_first={finished} pages={len(links)} in_tables={len(seen)} "
        f"most_rows_of_a_page={max(seen.values())} most_fetches_of_a_page={max(fetched.values())} "
        f"fetched_twice={sum(n > 1 for n in fetched.values())} problems={len(problems)} good={good}"
    )
    shutil.rmtree(folder)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
