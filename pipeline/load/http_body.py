"""An HTTP response's body as it was stored in, what a browser would show out: chunks joined and packing undone, within caps."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence

import brotli
import zstandard

from pipeline.load.errors import Refused
from pipeline.load.settings import LoadSettings
from pipeline.load.streams import CHUNK_BYTES, MAGIC, ZSTD_WINDOW_BYTES, Unpacker
from schemas.reasons import Reason

MAX_CODINGS = 4
"""Servers pack once, proxies now and then twice; a longer list is an attack."""

FEED_BYTES = 1 << 10
"""Packed bytes fed at once to a decompressor that cannot be told where to stop."""

BROTLI_ROUNDS = 512
"""One kibibyte that becomes more than 32 MiB is a bomb, whatever follows."""

_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\r?\n")
_IDENTITY = frozenset({"", "identity", "none", "utf-8", "utf8", "8bit", "binary", "text/html"})


def unpacked(body: bytes, transfer: Sequence[str], content: Sequence[str], settings: LoadSettings, *, cut: bool) -> bytes:
    """Undo a response's transfer and content codings.

    Crawlers often undo a coding and keep its header: a body that plainly is not packed as the header says stays as it is.

    Args:
        body: The record's payload.
        transfer: `Transfer-Encoding`, its codings in the order of the header.
        content: `Content-Encoding`, likewise.
        settings: `max_document_bytes`, `max_ratio` and `ratio_grace_bytes` bound what comes out.
        cut: The archive says itself that the payload ends early (`WARC-Truncated`): what is there is given.

    Raises:
        Refused: `response_bomb`, `response_too_large`; `truncated_record` for a body that ends early without being
            declared so; `corrupt_record` for damage and for a coding nobody knows.
    """
    codings = [*_names(content), *_names(transfer)]
    if len(codings) > MAX_CODINGS:
        raise Refused(Reason.RESPONSE_BOMB, f"packed {len(codings)} times over")
    for coding in reversed(codings):
        body = _joined(body, cut) if coding == "chunked" else _unpack(body, coding, settings, cut)
    return body


def _names(values: Sequence[str]) -> list[str]:
    names = (name.strip().lower() for value in values for name in value.split(","))
    return [name.removeprefix("x-") for name in names if name not in _IDENTITY]


def _joined(body: bytes, cut: bool) -> bytes:
    """The chunks of a chunked body as one. A body that does not begin with a chunk's size was joined by the crawler."""
    parts: list[bytes] = []
    position = 0
    while size := _CHUNK_SIZE.match(body, position):
        length = int(size[1], 16)
        if not length:
            return b"".join(parts)
        start = size.end()
        parts.append(body[start : start + length])
        position = start + length
        if position > len(body):
            break
        position += 2 if body.startswith(b"\r\n", position) else int(body.startswith(b"\n", position))
    if not parts:
        return body
    if position < len(body):
        raise Refused(Reason.CORRUPT_RECORD, f"no chunk's size at byte {position} of the body")
    if not cut:
        raise Refused(Reason.TRUNCATED_RECORD, f"the chunked body ends early, after {len(body)} bytes")
    return b"".join(parts)


class _Brotli:
    """Brotli's decompressor in the manner of the others."""

    unused_data = b""

    def __init__(self) -> None:
        self._object = brotli.Decompressor()

    @property
    def eof(self) -> bool:
        return bool(self._object.is_finished())

    def decompress(self, data: bytes, /) -> bytes:
        output = [self._object.process(data, output_buffer_limit=CHUNK_BYTES)]
        while not self._object.can_accept_more_data():
            output.append(self._object.process(b"", output_buffer_limit=CHUNK_BYTES))
            if len(output) > BROTLI_ROUNDS:
                raise Refused(Reason.RESPONSE_BOMB, f"{len(data)} bytes became more than {BROTLI_ROUNDS * CHUNK_BYTES}")
        return b"".join(output)


def deflate_bits(body: bytes) -> int:
    """zlib's `wbits` for a body sent as `deflate`: servers send what the standard says (zlib) and what the name says (bare)."""
    is_zlib = len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    return 15 if is_zlib else -15


UNPACKERS: dict[str, Callable[[bytes], Unpacker]] = {
    "gzip": lambda _: zlib.decompressobj(wbits=31),
    "deflate": lambda body: zlib.decompressobj(wbits=deflate_bits(body)),
    "br": lambda _: _Brotli(),
    "zstd": lambda _: zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES).decompressobj(),
}
"""Coding to a fresh decompressor for a body."""

_MAGIC = {"gzip": MAGIC["gz"], "zstd": MAGIC["zst"]}
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?A-Za-z]")


def _unpack(body: bytes, coding: str, settings: LoadSettings, cut: bool) -> bytes:
    if coding not in UNPACKERS:
        if _MARKUP.match(body):
            return body
        raise Refused(Reason.CORRUPT_RECORD, f"packed as {coding[:40]!r}, which nobody knows")
    if not body or _is_unpacked(body, coding):
        return body
    unpacker, fed, size = UNPACKERS[coding](body), 0, 0
    output: list[bytes] = []
    while fed < len(body):
        fed += len(packed := body[fed : fed + FEED_BYTES])
        try:
            piece = unpacker.decompress(packed)
        except (zlib.error, brotli.error, zstandard.ZstdError) as error:
            if cut and size:
                return b"".join(output)
            raise Refused(Reason.CORRUPT_RECORD, f"the {coding} body: {error} (after {size} bytes)") from None
        output.append(piece)
        size += len(piece)
        _check(fed, size, settings)
        if unpacker.eof:
            fed -= len(unpacker.unused_data)
            if coding not in _MAGIC or not body.startswith(_MAGIC[coding], fed):
                return b"".join(output)
            unpacker = UNPACKERS[coding](body)  # servers that pack as they go send a member, or frame, behind the other
    if not cut:
        raise Refused(Reason.TRUNCATED_RECORD, f"the {coding} body ends early, after {size} bytes")
    return b"".join(output)


def _is_unpacked(body: bytes, coding: str) -> bool:
    magic = _MAGIC.get(coding)
    return not body.startswith(magic) if magic else bool(_MARKUP.match(body))


def _check(bytes_in: int, bytes_out: int, settings: LoadSettings) -> None:
    if bytes_out > settings.ratio_grace_bytes and bytes_out > settings.max_ratio * bytes_in:
        raise Refused(Reason.RESPONSE_BOMB, f"{bytes_in} bytes became {bytes_out} (more than {settings.max_ratio} to 1)")
    if bytes_out > settings.max_document_bytes:
        raise Refused(Reason.RESPONSE_TOO_LARGE, f"expands to more than {settings.max_document_bytes} bytes")
