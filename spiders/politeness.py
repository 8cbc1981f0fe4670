"""How a crawl behaves towards one host: robots.txt obeyed strictly, its delay and ours kept, `Retry-After` believed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from schemas.reasons import Reason
from spiders.bodies import FetchRefusedError, decoded_body
from spiders.crawl import TARGET, Crawl, Target, host_of
from spiders.middleware import CrawlMiddleware, crawl_of, header
from spiders.retry_after import retry_after_s

ROBOTS_NAME = "copydesk"
"""The name under which robots.txt addresses us."""

ROBOTS_BYTES = 512 * 1024
"""RFC 9309: at least 500 KiB must be read; the rest is ignored."""

ROBOTS_ATTEMPTS = 2
ROBOTS_PAUSE_S = 5.0
"""One hiccup of a server must not cost a site's whole night."""

MAX_CRAWL_DELAY_S = 600.0
"""A larger Crawl-delay would mean fewer than fifty pages a night; it is kept to this."""

RETRY_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""What may be over in a moment; the 52x are a well-known proxy's."""


class PostponedError(IgnoreRequest):
    """The request will be sent again, later in this crawl or by the next; its errback has nothing to do."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host's robots.txt says to us."""

    parser: Protego | None
    """None allows everything: there is no robots.txt."""
    refused: FetchRefusedError | None = None
    """Set where it could not be read: nothing may be fetched then (RFC 9309, 2.3.1.4)."""

    def check(self, url: str) -> None:
        """Raises `FetchRefusedError` where the address may not be fetched."""
        if self.refused is not None:
            raise FetchRefusedError(self.refused.reason, self.refused.detail)
        if self.parser is not None and not self.parser.can_fetch(url, ROBOTS_NAME):
            raise FetchRefusedError(Reason.ROBOTS_DISALLOWED, "robots.txt does not allow it")


