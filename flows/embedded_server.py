"""Prefect's server as a child of this process: started at once, beside the imports and the first work, ended with us.

Prefect's own ephemeral mode starts the same command, but only after it has imported the whole server into the client too,
and then waits for it: 15 s and 13 CPU-seconds before the first task, against 7 s and 8 this way (docs/decisions).
Run as a module, this file is that child.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType

from pipeline.with_parent import end_with_parent

START_TIMEOUT_S = 180.0
"""Under load, or on a first start that creates the database, the server takes its time; Prefect's own 20 s are too few."""

STOP_TIMEOUT_S = 30.0
"""It ends within a second, much later under load; what is killed before it has ended leaves task rows out of the history."""

_POLL_S = 0.05
_NOT_STARTED = 3
_LOOPBACK = "127.0.0.1"

CLIENT_ENVIRONMENT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_ROOT_LEVEL": "WARNING",
}
"""No telemetry; Prefect's own lines only where something is wrong. What the user has set stays, but for telemetry."""

SERVER_ENVIRONMENT = {
    "PREFECT_UI_ENABLED": "0",
    "PREFECT__SERVER_FINAL": "1",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",  # hides a traceback on shutdown
    # Without these the recorder drops task rows of a run that ends at once. The interval is cut to whole seconds: below one
    # the recorder's loop never sleeps and burns a core.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "50",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "50",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
}
"""As Prefect's ephemeral mode sets it, and what its history needs."""


def _switched_off(*services: str) -> dict[str, str]:
    return {f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false" for service in services}


KEEPER_ENVIRONMENT = _switched_off("PAUSE_EXPIRATIONS", "FOREMAN", "TRIGGERS")
"""A server that keeps a schedule must not call itself ephemeral: such a one runs no scheduler, silently."""

ONE_RUN_ENVIRONMENT = {
    "PREFECT__SERVER_EPHEMERAL": "1",
    **KEEPER_ENVIRONMENT,
    **_switched_off("SCHEDULER", "LATE_RUNS", "CANCELLATION_CLEANUP", "REPOSSESSOR"),
}
"""One that lives for one run has nothing to schedule, expire or watch."""

TELEMETRY = frozenset({"DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED"})


class ServerStartError(Exception):
    """The embedded Prefect server did not come up."""


def bypass_proxies() -> None:
    """No proxy for the loopback address: many a company's machine names one, and it cannot reach our server."""
    spared = ",".join(filter(None, (os.environ.get("no_proxy") or os.environ.get("NO_PROXY"), _LOOPBACK)))
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = spared


def prepare_environment() -> None:
    """Set this process's Prefect settings; must run before `prefect` is imported."""
    for name, value in CLIENT_ENVIRONMENT.items():
        if name in TELEMETRY:
            os.environ[name] = value
        else:
            os.environ.setdefault(name, value)


class EmbeddedServer:
    """A context in which `PREFECT_API_URL` answers: the user's own server where they set one, else a child process."""

    def __init__(self, *, scheduling: bool = False) -> None:
        """Start the child at once; `wait_ready` waits for it.

        Args:
            scheduling: True where it keeps a schedule; False where it lives for one run.
        """
        prepare_environment()
        self._process: subprocess.Popen[bytes] | None = None
        if os.environ.get("PREFECT_API_URL"):
            return
        bypass_proxies()
        # Bound here and handed down: a port that is free now may be another program's when the child is ready for it.
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as bound:
            bound.bind((_LOOPBACK, 0))
            self._port = int(bound.getsockname()[1])
            self._process = subprocess.Popen(
                [sys.executable, "-m", "flows.embedded_server", str(bound.fileno()), str(os.getpid())],
                env={**os.environ, **SERVER_ENVIRONMENT, **(KEEPER_ENVIRONMENT if scheduling else ONE_RUN_ENVIRONMENT)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(bound.fileno(),),
                start_new_session=True,  # Ctrl-C in the terminal is for us, not for it
            )
        os.environ["PREFECT_API_URL"] = f"http://{_LOOPBACK}:{self._port}/api"

    def wait_ready(self, timeout_s: float = START_TIMEOUT_S) -> None:
        """Return once the server answers.

        Raises:
            ServerStartError: The child ended, or did not answer in time.
        """
        if self._process is None:
            return
        deadline = time.monotonic() + timeout_s
        url = f"http://{_LOOPBACK}:{self._port}/api/health"
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise ServerStartError(
                    f"Prefect's embedded server ended with code {self._process.returncode} while starting; expected it to keep "
                    f"its history in {_history()} (PREFECT_HOME names another folder) and to answer on the loopback address. "
                    "`prefect server start` shows why it did not."
                )
            if _answers(url):
                return
            time.sleep(_POLL_S)
        raise ServerStartError(f"Prefect's embedded server did not answer within {timeout_s:.0f} s")

    def stop(self) -> None:
        """End the child; safe to call twice."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
        os.environ.pop("PREFECT_API_URL", None)

    def __enter__(self) -> EmbeddedServer:
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self.stop()


def _history() -> Path:
    """Where Prefect keeps its database; a service's user often has no home."""
    return Path(os.environ.get("PREFECT_HOME") or "~/.prefect").expanduser()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _serve(descriptor: int, parent: int) -> None:
    import uvicorn

    end_with_parent(parent)
    app = uvicorn.Config("prefect.server.api.server:create_app", factory=True, log_level="error", lifespan="on")
    server = uvicorn.Server(app)
    server.run(sockets=[socket.socket(fileno=descriptor)])
    if not server.started:
        sys.exit(_NOT_STARTED)


if __name__ == "__main__":
    _serve(int(sys.argv[1]), int(sys.argv[2]))
