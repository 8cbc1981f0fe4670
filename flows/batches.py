"""Staged parts in, batches ready to commit out: every input counted once, identical payloads told apart by their ordinal."""

from __future__ import annotations

import copy
import hashlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from pipeline.dataset.ids import ID_BYTES, ID_TYPE, contained, pack_ids
from pipeline.load.identical import Identical
from pipeline.load.identity import home, nth_occurrence_id
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

    def __init__(
        self,
        known: NDArray[np.bytes_],
        batch_documents: int,
        *,
        homes: Callable[[], NDArray[np.uint64]],
        planned: Callable[[], NDArray[np.uint64]],
    ) -> None:
        """Start a run.

        Args:
            known: The sorted ids that the dataset held before the run (dtype S16).
            batch_documents: Inputs, known ones included, after which a batch is full.
            homes: The raw file of each of `known`, as `pipeline.load.identity.home` (see `pipeline.dataset.homes`); asked for
                once, where something known is met.
            planned: The raw files of this run, likewise, sorted; asked for once, where a known input is met in another file
                than the one its row leads to: the archive was moved, or both files are there.
        """
        self._known, self._batch_documents = known, batch_documents
        self._homes, self._planned = cache(homes), cache(planned)
        self._earlier: list[NDArray[np.bytes_]] = []
        self._identical: dict[bytes, Identical] = {}
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
        ids, homes = np.ascontiguousarray(seen["id"]), seen["home"]
        cleaned = pq.read_table(part.cleaned, schema=CLEANED) if part.cleaned else CLEANED.empty_table()
        rejected = pq.read_table(part.rejected, schema=REJECTS) if part.rejected else REJECTS.empty_table()
        if self._repeats(ids) or self._belongs_to_another(ids, homes):
            ids, cleaned, rejected = self._name_occurrences(ids, homes, cleaned, rejected)
        cleaned, rejected = self._without_known(cleaned, "document_id"), self._without_known(rejected, "reject_id")
        self._seen.append(ids)
        self._seen_set.update(ids.tolist())
        self._cleaned.append(cleaned)
        self._rejected.append(rejected)
        self._documents += len(ids)
        self._unchanged += len(ids) - len(cleaned) - len(rejected)
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

    def _repeats(self, ids: NDArray[np.bytes_]) -> bool:
        raw = ids.tolist()
        if len(np.unique(ids)) < len(ids) or not self._seen_set.isdisjoint(raw) or not self._identical.keys().isdisjoint(raw):
            return True
        return any(contained(ids, earlier).any() for earlier in self._earlier)

    def _belongs_to_another(self, ids: NDArray[np.bytes_], homes: NDArray[np.uint64]) -> bool:
        """Whether an id is held for another raw file of this run: that one has the first claim on it, though it comes later."""
        held = contained(ids, self._known)
        if not held.any():
            return False
        of_row = self._homes()[np.searchsorted(self._known, ids[held])]
        elsewhere = of_row[of_row != homes[held]]
        return bool(len(elsewhere)) and bool(_in_sorted(elsewhere, self._planned()).any())

    def _name_occurrences(
        self, ids: NDArray[np.bytes_], homes: NDArray[np.uint64], cleaned: pa.Table, rejected: pa.Table
    ) -> tuple[NDArray[np.bytes_], pa.Table, pa.Table]:
        """Give each of several identical payloads its own id: that of the row which leads to its file, or the next free one."""
        waiting = {"cleaned": _rows_by_input(cleaned, "document_id"), "rejected": _rows_by_input(rejected, "reject_id")}
        names: dict[str, dict[int, str]] = {"cleaned": {}, "rejected": {}}
        identical: dict[bytes, Identical] = {}
        given = []
        for raw, file in zip(ids.tolist(), homes.tolist(), strict=True):
            base = raw.ljust(ID_BYTES, b"\0").hex()
            if raw not in identical:
                identical[raw] = copy.deepcopy(self._identical[raw]) if raw in self._identical else self._meet(raw, base)
            name, is_held = identical[raw].name(file)
            given.append(bytes.fromhex(name))
            kind = next((k for k in ("cleaned", "rejected") if waiting[k].get((base, file))), None)
            if kind is not None:
                names[kind][waiting[kind][base, file].popleft()] = name
            elif not is_held:
                raise KnownDocumentNeededError(base)
        self._identical |= {raw: found for raw, found in identical.items() if not found.is_one}
        renamed = _renamed(cleaned, "document_id", names["cleaned"]), _renamed(rejected, "reject_id", names["rejected"])
        return np.array(given, dtype=ID_TYPE), *renamed

    def _meet(self, raw: bytes, base: str) -> Identical:
        """What is known of an id that turns out to be of several inputs; one of them may have taken it already."""
        taken = int(self._was_seen(raw))
        found = Identical(base=base, inputs=taken, next=taken)
        ordinal = 0
        while (file := self._home_of(name := nth_occurrence_id(base, ordinal))) is not None:
            if ordinal >= taken:
                found.held.setdefault(file, deque()).append(name)
                if not _in_sorted(np.array([file], np.uint64), self._planned())[0]:
                    found.moved.append(file)
            ordinal += 1
        found.next = max(taken, ordinal)
        return found

    def _was_seen(self, raw: bytes) -> bool:
        if raw in self._seen_set:
            return True
        key = np.array([raw], dtype=ID_TYPE)
        return any(contained(key, earlier).any() for earlier in self._earlier)

    def _home_of(self, document_id: str) -> int | None:
        """The raw file of an id that the dataset holds."""
        key = np.array([bytes.fromhex(document_id)], dtype=ID_TYPE)
        return int(self._homes()[np.searchsorted(self._known, key)[0]]) if contained(key, self._known)[0] else None

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


def _in_sorted(numbers: NDArray[np.uint64], in_sorted: NDArray[np.uint64]) -> NDArray[np.bool_]:
    if not len(in_sorted):
        return np.zeros(len(numbers), np.bool_)
    there: NDArray[np.bool_] = in_sorted.take(np.minimum(np.searchsorted(in_sorted, numbers), len(in_sorted) - 1)) == numbers
    return there


def _rows_by_input(table: pa.Table, key: str) -> dict[tuple[str, int], deque[int]]:
    rows: dict[tuple[str, int], deque[int]] = {}
    for i, (document_id, uri) in enumerate(zip(table.column(key).to_pylist(), table.column("raw_uri").to_pylist(), strict=True)):
        rows.setdefault((document_id, home(uri)), deque()).append(i)
    return rows


def _renamed(table: pa.Table, key: str, names: dict[int, str]) -> pa.Table:
    column = [names[i] for i in range(len(table))]
    at = table.schema.get_field_index(key)
    return table.set_column(at, table.schema.field(at), pa.array(column, type=table.schema.field(at).type))
