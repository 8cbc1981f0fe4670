"""A run in; its last line out, and the row of `runs` of one that is not a backfill."""

from __future__ import annotations

import dataclasses
import json
import socket
from datetime import datetime

import pyarrow as pa

from flows.committer import Counts, RunFacts
from pipeline.rows import to_table
from pipeline.version import PIPELINE_VERSION
from schemas.tables import RUNS, Run


def run_table(facts: RunFacts, batch_id: str, counts: Counts, now: datetime, status: str = "done") -> pa.Table:
    """The run's one row, ended `now`."""
    row = Run(
        run_id=facts.run_id,
        kind=facts.kind,
        status=status,
        started_at=facts.started_at,
        finished_at=now,
        batch_id=batch_id,
        settings=json.dumps(facts.settings, ensure_ascii=False, sort_keys=True),
        pipeline_version=PIPELINE_VERSION,
        host=socket.gethostname(),
        **dataclasses.asdict(counts),
    )
    return to_table([row], RUNS)


def last_line(run_id: str, counts: Counts, seconds: float, status: str = "done") -> str:
    """The line every run ends with."""
    return (
        f"run={run_id} status={status} in={counts.documents_in} articles={counts.articles_added} "
        f"copies={counts.copies_added} rejects={counts.rejects_added} unchanged={counts.unchanged} seconds={seconds:.1f}"
    )
