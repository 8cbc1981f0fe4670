"""A run's facts and counts in; its row of `runs` and its last line out."""

from __future__ import annotations

import dataclasses
import json
import socket
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

from pipeline.rows import to_table
from pipeline.version import PIPELINE_VERSION
from schemas.tables import RUNS, Run

RUNNING = "running"
"""Status of a run that has committed something and goes on; one that died keeps it until the next run commits."""
DONE, DONE_WITH_FAILURES, INTERRUPTED, REFUSED = "done", "done_with_failures", "interrupted", "refused"
"""How a run ends: well; well but for inputs that could not be read; early, on request; with nothing published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """A run's totals; `documents_in = copies_added + rejects_added + unchanged` always holds."""

    documents_in: int = 0
    articles_added: int = 0
    articles_revised: int = 0
    copies_added: int = 0
    rejects_added: int = 0
    unchanged: int = 0
    bytes_in: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """What identifies a run."""

    run_id: str
    kind: str
    started_at: datetime
    settings: dict[str, object] = field(default_factory=dict)


def run_table(facts: RunFacts, batch_id: str, counts: Counts, now: datetime, status: str = DONE) -> pa.Table:
    """The run's one row.

    Args:
        facts: The run.
        batch_id: The last one that it commits.
        counts: Its totals so far.
        now: When it ended, where the status says that it did.
        status: One of those above.
    """
    row = Run(
        run_id=facts.run_id,
        kind=facts.kind,
        status=status,
        started_at=facts.started_at,
        finished_at=None if status == RUNNING else now,
        batch_id=batch_id,
        settings=json.dumps(facts.settings, ensure_ascii=False, sort_keys=True),
        pipeline_version=PIPELINE_VERSION,
        host=socket.gethostname(),
        **dataclasses.asdict(counts),
    )
    return to_table([row], RUNS)


def last_line(run_id: str, counts: Counts, seconds: float, status: str = DONE) -> str:
    """The line every run ends with."""
    return (
        f"run={run_id} status={status} in={counts.documents_in} articles={counts.articles_added} "
        f"copies={counts.copies_added} rejects={counts.rejects_added} unchanged={counts.unchanged} seconds={seconds:.1f}"
    )
