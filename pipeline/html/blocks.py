"""The body that trafilatura chose in; its paragraphs, headings, lists and tables as text out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element, iterwalk

_CONTAINERS = frozenset(("div", "quote", "body", "main"))
_BLOCKS = frozenset(("p", "head", "list", "table", "quote", "div", "code"))


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list or table of the body."""

    kind: str
    """`p`, `head`, `list`, `quote`, `table` or `code`."""
    text: str
    """White space collapsed; list items and table rows are lines."""


def read_blocks(body: _Element) -> list[Block]:
    """Turn trafilatura's body into blocks, in order, without empty ones."""
    return [block for child in body for block in _blocks(child) if block.text]


def _blocks(element: _Element) -> Iterator[Block]:
    tag = str(element.tag)
    if tag == "list":
        yield Block("list", "\n".join(line for item in element.iter("item") if (line := _clean(_text(item)))))
    elif tag == "table":
        rows = (" | ".join(cell for c in row.iter("cell") if (cell := _clean(_text(c)))) for row in element.iter("row"))
        yield Block("table", "\n".join(row for row in rows if row))
    elif tag in _CONTAINERS and any(child.tag in _BLOCKS for child in element):
        yield Block("p", _clean(element.text or ""))
        for child in element:
            yield from _blocks(child)
    else:
        kind = tag if tag in ("head", "quote", "code") else "p"
        yield Block(kind, "\n".join(line for part in _text(element).split("\n") if (line := _clean(part))))
    yield Block("p", _clean(element.tail or ""))


def _text(element: _Element) -> str:
    """The text of an element in order; only `lb` elements make line breaks, the page's own line breaks are white space."""
    parts: list[str] = []
    for event, node in iterwalk(element, events=("start", "end")):
        if event == "start":
            parts.append("\n" if node.tag == "lb" else _flat(node.text))
        elif node is not element:
            parts.append(_flat(node.tail))
    return "".join(parts)


def _flat(text: str | None) -> str:
    return text.replace("\n", " ").replace("\r", " ") if text else ""


def _clean(text: str) -> str:
    return " ".join(text.split())
