"""What a page says of its article, against case files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml.html import HtmlElement

from pipeline.html.metadata import read_metadata
from pipeline.html.page import parse_page
from pipeline.html.structured import read_structured

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    rows = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["label"]) for row in rows]


def tree_of(html: str) -> HtmlElement:
    tree = parse_page(f"<html>{html}</html>")
    assert isinstance(tree, HtmlElement)
    return tree


@pytest.mark.parametrize("case", cases("structured"))
def test_structured_data(case: dict[str, Any]) -> None:
    """JSON-LD in every shape that pages give it tells the article's fields."""
    scripts = "".join(f"<script type='application/ld+json'>{text}</script>" for text in case["json"])
    article = read_structured(tree_of(f"<head>{scripts}</head><body><p>x</p></body>"))
    found = {name: getattr(article, name) for name in case["expected"]}
    assert {k: list(v) if isinstance(v, tuple) else v for k, v in found.items()} == case["expected"]


@pytest.mark.parametrize("case", cases("titles"))
def test_title(case: dict[str, Any]) -> None:
    """The headline is the page's own wording, without the site's name, or none."""
    assert read_metadata(tree_of(case["html"]), None).title == case["expected"]


@pytest.mark.parametrize("case", cases("published"))
def test_published(case: dict[str, Any]) -> None:
    """The publication time comes with its zone and source, and is never a modification."""
    found = read_metadata(tree_of(case["html"]), case.get("url")).published
    read = found and [
        found.day.isoformat(),
        found.clock.isoformat() if found.clock else None,
        found.utc_offset_minutes,
        found.source,
    ]
    assert read == case["expected"]


@pytest.mark.parametrize("case", cases("authors"))
def test_authors(case: dict[str, Any]) -> None:
    """People, agencies and the agencies' evidence are told apart."""
    signed = read_metadata(tree_of(case["html"]), "https://quay.example/a").signed
    assert [list(signed.authors), list(signed.agencies), signed.agency_evidence] == case["expected"]
