"""A stream of bytes in, the pieces between separators out: rows of JSON Lines, documents of one big text file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from pipeline.load.errors import InvalidSplitError, Refused
from pipeline.load.settings import LoadSettings
from pipeline.load.streams import CHUNK_BYTES, ByteStream
from pipeline.marks.wire_heads import SPOOL_HEAD, SPOOL_NAMED_HEAD
from schemas.reasons import Reason

HEAD_BYTES = 512
"""What is kept of a piece that is too long, for its excerpt."""

FORM_FEED, FORM_FEED_SPLIT = b"\f", "formfeed"
"""The sign between the documents of a file that was made for printing, and what the settings call it."""
_T = TypeVar("_T")
NAMED_SEPARATORS = {
    "nexis": r"\s*\d+\s+(?:of|von|de|sur)\s+\d+\s+DO[CK]UMENT\w*\s*$|\s*End of Document\s*$",
    "factiva": r"\s{0,3}(?:AN\s+)?Document\s+[A-Za-z]{2,8}0*\d[\dA-Za-z]{12,}\s*$",
    "proquest": r"_{20,}\s*$|\s*Document \d+ of \d+\s*$",
    "gale": r"\s*Gale Document Number: ?GALE\|\w+\s*$",
    "ebsco": r"Record: \d+\s*$",
    "newsbank": r"\s*Record(?: Number)?: ?\w+\s*$",
    "wire": rf"(?P<kept>{SPOOL_HEAD}|{SPOOL_NAMED_HEAD})\s*$|\s*NNNN\s*$",
    "genios": r".{0,8}GBI-Genios Deutsche Wirtschaftsdatenbank|(?P<kept>\s*Do[ck]ument \d+ von \d+)\s*$",
    "europresse": r"\s*Num\S{1,3}ro de document ?: ?news\S+\s*$|\s*Doc\. ?: ?\d{8}\w+\s*$|\s*Certificat \S+ le \d",
    "retriever": r"={20,}\s*$|\s*All[ae] artik\S+ \S+ (?:skyddade|beskyttet)",
    "infomedia": r"-{20,}\s*$|\s*Alle artikler er beskyttet",
    "anopress": r"={20,}\s*$",
    "krantenbank": r"(?P<kept>\s{0,4}Datum ?:)\s",
    "kikuzo": r"(?P<kept>(?:\S{2,3})?(?:19|20)\d\d\S{2,3}\d\d\S{2,3}\d\d\S.*\d{4,6}\S{4,6})\s*$",
    "udndata": r"(?:※本|\xa1\xb0\xa5\xbb)",
    "wisenews": r"(?:文(?:章|件)編號|\xa4\xe5[\xb3\xa5]\xb9|\xa4\xe5\xa5\xf3\xbd)",
    "kinds": r"(?P<kept>\s*\[\S{2,36}\] ?\|? ?(?:19|20)\d\d-\d\d-\d\d ?\|.*\d\S{2,3})\s*$",
    "movabletype": r"-{8}\s*$",
    "trec": r"\s*(?:(?:</\w{1,20}>|&#\d{1,3};)\s*){0,9}</(?i:DOC|REUTERS)>\s*$",
    "mbox": r"From \S+ .*\d\d:\d\d.*\d{4}\s*$",
}
"""Lines between the documents that press databases, wires, blogs, research corpora and mail programs write to one file. Of a
corpus that is the document's end tag, since the next one's beginning holds its number; what `kept` matches begins the next."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two separators."""

    offset: int
    """First byte, in the decompressed file or member."""
    length: int
    payload: bytes
    """The piece; only its head where it is too long."""
    sha256: str
    """Of the whole piece."""
    refused: Reason | None = None
    """`line_too_long` or `too_large`; None where `payload` is complete."""


def rows(stream: ByteStream, settings: LoadSettings, codec: str | None = None) -> Iterator[Piece]:
    """The lines of a stream without their line feeds; blank lines are left out.

    A line beyond `max_line_bytes` is hashed on the way and never held in memory.

    Args:
        stream: From its front.
        settings: The caps.
        codec: `utf-16-le` or `utf-16-be` where a byte-order mark says so; the mark itself belongs to no piece.
    """
    return _delimited(stream, _Signs(codec), b"\n", settings.max_line_bytes, Reason.LINE_TOO_LONG)


def documents(stream: ByteStream, settings: LoadSettings, codec: str | None = None) -> Iterator[Piece]:
    """The documents of one text stream, as `settings.split` parts them; blank ones are left out. `codec` as for `rows`."""
    if settings.split == FORM_FEED_SPLIT:
        return _delimited(stream, _Signs(codec), FORM_FEED, settings.max_document_bytes, Reason.TOO_LARGE)
    return _between_lines(stream, _Signs(codec), separator_pattern(settings.split or ""), settings)


def separator_pattern(split: str) -> re.Pattern[bytes]:
    """The compiled expression of separator lines.

    Raises:
        InvalidSplitError: It is not a regular expression, or it matches every line.
    """
    try:
        pattern = re.compile(NAMED_SEPARATORS.get(split, split).encode(), re.MULTILINE)
    except re.error as error:
        raise InvalidSplitError(f"split: {split!r} is not a regular expression: {error}") from error
    if pattern.match(b""):
        raise InvalidSplitError(f"split: {split!r} matches an empty line, so it would part the file everywhere")
    return pattern


