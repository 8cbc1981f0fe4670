"""A crawl job as JSON in; WARC files, the crawl's state and a status file out. Run as a module: one process for each crawl.

Scrapy's reactor cannot be started twice in a process, and a crawl that hangs must not take the night's run along.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from pipeline.with_parent import end_with_parent
from spiders.crawl import Crawl, escaped
from spiders.guarding import guarded_resolver
from spiders.job import FINISHED, SHUTDOWN, TIME_LIMIT, CrawlJob
from spiders.news_spider import NewsSpider
from spiders.recovery import recover_files, register_complete
from spiders.state import CrawlState

STATUS_INTERVAL_S = 1.0
FLUSH_INTERVAL_S = 0.5

MAX_REDIRECTS = 5


def run(job: CrawlJob) -> str:
    """Carry out a crawl in this process, which can do it once.

    Returns:
        Why it ended: `FINISHED`, `TIME_LIMIT` or `SHUTDOWN`.
    """
    with CrawlState(job.state) as state:
        recover_files(job.warc_folder, state)
        crawl = Crawl.begin(job, state)
        process = AsyncCrawlerProcess(scrapy_settings(crawl))
        configure_logging()  # after Scrapy has set its own loggers
        crawler = process.create_crawler(NewsSpider)
        keeper = _Keeper(crawl, crawler)
        process.crawl(crawler, crawl=crawl)
        process.start(install_signal_handlers=False)
        crawl.pages.close()
        crawl.discovery.close()
        register_complete(job.warc_folder, state)
        crawl.write_status(job.status, ended=keeper.reason)
    return keeper.reason


class _Keeper:
    """Flushes, reports and ends the crawl in time, beside Scrapy's own work."""

    def __init__(self, crawl: Crawl, crawler: Crawler) -> None:
        self._crawl = crawl
        self.reason = FINISHED
        crawler.signals.connect(self._opened, signal=signals.spider_opened)
        crawler.signals.connect(self._closed, signal=signals.spider_closed)
        self._task: asyncio.Task[None] | None = None

    def _opened(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self._end, SHUTDOWN)
        self._task = loop.create_task(self._keep())

    def _closed(self, reason: str) -> None:
        self.reason = reason
        if self._task is not None:
            self._task.cancel()
        self._crawl.state.flush()

    def _end(self, reason: str) -> None:
        """Stop at once: what has come is written, and what is still under way is asked for again by the next crawl."""
        from twisted.internet import reactor  # not before Scrapy has installed its own

        self.reason = reason
        self._crawl.state.flush()
        # Not stop(): Scrapy would first wait for every request that its slots hold back, for minutes.
        reactor.crash()  # type: ignore[misc]

    async def _keep(self) -> None:
        next_status = 0.0
        while True:
            self._crawl.state.flush()
            self._crawl.pages.close_if_old()
            self._crawl.discovery.close_if_old()
            if self._crawl.elapsed >= next_status:
                self._crawl.write_status(self._crawl.job.status)
                next_status = self._crawl.elapsed + STATUS_INTERVAL_S
            if self._crawl.elapsed >= self._crawl.job.max_seconds:
                self._end(TIME_LIMIT)
                return
            await asyncio.sleep(FLUSH_INTERVAL_S)


def scrapy_settings(crawl: Crawl) -> dict[str, Any]:
    """Scrapy's settings for a crawl; each that differs from its default says why."""
    job = crawl.job
    return {
        "USER_AGENT": f"{job.user_agent} (+{job.contact})" if job.contact else job.user_agent,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip",
        },
        # Doors that a crawl needs shut
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "DOWNLOAD_HANDLERS": {"data": None, "file": None, "ftp": None, "s3": None},
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "COOKIES_ENABLED": False,
        "HTTPPROXY_ENABLED": False,  # behind a proxy the address guard would see the proxy alone
        "REFERRER_POLICY": "no-referrer",
        "METAREFRESH_ENABLED": False,
        "TWISTED_DNS_RESOLVER": guarded_resolver(crawl.guard),
        "DNS_TIMEOUT": 20,
        # Caps
        "DOWNLOAD_TIMEOUT": job.timeout_s,
        "DOWNLOAD_MAXSIZE": job.max_response_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "REDIRECT_MAX_TIMES": MAX_REDIRECTS,
        # Done by our own parts, in the order in which a request passes them; a response passes them backwards
        "ROBOTSTXT_OBEY": False,
        "RETRY_ENABLED": False,
        "COMPRESSION_ENABLED": False,  # the raw layer keeps what was sent
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
            "spiders.guarding.AddressMiddleware": 100,
            "spiders.politeness.PatienceMiddleware": 200,
            "spiders.politeness.StrictRobotsMiddleware": 210,
            "spiders.recording.RecorderMiddleware": 900,
        },
        "SPIDER_MIDDLEWARES": {
            "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
            "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
            "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
        },
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",  # the state knows what was asked for
        # A worker task for each of 100 items that a response might give costs 1.5 ms a page; ours give none, or requests
        "CONCURRENT_ITEMS": 1,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
        # Pace
        "CONCURRENT_REQUESTS": job.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": job.host_concurrency,
        "DOWNLOAD_DELAY_JITTER": 0,  # Scrapy's would go half below a host's Crawl-delay
        "DOWNLOAD_DELAY": 0,  # each host has its own, set when its robots.txt is asked for
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": 0,
        "EXTENSIONS": {
            "scrapy.extensions.throttle.AutoThrottle": None,
            "spiders.politeness.PaceKeeper": 0,
            "scrapy.extensions.logstats.LogStats": None,
            "scrapy.extensions.corestats.CoreStats": None,
            "scrapy.extensions.memusage.MemoryUsage": None,
        },
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
    }


class EscapingFormatter(logging.Formatter):
    """One record, one line: what a server sends cannot forge a line or move the terminal's cursor."""

    def format(self, record: logging.LogRecord) -> str:
        """The record with control characters escaped."""
        return "\n".join(escaped(line) for line in super().format(record).split("\n")[:40])


def configure_logging() -> None:
    """Warnings and errors to stderr, which the parent process keeps in a file."""
    handler = logging.StreamHandler()
    handler.setFormatter(EscapingFormatter("%(asctime)s %(name)s %(levelname)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in ("scrapy", "twisted", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)


def main(job_file: str, parent: str) -> NoReturn:
    """Run the job in a file; ends with the parent process, however that ends."""
    end_with_parent(int(parent))
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's; it sends SIGTERM where it means us
    run(CrawlJob.from_json(Path(job_file).read_text(encoding="utf-8")))
    os._exit(0)  # all is written; the resolver's threads may wait long for an answer yet


if __name__ == "__main__":
    main(*sys.argv[1:])
