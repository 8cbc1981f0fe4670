"""A WARC compressed record by record in, each gzip member or zstd frame with its byte range out; damage loses one member."""

from __future__ import annotations

import contextlib
import hashlib
import io
import itertools
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import zstandard

from pipeline.load.errors import Refused
from pipeline.load.settings import LoadSettings
from pipeline.load.streams import CHUNK_BYTES, FEED_BYTES, MAGIC, ZSTD_WINDOW_BYTES, ByteStream, Unpacker
from pipeline.load.warc_frames import HEAD_BYTES, START, START_BYTES, Frame
from schemas.reasons import Reason

MEMBER_START = {"gz": MAGIC["gz"] + b"\x08", "zst": MAGIC["zst"]}
"""How each member starts: gzip with its one method, zstd with its magic number."""

DICTIONARY_START = b"\x5d\x2a\x4d\x18"
"""The skippable frame that may stand first in a `.warc.zst`: the dictionary of all frames after it."""

MAX_DICTIONARY_BYTES = 16 << 20
"""Tools write 100 kB to 1 MB."""

TRIAL_BYTES = {"gz": 1 << 12, "zst": (1 << 17) + (1 << 10)}
"""Compressed bytes unpacked at most to see whether a member really starts at a magic number. zstd gives a record's first line
with its first block, of up to 128 KiB."""

HEAD_STEP_BYTES = 1 << 9
"""Compressed bytes unpacked at once of a damaged member: an error loses what came out in the same step."""


def members(stream: ByteStream, compression: str, settings: LoadSettings) -> Iterator[Frame]:
    """Walk the members of a compressed WARC; offsets, lengths and hashes are those of the compressed bytes.

    Where unpacking fails, the bytes up to the next member that holds a record are one refused member, and the walk goes on.

    Args:
        stream: The compressed bytes, from their front.
        compression: `gz` or `zst`.
        settings: `max_document_bytes` and `max_ratio` bound one member.
    """
    walk = _Walk(stream, compression, settings)
    walk.read_dictionary()
    yield from walk.rest()


def members_from(file: BinaryIO, start: int, compression: str, settings: LoadSettings) -> Iterator[Frame]:
    """Walk the members of a compressed WARC file as `members` does, but from the middle.

    The walk gives what `members` gives from the first member on that holds a record and begins at `start` or later; it begins
    further before that than a member is long, so that it does not take one which a page holds for one of the file's own.

    Args:
        file: At its front, able to seek.
        start: Beyond the front.
        compression: As for `members`.
        settings: As for `members`.

    Raises:
        Refused: `corrupt_archive` for a damaged dictionary at the front of a zstd file.
    """
    walk = _Walk(file, compression, settings)
    walk.read_dictionary()
    before = start - settings.max_document_bytes - 2 * HEAD_BYTES
    if before > walk.offset:
        file.seek(before)
        walk.find_first(before)
    return itertools.dropwhile(lambda frame: frame.offset < start or not frame.is_entry, walk.rest())


def holds_member(data: bytes, compression: str) -> bool:
    """Whether a member that holds a record begins somewhere in some bytes."""
    walk = _Walk(io.BytesIO(data), compression, LoadSettings())
    walk.find_first(0)
    return not walk.at_end()


