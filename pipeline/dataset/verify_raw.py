"""A snapshot's rows and the raw files in; rows whose byte range does not give back the bytes that were hashed out."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
from collections.abc import Callable, Iterator, Sequence

from pipeline.dataset.dataset import Dataset
from pipeline.dataset.problems import Findings
from pipeline.dataset.verify_rows import tables
from pipeline.load.errors import RawBytesError
from schemas.records import Provenance

UNREADABLE = (RawBytesError, OSError, EOFError, LookupError, ValueError)
"""What a reader of raw bytes may raise where they cannot be read."""

PASS_ROWS = 50_000
"""Rows of one raw file looked up in one pass over it: 50 MB of provenance."""

_FETCH_ROWS = 1_000
_COLUMNS = [field.name for field in dataclasses.fields(Provenance)]

# In the raw files' order, so that an archive is opened once and read forwards.
_RANGES = f"""
    SELECT 'copies ' || copy_id AS where_, {", ".join(_COLUMNS)} FROM copies
    UNION ALL
    SELECT 'rejects ' || reject_id, {", ".join(_COLUMNS)} FROM rejects WHERE raw_sha256 IS NOT NULL AND raw_length IS NOT NULL
    ORDER BY raw_uri, raw_member, raw_offset
"""

ReadEach = Callable[[Sequence[Provenance]], Iterator[tuple[Provenance, bytes]]]
"""Gives the bytes of many rows of one raw file, in any order; raises one of `UNREADABLE` after those it could read."""


def one_by_one(bytes_of: Callable[[Provenance], bytes]) -> ReadEach:
    """A reader of many rows from a reader of one."""
    return lambda rows: ((row, bytes_of(row)) for row in rows)


def check_raw(
    dataset: Dataset, read: ReadEach, pass_rows: int, tell: Callable[[str, int, int], None], findings: Findings
) -> None:
    """Read every row's raw bytes again and compare their hash and length.

    Args:
        dataset: Every file of its current snapshot is readable.
        read: Gives bytes by provenance.
        pass_rows: Rows of one raw file handed to `read` at once.
        tell: Told of progress.
        findings: Takes the problems.
    """
    manifest = dataset.snapshot()
    total = manifest.sealed["copies"] + manifest.sealed["rejects"] if manifest else 0
    done = 0
    with tables(dataset) as connection:
        found = connection.execute(_RANGES)
        rows = itertools.chain.from_iterable(iter(lambda: found.fetchmany(_FETCH_ROWS), []))
        ranges = ((where, Provenance(**dict(zip(_COLUMNS, values, strict=True)))) for where, *values in rows)
        for _, of_one_file in itertools.groupby(ranges, key=lambda row: row[1].raw_uri):
            while group := list(itertools.islice(of_one_file, pass_rows)):
                tell("raw", done, total)
                done += len(group)
                _check_group(group, read, findings)


def _check_group(rows: list[tuple[str, Provenance]], read: ReadEach, findings: Findings) -> None:
    waiting: dict[Provenance, str] = {provenance: where for where, provenance in rows}
    why = "its bytes were not found"
    try:
        for provenance, content in read(list(waiting)):
            _compare(waiting.pop(provenance), provenance, content, findings)
    except UNREADABLE as error:
        why = f"{type(error).__name__}: {error}"
    for provenance, where in waiting.items():
        findings.add("raw_unreadable", where, f"{provenance.raw_uri}: {why}")


def _compare(where: str, provenance: Provenance, content: bytes, findings: Findings) -> None:
    if provenance.raw_length is not None and len(content) != provenance.raw_length:
        findings.add("raw_length", where, f"{provenance.raw_uri}: {provenance.raw_length} said, {len(content)} read")
    if hashlib.sha256(content).hexdigest() != provenance.raw_sha256:
        findings.add("raw_sha256", where, f"{provenance.raw_uri}: the bytes are not those that were read then")
