"""What became of each unit of a dump in; one self-contained HTML page out."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from flows.explain_view import facts, span
from flows.printable import printable
from pipeline.text.clean import UnitFate
from schemas.records import Extracted, RawDocument

TEMPLATE = Path(__file__).with_name("explain_page.html")
FAMILIES = {
    "kept": ("body", "heading"),
    "column": ("title", "standfirst", "byline", "date", "dateline", "section", "caption", "embed", "credit", "source", "bio"),
    "menu": ("nav", "breadcrumb", "ui", "marker", "link_list", "duplicate"),
    "other": ("related", "most_popular", "teaser", "after_end", "before_start"),
    "ask": ("newsletter", "subscribe", "share", "follow", "ad", "comment"),
    "note": ("copyright", "legal", "author_box", "correction", "photo", "image_name", "page_edge", "record_field"),
}
"""Some thirty classes in six colours: more cannot be told apart, and the class's name stands beside its colour."""
FAMILY = {label: family for family, labels in FAMILIES.items() for label in labels}
CHUNK_UNITS = 200
"""Units the browser lays out together when they come into view, and so the most a fold holds: a dump of 5 MB has 60,000."""
PIECE_CHARACTERS = 4_000
"""Longer units are cut into blocks that the browser lays out only when they come into view."""
SHOWN_CLASSES = 3
"""Classes a fold's heading names."""


def page_of(raw: RawDocument, extracted: Extracted, units: Sequence[UnitFate]) -> str:
    """The whole page; every text of the dump in it is escaped, and its policy forbids the browser any request.

    Args:
        raw: The document; its provenance stands at the top.
        extracted: Its columns.
        units: The fates, in order; empty for a page (`.html`), which has no lines to explain.
    """
    where = raw.provenance
    template = TEMPLATE.read_text(encoding="utf-8")
    script = template.partition("<script>")[2].partition("</script>")[0]
    parts = {
        "policy": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "title": _text(extracted.title or where.raw_member or where.raw_uri),
        "headline": _text(extracted.title or "No headline in this dump"),
        "where": _text(f"{where.raw_uri}{' ' + where.raw_member if where.raw_member else ''}"),
        "read_as": _text(f"{where.raw_length or 0:,} bytes · {where.charset} ({where.charset_source}) · {extracted.extractor}"),
        "facts": "".join(f"<dt>{_text(k)}</dt><dd dir=auto>{_text(v)}</dd>" for k, v in facts(extracted).items() if k != "title"),
        "chips": "".join(_chips(units)),
        "lines": "".join(_chunks(units)) if units else _plain_text(extracted.text),
        "notice": "" if extracted.text else "<p class=notice>No article was found in this document.</p>",
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda m: parts[m[1]], template)


def _text(value: str) -> str:
    return escape(printable(value))


def _chips(units: Sequence[UnitFate]) -> Iterable[str]:
    counts = Counter(u.label for u in units)
    order = {label: i for i, label in enumerate(FAMILY)}
    for label, count in sorted(counts.items(), key=lambda c: order.get(c[0], len(order))):
        yield (
            f'<button type=button class="chip {_family(label)}" data-class="{escape(label)}" aria-pressed=false>'
            f"{_name(label)} <b>{count:,}</b></button>"
        )


def _family(label: str) -> str:
    return FAMILY.get(label, "note")


def _name(label: str) -> str:
    return escape(label.replace("_", " "))


def _chunks(units: Sequence[UnitFate]) -> Iterable[str]:
    for chunk in _batched(units, CHUNK_UNITS):
        yield f"<section class=chunk>{''.join(_blocks(chunk))}</section>"


def _blocks(units: Sequence[UnitFate]) -> Iterable[str]:
    for removed, run in itertools.groupby(units, lambda u: u.action == "remove"):
        block = tuple(run)
        rows = "".join(map(_row, block))
        yield _fold(block, rows) if removed else rows


def _batched(units: Sequence[UnitFate], size: int) -> Iterable[Sequence[UnitFate]]:
    return (units[i : i + size] for i in range(0, len(units), size))


def _fold(block: Sequence[UnitFate], rows: str) -> str:
    counts = Counter(u.label for u in block)
    common = counts.most_common(SHOWN_CLASSES)
    tags = "".join(f'<span class="tag {_family(label)}">{_name(label)} {n}</span>' for label, n in common)
    more = f"<span class=tag>+{len(counts) - SHOWN_CLASSES}</span>" if len(counts) > SHOWN_CLASSES else ""
    lines = f"{block[0].first_line}–{block[-1].last_line}"
    return (
        f"<details class=fold><summary><span class=count>{len(block)} removed</span>"
        f"<span class=where>{lines}</span>{tags}{more}</summary>{rows}</details>"
    )


def _row(unit: UnitFate) -> str:
    why = "; ".join((unit.reason, *unit.evidence))
    evidence = "".join(f"<i>{_text(e)}</i>" for e in unit.evidence)
    return (
        f'<div class="row {unit.action} {_family(unit.label)}" data-class="{escape(unit.label)}">'
        f"<span class=no>{span(unit)}</span><div class=said dir=auto>{_pieces(unit.text)}</div>"
        f'<span class=why title="{_text(why)}"><b>{_name(unit.label)}</b> {unit.confidence:.0%}{evidence}</span></div>'
    )


def _pieces(text: str) -> str:
    if len(text) <= PIECE_CHARACTERS:
        return _text(text)
    cut = (text[i : i + PIECE_CHARACTERS] for i in range(0, len(text), PIECE_CHARACTERS))
    return "".join(f"<span class=piece>{_text(piece)}</span>" for piece in cut)


def _plain_text(text: str) -> str:
    rows = (f'<div class="row keep kept"><div class=said dir=auto>{_pieces(p)}</div></div>' for p in text.split("\n\n") if p)
    return f"<section class=chunk>{''.join(rows)}</section>"
