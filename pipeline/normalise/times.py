"""A publication time as printed and the configured zone in; the day, and the instant where it can be told, out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

from schemas.records import PublishedTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """When a document was published, as far as it can be told; all None where nothing is printed."""

    published_at: datetime | None = None
    """The instant, aware, in UTC; None where no zone is printed or configured, or no time of day is."""
    published_date: date | None = None
    """The publisher's local day."""
    precision: str | None = None
    raw: str | None = None
    source: str | None = None


def resolve(published: PublishedTime | None, zone: str | None) -> Resolved:
    """Turn a printed time into an instant, only where one is really told.

    The printed zone wins over the configured one. A time printed in UTC is the machine's, not the publisher's: with a
    configured zone the day is that zone's. In the hour that a clock change skips, the old offset counts; in the hour that it
    repeats, the first of both.

    Args:
        published: The time as the source gives it.
        zone: IANA name of the publisher's zone (`Europe/Berlin`); None where not configured.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: There is no such zone; the settings are checked at the start of a run.
    """
    if published is None:
        return Resolved()
    local = _zone(zone) if zone else None
    instant = _instant(published, local)
    day = published.day
    if instant is not None and published.utc_offset_minutes == 0 and local is not None:
        day = instant.astimezone(local).date()
    return Resolved(
        published_at=instant,
        published_date=day,
        precision=published.precision,
        raw=published.raw,
        source=published.source,
    )


def _instant(published: PublishedTime, local: ZoneInfo | None) -> datetime | None:
    if published.clock is None or published.precision not in ("second", "minute"):
        return None
    naive = datetime.combine(published.day, published.clock.replace(tzinfo=None, fold=0))
    zone: timezone | ZoneInfo | None = local
    if published.utc_offset_minutes is not None:
        zone = timezone(timedelta(minutes=published.utc_offset_minutes))
    try:
        return None if zone is None else naive.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:  # the first or last day of the calendar
        return None


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
