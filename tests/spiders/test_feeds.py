"""Feeds of every dialect, whole and broken."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from spiders.feeds import MAX_ENTRIES, parse_feed

CASES = json.loads((Path(__file__).parent / "cases" / "feeds.json").read_text(encoding="utf-8"))


def said(entry: Any) -> dict[str, str]:
    return {k: v for k, v in dataclasses.asdict(entry).items() if v is not None}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["label"])
def test_a_feed_gives_its_entries(case: dict[str, Any]) -> None:
    """As `cases/feeds.json` says; what is wrong with the feed is told."""
    listing = parse_feed(case["text"].encode(), case["url"])
    assert [said(entry) for entry in listing.entries] == case["expected"]
    assert (case.get("problem") or "") in (listing.problem or "")
    assert bool(case.get("problem")) == bool(listing.problem)


@pytest.mark.parametrize(
    ("encoding", "declared", "charset"),
    [
        ("windows-1252", "windows-1252", None),
        ("windows-1252", "utf-8", None),
        ("windows-1252", None, None),
        ("utf-8", "iso-8859-1", "utf-8"),
        ("utf-8", None, None),
        ("utf-16", "utf-16", None),
        ("iso-8859-2", "iso-8859-2", "iso-8859-2"),
        ("utf-8", "no-such-thing", "neither-this"),
    ],
)
def test_a_wrong_encoding_is_found_out(encoding: str, declared: str | None, charset: str | None) -> None:
    """Declared rightly, wrongly, twice or not at all."""
    declaration = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    text = (
        f"{declaration}<rss><channel><item><title>Café für öl</title><link>https://quay.example/a</link></item></channel></rss>"
    )
    text = text.replace("Café für", "Caf\u00e9 f\u00fcr") if encoding != "iso-8859-2" else text
    (entry,) = parse_feed(text.encode(encoding), "https://quay.example/", charset).entries
    assert entry.title == "Café für öl"


def test_an_endless_feed_is_cut() -> None:
    """And says so."""
    items = "".join(f"<item><link>https://quay.example/{n}</link></item>" for n in range(MAX_ENTRIES + 5))
    listing = parse_feed(f"<rss><channel>{items}</channel></rss>".encode(), "https://quay.example/")
    assert (len(listing.entries), "more than" in (listing.problem or "")) == (MAX_ENTRIES, True)


def test_an_entry_changes_with_its_time_or_title_alone() -> None:
    """What a feed shuffles otherwise (category, source) is no change."""
    one = "<rss><channel><item><title>{0}</title><link>https://q.example/a</link><category>{1}</category><pubDate>{2}</pubDate></item></channel></rss>"
    prints = [
        parse_feed(one.format(*v).encode(), "https://q.example/").entries[0].fingerprint()
        for v in [("T", "x", "1"), ("T", "y", "1"), ("U", "x", "1"), ("T", "x", "2")]
    ]
    assert [p == prints[0] for p in prints] == [True, True, False, False]


def test_encodings_that_the_parser_does_not_know_are_read() -> None:
    """Korean feeds in cp949, Japanese ones in ISO-2022-JP."""
    for encoding, title in (("cp949", "항구의 배가 늦는다"), ("iso-2022-jp", "港の船が遅れる")):
        text = f"<?xml version='1.0' encoding='{encoding}'?><rss><channel><item><title>{title}</title><link>https://q.example/a</link></item></channel></rss>"
        (entry,) = parse_feed(text.encode(encoding), "https://q.example/").entries
        assert entry.title == title
