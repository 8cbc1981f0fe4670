"""Nothing in, proof or disproof out: writers that are killed, starved, locked out and misled, beside readers of each kind.

    python benchmarks/torture.py [--kills 1000] [--spark-python PYTHON] [--seed 1]

A round commits `torture_batches.BATCHES` batches (adding, replacing, moving, rejecting, merging index runs, compacting, removing
old snapshots), in processes of which each is stopped somewhere: killed at one of `FAULT_POINTS`, before its n-th call that
changes the filesystem (recovery and clean-up included), or at a random moment; or told by that call that the disk is full.
Others start as second writers, with clocks years off, and (as root) on a full or read-only filesystem. Meanwhile each reader
polls. A round ends when all batches are in; its dataset must then be that of an undisturbed round to the byte, and pass `verify`.
Every process that starts first reads what the one before left. Exit code 1 where anything was lost, doubled, torn or unreadable.
"""

import argparse
import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
from torture_batches import BATCHES, changes_of, snapshot_digest

from pipeline.dataset import Dataset, DatasetLockedError, DiskFullError, commit, writer_lock
from pipeline.dataset.clean_up import remove_old_snapshots
from pipeline.dataset.commit import FAULT_POINTS
from pipeline.dataset.errors import NotWritableError
from pipeline.dataset.verify import verify

WRITING_CALLS = ("rename", "replace", "link", "symlink", "unlink", "rmdir", "mkdir", "fsync", "truncate", "ftruncate")
"""Functions of `os` through which a commit, a recovery and a clean-up change the filesystem."""
CALLS_A_LIFE = 250
"""About as many such calls two commits make."""
LIFE_S = 0.35
"""About as long two commits take here; random kills fall within it."""
KEEP = timedelta(seconds=60)
"""Grace period in the rounds: longer than any read."""
READ_ONLY_FULL_MB = 1
LOCKED, FULL, TORN = 13, 14, 99
"""Exit codes of a life."""


@dataclass(frozen=True, slots=True)
class Doom:
    """How one life of a writer ends."""

    kind: str
    """`step`, `call`, `time`, `full`, `none`; or `visit`: it only wants the lock, and leaves."""
    step: str = ""
    at: int = 0
    """Which commit of this life, or which writing call."""
    clock: timedelta = timedelta(0)
    """How wrong its clock is."""


def live(root: Path, doom: Doom, allowed: set[str]) -> None:
    """One life of a writer: look at what is there, recover, commit what is missing, clean up. Runs in a child process."""
    committed = 0
    pa.set_cpu_count(1)

    def fault_point(step: str) -> None:
        if doom.kind == "step" and step == doom.step and committed == doom.at:
            os.kill(os.getpid(), signal.SIGKILL)

    dataset = Dataset.create_or_open(root)
    if snapshot_digest(Dataset.open(root)) not in allowed:
        os._exit(TORN)
    if doom.kind in ("call", "full"):
        _count_calls(doom)
    try:
        with writer_lock(root):
            dataset.recover()
            for number in range(0 if doom.kind == "visit" else BATCHES):
                if dataset.has_batch(f"t{number}"):
                    continue
                # A clock that was wrong from the first commit on cannot be told from a dataset that nobody touched since.
                wrong = doom.clock if dataset.snapshot() is not None else timedelta(0)
                commit(dataset, changes_of(number, dataset), now=datetime.now(UTC) + wrong, fault_point=fault_point)
                committed += 1
                remove_old_snapshots(dataset, KEEP, datetime.now(UTC))
    except DatasetLockedError:
        os._exit(LOCKED)
    except (DiskFullError, OSError) as error:
        # Outside a commit (recovery, clean-up) a full disk is the plain OSError.
        os._exit(FULL if isinstance(error, DiskFullError) or error.errno == errno.ENOSPC else 1)


def _count_calls(doom: Doom) -> None:
    count = 0

    def doomed(call: Callable[..., object]) -> Callable[..., object]:
        def wrapper(*arguments: object, **options: object) -> object:
            nonlocal count
            count += 1
            if count == doom.at:
                if doom.kind == "call":
                    os.kill(os.getpid(), signal.SIGKILL)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return call(*arguments, **options)

        return wrapper

    for name in WRITING_CALLS:
        setattr(os, name, doomed(getattr(os, name)))


