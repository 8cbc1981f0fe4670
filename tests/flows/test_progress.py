"""Progress: a bar for people, lines for logs, nothing on stdout."""

import io
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from rich.console import Console

from flows import progress, sites_command
from flows.cli import main
from flows.progress import RunProgress


def test_a_log_gets_plain_lines_now_and_then(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """No bar, no colour: documents, rate, share and what is left, on stderr."""
    monkeypatch.setattr(progress, "PLAIN_INTERVAL_S", 0.0)
    with RunProgress("backfill", console=Console(file=io.StringIO())) as shown:
        shown.expect(1_000)
        shown.advance(30, 400)
        shown.advance(10, 100)
    said = capsys.readouterr()
    assert said.out == ""
    assert "backfill: 40 documents" in said.err
    assert "50%" in said.err
    assert "\x1b" not in said.err


def test_a_terminal_gets_a_bar() -> None:
    """Documents, rate and the remaining time."""
    screen = io.StringIO()
    with RunProgress("backfill", console=Console(file=screen, force_terminal=True, width=120)) as shown:
        shown.expect(1_000)
        shown.show(documents=40, done_bytes=500, note="committing")
        shown._bar.refresh()  # type: ignore[union-attr]
    assert "40 docs" in screen.getvalue()
    assert "committing" in screen.getvalue()


class AnsweringSlowly:
    """A crawl that has made its first requests."""

    def __init__(self, *_: object) -> None:
        """It is under way."""

    def __enter__(self) -> "AnsweringSlowly":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""

    def wait(self, *, stop: threading.Event, stall_s: float, on_progress: Callable[[Mapping[str, int]], None]) -> None:
        on_progress({"requests": 7, "page_new": 2})


def test_how_far_a_check_of_sites_is_can_be_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It asks for minutes: as a crawl it says on stderr how far it is, and stdout stays data."""
    monkeypatch.setattr(progress, "PLAIN_INTERVAL_S", 0.0)
    monkeypatch.setattr(sites_command, "CrawlChild", AnsweringSlowly)
    sites = tmp_path / "sites.toml"
    sites.write_text('[[site]]\nid = "quay"\noutlet = "The Quay"\nfeeds = ["https://quay.example/feed"]\n')
    assert main(["sites", "check", "--sites", str(sites), "--json"]) == 10
    said = capsys.readouterr()
    assert "sites check: 2 documents" in said.err
    assert "7 requests" in said.err
    assert [line[:1] for line in said.out.splitlines()] == ["{"]