class StrictRobotsMiddleware(CrawlMiddleware):
    """Asks for each host's robots.txt once and holds every request back until it is known.

    Scrapy's own lets the requests through that wait for the first answer, and everything where robots.txt fails.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    async def process_request(self, request: Request) -> None:
        """Raises `FetchRefusedError` with `robots_disallowed`, `robots_unavailable` or the reason robots.txt failed for."""
        target: Target = request.meta[TARGET]
        if target.kind == "robots":
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._read(origin, target))
        (await asyncio.shield(self._rules[origin])).check(request.url)

    async def _read(self, origin: str, target: Target) -> Rules:
        host = host_of(origin)
        set_pace(self._crawler, host, target.site.delay_s)
        for attempt in range(ROBOTS_ATTEMPTS):
            if attempt:
                await asyncio.sleep(ROBOTS_PAUSE_S if target.site.delay_s else 0.1)
            rules = await self._ask(origin, target)
            if rules.refused is None or rules.refused.reason is not Reason.ROBOTS_UNAVAILABLE:
                break
        if rules.parser is not None and (delay := rules.parser.crawl_delay(ROBOTS_NAME)):
            set_pace(self._crawler, host, max(target.site.delay_s, min(float(delay), MAX_CRAWL_DELAY_S)))
        return rules

    async def _ask(self, origin: str, target: Target) -> Rules:
        own = Target(kind="robots", site=target.site, address=f"{origin}/robots.txt")
        request = Request(own.address, meta={TARGET: own}, callback=NO_CALLBACK, priority=1_000, dont_filter=True)
        assert self._crawler.engine is not None
        try:
            response = await self._crawler.engine.download_async(request)
            if response.status >= 500 or response.status == 429:
                return _unavailable(f"status {response.status}")
            if response.status >= 300:
                return Rules(None)  # there is none
            content = decoded_body(response.body, header(response, "Content-Encoding"))[:ROBOTS_BYTES]
        except FetchRefusedError as error:
            if error.reason is Reason.BLOCKED_ADDRESS:
                return Rules(None, error)
            return _unavailable(error.detail)
        except Exception as error:  # noqa: BLE001 - whatever the network does, the answer is that there is none
            blocked = self.crawl.guard.refusal_of(origin)
            if blocked is not None:
                return Rules(None, FetchRefusedError(Reason.BLOCKED_ADDRESS, blocked))
            return _unavailable(f"{type(error).__name__}: {error}")
        return Rules(Protego.parse(content.decode("utf-8-sig", "replace")))  # the mark would hide the first `User-agent`


def _unavailable(detail: str) -> Rules:
    return Rules(None, FetchRefusedError(Reason.ROBOTS_UNAVAILABLE, f"robots.txt: {detail}"[:300]))


class PatienceMiddleware(CrawlMiddleware):
    """Server errors and broken connections are tried again later; a host that says `Retry-After` is left alone so long."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._paused_until: dict[str, float] = {}
        self._waiting = 0
        crawler.signals.connect(self._idle, signal=signals.spider_idle)

    def process_request(self, request: Request) -> None:
        """Leave a host alone that wants it.

        Raises:
            PostponedError: The request is sent later; or it is for a page, and waits for the next night as one not reached.
            FetchRefusedError: It is for a feed or the like, and the host wants to be left alone for longer than we wait.
        """
        until = self._paused_until.get(host_of(request.url))
        crawl = self.crawl
        if until is None or until <= crawl.elapsed:
            return
        target: Target = request.meta[TARGET]
        if target.kind == "robots":
            return  # others wait for its answer, and will be held back then
        pause_s, why = until - crawl.elapsed, "the host asks to be left alone"
        if target.kind == "page" and not _is_in_time(crawl, pause_s):
            raise PostponedError(why)
        self._later(request, pause_s, why)

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises `PostponedError` where the request is to be sent again."""
        target: Target = request.meta[TARGET]
        if response.status not in RETRY_STATUSES or target.kind == "robots":
            return response
        crawl = self.crawl
        pause = retry_after_s(header(response, "Retry-After"), crawl.now())
        if pause is not None:
            self._paused_until[host_of(request.url)] = crawl.elapsed + pause
            self._hold_back(host_of(request.url))
        attempt = request.meta.get("copydesk_attempt", 0)
        if attempt >= crawl.job.retries:
            return response
        delay = crawl.job.retry_delay_s * 2**attempt if pause is None else pause
        again = request.replace(meta={**request.meta, "copydesk_attempt": attempt + 1}, dont_filter=True)
        self._later(again, delay, f"status {response.status}")
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raises `PostponedError` for a connection that broke, once; a time-out is not repeated: it has cost enough."""
        target: Target = request.meta[TARGET]
        attempt = request.meta.get("copydesk_attempt", 0)
        crawl = self.crawl
        if target.kind == "robots" or attempt >= min(1, crawl.job.retries) or type(exception).__name__ not in BROKEN:
            return
        if crawl.guard.refusal_of(request.url) is not None:
            return
        again = request.replace(meta={**request.meta, "copydesk_attempt": attempt + 1}, dont_filter=True)
        self._later(again, crawl.job.retry_delay_s, type(exception).__name__)

    def _hold_back(self, host: str) -> None:
        """Take back what already waits in the downloader for its turn at a host: up to `concurrency` requests."""
        downloader: Any = self._crawler.engine.downloader
        slot = downloader.slots.get(host)
        for request, answer in list(slot.queue) if slot is not None else ():
            try:
                self.process_request(request)
            except (PostponedError, FetchRefusedError) as error:
                slot.queue.remove((request, answer))
                answer.errback(error)

    def _later(self, request: Request, delay_s: float, why: str) -> None:
        crawl = self.crawl
        if not _is_in_time(crawl, delay_s):
            raise FetchRefusedError(
                Reason.HTTP_STATUS, f"{why}; the next attempt would be after {delay_s:.0f} s, too late for this crawl"
            )
        self._waiting += 1
        asyncio.get_running_loop().call_later(delay_s, self._send, request)
        raise PostponedError(why)

    def _send(self, request: Request) -> None:
        self._waiting -= 1
        if self._crawler.engine is not None and self._crawler.engine.spider is not None:
            self._crawler.engine.crawl(request)

    def _idle(self, spider: Spider) -> None:
        if self._waiting:
            raise DontCloseSpider


def _is_in_time(crawl: Crawl, delay_s: float) -> bool:
    return delay_s <= crawl.job.max_pause_s and crawl.elapsed + delay_s <= crawl.job.max_seconds


BROKEN = frozenset({"DownloadFailedError", "ResponseDataLossError", "DownloadConnectionRefusedError", "CannotResolveHostError"})
"""Names of Scrapy's exceptions for connections that may work the next time."""


class PaceKeeper(AutoThrottle):
    """Scrapy's AutoThrottle, with each host's own delay as its floor; a host whose delay is 0 is not slowed down."""

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        floor = self.crawler.engine.downloader.per_slot_settings.get(host_of(request.url), {}).get("delay", 0.0)
        if floor:
            self.mindelay = floor
            super()._response_downloaded(response, request, spider)


def set_pace(crawler: Crawler, host: str, delay_s: float) -> None:
    """Set the least delay between two requests to a host: one request at a time where there is one."""
    downloader: Any = crawler.engine.downloader
    concurrency = 1 if delay_s else crawl_of(crawler).job.host_concurrency
    before = downloader.per_slot_settings.get(host, {}).get("delay", 0.0)
    downloader.per_slot_settings[host] = {"delay": max(before, delay_s), "concurrency": concurrency}
    if (slot := downloader.slots.get(host)) is not None:
        slot.delay, slot.concurrency = max(slot.delay, delay_s), concurrency
