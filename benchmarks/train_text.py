#!/usr/bin/env python3
"""Annotated dumps in, `pipeline/text/body_model.npz` out: trains the body model; figures by cross-validation over domains.

    .venv/bin/pip install lightgbm
    .venv/bin/python benchmarks/train_text.py --bench ../shared/bench [--per-page 4] [--write]

Each fold holds out all pages of a fifth of the domains, so the figures are those of unseen sites. Seeded; lightgbm is needed
for training only.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
import random
import sys
from collections import defaultdict
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.text.body import keep_threshold
from pipeline.text.features import NAMES
from pipeline.text.model import MODEL_FILE, SECOND_NAMES, second_rows
from pipeline.text.prepare import prepare

ROOT = Path(__file__).resolve().parents[1]
FOLDS = 5
SEED = 20240501
MIN_GOLD_COVERAGE = 0.5
"""Dumps that hold less of the gold body teach nothing about where it is."""
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.08,
    "num_leaves": 24,
    "max_depth": 7,
    "min_data_in_leaf": 120,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "seed": SEED,
    "deterministic": True,
    "num_threads": 2,
    "verbose": -1,
}
TREES = (90, 90)


def load_scorer(bench: Path) -> Any:
    """The benchmark's own scorer as a module."""
    spec = importlib.util.spec_from_file_location("bench_score", bench / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sample(rows: list[dict[str, Any]], per_page: int) -> list[dict[str, Any]]:
    """At most `per_page` dumps of each page, drawn with a fixed seed."""
    pages = defaultdict(list)
    for row in rows:
        pages[row["id"].split("|")[0]].append(row)
    rng = random.Random(SEED)
    return [row for page in sorted(pages) for row in rng.sample(pages[page], min(per_page, len(pages[page])))]


def labels(units: list[str], row: dict[str, Any], score: Any) -> tuple[np.ndarray, np.ndarray]:
    """Share of each unit's word shingles that the gold body has, and the unit's weight.

    A unit weighs the root of its words, a document the root of its units' sum: weighed by plain shares a few endless pages
    dominate (F1 .909 -> .914).
    """
    gold_words = score.words(row["gold_text"])
    gold = set(score.grams(row["gold_text"]))
    free = {g for p in row.get("gold_optional") or [] for g in score.grams(p)} - gold
    flat = f" {' '.join(gold_words)} "
    target, weight = np.zeros(len(units)), np.zeros(len(units))
    short = []
    for i, unit in enumerate(units):
        words = score.words(unit)
        if len(words) >= 4:
            grams = list(score.grams(unit))
            target[i] = sum(g in gold for g in grams) / len(grams)
            if free and sum(g in free for g in grams) > 0.5 * len(grams):
                continue
        elif words:
            short.append(i)
            target[i] = f" {' '.join(words)} " in flat
        weight[i] = (len(words) + 2) ** 0.5
    for i in short:
        near = [target[j] for j in (i - 1, i + 1) if 0 <= j < len(units)]
        target[i] *= max(near, default=0) >= 0.5
    weight /= max(1.0, float(weight.sum())) ** 0.5
    return target, weight


def table(args: tuple[dict[str, Any], str]) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Features, labels, weights and wording of one dump's live units."""
    row, bench = args
    prepared = prepare(row["raw_text"])
    if prepared.features is None:
        return np.zeros((0, len(NAMES)), np.float32), np.zeros(0), np.zeros(0), []
    units = [prepared.units[i].text for i in prepared.live]
    target, weight = labels(units, row, load_scorer(Path(bench)))
    if row.get("gold_coverage", 1) < MIN_GOLD_COVERAGE:
        weight[:] = 0
    return prepared.features.rows, target, weight, units


def fit(x: np.ndarray, y: np.ndarray, w: np.ndarray, trees: int) -> Any:
    """One forest; the label is a share, so each row counts for and against in proportion."""
    import lightgbm

    used = w > 0
    hard, sure = (y[used] >= 0.5).astype(int), 0.15 + np.abs(y[used] - 0.5) * 1.7
    return lightgbm.train(PARAMETERS, lightgbm.Dataset(x[used], hard, weight=w[used] * sure), trees)


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


def fold_of(domain: str) -> int:
    """A domain's fold, the same in every run."""
    return int(hashlib.sha256(domain.encode()).hexdigest(), 16) % FOLDS


def main() -> int:
    """Trains, reports and, if asked, writes the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--per-page", type=int, default=4)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    score = load_scorer(options.bench)
    with gzip.open(options.bench / "text" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = sample([json.loads(line) for line in lines], options.per_page)
    with Pool(2) as pool:
        tables = pool.map(table, [(row, str(options.bench)) for row in rows], chunksize=20)
    x = np.concatenate([t[0] for t in tables])
    y, w = np.concatenate([t[1] for t in tables]), np.concatenate([t[2] for t in tables])
    sizes = [len(t[0]) for t in tables]
    folds = np.repeat([fold_of(row["domain"]) for row in rows], sizes)
    print(f"{len(rows)} dumps, {len(x)} units, {x.shape[1]} features, {y.mean():.3f} body", flush=True)
    first = cross(x, y, w, folds, TREES[0])
    report("first", rows, tables, sizes, first, score)
    x2 = np.concatenate([x, stage_two(x, first, sizes)], axis=1)
    second = cross(x2, y, w, folds, TREES[1])
    report("second", rows, tables, sizes, second, score)
    if options.write:
        arrays = flatten(fit(x, y, w, TREES[0]), "first", NAMES) | flatten(
            fit(x2, y, w, TREES[1]), "second", (*NAMES, *SECOND_NAMES)
        )
        np.savez_compressed(ROOT / "pipeline" / "text" / MODEL_FILE, **arrays)
    return 0


def cross(x: np.ndarray, y: np.ndarray, w: np.ndarray, folds: np.ndarray, trees: int) -> np.ndarray:
    """Probabilities of each row from a forest that saw none of its domain."""
    out = np.zeros(len(x))
    for fold in range(FOLDS):
        held = folds == fold
        out[held] = fit(x[~held], y[~held], w[~held], trees).predict(x[held])
    return out


def stage_two(x: np.ndarray, first: np.ndarray, sizes: list[int]) -> np.ndarray:
    """The second forest's extra columns, document by document."""
    out, at = [], 0
    for size in sizes:
        if size:
            out.append(second_rows(x[at : at + size], first[at : at + size]))
        at += size
    return np.concatenate(out)


def report(name: str, rows: list[dict[str, Any]], tables: list[Any], sizes: list[int], p: np.ndarray, score: Any) -> None:
    """Body figures at several thresholds."""
    for threshold in (0.4, 0.5, 0.55, None):
        scored, at = [], 0
        for row, t, size in zip(rows, tables, sizes, strict=True):
            chances = p[at : at + size]
            least = threshold or (keep_threshold(chances, t[0][:, 0]) if size else 1.0)
            kept = [u for u, q in zip(t[3], chances, strict=True) if q >= least]
            at += size
            scored.append(score.body_row(row, {"text": "\n\n".join(kept)}))
        precision, recall, f1 = score.f1_of_means(scored)
        print(f"{name} at {threshold or 'own threshold'}: P {precision:.4f} R {recall:.4f} F1 {f1:.4f}", flush=True)
    if name == "first":
        oracle, at = [], 0
        for row, t in zip(rows, tables, strict=True):
            oracle.append(score.body_row(row, {"text": "\n\n".join(u for u, q in zip(t[3], t[1], strict=True) if q >= 0.5)}))
        print(f"oracle F1 {score.f1_of_means(oracle)[2]:.4f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
