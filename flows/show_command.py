"""`copydesk show`: an article's or a document's id in; the story's copies, and what each outlet changed, out."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.dataset as ds
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.console import PLAIN_WIDTH, to_stdout
from flows.json_output import json_line
from flows.settings import SettingsError
from pipeline.copies.paragraphs import Paragraph, compare_paragraphs, compare_words
from pipeline.dataset.dataset import Dataset

ID = re.compile(r"[0-9a-f]{4,32}\Z")
"""An id, or its beginning: four characters tell the documents of a small dataset apart."""
LISTED = 5
"""So many ids of an ambiguous beginning are named."""
COLUMNS = (
    "copy_id",
    "relation",
    "outlet",
    "domain",
    "url",
    "title",
    "published_at",
    "published_date",
    "lag_seconds",
    "similarity",
    "containment",
    "changes",
    "agencies",
    "byline",
    "dateline",
    "source",
    "related_article_id",
)
"""What is told of a copy; `--json` gives all of it."""
ARTICLE_COLUMNS = (
    "article_id",
    "title",
    "agencies",
    "agency_evidence",
    "outlet",
    "url",
    "language",
    "word_count",
    "copy_count",
    "outlet_count",
    "first_published_at",
    "last_published_at",
    "published_date",
    "revision",
)
STYLES = {"kept": "", "edited": "yellow", "moved": "cyan", "added": "green", "cut": "red"}
MARKS = {"kept": " ", "edited": "~", "moved": ">", "added": "+", "cut": "-"}


def show(target: str, out: Path, *, diff: bool, as_json: bool) -> int:
    """Show one story.

    Args:
        target: The id of an article or of a copy, or the beginning of one.
        out: The dataset.
        diff: Also what each outlet did, paragraph by paragraph; of a single copy, where its id was given.
        as_json: Print one JSON object.

    Raises:
        SettingsError: There is no such id, or several begin so.
    """
    if not ID.match(target):
        raise SettingsError(f"show: expected an id of 32 hex characters, or at least its first four, found {target!r}")
    dataset = Dataset.open(out)
    article_id, copy_id = _resolve(dataset, target, out)
    article = dataset.scan("articles").to_table(filter=ds.field("article_id") == article_id).to_pylist()[0]
    rows = dataset.scan("copies").to_table(filter=ds.field("article_id") == article_id).to_pylist()
    rows.sort(key=_by_time)
    later = (
        dataset.scan("copies")
        .to_table(columns=["article_id", "relation"], filter=ds.field("related_article_id") == article_id)
        .to_pylist()
    )
    story = {
        "article": {name: article[name] for name in ARTICLE_COLUMNS},
        "copies": [{name: row[name] for name in COLUMNS} for row in rows],
        "later_versions": sorted(r["article_id"] for r in later if r["relation"] == "update"),
        "aliases": sorted(r["article_id"] for r in later if r["relation"] == "canonical"),
    }
    diffs: dict[str, list[Paragraph]] = {}
    if diff:
        wanted = [r for r in rows if (r["copy_id"] == copy_id if copy_id else r["similarity"] is not None)]
        diffs = {r["copy_id"]: compare_paragraphs(r["text"] or article["text"], article["text"]) for r in wanted}
    if as_json:
        to_stdout(json_line(story | _diffs_as_json(diffs)))
    else:
        _show(story, diffs, copy_id)
    return 0


def _resolve(dataset: Dataset, target: str, out: Path) -> tuple[str, str | None]:
    """The article meant, and the copy where one of its copies was named rather than the article."""
    if dataset.snapshot() is None:
        raise SettingsError(f"show: expected articles in {out}, found an empty dataset")
    columns = ["article_id", "copy_id"]
    begins = pc.starts_with(ds.field("article_id"), target) | pc.starts_with(ds.field("copy_id"), target)
    rows = dataset.scan("copies").to_table(columns=columns, filter=begins).to_pylist()
    articles = {r["article_id"] for r in rows if r["article_id"].startswith(target)}
    copies = {r["copy_id"]: r["article_id"] for r in rows if r["copy_id"].startswith(target)}
    meant = sorted(articles | set(copies))
    if not meant:
        raise SettingsError(f"show: expected the id of an article or a copy in {out}, found {target}")
    if len(meant) > 1:
        named = ", ".join(meant[:LISTED]) + (", …" if len(meant) > LISTED else "")
        raise SettingsError(f"show: expected an id that is alone, found {len(meant)} that begin with {target}: {named}")
    (one,) = meant
    return (one, None) if one in articles else (copies[one], one)


def _by_time(row: dict[str, Any]) -> tuple[bool, str, bool, str]:
    """Earliest first, undated last; the canonical copy before others of the same moment."""
    when = row["published_at"] or row["published_date"]
    return (when is None, when.isoformat() if when else "", row["similarity"] is not None, row["copy_id"])


def _show(story: dict[str, Any], diffs: dict[str, list[Paragraph]], marked: str | None) -> None:
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns if terminal else PLAIN_WIDTH
    console = Console(width=width, no_color=not terminal, highlight=False, markup=False)
    article, copies = story["article"], story["copies"]
    console.print(Text(article["title"] or "(no title)", style="bold"))
    wire = f", {'/'.join(article['agencies'])} ({article['agency_evidence']})" if article["agencies"] else ""
    console.print(
        f"{article['article_id']}  {article['copy_count']} copies, {article['outlet_count']} outlets{wire}, "
        f"{article['word_count']} words, revision {article['revision']}"
    )
    for copy in copies:
        if copy["related_article_id"]:
            told = "a later version of" if copy["relation"] == "update" else "found to be one with"
            console.print(f"{told} {copy['related_article_id']}")
    for article_id in story["aliases"]:
        console.print(f"one with this: {article_id}")
    for article_id in story["later_versions"]:
        console.print(f"later version: {article_id}")
    console.print()
    console.print(_copies(copies, marked))
    for copy in copies:
        if copy["copy_id"] in diffs:
            console.print()
            console.print(Text(f"{_name(copy)}  {copy['copy_id']}  {copy['relation']}", style="bold"))
            if copy["title"] and copy["title"] != article["title"]:
                console.print(Text(f"headline: {copy['title']}"))
            for paragraph in diffs[copy["copy_id"]]:
                console.print(_paragraph(paragraph))


def _copies(copies: list[dict[str, Any]], marked: str | None) -> Table:
    view = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1))
    for name in ("", "outlet", "published", "after", "relation", "similar", "contained", "what it did", "id"):
        view.add_column(
            name, justify="right" if name in ("after", "similar", "contained") else "left", no_wrap=name != "what it did"
        )
    for copy in copies:
        view.add_row(
            "*" if copy["copy_id"] == marked else "",
            _name(copy),
            f"{copy['published_at']:%Y-%m-%d %H:%M}Z" if copy["published_at"] else str(copy["published_date"] or ""),
            _lag(copy["lag_seconds"]),
            copy["relation"],
            "" if copy["similarity"] is None else f"{copy['similarity']:.0%}",
            "" if copy["containment"] is None else f"{copy['containment']:.0%}",
            " ".join(copy["changes"]),
            copy["copy_id"],
        )
    return view


def _name(copy: dict[str, Any]) -> str:
    return str(copy["outlet"] or copy["domain"] or copy["source"])


def _lag(seconds: int | None) -> str:
    if seconds is None:
        return ""
    days, rest = divmod(seconds, 86_400)
    return (f"{days}d " if days else "") + f"{rest // 3600}:{rest % 3600 // 60:02}"


def _paragraph(paragraph: Paragraph) -> Text:
    """One paragraph with its mark; in an edited one the canonical words in [- -] and the copy's in {+ +}."""
    line = Text(f"{MARKS[paragraph.kind]} ")
    if paragraph.canonical is None or paragraph.copy is None or paragraph.kind == "kept":
        return line.append(paragraph.copy or paragraph.canonical or "", style=STYLES[paragraph.kind])
    for words in compare_words(paragraph.canonical, paragraph.copy):
        if words.kind == "same":
            line.append(words.text + " ", style=STYLES["moved"] if paragraph.kind == "moved" else "")
        else:
            old = words.kind == "old"
            line.append(f"[-{words.text}-] " if old else f"{{+{words.text}+}} ", style=STYLES["cut" if old else "added"])
    return line


def _diffs_as_json(diffs: dict[str, list[Paragraph]]) -> dict[str, Any]:
    if not diffs:
        return {}
    return {"diffs": {copy_id: [_paragraph_as_json(p) for p in found] for copy_id, found in diffs.items()}}


def _paragraph_as_json(paragraph: Paragraph) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": paragraph.kind, "canonical": paragraph.canonical, "copy": paragraph.copy}
    if paragraph.kind == "edited":
        words = compare_words(paragraph.canonical or "", paragraph.copy or "")
        told["words"] = [{"kind": w.kind, "text": w.text} for w in words]
    return told
