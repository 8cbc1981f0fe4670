#!/usr/bin/env python3
"""Annotated dumps in, `dating_model.npz` and `signing_model.npz` out: trains the choice of the date and of the byline.

    .venv/bin/python benchmarks/train_marks.py --judged FILE [--bench ../shared/bench] [--per-page 4] [--write]

FILE holds what models that had not seen its site think of each dump (`train_revision.py --revised`). Prints figures
cross-validated over sites, at several thresholds. lightgbm is needed for training only.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from bench import BENCH, FOLDS, ROOT, fold_of, scorer
from forests import ALONE, flatten
from judged import chosen, judged_dumps
from printed_dates import day_pattern

from pipeline.marks.agencies import agencies_in, agency_id
from pipeline.text import dating, signing
from pipeline.text.clean import barred_units
from pipeline.text.date_candidates import date_candidates
from pipeline.text.dating_features import NAMES as DATE_NAMES
from pipeline.text.dating_features import date_rows
from pipeline.text.network import Judgement
from pipeline.text.routed import Routed
from pipeline.text.routing import find_marks
from pipeline.text.signatures import Signature
from pipeline.text.signing_features import NAMES as SIGNATURE_NAMES
from pipeline.text.signing_features import signature_rows
from pipeline.text.title import find_title
from pipeline.text.units import Unit

SETTINGS = ALONE | {"num_leaves": 12, "max_depth": -1, "min_data_in_leaf": 30, "learning_rate": 0.06, "num_threads": 1}
TREES = 120
RISING = {
    **dict.fromkeys(("published", "whole", "under_title", "clock", "pointer", "pointer_best"), 1),
    **dict.fromkeys(("by", "split_by", "glued", "bio_same"), 1),
    **dict.fromkeys(("month_only", "barred", "copyright", "crowd", "updated", "lower_share", "outlet_words", "bare_crowd"), -1),
}
"""Features whose evidence can only count one way; it keeps a small table from teaching accidents."""
ZONE_DAYS = 1
"""A gold day beside the printed one is the same moment in another zone."""
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Apart:
    """A dump taken apart as `clean_text` does it, up to the choice of its marks."""

    units: tuple[Unit, ...]
    body: list[int]
    title: int | None
    language: str
    pointers: Mapping[str, Sequence[float]]
    routed: Routed
    barred: frozenset[int]
    above: int
    """Units above the readers' comments, which alone may sign."""


@dataclass(frozen=True, slots=True)
class Table:
    """One dump's candidates for one column, with what the gold says of each."""

    row: dict[str, Any]
    candidates: list[Any]
    features: np.ndarray
    labels: np.ndarray
    weights: np.ndarray


def taken_apart(text: str, judged: Judgement) -> Apart | None:
    """None where the dump has no body."""
    prepared, whole, body = chosen(text, judged)
    if not body or prepared.features is None:
        return None
    title = find_title(prepared, body, whole)
    if title is not None:
        body = [i for i in body if i > title.units[-1]] or body
    unit = title.unit if title else None
    pointers = {name: shares.tolist() for name, shares in whole.pointers.items()}
    language = prepared.features.words.language[:2]
    above = prepared.units[: prepared.comments]
    routed = find_marks(above, body, title, pointers["author"], language, whole.body.tolist())
    barred = barred_units(routed, len(above), len(prepared.units))
    return Apart(prepared.units, body, unit, language, pointers, routed, barred, len(above))


def tables(dump: tuple[dict[str, Any], Judgement], bench: Path) -> tuple[Table | None, Table | None]:
    """The dates and the signatures of one dump; None where the gold has none or the dump no body."""
    row, judged = dump
    apart = taken_apart(row["raw_text"], judged)
    if apart is None:
        return None, None
    dates = date_table(row, apart) if row["gold_published"] else None
    return dates, author_table(row, apart, bench) if row["gold_authors"] else None


def date_table(row: dict[str, Any], apart: Apart) -> Table:
    """The gold has some days in another zone, and some in another year than the page prints: those teach nothing."""
    gold = date.fromisoformat(row["gold_published"][:10])
    candidates = date_candidates(apart.units, apart.body, apart.title, apart.barred, apart.language)
    days = [c.found.day for c in candidates]
    return Table(
        row,
        candidates,
        date_rows(candidates, apart.units, apart.body, apart.title, apart.barred, apart.pointers["date"])
        if candidates
        else np.zeros((0, len(DATE_NAMES)), np.float32),
        np.array([day == gold for day in days], float),
        np.array([1.0 - (day != gold and is_gold_slip(day, gold)) for day in days]),
    )


