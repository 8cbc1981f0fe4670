#!/usr/bin/env python3
"""Annotated dumps in; how often the authors are the gold's where the dump prints them all, and each page that misses, out.

    .venv/bin/python benchmarks/printed_names.py [--bench ../shared/bench]

One dump a page, the first by one of four dumpers that keep the whole page. The shipped models were trained on these pages: what
misses here is what they cannot tell, or what the gold counts otherwise.
"""

from __future__ import annotations

import argparse
import unicodedata
from pathlib import Path

from bench import BENCH, rows

from pipeline.text.clean import clean_text

DUMPERS = ("resili_full", "inscriptis", "lynx", "bs4_nl")


def folded(text: str) -> str:
    """A name or a text without differences of case, of blanks and of apostrophes."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())


def main() -> None:
    """Prints the misses, then the share."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=BENCH)
    options = parser.parse_args()
    seen: set[str] = set()
    right = 0
    for row in rows(options.bench / "text" / "dev.jsonl.gz"):
        page, names = row["id"].split("|")[0], row["gold_authors"]
        if page in seen or not names or row["dumper"] not in DUMPERS:
            continue
        text = folded(row["raw_text"])
        wanted = {folded(name) for name in names}
        if not all(name in text for name in wanted):
            continue
        seen.add(page)
        found = {folded(name) for name in clean_text(row["raw_text"]).extracted.authors}
        right += found == wanted
        if found != wanted:
            print(f"{row['id']}  gold {sorted(wanted)}  found {sorted(found)}")
    print(f"{len(seen)} pages, {right} right: {right / len(seen):.3f}")


if __name__ == "__main__":
    main()
