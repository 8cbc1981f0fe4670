"""An archive in, proof or disproof out: backfills killed at random moments and run again give the undisturbed dataset.

    python benchmarks/kill_backfill.py ARCHIVE [--kills 10] [--batch-documents 100] [--seed 1]

Compares `articles`, `copies` and `rejects` row for row, without the columns that name a run or a moment of writing, and runs
`copydesk verify` on the survivor. Exit code 1 where they differ.
"""

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds

VOLATILE = {"run_id", "ingested_at", "rejected_at"}
KEYS = {"articles": "article_id", "copies": "copy_id", "rejects": "reject_id"}
COPYDESK = [sys.executable, "-m", "flows.cli"]


def rows(dataset: Path, table: str) -> pa.Table:
    """A table's lasting columns, sorted by its key."""
    read = ds.dataset(dataset / "tables" / table, format="parquet", partitioning="hive").to_table()
    return read.select([c for c in read.column_names if c not in VOLATILE]).sort_by(KEYS[table])


def command(archive: str, out: Path, batch: int) -> list[str]:
    """The backfill under test."""
    return [*COPYDESK, "backfill", archive, "--out", str(out), "--batch-documents", str(batch)]


def main() -> int:
    """Run, kill, run again, compare."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("archive")
    options.add_argument("--kills", type=int, default=10)
    options.add_argument("--batch-documents", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    o = options.parse_args()
    work = Path(tempfile.mkdtemp(prefix="copydesk-kill-"))
    started = time.monotonic()
    subprocess.run(
        command(o.archive, work / "calm", o.batch_documents), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    calm_seconds = time.monotonic() - started
    expected = {t: rows(work / "calm", t) for t in KEYS}
    print(f"undisturbed: {calm_seconds:.1f} s, " + ", ".join(f"{len(v)} {k}" for k, v in expected.items()))
    moments = random.Random(o.seed)
    wrong = 0
    for kill in range(o.kills):
        out = work / f"killed-{kill}"
        moment = moments.uniform(0.2, 0.98) * calm_seconds
        process = subprocess.Popen(
            command(o.archive, out, o.batch_documents), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        snapshots = len(list((out / ".snapshots").glob("*.json"))) if out.exists() else 0
        subprocess.run(
            command(o.archive, out, o.batch_documents), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        same = {t: rows(out, t).equals(expected[t]) for t in KEYS}
        verified = (
            subprocess.run(
                [*COPYDESK, "verify", "--out", str(out)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ).returncode
            == 0
        )
        wrong += not (all(same.values()) and verified)
        print(f"killed after {moment:5.1f} s, {snapshots} commits before: {same}, verify {'ok' if verified else 'FAILED'}")
        shutil.rmtree(out)
    shutil.rmtree(work)
    print(f"{o.kills} kills, {wrong} datasets that differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
