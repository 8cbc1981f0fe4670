"""A batch's documents in, the article of each out: the best-matching one that exists, else a new one of its own.

Documents are compared with articles, never joined through one another: a template or a shared statement would otherwise
chain stories together (docs/decisions).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain

import numpy as np

from pipeline.copies.compare import Evidence, compare
from pipeline.copies.history import History
from pipeline.copies.index import MAX_CANDIDATES, MAX_DOCUMENTS_PER_HASH, MIN_SHARED, candidates, sample
from pipeline.copies.tokens import Hashes, Tokens, contained, distinct, tokenise
from pipeline.copies.verifier import load_verifier

JOIN_PROBABILITY = 0.75
"""Where real false joins fall below 3 % on the wire set (`benchmarks/score_wire.py`); a missed copy is a second article, but a
wrong join loses one."""
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
class _Target:
    """An article a document may be a copy of."""

    article_id: str
    tokens: Tokens
    title: str | None
    published: date | None


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
    ordered = sorted(documents, key=_precedence)
    earlier = _earlier_candidates(ordered, history)
    heads = _Heads(ordered)
    attached = Attached()
    for number, doc in enumerate(ordered):
        same = heads.identical(doc)
        if same is None:
            targets = earlier.get(number, []) + heads.sharing(doc)
            same, related = _best(doc, targets)
            if same is None:
                attached.heads[doc.document_id] = doc
                if related is not None:
                    attached.earlier_version[doc.document_id] = related
                heads.add(doc)
        attached.article_of[doc.document_id] = same or doc.document_id
    return attached


def _precedence(doc: Document) -> tuple[bool, int, date, str]:
    return (not doc.from_agency, -len(doc.tokens.words), doc.published or date.max, doc.document_id)


def _earlier_candidates(ordered: Sequence[Document], history: History) -> Mapping[int, list[_Target]]:
    found = candidates({n: d.sample for n, d in enumerate(ordered)}, history.index_runs())
    wanted = sorted({i for ids in found.values() for i in ids})
    if not wanted:
        return {}
    rows = history.articles(wanted).select(["article_id", "text", "title", "published_date"]).to_pylist()
    targets = {r["article_id"]: _Target(r["article_id"], tokenise(r["text"]), r["title"], r["published_date"]) for r in rows}
    return {n: [targets[i] for i in ids if i in targets] for n, ids in found.items()}


class _Heads:
    """The articles that the batch itself has brought so far, by those of their sampled hashes that another document shares."""

    def __init__(self, documents: Sequence[Document]) -> None:
        every = np.sort(np.concatenate([np.empty(0, np.uint64), *(d.sample for d in documents)]))
        self._repeated = distinct(every[1:][every[1:] == every[:-1]])
        self._targets: list[_Target] = []
        self._by_hash: dict[int, list[int]] = {}
        self._by_words: dict[bytes, str] = {}

    def add(self, doc: Document) -> None:
        number = len(self._targets)
        self._targets.append(_Target(doc.document_id, doc.tokens, doc.title, doc.published))
        self._by_words[doc.tokens.words.tobytes()] = doc.document_id
        for value in self._shareable(doc):
            self._by_hash.setdefault(value, []).append(number)

    def identical(self, doc: Document) -> str | None:
        return self._by_words.get(doc.tokens.words.tobytes())

    def sharing(self, doc: Document) -> list[_Target]:
        owners = [self._by_hash.get(value, ()) for value in self._shareable(doc)]
        shared = Counter(chain.from_iterable(o for o in owners if len(o) <= MAX_DOCUMENTS_PER_HASH))
        most = sorted(((-n, number) for number, n in shared.items() if n >= MIN_SHARED))[:MAX_CANDIDATES]
        return [self._targets[number] for _, number in most]

    def _shareable(self, doc: Document) -> list[int]:
        shareable: list[int] = doc.sample[contained(doc.sample, self._repeated)].tolist()
        return shareable


def _best(doc: Document, targets: Sequence[_Target]) -> tuple[str | None, str | None]:
    """The article this document is a copy of, and else the one it is a later version of."""
    if not targets:
        return None, None
    evidence = [compare(doc.tokens, target.tokens) for target in targets]
    probabilities = load_verifier().probability(np.stack([e.row() for e in evidence]))
    for i, target in enumerate(targets):
        if np.array_equal(doc.tokens.words, target.tokens.words):
            probabilities[i] = 1.0
    # Ties go to the lowest id, so that the answer does not depend on the order of the candidates.
    best = min(range(len(targets)), key=lambda i: (-probabilities[i], targets[i].article_id))
    if probabilities[best] >= JOIN_PROBABILITY and not _has_new_lead(doc, targets[best], evidence[best]):
        return targets[best].article_id, None
    updated = [t for t, e in zip(targets, evidence, strict=True) if _is_update(doc, t, e)]
    return None, min((t.article_id for t in updated), default=None)


def _is_update(doc: Document, target: _Target, evidence: Evidence) -> bool:
    """Whether the document is a later version of the target's running story: dated later, much the same, under a like title."""
    if evidence.short_covered < UPDATE_COVERAGE or evidence.numbers_shared < UPDATE_NUMBERS:
        return False
    if not timedelta(0) <= _later(doc, target) <= UPDATE_DAYS:
        return False
    ours, theirs = set((doc.title or "").casefold().split()), set((target.title or "").casefold().split())
    return bool(ours | theirs) and len(ours & theirs) / len(ours | theirs) >= UPDATE_TITLE


def _has_new_lead(doc: Document, target: _Target, evidence: Evidence) -> bool:
    """Whether days lie between two texts that share background but not the news on top."""
    new = evidence.lead_of_short + evidence.lead_of_long < UPDATE_NEWS and evidence.short_covered < UPDATE_KEPT
    return new and abs(_later(doc, target)) >= timedelta(days=1)


def _later(doc: Document, target: _Target) -> timedelta:
    """How long after the target the document was published; less than no time where either day is unknown."""
    if doc.published is None or target.published is None:
        return -timedelta.resolution
    return doc.published - target.published
