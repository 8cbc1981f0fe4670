"""Synthetic archives of growing size in; documents per CPU-second, peak memory and where the time went out.

    python benchmarks/scale.py [--sizes 10000 200000] [--workers 2] [--profile]

The documents are made of the sample archive's sentences with every seventh word replaced, three in ten of them versions of an
earlier one, wrapped in the sample's dump styles: realistic lengths and shapes, not realistic prose. Prints, for each size, one
row; memory is the largest single process and the sum over the process tree, sampled twice a second.
"""

import argparse
import cProfile
import os
import pstats
import random
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench import ROOT

sys.path.insert(0, str(ROOT))

from tests.seeds.build_archive import STYLES, Version
from tests.seeds.stories import SINGLES, WIRE

SITES = ("harbour-times", "meridian-post", "prairie-ledger", "valley-courier", "coastline-today", "capital-dispatch")
DUMPS = ("browser", "lynx", "markdown", "soup", "main", "typewriter")
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


def sentences() -> list[str]:
    """The bank that documents are made of."""
    bodies = [s["body"] for s in WIRE.values()] + [body for _, body, *_ in SINGLES.values()]
    return [s for body in bodies for p in body for s in re.split(r"(?<=[.!?]) ", str(p))]  # type: ignore[union-attr]


def write_archive(folder: Path, documents: int, seed: int = 1) -> int:
    """Write an archive of text files; returns its bytes."""
    draw, bank, total = random.Random(seed), sentences(), 0
    vocabulary = ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) for _ in range(20_000)]
    recent: list[list[str]] = []
    for i in range(documents):
        if recent and draw.random() < 0.3:
            body = list(draw.choice(recent))
            if draw.random() < 0.7:
                body = body[: max(2, len(body) - draw.randint(1, 2))]
        else:
            body = []
            for _ in range(draw.randint(5, 10)):
                words = " ".join(draw.choices(bank, k=draw.randint(2, 3))).split()
                body.append(" ".join(draw.choice(vocabulary) if draw.random() < 1 / 7 else w for w in words))
            recent = [*recent[-200:], body]
        day = f"20{draw.randint(10, 23)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        title = " ".join(draw.choices(vocabulary, k=6)).capitalize()
        v = Version(SITES[i % len(SITES)], f"d{i}", f"d{i}", DUMPS[i % len(DUMPS)], title, body, day)
        path = folder / v.site / f"{i // 1000:04}" / f"{i:07}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        data = STYLES[v.style](v).encode()
        path.write_bytes(data)
        total += len(data)
    return total


class Memory(threading.Thread):
    """Samples the resident memory of a process and all below it."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self.running = pid, True
        self.peak_tree = self.peak_process = 0

    def run(self) -> None:
        """Sample until told to stop."""
        while self.running:
            sizes = [size for pid in _tree(self._pid) if (size := _resident(pid))]
            self.peak_tree = max(self.peak_tree, sum(sizes))
            self.peak_process = max([self.peak_process, *sizes])
            time.sleep(0.5)


def _tree(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            for child in task.read_text().split():
                found += _tree(int(child))
        except OSError:
            continue
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def measure(archive: Path, out: Path, workers: int) -> str:
    """Backfill an archive; one row of figures."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    command = [sys.executable, "-m", "flows.cli", "backfill", str(archive), "--out", str(out), "--workers", str(workers)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    memory = Memory(process.pid)
    memory.start()
    last = process.communicate()[0].strip()
    memory.running = False
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    documents = int(re.search(r"in=(\d+)", last)[1])  # type: ignore[index]
    megabytes = 2**20
    return (
        f"{documents:>8} documents  {documents / cpu:7.1f} per CPU-s  {cpu:8.1f} CPU-s  {time.monotonic() - started:7.1f} s  "
        f"largest process {memory.peak_process / megabytes:6.0f} MB  all {memory.peak_tree / megabytes:6.0f} MB\n  {last}"
    )


def profile(archive: Path) -> None:
    """Where a worker's time goes: one shard in this process."""
    from datetime import UTC, datetime

    from flows.plan import write_plan
    from pipeline.load.settings import LoadSettings
    from pipeline.load.walk import find_inputs
    from pipeline.normalise.normalise import NormaliseSettings
    from pipeline.shard import ShardJob, clean_shard

    with tempfile.TemporaryDirectory() as name:
        plan = write_plan(find_inputs([archive], LoadSettings()), Path(name) / "plan")
        job = ShardJob(
            run_id="profile",
            now=datetime.now(UTC),
            staging=Path(name),
            known_ids=None,
            load=LoadSettings(),
            normalise=NormaliseSettings(),
        )
        shards = list(plan)
        clean_shard(shards[0], job)
        profiler = cProfile.Profile()
        profiler.runcall(clean_shard, shards[1], job)
        pstats.Stats(profiler).sort_stats("cumulative").print_stats("pipeline|trafilatura|langid|ftfy", 45)


def main() -> None:
    """Measure each size."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=int, nargs="+", default=[10_000, 200_000])
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--profile", action="store_true")
    o = options.parse_args()
    for size in o.sizes:
        with tempfile.TemporaryDirectory(prefix="copydesk-scale-") as name:
            folder = Path(name)
            total = write_archive(folder / "archive", size)
            print(f"{size} documents, {total / size:,.0f} bytes each", flush=True)
            if o.profile:
                profile(folder / "archive")
            else:
                print(measure(folder / "archive", folder / "data", o.workers), flush=True)


if __name__ == "__main__":
    main()
