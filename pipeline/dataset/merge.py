"""Sorted streams of rows in, one sorted stream out; memory for one piece of each, however long they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

Key = tuple[tuple[bool, object], ...]
"""A row's sort key as Python compares it: for each column whether it is null (nulls come last), and its value."""


def merge_sorted(streams: Iterable[Iterator[pa.Table]], columns: Sequence[str]) -> Iterator[pa.Table]:
    """Merge streams that are each sorted by the same columns, ascending, nulls last.

    Args:
        streams: Pieces with one schema; each stream is sorted within and across its pieces.
        columns: What they are sorted by; strings compare by their bytes, so only ASCII may tie to Python's order.

    Yields:
        Pieces in order; together every row of every stream once.
    """
    waiting: list[tuple[pa.Table, Iterator[pa.Table]]] = []
    for stream in streams:
        if (first := _next(stream)) is not None:
            waiting.append((first, stream))
    order = [(name, "ascending") for name in columns]
    while waiting:
        # Nothing that is still unread can come before the lowest of the pieces' last keys.
        bound = min(_key(piece, piece.num_rows - 1, columns) for piece, _ in waiting)
        due: list[pa.Table] = []
        left: list[tuple[pa.Table, Iterator[pa.Table]]] = []
        for piece, stream in waiting:
            count = _rows_up_to(piece, bound, columns)
            due.append(piece.slice(0, count))
            rest = piece.slice(count) if count < piece.num_rows else _next(stream)
            if rest is not None:
                left.append((rest, stream))
        waiting = left
        yield pa.concat_tables(due).sort_by(order)


def _next(stream: Iterator[pa.Table]) -> pa.Table | None:
    return next((piece for piece in stream if piece.num_rows), None)


def _rows_up_to(piece: pa.Table, bound: Key, columns: Sequence[str]) -> int:
    low, high = 0, piece.num_rows
    while low < high:
        middle = (low + high) // 2
        if _key(piece, middle, columns) <= bound:
            low = middle + 1
        else:
            high = middle
    return low


def _key(piece: pa.Table, row: int, columns: Sequence[str]) -> Key:
    values = (piece[name][row].as_py() for name in columns)
    return tuple((value is None, value if value is not None else 0) for value in values)
