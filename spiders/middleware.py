"""A Scrapy crawler in, the crawl it works for out: what all of our parts of its downloader have in common."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Response

from spiders.crawl import Crawl


class CrawlMiddleware:
    """A part of the downloader that works for a crawl."""

    def __init__(self, crawler: Crawler) -> None:
        """Args: crawler: its spider, which holds the crawl, comes later."""
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make it."""
        return cls(crawler)

    @property
    def crawl(self) -> Crawl:
        """The crawl."""
        return crawl_of(self._crawler)


def crawl_of(crawler: Crawler) -> Crawl:
    """The crawl that a Scrapy crawler works for."""
    return crawler.spider.crawl  # type: ignore[union-attr,no-any-return]


def header(response: Response, name: str) -> str | None:
    """A response header as text; None where it is missing."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value is not None else None
