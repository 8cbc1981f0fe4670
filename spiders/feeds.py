"""Bytes of an RSS or Atom feed in; its entries out, in any dialect (RSS 0.9x, 1.0/RDF, 2.0, Atom), broken or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spiders.bodies import FetchRefusedError, gunzipped
from spiders.entries import Entry, Listing, absolute, is_web_address
from spiders.xml_documents import local_name, namespace, parse_xml, text_of

MAX_ENTRIES = 2_000
"""Feeds hold 10 to 200 entries, a few a thousand; more is an archive or a trap."""

PUBLISHED = ("pubdate", "published", "issued", "date", "created")
"""Elements with the time of publication, by local name: RSS 2.0, Atom, Atom 0.3, Dublin Core."""

MODIFIED = ("updated", "modified")
MEDIA_RSS = "http://search.yahoo.com/mrss/"
"""Its elements tell of pictures and films: an item or a title of it is no article's."""

XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def parse_feed(content: bytes, url: str, charset: str | None = None) -> Listing:
    """Read a feed.

    Args:
        content: After undoing the transfer's own packing; may be a `.gz` file.
        url: Its address, for relative links.
        charset: From the Content-Type header.

    Returns:
        Its entries in order; `problem` says what was wrong with it.
    """
    try:
        content = gunzipped(content)
    except FetchRefusedError as error:
        return Listing(problem=error.detail)
    document = parse_xml(content, charset)
    if isinstance(document, str):
        return Listing(problem=document)
    kind = local_name(document.root)
    if kind not in ("rss", "rdf", "feed"):
        return Listing(problem=f"expected an RSS or Atom feed, found <{kind}>")
    base = absolute(url, document.root.get(XML_BASE) or "") or url
    entries = []
    for element in document.root.iter():
        if local_name(element) in ("item", "entry") and namespace(element) != MEDIA_RSS:
            entry = _entry(element, base)
            if entry is not None:
                entries.append(entry)
        if len(entries) >= MAX_ENTRIES:
            return Listing(entries=tuple(entries), problem=f"more than {MAX_ENTRIES} entries; the rest was not read")
    return Listing(entries=tuple(entries), problem=document.problem)


def _entry(element: Any, base: str) -> Entry | None:
    base = absolute(base, element.get(XML_BASE) or "") or base
    fields: dict[str, str] = {}
    for child in element:
        name = local_name(child)
        text = text_of(child)
        if name and text and name not in fields and namespace(child) != MEDIA_RSS:
            fields[name] = text
    link = _link(element) or fields.get("origlink") or _permalink(element)
    address = absolute(base, link) if link else None
    if address is None:
        return None
    return Entry(
        url=address,
        title=fields.get("title"),
        published=next((fields[name] for name in PUBLISHED if name in fields), None),
        modified=next((fields[name] for name in MODIFIED if name in fields), None),
        source=_source(element),
        section=_section(element),
        guid=fields.get("guid") or fields.get("id"),
        language=fields.get("language"),
    )


def _children(element: Any, name: str) -> Iterator[Any]:
    return (child for child in element if local_name(child) == name)


def _link(element: Any) -> str | None:
    """Atom: the link whose rel is `alternate` or missing; RSS: the text of `<link>`."""
    texts = []
    for child in _children(element, "link"):
        href = child.get("href")
        if href and child.get("rel", "alternate") == "alternate" and "html" in child.get("type", "text/html"):
            return str(href).strip()
        if (text := text_of(child)) is not None:
            texts.append(text)
    return texts[0] if texts else None


def _permalink(element: Any) -> str | None:
    """RSS: a guid is an address unless it says otherwise; RDF: the item's own name."""
    for child in _children(element, "guid"):
        text = text_of(child)
        if text and child.get("isPermaLink", "true").lower() == "true" and is_web_address(text):
            return text
    about = next((value for key, value in element.attrib.items() if key.endswith("}about")), None)
    return str(about) if about and is_web_address(about) else None


def _source(element: Any) -> str | None:
    """RSS `<source url>Name</source>`; Atom `<source><title>`."""
    for child in _children(element, "source"):
        titles = [text_of(inner) for inner in _children(child, "title")]
        return titles[0] if titles else text_of(child)
    return None


def _section(element: Any) -> str | None:
    """The first category; Atom keeps it in an attribute."""
    for child in _children(element, "category"):
        found = text_of(child) or child.get("label") or child.get("term")
        if found and not is_web_address(found):
            return str(found)
    return None
