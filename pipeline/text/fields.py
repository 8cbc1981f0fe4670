"""One line that holds a whole row or several blocks of a page in, its parts out: `Title|Byline|body`, `…</p><p>…`."""

from __future__ import annotations

import re

BLOCK_TAG = re.compile(
    r"</?(?:p|br|div|li|ul|ol|dl|dt|dd|h[1-6]|tr|td|th|table|tbody|blockquote|hr|center|article|section|figure|figcaption|pre)"
    r"(?:\s[^<>]{0,600})?\s?/?>",
    re.I,
)
"""Tags that begin or end a block, left over by tools that take HTML for text."""
SEPARATORS = (
    re.compile(r"\s*\|\s*"),
    re.compile(r"\t+"),
    re.compile(r"\"?[;,]\"(?=[^\s\"])"),
)
"""Of exports that print a row a line. A comma with a blank beside it is prose that quotes."""
MIN_FIELDS, MAX_FIELDS = 3, 16
MIN_BODY_CHARS = 300
MIN_BODY_SHARE = 0.6
"""One field is the article; a line in which none is so long is a menu or a table."""
MAX_FIELD_CHARS = 240


def split_fields(text: str) -> tuple[str, ...]:
    """The fields or blocks of one joined line; the line itself where it is not made of any.

    Args:
        text: A line without its bullet.

    >>> split_fields("<p>The pier closed.</p><p>It rained.</p>")
    ('The pier closed.', 'It rained.')
    """
    if "<" in text and BLOCK_TAG.search(text):
        return tuple(part.strip() for part in BLOCK_TAG.split(text) if part.strip())
    if len(text) >= MIN_BODY_CHARS:
        for separator in SEPARATORS:
            parts = separator.split(text)
            if MIN_FIELDS <= len(parts) <= MAX_FIELDS and _is_row(parts, len(text)):
                return tuple(field for part in parts if (field := _unquoted(part)))
    return (text,)


def _is_row(parts: list[str], size: int) -> bool:
    *others, body = sorted(parts, key=len)
    return len(body) >= max(MIN_BODY_CHARS, MIN_BODY_SHARE * size) and len(others[-1]) <= MAX_FIELD_CHARS


def _unquoted(field: str) -> str:
    return field.strip().strip('"').strip().replace('""', '"')
