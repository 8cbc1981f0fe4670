"""An uncompressed WARC stream in, its records with their byte ranges out; a damaged record loses only itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pipeline.load.errors import Refused
from pipeline.load.streams import CHUNK_BYTES, ByteStream
from schemas.reasons import Reason

MAX_HEADER_BYTES = 1 << 16
"""Of one record's own header block; real ones stay under 4 KiB."""

HEADER_LOOK_BYTES = 1 << 12
"""Read at once where headers alone are wanted: a real one and no more."""

HEAD_BYTES = 1 << 16
"""What is kept of a record that is too large: its headers and the HTTP headers after them."""

START = re.compile(rb"WARC/[01]\.\d+[ \t]*\r?\n")
"""How each record starts."""

NEXT_START = re.compile(START.pattern + rb"(?=WARC-|Content-)", re.IGNORECASE)
"""After damage: a record's first line need not stand at the start of a line, so the second one must look right too."""
START_BYTES = 32
"""Longer than what it takes to recognise a start."""
HEADER_END = re.compile(rb"\r?\n\r?\n")
"""The blank line behind a header block."""
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Frame:
    """One record's bytes."""

    offset: int
    """First byte, in the stream it was read from."""
    length: int
    """Bytes, the line ends after the record not counted."""
    sha256: str
    """Of these bytes."""
    data: bytes
    """The record, headers first; only its head where it is too large."""
    refused: Refused | None = None
    """Why `data` is not a whole record; None where it is."""
    is_entry: bool = True
    """Whether who looks for a record from the middle of the file finds it here: damage is found by who comes from before."""


def frames(stream: ByteStream, max_record_bytes: int, *, offset: int = 0) -> Iterator[Frame]:
    """Walk the records of a stream.

    What stands between records, or where a record's length is wrong, is one frame with `refused`; the walk goes on at the
    next line that starts a record. A record beyond the cap is hashed on the way and never held.

    Args:
        stream: The bytes, decompressed.
        max_record_bytes: The cap on one record.
        offset: Where `stream` stands already; if not at its front, the walk begins at the next record, and what stands before
            that is not reported.
    """
    window = _Window(stream, offset)
    if offset and not window.find_first():
        return
    while not window.skip_line_ends():
        yield _next_frame(window, max_record_bytes)


def record_starts(file: BinaryIO, size: int, max_record_bytes: int) -> Iterator[int]:
    """Where the sound records of an uncompressed WARC file begin, as `frames` finds them from its front.

    Headers alone are read, 4 kB each; what they do not settle (damage, a record beyond the cap) is walked byte by byte.

    Args:
        file: Able to seek.
        size: Of the file in bytes.
        max_record_bytes: As for `frames`.
    """
    offset = 0
    while offset < size:
        file.seek(offset)
        window = _Window(file, offset, HEADER_LOOK_BYTES)
        if window.skip_line_ends():
            return
        offset, length = window.offset, _told_length(file, window, size, max_record_bytes)
        if length is None:
            file.seek(offset)
            frame = next(frames(file, max_record_bytes, offset=offset), None)
            if frame is None:
                return
            offset, length = frame.offset, frame.length
            if frame.refused:
                offset += length
                continue
        yield offset
        offset += length


def _told_length(file: BinaryIO, window: _Window, size: int, cap: int) -> int | None:
    """The length of the record at the window's front, by its header; None where that is not to be believed."""
    header = window.header()
    told = _LENGTH.search(header) if header is not None and not NEXT_START.search(header, 1) else None
    if header is None or told is None:
        return None
    length = len(header) + int(told[1])
    end = window.offset + length
    if length > cap or end > size:
        return None
    file.seek(end)
    behind = _Window(file, end, 2 * START_BYTES)
    behind.fill(2 * START_BYTES)
    return length if behind.is_end(0) else None


def _next_frame(window: _Window, cap: int) -> Frame:
    header = window.header()
    if header is None or NEXT_START.search(header, 1):
        return _damage(window, "expected a WARC record")
    length = _LENGTH.search(header)
    if length is None:
        return _damage(window, "a WARC record without a length")
    size = len(header) + int(length[1])
    if size > cap:
        return _oversized(window, size, cap)
    window.fill(size + 2 * START_BYTES)
    if window.held < size:
        if window.find_start(1) is None:
            return window.take(window.held, Refused(Reason.TRUNCATED_RECORD, f"{window.held} of {size} bytes are there"))
        return _damage(window, f"a record of {size} bytes does not reach to its end")
    if not window.is_end(size):
        return _damage(window, f"no record follows after {size} bytes")
    return window.take(size)


