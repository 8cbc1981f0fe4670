#!/usr/bin/env python3
"""Annotated dumps in, body F1 of the same dumps in thirty other shapes out: what no tool of the set prints, but archives hold.

    .venv/bin/python benchmarks/shapes.py [--bench ../shared/bench] [--every 40] [--only SHAPE ...]

The shipped model was trained on these pages: read each row against the first. For unseen sites `train_text.py` prints five.
"""

from __future__ import annotations

import argparse
import sys
from functools import cache, partial
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from bench import BENCH, rows, scorer
from reshape import PLAIN, SHAPES

from pipeline.text.clean import clean_text

LOST = 0.1
"""Body F1 under which nothing of an article was found."""


@cache
def scoring(bench: Path) -> Any:
    """The scorer, loaded once a process."""
    return scorer(bench)


def f1_of(row: dict[str, Any], *, shape: str, bench: Path) -> float:
    """Body F1 of one dump in a shape."""
    score = scoring(bench)
    found = clean_text(SHAPES[shape](row["raw_text"])).extracted
    return float(score.f1_of_means([score.body_row(row, {"text": found.text})])[2])


def measure(bench: Path, every: int, shapes: list[str]) -> dict[str, list[float]]:
    """Body F1 of each dump of the sample, by shape."""
    dumps = [row for row in rows(bench / "text" / "dev.jsonl.gz") if row["dumper"] in PLAIN][::every]
    with Pool(2) as pool:
        return {shape: pool.map(partial(f1_of, shape=shape, bench=bench), dumps, chunksize=4) for shape in shapes}


def main() -> int:
    """Prints a row a shape."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--every", type=int, default=40, help="of the dumps without markup")
    parser.add_argument("--only", nargs="*", choices=list(SHAPES), metavar="SHAPE")
    options = parser.parse_args()
    for shape, found in measure(options.bench, options.every, options.only or list(SHAPES)).items():
        print(f"{shape:34} F1 {sum(found) / len(found):.3f}, nothing found in {sum(f < LOST for f in found)} of {len(found)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
