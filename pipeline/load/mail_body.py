"""The bytes of a mail as it was sent in, its head and its plain text without their transfer encoding out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default

HEAD_BYTES = 16_000
"""Within which a mail's head ends."""
HEAD = re.compile(rb"(?:From \S+ [^\n]{0,80}\n)?(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,400}\r?\n")
"""Fields and their continuation lines, up to the blank line."""
ENCODED = re.compile(
    rb"^Content-(?:Transfer-Encoding:\s*(?:quoted-printable|base64)|Type:\s*multipart/)", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class MailBody:
    """A mail's parts that a reader sees."""

    head: str
    """One line a field, encoded words undone."""
    payload: bytes
    """The plain text, in its own character encoding."""
    charset: str | None
    """What the mail says of it."""


def read_mail_body(payload: bytes) -> MailBody | None:
    """The head and the plain text of a mail that is encoded or made of parts.

    Args:
        payload: A document's bytes.

    Returns:
        None for what is no such mail: plain ones are read as they are, and one that holds no plain text is left as it is.
    """
    head = HEAD.match(payload, 0, HEAD_BYTES)
    if head is None or ENCODED.search(head[0]) is None:
        return None
    message = message_from_bytes(payload.split(b"\n", 1)[1] if payload.startswith(b"From ") else payload, policy=default)
    part = message.get_body(preferencelist=("plain",))
    body = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(body, bytes) or not body.strip():
        return None
    fields = "".join(f"{name}: {' '.join(str(value).split())}\n" for name, value in message.items())
    return MailBody(fields, body, part.get_content_charset())
