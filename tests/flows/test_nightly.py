"""Nights through crawl, load and commit: exact tables after each; and one through the command line, as an operator sees it."""

import errno
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from flows.crawl_child import CrawlOutcome
from flows.night import NightOutcome, open_night, run_night
from flows.nightly_settings import NightlySettings
from flows.run import Prepared
from flows.run import Steps as RunSteps
from pipeline.dataset.dataset import Dataset
from pipeline.dataset.errors import DiskFullError
from pipeline.dataset.verify import verify
from pipeline.load.documents import bytes_of, bytes_of_each
from spiders.job import CrawlJob
from spiders.state import CrawlState
from tests.conftest import copydesk
from tests.flows.plain_steps import PlainRunSteps
from tests.spiders.crawling import FIRST_NIGHT, crawl
from tests.spiders.news_site import Answer, NewsSite, article, rss, running

QUAY, FERRY = "127.0.0.2", "127.0.0.3"
PIER = [
    "NORTHPORT (Reuters) - The harbour board of Northport said on Monday that pier seven would close after a ferry struck its wall.",
    "Nobody was hurt, but some three hundred passengers waited for four hours until tugs brought the vessel to another berth.",
    "Engineers expect the work to last until spring, and the board has set aside eleven million crowns for a fender of rubber.",
    "Fishermen who land their catch at the pier asked for compensation, saying the detour to the old harbour costs them an hour.",
]
LIGHT = [
    "The old lighthouse on Gull Rock will be lit again this winter, the first time in forty years, its new keepers announced.",
    "Volunteers repaired the lens with glass from a foundry in the hills that had kept the moulds of the original maker.",
    "Boats have asked for the light since two trawlers ran aground in fog last autumn within a mile of the abandoned tower.",
]
MARKET = [
    "Stallholders on the fish market elected a woman to lead their guild for the first time since it was founded by charter.",
    "She promised longer hours on Saturdays, cheaper ice for small boats and a roof over the eastern row before the rains.",
    "Her rival, who had led the guild for eleven years, congratulated her and said that he would go back to selling herring.",
]
NEWS = [
    "The lamp of the lighthouse on Gull Rock went out on Thursday night, three days after its keepers had lit it, in the first gale.",
    "Nobody could cross to the rock on Friday; the keepers think that sea water reached the battery through a broken pane.",
]


class PlainSteps:
    """A night's steps without Prefect."""

    def crawl(self, job: CrawlJob) -> CrawlOutcome:
        done = crawl(job)
        return CrawlOutcome(ended=done.ended or "died", counts=done.counts)

    @contextmanager
    def loading(self, prepared: Prepared) -> Iterator[RunSteps]:
        yield PlainRunSteps(FIRST_NIGHT)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[NewsSite]:
    """A running news internet that crawls may connect to."""
    monkeypatch.setenv("COPYDESK_TEST_ALLOW_NETWORKS", "127.0.0.0/8")
    with running() as site:
        yield site


def settings(folder: Path, web: NewsSite) -> NightlySettings:
    rows = [("quay", "The Quay", QUAY), ("ferry", "Ferry Post", FERRY)]
    tables = [
        f'[[site]]\nid = "{i}"\noutlet = "{o}"\nlanguage = "en"\ntime_zone = "Europe/Oslo"\ndelay_s = 0.0\nfeeds = ["{web.url(h, "/rss")}"]\n'
        for i, o, h in rows
    ]
    (folder / "sites.toml").write_text("".join(tables), encoding="utf-8")
    return NightlySettings(out=folder / "data", sites_file=folder / "sites.toml", workers=1)


def run(wanted: NightlySettings, number: int) -> NightOutcome:
    now = FIRST_NIGHT + timedelta(days=number)
    with open_night(wanted, now) as night:
        return run_night(night, PlainSteps(), stop=threading.Event(), clock=lambda: now + timedelta(minutes=5))


def copies(wanted: NightlySettings) -> list[dict[str, object]]:
    return ds.dataset(wanted.out / "tables" / "copies", partitioning="hive").to_table().to_pylist()


