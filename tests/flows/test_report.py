"""The morning's report: what stands out, and nothing a server sent can break it."""

import dataclasses
import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from flows.crawl_child import STALLED, CrawlOutcome
from flows.failed_nights import failure_noted
from flows.night import NightOutcome
from flows.night_summary import HostNight, NightSummary, SiteNight, _silent_for, read_nights
from flows.notify import failure_told, post, say_how_it_went, tell
from flows.report_command import report
from flows.report_text import alarm_lines, html_report, markdown_report
from flows.run import Outcome
from flows.run_rows import Counts
from flows.settings import SettingsError
from pipeline.dataset import Dataset, writer_lock
from pipeline.dataset.layout import DatasetPaths
from schemas.reasons import Reason
from spiders.state import CrawlState, Fetched

GOOD = '[[site]]\nid = "quay"\noutlet = "The Quay"\nfeeds = ["https://quay.example/feed"]\n'


def night(number: int = 1, *sites: SiteNight, **values: Any) -> NightSummary:
    given: dict[str, Any] = {
        "night": f"n{number:02d}",
        "started_at": f"2026-11-{number:02d}T03:00:00+00:00",
        "finished_at": f"2026-11-{number:02d}T04:00:00+00:00",
        "status": "done",
        "crawl_ended": "finished",
        "crawl_seconds": 600.0,
        "requests": 10,
        "bytes": 2**20,
        "articles": number,
        "copies": 1,
        "rejects": 2,
        "unchanged": 0,
        "sites": sites,
        "slowest_hosts": (HostNight(host="quay.example", requests=3, mean_s=1.5, slowest_s=4.0),),
    }
    return NightSummary(**given | values)


def site(name: str = "quay", **values: Any) -> SiteNight:
    return SiteNight(site=name, outlet=f"The {name}", **values)


@pytest.mark.parametrize(
    ("earlier", "new", "expected"),
    [
        ([5, 4, 6], 0, 1),
        ([0, 5, 4, 6], 0, 2),
        ([5, 4, 6], 1, 0),
        ([5, 4], 0, 0),
        ([1, 0, 1, 0, 1], 0, 0),
        ([], 0, 0),
    ],
)
def test_a_site_that_usually_yields_and_now_does_not_is_silent(earlier: list[int], new: int, expected: int) -> None:
    """Latest first; small sites and new sites never alarm."""
    history = [night(20 - i, site(new=n)) for i, n in enumerate(earlier)]
    assert _silent_for(history, "quay", new, datetime(2026, 11, 21, 3, tzinfo=UTC)) == expected


def test_a_second_crawl_the_same_morning_alarms_nobody() -> None:
    """A few hours after a good night no site has much that is new."""
    history = [night(20, site(new=0), started_at="2026-11-20T07:00:00+00:00"), *(night(n, site(new=5)) for n in (20, 19, 18))]
    assert _silent_for(history, "quay", 0, datetime(2026, 11, 20, 8, tzinfo=UTC)) == 0
    assert _silent_for(history, "quay", 0, datetime(2026, 11, 21, 3, tzinfo=UTC)) == 2


def test_what_needs_attention_comes_first() -> None:
    """Silent and failed sites, before the long table; in both forms."""
    nights = [
        night(2, site(silent_for=3), site("ferry", failed=True, problems=("https://ferry.example/rss: status 500",))),
        night(1),
    ]
    for text in (markdown_report(nights), html_report(nights)):
        assert text.index("no new page for 3 nights") < text.index("Sites")
        assert text.index("status 500") < text.index("Sites")


def test_the_first_sentence_adds_up_with_the_table() -> None:
    """A night's `copies` counts every accepted page, a site's only those of a known article: one word must not mean both."""
    sites = (site(articles=30, copies=12, rejected={"gone": 4}), site("ferry", articles=7, copies=7, rejected={"network": 3}))
    text = markdown_report([night(3, *sites, articles=37, copies=56, rejects=5, unchanged=2)])
    assert "Begun 2026-11-03 03:00 UTC: " in text
    assert "37 articles and 19 further copies added, 5 rejected, 2 known already" in text


def test_a_silent_site_is_told_with_what_is_wrong_with_its_feed() -> None:
    """Also where the feed failed as a whole: the terminal and a mail show these lines alone."""
    problem = "https://quay.example/rss: http_status: status 403"
    lines = alarm_lines(night(1, site(silent_for=1, failed=True, problems=(problem,)), site("ferry", silent_for=2)))
    assert lines == [
        f"The quay (quay) is silent: no new page for 1 night, it usually has some; {problem}",
        "The ferry (ferry) is silent: no new page for 2 nights, it usually has some",
    ]


def test_a_night_without_a_request_says_why() -> None:
    """Nothing was due; or a feed was, and its host was not even found."""
    idle = {"requests": 0, "rejects": 0}
    assert "No feed was due yet" in markdown_report([night(1, site(), **idle)])
    assert "No feed was due yet" not in markdown_report([night(1, site(failed=True), **idle)])


