"""A dataset's root folder in, the paths of everything inside it out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SNAPSHOT_DIGITS = 12
"""Digits of a snapshot's number in names, so that names sort by number."""


@dataclass(frozen=True, slots=True)
class DatasetPaths:
    """Where everything of one dataset lives; only `tables` is for readers."""

    root: Path
    """The dataset's folder."""

    @property
    def tables(self) -> Path:
        """Symlink to the current snapshot; replacing it is the commit."""
        return self.root / "tables"

    @property
    def next_tables(self) -> Path:
        """The symlink's successor while a commit is under way."""
        return self.root / ".tables.next"

    @property
    def lock(self) -> Path:
        """Locked by the one writer; its content names the holder."""
        return self.root / ".lock"

    @property
    def schedule_lock(self) -> Path:
        """Locked by the one process that keeps the dataset's schedule; its content names the holder."""
        return self.state / "schedule.lock"

    @property
    def snapshots(self) -> Path:
        """Folder of snapshots and their manifests."""
        return self.root / ".snapshots"

    @property
    def batch_log(self) -> Path:
        """One committed batch id a line; the current manifest says how many bytes of it count."""
        return self.snapshots / "batches.log"

    @property
    def staging(self) -> Path:
        """Work in progress; emptied on start."""
        return self.root / "staging"

    @property
    def reprocess(self) -> Path:
        """Documents of an unfinished reprocess that are cleaned already, so that it can go on."""
        return self.root / ".reprocess"

    @property
    def state(self) -> Path:
        """What Copydesk remembers between runs."""
        return self.root / "state"

    @property
    def near_duplicates(self) -> Path:
        """The near-duplicate index: one immutable sorted run a file."""
        return self.state / "near_duplicates"

    @property
    def site_memory(self) -> Path:
        """What recurs on each site; learning it again changes nothing, so no manifest names it."""
        return self.state / "site_memory.parquet"

    @property
    def crawl_state(self) -> Path:
        """What the crawls remember from night to night, in SQLite."""
        return self.state / "crawl.sqlite"

    @property
    def crawl_status(self) -> Path:
        """How far the crawl under way is, in JSON."""
        return self.state / "crawl-status.json"

    @property
    def raw_warc(self) -> Path:
        """The WARC files of the crawls; never rewritten."""
        return self.root / "raw" / "warc"

    @property
    def logs(self) -> Path:
        """Log files."""
        return self.root / "logs"

    @property
    def failed_nights(self) -> Path:
        """The nights that ended with an error, a line of JSON each."""
        return self.logs / "failed-nights.jsonl"

    def crawl_log(self, night: str) -> Path:
        """What the crawl's process of one night complained of."""
        return self.logs / f"crawl-{night}.log"

    def snapshot(self, number: int) -> Path:
        """Folder of one snapshot."""
        return self.snapshots / f"{number:0{SNAPSHOT_DIGITS}d}"

    def building(self, number: int) -> Path:
        """Folder of a snapshot that is being built."""
        return self.snapshots / f"{number:0{SNAPSHOT_DIGITS}d}.building"

    def manifest(self, number: int) -> Path:
        """Manifest of one snapshot."""
        return self.snapshots / f"{number:0{SNAPSHOT_DIGITS}d}.json"
