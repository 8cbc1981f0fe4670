"""One crawl's shared things: its job, state, WARC files, clock and counts; what Scrapy's parts reach through the spider."""

from __future__ import annotations

import contextlib
import ipaddress
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from schemas.reasons import Reason
from spiders.addresses import AddressPolicy, BlockedAddressError, IPAddress
from spiders.job import CrawlJob
from spiders.sites import Site
from spiders.state import CrawlState, Fetched, Page
from spiders.warc import DISCOVERY, PAGES, WarcFiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a request is for; travels in its `meta` under `TARGET`."""

    kind: str
    """`page`, `feed`, `sitemap`, `section` or `robots`."""
    site: Site
    page: Page | None = None
    """For `page`."""
    address: str = ""
    """The address asked for first, before redirects."""
    depth: int = 0
    """For `sitemap`: how many indexes led here."""


TARGET = "copydesk_target"
"""Key of a request's `meta`."""


class AddressGuard:
    """The policy on addresses, and a memory of the names that DNS led astray: the error that comes back does not say it."""

    def __init__(self, policy: AddressPolicy) -> None:
        self._policy = policy
        self._refused_names: dict[str, str] = {}

    def check_host(self, host: str) -> None:
        """Raises `BlockedAddressError`; see `AddressPolicy.check_host`."""
        self._policy.check_host(host)

    def check_answer(self, name: str, address: IPAddress) -> None:
        """Check what DNS answered; raises `BlockedAddressError` and remembers the name."""
        try:
            self._policy.check_address(address)
        except BlockedAddressError as error:
            self._refused_names[name.lower()] = f"{name} resolves to an address that is not public: {error}"
            raise

    def refusal_of(self, url: str) -> str | None:
        """Why DNS's answer for an address's host was refused; None where it was not."""
        return self._refused_names.get(host_of(url))


@dataclass(slots=True, kw_only=True)
class Crawl:
    """A crawl under way."""

    job: CrawlJob
    state: CrawlState
    pages: WarcFiles
    """Article pages, to be loaded."""
    discovery: WarcFiles
    """Everything else that was fetched."""
    guard: AddressGuard
    counts: Counter[str] = field(default_factory=Counter)
    """Requests by kind and outcome; `requests`, `bytes`."""
    pages_begun: Counter[str] = field(default_factory=Counter)
    """Article pages asked for, by site."""
    _started: float = field(default_factory=time.monotonic)

    @classmethod
    def begin(cls, job: CrawlJob, state: CrawlState) -> Crawl:
        """Open what a crawl needs."""
        job.warc_folder.mkdir(parents=True, exist_ok=True)
        rotation = {"max_bytes": job.max_file_bytes, "max_age_s": job.max_file_age_s}

        def files(series: str) -> WarcFiles:
            return WarcFiles(job.warc_folder, series, job.night, software=job.user_agent, **rotation)  # type: ignore[arg-type]

        policy = AddressPolicy(tuple(ipaddress.ip_network(n) for n in job.allowed_networks))
        crawl = cls(job=job, state=state, pages=files(PAGES), discovery=files(DISCOVERY), guard=AddressGuard(policy))
        state.begin(job.night, job.now.timestamp())
        return crawl

    @property
    def elapsed(self) -> float:
        """Seconds since the crawl began."""
        return time.monotonic() - self._started

    def now(self) -> datetime:
        """The present, counted from the job's own beginning."""
        return (self.job.now + timedelta(seconds=self.elapsed)).astimezone(UTC)

    def room_for(self, site: Site) -> int:
        """How many more pages of a site may be begun."""
        begun, limit = self.pages_begun[site.id], self.job.limit
        if limit is None:
            return site.max_pages - begun
        share = -(-limit // max(1, len(self.job.sites)))  # each site its part, not all of it to the fastest
        return min(site.max_pages - begun, share - begun, limit - self.pages_begun.total())

    def fetched(self, fetch: Fetched) -> None:
        """Count a request and remember what came of it."""
        self.counts["requests"] += 1
        self.counts[f"{fetch.kind}_{fetch.outcome}"] += 1
        self.counts["bytes"] += fetch.size_bytes or 0
        self.state.fetched(self.job.night, fetch)

    def refuse(self, target: Target, url: str, reason: Reason, detail: str, http_status: int | None = None) -> None:
        """An address got no usable answer: remember why; a page of ours is tried again some other night where that can help."""
        self.counts[f"{target.kind}_refused"] += 1
        now = self.now().timestamp()
        self.state.fetched(
            self.job.night,
            Fetched(
                site=target.site.id,
                kind=target.kind,
                url=url,
                outcome="refused",
                at=now,
                reason=reason,
                detail=escaped(detail),
                http_status=http_status,
            ),
        )
        if target.page is not None:
            self.state.failed(target.page.key, reason, now)
        elif target.kind in ("feed", "sitemap", "section"):
            self.state.polled(
                target.address,
                site=target.site.id,
                kind=target.kind,
                now=now,
                changed=False,
                failed=True,
                problem=f"{reason}: {escaped(detail)}",
            )

    def write_status(self, path: Path, *, ended: str | None = None) -> None:
        """Tell the parent process how far the crawl is; `ended` is the reason once it is over."""
        values = {"counts": dict(self.counts), "elapsed": round(self.elapsed, 3), "ended": ended}
        temporary = path.with_name(path.name + ".tmp")
        with contextlib.suppress(OSError):  # a full disk shows where the crawl itself writes
            temporary.write_text(json.dumps(values), encoding="utf-8")
            temporary.replace(path)


def host_of(url: str) -> str:
    """The host of an address in lower case; empty where it has none."""
    return (urlsplit(url).hostname or "").lower()


def escaped(text: str) -> str:
    """Text fit for a log or a table: control characters shown as escapes, not longer than 500 characters."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text[:500])[:500]
