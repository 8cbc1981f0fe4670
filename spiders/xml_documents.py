"""Bytes of a feed or sitemap in; its elements out: no entities, no network, no crash on broken markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import Any

from lxml import etree

ENTITY_SEARCH_BYTES = 65_536
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
"""Matched at one place, never searched for: on a document full of beginnings that would take hours."""
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>")
_CDATA, _CDATA_END = b"<![CDATA[", b"]]>"
_AMPERSAND = re.compile(rb"&(?!#)(?:([A-Za-z][A-Za-z0-9]{0,31});)?")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document."""

    root: Any
    """The lxml element."""
    problem: str | None
    """What was wrong with it, where it could be read all the same."""


def parse_xml(content: bytes, charset: str | None = None) -> Document | str:
    """Parse a feed or sitemap, mending what can be mended.

    Entities are never expanded: a document type is cut out before parsing. Wrongly declared encodings are told by trying.

    Args:
        content: After unpacking.
        charset: From the Content-Type header; goes before the document's own, as HTTP wants, where it fits the bytes.

    Returns:
        The document, or why there is none.
    """
    if not content.strip():
        return "an empty document"
    if (start := content.find(b"<")) < 0:
        return "no markup in it"
    body = _as_utf8(content[start:] if not content.startswith(UTF16_MARKS) else content, charset)
    document = _parsed(body)
    if isinstance(document, str) or document.problem:
        mended = _parsed(_mended(body))
        if isinstance(document, str) or (isinstance(mended, Document) and mended.problem is None):
            document = mended
    if isinstance(document, Document) and b"<!ENTITY" in content[:ENTITY_SEARCH_BYTES].upper():
        return Document(document.root, "it declares entities, which are not expanded")
    return document


def _as_utf8(content: bytes, charset: str | None) -> bytes:
    """The document in UTF-8, without declaration and document type: the parser knows fewer encodings than Python does."""
    text = content.decode(_encoding(content, charset), "replace")
    return _without_doctype(_DECLARATION.sub(b"", text.lstrip("\ufeff").encode("utf-8", "replace"), count=1))


def _without_doctype(body: bytes) -> bytes:
    start = body[:ENTITY_SEARCH_BYTES].upper().find(b"<!DOCTYPE")
    found = _DOCTYPE.match(body, start) if start >= 0 else None
    return body[:start] + body[found.end() :] if found else body


def _parsed(body: bytes) -> Document | str:
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return f"not XML: {error}"[:300]
    if root is None:
        return "not XML: no element in it"
    return Document(root, _problem(parser))


def _mended(body: bytes) -> bytes:
    """Bare ampersands escaped and HTML's named characters spelt out, outside CDATA sections: the two commonest faults."""
    return b"".join(piece if is_cdata else _AMPERSAND.sub(_character, piece) for is_cdata, piece in _pieces(body))


def _pieces(body: bytes) -> Iterator[tuple[bool, bytes]]:
    """The body in pieces, CDATA sections and what is between them; a section without an end is none."""
    at = 0
    while (start := body.find(_CDATA, at)) >= 0 and (end := body.find(_CDATA_END, start)) >= 0:
        end += len(_CDATA_END)
        yield False, body[at:start]
        yield True, body[start:end]
        at = end
    yield False, body[at:]


def _character(found: re.Match[bytes]) -> bytes:
    name = found[1]
    if name is None:
        return b"&amp;"
    if name in (b"amp", b"lt", b"gt", b"quot", b"apos"):
        return found[0]
    return "".join(f"&#{ord(c)};" for c in html5.get(name.decode("ascii") + ";", "")).encode()


def local_name(element: Any) -> str:
    """An element's name without its namespace, lower-case; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def namespace(element: Any) -> str:
    """An element's namespace; empty where it has none."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def text_of(element: Any) -> str | None:
    """All text in an element, white space folded; None where there is none."""
    text = " ".join("".join(element.itertext()).split())
    return text or None


def _encoding(content: bytes, charset: str | None) -> str:
    """The encoding of a document.

    Text that is valid UTF-8 is UTF-8, whatever anybody declares; only the escapes of ISO-2022 are valid UTF-8 by accident.
    """
    if content.startswith(UTF16_MARKS):
        return "utf-16"
    declaration = _DECLARATION.match(content)
    found = _ENCODING.search(declaration[0]) if declaration else None
    declared = found[1].decode("ascii") if found else None
    if _decodes(content, "utf-8") and b"\x1b$" not in content:
        return "utf-8"
    return next((name for name in (charset, declared) if name and _decodes(content, name)), "windows-1252")


def _decodes(body: bytes, name: str) -> bool:
    try:
        body.decode(name)
    except (LookupError, UnicodeError):
        return False
    return True


def _problem(parser: Any) -> str | None:
    errors = parser.error_log
    if not len(errors):
        return None
    first = errors[0]
    return f"line {first.line}: {first.message}"[:300]
