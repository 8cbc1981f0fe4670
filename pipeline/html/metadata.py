"""A page's tree in; everything the page says of its article beside the body out."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from lxml.html import HtmlElement

from pipeline.html.authors import Signed, find_authors
from pipeline.html.head import Head, read_head
from pipeline.html.published import find_modified, find_published
from pipeline.html.structured import StructuredArticle, read_structured
from pipeline.html.title import find_title
from pipeline.html.under_headline import printed_times, texts_under_headline
from pipeline.normalise.language import language_tag
from pipeline.normalise.urls import canonical_url, domain_of
from schemas.records import PublishedTime

MAX_KEYWORDS = 30
"""More are search bait."""

MAX_SECTION_CHARACTERS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """What a page says of its article; None or empty is not said."""

    title: str | None
    description: str | None
    published: PublishedTime | None
    modified: PublishedTime | None
    signed: Signed
    outlet: str | None
    url: str | None
    section: str | None
    keywords: tuple[str, ...]
    image_url: str | None
    language: str | None
    flags: tuple[str, ...]
    structured_body: str | None
    """JSON-LD's `articleBody`: evidence only, many are cut."""


def read_metadata(tree: HtmlElement, url: str | None) -> PageMetadata:
    """Read structured data, head and visible marks of a page; must run before anything is taken out of the tree.

    Args:
        tree: From `parse_page`.
        url: Where the page was found; None where unknown.
    """
    head, structured = read_head(tree), read_structured(tree)
    language = language_tag(head.language) or language_tag(structured.language) or language_tag(head.first("og:locale"))
    own_url = _own_url(head, structured, url)
    title = find_title(tree, head, structured)
    texts = texts_under_headline(tree, title)
    site_names = _site_names(head, structured, url or own_url)
    return PageMetadata(
        title=title,
        description=head.first("og:description", "description", "twitter:description") or structured.description,
        published=find_published(tree, head, structured, url or own_url, language, printed_times(texts, language)),
        modified=find_modified(head, structured),
        signed=find_authors(tree, head, structured, language, site_names, texts),
        outlet=head.first("og:site_name", "application-name") or structured.publisher,
        url=own_url,
        section=_section(head, structured),
        keywords=_keywords(head, structured),
        image_url=_absolute(head.first("og:image", "og:image:url", "twitter:image") or structured.image, url or own_url),
        language=language,
        flags=_flags(head, structured),
        structured_body=structured.body,
    )


def _site_names(head: Head, structured: StructuredArticle, url: str | None) -> tuple[str, ...]:
    domain = domain_of(url) if url else None
    names = (
        head.first("og:site_name"),
        structured.publisher,
        head.first("application-name"),
        head.first("publisher"),
        domain,
        domain and domain.split(".")[0],
    )
    return tuple(name for name in names if name)


def _own_url(head: Head, structured: StructuredArticle, url: str | None) -> str | None:
    """The address the page gives for itself, where it is valid, on the site it was found on, and not that site's front page."""
    site = domain_of(url) if url else None
    for claim in (head.canonical, head.first("og:url"), structured.url):
        own = canonical_url(_absolute(claim, url) or "")
        if own is not None and (site is None or domain_of(own) == site) and not own.rstrip("/").endswith(own.split("/")[2]):
            return own
    return None


def _absolute(address: str | None, url: str | None) -> str | None:
    if not address:
        return None
    try:
        return urljoin(url, address) if url else address
    except ValueError:
        return None


def _section(head: Head, structured: StructuredArticle) -> str | None:
    for claim in (
        structured.section,
        head.first("article:section", "og:section", "parsely-section", "section", "articlesection"),
    ):
        first = claim.split(",")[0].strip() if claim else ""
        if first and len(first) <= MAX_SECTION_CHARACTERS and not first.startswith("http"):
            return first
    return None


def _keywords(head: Head, structured: StructuredArticle) -> tuple[str, ...]:
    listed = structured.keywords or tuple(
        part.strip()
        for value in head.all("article:tag", "news_keywords", "keywords", "parsely-tags")
        for part in value.split(",")
        if part.strip()
    )
    return tuple(dict.fromkeys(word for word in listed if len(word) <= MAX_SECTION_CHARACTERS))[:MAX_KEYWORDS]


def _flags(head: Head, structured: StructuredArticle) -> tuple[str, ...]:
    flags = []
    if structured.live_blog:
        flags.append("live_blog")
    tier = (head.first("article:content_tier", "og:content_tier") or "").lower()
    if structured.paywalled or tier in ("locked", "metered"):
        flags.append("paywall")
    return tuple(flags)
