"""A document's whole bytes in, its text and what it really is out; what is no text is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.load.decode import Decoded, decode_html, decode_text
from pipeline.load.errors import Refused
from pipeline.load.mail_body import Mail, read_mail_body
from pipeline.load.settings import LoadSettings
from pipeline.load.sniff import SNIFFED_BYTES, binary_signature, is_control_heavy, is_html_page
from schemas.reasons import Reason

PADDING = "\0\x1a"
"""What DOS, CP/M and tapes fill the last block of a file with."""

MAX_NUL_SHARE = 0.01
"""Of a page's bytes: templates and databases leave one now and then, which browsers drop. A picture is a tenth of them."""


@dataclass(frozen=True, slots=True)
class Content:
    """A document that can be read."""

    decoded: Decoded
    media: str
    """`text` or `html`."""
    mail: Mail | None = None
    """The mail that the page or text is of, where it was encoded or made of parts."""


def read_content(payload: bytes, media: str, settings: LoadSettings, transport: str | None = None) -> Content | Refused:
    """Decode a document; nothing is raised, the refusal is handed back.

    Args:
        payload: All its bytes.
        media: `text` or `html`, as its name or its server says; a text in UTF-16 may turn out to be a page.
        settings: The declared encoding and the cap on lines.
        transport: The charset its server declared, if any.
    """
    if refused := _unfit(payload, media, settings):
        return refused
    mail = read_mail_body(payload, settings.encoding) if media == "text" else None
    if mail is not None:
        return _of_mail(mail, settings)
    decoded = _decoded(payload, media, settings, transport)
    if decoded is not None and not _is_bytewise(decoded.charset):
        text = decoded.text.rstrip(PADDING)
        decoded = replace(decoded, text=text.replace("\0", "") if media == "html" else text)
    elif decoded is None or "\0" in decoded.text:
        payload = _without_nuls(payload, media)
        decoded = _decoded(payload, media, settings, transport)
    if decoded is None or "\0" in decoded.text or (_is_bytewise(decoded.charset) and is_control_heavy(payload)):
        if decoded is None and b"\0" not in payload and not is_control_heavy(payload):
            return Refused(Reason.UNDECODABLE, "no encoding fits the bytes")
        return Refused(Reason.BINARY, "NUL or control bytes stand among the text")
    if not decoded.text.strip("\ufeff \t\r\n"):
        return Refused(Reason.EMPTY, "nothing but white space")
    if media == "text" and not _is_bytewise(decoded.charset) and is_html_page(decoded.text[:SNIFFED_BYTES].encode()):
        media = "html"
    return Content(decoded, media)


def _of_mail(mail: Mail, settings: LoadSettings) -> Content | Refused:
    """The wording of a mail below what its reader saw of the head, or the page that it is."""
    if mail.page is not None:
        page = read_content(mail.page, "html", replace(settings, encoding=None), mail.page_charset)
        return replace(page, mail=mail) if isinstance(page, Content) else page
    text = mail.text.text.rstrip(PADDING) if mail.text is not None else ""
    if mail.text is None or "\0" in text or not text.strip("\ufeff \t\r\n"):
        return Refused(Reason.BINARY, "a mail without a text or a page among its parts")
    if has_long_line(text.encode(), settings.max_line_bytes):
        return Refused(Reason.LINE_TOO_LONG, f"a line of more than {settings.max_line_bytes} bytes")
    return Content(replace(mail.text, text=f"{mail.head}\n{text}"), "text", mail)


def _decoded(payload: bytes, media: str, settings: LoadSettings, transport: str | None) -> Decoded | None:
    return decode_html(payload, settings.encoding, transport) if media == "html" else decode_text(payload, settings.encoding)


def _without_nuls(payload: bytes, media: str) -> bytes:
    """What is left of bytes that cannot be read with their NULs: padding goes from the end of a text; of a page few anywhere."""
    payload = payload.rstrip(PADDING.encode())
    return payload.replace(b"\0", b"") if media == "html" and payload.count(0) <= MAX_NUL_SHARE * len(payload) else payload


def has_long_line(payload: bytes, cap: int) -> bool:
    """True where a line is longer than `cap` bytes."""
    return len(payload) > cap and any(len(line) > cap for line in payload.splitlines())


def _unfit(payload: bytes, media: str, settings: LoadSettings) -> Refused | None:
    """Why the bytes need not be decoded at all."""
    if not payload or payload.isspace():
        return Refused(Reason.EMPTY, "no bytes" if not payload else "nothing but white space")
    if not payload.strip(PADDING.encode()):
        return Refused(Reason.EMPTY, "nothing but padding")
    if found := binary_signature(payload):
        return Refused(Reason.WRONG_EXTENSION, f"the name says {media}, the content is {found}")
    if media == "text" and has_long_line(payload.rstrip(PADDING.encode()), settings.max_line_bytes):
        return Refused(Reason.LINE_TOO_LONG, f"a line of more than {settings.max_line_bytes} bytes")
    return None


def _is_bytewise(charset: str) -> bool:
    return not charset.startswith(("utf-16", "utf-32", "iso2022"))
