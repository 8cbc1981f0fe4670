"""A batch's documents in, the article of each out: the best-matching one that exists, else a new one of its own.

An article of several copies is asked through two of them: a document joins by the two that it matches best. So a copy that
its outlet rewrote is known by one that stands nearer, while a text made of two stories, or a template, does not chain
articles together through one member (docs/decisions).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.copies.compare import Evidence, weigh
from pipeline.copies.history import History
from pipeline.copies.index import candidates, candidates_within, sample
from pipeline.copies.tokens import Hashes, Tokens, tokenise
from pipeline.copies.verifier import load_verifier

JOIN_ALONE = 0.8
"""Probability at which a document joins an article by one copy: all there is, or all that was told."""
JOIN_BY_TWO = 0.6
"""The mean of the two best copies: two witnesses of middling certainty are surer than one. Both chosen by
cross-validation, for real false joins below 1.5 % (`benchmarks/train_copies.py`)."""
WITNESSES = 6
"""Earlier copies, besides the canonical one, that a document is compared with."""
OUT_OF_QUESTION = 0.05
"""Below this probability for the canonical copy the others are not asked."""
UPDATE_COVERAGE = 0.35
"""A later version keeps at least this share of the shorter text, in one place or another."""
UPDATE_NEWS = 0.5
"""Where the two leads together share less than this with the other text, and a day lies between, the news is new, however much
of the background was kept."""
UPDATE_KEPT = 0.75
"""Above this coverage of the shorter text the new lead is a sub-editor's."""
UPDATE_TITLE = 0.3
"""And this share of the two headlines' words."""
UPDATE_NUMBERS = 0.5
"""And this share of the figures: a daily report in the same words with other figures is a template, not an update."""
UPDATE_DAYS = timedelta(days=3)
"""A running story's next version follows within days."""

PAIRS_AT_ONCE = 2_000
"""Pairs weighed by one set of array operations: enough to spread their cost; all of a batch's at once took 150 MB."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a batch as recognition sees it."""

    document_id: str
    tokens: Tokens
    sample: Hashes
    title: str | None
    published: date | None
    from_agency: bool
    """Whether its publisher is a wire agency itself."""


@dataclass(slots=True)
class Attached:
    """What became of the documents of a batch."""

    article_of: dict[str, str] = field(default_factory=dict)
    """Article id by document id."""
    earlier_version: dict[str, str] = field(default_factory=dict)
    """For new articles that are updates: the id of the earlier version's article."""
    heads: dict[str, Document] = field(default_factory=dict)
    """New articles' first documents, by article id."""


@dataclass(frozen=True, slots=True)
class _Copy:
    """A text that a document may be a copy of: one of an earlier batch, or a document before it in this one."""

    copy_id: str
    article_id: str | None
    """None where its own batch has still to tell."""
    tokens: Tokens
    title: str | None
    published: date | None


@dataclass(frozen=True, slots=True)
class _Match:
    """What speaks for a document being a version of a copy's story."""

    copy: _Copy
    probability: float
    evidence: NDArray[np.float32]


def document(document_id: str, text: str, title: str | None, published: date | None, *, from_agency: bool) -> Document:
    """Prepare one document."""
    tokens = tokenise(text)
    return Document(document_id, tokens, sample(tokens), title, published, from_agency)


def attach(documents: Sequence[Document], history: History) -> Attached:
    """Find each document's article.

    The documents' order does not matter: they are taken agencies first, then fuller before shorter, then by date and id, so
    that a cut copy meets the whole story.

    Args:
        documents: A batch.
        history: Earlier batches.
    """
    attached = Attached()
    first_printed: dict[bytes, Document] = {}
    for doc in sorted(documents, key=_precedence):
        first_printed.setdefault(doc.tokens.words.tobytes(), doc)
    ordered = list(first_printed.values())
    matches = _matches(ordered, history)
    sizes: dict[str, set[str]] = {}
    for doc, found in zip(ordered, matches, strict=True):
        by_article: dict[str, list[_Match]] = {}
        for match in found:
            by_article.setdefault(match.copy.article_id or attached.article_of[match.copy.copy_id], []).append(match)
        for article_id, of_article in by_article.items():
            sizes.setdefault(article_id, set()).update(m.copy.copy_id for m in of_article if m.copy.article_id)
        same, related = _best(doc, by_article, {a: len(sizes[a]) for a in by_article})
        if same is None:
            attached.heads[doc.document_id] = doc
            if related is not None:
                attached.earlier_version[doc.document_id] = related
        article_id = same or doc.document_id
        attached.article_of[doc.document_id] = article_id
        sizes.setdefault(article_id, set()).add(doc.document_id)
    for doc in documents:
        attached.article_of[doc.document_id] = attached.article_of[first_printed[doc.tokens.words.tobytes()].document_id]
    return attached


def _precedence(doc: Document) -> tuple[bool, int, date, str]:
    return (not doc.from_agency, -len(doc.tokens.words), doc.published or date.max, doc.document_id)


