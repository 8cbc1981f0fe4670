"""The ids that a dataset holds in; of each the raw file its row leads to, as a number, out."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipeline.dataset.dataset import Dataset
from pipeline.dataset.ids import contained, pack_ids
from pipeline.load.identity import home
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


def _hashed(raw_uris: pa.Array) -> NDArray[np.uint64]:
    named = raw_uris.dictionary_encode()
    of_name: NDArray[np.uint64] = np.array([home(uri) for uri in named.dictionary.to_pylist()], np.uint64)
    hashed: NDArray[np.uint64] = of_name[named.indices.to_numpy(zero_copy_only=False)]
    return hashed
