"""Raw identity in (names, hashes, byte ranges), 32-character document ids out."""

from __future__ import annotations

import hashlib
from functools import lru_cache

ID_LENGTH = 32
"""128 bits: no collision to be expected below 10^18 documents."""


def document_id(name: str, member: str | None, sha256: str, offset: int, length: int) -> str:
    """The id of a document whose bytes were read.

    The folder has no part in it: moving an archive never moves ids. The same bytes under two names are two documents.

    Args:
        name: Base name of the raw file, without a compression suffix (`0001.txt` for `0001.txt.gz`).
        member: Path inside the archive; None where the file is no archive.
        sha256: Of the document's raw bytes, hex.
        offset: First byte, after decompression, in the file or member.
        length: Bytes, after decompression.

    Returns:
        32 hex characters.
    """
    return _digest(name, member or "", sha256, str(offset), str(length))


def rejection_id(name: str, member: str | None, reason: str, size: int, offset: int | None = None) -> str:
    """The id of an input whose bytes could not be hashed: from its name, size and the reason instead of a hash.

    Args:
        name: Base name of the raw file, as for `document_id`.
        member: Path inside the archive, if any.
        reason: The rejection's reason.
        size: Bytes of the raw file on disk; 0 where unknown.
        offset: Where in the file or member the reading stopped, if known.
    """
    return _digest(name, member or "", reason, str(size), "" if offset is None else str(offset))


def page_id(url: str, sha256: str) -> str:
    """The id of a fetched page: its address and its content, so that the same page fetched again is the same document.

    Args:
        url: As fetched.
        sha256: Of the page's bytes, unpacked, hex.
    """
    return _digest("page", url, sha256)


def nth_occurrence_id(base_id: str, ordinal: int) -> str:
    """The id of the n-th of several inputs with one raw identity in one run (same name, same bytes, different folders).

    Args:
        base_id: What `document_id` gave for each of them.
        ordinal: 0 for the first, whose id stays as it is.
    """
    return base_id if ordinal == 0 else _digest(base_id, str(ordinal))


@lru_cache(maxsize=1 << 12)
def home(raw_uri: str) -> int:
    """A raw file as a number of 64 bits, to tell whether a row leads to it without holding its address."""
    return int.from_bytes(hashlib.blake2b(raw_uri.encode("utf-8", "surrogateescape"), digest_size=8).digest(), "little")


def _digest(*parts: str) -> str:
    # A NUL cannot stand in a file's name, so no two lists of parts give one string.
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:ID_LENGTH]
