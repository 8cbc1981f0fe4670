"""Paths from the command line in, the raw files below them out, in a fixed order.

Hidden files and folders (a name that begins with a dot) below a PATH are skipped without a word, as shells do.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.load.errors import InputNotFoundError
from pipeline.load.excerpt import without_surrogates
from pipeline.load.glob_pattern import GlobPattern, is_glob, parse_glob
from pipeline.load.identity import rejection_id
from pipeline.load.names import file_type
from pipeline.load.settings import LoadSettings
from pipeline.load.sorted_names import sorted_names
from schemas.reasons import Reason
from schemas.records import Provenance, Rejection


@dataclass(frozen=True, slots=True)
class InputFile:
    """One raw file to load."""

    path: Path
    """Absolute, without symbolic links."""
    source: str
    """Site or archive name."""
    size: int
    """Bytes on disk."""
    start: int = 0
    """Of a part of a large WARC: records that begin here or later; see `pipeline.load.parts`."""
    end: int | None = None
    """Records that begin before; None for the file's end."""


@dataclass(frozen=True, slots=True)
class _Root:
    """One PATH as given."""

    folder: Path
    """Resolved; the folder to walk, or the folder of the single file."""
    name: str
    """PATH's own name as typed, the source of files directly in it."""
    file: Path | None = None
    """Resolved; None for a folder or pattern."""
    pattern: GlobPattern | None = None


def find_inputs(
    paths: Sequence[str | Path], settings: LoadSettings, *, skip: Collection[Path] = ()
) -> Iterator[InputFile | Rejection]:
    """Find the raw files named by folders, files and glob patterns (`**` for any number of folders).

    The source is `settings.source`, else the first folder below PATH (for a pattern: below its part without wildcards).
    For a file directly in PATH it is PATH's own name, for an archive there the archive's name without endings; for a
    PATH that is a file it is its folder's name. Nothing is given twice, however the paths overlap. Symbolic links below
    a PATH are refused, not followed.

    Args:
        paths: As typed.
        settings: `source` is used.
        skip: Files and folders to leave out, for example the dataset's own.

    Returns:
        Files in the order of `paths`, and in the order of their names' bytes below each; a link, a special file or an
        unreadable folder is a rejection.

    Raises:
        InputNotFoundError: A path names nothing; before anything is given.
    """
    roots = [_root(os.fspath(path)) for path in paths]
    skipped = frozenset(os.path.realpath(path) for path in skip)
    for path, root in zip(paths, roots, strict=True):
        if root.pattern and next(_walk(root, settings, frozenset()), None) is None:
            raise InputNotFoundError(f"no file matches {path}")
    return _without_repeats(roots, settings, skipped)


def _root(path: str) -> _Root:
    if is_glob(path):
        pattern = parse_glob(path)
        base = Path(os.path.realpath(pattern.base))
        if not base.is_dir():
            raise InputNotFoundError(f"no folder {pattern.base} for the pattern {path}")
        return _Root(base, _own_name(pattern.base), pattern=pattern)
    resolved = Path(os.path.realpath(path))
    if resolved.is_dir():
        return _Root(resolved, _own_name(Path(path)))
    if not resolved.exists():
        raise InputNotFoundError(f"no file or folder {path}")
    return _Root(resolved.parent, _own_name(Path(path).parent), file=resolved)


def _own_name(path: Path) -> str:
    # `.` and `..` have no name of their own; a link has, so nothing is resolved.
    return without_surrogates(Path(os.path.abspath(path)).name) or "/"  # noqa: PTH100


def _without_repeats(roots: list[_Root], settings: LoadSettings, skip: frozenset[str]) -> Iterator[InputFile | Rejection]:
    """Every root in turn; what an earlier root gave is recognised by asking that root, not by remembering names."""
    files: set[Path] = set()
    folders: set[Path] = set()
    patterns: list[_Root] = []
    for root in roots:
        for path, item in _walk(root, settings, skip):
            if not (path in files or _is_below(path, folders) or any(_is_matched(path, earlier) for earlier in patterns)):
                yield item
        if root.file:
            files.add(root.file)
        elif root.pattern:
            patterns.append(root)
        else:
            folders.add(root.folder)


def _is_below(path: Path, folders: set[Path]) -> bool:
    """True where the walk of one of the folders came by `path`: it does not enter hidden folders."""
    if not folders:
        return False
    inner = path
    while not inner.name.startswith(".") and inner.parent != inner:
        inner = inner.parent
        if inner in folders:
            return True
    return False


def _is_matched(path: Path, root: _Root) -> bool:
    if root.pattern is None or not path.is_relative_to(root.folder):
        return False
    relative = path.relative_to(root.folder)
    return not any(part.startswith(".") for part in relative.parts) and root.pattern.matches(relative.as_posix())


def _walk(root: _Root, settings: LoadSettings, skip: frozenset[str]) -> Iterator[tuple[Path, InputFile | Rejection]]:
    """Files below one root, depth first, each with its path."""
    if root.file:
        if not _is_skipped(root.file, skip):
            yield root.file, _examine(root.file, _source(root, (root.file.name,), settings))
        return
    if _is_skipped(root.folder, skip):
        return
    open_folders: list[tuple[Path, tuple[str, ...], Iterator[str]]] = [(root.folder, (), sorted_names(root.folder))]
    while open_folders:
        folder, below, names = open_folders[-1]
        source = _source(root, (*below, "."), settings)
        try:
            name = next(names, None)
        except OSError as error:
            open_folders.pop()
            yield folder, _rejection(folder, source, Reason.UNREADABLE, f"the folder: {error.strerror}", 0)
            continue
        if name is None:
            open_folders.pop()
            continue
        path, parts = folder / name, (*below, name)
        if name.startswith(".") or os.fspath(path) in skip:
            continue
        if _is_folder(path):
            if root.pattern is None or root.pattern.depth is None or _may_match(root.pattern, parts):
                open_folders.append((path, parts, sorted_names(path)))
        elif root.pattern is None or root.pattern.matches("/".join(parts)):
            yield path, _examine(path, _source(root, parts, settings))


def _may_match(pattern: GlobPattern, parts: tuple[str, ...]) -> bool:
    """False for a folder so deep that nothing in it can match any more."""
    return pattern.depth is None or len(parts) < pattern.depth or pattern.matches("/".join(parts))


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def _is_skipped(path: Path, skip: frozenset[str]) -> bool:
    return bool(skip) and any(os.fspath(part) in skip for part in (path, *path.parents))


def _source(root: _Root, parts: tuple[str, ...], settings: LoadSettings) -> str:
    if settings.source:
        return settings.source
    if len(parts) > 1:
        return without_surrogates(parts[0])
    kind = file_type(parts[0])
    return without_surrogates(kind.stem) if kind.container else root.name


def _examine(path: Path, source: str) -> InputFile | Rejection:
    try:
        facts = path.lstat()
    except OSError as error:
        return _rejection(path, source, Reason.UNREADABLE, error.strerror or "vanished", 0)
    if stat.S_ISREG(facts.st_mode):
        return InputFile(path, source, facts.st_size)
    what = "a symbolic link" if stat.S_ISLNK(facts.st_mode) else "a device, pipe or socket"
    return _rejection(path, source, Reason.LINK, f"{what}, not a regular file", 0)


def _rejection(path: Path, source: str, reason: Reason, detail: str | None, size: int) -> Rejection:
    kind = file_type(path.name)
    return Rejection(
        document_id=rejection_id(kind.base, None, reason, size),
        provenance=Provenance(source_kind=kind.source_kind, source=source, raw_uri=path.as_uri()),
        reason=reason,
        detail=detail,
    )
