"""`copydesk verify`: a dataset in, every problem found in it out."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

from flows.console import say, to_stdout
from flows.exit_codes import DONE, INVALID
from flows.json_output import json_line
from flows.printable import in_one_cell
from pipeline.dataset.dataset import Dataset
from pipeline.dataset.problems import Problem
from pipeline.dataset.verify import verify
from pipeline.load.documents import bytes_of, bytes_of_each
from schemas.tables import TABLES

PROGRESS_EVERY_S = 5.0


def verify_dataset(out: Path, *, raw: bool, as_json: bool) -> int:
    """Check the dataset; each problem is a line on stdout: check, place and finding with tabs between, or a JSON object.

    Returns:
        0 where all is well, else 3.
    """
    dataset = Dataset.open(out)
    problems = verify(dataset, raw=raw, bytes_of=bytes_of, bytes_of_each=bytes_of_each, progress=_Progress())
    for problem in problems:
        to_stdout(json_line(dataclasses.asdict(problem)) if as_json else _line(problem))
    what = f"checked {_what(dataset)} in {out}{' and their raw bytes' if raw else ''}"
    say(f"{what}: {len(problems)} problem{'' if len(problems) == 1 else 's'}")
    return INVALID if problems else DONE


class _Progress:
    """A line on stderr now and then: checking a large dataset takes minutes."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, what: str, done: int, total: int) -> None:
        if time.monotonic() - self._last >= PROGRESS_EVERY_S:
            self._last = time.monotonic()
            say(f"{what}: {done:,} of {total:,}")


def _line(problem: Problem) -> str:
    return "\t".join(map(in_one_cell, (problem.check, problem.where, problem.detail)))


def _what(dataset: Dataset) -> str:
    manifest = dataset.snapshot()
    if manifest is None:
        return "a dataset without a current snapshot"
    rows = ", ".join(f"{manifest.sealed[table]:,} {table}" for table in TABLES)
    return f"snapshot {manifest.snapshot} ({rows})"
