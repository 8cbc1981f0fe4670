#!/usr/bin/env python3
"""Annotated dumps in, the share of their paragraphs that come back whole once their lines were broken out.

    .venv/bin/python benchmarks/paragraphs.py [--bench ../shared/bench] [--dumps 60]

Body F1 counts words and does not see a paragraph that stays in pieces. Each line of a dump is broken, with blank lines between as
most archives have them: where a column is full, as programs do, or somewhere between two columns, as typists do. Compared is what
is cleaned from that with what is cleaned from the same lines unbroken.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from statistics import mean

from bench import BENCH, SEED, rows, sample
from reshape import filled

from pipeline.text.clean import clean_text

BROKEN = ((72, 72), (40, 40), (66, 72), (60, 75), (70, 90), (50, 72))
"""Columns between which a line may end; equal where a program broke it."""
MIN_CHARS, MAX_CHARS = 800, 15_000


def broken(line: str, least: int, most: int, rng: random.Random) -> str:
    """A line, broken anew before each word that would overrun a column drawn for that line."""
    out, current, column = [], "", rng.randint(least, most)
    for word in line.split(" "):
        if current and len(current) + 1 + len(word) > column:
            out.append(current)
            current, column = word, rng.randint(least, most)
        else:
            current = f"{current} {word}" if current else word
    return "\n".join([*out, current])


def paragraphs(text: str) -> list[str]:
    """Of the article that a dump holds."""
    return clean_text(text).extracted.text.split("\n\n")


def main() -> int:
    """Prints a row a way of breaking."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--dumps", type=int, default=60)
    options = parser.parse_args()
    texts = [row["raw_text"] for row in sample(rows(options.bench / "text" / "dev.jsonl.gz"), 1)]
    texts = [text for text in texts if MIN_CHARS < len(text) < MAX_CHARS and "\n\n" in text]
    random.Random(SEED).shuffle(texts)
    drawn = texts[: options.dumps]
    whole = [paragraphs("\n\n".join(filled(text))) for text in drawn]
    for least, most in BROKEN:
        rng = random.Random(SEED)
        found = [paragraphs("\n\n".join(broken(line, least, most, rng) for line in filled(text))) for text in drawn]
        kept = mean(len(set(a) & set(b)) / len(set(a)) for a, b in zip(whole, found, strict=True))
        same = sum(a == b for a, b in zip(whole, found, strict=True))
        print(f"broken at {least} to {most}: {kept:.3f} of a dump's paragraphs, {same} of {len(drawn)} dumps whole")
    return 0


if __name__ == "__main__":
    sys.exit(main())
