"""A dataset in, everything that is wrong with its current snapshot out."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.dataset.dataset import Dataset
from pipeline.dataset.problems import Findings, Problem
from pipeline.dataset.verify_files import check_file, check_link, check_manifest, check_state, check_unexpected
from pipeline.dataset.verify_raw import PASS_ROWS, ReadEach, check_raw, one_by_one
from pipeline.dataset.verify_rows import check_rows
from schemas.records import Provenance


def verify(
    dataset: Dataset,
    *,
    raw: bool = False,
    bytes_of: Callable[[Provenance], bytes] | None = None,
    bytes_of_each: ReadEach | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> list[Problem]:
    """Check the current snapshot against its manifest, the schema, its own counts and, if asked, the raw files.

    Files are read one row group at a time and rows are compared in DuckDB, which spills to disk: memory does not grow with
    the dataset.

    Args:
        dataset: Which.
        raw: Also read every document's raw bytes again.
        bytes_of: For `raw`: gives the bytes a provenance points to, or raises one of `verify_raw.UNREADABLE`.
        bytes_of_each: For `raw`, preferred where given: the same for many rows of one raw file in one pass, so that an archive
            is not read from its front for each row.
        progress: Told what is checked now, how many files or rows are done, and of how many.

    Returns:
        What is wrong; empty where all is well, or where nothing was ever committed. Snapshots without the link that makes one
        of them current are a problem: readers find no table.

    Raises:
        CorruptDatasetError: The current manifest itself is missing or damaged.
        ValueError: `raw` without a way to read raw bytes.
    """
    manifest = dataset.snapshot()
    if manifest is None:
        check_link(dataset.paths, findings := Findings())
        return findings.result()
    if raw and bytes_of is None and bytes_of_each is None:
        raise ValueError("raw needs bytes_of or bytes_of_each, which read raw bytes by provenance")
    tell = progress or _nobody
    findings = Findings()
    check_manifest(dataset.paths, manifest, findings)
    check_unexpected(dataset.paths, manifest, findings)
    check_state(dataset.paths, manifest, findings)
    for done, file in enumerate(manifest.files):
        tell("files", done, len(manifest.files))
        check_file(dataset.paths.snapshot(manifest.snapshot) / file.path, file, findings)
    tell("files", len(manifest.files), len(manifest.files))
    if findings.found("missing", "unreadable", "schema"):
        findings.add("rows", "all tables", "not compared with one another: a file is missing, unreadable or of another schema")
        return findings.result()
    check_rows(dataset, findings)
    if raw and bytes_of_each is not None:
        check_raw(dataset, bytes_of_each, PASS_ROWS, tell, findings)
    elif raw and bytes_of is not None:
        check_raw(dataset, one_by_one(bytes_of), 1, tell, findings)
    return findings.result()


def _nobody(_what: str, _done: int, _total: int) -> None:
    """Progress that nobody wants to hear of."""
