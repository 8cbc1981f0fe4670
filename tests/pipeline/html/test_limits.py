"""Hostile pages against the promises about them: time, memory, and the same outcome whatever was read before."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.html.failure import PageFailure
from pipeline.html.sandbox import Sandbox
from tests.pipeline.html.pages import HOSTILE, PARAGRAPHS, body, page

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 5.0
MEGABYTES = 500

HONEST = {f"honest {count}": page(body(PARAGRAPHS[:count])) for count in range(3, len(PARAGRAPHS) + 1)}
ODD = ("300 nested tags", "NUL bytes", "empty page", "bottomless JSON", "no HTML", "unclosed tags", "100,000 nested tags")


@pytest.fixture(scope="module")
def scales() -> Iterator[Sandbox]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        with Sandbox(time_limit_s=120.0, target="tests.pipeline.html.hooks:weigh") as sandbox:
            sandbox.extract(HONEST["honest 3"], None)
            yield sandbox


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="a child's peak of memory is read from Linux's /proc")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_stays_within_its_limits(scales: Sandbox, name: str) -> None:
    """None takes over 5 s of CPU time or 500 MB, and each is an article or a failure."""
    told = scales.extract(HOSTILE[name](), None)
    assert isinstance(told, PageFailure)
    outcome, cpu_seconds, peak_kilobytes = told.detail.split()
    assert outcome in {"Extracted", "PageFailure"}
    assert float(cpu_seconds) < SECONDS
    assert int(peak_kilobytes) < MEGABYTES * 1024


def test_the_order_of_pages_changes_nothing() -> None:
    """Read forwards, shuffled, and split over two children, every page has one outcome."""
    pages = HONEST | {name: HOSTILE[name]() for name in ODD}
    shuffled = random.Random(5).sample(sorted(pages), len(pages))
    with Sandbox(time_limit_s=120.0) as first, Sandbox(time_limit_s=120.0) as second:
        forwards = {name: first.extract(pages[name], None) for name in pages}
        again = {name: first.extract(pages[name], None) for name in shuffled}
        split = {name: (first, second)[turn % 2].extract(pages[name], None) for turn, name in enumerate(shuffled)}
    assert again == forwards
    assert split == forwards
