"""Parts of documents that were cleaned again in; what became of each known document, by its id, out."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.dataset.parquet import take_rows
from pipeline.load.identical import Identical
from pipeline.load.identity import home, nth_occurrence_id
from pipeline.load.names import file_type, with_slashes
from pipeline.reprocess.selection import Place, Selection
from schemas.reasons import Reason

Row = dict[str, Any]


class Held(Protocol):
    """What the dataset holds already; raw files are numbers, as `pipeline.load.identity.home` gives them."""

    def files(self, ids: Sequence[str]) -> Mapping[str, int]:
        """By id, the raw file of those that it holds."""
        ...

    def gone(self, files: Collection[int]) -> Collection[int]:
        """Those of some raw files that are not at their place any more: they are taken for moved."""
        ...


@dataclass(slots=True)
class Outcomes:
    """Where each document's new row is; the rows themselves stay on disk until they are asked for."""

    cleaned: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By id, the part and the row in it."""
    rejected: dict[str, Row] = field(default_factory=dict)
    """By id, the new row of `rejects`."""
    newly_accepted: list[str] = field(default_factory=list)
    """Ids among `cleaned` that were refused before."""
    became: dict[str, str] = field(default_factory=dict)
    """By `reject_id` of an input that is read now, what it became."""
    newly_refused: list[Row] = field(default_factory=list)
    """New rows of `rejects`: inputs that were behind the place where the reading of their file had broken off."""
    still_refused: int = 0
    """Refused inputs that are refused again."""
    crashed_again: dict[str, Row] = field(default_factory=dict)
    """By `reject_id`, the new row of those among them that make this version fail."""
    parts: list[Path] = field(default_factory=list)

    def accept(self, document_id: str, where: tuple[int, int], reject_id: str) -> None:
        """Note that a document is accepted of which a reject said that it, or its file, was not."""
        self.newly_accepted.append(document_id)
        self.cleaned[document_id] = where
        self.became.setdefault(reject_id, f"accepted as copy {document_id}")

    def refuse(self, document_id: str, row: Row, reject_id: str) -> None:
        """Note that an input is refused of which a reject said only that its file could not be read so far."""
        self.newly_refused.append(row | {"reject_id": document_id})
        self.became.setdefault(reject_id, f"read on, and refused as reject {document_id}")

    def rows(self, ids: Collection[str]) -> dict[str, Row]:
        """Cleaned rows by id; ids that were not cleaned are left out."""
        wanted: dict[int, dict[int, str]] = {}
        for document_id in ids:
            if document_id in self.cleaned:
                part, row = self.cleaned[document_id]
                wanted.setdefault(part, {})[row] = document_id
        found: dict[str, Row] = {}
        for part, at in wanted.items():
            mask = np.zeros(pq.read_metadata(self.parts[part]).num_rows, np.bool_)
            mask[list(at)] = True
            names = (at[row] for row in sorted(at))
            for piece in take_rows(self.parts[part], mask):
                for row in piece.to_pylist():
                    document_id = next(names)
                    found[document_id] = row | {"document_id": document_id}
        return found


def gather(cleaned: Iterable[Path], rejected: Iterable[Path], selection: Selection, held: Held | None) -> Outcomes:
    """Give each outcome the id its document has in the dataset.

    A document is the same where the same bytes are at the same place. The rest of a raw file, which the dataset does not hold
    or the selection leaves out, is passed over.

    Args:
        cleaned: Parts with the schema `CLEANED`.
        rejected: Parts with the schema `REJECTS`.
        selection: The documents to look for.
        held: Given where documents that could not be read before, or stand in the place of one that was refused, are to be
            taken in, as a retry wants; they have the ids that a backfill gives them.
    """
    outcomes = Outcomes()
    known, causes, strangers = _Known(selection), _Causes(selection), _Strangers(held)
    for path in cleaned:
        outcomes.parts.append(path)
        table = pq.read_table(path, columns=["document_id", *Place._fields])
        for row, (document_id, place) in enumerate(_documents(table)):
            where = (len(outcomes.parts) - 1, row)
            copy_id, reject_id = known.find(place)
            if copy_id is not None:
                outcomes.cleaned[copy_id] = where
            elif reject_id is not None:
                outcomes.accept(reject_id, where, reject_id)
            cause = None if copy_id or reject_id else known.replaced(place) or causes.of(place)
            strangers.add(document_id, place.raw_uri, where, cause)
        for document_id, where, cause in strangers.take():
            outcomes.accept(document_id, where, cause)
    for path in rejected:
        rows = pq.read_table(path).to_pylist()
        again: dict[int, str] = {}
        for number, found in enumerate(rows):
            place = Place._make(found[name] for name in Place._fields)
            copy_id, reject_id = known.find(place)
            if copy_id is not None:
                outcomes.rejected[copy_id] = found | {"reject_id": copy_id}
            elif reject_id is not None:
                again[number] = reject_id
            cause = None if copy_id or reject_id else known.replaced(place) or causes.of(place)
            if place.raw_length is None:  # a file that is refused for another reason than before has a row of its own
                cause = cause or reject_id
            strangers.add(found["reject_id"], place.raw_uri, (0, number), cause)
        for document_id, (_, number), cause in strangers.take():
            outcomes.refuse(document_id, rows[number], cause)
            again.pop(number, None)
        outcomes.still_refused += len(again)
        crashed = {i: rows[number] | {"reject_id": i} for number, i in again.items() if rows[number]["reason"] == Reason.CRASHED}
        outcomes.crashed_again |= crashed
    return outcomes


class _Causes:
    """Rejects that say that inputs could not be read: a file, a stream's rest behind some place in it, or damage of a WARC."""

    def __init__(self, selection: Selection) -> None:
        self._of_member: dict[tuple[str, str | None], list[tuple[int, str]]] = {}
        self._of_file: dict[str, str] = {}
        for (uri, member, offset, length, record_id, _), ids in selection.rejects.items():
            is_warc = file_type(with_slashes(member or unquote(uri))).media == "warc"
            if length is None or (is_warc and record_id is None):
                self._of_member.setdefault((uri, member), []).extend((offset or 0, i) for i, _ in ids)
                self._of_file[uri] = ids[-1][0]
        for rejects in self._of_member.values():
            rejects.sort()

    def of(self, place: Place) -> str | None:
        """The reject that said why an input could not be read; None for one of a file that no such reject names."""
        uri, member, offset, *_ = place
        if uri not in self._of_file:
            return None
        rejects = self._of_member.get((uri, member)) or self._of_member.get((uri, None)) or [(0, self._of_file[uri])]
        return next((i for start, i in reversed(rejects) if start <= (offset or 0)), rejects[0][1])


