"""A tar stream in, its entries out, one after the other; nothing is extracted and nothing is held.

`tarfile` is not used for walking: it ends silently at damage and at a cut, and keeps every entry in memory.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.load.errors import Refused
from pipeline.load.excerpt import excerpt
from pipeline.load.streams import ByteStream, Limited, read_up_to
from schemas.reasons import Reason

BLOCK = tarfile.BLOCKSIZE

MAX_HEADER_BYTES = 1 << 20
"""An extended header holds a path and some attributes; a larger one is an attack on memory."""

_LONG_NAMES = (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
_SPARSE_GOES_ON = 482
_EXTENDED = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.XGLTYPE)

_NO_CONTENT = (tarfile.LNKTYPE, tarfile.SYMTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE)
_KINDS = {
    tarfile.REGTYPE: "file",
    tarfile.AREGTYPE: "file",
    tarfile.CONTTYPE: "file",
    tarfile.DIRTYPE: "directory",
    tarfile.SYMTYPE: "symbolic link",
    tarfile.LNKTYPE: "hard link",
    tarfile.CHRTYPE: "character device",
    tarfile.BLKTYPE: "block device",
    tarfile.FIFOTYPE: "named pipe",
    tarfile.GNUTYPE_SPARSE: "sparse file",
}


@dataclass(frozen=True, slots=True)
class TarEntry:
    """One entry; `content` must be read before the next entry is asked for, the rest of it is then skipped."""

    name: str
    kind: str
    """`file`, `directory`, or what else it is, in words: `symbolic link`, `device`, …"""
    size: int
    mtime: float
    content: ByteStream


def tar_entries(stream: ByteStream) -> Iterator[TarEntry]:
    """Walk a tar stream; archives written one after the other count as one.

    Raises:
        Refused: `truncated_archive` or `corrupt_archive`, after the entries before the flaw.
    """
    offset, ended = 0, False
    extended: dict[str, str] = {}
    while True:
        header = read_up_to(stream, BLOCK)
        if not header:
            if not ended:
                raise Refused(Reason.TRUNCATED_ARCHIVE, f"the archive stops at byte {offset} without its end mark")
            return
        info = _header(header, offset)
        offset += len(header)
        if info is None:
            ended = True
            continue
        ended = False
        if info.type in _LONG_NAMES or info.type in _EXTENDED:
            content = Limited(stream, info.size)
            extended |= _attributes(info, content, offset)
        else:
            if info.type == tarfile.GNUTYPE_SPARSE and header[_SPARSE_GOES_ON]:
                offset += _skip_sparse_map(stream)
            name, kind, size, mtime = _facts(info, extended, offset)
            content, extended = Limited(stream, size), {}
            yield TarEntry(name, kind, size, mtime, content)
        size = content.size
        content.drain()
        Limited(stream, -size % BLOCK).drain()
        offset += size + -size % BLOCK


def _header(block: bytes, offset: int) -> tarfile.TarInfo | None:
    try:
        info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.EOFHeaderError:  # type: ignore[attr-defined]
        return None
    except tarfile.TruncatedHeaderError:  # type: ignore[attr-defined]
        raise Refused(Reason.TRUNCATED_ARCHIVE, f"the archive stops inside the header at byte {offset}") from None
    except tarfile.HeaderError as error:
        raise Refused(Reason.CORRUPT_ARCHIVE, f"no tar header at byte {offset}: {error}") from None
    if info.size < 0:
        raise Refused(Reason.CORRUPT_ARCHIVE, f"a negative size in the header at byte {offset}")
    return info


def _attributes(info: tarfile.TarInfo, content: Limited, offset: int) -> dict[str, str]:
    """What an extended header says of the entry after it."""
    if info.size > MAX_HEADER_BYTES:
        raise Refused(Reason.CORRUPT_ARCHIVE, f"an extended header of {info.size} bytes at byte {offset}")
    data = read_up_to(content, info.size)
    if info.type in _LONG_NAMES:
        name = data.rstrip(b"\0").decode("utf-8", "surrogateescape")
        return {"path": name} if info.type == tarfile.GNUTYPE_LONGNAME else {}
    # A global header's attributes (comments, the commit of a release) never name a member.
    return {} if info.type == tarfile.XGLTYPE else _pax_records(data, offset)


def _pax_records(data: bytes, offset: int) -> dict[str, str]:
    records: dict[str, str] = {}
    while data.strip(b"\0"):
        digits, _, _ = data.partition(b" ")
        length = int(digits) if digits.isdigit() and len(digits) < 10 else 0
        keyword, equals, value = data[len(digits) + 1 : length - 1].partition(b"=")
        if not equals or length > len(data):
            raise Refused(Reason.CORRUPT_ARCHIVE, f"a damaged extended header at byte {offset}: {excerpt(data)}")
        records[keyword.decode("utf-8", "replace")] = value.decode("utf-8", "surrogateescape")
        data = data[length:]
    return records


def _facts(info: tarfile.TarInfo, extended: dict[str, str], offset: int) -> tuple[str, str, int, float]:
    """Name, kind, stored size and modification time of an entry, its extended header applied."""
    sparse = any(key.startswith("GNU.sparse.") for key in extended)
    kind = "sparse file" if sparse else _KINDS.get(info.type, f"entry of type {info.type!r}")
    name = extended.get("GNU.sparse.name") or extended.get("path") or info.name
    size = 0 if info.type in _NO_CONTENT else _number(extended.get("size"), info.size, offset)
    return name, kind, size, _seconds(extended.get("mtime"), float(info.mtime))


def _number(printed: str | None, default: int, offset: int) -> int:
    if printed is None:
        return default
    if not printed.isdigit() or len(printed) > 18:
        raise Refused(Reason.CORRUPT_ARCHIVE, f"a size of {excerpt(printed)} before byte {offset}")
    return int(printed)


def _seconds(printed: str | None, default: float) -> float:
    try:
        return float(printed) if printed is not None else default
    except ValueError:
        return default


def _skip_sparse_map(stream: ByteStream) -> int:
    """Old GNU sparse files put further blocks of their map between header and data; byte 504 says whether one more follows."""
    skipped = 0
    while True:
        block = read_up_to(stream, BLOCK)
        skipped += len(block)
        if len(block) < BLOCK:
            raise Refused(Reason.TRUNCATED_ARCHIVE, "the archive stops inside a sparse file's map")
        if not block[504]:
            return skipped
