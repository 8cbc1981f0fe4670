"""The wire set's texts in, quality and cost of Copydesk's matching and of other tools' side by side, in one run, out.

    python3.11 -m venv RIVALS && RIVALS/bin/pip install datasketch rensa 'datatrove[processing,io]' spacy
    python3.11 -m venv TEXTDEDUP && TEXTDEDUP/bin/pip install text-dedup
    .venv/bin/python benchmarks/compare_copies.py --rivals RIVALS/bin/python --text-dedup TEXTDEDUP/bin/python

All get the same texts in one batch. Copydesk's quality is by cross-validation over stories (`train_copies.py`: lightgbm is
needed), its cost that of the shipped model; the others have nothing to train, and two settings of bands and rows each.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import bench
import score_wire
import train_copies

from pipeline.copies import matches
from pipeline.copies.attach import attach, document
from pipeline.copies.history import EmptyHistory
from pipeline.copies.tokens import Texts
from pipeline.copies.verifier import load_verifier

SETTINGS = ((14, 8), (32, 4))
"""datatrove's default, and the one that found most on this set."""
CHILD = Path(__file__).with_name("rival_copies.py")


def clusters(documents: list[dict[str, Any]]) -> list[str]:
    """Matching alone: texts in, article ids out; what the other tools do."""
    texts = Texts()
    known = [document(score_wire.document_id(d["id"]), texts.tokens(d["text"]), None, None, from_agency=False) for d in documents]
    attached = attach(known, EmptyHistory(), texts)
    return [attached.article_of[k.document_id] for k in known]


def ours(given: Path, out: Path) -> None:
    """As `rival_copies.py` does for the others."""
    load_verifier()
    before = resource.getrusage(resource.RUSAGE_SELF)
    documents = [json.loads(line) for line in given.read_text(encoding="utf-8").splitlines()]
    found = clusters(documents)
    after = resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    out.write_text(json.dumps({"cpu_seconds": spent, "peak_mb": after.ru_maxrss // 1024, "clusters": found}), encoding="utf-8")


def measured(command: list[str], out: Path, documents: list[dict[str, Any]], times: int) -> dict[str, Any]:
    """A child's clusters and the least of several CPU times: what else the machine does only adds."""
    results = []
    for _ in range(times):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        results.append(json.loads(out.read_text(encoding="utf-8")))
    best: dict[str, Any] = min(results, key=lambda r: r["cpu_seconds"])
    rate = 10_000 / len(documents)
    print(f"  {best['cpu_seconds'] * rate:.1f} CPU-s per 10,000 (of {times} runs the least); peak {best['peak_mb']} MB")
    return best


def score(folder: Path, documents: list[dict[str, Any]], found: list[Any], data: Path) -> None:
    """Print the scorer's figures."""
    article_of = {d["id"]: str(c) for d, c in zip(documents, found, strict=True)}
    predictions = folder / "clusters.json"
    predictions.write_text(json.dumps(article_of), encoding="utf-8")
    bench.scorer(data).score_wire(predictions, data, "dev")
    print(score_wire.wrongly_joined(documents, article_of))


def main() -> None:
    """Run every tool that was given."""
    if sys.argv[1:2] == ["ours"]:
        ours(Path(sys.argv[2]), Path(sys.argv[3]))
        return
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bench", type=Path, default=bench.BENCH)
    options.add_argument("--rivals", help="a Python with datasketch, rensa, datatrove")
    options.add_argument("--text-dedup", help="a Python with text-dedup, which wants older libraries")
    options.add_argument("--times", type=int, default=3)
    o = options.parse_args()
    documents = bench.rows(o.bench / "wire" / "dev.jsonl.gz")
    random.Random(1).shuffle(documents)  # the set holds a story's versions one behind the other
    with tempfile.TemporaryDirectory(prefix="copydesk-compare-") as name:
        folder = Path(name)
        given, out = folder / "texts.jsonl", folder / "out.json"
        lines = (json.dumps({"id": d["id"], "text": d["text"]}) for d in documents)
        given.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{len(documents)} texts\n\nCopydesk, matching only; quality by cross-validation over stories")
        measured([sys.executable, __file__, "ours", str(given), str(out)], out, documents, o.times)
        pairs = train_copies.wire_pairs(o.bench, {d["id"]: d for d in documents})
        held_out = pairs.held_out()
        matches.load_verifier = lambda: held_out
        score(folder, documents, clusters(documents), o.bench)
        pythons = {"datasketch": o.rivals, "rensa": o.rivals, "datatrove": o.rivals, "text-dedup": o.text_dedup}
        for tool, python in pythons.items():
            for bands, rows in SETTINGS if python else ():
                print(f"\n{tool}, {bands} bands of {rows} rows")
                command = [python, str(CHILD), tool, str(given), str(out), str(bands), str(rows)]
                score(folder, documents, measured(command, out, documents, o.times)["clusters"], o.bench)


if __name__ == "__main__":
    main()
