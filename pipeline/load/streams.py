"""A raw file or an open stream in, a reader of its decompressed bytes out; bombs, cuts and damage are refused."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from typing import Protocol

import zstandard

from pipeline.load.errors import ArchiveRefused, Refused
from pipeline.load.settings import LoadSettings
from schemas.reasons import Reason

CHUNK_BYTES = 1 << 16
"""Bytes read at once from disk and given on at once."""

FEED_BYTES = {"gz": CHUNK_BYTES, "zst": 1 << 10, "bz2": CHUNK_BYTES, "xz": CHUNK_BYTES}
"""Compressed bytes read and fed at once. zstd's decompressor cannot be told to stop at a size, and four bytes may
become 128 KiB: with 1 KiB one step yields 32 MiB at most."""

MAGIC = {"gz": b"\x1f\x8b", "zst": b"\x28\xb5\x2f\xfd", "bz2": b"BZh", "xz": b"\xfd7zX"}
"""How each compression starts."""

ZSTD_WINDOW_BYTES = 1 << 27
"""The window that the frame of a page or a record may ask for: what `zstd` itself takes without being told more."""

XZ_MEMORY_BYTES = 200 << 20
"""`xz -9` needs 65 MiB to unpack; a stream may ask for four GiB."""

_ZSTD_SKIPPABLE = tuple(bytes((n, 0x2A, 0x4D, 0x18)) for n in range(0x50, 0x60))


class ByteStream(Protocol):
    """Anything that can be read; `b""` is the end."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes."""
        ...


class Unpacker(Protocol):
    """A decompressor of one member or frame, as zlib and zstandard make them."""

    @property
    def eof(self) -> bool:
        """Whether the member has come to its end."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What was fed beyond the end."""
        ...

    def decompress(self, data: bytes, /) -> bytes:
        """What comes out of some more bytes; at most some hundred times their number."""
        ...


def decompressed(raw: ByteStream, compression: str | None, settings: LoadSettings, signal: type[Refused] = Refused) -> ByteStream:
    """The stream's content, decompressed.

    Args:
        raw: The compressed stream.
        compression: `gz`, `zst`, `bz2`, `xz`, or None to hand back `raw` itself.
        settings: Caps on ratio and total.
        signal: What is raised: `ArchiveRefused` where the stream is a whole archive.

    Returns:
        A reader that raises `signal` (`truncated_archive`, `corrupt_archive`, `compression_ratio`, `too_large`,
        `wrong_extension`) at the byte where reading cannot go on.
    """
    return raw if compression is None else _Decompressed(raw, compression, settings, signal)


def read_up_to(stream: ByteStream, size: int) -> bytes:
    """Read until `size` bytes are there or the stream ends; in steps, so that memory follows what is there, not the cap."""
    pieces, missing = [], size
    while missing and (piece := stream.read(min(missing, CHUNK_BYTES))):
        pieces.append(piece)
        missing -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