def _matches(ordered: Sequence[Document], history: History) -> list[list[_Match]]:
    """For each document the copies it may belong to, weighed: of earlier batches, and of this one before it."""
    found: list[list[_Match]] = [[] for _ in ordered]
    found_in = candidates({n: d.sample for n, d in enumerate(ordered)}, history.index_runs())
    heads = _canonical_copies(history, {i for ids in found_in.values() for i in ids})
    _weigh(ordered, found, [(n, heads[i]) for n, ids in found_in.items() for i in ids if i in heads])
    asked = [(n, m.copy.article_id) for n, ms in enumerate(found) for m in ms if m.probability >= OUT_OF_QUESTION]
    others = _other_copies(history, {article_id for _, article_id in asked if article_id is not None})
    _weigh(ordered, found, [(n, copy) for n, article_id in asked for copy in others.get(article_id or "", ())])
    own = [_Copy(d.document_id, None, d.tokens, d.title, d.published) for d in ordered]
    _weigh(ordered, found, [(n, own[m]) for n, m in candidates_within([d.sample for d in ordered]).tolist()])
    return found


def _weigh(ordered: Sequence[Document], found: list[list[_Match]], pairs: Sequence[tuple[int, _Copy]]) -> None:
    """Add to each document's matches those with these copies."""
    for start in range(0, len(pairs), PAIRS_AT_ONCE):
        some = pairs[start : start + PAIRS_AT_ONCE]
        rows = weigh([(ordered[n].tokens, copy.tokens) for n, copy in some])
        for (n, copy), row, probability in zip(some, rows, load_verifier().probability(rows).tolist(), strict=True):
            same = np.array_equal(ordered[n].tokens.words, copy.tokens.words)
            found[n].append(_Match(copy, 1.0 if same else probability, row))


def _canonical_copies(history: History, article_ids: Iterable[str]) -> dict[str, _Copy]:
    wanted = sorted(article_ids)
    if not wanted:
        return {}
    rows = history.articles(wanted).select(["article_id", "text", "title", "published_date"]).to_pylist()
    return {r["article_id"]: _Copy("", r["article_id"], tokenise(r["text"]), r["title"], r["published_date"]) for r in rows}


def _other_copies(history: History, article_ids: Iterable[str]) -> dict[str, list[_Copy]]:
    """Of each article at most `WITNESSES` copies with a text of their own, from all distances to the canonical one."""
    wanted = sorted(article_ids)
    if not wanted:
        return {}
    columns = ["copy_id", "article_id", "similarity", "text", "title", "published_date"]
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in history.copies_of(wanted).select(columns).to_pylist():
        if row["text"] is not None:
            rows.setdefault(row["article_id"], []).append(row)
    return {article_id: [_copy(row) for row in _spread(of_article)] for article_id, of_article in rows.items()}


def _spread(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ranked = sorted(rows, key=lambda r: (r["similarity"], r["copy_id"]))
    kept = np.unique(np.linspace(0, len(ranked) - 1, min(WITNESSES, len(ranked))).astype(int))
    return [ranked[i] for i in kept.tolist()]


def _copy(row: dict[str, Any]) -> _Copy:
    return _Copy(row["copy_id"], row["article_id"], tokenise(row["text"]), row["title"], row["published_date"])


def _best(doc: Document, matches: Mapping[str, Sequence[_Match]], sizes: Mapping[str, int]) -> tuple[str | None, str | None]:
    """The article this document is a copy of, and else the one it is a later version of.

    Args:
        doc: The document.
        matches: By article, those of its copies that share something with the document.
        sizes: By article, how many of its copies the document could have matched.
    """
    best: tuple[float, str] | None = None
    updated: list[str] = []
    for article_id in sorted(matches):
        ranked = sorted(matches[article_id], key=lambda m: -m.probability)
        witnesses = min(2, sizes[article_id])
        score = sum(m.probability for m in ranked[:witnesses]) / witnesses
        evidence = Evidence(*ranked[0].evidence.tolist())
        later = _later(doc, ranked[0].copy)
        joins = ranked[0].probability == 1.0 or score >= (JOIN_ALONE if witnesses == 1 else JOIN_BY_TWO)
        # Ties go to the lowest id, so that the answer does not depend on the order of the candidates.
        if joins and not _has_new_lead(evidence, later) and (best is None or score > best[0]):
            best = (score, article_id)
        if _is_update(doc, ranked[0].copy, evidence, later):
            updated.append(article_id)
    if best is not None:
        return best[1], None
    return None, min(updated, default=None)


def _is_update(doc: Document, copy: _Copy, evidence: Evidence, later: timedelta) -> bool:
    """Whether the document is a later version of the copy's running story: dated later, much the same, under a like title."""
    if evidence.short_covered < UPDATE_COVERAGE or evidence.figures_shared < UPDATE_NUMBERS:
        return False
    if not timedelta(0) <= later <= UPDATE_DAYS:
        return False
    ours, theirs = set((doc.title or "").casefold().split()), set((copy.title or "").casefold().split())
    return bool(ours | theirs) and len(ours & theirs) / len(ours | theirs) >= UPDATE_TITLE


def _has_new_lead(evidence: Evidence, later: timedelta) -> bool:
    """Whether days lie between two texts that share background but not the news on top."""
    new = evidence.lead_of_short + evidence.lead_of_long < UPDATE_NEWS and evidence.short_covered < UPDATE_KEPT
    return new and abs(later) >= timedelta(days=1)


def _later(doc: Document, copy: _Copy) -> timedelta:
    """How long after the copy the document was published; less than no time where either day is unknown."""
    if doc.published is None or copy.published is None:
        return -timedelta.resolution
    return doc.published - copy.published
