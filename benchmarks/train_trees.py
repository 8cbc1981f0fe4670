#!/usr/bin/env python3
"""Annotated dumps in, `pipeline/text/body_trees.npz` out: trains the trees beside the network; cross-validated figures.

    .venv/bin/pip install catboost
    .venv/bin/python benchmarks/train_trees.py --judged FILE [--opinions FILE] [--bench ../shared/bench] [--write]

FILE is `train_text.py`'s: what networks think of dumps whose site they had not seen. The trees of a fold have not seen its sites
either, nor have they seen the networks' opinion; theirs, which --opinions keeps, are what `train_revision.py` learns from beside
FILE. All nodes of a level of a tree ask the same, so that numpy evaluates them at once. catboost is needed for training only.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from bench import BENCH, FOLDS, ROOT, SEED, body_figures, rows, sample, scorer
from catboost import CatBoostClassifier
from catboost import Pool as Rows
from reshape import reshaped
from unit_tables import Table, scored, tables_of, taught
from written import written_dumps, written_reshaped

from pipeline.text.body_trees import MODEL_FILE, NETWORK_SHARE, BodyTrees, mixed
from pipeline.text.features import NAMES

AS_THEY_ARE, IN_OTHER_SHAPES = 2, 3
"""Every second dump of a page teaches, and every third in another shape: the rest is much the same. Of invented ones, all do."""
SETTINGS = {
    "iterations": 300,
    "depth": 6,
    "learning_rate": 0.1,
    "rsm": 0.3,
    "l2_leaf_reg": 10,
    "border_count": 64,
    "bootstrap_type": "Bernoulli",
    "subsample": 0.6,
    "random_seed": SEED,
    "thread_count": 2,
    "logging_level": "Silent",
    "allow_writing_files": False,
}


def fit(tables: list[Table]) -> BodyTrees:
    """Trees over the units of all dumps."""
    share, weight = taught(tables)
    model = CatBoostClassifier(**SETTINGS)
    stacked = np.concatenate([t.rows for t in tables])
    model.fit(Rows(stacked, (share >= 0.5).astype(int), weight=weight))
    middle = (np.sign(stacked) * np.log1p(np.abs(stacked))).mean(axis=0)
    usual = (np.sign(middle) * np.expm1(np.abs(middle))).astype(np.float32)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trees.json"
        model.save_model(str(path), format="json")
        return BodyTrees.of(stored(json.loads(path.read_text())) | {"usual": usual})


def stored(model: dict[str, Any]) -> dict[str, np.ndarray]:
    """What `pipeline.text.body_trees` reads, from catboost's JSON; trees that stopped early ask what is never true."""
    trees, depth = model["oblivious_trees"], SETTINGS["depth"]
    column, border = np.zeros((len(trees), depth), np.uint8), np.full((len(trees), depth), np.inf, np.float32)
    value = np.zeros((len(trees), 2**depth), np.float32)
    for k, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"]):
            column[k, level], border[k, level] = split["float_feature_index"], split["border"]
        value[k, : len(tree["leaf_values"])] = tree["leaf_values"]
    scale, (bias,) = model["scale_and_bias"]
    return {"column": column, "border": border, "value": value * scale, "bias": np.array(bias), "names": np.array(NAMES)}


def main() -> int:
    """Trains, reports and, if asked, writes the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judged", type=Path, required=True)
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--opinions", type=Path, help="where to keep the trees' held-out opinions (a pickle)")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    judged = pickle.loads(options.judged.read_bytes())
    every = rows(options.bench / "text" / "dev.jsonl.gz")
    plain = sample(every, 4)
    invented = written_dumps()
    other = [*reshaped(every)[::IN_OTHER_SHAPES], *invented, *written_reshaped(invented)]
    tables, others = tables_of(plain, options.bench), tables_of(other, options.bench)
    teaching = [t for t in [*tables[::AS_THEY_ARE], *others] if len(t.rows)]
    if options.write:
        trees = fit(teaching)
        np.savez_compressed(ROOT / "pipeline" / "text" / MODEL_FILE, **trees.arrays())
    opinions: dict[str, np.ndarray] = {}
    for fold in range(FOLDS):
        trees = fit([t for t in teaching if t.fold != fold])
        opinions |= {t.id: trees.judge(t.rows) for t in [*tables, *others] if t.fold == fold and len(t.rows)}
        print(f"fold {fold} of {FOLDS}", flush=True)
    if options.opinions:
        options.opinions.write_bytes(pickle.dumps(opinions))
    held, score = list(zip(plain, tables, strict=True)), scorer(options.bench)
    for name, share in (("network", 1.0), ("trees", 0.0), ("both", NETWORK_SHARE)):
        chances = {t.id: mixed(judged[t.id].body, opinions[t.id], share) for _, t in held if t.id in opinions}
        print(f"{name}: {body_figures(scored(held, chances, score), score)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
