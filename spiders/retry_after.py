"""A `Retry-After` header in; seconds to wait out."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_PAUSE_S = 6 * 3_600.0
"""A host that asks for more is left for the next night."""


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Seconds that a host asks to be left alone.

    Args:
        value: The header: seconds or an HTTP date; None where it is missing.
        now: Aware.

    Returns:
        At least 0, at most `MAX_PAUSE_S`; None where there is no usable header.
    """
    if value is None:
        return None
    text = value.strip()
    if text.isdecimal() and text.isascii():
        return min(float(text), MAX_PAUSE_S)
    try:
        then = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    wait = (then if then.tzinfo else then.replace(tzinfo=UTC)) - now
    return min(max(0.0, wait.total_seconds()), MAX_PAUSE_S)