def at(number: int) -> datetime:
    return FIRST_NIGHT + timedelta(days=number, hours=-2)


def table(wanted: NightlySettings, web: NewsSite) -> set[tuple[str, str, str, str, int]]:
    """Of each copy: outlet, path, relation, its article's headline, that article's revision."""
    rows = ds.dataset(wanted.out / "tables" / "articles", partitioning="hive").to_table().to_pylist()
    articles = {row["article_id"]: row for row in rows}
    assert sum(row["copy_count"] for row in rows) == len(copies(wanted))
    return {
        (
            row["outlet"],
            row["url"].partition(f":{web.port}")[2],
            row["relation"],
            articles[row["article_id"]]["title"],
            articles[row["article_id"]]["revision"],
        )
        for row in copies(wanted)
    }


def by_site(done: NightOutcome) -> dict[str, tuple[int, int, int, int]]:
    """Of each site: pages new and changed, articles, copies."""
    return {site.site: (site.new, site.changed, site.articles, site.copies) for site in done.summary.sites}


EVERY_NIGHT = {f"{host} {path}": 1 for host in (QUAY, FERRY) for path in ("/robots.txt", "/rss")}


def test_three_nights_give_the_expected_tables(web: NewsSite, tmp_path: Path) -> None:
    """A wire story in two outlets, a duplicate, a story that changes twice, one that moves, two that go; each row, each request."""
    wanted = settings(tmp_path, web)
    pier, light, market, moved = (web.url(QUAY, f"/harbour/{name}-story") for name in ("pier", "light", "market", "moved"))
    web.set(QUAY, "/harbour/pier-story", article("Pier seven closes", PIER))
    web.set(QUAY, "/harbour/light-story", article("Lighthouse lit again", LIGHT, byline="Ann Writer"))
    web.set(QUAY, "/rss", rss([(pier, "Pier seven closes", at(0)), (light, "Lighthouse lit again", at(0))], source="Wire"))
    web.set(FERRY, "/rss", rss([]))
    first = run(wanted, 0)
    assert first.exit_code == 0
    assert table(wanted, web) == {
        ("The Quay", "/harbour/pier-story", "canonical", "Pier seven closes", 0),
        ("The Quay", "/harbour/light-story", "canonical", "Lighthouse lit again", 0),
    }
    assert web.counted() == EVERY_NIGHT | {f"{QUAY} /harbour/pier-story": 1, f"{QUAY} /harbour/light-story": 1}
    assert by_site(first) == {"quay": (2, 0, 2, 0), "ferry": (0, 0, 0, 0)}
    assert {(row["source"], row["source_kind"], row["published_at"]) for row in copies(wanted)} == {("quay", "crawl", at(0))}

    # The second night: the pier has moved, the lighthouse has another paragraph, the market is new; the other outlet cuts the wire.
    more = "A boat will take visitors out to the rock on Sundays."
    theirs, again = (web.url(FERRY, f"/news/pier-seven-closes-{n}") for n in ("after-collision", "once-more"))
    web.set(QUAY, "/harbour/light-story", article("Lighthouse lit again", [*LIGHT, more]))
    web.set(QUAY, "/harbour/pier-story", Answer(status=301, headers={"Location": moved}))
    web.set(QUAY, "/harbour/moved-story", article("Pier seven closes", PIER))
    web.set(QUAY, "/harbour/market-story", article("Guild elects a woman", MARKET))
    named = [(pier, "Pier seven closes", at(1)), (light, "Lighthouse lit again", at(1)), (market, "Guild", at(1))]
    web.set(QUAY, "/rss", rss(named))
    web.set(FERRY, "/news/pier-seven-closes-after-collision", article("Ferry hits pier", PIER[:3]))
    web.set(FERRY, "/news/pier-seven-closes-once-more", article("Ferry hits pier", PIER[:3]))
    web.set(FERRY, "/rss", rss([(theirs, "Ferry hits pier", at(1)), (again, "Ferry hits pier", at(1))]))
    second = run(wanted, 1)
    assert second.exit_code == 0
    after_two = {
        ("The Quay", "/harbour/pier-story", "canonical", "Pier seven closes", 0),
        ("Ferry Post", "/news/pier-seven-closes-after-collision", "excerpt", "Pier seven closes", 0),
        ("Ferry Post", "/news/pier-seven-closes-once-more", "excerpt", "Pier seven closes", 0),
        ("The Quay", "/harbour/light-story", "excerpt", "Lighthouse lit again", 1),  # the fuller version is the article now
        ("The Quay", "/harbour/light-story", "canonical", "Lighthouse lit again", 1),
        ("The Quay", "/harbour/market-story", "canonical", "Guild elects a woman", 0),
    }
    assert table(wanted, web) == after_two
    changed = ("pier", "moved", "light", "market")
    assert web.counted() == EVERY_NIGHT | {
        **{f"{QUAY} /harbour/{name}-story": 1 for name in changed},
        f"{FERRY} /news/pier-seven-closes-after-collision": 1,
        f"{FERRY} /news/pier-seven-closes-once-more": 1,
    }
    assert by_site(second) == {"quay": (1, 1, 2, 1), "ferry": (2, 0, 0, 2)}

    # The third night: the lighthouse story is told anew; the market's page is gone, and so is one that only the feed knows.
    web.set(QUAY, "/harbour/light-story", article("Lighthouse lit again", [*NEWS, LIGHT[2], more]))
    web.set(QUAY, "/harbour/market-story", None)
    gone = web.url(QUAY, "/2026/11/21/withdrawn-story-of-the-harbour")
    web.set(QUAY, "/rss", rss([(gone, "Withdrawn", at(2)), (market, "Guild", at(2)), (light, "Lighthouse lit again", at(2))]))
    third = run(wanted, 2)
    assert (third.exit_code, third.load.reasons) == (0, {"gone": 2})
    assert table(wanted, web) == after_two | {("The Quay", "/harbour/light-story", "update", "Lighthouse lit again", 0)}
    asked = ("/harbour/light-story", "/harbour/market-story", "/2026/11/21/withdrawn-story-of-the-harbour")
    assert web.counted() == EVERY_NIGHT | {f"{QUAY} {path}": 1 for path in asked}
    rejects = ds.dataset(wanted.out / "tables" / "rejects").to_table().to_pylist()
    assert {(r["url"], r["stage"], r["reason"], r["source"]) for r in rejects} == {
        (url, "fetch", "gone", "quay") for url in (gone, market)
    }
    assert not verify(Dataset.open(wanted.out), raw=True, bytes_of=bytes_of, bytes_of_each=bytes_of_each)


