"""Raw files and the runs that read them in, parts of cleaned documents out; what an interrupted attempt has done is kept."""

from __future__ import annotations

import json
import pickle
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.console import say
from flows.plan import write_plan
from flows.pool import ShardPool
from flows.progress import RunProgress
from flows.run import load_settings, normalise_settings
from flows.settings import BackfillSettings, SettingsError
from pipeline.dataset.dataset import Dataset
from pipeline.load.raw_bytes import raw_path, what_is_gone
from pipeline.load.walk import InputFile
from pipeline.reprocess.selection import Selection
from pipeline.shard import Part, Shard, ShardJob, ShardResult

READING = ("outlet", "language", "time_zone", "encoding", "split", "min_words")
"""Settings of a run that decide what becomes of a document."""


def clean_again(
    dataset: Dataset,
    selection: Selection,
    folder: Path,
    run_id: str,
    now: datetime,
    workers: int,
    progress: RunProgress,
) -> list[Part]:
    """Clean every document of the selection's raw files, each file as the run that wrote its rows read it.

    Args:
        dataset: For the runs' settings.
        selection: Which files.
        folder: Takes the parts; parts found there from an earlier attempt are used as they are.
        run_id: For new rejects.
        now: For new rejects.
        workers: Processes.
        progress: Shows how far this is.
    """
    groups = _by_settings(dataset, selection)
    parts: list[Part] = []
    if not groups:  # starting processes takes seconds
        return parts
    progress.expect(sum(file.size for files in groups.values() for file in files))
    with ShardPool(workers) as pool, ThreadPoolExecutor(workers + 1) as threads:
        for number, (read_as, files) in enumerate(sorted(groups.items(), key=lambda group: str(group[0]))):
            staging = folder / f"group-{number:04d}"
            staging.mkdir(parents=True, exist_ok=True)
            plan = write_plan(files, staging / "plan.pickle")
            job = ShardJob(
                run_id=run_id,
                now=now,
                staging=staging,
                known_ids=None,
                load=load_settings(read_as),
                normalise=normalise_settings(read_as),
                site_memory=dataset.paths.site_memory,
                everything=True,
            )
            for result in threads.map(lambda shard, job=job: _once(shard, job, pool), plan):
                progress.advance(result.documents, plan.shard_bytes[result.index])
                parts += result.parts
    return parts


def _by_settings(dataset: Dataset, selection: Selection) -> dict[BackfillSettings, list[InputFile]]:
    """The selection's raw files by how they were read; a word on those that are gone."""
    read_as = ReadAs(dataset)
    groups: dict[BackfillSettings, list[InputFile]] = defaultdict(list)
    gone: list[Path] = []
    for uri, source in sorted(selection.source.items()):
        path = raw_path(uri)
        if path.is_file():
            groups[read_as.settings(uri, selection)].append(InputFile(path=path, source=source, size=path.stat().st_size))
        else:
            gone.append(path)
    if gone:
        more = f", and {len(gone) - 1:,} more" if len(gone) > 1 else ""
        say(f"{what_is_gone(gone[0])}{more}")
    return groups


def _once(shard: Shard, job: ShardJob, pool: ShardPool) -> ShardResult:
    done = job.staging / f"shard-{shard.index:08d}.done"
    if done.exists():
        kept = _moved_to(job.staging, pickle.loads(done.read_bytes()))
        if all(path.exists() for part in kept.parts for path in (part.seen, part.cleaned, part.rejected) if path is not None):
            return kept
    result = pool.clean(shard, job)
    unfinished = done.with_suffix(".tmp")
    unfinished.write_bytes(pickle.dumps(result))
    unfinished.replace(done)
    return result


def _moved_to(staging: Path, result: ShardResult) -> ShardResult:
    """A result with its parts where they are now: the dataset may have been moved, or named from another folder."""

    def here(path: Path) -> Path:
        return staging / path.parent.name / path.name

    parts = (
        replace(
            part,
            seen=here(part.seen),
            cleaned=here(part.cleaned) if part.cleaned else None,
            rejected=here(part.rejected) if part.rejected else None,
        )
        for part in result.parts
    )
    return replace(result, parts=tuple(parts))


class ReadAs:
    """How each raw file was read: what the run that wrote its rows was told."""

    def __init__(self, dataset: Dataset) -> None:
        """Args: dataset: its table `runs` holds the settings."""
        self._by_run: dict[str, dict[str, Any]] = {}
        rows = dataset.scan("runs").to_table(columns=["run_id", "settings"]).to_pylist()
        for row in rows:
            self._by_run[row["run_id"]] = json.loads(row["settings"] or "{}")

    def settings(self, uri: str, selection: Selection) -> BackfillSettings:
        """For one file; defaults where its run told nothing that this version knows."""
        told = self._by_run.get(selection.run_of[uri], {})
        passed_on = told.get("read_as", {})
        values = passed_on.get(uri, passed_on.get(selection.source[uri], told))
        known = {name: values[name] for name in READING if values.get(name) is not None}
        try:
            return BackfillSettings(paths=("-",), **known)
        except (SettingsError, TypeError):  # of a version that checked otherwise
            return BackfillSettings(paths=("-",))

    def passed_on(self, selection: Selection) -> dict[str, dict[str, Any]]:
        """What a reprocess writes down for the next one, as its own run takes the place of the run that read the files: by
        source, or by file where the files of a source were read in several ways; nothing for files that were read plainly."""
        by_source: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        for uri, source in selection.source.items():
            settings = self.settings(uri, selection)
            by_source[source][uri] = {n: v for n in READING if (v := getattr(settings, n)) is not None}
        found: dict[str, dict[str, Any]] = {}
        for source, files in by_source.items():
            ways = list(files.values())
            found |= {source: ways[0]} if all(way == ways[0] for way in ways) else files
        return {name: way for name, way in found.items() if way}