class _Walk:
    """The compressed bytes at hand; those of the current member are kept, so that its damage can be searched for the next one."""

    def __init__(self, stream: ByteStream, compression: str, settings: LoadSettings) -> None:
        self._stream = stream
        self._compression = compression
        self._settings = settings
        self._held = bytearray()
        self._dictionary = b""
        self.offset = 0
        """Of the first byte held."""

    def at_end(self) -> bool:
        """True at the end of the stream; zero padding is passed over."""
        while not self._held or self._held[0] == 0:
            blank = len(self._held) - len(self._held.lstrip(b"\0"))
            del self._held[:blank]
            self.offset += blank
            if not self._held and not self._read():
                return True
        return False

    def rest(self) -> Iterator[Frame]:
        """All members from here on."""
        while not self.at_end():
            is_entry = self._is_member(0)
            yield replace(self.member(), is_entry=is_entry)

    def member(self) -> Frame:
        unpacker, fed, output, size = self._unpacker(), 0, [], 0
        refused: Refused | None = None
        while not unpacker.eof:
            self._fill(fed + FEED_BYTES[self._compression])  # the same steps wherever the reading began
            if fed == len(self._held):
                refused = Refused(Reason.TRUNCATED_RECORD, f"the {self._compression} data ends early, after {fed} bytes")
                break
            piece = bytes(self._held[fed : fed + FEED_BYTES[self._compression]])
            fed += len(piece)
            try:
                content = unpacker.decompress(piece)
            except (zlib.error, zstandard.ZstdError) as error:
                refused = Refused(Reason.CORRUPT_RECORD, f"{error} (the {self._compression} data at byte {self.offset})")
                break
            size += len(content)
            if size <= self._cap:
                output.append(content)
            if refused := self._too_much(fed, size):
                break
        if refused is None:
            return self._take(fed - len(unpacker.unused_data), b"".join(output))
        return self._skip_to_next(self._head(), refused)

    def _head(self) -> bytes:
        """What can be unpacked of a member that is refused, in steps so small that its address is among it."""
        unpacker, head = self._unpacker(), b""
        with contextlib.suppress(zlib.error, zstandard.ZstdError):
            for at in range(0, len(self._held), HEAD_STEP_BYTES):
                head += unpacker.decompress(bytes(self._held[at : at + HEAD_STEP_BYTES]))
                if len(head) >= HEAD_BYTES or unpacker.eof:
                    break
        return head[:HEAD_BYTES]

    def find_first(self, offset: int) -> None:
        """Go to the first member from `offset` on, where the stream stands now."""
        self._held.clear()
        self.offset = offset
        self._to_next(0, hashlib.sha256())

    def read_dictionary(self) -> None:
        """Take up what may stand at the front of a zstd file."""
        self._fill(8)
        if self._compression != "zst" or not self._held.startswith(DICTIONARY_START):
            return
        size = int.from_bytes(self._held[4:8], "little")
        if size > MAX_DICTIONARY_BYTES:
            raise Refused(Reason.CORRUPT_ARCHIVE, f"a dictionary of {size} bytes")
        self._fill(8 + size)
        content = bytes(self._held[8 : 8 + size])
        self._drop(8 + size)
        if content.startswith(MEMBER_START["zst"]):  # the dictionary may be packed itself
            try:
                content = zstandard.ZstdDecompressor().decompress(content, max_output_size=MAX_DICTIONARY_BYTES)
            except zstandard.ZstdError as error:
                raise Refused(Reason.CORRUPT_ARCHIVE, f"the dictionary: {error}") from None
        self._dictionary = content

    @property
    def _cap(self) -> int:
        return self._settings.max_document_bytes + HEAD_BYTES

    def _too_much(self, bytes_in: int, bytes_out: int) -> Refused | None:
        cap = self._settings
        if bytes_out > cap.ratio_grace_bytes and bytes_out > cap.max_ratio * bytes_in:
            return Refused(Reason.COMPRESSION_RATIO, f"{bytes_in} bytes became {bytes_out} (more than {cap.max_ratio} to 1)")
        if bytes_out > self._cap:
            return Refused(Reason.TOO_LARGE, f"a record of more than {self._cap} bytes")
        return None

    def _unpacker(self) -> Unpacker:
        if self._compression == "gz":
            return zlib.decompressobj(wbits=31)
        known = zstandard.ZstdCompressionDict(self._dictionary) if self._dictionary else None
        return zstandard.ZstdDecompressor(dict_data=known, max_window_size=ZSTD_WINDOW_BYTES).decompressobj()

    def _take(self, length: int, data: bytes) -> Frame:
        offset, digest = self.offset, hashlib.sha256(self._held[:length]).hexdigest()
        self._drop(length)
        return Frame(offset, length, digest, data)

    def _skip_to_next(self, head: bytes, refused: Refused) -> Frame:
        offset, digest = self.offset, hashlib.sha256()
        self._to_next(1, digest)
        return Frame(offset, self.offset - offset, digest.hexdigest(), head, refused)

    def _to_next(self, begin: int, digest: hashlib._Hash) -> None:
        """Drop, and hash, what stands before the next member that holds a record, at `begin` or later."""
        magic = MEMBER_START[self._compression]
        while True:
            self._fill(begin + len(magic))
            at = self._held.find(magic, begin)
            if at >= 0 and self._is_member(at):
                self._hash_and_drop(at, digest)
                return
            if at >= 0:
                begin = at + 1
                continue
            # The first bytes of a magic number may stand at the end of what is held.
            self._hash_and_drop(max(len(self._held) - len(magic) + 1, 0), digest)
            begin = 0
            if not self._read():
                self._hash_and_drop(len(self._held), digest)
                return

    def _hash_and_drop(self, length: int, digest: hashlib._Hash) -> None:
        digest.update(self._held[:length])
        self._drop(length)

    def _is_member(self, at: int) -> bool:
        unpacker, begun = self._unpacker(), b""
        with contextlib.suppress(zlib.error, zstandard.ZstdError):
            for begin in range(at, at + TRIAL_BYTES[self._compression], HEAD_STEP_BYTES):
                self._fill(begin + HEAD_STEP_BYTES)
                begun += unpacker.decompress(bytes(self._held[begin : begin + HEAD_STEP_BYTES]))
                if len(begun) >= START_BYTES or unpacker.eof or begin >= len(self._held):
                    break
        return bool(START.match(begun))

    def _drop(self, length: int) -> None:
        del self._held[:length]
        self.offset += length

    def _fill(self, size: int) -> None:
        while len(self._held) < size and self._read():
            pass

    def _read(self) -> bool:
        piece = self._stream.read(CHUNK_BYTES)
        self._held += piece
        return bool(piece)