class _Signs:
    """How signs of ASCII stand among the bytes: as they are, or as pairs that begin at even offsets."""

    def __init__(self, codec: str | None) -> None:
        self._codec = codec
        self.mark_bytes = 2 if codec else 0

    def encoded(self, sign: bytes) -> bytes:
        return sign.decode().encode(self._codec) if self._codec else sign

    def decoded(self, line: bytes) -> bytes:
        """A line as a separator's expression sees it."""
        return line.decode(self._codec, "replace").encode() if self._codec else line

    def is_space(self, payload: bytes) -> bool:
        return (payload.replace(b"\0", b"") if self._codec else payload).isspace()

    def chunks(self, stream: ByteStream) -> Iterator[bytes]:
        """The stream behind its mark; of pairs only whole ones, but for the last."""
        skip, odd = self.mark_bytes, b""
        while chunk := stream.read(CHUNK_BYTES):
            skip, chunk = max(skip - len(chunk), 0), odd + chunk[skip:]
            whole = len(chunk) - len(chunk) % 2 if self._codec else len(chunk)
            chunk, odd = chunk[:whole], chunk[whole:]
            if chunk:
                yield chunk
        if odd:
            yield odd

    def split(self, chunk: bytes, delimiter: bytes) -> list[bytes]:
        """The chunk at a delimiter, which is encoded; a pair's halves are none."""
        if not self._codec:
            return chunk.split(delimiter)
        parts, start, at = [], 0, -1
        while (at := chunk.find(delimiter, at + 1)) >= 0:
            if at % 2 == 0:
                parts.append(chunk[start:at])
                start = at + len(delimiter)
        return [*parts, chunk[start:]]


class _Gathered:
    """A piece while it grows; it forgets its bytes, but not its hash, once it is too long."""

    __slots__ = ("_cap", "_hash", "_parts", "_signs", "_too_long", "length", "offset", "reason")

    def __init__(self, offset: int, cap: int, too_long: Reason, signs: _Signs) -> None:
        self.offset = offset
        self._signs = signs
        self.length = 0
        self.reason: Reason | None = None
        self._cap = cap
        self._too_long = too_long
        self._hash = hashlib.sha256()
        self._parts: list[bytes] = []

    def add(self, data: bytes) -> None:
        self._hash.update(data)
        self.length += len(data)
        if self.reason is None:
            self._parts.append(data)
            if self.length > self._cap:
                self.refuse(self._too_long)

    def refuse(self, reason: Reason) -> None:
        self.reason = reason
        self._parts = [b"".join(self._parts)[:HEAD_BYTES]]

    def piece(self) -> Piece | None:
        payload = b"".join(self._parts)
        if not payload or (self.reason is None and self._signs.is_space(payload)):
            return None
        return Piece(self.offset, self.length, payload, self._hash.hexdigest(), self.reason)


def _next(parts: Iterator[_T], gathered: _Gathered) -> _T | None:
    try:
        return next(parts, None)
    except Refused as refused:
        refused.offset = gathered.offset
        raise


def _delimited(stream: ByteStream, signs: _Signs, sign: bytes, cap: int, too_long: Reason) -> Iterator[Piece]:
    gathered = _Gathered(signs.mark_bytes, cap, too_long, signs)
    delimiter, chunks = signs.encoded(sign), signs.chunks(stream)
    while chunk := _next(chunks, gathered):
        *ended, rest = signs.split(chunk, delimiter)
        for part in ended:
            gathered.add(part)
            if piece := gathered.piece():
                yield piece
            gathered = _Gathered(gathered.offset + gathered.length + len(delimiter), cap, too_long, signs)
        gathered.add(rest)
    if piece := gathered.piece():
        yield piece


def _between_lines(stream: ByteStream, signs: _Signs, separator: re.Pattern[bytes], settings: LoadSettings) -> Iterator[Piece]:
    gathered = _Gathered(signs.mark_bytes, settings.max_document_bytes, Reason.TOO_LARGE, signs)
    offset = signs.mark_bytes
    parts = _line_parts(stream, signs, settings.max_line_bytes)
    while (found := _next(parts, gathered)) is not None:
        part, line_length, ends_line = found
        starts_line = line_length == len(part)
        if line_length > settings.max_line_bytes and gathered.reason is None:
            gathered.add(part)
            gathered.refuse(Reason.LINE_TOO_LONG)
        elif starts_line and ends_line and (parted := separator.match(signs.decoded(part))):
            if piece := gathered.piece():
                yield piece
            kept = parted.groupdict().get("kept") is not None
            gathered = _Gathered(offset + (0 if kept else len(part)), settings.max_document_bytes, Reason.TOO_LARGE, signs)
            if kept:
                gathered.add(part)
        else:
            gathered.add(part)
        offset += len(part)
    if piece := gathered.piece():
        yield piece


def _line_parts(stream: ByteStream, signs: _Signs, cap: int) -> Iterator[tuple[bytes, int, bool]]:
    """Lines with their ends; one beyond the cap comes in parts. With each: the line's length so far, and whether it ends here."""
    held: list[bytes] = []
    held_length = given = 0
    line_feed = signs.encoded(b"\n")
    for chunk in signs.chunks(stream):
        *ended, rest = signs.split(chunk, line_feed)
        for line, ends in (*((line + line_feed, True) for line in ended), *([(rest, False)] if rest else [])):
            held.append(line)
            held_length += len(line)
            if ends or given + held_length > cap:
                given += held_length
                yield b"".join(held), given, ends
                held, held_length, given = [], 0, 0 if ends else given
    if held:
        yield b"".join(held), given + held_length, True
