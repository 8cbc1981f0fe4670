"""A page's tree, head and structured data in; its authors, its byline as printed, and the agencies that sign, out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipeline.html.head import Head
from pipeline.html.structured import StructuredArticle
from pipeline.html.under_headline import labelled, names_under_headline
from pipeline.marks.agencies import agencies_in, agency_id
from pipeline.marks.byline import parse_byline
from pipeline.marks.desk_byline import parse_desk_byline
from pipeline.marks.people import looks_like_name
from pipeline.normalise.people import clean_authors

AUTHOR_META = (
    "author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator",
    "byl", "byline", "bt:author", "authors", "article.author", "cxenseparse:author", "citation_author", "news_authors",
    "twitter:data1", "twitter:misc:written by",
)  # fmt: skip
"""Names of `meta` elements, most exact first."""

MAX_BYLINE_CHARACTERS = 200
MAX_CREDIT_CHARACTERS = 80
"""An agency is looked for in author fields up to here; longer ones are biographies that name former employers."""
MAX_CANDIDATES = 40
CARD_LEVELS, MAX_CARD_CHARACTERS = 6, 700
"""A teaser's byline stands at most so deep in it, and so long is a teaser with its summary."""
BYLINE_LEVELS = 4
"""Co-authors have a common container at most so many levels up."""

