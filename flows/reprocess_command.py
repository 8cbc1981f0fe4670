"""`copydesk reprocess` and `rejects --retry`: a dataset in, its next snapshot as this version makes it from raw out."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from flows.clean_again import ReadAs, clean_again
from flows.console import say, to_stdout
from flows.progress import RunProgress
from flows.run import new_run_id
from flows.run_rows import DONE, Counts, RunFacts, last_line, run_table
from pipeline.copies.recognise import Stamp
from pipeline.dataset import Changes, Dataset, IndexUpkeep, commit
from pipeline.dataset.homes import HeldFiles
from pipeline.dataset.parquet import stream_file
from pipeline.reprocess.outcomes import Outcomes, gather
from pipeline.reprocess.rebuild import Rebuilt, index_parts, rebuild, unlink_vanished
from pipeline.reprocess.selection import Selection, Wanted, select
from pipeline.version import PIPELINE_VERSION
from schemas.tables import KEYS, PARTITION_KEY, REJECTS


def reprocess(out: Path, wanted: Wanted, *, dry_run: bool = False, retry: bool = False, workers: int = 1) -> int:
    """Clean documents again from their raw files and commit what differs as one snapshot.

    Interrupted, it goes on where it was; a dry run prints the report and leaves its work for the run proper.

    Args:
        out: The dataset.
        wanted: Which documents.
        dry_run: Only report.
        retry: Take in documents of files that could not be read before.
        workers: Processes.
    """
    started, now = time.monotonic(), datetime.now(UTC)
    settings: dict[str, object] = {"since": str(wanted.since), "until": str(wanted.until), "retry": retry}
    facts = RunFacts(run_id=new_run_id(now), kind="reprocess", started_at=now, settings=settings)
    dataset = Dataset.open(out)
    with dataset.writing():
        batch_id = _batch_id(dataset, wanted, retry)
        work = dataset.paths.reprocess / batch_id
        _forget_others(work)
        selection = select(dataset, wanted)
        if retry and not selection.rejects:
            say(_nothing_to_retry(wanted))
        facts.settings["read_as"] = ReadAs(dataset).passed_on(selection)
        outcomes = _clean(dataset, selection, work, facts, workers, retry=retry)
        stamp = Stamp(run_id=facts.run_id, pipeline_version=PIPELINE_VERSION, now=now)
        rebuilt = rebuild(selection, outcomes, dataset.history(), stamp)
        if rebuilt.vanished:
            gone = ds.field("related_article_id").isin(sorted(rebuilt.vanished))
            unlink_vanished(rebuilt, dataset.scan("copies").to_table(filter=gone))
        to_stdout("\n".join(rebuilt.report.lines()))
        counts = _counts(selection, outcomes, rebuilt)
        if not dry_run:
            _commit(dataset, facts, batch_id, counts, outcomes, rebuilt)
            shutil.rmtree(dataset.paths.reprocess, ignore_errors=True)
    to_stdout(last_line(facts.run_id, counts, time.monotonic() - started, "dry_run" if dry_run else DONE))
    return 0


def rebuild_index(out: Path) -> int:
    """Build the near-duplicate index anew from the articles as they are, as one run, and commit it."""
    started, now = time.monotonic(), datetime.now(UTC)
    facts = RunFacts(run_id=new_run_id(now), kind="reprocess", started_at=now, settings={"only": "index"})
    dataset = Dataset.open(out)
    with dataset.writing():
        work = dataset.paths.staging / facts.run_id
        work.mkdir(parents=True)
        pieces = (piece for path in dataset.files_of("articles") for piece in stream_file(path, ["article_id", "text"]))
        parts = []
        for number, part in enumerate(index_parts(pieces)):
            parts.append(work / f"{number:06d}.parquet")
            pq.write_table(part, parts[-1], compression="lz4")
        runs = run_table(facts, facts.run_id, Counts(), datetime.now(UTC))
        commit(
            dataset,
            Changes(
                batch_id=facts.run_id,
                run_id=facts.run_id,
                kind=facts.kind,
                runs=runs,
                index_parts=parts,
                index_upkeep=IndexUpkeep.REPLACE_ALL,
            ),
        )
        shutil.rmtree(work)
    to_stdout(last_line(facts.run_id, Counts(), time.monotonic() - started))
    return 0


def _batch_id(dataset: Dataset, wanted: Wanted, retry: bool) -> str:
    manifest = dataset.snapshot()
    what = f"{PIPELINE_VERSION} {manifest.snapshot if manifest else 0} {manifest.batch_id if manifest else ''} {wanted} {retry}"
    return f"reprocess-{hashlib.sha256(what.encode()).hexdigest()[:32]}"


def _nothing_to_retry(wanted: Wanted) -> str:
    if wanted.reason is not None:
        return f"no refused input has the reason {wanted.reason}"
    return "no refused input has a reason that passes by itself, or made an earlier version fail; else name theirs with --reason"


def _forget_others(work: Path) -> None:
    """Parts for another selection, version or snapshot are of no use any more."""
    for folder in work.parent.glob("*"):
        if folder != work:
            shutil.rmtree(folder)
    work.mkdir(parents=True, exist_ok=True)


def _clean(dataset: Dataset, selection: Selection, work: Path, facts: RunFacts, workers: int, *, retry: bool) -> Outcomes:
    with RunProgress("reprocess") as progress:
        parts = clean_again(dataset, selection, work, facts.run_id, facts.started_at, workers, progress)
    held = HeldFiles(dataset) if retry else None
    return gather([p.cleaned for p in parts if p.cleaned], [p.rejected for p in parts if p.rejected], selection, held)


def _counts(selection: Selection, outcomes: Outcomes, rebuilt: Rebuilt) -> Counts:
    refused, accepted = rebuilt.report.gained["rejects"], len(outcomes.newly_accepted)
    copies_refused = refused - len(outcomes.newly_refused)
    unchanged = sum(map(len, selection.copies.values())) - copies_refused + outcomes.still_refused
    return Counts(
        documents_in=accepted + refused + unchanged,
        articles_added=rebuilt.articles_added,
        articles_revised=rebuilt.articles_revised,
        copies_added=accepted,
        rejects_added=refused,
        unchanged=unchanged,
    )


def _commit(dataset: Dataset, facts: RunFacts, batch_id: str, counts: Counts, outcomes: Outcomes, rebuilt: Rebuilt) -> None:
    rejects, replaced_rejects = _rejects(dataset, facts, outcomes, rebuilt)
    articles, copies = _together(rebuilt.articles), _together(rebuilt.copies)
    if articles is None and copies is None and rejects is None and not any(rebuilt.replaced.values()):
        say("nothing has changed; no snapshot was made")
        return
    replaced = {table: _keys(KEYS[table], gone) for table, gone in rebuilt.replaced.items() if gone}
    commit(
        dataset,
        Changes(
            batch_id=batch_id,
            run_id=facts.run_id,
            kind=facts.kind,
            articles=articles,
            copies=copies,
            rejects=rejects,
            runs=run_table(facts, batch_id, counts, datetime.now(UTC)),
            replaced=replaced | ({"rejects": replaced_rejects} if len(replaced_rejects) else {}),
            index_run=rebuilt.index_run(),
        ),
    )


def _rejects(dataset: Dataset, facts: RunFacts, outcomes: Outcomes, rebuilt: Rebuilt) -> tuple[pa.Table | None, pa.Table]:
    """New refusals, and earlier ones that say now what became of them; and the keys of the rows they replace.

    A row that says that its input made an earlier version fail says it of this one: by its run a retry knows which.
    """
    new = _together(rebuilt.rejects)
    rows = [] if new is None else new.to_pylist()
    rows += [outcomes.crashed_again[i] | {"run_id": facts.run_id} for i in _under_other_versions(dataset, outcomes.crashed_again)]
    ids = [*outcomes.became, *(row["reject_id"] for row in rows)]
    there = dataset.scan("rejects").to_table(filter=ds.field("reject_id").isin(ids)) if ids else REJECTS.empty_table()
    for row in there.to_pylist():
        if row["reject_id"] in outcomes.became:
            told = f"retried in run {facts.run_id}: {outcomes.became[row['reject_id']]}"
            rows.append(row | {"detail": f"{row['detail']}; {told}" if row["detail"] else told, "retryable": False})
    return (pa.Table.from_pylist(rows, schema=REJECTS) if rows else None), there.select(["reject_id"])


def _under_other_versions(dataset: Dataset, reject_ids: Collection[str]) -> list[str]:
    if not reject_ids:
        return []
    runs = dataset.scan("runs").to_table(["run_id"], filter=ds.field("pipeline_version") == PIPELINE_VERSION)["run_id"]
    by_others = ds.field("reject_id").isin(list(reject_ids)) & ~ds.field("run_id").isin(runs.combine_chunks())
    return sorted(dataset.scan("rejects").to_table(["reject_id"], filter=by_others)["reject_id"].to_pylist())


def _together(tables: list[pa.Table]) -> pa.Table | None:
    filled = [table for table in tables if len(table)]
    return pa.concat_tables(filled) if filled else None


def _keys(key: str, places: list[tuple[str, str]]) -> pa.Table:
    columns = {key: [k for k, _ in places], PARTITION_KEY: [month for _, month in places]}
    rows = pa.table(columns, schema=pa.schema([(key, pa.string()), (PARTITION_KEY, pa.string())]))
    assert pc.count_distinct(rows[key]).as_py() == len(rows), "a row is replaced once"
    return rows
