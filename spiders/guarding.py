"""Scrapy's two doors to the network, guarded: a request's host before it is sent, and every answer of DNS."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import unquote, urlsplit

from scrapy import Request
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from schemas.reasons import Reason
from spiders.addresses import BlockedAddressError
from spiders.bodies import FetchRefusedError
from spiders.crawl import AddressGuard
from spiders.middleware import CrawlMiddleware


class AddressMiddleware(CrawlMiddleware):
    """Refuses requests, redirected ones too, whose host is no public address; names are left to the resolver."""

    def process_request(self, request: Request) -> None:
        """Raises `FetchRefusedError` with `blocked_address`."""
        check_url(self.crawl.guard, request.url)


def check_url(guard: AddressGuard, url: str) -> None:
    """Refuse an address that may not be connected to.

    Raises:
        FetchRefusedError: `blocked_address`.
    """
    try:
        parts = urlsplit(url)
        host = unquote(parts.hostname or "")
        _ = parts.port
    except ValueError as error:
        raise FetchRefusedError(Reason.BLOCKED_ADDRESS, f"no address to connect to: {error}") from error
    if parts.scheme not in ("http", "https"):
        raise FetchRefusedError(Reason.BLOCKED_ADDRESS, f"expected http or https, found {parts.scheme or 'no scheme'}")
    try:
        guard.check_host(host)
    except BlockedAddressError as error:
        raise FetchRefusedError(Reason.BLOCKED_ADDRESS, str(error)) from error


def guarded_resolver(guard: AddressGuard) -> type[CachingThreadedResolver]:
    """A resolver class for Scrapy that gives out public addresses only.

    The connection is made to the very address that was checked, so a name that changes its answer gains nothing.
    """

    class GuardedResolver(CachingThreadedResolver):
        def getHostByName(self, name: str, timeout: Any = ()) -> Any:  # noqa: N802 - Twisted's name
            return super().getHostByName(name, timeout).addCallback(self._check, name)

        @staticmethod
        def _check(answer: str, name: str) -> str:
            try:
                guard.check_answer(name, ipaddress.ip_address(answer))
            except BlockedAddressError as error:
                raise DNSLookupError(str(error)) from error
            return answer

    return GuardedResolver
