"""A batch's documents in, the article of each out: the best-matching one that exists, else a new one of its own.

An article of several copies is asked through two of them: a document joins by the two that it matches best. So a copy that
its outlet rewrote is known by one that stands nearer, while a text made of two stories, or a template, does not chain
articles together through one member (docs/decisions).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.copies.digests import set_digests_apart
from pipeline.copies.groups import Groups
from pipeline.copies.history import History
from pipeline.copies.index import CandidateSearch, candidates, sample
from pipeline.copies.matches import SURE, Copy, Match, find_matches
from pipeline.copies.tokens import Hashes, Texts, Tokens
from pipeline.copies.updates import is_update, time_after

JOIN_ALONE = SURE
"""Probability at which a document joins an article by one copy, all there is: two daily lists under one standing introduction
reach 0.96. What waits here for a second witness is not lost (`pipeline.copies.groups`)."""
JOIN_BY_TWO = 0.7
"""The mean of the two best copies: two witnesses of middling certainty are surer than one. Both by cross-validation, for real
false joins below 1.5 % (`benchmarks/train_copies.py`). At 0.6 a brief under its site's notices joined the cuts of another
story that kept little but the same notices."""


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
    aliases: dict[str, str] = field(default_factory=dict)
    """Of earlier articles found to be one with another just now: that other one's id."""


def document(document_id: str, tokens: Tokens, title: str | None, published: date | None, *, from_agency: bool) -> Document:
    """Prepare one document."""
    return Document(document_id, tokens, sample(tokens), title, published, from_agency)


def attach(documents: Sequence[Document], history: History, texts: Texts, search: CandidateSearch = candidates) -> Attached:
    """Find each document's article.

    The documents' order does not matter: they are taken agencies first, then fuller before shorter, then by date and id, so
    that a cut copy meets the whole story.

    Args:
        documents: A batch.
        history: Earlier batches.
        texts: The tokens of the batch's texts; gets those of earlier copies.
        search: Finds candidates among earlier batches.
    """
    first_printed: dict[bytes, Document] = {}
    for doc in sorted(documents, key=_precedence):
        first_printed.setdefault(doc.tokens.words.tobytes(), doc)
    ordered = list(first_printed.values())
    copies = [Copy(d.document_id, None, d.tokens, d.title, d.published) for d in ordered]
    found = find_matches(copies, [d.sample for d in ordered], history, texts, search)
    digests = set_digests_apart(copies, found, history, texts, search)
    groups = Groups(found.aliases, found.updates, digests)
    attached = Attached(aliases=groups.aliases)
    for doc, copy, matches in zip(ordered, copies, found.matches, strict=True):
        by_group = _by_group(matches, attached, groups)
        same, updated = _best(doc, by_group, groups)
        article_id = attached.article_of[doc.document_id] = same or doc.document_id
        if same is None:
            attached.heads[doc.document_id] = doc
            for earlier in updated:
                groups.keep_apart(doc.document_id, earlier)
                attached.earlier_version[doc.document_id] = min(updated)
        groups.add(article_id, copy)
        for group in sorted(by_group, key=lambda g: (-max(m.probability for m in by_group[g]), g)):
            groups.ask(copy, article_id, group, by_group[group])
    for doc in documents:
        first = first_printed[doc.tokens.words.tobytes()].document_id
        attached.article_of[doc.document_id] = groups.of(attached.article_of[first])
    attached.heads = {i: doc for i, doc in attached.heads.items() if groups.of(i) == i}
    attached.earlier_version = {i: groups.of(e) for i, e in attached.earlier_version.items() if i in attached.heads}
    return attached


def _precedence(doc: Document) -> tuple[bool, int, date, str]:
    return (not doc.from_agency, -len(doc.tokens.words), doc.published or date.max, doc.document_id)


def _by_group(matches: Sequence[Match], attached: Attached, groups: Groups) -> dict[str, list[Match]]:
    """A document's matches by the group of articles that each speaks for."""
    by_group: dict[str, list[Match]] = {}
    for match in matches:
        if match.copy.article_id is not None:
            groups.add(match.copy.article_id, match.copy)
        article_id = match.copy.article_id or attached.article_of[match.copy.name]
        by_group.setdefault(groups.of(article_id), []).append(match)
    return by_group


def _best(doc: Document, matches: Mapping[str, Sequence[Match]], groups: Groups) -> tuple[str | None, list[str]]:
    """The article this document is a copy of, and else those that it is a later version of.

    Args:
        doc: The document.
        matches: By group of articles, those of its copies that share something with the document.
        groups: For how many copies the document could have matched.
    """
    best: tuple[float, str] | None = None
    updated: list[str] = []
    for article_id in sorted(matches):
        ranked = sorted(matches[article_id], key=lambda m: (-m.probability, m.copy.name))
        first = ranked[0]
        witnesses = min(2, groups.size(article_id))
        score = sum(m.probability for m in ranked[:witnesses]) / witnesses
        joins = first.probability == 1.0 or score >= (JOIN_ALONE if witnesses == 1 else JOIN_BY_TWO)
        # Ties go to the lowest id, so that the answer does not depend on the order of the candidates.
        if joins and not first.new_lead and (best is None or score > best[0]):
            best = (score, article_id)
        if is_update(first.evidence, time_after(doc.published, first.copy.published), doc.title, first.copy.title):
            updated.append(article_id)
    return (best[1], []) if best is not None else (None, updated)
