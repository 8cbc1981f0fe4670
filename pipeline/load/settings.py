"""The loader's settings in, nothing out: one immutable value handed to every function of this package."""

from __future__ import annotations

import re
from dataclasses import dataclass

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
"""The part of BCP 47 in which a document's language can be said, on the command line or in the file of sites."""

MIB = 1 << 20
GIB = 1 << 30

MAX_DOCUMENT_BYTES = 32 * MIB
"""One article with all its page furniture is under 1 MiB; 32 MiB is a database dump under a wrong name.
Memory is bounded by this."""

MAX_LINE_BYTES = 8 * MIB
"""A JSONL row with a page's full HTML stays under 5 MiB; a longer line is a file without line ends."""

MAX_ARCHIVE_BYTES = 256 * GIB
"""What one compressed file or archive may expand to: above any year of one site, below a full disk read for nothing."""

MAX_MEMBERS = 2_000_000
"""Members of one archive: twice the largest archive planned for; a bomb of empty members has more."""

MAX_RATIO = 200
"""News text packs 3 to 10 times, repeated boilerplate up to 60 times; deflate bombs sit near 1,000."""

RATIO_GRACE_BYTES = 8 * MIB
"""The ratio is not looked at before so much came out: a small file of blanks packs very well and harms nobody."""

MAX_DIRECTORY_BYTES = 256 * MIB
"""A zip's central directory is read into memory at once: 256 MiB hold about two million members."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadSettings:
    """How raw files are read. None is not given."""

    source: str | None = None
    """The source's name for all inputs; None derives it from the path (`pipeline.load.walk`)."""
    outlet: str | None = None
    """The publisher of all inputs that do not name their own."""
    language: str | None = None
    """The language of all inputs that do not name their own."""
    encoding: str | None = None
    """The character encoding declared on the command line; tried first."""
    split: str | None = None
    """Where one text file holds several documents: `formfeed`, a name of `pieces.NAMED_SEPARATORS` or a regular expression for
    separator lines.

    The expression is matched at the start of each line and sees that one line only, so that the answer does not
    depend on how the file is read. A separator line (or form feed) belongs to no document.
    """
    max_document_bytes: int = MAX_DOCUMENT_BYTES
    max_line_bytes: int = MAX_LINE_BYTES
    max_archive_bytes: int = MAX_ARCHIVE_BYTES
    max_members: int = MAX_MEMBERS
    max_ratio: int = MAX_RATIO
    ratio_grace_bytes: int = RATIO_GRACE_BYTES
    max_directory_bytes: int = MAX_DIRECTORY_BYTES
