"""Staged parts in, batches ready to commit out: every input counted once, identical payloads told apart by their ordinal."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from pipeline.dataset.ids import ID_TYPE, contained, pack_ids
from pipeline.load.identity import nth_occurrence_id
from pipeline.shard import Part
from pipeline.version import PIPELINE_VERSION
from schemas.records import CLEANED
from schemas.tables import REJECTS

BATCH_TEXT_BYTES = 48 * 2**20
"""Cleaned text after which a batch is closed early; recognising copies takes several times this."""


class KnownDocumentNeededError(Exception):
    """A part left out a document as known that needs a row of its own: its shard must be cleaned with `everything`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one commit brings, before copies are recognised."""

    batch_id: str
    """32 hex characters: a hash of the new inputs' ids and the pipeline's version."""
    cleaned: pa.Table
    """Schema `CLEANED`."""
    rejected: pa.Table
    """Schema `REJECTS`."""
    documents: int
    unchanged: int
    bytes_in: int


class Batcher:
    """Collects parts in plan order and cuts them into batches."""

    def __init__(self, known: NDArray[np.bytes_], batch_documents: int) -> None:
        """Start a run.

        Args:
            known: The sorted ids that the dataset held before the run (dtype S16).
            batch_documents: Inputs, known ones included, after which a batch is full.
        """
        self._known, self._batch_documents = known, batch_documents
        self._earlier: list[NDArray[np.bytes_]] = []
        self._occurrences: Counter[bytes] = Counter()
        self._clear()

    def _clear(self) -> None:
        self._seen: list[NDArray[np.bytes_]] = []
        self._seen_set: set[bytes] = set()
        self._cleaned: list[pa.Table] = []
        self._rejected: list[pa.Table] = []
        self._documents = self._unchanged = self._bytes = self._text_bytes = 0

    def add(self, part: Part) -> None:
        """Take a part in.

        Raises:
            KnownDocumentNeededError: See there; nothing of the part was taken in.
        """
        seen = np.load(part.seen)
        cleaned = pq.read_table(part.cleaned, schema=CLEANED) if part.cleaned else CLEANED.empty_table()
        rejected = pq.read_table(part.rejected, schema=REJECTS) if part.rejected else REJECTS.empty_table()
        if self._repeats(seen):
            cleaned, rejected = self._name_occurrences(seen, cleaned, rejected)
        cleaned, rejected = self._without_known(cleaned, "document_id"), self._without_known(rejected, "reject_id")
        self._seen.append(seen)
        self._seen_set.update(seen.tolist())
        self._cleaned.append(cleaned)
        self._rejected.append(rejected)
        self._documents += len(seen)
        self._unchanged += len(seen) - len(cleaned) - len(rejected)
        self._bytes += part.bytes_in
        self._text_bytes += cleaned.column("text").nbytes

    @property
    def full(self) -> bool:
        """Whether it is time to `take` a batch."""
        return self._documents >= self._batch_documents or self._text_bytes >= BATCH_TEXT_BYTES

    @property
    def empty(self) -> bool:
        """Whether nothing has come in since the last `take`."""
        return self._documents == 0

    def take(self) -> Batch:
        """The batch collected so far; the next one starts empty."""
        cleaned = pa.concat_tables([CLEANED.empty_table(), *self._cleaned])
        rejected = pa.concat_tables([REJECTS.empty_table(), *self._rejected])
        batch = Batch(
            batch_id=batch_id([*cleaned.column("document_id").to_pylist(), *rejected.column("reject_id").to_pylist()]),
            cleaned=cleaned,
            rejected=rejected,
            documents=self._documents,
            unchanged=self._unchanged,
            bytes_in=self._bytes,
        )
        if self._seen:
            self._earlier.append(np.unique(np.concatenate(self._seen)))
        self._clear()
        return batch

    def _repeats(self, seen: NDArray[np.bytes_]) -> bool:
        if len(np.unique(seen)) < len(seen) or not self._seen_set.isdisjoint(seen.tolist()):
            return True
        return any(contained(seen, earlier).any() for earlier in self._earlier)

    def _name_occurrences(self, seen: NDArray[np.bytes_], cleaned: pa.Table, rejected: pa.Table) -> tuple[pa.Table, pa.Table]:
        """Give the n-th identical payload of the run its own id; identical payloads have identical outcomes."""
        counts = Counter(self._occurrences)
        waiting = {
            "cleaned": _rows_by_id(cleaned.column("document_id").to_pylist()),
            "rejected": _rows_by_id(rejected.column("reject_id").to_pylist()),
        }
        names: dict[str, dict[int, str]] = {"cleaned": {}, "rejected": {}}
        for raw in seen.tolist():
            base = raw.ljust(16, b"\0").hex()
            ordinal = counts[raw] if raw in counts else int(self._was_seen(raw))
            counts[raw] = ordinal + 1
            name = nth_occurrence_id(base, ordinal)
            kind = next((k for k in ("cleaned", "rejected") if waiting[k].get(base)), None)
            if kind is not None:
                names[kind][waiting[kind][base].pop(0)] = name
            elif not self._is_known(name):
                raise KnownDocumentNeededError(base)
        self._occurrences = counts
        return _renamed(cleaned, "document_id", names["cleaned"]), _renamed(rejected, "reject_id", names["rejected"])

    def _was_seen(self, raw: bytes) -> bool:
        if raw in self._seen_set:
            return True
        key = np.array([raw], dtype=ID_TYPE)
        return any(contained(key, earlier).any() for earlier in self._earlier)

    def _is_known(self, document_id: str) -> bool:
        return bool(contained(np.array([bytes.fromhex(document_id)], dtype=ID_TYPE), self._known)[0])

    def _without_known(self, table: pa.Table, key: str) -> pa.Table:
        if not len(table) or not len(self._known):
            return table
        return table.filter(pa.array(~contained(pack_ids(table.column(key)), self._known)))


def batch_id(document_ids: list[str]) -> str:
    """The id of a batch of new inputs: independent of their order, different for another version of the pipeline."""
    digest = hashlib.sha256(f"copydesk {PIPELINE_VERSION}\n".encode())
    for document_id in sorted(document_ids):
        digest.update(document_id.encode())
    return digest.hexdigest()[:32]


def _rows_by_id(ids: list[str]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for i, document_id in enumerate(ids):
        rows.setdefault(document_id, []).append(i)
    return rows


def _renamed(table: pa.Table, key: str, names: dict[int, str]) -> pa.Table:
    column = [names[i] for i in range(len(table))]
    at = table.schema.get_field_index(key)
    return table.set_column(at, table.schema.field(at), pa.array(column, type=table.schema.field(at).type))
