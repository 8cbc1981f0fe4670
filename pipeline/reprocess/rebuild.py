"""Documents that were cleaned again and the history in; the rows that differ from those there out, under the same ids."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from pipeline.copies.attach import Attached, Document, attach, document
from pipeline.copies.history import History
from pipeline.copies.index import INDEX_SCHEMA, index_run, next_number, sample
from pipeline.copies.recognise import Stamp
from pipeline.copies.story import Story, StoryRows, story_rows
from pipeline.copies.tokens import Texts, tokenise
from pipeline.marks.agencies import agency_id
from pipeline.reprocess.outcomes import Outcomes, Row
from pipeline.reprocess.report import ChangeReport
from pipeline.reprocess.selection import Selection
from schemas.tables import ARTICLES, COPIES, PARTITION_KEY, REJECTS

CHUNK_ARTICLES = 2_000
"""Articles rebuilt at once: about 100 MB with their copies."""

FROM_RAW = (
    "fetched_at",
    "source_kind",
    "source",
    "raw_uri",
    "raw_member",
    "raw_sha256",
    "raw_offset",
    "raw_length",
    "raw_record_id",
    "http_status",
)
"""Facts of the raw layer that a row keeps: a file that was moved or touched has not changed."""


@dataclass(slots=True)
class Rebuilt:
    """What is to be committed; only rows that differ."""

    articles: list[pa.Table] = field(default_factory=list)
    copies: list[pa.Table] = field(default_factory=list)
    rejects: list[pa.Table] = field(default_factory=list)
    replaced: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: {"articles": [], "copies": []})
    """Key and partition of rows that are replaced or removed."""
    samples: dict[str, Any] = field(default_factory=dict)
    """By article id, the index's hashes of canonical texts that changed."""
    first_number: int = 0
    """Of these texts in the index."""
    vanished: set[str] = field(default_factory=set)
    """Articles of which no copy is left."""
    articles_added: int = 0
    articles_revised: int = 0
    report: ChangeReport = field(default_factory=ChangeReport)

    def index_run(self) -> pa.Table:
        """The batch's part of the near-duplicate index."""
        return index_run(self.samples, self.first_number) if self.samples else INDEX_SCHEMA.empty_table()


def rebuild(selection: Selection, outcomes: Outcomes, history: History, stamp: Stamp) -> Rebuilt:
    """Write every affected article again from its documents as they are cleaned now.

    Which documents belong together does not change, but for documents that were refused before: they find their article as
    in any batch (what they tell of two earlier articles being one is left to the next batch). An article with a copy whose raw
    bytes are gone or have changed is kept as it is.

    Args:
        selection: The documents, and the articles they are copies of.
        outcomes: What became of them.
        history: The current snapshot.
        stamp: For rows that are written.
    """
    rebuilt = Rebuilt(first_number=next_number(history.index_runs()))
    rebuilt.report.changed["rejects"] = len(outcomes.became)
    rebuilt.report.same["rejects"] = outcomes.still_refused
    if outcomes.newly_refused:
        rebuilt.rejects.append(pa.Table.from_pylist(outcomes.newly_refused, schema=REJECTS))
        rebuilt.report.gained["rejects"] += len(outcomes.newly_refused)
    fresh = outcomes.rows(outcomes.newly_accepted)
    texts = Texts()
    documents = [_document(row, texts) for row in fresh.values()]
    attached = attach(documents, history, texts) if documents else Attached()
    joining: dict[str, list[Row]] = {}
    for document_id in sorted(fresh):
        joining.setdefault(attached.article_of[document_id], []).append(fresh[document_id])
    touched = [*selection.copies_of, *(a for a in joining if a not in selection.copies_of and a not in attached.heads)]
    touched.sort(key=lambda article_id: outcomes.cleaned.get(article_id, (0, 0)))  # parts are read in their order
    for article_ids in _chunks(touched, CHUNK_ARTICLES):
        _Chunk(article_ids, selection, outcomes, history, joining, stamp, rebuilt).run()
    new = [
        Story(
            article_id=article_id,
            documents=joining[article_id],
            article=None,
            copies=[],
            earlier_version=attached.earlier_version.get(article_id),
        )
        for article_id in attached.heads
    ]
    _write(rebuilt, [(story, story_rows(story, stamp, texts), None, {}) for story in new], texts)
    rebuilt.articles_added = len(new)
    return rebuilt


