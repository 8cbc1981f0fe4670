"""A server that means no good: the night ends in its time, and every address is accounted for."""

import gzip
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socket import create_server
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from spiders.links import MAX_LINKS
from spiders.news_spider import MAX_SITEMAPS
from spiders.sites import Site
from tests.spiders.crawling import FIRST_NIGHT, Crawled, Remembered, commit, crawl, job, refusals, remembered
from tests.spiders.news_site import Answer, NewsSite, article, rss, running

HOST, DENIED, BROKEN, SLOW_HOST, SHY, ENDLESS, MARKED = (f"127.0.0.{n}" for n in range(2, 9))
NAMES = {"inner.example": "10.1.2.3", "mapped.example": "169.254.169.254", "quay.example": HOST}
GOOD = article("Good", ["A story like any other."])


TIMEOUT_S = 6.0
"""What honest pages take beside all this, on a busy machine, is a tenth of it."""


def hang(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(5 * TIMEOUT_S)


def trickle(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(int(50 * TIMEOUT_S)):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(400):
        handler.wfile.write(b"<p>more</p>" * 6_000)


def cut(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>short")


def nonsense(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x16\x03\x01 what?\r\n\r\n")


def big_claim(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10000000000\r\n\r\n<p>")


def longer(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\n\r\n<p>a story</p> and more than was said"
    )


def chunked(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(10_000):  # ten gigabytes, were it read
        handler.wfile.write(b"100000\r\n" + b"x" * 2**20 + b"\r\n")


def bad_chunks(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<p>\r\n")


def calendar(path: str) -> Answer:
    """A site without an end: each page links to further days, each index lists further indexes."""
    day = int("".join(c for c in path if c.isdigit()) or "1")
    if path == "/robots.txt":
        return Answer(b"", 404)
    if path.endswith(".xml"):
        children = "".join(f"<sitemap><loc>/index-{day * 40 + n}.xml</loc></sitemap>" for n in range(40))
        return Answer(f"<sitemapindex>{children}</sitemapindex>".encode(), content_type="application/xml")
    return Answer("".join(f"<a href='/what-is-on-day-{day * 300 + n}'>next</a>" for n in range(300)).encode())


def redirect(to: str) -> Answer:
    return Answer(status=302, headers={"Location": to})


CASES: dict[str, tuple[Answer, str | None]] = {
    "/good": (Answer(GOOD.encode()), None),
    "/hang": (Answer(misbehave=hang), "fetch_timeout"),
    "/trickle": (Answer(misbehave=trickle), "fetch_timeout"),
    "/endless": (Answer(misbehave=endless), "response_too_large"),
    "/claim": (Answer(misbehave=big_claim), "response_too_large"),
    "/ten-gigabytes": (Answer(misbehave=chunked), "response_too_large"),
    "/longer": (Answer(misbehave=longer), None),
    "/bad-chunks": (Answer(misbehave=bad_chunks), "network"),
    "/cut": (Answer(misbehave=cut), "network"),
    "/nonsense": (Answer(misbehave=nonsense), "network"),
    "/500": (Answer(b"oops", 500), "http_status"),
    "/403": (Answer(b"no", 403), "http_status"),
    "/404": (Answer(b"no", 404), "gone"),
    "/410": (Answer(b"no", 410), "gone"),
    "/loop": (redirect("/loop"), "redirects"),
    "/loop-a": (redirect("/loop-b"), "redirects"),
    "/loop-b": (redirect("/loop-a"), "redirects"),
    "/to-a-file": (redirect("file:///etc/passwd"), "redirects"),
    "/to-nonsense": (redirect("http://[bad/"), "network"),
    "/nowhere": (Answer(status=302), "redirects"),
    "/inward": (redirect("http://10.0.0.7/admin"), "blocked_address"),
    "/inward-decimal": (redirect("http://2852039166/latest/meta-data"), "blocked_address"),
    "/inward-mapped": (redirect("http://[::ffff:169.254.169.254]/"), "blocked_address"),
    "/inward-name": (redirect("http://localhost:22/"), "blocked_address"),
    "/inward-by-dns": (redirect("http://mapped.example/latest"), "blocked_address"),
    "/bomb": (Answer(gzip.compress(bytes(40 * 2**20)), headers={"Content-Encoding": "gzip"}), "response_bomb"),
    "/bad-gzip": (Answer(b"\x1f\x8b\x08\x00garbage", headers={"Content-Encoding": "gzip"}), "network"),
    "/pdf": (Answer(b"%PDF-1.7", content_type="application/pdf"), "not_a_page"),
    "/lies-about-gzip": (Answer(GOOD.encode() + b" ", headers={"Content-Encoding": "gzip"}), None),
}
ENTITIES = b"<!DOCTYPE r [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]>"
HUNDRED_MB = gzip.compress(b"<rss><channel>" + b"<item><title>Ferry</title></item>\n" * (100 * 2**20 // 34), 1)
LISTINGS: dict[str, tuple[bytes, str]] = {
    "/entities.xml": (ENTITIES + b"<rss><channel><item><link>&b;</link></item></channel></rss>", "entities"),
    "/cut.xml": (b"<rss><channel><item><link>https://", "Premature end"),
    "/wrong.xml": ("<rss><channel><item><title>é</title></item></channel></rss>".encode("utf-16-le"), "not XML"),
    "/bomb.xml": (gzip.compress(b"<rss>" + b" " * (40 * 2**20)), "cap"),
    "/hundred-mb.xml": (HUNDRED_MB, "after unpacking"),
    "/hundred-mb-plain.xml": (b"<rss>" + bytes(100 * 2**20), "response_too_large"),
    "/html.xml": (b"<html><body>Moved</body></html>", "expected"),
    "/empty.xml": (b"", "empty"),
    "/beginnings.xml": (b"<rss>" + b"<!DOCTYPE a [<![CDATA[" * 40_000, "invalid element name"),
    "/escapes.xml": (b"\x1b[2Jnot a feed", "no markup"),
}
SITEMAPS: dict[str, tuple[bytes, str]] = {
    "/s-entities.xml": (ENTITIES + b"<urlset><url><loc>&b;</loc></url></urlset>", "entities"),
    "/s-cut.xml": (b"<urlset><url><lastmod>2026", "Premature end"),
    "/s-wrong.xml": (b"<?xml version='1.0' encoding='utf-16'?><urlset>\xff\xfe\x00", "not XML"),
    "/s-bomb.xml.gz": (gzip.compress(bytes(40 * 2**20)), "cap"),
    "/s-cut.xml.gz": (gzip.compress(b"<urlset></urlset>")[:20], "ends early"),
    "/s-hundred-mb.xml": (HUNDRED_MB, "after unpacking"),
    "/s-itself.xml": (b"<sitemapindex><sitemap><loc>/s-itself.xml</loc></sitemap></sitemapindex>", ""),
    "/s-bad-link.xml": (b"<urlset><url><loc>http://[bad</loc></url><url><loc>/good-one</loc></url></urlset>", ""),
}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Night"]:
    """One night against all of it at once."""
    folder = tmp_path_factory.mktemp("hostile")
    with running() as web, bad_tls(folder) as tls_port:
        for path, (answer, _) in CASES.items():
            web.set(HOST, path, answer)
        for path, (content, _) in (LISTINGS | SITEMAPS).items():
            web.set(HOST, path, Answer(content, content_type="application/xml"))
        links = [(web.url(HOST, path), path, FIRST_NIGHT) for path in CASES]
        links.append((f"https://{HOST}:{tls_port}/tls", "tls", FIRST_NIGHT))
        links.append((f"http://inner.example:{web.port}/secret", "dns", FIRST_NIGHT))
        links.append((f"http://quay.example:{web.port}/named", "dns", FIRST_NIGHT))
        web.set("quay.example", "/named", GOOD)
        web.set(HOST, "/rss", rss(links))
        web.set(HOST, "/good-one", GOOD)
        web.inventors[ENDLESS] = calendar
        web.set(SHY, "/robots.txt", Answer(b"User-agent: *\nCrawl-delay: 1\n", content_type="text/plain"))
        web.set(SHY, "/rss", rss([(web.url(SHY, f"/{n}"), "s", FIRST_NIGHT) for n in range(3)]))
        web.set(DENIED, "/robots.txt", Answer(b"User-agent: *\nDisallow: /secret/\n", content_type="text/plain"))
        web.set(DENIED, "/rss", rss([(web.url(DENIED, f"/secret/{n}"), "s", FIRST_NIGHT) for n in range(40)]))
        for n in range(40):
            web.set(DENIED, f"/secret/{n}", GOOD)
        web.set(MARKED, "/robots.txt", Answer(b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /secret/\r\n", content_type="text/plain"))
        web.set(MARKED, "/rss", rss([(web.url(MARKED, f"/{path}/1"), path, FIRST_NIGHT) for path in ("secret", "open")]))
        web.set(BROKEN, "/robots.txt", Answer(b"", 503))
        web.set(BROKEN, "/rss", rss([(web.url(BROKEN, "/a"), "a", FIRST_NIGHT)]))
        web.set(SLOW_HOST, "/rss", rss([(web.url(SLOW_HOST, "/later"), "a", FIRST_NIGHT)]))
        web.set(SLOW_HOST, "/later", Answer(b"", 503, headers={"Retry-After": "7200"}))
        sites = (
            Site(
                id="bad",
                outlet="Bad",
                feeds=tuple(web.url(HOST, p) for p in ("/rss", *LISTINGS)),
                sitemaps=tuple(web.url(HOST, p) for p in SITEMAPS),
                hosts=(HOST, "inner.example", "quay.example"),
                delay_s=0,
            ),
            Site(id="shy", outlet="Shy", feeds=(web.url(SHY, "/rss"),), delay_s=0.1),
            Site(id="denied", outlet="Denied", feeds=(web.url(DENIED, "/rss"),), delay_s=0),
            Site(id="marked", outlet="Marked", feeds=(web.url(MARKED, "/rss"),), delay_s=0),
            Site(id="broken", outlet="Broken", feeds=(web.url(BROKEN, "/rss"),), delay_s=0),
            Site(
                id="endless",
                outlet="Endless",
                sitemaps=(web.url(ENDLESS, "/index-1.xml"),),
                sections=(web.url(ENDLESS, "/what-is-on"),),
                delay_s=0,
                max_pages=20,
            ),
            Site(id="slow", outlet="Slow", feeds=(web.url(SLOW_HOST, "/rss"),), delay_s=0),
        )
        wanted = job(folder, sites, max_response_bytes=4 * 2**20, host_concurrency=16, retries=1, timeout_s=TIMEOUT_S)
        done = crawl(wanted, names=NAMES)
        yield Night(web, done, refusals(wanted), remembered(wanted), commit(wanted))


def self_signed() -> bytes:
    """A key and a certificate for it, made for the moment."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "quay.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return secret + certificate.public_bytes(serialization.Encoding.PEM)


class bad_tls:  # noqa: N801 - a context manager
    """A TLS server whose certificate nobody signed."""

    def __init__(self, folder: Path) -> None:
        self._certificate = folder / "self-signed.pem"
        self._certificate.write_bytes(self_signed())

    def __enter__(self) -> int:
        self._socket = create_server((HOST, 0))
        threading.Thread(target=self._serve, daemon=True).start()
        return int(self._socket.getsockname()[1])

    def _serve(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._certificate)
        while True:
            try:
                connection, _ = self._socket.accept()
                with context.wrap_socket(connection, server_side=True) as secured:
                    secured.recv(1_000)
            except OSError:
                if self._socket.fileno() < 0:
                    return

    def __exit__(self, *_: object) -> None:
        self._socket.close()


class Night(NamedTuple):
    """What there is to look at afterwards."""

    web: NewsSite
    done: Crawled
    refused: dict[str, str]
    remembered: Remembered
    pages: list[str]


@pytest.mark.parametrize("path", [p for p, (_, reason) in CASES.items() if reason])
def test_each_case_is_refused_for_its_reason(night: Night, path: str) -> None:
    """As `CASES` says."""
    web, refused = night.web, night.refused
    assert refused[web.url(HOST, path)] == CASES[path][1]


@pytest.mark.parametrize(("path", "said"), [("/endless", "more bytes"), ("/cut", "ended before")])
def test_a_refusal_says_more_than_an_exceptions_name(night: Night, path: str, said: str) -> None:
    """Some of Scrapy's exceptions have no text."""
    assert said in night.remembered.details[night.web.url(HOST, path)]


def test_the_good_pages_came_through(night: Night) -> None:
    """Nothing of all this keeps the crawl from its work, and it ends by itself."""
    web = night.web
    good = [web.url(HOST, path) for path, (_, reason) in CASES.items() if reason is None]
    named = [*good, web.url(HOST, "/good-one"), f"http://quay.example:{web.port}/named"]
    assert sorted(url for url in night.pages if f"{ENDLESS}:" not in url) == sorted(named)
    assert night.done.ended == "finished"


@pytest.mark.parametrize("path", [*LISTINGS, *SITEMAPS])
def test_a_broken_listing_is_told(night: Night, path: str) -> None:
    """What was wrong with each feed and sitemap stands in its poll, in one line."""
    problem = night.remembered.polls[night.web.url(HOST, path)]
    expected = (LISTINGS | SITEMAPS)[path][1]
    assert expected in (problem or "")
    assert bool(expected) == bool(problem)
    assert (problem or "").isprintable()


def test_a_site_without_an_end_has_its_share(night: Night) -> None:
    """Its pages up to the site's limit, links and indexes up to ours."""
    asked = [path for host, path, _ in night.web.requests if host == ENDLESS]
    assert sum("/what-is-on-day" in path for path in asked) == 20
    assert sum("/index-" in path for path in asked) == 1 + MAX_SITEMAPS
    assert sum(f"{ENDLESS}:" in url for url in night.remembered.pages) == MAX_LINKS


def test_every_address_is_accounted_for(night: Night) -> None:
    """What the servers were asked for has a row; what was named was written, refused with a reason, or waits for room."""
    asked = {night.web.url(host, path) for host, path, _ in night.web.requests}
    assert asked - night.remembered.fetched == set()
    assert not {
        url: status
        for url, status in night.remembered.pages.items()
        if not (url in night.refused or (status == "written" and url in night.pages) or (status == "queued" and ENDLESS in url))
    }


def test_a_bad_certificate_is_told_as_such(night: Night) -> None:
    """Certificates are checked."""
    refused = night.refused
    assert {reason for url, reason in refused.items() if url.endswith("/tls")} <= {"bad_certificate", "robots_unavailable"}
    assert any(url.endswith("/tls") for url in refused)


def test_a_name_that_leads_inward_is_refused(night: Night) -> None:
    """The resolver hands out public addresses only, and the refusal is told as what it is, not as a name not found."""
    web, refused = night.web, night.refused
    assert refused[f"http://inner.example:{web.port}/secret"] == "blocked_address"


def test_a_crawl_delay_is_kept(night: Night) -> None:
    """One second between any two requests, though the site's own delay is shorter."""
    web = night.web
    moments = sorted(moment for host, path, moment in web.moments if host == SHY and path != "/robots.txt")
    assert len(moments) == 4
    assert moments[-1] - moments[0] > 2.2  # a busy machine may take note of the first late; without the delay it is 0.3


def test_forty_denied_at_once_are_all_denied(night: Night) -> None:
    """Requests that wait for robots.txt wait for its answer."""
    web, refused = night.web, night.refused
    assert sum(reason == "robots_disallowed" and f"//{DENIED}:" in url for url, reason in refused.items()) == 40
    assert not [path for host, path, _ in web.requests if host == DENIED and path.startswith("/secret")]


def test_a_byte_order_mark_hides_no_rule(night: Night) -> None:
    """Windows editors put one before the first `User-agent`; what follows is obeyed, and nothing more."""
    web, refused = night.web, night.refused
    assert refused[web.url(MARKED, "/secret/1")] == "robots_disallowed"
    assert [path for host, path, _ in web.requests if host == MARKED] == ["/robots.txt", "/rss", "/open/1"]


def test_a_host_whose_robots_fails_is_left_alone(night: Night) -> None:
    """Closed, not open."""
    web, refused = night.web, night.refused
    assert refused[web.url(BROKEN, "/rss")] == "robots_unavailable"
    assert not [path for host, path, _ in web.requests if host == BROKEN and path != "/robots.txt"]


def test_retry_after_is_believed(night: Night) -> None:
    """A host that asks for two hours is asked once, and the page is tried on another night."""
    web, refused = night.web, night.refused
    assert [path for host, path, _ in web.requests if host == SLOW_HOST].count("/later") == 1
    assert refused[web.url(SLOW_HOST, "/later")] == "http_status"