def test_a_crash_between_crawl_and_commit_is_made_good_the_next_night(web: NewsSite, tmp_path: Path) -> None:
    """What was fetched is loaded without being fetched again; a second load of the same files changes nothing."""
    wanted = settings(tmp_path, web)
    light = web.url(QUAY, "/harbour/light-story")
    web.set(QUAY, "/harbour/light-story", article("Lighthouse lit again", LIGHT))
    web.set(QUAY, "/rss", rss([(light, "Lighthouse lit again", at(0))]))
    web.set(FERRY, "/rss", rss([]))

    class Crash(PlainSteps):
        def loading(self, prepared: Prepared) -> Iterator[RunSteps]:  # type: ignore[override]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), open_night(wanted, FIRST_NIGHT) as night:
        run_night(night, Crash(), stop=threading.Event(), clock=lambda: FIRST_NIGHT)
    web.take_log()
    outcome = run(wanted, 1)
    assert outcome.load.counts.copies_added == 1
    assert f"{QUAY} /harbour/light-story" not in web.counted()

    with CrawlState(wanted.out / "state" / "crawl.sqlite") as state:
        state._db.execute("update files set loaded_by = null")  # as if the crash had come between the two commits
    again = run(wanted, 2)
    assert (again.load.counts.copies_added, again.load.counts.unchanged) == (0, 1)
    assert len(copies(wanted)) == 1


