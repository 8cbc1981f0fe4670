"""A zip that lost its end (and so its directory) in, the members that stand before the cut out."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.load.errors import ArchiveRefused, Refused
from pipeline.load.streams import CHUNK_BYTES, ByteStream, Limited, Rejoined, read_up_to
from schemas.reasons import Reason

LOCAL_HEADER = b"PK\x03\x04"
DESCRIPTOR = b"PK\x07\x08"

_HEADER = struct.Struct("<4s5H3I2H")
"""Signature; version, flags, method, time, date; CRC-32, packed and unpacked size; lengths of name and extra field."""

_ENCRYPTED, _SIZES_FOLLOW, _UTF8 = 0x1, 0x8, 0x800
_STORED, _DEFLATED = 0, 8
_IN_ZIP64 = 0xFFFFFFFF
_CUT = "the zip ends inside a member"


@dataclass(frozen=True, slots=True)
class StoredMember:
    """One member, found by its local header; `content` must be read before the next one is asked for."""

    name: str
    content: ByteStream
    refused: Refused | None
    """Why its content cannot be read, if so."""


def stored_members(stream: ByteStream) -> Iterator[StoredMember]:
    """Walk local headers from the front; ends at the cut or where the walk cannot go on (a stored member of unknown size).

    Raises:
        ArchiveRefused: `truncated_archive`, from reading a member that is cut.
    """
    while True:
        block = read_up_to(stream, _HEADER.size)
        if len(block) < _HEADER.size or not block.startswith(LOCAL_HEADER):
            return
        _, _, flags, method, _, _, crc, packed, _, name_length, extra_length = _HEADER.unpack(block)
        name = read_up_to(stream, name_length)
        if len(read_up_to(stream, extra_length)) < extra_length or packed == _IN_ZIP64:
            return
        shown = name.decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        refused = _refusal(flags, method)
        if not flags & _SIZES_FOLLOW:
            limited = Limited(stream, packed)
            readable = method == _DEFLATED and not refused
            yield StoredMember(shown, _Inflated(limited, crc) if readable else limited, refused)
            limited.drain()
            continue
        if refused or method != _DEFLATED:
            return
        member = _Inflated(stream, None)
        yield StoredMember(shown, member, None)
        while member.read(CHUNK_BYTES):
            pass
        stream = _behind_descriptor(member.behind, stream)


def _refusal(flags: int, method: int) -> Refused | None:
    if flags & _ENCRYPTED:
        return Refused(Reason.ENCRYPTED, "needs a password")
    if method not in (_STORED, _DEFLATED):
        return Refused(Reason.UNSUPPORTED_TYPE, f"compression method {method}")
    return None


def _behind_descriptor(behind: bytes, stream: ByteStream) -> ByteStream:
    """Skip the sizes written behind a member: 12 to 24 bytes, with or without a signature."""
    rest = behind + read_up_to(stream, max(0, 28 - len(behind)))
    start = rest.find(b"PK", 12 if not rest.startswith(DESCRIPTOR) else 16, 28)
    return Rejoined(rest[start:] if start >= 0 else b"", stream)


class _Inflated:
    """A deflated member; `behind` holds what was read beyond its end."""

    __slots__ = ("_crc", "_expected", "_object", "_pending", "_stream", "behind")

    def __init__(self, stream: ByteStream, expected_crc: int | None) -> None:
        self._stream = stream
        self._object = zlib.decompressobj(wbits=-15)
        self._expected = expected_crc
        self._crc = 0
        self._pending = b""
        self.behind = b""

    def read(self, size: int, /) -> bytes:
        while not self._ended():
            fed = self._pending or self._stream.read(CHUNK_BYTES)
            try:
                piece = self._object.decompress(fed, size)
            except zlib.error as error:
                raise Refused(Reason.CORRUPT_ARCHIVE, str(error)) from None
            self._pending = self._object.unconsumed_tail
            self.behind = self._object.unused_data
            self._crc = zlib.crc32(piece, self._crc)
            if piece:
                return piece
            if not fed and not self._ended():
                raise ArchiveRefused(Reason.TRUNCATED_ARCHIVE, _CUT)
        if self._expected not in (None, self._crc):
            raise Refused(Reason.CORRUPT_ARCHIVE, "the checksum does not fit")
        return b""

    def _ended(self) -> bool:
        return self._object.eof
