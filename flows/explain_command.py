"""`copydesk explain`: a raw file or an id in; each of its lines with its fate, class, reason and confidence out."""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
import shutil
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pyarrow.dataset as ds
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.settings import SettingsError
from pipeline.dataset.dataset import Dataset
from pipeline.html.sandbox import Sandbox
from pipeline.load.documents import load
from pipeline.load.settings import LoadSettings
from pipeline.load.walk import InputFile
from pipeline.text.clean import UnitFate, clean_text
from schemas.records import Extracted, RawDocument, Rejection

ID = re.compile(r"[0-9a-f]{32}\Z")
STYLE = {"keep": "default", "metadata": "cyan", "remove": "bright_black"}
MARK = {"keep": " ", "metadata": ">", "remove": "-"}
PLAIN_WIDTH = 160
"""Columns of the view where there is no terminal to ask."""
REJECTED = 10
"""Exit code where the document cannot be read."""


def explain(target: str, out: Path, *, document: int, split: str | None, encoding: str | None, as_json: bool) -> int:
    """Show what becomes of one document.

    Args:
        target: A raw file, or the id of a copy, article or reject.
        out: The dataset, for ids.
        document: Which document of a file with several, from 0.
        split: As for a backfill.
        encoding: As for a backfill.
        as_json: Print one JSON object.

    Raises:
        SettingsError: There is no such file, id or document.
    """
    if Path(target).is_file():
        item = _nth(Path(target), document, LoadSettings(split=split, encoding=encoding))
    elif ID.match(target):
        item = _by_id(target, out, split, encoding)
    else:
        raise SettingsError(f"explain: expected a file or an id of 32 hex characters, found {target!r}")
    if isinstance(item, Rejection):
        print(f"rejected, {item.reason}: {item.detail or ''}")  # noqa: T201
        return REJECTED
    extracted, units = _clean(item)
    if extracted is None:
        return REJECTED
    if as_json:
        print(json.dumps(_as_json(item, extracted, units), ensure_ascii=False, default=_plain))  # noqa: T201
    else:
        _show(item, extracted, units)
    return 0


def _nth(path: Path, document: int, settings: LoadSettings) -> RawDocument | Rejection:
    file = InputFile(path=path.resolve(), source=path.resolve().parent.name, size=path.stat().st_size)
    item = next(itertools.islice(load(file, settings), document, None), None)
    if item is None:
        raise SettingsError(f"--document: expected a document number that {path} has, found {document} (the first is 0)")
    return item


def _by_id(document_id: str, out: Path, split: str | None, encoding: str | None) -> RawDocument | Rejection:
    row = _row(Dataset.open(out), document_id)
    if row is None:
        raise SettingsError(f"explain: expected the id of a copy, article or reject in {out}, found {document_id}")
    path = Path(unquote(urlsplit(row["raw_uri"]).path))
    try:
        size = path.stat().st_size
    except OSError as error:
        raise SettingsError(f"explain: expected the raw file of {document_id} at {path}, found none: {error}") from error
    file = InputFile(path=path, source=row["source"], size=size)
    place = (row["raw_member"], row["raw_offset"], row["raw_length"])
    for item in load(file, LoadSettings(split=split, encoding=encoding)):
        where = item.provenance
        if (where.raw_member, where.raw_offset, where.raw_length) == place:
            return item
    raise SettingsError(
        f"explain: {path} holds no document at bytes {row['raw_offset']}–{(row['raw_offset'] or 0) + (row['raw_length'] or 0)}; "
        "was it loaded with --split or --encoding? Give the same here"
    )


def _row(dataset: Dataset, document_id: str) -> dict[str, Any] | None:
    if dataset.snapshot() is None:
        return None
    columns = ["source", "raw_uri", "raw_member", "raw_offset", "raw_length"]
    for table, key in (("copies", "copy_id"), ("rejects", "reject_id")):
        found = dataset.scan(table).to_table(columns=columns, filter=ds.field(key) == document_id).to_pylist()
        if found:
            return dict(found[0])
    return None


def _clean(raw: RawDocument) -> tuple[Extracted | None, tuple[UnitFate, ...]]:
    if raw.media == "text":
        cleaned = clean_text(raw.text, hints=raw.hints)
        return cleaned.extracted, cleaned.units
    with Sandbox() as sandbox:
        page = sandbox.extract(raw.text, raw.hints.url)
    if isinstance(page, Extracted):
        return page, ()
    print(f"rejected, {page.reason}: {page.detail or ''}")  # noqa: T201
    return None, ()


def _show(raw: RawDocument, extracted: Extracted, units: tuple[UnitFate, ...]) -> None:
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns if terminal else PLAIN_WIDTH
    console = Console(width=width, no_color=not terminal, highlight=False, markup=False)
    where = raw.provenance
    console.print(f"{where.raw_uri}{' ' + where.raw_member if where.raw_member else ''}")
    console.print(f"{where.raw_length} bytes, {where.charset} ({where.charset_source}), {extracted.extractor}\n")
    facts = Table(show_header=False, box=None, pad_edge=False)
    for name, value in _facts(extracted).items():
        facts.add_row(Text(name, style="bold"), Text(str(value)))
    console.print(facts)
    console.print()
    console.print(_lines(units) if units else Text(extracted.text))


def _lines(units: tuple[UnitFate, ...]) -> Table:
    view = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1))
    view.add_column("line", justify="right", no_wrap=True)
    view.add_column("kept", ratio=10)
    view.add_column("", no_wrap=True)
    view.add_column("moved or removed", ratio=8)
    view.add_column("class", no_wrap=True)
    view.add_column("sure", justify="right", no_wrap=True)
    view.add_column("why", ratio=4)
    for unit in units:
        lines = f"{unit.first_line}" if unit.first_line == unit.last_line else f"{unit.first_line}–{unit.last_line}"
        text = Text(unit.text, style=STYLE[unit.action])
        left, right = (text, Text()) if unit.action == "keep" else (Text(), text)
        view.add_row(lines, left, MARK[unit.action], right, unit.label, f"{unit.confidence:.0%}", Text(unit.reason))
    return view


def _facts(extracted: Extracted) -> dict[str, Any]:
    """The metadata that was found, in the tables' order."""
    values = {f.name: getattr(extracted, f.name) for f in dataclasses.fields(extracted) if f.name not in ("text", "extractor")}
    if extracted.published is not None:
        p = extracted.published
        clock = f" {p.clock:%H:%M}" if p.clock else ""
        values["published"] = f"{p.day}{clock} ({p.precision}, from {p.source}: {p.raw!r})"
    return {name: ", ".join(v) if isinstance(v, tuple) else v for name, v in values.items() if v not in (None, ())}


def _as_json(raw: RawDocument, extracted: Extracted, units: tuple[UnitFate, ...]) -> dict[str, Any]:
    return {
        "document_id": raw.document_id,
        "provenance": dataclasses.asdict(raw.provenance),
        "extracted": dataclasses.asdict(extracted),
        "lines": [dataclasses.asdict(unit) for unit in units],
    }


def _plain(value: object) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    raise TypeError(f"cannot write {type(value).__name__} as JSON")
