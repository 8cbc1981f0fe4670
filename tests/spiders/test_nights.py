"""Nights in a row against a small news internet: what is fetched, and what is not fetched again."""

import dataclasses
import gzip
import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from spiders.recovery import recover_files
from spiders.sites import Site
from spiders.state import CrawlState
from tests.spiders.crawling import FIRST_NIGHT, commit, crawl, job, refusals, remembered, statuses
from tests.spiders.news_site import Answer, NewsSite, article, news_sitemap, rss, running

QUAY, FERRY = "127.0.0.2", "127.0.0.3"
STORY = ["The harbour board closes pier {0} for repairs.", "Ferries use berth {0} until spring, the board said."]


@pytest.fixture
def web() -> Iterator[NewsSite]:
    """A running news internet."""
    with running() as site:
        yield site


def sites(web: NewsSite) -> tuple[Site, ...]:
    return (
        Site(id="quay", outlet="Quay", feeds=(web.url(QUAY, "/rss"),), delay_s=0),
        Site(id="ferry", outlet="Ferry", sitemaps=(web.url(FERRY, "/index.xml"),), sections=(web.url(FERRY, "/"),), delay_s=0),
    )


def page(number: int, extra: str = "") -> str:
    return article(f"Story {number}", [p.format(number) for p in STORY] + [extra])


def test_three_nights_fetch_what_is_new_or_changed_and_nothing_else(web: NewsSite, tmp_path: Path) -> None:
    """New, changed, moved, deleted and unchanged articles in a feed, a sitemap behind an index, and a section page."""
    nights = [FIRST_NIGHT + timedelta(days=n, hours=-1) for n in range(3)]
    a, b, c, d = (web.url(QUAY, f"/2026/{n}") for n in "abcd")
    for path in ("/2026/a", "/2026/b", "/2026/c"):
        web.set(QUAY, path, page(ord(path[-1])))
    web.set(QUAY, "/rss", rss([(a, "A", nights[0]), (b, "B", nights[0]), (c, "C", nights[0])]))
    web.set(FERRY, "/index.xml", f"<sitemapindex><sitemap><loc>{web.url(FERRY, '/news.xml')}</loc></sitemap></sitemapindex>")
    web.set(FERRY, "/news.xml", news_sitemap([(web.url(FERRY, "/x"), "X", nights[0])]))
    web.set(FERRY, "/", f"<a href='{web.url(FERRY, '/harbour/pier-is-closed-for-winter')}'>P</a><a href='/about-us'>us</a>")
    web.set(FERRY, "/x", page(1))
    web.set(FERRY, "/harbour/pier-is-closed-for-winter", page(2))

    first = job(tmp_path, sites(web), 0)
    crawl(first)
    assert len(commit(first)) == 5
    assert web.counted() == {
        f"{QUAY} /robots.txt": 1, f"{QUAY} /rss": 1, f"{QUAY} /2026/a": 1, f"{QUAY} /2026/b": 1, f"{QUAY} /2026/c": 1,
        f"{FERRY} /robots.txt": 1, f"{FERRY} /index.xml": 1, f"{FERRY} /news.xml": 1, f"{FERRY} /": 1, f"{FERRY} /x": 1,
        f"{FERRY} /harbour/pier-is-closed-for-winter": 1,
    }  # fmt: skip

    # The second night: a is touched but the same, b has other text, c is moved, d is new; nothing happens on the other site.
    web.set(QUAY, "/2026/b", page(98, "Corrected: the pier opens in May."))
    web.set(QUAY, "/2026/c", Answer(status=301, headers={"Location": d}))
    web.set(QUAY, "/2026/d", page(100))
    web.set(QUAY, "/rss", rss([(a, "A", nights[1]), (b, "B", nights[1]), (c, "C!", nights[0]), (d, "D", nights[1])]))
    second = job(tmp_path, sites(web), 1)
    counts = crawl(second).counts
    assert sorted(commit(second)) == [b, d]
    assert (counts["page_unchanged"] >= 1, counts["page_changed"]) == (True, 1)
    requests = web.counted()
    assert {path for path in requests if path.startswith(FERRY)} == {
        f"{FERRY} /robots.txt", f"{FERRY} /index.xml", f"{FERRY} /news.xml", f"{FERRY} /",
    }  # fmt: skip
    assert {path: n for path, n in requests.items() if "/2026/" in path and not path.endswith("/d")} == {
        f"{QUAY} /2026/a": 1, f"{QUAY} /2026/b": 1, f"{QUAY} /2026/c": 1,
    }  # fmt: skip
    assert 1 <= requests[f"{QUAY} /2026/d"] <= 2

    # The third night: a changed, says the feed, but is gone; all else is as it was.
    web.set(QUAY, "/2026/a", None)
    web.set(QUAY, "/rss", rss([(a, "A", nights[2]), (b, "B", nights[1]), (d, "D", nights[1])]))
    third = job(tmp_path, sites(web), 2)
    crawl(third)
    assert commit(third) == []
    assert refusals(third) == {a: "gone"}
    assert {path for path in web.counted() if "/2026/" in path} == {f"{QUAY} /2026/a"}
    assert statuses(third) == {"seen": 5, "gone": 1}


