"""A link in; whether it may be an article of a site out. And a section page in, its links to articles out."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from lxml import etree

from pipeline.normalise.urls import MAX_URL_CHARACTERS, domain_of
from spiders.entries import Entry, Listing, absolute
from spiders.sites import Site

MAX_LINKS = 200
"""Articles taken from one section page a night: front pages link to some hundred; a page that invents links has no end."""

MIN_SLUG_WORDS = 4
MIN_ID_DIGITS = 5
"""An article's address has a date, a slug of words, or a number; a rubric's has none of these."""

_DATE = re.compile(r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2]|[a-z]{3})(?:[/-]?[0-3]?\d)?(?=[/_.-]|$)", re.IGNORECASE)
_ID = re.compile(rf"\d{{{MIN_ID_DIGITS},}}")
_OTHER_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|avif|ico|css|js|json|xml|rss|pdf|docx?|xlsx?|pptx?|zip|gz|mp3|mp4|m4a|m3u8|webm|mov|avi|woff2?|ttf|apk|epub)$",
    re.IGNORECASE,
)
_OTHER_PAGE = re.compile(
    r"/(?:tags?|topics?|themen?|authors?|autor(?:en|es)?|search|suche|login|signin|register|subscribe|newsletters?|account|"
    r"calendar|kalender|events?|archives?|print|amp|comments?|feed|rss|shop|jobs|contact|about|privacy|terms|impressum)(?:/|$)",
    re.IGNORECASE,
)


@lru_cache(maxsize=1_024)
def hosts_of(site: Site) -> tuple[str, ...]:
    """The hosts, each with all below it, on which the site's articles stand."""
    if site.hosts:
        return site.hosts
    return tuple(dict.fromkeys(d for address in site.discovery if (d := domain_of(address)) is not None))


@lru_cache(maxsize=4_096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def belongs_to(site: Site, url: str) -> bool:
    """Whether a link from a feed or sitemap is one to fetch: http(s), on the site's hosts, allowed and not denied."""
    if len(url) > MAX_URL_CHARACTERS:
        return False
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").lower()
        _ = parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not any(host == h or host.endswith("." + h) for h in hosts_of(site)):
        return False
    if _OTHER_FILE.search(parts.path):
        return False
    if any(_compiled(pattern).search(url) for pattern in site.deny):
        return False
    return not site.allow or any(_compiled(pattern).search(url) for pattern in site.allow)


def looks_like_article(url: str) -> bool:
    """Whether an address, by its form alone, is more likely an article than a rubric, a list or a form."""
    path = urlsplit(url).path
    if len(path) < 2 or _OTHER_PAGE.search(path):
        return False
    slug = path.rstrip("/").rpartition("/")[2]
    words = [word for word in re.split(r"[-_.]", slug) if word]
    return bool(_DATE.search(path) or _ID.search(path) or len(words) >= MIN_SLUG_WORDS)


def section_links(content: bytes, url: str, site: Site, charset: str | None = None) -> Listing:
    """The articles that a section page links to, in the page's order.

    Args:
        content: The page, after unpacking.
        url: Its address.
        site: Whose links are wanted; where it says `allow`, that decides, else the form of the address.
        charset: From the Content-Type header; without it the parser reads the page's own mark.
    """
    content, encoding = _in_a_known_encoding(content, charset)
    parser = etree.HTMLParser(recover=True, no_network=True, huge_tree=False, remove_comments=True, encoding=encoding)
    try:
        root = etree.fromstring(content, parser) if content.strip() else None
    except (etree.XMLSyntaxError, ValueError) as error:
        return Listing(problem=f"not HTML: {error}"[:300])
    if root is None:
        return Listing(problem="an empty page")
    base = absolute(url, next((b.get("href") or "" for b in root.iter("base")), "")) or url
    found: dict[str, Entry] = {}
    for anchor in root.iter("a"):
        address = _page_at(base, anchor.get("href"))
        if address is None or address in found or not belongs_to(site, address):
            continue
        if site.allow or looks_like_article(address):
            found[address] = Entry(url=address)
        if len(found) >= MAX_LINKS:
            return Listing(entries=tuple(found.values()), problem=f"more than {MAX_LINKS} links; the rest was not read")
    return Listing(entries=tuple(found.values()))


def _page_at(base: str, href: str | None) -> str | None:
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return None
    address = absolute(base, href.strip())
    return address.partition("#")[0] if address else None


def _in_a_known_encoding(content: bytes, charset: str | None) -> tuple[bytes, str | None]:
    """The page in UTF-8 where the header names an encoding that fits (the parser knows fewer than Python); else as it is."""
    try:
        return (content.decode(charset).encode(), "utf-8") if charset else (content, None)
    except (LookupError, UnicodeError):
        return content, None
