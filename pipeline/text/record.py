"""The lines of a document's named fields in, each noted with the column it fills, out: what all readers of records share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

FIELD = "record_field"
"""Label of a line that fills no column."""
TITLE, BYLINE, DATE, SECTION, OUTLET, DATELINE, CAPTION = "title", "byline", "date", "section", "source", "dateline", "caption"
PEOPLE, DAY = "people", "day"
"""The byline's names in the order of speech, and the day as ISO 8601, where they are printed otherwise."""
BODY = "body"


class Paragraph(NamedTuple):
    """A paragraph of a body whose record says where each one begins."""

    first: int
    """Index of its first raw line."""
    last: int
    lines: tuple[str, ...]
    """Its wording, line by line, without tags and entities."""


@dataclass(slots=True)
class Record:
    """A press database's record of one article."""

    values: dict[str, str] = field(default_factory=dict)
    """The columns that it fills, as printed (`title`, `byline`, `date`, `section`, `source`, `dateline`; `caption`, one a line),
    and `people` and `day`."""
    labels: dict[int, str] = field(default_factory=dict)
    """Index of each line that is not blank and no body: the column it fills, or `record_field`."""
    heads: dict[int, int] = field(default_factory=dict)
    """Index of a body line that begins with its field's name, or with a mail's quoting mark: the characters this takes."""
    page_edges: set[int] = field(default_factory=set)
    """Indices of lines that head or foot a printed page, between which a paragraph goes on."""
    whole: bool = True
    """Nothing but the article stands outside the fields: so do databases write, but mails and exports hold pages as they are."""
    passed_on: bool = False
    """A mail or a posting: its subject need not be the headline that the page in it prints."""
    paragraphs: tuple[Paragraph, ...] | None = None
    """The body, where tags mark it off; None where it is all lines without a label."""

    def put(self, label: str, lines: Sequence[str], at: Iterable[int], cut: int = 0) -> None:
        """Note the lines of a field; the first value of a column stays."""
        where = [i for i in at if lines[i].strip()]
        for i in where:
            self.labels[i] = label
        value = " ".join(lines[i][cut if k == 0 else 0 :].strip() for k, i in enumerate(where)).strip()
        if value and label != FIELD:
            self.values.setdefault(label, value)

    def label(self, column: str, at: Iterable[int]) -> None:
        """Note which column lines fill; the first that is one stays."""
        for i in at:
            if self.labels.get(i, FIELD) == FIELD:
                self.labels[i] = column
