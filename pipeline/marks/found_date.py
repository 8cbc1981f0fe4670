"""What a printed date says: day, time, zone, label, and where it stands on its line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date as printed on a line."""

    day: date
    """The first of the month where `precision` is `month`."""
    clock: time | None
    """The local time of day; None where none is printed beside the day."""
    utc_offset_minutes: int | None
    """The printed zone; None where none is printed."""
    precision: str
    """`second`, `minute`, `day` or `month`."""
    raw: str
    """As printed: the weekday, the day and the time, without the label."""
    start: int
    """Where `raw` begins in the line."""
    end: int
    """Where it ends."""
    label: str | None
    """`published`, `updated`, or None where the words before say neither."""
    weekday_agrees: bool | None
    """Whether the printed weekday fits the day; None where none is printed. A False lowers trust."""
    ambiguous: bool = False
    """The day and the month could be the other way round (`11/03/2024`)."""
    stamp: bool = False
    """It is a wire agency's stamp, which says when the story was sent."""
