"""A page's tree in; its photo captions and embedded posts, taken out of it, out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml.html import HtmlElement

MAX_CAPTION_CHARACTERS = 700
"""Agency captions run to 100 words; a longer "caption" is an article that a page wrapped in a figure."""

MAX_EMBED_CHARACTERS = 3_000

MAX_FOUND = 200

_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|image-?caption|photo-?caption|img-?caption|media-?caption|picture-?caption|figure-?caption|gallery-?caption|caption-?text|"
    r"caption|cutline|photo-?credit|image-?credit|media-?credit|bildunterschrift|legende|image__?credit|op-caption)(?:$|[\s_-])",
    re.IGNORECASE,
)
_EMBED_CLASS = re.compile(
    r"(?:^|\s)(?:twitter-tweet|twitter-video|tweet|instagram-media|tiktok-embed|fb-post|fb-video|reddit-card|reddit-embed-bq|bluesky-embed|mastodon-embed|"
    r"text-post-media|embedly-card|telegram-post|threads-embed)(?:$|\s)",
    re.IGNORECASE,
)
_CAPTION_TAGS = ("div", "span", "p", "small", "dd", "em", "cite")
_DROPPED = ("script", "style", "noscript", "template", "svg", "iframe", "object", "canvas", "map", "button", "select", "dialog")


@dataclass(frozen=True, slots=True)
class Asides:
    """What stands beside the body."""

    captions: tuple[str, ...]
    embeds: tuple[str, ...]


def take_asides(tree: HtmlElement) -> Asides:
    """Remove captions, embedded posts, scripts and the like from a tree, and hand back the first two as text."""
    embeds = _take(tree.iter("blockquote", "div", "section"), _is_embed, MAX_EMBED_CHARACTERS)
    captions = _take(tree.iter("figcaption", *_CAPTION_TAGS), _is_caption, MAX_CAPTION_CHARACTERS)
    for element in list(tree.iter(*_DROPPED)):
        _remove(element)
    return Asides(captions, embeds)


def _is_caption(element: HtmlElement) -> bool:
    return element.tag == "figcaption" or _CAPTION_CLASS.search(element.get("class") or "") is not None


def _is_embed(element: HtmlElement) -> bool:
    return _EMBED_CLASS.search(element.get("class") or "") is not None


def _take(elements: Iterable[HtmlElement], is_aside: Callable[[HtmlElement], bool], limit: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for element in list(elements):
        if not is_aside(element):
            continue
        text = " ".join(" ".join(element.itertext()).split())
        if len(text) > limit or element.find(".//h1") is not None:
            continue
        if text and len(found) < MAX_FOUND:
            found[text] = None
        _remove(element)
    return tuple(found)


def _remove(element: HtmlElement) -> None:
    """Remove an element with all in it; the text after it stays."""
    if element.getparent() is not None:
        element.drop_tree()
