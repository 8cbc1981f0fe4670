"""A page's tree in; what its `meta`, `link` and `title` elements say, by lower-case name, out."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.html import HtmlElement

from pipeline.html.page import text_of

MAX_META = 1_000
"""More than this is no head of a news page."""


@dataclass(frozen=True, slots=True)
class Head:
    """The named values of a page's head."""

    meta: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """`property`, `name` or `itemprop`, lower-case → contents in order."""
    title: str | None = None
    canonical: str | None = None
    language: str | None = None
    """`lang` of the `html` element."""

    def first(self, *names: str) -> str | None:
        """The first value among the names, in the names' order."""
        return next((values[0] for name in names if (values := self.meta.get(name))), None)

    def all(self, *names: str) -> tuple[str, ...]:
        """Every value under the first of the names that has any."""
        return next((values for name in names if (values := self.meta.get(name))), ())


def read_head(tree: HtmlElement) -> Head:
    """Read the head; `meta` elements that a broken page has in its body count too."""
    found: dict[str, list[str]] = {}
    for count, element in enumerate(tree.iter("meta")):
        content = (element.get("content") or "").strip()
        if count >= MAX_META or not content:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            if name:
                found.setdefault(name, []).append(content)
    title = next((text_of(e) for e in tree.iter("title") if not _in_svg(e)), None)
    return Head(
        meta={name: tuple(values) for name, values in found.items()},
        title=title or None,
        canonical=next(
            (e.get("href") for e in tree.iter("link") if (e.get("rel") or "").lower() == "canonical" and e.get("href")), None
        ),
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
    )


def _in_svg(element: HtmlElement) -> bool:
    return any(parent.tag == "svg" for parent in element.iterancestors())
