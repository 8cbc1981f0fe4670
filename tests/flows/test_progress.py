"""Progress: a bar for people, lines for logs, nothing on stdout."""

import io

import pytest
from rich.console import Console

from flows import progress
from flows.progress import RunProgress


def test_a_log_gets_plain_lines_now_and_then(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """No bar, no colour: documents, rate, share and what is left, on stderr."""
    monkeypatch.setattr(progress, "PLAIN_INTERVAL_S", 0.0)
    with RunProgress("backfill", console=Console(file=io.StringIO())) as shown:
        shown.expect(1_000)
        shown.show(documents=40, done_bytes=500)
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
