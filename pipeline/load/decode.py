"""A document's raw bytes in, its text and how it was decoded out; line ends are left as they are."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from pipeline.load.charsets import codec_of, declared_in_html, standard_name
from pipeline.load.detect import ASCII_BYTES, likely_codecs, looks_like_utf16, shifted_codec

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks and the codec each means."""

VALID_TO_BROKEN = 4
"""Valid multi-byte characters for each broken one before bytes count as damaged UTF-8. In other encodings hardly any
pair of high bytes is valid UTF-8; a dump cut at a byte count breaks one."""

_STATEFUL = ("iso2022", "iso-2022", "hz", "utf-7")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text. It holds no lone surrogates, so that Arrow can take it."""

    text: str
    charset: str
    """Standard name, lower case: `utf-8`, `windows-1252`, …"""
    charset_source: str
    """`declared`, `bom`, `utf-8` or `detected`."""


def decode_text(payload: bytes, declared: str | None, transport: str | None = None) -> Decoded | None:
    """Decode plain text: as declared, by byte order mark, as UTF-8, then by detection; the first that fits strictly.

    A UTF-8 text with few broken sequences (a dump cut at a byte count) stays UTF-8; what is broken becomes U+FFFD.

    Args:
        payload: The document's bytes.
        declared: What the operator says, any usual label; None for nothing.
        transport: The charset that a mail says of its part; as a page's mark, it never beats valid UTF-8.

    Returns:
        None where nothing fits, or where NUL bytes show that this is no text.
    """
    part = codec_of(transport) if transport else None
    return _declared(payload, declared) or _marked(payload) or _by_mark(payload, part) or _unmarked(payload)


def decode_html(payload: bytes, declared: str | None, transport: str | None = None) -> Decoded | None:
    """Decode an HTML page: as `decode_text`, but what its server and its own mark say goes before detection.

    A mark never beats valid UTF-8: pages that say `iso-8859-1` and send UTF-8 are common, the reverse decodes to nothing
    by chance. `iso-8859-1` means windows-1252, as in browsers.

    Args:
        payload: The page's bytes.
        declared: What the operator says, any usual label; None for nothing.
        transport: The charset of the HTTP header; it goes before the page's own mark, as in browsers.
    """
    header = codec_of(transport) if transport else None
    return (
        _declared(payload, declared)
        or _marked(payload)
        or _by_mark(payload, header)
        or _by_mark(payload, declared_in_html(payload))
        or _unmarked(payload)
    )


def _declared(payload: bytes, label: str | None) -> Decoded | None:
    codec = codec_of(label) if label else None
    text = _strict(payload, codec) if codec else None
    return Decoded(text.removeprefix("\ufeff"), standard_name(codec), "declared") if codec and text is not None else None


def _marked(payload: bytes) -> Decoded | None:
    for mark, codec in BOMS:
        if payload.startswith(mark):
            text = _strict(payload[len(mark) :], codec)
            return Decoded(text, standard_name(codec), "bom") if text is not None else None
    return None


def _by_mark(payload: bytes, codec: str | None) -> Decoded | None:
    if codec is None or (b"\0" in payload and not codec.startswith(("utf-16", "utf-32"))):
        return None
    if codec != "utf-8" and not codec.startswith(_STATEFUL) and _strict(payload, "utf-8") is not None:
        return None
    text = _strict(payload, codec)
    return Decoded(text, standard_name(codec), "declared") if text is not None else None


def _unmarked(payload: bytes) -> Decoded | None:
    if b"\0" in payload:
        codec = looks_like_utf16(payload)
        text = _strict(payload, codec) if codec else None
        return Decoded(text, standard_name(codec), "detected") if codec and text is not None else None
    shifted = shifted_codec(payload)
    text = _strict(payload, shifted) if shifted else None
    if shifted and text is not None:
        return Decoded(text, standard_name(shifted), "detected")
    text = _strict(payload, "utf-8")
    if text is None:
        text = _damaged_utf8(payload)
    return Decoded(text, "utf-8", "utf-8") if text is not None else _detected(payload)


def _detected(payload: bytes) -> Decoded | None:
    for codec in likely_codecs(payload):
        text = _strict(payload, codec)
        if text is not None:
            return Decoded(text, standard_name(codec), "detected")
    return None


def _damaged_utf8(payload: bytes) -> str | None:
    text = payload.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    valid = len(text) - broken - (len(payload) - len(payload.translate(None, ASCII_BYTES)))
    return text if valid >= VALID_TO_BROKEN * broken else None


def _strict(payload: bytes, codec: str) -> str | None:
    try:
        text = payload.decode(codec)
        if not text.isascii() and codec != "utf-8":
            text.encode()  # some codecs let lone surrogates through (UTF-7, GB 18030)
    except (UnicodeError, ValueError):
        return None
    return text