def test_the_trend_has_a_bar_for_each_night() -> None:
    """Four charts, drawn in the page itself."""
    page = html_report([night(n) for n in range(30, 0, -1)])
    assert page.count("<svg") == 4
    assert page.count("<rect") == 4 * 30
    assert "<script" not in page
    assert "http-equiv" not in page


def test_what_servers_send_cannot_break_the_report() -> None:
    """Markup in a feed's problem stays text; a bar does not make a cell."""
    bad = site(problems=("https://quay.example/rss: expected a feed, found <script>alert(1)</script> | x",))
    assert "<script>" not in html_report([night(1, bad)])
    line = next(line for line in markdown_report([night(1, bad)]).splitlines() if "alert" in line)
    assert "<script>" not in line
    assert "\\|" in line


def test_summaries_survive_the_state(tmp_path: Path) -> None:
    """Written by one night, read by the next ones' reports, latest first."""
    with CrawlState(tmp_path / "crawl.sqlite") as state:
        for number in (1, 2):
            state.begin(f"n{number:02d}", float(number))
            state.end(f"n{number:02d}", number + 0.5, "done", night(number, site(rejected={"gone": 1})).as_json())
        nights = read_nights(state)
    assert [n.night for n in nights] == ["n02", "n01"]
    assert nights[0] == night(2, site(rejected={"gone": 1}))


def test_a_night_that_was_killed_is_told_before_the_one_that_came_to_its_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In each form; whoever reads the report of the night before must not take it for the last one's."""
    with CrawlState(DatasetPaths(tmp_path).crawl_state) as state:
        state.begin("n01", 0.0)
        state.end("n01", 1.0, "done", night(1).as_json())
        state.begin("n02", 86_400.0)
        state.begin("n03", 172_800.0)
    report(tmp_path, as_json=False, html=None)
    text = capsys.readouterr().out
    assert text.startswith("**Night n03 began 1970-01-03 00:00 UTC and has not come to its end, as 1 before it")
    report(tmp_path, as_json=True, html=tmp_path / "report.html")
    assert [n["night"] for n in json.loads(capsys.readouterr().out)["unfinished"]] == ["n03", "n02"]
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert 0 < page.index("n03 began") < page.index("Night n01: done")


def test_where_no_night_came_to_its_end_the_one_that_began_is_named(tmp_path: Path) -> None:
    """The first night was killed."""
    with CrawlState(DatasetPaths(tmp_path).crawl_state) as state:
        state.begin("n01", 86_400.0)
    with pytest.raises(SettingsError, match="Night n01 began 1970-01-02 00:00 UTC"):
        report(tmp_path, as_json=False, html=None)


def test_a_night_that_failed_before_its_crawl_is_told_with_its_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake in the file of sites, or another writer, through the command: each form of the report says so."""
    Dataset.create_or_open(tmp_path)
    wrong = tmp_path / "sites.toml"
    wrong.write_text("[[site]]\nid = 5\n")
    assert main(["nightly", "--sites", str(wrong), "--out", str(tmp_path)]) == 3
    with pytest.raises(SettingsError, match=r"failed: --sites: .*line 2"):
        report(tmp_path, as_json=False, html=None)
    with CrawlState(DatasetPaths(tmp_path).crawl_state) as state:
        state.begin("n01", 0.0)
        state.end("n01", 1.0, "done", night(1, started_at="2026-01-01T03:00:00+00:00").as_json())
    wrong.write_text(GOOD)
    with writer_lock(tmp_path):
        assert main(["nightly", "--sites", str(wrong), "--out", str(tmp_path)]) == 13
    capsys.readouterr()
    report(tmp_path, as_json=False, html=None)
    assert re.match(r"\*\*The night of 2\d{3}-\d\d-\d\d .* UTC failed, as 1 before it: .*writ", capsys.readouterr().out)
    report(tmp_path, as_json=True, html=tmp_path / "report.html")
    assert ["sites.toml" in n["error"] for n in json.loads(capsys.readouterr().out)["failed"]] == [False, True]
    assert "failed, as 1 before it" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_night_that_went_well_since_is_reported_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What failed before it is over."""
    Dataset.create_or_open(tmp_path)
    with pytest.raises(OSError, match="disk"), failure_noted(tmp_path):
        raise OSError("the disk")
    with CrawlState(DatasetPaths(tmp_path).crawl_state) as state:
        state.begin("n01", 0.0)
        state.end("n01", 1.0, "done", night(1, started_at="2999-01-01T03:00:00+00:00").as_json())
    report(tmp_path, as_json=False, html=None)
    assert capsys.readouterr().out.startswith("# Night n01")


def test_a_failure_that_cannot_be_written_down_flies_as_it_is(tmp_path: Path) -> None:
    """No dataset is made for it, and no second error hides the first."""
    with pytest.raises(OSError, match="disk"), failure_noted(tmp_path / "none"):
        raise OSError("the disk")
    assert not (tmp_path / "none").exists()


