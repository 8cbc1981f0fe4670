"""News sitemaps, indexes, and what pretends to be one."""

import gzip

from spiders.bodies import MAX_RATIO
from spiders.sitemaps import parse_sitemap

NEWS = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://quay.example/a</loc><lastmod>2026-11-22T10:00:00Z</lastmod><news:news><news:publication><news:name>Quay</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2026-11-22T09:00:00Z</news:publication_date>
<news:title>Ferry late</news:title><news:keywords>ferry, harbour</news:keywords></news:news></url>
<url><loc> /b </loc></url><url><lastmod>2026-11-22</lastmod></url></urlset>"""
INDEX = """<sitemapindex><sitemap><loc>https://quay.example/1.xml.gz</loc><lastmod>2026-11-22</lastmod></sitemap>
<sitemap><loc>/2.xml</loc></sitemap><sitemap/></sitemapindex>"""


def test_the_news_fields_come_with_the_address() -> None:
    """Title, date, keywords and language; an address may be relative, and one that is missing costs only itself."""
    first, second = parse_sitemap(NEWS.encode(), "https://quay.example/news.xml").entries
    assert (first.url, first.title, first.published) == ("https://quay.example/a", "Ferry late", "2026-11-22T09:00:00Z")
    assert (first.modified, first.keywords, first.language) == ("2026-11-22T10:00:00Z", "ferry, harbour", "en")
    assert second.url == "https://quay.example/b"


def test_a_packed_sitemap_is_unpacked() -> None:
    """`.xml.gz`, whatever its Content-Type says."""
    assert len(parse_sitemap(gzip.compress(NEWS.encode()), "https://quay.example/news.xml.gz").entries) == 2


def test_an_index_gives_its_children() -> None:
    """With their lastmod, by which the old ones are left alone."""
    children = parse_sitemap(INDEX.encode(), "https://quay.example/index.xml").children
    assert [(c.url, c.modified) for c in children] == [
        ("https://quay.example/1.xml.gz", "2026-11-22"),
        ("https://quay.example/2.xml", None),
    ]


def test_a_list_of_addresses_is_a_sitemap_too() -> None:
    """The protocol's plain-text form."""
    entries = parse_sitemap(b"https://quay.example/a\nhttps://quay.example/b\n", "https://quay.example/s.txt").entries
    assert [e.url for e in entries] == ["https://quay.example/a", "https://quay.example/b"]


def test_broken_sitemaps_say_what_is_wrong() -> None:
    """Cut, of another kind, a damaged archive, a bomb: a problem, never an error."""
    bomb = gzip.compress(b"<urlset>" + b" " * (64 * 2**20))
    assert len(bomb) * MAX_RATIO < 64 * 2**20
    problems = [
        parse_sitemap(content, "https://quay.example/s.xml").problem
        for content in (NEWS.encode()[:300], b"<rss/>", gzip.compress(NEWS.encode())[:60], bomb, b"")
    ]
    assert all(problems)
    assert "bomb" not in str(problems[0])
    assert "cap" in str(problems[3])
