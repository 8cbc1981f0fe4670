"""The bytes of a mail as it was sent in; what its reader saw of it, without transfer encodings, out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import compat32

from pipeline.load.charsets import codec_of
from pipeline.load.decode import Decoded, decode_text

HEAD_BYTES = 64_000
"""Within which a mail's head ends: what servers and their filters note in it alone takes up to a third of that."""
HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?[\r\n]*(?P<envelope>>?From \S+ [^\n]{0,80}\n)?"
    rb"(?P<head>(?:[A-Za-z][A-Za-z0-9_.-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,400})\r?\n"
)
"""Fields and their continuation lines, up to the blank line."""
ENCODED = re.compile(
    rb"^Content-(?:Transfer-Encoding:\s*(?:quoted-printable|base64)|Type:\s*(?:multipart/|text/html))|=\?[^?\s]{2,40}\?[bq]\?",
    re.IGNORECASE | re.MULTILINE,
)
SHOWN = ("from", "to", "cc", "newsgroups", "date", "subject")
"""Fields that mail programs show; the others are between servers."""
SHOWN_OF_ATTACHED = ("from", "date", "subject")
ENCODED_WORDS = re.compile(r"=\?[^?\s]{2,40}\?[bq]\?[^?]*\?=(?:\s*=\?[^?\s]{2,40}\?[bq]\?[^?]*\?=)*", re.IGNORECASE)
READ = ("text/plain", "text/html")
MAX_FOOTER_BYTES = 400
"""Plain text beside a page: up to here it is what a mailing list adds to all mails, or asks for a program that shows pages."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that is encoded or made of parts."""

    subject: str | None
    """Its encoded words undone; None where there is none."""
    date: str | None
    """As the head prints it."""
    head: str
    """The fields that its reader saw, one a line."""
    text: Decoded | None
    """The wording of all its plain parts, of alternatives the plain one, of mails within it their wording below who sent them;
    attached texts only where it has no other. None where it has none, or little beside a page."""
    page: bytes | None
    """The HTML part where `text` is None."""
    page_charset: str | None
    """What the mail says of it."""


def read_mail_body(payload: bytes, declared: str | None = None) -> Mail | None:
    """What a reader saw of a mail that is encoded or made of parts.

    Args:
        payload: A document's bytes.
        declared: The encoding that the operator says, for parts that name none.

    Returns:
        None for what is no such mail: plain ones are read as they are. A mail without wording has neither text nor page.
    """
    found = HEAD.match(payload, 0, HEAD_BYTES)
    if found is None or ENCODED.search(found["head"]) is None:
        return None
    # not `policy.default`: it reads every field by a grammar, which hangs or fails on what spam puts there
    head = message_from_bytes(found["head"] + b"\n", policy=compat32)
    charset = head.get_content_charset()
    try:
        leaves = list(_leaves(message_from_bytes(payload[found.start("head") :], policy=compat32), charset))
    except RecursionError:  # a thousand multiparts within each other: none of a person's
        leaves = []
    return _mail(head, leaves, charset, declared)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A part that holds no others."""

    type: str
    attached: bool
    payload: bytes
    charset: str | None


def _leaves(part: Message, charset: str | None) -> Iterator[_Leaf]:
    kind = part.get_content_type()
    within = [each for each in part.get_payload() if isinstance(each, Message)] if part.is_multipart() else []
    if not within:
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload.strip():
            kind = "text/plain" if kind == "text/html" and b"<" not in payload else kind
            yield _Leaf(kind, part.get_content_disposition() == "attachment", payload, part.get_content_charset())
        return
    if kind == "multipart/alternative":
        ways = [way for way in (list(_leaves(each, charset)) for each in within) if any(leaf.type in READ for leaf in way)]
        yield from next((way for way in ways if _plain_bytes(way) > MAX_FOOTER_BYTES), ways[-1] if ways else [])
        return
    for each in within:
        if kind == "message/rfc822":
            yield _Leaf("text/plain", False, f"\n{_fields(each, SHOWN_OF_ATTACHED, charset)}\n".encode(), "utf-8")
        yield from _leaves(each, charset)


def _is_plain(leaf: _Leaf) -> bool:
    return leaf.type == "text/plain" and not leaf.attached


def _plain_bytes(leaves: Sequence[_Leaf]) -> int:
    return sum(len(leaf.payload) for leaf in leaves if _is_plain(leaf))


def _mail(head: Message, leaves: list[_Leaf], charset: str | None, declared: str | None) -> Mail:
    plain = [leaf for leaf in leaves if _is_plain(leaf)]
    page = next((leaf for leaf in leaves if leaf.type == "text/html"), None)
    if page is not None and _plain_bytes(leaves) <= MAX_FOOTER_BYTES:
        plain = []
    elif not plain:
        plain = [leaf for leaf in leaves if leaf.type == "text/plain"]
    read = [found for leaf in plain if (found := _decoded(leaf, declared)) is not None]
    longest = max(read, key=lambda found: len(found.text), default=None)
    shown = _fields(head, SHOWN, charset)
    return Mail(
        subject=_field(head, "subject", charset),
        date=_field(head, "date", charset),
        head=shown,
        text=Decoded("\n".join(found.text for found in read), longest.charset, longest.charset_source) if longest else None,
        page=page.payload if page is not None and longest is None else None,
        page_charset=page.charset if page is not None else None,
    )


def _decoded(leaf: _Leaf, declared: str | None) -> Decoded | None:
    known = leaf.charset is not None and codec_of(leaf.charset) is not None
    return decode_text(leaf.payload, None if known else declared, leaf.charset)


def _fields(head: Message, names: tuple[str, ...], charset: str | None) -> str:
    there = dict.fromkeys(name for name in head.keys() if name.lower() in names)  # noqa: SIM118 - a message iterates over other things
    return "".join(f"{name}: {value}\n" for name in there if (value := _field(head, name, charset)))


def _field(head: Message, name: str, charset: str | None) -> str | None:
    """The value of a field, its encoded words undone, bytes beyond ASCII read as the mail's text."""
    raw = next((str(value) for key, value in head.raw_items() if key.lower() == name.lower()), "")
    read = decode_text(raw.encode("utf-8", "surrogateescape"), None, charset)
    value = " ".join(ENCODED_WORDS.sub(lambda words: _undone(words[0]), read.text if read else "").split())
    return value or None


def _undone(words: str) -> str:
    """Encoded words as text; several of one charset may part a character's bytes."""
    try:
        chunks = decode_header(words)
    except HeaderParseError:  # base64 that is none
        return words
    out = []
    for chunk, charset in chunks:
        told = (charset or "").partition("*")[0] or None  # a language may follow the charset
        read = decode_text(chunk, None, told) if isinstance(chunk, bytes) else None
        out.append(read.text if read else str(chunk, "ascii", "replace") if isinstance(chunk, bytes) else chunk)
    return "".join(out)
