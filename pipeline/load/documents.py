"""One raw file in, its documents and refusals out, one after the other; memory is bounded by the largest document allowed."""

from __future__ import annotations

import codecs
import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from pipeline.load import pieces
from pipeline.load.content import Content, has_long_line, read_content
from pipeline.load.decode import Decoded, decode_text
from pipeline.load.errors import ArchiveRefused, Refused
from pipeline.load.excerpt import excerpt, without_surrogates
from pipeline.load.identity import document_id
from pipeline.load.json_rows import read_row
from pipeline.load.names import WARC_FOLDER, FileType, climbs_out, file_type, with_slashes
from pipeline.load.place import Item, Place, refusal, refused_piece
from pipeline.load.raw_bytes import bytes_of, bytes_of_each
from pipeline.load.settings import LoadSettings
from pipeline.load.sniff import SNIFFED_BYTES, binary_signature, is_html_page
from pipeline.load.streams import CHUNK_BYTES, ByteStream, Rejoined, decompressed, read_up_to
from pipeline.load.tar_members import tar_entries
from pipeline.load.walk import InputFile
from pipeline.load.warc import warc_file, warc_stream
from pipeline.load.zip_members import zip_entries
from schemas.reasons import Reason
from schemas.records import Hints, RawDocument, Rejection

__all__ = ["bytes_of", "bytes_of_each", "load"]

MAC_FOLDER = "__MACOSX"
"""Where the Finder's archives keep what belongs to no file."""
UTF16_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""What PowerShell and old Windows programs begin a file with; without a mark, a file of lines is of bytes."""


def load(input_file: InputFile, settings: LoadSettings) -> Iterator[RawDocument | Rejection]:
    """Read a raw file's documents, lazily.

    Every file and every member of an archive gives at least one item; bad input gives a rejection, never an error.

    Args:
        input_file: From `pipeline.load.walk.find_inputs`.
        settings: How to read, and the caps.

    Raises:
        InvalidSplitError: `settings.split` is not usable; before anything is read.
    """
    if settings.split not in (None, pieces.FORM_FEED_SPLIT):
        pieces.separator_pattern(settings.split)
    return _load(input_file, settings)


def _load(input_file: InputFile, settings: LoadSettings) -> Iterator[Item]:
    kind = file_type(input_file.path.name)
    uri = input_file.path.as_uri()
    place = Place(
        name=kind.base, uri=uri, member=None, source=input_file.source, size=input_file.size, mtime=0, settings=settings
    )
    try:
        with input_file.path.open("rb") as file:
            facts = os.fstat(file.fileno())
            place = replace(place, size=facts.st_size, mtime=facts.st_mtime)
            yield from _read_file(file, input_file, kind, place)
    except Refused as refused:
        yield refusal(place, refused, kind.source_kind)
    except OSError as error:
        unread = Refused(Reason.UNREADABLE, error.strerror or type(error).__name__)
        unread.offset = input_file.start or None  # each part says what of the file it could not read
        yield refusal(place, unread, kind.source_kind)


def _read_file(file: BinaryIO, input_file: InputFile, kind: FileType, place: Place) -> Iterator[Item]:
    path = input_file.path
    if kind.container == "zip" and kind.compression is None:
        yield from _zip_members(path, kind, place)
    elif kind.container == "tar":
        yield from _tar_members(decompressed(file, kind.compression, place.settings, ArchiveRefused), kind, place)
    elif kind.media is None:
        raise Refused(Reason.UNSUPPORTED_TYPE, f"no reader for {excerpt(path.name)}")
    elif kind.media == "warc":
        yield from warc_file(file, place, input_file.start, input_file.end)
    else:
        yield from _read_content(decompressed(file, kind.compression, place.settings), kind, place)


# Archives


def _tar_members(stream: ByteStream, kind: FileType, place: Place) -> Iterator[Item]:
    count, here = 0, place
    head = read_up_to(stream, SNIFFED_BYTES)
    found = binary_signature(head)
    if found not in (None, "a tar archive"):
        raise Refused(Reason.WRONG_EXTENSION, f"the name says tar, the content is {found}")
    try:
        for entry in tar_entries(Rejoined(head, stream)):
            if entry.kind == "directory":
                continue
            count += 1
            here = _member_place(place, kind, entry.name, entry.mtime)
            if count > place.settings.max_members:
                raise Refused(Reason.TOO_MANY_MEMBERS, f"more than {place.settings.max_members} members")
            link = None if entry.kind == "file" else Refused(Reason.LINK, f"a {entry.kind}")
            yield from _read_member(entry.name, entry.content, link, here)
            here = place
    except Refused as refused:
        yield refusal(here, refused, "text")
        return
    if not count:
        raise Refused(Reason.EMPTY, "an archive without members")


def _zip_members(path: Path, kind: FileType, place: Place) -> Iterator[Item]:
    count, here = 0, place
    for entry in zip_entries(path, place.settings):
        if entry.is_directory or (kind.is_web_archive and not with_slashes(entry.name).startswith(WARC_FOLDER)):
            continue
        count += 1
        if count > place.settings.max_members:
            raise Refused(Reason.TOO_MANY_MEMBERS, f"more than {place.settings.max_members} members")
        here = _member_place(place, kind, entry.name, entry.mtime)
        try:
            yield from _read_member(entry.name, entry.content, entry.refused, here)
        except ArchiveRefused as refused:
            yield refusal(here, refused, "text")
            return
    if not count:
        raise Refused(Reason.EMPTY, "an archive without members")


def _member_place(place: Place, kind: FileType, name: str, mtime: float | None) -> Place:
    """The place of a member. An archive called after its source may hold a folder that names it better, but not a year's."""
    source = place.source
    folder, slash, _ = with_slashes(name).removeprefix("./").partition("/")
    is_name = slash and folder != MAC_FOLDER and any(map(str.isalpha, folder))
    if not place.settings.source and source == without_surrogates(kind.stem) and is_name and not climbs_out(name):
        source = without_surrogates(folder)
    return replace(place, member=without_surrogates(name), source=source, mtime=mtime or place.mtime)


