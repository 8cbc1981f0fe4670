"""A planned run in, the same run with what its sources' pages have in common out: the first of its two passes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from flows.pool import ShardPool
from flows.run import Prepared
from pipeline.dataset.dataset import Dataset
from pipeline.dataset.site_memory_file import read_site_memory, write_site_memory
from pipeline.learning import Memory, choose_files, remember

GROUP_FILES = 12
"""Files one worker learns from at a time: a tenth of a second."""


def learn_sites(
    prepared: Prepared,
    dataset: Dataset,
    pool: ShardPool,
    *,
    stopped: Callable[[], bool],
    on_progress: Callable[[str], None],
) -> Prepared:
    """Look at a sample of each source's plain-text documents and remember, in the dataset's state, which lines recur.

    What is learnt depends on the inputs and on what was remembered before, and learning the same again changes nothing: a run
    repeated after a crash cleans every document as the undisturbed run would have.

    Args:
        prepared: From `flows.run.prepare`.
        dataset: Locked by this process.
        pool: The worker processes.
        stopped: True once somebody has asked for an early end: nothing is remembered then.
        on_progress: Called with a few words on how far it is.
    """
    files = choose_files(item for shard in prepared.plan for item in shard.inputs)
    begun = pool.begin_learning([files[i : i + GROUP_FILES] for i in range(0, len(files), GROUP_FILES)], prepared.job.load)
    learnt: list[Memory] = []
    for future in begun:
        if stopped():
            future.cancel()
            continue
        learnt.append(pool.learnt(future))
        on_progress(f"learning what recurs on each site: {min(len(files), len(learnt) * GROUP_FILES):,} of {len(files):,} files")
    path = dataset.paths.site_memory
    before = read_site_memory(path)
    memory = remember(before, learnt)
    if memory != before and not stopped():
        write_site_memory(path, memory)
    return dataclasses.replace(prepared, job=dataclasses.replace(prepared.job, site_memory=path))
