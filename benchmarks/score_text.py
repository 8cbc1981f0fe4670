#!/usr/bin/env python3
"""Annotated dumps in, the scorer's figures for `clean_text` out, with those for printed dates.

    .venv/bin/python benchmarks/score_text.py [--bench ../shared/bench] [--every 19] [--worst 20] [--out PRED.jsonl]

The shipped model was trained on these pages: body figures of unseen sites are the cross-validated ones of `train_text.py`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections import defaultdict
from datetime import date
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from bench import scorer
from printed_dates import day_pattern

from pipeline.text.clean import clean_text

ROOT = Path(__file__).resolve().parents[1]


def predict(row: dict[str, Any]) -> dict[str, Any]:
    """One prediction line, with the CPU seconds it took."""
    begin = time.process_time()
    found = clean_text(row["raw_text"]).extracted
    spent = time.process_time() - begin
    published = found.published.day.isoformat() if found.published else None
    return {
        "id": row["id"],
        "text": found.text,
        "title": found.title,
        "published": published,
        "authors": list(found.authors),
        "seconds": spent,
    }


def dates(rows: list[dict[str, Any]], predictions: dict[str, dict[str, Any]]) -> None:
    """Figures for dates that are printed, and the share of wrong ones among all given."""
    printed = [
        r
        for r in rows
        if r["gold_published"] and day_pattern(date.fromisoformat(r["gold_published"][:10])).search(r["raw_text"].lower())
    ]
    given = [r for r in rows if r["gold_published"] and predictions[r["id"]]["published"]]
    right = lambda r: predictions[r["id"]]["published"] == r["gold_published"][:10]  # noqa: E731
    share = sum(map(right, printed)) / max(1, len(printed))
    precision = sum(map(right, given)) / max(1, len(given))
    print(f"published, where printed: day right {share:.3f} (n={len(printed)}); precision {precision:.3f} (n={len(given)})")


def main() -> int:
    """Scores a sample."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument(
        "--every", type=int, default=19, help="19 shares no factor with the 14 dumps of a page, so all dumpers are drawn"
    )
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    score = scorer(options.bench)
    with gzip.open(options.bench / "text" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][:: options.every]
    with Pool(2) as pool:
        predictions = {p["id"]: p for p in pool.imap(predict, rows, chunksize=8)}
    scored = {r["id"]: score.body_row(r, predictions[r["id"]]) for r in rows}
    groups = defaultdict(list)
    for r in rows:
        groups[r["dumper"]].append(scored[r["id"]])
    for name in sorted(groups):
        score.show_body(name, groups[name])
    score.show_body("ALL", list(scored.values()), score.interval(list(scored.values()), [r["domain"] for r in rows]))
    score.show_metadata(rows, predictions)
    dates(rows, predictions)
    print(f"CPU {1000 * sum(p['seconds'] for p in predictions.values()) / len(rows):.1f} ms a dump")
    for r in sorted(rows, key=lambda r: scored[r["id"]]["f1"])[: options.worst]:
        print(f"worst {scored[r['id']]['f1']:.3f}  {r['id']}  {r['url']}")
    if options.out:
        options.out.write_text("".join(json.dumps(p, ensure_ascii=False) + "\n" for p in predictions.values()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
