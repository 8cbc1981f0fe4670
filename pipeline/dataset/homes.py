"""The ids that a dataset holds in; of each the raw file its row leads to, as a number, out."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipeline.dataset.dataset import Dataset
from pipeline.dataset.ids import contained, pack_ids
from pipeline.load.errors import RawBytesError
from pipeline.load.identity import home
from pipeline.load.raw_bytes import raw_path
from schemas.tables import KEYS


def homes_of(dataset: Dataset, ids: NDArray[np.bytes_]) -> NDArray[np.uint64]:
    """The raw files of ids, eight bytes each.

    Args:
        dataset: Holds the ids in `copies` or `rejects`.
        ids: Sorted, dtype `S16`, as from `Dataset.known_ids`.

    Returns:
        Shape `(len(ids),)`: `pipeline.load.identity.home` of each id's `raw_uri`, at the first place of an id that stands twice.
    """
    homes = np.zeros(len(ids), np.uint64)
    for table in ("rejects", "copies"):  # an input that was accepted since has a row in both
        for batch in dataset.scan(table).to_batches(columns=[KEYS[table], "raw_uri"]):
            packed = pack_ids(batch.column(0))
            held = contained(packed, ids)
            homes[np.searchsorted(ids, packed[held])] = _hashed(batch.column(1))[held]
    return homes


class HeldFiles:
    """The raw files that rows lead to, as numbers, and which of them are gone; 24 bytes of memory for each row."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    @cached_property
    def _known(self) -> tuple[NDArray[np.bytes_], NDArray[np.uint64]]:
        ids = np.unique(self._dataset.known_ids())
        return ids, homes_of(self._dataset, ids)

    def files(self, ids: Sequence[str]) -> dict[str, int]:
        """By id, the raw file of those that the dataset holds."""
        packed, (known, homes) = pack_ids(pa.array(ids, pa.string())), self._known
        held = contained(packed, known)
        at = np.searchsorted(known, packed[held])
        return dict(zip(itertools.compress(ids, held), homes[at].tolist(), strict=True))

    def gone(self, files: Collection[int]) -> set[int]:
        """Those of some raw files at whose place nothing is any more."""
        left, there = set(files), set[int]()
        for table in ("rejects", "copies"):
            for batch in self._dataset.scan(table).to_batches(columns=["raw_uri"]):
                if left <= there:
                    return left - there
                for uri in batch.column(0).unique().to_pylist():
                    if home(uri) in left and not _is_gone(uri):
                        there.add(home(uri))
        return left - there


def _is_gone(raw_uri: str) -> bool:
    try:
        return not raw_path(raw_uri).exists()
    except RawBytesError:  # no file: evidence of a fetch
        return False


def _hashed(raw_uris: pa.Array) -> NDArray[np.uint64]:
    named = raw_uris.dictionary_encode()
    of_name: NDArray[np.uint64] = np.array([home(uri) for uri in named.dictionary.to_pylist()], np.uint64)
    hashed: NDArray[np.uint64] = of_name[named.indices.to_numpy(zero_copy_only=False)]
    return hashed
