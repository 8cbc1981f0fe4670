"""Raw files and the runs that read them in, parts of cleaned documents out; what an interrupted attempt has done is kept."""

from __future__ import annotations

import json
import pickle
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flows.plan import write_plan
from flows.pool import ShardPool
from flows.run import load_settings, normalise_settings
from flows.settings import BackfillSettings, SettingsError
from pipeline.dataset.dataset import Dataset
from pipeline.load.walk import InputFile
from pipeline.reprocess.selection import Selection
from pipeline.shard import Part, Shard, ShardJob, ShardResult


def clean_again(
    dataset: Dataset,
    selection: Selection,
    folder: Path,
    run_id: str,
    now: datetime,
    workers: int,
    on_progress: Callable[[ShardResult], None],
) -> list[Part]:
    """Clean every document of the selection's raw files, each file as the run that wrote its rows read it.

    Args:
        dataset: For the runs' settings.
        selection: Which files.
        folder: Takes the parts; parts found there from an earlier attempt are used as they are.
        run_id: For new rejects.
        now: For new rejects.
        workers: Processes.
        on_progress: Called with each shard's result.
    """
    settings = _settings_by_run(dataset)
    groups: dict[BackfillSettings, list[InputFile]] = defaultdict(list)
    for uri in sorted(selection.source):
        path = Path(unquote(urlsplit(uri).path))
        if path.is_file():
            read_as = settings.get(selection.run_of[uri], BackfillSettings(paths=("-",)))
            groups[read_as].append(InputFile(path=path, source=selection.source[uri], size=path.stat().st_size))
    parts: list[Part] = []
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
                everything=True,
            )
            for result in threads.map(lambda shard, job=job: _once(shard, job, pool), plan):
                on_progress(result)
                parts += result.parts
    return parts


def _once(shard: Shard, job: ShardJob, pool: ShardPool) -> ShardResult:
    done = job.staging / f"shard-{shard.index:08d}.done"
    if done.exists():
        kept: ShardResult = pickle.loads(done.read_bytes())
        return kept
    result = pool.clean(shard, job)
    unfinished = done.with_suffix(".tmp")
    unfinished.write_bytes(pickle.dumps(result))
    unfinished.replace(done)
    return result


def _settings_by_run(dataset: Dataset) -> dict[str, BackfillSettings]:
    """How each run read its files. A run that reprocessed passes on what it was told by those before."""
    found: dict[str, BackfillSettings] = {}
    rows = dataset.scan("runs").to_table(columns=["run_id", "settings"]).sort_by("run_id").to_pylist()
    for row in rows:
        values = json.loads(row["settings"] or "{}")
        known = {name: values[name] for name in BackfillSettings.__dataclass_fields__ if name in values}
        try:
            found[row["run_id"]] = BackfillSettings.from_parameters(known | {"paths": ["-"], "out": "."})
        except (SettingsError, TypeError):  # a run of another kind, or of a version with other settings
            continue
    return found
