"""A small news internet on loopback: one server, a host for each 127.0.0.x, pages that a test sets, requests that it counts."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LOOPBACK = ("127.0.0.0/8",)
"""The allowance that a crawl of this site needs."""


@dataclass
class Answer:
    """What the server says to a path."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    validators: bool = True
    """Whether it gives an ETag and answers conditional requests."""
    packed: bool = False
    misbehave: Callable[[BaseHTTPRequestHandler], None] | None = None
    """Takes over the connection instead of all this."""


QUIET_LOOKS = 4
"""Looks without an open connection, one behind the other, that make it quiet."""


class NewsSite:
    """The pages, by host and path, and the log of requests."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], Answer] = {}
        self.inventors: dict[str, Callable[[str], Answer]] = {}
        """By host: makes up an answer to any path that is not set."""
        self.requests: list[tuple[str, str, int]] = []
        self.moments: list[tuple[str, str, float]] = []
        self.lock = threading.Lock()
        self.connections = 0
        """Open ones."""
        self.port = 0

    def url(self, host: str, path: str) -> str:
        """The address of a page on host `127.0.0.<n>`."""
        return f"http://{host}:{self.port}{path}"

    def set(self, host: str, path: str, answer: Answer | str | None) -> None:
        """Put up, change or (None) take down a page."""
        if answer is None:
            self.answers.pop((host, path), None)
        else:
            self.answers[host, path] = Answer(answer.encode()) if isinstance(answer, str) else answer

    def take_log(self) -> list[tuple[str, str, int]]:
        """Requests since the last call: host, path, status."""
        with self.lock:
            log, self.requests = self.requests, []
        return log

    def wait_until_quiet(self, timeout_s: float = 30.0) -> None:
        """Return once every client has hung up: a killed one's last requests are still being read and logged."""
        deadline, quiet = time.monotonic() + timeout_s, 0
        while quiet < QUIET_LOOKS:
            assert time.monotonic() < deadline, f"{self.connections} connections are still open"
            quiet = 0 if self.connections else quiet + 1
            time.sleep(0.05)

    def counted(self) -> dict[str, int]:
        """Requests since the last call by `host path`."""
        return dict(Counter(f"{host} {path}" for host, path, _ in self.take_log()))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: NewsSite

    def do_GET(self) -> None:
        host = (self.headers.get("Host") or "").partition(":")[0]
        invent = self.site.inventors.get(host, lambda _: Answer(b"nothing here", 404, validators=False))
        answer = self.site.answers.get((host, self.path)) or invent(self.path)
        with self.site.lock:
            self.site.moments.append((host, self.path, time.monotonic()))
        if answer.misbehave is not None:
            self._log(host, 0)
            self.close_connection = True
            with suppress(OSError):
                answer.misbehave(self)
            return
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        if answer.validators and answer.status == 200 and self.headers.get("If-None-Match") == etag:
            self._send(host, 304, b"", {"ETag": etag})
            return
        body, headers = answer.body, dict(answer.headers)
        headers.setdefault("Content-Type", answer.content_type)
        if answer.packed:
            body = gzip.compress(body)
            headers["Content-Encoding"] = "gzip"
        if answer.validators and answer.status == 200:
            headers["ETag"] = etag
        self._send(host, answer.status, body, headers)

    def _send(self, host: str, status: int, body: bytes, headers: dict[str, str]) -> None:
        self._log(host, status)
        with suppress(OSError):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def _log(self, host: str, status: int) -> None:
        with self.site.lock:
            self.site.requests.append((host, self.path, status))

    def log_message(self, *_: object) -> None:
        """Nothing: the log is ours."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    site: NewsSite

    def process_request(self, request: Any, client_address: Any) -> None:
        """Count the connection before its thread begins."""
        with self.site.lock:
            self.site.connections += 1
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Count it off when its client has hung up."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self.site.lock:
                self.site.connections -= 1

    def handle_error(self, *_: object) -> None:
        """Clients that hang up are part of the tests."""


@contextmanager
def running() -> Iterator[NewsSite]:
    """The server, for the length of the block."""
    site = NewsSite()
    handler = type("Handler", (_Handler,), {"site": site})
    server = _Server(("0.0.0.0", 0), handler)
    server.site = site
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def rss(items: list[tuple[str, str, datetime]], **channel: str) -> Answer:
    """An RSS feed of (address, title, time)."""
    source = f"<source>{channel['source']}</source>" if "source" in channel else ""
    rows = "".join(
        f"<item><title>{title}</title><link>{url}</link><guid>{url}</guid>{source}<pubDate>{format_datetime(when)}</pubDate></item>"
        for url, title, when in items
    )
    text = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title>{rows}</channel></rss>'
    return Answer(text.encode(), content_type="application/rss+xml")


def news_sitemap(items: list[tuple[str, str, datetime]]) -> Answer:
    """A news sitemap of (address, title, time)."""
    rows = "".join(
        f"<url><loc>{url}</loc><lastmod>{when.isoformat()}</lastmod><news:news><news:publication><news:name>News</news:name>"
        f"<news:language>en</news:language></news:publication><news:publication_date>{when.isoformat()}</news:publication_date>"
        f"<news:title>{title}</news:title></news:news></url>"
        for url, title, when in items
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{rows}</urlset>'
    )
    return Answer(text.encode(), content_type="application/xml")


def article(title: str, paragraphs: list[str], *, published: str | None = None, byline: str | None = None) -> str:
    """A news page with some furniture around the story."""
    meta = f'<meta property="article:published_time" content="{published}">' if published else ""
    by = f"<p class='byline'>By {byline}</p>" if byline else ""
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title} - News</title><meta property='og:title' content='{title}'>{meta}</head>"
        "<body><nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav>"
        f"<article><h1>{title}</h1>{by}{body}</article><footer>All rights reserved</footer></body></html>"
    )