def forked(work: Callable[[], None]) -> int:
    """Start a child that does something and exits; its process id. This process has no thread, so that it may fork."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException as error:  # noqa: BLE001 - the child's one way to say what went wrong
            print(f"child: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        finally:
            os._exit(code)
    return child


def outcome(child: int) -> int:
    """The child's exit code, or minus its signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Torture:
    """Rounds of lives, and what came of them."""

    def __init__(self, work: Path, seed: int) -> None:
        """Args: work: a folder for the rounds. seed: of all random choices."""
        self.work, self.draw = work, random.Random(seed)
        self.results: Counter[str] = Counter()
        self.kills: Counter[str] = Counter()
        self.allowed_file = work / "allowed.json"
        self.calm: dict[str, bytes] = {}
        self.allowed: set[str] = set()

    def undisturbed(self) -> None:
        """The round that all others are compared with; its snapshots are all that readers may see."""
        root = self.work / "calm"

        def build() -> None:
            digests = []
            dataset = Dataset.create_or_open(root)
            with writer_lock(root):
                digests.append(snapshot_digest(dataset))
                for number in range(BATCHES):
                    commit(dataset, changes_of(number, dataset))
                    digests.append(snapshot_digest(dataset))
            if problems := verify(dataset):
                raise AssertionError(problems)
            self.allowed_file.write_text(json.dumps(digests))

        if outcome(forked(build)):
            sys.exit("torture: the undisturbed round failed")
        self.calm = lasting(root)
        self.allowed = set(json.loads(self.allowed_file.read_text()))

    def round(self, number: int, wanted: int) -> None:
        """One dataset from its first to its last batch, through as many deaths as it takes."""
        root = self.work / f"round-{number}"
        root.mkdir()
        link = self.work / "live.next"
        link.symlink_to(root)
        link.rename(self.work / "live")
        while True:
            doom = self._doom() if self.kills.total() < wanted else Doom("none")
            code = self._life(root, doom)
            if code == 0:
                break
        self.results["rounds"] += 1
        self.results["differs from the undisturbed"] += lasting(root) != self.calm
        self.results["verify found problems"] += outcome(forked(lambda: _must_verify(root))) != 0

    def _doom(self) -> Doom:
        kind = self.draw.choices(("step", "call", "time", "full"), (4, 4, 3, 1))[0]
        clock = timedelta(days=self.draw.choice((0, 0, 0, -900, 900)))
        at = self.draw.randrange(2) if kind == "step" else self.draw.randrange(1, CALLS_A_LIFE)
        # Each step in turn, so that all get the same number of kills.
        step = FAULT_POINTS[self.results["step"] % len(FAULT_POINTS)] if kind == "step" else ""
        self.results["step"] += kind == "step"
        return Doom(kind, step, at, clock)

    def _life(self, root: Path, doom: Doom) -> int:
        child = forked(lambda: live(root, doom, self.allowed))
        if doom.kind == "time":
            time.sleep(self.draw.uniform(0, LIFE_S))
            os.kill(child, signal.SIGKILL)
        elif self.draw.random() < 0.1:
            self.results["second writers"] += 1
            self.results["second writers locked out"] += (
                outcome(forked(lambda: live(root, Doom("visit"), self.allowed))) == LOCKED
            )
        code = outcome(child)
        self.results["lives with a wrong clock"] += bool(doom.clock)
        self._count(code, doom.kind, doom.step or doom.kind)
        return code

    def _count(self, code: int, kind: str, where: str) -> None:
        if code == -signal.SIGKILL:
            self.kills[f"at {where}" if kind == "step" else f"by {where}"] += 1
        self.results["disk full, told so"] += code == FULL
        self.results["torn after a death"] += code == TORN
        self.results["crashed"] += code not in (0, -signal.SIGKILL, LOCKED, FULL, TORN)

    def real_filesystem(self) -> str:
        """A full and then a read-only filesystem of its own, where this process may mount one."""
        root = self.work / "small"
        root.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={READ_ONLY_FULL_MB}m", "tmpfs", str(root)], capture_output=True, check=False
        )
        if mounted.returncode:
            return "not tried: mounting a small filesystem needs root"
        try:
            return self._on_a_small_filesystem(root)
        finally:
            subprocess.run(["umount", str(root)], check=True)

    def _on_a_small_filesystem(self, root: Path) -> str:
        codes = [outcome(forked(lambda: live(root, Doom("none"), self.allowed))) for _ in range(2)]
        before = lasting(root)
        subprocess.run(["mount", "-o", "remount,ro", str(root)], check=True)
        refused = outcome(forked(lambda: _must_be_refused(root)))
        same = lasting(root) == before
        subprocess.run(["mount", "-o", f"remount,rw,size={READ_ONLY_FULL_MB * 100}m", str(root)], check=True)
        end = outcome(forked(lambda: live(root, Doom("none"), self.allowed)))
        good = codes == [FULL, FULL] and refused == 0 and same and end == 0 and lasting(root) == self.calm
        self.results["small filesystem failed"] += not good
        return (
            f"full: exit codes {codes}, then read-only: {'refused' if refused == 0 else 'NOT refused'}, unchanged {same}; "
            f"with room again: as the undisturbed one {lasting(root) == self.calm}"
        )


