"""The quality gate: measures a fixed sample of the annotated data through the command line, and fails below `floors.toml`.

    python benchmarks/gate.py [--bench ../shared/bench] [--only archive_dumps|unlearnt|text|html|wire]

Without the annotated data it says so, measures the invented dumps of old archives alone and passes, unless CI=true: there all
must run. Floors are raised as figures improve, in the commit that improves them, and never lowered silently.
"""

import argparse
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date
from functools import partial
from pathlib import Path

import archive_dumps
import bench
import score_wire
import unlearnt
from printed_dates import day_pattern

FLOORS = Path(__file__).with_name("floors.toml")
EVERY = {"text": 19, "html": 7}
"""The fixed sample: 19 and 7 share no factor with the fourteen dumps of a page."""


def backfilled(kind: str, folder: Path, data: Path) -> Path:
    """Unpack a sample as an archive, backfill it through the command line, and collect the predictions."""
    scorer = bench.scorer(data)
    scorer.unpack(kind, str(folder / "archive"), data, EVERY[kind])
    command = [sys.executable, "-m", "flows.cli", "backfill", str(folder / "archive"), "--out", str(folder / "data")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"gate: backfill ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    print(done.stdout.strip())
    scorer.collect(str(folder / "data"), str(folder / "predictions.jsonl"), data)
    return folder / "predictions.jsonl"


def found(pattern: str, text: str) -> float:
    """The number a line of the scorer's output holds."""
    match = re.search(pattern, text)
    if match is None:
        sys.exit(f"gate: expected {pattern!r} in the scorer's output, found\n{text}")
    return float(match[1])


def measure_text(folder: Path, data: Path) -> dict[str, float]:
    """Plain-text dumps: body, title, printed dates, authors."""
    predictions = backfilled("text", folder, data)
    out = io.StringIO()
    with redirect_stdout(out):
        bench.scorer(data).score_body("text", predictions, data, 0, EVERY["text"])
    said = out.getvalue()
    print(said)
    rows = bench.rows(data / "text" / "dev.jsonl.gz")[:: EVERY["text"]]
    given = {p["id"]: p for p in map(json.loads, predictions.read_text(encoding="utf-8").splitlines())}
    dated = [r for r in rows if r["gold_published"]]
    printed = [r for r in dated if day_pattern(date.fromisoformat(r["gold_published"][:10])).search(r["raw_text"].lower())]
    right = [str(given.get(r["id"], {}).get("published") or "")[:10] == r["gold_published"][:10] for r in printed]
    return {
        "f1": found(r"ALL .*?F1 ([\d.]+)", said),
        "title_where_held": found(r"where the dump holds it: exact ([\d.]+)", said),
        "title_rightly_none": found(r"rightly none ([\d.]+)", said),
        "day_where_printed": sum(right) / max(1, len(right)),
        "author_set_exact": found(r"authors .*?set exact ([\d.]+)", said),
    }


def measure_html(folder: Path, data: Path) -> dict[str, float]:
    """HTML pages: body, title, day, authors."""
    predictions = backfilled("html", folder, data)
    out = io.StringIO()
    with redirect_stdout(out):
        bench.scorer(data).score_body("html", predictions, data, 0, EVERY["html"])
    said = out.getvalue()
    print(said)
    return {
        "f1": found(r"ALL .*?F1 ([\d.]+)", said),
        "title_exact": found(r"title .*?exact ([\d.]+)", said),
        "day_right": found(r"published .*?day right ([\d.]+)", said),
        "author_set_exact": found(r"authors .*?set exact ([\d.]+)", said),
    }


def measure_wire(folder: Path, data: Path) -> dict[str, float]:
    """Wire copies, in ten batches."""
    documents = bench.rows(data / "wire" / "dev.jsonl.gz")
    clusters = folder / "clusters.json"
    clusters.write_text(json.dumps(score_wire.directly(documents, 10, folder / "data")), encoding="utf-8")
    out = io.StringIO()
    with redirect_stdout(out):
        bench.scorer(data).score_wire(clusters, data, "dev")
    said = out.getvalue()
    print(said)
    return {
        "ari": found(r"ARI ([\d.]+)", said),
        "precision": found(r"precision ([\d.]+)", said),
        "real_true_separations": 1 - found(r"real false joins ([\d.]+)%", said) / 100,
        "real_copies_joined": found(r"real copies joined ([\d.]+)%", said) / 100,
    }


ARCHIVE_FIGURES = ("whole", "text", "title", "authors", "day", "dateline", "section", "captions")


def measure_archive(name: str, _folder: Path, _data: Path) -> dict[str, float]:
    """A set of invented dumps: shares of which all columns, the text, the headline … are as a reader would fill them."""
    shares = archive_dumps.measured(archive_dumps.SETS[name], told=False)
    return {name: shares[name] for name in ARCHIVE_FIGURES}


def measure_unlearnt(_folder: Path, data: Path) -> dict[str, float]:
    """Invented pages that no model has learnt from: body, headline, day, authors."""
    return unlearnt.measured(data)


MEASURES: dict[str, Callable[[Path, Path], dict[str, float]]] = {
    **{name: partial(measure_archive, name) for name in archive_dumps.SETS},
    "unlearnt": measure_unlearnt,
    "text": measure_text,
    "html": measure_html,
    "wire": measure_wire,
}


def main() -> int:
    """Measure, compare, and fail below a floor."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bench", type=Path, default=bench.BENCH)
    options.add_argument("--only", choices=sorted(MEASURES))
    o = options.parse_args()
    kinds = [o.only] if o.only else list(MEASURES)
    missing = not o.bench.is_dir()
    if missing:
        print(f"gate: the annotated data are not at {o.bench}; only the invented dumps are measured")
        kinds = list(archive_dumps.SETS)
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    below = 0
    for kind in kinds:
        with tempfile.TemporaryDirectory(prefix="copydesk-gate-") as name:
            figures = MEASURES[kind](Path(name), o.bench)
        for figure, value in figures.items():
            floor = floors[kind][figure]
            below += value < floor
            print(f"gate: {kind}.{figure} {value:.4f}, floor {floor:.4f}{'' if value >= floor else '  BELOW'}")
    return 1 if below or (missing and os.environ.get("CI") == "true") else 0


if __name__ == "__main__":
    sys.exit(main())
