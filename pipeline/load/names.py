"""A file's or member's name in, what its endings promise out."""

from __future__ import annotations

import re
from dataclasses import dataclass

MEDIA = {
    ".txt": "text",
    ".text": "text",
    ".asc": "text",
    ".eml": "text",
    ".mbox": "text",
    ".sgm": "text",
    ".sgml": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".warc": "warc",
    ".wet": "warc",
}
"""Ending to what the content is."""

COMPRESSIONS = {".gz": "gz", ".zst": "zst", ".bz2": "bz2", ".xz": "xz"}
"""Ending to compression."""

CONTAINERS = {".tar": "tar", ".zip": "zip", ".wacz": "zip"}
"""Ending to archive format."""

WEB_ARCHIVE = ".wacz"
"""A zip of WARC files with their indexes."""

OWN_SPLITS = {".mbox": "mbox", ".sgm": "trec", ".sgml": "trec"}
"""Ending of a file of mails or tagged records, one behind the other, to what parts them where the settings name nothing else."""

WARC_FOLDER = "archive/"
"""Where a WACZ file keeps its WARC files (WACZ 1.1.1, section 5)."""

SHORT_ENDINGS = {".tgz": ".tar.gz", ".tzst": ".tar.zst", ".tbz2": ".tar.bz2", ".tbz": ".tar.bz2", ".txz": ".tar.xz"}
"""Endings that stand for two."""

FOREIGN_ARCHIVES = frozenset({".7z", ".rar", ".cab", ".iso", ".jar"})
"""Archives not opened; inside an archive they count as nested ones."""

_NUMBERED = re.compile(r"\.\d+$")
"""`story.017` is the seventeenth story; news spools call their files by numbers alone."""
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class FileType:
    """What a name's endings say of the content."""

    base: str
    """The base name without the compression suffix: the part of it that enters ids."""
    stem: str
    """The base name without any known suffix."""
    media: str | None
    """`text`, `html`, `jsonl`, `warc`; `text` where there is no ending but a number; None where the ending is none of these."""
    container: str | None
    """`tar` or `zip`; None for a plain file."""
    compression: str | None
    """`gz`, `zst`, `bz2`, `xz` or None."""
    is_archive: bool
    """True for any archive, also one that is not opened."""
    is_web_archive: bool = False
    """True for WACZ."""
    own_split: str | None = None
    """What parts a file of that ending unasked; None where it is one document."""

    @property
    def source_kind(self) -> str:
        """The `source_kind` of a document of that name; `text` where nothing better is known."""
        return self.media or "text"


def file_type(name: str) -> FileType:
    """Read a name's endings; upper and lower case are the same.

    Args:
        name: A path or a bare name; folders are ignored.
    """
    base = name.rsplit("/", 1)[-1]
    lowered = base.lower()
    for short, full in SHORT_ENDINGS.items():
        if lowered.endswith(short):
            base, lowered = base[: -len(short)] + full, lowered[: -len(short)] + full
    compression = _take(lowered, COMPRESSIONS)
    if compression:
        ending = lowered.rfind(".")
        base, lowered = base[:ending], lowered[:ending]
    media, container = _take(lowered, MEDIA), _take(lowered, CONTAINERS)
    stem = base[: base.rfind(".")] if media or container else base
    if "." not in lowered or _NUMBERED.search(lowered):
        media = "text"
    foreign = "." + lowered.rpartition(".")[2] in FOREIGN_ARCHIVES
    return FileType(
        base,
        stem or base,
        media,
        container,
        compression,
        bool(container) or foreign,
        lowered.endswith(WEB_ARCHIVE),
        _take(lowered, OWN_SPLITS),
    )


def with_slashes(member: str) -> str:
    """A member's name with `/` between its folders: what Windows packed without other tools (PowerShell 5) has backslashes."""
    return member.replace("\\", "/")


def climbs_out(member: str) -> bool:
    """True for a member name that is absolute, has a drive letter, or climbs out with `..`; a backslash parts folders too."""
    path = with_slashes(member)
    return not path or path.startswith("/") or ".." in path.split("/") or bool(_DRIVE.match(path))


def _take(lowered: str, endings: dict[str, str]) -> str | None:
    return endings.get(lowered[lowered.rfind(".") :]) if "." in lowered else None
