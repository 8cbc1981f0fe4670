"""Columns of 32 hex characters in, arrays of 16-byte ids out: half the memory, and sorted for binary search."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

ID_CHARACTERS = 32
ID_BYTES = 16
ID_TYPE = np.dtype(f"S{ID_BYTES}")

_NOT_HEX = 255
_NIBBLES = np.full(256, _NOT_HEX, dtype=np.uint8)
_NIBBLES[[ord(c) for c in "0123456789abcdef"]] = np.arange(16, dtype=np.uint8)


def pack_ids(column: pa.Array | pa.ChunkedArray) -> NDArray[np.bytes_]:
    """Ids as bytes, in the column's order.

    Args:
        column: Strings of 32 lower-case hex characters without nulls.

    Returns:
        Shape `(len(column),)`, dtype `S16`; numpy drops trailing zero bytes of single items, so compare arrays, not items.

    Raises:
        ValueError: A value is null or is not 32 lower-case hex characters.
    """
    if isinstance(column, pa.ChunkedArray):
        return np.concatenate([pack_ids(chunk) for chunk in column.chunks] or [np.empty(0, ID_TYPE)])
    if len(column) == 0:
        return np.empty(0, ID_TYPE)
    array = column.cast(pa.string())
    offsets = np.frombuffer(array.buffers()[1], np.int32)[array.offset : array.offset + len(array) + 1]
    if array.null_count or np.any(np.diff(offsets) != ID_CHARACTERS):
        raise ValueError(f"expected ids of {ID_CHARACTERS} hex characters")
    characters = np.frombuffer(array.buffers()[2], np.uint8)[offsets[0] : offsets[-1]]
    nibbles = _NIBBLES[characters]
    if np.any(nibbles == _NOT_HEX):
        raise ValueError(f"expected ids of {ID_CHARACTERS} lower-case hex characters")
    packed = (nibbles[0::2] << 4) | nibbles[1::2]
    return packed.view(ID_TYPE)


def contained(ids: NDArray[np.bytes_], in_sorted: NDArray[np.bytes_]) -> NDArray[np.bool_]:
    """Which of `ids` occur in the sorted array `in_sorted`; both as from `pack_ids`."""
    found = np.zeros(len(ids), dtype=np.bool_)
    if len(ids) == 0 or len(in_sorted) == 0:
        return found
    # A batch's ids begin with few of the 65,536 pairs of bytes: most of the dataset's are passed over without a search.
    begun = np.zeros(1 << 16, dtype=np.bool_)
    begun[_first_bytes(in_sorted)] = True
    likely = np.flatnonzero(begun[_first_bytes(ids)])
    places = np.minimum(np.searchsorted(in_sorted, ids[likely]), len(in_sorted) - 1)
    found[likely] = in_sorted[places] == ids[likely]
    return found


def _first_bytes(ids: NDArray[np.bytes_]) -> NDArray[np.uint16]:
    return np.ascontiguousarray(ids).view(np.uint16)[:: ID_BYTES // 2]
