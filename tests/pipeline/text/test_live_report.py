"""Whether a dump is a live report: post upon post, each under its time."""

from __future__ import annotations

import pytest

from pipeline.text.clean import clean_text
from pipeline.text.live_report import is_live_report
from pipeline.text.units import build_units

POSTS = (
    ("18.05 GMT", "The bridge has been closed in both directions, the county police said. Drivers should use the inland road."),
    ("17.20 GMT", "About 2,300 homes are without electricity, the grid operator said. Crews cannot work until the wind drops."),
    (
        "15.48 GMT",
        "All sailings to the outer islands have been cancelled until Wednesday noon, the harbour office said in a note.",
    ),
    (
        "14.02 GMT",
        "Schools will send their pupils home at two, the council said, because the buses stop before the storm arrives.",
    ),
)


def page(posts: tuple[tuple[str, str], ...]) -> str:
    """The posts as a dump prints them."""
    return "\n\n".join(line for post in posts for line in post)


@pytest.mark.parametrize(
    ("title", "posts", "expected"),
    [
        pytest.param(None, POSTS, True, id="four times that run backwards"),
        pytest.param(None, POSTS[::-1], True, id="four times that run forwards"),
        pytest.param(None, POSTS[:3], False, id="three times tell nothing"),
        pytest.param("Storm Edda live: ferries cancelled", POSTS[:2], True, id="a headline that says so"),
        pytest.param("How to live: a ferryman's advice", POSTS[:1], False, id="one time is a date line's"),
        pytest.param(
            "Sturm Edda im Liveticker", tuple((f"{k + 10}:15 Uhr", t) for k, (_, t) in enumerate(POSTS[:2])), True, id="German"
        ),
        pytest.param(
            None,
            tuple((c, POSTS[0][1]) for c in ("9.10", "21.40", "3.15", "18.30", "4.45")),
            False,
            id="times that jump: a table",
        ),
        pytest.param(
            "Storm Edda live", tuple((f"{k} minutes ago", t) for k, (_, t) in enumerate(POSTS, 3)), True, id="minutes ago"
        ),
        pytest.param("Storm Edda live", (("", POSTS[0][1]), ("", POSTS[1][1])), False, id="a headline alone"),
    ],
)
def test_live_reports(title: str | None, posts: tuple[tuple[str, str], ...], expected: bool) -> None:
    """Times on lines of their own make one; the headline needs fewer of them."""
    units, _ = build_units(page(posts))
    assert is_live_report(title, units) is expected


def test_a_live_report_is_flagged() -> None:
    """The flag reaches the article."""
    text = "Storm Edda live: ferries cancelled as the wind grows\n\nBy Mara Lindt\n\n14 February 2023\n\n" + page(POSTS)
    assert "live_blog" in clean_text(text).extracted.quality_flags
