"""Raw files in, the same files with large WARCs cut into parts out, so that several workers share one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.load.names import file_type
from pipeline.load.walk import InputFile
from schemas.records import Rejection

PART_BYTES = 8 << 20
"""On disk: some 500 pages as servers pack them, half a minute of extraction."""


def in_parts(inputs: Iterable[InputFile | Rejection], part_bytes: int = PART_BYTES) -> Iterator[InputFile | Rejection]:
    """Cut each WARC file at multiples of `part_bytes`; everything else is handed on.

    A part holds the records that begin in it, so all parts together give what the whole file gives, in the same order. A
    WARC that is packed as a whole cannot be entered in the middle: its first part gives everything, the others nothing.
    """
    for item in inputs:
        if isinstance(item, InputFile) and item.size > part_bytes and _can_be_cut(item):
            for start in range(0, item.size, part_bytes):
                yield replace(item, start=start, end=start + part_bytes if start + part_bytes < item.size else None)
        else:
            yield item


def _can_be_cut(item: InputFile) -> bool:
    kind = file_type(item.path.name)
    return kind.media == "warc" and kind.container is None