@pytest.mark.parametrize("answer", [None, Answer(b"<html><body>Before you continue: we value your privacy</body></html>")])
def test_a_failing_site_never_fails_the_night(answer: Answer | None, web: NewsSite, tmp_path: Path) -> None:
    """Exit code 10, the other site's pages in the tables, the failure in the report; also where a page came for the feed."""
    wanted = settings(tmp_path, web)
    web.set(FERRY, "/rss", answer)
    web.set(QUAY, "/harbour/light-story", article("Lighthouse lit again", LIGHT))
    web.set(QUAY, "/rss", rss([(web.url(QUAY, "/harbour/light-story"), "Lighthouse", at(0))]))
    outcome = run(wanted, 0)
    assert (outcome.exit_code, outcome.load.counts.copies_added) == (10, 1)
    assert outcome.summary.failed_sites == ("ferry",)


def test_a_night_through_the_command_line(web: NewsSite, tmp_path: Path, prefect_home: Path) -> None:
    """The last line adds up, the flow run and its report are in Prefect's history, the report can be printed and written."""
    wanted = settings(tmp_path, web)
    web.set(QUAY, "/harbour/light-story", article("Lighthouse lit again", LIGHT))
    web.set(QUAY, "/rss", rss([(web.url(QUAY, "/harbour/light-story"), "Lighthouse", datetime.now().astimezone())]))
    web.set(FERRY, "/rss", rss([]))
    done = copydesk("nightly", "--sites", wanted.sites_file, "--out", wanted.out, "--workers", 1, home=prefect_home)
    assert done.code == 0, done.stderr
    assert (done.counts["copies"], done.counts["in"], done.counts["status"]) == ("1", "1", "done")
    report = copydesk("report", "--json", "--html", tmp_path / "report.html", "--out", wanted.out, home=prefect_home)
    assert json.loads(report.stdout)["sites"][0]["new"] == 1
    assert "<svg" in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nightly", "--sites", "no/such.toml"], "no/such.toml"),
        (["nightly", "--max-minutes", "0"], "--max-minutes"),
        (["nightly", "--min-words", "-1"], "--min-words"),
        (["nightly", "atlantis"], "atlantis"),
        (["serve", "--time-zone", "Nowhere"], "--time-zone"),
        (["report"], "nightly"),
        (["sites", "check", "atlantis"], "atlantis"),
    ],
)
def test_wrong_use_ends_at_once(arguments: list[str], message: str, tmp_path: Path, prefect_home: Path) -> None:
    """Exit code 3, before anything has started."""
    out = [] if arguments[0] == "sites" else ["--out", tmp_path / "none"]
    done = copydesk(*arguments, *out, home=prefect_home)
    assert (done.code, message in done.stderr, "Traceback" in done.stderr) == (3, True, False), done.stderr
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), "sqlite"])
def test_a_full_disk_is_told_as_such(error: OSError | str, web: NewsSite, tmp_path: Path) -> None:
    """Exit code 14, whoever notices first; another error flies as it is."""
    wanted = settings(tmp_path, web)
    with pytest.raises(DiskFullError, match=r"full|No space") as caught, open_night(wanted, FIRST_NIGHT):
        if isinstance(error, OSError):
            raise error
        with sqlite3.connect(tmp_path / "small.sqlite") as db:
            db.execute("pragma max_page_count = 2")
            db.executescript("create table t (x); insert into t values (zeroblob(100000));")
    assert caught.value.exit_code == 14
    with pytest.raises(OSError, match="other"), open_night(wanted, FIRST_NIGHT):
        raise OSError(errno.EIO, "other")


def test_a_full_disk_is_told_within_the_flow(web: NewsSite, tmp_path: Path) -> None:
    """What flies out of a flow as it is, Prefect shows as a traceback above the one line that says it."""

    class Full(PlainSteps):
        def crawl(self, job: CrawlJob) -> CrawlOutcome:
            raise OSError(errno.ENOSPC, "No space left on device")

    with open_night(settings(tmp_path, web), FIRST_NIGHT) as night, pytest.raises(DiskFullError, match="goes on where"):
        run_night(night, Full(), stop=threading.Event(), clock=lambda: FIRST_NIGHT)
