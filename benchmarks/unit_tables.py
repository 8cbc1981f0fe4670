"""Annotated dumps in, tables of their units out: what the models of the body learn from, and how well a choice of units does.

Of each unit its features and words, the share of it that the gold body has, and whether it prints the title, date or byline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from bench import fold_of, scorer
from printed_dates import day_pattern
from written import SHAPE as WRITTEN_SHAPE

from pipeline.text.features import NAMES
from pipeline.text.line_groups import MAX_HEADLINE_LINES
from pipeline.text.own_look import SIZE
from pipeline.text.prepare import prepare
from pipeline.text.threshold import keep_threshold

MIN_GOLD_COVERAGE = 0.5
"""Dumps that hold less of the gold body teach nothing about where it is."""
RESHAPED_WEIGHT = 0.4
"""Of a reshaped dump's units. With three shapes of each page at .4 unseen dumps as they are gain too (F1 .9291 -> .9309), with
one at 1 they do not (.9289)."""
MAX_POINTED_CHARS = 400
"""Longer units are no headline, date line or byline."""


@dataclass(slots=True)
class Table:
    """One dump, ready for training."""

    id: str
    domain: str
    fold: int
    rows: np.ndarray
    """`Features.rows` of the live units; the network reads the first `NETWORK_NAMES` of them."""
    target: np.ndarray
    """Share of each unit that is body."""
    weight: np.ndarray
    tokens: list[list[str]]
    units: list[str]
    pointed: dict[str, np.ndarray]
    """For each of `POINTERS` whose truth is known: which units print it."""


def tables_of(dumps: Sequence[dict[str, Any]], bench: Path) -> list[Table]:
    """The tables of annotated dumps, in their order.

    Args:
        dumps: Rows of the annotated data, as they are or from `reshape.reshaped`.
        bench: The folder of the annotated data, whose scorer tells what of a unit is body.
    """
    with Pool(2) as pool:
        return pool.map(partial(table, bench=bench), dumps, chunksize=20)


def table(row: dict[str, Any], bench: Path) -> Table:
    """Features, words, labels and weights of one dump's live units."""
    score = scorer(bench)
    prepared = prepare(row["raw_text"])
    units = [prepared.units[i].text for i in prepared.live]
    target, weight = labels(units, row, score)
    if row.get("gold_coverage", 1) < MIN_GOLD_COVERAGE:
        weight[:] = 0
    if row.get("shape") not in (None, WRITTEN_SHAPE):
        weight *= RESHAPED_WEIGHT
    rows = prepared.features.rows if prepared.features else np.zeros((0, len(NAMES)), np.float32)
    tokens = [prepared.tokens[i] for i in prepared.live]
    domain = row["domain"]
    return Table(row["id"], domain, fold_of(domain), rows, target, weight, tokens, units, pointed(units, row, score))


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


def pointed(units: list[str], row: dict[str, Any], score: Any) -> dict[str, np.ndarray]:
    """For each kind of line whose truth is known, which units print it; none set where no unit does."""
    out: dict[str, np.ndarray] = {}
    plain = [f" {score.plain(u)} " if len(u) < MAX_POINTED_CHARS else "" for u in units]
    title = score.plain(row["gold_title"] or "")
    if len(title) > 3:
        most = 1.6 * len(title) + 22
        out["title"] = np.array([f" {title} " in p and len(p) < most for p in plain])
        if not out["title"].any():
            out["title"] = np.array([begins_broken(title, plain[i : i + MAX_HEADLINE_LINES]) for i in range(len(plain))])
    if row["gold_published"]:
        day = day_pattern(date.fromisoformat(row["gold_published"][:10]))
        out["date"] = np.array([len(u) < MAX_POINTED_CHARS and day.search(u.lower()) is not None for u in units])
    names = [n for a in row["gold_authors"] or [] if len(n := score.plain(a)) > 4]
    if names:
        out["author"] = np.array([any(f" {n} " in p for n in names) for p in plain])
    return out


def begins_broken(title: str, plain: Sequence[str]) -> bool:
    """Whether the first of a few units is the first line of a headline that was broken over them: it alone is pointed at."""
    words = [unit.strip() for unit in plain]
    return any(" ".join(words[:k]) == title for k in range(2, len(words) + 1))


def taught(tables: list[Table]) -> tuple[np.ndarray, np.ndarray]:
    """Share that is body and weight of each unit of all dumps, for trees."""
    share, weight = (np.concatenate([getattr(t, name) for t in tables]) for name in ("target", "weight"))
    weight = weight * sureness(share)
    return share, weight * len(weight) / weight.sum()


def sureness(share: Any) -> Any:
    """What units teach by the share of them that is body, as an array of either kind: one that is half body teaches little."""
    return 0.15 + abs(share - 0.5) * 1.7


def scored(
    held: Sequence[tuple[dict[str, Any], Table]], chances: Mapping[str, np.ndarray], score: Any, least: float | None = None
) -> list[dict[str, Any]]:
    """The scorer's counts for each dump of which the units likely to be body are kept; of a dump nobody judged, none.

    Args:
        held: Dumps with their tables.
        chances: By the dump's id how likely each unit is body.
        score: The scorer.
        least: The probability from which units are kept; None: each dump's own, as the cleaner takes it.
    """
    out = []
    for row, t in held:
        kept: list[str] = []
        if t.id in chances:
            bound = keep_threshold(chances[t.id], t.rows[:, SIZE]) if least is None else least
            kept = [u for u, q in zip(t.units, chances[t.id], strict=True) if q >= bound]
        out.append(score.body_row(row, {"text": "\n\n".join(kept)}))
    return out
