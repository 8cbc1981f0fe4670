"""Raw bytes or text in, something safe to print and to store out."""

from __future__ import annotations

import re

EXCERPT_CHARACTERS = 500
"""The tables' promise for `excerpt`."""

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def excerpt(content: bytes | str) -> str | None:
    """The first 500 characters with control characters escaped.

    Args:
        content: Bytes are read as UTF-8 where possible; what is no UTF-8 is shown as `\\xNN`.

    Returns:
        None for empty content.
    """
    head = content[:EXCERPT_CHARACTERS]
    text = head.decode("utf-8", "backslashreplace") if isinstance(head, bytes) else without_surrogates(head)
    return _UNPRINTABLE.sub(_escape, text)[:EXCERPT_CHARACTERS] or None


def without_surrogates(text: str) -> str:
    """Replace lone surrogates with U+FFFD: JSON escapes and odd file names bring them, Arrow cannot hold them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return text


def _escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")
