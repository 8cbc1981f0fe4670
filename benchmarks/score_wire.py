"""The wire set in, the scorer's figures for recognition out: as one batch, in several, or through the whole command line.

    python benchmarks/score_wire.py [--bench ../shared/bench] [--batches 10] [--command-line] [--engine spark]

The shipped verifier was trained on this set: figures of unseen stories are the cross-validated ones of `train_copies.py`; what
this script adds is that batches, index and command line give the same.
"""

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import bench
import pyarrow as pa
import pyarrow.dataset as ds

from pipeline.copies.index import CandidateSearch, candidates
from pipeline.copies.recognise import Recognised, Stamp, recognise_copies
from pipeline.dataset.changes import Changes
from pipeline.dataset.commit import commit
from pipeline.dataset.dataset import Dataset
from pipeline.spark import SparkEngine
from schemas.records import CLEANED

NOW = datetime(2030, 1, 1, tzinfo=UTC)
STAMP = Stamp(run_id="score", pipeline_version="0", now=NOW)


def document_id(name: str) -> str:
    """An id as documents have it."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def cleaned(documents: list[dict[str, Any]]) -> pa.Table:
    """Documents as if cleaning had left them as they are."""
    empty = {f.name: [] if pa.types.is_list(f.type) else None for f in CLEANED}
    given = {"fetched_at": NOW, "source_kind": "text", "raw_uri": "file:///wire", "raw_sha256": "0" * 64, "extractor": "none"}
    rows = [
        empty
        | given
        | {
            "document_id": document_id(d["id"]),
            "source": d["src"],
            "text": d["text"],
            "word_count": len(d["text"].split()),
            "text_sha256": hashlib.sha256(d["text"].encode()).hexdigest(),
        }
        for d in documents
    ]
    return pa.Table.from_pylist(rows, schema=CLEANED)


def directly(
    documents: list[dict[str, Any]],
    batches: int,
    folder: Path,
    *,
    aliases: bool = True,
    search: CandidateSearch = candidates,
) -> dict[str, str]:
    """Recognise in `batches` batches, each committed to a dataset before the next; the article of each document."""
    dataset = Dataset.create_or_open(folder)
    started = time.process_time()
    spent = 0.0
    for i in range(batches):
        begin = time.process_time()
        done = recognise_copies(cleaned(documents[i::batches]), dataset.history(), STAMP, search)
        spent += time.process_time() - begin
        committed(dataset, done, i)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rate = 10_000 / len(documents)
    print(
        f"CPU-s per 10,000: recognition {spent * rate:.1f}, with commits {(time.process_time() - started) * rate:.1f}; "
        f"peak {peak} MB"
    )
    by_id = articles(dataset.scan("copies"), "copy_id", aliases=aliases)
    return {d["id"]: by_id[document_id(d["id"])] for d in documents}


def committed(dataset: Dataset, done: Recognised, number: int) -> None:
    """Write what was recognised as the batch of a number, a snapshot."""
    commit(
        dataset,
        Changes(
            batch_id=f"{number:032x}",
            run_id=STAMP.run_id,
            kind="backfill",
            articles=done.articles,
            copies=done.copies,
            replaced={"articles": done.replaced_articles, "copies": done.replaced_copies},
            index_run=done.index_run,
        ),
    )


def articles(copies: ds.Dataset, key: str, *, aliases: bool = True) -> dict[str, str]:
    """The article of each copy, as a reader finds it who follows the aliases, or who does not."""
    rows = copies.to_table(columns=[key, "article_id", "relation", "related_article_id"]).to_pylist()
    leads = {r["article_id"]: r["related_article_id"] for r in rows if r["relation"] == "canonical" and r["related_article_id"]}
    found = {}
    for row in rows:
        article_id = row["article_id"]
        while aliases and article_id in leads:
            article_id = leads[article_id]
        found[row[key]] = article_id
    print(f"{len(leads)} articles are aliases of others, {'' if aliases else 'not '}followed")
    return found


def wrongly_joined(documents: list[dict[str, Any]], article_of: dict[str, str]) -> str:
    """Of updates how many share an article with an earlier version; of templates and the like, with another story."""
    members: dict[str, list[dict[str, Any]]] = {}
    for d in documents:
        members.setdefault(article_of[d["id"]], []).append(d)
    told = []
    for kind in ("update", "neg_template", "neg_statement", "neg_boiler"):
        some = [d for d in documents if d["etype"] == kind]
        wrong = sum(
            any(m is not d and (m["cluster"] == d["cluster"]) == (kind == "update") for m in members[article_of[d["id"]]])
            for d in some
        )
        told.append(f"{kind.removeprefix('neg_')} {wrong}/{len(some)}")
    return "  wrongly in an article: " + ", ".join(told)


def through_command_line(documents: list[dict[str, Any]], folder: Path) -> dict[str, str]:
    """The documents as JSON Lines through `copydesk backfill`, cleaning included; a rejected one is alone."""
    source = folder / "wire.jsonl"
    lines = (json.dumps({"id": d["id"], "text": d["text"]}, ensure_ascii=False) for d in documents)
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    out = folder / "data"
    command = [sys.executable, "-m", "flows.cli", "backfill", str(source), "--out", str(out)]
    print(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())
    by_record = articles(ds.dataset(out / "tables" / "copies", format="parquet", partitioning="hive"), "raw_record_id")
    return {d["id"]: by_record.get(d["id"], d["id"]) for d in documents}


def main() -> None:
    """Recognise and score."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bench", type=Path, default=bench.BENCH)
    options.add_argument("--batches", type=int, default=1)
    options.add_argument("--command-line", action="store_true")
    options.add_argument(
        "--engine", choices=("local", "spark"), default="local", help="who finds candidates; not by command line"
    )
    options.add_argument("--ids-only", action="store_true", help="do not follow aliases")
    o = options.parse_args()
    documents = bench.rows(o.bench / "wire" / "dev.jsonl.gz")
    with tempfile.TemporaryDirectory(prefix="copydesk-wire-") as name:
        folder = Path(name)
        if o.command_line:
            found = through_command_line(documents, folder)
        elif o.engine == "spark":
            with SparkEngine() as spark:
                found = directly(documents, o.batches, folder / "d", aliases=not o.ids_only, search=spark.candidates)
            same = directly(documents, o.batches, folder / "local", aliases=not o.ids_only)
            print(f"{sum(found[name] != same[name] for name in same)} of {len(same)} documents in another article than locally")
        else:
            found = directly(documents, o.batches, folder / "d", aliases=not o.ids_only)
        predictions = folder / "clusters.json"
        predictions.write_text(json.dumps(found), encoding="utf-8")
        bench.scorer(o.bench).score_wire(predictions, o.bench, "dev")
        print(wrongly_joined(documents, found))


if __name__ == "__main__":
    main()
