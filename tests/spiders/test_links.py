"""Which links are articles of a site."""

import pytest

from spiders.links import MAX_LINKS, belongs_to, looks_like_article, section_links
from spiders.sites import Site

SITE = Site(id="quay", outlet="Quay", sections=("https://www.quay.example/",), deny=("/video/",))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://quay.example/a", True),
        ("https://news.quay.example/a", True),
        ("https://notquay.example/a", False),
        ("https://quay.example.evil.example/a", False),
        ("ftp://quay.example/a", False),
        ("javascript:alert(1)", False),
        ("https://quay.example/a.jpg", False),
        ("https://quay.example/video/a", False),
        ("https://quay.example:99999/a", False),
        ("https://quay.example/" + "a" * 3_000, False),
    ],
)
def test_a_link_belongs_to_its_site(url: str, expected: bool) -> None:
    """By host, form and the site's own patterns."""
    assert belongs_to(SITE, url) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2026/11/22/ferry", True),
        ("/harbour/ferry-to-islands-runs-late", True),
        ("/artikel-18823991.html", True),
        ("/news/articles/c5yp23k1", False),
        ("/", False),
        ("/sport", False),
        ("/world/europe", False),
        ("/tag/harbour-and-ferries-of-the-north", False),
        ("/author/ann-writer-of-the-quay", False),
        ("/calendar/2026/11/23", False),
        ("/events/2026-11-23", False),
    ],
)
def test_an_article_is_told_by_its_address(path: str, expected: bool) -> None:
    """A date, a slug or a number; not a rubric, a tag, a person or a calendar."""
    assert looks_like_article("https://quay.example" + path) == expected


def test_a_section_page_gives_its_articles_once_each() -> None:
    """In order, absolute, without fragments; an endless page is cut."""
    page = b"""<base href="/news/"><a href="2026/11/22/a#top">A</a><a href="/news/2026/11/22/a">again</a><a href="/sport">Sport</a>
    <a href="https://other.example/2026/11/22/x">other</a><a>no link</a><a href="mailto:desk@quay.example">mail</a><a href="http://[">"""
    assert [e.url for e in section_links(page, "https://quay.example/", SITE).entries] == [
        "https://quay.example/news/2026/11/22/a"
    ]
    endless = b"".join(b"<a href='/2026/11/22/%d'>x</a>" % n for n in range(1_000))
    assert len(section_links(endless, "https://quay.example/", SITE).entries) == MAX_LINKS


def test_a_sites_own_pattern_decides() -> None:
    """Where it says which addresses are articles, their form does not matter."""
    site = Site(id="quay", outlet="Quay", sections=("https://quay.example/",), allow=("/articles/",))
    page = b"<a href='/articles/c5yp23k1'>A</a><a href='/2026/11/22/other'>B</a>"
    assert [e.url for e in section_links(page, "https://quay.example/", site).entries] == [
        "https://quay.example/articles/c5yp23k1"
    ]
