"""A zip file in, its members out in the order they are stored; nothing is extracted."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from pipeline.load.errors import ArchiveRefused, Refused
from pipeline.load.names import with_slashes
from pipeline.load.settings import LoadSettings
from pipeline.load.streams import ByteStream, Expansion
from pipeline.load.zip_without_directory import LOCAL_HEADER, stored_members
from schemas.reasons import Reason

END_RECORD = b"PK\x05\x06"
END_SEARCH_BYTES = (1 << 16) + 22
"""The end record stands at the end, before a comment of up to 65,535 bytes."""

_ENCRYPTED = 0x1
_UNIX_FORMAT = 0o170000
_UNIX_REGULAR = 0o100000
_UNIX_DIRECTORY = 0o040000


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """One member; `content` is None where it is refused."""

    name: str
    mtime: float | None
    """Seconds since 1970; zips print no zone, so UTC is assumed. None where unset."""
    is_directory: bool
    content: ByteStream | None
    refused: Refused | None = None


def zip_entries(path: Path, settings: LoadSettings) -> Iterator[ZipEntry]:
    """Walk a zip file. Members of one name are all given.

    Raises:
        Refused: `truncated_archive`, `corrupt_archive`, `wrong_extension` or `too_many_members` for the whole archive;
            `compression_ratio` or `too_large` from reading a member, after which nothing more should be read.
    """
    with path.open("rb") as file:
        expansion = Expansion(settings, ArchiveRefused, bytes_in=path.stat().st_size)
        whole = _has_directory(file, settings)
        file.seek(0)
        if not whole:
            for member in stored_members(file):
                content = _Member(member.content, expansion)
                yield ZipEntry(member.name, None, with_slashes(member.name).endswith("/"), content, member.refused)
            raise Refused(Reason.TRUNCATED_ARCHIVE, "the zip's directory is missing; the members that are there were read")
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
            raise Refused(Reason.CORRUPT_ARCHIVE, str(error)) from None
        with archive:
            for info in archive.infolist():
                yield _entry(archive, info, expansion)


def _has_directory(file: BinaryIO, settings: LoadSettings) -> bool:
    """False for a zip whose end is cut off; what is no zip, or has a directory that would fill the memory, is refused."""
    head = file.read(4)
    size = file.seek(0, 2)
    file.seek(max(0, size - END_SEARCH_BYTES))
    tail = file.read()
    at = tail.rfind(END_RECORD)
    if at < 0 or len(tail) < at + 22:
        if head == LOCAL_HEADER:
            return False
        raise Refused(Reason.WRONG_EXTENSION, "no zip data")
    directory_size = int.from_bytes(tail[at + 12 : at + 16], "little")
    if min(directory_size, size) > settings.max_directory_bytes:
        raise Refused(Reason.TOO_MANY_MEMBERS, f"a directory of {min(directory_size, size)} bytes")
    return True


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, expansion: Expansion) -> ZipEntry:
    mtime = _seconds(info)
    unix_format = (info.external_attr >> 16) & _UNIX_FORMAT
    if with_slashes(info.filename).endswith("/") or unix_format == _UNIX_DIRECTORY:
        return ZipEntry(info.filename, mtime, True, None)
    if unix_format not in (0, _UNIX_REGULAR):
        return ZipEntry(info.filename, mtime, False, None, Refused(Reason.LINK, "a symbolic link or device"))
    if info.flag_bits & _ENCRYPTED:
        return ZipEntry(info.filename, mtime, False, None, Refused(Reason.ENCRYPTED, "needs a password"))
    try:
        content = _Member(archive.open(info), expansion)
    except NotImplementedError as error:
        return ZipEntry(info.filename, mtime, False, None, Refused(Reason.UNSUPPORTED_TYPE, str(error)))
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, RuntimeError) as error:
        return ZipEntry(info.filename, mtime, False, None, Refused(Reason.CORRUPT_ARCHIVE, str(error)))
    return ZipEntry(info.filename, mtime, False, content)


def _seconds(info: zipfile.ZipInfo) -> float | None:
    if info.date_time <= (1980, 1, 1, 0, 0, 0):  # what tools write where they know no time
        return None
    try:
        return datetime(*info.date_time, tzinfo=UTC).timestamp()
    except ValueError:
        return None


class _Member:
    """A member's content; what goes wrong in it is refused, and all members together count against the caps."""

    __slots__ = ("_expansion", "_file")

    def __init__(self, file: ByteStream, expansion: Expansion) -> None:
        self._file = file
        self._expansion = expansion

    def read(self, size: int, /) -> bytes:
        try:
            piece = self._file.read(size)
        except EOFError:
            raise Refused(Reason.TRUNCATED_ARCHIVE, "the member ends early") from None
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError) as error:
            raise Refused(Reason.CORRUPT_ARCHIVE, str(error)) from None
        except OSError as error:
            if error.errno is None:  # bz2's word for damaged data; the disk's errors have numbers
                raise Refused(Reason.CORRUPT_ARCHIVE, str(error)) from None
            raise
        self._expansion.came_out(len(piece))
        return piece
