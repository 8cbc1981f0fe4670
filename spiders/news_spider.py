"""Sites in, requests out: feeds, sitemaps and section pages that are due, and the article pages they name."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from pipeline.normalise.iso_times import parse_iso
from pipeline.normalise.urls import canonical_url, without_secrets
from schemas.reasons import Reason
from spiders.bodies import FetchRefusedError
from spiders.crawl import TARGET, Crawl, Target, escaped
from spiders.entries import Entry, Listing
from spiders.feeds import parse_feed
from spiders.links import belongs_to, section_links
from spiders.middleware import header
from spiders.politeness import PostponedError
from spiders.recording import CONTENT
from spiders.sitemaps import parse_sitemap
from spiders.sites import Site
from spiders.state import Page, poll_key

MAX_SITEMAP_DEPTH = 2
"""An index may list indexes, against the protocol; deeper is a loop."""

MAX_SITEMAP_CHILDREN = 30
"""Of one index, a night: the latest by lastmod. Archives by month are left alone."""

MAX_SITEMAPS = 100
"""Of one site, a night, however they are nested: a server that invents indexes would spend hours of requests."""

DISCOVERY_PRIORITY, PAGE_PRIORITY = 10, 0
"""Feeds first: what they say decides how the night is spent."""

CLASSIFIED = {
    "DownloadTimeoutError": Reason.FETCH_TIMEOUT,
    "DownloadCancelledError": Reason.RESPONSE_TOO_LARGE,
    "UnsupportedURLSchemeError": Reason.BLOCKED_ADDRESS,
}
"""Scrapy's exceptions by name; what is not here is `network`."""


UNSAID = {
    "DownloadCancelledError": "more bytes were announced or sent than the cap on one answer",
    "ResponseDataLossError": "the answer ended before the length that it announced",
}
"""What an exception without a text means, by name."""


