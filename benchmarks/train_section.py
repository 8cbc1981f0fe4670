#!/usr/bin/env python3
"""Annotated pages in, `pipeline/text/section_model.npz` out: trains the choice of the section among names at the headline.

    .venv/bin/python benchmarks/train_section.py [--bench ../shared/bench] [--per-page 6] [--write]

The gold names no sections; the pages' own metadata do: `article:section`, `articleSection`, breadcrumbs, else the address. A name
counts as right where these have it. Prints figures cross-validated over sites, at several thresholds. lightgbm is needed for
training only.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import numpy as np
from bench import BENCH, FOLDS, ROOT, fold_of, page, rows, sample
from forests import ALONE, flatten
from lxml import html

from pipeline.text.body import choose_body, judge_units
from pipeline.text.prepare import prepare
from pipeline.text.raw_lines import raw_lines
from pipeline.text.section import MODEL_FILE, PART
from pipeline.text.section_candidates import section_candidates
from pipeline.text.section_features import NAMES, section_rows
from pipeline.text.title import find_title
from pipeline.text.vetoes import overrule

SETTINGS = ALONE | {"num_leaves": 10, "max_depth": -1, "min_data_in_leaf": 25, "learning_rate": 0.06}
TREES = 120
RISING = {
    **dict.fromkeys(("known", "label", "here", "home_first", "by_rules", "in_lines", "named_elsewhere", "copies_below"), 1),
    **dict.fromkeys(("control", "digits", "run_below", "link", "above"), -1),
}
"""Features whose evidence can only count one way."""
SPLIT = re.compile(r"[,;/|>]")
LEAST, MOST = 4, 24
"""Letters of a name that may stand within another, and of the other."""
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
Task = tuple[dict[str, Any], frozenset[str]]
Table = tuple[str, list[str], np.ndarray, np.ndarray]
"""A dump's domain, the names, their rows, and which are the page's section."""


def bare(text: str) -> str:
    """Letters and digits alone, in small letters."""
    return re.sub(r"\W+", "", unquote(text).casefold())


def sections_of(row: dict[str, Any], bench: Path) -> frozenset[str]:
    """What a page's metadata call its section or the steps to it; of its address where they are silent."""
    tree = html.fromstring(page(row, bench).encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    told = []
    for meta in tree.iter("meta"):
        if "section" in (meta.get("property") or meta.get("name") or "").lower():
            told += SPLIT.split(meta.get("content") or "")
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            try:
                told += _linked(json.loads(script.text or ""))
            except ValueError:
                continue
    found = frozenset(filter(None, map(bare, told)))
    steps = urlparse(row["url"] or "").path.split("/")[1:-1]
    return found | frozenset(bare(step) for step in steps if step and not step.isdigit())


def tells(told: frozenset[str], name: str) -> bool:
    """Whether metadata have a name: as it is, or with a word before or behind it (`World news`, `us-politics`)."""
    wanted = bare(name)
    return wanted in told or any(
        min(len(wanted), len(one)) >= LEAST and (wanted in one or one in wanted) for one in told if len(one) < MOST
    )


def _linked(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for name, value in data.items():
            for one in value if isinstance(value, list) else [value]:
                if name == "articleSection" and isinstance(one, str):
                    yield from SPLIT.split(one)
                if name == "itemListElement" and data.get("@type") == "BreadcrumbList" and isinstance(one, dict):
                    item = one.get("item")
                    step = one.get("name") or (item.get("name") if isinstance(item, dict) else None)
                    yield from (step,) if isinstance(step, str) else ()
            yield from _linked(value)
    elif isinstance(data, list):
        for one in data:
            yield from _linked(one)


def table(task: Task) -> Table | None:
    """A dump's candidates; None where it has no headline or none."""
    row, told = task
    prepared = prepare(row["raw_text"])
    judged, _ = overrule(judge_units(prepared), prepared)
    body = choose_body(prepared, judged.body)
    title = find_title(prepared, body, judged) if body and prepared.record is None else None
    if title is None:
        return None
    candidates = section_candidates(prepared.units, title, body[0], raw := raw_lines(row["raw_text"]))
    if not candidates:
        return None
    right = np.array([tells(told, c.name) for c in candidates])
    return row["domain"], [c.name for c in candidates], section_rows(candidates, prepared.units, title, body[0], raw), right


def fit(tables: list[Table]) -> Any:
    """Trees over the candidates of all dumps."""
    import lightgbm

    features, labels = np.concatenate([t[2] for t in tables]), np.concatenate([t[3] for t in tables])
    weights = np.concatenate([np.full(len(t[3]), len(t[3]) ** -0.5) for t in tables])
    return lightgbm.train(
        SETTINGS | {"monotone_constraints": [RISING.get(name, 0) for name in NAMES]},
        lightgbm.Dataset(features, labels.astype(int), weight=weights),
        TREES,
    )


def main() -> int:
    """Trains, reports and, if asked, writes the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--per-page", type=int, default=6)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    pages = {row["id"]: row for row in rows(options.bench / "html" / "gold.jsonl.gz")}
    told = {name: sections_of(row, options.bench) for name, row in pages.items()}
    drawn = sample(rows(options.bench / "text" / "dev.jsonl.gz"), options.per_page)
    tasks = [(row, told[name]) for row in drawn if (name := row["id"].split("|")[0]) in told and told[name]]
    with Pool(2) as pool:
        tables = [t for t in pool.map(table, tasks, chunksize=20) if t is not None]
    held, names = sum(bool(t[3].any()) for t in tables), sum(len(t[1]) for t in tables)
    print(f"{len(tables)} dumps, {held} print a name that is right, {names} names")
    chances: dict[int, np.ndarray] = {}
    for fold in range(FOLDS):
        model = fit([t for t in tables if fold_of(t[0]) != fold])
        chances |= {k: model.predict(t[2]) for k, t in enumerate(tables) if fold_of(t[0]) == fold}
    for least in THRESHOLDS:
        given = [(t, int(np.argmax(chances[k]))) for k, t in enumerate(tables) if chances[k].max() >= least]
        right = sum(bool(t[3][best]) for t, best in given)
        print(f"from {least}: given {len(given)}, right {right / len(given):.3f}, of those held {right / held:.3f}")
    if options.write:
        np.savez_compressed(ROOT / "pipeline" / "text" / MODEL_FILE, **flatten(fit(tables), PART, NAMES))
    return 0


if __name__ == "__main__":
    sys.exit(main())