def test_a_report_is_read_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A full disk is what one wants to read of; what SQLite had not yet put into its file is not lost."""
    file = DatasetPaths(tmp_path).crawl_state
    with CrawlState(file) as state:
        state.begin("n01", 86_400.0)
        state.end("n01", 86_401.0, "done", night(1).as_json())
        state.begin("n02", 172_800.0)
        usual = sqlite3.connect
        monkeypatch.setattr(sqlite3, "connect", lambda path: usual(path if Path(path) != file else "/nowhere/crawl.sqlite"))
        report(tmp_path, as_json=False, html=None)
    assert capsys.readouterr().out.startswith("**Night n02 began")


def test_what_report_cannot_read_or_write_is_told(tmp_path: Path) -> None:
    """No traceback for another's dataset, a damaged state or a folder that is not there."""
    with CrawlState(DatasetPaths(tmp_path).crawl_state) as state:
        state.begin("n01", 86_400.0)
        state.end("n01", 86_401.0, "done", night(1).as_json())
    with pytest.raises(SettingsError, match=r"--html: .*nowhere"):
        report(tmp_path, as_json=False, html=tmp_path / "nowhere" / "report.html")
    DatasetPaths(tmp_path).crawl_state.write_bytes(b"no database at all, " * 1_000)
    with pytest.raises(SettingsError, match=r"crawl\.sqlite"):
        report(tmp_path, as_json=False, html=None)


@pytest.fixture
def hook() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A webhook on loopback and what it was told."""
    told: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204 if self.path == "/ok" else 500)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", told
    server.shutdown()
    server.server_close()


def test_the_webhook_is_told_and_its_failure_is_only_said(
    hook: tuple[str, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line for a chat and the whole night; no secret of its address comes back."""
    address, told = hook
    monkeypatch.setenv("COPYDESK_WEBHOOK", f"{address}/ok")
    tell(night(3, site(silent_for=2)))
    assert "The quay is silent" in told[0]["text"]
    assert told[0]["night"] == json.loads(json.dumps(dataclasses.asdict(night(3, site(silent_for=2)))))
    monkeypatch.setenv("COPYDESK_WEBHOOK", f"{address}/broken?token=secret")
    tell(night(3))
    assert capsys.readouterr().err == "copydesk: the webhook was not told: HTTPError\n"
    assert post("no address", {}) == "ValueError"


def test_a_crawl_that_did_not_come_to_its_end_is_told_beside_the_last_line(capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code is 15, and the last line alone says `done`."""
    load = Outcome(run_id="n01", status="done", counts=Counts(), reasons={}, read_failures=0)
    say_how_it_went(NightOutcome(crawl=CrawlOutcome(ended=STALLED), load=load, summary=night(crawl_ended=STALLED)), 1.0)
    told = capsys.readouterr()
    assert told.err == "copydesk: The crawl made no progress and was ended; what it had is loaded.\n"
    assert told.out.startswith("run=n01 status=done")


def test_the_page_has_charts_for_all_and_for_each_site_in_both_colour_schemes() -> None:
    """A bar for each night; a site that has been there for one night only has a bar of its own height there."""
    page = html_report([night(2, site(new=4), site("new", new=1)), night(1, site(new=2))])
    assert page.count("<svg") == 4 + 2
    assert page.count("<rect") == 2 * (4 + 2)
    assert "prefers-color-scheme:dark" in page


def test_the_webhook_is_told_of_a_night_that_failed(
    hook: tuple[str, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody may take silence for a good night; the error flies on."""
    address, told = hook
    monkeypatch.setenv("COPYDESK_WEBHOOK", f"{address}/ok")
    with pytest.raises(OSError, match="disk"), failure_told():
        raise OSError("the disk is full")
    assert told == [{"text": "Copydesk: the night failed: OSError: the disk is full", "night": None}]


def test_an_address_that_fails_again_is_listed_each_night(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`rejects` holds one row for all its nights; by default the latest night is told."""
    with CrawlState(DatasetPaths(tmp_path).crawl_state) as state:
        for number, name in enumerate(("20261128T030000Z-aaaa", "20261129T030000Z-bbbb")):
            state.begin(name, 1e9 + number)
            for url in ("https://quay.example/down", f"https://quay.example/{number}"):
                fetch = {"site": "quay", "kind": "page", "url": url, "at": 1e9 + number}
                state.fetched(name, Fetched(**fetch, outcome="refused", reason=Reason.NETWORK, detail="refused"))
            state.fetched(name, Fetched(**fetch, outcome="new"))
            state.loaded(name, [], 99)

    def told(*night: str) -> list[str]:
        assert main(["report", "--out", str(tmp_path), "--json", "--failed", *night]) == 0
        return [json.loads(line)["url"].rsplit("/", 1)[1] for line in capsys.readouterr().out.splitlines()]

    assert (told(), told("20261128"), told("202611")) == (["1", "down"], ["0", "down"], ["0", "down", "1", "down"])
    assert main(["report", "--out", str(tmp_path), "--failed", "2025"]) == 3
    assert "begins with '2025'" in capsys.readouterr().err
