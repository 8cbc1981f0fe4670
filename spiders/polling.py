"""How often a feed changed in; when to ask for it again out."""

from __future__ import annotations

MIN_INTERVAL_S = 15 * 60.0
"""A feed is not asked for more often, however much it changes."""

MAX_INTERVAL_S = 3 * 86_400.0
"""Nor less often, however quiet it is: a site that wakes up is seen within three days."""

FIRST_INTERVAL_S = 3_600.0
"""What a feed that is new to us is taken to do."""

SLACK = 0.9
"""A poll counts as due a little early, so that a night that starts minutes earlier than the last skips nothing."""

NIGHT_S = 86_400.0
"""Between two crawls."""

GIVE_UP_WEIGHT = 4.0
"""A page is tried on four nights over a fortnight, then left."""

PASSING_WEIGHT, LASTING_WEIGHT = 1.0, GIVE_UP_WEIGHT
"""Of a failure that may be over by the next night, and of one that will hardly change."""


def next_interval(previous_s: float | None, *, changed: bool, failed: bool = False) -> float:
    """Seconds until the next poll: halved after news, doubled after none or a failure.

    Args:
        previous_s: The interval before; None for a feed never polled.
        changed: Whether this poll brought an entry we did not know.
        failed: Whether there was no usable answer.
    """
    base = previous_s or FIRST_INTERVAL_S
    factor = 0.5 if changed and not failed else 2.0
    return min(MAX_INTERVAL_S, max(MIN_INTERVAL_S, base * factor))


def next_attempt(weight: float) -> float | None:
    """Seconds until a page that failed is tried again; None once its failures weigh too much.

    Args:
        weight: The sum over its failures, `PASSING_WEIGHT` or `LASTING_WEIGHT` each.
    """
    return None if weight >= GIVE_UP_WEIGHT else NIGHT_S * SLACK * 2 ** max(0.0, weight - PASSING_WEIGHT)
