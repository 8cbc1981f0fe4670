"""What the head of a story's first paragraph says: place, day, agency, and the paragraph without it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """The head of a story's first paragraph."""

    raw: str
    """As printed, up to and with the dash or colon, without white space around: `SEOUL (Reuters) -`."""
    place: str | None
    """As printed: `PARIS/LONDON`; None where only the agency or a day is printed."""
    credit: str | None
    """What stands in the brackets: an agency or the outlet itself; None where nothing does."""
    agencies: tuple[str, ...]
    """Ids of the wire agencies in `credit`."""
    rest: str
    """The paragraph without its dateline, white space stripped."""
    day: str | None
    """The day as printed (`Nov. 3`); None where none is."""

    @classmethod
    def of_place(cls, place: str, raw: str = "") -> Dateline:
        """A line that prints a place alone; `raw` where it prints signs besides."""
        return cls(raw=raw or place, place=place, credit=None, agencies=(), rest="", day=None)
