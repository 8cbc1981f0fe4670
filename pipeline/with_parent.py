"""A parent's process id in; a process that ends when its parent does, however that ended, out."""

from __future__ import annotations

import os
import signal
import threading
import time

_POLL_S = 1.0


def end_with_parent(parent: int) -> None:
    """Watch, on a thread, that the parent process lives; end this process when it is gone, even by `kill -9`."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_POLL_S)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()
