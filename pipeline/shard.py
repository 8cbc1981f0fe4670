"""A shard of input files in, staged Parquet parts of cleaned documents and rejections out: what one pool worker does."""

from __future__ import annotations

import mmap
import struct
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from pipeline.clean import clean_document
from pipeline.dataset.ids import ID_TYPE, contained
from pipeline.dataset.site_memory_file import read_site_memory
from pipeline.html.sandbox import shared_sandbox
from pipeline.load.documents import load
from pipeline.load.identity import home, rejection_id
from pipeline.load.settings import LoadSettings
from pipeline.load.walk import InputFile
from pipeline.normalise.normalise import NormaliseSettings
from pipeline.rows import reject_table, to_table
from pipeline.text.site_memory import SiteLines
from schemas.reasons import Reason
from schemas.records import CLEANED, CleanedDocument, Provenance, RawDocument, Rejection

PART_DOCUMENTS = 1_000
"""Documents a staged part holds: small enough that a worker's memory stays flat on an archive of any size."""

PART_BYTES = 16 * 2**20
"""Raw bytes after which a part is closed early, for the same reason."""

SEEN = np.dtype([("id", ID_TYPE), ("home", np.uint64)])
"""An input: its id, and as `pipeline.load.identity.home` its raw file."""

SITES_AT_HAND = 16
"""Sources whose recurring lines a worker holds, a megabyte each; inputs come in the order of their sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Neighbouring inputs of one run, the unit of work of one worker."""

    index: int
    """Position in the run's plan, from 0."""
    inputs: tuple[InputFile | Rejection, ...]
    """Files to read, and inputs refused while walking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardJob:
    """What every shard of a run shares."""

    run_id: str
    now: datetime
    staging: Path
    """The run's own folder for parts."""
    known_ids: Path | None
    """A `.npy` file of sorted ids that the dataset holds already; None where it is empty."""
    load: LoadSettings
    normalise: NormaliseSettings
    part_documents: int = PART_DOCUMENTS
    """Documents a part holds; batches are cut between parts."""
    skip: Mapping[int, Reason] = field(default_factory=dict)
    """Ordinals of documents in this shard that have killed a worker before, with the reason to reject them."""
    site_memory: Path | None = None
    """What earlier runs and this one's first pass have learnt of the sources; None, or no such file, where nothing is known."""
    everything: bool = False
    """True to clean known documents too (identical payloads in one run may need rows of their own)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a shard's outcome on disk; together the parts hold each of the shard's inputs once, in order."""

    seen: Path
    """`.npy`, dtype `SEEN`: every input of this part in order, known ones included."""
    cleaned: Path | None
    """Parquet with the schema `CLEANED`; None where there is none."""
    rejected: Path | None
    """Parquet with the schema `REJECTS`; None where there is none."""
    documents: int
    bytes_in: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardResult:
    """What became of a shard: paths and counts only."""

    index: int
    parts: tuple[Part, ...]
    documents: int
    cleaned: int
    rejected: int
    unchanged: int
    bytes_in: int
    reasons: Mapping[str, int]
    """Rejections by reason."""
    seconds: float
    cpu_seconds: float


def clean_shard(shard: Shard, job: ShardJob) -> ShardResult:
    """Load, clean and normalise a shard's inputs; write the outcome as parts under `job.staging`.

    One bad document costs only itself: it becomes a rejection. A worker that dies leaves the ordinal of the document at hand
    in the shard's `at` file (`document_at`), so that the caller can name and skip it.
    """
    started, cpu_started = time.monotonic(), time.process_time()
    folder = job.staging / f"shard-{shard.index:08d}"
    folder.mkdir(parents=True, exist_ok=True)
    known = np.load(job.known_ids, mmap_mode="r") if job.known_ids and not job.everything else np.empty(0, ID_TYPE)
    writer = _PartWriter(folder, job)
    sandbox = shared_sandbox()
    with _Position(folder / "at") as position:
        for ordinal, item in enumerate(_items(shard, job)):
            position.set(ordinal)
            if _contains(known, item.document_id):
                writer.add_known(item)
            elif ordinal in job.skip and isinstance(item, RawDocument):
                writer.add(_refuse(item, job.skip[ordinal]))
            else:
                writer.add(
                    clean_document(item, job.normalise, sandbox, _site(item, job)) if isinstance(item, RawDocument) else item
                )
            writer.count_bytes(item)
    writer.flush()
    return writer.result(shard.index, time.monotonic() - started, time.process_time() - cpu_started)


def _site(raw: RawDocument, job: ShardJob) -> SiteLines | None:
    return _lines_of(job.site_memory, job.run_id, raw.provenance.source) if job.site_memory and raw.media == "text" else None


@lru_cache(maxsize=SITES_AT_HAND)
def _lines_of(path: Path, _run_id: str, source: str) -> SiteLines | None:
    """The file does not change during a run."""
    learnt = read_site_memory(path, source).get(source)
    return SiteLines(learnt) if learnt else None


