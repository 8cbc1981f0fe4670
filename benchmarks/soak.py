"""Nothing in; memory, open files, commit time and files over 365 nights of 200 documents in one process out.

    python benchmarks/soak.py [--nights 365] [--documents 200] [--compact-every 30] [--folder FOLDER]

At the level of commits: invented rows, 19 of 20 published in the night's month and the others in any earlier one of ten years,
an index run of 40 hashes a document, clean-up with seven days' grace each night, compaction every thirtieth. Prints a line for
each month and what the partitions look like in the end; exit code 1 where memory or open files grow, or where the dataset does
not verify.
"""

import argparse
import dataclasses
import os
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
from bench import ROOT

sys.path.insert(0, str(ROOT))

from pipeline.copies.index import INDEX_SCHEMA
from pipeline.dataset import Changes, Dataset, IndexUpkeep, commit, writer_lock
from pipeline.dataset.clean_up import remove_old_snapshots
from pipeline.dataset.compaction import needs_compaction
from pipeline.dataset.partitions import partition_of
from pipeline.dataset.verify import verify
from pipeline.rows import to_table
from schemas.tables import ARTICLES, COPIES, RUNS
from tests.pipeline.dataset.build import article, copy, run

START = datetime(2030, 1, 1, 3, tzinfo=UTC)
WORDS = [a + b + c for a in "bdfglmnprst" for b in "aeiou" for c in ("n", "r", "st", "l")]
MAX_GROWTH_MB = 150
"""Ids of all articles and the allocator's slack; a leak of rows would be hundreds."""


def night_of(number: int, documents: int, draw: random.Random) -> Changes:
    """One night's batch."""
    night = (START + timedelta(days=number)).date()
    articles, copies = [], []
    for n in range(number * documents, (number + 1) * documents):
        day = night if draw.random() < 0.95 else night - timedelta(days=draw.randrange(3650))
        text = " ".join(draw.choices(WORDS, k=400))
        articles.append(_article(n, day, text))
        copies.append(dataclasses.replace(copy(n), published_at=None, published_date=day))
    ids = [a.article_id for a in articles]
    hashes = sorted(
        (draw.getrandbits(44), number * documents + n, None if h else i) for n, i in enumerate(ids) for h in range(40)
    )
    return Changes(
        batch_id=f"night-{number}",
        run_id=f"run-{number:04d}",
        kind="nightly",
        articles=to_table(articles, ARTICLES),
        copies=to_table(copies, COPIES),
        runs=to_table([run(f"run-{number:04d}", copies=documents)], RUNS),
        index_run=pa.table([list(column) for column in zip(*hashes, strict=True)], schema=INDEX_SCHEMA),
    )


def _article(number: int, day: date, text: str):  # type: ignore[no-untyped-def]
    import hashlib

    facts = {"published_date": day, "published_at": None, "text": text, "word_count": 400}
    return dataclasses.replace(article(number), **facts, text_sha256=hashlib.sha256(text.encode()).hexdigest())


def resident_mb() -> float:
    """This process's memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> int:
    """Soak, tell, check."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--nights", type=int, default=365)
    options.add_argument("--documents", type=int, default=200)
    options.add_argument("--compact-every", type=int, default=30)
    options.add_argument("--folder", type=Path)
    o = options.parse_args()
    root = Path(tempfile.mkdtemp(prefix="copydesk-soak-", dir=o.folder))
    draw = random.Random(1)
    dataset = Dataset.create_or_open(root)
    cpu: list[float] = []
    seen: list[tuple[float, int]] = []
    with writer_lock(root):
        for number in range(o.nights):
            changes, now = night_of(number, o.documents, draw), START + timedelta(days=number)
            before = time.process_time()
            dataset.recover()
            manifest = commit(dataset, changes, now=now)
            remove_old_snapshots(dataset, timedelta(days=7), now)
            cpu.append(time.process_time() - before)
            if number % o.compact_every == o.compact_every - 1:
                after, spent = manifest, 0.0
                if needs_compaction(dataset.paths, manifest):
                    name = f"compact-{number}"
                    compact = Changes(
                        batch_id=name, run_id=name, kind="compact", compacts=True, index_upkeep=IndexUpkeep.MERGE_ALL
                    )
                    before = time.process_time()
                    after = commit(dataset, compact, now=now)
                    spent = time.process_time() - before
                seen.append((resident_mb(), len(list(Path("/proc/self/fd").iterdir()))))
                month = cpu[-o.compact_every :]
                print(
                    f"night {number + 1:>3}: commit {statistics.median(month):.2f} CPU-s (worst {max(month):.2f}), "
                    f"{len(manifest.files)} files and {len(manifest.state_files)} index runs, "
                    f"compacted to {len(after.files)} in {spent:.1f} CPU-s, {seen[-1][0]:.0f} MB, {seen[-1][1]} open files, "
                    f"{len(dataset.snapshots())} snapshots",
                    flush=True,
                )
    manifest = dataset.snapshot()
    assert manifest is not None
    per_partition = Counter(partition_of(f.path) for f in manifest.files_of("articles"))
    size = sum(f.bytes for f in manifest.files)
    problems = [p for p in verify(dataset) if p.check != "first_last_published"]  # the invented rows leave that out
    print(
        f"{len(per_partition)} partitions, at most {max(per_partition.values())} files each; {size / 1e6:.0f} MB; peak "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB; {len(problems)} problems"
    )
    shutil.rmtree(root)
    early = seen[min(2, len(seen) - 1)]
    grown = seen[-1][0] - early[0] > MAX_GROWTH_MB or seen[-1][1] > early[1] + 5
    print("memory and open files flat" if not grown else "GROWN")
    return 1 if grown or problems else 0


if __name__ == "__main__":
    sys.exit(main())