def test_what_a_night_does_not_reach_waits_for_the_next(web: NewsSite, tmp_path: Path) -> None:
    """Also where the feed does not name it any more."""
    links = [(web.url(QUAY, f"/n/{n}"), f"S{n}", FIRST_NIGHT) for n in range(9)]
    for n in range(9):
        web.set(QUAY, f"/n/{n}", page(n))
    web.set(QUAY, "/rss", rss(links))
    site = (Site(id="quay", outlet="Quay", feeds=(web.url(QUAY, "/rss"),), delay_s=0, max_pages=5),)
    first = job(tmp_path, site, 0)
    crawl(first)
    assert len(commit(first)) == 5
    web.set(QUAY, "/fresh", page(99))
    web.set(QUAY, "/rss", rss([(web.url(QUAY, "/fresh"), "F", FIRST_NIGHT + timedelta(hours=20))]))
    second = job(tmp_path, (dataclasses.replace(site[0], max_pages=3),), 1)
    crawl(second)
    loaded = commit(second)
    assert len(loaded) == 3
    assert web.url(QUAY, "/fresh") in loaded  # today's news goes before yesterday's rest
    third = job(tmp_path, site, 2)
    crawl(third)
    assert len(commit(third)) == 2
    assert sum(n for path, n in web.counted().items() if "/n/" in path) == 9


def test_a_host_that_asks_for_an_hour_is_left_for_the_next_night(web: NewsSite, tmp_path: Path) -> None:
    """The crawl waits for nothing: what the host answered is refused, a feed not asked is told, a page not asked is queued."""
    links = [web.url(QUAY, f"/n/{n}") for n in range(9)]
    for n in range(9):
        web.set(QUAY, f"/n/{n}", Answer(b"", 429, headers={"Retry-After": "3600"}))
    web.set(QUAY, "/rss", rss([(link, link, FIRST_NIGHT) for link in links]))
    web.set(FERRY, "/rss", Answer(b"", 503, headers={"Retry-After": "3600"}))
    feeds = (web.url(FERRY, "/rss"), web.url(FERRY, "/other"))
    quay, ferry = (Site(id=i, outlet=i, feeds=f, delay_s=0.05) for i, f in (("quay", (web.url(QUAY, "/rss"),)), ("ferry", feeds)))
    first = job(tmp_path, (quay, ferry), 0, max_seconds=36_000.0, max_pause_s=60.0)
    assert crawl(first).ended == "finished"
    (asked,) = [web.url(QUAY, path) for _, path, _ in web.requests if "/n/" in path]
    assert refusals(first) == {asked: "http_status", feeds[0]: "http_status", feeds[1]: "http_status"}
    assert "3600 s" in (remembered(first).polls[feeds[0]] or "")
    assert statuses(first) == {"failed": 1, "queued": 8}
    assert web.counted().get(f"{FERRY} /other") is None
    for n in range(9):
        web.set(QUAY, f"/n/{n}", page(n))
    second = job(tmp_path, (quay, ferry), 1)
    crawl(second)
    assert sorted(commit(second)) == links


def test_a_killed_night_loses_nothing_and_fetches_nothing_twice_that_was_written(web: NewsSite, tmp_path: Path) -> None:
    """Killed at its start and twice on its way; the next night brings the rest, each page once in the files."""
    links = [(web.url(QUAY, f"/n/{n}"), f"S{n}", FIRST_NIGHT) for n in range(150)]
    for n in range(150):
        web.set(QUAY, f"/n/{n}", page(n))
    web.set(QUAY, "/rss", rss(links))
    site = (Site(id="quay", outlet="Quay", feeds=(web.url(QUAY, "/rss"),), delay_s=0, max_pages=1_000),)
    written: set[str] = set()
    for night, asked in enumerate((1, 40, 40, None)):
        wanted = job(tmp_path, site, night, host_concurrency=4)
        crawl(wanted, kill_when=(lambda asked=asked: len(web.requests) >= asked) if asked else None)
        web.wait_until_quiet()
        requested = [web.url(host, path) for host, path, _ in web.take_log() if path.startswith("/n/")]
        assert len(set(requested)) == len(requested)
        assert written.isdisjoint(requested)
        with CrawlState(wanted.state) as state:
            recover_files(wanted.warc_folder, state)
            written = {row["url"] for row in state.query("select url from pages where status = 'seen'")}
    assert 0 < len(requested) < 150
    assert sorted(commit(wanted)) == sorted(url for url, *_ in links)
    assert statuses(wanted) == {"seen": 150}


