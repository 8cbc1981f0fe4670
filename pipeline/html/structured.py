"""A page's tree in; what its JSON-LD says of the article out, broken JSON and all shapes of graphs tolerated."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

MAX_SCRIPT_CHARACTERS = 2_000_000
"""Longer blocks are product catalogues."""

MAX_OBJECTS = 3_000
"""A graph with more objects is a list of teasers."""

_ARTICLE_TYPES = (
    "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "backgroundnewsarticle",
    "reviewnewsarticle", "askpublicnewsarticle", "advertisercontentarticle", "liveblogposting", "article", "blogposting",
    "report", "satiricalarticle", "scholarlyarticle", "techarticle", "socialmediaposting", "videoobject", "webpage",
    "medicalwebpage", "itempage",
)  # fmt: skip
"""Best first: a page's article is taken over the page and over a film in it."""
_LAST_RESORT = _ARTICLE_TYPES.index("videoobject")

_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|<!\[CDATA\[|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|\]\]>|//\s*\]\]>|/\*\s*\]\]>\s*\*/);?\s*$"
)
_FIELD = re.compile(r'"(headline|datePublished|dateModified|articleSection|name)"\s*:\s*"((?:[^"\\\n]|\\.){1,500})"')
_TAG = re.compile(r"<[^<>]{1,300}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class StructuredArticle:
    """The article as structured data describes it; None or empty is not said."""

    headline: str | None = None
    description: str | None = None
    published: str | None = None
    uploaded: str | None = None
    """When the page's film was put online, which may be older than the page."""
    modified: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    image: str | None = None
    url: str | None = None
    language: str | None = None
    body: str | None = None
    live_blog: bool = False
    paywalled: bool = False


def read_structured(tree: HtmlElement) -> StructuredArticle:
    """Read every JSON-LD block of a page and choose the object that is the article.

    Where a page has several (teasers of other stories), the most specific type wins, then the one with the most of headline,
    date and author, then the first. `@id` references into the graph are followed once.
    """
    objects: list[dict[str, Any]] = []
    salvaged: dict[str, str] = {}
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        loaded = _load(script.text[:MAX_SCRIPT_CHARACTERS])
        if loaded is None:
            salvaged |= {name: _unescape(value) for name, value in reversed(_FIELD.findall(script.text[:MAX_SCRIPT_CHARACTERS]))}
        else:
            objects.extend(_objects(loaded))
    by_id = {o["@id"]: o for o in objects if isinstance(o.get("@id"), str) and len(o) > 1}
    articles = [o for o in objects if _rank(o) is not None]
    if not articles:
        return _from_salvage(salvaged)
    best = min(articles, key=lambda o: (_rank(o) or 0, -_completeness(o)))
    return _read(best, by_id)


def _load(text: str) -> Any:
    cleaned = _WRAPPING.sub("", text.strip()).strip().rstrip(";")
    for attempt in (cleaned, _TRAILING_COMMA.sub(r"\1", cleaned), html.unescape(cleaned)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document: lists, `@graph`, and the main entity of a page."""
    stack, seen = [value], 0
    while stack and seen < MAX_OBJECTS:
        item = stack.pop(0)
        if isinstance(item, list):
            stack[:0] = item[:MAX_OBJECTS]
        elif isinstance(item, dict):
            seen += 1
            yield item
            stack.extend(item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart") if key in item)


def _types(item: dict[str, Any]) -> list[str]:
    kinds = item.get("@type")
    return [str(kind).rsplit("/", 1)[-1].lower() for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind]


def _rank(item: dict[str, Any]) -> int | None:
    ranks = [_ARTICLE_TYPES.index(kind) for kind in _types(item) if kind in _ARTICLE_TYPES]
    if not ranks:
        return None
    return 0 if min(ranks) < _LAST_RESORT else min(ranks)


def _completeness(item: dict[str, Any]) -> int:
    return sum(bool(item.get(key)) for key in ("headline", "datePublished", "author", "articleBody", "publisher"))


def _read(item: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> StructuredArticle:
    is_article = (_rank(item) or 0) < _LAST_RESORT
    free = item.get("isAccessibleForFree")
    return StructuredArticle(
        headline=_text(item.get("headline")) or (_text(item.get("name")) if is_article else None),
        description=_text(item.get("description")),
        published=_text(item.get("datePublished")) or _text(item.get("dateCreated")),
        uploaded=_text(item.get("uploadDate")),
        modified=_text(item.get("dateModified")),
        authors=tuple(_names(item.get("author") or item.get("creator"), by_id)),
        publisher=next(iter(_names(item.get("publisher"), by_id, people_only=False)), None),
        section=next(iter(_strings(item.get("articleSection"))), None),
        keywords=tuple(_keywords(item.get("keywords"))),
        image=_address(item.get("image"), by_id) or _text(item.get("thumbnailUrl")),
        url=_address(item.get("url"), by_id) or _address(item.get("mainEntityOfPage"), by_id),
        language=_text(item.get("inLanguage")),
        body=_text(item.get("articleBody")) if is_article else None,
        live_blog="liveblogposting" in _types(item),
        paywalled=free is False or str(free).lower() == "false",
    )


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    return _TAG.sub(" ", html.unescape(value)).strip() or None


def _strings(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [text for item in items if (text := _text(item)) is not None]


def _keywords(value: Any) -> Iterator[str]:
    for text in _strings(value):
        yield from (part.strip() for part in (text.split(",") if "," in text else text.split(";")) if part.strip())


def _names(value: Any, by_id: dict[str, dict[str, Any]], *, people_only: bool = True) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip():
            yield html.unescape(item.strip())
        elif isinstance(item, dict):
            known = item if item.get("name") else by_id.get(str(item.get("@id")), item)
            if people_only and {"organization", "newsmediaorganization"} & set(_types(known)):
                continue
            name = known.get("name")
            if isinstance(name, list | dict):
                yield from _names(name, by_id, people_only=people_only)
            elif isinstance(name, str) and name.strip():
                yield html.unescape(name.strip())


def _address(value: Any, by_id: dict[str, dict[str, Any]]) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl") or by_id.get(str(value.get("@id")), {}).get("url") or value.get("@id")
    return value.strip() if isinstance(value, str) and value.strip().startswith(("http", "/")) else None


def _unescape(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value


def _from_salvage(fields: dict[str, str]) -> StructuredArticle:
    """What single fields of a block that is no JSON still tell; names are left: they may be anybody's."""
    return StructuredArticle(
        headline=fields.get("headline"),
        published=fields.get("datePublished"),
        modified=fields.get("dateModified"),
        section=fields.get("articleSection"),
    )
