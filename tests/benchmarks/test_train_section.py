"""What an annotated page's metadata call its section."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from train_section import sections_of, tells

PAGE = """<html><head><meta property="article:section" content="Harbour Life">
<script type="application/ld+json">{"@type": "BreadcrumbList", "itemListElement": [{"name": "Sport"}, {"item": {"name": "Rowing"}}]}</script>
<script type="application/ld+json">{broken</script></head><body><p>The ferry sails.</p></body></html>"""


def test_sections_of(tmp_path: Path) -> None:
    """Metadata, breadcrumbs and the address; a broken script is passed over."""
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "a.gz").write_bytes(gzip.compress(PAGE.encode()))
    found = sections_of({"file": "a.gz", "url": "https://tidal.example/isles/2004/ferry.html"}, tmp_path)
    assert found == {"harbourlife", "sport", "rowing", "isles"}


@pytest.mark.parametrize(
    ("name", "expected"), [("Harbour Life", True), ("HARBOUR LIFE", True), ("Harbour", True), ("Sport", True), ("Art", False)]
)
def test_tells(name: str, *, expected: bool) -> None:
    """A name as it is or with a word more, but no part of a word so short."""
    assert tells(frozenset({"harbourlife", "sport", "smart"}), name) is expected
