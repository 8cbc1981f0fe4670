#!/usr/bin/env python3
"""Annotated dumps in, `pipeline/text/title_model.npz` out: trains the choice of the headline; cross-validated figures.

    .venv/bin/python benchmarks/train_title.py --bench ../shared/bench [--per-page 3] [--write]

Candidates come from the body that the shipped body model chooses. lightgbm is needed for training only.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from train_text import FOLDS, PARAMETERS, ROOT, flatten, fold_of, load_scorer, sample

from pipeline.text.body import body_probabilities, choose_body
from pipeline.text.prepare import prepare
from pipeline.text.title import MODEL_FILE, NAMES, title_candidates, title_rows

TREES = 110
SETTINGS = PARAMETERS | {"num_leaves": 16, "min_data_in_leaf": 60, "learning_rate": 0.07}


def table(args: tuple[dict[str, Any], str]) -> tuple[np.ndarray, np.ndarray, bool]:
    """Rows and labels of one dump's candidates, and whether the dump holds the title."""
    row, bench = args
    score = load_scorer(Path(bench))
    gold = score.plain(row["gold_title"])
    here = f" {gold} " in f" {score.plain(row['raw_text'])} "
    prepared = prepare(row["raw_text"])
    probabilities = body_probabilities(prepared)
    body = choose_body(prepared, probabilities)
    if not body or prepared.features is None:
        return np.zeros((0, len(NAMES)), np.float32), np.zeros(0), here
    candidates = title_candidates(prepared.units, prepared.tokens, body)
    if not candidates:
        return np.zeros((0, len(NAMES)), np.float32), np.zeros(0), here
    rows = title_rows(candidates, prepared, body, probabilities.tolist(), prepared.features.language)
    return rows, np.array([score.plain(c.text) == gold for c in candidates], float), here


def fit(x: np.ndarray, y: np.ndarray) -> Any:
    """One forest over the candidates of all dumps."""
    import lightgbm

    return lightgbm.train(SETTINGS, lightgbm.Dataset(x, y), TREES)


def main() -> int:
    """Trains, reports and, if asked, writes the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--per-page", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with gzip.open(options.bench / "text" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = sample([r for line in lines if (r := json.loads(line))["gold_title"]], options.per_page)
    with Pool(2) as pool:
        tables = pool.map(table, [(row, str(options.bench)) for row in rows], chunksize=20)
    sizes = [len(t[0]) for t in tables]
    x, y = np.concatenate([t[0] for t in tables]), np.concatenate([t[1] for t in tables])
    folds = np.repeat([fold_of(row["domain"]) for row in rows], sizes)
    p = np.zeros(len(x))
    for fold in range(FOLDS):
        held = folds == fold
        p[held] = fit(x[~held], y[~held]).predict(x[held])
    report(tables, p)
    if options.write:
        np.savez_compressed(ROOT / "pipeline" / "text" / MODEL_FILE, **flatten(fit(x, y), "title", NAMES))
    return 0


def report(tables: list[Any], p: np.ndarray) -> None:
    """Titles right where the dump holds them, and rightly none where it does not."""
    print(f"{len(tables)} dumps, {len(p)} candidates; in reach {np.mean([t[1].max(initial=0) for t in tables if t[2]]):.3f}")
    for threshold in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        here, gone, at = [], [], 0
        for rows, labels, held in tables:
            chances = p[at : at + len(rows)]
            at += len(rows)
            best = int(np.argmax(chances)) if len(rows) else -1
            given = best >= 0 and chances[best] >= threshold
            (here if held else gone).append(bool(given and labels[best]) if held else not given)
        right, none = np.mean(here), np.mean(gone)
        print(f"at {threshold}: right where held {right:.3f} (n={len(here)}), rightly none {none:.3f} (n={len(gone)})")


if __name__ == "__main__":
    sys.exit(main())
