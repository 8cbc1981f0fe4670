#!/usr/bin/env python3
"""Annotated dumps in, `pipeline/text/title_model.npz` out: trains the choice of the headline; cross-validated figures.

    .venv/bin/python benchmarks/train_title.py --judged FILE [--bench ../shared/bench] [--write]

FILE holds what `train_text.py` found out about each dump with networks that had not seen its site, so that the headline is
learnt from judgements as uncertain as those of unseen sites. lightgbm is needed for training only.
"""

from __future__ import annotations

import argparse
import pickle
import sys
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from bench import BENCH, FOLDS, ROOT, SEED, fold_of, rows, sample, scorer

from pipeline.text.body import choose_body, spread
from pipeline.text.network import Judgement
from pipeline.text.prepare import prepare
from pipeline.text.title import MODEL_FILE, NAMES, choose_title, is_set_as_one, title_candidates, title_rows

TREES = 110
REWORDED = 0.35
"""Share of words in common with the gold from which another wording may be the headline that the page prints."""
SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.07,
    "num_leaves": 16,
    "max_depth": 7,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "seed": SEED,
    "deterministic": True,
    "num_threads": 2,
    "verbose": -1,
}


def table(args: tuple[dict[str, Any], str, Judgement]) -> tuple[np.ndarray, np.ndarray, bool, np.ndarray, list[int], list[bool]]:
    """Rows and labels of one dump's candidates, whether the dump holds the title, which teach, their units, which are set as one.

    The gold often holds the meta title of a page that prints another headline: what is worded much like the gold is not wrong.
    """
    row, bench, judged = args
    score = scorer(Path(bench))
    gold = score.plain(row["gold_title"])
    here = f" {gold} " in f" {score.plain(row['raw_text'])} "
    prepared = prepare(row["raw_text"])
    whole = spread(judged, prepared)
    body = choose_body(prepared, whole.body)
    candidates = title_candidates(prepared, body, whole) if body else []
    if not candidates or prepared.features is None:
        return np.zeros((0, len(NAMES)), np.float32), np.zeros(0), here, np.zeros(0, bool), [], []
    found = title_rows(candidates, prepared, body, whole)
    texts = [score.plain(c.text) for c in candidates]
    labels = np.array([text == gold for text in texts], float)
    teaches = np.array([text == gold or likeness(text, gold) < REWORDED for text in texts], bool)
    headed = [is_set_as_one(prepared, c.unit, body, row) for c, row in zip(candidates, found, strict=True)]
    return found, labels, here, teaches, [c.unit for c in candidates], headed


def likeness(a: str, b: str) -> float:
    """Words in common, as a share of both."""
    x, y = set(a.split()), set(b.split())
    return 2 * len(x & y) / max(1, len(x) + len(y))


def flatten(booster: Any, part: str, names: tuple[str, ...]) -> dict[str, np.ndarray]:
    """A booster as the arrays that `pipeline.text.forest.Forest` reads."""
    feature, threshold, left, right, value, roots = [], [], [], [], [], []
    depth = 0

    def add(node: dict[str, Any], level: int) -> int:
        nonlocal depth
        depth = max(depth, level)
        at = len(feature)
        feature.append(node.get("split_feature", 0))
        threshold.append(node.get("threshold", 0.0))
        value.append(node.get("leaf_value", 0.0))
        left.append(at)
        right.append(at)
        if "split_feature" in node:
            left[at] = add(node["left_child"], level + 1)
            right[at] = add(node["right_child"], level + 1)
            value[at] = 0.0
        return at

    for tree in booster.dump_model()["tree_info"]:
        roots.append(add(tree["tree_structure"], 0))
    return {
        f"{part}_feature": np.array(feature, np.uint8),
        f"{part}_threshold": np.array(threshold, np.float32),
        f"{part}_left": np.array(left, np.uint16),
        f"{part}_right": np.array(right, np.uint16),
        f"{part}_value": np.array(value, np.float32),
        f"{part}_roots": np.array(roots, np.uint16),
        f"{part}_depth": np.array(depth, np.int32),
        f"{part}_names": np.array(names),
    }


def fit(x: np.ndarray, y: np.ndarray) -> Any:
    """One forest over the candidates of all dumps."""
    import lightgbm

    return lightgbm.train(SETTINGS, lightgbm.Dataset(x, y), TREES)


def main() -> int:
    """Trains, reports and, if asked, writes the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--judged", type=Path, required=True)
    parser.add_argument("--per-page", type=int, default=4)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    judged = pickle.loads(options.judged.read_bytes())
    dumps = sample(rows(options.bench / "text" / "dev.jsonl.gz"), options.per_page)
    dumps = [row for row in dumps if row["gold_title"] and row["id"] in judged]
    with Pool(2) as pool:
        tables = pool.map(table, [(row, str(options.bench), judged[row["id"]]) for row in dumps], chunksize=20)
    sizes = [len(t[0]) for t in tables]
    x, y = np.concatenate([t[0] for t in tables]), np.concatenate([t[1] for t in tables])
    teaches = np.concatenate([t[3] for t in tables])
    folds = np.repeat([fold_of(row["domain"]) for row in dumps], sizes)
    p = np.zeros(len(x))
    for fold in range(FOLDS):
        held = folds == fold
        p[held] = fit(x[~held & teaches], y[~held & teaches]).predict(x[held])
    report(tables, p)
    if options.write:
        np.savez_compressed(ROOT / "pipeline" / "text" / MODEL_FILE, **flatten(fit(x[teaches], y[teaches]), "title", NAMES))
    return 0


def report(tables: list[Any], p: np.ndarray) -> None:
    """Titles right where the dump holds them, and rightly none where it does not."""
    print(f"{len(tables)} dumps, {len(p)} candidates; in reach {np.mean([t[1].max(initial=0) for t in tables if t[2]]):.3f}")
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, None):
        here, gone, at = [], [], 0
        for candidates, labels, held, _, units, headed in tables:
            chances = p[at : at + len(candidates)]
            at += len(candidates)
            best = None
            if len(candidates) and threshold is None:
                best = choose_title(chances, units, headed.__getitem__)
            elif len(candidates) and chances.max() >= threshold:
                best = int(np.argmax(chances))
            (here if held else gone).append(best is not None and bool(labels[best]) if held else best is None)
        right, none = np.mean(here), np.mean(gone)
        bound = "as shipped" if threshold is None else f"at {threshold}"
        print(f"{bound}: right where held {right:.3f} (n={len(here)}), rightly none {none:.3f} (n={len(gone)})")


if __name__ == "__main__":
    sys.exit(main())
