"""Packed answers within caps."""

import gzip
import zlib

import pytest

from schemas.reasons import Reason
from spiders.bodies import FetchRefusedError, decoded_body

TEXT = b"The ferry is late. " * 100


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (TEXT, None),
        (TEXT, "identity"),
        (gzip.compress(TEXT), "gzip"),
        (TEXT, "gzip"),
        (zlib.compress(TEXT), "deflate"),
        (zlib.compressobj(wbits=-15).compress(b"") + zlib.compress(TEXT)[2:-4], "deflate"),
    ],
)
def test_content_comes_out(body: bytes, encoding: str | None) -> None:
    """Also where the server says gzip and sends plain text, or means bare deflate."""
    assert decoded_body(body, encoding) == TEXT


@pytest.mark.parametrize(
    ("body", "encoding", "reason"),
    [
        (gzip.compress(TEXT)[:-20], "gzip", Reason.NETWORK),
        (gzip.compress(TEXT)[:20] + b"xxxxxxx", "gzip", Reason.NETWORK),
        (TEXT, "br", Reason.NETWORK),
        (gzip.compress(gzip.compress(TEXT)), "gzip, gzip", Reason.NETWORK),
        (gzip.compress(bytes(64 * 2**20)), "gzip", Reason.RESPONSE_BOMB),
        (bytes(2**20 + 1), None, Reason.RESPONSE_TOO_LARGE),
    ],
)
def test_what_cannot_be_used_is_refused(body: bytes, encoding: str, reason: Reason) -> None:
    """Cut, damaged, unknown, a bomb, too large."""
    with pytest.raises(FetchRefusedError) as caught:
        decoded_body(body, encoding, max_bytes=2**20 if encoding is None else 32 * 2**20)
    assert caught.value.reason == reason
