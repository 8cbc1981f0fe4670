"""A page in; its article or failure out, whatever the page does: it is parsed in a process with limits on time and memory."""

from __future__ import annotations

import atexit
import os
import pickle
import select
import subprocess
import sys
import time
from contextlib import suppress
from functools import cache
from types import TracebackType
from typing import Self

from pipeline.html.failure import PageFailure
from pipeline.html.worker import LENGTH, READY
from schemas.reasons import Reason
from schemas.records import Extracted

TIME_LIMIT_S = 20.0
"""The slowest honest page of the dev set takes a second."""

MEMORY_LIMIT_BYTES = 1_536 * 2**20
"""Of address space; a worker needs 250 MB when idle, the largest honest pages 500."""

PAGES_PER_PROCESS = 500
"""Then a fresh process: the extractor's caches and the heap's fragments grow slowly."""

START_LIMIT_S = 120.0
"""Importing the extractor takes a second, much more on a machine under load."""

MAX_SENT_CHARACTERS = 200_000_000
"""Larger pages are refused before they are copied to the worker."""

EXTRACT_PAGE = "pipeline.html.extractor:extract_page"

_CHUNK = 1 << 20


class _WorkerGoneError(Exception):
    """The worker process ended without an answer."""


class _LateError(Exception):
    """No answer within the time limit."""


@cache
def shared_sandbox() -> Sandbox:
    """The process's own sandbox with the usual limits, kept until the process ends: starting one costs a second and a half."""
    sandbox = Sandbox()
    atexit.register(sandbox.close)
    return sandbox


class Sandbox:
    """Extracts pages in one child process, started when first needed.

    The child is killed and replaced after a time-out, a crash and `pages_per_process` pages; one bad page never costs the next.
    It dies with its parent. Not for several threads at once: give each its own.
    """

    def __init__(
        self,
        time_limit_s: float = TIME_LIMIT_S,
        memory_limit_bytes: int = MEMORY_LIMIT_BYTES,
        pages_per_process: int = PAGES_PER_PROCESS,
        target: str = EXTRACT_PAGE,
    ) -> None:
        """Set the limits; nothing is started yet.

        Args:
            time_limit_s: For one page, from the moment it is sent.
            memory_limit_bytes: Address space of the child.
            pages_per_process: Pages after which the child is replaced.
            target: `module:function` that the child calls; tests put misbehaving ones here.
        """
        self._time_limit_s = time_limit_s
        self._memory_limit_bytes = memory_limit_bytes
        self._pages_per_process = pages_per_process
        self._target = target
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()  # a fork of this process must not talk to the same child
        self._pages = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the child, if there is one; the next page starts another."""
        process, self._process, self._pages = self._process, None, 0
        if process is None:
            return
        if self._owner == os.getpid():
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def extract(self, html: str, url: str | None) -> Extracted | PageFailure:
        """Extract one page.

        A page that crashed a child which had served others before, or ran it out of memory, is tried once more in a fresh one:
        the outcome must not depend on the pages before.

        Returns:
            The article, or a failure: those of `extract_page`, `timeout`, `memory` or `crashed`.
        """
        if len(html) > MAX_SENT_CHARACTERS:
            return PageFailure(Reason.TOO_LARGE, f"{len(html)} characters, at most {MAX_SENT_CHARACTERS}")
        was_used = self._pages > 0
        outcome = self._attempt(html, url)
        if was_used and isinstance(outcome, PageFailure) and outcome.reason in (Reason.CRASHED, Reason.MEMORY):
            outcome = self._attempt(html, url)
        return outcome

    def _attempt(self, html: str, url: str | None) -> Extracted | PageFailure:
        try:
            outcome = self._ask(html, url)
        except _LateError:
            self.close()
            return PageFailure(Reason.TIMEOUT, f"no answer after {self._time_limit_s:g} s")
        except _WorkerGoneError:
            status = self._exit_status()
            return PageFailure(Reason.CRASHED, f"the worker process ended with status {status}")
        except BaseException:
            self.close()  # an interrupted question leaves an answer in the pipe that the next page must not get
            raise
        failed = isinstance(outcome, PageFailure) and outcome.reason in (Reason.MEMORY, Reason.CRASHED)
        if failed or self._pages >= self._pages_per_process:
            self.close()
        return outcome

    def _ask(self, html: str, url: str | None) -> Extracted | PageFailure:
        process = self._process if self._process is not None and self._owner == os.getpid() else self._start()
        deadline = time.monotonic() + self._time_limit_s
        self._pages += 1
        self._send(process, pickle.dumps((html, url)), deadline)
        outcome = pickle.loads(self._receive(process, deadline))
        if not isinstance(outcome, Extracted | PageFailure):
            raise TypeError(f"worker target {self._target}: expected an article or a failure, found {type(outcome).__name__}")
        return outcome

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.html.worker", self._target, str(self._memory_limit_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={**os.environ, "PYTHONHASHSEED": "0"},  # sets are walked in one order in every worker
        )
        self._process, self._pages, self._owner = process, 0, os.getpid()
        try:
            ready = self._receive(process, time.monotonic() + START_LIMIT_S)
        except (_LateError, _WorkerGoneError) as error:
            status = self._exit_status()
            raise RuntimeError(f"the page extractor's worker did not start, status {status}") from error
        if ready != READY:
            raise RuntimeError(f"the page extractor's worker: expected {READY!r}, found {ready[:40]!r}")
        return process

    def _exit_status(self) -> int | None:
        process = self._process
        if process is None:
            return None
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=1.0)
        status = process.returncode
        self.close()
        return status

    @staticmethod
    def _send(process: subprocess.Popen[bytes], message: bytes, deadline: float) -> None:
        assert process.stdin is not None
        pipe = process.stdin.fileno()
        rest = memoryview(LENGTH.pack(len(message)) + message)
        os.set_blocking(pipe, False)
        while rest:
            _, writable, _ = select.select([], [pipe], [], max(0.0, deadline - time.monotonic()))
            if not writable:
                raise _LateError
            try:
                rest = rest[os.write(pipe, rest[:_CHUNK]) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                raise _WorkerGoneError from None

    @staticmethod
    def _receive(process: subprocess.Popen[bytes], deadline: float) -> bytes:
        assert process.stdout is not None
        pipe = process.stdout.fileno()
        buffer = bytearray()
        wanted = LENGTH.size
        while len(buffer) < wanted:
            readable, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
            if not readable:
                raise _LateError
            chunk = os.read(pipe, _CHUNK)
            if not chunk:
                raise _WorkerGoneError
            buffer += chunk
            if wanted == LENGTH.size and len(buffer) >= LENGTH.size:
                wanted += LENGTH.unpack(buffer[: LENGTH.size])[0]
        return bytes(buffer[LENGTH.size : wanted])
