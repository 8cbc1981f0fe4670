#!/usr/bin/env python3
"""Annotated dumps in, `pipeline/text/body_model.npz` out: trains the network; figures by cross-validation over domains.

    .venv/bin/pip install torch
    .venv/bin/python benchmarks/train_text.py [--bench ../shared/bench] [--per-page 4] [--folds 0 1 2 3 4] [--write]

Each fold holds out all pages of a fifth of the domains, so the figures are those of unseen sites. To the dumps of a page come
some in other shapes (`reshape.py`), as archives hold them. What the folds' networks think of the dumps that they have not seen
is kept in `--judged FILE`, from which `train_title.py` learns. Seeded; torch is needed for training only.
"""

from __future__ import annotations

import argparse
import pickle
import sys
from datetime import date
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from bench import BENCH, FOLDS, ROOT, SEED, fold_of, rows, sample, scorer
from printed_dates import day_pattern
from reshape import TRAINED, reshaped
from text_network import Table, stored, train

from pipeline.text.features import NAMES, NETWORK_NAMES
from pipeline.text.network import MODEL_FILE, Judgement, Network
from pipeline.text.prepare import prepare
from pipeline.text.threshold import keep_threshold
from pipeline.text.vocabulary import Vocabulary

MIN_GOLD_COVERAGE = 0.5
"""Dumps that hold less of the gold body teach nothing about where it is."""
EPOCHS = 8
RESHAPED_WEIGHT = 0.4
"""Of a reshaped dump's units. With three shapes of each page at .4 unseen dumps as they are gain too (F1 .9291 -> .9309), with
one at 1 they do not (.9289)."""
MAX_POINTED_CHARS = 400
"""Longer units are no headline, date line or byline."""


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


def taught(tables: list[Table]) -> tuple[np.ndarray, np.ndarray]:
    """Share that is body and weight of each unit of all dumps, for trees; a unit that is half body teaches little."""
    share, weight = (np.concatenate([getattr(t, name) for t in tables]) for name in ("target", "weight"))
    weight = weight * (0.15 + np.abs(share - 0.5) * 1.7)
    return share, weight * len(weight) / weight.sum()


def pointed(units: list[str], row: dict[str, Any], score: Any) -> dict[str, np.ndarray]:
    """For each kind of line whose truth is known, which units print it; none set where no unit does."""
    out: dict[str, np.ndarray] = {}
    plain = [f" {score.plain(u)} " if len(u) < MAX_POINTED_CHARS else "" for u in units]
    title = score.plain(row["gold_title"] or "")
    if len(title) > 3:
        most = 1.6 * len(title) + 22
        out["title"] = np.array([f" {title} " in p and len(p) < most for p in plain])
    if row["gold_published"]:
        day = day_pattern(date.fromisoformat(row["gold_published"][:10]))
        out["date"] = np.array([len(u) < MAX_POINTED_CHARS and day.search(u.lower()) is not None for u in units])
    names = [n for a in row["gold_authors"] or [] if len(n := score.plain(a)) > 4]
    if names:
        out["author"] = np.array([any(f" {n} " in p for n in names) for p in plain])
    return out


def table(args: tuple[dict[str, Any], str]) -> Table:
    """Features, words, labels and weights of one dump's live units."""
    row, bench = args
    score = scorer(Path(bench))
    prepared = prepare(row["raw_text"])
    units = [prepared.units[i].text for i in prepared.live]
    target, weight = labels(units, row, score)
    if row.get("gold_coverage", 1) < MIN_GOLD_COVERAGE:
        weight[:] = 0
    if "shape" in row:
        weight *= RESHAPED_WEIGHT
    rows = prepared.features.rows if prepared.features else np.zeros((0, len(NAMES)), np.float32)
    tokens = [prepared.tokens[i] for i in prepared.live]
    domain = row["domain"]
    return Table(row["id"], domain, fold_of(domain), rows, target, weight, tokens, units, pointed(units, row, score))


def held_out(args: tuple[list[Table], int]) -> dict[str, Judgement]:
    """What a network that saw none of a fold's domains thinks of its dumps."""
    tables, fold = args
    network, encoder = train([t for t in tables if t.fold != fold], EPOCHS, SEED, f"fold {fold}")
    judge = Network.of(stored(network, encoder)).judge
    return {t.id: judge(t.rows, Vocabulary(t.tokens)) for t in tables if t.fold == fold and len(t.rows)}


def main() -> int:
    """Trains, reports and, if asked, writes the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--per-page", type=int, default=4)
    parser.add_argument("--folds", type=int, nargs="*", default=list(range(FOLDS)))
    parser.add_argument("--judged", type=Path, help="where to keep the held-out judgements (a pickle)")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    score = scorer(options.bench)
    every = rows(options.bench / "text" / "dev.jsonl.gz")
    dumps = [*sample(every, options.per_page), *reshaped(every)]
    with Pool(2) as pool:
        tables = pool.map(table, [(row, str(options.bench)) for row in dumps], chunksize=20)
        print(f"{len(dumps)} dumps, {sum(len(t.rows) for t in tables)} units, {len(NETWORK_NAMES)} features", flush=True)
        judged: dict[str, Judgement] = {}
        for part in pool.imap_unordered(held_out, [(tables, fold) for fold in options.folds]):
            judged |= part
    held = [(row, t) for row, t in zip(dumps, tables, strict=True) if t.fold in options.folds]
    report([pair for pair in held if "shape" not in pair[0]], judged, score)
    for shape in TRAINED:
        print(f"\n{shape}:")
        report([pair for pair in held if pair[0].get("shape") == shape], judged, score)
    if options.judged:
        options.judged.write_bytes(pickle.dumps(judged))
    if options.write:
        network, encoder = train(tables, EPOCHS, SEED, "all")
        np.savez_compressed(ROOT / "pipeline" / "text" / MODEL_FILE, **stored(network, encoder))
    return 0


def report(held: list[tuple[dict[str, Any], Table]], judged: dict[str, Judgement], score: Any) -> None:
    """Body figures at several thresholds, those of a perfect choice, and how often the pointers are right."""
    nothing = Judgement(np.zeros(0), {})
    for threshold in (0.3, 0.4, 0.5, None):
        scored = []
        for row, t in held:
            chances = judged.get(t.id, nothing).body
            least = threshold or (keep_threshold(chances, t.rows[:, 0]) if len(chances) else 1.0)
            kept = [u for u, q in zip(t.units, chances, strict=False) if q >= least]
            scored.append(score.body_row(row, {"text": "\n\n".join(kept)}))
        precision, recall, f1 = score.f1_of_means(scored)
        print(f"at {threshold or 'own threshold'}: P {precision:.4f} R {recall:.4f} F1 {f1:.4f}", flush=True)
    best = [
        score.body_row(r, {"text": "\n\n".join(u for u, q in zip(t.units, t.target, strict=True) if q >= 0.5)}) for r, t in held
    ]
    print(f"perfect choice of units: F1 {score.f1_of_means(best)[2]:.4f}", flush=True)
    for name in ("title", "date", "author"):
        known = [(t.pointed[name], judged[t.id].pointers[name]) for _, t in held if name in t.pointed and t.id in judged]
        here = [bool(right[int(np.argmax(p))]) and p.max() > 1 - p.sum() for right, p in known if right.any()]
        gone = [p.max() <= 1 - p.sum() for right, p in known if not right.any()]
        print(f"{name}: right unit {np.mean(here):.3f} (n={len(here)}), rightly none {np.mean(gone):.3f} (n={len(gone)})")


if __name__ == "__main__":
    sys.exit(main())
