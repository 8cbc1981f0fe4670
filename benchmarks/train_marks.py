#!/usr/bin/env python3
"""Annotated dumps in, `dating_model.npz` out: trains the choice of the publication date; cross-validated figures.

    .venv/bin/python benchmarks/train_marks.py --bench ../shared/bench [--per-page 3] [--write]

Candidates come from the body and the headline that the shipped models choose. lightgbm is needed for training only.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from dataclasses import dataclass
from datetime import date
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from score_text import is_printed
from train_text import FOLDS, PARAMETERS, ROOT, flatten, fold_of, sample

from pipeline.text import dating
from pipeline.text.body import body_probabilities, choose_body
from pipeline.text.prepare import prepare
from pipeline.text.routing import Routed, route_lines
from pipeline.text.title import find_title
from pipeline.text.units import Unit

TREES = 120
RISING = {
    "published": 1,
    "whole": 1,
    "under_title": 1,
    "clock": 1,
    "month_only": -1,
    "barred": -1,
    "copyright": -1,
    "crowd": -1,
    "updated": -1,
}
"""Features whose evidence can only count one way; it keeps a small table from teaching accidents."""
SETTINGS = PARAMETERS | {
    "num_leaves": 12,
    "min_data_in_leaf": 30,
    "learning_rate": 0.06,
    "num_threads": 1,
}
ZONE_DAYS = 1
"""A gold day beside the printed one is the same moment in another zone."""


def taken_apart(text: str) -> tuple[tuple[Unit, ...], list[int], int | None, str, Routed] | None:
    """Units, body, headline's unit, language and routed lines of a dump, as `clean_text` finds them; None without a body."""
    prepared = prepare(text)
    probabilities = body_probabilities(prepared)
    body = choose_body(prepared, probabilities)
    if not body or prepared.features is None:
        return None
    language = prepared.features.language[:2]
    title = find_title(prepared, body, probabilities.tolist(), language)
    if title is not None:
        body = [i for i in body if i > title.unit] or body
    unit = title.unit if title else None
    routed = route_lines(prepared.units, body, unit, title.byline if title else None, language)
    return prepared.units, body, unit, language, routed


@dataclass(frozen=True, slots=True)
class Table:
    """One dump's candidates for one column, with what the gold says of each."""

    row: dict[str, Any]
    candidates: list[Any]
    features: np.ndarray
    labels: np.ndarray
    weights: np.ndarray


def date_table(row: dict[str, Any]) -> Table:
    """The dates of one dump.

    The gold has some days in another zone, and some in another year than the page prints: those teach nothing.
    """
    gold = date.fromisoformat(row["gold_published"][:10])
    apart = taken_apart(row["raw_text"])
    nothing = Table(row, [], np.zeros((0, len(dating.NAMES)), np.float32), np.zeros(0), np.zeros(0))
    if apart is None:
        return nothing
    units, body, title, language, routed = apart
    barred = frozenset(i for i, label in routed.labels.items() if label in ("embed", "caption", "bio"))
    candidates = dating.date_candidates(units, body, title, barred, language)
    if not candidates:
        return nothing
    days = [c.found.day for c in candidates]
    return Table(
        row,
        candidates,
        dating.date_rows(candidates, units, body, title, barred),
        np.array([day == gold for day in days], float),
        np.array([1.0 - (day != gold and is_gold_slip(day, gold)) for day in days]),
    )


def is_gold_slip(day: date, gold: date) -> bool:
    """True where the gold is the printed day in another zone or another year."""
    return abs((day - gold).days) <= ZONE_DAYS or (day.month, day.day) == (gold.month, gold.day)


def fit(x: np.ndarray, y: np.ndarray, w: np.ndarray, names: tuple[str, ...]) -> Any:
    """One forest over the candidates of all dumps."""
    import lightgbm

    settings = SETTINGS | {"monotone_constraints": [RISING.get(name, 0) for name in names]}
    used = w > 0
    return lightgbm.train(settings, lightgbm.Dataset(x[used], y[used], weight=w[used]), TREES)


def stacked(tables: list[Table]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, labels and weights of all dumps, one below the other."""
    return (
        np.concatenate([t.features for t in tables]),
        np.concatenate([t.labels for t in tables]),
        np.concatenate([t.weights for t in tables]),
    )


def cross(tables: list[Table], names: tuple[str, ...]) -> list[np.ndarray]:
    """Each dump's probabilities from a forest that saw none of its domain."""
    x, y, w = stacked(tables)
    sizes = [len(t.labels) for t in tables]
    folds = np.repeat([fold_of(t.row["domain"]) for t in tables], sizes)
    p = np.zeros(len(x))
    for fold in range(FOLDS):
        held = folds == fold
        p[held] = fit(x[~held], y[~held], w[~held], names).predict(x[held])
    return np.split(p, np.cumsum(sizes)[:-1])


def report_dates(tables: list[Table], chances: list[np.ndarray]) -> None:
    """Days right where printed; precision of all given, and of those that are no slip of the gold."""
    given = right = slips = found = printed = 0
    for t, p in zip(tables, chances, strict=True):
        gold = date.fromisoformat(t.row["gold_published"][:10])
        here = is_printed(gold, t.row["raw_text"])
        printed += here
        best = dating.choose_date(t.candidates, p) if t.candidates else None
        if best is not None:
            day = t.candidates[best].found.day
            given, right, found = given + 1, right + (day == gold), found + (here and day == gold)
            slips += day != gold and is_gold_slip(day, gold)
    print(
        f"dates: {len(tables)} dumps; right where printed {found / printed:.3f} (n={printed}); "
        f"precision {right / given:.3f} (n={given}), without {slips} slips of the gold {right / (given - slips):.3f}"
    )


def main() -> int:
    """Trains, reports and, if asked, writes the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--per-page", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with gzip.open(options.bench / "text" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = sample([json.loads(line) for line in lines], options.per_page)
    with Pool(2) as pool:
        tables = pool.map(date_table, [r for r in rows if r["gold_published"]], chunksize=20)
    report_dates(tables, cross(tables, dating.NAMES))
    if options.write:
        flat = flatten(fit(*stacked(tables), dating.NAMES), "date", dating.NAMES)
        np.savez_compressed(ROOT / "pipeline" / "text" / dating.MODEL_FILE, **flat)
    return 0


if __name__ == "__main__":
    sys.exit(main())
