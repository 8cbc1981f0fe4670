#!/usr/bin/env python3
"""Annotated dumps in, CPU milliseconds a dump out: `clean_text` beside jusText and trafilatura on the same text, in one run.

    .venv/bin/python benchmarks/speed_text.py [--bench ../shared/bench] [--every 41]

The other two need HTML: they get each line of the dump wrapped as a paragraph. All three run in turn on every dump, in one
thread, so that a busy machine slows them alike; the ratios hold where the milliseconds do not.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from html import escape
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import justext
import trafilatura
from bench import BENCH, rows

from pipeline.text.clean import clean_text


def wrapped(text: str) -> str:
    """The dump as the plainest page that holds it."""
    return "<html><body>" + "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip()) + "</body></html>"


def main() -> None:
    """Times the three."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--every", type=int, default=41, help="shares no factor with the 14 dumps of a page")
    options = parser.parse_args()
    stops = justext.get_stoplist("English")
    tools: dict[str, Callable[[str], object]] = {
        "copydesk": lambda text: clean_text(text).extracted,
        "jusText": lambda text: justext.justext(wrapped(text), stops),
        "trafilatura": lambda text: trafilatura.extract(wrapped(text)),
    }
    texts = [row["raw_text"] for row in rows(options.bench / "text" / "dev.jsonl.gz")[:: options.every]]
    spent, longest = dict.fromkeys(tools, 0.0), dict.fromkeys(tools, 0.0)
    for run in tools.values():
        run(texts[0])
    for text in texts:
        for name, run in tools.items():
            begin = time.process_time()
            run(text)
            took = time.process_time() - begin
            spent[name] += took
            longest[name] = max(longest[name], took)
    print(f"{len(texts)} dumps, {sum(map(len, texts)) / len(texts):,.0f} characters each")
    for name, total in spent.items():
        ratio = total / spent["trafilatura"]
        print(f"{name:12} {total / len(texts) * 1000:6.1f} CPU-ms  {ratio:5.2f} of trafilatura  longest {longest[name]:.2f} s")


if __name__ == "__main__":
    main()
