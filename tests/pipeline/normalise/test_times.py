"""Printed times to days and instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from pipeline.normalise.times import resolve
from schemas.records import PublishedTime


def printed(
    clock: time | None, offset: int | None = None, day: date = date(2024, 11, 3), precision: str = "minute"
) -> PublishedTime:
    return PublishedTime(day=day, clock=clock, utc_offset_minutes=offset, precision=precision, raw="as printed", source="text")


def test_a_printed_zone_gives_the_instant() -> None:
    """The printed offset is used, whatever zone is configured."""
    resolved = resolve(printed(time(8, 30), 540), "Europe/Berlin")
    assert resolved.published_at == datetime(2024, 11, 2, 23, 30, tzinfo=UTC)
    assert resolved.published_date == date(2024, 11, 3)


def test_no_zone_gives_the_day_only() -> None:
    """Without a printed or configured zone there is no instant."""
    resolved = resolve(printed(time(8, 30)), None)
    assert (resolved.published_at, resolved.published_date, resolved.precision) == (None, date(2024, 11, 3), "minute")


def test_a_configured_zone_gives_the_instant() -> None:
    """A time without a zone is read in the configured one."""
    assert resolve(printed(time(8, 30)), "Asia/Seoul").published_at == datetime(2024, 11, 2, 23, 30, tzinfo=UTC)


def test_a_day_never_gives_an_instant() -> None:
    """Day precision has no instant even where a zone is configured."""
    assert resolve(printed(None, precision="day"), "Asia/Seoul").published_at is None


def test_a_time_printed_in_utc_has_the_publishers_day() -> None:
    """The machine's UTC day becomes the local day of the configured zone."""
    resolved = resolve(printed(time(23, 30), 0), "Asia/Seoul")
    assert (resolved.published_at, resolved.published_date) == (datetime(2024, 11, 3, 23, 30, tzinfo=UTC), date(2024, 11, 4))


def test_the_skipped_hour_is_read_with_the_old_offset() -> None:
    """02:30 does not exist on the last Sunday of March in Berlin: it is read as winter time."""
    assert resolve(printed(time(2, 30), day=date(2024, 3, 31)), "Europe/Berlin").published_at == datetime(
        2024, 3, 31, 1, 30, tzinfo=UTC
    )


def test_the_repeated_hour_is_the_first() -> None:
    """02:30 happens twice on the last Sunday of October in Berlin: the summer time one is taken."""
    assert resolve(printed(time(2, 30), day=date(2024, 10, 27)), "Europe/Berlin").published_at == datetime(
        2024, 10, 27, 0, 30, tzinfo=UTC
    )


def test_the_edge_of_the_calendar_has_no_instant() -> None:
    """A year 1 with an eastern offset cannot be told in UTC."""
    assert resolve(printed(time(0, 30), 540, day=date(1, 1, 1)), None).published_at is None