_BYLINE_CLASS = re.compile(
    r"(?<![a-z])(?:by-?line|author|autor|article-?author|writer|posted-by|contributor|creator|signature|credit-?by)",
    re.IGNORECASE,
)
_NOT_BYLINE = re.compile(
    r"bio|about|comment|related|avatar|image|photo|social|follow|desc|box|card|more|teaser|title$|posts|sidebar|widget|date",
    re.IGNORECASE,
)
_PREFIXED = re.compile(r"(?:[\w ]{0,12}\b)?(?:by|von|par|por|di|door|av|af|autor(?:in|en)?|author)\b[\s:—–-]", re.IGNORECASE)
_HELPED = re.compile(
    r"^(?:(?:with )?(?:additional )?contributions? (?:from|by)|photo(?:s|graph(?:y|s|ed))? by|styl(?:ed|ing) by|"
    r"illustrat(?:ed|ions?) by|edited by|fact.checked by|reviewed by|translated by)\b\s*:?",
    re.IGNORECASE,
)
_NETWORK = re.compile(r"\b(?:twitter|facebook|instagram|linkedin|whatsapp|telegram|pinterest|youtube|tiktok)\b", re.IGNORECASE)
"""Buttons beside a name."""
_AUTHOR_LINK = re.compile(r"/(?:authors?|autor(?:en)?|by|profile|staff)/[^/?#]+(?:/[^/?#]+){0,2}/?(?:[?#]|$)")
"""A person's page; what nests deeper under it is something the person wrote."""
_ELSEWHERE = frozenset(("nav", "aside", "footer", "figure", "figcaption", "blockquote", "form"))


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signs a page."""

    authors: tuple[str, ...]
    """People, in order."""
    byline: str | None
    """As printed on the page; None where only metadata names the authors."""
    agencies: tuple[str, ...]
    """Ids of the wire agencies that sign."""
    agency_evidence: str | None
    """`jsonld` or `byline`; None where no agency signs."""


def find_authors(
    tree: HtmlElement,
    head: Head,
    structured: StructuredArticle,
    language: str | None,
    site_names: tuple[str, ...] = (),
    texts: tuple[str, ...] = (),
) -> Signed:
    """Find who signs: JSON-LD, then `meta`, then the byline's element on the page; agencies apart from people.

    Where the printed byline begins with the same person, it decides who else signs: structured data often names the first
    author only, or photographers and editors as well.

    Args:
        tree: The whole page.
        head: Its head.
        structured: Its structured data.
        language: The page's own mark.
        site_names: Names of the outlet and its host, which content systems put in the author's field.
        texts: What stands under the headline.
    """
    printed = _marked_bylines(tree)
    helpers = _helpers(texts)
    byline = next((text for text in printed if parse_byline(text, language) or parse_desk_byline(text)), None)
    meta = _meta_authors(head)
    is_site = _site_test(site_names)
    named = _people(structured.authors, is_site) or _people(meta, is_site)
    marked = _people(_microdata_authors(tree), is_site)
    named = _with_co_authors(named, marked)
    signing = _from_bylines(printed, language, is_site, only_prefixed=bool(named))
    signing = signing if named else _with_co_authors(signing, marked)
    authors = signing if signing and (not named or _continues(signing, named)) else named
    authors = authors or _people(names_under_headline(texts, language) or labelled(tree, language)[0], is_site)
    authors = tuple(name for name in authors if name.casefold() not in helpers) or authors
    for fields, evidence in ((structured.authors, "jsonld"), (meta, "byline"), ((byline,) if byline else (), "byline")):
        if agencies := _agencies(fields):
            return Signed(authors, byline, agencies, evidence)
    return Signed(authors, byline, (), None)


def _with_co_authors(named: tuple[str, ...], marked: tuple[str, ...]) -> tuple[str, ...]:
    """All authors that the page marks as such, where they begin with the one that structured data or the byline names."""
    return marked if named and len(marked) > len(named) and set(named) <= set(marked) else named


def _microdata_authors(tree: HtmlElement) -> list[str]:
    """The authors marked beside the first one; an endless page marks those of the next articles elsewhere."""
    marked = (element for element in tree.iter("a", "span", "div") if _is_marked_author(element))
    own = [e for e in marked if not any(parent.tag in _ELSEWHERE for parent in e.iterancestors())][:MAX_CANDIDATES]
    around = next(itertools.islice(own[0].iterancestors(), BYLINE_LEVELS - 1, None), None) if own else None
    texts = (_printed(element) for element in own if around is not None and around in element.iterancestors())
    return [text for text in texts if len(text) <= MAX_BYLINE_CHARACTERS]


def _is_marked_author(element: HtmlElement) -> bool:
    return (element.get("itemprop") or "").lower() == "author" or (element.get("rel") or "").lower() == "author"


def _helpers(texts: tuple[str, ...]) -> frozenset[str]:
    """Names that stand under the headline for photographs, styling, contributions or editing only."""
    first = next((index for index, text in enumerate(texts) if _HELPED.search(text)), None)
    if first is None:
        return frozenset()
    names = frozenset(name.casefold() for name in clean_authors(_HELPED.sub("", text) for text in texts[first:]))
    return names - {name.casefold() for name in clean_authors(texts[:first])}


def _people(fields: Iterable[str], is_site: Callable[[str], bool]) -> tuple[str, ...]:
    return tuple(name for name in clean_authors(fields) if not is_site(name) and not _NETWORK.search(name))


def _continues(signing: tuple[str, ...], named: tuple[str, ...]) -> bool:
    """Whether the byline begins with the person that structured data names first."""
    return signing[0].casefold() == named[0].casefold()


def _site_test(site_names: Iterable[str]) -> Callable[[str], bool]:
    keys = {key for name in site_names if len(key := _key(name)) >= 3}

    def is_site(name: str) -> bool:
        key = _key(name)
        if any(_key(word) in keys for word in name.split()):
            return True
        first = _key(name.split(None, 1)[0])
        if len(first) >= 6 and any(site.startswith(first) for site in keys):
            return True  # "Example D", the account of the Example News
        return any(key == site or (len(site) >= 6 and site in key) or (len(key) >= 6 and key in site) for site in keys)

    return is_site


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold())).removeprefix("the")


def _meta_authors(head: Head) -> tuple[str, ...]:
    for name in AUTHOR_META:
        values = tuple(v for v in head.meta.get(name, ()) if len(v) <= MAX_BYLINE_CHARACTERS and not v.startswith(("http", "/")))
        if clean_authors(values) or _agencies(values):
            return values
    return ()


def _from_bylines(
    printed: list[str], language: str | None, is_site: Callable[[str], bool], *, only_prefixed: bool
) -> tuple[str, ...]:
    """The people of the first printed byline that names any.

    A byline without "By" is read by the names of author links that stand in it, so that the outlet's name after them is left.
    """
    for text in printed:
        parsed = parse_byline(text, language)
        authors = _people(parsed.authors if parsed is not None else (), is_site)
        authors = authors or _people((other for other in printed if other != text and other in text), is_site)
        if not authors and not only_prefixed:
            authors = _people((text,), is_site)
        if authors and (not only_prefixed or _PREFIXED.match(text)):
            return authors
    return ()


def _agencies(fields: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for field in fields:
        if (whole := agency_id(field)) is not None:
            found[whole] = None
        elif (desk := parse_desk_byline(field)) is not None:
            found.update(dict.fromkeys(desk.agencies))
        elif len(field) <= MAX_CREDIT_CHARACTERS:
            found.update(dict.fromkeys(agencies_in(field)))
    return tuple(found)


def _marked_bylines(tree: HtmlElement) -> list[str]:
    """Texts of the elements that the page marks as its byline, then of those that link to an author, in order."""
    linked: list[str] = []
    classed: list[str] = []
    has_headline = tree.find(".//h1") is not None
    known: dict[str, bool] = {}  # a page's few classes stand on thousands of elements
    for element in tree.iter("a", "span", "div", "p", "address", "li", "h3", "h4", "strong", "cite"):
        is_linked = _links_to_author(element)
        if not (is_linked or _is_byline(element, known)) or any(parent.tag in _ELSEWHERE for parent in element.iterancestors()):
            continue
        text = _printed(element)
        if 3 <= len(text) <= MAX_BYLINE_CHARACTERS and not (has_headline and _is_in_card(element)):
            (linked if is_linked else classed).append(text)
        if len(linked) + len(classed) >= MAX_CANDIDATES:
            break
    return list(dict.fromkeys((*classed[:3], *linked[:8])))


def _is_in_card(element: HtmlElement) -> bool:
    """Whether an element stands in the teaser of another story: a short container with a headline that is a link."""
    for parent in itertools.islice(element.iterancestors(), CARD_LEVELS):
        if parent.find(".//h1") is not None or len("".join(parent.itertext())) > MAX_CARD_CHARACTERS:
            return False
        for heading in parent.iter("h2", "h3", "h4", "h5"):
            if heading.find(".//a") is not None or any(above.tag == "a" for above in heading.iterancestors()):
                return True
    return False


def _printed(element: HtmlElement) -> str:
    """An element's text; names in elements of their own are separated by commas."""
    pieces = [" ".join(piece.split()) for piece in element.itertext()]
    pieces = [piece for piece in pieces if piece]
    return (", " if len(pieces) > 1 and all(map(looks_like_name, pieces)) else " ").join(pieces)


def _links_to_author(element: HtmlElement) -> bool:
    if (element.get("rel") or "").lower() == "author" or (element.get("itemprop") or "").lower() in ("author", "creator"):
        return True
    return element.tag == "a" and _AUTHOR_LINK.search(element.get("href") or "") is not None


def _is_byline(element: HtmlElement, known: dict[str, bool]) -> bool:
    marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"
    if marks not in known:
        known[marks] = _BYLINE_CLASS.search(marks) is not None and _NOT_BYLINE.search(marks) is None
    return known[marks]