class _Known:
    """The documents of the selection by their places; each is given once."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._given: set[str] = set()

    def find(self, place: Place) -> tuple[str | None, str | None]:
        """Of the document of these bytes at a place its id as a copy, or else as a reject; None where all of them are given."""
        copy_id = self._give(self._selection.copies.get(place, []))
        return copy_id, None if copy_id else self._give(i for i, sha256 in self._refused(place) if sha256 == place.raw_sha256)

    def replaced(self, place: Place) -> str | None:
        """The reject at a place whose bytes are others now; None where there is none."""
        return self._give(i for i, _ in self._refused(place))

    def _refused(self, place: Place) -> list[tuple[str, str | None]]:
        return self._selection.rejects.get(place.of_any_bytes(), [])

    def _give(self, ids: Iterable[str]) -> str | None:
        free = next((i for i in ids if i not in self._given), None)
        if free is not None:
            self._given.add(free)
        return free


class _Strangers:
    """All inputs of the files of a retry; those at no place of the selection are new, or held for another reason."""

    def __init__(self, held: Held | None) -> None:
        self._held = held
        self._waiting: list[tuple[str, str, tuple[int, int], str | None]] = []
        self._identical: dict[str, Identical] = {}
        self._next: dict[str, int] = {}

    def add(self, document_id: str, uri: str, where: tuple[int, int], cause: str | None) -> None:
        """Note an input; those of one name and content have ordinals, as in a backfill.

        Args:
            document_id: As loaded: the same for all of one name and content.
            uri: Its file.
            where: Its row.
            cause: The reject that says of it that it could not be read; None for one that is not to be taken in.
        """
        if self._held is not None:
            self._waiting.append((document_id, uri, where, cause))

    def take(self) -> list[tuple[str, tuple[int, int], str]]:
        """Those noted since that the dataset does not hold: id, where the row is, and the reject that it is told in."""
        waiting, self._waiting = self._waiting, []
        self._meet({document_id for document_id, *_ in waiting} - self._identical.keys() - self._next.keys())
        found = []
        for document_id, uri, where, cause in waiting:
            name, is_held = self._name(document_id, home(uri))
            if cause is not None and not is_held:
                found.append((name, where, cause))
        return found

    def _name(self, document_id: str, file: int) -> tuple[str, bool]:
        one = self._identical.pop(document_id, None)
        if one is None:
            one = Identical(base=document_id, inputs=1, next=self._next[document_id])
        named = one.name(file)
        if any(one.held.values()):
            self._identical[document_id] = one
        else:  # a number for each of a million documents, not a record
            self._next[document_id] = one.next
        return named

    def _meet(self, document_ids: set[str]) -> None:
        """Ask for the rows of inputs that have one of these raw identities, all of one ordinal at once."""
        if self._held is None or not document_ids:
            return
        met = [Identical(base=document_id, inputs=0, next=0) for document_id in sorted(document_ids)]
        self._identical |= {one.base: one for one in met}
        found: list[tuple[Identical, int]] = []
        while met:
            names = {nth_occurrence_id(one.base, one.next): one for one in met}
            files = self._held.files(list(names))
            met = [names[name] for name in files]
            for name, file in files.items():
                names[name].held.setdefault(file, deque()).append(name)
                names[name].next += 1
                found.append((names[name], file))
        gone = self._held.gone({file for _, file in found})
        for one, file in found:
            if file in gone:
                one.moved.append(file)


def _documents(table: pa.Table) -> Iterable[tuple[str, Place]]:
    columns = (table[name].to_pylist() for name in ("document_id", *Place._fields))
    return ((document_id, Place._make(values)) for document_id, *values in zip(*columns, strict=True))
