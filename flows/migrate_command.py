"""`copydesk migrate`: a dataset of an earlier minor version in, its next snapshot with this version's columns out."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from flows.console import say, to_stdout
from flows.run import new_run_id
from pipeline.dataset import Changes, Dataset, commit
from schemas.tables import SCHEMA_VERSION


def migrate(out: Path) -> int:
    """Rewrite every file with the columns that this version adds, as one commit; nothing where there is none to add.

    A migration brings no rows, not even one of `runs`: the last line names the snapshot.
    """
    started, now = time.monotonic(), datetime.now(UTC)
    dataset = Dataset.open(out)
    with dataset.writing():
        before = dataset.snapshot()
        if before is None or before.schema_version == SCHEMA_VERSION:
            say(f"the dataset has schema version {SCHEMA_VERSION} already")
        else:
            batch_id = f"migrate-{before.snapshot}-{SCHEMA_VERSION}"
            commit(dataset, Changes(batch_id=batch_id, run_id=new_run_id(now), kind="migrate", migrates=True))
            say(f"schema version {before.schema_version} became {SCHEMA_VERSION}")
        number = dataset.current() or 0
    seconds = time.monotonic() - started
    to_stdout(f"snapshot={number} status=done schema_version={SCHEMA_VERSION} seconds={seconds:.1f}")
    return 0
