"""A snapshot's rows and the raw files in; rows whose byte range does not give back the bytes that were hashed out."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterator

from pipeline.dataset.dataset import Dataset
from pipeline.dataset.problems import Findings
from pipeline.dataset.verify_rows import tables
from schemas.records import Provenance

UNREADABLE = (OSError, EOFError, LookupError, ValueError)
"""What `bytes_of` may raise where raw bytes cannot be read."""

_FETCH_ROWS = 1_000
_COLUMNS = [field.name for field in dataclasses.fields(Provenance)]

# In the raw files' order, so that an archive is opened once and read forwards.
_RANGES = f"""
    SELECT 'copies ' || copy_id AS where_, {", ".join(_COLUMNS)} FROM copies
    UNION ALL
    SELECT 'rejects ' || reject_id, {", ".join(_COLUMNS)} FROM rejects WHERE raw_sha256 IS NOT NULL AND raw_length IS NOT NULL
    ORDER BY raw_uri, raw_member, raw_offset
"""


def check_raw(
    dataset: Dataset, bytes_of: Callable[[Provenance], bytes], tell: Callable[[str, int, int], None], findings: Findings
) -> None:
    """Read every row's raw bytes again and compare their hash and length.

    Args:
        dataset: Every file of its current snapshot is readable.
        bytes_of: Gives the bytes a provenance points to, or raises one of `UNREADABLE`.
        tell: Told of progress.
        findings: Takes the problems.
    """
    manifest = dataset.snapshot()
    total = manifest.sealed["copies"] + manifest.sealed["rejects"] if manifest else 0
    for done, (where, provenance) in enumerate(_ranges(dataset)):
        tell("raw", done, total)
        try:
            content = bytes_of(provenance)
        except UNREADABLE as error:
            findings.add("raw_unreadable", where, f"{provenance.raw_uri}: {error!r}")
            continue
        if provenance.raw_length is not None and len(content) != provenance.raw_length:
            findings.add("raw_length", where, f"{provenance.raw_uri}: {provenance.raw_length} said, {len(content)} read")
        if hashlib.sha256(content).hexdigest() != provenance.raw_sha256:
            findings.add("raw_sha256", where, f"{provenance.raw_uri}: the bytes are not those that were read then")


def _ranges(dataset: Dataset) -> Iterator[tuple[str, Provenance]]:
    with tables(dataset) as connection:
        found = connection.execute(_RANGES)
        while rows := found.fetchmany(_FETCH_ROWS):
            for where, *values in rows:
                yield where, Provenance(**dict(zip(_COLUMNS, values, strict=True)))