def _read_member(name: str, content: ByteStream | None, refused: Refused | None, place: Place) -> Iterator[Item]:
    kind = file_type(with_slashes(name))
    if climbs_out(name):
        refused = Refused(Reason.PATH_TRAVERSAL, f"the member is named {excerpt(name)}")
    elif refused is None and kind.is_archive:
        refused = Refused(Reason.NESTED_ARCHIVE, "an archive inside an archive")
    elif refused is None and kind.media is None:
        refused = Refused(Reason.UNSUPPORTED_TYPE, f"no reader for {excerpt(kind.base)}")
    if refused or content is None:
        yield refusal(place, refused or Refused(Reason.UNREADABLE, "no content"), kind.source_kind)
        return
    try:
        if kind.media == "warc":
            yield from warc_stream(content, place)
        else:
            yield from _read_content(decompressed(content, kind.compression, place.settings), kind, place)
    except ArchiveRefused:
        raise
    except Refused as failure:
        yield refusal(place, failure, kind.source_kind)


# Files and members


def _read_content(stream: ByteStream, kind: FileType, place: Place) -> Iterator[Item]:
    if kind.media == "jsonl":
        return _json_rows(stream, place)
    if kind.media == "text" and place.settings.split:
        return _split_documents(stream, place, place.settings)
    if kind.own_split:
        return _split_documents(stream, place, replace(place.settings, split=kind.own_split))
    return _whole_document(stream, kind, place)


def _whole_document(stream: ByteStream, kind: FileType, place: Place) -> Iterator[Item]:
    cap = place.settings.max_document_bytes
    payload = read_up_to(stream, cap + 1)
    if len(payload) > cap:
        yield _oversized(payload, stream, kind, place)
    else:
        yield _document(payload, kind.source_kind, place, hashlib.sha256(payload).hexdigest(), 0)


def _oversized(head: bytes, stream: ByteStream, kind: FileType, place: Place) -> Rejection:
    """Hash the rest without keeping it, so that the rejection names the bytes."""
    settings, length, digest = place.settings, len(head), hashlib.sha256(head)
    while chunk := stream.read(CHUNK_BYTES):
        digest.update(chunk)
        length += len(chunk)
    one_line = kind.media == "text" and has_long_line(head, settings.max_line_bytes)
    reason, cap = (Reason.LINE_TOO_LONG, settings.max_line_bytes) if one_line else (Reason.TOO_LARGE, settings.max_document_bytes)
    piece = pieces.Piece(0, length, head[: pieces.HEAD_BYTES], digest.hexdigest(), reason)
    return refused_piece(piece, kind.source_kind, place, f"{length} bytes in all; the cap is {cap}")