def test_a_token_in_an_address_is_used_and_not_kept(web: NewsSite, tmp_path: Path) -> None:
    """Neither a feed's nor a page's, once it is fetched: not in the state, not in what is loaded; two feeds stay two."""
    pages = [web.url(QUAY, f"/n/{n}?token=hush-hush") for n in range(2)]
    for n, address in enumerate(pages):
        web.set(QUAY, f"/n/{n}?token=hush-hush", page(n))
        web.set(QUAY, f"/rss?token=hush-{n}", rss([(address, f"S{n}", FIRST_NIGHT)]))
    feeds = tuple(web.url(QUAY, f"/rss?token=hush-{n}") for n in range(2))
    wanted = job(tmp_path, (Site(id="quay", outlet="Quay", feeds=feeds, delay_s=0),))
    crawl(wanted)
    assert sorted(commit(wanted)) == [web.url(QUAY, f"/n/{n}") for n in range(2)]
    (pages_file,) = wanted.warc_folder.glob("pages-*")
    assert b"hush" not in gzip.decompress(pages_file.read_bytes())
    with closing(sqlite3.connect(wanted.state)) as db:
        assert not [line for line in db.iterdump() if "hush" in line]
        assert db.execute("select count(*) from polls").fetchone() == (2,)
    assert wanted.state.stat().st_mode & 0o077 == 0


def test_feeds_that_do_not_change_are_asked_more_seldom(web: NewsSite, tmp_path: Path) -> None:
    """Not every night, but never less often than every third."""
    web.set(QUAY, "/rss", rss([(web.url(QUAY, "/n/1"), "S", FIRST_NIGHT)]))
    with CrawlState(tmp_path / "state.sqlite") as state:
        now, asked = 0.0, []
        for night in range(20):
            if state.is_due("https://quay.example/rss", now):
                asked.append(night)
                state.polled("https://quay.example/rss", site="quay", kind="feed", now=now, changed=night == 0)
            now += 86_400
    gaps = [b - a for a, b in itertools.pairwise(asked)]
    assert gaps[0] == 1
    assert gaps[-1] == 3
    assert gaps == sorted(gaps)


def test_an_index_is_asked_every_night(web: NewsSite, tmp_path: Path) -> None:
    """It never names an article itself; its sitemap has news each night, and a sitemap of news forgets them after two days."""
    index, news = web.url(FERRY, "/index.xml"), web.url(FERRY, "/news.xml")
    web.set(FERRY, "/index.xml", f"<sitemapindex><sitemap><loc>{news}</loc></sitemap></sitemapindex>")
    site = (Site(id="ferry", outlet="Ferry", sitemaps=(index,), delay_s=0),)
    for night in range(3):
        web.set(FERRY, "/news.xml", news_sitemap([(web.url(FERRY, f"/n/{night}"), "N", FIRST_NIGHT + timedelta(days=night))]))
        web.set(FERRY, f"/n/{night}", page(night))
        wanted = job(tmp_path, site, night)
        crawl(wanted)
    with CrawlState(wanted.state) as state:
        intervals = [state.poll_of(address).interval_s for address in (index, news)]
    assert intervals[0] == intervals[1]


def test_an_article_behind_a_redirect_is_fetched_again_where_it_changed(web: NewsSite, tmp_path: Path) -> None:
    """The feed's links lead through a counter of clicks; nothing else names the page."""
    link = web.url(QUAY, "/click/1")
    web.set(QUAY, "/click/1", Answer(status=302, headers={"Location": "/harbour/the-pier-is-closed-again"}))
    for night, expected in enumerate(("page_new", "page_changed", "page_unchanged")):
        web.set(QUAY, "/harbour/the-pier-is-closed-again", page(min(night, 1)))
        web.set(QUAY, "/rss", rss([(link, "S", FIRST_NIGHT + timedelta(days=night, hours=-1))]))
        wanted = job(tmp_path, sites(web)[:1], night)
        assert crawl(wanted).counts[expected] == 1
        commit(wanted)


def test_articles_that_all_lead_to_one_page_are_refused_and_tried_again(web: NewsSite, tmp_path: Path) -> None:
    """A site under repair, a form for consent, the home page: the first cannot be told from an article that moved."""
    links = [web.url(QUAY, f"/n/{n}") for n in range(6)]
    for n in range(6):
        web.set(QUAY, f"/n/{n}", Answer(status=302, headers={"Location": "/maintenance"}))
    web.set(QUAY, "/maintenance", page(0, "We are back soon."))
    web.set(QUAY, "/rss", rss([(link, link, FIRST_NIGHT) for link in links]))
    first = job(tmp_path, sites(web)[:1], 0)
    crawl(first)
    commit(first)
    refused = refusals(first)
    assert set(refused.values()) == {"http_status"} and len(refused) == 5
    assert "/maintenance" in remembered(first).details[next(iter(refused))]
    for n in range(6):
        web.set(QUAY, f"/n/{n}", page(n))
    second = job(tmp_path, sites(web)[:1], 1)
    crawl(second)
    assert set(commit(second)) == set(refused)
