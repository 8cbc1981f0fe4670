#!/usr/bin/env python3
"""Annotated pages in, the scorer's figures for `extract_page` and for plain trafilatura in the same run, with CPU time, out.

    .venv/bin/python benchmarks/score_html.py [--bench ../shared/bench] [--every 6] [--worst 20] [--out PRED.jsonl] [--workers 1]

Rules were tuned by reading pages of this set: figures of unseen sites will be somewhat lower.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import datetime, timedelta, timezone
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import trafilatura
from bench import BENCH, page, scorer

from pipeline.html.extractor import extract_page
from pipeline.html.failure import PageFailure
from pipeline.normalise.people import clean_authors
from schemas.records import PublishedTime


def ours(html: str, url: str) -> dict[str, Any]:
    """Copydesk's prediction for one page."""
    found = extract_page(html, url)
    if isinstance(found, PageFailure):
        return {"text": "", "failure": f"{found.reason}: {found.detail}"}
    return {
        "text": found.text,
        "title": found.title,
        "published": found.published.day.isoformat() if found.published else None,
        "instant": _instant(found.published),
        "authors": list(clean_authors(found.authors)),
    }


def _instant(published: PublishedTime | None) -> str | None:
    if published is None or published.clock is None or published.utc_offset_minutes is None:
        return None
    return datetime.combine(published.day, published.clock, timezone(timedelta(minutes=published.utc_offset_minutes))).isoformat()


def instant_right(row: dict[str, Any], line: dict[str, Any]) -> bool | None:
    """Whether a prediction's instant is the gold's to the minute; None where the gold has no instant with its zone."""
    gold = str(row.get("gold_published") or "")
    if len(gold) <= len("2024-01-31T12:00:00") or (said := datetime.fromisoformat(gold)).tzinfo is None:
        return None
    told = datetime.fromisoformat(line["instant"]) if line.get("instant") else None
    return told is not None and told.tzinfo is not None and abs(told - said) <= timedelta(minutes=1)


def plain(html: str, url: str) -> dict[str, Any]:
    """trafilatura's own, as installed, with its metadata."""
    found = trafilatura.bare_extraction(html, url=url, with_metadata=True)
    if found is None:
        return {"text": "", "failure": "None"}
    authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    return {"text": found.text, "title": found.title, "published": found.date, "authors": authors}


def predict(job: tuple[dict[str, Any], Path]) -> list[dict[str, Any]]:
    """Both predictions for one page, each with its CPU seconds."""
    row, folder = job
    html = page(row, folder)
    lines = []
    for extract in (ours, plain):
        begin = time.process_time()
        prediction = extract(html, row["url"])
        lines.append({"id": row["id"], "seconds": time.process_time() - begin, **prediction})
    return lines


def main() -> int:
    """Scores a sample, prints the figures and writes the predictions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--every", type=int, default=6)
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--workers", type=int, default=1, help="more than one disturbs the CPU figures")
    options = parser.parse_args()
    score = scorer(options.bench)
    rows = score.gold_rows("html", options.bench)[:: options.every]
    with get_context("spawn").Pool(options.workers) as pool:
        predictions = pool.map(predict, [(row, options.bench) for row in rows], chunksize=8)
    for name, lines in zip(("copydesk", "trafilatura"), zip(*predictions, strict=True), strict=True):
        print(f"\n{name}: {1_000 * sum(line['seconds'] for line in lines) / len(lines):.1f} CPU-ms per page")
        scored = [score.body_row(row, line) for row, line in zip(rows, lines, strict=True)]
        score.show_body("ALL", scored, score.interval(scored, [row["domain"] for row in rows]))
        score.show_metadata(rows, {line["id"]: line for line in lines})
        failures = [line for line in lines if "failure" in line]
        print(f"failures: {len(failures)}", *(f"\n  {line['id']} {line['failure']}" for line in failures))
        if name == "copydesk":
            worst = sorted(zip(scored, rows, strict=True), key=lambda pair: pair[0]["f1"])[: options.worst]
            print(*(f"worst {score['f1']:.3f}  {row['id']}  {row['url']}" for score, row in worst), sep="\n")
            known = [right for row, line in zip(rows, lines, strict=True) if (right := instant_right(row, line)) is not None]
            print(f"instant within a minute: {sum(known) / len(known):.3f} (n={len(known)}, whose gold has one with its zone)")
            if options.out:
                options.out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
