"""Pages on stdin in, articles or failures on stdout out: the process that `Sandbox` starts, limits and kills."""

from __future__ import annotations

import ctypes
import importlib
import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from pipeline.html.failure import PageFailure
from schemas.reasons import Reason

LENGTH = struct.Struct(">Q")
"""Before each message: its length in bytes."""

PR_SET_PDEATHSIG = 1
"""Linux: the signal a process gets when its parent dies."""

READY = b"ready"


def main(target: str, memory_limit_bytes: int) -> None:
    """Answer pages until stdin ends.

    Args:
        target: `module:function` of `(html, url) -> Extracted | PageFailure`.
        memory_limit_bytes: Address space of this process.
    """
    inbox, outbox = _private_streams()
    _die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    module, _, name = target.partition(":")
    extract = getattr(importlib.import_module(module), name)
    resource.setrlimit(resource.RLIMIT_AS, (memory_limit_bytes, memory_limit_bytes))
    send(outbox, READY)
    while (message := receive(inbox)) is not None:
        send(outbox, pickle.dumps(_answer(extract, *pickle.loads(message))))


def _answer(extract: Callable[[str, str | None], Any], html: str, url: str | None) -> Any:
    try:
        return extract(html, url)
    except MemoryError:
        return PageFailure(Reason.MEMORY, "the page needed more memory than the worker may have")
    except Exception as error:  # noqa: BLE001 - whatever a library makes of a hostile page is that page's failure, with its name
        return PageFailure(Reason.CRASHED, f"{type(error).__name__}: {error}"[:300])


def _private_streams() -> tuple[BinaryIO, BinaryIO]:
    """Keep the pipes for messages; what a library prints goes nowhere."""
    inbox, outbox = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    return inbox, outbox


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def send(stream: BinaryIO, message: bytes) -> None:
    """Write one message."""
    stream.write(LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """Read one message; None at the end of the stream."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
