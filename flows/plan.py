"""Input paths in, a plan of shards on disk out: which worker reads which files, without a list of them in memory."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.load.parts import in_parts
from pipeline.load.walk import InputFile
from pipeline.shard import Shard
from schemas.records import Rejection

SHARD_FILES = 400
"""Files in a shard: seconds of work, against some thirty milliseconds that each Prefect task costs."""

SHARD_BYTES = 8 * 2**20
"""Bytes on disk in a shard; a larger file is a shard of its own, a larger WARC several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The shards of a run, in a file, with their totals."""

    path: Path
    files: int
    shard_bytes: tuple[int, ...]
    """Each shard's bytes on disk, before decompression."""

    @property
    def shards(self) -> int:
        """How many shards there are."""
        return len(self.shard_bytes)

    @property
    def bytes(self) -> int:
        """Bytes on disk of all inputs, before decompression."""
        return sum(self.shard_bytes)

    def __iter__(self) -> Iterator[Shard]:
        """The shards in order, read one at a time."""
        with self.path.open("rb") as f:
            for _ in range(self.shards):
                yield pickle.load(f)


def write_plan(inputs: Iterable[InputFile | Rejection], path: Path) -> Plan:
    """Group neighbouring inputs into shards and write them down.

    The grouping depends on the inputs' order, their sizes and where the records of large WARCs begin, so a run
    repeated after a crash plans the same shards and commits the same batches.

    Args:
        inputs: What `find_inputs` yields.
        path: The file to write; pickled shards, one after the other, for this run only.
    """
    files = 0
    sizes: list[int] = []
    with path.open("wb") as f:
        for shard, size in _group(in_parts(inputs)):
            pickle.dump(Shard(index=len(sizes), inputs=tuple(shard)), f)
            files += sum(isinstance(item, Rejection) or item.start == 0 for item in shard)
            sizes.append(size)
    return Plan(path=path, files=files, shard_bytes=tuple(sizes))


def _group(inputs: Iterable[InputFile | Rejection]) -> Iterator[tuple[list[InputFile | Rejection], int]]:
    shard: list[InputFile | Rejection] = []
    size = 0
    for item in inputs:
        item_size = (item.end or item.size) - item.start if isinstance(item, InputFile) else 0
        if shard and (len(shard) >= SHARD_FILES or size + item_size > SHARD_BYTES):
            yield shard, size
            shard, size = [], 0
        shard.append(item)
        size += item_size
    if shard:
        yield shard, size
