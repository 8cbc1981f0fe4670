"""A backfill of the sample archive, run once through the command line, for all tests that look at its outcome."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pipeline.load.documents import load
from pipeline.load.settings import LoadSettings
from pipeline.load.walk import InputFile
from schemas.records import RawDocument, Rejection

ROOT = Path(__file__).resolve().parents[1]
ARCHIVE = ROOT / "seeds" / "archive"

DEAD_PROXY = "http://127.0.0.1:9"
"""As on a company's machine, where no proxy leads to the loopback address: every command has to do without."""

# The same examples on every run, however slow the machine: new ones are looked for by benchmarks/fuzz.py.
settings.register_profile("copydesk", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("copydesk")


def read_one(path: Path) -> RawDocument | Rejection:
    """The first document of a raw file."""
    return next(iter(load(InputFile(path, path.parent.name, path.stat().st_size), LoadSettings())))


@dataclass(frozen=True)
class Finished:
    """A command that has ended."""

    code: int
    stdout: str
    stderr: str

    @property
    def counts(self) -> dict[str, str]:
        """The last line of a run as a dictionary."""
        return dict(pair.split("=", 1) for pair in self.stdout.strip().splitlines()[-1].split())


def copydesk(*arguments: object, home: Path) -> Finished:
    """Run the command line in a process of its own, as a user does; Prefect keeps its history under `home`."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    environment |= {"PREFECT_HOME": str(home), "COLUMNS": "200"}
    environment |= {"HTTP_PROXY": DEAD_PROXY, "HTTPS_PROXY": DEAD_PROXY}
    command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    return Finished(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One Prefect database for all runs of the test session: making it takes ten seconds."""
    return tmp_path_factory.mktemp("prefect")


@dataclass(frozen=True)
class Sample:
    """The sample archive's dataset and the run that made it."""

    dataset: Path
    run: Finished


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, prefect_home: Path) -> Sample:
    """`seeds/archive` after one backfill."""
    dataset = tmp_path_factory.mktemp("sample") / "data"
    return Sample(dataset, copydesk("backfill", ARCHIVE, "--out", dataset, home=prefect_home))
