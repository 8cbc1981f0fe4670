"""A response's bytes and its Content-Encoding in; the content out, within caps on size and ratio."""

from __future__ import annotations

import zlib

from pipeline.load.http_body import deflate_bits
from pipeline.load.streams import MAGIC
from schemas.reasons import Reason

MAX_CONTENT_BYTES = 32 * 2**20
"""What one answer may expand to: the largest sitemaps allowed are 50 MB, news sitemaps of 1,000 entries stay under one."""

MAX_RATIO = 200
"""Pages pack 3 to 10 times, sitemaps up to 30 times; deflate bombs sit near 1,000."""

RATIO_GRACE_BYTES = 2 * 2**20
"""The ratio is not looked at before so much came out."""

STEP_BYTES = 1 << 18

GZIP_BITS = 31
"""What zlib calls gzip with the largest window."""


class FetchRefusedError(Exception):
    """A fetch that ended without a usable answer, with the reason for its row in `rejects`."""

    def __init__(self, reason: Reason, detail: str) -> None:
        """Args: reason: of the stage `fetch`. detail: what was expected and what was found."""
        super().__init__(detail)
        self.reason, self.detail = reason, detail


def decoded_body(body: bytes, encoding: str | None, *, max_bytes: int = MAX_CONTENT_BYTES) -> bytes:
    """Undo a response's Content-Encoding.

    Args:
        body: As received.
        encoding: The header; None or `identity` for none. Only what the crawl asks for (gzip, deflate) is known.
        max_bytes: The cap on the content.

    Raises:
        FetchRefusedError: `response_too_large`, `response_bomb`, or `network` for what cannot be decoded.
    """
    codings = [c.strip().lower() for c in (encoding or "").split(",") if c.strip() and c.strip().lower() != "identity"]
    if not codings or not body:
        return _within(body, max_bytes)
    if len(codings) > 1 or codings[0] not in ("gzip", "x-gzip", "deflate"):
        raise FetchRefusedError(Reason.NETWORK, f"expected gzip or no content encoding, found {', '.join(codings)[:80]}")
    if codings[0] == "deflate":
        return _inflate(body, deflate_bits(body), max_bytes)
    if not body.startswith(MAGIC["gz"]):
        return _within(body, max_bytes)  # many servers say gzip and send plain text
    return _inflate(body, GZIP_BITS, max_bytes)


def gunzipped(content: bytes, *, max_bytes: int = MAX_CONTENT_BYTES) -> bytes:
    """The content of a `.gz` file, or the content itself where it is none; raises as `decoded_body`."""
    return _inflate(content, GZIP_BITS, max_bytes) if content.startswith(MAGIC["gz"]) else content


def _within(body: bytes, max_bytes: int) -> bytes:
    if len(body) > max_bytes:
        raise FetchRefusedError(Reason.RESPONSE_TOO_LARGE, f"{len(body)} bytes; the cap is {max_bytes}")
    return body


def _inflate(body: bytes, bits: int, max_bytes: int) -> bytes:
    unpacker = zlib.decompressobj(wbits=bits)
    pieces: list[bytes] = []
    size, rest = 0, body
    try:
        while rest and not unpacker.eof:
            piece = unpacker.decompress(rest, STEP_BYTES)
            rest = unpacker.unconsumed_tail
            size += len(piece)
            pieces.append(piece)
            used = len(body) - len(rest)
            if size > RATIO_GRACE_BYTES and size > MAX_RATIO * max(1, used):
                raise FetchRefusedError(Reason.RESPONSE_BOMB, f"{used} bytes became {size}; the cap is {MAX_RATIO} times")
            if size > max_bytes:
                raise FetchRefusedError(Reason.RESPONSE_TOO_LARGE, f"more than {max_bytes} bytes after unpacking")
    except zlib.error as error:
        raise FetchRefusedError(Reason.NETWORK, f"the packed content is damaged: {error}") from error
    if not unpacker.eof:
        raise FetchRefusedError(Reason.NETWORK, "the packed content ends early")
    return b"".join(pieces)
