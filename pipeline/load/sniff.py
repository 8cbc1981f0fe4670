"""The first bytes of a file in, what they really are out."""

from __future__ import annotations

import re

MAX_CONTROL_SHARE = 0.05
"""Control bytes a text may have: old wire files carry SOH, STX and ETX around a story (under 1 %), random bytes have 11 %."""

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (rb"%PDF-", "a PDF document"),
    (rb"%!PS", "a PostScript document"),
    (rb"\{\\rtf", "an RTF document"),
    (rb"\x89PNG\r\n", "a PNG image"),
    (rb"\xff\xd8\xff", "a JPEG image"),
    (rb"GIF8[79]a", "a GIF image"),
    (rb"(?:II\*\0|MM\0\*)", "a TIFF image"),
    (rb"RIFF....(?:WEBP|WAVE|AVI )", "a RIFF media file"),
    (rb"....ftyp", "an MP4 media file"),
    (rb"PK(?:\x03\x04|\x05\x06)", "a ZIP archive or an Office document"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (rb"\x1f\x8b", "gzip data"),
    (rb"\x28\xb5\x2f\xfd", "zstd data"),
    (rb"\xfd7zXZ\0", "xz data"),
    (rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)", "bzip2 data"),
    (rb"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (rb"Rar!\x1a\x07", "a RAR archive"),
    (rb".{257}ustar[\0 ]", "a tar archive"),
    (rb"\x7fELF", "an ELF program"),
    (rb"MZ[^\n]{0,62}\0", "a Windows program"),
    (rb"SQLite format 3\0", "a SQLite database"),
    (rb"PAR1", "a Parquet file"),
    (rb"WARC/[01]\.\d+\r?\n", "a WARC file"),
)
"""Pattern at the very start, and what it shows."""

_SIGNATURE = re.compile(b"|".join(b"(" + pattern + b")" for pattern, _ in SIGNATURES), re.DOTALL)
# Comments are atomic and possessive: else a run of them could be parted in 2^n ways before the match fails.
_HTML_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head)\b", re.IGNORECASE | re.DOTALL
)
_CONTROL_BYTES = bytes(b for b in range(0x20) if b not in b"\t\n\v\f\r\x1a\x1b")  # ^Z ends old DOS files; ESC shifts ISO-2022
SNIFFED_BYTES = 4096
"""Enough for every signature and for comments before `<html>`."""


def binary_signature(head: bytes) -> str | None:
    """What a known signature at the start of `head` shows, for example `a PDF document`; None for none."""
    match = _SIGNATURE.match(head)
    return SIGNATURES[match.lastindex - 1][1] if match and match.lastindex else None


def is_html_page(head: bytes) -> bool:
    """True where the content plainly starts as an HTML page: doctype, `<html>` or `<head>`, after a BOM, XML mark or comment."""
    return _HTML_PAGE.match(head[:SNIFFED_BYTES]) is not None


def is_control_heavy(payload: bytes) -> bool:
    """True where more control bytes stand than any text has; NULs count, so look for UTF-16 before."""
    controls = len(payload) - len(payload.translate(None, _CONTROL_BYTES))
    return controls > MAX_CONTROL_SHARE * len(payload)
