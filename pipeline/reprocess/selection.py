"""A dataset and a span of days in; the documents to clean again, by raw file, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from pipeline.dataset.dataset import Dataset
from pipeline.dataset.verify_rows import tables

_FETCH_ROWS = 10_000


class Place(NamedTuple):
    """Where a document's bytes are, by the tables' columns, and which of the documents there it is."""

    raw_uri: str
    raw_member: str | None
    raw_offset: int | None
    raw_length: int | None
    raw_record_id: str | None
    """WARC records may share one gzip member."""
    raw_sha256: str | None
    """Members of an archive may share one name; None stands for any bytes."""

    def of_any_bytes(self) -> Place:
        """The same place, whatever stands there now."""
        return self._replace(raw_sha256=None)


_COPIES = f"""
    SELECT {", ".join(Place._fields)}, source, run_id, copy_id, article_id
    FROM copies SEMI JOIN (
        SELECT DISTINCT article_id FROM copies
        WHERE ($since IS NULL OR published_date >= $since) AND ($until IS NULL OR published_date <= $until)
    ) USING (article_id) ORDER BY ALL
"""
_REJECTS = f"""
    SELECT {", ".join(Place._fields)}, source, run_id, reject_id
    FROM rejects ANTI JOIN copies ON copy_id = reject_id  -- an input that was accepted since keeps its row
    WHERE stage <> 'fetch'  -- only the next crawl can fetch again
      AND (NOT $retryable OR retryable) AND ($reason IS NULL OR reason = $reason)
      AND NOT (reason = 'crashed' AND run_id IN (SELECT run_id FROM runs WHERE pipeline_version = $version)) ORDER BY ALL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which documents are cleaned again."""

    since: date | None = None
    """First `published_date`; None is no limit. An article is taken with all its copies where one falls in the span."""
    until: date | None = None
    """Last `published_date`; None is no limit."""
    copies: bool = True
    """Whether accepted documents are."""
    rejects: bool = True
    """Whether refused inputs are; a span of days leaves them out, as they have no date."""
    retryable_only: bool = False
    """Of refused inputs only those whose reason may pass (`rejects.retryable`)."""
    reason: str | None = None
    """Of refused inputs only those with this reason."""
    not_crashed_under: str | None = None
    """Of refused inputs not those that made this version of the pipeline fail: it would fail again."""


@dataclass(slots=True)
class Selection:
    """The documents of some raw files that are to be cleaned again."""

    source: dict[str, str] = field(default_factory=dict)
    """By `raw_uri`, the archive's or site's name."""
    run_of: dict[str, str] = field(default_factory=dict)
    """By `raw_uri`, the earliest run among those that wrote its rows: its settings are how it was read."""
    copies: dict[Place, list[str]] = field(default_factory=dict)
    """`copy_id`s by place: several where an archive holds the same bytes under one name more than once."""
    copies_of: dict[str, list[str]] = field(default_factory=dict)
    """`copy_id`s by `article_id`."""
    rejects: dict[Place, list[tuple[str, str | None]]] = field(default_factory=dict)
    """`reject_id`s by place, each with its hash, which is left out of the place: the bytes may have been mended since."""


def select(dataset: Dataset, wanted: Wanted) -> Selection:
    """Find the documents; some 700 bytes of memory for each."""
    selection = Selection()
    span = {"since": wanted.since, "until": wanted.until}
    if wanted.copies:
        for *values, source, run_id, copy_id, article_id in _rows(dataset, _COPIES, span):
            place = Place._make(values)
            selection.copies.setdefault(place, []).append(copy_id)
            selection.copies_of.setdefault(article_id, []).append(copy_id)
            _file(selection, place.raw_uri, source, run_id)
    if wanted.rejects and wanted.since is None and wanted.until is None:
        choice = {"retryable": wanted.retryable_only, "reason": wanted.reason, "version": wanted.not_crashed_under}
        for *values, source, run_id, reject_id in _rows(dataset, _REJECTS, choice):
            place = Place._make(values)
            selection.rejects.setdefault(place.of_any_bytes(), []).append((reject_id, place.raw_sha256))
            _file(selection, place.raw_uri, source, run_id)
    return selection


def _rows(dataset: Dataset, query: str, values: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    if dataset.snapshot() is None:
        return
    with tables(dataset) as connection:
        found = connection.execute(query, values)
        while rows := found.fetchmany(_FETCH_ROWS):
            yield from rows


def _file(selection: Selection, uri: str, source: str, run_id: str) -> None:
    selection.source.setdefault(uri, source)
    selection.run_of[uri] = min(run_id, selection.run_of.get(uri, run_id))
