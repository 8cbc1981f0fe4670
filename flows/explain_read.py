"""A file, a member of an archive or an id in; the raw document it stands for out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds

from flows.console import say
from flows.settings import SettingsError
from pipeline.dataset.dataset import Dataset
from pipeline.load.documents import load
from pipeline.load.errors import InvalidSplitError
from pipeline.load.raw_bytes import raw_path, what_is_gone
from pipeline.load.settings import LoadSettings
from pipeline.load.walk import InputFile
from pipeline.normalise.urls import canonical_url
from schemas.records import RawDocument, Rejection

ID = re.compile(r"[0-9a-f]{32}\Z")
PLACE = ("raw_member", "raw_offset", "raw_length", "raw_record_id")
"""Which document of its raw file a row is of; WARC records may share one gzip member."""
NAMED_MEMBERS = 3
"""Members an error message names, so that a wrong name is easily put right."""


def read_target(target: str, out: Path, document: int, settings: LoadSettings) -> RawDocument | Rejection:
    """Find the document a person means.

    Args:
        target: A raw file, a member of an archive (`ARCHIVE.zip/path/of/member.txt`), the address of a page that the dataset
            holds, or the id of a copy, article or reject.
        out: The dataset, for addresses and ids.
        document: Which of the file's or member's documents, from 0.
        settings: How to read.

    Raises:
        SettingsError: There is no such file, member, page, document or id.
    """
    if document < 0:
        raise SettingsError(f"--document: expected 0 or more, found {document}")
    try:
        if Path(target).is_file():
            return _nth(_items(Path(target), settings), document, target)
        if ID.match(target):
            return _by_id(target, out, settings)
        if target.startswith(("http://", "https://")):
            return _by_address(target, out, settings)
        if (place := _archive_and_member(target)) is not None:
            return _member(*place, document, settings)
    except InvalidSplitError as error:
        raise SettingsError(f"--split: {error}") from error
    except OSError as error:
        raise SettingsError(f"explain: cannot read {target!r}: {error.strerror}") from error
    except ValueError as error:  # a NUL in the name
        raise SettingsError(f"explain: {target!r} is no usable file name: {error}") from error
    found = "a folder: name one of its files" if Path(target).is_dir() else "neither"
    raise SettingsError(f"explain: expected a file, an address or an id of 32 hex characters, found {target!r}, {found}")


def _archive_and_member(target: str) -> tuple[Path, str] | None:
    """The archive and the member's name in `folder/archive.tar.gz/member.txt`."""
    for parent in Path(target).parents:
        if parent.is_file():
            return parent, Path(target).relative_to(parent).as_posix()
    return None


def _items(path: Path, settings: LoadSettings, source: str | None = None) -> Iterator[RawDocument | Rejection]:
    path = path.resolve()
    return load(InputFile(path=path, source=source or path.parent.name or "/", size=path.stat().st_size), settings)


def _nth(items: Iterator[RawDocument | Rejection], document: int, name: str) -> RawDocument | Rejection:
    item = next(itertools.islice(items, document, None), None)
    if item is None:
        raise SettingsError(f"--document: expected a document number that {name} has, found {document} (the first is 0)")
    if document == 0 and next(items, None) is not None:
        say(f"the first of several documents of {name}; `--document 1` shows the next")
    return item


def _member(archive: Path, member: str, document: int, settings: LoadSettings) -> RawDocument | Rejection:
    names: dict[str, None] = {}
    count = 0
    for item in _items(archive, settings):
        name = item.provenance.raw_member
        if name is None:
            if isinstance(item, Rejection):
                return item  # the archive itself cannot be read
            continue
        if name.removeprefix("./") == member:
            if count == document:
                return item
            count += 1
        elif len(names) < NAMED_MEMBERS:
            names[name] = None
    if count:
        raise SettingsError(f"--document: expected 0 to {count - 1} in {member} of {archive}, found {document}")
    holds = f"it holds {', '.join(names)} …" if names else "it has no members"
    raise SettingsError(f"explain: expected a member of {archive}, found {member!r}; {holds}")


def _by_id(document_id: str, out: Path, settings: LoadSettings) -> RawDocument | Rejection:
    row = _row(Dataset.open(out), document_id)
    if row is None:
        raise SettingsError(f"explain: expected the id of a copy, article or reject in {out}, found {document_id}")
    path = raw_path(row["raw_uri"])
    if not path.is_file():
        raise SettingsError(f"explain: expected the raw file of {document_id}, found {what_is_gone(path)}")
    changed = None
    for item in _items(path, settings, row["source"]):
        if all(getattr(item.provenance, name) == row[name] for name in PLACE):
            if item.provenance.raw_sha256 == row["raw_sha256"]:
                return item
            changed = changed or item  # or the other of two members of one name
    if changed is not None:
        say(f"the bytes of {document_id} in {path} have changed since they were loaded")
        return changed
    raise SettingsError(
        f"explain: {path} holds no document at bytes {row['raw_offset']}–{(row['raw_offset'] or 0) + (row['raw_length'] or 0)}; "
        "was it loaded with --split or --encoding? Give the same here"
    )


def _by_address(address: str, out: Path, settings: LoadSettings) -> RawDocument | Rejection:
    """The last version of a page that the dataset holds; nothing is fetched."""
    dataset = Dataset.open(out)
    found: list[tuple[Any, str]] = []
    if dataset.snapshot() is not None:
        of_page = (ds.field("url") == address) | (ds.field("url_canonical") == (canonical_url(address) or address))
        copies = dataset.scan("copies").to_table(columns=["fetched_at", "copy_id"], filter=of_page)
        rejects = dataset.scan("rejects").to_table(columns=["rejected_at", "reject_id"], filter=ds.field("url") == address)
        found = [(row[0], row[1]) for t in (copies, rejects) for row in zip(*t.to_pydict().values(), strict=True)]
    if not found:
        raise SettingsError(f"explain: expected the address of a page in {out}, found {address}; `copydesk crawl` fetches pages")
    if len(found) > 1:
        say(f"the last of {len(found)} versions of {address}")
    return _by_id(max(found)[1], out, settings)


def _row(dataset: Dataset, document_id: str) -> dict[str, Any] | None:
    if dataset.snapshot() is None:
        return None
    columns = ["source", "raw_uri", *PLACE, "raw_sha256"]
    for table, key in (("copies", "copy_id"), ("rejects", "reject_id")):
        found = dataset.scan(table).to_table(columns=columns, filter=ds.field(key) == document_id).to_pylist()
        if found:
            return dict(found[0])
    return None