class Rejoined:
    """A stream whose head was looked at, as if it was not."""

    __slots__ = ("_head", "_stream")

    def __init__(self, head: bytes, stream: ByteStream) -> None:
        self._head = head
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes: of the head first."""
        if not self._head:
            return self._stream.read(size)
        piece, self._head = self._head[:size], self._head[size:]
        return piece


class Expansion:
    """Counts what goes in and comes out of a decompressor and refuses a bomb."""

    __slots__ = ("_settings", "_signal", "bytes_in", "bytes_out")

    def __init__(self, settings: LoadSettings, signal: type[Refused], bytes_in: int = 0) -> None:
        self._settings = settings
        self._signal = signal
        self.bytes_in = bytes_in
        self.bytes_out = 0

    def came_out(self, count: int) -> None:
        """Count `count` bytes of output.

        Raises:
            Refused: The output is beyond a cap.
        """
        self.bytes_out += count
        cap = self._settings
        if self.bytes_out > cap.ratio_grace_bytes and self.bytes_out > cap.max_ratio * self.bytes_in:
            raise self._signal(
                Reason.COMPRESSION_RATIO, f"{self.bytes_in} bytes became {self.bytes_out} (more than {cap.max_ratio} to 1)"
            )
        if self.bytes_out > cap.max_archive_bytes:
            raise self._signal(Reason.TOO_LARGE, f"expands to more than {cap.max_archive_bytes} bytes")


class _Decompressed:
    """One compressed stream of any number of members or frames."""

    __slots__ = ("_buffer", "_compression", "_expansion", "_frame", "_pending", "_position", "_raw", "_signal", "_started")

    def __init__(self, raw: ByteStream, compression: str, settings: LoadSettings, signal: type[Refused]) -> None:
        self._raw = raw
        self._compression = compression
        self._expansion = Expansion(settings, signal)
        self._signal = signal
        self._frame: _Frame | None = None
        self._pending = b""  # compressed, not yet fed
        self._buffer = b""  # decompressed, not yet given
        self._position = 0
        self._started = False

    def read(self, size: int, /) -> bytes:
        while self._position == len(self._buffer):
            output = self._next_output()
            if output is None:
                return b""
            self._buffer, self._position = output, 0
        end = min(self._position + size, len(self._buffer))
        piece = self._buffer[self._position : end]
        self._position = end
        return piece

    def _next_output(self) -> bytes | None:
        if self._frame is None and not self._open_frame():
            return None
        assert self._frame is not None
        at_end = not self._pending and not self._fill()
        try:
            output, self._pending = self._frame.feed(self._pending)
        except (zlib.error, zstandard.ZstdError, lzma.LZMAError, OSError, EOFError) as error:
            raise self._signal(Reason.CORRUPT_ARCHIVE, f"{error} (after {self._expansion.bytes_out} bytes)") from None
        self._expansion.came_out(len(output))
        if self._frame.ended:
            self._frame = None
        elif at_end and not output:
            detail = f"the {self._compression} stream ends early, after {self._expansion.bytes_out} bytes"
            raise self._signal(Reason.TRUNCATED_ARCHIVE, detail)
        return output

    def _open_frame(self) -> bool:
        """Start the next member or frame; False at the end of the file. Zero padding after a member is allowed."""
        while not self._pending.lstrip(b"\0") if self._started else not self._pending:
            if not self._fill():
                return False
        if self._started:
            self._pending = self._pending.lstrip(b"\0")
        while len(self._pending) < 4 and (more := self._read_raw()):
            self._pending += more
        if not self._pending.startswith((MAGIC[self._compression], *(_ZSTD_SKIPPABLE if self._compression == "zst" else ()))):
            reason = Reason.CORRUPT_ARCHIVE if self._started else Reason.WRONG_EXTENSION
            where = f"after {self._expansion.bytes_out} bytes" if self._started else "at its start"
            raise self._signal(reason, f"no {self._compression} data {where}")
        self._frame = FRAMES[self._compression]()
        self._started = True
        return True

    def _fill(self) -> bool:
        self._pending = self._read_raw()
        return bool(self._pending)

    def _read_raw(self) -> bytes:
        piece = self._raw.read(FEED_BYTES[self._compression])
        self._expansion.bytes_in += len(piece)
        return piece


class _Frame(Protocol):
    ended: bool

    def feed(self, data: bytes) -> tuple[bytes, bytes]:
        """Output, and what of `data` was not used."""
        ...


class _GzipMember:
    __slots__ = ("_object", "ended")

    def __init__(self) -> None:
        self._object = zlib.decompressobj(wbits=31)
        self.ended = False

    def feed(self, data: bytes) -> tuple[bytes, bytes]:
        output = self._object.decompress(data, 4 * CHUNK_BYTES)
        self.ended = self._object.eof
        return output, self._object.unused_data if self.ended else self._object.unconsumed_tail


class _ZstdFrame:
    __slots__ = ("_object", "ended")

    def __init__(self) -> None:
        self._object = zstandard.ZstdDecompressor().decompressobj()
        self.ended = False

    def feed(self, data: bytes) -> tuple[bytes, bytes]:
        output = self._object.decompress(data)
        self.ended = self._object.eof
        return output, self._object.unused_data if self.ended else b""


class _Blocks:
    """A bzip2 or xz stream; it keeps its input to itself and says when it wants more."""

    __slots__ = ("_object", "ended")

    def __init__(self, unpacker: bz2.BZ2Decompressor | lzma.LZMADecompressor) -> None:
        self._object = unpacker
        self.ended = False

    def feed(self, data: bytes) -> tuple[bytes, bytes]:
        wanted = self._object.needs_input
        output = self._object.decompress(data if wanted else b"", 4 * CHUNK_BYTES)
        self.ended = self._object.eof
        rest = b"" if wanted else data
        return output, self._object.unused_data + rest if self.ended else rest


FRAMES: dict[str, Callable[[], _Frame]] = {
    "gz": _GzipMember,
    "zst": _ZstdFrame,
    "bz2": lambda: _Blocks(bz2.BZ2Decompressor()),
    "xz": lambda: _Blocks(lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY_BYTES)),
}


class Limited(io.RawIOBase):
    """The next `size` bytes of a stream as a stream of its own (an archive's member)."""

    def __init__(self, stream: ByteStream, size: int) -> None:
        super().__init__()
        self._stream = stream
        self.size = size
        self.left = size

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes of the member.

        Raises:
            Refused: The stream ends before the member does.
        """
        wanted = self.left if size < 0 else min(size, self.left)
        if not wanted:
            return b""
        piece = self._stream.read(wanted)
        if not piece:
            raise ArchiveRefused(Reason.TRUNCATED_ARCHIVE, f"the archive ends {self.left} bytes before its member does")
        self.left -= len(piece)
        return piece

    def drain(self) -> None:
        """Read what is left of the member and drop it."""
        while self.read(CHUNK_BYTES):
            pass
