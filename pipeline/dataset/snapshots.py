"""A dataset's manifests in; the snapshots that can still be read, and the one that was current at some time, out."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from pipeline.dataset.errors import NoSnapshotError
from pipeline.dataset.layout import DatasetPaths
from pipeline.dataset.manifest import Manifest, read_manifest
from pipeline.dataset.recover import kept_snapshots

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"\d{1,12}")


def readable_snapshots(paths: DatasetPaths, current: int | None) -> list[Manifest]:
    """Manifests of the snapshots on disk up to the current one, oldest first; later ones were never published."""
    numbers = kept_snapshots(paths) if current is not None else []
    return [read_manifest(paths.manifest(n)) for n in numbers if n <= (current or 0) and paths.snapshot(n).is_dir()]


def find_snapshot(manifests: list[Manifest], as_of: str) -> Manifest:
    """The snapshot that was current at some time.

    Args:
        manifests: From `readable_snapshots`.
        as_of: A snapshot's number, a day (`2031-05-06`: its end in UTC) or an ISO 8601 instant (UTC where it names no zone).

    Raises:
        NoSnapshotError: `as_of` cannot be understood, or no snapshot of that time is kept.
    """
    if _NUMBER.fullmatch(as_of):
        found = [m for m in manifests if m.snapshot == int(as_of)]
    else:
        instant = _instant(as_of)
        found = [m for m in manifests if m.created_at <= instant]
    if not found:
        kept = f"{manifests[0].snapshot} to {manifests[-1].snapshot}" if manifests else "none"
        since = f", the oldest of {manifests[0].created_at:%Y-%m-%d %H:%M:%S} UTC" if manifests else ""
        raise NoSnapshotError(f"no snapshot of {as_of} is kept: there are {kept}{since}")
    return found[-1]


def _instant(as_of: str) -> datetime:
    try:
        instant = datetime.fromisoformat(as_of)
    except ValueError:
        raise NoSnapshotError(f"expected a snapshot's number, a day or an ISO 8601 instant, found {as_of!r}") from None
    if _DAY.fullmatch(as_of):
        instant += timedelta(days=1) - timedelta(microseconds=1)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
