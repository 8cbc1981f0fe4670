"""`copydesk explain`: a raw file or an id in; each of its lines with its fate, class, reason and confidence out."""

from __future__ import annotations

import dataclasses
import errno
from pathlib import Path
from typing import Any

from flows.console import say, to_stderr, to_stdout
from flows.exit_codes import DISK_FULL, DONE, SOME_FAILED
from flows.explain_page import page_of
from flows.explain_read import read_target
from flows.explain_view import show
from flows.json_output import json_line
from flows.settings import SettingsError, check_encoding
from pipeline.dataset.layout import DatasetPaths
from pipeline.dataset.site_memory_file import read_site_memory
from pipeline.html.failure import PageFailure
from pipeline.html.sandbox import Sandbox
from pipeline.load.settings import LoadSettings
from pipeline.text.clean import UnitFate, clean_text
from pipeline.text.database_record import SeveralDocumentsError
from pipeline.text.site_memory import SiteLines
from schemas.reasons import Reason
from schemas.records import Extracted, RawDocument, Rejection


def explain(
    target: str,
    out: Path,
    *,
    document: int,
    split: str | None,
    encoding: str | None,
    as_json: bool,
    page: Path | None = None,
) -> int:
    """Show what becomes of one document.

    Args:
        target: A raw file, a member of an archive, a page's address, or the id of a copy, article or reject.
        out: The dataset, for ids and for what recurs on its sites.
        document: Which document of a file with several, from 0.
        split: As for a backfill.
        encoding: As for a backfill.
        as_json: Print one JSON object.
        page: Write the view as one HTML page here instead of printing it; with `as_json`, both.

    Returns:
        0; 10 where the document cannot be read; 14 where the disk is full.

    Raises:
        SettingsError: There is no such file, id or document, or the page cannot be written there.
    """
    if encoding:
        check_encoding(encoding)
    settings = LoadSettings(split=split, encoding=encoding)
    if page is not None:
        _check_page(page, target)
    item = read_target(target, out, document, settings)
    if isinstance(item, Rejection):
        return _refused(item)
    cleaned = _clean(item, out)
    if isinstance(cleaned, PageFailure):
        return _refused(cleaned)
    extracted, units = cleaned
    if as_json:
        to_stdout(json_line(_as_json(item, extracted, units)))
    elif page is None:
        show(item, extracted, units)
    return DONE if page is None else _write(page, page_of(item, extracted, units))


def _check_page(page: Path, target: str) -> None:
    if page.is_dir():
        raise SettingsError(f"--html: expected a file to write, found a folder at {page}")
    if not page.absolute().parent.is_dir():
        raise SettingsError(f"--html: expected a folder at {page.absolute().parent}, found none")
    raw = next((p for p in (Path(target), *Path(target).parents) if p.is_file()), None)
    if raw is not None and page.exists() and page.samefile(raw):
        raise SettingsError(f"--html: expected a file other than the raw one, found {page}: raw files are never rewritten")


def _write(page: Path, html: str) -> int:
    try:
        page.write_text(html, encoding="utf-8", errors="replace")
    except OSError as error:
        if error.errno == errno.ENOSPC:
            say(f"--html: the disk is full: {page} is incomplete")
            return DISK_FULL
        raise SettingsError(f"--html: cannot write {page}: {error.strerror}") from error
    to_stderr(f"wrote {page}")
    return DONE


def _clean(raw: RawDocument, out: Path) -> tuple[Extracted, tuple[UnitFate, ...]] | PageFailure:
    """The article and the fate of each of its lines; a page (`.html`) has no lines to tell of."""
    if raw.media == "text":
        learnt = read_site_memory(DatasetPaths(out).site_memory, raw.provenance.source).get(raw.provenance.source)
        try:
            cleaned = clean_text(raw.text, hints=raw.hints, site=SiteLines(learnt) if learnt else None)
        except SeveralDocumentsError as error:
            return PageFailure(Reason.TOO_LARGE, str(error))
        return cleaned.extracted, cleaned.units
    with Sandbox() as sandbox:
        page = sandbox.extract(raw.text, raw.hints.url)
    return (page, ()) if isinstance(page, Extracted) else page


def _refused(what: Rejection | PageFailure) -> int:
    to_stdout(f"rejected, {what.reason}: {what.detail or ''}")
    return SOME_FAILED


def _as_json(raw: RawDocument, extracted: Extracted, units: tuple[UnitFate, ...]) -> dict[str, Any]:
    return {
        "document_id": raw.document_id,
        "provenance": dataclasses.asdict(raw.provenance),
        "extracted": dataclasses.asdict(extracted),
        "lines": [dataclasses.asdict(unit) for unit in units],
    }
