#!/usr/bin/env python3
"""Annotated dumps and held-out judgements in; body figures of the whole cleaner on sites it has not seen out.

    .venv/bin/python benchmarks/unseen_sites.py --judged FILE [--bench ../shared/bench] [--per-page 4]

FILE holds what models that had not seen its site think of each dump (`train_revision.py --revised`). Each dump goes through
`clean_text` with that judgement in place of the shipped models': vetoes, blocks, captions, datelines and standfirsts count
as they do for a user. Then once more with what recurs on its site: the memory that a backfill of all these dumps would have.
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
from unittest import mock

from bench import BENCH, FOLDS, fold_of, rows, sample, scorer

from pipeline.learning import remember
from pipeline.text import clean
from pipeline.text.body import choose_body, spread
from pipeline.text.network import Judgement
from pipeline.text.prepare import Prepared, prepare
from pipeline.text.site_memory import Learnt, SiteLines, learn
from pipeline.text.vetoes import vetoes, without

FULL_PAGE = frozenset(
    (
        *("resili_full", "resili_full_bare", "html2text", "html2text_plain", "w3m", "lynx", "bs4_nl", "bs4_glued"),
        *("inscriptis", "justext_all"),
    )
)
"""Dumpers that print the whole page; the others have looked for the article themselves."""
Task = tuple[dict[str, Any], Judgement, SiteLines | None]


def learnt(task: Task) -> Learnt | None:
    """What a first pass remembers of a dump."""
    row, judgement, _ = task
    prepared = prepare(row["raw_text"])
    if prepared.features is None or len(judgement.body) != len(prepared.live):
        return None
    body = choose_body(prepared, without(spread(judgement, prepared), vetoes(prepared)).body)
    return learn(int(hashlib.sha256(row["id"].encode()).hexdigest()[:16], 16), prepared, body)


def cleaned(task: Task) -> str:
    """The body that `clean_text` takes out of a dump by a held-out judgement."""
    row, judgement, site = task

    def judge(prepared: Prepared) -> Judgement:
        if len(judgement.body) != len(prepared.live):
            raise ValueError(f"{row['id']}: judged with other rules for units: make the judgements anew")
        return spread(judgement, prepared)

    with mock.patch.object(clean, "judge_units", judge):
        return clean.clean_text(row["raw_text"], site=site).extracted.text


def main() -> int:
    """Scores both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judged", type=Path, required=True)
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--per-page", type=int, default=4)
    options = parser.parse_args()
    judged = pickle.loads(options.judged.read_bytes())
    drawn = [r for r in sample(rows(options.bench / "text" / "dev.jsonl.gz"), options.per_page) if r["id"] in judged]
    tasks: list[Task] = [(row, judged[row["id"]], None) for row in drawn]
    by_site: dict[str, list[Learnt]] = defaultdict(list)
    with Pool(2) as pool:
        without_memory = pool.map(cleaned, tasks, chunksize=20)
        for row, one in zip(drawn, pool.map(learnt, tasks, chunksize=20), strict=True):
            if one is not None:
                by_site[row["domain"]].append(one)
        sites = {site: SiteLines(documents) for site, documents in remember({}, [by_site]).items()}
        tasks = [(row, judgement, sites.get(row["domain"])) for row, judgement, _ in tasks]
        with_memory = pool.map(cleaned, tasks, chunksize=20)
    score = scorer(options.bench)
    for name, texts in (("alone", without_memory), ("with what recurs", with_memory)):
        report(name, drawn, [score.body_row(row, {"text": text}) for row, text in zip(drawn, texts, strict=True)], score)
    return 0


def report(name: str, drawn: list[dict[str, Any]], results: list[dict[str, Any]], score: Any) -> None:
    """Prints one way's figures: all, full pages, folds, dumpers, languages."""

    def f1(keep: Any) -> float:
        return float(score.f1_of_means([r for row, r in zip(drawn, results, strict=True) if keep(row)])[2])

    precision, recall, value = score.f1_of_means(results)
    lost = sum(r["lost"] for r in results) / sum(r["gold"] for r in results)
    kept = sum(r["kept"] for r in results) / sum(r["other"] for r in results)
    print(f"{name}: n={len(results)}  F1 {value:.4f}  P {precision:.4f}  R {recall:.4f}  lost {lost:.3f}  kept {kept:.3f}")
    print(f"  full pages {f1(lambda row: row['dumper'] in FULL_PAGE):.4f}")
    print("  folds", *(f"{f1(lambda row, k=k: fold_of(row['domain']) == k):.4f}" for k in range(FOLDS)))
    for column in ("dumper", "lang"):
        values = sorted({row[column] for row in drawn})
        print(f"  {column}:", *(f"{v} {f1(lambda row, v=v, c=column: row[c] == v):.3f}" for v in values))


if __name__ == "__main__":
    sys.exit(main())