class _Chunk:
    """Some articles, with their rows as they are now."""

    def __init__(
        self,
        article_ids: Sequence[str],
        selection: Selection,
        outcomes: Outcomes,
        history: History,
        joining: dict[str, list[Row]],
        stamp: Stamp,
        rebuilt: Rebuilt,
    ) -> None:
        self.selection, self.outcomes, self.joining, self.stamp, self.rebuilt = selection, outcomes, joining, stamp, rebuilt
        self.articles = {row["article_id"]: row for row in history.articles(article_ids).to_pylist()}
        self.copies: dict[str, list[Row]] = {article_id: [] for article_id in self.articles}
        for row in history.copies_of(article_ids).to_pylist():
            self.copies[row["article_id"]].append(row)
        self.cleaned = outcomes.rows([c["copy_id"] for rows in self.copies.values() for c in rows])

    def run(self) -> None:
        """Rebuild each article and keep what differs."""
        written: list[tuple[Story, StoryRows, Row | None, dict[str, Row]]] = []
        texts = Texts()
        for article_id, article in self.articles.items():
            copies = self.copies[article_id]
            if article_id not in self.selection.copies_of:
                story = self._story(article_id, article, copies, [])
                written.append((story, story_rows(story, self.stamp, texts), article, {c["copy_id"]: c for c in copies}))
                continue
            ids = [c["copy_id"] for c in copies]
            refused = [c for c in copies if c["copy_id"] in self.outcomes.rejected]
            if any(i not in self.cleaned and i not in self.outcomes.rejected for i in ids):
                self.rebuilt.report.unread += 1
                continue
            self._refuse(refused)
            left = [c for c in copies if c not in refused]
            if not left and article_id not in self.joining:
                self._remove(article)
                continue
            again = [self.cleaned[c["copy_id"]] | {name: c[name] for name in FROM_RAW} for c in left]
            story = self._story(article_id, article, left, again)
            written.append((story, story_rows(story, self.stamp, texts), article, {c["copy_id"]: c for c in left}))
        _write(self.rebuilt, written, texts)

    def _story(self, article_id: str, article: Row, copies: list[Row], again: list[Row]) -> Story:
        documents = [*again, *self.joining.get(article_id, [])]
        head = next((c for c in self.copies[article_id] if c["related_article_id"]), None)
        related = {head["relation"]: head["related_article_id"]} if head else {}
        return Story(
            article_id=article_id,
            documents=documents,
            article=article,
            copies=copies,
            earlier_version=related.get("update"),
            alias_of=related.get("canonical"),
        )

    def _refuse(self, copies: list[Row]) -> None:
        if copies:
            rows = [self.outcomes.rejected[c["copy_id"]] | {"run_id": self.stamp.run_id} for c in copies]
            self.rebuilt.rejects.append(pa.Table.from_pylist(rows, schema=REJECTS))
            self.rebuilt.replaced["copies"] += [(c["copy_id"], c[PARTITION_KEY]) for c in copies]
            self.rebuilt.report.lost["copies"] += len(copies)
            self.rebuilt.report.gained["rejects"] += len(copies)

    def _remove(self, article: Row) -> None:
        self.rebuilt.vanished.add(article["article_id"])
        self.rebuilt.replaced["articles"].append((article["article_id"], article[PARTITION_KEY]))
        self.rebuilt.report.lost["articles"] += 1


