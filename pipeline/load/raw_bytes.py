"""A row's provenance in, the raw bytes it was made from out."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from pipeline.load.errors import RawBytesError, Refused
from pipeline.load.excerpt import without_surrogates
from pipeline.load.names import FileType, climbs_out, file_type, with_slashes
from pipeline.load.settings import LoadSettings
from pipeline.load.sniff import SNIFFED_BYTES
from pipeline.load.streams import CHUNK_BYTES, ByteStream, Rejoined, decompressed, read_up_to
from pipeline.load.tar_members import tar_entries
from pipeline.load.warc import packing_of
from pipeline.load.zip_members import zip_entries
from schemas.records import Provenance

UNCAPPED = LoadSettings(max_ratio=1 << 40, max_archive_bytes=1 << 60, max_members=1 << 60, max_directory_bytes=1 << 60)
"""What was accepted once may be read again."""


def bytes_of(provenance: Provenance) -> bytes:
    """The raw bytes of one document.

    Reading a member or a compressed file starts at the front; for many rows of one file use `bytes_of_each`.

    Args:
        provenance: Of a `RawDocument`, or of a `Rejection` with a byte range.

    Returns:
        Exactly the bytes whose SHA-256 is `raw_sha256`.

    Raises:
        RawBytesError: The file, the member or the range is gone, unreadable or holds other bytes now.
    """
    for _, payload in bytes_of_each([provenance]):
        return payload
    raise RawBytesError(f"nothing at {_name(provenance)}")


def bytes_of_each(rows: Sequence[Provenance]) -> Iterator[tuple[Provenance, bytes]]:
    """The raw bytes of many documents of one raw file, in one pass over it.

    Args:
        rows: All of one `raw_uri`; any order.

    Yields:
        Each row with its bytes, in the file's order. A member whose name stands twice in the archive is the one whose
        hash fits.

    Raises:
        RawBytesError: After the rows found: the file is gone or unreadable, or a row's bytes are not there any more.
    """
    if not rows:
        return
    path = raw_path(rows[0].raw_uri)
    missing: dict[str | None, list[Provenance]] = defaultdict(list)
    for row in rows:
        missing[row.raw_member].append(row)
    problem: Exception | None = None
    for undo_packing in (False, True):  # a WARC's rows name the bytes of its gzip members, or, packed as one, those within
        try:
            for member, stream in _streams(path, set(missing), undo_packing):
                left = missing.get(member, [])
                try:
                    for row, payload in _ranges(stream, left):
                        if sha256(payload).hexdigest() == row.raw_sha256:
                            left = [other for other in left if other is not row]
                            yield row, payload
                except Refused as error:  # a damaged member; another of its name may be the one
                    problem = error
                missing[member] = left
                if not left:
                    del missing[member]
                if not missing:
                    return
        except (OSError, Refused) as error:  # the end of a cut archive; what stands before it may be of the other kind
            problem = error
    if isinstance(problem, FileNotFoundError):
        raise RawBytesError(what_is_gone(path)) from problem
    if problem is not None:
        raise RawBytesError(f"{path}: {problem}") from problem
    row = next(row for left in missing.values() for row in left)
    raise RawBytesError(f"the raw bytes changed or are gone: {_name(row)}")


def _streams(path: Path, members: set[str | None], undo_packing: bool) -> Iterator[tuple[str | None, ByteStream]]:
    """The content of the file, or of each wanted member, as the loader's offsets count it.

    Args:
        path: The raw file.
        members: Names of the wanted members; None for the file itself.
        undo_packing: Which of the two ways of counting to give: compressed bytes of WARC files, or decompressed ones of any.
    """
    kind = file_type(path.name)
    if kind.container == "zip" and kind.compression is None:
        for entry in zip_entries(path, UNCAPPED):
            yield from _wanted(entry.name, entry.content, members, undo_packing)
        return
    with path.open("rb") as file:
        if kind.container is None:
            yield from _content(None, file, kind, undo_packing)
            return
        for member in tar_entries(decompressed(file, kind.compression, UNCAPPED)):
            yield from _wanted(member.name, member.content, members, undo_packing)


def _wanted(
    name: str, content: ByteStream | None, members: set[str | None], undo_packing: bool
) -> Iterator[tuple[str | None, ByteStream]]:
    member = without_surrogates(name)
    if content is not None and member in members and not climbs_out(name):
        yield from _content(member, content, file_type(with_slashes(name)), undo_packing)


def _content(member: str | None, raw: ByteStream, kind: FileType, undo_packing: bool) -> Iterator[tuple[str | None, ByteStream]]:
    if kind.media != "warc":
        if undo_packing:
            yield member, decompressed(raw, kind.compression, UNCAPPED)
        return
    if not undo_packing:
        yield member, raw
        return
    head = read_up_to(raw, SNIFFED_BYTES)
    if (packing := packing_of(head)) in ("gz", "zst"):
        yield member, decompressed(Rejoined(head, raw), packing, UNCAPPED)


def _ranges(stream: ByteStream, rows: list[Provenance]) -> Iterator[tuple[Provenance, bytes]]:
    """Each row's range of a stream, read forward only.

    Ranges overlap where they are of several members of one name: what was read for the last one is held.
    """
    position, held, held_from = 0, b"", 0
    for row in sorted(rows, key=_range):
        offset, length = _range(row)
        if offset >= position:
            position = _forward(stream, position, offset)
            held, held_from = b"", offset
        more = read_up_to(stream, max(offset + length - position, 0))
        position += len(more)
        held, held_from = held[offset - held_from :] + more, offset
        yield row, held[:length]


def _forward(stream: ByteStream, position: int, offset: int) -> int:
    if isinstance(stream, io.BufferedReader):
        return stream.seek(offset)
    while position < offset and (skipped := stream.read(min(CHUNK_BYTES, offset - position))):
        position += len(skipped)
    return position


def _range(row: Provenance) -> tuple[int, int]:
    if row.raw_offset is None or row.raw_length is None:
        raise RawBytesError(f"no byte range is known of {_name(row)}")
    return row.raw_offset, row.raw_length


def raw_path(uri: str) -> Path:
    """The raw file of a `raw_uri`, whatever the encoding of its name.

    Raises:
        RawBytesError: The address is no `file://` one.
    """
    parts = urlsplit(uri)
    if parts.scheme != "file":
        raise RawBytesError(f"expected a file:// address, found {uri}")
    return Path(unquote_to_bytes(parts.path).decode("utf-8", "surrogateescape"))


def what_is_gone(path: Path) -> str:
    """Of a raw file that is not there: since which folder, and how its rows lead to it again where that was moved.

    Rows keep the address they were loaded from: an archive that was moved is known when it is loaded again, and changes none.
    """
    top = next((place for place in (path, *path.parents) if place.parent.exists()), path)
    return f"no file {path}: {top} is gone; where it was moved, a link of that name leads to it again"


def _name(row: Provenance) -> str:
    where = f"{row.raw_uri} member {row.raw_member}" if row.raw_member else row.raw_uri
    return f"{where} bytes {row.raw_offset}+{row.raw_length}"
