"""A batch of cleaned documents and the history in; the rows of `articles` and `copies` that they bring or change out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from pipeline.copies.attach import Document, attach, document
from pipeline.copies.history import History
from pipeline.copies.index import CandidateSearch, candidates, index_run, next_number
from pipeline.copies.story import HEADS, Story, story_rows
from pipeline.copies.tokens import Texts
from pipeline.marks.agencies import agency_id
from schemas.tables import ARTICLES, COPIES, PARTITION_KEY


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What rows written now say of their writing."""

    run_id: str
    pipeline_version: str
    now: datetime
    """Aware UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a batch does to the tables."""

    articles: pa.Table
    """Rows to insert, or to replace by key; schema `ARTICLES`."""
    copies: pa.Table
    """The same; schema `COPIES`."""
    replaced_articles: pa.Table
    """Key and `published_month` of the earlier rows that `articles` replaces."""
    replaced_copies: pa.Table
    """The same of `copies`."""
    index_run: pa.Table
    """Schema `pipeline.copies.index.INDEX_SCHEMA`."""
    articles_added: int
    articles_revised: int


def recognise_copies(batch: pa.Table, history: History, stamp: Stamp, search: CandidateSearch = candidates) -> Recognised:
    """Find the article of each document and write the rows that follow.

    Every article has exactly one head among its copies: `canonical`, or `update` where the article is a later version of
    another. Rows that the batch does not touch are not in the outcome. Of two earlier articles that are found to be one, the
    head of the one that gets no more copies names the other in `related_article_id`; ids do not move.

    Args:
        batch: Schema `schemas.records.CLEANED`, ids unique and new; the order of rows does not matter.
        history: Earlier batches.
        stamp: For `run_id`, `pipeline_version` and `ingested_at`.
        search: Finds candidates among earlier batches; another engine's finds the same.
    """
    first_number = next_number(history.index_runs())
    rows = {row["document_id"]: row for row in batch.to_pylist()}
    texts = Texts()
    known = {document_id: _document(row, texts) for document_id, row in rows.items()}
    attached = attach(list(known.values()), history, texts, search)
    members: dict[str, list[dict[str, Any]]] = {}
    for document_id in sorted(rows):
        members.setdefault(attached.article_of[document_id], []).append(rows[document_id])
    old = _earlier(history, [article_id for article_id in members if article_id not in attached.heads])
    stories = [
        Story(
            article_id=article_id,
            documents=new,
            article=old[article_id][0] if article_id in old else None,
            copies=old[article_id][1] if article_id in old else [],
            earlier_version=attached.earlier_version.get(article_id),
        )
        for article_id, new in sorted(members.items())
    ]
    written = [story_rows(story, stamp, texts) for story in stories]
    aliases = _alias_heads(history, attached.aliases, stamp)
    samples = {w.article["article_id"]: known[w.canonical_id].sample for w in written if w.canonical_changed}
    return Recognised(
        articles=pa.Table.from_pylist([w.article for w in written], schema=ARTICLES),
        copies=pa.Table.from_pylist([c for w in written for c in w.copies] + aliases, schema=COPIES),
        replaced_articles=_keys("article_id", [w.replaced_article for w in written if w.replaced_article]),
        replaced_copies=_keys("copy_id", [r for w in written for r in w.replaced_copies] + _places("copy_id", aliases)),
        index_run=index_run(samples, first_number),
        articles_added=sum(w.replaced_article is None for w in written),
        articles_revised=sum(w.canonical_changed and w.replaced_article is not None for w in written),
    )


def _document(row: dict[str, Any], texts: Texts) -> Document:
    own = bool(row["outlet"]) and agency_id(row["outlet"]) is not None
    tokens = texts.tokens(row["text"])
    return document(row["document_id"], tokens, row["title"], row["published_date"], from_agency=own)


def _earlier(history: History, article_ids: list[str]) -> dict[str, tuple[dict[str, Any], list[dict[str, Any]]]]:
    if not article_ids:
        return {}
    found: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
        row["article_id"]: (row, []) for row in history.articles(article_ids).to_pylist()
    }
    for copy in history.copies_of(article_ids).to_pylist():
        found[copy["article_id"]][1].append(copy)
    return found


def _alias_heads(history: History, aliases: Mapping[str, str], stamp: Stamp) -> list[dict[str, Any]]:
    """The head rows of articles found to be one with another, with `published_month`; no other row of theirs changes."""
    written = {"run_id": stamp.run_id, "pipeline_version": stamp.pipeline_version, "ingested_at": stamp.now}
    return [
        row | {"relation": "canonical", "related_article_id": aliases[row["article_id"]]} | written
        for row in (history.copies_of(sorted(aliases)).to_pylist() if aliases else [])
        if row["relation"] in HEADS
    ]


def _places(key: str, rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row[key], row[PARTITION_KEY]) for row in rows]


def _keys(key: str, places: list[tuple[str, str]]) -> pa.Table:
    columns = {key: [k for k, _ in places], PARTITION_KEY: [m for _, m in places]}
    return pa.table(columns, schema=pa.schema([(key, pa.string()), (PARTITION_KEY, pa.string())]))