def _damage(window: _Window, what: str) -> Frame:
    """All up to the next record's start as one refused frame."""
    offset = window.offset
    length, digest, head, _ = _pass_over(window, None)
    return Frame(
        offset, length, digest, head, Refused(Reason.CORRUPT_RECORD, f"{what} at byte {offset}; {length} bytes are lost")
    )


def _oversized(window: _Window, size: int, cap: int) -> Frame:
    """A record that cannot be held. If another starts before its end, then its length is wrong, not its size."""
    offset = window.offset
    length, digest, head, met_start = _pass_over(window, size)
    if length == size:
        refused = Refused(Reason.TOO_LARGE, f"a record of {size} bytes; the cap is {cap}")
    elif met_start:
        refused = Refused(Reason.CORRUPT_RECORD, f"another record starts after {length} of {size} bytes")
    else:
        refused = Refused(Reason.TRUNCATED_RECORD, f"{length} of {size} bytes are there")
    return Frame(offset, length, digest, head, refused)


def _pass_over(window: _Window, limit: int | None) -> tuple[int, str, bytes, bool]:
    """Hash and drop what stands before the next record's start, at most `limit` bytes; length, hash, head, was one met."""
    digest, size, head, begin = hashlib.sha256(), 0, b"", 1
    while True:
        window.fill(CHUNK_BYTES)
        at = window.find_start(begin)
        # A start may lie across the window's end: its first bytes stay for the next look.
        free = at if at is not None else window.held if window.at_end else max(window.held - START_BYTES, 0)
        taken = window.drop(free if limit is None else min(free, limit - size))
        digest.update(taken)
        head, size = head or taken[:HEAD_BYTES], size + len(taken)
        if size == limit or at is not None or not window.held:
            return size, digest.hexdigest(), head, at is not None
        begin = 0


class _Window:
    """The bytes of a stream that are being looked at."""

    def __init__(self, stream: ByteStream, offset: int, chunk_bytes: int = CHUNK_BYTES) -> None:
        self._stream = stream
        self._bytes = bytearray()
        self._chunk_bytes = chunk_bytes
        self.offset = offset
        """Of the first byte held."""
        self.at_end = False

    @property
    def held(self) -> int:
        return len(self._bytes)

    def fill(self, size: int) -> None:
        """Hold `size` bytes, or all there are."""
        while not self.at_end and len(self._bytes) < size:
            piece = self._stream.read(self._chunk_bytes)
            self.at_end = not piece
            self._bytes += piece

    def drop(self, size: int) -> bytes:
        taken = bytes(self._bytes[:size])
        del self._bytes[:size]
        self.offset += size
        return taken

    def take(self, size: int, refused: Refused | None = None) -> Frame:
        offset, data = self.offset, self.drop(size)
        return Frame(offset, size, hashlib.sha256(data).hexdigest(), data, refused)

    def skip_line_ends(self) -> bool:
        """Go to the next byte that is no line end (or padding); True at the end of the stream."""
        while True:
            self.fill(START_BYTES)
            blank = len(self._bytes) - len(self._bytes.lstrip(b"\r\n\0"))
            self.drop(blank)
            if self._bytes or self.at_end:
                return not self._bytes

    def find_first(self) -> bool:
        """Go to the first record from here on; False where there is none."""
        while True:
            self.fill(CHUNK_BYTES)
            at = self.find_start(0)
            if at is not None:
                self.drop(at)
                return True
            if self.at_end:
                return False
            # A start may lie across the window's end: its first bytes stay for the next look.
            self.drop(len(self._bytes) - START_BYTES)

    def header(self) -> bytes | None:
        """The record's header block with the blank line after it; None where no record starts here."""
        self.fill(START_BYTES)
        if not START.match(self._bytes):
            return None
        size = 0
        while size < MAX_HEADER_BYTES:
            size += 4096
            self.fill(size)
            if end := HEADER_END.search(self._bytes, 0, size):
                return bytes(self._bytes[: end.end()])
            if len(self._bytes) < size:
                return None
        return None

    def find_start(self, begin: int) -> int | None:
        if begin == 0 and START.match(self._bytes):
            return 0
        found = NEXT_START.search(self._bytes, begin)
        return found.start() if found else None

    def is_end(self, size: int) -> bool:
        """True where a record's end mark, another record or nothing stands after `size` bytes."""
        tail = bytes(self._bytes[size : size + 2 * START_BYTES])
        after = tail.lstrip(b"\r\n\0")
        return tail.startswith((b"\r\n\r\n", b"\n\n")) or not after or bool(START.match(after))
