"""Raw files in, the same files with large WARCs cut into parts out, so that several workers share one of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.load.names import file_type
from pipeline.load.settings import MAX_DOCUMENT_BYTES
from pipeline.load.walk import InputFile
from pipeline.load.warc import packing_of
from pipeline.load.warc_frames import HEADER_LOOK_BYTES, record_starts
from schemas.records import Rejection

PART_BYTES = 8 << 20
"""On disk: some 500 pages as servers pack them, half a minute of extraction."""


def in_parts(inputs: Iterable[InputFile | Rejection], part_bytes: int = PART_BYTES) -> Iterator[InputFile | Rejection]:
    """Cut each WARC file about every `part_bytes`; everything else is handed on.

    A part holds the records that begin in it and the damage between them, so all parts together give what the whole file gives,
    in the same order. An uncompressed WARC is cut where records begin, by their lengths: a page may quote a WARC, and looking
    for a record from the middle of that page would find those it quotes. Compressed ones are cut anywhere: see `members_from`.
    A WARC that is packed as a whole cannot be entered in the middle: its first part gives everything, the others nothing.
    What does not begin as a WARC is refused, or read from its first record on, in one piece.
    """
    for item in inputs:
        if isinstance(item, InputFile) and item.size > part_bytes and _can_be_cut(item):
            cuts = [0, *_cuts(item, part_bytes), None]
            for start, end in itertools.pairwise(cuts):
                yield replace(item, start=start or 0, end=end)
        else:
            yield item


def _can_be_cut(item: InputFile) -> bool:
    kind = file_type(item.path.name)
    return kind.media == "warc" and kind.container is None


def _cuts(item: InputFile, part_bytes: int) -> Iterator[int]:
    try:
        with item.path.open("rb") as file:
            packing = packing_of(file.read(HEADER_LOOK_BYTES))
            if packing == "none":
                yield from _record_cuts(record_starts(file, item.size, MAX_DOCUMENT_BYTES), part_bytes)
    except OSError:  # who reads it refuses it
        return
    if packing in ("gz", "zst"):
        yield from range(part_bytes, item.size, part_bytes)


def _record_cuts(starts: Iterable[int], part_bytes: int) -> Iterator[int]:
    least = part_bytes
    for start in starts:
        if start >= least:
            yield start
            least = start + part_bytes