class NewsSpider(Spider):
    """Discovers and fetches; what comes back is recorded by `RecorderMiddleware` before it gets here."""

    name = "news"

    def __init__(self, crawl: Crawl, **kwargs: Any) -> None:
        """Args: crawl: the crawl to carry out."""
        super().__init__(**kwargs)
        self.crawl = crawl
        self._begun: set[str] = set()
        self._polls_under_way: Counter[str] = Counter()
        self._children_begun: Counter[str] = Counter()

    async def start(self) -> AsyncIterator[Any]:
        """The addresses to poll; a site with none that is due begins with what earlier nights left."""
        now = self.crawl.now().timestamp()
        for site in self.crawl.job.sites:
            for kind, addresses in (("feed", site.feeds), ("sitemap", site.sitemaps), ("section", site.sections)):
                for address in addresses:
                    if self.crawl.job.poll_everything or self.crawl.state.is_due(address, now):
                        yield self._poll(Target(kind=kind, site=site, address=address))
        for site in self.crawl.job.sites:
            if not self._polls_under_way[site.id]:
                for request in self._pages(site):
                    yield request

    def _poll(self, target: Target) -> Request:
        self._polls_under_way[target.site.id] += 1
        poll = self.crawl.state.poll_of(target.address)
        headers = _conditional(poll.etag, poll.last_modified) if poll.body_sha256 else {}
        return Request(
            target.address,
            callback=self.on_listing,
            errback=self.on_failure,
            headers=headers,
            meta={TARGET: target},
            priority=DISCOVERY_PRIORITY,
            dont_filter=True,
        )

    def _pages(self, site: Site) -> Iterator[Request]:
        room = self.crawl.room_for(site)
        if room <= 0:
            return
        for page in self.crawl.state.waiting(site.id, self.crawl.now().timestamp(), site.max_pages * 2):
            if self.crawl.room_for(site) <= 0:
                return
            if page.key not in self._begun:
                yield self._page(site, page)

    def _poll_done(self, target: Target) -> Iterator[Request]:
        """Pages are begun once all that names a site's articles has answered: the latest first, then what earlier nights left."""
        if target.kind == "page":
            return
        self._polls_under_way[target.site.id] -= 1
        if not self._polls_under_way[target.site.id]:
            yield from self._pages(target.site)

    def _page(self, site: Site, page: Page) -> Request:
        self._begun.add(page.key)
        self.crawl.pages_begun[site.id] += 1
        headers = _conditional(page.etag, page.last_modified) if page.body_sha256 else {}
        return Request(
            page.url,
            callback=self.on_page,
            errback=self.on_failure,
            headers=headers,
            meta={TARGET: Target(kind="page", site=site, page=page, address=page.url)},
            priority=PAGE_PRIORITY,
            dont_filter=True,
        )

    def on_listing(self, response: Response) -> Iterator[Request]:
        """A feed, sitemap or section page has come: queue what it names, remember the poll, both in one transaction."""
        assert response.request is not None
        target: Target = response.request.meta[TARGET]
        yield from self._children(target, self._take_in(target, response))
        yield from self._poll_done(target)

    def _take_in(self, target: Target, response: Response) -> Listing:
        assert response.request is not None
        now = self.crawl.now().timestamp()
        if response.status == HTTPStatus.NOT_MODIFIED:
            poll = self.crawl.state.poll_of(target.address)
            self._polled(target, now, changed=False, validators=(poll.etag, poll.last_modified, poll.body_sha256))
            return Listing()
        if response.status != HTTPStatus.OK:
            self._refuse_status(target, response)
            return Listing()
        content: bytes = response.request.meta.pop(CONTENT)
        digest = hashlib.sha256(content).hexdigest()
        validators = (header(response, "ETag"), header(response, "Last-Modified"), digest)
        if digest == self.crawl.state.poll_of(target.address).body_sha256:
            self._polled(target, now, changed=False, validators=validators)
            return Listing()
        listing = self._read(target, content, response)
        queued = sum([self._discover(target, entry, now) for entry in listing.entries])
        # What broke off is read again next time, whatever its validators say; so is an index: its sitemaps change without it.
        whole = validators if listing.problem is None and not listing.children else (None, None, None)
        problem = listing.problem or _moved(target, response)
        unusable = listing.problem is not None and not listing.entries and not listing.children
        # An index names no article itself, but what it lists may have news every night, and forget it after two days.
        self._polled(
            target, now, changed=queued > 0 or bool(listing.children), failed=unusable, validators=whole, problem=problem
        )
        self.crawl.state.flush()
        return listing

    def _read(self, target: Target, content: bytes, response: Response) -> Listing:
        charset = _charset(header(response, "Content-Type"))
        if target.kind == "feed":
            listing = parse_feed(content, response.url, charset)
            # Some sites call a sitemap a feed, or the other way round.
            return listing if listing.entries else _better(listing, parse_sitemap(content, response.url, charset))
        if target.kind == "sitemap":
            listing = parse_sitemap(content, response.url, charset)
            return (
                listing if listing.entries or listing.children else _better(listing, parse_feed(content, response.url, charset))
            )
        return section_links(content, response.url, target.site, charset)

    def _discover(self, target: Target, entry: Entry, now: float) -> bool:
        if not belongs_to(target.site, entry.url) or self._is_old(entry, target.site):
            return False
        key = canonical_url(entry.url)
        if key is None:
            return False
        return self.crawl.state.discover(key, target.site.id, entry, target.kind, poll_key(target.address), now)

    def _is_old(self, entry: Entry, site: Site) -> bool:
        dates = [when for printed in (entry.published, entry.modified) if (when := instant(printed)) is not None]
        return bool(dates) and max(dates) < self.crawl.now() - timedelta(days=site.max_age_days)

    def _children(self, target: Target, listing: Listing) -> Iterator[Request]:
        if target.depth >= MAX_SITEMAP_DEPTH:
            return
        fresh = [child for child in listing.children if not self._is_old(child, target.site)]
        fresh.sort(key=lambda child: instant(child.modified) or datetime.max.replace(tzinfo=UTC), reverse=True)
        for child in fresh[:MAX_SITEMAP_CHILDREN]:
            if urlsplit(child.url).scheme in ("http", "https") and self._children_begun[target.site.id] < MAX_SITEMAPS:
                self._children_begun[target.site.id] += 1
                yield self._poll(Target(kind="sitemap", site=target.site, address=child.url, depth=target.depth + 1))

    def _polled(
        self,
        target: Target,
        now: float,
        *,
        changed: bool,
        validators: tuple[str | None, str | None, str | None],
        failed: bool = False,
        problem: str | None = None,
    ) -> None:
        etag, last_modified, digest = validators
        self.crawl.state.polled(
            target.address,
            site=target.site.id,
            kind=target.kind,
            now=now,
            changed=changed,
            etag=etag,
            last_modified=last_modified,
            body_sha256=digest,
            failed=failed,
            problem=escaped(problem) if problem else None,
        )

    def on_page(self, response: Response) -> None:
        """An article page has come and is recorded; all that is left is to say what became of it where it is no page."""
        assert response.request is not None
        target: Target = response.request.meta[TARGET]
        assert target.page is not None
        if response.status == HTTPStatus.NOT_MODIFIED:
            self.crawl.state.unchanged(target.page.key, self.crawl.now().timestamp())
        elif response.status != HTTPStatus.OK:
            self._refuse_status(target, response)

    def _refuse_status(self, target: Target, response: Response) -> None:
        status = response.status
        if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            reason, detail = Reason.GONE, f"status {status}"
        elif 300 <= status < 400:
            reason, detail = Reason.REDIRECTS, f"status {status} that leads nowhere"
        else:
            reason, detail = Reason.HTTP_STATUS, f"status {status}"
        self.crawl.refuse(target, without_secrets(target.address), reason, detail, status)

    def on_failure(self, failure: Failure) -> Iterator[Request]:
        """A request ended without a response."""
        request: Request = failure.request  # type: ignore[attr-defined]
        target: Target = request.meta[TARGET]
        error = failure.value
        if isinstance(error, PostponedError):
            return
        reason, detail = self._classify(request, error)
        self.crawl.refuse(target, without_secrets(target.address), reason, detail)
        yield from self._poll_done(target)

    def _classify(self, request: Request, error: BaseException | None) -> tuple[Reason, str]:
        if isinstance(error, FetchRefusedError):
            return error.reason, error.detail
        name = type(error).__name__
        text = str(error) or UNSAID.get(name, name)
        if "max redirections" in text:
            return Reason.REDIRECTS, "more redirects than the cap"
        if (blocked := self.crawl.guard.refusal_of(request.url)) is not None:
            return Reason.BLOCKED_ADDRESS, blocked
        if "certificate" in text.lower() or "VerificationError" in text:
            return Reason.BAD_CERTIFICATE, text[:300]
        return CLASSIFIED.get(name, Reason.NETWORK), f"{name}: {text}"[:300]


def instant(printed: str | None) -> datetime | None:
    """A machine-written time as an aware instant; one without a zone is taken as UTC: only its age in days matters here."""
    found = parse_iso(printed, "feed") if printed else None
    if found is None:
        return None
    try:
        local = datetime.combine(found.day, found.clock or datetime.min.time(), tzinfo=UTC)
        return local - timedelta(minutes=found.utc_offset_minutes or 0)
    except OverflowError:
        return None


def _better(first: Listing, second: Listing) -> Listing:
    return second if second.entries or second.children else first


def _moved(target: Target, response: Response) -> str | None:
    """A feed that answers from elsewhere for good: the operator should know before the redirect ends."""
    assert response.request is not None
    reasons = response.request.meta.get("redirect_reasons") or []
    if reasons and all(reason in (301, 308) for reason in reasons):
        return f"moved for good to {without_secrets(response.url)}"
    return None


def _conditional(etag: str | None, last_modified: str | None) -> dict[str, str]:
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


def _charset(content_type: str | None) -> str | None:
    for part in (content_type or "").split(";")[1:]:
        name, _, value = part.strip().partition("=")
        if name.lower() == "charset" and value:
            return value.strip("\"' ")[:40] or None
    return None
