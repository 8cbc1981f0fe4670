"""The command line as a whole."""

import io
import json
import sys
from pathlib import Path

import pytest

from flows.cli import main


def test_stdout_takes_any_sign(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Under `LC_ALL=C` what cannot be encoded is escaped, so that a line of JSON stays one."""
    stdout = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stdout)
    sites = tmp_path / "sites.toml"
    sites.write_text('[[site]]\nid = "quay"\noutlet = "Fähre 🚢"\nfeeds = ["https://quay.example/feed"]\n', encoding="utf-8")
    assert main(["sites", "ls", "--json", "--sites", str(sites)]) == 0
    stdout.flush()
    told = stdout.buffer.getvalue()  # type: ignore[attr-defined]
    assert json.loads(told)["outlet"] == "Fähre 🚢"
