"""A WARC compressed record by record in, each gzip member or zstd frame with its byte range out; damage loses one member."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator

import zstandard

from pipeline.load.errors import Refused
from pipeline.load.settings import LoadSettings
from pipeline.load.streams import CHUNK_BYTES, FEED_BYTES, MAGIC, ZSTD_WINDOW_BYTES, ByteStream, Unpacker
from pipeline.load.warc_frames import HEAD_BYTES, START, Frame
from schemas.reasons import Reason

MEMBER_START = {"gz": MAGIC["gz"] + b"\x08", "zst": MAGIC["zst"]}
"""How each member starts: gzip with its one method, zstd with its magic number."""

DICTIONARY_START = b"\x5d\x2a\x4d\x18"
"""The skippable frame that may stand first in a `.warc.zst`: the dictionary of all frames after it."""

MAX_DICTIONARY_BYTES = 16 << 20
"""Tools write 100 kB to 1 MB."""

TRIAL_BYTES = 1 << 12
"""Compressed bytes unpacked to see whether a member really starts at a magic number: ample for a record's first line."""


def members(
    stream: ByteStream, compression: str, settings: LoadSettings, *, offset: int = 0, dictionary: bytes = b""
) -> Iterator[Frame]:
    """Walk the members of a compressed WARC; offsets, lengths and hashes are those of the compressed bytes.

    Where unpacking fails, the bytes up to the next member that holds a record are one refused member, and the walk goes on.

    Args:
        stream: The compressed bytes.
        compression: `gz` or `zst`.
        settings: `max_document_bytes` and `max_ratio` bound one member.
        offset: Where `stream` stands already; if not at its front, the walk begins at the next member, and what stands before
            that is not reported.
        dictionary: Of a zstd file that is not read from its front, as `zstd_dictionary` gave it.
    """
    walk = _Walk(stream, compression, settings, offset, dictionary)
    if offset:
        walk.find_first()
    elif compression == "zst":
        walk.read_dictionary()
    while not walk.at_end():
        yield walk.member()


def zstd_dictionary(stream: ByteStream) -> bytes:
    """The dictionary at the front of a `.warc.zst`, unpacked; empty where there is none.

    Raises:
        Refused: `corrupt_archive` for a damaged one.
    """
    walk = _Walk(stream, "zst", LoadSettings(), 0, b"")
    walk.read_dictionary()
    return walk.dictionary


class _Walk:
    """The compressed bytes at hand; those of the current member are kept, so that its damage can be searched for the next one."""

    def __init__(self, stream: ByteStream, compression: str, settings: LoadSettings, offset: int, dictionary: bytes) -> None:
        self._stream = stream
        self._compression = compression
        self._settings = settings
        self._held = bytearray()
        self._offset = offset
        self.dictionary = dictionary

    def at_end(self) -> bool:
        """True at the end of the stream; zero padding is passed over."""
        while not self._held or self._held[0] == 0:
            blank = len(self._held) - len(self._held.lstrip(b"\0"))
            del self._held[:blank]
            self._offset += blank
            if not self._held and not self._read():
                return True
        return False

    def member(self) -> Frame:
        unpacker, fed, output, size = self._unpacker(), 0, [], 0
        refused: Refused | None = None
        while not unpacker.eof:
            if fed == len(self._held) and not self._read():
                refused = Refused(Reason.TRUNCATED_RECORD, f"the {self._compression} data ends early, after {fed} bytes")
                break
            piece = bytes(self._held[fed : fed + FEED_BYTES[self._compression]])
            fed += len(piece)
            try:
                content = unpacker.decompress(piece)
            except (zlib.error, zstandard.ZstdError) as error:
                refused = Refused(Reason.CORRUPT_RECORD, f"{error} (the {self._compression} data at byte {self._offset})")
                break
            size += len(content)
            if size <= self._cap:
                output.append(content)
            if refused := self._too_much(fed, size):
                break
        data = b"".join(output)
        if refused is None:
            return self._take(fed - len(unpacker.unused_data), data)
        return self._skip_to_next(data[:HEAD_BYTES], refused)

    def find_first(self) -> None:
        """Go to the first member from here on."""
        self._to_next(0, hashlib.sha256())

    def read_dictionary(self) -> None:
        self._fill(8)
        if not self._held.startswith(DICTIONARY_START):
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
        self.dictionary = content

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
        known = zstandard.ZstdCompressionDict(self.dictionary) if self.dictionary else None
        return zstandard.ZstdDecompressor(dict_data=known, max_window_size=ZSTD_WINDOW_BYTES).decompressobj()

    def _take(self, length: int, data: bytes) -> Frame:
        offset, digest = self._offset, hashlib.sha256(self._held[:length]).hexdigest()
        self._drop(length)
        return Frame(offset, length, digest, data)

    def _skip_to_next(self, head: bytes, refused: Refused) -> Frame:
        offset, digest = self._offset, hashlib.sha256()
        self._to_next(1, digest)
        return Frame(offset, self._offset - offset, digest.hexdigest(), head, refused)

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
        self._fill(at + TRIAL_BYTES)
        try:
            return bool(START.match(self._unpacker().decompress(bytes(self._held[at : at + TRIAL_BYTES]))))
        except (zlib.error, zstandard.ZstdError):
            return False

    def _drop(self, length: int) -> None:
        del self._held[:length]
        self._offset += length

    def _fill(self, size: int) -> None:
        while len(self._held) < size and self._read():
            pass

    def _read(self) -> bool:
        piece = self._stream.read(CHUNK_BYTES)
        self._held += piece
        return bool(piece)