def document_at(staging: Path, shard_index: int) -> int | None:
    """The ordinal of the document a shard's worker was at when it stopped; None where it never began."""
    path = staging / f"shard-{shard_index:08d}" / "at"
    try:
        return int(struct.unpack("<q", path.read_bytes()[:8])[0])
    except (FileNotFoundError, struct.error):
        return None


def _items(shard: Shard, job: ShardJob) -> Iterator[RawDocument | Rejection]:
    for entry in shard.inputs:
        if isinstance(entry, Rejection):
            yield entry
            continue
        try:
            yield from load(entry, job.load)
        except Exception as error:  # noqa: BLE001 - as in clean_document: a defect met by one file must not end a night's run
            yield _unloadable(entry, error)


def _unloadable(file: InputFile, error: Exception) -> Rejection:
    place = traceback.extract_tb(error.__traceback__)[-1]
    offset = file.start or None
    return Rejection(
        document_id=rejection_id(file.path.name, None, Reason.CRASHED, file.size, offset),
        provenance=Provenance(source_kind="text", source=file.source, raw_uri=file.path.as_uri(), raw_offset=offset),
        reason=Reason.CRASHED,
        detail=f"while loading: {type(error).__name__}: {error} ({place.name}, line {place.lineno})",
    )


def _contains(sorted_ids: NDArray[np.bytes_], document_id: str) -> bool:
    return bool(contained(np.array([bytes.fromhex(document_id)], dtype=ID_TYPE), sorted_ids)[0])


def _refuse(raw: RawDocument, reason: Reason) -> Rejection:
    detail = "a worker process died on this document, twice"
    return Rejection(document_id=raw.document_id, provenance=raw.provenance, reason=reason, detail=detail, url=raw.hints.url)


class _Position:
    """The ordinal of the document at hand, in a file that survives the process: eight bytes in shared memory."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> _Position:
        self._path.write_bytes(struct.pack("<q", 0))
        self._file = self._path.open("r+b")
        self._map = mmap.mmap(self._file.fileno(), 8)
        return self

    def set(self, ordinal: int) -> None:
        self._map[:] = struct.pack("<q", ordinal)

    def __exit__(self, *_: object) -> None:
        self._map.close()
        self._file.close()


class _PartWriter:
    """Collects outcomes and writes a part whenever enough have come together."""

    def __init__(self, folder: Path, job: ShardJob) -> None:
        self._folder, self._job = folder, job
        self._parts: list[Part] = []
        self._reasons: Counter[str] = Counter()
        self._cleaned_total = self._rejected_total = self._documents = self._bytes = 0
        self._clear()

    def _clear(self) -> None:
        self._seen: list[tuple[bytes, int]] = []
        self._cleaned: list[CleanedDocument] = []
        self._rejected: list[Rejection] = []
        self._part_bytes = 0

    def add(self, outcome: CleanedDocument | Rejection) -> None:
        if isinstance(outcome, Rejection):
            self._see(outcome.document_id, outcome.provenance.raw_uri)
            self._rejected.append(outcome)
            self._reasons[outcome.reason] += 1
        else:
            self._see(outcome.document_id, outcome.raw_uri)
            self._cleaned.append(outcome)

    def add_known(self, item: RawDocument | Rejection) -> None:
        self._see(item.document_id, item.provenance.raw_uri)

    def _see(self, document_id: str, raw_uri: str) -> None:
        self._seen.append((bytes.fromhex(document_id), home(raw_uri)))

    def count_bytes(self, item: RawDocument | Rejection) -> None:
        self._part_bytes += item.provenance.raw_length or 0
        if len(self._seen) >= self._job.part_documents or self._part_bytes >= PART_BYTES:
            self.flush()

    def flush(self) -> None:
        if not self._seen:
            return
        stem = self._folder / f"part-{len(self._parts):06d}"
        seen = stem.with_suffix(".seen.npy")
        np.save(seen, np.array(self._seen, dtype=SEEN))
        cleaned = self._write(stem.with_suffix(".cleaned.parquet"), to_table(self._cleaned, CLEANED)) if self._cleaned else None
        rejects = reject_table(self._rejected, self._job.run_id, self._job.now)
        rejected = self._write(stem.with_suffix(".rejected.parquet"), rejects) if self._rejected else None
        self._parts.append(
            Part(seen=seen, cleaned=cleaned, rejected=rejected, documents=len(self._seen), bytes_in=self._part_bytes)
        )
        self._cleaned_total += len(self._cleaned)
        self._rejected_total += len(self._rejected)
        self._documents += len(self._seen)
        self._bytes += self._part_bytes
        self._clear()

    @staticmethod
    def _write(path: Path, table: Any) -> Path:
        # Staged parts are read once, soon: a fast codec, no statistics.
        pq.write_table(table, path, compression="lz4", write_statistics=False)
        return path

    def result(self, index: int, seconds: float, cpu_seconds: float) -> ShardResult:
        return ShardResult(
            index=index,
            parts=tuple(self._parts),
            documents=self._documents,
            cleaned=self._cleaned_total,
            rejected=self._rejected_total,
            unchanged=self._documents - self._cleaned_total - self._rejected_total,
            bytes_in=self._bytes,
            reasons=dict(self._reasons),
            seconds=seconds,
            cpu_seconds=cpu_seconds,
        )
