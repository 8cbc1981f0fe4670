"""The evidence of a match and two days in; whether one text is a later version of the other's running story out."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.copies.compare import Evidence

UPDATE_COVERAGE = 0.35
"""A later version keeps at least this share of the shorter text, in one place or another."""
UPDATE_NEWS = 0.5
"""Where the two leads together share less than this with the other text, and a day lies between, the news is new, however much
of the background was kept."""
UPDATE_KEPT = 0.75
"""Above this coverage of the shorter text the new lead is a sub-editor's."""
UPDATE_TITLE = 0.3
"""And this share of the two headlines' words."""
UPDATE_NUMBERS = 0.5
"""And this share of the figures: a daily report in the same words with other figures is a template, not an update."""
UPDATE_DAYS = timedelta(days=3)
"""A running story's next version follows within days."""


def is_update(evidence: Evidence, later: timedelta, title: str | None, earlier_title: str | None) -> bool:
    """Whether a text is a later version of another's running story: dated later, much the same, under a like title."""
    if evidence.short_covered < UPDATE_COVERAGE or evidence.figures_shared < UPDATE_NUMBERS:
        return False
    if not timedelta(0) <= later <= UPDATE_DAYS:
        return False
    ours, theirs = set((title or "").casefold().split()), set((earlier_title or "").casefold().split())
    return bool(ours | theirs) and len(ours & theirs) / len(ours | theirs) >= UPDATE_TITLE


def has_new_lead(evidence: Evidence, later: timedelta) -> bool:
    """Whether days lie between two texts that share background but not the news on top."""
    new = evidence.lead_of_short + evidence.lead_of_long < UPDATE_NEWS and evidence.short_covered < UPDATE_KEPT
    return new and abs(later) >= timedelta(days=1)


def time_after(published: date | None, earlier: date | None) -> timedelta:
    """How long after the other a text was published; less than no time where either day is unknown."""
    if published is None or earlier is None:
        return -timedelta.resolution
    return published - earlier
