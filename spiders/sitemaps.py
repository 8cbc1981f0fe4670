"""Bytes of a news sitemap, a sitemap or a sitemap index in; its entries out, with the `news:` fields."""

from __future__ import annotations

from typing import Any

from spiders.bodies import FetchRefusedError, gunzipped
from spiders.entries import Entry, Listing, absolute
from spiders.xml_documents import local_name, parse_xml, text_of

MAX_ENTRIES = 50_000
"""The sitemap protocol's own bound."""

MAX_CHILDREN = 1_000
"""Of an index; those within the window of `max_age_days` are followed."""


def parse_sitemap(content: bytes, url: str, charset: str | None = None) -> Listing:
    """Read a sitemap or an index, packed with gzip or not.

    Args:
        content: After undoing the transfer's own packing.
        url: Its address, for relative links.
        charset: From the Content-Type header.

    Returns:
        Its entries (`modified` is `lastmod`) or the sitemaps that the index lists.
    """
    try:
        content = gunzipped(content)
    except FetchRefusedError as error:
        return Listing(problem=error.detail)
    if not content.lstrip().startswith(b"<") and content.lstrip().startswith((b"http://", b"https://")):
        lines = content.decode("utf-8", "replace").split()
        return Listing(entries=tuple(Entry(url=line) for line in lines[:MAX_ENTRIES] if line.startswith("http")))
    document = parse_xml(content, charset)
    if isinstance(document, str):
        return Listing(problem=document)
    kind = local_name(document.root)
    if kind == "sitemapindex":
        found = [_child(element, url) for element in document.root if local_name(element) == "sitemap"]
        children = tuple(child for child in found if child is not None)
        return Listing(children=children[:MAX_CHILDREN], problem=document.problem)
    if kind != "urlset":
        return Listing(problem=f"expected a sitemap, found <{kind}>")
    entries = []
    for element in document.root:
        if local_name(element) == "url" and (entry := _url(element, url)) is not None:
            entries.append(entry)
        if len(entries) >= MAX_ENTRIES:
            return Listing(entries=tuple(entries), problem=f"more than {MAX_ENTRIES} addresses; the rest was not read")
    return Listing(entries=tuple(entries), problem=document.problem)


def _child(element: Any, base: str) -> Entry | None:
    fields = {local_name(child): text_of(child) for child in element}
    address = absolute(base, fields.get("loc") or "")
    return Entry(url=address, modified=fields.get("lastmod")) if address and fields.get("loc") else None


def _url(element: Any, base: str) -> Entry | None:
    fields: dict[str, str | None] = {}
    news: dict[str, str | None] = {}
    for child in element:
        name = local_name(child)
        if name == "news":
            for inner in child.iter():
                news.setdefault(local_name(inner), text_of(inner))
        else:
            fields.setdefault(name, text_of(child))
    address = absolute(base, fields.get("loc") or "")
    if address is None or not fields.get("loc"):
        return None
    return Entry(
        url=address,
        title=news.get("title"),
        published=news.get("publication_date"),
        modified=fields.get("lastmod"),
        keywords=news.get("keywords"),
        language=news.get("language"),
    )
