"""A glob pattern in, where to walk and what to keep out."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

_MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class GlobPattern:
    """A pattern such as `dumps/*/2024-*/**/*.txt`: `*` stays within one folder, `**` stands for any number of folders."""

    base: Path
    """The folder before the first wildcard."""
    expression: re.Pattern[str]
    depth: int | None
    """How many folders deep a match can be; None where `**` stands in the pattern."""

    def matches(self, relative: str) -> bool:
        """True where a path below `base`, with `/` between folders, or a folder it is in, matches."""
        return self.expression.fullmatch(relative) is not None


def is_glob(path: str) -> bool:
    """True for a name that holds a wildcard and is no existing file."""
    return bool(_MAGIC.search(path)) and not os.path.lexists(path)


def parse_glob(path: str) -> GlobPattern:
    """Read a pattern. A folder that matches stands for everything in it, as in a shell."""
    parts = Path(path).parts
    first = next(i for i, part in enumerate(parts) if _MAGIC.search(part))
    wild = parts[first:]
    expression = "".join(_translate(part, last=i == len(wild) - 1) for i, part in enumerate(wild))
    return GlobPattern(Path(*parts[:first]), re.compile(expression + "(?:/.*)?", re.DOTALL), None if "**" in wild else len(wild))


def _translate(part: str, *, last: bool) -> str:
    if part == "**":
        return ".*" if last else "(?:[^/]+/)*"
    pieces = re.split(r"(\*+|\?|\[!?[^\]]+\])", part)
    return "".join(map(_translate_piece, pieces)) + ("" if last else "/")


def _translate_piece(piece: str) -> str:
    if piece.startswith("*"):
        return "[^/]*"
    if piece == "?":
        return "[^/]"
    if piece.startswith("[") and len(piece) > 2:
        negated = piece[1] == "!"
        return f"[{'^/' if negated else ''}{re.escape(piece[2 if negated else 1 : -1]).replace(chr(92) + '-', '-')}]"
    return re.escape(piece)
