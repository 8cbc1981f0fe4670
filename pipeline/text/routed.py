"""What the lines around a body were taken for: the columns they fill, their labels, the agencies and the outlet they name."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.marks.agencies import agency_id
from pipeline.marks.byline import Byline
from pipeline.marks.credit import Credit
from pipeline.marks.dateline_record import Dateline
from pipeline.text.signatures import Signature


@dataclass(slots=True)
class Routed:
    """Lines that went to columns, and the label of each."""

    labels: dict[int, str] = field(default_factory=dict)
    bylines: list[tuple[int, Byline]] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    embeds: list[str] = field(default_factory=list)
    original_source: str | None = None
    bio: str | None = None
    dateline: Dateline | None = None
    signatures: list[Signature] = field(default_factory=list)
    """All that may sign the article."""
    authors: tuple[str, ...] = ()
    """The people of those that do."""
    body: list[tuple[int, str]] = field(default_factory=list)
    """The paragraphs that remain, with their units."""


def agencies_of(routed: Routed) -> tuple[tuple[str, ...], str | None]:
    """The wire agencies that signed, and the evidence that names the first of them."""
    found: dict[str, str] = {}
    for _, byline in routed.bylines:
        for agency in byline.agencies:
            found.setdefault(agency, "byline")
    for agency in routed.dateline.agencies if routed.dateline else ():
        found.setdefault(agency, "dateline")
    for credit in routed.credits:
        for agency in credit.agencies:
            found.setdefault(agency, "credit")
    return tuple(found), next(iter(found.values()), None)


def outlet_of(dateline: Dateline | None) -> str | None:
    """The outlet, where the dateline names one that is no agency: `Harbour (The Tidal Post) –`."""
    if dateline is None or dateline.credit is None or dateline.agencies or agency_id(dateline.credit):
        return None
    return dateline.credit
