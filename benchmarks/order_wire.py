"""The wire set's documents in, how much of the outcome depends on their order out: inside a batch (nothing may), and between.

    .venv/bin/python benchmarks/order_wire.py [--bench ../shared/bench] [--orders 10] [--batches 10] [--every 1] [--shipped]

Inside a batch the documents are shuffled and the rows compared, byte for byte. Between batches they are dealt out anew; two
clusterings differ in the pairs that one has joined and the other not, as a share of those that either has; aliases are
followed. The verifier is the cross-validated one of `train_copies.py` (lightgbm is needed): it has not seen a pair's story;
with --shipped the one that is shipped, which has.
"""

import argparse
import itertools
import json
import random
import tempfile
import zlib
from collections import defaultdict
from pathlib import Path
from typing import Any

import bench
import numpy as np
import score_wire
import train_copies

from pipeline.copies import matches
from pipeline.copies.history import EmptyHistory
from pipeline.copies.recognise import Stamp, recognise_copies

INSIDE_EVERY = 5
"""Of the batches' documents in the test inside a batch: the law holds or not, and ten batches of all take long."""


def joined(article_of: dict[str, str]) -> set[tuple[str, str]]:
    """All pairs of documents in one article."""
    members = defaultdict(list)
    for name, article in article_of.items():
        members[article].append(name)
    return {pair for names in members.values() for pair in itertools.combinations(sorted(names), 2)}


def inside(documents: list[dict[str, Any]], orders: int) -> int:
    """How many of some orders of one batch give other rows than the first."""
    stamp = Stamp(run_id="order", pipeline_version="0", now=score_wire.NOW)
    first = recognise_copies(score_wire.cleaned(documents), EmptyHistory(), stamp)
    other = 0
    for seed in range(1, orders):
        shuffled = random.Random(seed).sample(documents, len(documents))
        again = recognise_copies(score_wire.cleaned(shuffled), EmptyHistory(), stamp)
        other += not (again.copies.equals(first.copies) and again.articles.equals(first.articles))
    return other


def main() -> None:
    """Recognise in every order and compare each two."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bench", type=Path, default=bench.BENCH)
    options.add_argument("--orders", type=int, default=10)
    options.add_argument("--batches", type=int, default=10)
    options.add_argument("--every", type=int, default=1, help="take one story in so many, whole")
    options.add_argument("--shipped", action="store_true", help="do not train: take the shipped verifier")
    o = options.parse_args()
    documents = bench.rows(o.bench / "wire" / "dev.jsonl.gz")
    if not o.shipped:
        held_out = train_copies.wire_pairs(o.bench, {d["id"]: d for d in documents}).held_out()
        matches.load_verifier = lambda: held_out
    documents = [
        d for d in documents if zlib.crc32(str(d["id"] if d["split"] == "real" else d["cluster"]).encode()) % o.every == 0
    ]
    few = documents[::INSIDE_EVERY]
    print(f"inside a batch of {len(few)}: {inside(few, o.orders)} of {o.orders - 1} other orders give other rows", flush=True)
    found = []
    for seed in range(o.orders):
        shuffled = random.Random(seed).sample(documents, len(documents))
        with tempfile.TemporaryDirectory(prefix="copydesk-order-") as name:
            article_of = score_wire.directly(shuffled, o.batches, Path(name) / "d")
            if o.every == 1:
                predictions = Path(name) / "clusters.json"
                predictions.write_text(json.dumps(article_of), encoding="utf-8")
                bench.scorer(o.bench).score_wire(predictions, o.bench, "dev")
        found.append(joined(article_of))
    differ = [len(a ^ b) / len(a | b) for a, b in itertools.combinations(found, 2)]
    always, ever = set.intersection(*found), set.union(*found)
    print(
        f"{o.orders} orders of {len(documents)} documents in {o.batches} batches: of the pairs that either of two orders joins "
        f"{100 * np.mean(differ):.2f} % differ (at most {100 * max(differ):.2f} %); {100 * len(always) / len(ever):.1f} % of the "
        f"{len(ever)} pairs that any order joins are joined by all"
    )


if __name__ == "__main__":
    main()