def is_gold_slip(day: date, gold: date) -> bool:
    """True where the gold is the printed day in another zone or another year."""
    return abs((day - gold).days) <= ZONE_DAYS or (day.month, day.day) == (gold.month, gold.day)


def author_table(row: dict[str, Any], apart: Apart, bench: Path) -> Table:
    """A signature is right where at least half of its people are the gold's, or its agency is."""
    plain = scorer(bench).plain
    gold = {letters(plain(n)) for n in row["gold_authors"]}
    agencies = {agency for n in row["gold_authors"] for agency in (agency_id(n), *agencies_in(n))} - {None}
    candidates = apart.routed.signatures

    def is_right(signature: Signature) -> bool:
        authors = signature.byline.authors
        hits = sum(any(letters(plain(a)).startswith(g) for g in gold) for a in authors)
        return hits * 2 >= len(authors) if authors else bool(agencies & set(signature.byline.agencies))

    features = (
        signature_rows(
            candidates, apart.units[: apart.above], apart.body, apart.title, apart.routed.labels, apart.pointers["author"]
        )
        if candidates
        else np.zeros((0, len(SIGNATURE_NAMES)), np.float32)
    )
    return Table(row, candidates, features, np.array([is_right(c) for c in candidates], float), np.ones(len(candidates)))


def letters(name: str) -> str:
    """A plain name without spaces and signs."""
    return re.sub(r"\W+", "", name)


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


def report_dates(tables: list[Table], chances: list[np.ndarray], enough: float) -> None:
    """Days right where printed; precision of all given, and of those that are no slip of the gold."""
    count: Counter[str] = Counter()
    for t, p in zip(tables, chances, strict=True):
        gold = date.fromisoformat(t.row["gold_published"][:10])
        here = day_pattern(gold).search(t.row["raw_text"].lower()) is not None
        count["printed"] += here
        best = dating.choose_date(t.candidates, p, enough) if t.candidates else None
        if best is not None:
            day = t.candidates[best].found.day
            count.update(given=1, right=day == gold, found=here and day == gold)
            count["slips"] += day != gold and is_gold_slip(day, gold)
    given, right = count["given"], count["right"]
    print(
        f"dates from {enough}: {len(tables)} dumps; right where printed {count['found'] / count['printed']:.3f} "
        f"(n={count['printed']}); precision {right / given:.3f} (n={given}), "
        f"without {count['slips']} slips of the gold {right / (given - count['slips']):.3f}"
    )


def report_authors(tables: list[Table], chances: list[np.ndarray], enough: float, plain: Callable[[str], str]) -> None:
    """Sets that are the gold's exactly, of all and of those the dump holds; precision and recall of names."""
    count: Counter[str] = Counter()
    for t, p in zip(tables, chances, strict=True):
        signed = signing.pick_signatures(t.candidates, p, enough) if t.candidates else []
        named = signing.people_of(signed, t.candidates)
        given = {plain(n) for n in named}
        gold = {plain(n) for n in t.row["gold_authors"]}
        text = t.row["raw_text"].lower()
        held = all(n.lower() in text for n in t.row["gold_authors"])
        count.update(exact=given == gold, hit=len(given & gold), given=len(given), gold=len(gold), held=held)
        count["held_exact"] += held and given == gold
    print(
        f"authors from {enough}: {len(tables)} dumps; set exact {count['exact'] / len(tables):.3f}, where held "
        f"{count['held_exact'] / count['held']:.3f} (n={count['held']}); precision {count['hit'] / count['given']:.3f}, "
        f"recall {count['hit'] / count['gold']:.3f}"
    )


def main() -> int:
    """Trains, reports and, if asked, writes the models."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judged", type=Path, required=True)
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--per-page", type=int, default=4)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    dumps = judged_dumps(options.bench, options.judged, options.per_page)
    with Pool(2) as pool:
        pairs = pool.map(partial(tables, bench=options.bench), dumps, chunksize=20)
    by_name = partial(report_authors, plain=scorer(options.bench).plain)
    for names, file, key, found, report in (
        (DATE_NAMES, dating.MODEL_FILE, "date", [d for d, _ in pairs if d is not None], report_dates),
        (SIGNATURE_NAMES, signing.MODEL_FILE, "signing", [a for _, a in pairs if a is not None], by_name),
    ):
        chances = cross(found, names)
        for enough in THRESHOLDS:
            report(found, chances, enough)
        if options.write:
            flat = flatten(fit(*stacked(found), names), key, names)
            np.savez_compressed(ROOT / "pipeline" / "text" / file, **flat)
    return 0


if __name__ == "__main__":
    sys.exit(main())
