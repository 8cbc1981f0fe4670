"""Commits a batch once for each fault point, each time in a process that kills itself there; run as a program.

Usage: python kill.py FOLDER; makes FOLDER/<step>/ for each of `FAULT_POINTS` and FOLDER/undisturbed/.
"""

from __future__ import annotations

import dataclasses
import os
import signal
import sys
from pathlib import Path

from pipeline.dataset import Changes, Dataset, commit, writer_lock
from pipeline.dataset.commit import FAULT_POINTS
from pipeline.rows import to_table
from schemas.tables import ARTICLES, COPIES
from tests.pipeline.dataset.build import NOW, article, article_id, batch, copy

FIRST = range(12)
SECOND = range(12, 30)


def second(dataset: Dataset) -> Changes:
    """A batch that adds, replaces and moves rows, with an index run."""
    changes = batch("two", SECOND, rejects=range(1))
    old = dataset.history().articles([article_id(6)]).select(["article_id", "published_month"])
    return dataclasses.replace(
        changes,
        articles=to_table([*(article(n) for n in SECOND), article(6, published_date=NOW.date(), copy_count=2)], ARTICLES),
        copies=to_table([*(copy(n) for n in SECOND), copy(99, of=6)], COPIES),
        replaced={"articles": old},
    )


def commit_both(root: Path, die_at: str | None) -> None:
    """Commit two batches; die at a step of the second."""

    def fault_point(step: str) -> None:
        if step == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    dataset = Dataset.create_or_open(root)
    with writer_lock(root):
        dataset.recover()
        commit(dataset, batch("one", FIRST), now=NOW)
        commit(dataset, second(dataset), now=NOW, fault_point=fault_point)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for step in (*FAULT_POINTS, None):
        child = os.fork()  # before this process has any thread
        if child == 0:
            commit_both(folder / (step or "undisturbed"), step)
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        assert os.WIFSIGNALED(status) == (step is not None), f"{step}: status {status}"
