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
    ("|", re.compile(r"\|")),
    ("\t", re.compile(r"\t+")),
    ('"', re.compile(r"\"?[;,]\"(?=[^\s\"])")),
)
"""Of exports that print a row a line, each behind the sign it holds. A comma with a blank beside it is prose that quotes."""
ESCAPED_END = re.compile(r"(?:\\r)?\\n|\\r")
ESCAPES = re.compile(r"((?:\\u[0-9a-fA-F]{4})+)|\\([\"'/\\])|\\t|^\"|\"$")
MIN_ESCAPED = 3
"""Line ends written as a backslash and a letter, from which the line is a string of JSON; fewer may be about programs."""
JOINTS = (
    (re.compile(r"[\f\v]+"), re.compile(r"[\f\v]+")),
    (re.compile(r"¶+"), re.compile(r"¶+")),
    (re.compile(r"\t+"), re.compile(r"\t+")),
    (re.compile(r"(?<![.!?”\"\s])\s{2,}"), re.compile(r"\s{2,}")),
    (re.compile(r"\s\|\s"), re.compile(r"\s\|\s")),
)
"""What stands for line ends where a whole page was put on one line, as it is counted and as it is cut at: two blanks behind a
sentence are a typist's habit, and count for nothing."""
MIN_PAGE_CHARS, MIN_JOINTS = 1000, 8
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
    if "<" in text and ">" in text and BLOCK_TAG.search(text):
        return tuple(part.strip() for part in BLOCK_TAG.split(text) if part.strip())
    if text.count("\\n") >= MIN_ESCAPED:
        return tuple(part for line in ESCAPED_END.split(text) if (part := ESCAPES.sub(_unescaped, line).strip()))
    if len(text) >= MIN_BODY_CHARS:
        for sign, separator in SEPARATORS:
            if sign not in text:
                continue
            parts = [part.strip() for part in separator.split(text)]
            if MIN_FIELDS <= len(parts) <= MAX_FIELDS and _is_row(parts, len(text)):
                return tuple(field for part in parts if (field := _unquoted(part)))
    return (text,)


def split_page(text: str) -> tuple[str, ...]:
    """The lines of a page that was put on one line, by what stands for their ends; the line itself where nothing does.

    Args:
        text: A raw line, not one that was put together from broken ones: those may have been justified with blanks.
    """
    if len(text) >= MIN_PAGE_CHARS:
        found, _, joint = max((len(counted.findall(text)), -k, joint) for k, (counted, joint) in enumerate(JOINTS))
        if found >= MIN_JOINTS:
            return tuple(part for piece in joint.split(text) if (part := piece.strip()))
    return (text,)


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return bytes.fromhex(found[1].replace("\\u", "")).decode("utf-16-be", "replace")
    return found[2] or " "


def _is_row(parts: list[str], size: int) -> bool:
    *others, body = sorted(parts, key=len)
    return len(body) >= max(MIN_BODY_CHARS, MIN_BODY_SHARE * size) and len(others[-1]) <= MAX_FIELD_CHARS


def _unquoted(field: str) -> str:
    return field.strip('"').strip().replace('""', '"')
