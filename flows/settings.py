"""What the command line and the environment say in, checked settings out: the one place that reads either."""

from __future__ import annotations

import dataclasses
import os
import re
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.load.pieces import FORM_FEED_SPLIT, NAMED_SEPARATORS
from pipeline.load.settings import LANGUAGE_TAG

DEFAULT_DATASET = Path("data")
"""Where a dataset goes when `--out` is not given."""

SPLITS = ", ".join(f"`{name}`" for name in (FORM_FEED_SPLIT, *NAMED_SEPARATORS))
"""The names that --split knows, as they are told."""


ENVIRONMENT = "COPYDESK_"
"""How the names of our environment variables begin."""

BATCH_DOCUMENTS = 10_000
"""Inputs a commit takes unless told otherwise: what is held in memory grows with it, the cost of a commit is spread over it."""

ENGINES = ("local", "spark")

DEFAULT_MAX_MINUTES = 300.0
"""A crawl that begins at three ends by eight."""

DEFAULT_STALL_MINUTES = 20.0
"""Without any progress so long, the crawl is ended and what it has is loaded; a host's Crawl-delay is ten minutes at most."""


class SettingsError(Exception):
    """A setting cannot be used; the message names it, what was expected and what was found (exit code 3)."""


def from_environment(name: str) -> str | None:
    """One of our environment variables; None where it is not set or empty."""
    return os.environ.get(ENVIRONMENT + name) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillSettings:
    """Everything a backfill is told."""

    paths: tuple[str, ...]
    """Files, folders or glob patterns."""
    out: Path = DEFAULT_DATASET
    """The dataset's folder."""
    source: str | None = None
    """Name for `source`; None takes the first folder under each path."""
    outlet: str | None = None
    """Publisher of all documents; None leaves it to each document."""
    language: str | None = None
    """Language of all documents (BCP 47); None detects it."""
    time_zone: str | None = None
    """IANA zone of printed times that name none; None leaves `published_at` null for them."""
    encoding: str | None = None
    """Declared character encoding of all files; None finds it out."""
    split: str | None = None
    """Several documents in one text file: `formfeed`, one of `NAMED_SEPARATORS`, or a regular expression that matches
    the separator lines."""
    min_words: int | None = None
    """Shorter bodies are rejected; None takes the pipeline's default."""
    workers: int = 0
    """Worker processes; 0 takes one per core."""
    engine: str = "local"
    """Who cleans and finds candidates for copies: `local` worker processes and DuckDB, or `spark`."""
    batch_documents: int = BATCH_DOCUMENTS
    """Inputs a commit takes, known ones included, so that a repeated run draws the same borders; held in memory once."""
    fail_on_reject_rate: float | None = None
    """Percentage of rejected inputs above which nothing is published; None never refuses."""

    def __post_init__(self) -> None:
        """Check each value; raises `SettingsError` naming the option."""
        if not self.paths:
            raise SettingsError("PATH: expected at least one file, folder or pattern, found none")
        if self.time_zone is not None:
            check_zone(self.time_zone)
        if self.language is not None and not LANGUAGE_TAG.match(self.language):
            raise SettingsError(f"--language: expected a BCP 47 tag such as `de` or `pt-BR`, found {self.language!r}")
        if self.encoding is not None:
            check_encoding(self.encoding)
        if self.split is not None and self.split != FORM_FEED_SPLIT:
            _check_pattern(self.split)
        check_shared(out=self.out, workers=self.workers, min_words=self.min_words)
        if self.engine not in ENGINES:
            raise SettingsError(f"--engine: expected {' or '.join(ENGINES)}, found {self.engine!r}")
        if self.batch_documents < 1:
            raise SettingsError(f"--batch-documents: expected 1 or more, found {self.batch_documents}")
        if self.fail_on_reject_rate is not None and not 0 <= self.fail_on_reject_rate <= 100:
            raise SettingsError(f"--fail-on-reject-rate: expected a percentage from 0 to 100, found {self.fail_on_reject_rate}")

    @property
    def worker_count(self) -> int:
        """Worker processes to start, at least one."""
        return worker_count(self.workers)

    def as_parameters(self) -> dict[str, object]:
        """Plain values for the run's row and for Prefect."""
        return dataclasses.asdict(self) | {"paths": list(self.paths), "out": str(self.out)}


def worker_count(asked: int) -> int:
    """Worker processes to start: as many as asked for, one per core where that is 0; raises `SettingsError` for fewer."""
    if asked < 0:
        raise SettingsError(f"--workers: expected 0 (one per core) or more, found {asked}")
    return asked or max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def check_shared(*, out: Path, workers: int, min_words: int | None) -> None:
    """Check the options that a backfill and a night share; raises `SettingsError` naming the wrong one."""
    worker_count(workers)
    if min_words is not None and min_words < 0:
        raise SettingsError(f"--min-words: expected 0 or more, found {min_words}")
    if out.exists() and not out.is_dir():
        raise SettingsError(f"--out: expected a folder, found a file at {out}")


def check_zone(name: str) -> None:
    """Raise `SettingsError` where `--time-zone` names no zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(f"--time-zone: expected an IANA zone such as `Europe/Berlin`, found {name!r}") from error


def check_encoding(name: str) -> None:
    """Raise `SettingsError` where `--encoding` names no encoding."""
    try:
        "".encode(name)
    except LookupError as error:
        raise SettingsError(f"--encoding: expected a character encoding such as `windows-1252`, found {name!r}") from error


def _check_pattern(pattern: str) -> None:
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise SettingsError(f"--split: expected {SPLITS} or a regular expression, found {pattern!r}: {error}") from error
    if compiled.match(""):
        raise SettingsError(
            f"--split: expected a pattern that matches some text, found {pattern!r}, which matches the empty line"
        )