def lasting(root: Path) -> dict[str, bytes]:
    """What a dataset is, whatever happened to it: the current snapshot's files, the index runs it names, the batch log."""
    manifest = json.loads((root / ".snapshots" / f"{(root / 'tables').readlink().name}.json").read_bytes())
    tables = (root / "tables").resolve()
    found = {p.relative_to(tables).as_posix(): p.read_bytes() for p in sorted(tables.rglob("*")) if p.is_file()}
    state = {file["path"]: (root / file["path"]).read_bytes() for file in manifest["state_files"]}
    return found | state | {"batches": (root / ".snapshots" / "batches.log").read_bytes()}


def _must_verify(root: Path) -> None:
    if problems := verify(Dataset.open(root)):
        raise AssertionError(problems)


def _must_be_refused(root: Path) -> None:
    try:
        with writer_lock(root):
            pass
    except NotWritableError:
        return
    raise AssertionError("a read-only folder was locked for writing")


def start_readers(work: Path, spark_python: str | None, seconds: float) -> list[subprocess.Popen[str]]:
    """A process for each kind of reader, and one that reads through the link."""
    script = str(Path(__file__).with_name("torture_readers.py"))
    rest = [str(work / "live"), str(work / "allowed.json"), "--seconds-between"]
    commands = [[sys.executable, script, kind, *rest, str(seconds)] for kind in ("pandas", "polars", "duckdb", "pyarrow")]
    commands.append([sys.executable, script, "pyarrow", *rest, str(seconds), "--through-link"])
    if spark_python:
        commands.append([spark_python, script, "spark", *rest, str(4 * seconds)])
    readers = [
        subprocess.Popen(
            c, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"}
        )
        for c in commands
    ]
    for reader in readers:
        assert reader.stdout is not None
        reader.stdout.readline()
    return readers


def stop_readers(readers: list[subprocess.Popen[str]]) -> int:
    """End the readers and print what they saw; how many reads of a resolved snapshot went wrong."""
    wrong = 0
    for reader in readers:
        reader.terminate()
        said = reader.communicate()[0].strip()
        counts = json.loads(said.splitlines()[-1])
        how = "through the link" if counts["through_link"] else "resolved once"
        seen = ", ".join(f"{counts[what]} {what}" for what in ("reads", "torn", "back", "errors"))
        print(f"  {counts['kind']}, {how}: {seen}")
        for example in counts["examples"]:
            print(f"    {example}")
        if not counts["through_link"]:
            wrong += counts["torn"] + counts["back"] + counts["errors"] + (counts["reads"] == 0)
    return wrong


def main() -> int:
    """Torture, compare, tell."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=1000)
    options.add_argument("--max-minutes", type=float, default=60.0, help="begin no other round after this time")
    options.add_argument("--spark-python", metavar="PYTHON", help="a Python that has pyspark, for the fifth kind of reader")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument(
        "--seconds-between", type=float, default=0.2, help="two reads of one reader; Spark waits four times that"
    )
    options.add_argument("--folder", type=Path, help="where the rounds go (default: the system's folder for temporary files)")
    o = options.parse_args()
    work = Path(tempfile.mkdtemp(prefix="copydesk-torture-", dir=o.folder))
    started = time.monotonic()
    torture = Torture(work, o.seed)
    torture.undisturbed()
    (work / "live").symlink_to(work / "calm")
    readers = start_readers(work, o.spark_python, o.seconds_between)
    rounds = 0
    while torture.kills.total() < o.kills and time.monotonic() - started < 60 * o.max_minutes:
        torture.round(rounds, o.kills)
        rounds += 1
    wrong = stop_readers(readers)
    print(f"small filesystem: {torture.real_filesystem()}")
    shutil.rmtree(work)
    print(
        f"{torture.kills.total()} kills in {time.monotonic() - started:.0f} s: "
        + ", ".join(f"{n} {k}" for k, n in torture.kills.items())
    )
    bad = ("differs from the undisturbed", "verify found problems", "torn after a death", "crashed", "small filesystem failed")
    for name in ("rounds", "second writers", "second writers locked out", "lives with a wrong clock", "disk full, told so", *bad):
        print(f"  {name}: {torture.results[name]}")
    wrong += sum(torture.results[name] for name in bad)
    print("nothing lost, doubled, torn or unreadable" if not wrong else f"{wrong} FAILURES")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
