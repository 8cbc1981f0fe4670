"""Prefect's server as a child: what is told where it does not come up."""

import os
from pathlib import Path
from unittest.mock import patch

import pytest

from flows.embedded_server import EmbeddedServer, ServerStartError


def test_a_history_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A service's user without a home: the message says which folder it was and what names another."""
    (tmp_path / "file").touch()
    with patch.dict(os.environ, {"PREFECT_HOME": str(tmp_path / "file" / "prefect")}):
        os.environ.pop("PREFECT_API_URL", None)
        with EmbeddedServer() as server, pytest.raises(ServerStartError, match=r"file/prefect \(PREFECT_HOME"):
            server.wait_ready()
