"""The headline candidates of a page in; its headline, without the site's name, out."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from pipeline.html.head import Head
from pipeline.html.page import text_of
from pipeline.html.structured import StructuredArticle

MIN_CHARACTERS, MAX_CHARACTERS = 3, 300
"""Shorter is a section's name, longer a standfirst."""

CONFIRMED = 0.6
"""Share of the shorter wording's words that two wordings of one headline have in common."""

MAX_KICKER_WORDS = 6

_SEPARATOR = re.compile(r"\s+[|–—·•»«:›~-]+\s+|\s*\|\s*|\s+::\s+")
_WORD = re.compile(r"[^\W_]+")
_SKIPPED = frozenset(("nav", "footer", "aside", "form"))


def find_title(tree: HtmlElement, head: Head, structured: StructuredArticle) -> str | None:
    """Choose the headline: the `h1` that Open Graph, JSON-LD or the page's title confirms, else what those say themselves.

    Measured on news pages, an `h1` so confirmed is the headline as printed; Open Graph is often rewritten for social media, and
    the title carries the site's name.
    """
    site = [name for name in (head.first("og:site_name"), structured.publisher, head.first("application-name")) if name]
    known = {_key(name) for name in site}
    headings = [heading for heading in _headings(tree) if _key(heading) not in known]
    printed = (structured.headline, head.first("og:title", "twitter:title", "title", "dc.title"), head.title)
    claims = [without_site(claim, site) for claim in printed if claim and _fits(claim)]
    for claim in claims:
        best = max(headings, key=lambda heading: _agreement(heading, claim), default=None)
        if best is not None and _agreement(best, claim) >= CONFIRMED:
            return _without_kicker(best, claims)
    if claims:
        return claims[0]
    return headings[0] if len(headings) == 1 else None


def _without_kicker(heading: str, claims: list[str]) -> str:
    """Cut the words before the headline that stand in the same `h1` (`Opinion`, `Politics | `): no other source has them."""
    words = _WORD.findall(heading.casefold())
    for claim in claims:
        claimed = _WORD.findall(claim.casefold())
        extra = len(words) - len(claimed)
        if len(claimed) >= 4 and 0 < extra <= MAX_KICKER_WORDS and words[extra:] == claimed:
            start = [found.start() for found in _WORD.finditer(heading)][extra]
            if heading[:start].rstrip("\"'“‘„« ").endswith(":"):
                return heading  # "Colleges: …" is the headline's own beginning
            return heading[start:] if claim[:1].isalnum() else claim
    return heading


def same_headline(one: str, other: str) -> bool:
    """Tell whether two lines are wordings of one headline: equal but for case, quotes and a site's name."""
    first, second = _WORD.findall(one.casefold()), _WORD.findall(other.casefold())
    if not first or not second:
        return False
    return first == second or (
        min(len(first), len(second)) >= 4 and abs(len(first) - len(second)) <= 3 and _share(first, second) >= 0.9
    )


def without_site(title: str, site_names: list[str]) -> str:
    """Cut the site's name and section crumbs that stand behind (or before) a separator.

    A part goes when it is one of the site's names, or when it is the shorter end of the title and at most four words long.
    """
    parts = [part.strip() for part in _SEPARATOR.split(title)]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return title.strip()
    known = {_key(name) for name in site_names}
    while len(parts) > 1 and (_key(parts[-1]) in known or _is_crumb(parts[-1], parts)):
        parts.pop()
    if len(parts) > 1 and _key(parts[0]) in known:
        parts.pop(0)
    last = title.find(parts[-1], title.find(parts[0])) + len(parts[-1])
    return title[title.find(parts[0]) : last].strip()


def _is_crumb(part: str, parts: list[str]) -> bool:
    words = len(part.split())
    return words <= 4 and words < len(parts[0].split())


def _key(name: str) -> str:
    return "".join(_WORD.findall(name.casefold())).removeprefix("www")


def _headings(tree: HtmlElement) -> list[str]:
    found: list[str] = []
    for tag in ("h1", "h2"):
        for element in tree.iter(tag):
            text = text_of(element)
            if _fits(text) and text not in found and not any(parent.tag in _SKIPPED for parent in element.iterancestors()):
                found.append(text)
        if len(found) >= 1 and tag == "h1":
            return found
    return found[:5]


def _fits(text: str) -> bool:
    return MIN_CHARACTERS <= len(text) <= MAX_CHARACTERS


def _agreement(heading: str, claim: str) -> float:
    return _share(_WORD.findall(heading.casefold()), _WORD.findall(claim.casefold()))


def _share(first: list[str], second: list[str]) -> float:
    if not first or not second:
        return 0.0
    return (
        len({*first} & {*second}) / max(1, min(len({*first}), len({*second})))
        if min(len(first), len(second)) >= 2
        else float(first == second)
    )
