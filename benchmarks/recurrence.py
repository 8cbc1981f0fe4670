#!/usr/bin/env python3
"""Annotated dumps and held-out judgements in; what knowing a site's recurring lines is worth to the body out.

    .venv/bin/python benchmarks/recurrence.py --judged FILE [--bench ../shared/bench] [--per-page 4]

FILE is `train_text.py`'s: what networks think of dumps whose site they had not seen. Each site's memory is what a backfill of all
these dumps would have learnt. Prints precision, recall and F1 of the bodies without and with it.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import sys
from collections import defaultdict
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from bench import BENCH, rows, sample, scorer

from pipeline.learning import remember
from pipeline.text.body import choose_body, spread
from pipeline.text.network import Judgement
from pipeline.text.prepare import Prepared, prepare
from pipeline.text.site_memory import Learnt, SiteLines, learn

Judged = tuple[Prepared, np.ndarray, list[int]]


def judge(args: tuple[dict[str, Any], Judgement]) -> Judged | None:
    """A dump taken apart, its units' probabilities, and its body without any memory."""
    row, judgement = args
    prepared = prepare(row["raw_text"])
    if prepared.features is None or len(judgement.body) != len(prepared.live):
        return None
    chances = spread(judgement, prepared).body
    return prepared, chances, choose_body(prepared, chances)


def main() -> int:
    """Scores both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judged", type=Path, required=True)
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--per-page", type=int, default=4)
    options = parser.parse_args()
    judged = pickle.loads(options.judged.read_bytes())
    drawn = [r for r in sample(rows(options.bench / "text" / "dev.jsonl.gz"), options.per_page) if r["id"] in judged]
    with Pool(2) as pool:
        found = pool.map(judge, [(r, judged[r["id"]]) for r in drawn], chunksize=20)
    dumps = [(r, f) for r, f in zip(drawn, found, strict=True) if f is not None]
    learnt: dict[str, list[Learnt]] = defaultdict(list)
    for row, (prepared, _, body) in dumps:
        one = learn(int(hashlib.sha256(row["id"].encode()).hexdigest()[:16], 16), prepared, body)
        if one is not None:
            learnt[row["domain"]].append(one)
    sites = {site: SiteLines(documents) for site, documents in remember({}, [learnt]).items()}
    score = scorer(options.bench)
    without, with_memory = [], []
    for row, (prepared, chances, body) in dumps:
        known = body
        if body and row["domain"] in sites:
            recurring = sites[row["domain"]].elsewhere(prepared, body)
            known = choose_body(prepared, recurring.discount(chances, prepared, body)) or body
        for chosen, results in ((body, without), (known, with_memory)):
            results.append(score.body_row(row, {"text": "\n".join(prepared.units[i].text for i in chosen)}))
    for name, results in (("without", without), ("with", with_memory)):
        precision, recall, f1 = score.f1_of_means(results)
        print(f"{name:8} n={len(results)}  F1 {f1:.4f}  P {precision:.4f}  R {recall:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
