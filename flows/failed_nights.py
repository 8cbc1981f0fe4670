"""A night that fails in, its trace in the dataset's logs out: it may have had no crawl, no lock and no room for anything else."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flows.settings import SettingsError
from pipeline.dataset.errors import DatasetError
from pipeline.dataset.layout import DatasetPaths

ERROR_CHARACTERS = 1_000
READ_BYTES = 1 << 16
"""Of the file's end: some hundred nights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedNight:
    """A night that ended with an error instead of a summary."""

    started_at: str
    """ISO 8601, UTC."""
    error: str


@contextmanager
def failure_noted(out: Path) -> Iterator[None]:
    """Write down that a night failed, and why, where there is a dataset that takes a line.

    Args:
        out: The dataset's folder; the line is appended at once, so that another writer does not matter.
    """
    started_at = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        yield
    except Exception as error:
        told = str(error) if isinstance(error, SettingsError | DatasetError) else f"{type(error).__name__}: {error}"
        line = json.dumps(dataclasses.asdict(FailedNight(started_at=started_at, error=told[:ERROR_CHARACTERS])))
        # The disk may be full or read-only, and a dataset that could not be made has no logs.
        with contextlib.suppress(OSError), DatasetPaths(out).failed_nights.open("ab") as log:
            log.write(f"{line}\n".encode())
        raise


def read_failed(out: Path, since: str) -> list[FailedNight]:
    """The nights that failed after one began, latest first.

    Args:
        out: The dataset's folder.
        since: ISO 8601, UTC; empty for all.
    """
    try:
        lines = DatasetPaths(out).failed_nights.read_bytes()[-READ_BYTES:].splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        with contextlib.suppress(ValueError, TypeError):  # cut where the disk was full, or by us
            found.append(FailedNight(**json.loads(line)))
    return [night for night in reversed(found) if night.started_at > since]
