"""Signals in; a wish to stop, and the exit code that shells expect, out."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from flows.console import say


class Interruption:
    """First signal: finish the shards at hand and commit. Second: leave at once; nothing half done is ever visible."""

    def __init__(self, *, echo_s: float = 0.0) -> None:
        """Args: echo_s: so long after the first signal another is the same wish, forwarded by a parent or a service manager."""
        self.stop = threading.Event()
        self.signal: int | None = None
        self._echo_s, self._first_at = echo_s, 0.0

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        if self.signal is not None:
            if time.monotonic() - self._first_at < self._echo_s:
                return
            os._exit(128 + number)  # workers and server end with us; the dataset is whole at any moment
        self.signal, self._first_at = number, time.monotonic()
        self.stop.set()
        say("finishing the documents at hand and committing; again to abort")

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Handle SIGINT and SIGTERM inside the block."""
        previous = {s: signal.signal(s, self._handle) for s in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)

    def exit_code(self) -> int:
        """130 or 143, as shells expect of a program that a signal ended."""
        return 128 + (self.signal or signal.SIGINT)
