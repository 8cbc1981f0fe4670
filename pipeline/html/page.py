"""A decoded HTML page in; its tree, made harmless for the extractor, or the reason against it, out."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from pipeline.html.failure import PageFailure
from pipeline.normalise.text_repair import replace_surrogates
from schemas.reasons import Reason

MAX_PAGE_CHARACTERS = 20_000_000
"""After inline images are gone; the largest news pages measured have 3 million. trafilatura's own limit."""

MAX_TEXT_NODE_CHARACTERS = 400_000
"""No paragraph is longer; a 10 MB text node costs the extractor's pattern searches minutes."""

MAX_VISIBLE_CHARACTERS = 1_500_000
"""All text nodes together; the longest dev page has 156,000."""

MAX_ELEMENTS = 40_000
"""20,000 table cells fit; dev pages have at most 5,200. Some of the extractor's passes are quadratic."""

INLINE_ELEMENTS = 10_000
"""From here on inline markup is unwrapped: it says nothing about the body, and its siblings are what is quadratic."""

MAX_ATTRIBUTES = 300
"""Of one element; a parser's check for doubles is quadratic, so that tags with a megabyte of them are not parsed at all."""

MAX_TAG_ATTRIBUTES, HUGE_TAG_CHARACTERS = 10_000, 100_000

FLATTEN_DEPTH = 120
"""Articles stand at depth 10 to 40; the extractor's recursion fails silently at some 250."""

PARSER_DEPTH = 2_040
"""libxml2 drops what nests deeper than 2,048, so that a page of this depth may be cut."""

_DATA_URI = re.compile(r"data:[\w.+-]{1,40}/[\w.+-]{1,80}(?:;[\w=.+-]{1,40}){0,4},[A-Za-z0-9+/=%_~.!*'\\-]{200,}")
_INLINE = ("span", "font", "b", "i", "em", "strong", "u", "small", "abbr", "sup", "sub", "mark", "tt", "big")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_CONTROL_BYTES = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_NON_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_UNNESTED = frozenset(("div", "span", "section", "font", "b", "i", "em", "strong", "center", "a", "ul", "ol", "li", "blockquote"))


def parse_page(html: str) -> HtmlElement | PageFailure:
    """Parse a page once, with bounds on everything that can make the steps after this one slow or silent.

    Inline images are stripped before parsing (a 5 MB one cost 12 s), control characters removed, text nodes that no paragraph
    reaches cut, and wrappers nested deeper than any article unwrapped. Scripts stay: structured data is in them.

    Returns:
        The tree, or `empty`, `too_large`, `too_deep` or `no_extract` with what was found.
    """
    text = _DECLARATION.sub("", _DATA_URI.sub("data:,", html) if "data:" in html else html)
    if not text.strip():
        return PageFailure(Reason.EMPTY, "the page holds nothing but white space")
    if len(text) > MAX_PAGE_CHARACTERS:
        return PageFailure(Reason.TOO_LARGE, f"{len(text)} characters, at most {MAX_PAGE_CHARACTERS}")
    if _has_huge_tag(text):
        return PageFailure(Reason.TOO_LARGE, f"a tag with more than {MAX_TAG_ATTRIBUTES} attributes")
    try:
        tree = document_fromstring(_clean_bytes(text), parser=_parser())
    except etree.ParserError as error:
        return PageFailure(Reason.NO_EXTRACT, f"no HTML: {error}")
    return _bounded(tree)


def text_of(element: HtmlElement) -> str:
    """All text in an element, white space folded; its pieces join where markup parts them, as a browser shows inline markup."""
    return " ".join("".join(element.itertext()).split())


def _has_huge_tag(text: str) -> bool:
    pieces = (piece.partition(">")[0] for piece in text.split("<") if len(piece) > HUGE_TAG_CHARACTERS)
    return any(tag.count("=") > MAX_TAG_ATTRIBUTES for tag in pieces)


def _clean_bytes(text: str) -> bytes:
    """UTF-8 without what no tree can hold: control characters, surrogates, non-characters; bytes are scanned ten times faster."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        data = replace_surrogates(text).encode()
    data = data.translate(None, _CONTROL_BYTES)
    for character in _NON_CHARACTERS:
        data = data.replace(character, b"")
    return data


def _parser() -> HTMLParser:
    return HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, default_doctype=False, huge_tree=True
    )


def _bounded(tree: HtmlElement) -> HtmlElement | PageFailure:
    """Cut what is too long, unwrap what is too deep, refuse what is too much; in one walk."""
    depth = deepest = elements = characters = 0
    deep: list[HtmlElement] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        elements += 1
        deepest = max(deepest, depth)
        if depth > FLATTEN_DEPTH and element.tag in _UNNESTED:
            deep.append(element)
        if len(element.attrib) > MAX_ATTRIBUTES:
            element.attrib.clear()
        characters += _cut_text(element)
    if deepest >= PARSER_DEPTH:
        return PageFailure(Reason.TOO_DEEP, f"elements nest {deepest} deep or more, at most {PARSER_DEPTH}")
    if characters > MAX_VISIBLE_CHARACTERS:
        return PageFailure(Reason.TOO_LARGE, f"{characters} characters of visible text, at most {MAX_VISIBLE_CHARACTERS}")
    for element in reversed(deep):
        element.drop_tag()
    if elements > INLINE_ELEMENTS:
        elements = _without_inline(tree)
    if elements > MAX_ELEMENTS:
        return PageFailure(Reason.TOO_LARGE, f"{elements} elements, at most {MAX_ELEMENTS}")
    return tree


def _without_inline(tree: HtmlElement) -> int:
    """Unwrap inline markup and join the pieces of text it leaves; the count of elements that stay."""
    etree.strip_tags(tree, *_INLINE)
    elements = 0
    for element in tree.iter():
        elements += 1
        element.text, element.tail = element.text, element.tail  # one text node instead of thousands, each read walks them all
    return elements


def _cut_text(element: HtmlElement) -> int:
    """Cut the text in and after an element; the count of visible characters that stay."""
    characters = 0
    if element.text and element.tag not in ("script", "style"):
        if len(element.text) > MAX_TEXT_NODE_CHARACTERS:
            element.text = element.text[:MAX_TEXT_NODE_CHARACTERS]
        characters += len(element.text)
    if element.tail:
        if len(element.tail) > MAX_TEXT_NODE_CHARACTERS:
            element.tail = element.tail[:MAX_TEXT_NODE_CHARACTERS]
        characters += len(element.tail)
    return characters
