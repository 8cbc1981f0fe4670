"""Counts in, progress on stderr out: a bar with rate and remaining time in a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Mapping
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from flows.console import to_stderr

PLAIN_INTERVAL_S = 5.0
"""Between two plain lines, in a log."""


class RunProgress:
    """Shows how far a run is."""

    def __init__(self, label: str, *, console: Console | None = None) -> None:
        """Args: label: what is going on. console: where to show it; by default stderr."""
        self._console = console or Console(stderr=True)
        self._label, self._started, self._last_line = label, time.monotonic(), time.monotonic()
        self._total_bytes = self._documents = self._done_bytes = 0
        self._bar: Progress | None = None
        self._task = None
        if self._console.is_terminal:
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TaskProgressColumn(),
                TextColumn("{task.fields[documents]:,} docs  {task.fields[rate]:,.0f}/s  {task.fields[note]}"),
                TimeElapsedColumn(),
                TimeRemainingColumn(),
                console=self._console,
                transient=True,
            )
            self._task = self._bar.add_task(label, total=None, documents=0, rate=0.0, note="")

    def __enter__(self) -> RunProgress:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def expect(self, total_bytes: int) -> None:
        """Tell how much there is to do, in bytes on disk."""
        self._total_bytes = total_bytes
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, total=max(1, total_bytes))

    def advance(self, documents: int, done_bytes: int = 0, note: str = "") -> None:
        """Tell how much has been done since this was told last; otherwise as `show`."""
        self._documents += documents
        self._done_bytes += done_bytes
        self.show(self._documents, self._done_bytes, note)

    def show(self, documents: int, done_bytes: int, note: str = "") -> None:
        """Tell how much is done in all.

        Args:
            documents: Inputs finished.
            done_bytes: Their bytes on disk, of `expect`'s total.
            note: What is going on besides, in a word or two.
        """
        elapsed = max(1e-9, time.monotonic() - self._started)
        rate = documents / elapsed
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done_bytes, documents=documents, rate=rate, note=note)
        elif time.monotonic() - self._last_line >= PLAIN_INTERVAL_S:
            self._last_line = time.monotonic()
            share = done_bytes / self._total_bytes if self._total_bytes else 0.0
            part = f", {share:.0%}" if self._total_bytes else ""
            left = f", about {elapsed / share - elapsed:.0f} s left" if share > 0 else ""
            suffix = f" ({note})" if note else ""
            to_stderr(f"{self._label}: {documents:,} documents, {rate:,.0f}/s{part}{left}{suffix}")


def show_crawl(progress: RunProgress, counts: Mapping[str, int]) -> None:
    """Tell how far a crawl is, by its counts (`flows.crawl_child`): pages fetched, and requests besides."""
    progress.show(counts.get("page_new", 0) + counts.get("page_changed", 0), 0, f"{counts.get('requests', 0)} requests")