def _write(rebuilt: Rebuilt, written: list[tuple[Story, StoryRows, Row | None, dict[str, Row]]], texts: Texts) -> None:
    """Keep the rows that differ from those there; values are compared as the tables hold them."""
    if not written:
        return
    articles = pa.Table.from_pylist([_with_revision(w, old) for _, w, old, _ in written], schema=ARTICLES)
    copies = pa.Table.from_pylist([row for _, w, _, _ in written for row in w.copies], schema=COPIES)
    before = {key: row for _, _, _, old in written for key, row in old.items()}
    keep_articles = []
    for row, (story, rows, old, _) in zip(articles.to_pylist(), written, strict=True):
        keep_articles.append(_keep(rebuilt, "articles", row["article_id"], old, row))
        if old is None or row["text"] != old["text"]:
            canonical = next((d for d in story.documents if d["document_id"] == rows.canonical_id), None)
            if canonical is not None:
                rebuilt.samples[row["article_id"]] = _document(canonical, texts).sample
        rebuilt.articles_revised += old is not None and rows.canonical_changed
    keep_copies = [_keep(rebuilt, "copies", row["copy_id"], before.get(row["copy_id"]), row) for row in copies.to_pylist()]
    rebuilt.articles.append(articles.filter(pa.array(keep_articles, pa.bool_())))
    rebuilt.copies.append(copies.filter(pa.array(keep_copies, pa.bool_())))


def _keep(rebuilt: Rebuilt, table: str, key: str, old: Row | None, new: Row) -> bool:
    if old is None:
        rebuilt.report.gained[table] += 1
        return True
    if not rebuilt.report.compare(table, key, old, new):
        return False
    rebuilt.replaced[table].append((key, old[PARTITION_KEY]))
    return True


def _with_revision(written: StoryRows, old: Row | None) -> Row:
    """A row that the same copy stands for is no revision, however its text is cleaned now."""
    if old is None or written.canonical_changed:
        return written.article
    return written.article | {"revision": old["revision"]}


def _document(row: Row, texts: Texts) -> Document:
    own = bool(row["outlet"]) and agency_id(row["outlet"]) is not None
    return document(row["document_id"], texts.tokens(row["text"]), row["title"], row["published_date"], from_agency=own)


def _chunks(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (items[i : i + size] for i in range(0, len(items), size))


def index_parts(articles: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The near-duplicate index of articles as they are: one sorted run for each piece.

    Args:
        articles: Rows with `article_id` and `text`.
    """
    first = 0
    for piece in articles:
        pairs = zip(piece["article_id"].to_pylist(), piece["text"].to_pylist(), strict=True)
        yield index_run({i: sample(tokenise(text)) for i, text in pairs}, first)
        first += piece.num_rows


def unlink_vanished(rebuilt: Rebuilt, updates: pa.Table) -> None:
    """Make heads of what were updates or aliases of articles that are gone.

    Args:
        rebuilt: Gets the changed rows.
        updates: Rows of `copies`, with `published_month`, whose `related_article_id` is gone.
    """
    names = set(itertools.chain.from_iterable(t["copy_id"].to_pylist() for t in rebuilt.copies))
    rows = [row | {"relation": "canonical", "related_article_id": None} for row in updates.to_pylist()]
    rebuilt.copies = [_unlinked(t, rebuilt.vanished) for t in rebuilt.copies]
    left = [
        row
        for row in rows
        if row["copy_id"] not in names and (row["copy_id"], row[PARTITION_KEY]) not in rebuilt.replaced["copies"]
    ]
    if left:
        rebuilt.copies.append(pa.Table.from_pylist([{n: r[n] for n in COPIES.names} for r in left], schema=COPIES))
        rebuilt.replaced["copies"] += [(row["copy_id"], row[PARTITION_KEY]) for row in left]


def _unlinked(copies: pa.Table, vanished: set[str]) -> pa.Table:
    rows = copies.to_pylist()
    for row in rows:
        if row["related_article_id"] in vanished:
            row |= {"relation": "canonical", "related_article_id": None}
    return pa.Table.from_pylist(rows, schema=COPIES)
