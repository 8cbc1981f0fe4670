"""A headline and the units from the body's first to its last in; whether they are a live report, post upon post, out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.text.units import Unit

MIN_POSTS = 2
"""Times on lines of their own, where the headline calls itself live."""
MIN_UNNAMED_POSTS = 4
"""The same where it does not; they must run in one direction."""
MAX_POST_HEAD = 80
_ZONE = r"(?:\s?(?:[ap]\.?m\.?|AM|PM|A\.M\.|P\.M\.|Uhr|hrs?|[A-Z]{2,4}T|GMT|UTC|h))*"
_CLOCK = r"(?P<hour>[01]?\d|2[0-3])[.:h](?P<minute>[0-5]\d)"
_POST_TIME = re.compile(
    rf"(?:(?:Post(?:ed)?|Updated?|Published|Stand|Entry)\s(?:at\s|um\s)?)?{_CLOCK}(?::[0-5]\d)?{_ZONE}"
    r"(?:\s?[,|·•–—-]?\s?(?:\d{1,2}\s)?[A-Z][a-z]{2,8}\.?(?:\s\d{1,2})?(?:,?\s(?:19|20)\d\d)?)?[\s:|–—-]*",
)
_AGO = re.compile(r"(?:Updated\s)?(?:\d{1,2}\s?(?:h|hr|hrs|m|min|mins|minutes?|hours?)\s?){1,2}\sago(?:[\s\d.:,a-zA-Z]{0,24})?")
_LIVE_TITLE = re.compile(
    r"\blive[\s-]?(?:updates?|blog|coverage|report(?:ing)?|ticker|text)\b|\blive(?:\s?[:|–—]|\s-\s|$)"
    r"|\bas it happened\b|\bminute by minute\b|\bnews[\s-]?(?:ticker|blog)\b|\ben (?:directo|direct|vivo)\b|\bin diretta\b"
    r"|\bao vivo\b|\bminuto a minuto\b|^direct\s?:",
    re.IGNORECASE,
)


def is_live_report(title: str | None, units: Sequence[Unit]) -> bool:
    """Whether an article is a live report.

    Args:
        title: The headline, where the dump holds one.
        units: All units from the body's first to its last, those between the paragraphs too.
    """
    times = [found for unit in units if (found := _post_time(unit.text)) is not None]
    if title is not None and _LIVE_TITLE.search(title):
        return len(times) >= MIN_POSTS
    clocks = [minutes for minutes in times if minutes >= 0]
    steps = [b - a for a, b in pairwise(clocks) if a != b]
    ordered = max(sum(s > 0 for s in steps), sum(s < 0 for s in steps)) if steps else 0
    return len(clocks) >= MIN_UNNAMED_POSTS and ordered >= MIN_UNNAMED_POSTS - 1 and ordered >= 0.75 * len(steps)


def _post_time(text: str) -> int | None:
    """Minutes of the day that a post's head prints; -1 for `12 minutes ago`."""
    if not 4 <= len(text) <= MAX_POST_HEAD or not any(map(str.isdigit, text)):
        return None
    if (found := _POST_TIME.fullmatch(text)) is not None:
        hour = int(found["hour"])
        late = hour < 12 and re.search(r"p\.?m", text, re.IGNORECASE) is not None
        return (hour + 12 * late) * 60 + int(found["minute"])
    return -1 if _AGO.fullmatch(text) else None
