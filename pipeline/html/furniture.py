"""A page's tree in; the same tree without consent dialogs, newsletter forms and readers' comments out."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

MAX_PROSE_SHARE = 0.5
"""Of the page's paragraphs that one such element may hold: what holds more is the article, whatever its class says."""

COOKIES = 5
"""Mentions of cookies in a consent dialog, which may be longer than a short article."""

MIN_CHARACTERS = 30

_TAGS = ("div", "section", "aside", "ul", "ol", "form", "dialog")
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:modal|popup|lightbox|overlay|cookies?|cookie-?\w+|consent|onetrust|privacy|gdpr|disclosure|newsletters?|"
    r"newsletters?-?(?:form|signup|\w+)|comments?|commentlist|xenforo-comments?|disqus|replies)(?:$|[\s_-])|"
    r"globalDisclosure|Newsletter",
    re.IGNORECASE,
)
_ELSEWHERE = frozenset(("nav", "footer", "aside"))


def remove_furniture(tree: HtmlElement) -> None:
    """Take out what a class or id names as a dialog, a newsletter form, a disclosure or readers' comments.

    trafilatura sometimes takes the longest of them for the article: a cookie dialog has more prose than a podcast's page.
    Measured on the HTML dev set (604 pages): the bodies of 10 change, each scores higher (one from 0 to 1).

    Args:
        tree: From `parse_page`; changed in place. Metadata must have been read before.
    """
    prose = sum(_length(paragraph) for paragraph in tree.iter("p"))
    for element in list(tree.iter(*_TAGS)):
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _FURNITURE.search(marks) and _is_beside_the_article(element, prose):
            element.drop_tree()


def _is_beside_the_article(element: HtmlElement, prose: int) -> bool:
    if element.getparent() is None or _length(element) < MIN_CHARACTERS:
        return False
    if element.find(".//h1") is not None or element.find(".//article") is not None:
        return False
    if any(parent.tag in _ELSEWHERE for parent in element.iterancestors()):
        return False  # left out by the extractor anyway
    own = sum(_length(paragraph) for paragraph in element.iter("p"))
    return own <= MAX_PROSE_SHARE * prose or "".join(element.itertext()).lower().count("cookie") >= COOKIES


def _length(element: HtmlElement) -> int:
    return sum(map(len, element.itertext()))
