"""`copydesk report`: a dataset in; its last nights as text, JSON or one HTML page out."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from flows.console import say, to_stdout
from flows.failed_nights import read_failed
from flows.listing import print_records
from flows.night_summary import read_failed_addresses, read_nights, read_unfinished
from flows.report_text import failed_line, html_report, markdown_report, since_lines
from flows.settings import SettingsError
from pipeline.dataset.layout import DatasetPaths
from spiders.state import CrawlState

T = TypeVar("T")

FAILED = pa.schema(
    [
        ("night", pa.string()),
        ("site", pa.string()),
        ("kind", pa.string()),
        ("reason", pa.string()),
        ("http_status", pa.int64()),
        ("url", pa.string()),
        ("detail", pa.string()),
    ]
)
"""What `report --failed` shows."""


def report(out: Path, *, as_json: bool, html: Path | None) -> int:
    """Print the last night, or write it as a page.

    Args:
        out: The dataset.
        as_json: Print one JSON object.
        html: Where to write the page; None prints text.

    Raises:
        SettingsError: No night of this dataset has come to its end, its state cannot be read, or the page cannot be written.
    """
    state = DatasetPaths(out).crawl_state
    if not state.exists():
        raise _no_crawl(out, _after_a_stop(failed_line(read_failed(out, ""))))
    nights, unfinished = _from_state(state, lambda opened: (read_nights(opened), read_unfinished(opened)))
    failed = read_failed(out, nights[0].started_at if nights else "")
    if not nights:
        begun = _after_a_stop(*since_lines(unfinished, failed))
        raise SettingsError(f"--out: expected a night that came to its end, found none at {out}{begun}")
    if html is not None:
        try:
            html.write_text(html_report(nights, unfinished, failed), encoding="utf-8")
        except OSError as error:
            raise SettingsError(f"--html: expected a file that can be written, found {html}: {error.strerror}") from error
        say(f"wrote {html}")
    if as_json:
        since = {
            name: [dataclasses.asdict(night) for night in found]
            for name, found in (("unfinished", unfinished), ("failed", failed))
        }
        to_stdout(json.dumps(nights[0].as_json() | since, ensure_ascii=False))
    elif html is None:
        to_stdout(markdown_report(nights, unfinished, failed), end="")
    return 0


def failed_addresses(out: Path, night: str, *, as_json: bool) -> int:
    """List the addresses that got no usable answer, also those that failed in nights before: `rejects` has one row for all.

    Args:
        out: The dataset.
        night: The beginning of a night's id, such as its day, `20261130`; empty for the latest that began.
        as_json: Print one JSON object a line.

    Raises:
        SettingsError: There is no such night, or the crawl's state cannot be read.
    """
    state = DatasetPaths(out).crawl_state
    if not state.exists():
        raise _no_crawl(out)
    rows = _from_state(state, lambda opened: read_failed_addresses(opened, night))
    if rows is None:
        expected = f"a night that begins with {night!r}" if night else "a night that has begun"
        raise SettingsError(f"--failed: expected {expected}, found none at {out}; single fetches are kept for two months")
    print_records(map(dict, rows), FAILED, as_json=as_json)
    return 0


def _no_crawl(out: Path, begun: str = "") -> SettingsError:
    what = f"expected a dataset with a nightly crawl, found none at {out}; `copydesk nightly` makes one"
    return SettingsError(f"--out: {what}{begun}")


def _after_a_stop(*lines: str) -> str:
    return "".join(f". {line}" for line in lines if line)


def _from_state(path: Path, read: Callable[[CrawlState], T]) -> T:
    try:
        return _read(path, read)
    except (OSError, sqlite3.Error) as error:
        what = f"{path}: expected the crawl's state, readable by its owner alone, who runs `copydesk nightly`"
        raise SettingsError(f"--out: {what}; found: {error}") from error


def _read(path: Path, read: Callable[[CrawlState], T]) -> T:
    """What the state tells; from a copy where SQLite cannot write beside its file, on a full or a read-only disk."""
    try:
        with CrawlState(path) as state:
            return read(state)
    except (OSError, sqlite3.OperationalError):
        with tempfile.TemporaryDirectory(prefix="copydesk-report-") as folder:
            for part in path.parent.glob(f"{path.name}*"):
                if not part.name.endswith("-shm"):  # made anew; the log of what is not yet in the file belongs to it
                    shutil.copy(part, folder)
            with CrawlState(Path(folder) / path.name) as state:
                return read(state)