def _split_documents(stream: ByteStream, place: Place, settings: LoadSettings) -> Iterator[Item]:
    head = read_up_to(stream, SNIFFED_BYTES)
    _refuse_foreign(head, "text to be split")
    codec = _marked_codec(head)
    found = False
    for piece in pieces.documents(Rejoined(head, stream), settings, codec):
        found = True
        if piece.refused:
            yield refused_piece(piece, "text", place, f"{piece.length} bytes")
        else:
            yield _document(piece.payload, "text", place, piece.sha256, piece.offset, codec)
    if not found:
        raise Refused(Reason.EMPTY, "nothing but separators and white space")


def _json_rows(stream: ByteStream, place: Place) -> Iterator[Item]:
    head = read_up_to(stream, SNIFFED_BYTES)
    _refuse_foreign(head, "JSON Lines")
    codec = _marked_codec(head)
    start = (head[2:].replace(b"\0", b"") if codec else head.removeprefix(b"\xef\xbb\xbf")).lstrip()[:1]
    if start in (b"[", b"<"):
        what = "a JSON array, not one object a line" if start == b"[" else "markup, not JSON Lines"
        raise Refused(Reason.WRONG_EXTENSION, f"the content is {what}")
    found = False
    for piece in pieces.rows(Rejoined(head, stream), place.settings, codec):
        found = True
        if piece.refused:
            yield refused_piece(piece, "jsonl", place, f"{piece.length} bytes; the cap is {place.settings.max_line_bytes}")
        else:
            yield _json_row(piece, place, codec)
    if not found:
        raise Refused(Reason.EMPTY, "no line holds anything")


def _marked_codec(head: bytes) -> str | None:
    """The codec of a file of lines or documents whose mark says that it is of pairs of bytes."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise Refused(Reason.UNDECODABLE, "UTF-32 is read where a file is one document, not in parts")
    return UTF16_MARKS.get(head[:2])


def _source(decoded: Decoded, codec: str | None) -> str:
    """What told the encoding of a piece: where it is that of its file's mark, the mark."""
    return "bom" if codec and decoded.charset_source == "declared" else decoded.charset_source


def _refuse_foreign(head: bytes, expected: str) -> None:
    if found := binary_signature(head):
        raise Refused(Reason.WRONG_EXTENSION, f"expected {expected}, the content is {found}")


# One document


def _document(payload: bytes, source_kind: str, place: Place, sha256: str, offset: int, codec: str | None = None) -> Item:
    """`codec`: of a piece whose file's mark says so."""
    if source_kind == "text" and is_html_page(payload):
        source_kind = "html"
    content = read_content(payload, source_kind, replace(place.settings, encoding=codec) if codec else place.settings)
    if isinstance(content, Refused):
        piece = pieces.Piece(offset, len(payload), payload, sha256, content.reason)
        return refused_piece(piece, source_kind, place, content.detail)
    return RawDocument(
        document_id=document_id(place.name, place.member, sha256, offset, len(payload)),
        provenance=replace(
            place.provenance(content.media),
            raw_sha256=sha256,
            raw_offset=offset,
            raw_length=len(payload),
            charset=content.decoded.charset,
            charset_source=_source(content.decoded, codec),
        ),
        text=content.decoded.text,
        media=content.media,
        hints=_hints(content, place),
    )


def _hints(content: Content, place: Place) -> Hints:
    """What is known besides the text: of a page that was mailed, its mail's subject and day."""
    known = place.hints()
    if content.mail is None or content.media != "html":
        return known
    return replace(known, title=content.mail.subject, published_raw=content.mail.date)


def _json_row(piece: pieces.Piece, place: Place, codec: str | None) -> Item:
    decoded = decode_text(piece.payload, codec or place.settings.encoding)
    if decoded is None:
        reason = Reason.BINARY if b"\0" in piece.payload else Reason.UNDECODABLE
        return refused_piece(replace(piece, refused=reason), "jsonl", place, "no encoding fits the line")
    try:
        row = read_row(decoded.text)
    except Refused as refused:
        return refused_piece(replace(piece, refused=refused.reason), "jsonl", place, refused.detail)
    known = place.hints()
    return RawDocument(
        document_id=document_id(place.name, place.member, piece.sha256, piece.offset, piece.length),
        provenance=replace(
            place.provenance("jsonl"),
            raw_sha256=piece.sha256,
            raw_offset=piece.offset,
            raw_length=piece.length,
            raw_record_id=row.record_id,
            charset=decoded.charset,
            charset_source=_source(decoded, codec),
        ),
        text=row.content,
        media=row.media,
        hints=replace(
            row.hints,
            outlet=row.hints.outlet or known.outlet,
            language=row.hints.language or known.language,
            fetched_at=row.hints.fetched_at or known.fetched_at,
        ),
    )
