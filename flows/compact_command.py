"""`copydesk compact`: a dataset of many small files in, the same rows in few, as its next snapshot, out."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from flows.console import say, to_stdout
from flows.run import new_run_id
from flows.run_rows import Counts, RunFacts, last_line, run_table
from pipeline.dataset import Changes, Dataset, IndexUpkeep, commit
from pipeline.dataset.compaction import needs_compaction
from pipeline.dataset.manifest import Manifest


def compact(out: Path) -> int:
    """Merge small files and index runs in one commit; changes nothing where there is nothing to merge.

    Old snapshots keep their files until `copydesk clean` removes them, so that running readers lose none.
    """
    started, now = time.monotonic(), datetime.now(UTC)
    dataset = Dataset.open(out)
    facts = RunFacts(run_id=new_run_id(now), kind="compact", started_at=now)
    with dataset.writing():
        before = dataset.snapshot()
        if before is not None and needs_compaction(dataset.paths, before):
            batch_id = f"compact-{before.snapshot}-{before.batch_id}"[:128]
            runs = run_table(facts, batch_id, Counts(), datetime.now(UTC))
            changes = Changes(
                batch_id=batch_id,
                run_id=facts.run_id,
                kind=facts.kind,
                runs=runs,
                compacts=True,
                index_upkeep=IndexUpkeep.MERGE_ALL,
            )
            _tell(before, commit(dataset, changes))
        else:
            say("nothing to compact")
    to_stdout(last_line(facts.run_id, Counts(), time.monotonic() - started))
    return 0


def _tell(before: Manifest, after: Manifest) -> None:
    shown = [
        f"{len(m.files)} files of {sum(f.bytes for f in m.files) / 1e6:.1f} MB and {len(m.state_files)} index runs"
        for m in (before, after)
    ]
    say(f"{shown[0]} became {shown[1]}")
