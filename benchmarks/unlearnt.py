#!/usr/bin/env python3
"""Invented pages that no model has learnt from in; how right their bodies, headlines, days and authors are, out.

    .venv/bin/python benchmarks/unlearnt.py [--bench ../shared/bench] [--worst 10]

`unlearnt_dumps` holds 546 pages of papers that never were, marked line by line as those of `written_dumps` are (`written.py`),
half of them in English. Whether all of a text is right, which `archive_dumps.py` asks, turns on the last doubtful line; this
tells how much of it is. The scorer is the annotated data's own.
"""

from __future__ import annotations

import argparse
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from bench import BENCH, body_figures, scorer
from written import written_dumps

from pipeline.text.clean import clean_text
from schemas.records import Extracted

UNLEARNT = Path(__file__).with_name("unlearnt_dumps")


def cleaned(row: dict[str, Any]) -> Extracted:
    """What the cleaner makes of a dump."""
    return clean_text(row["raw_text"]).extracted


def measured(bench: Path, worst: int = 0) -> dict[str, float]:
    """The figures, by name; prints them, and the pages with the worst bodies.

    Args:
        bench: The folder of the annotated data, for its scorer.
        worst: How many pages are named.
    """
    score, rows = scorer(bench), written_dumps(UNLEARNT)
    with Pool(2) as pool:
        found = pool.map(cleaned, rows, chunksize=20)
    bodies = [score.body_row(row, {"text": each.text}) for row, each in zip(rows, found, strict=True)]
    print(f"{len(rows)} pages: {body_figures(bodies, score)}")
    pairs = list(zip(rows, found, strict=True))
    held = [score.plain(each.title or "") == score.plain(row["gold_title"]) for row, each in pairs if row["gold_title"]]
    none = [each.title is None for row, each in pairs if not row["gold_title"]]
    days = [
        each.published is not None and str(each.published.day) == row["gold_published"]
        for row, each in pairs
        if row["gold_published"]
    ]
    authors = [{*map(score.plain, each.authors)} == {*map(score.plain, row["gold_authors"] or ())} for row, each in pairs]
    figures = {
        "f1": float(score.f1_of_means(bodies)[2]),
        "title_where_held": sum(held) / len(held),
        "title_rightly_none": sum(none) / len(none),
        "day_where_printed": sum(days) / len(days),
        "author_set_exact": sum(authors) / len(authors),
    }
    print("  ".join(f"{name} {value:.3f}" for name, value in figures.items()))
    for body, row in sorted(zip(bodies, rows, strict=True), key=lambda pair: float(pair[0]["f1"]))[:worst]:
        print(f"{body['f1']:.3f} {row['id']}")
    return figures


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--worst", type=int, default=10)
    options = parser.parse_args()
    measured(options.bench, options.worst)


if __name__ == "__main__":
    main()
