"""A synthetic archive in; CPU milliseconds a document of each stage out: `python benchmarks/shares.py [--documents 2000]`.

Runs the stages one after the other in this process, so that each can be charged by itself; `scale.py` measures the whole command.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import scale

from pipeline import clean
from pipeline.copies.recognise import Stamp, recognise_copies
from pipeline.dataset.changes import Changes
from pipeline.dataset.commit import commit
from pipeline.dataset.dataset import Dataset
from pipeline.html.sandbox import Sandbox
from pipeline.load.documents import load
from pipeline.load.settings import LoadSettings
from pipeline.load.walk import InputFile, find_inputs
from pipeline.normalise.normalise import NormaliseSettings
from pipeline.rows import to_table
from schemas.records import CLEANED, CleanedDocument, RawDocument

WARM_UP = 50
"""Documents cleaned first: models and word lists are read once a process."""


class Stopwatch:
    """CPU seconds by stage."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def time(self, stage: str, work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Charge a call to a stage."""
        begin = time.process_time()
        result = work(*arguments, **named)
        self.spent[stage] = self.spent.get(stage, 0.0) + time.process_time() - begin
        return result


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=2_000)
    o = options.parse_args()
    watch, now = Stopwatch(), datetime.now(UTC)
    extract = clean.clean_text
    clean.clean_text = lambda *a, **n: watch.time("clean the text (the extractor)", extract, *a, **n)  # type: ignore[assignment]
    with tempfile.TemporaryDirectory(prefix="copydesk-shares-") as name, Sandbox() as sandbox:
        folder = Path(name)
        scale.write_archive(folder / "archive", o.documents)
        files = watch.time("find", list, find_inputs([folder / "archive"], LoadSettings()))
        cleaned: list[CleanedDocument] = []
        for i, file in enumerate(files):
            assert isinstance(file, InputFile)
            (raw,) = watch.time("load", list, load(file, LoadSettings()))
            assert isinstance(raw, RawDocument)
            if i == WARM_UP:
                watch.spent = {"find": watch.spent["find"]}
            outcome = watch.time("all of cleaning", clean.clean_document, raw, NormaliseSettings(), sandbox)
            if isinstance(outcome, CleanedDocument):
                cleaned.append(outcome)
        table: pa.Table = watch.time("stage", to_table, cleaned, CLEANED)
        dataset = Dataset.create_or_open(folder / "data")
        stamp = Stamp(run_id="shares", pipeline_version="0", now=now)
        done = watch.time("recognise copies", recognise_copies, table, dataset.history(), stamp)
        changes = Changes(
            batch_id="0" * 32,
            run_id="shares",
            kind="backfill",
            articles=done.articles,
            copies=done.copies,
            index_run=done.index_run,
        )
        watch.time("commit", commit, dataset, changes)
    text = watch.spent["clean the text (the extractor)"]
    watch.spent["normalise"] = watch.spent.pop("all of cleaning") - text
    for stage, seconds in watch.spent.items():
        print(f"{stage:32} {1000 * seconds / len(files):7.2f} ms a document")
    rest = sum(watch.spent.values()) - text
    print(f"{'all but the extractor':32} {1000 * rest / len(files):7.2f} ms: {len(files) / rest:,.0f} documents per CPU-second")
    print(f"{'all':32} {1000 * (rest + text) / len(files):7.2f} ms: {len(files) / (rest + text):,.0f} documents per CPU-second")


if __name__ == "__main__":
    main()
