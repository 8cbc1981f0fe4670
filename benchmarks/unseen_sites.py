#!/usr/bin/env python3
"""Annotated dumps and held-out judgements in; body figures of the whole cleaner on sites it has not seen out.

    .venv/bin/python benchmarks/unseen_sites.py --judged FILE [--bench ../shared/bench] [--per-page 4] [--pages N]

FILE holds what models that had not seen its site think of each dump (`train_revision.py --revised`). Each dump goes through
`clean_text` with that judgement in place of the shipped models': vetoes, blocks, captions, datelines and standfirsts count
as they do for a user. Then once more with what recurs on its site: the memory that a backfill of all these dumps would have.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from multiprocessing import Pool
from pathlib import Path
from typing import Any
from unittest import mock

from bench import BENCH, FOLDS, body_figures, fold_of, scorer
from judged import chosen, judged_dumps, over_all_units

from pipeline.learning import remember
from pipeline.text import clean
from pipeline.text.network import Judgement
from pipeline.text.prepare import Prepared
from pipeline.text.site_memory import Learnt, SiteLines, learn

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
    prepared, _, body = chosen(row["raw_text"], judgement)
    return learn(int(hashlib.sha256(row["id"].encode()).hexdigest()[:16], 16), prepared, body)


def cleaned(task: Task) -> str:
    """The body that `clean_text` takes out of a dump by a held-out judgement."""
    row, judgement, site = task

    def judge(prepared: Prepared) -> Judgement:
        return over_all_units(judgement, prepared)

    with mock.patch.object(clean, "judge_units", judge):
        return clean.clean_text(row["raw_text"], site=site).extracted.text


def main() -> int:
    """Scores both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judged", type=Path, required=True)
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--per-page", type=int, default=4)
    parser.add_argument("--pages", type=int, default=0, help="how many pages with most words lost, and most kept, are listed")
    options = parser.parse_args()
    tasks: list[Task] = [(*dump, None) for dump in judged_dumps(options.bench, options.judged, options.per_page)]
    drawn = [row for row, _, _ in tasks]
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
        results = [score.body_row(row, {"text": text}) for row, text in zip(drawn, texts, strict=True)]
        report(name, drawn, results, score)
        for kind in ("lost", "kept") if options.pages else ():
            report_pages(kind, drawn, [result[kind] for result in results], options.pages)
    return 0


def report(name: str, drawn: list[dict[str, Any]], results: list[dict[str, Any]], score: Any) -> None:
    """Prints one way's figures: all, full pages, folds, dumpers, languages."""

    def f1(keep: Callable[[dict[str, Any]], bool]) -> float:
        return float(score.f1_of_means([r for row, r in zip(drawn, results, strict=True) if keep(row)])[2])

    print(f"{name}: n={len(results)}  {body_figures(results, score)}")
    print(f"  full pages {f1(lambda row: row['dumper'] in FULL_PAGE):.4f}")
    print("  folds", *(f"{f1(lambda row, k=k: fold_of(row['domain']) == k):.4f}" for k in range(FOLDS)))
    for column in ("dumper", "lang"):
        values = sorted({row[column] for row in drawn})
        print(f"  {column}:", *(f"{v} {f1(lambda row, v=v, c=column: row[c] == v):.3f}" for v in values))


def report_pages(kind: str, drawn: Sequence[dict[str, Any]], words: Sequence[int], most: int) -> None:
    """Prints the pages on which most words went wrong, all their dumps together, and how much of all these pages carry.

    Args:
        kind: What went wrong with the words: `lost` or `kept`.
        drawn: The dumps.
        words: Of each dump, how many.
        most: How many pages.
    """
    pages: Counter[str] = Counter()
    for row, count in zip(drawn, words, strict=True):
        pages[f"{row['id'].split('|')[0]}  {row['domain']}"] += count
    every, worst = max(1, pages.total()), pages.most_common(most)
    print(f"  {kind}: {sum(n for _, n in worst) / every:.1%} of {every:,} words on {len(worst)} of {len(pages)} pages")
    for page, count in worst:
        print(f"    {count / every:6.1%} {count:8,}  {page}")


if __name__ == "__main__":
    sys.exit(main())
