"""Responses in, WARC records out, before anything else looks at them: the raw layer comes first."""

from __future__ import annotations

import hashlib
from http import HTTPStatus

from scrapy import Request
from scrapy.http import Headers, Response

from pipeline.normalise.urls import canonical_url, without_secrets
from schemas.reasons import Reason
from spiders.bodies import FetchRefusedError, decoded_body
from spiders.crawl import TARGET, Crawl, Target, escaped
from spiders.links import looks_like_article
from spiders.middleware import CrawlMiddleware, header
from spiders.politeness import RETRY_STATUSES
from spiders.state import Fetched, Page
from spiders.warc import Exchange, Place

PAGE_TYPES = ("text/html", "application/xhtml+xml")

CONTENT = "copydesk_content"
"""Key of a response's request's `meta`: the unpacked content of what will be parsed."""


class RecorderMiddleware(CrawlMiddleware):
    """Writes every answer; of a page, tells whether it is new, changed or what we have."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Record one answer.

        Raises:
            FetchRefusedError: Its content cannot be unpacked within the caps, or is no page where one was asked for, or is one
                to which a site sends whoever asks for an article: its home page, a notice of maintenance, a form for consent.
        """
        crawl, target = self.crawl, request.meta[TARGET]
        if response.status == HTTPStatus.OK and target.kind == "page":
            self._record_page(crawl, target, request, response)
        elif response.status == HTTPStatus.OK:
            place = _write(crawl, target, request, response)
            self._note(crawl, target, request, response, "listed", place)
            request.meta[CONTENT] = decoded_body(response.body, header(response, "Content-Encoding"))
        else:
            place = _write(crawl, target, request, response)
            self._note(crawl, target, request, response, _outcome(response.status), place)
        return response

    def _record_page(self, crawl: Crawl, target: Target, request: Request, response: Response) -> None:
        page = target.page
        assert page is not None
        kind = (header(response, "Content-Type") or "").partition(";")[0].strip().lower()
        if kind and kind not in PAGE_TYPES:
            self._note(crawl, target, request, response, "error", None)
            raise FetchRefusedError(Reason.NOT_A_PAGE, f"expected HTML, found {escaped(kind)[:80]}")
        content = decoded_body(response.body, header(response, "Content-Encoding"))
        digest = hashlib.sha256(content).hexdigest()
        key = page.key if response.url == target.address else canonical_url(response.url) or response.url
        end = crawl.state.held(key) if key != page.key else None
        first = page.body_sha256 is None
        if end is not None and first and not end.named and not looks_like_article(response.url):
            place = _write(crawl, target, request, response)
            self._note(crawl, target, request, response, "error", place)
            led = f"it leads to {without_secrets(response.url)}, where another article's address led"
            raise FetchRefusedError(Reason.HTTP_STATUS, escaped(led))
        if digest == page.body_sha256 or (end is not None and (first or digest == end.body_sha256)):
            place = _write(crawl, target, request, response)
            crawl.state.unchanged(page.key, crawl.now().timestamp())
            self._note(crawl, target, request, response, "unchanged", place)
            return
        place = _write(crawl, target, request, response, page_sha256=digest)
        for each in dict.fromkeys((key, page.key)):
            crawl.state.wrote(
                each,
                place,
                crawl.now().timestamp(),
                site=target.site.id,
                url=without_secrets(response.url),
                etag=header(response, "ETag"),
                last_modified=header(response, "Last-Modified"),
                body_sha256=digest,
            )
        self._note(crawl, target, request, response, "changed" if page.body_sha256 else "new", place)

    @staticmethod
    def _note(crawl: Crawl, target: Target, request: Request, response: Response, outcome: str, place: Place | None) -> None:
        crawl.fetched(
            Fetched(
                site=target.site.id,
                kind=target.kind,
                url=without_secrets(response.url),
                outcome=outcome,
                at=crawl.now().timestamp(),
                http_status=response.status,
                place=place,
                seconds=request.meta.get("download_latency"),
                size_bytes=len(response.body),
            )
        )


def _outcome(status: int) -> str:
    if status == HTTPStatus.NOT_MODIFIED:
        return "unchanged"
    if 300 <= status < 400:
        return "redirect"
    return "error" if status in RETRY_STATUSES or status >= 400 else "listed"


def _write(crawl: Crawl, target: Target, request: Request, response: Response, *, page_sha256: str | None = None) -> Place:
    """Write one exchange; `page_sha256` is of an article page's content, where it is one to load."""
    about: dict[str, object]
    if page_sha256 is None:
        files, about = crawl.discovery, {"site": target.site.id, "kind": target.kind}
    else:
        files, about = crawl.pages, metadata_of(target) | {"body_sha256": page_sha256}
    return files.write(
        Exchange(
            url=without_secrets(response.url),
            at=crawl.now(),
            request_headers=_pairs(request.headers),
            status=response.status,
            reason=_phrase(response.status),
            response_headers=_pairs(response.headers),
            body=response.body,
            ip_address=str(response.ip_address) if response.ip_address else None,
            metadata=about,
        )
    )


def metadata_of(target: Target) -> dict[str, object]:
    """What travels with a page into the dataset; docs/decisions names the keys."""
    site, page = target.site, target.page
    assert isinstance(page, Page)
    said = dict(page.hints)
    published = said.get("published") or said.get("modified")
    found = "sitemap" if said.get("found_in") == "sitemap" else "feed"
    return said | {
        "site": site.id,
        "outlet": site.outlet,
        "language": site.language or said.get("language"),
        "time_zone": site.time_zone,
        "published": published,
        "published_source": found if published else None,
        "found_at": without_secrets(str(said.get("found_at") or "")),
        "requested": without_secrets(target.address),
        "key": page.key,
    }


def _pairs(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, values in headers.items() for value in values]


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
