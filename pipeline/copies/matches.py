"""A batch's documents and the history in; for each document the copies that it may belong with, weighed, out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from pipeline.copies.compare import Evidence, weigh
from pipeline.copies.history import History
from pipeline.copies.index import CandidateSearch, candidates_within
from pipeline.copies.tokens import Hashes, Texts, Tokens
from pipeline.copies.updates import has_new_lead, time_after
from pipeline.copies.verifier import load_verifier

WITNESSES = 6
"""Earlier copies, besides the canonical one, that a document is compared with."""
OUT_OF_QUESTION = 0.05
"""Below this probability for the canonical copy the others are not asked."""
SURE = 0.97
"""What a copy must say alone for a document to join it (`pipeline.copies.attach`)."""
HARDLY_EDITED = 0.88
"""Where two texts share so much of both, the same figures and the same names, the probability is at least `SURE`: the
verifier has seen few briefs of 80 words, in which one sub-edited sentence is a fifth of all shingles. By cross-validation
(`benchmarks/train_copies.py`) real copies joined 98.7 -> 99.0 %, those that a person read 8 -> 9 of 11, no false join more."""
HARDLY_EDITED_PROBABILITY = 0.9
"""And the verifier must think so too."""
HARDLY_EDITED_PASSAGES = 6.0
"""At most so many shared passages for each hundred shared words: a report whose slots take short words every day keeps its
figures and long words, but has twelve (`benchmarks/scale_copies.py`)."""
HARDLY_EDITED_TERMS = 0.9
"""Of the long words in either text this share is in both; one may have been corrected."""
HARDLY_EDITED_FIGURES = 0.75
"""Likewise of the figures, where all of one text's are in the other: a figure may have been added."""
DECIMALS = 6
"""Of the evidence, which is computed in single precision: nine tenths must not be 0.89999998."""
PAIRS_AT_ONCE = 2_000
"""Pairs weighed by one set of array operations: enough to spread their cost; all of a batch's at once took 150 MB."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A text that a document may be a copy of: one of an earlier batch, or a document of this one."""

    name: str
    """The same for no two copies."""
    article_id: str | None
    """None where its own batch has still to tell."""
    tokens: Tokens
    title: str | None
    published: date | None


@dataclass(frozen=True, slots=True)
class Match:
    """What speaks for a document being a version of a copy's story."""

    copy: Copy
    probability: float
    """1 for identical words, and only there."""
    evidence: Evidence
    new_lead: bool
    """Whether days lie between them and the news on top is another: then they are no copies, however probable."""


@dataclass(slots=True)
class Found:
    """What a batch has to choose from."""

    matches: list[list[Match]]
    """By document."""
    aliases: dict[str, str] = field(default_factory=dict)
    """Of earlier articles that were found to be one with another: that other one's id."""
    updates: dict[str, str] = field(default_factory=dict)
    """Of earlier articles that are updates: the id of the earlier version's article."""


def find_matches(
    batch: Sequence[Copy], samples: Sequence[Hashes], history: History, texts: Texts, search: CandidateSearch
) -> Found:
    """Weigh each document against copies of earlier batches, and of this one before it.

    Of an article that was found to be one with another, the copies of the other are asked as well.

    Args:
        batch: The documents, in the order in which they are taken.
        samples: The sample of each.
        history: Earlier batches.
        texts: Gets the tokens of their copies.
        search: Finds candidates among earlier batches.
    """
    found = Found([[] for _ in batch])
    found_in = search(dict(enumerate(samples)), history.index_runs())
    heads = canonical_copies(history, {i for ids in found_in.values() for i in ids}, texts)
    _match(batch, found, [(n, heads[i]) for n, ids in found_in.items() for i in ids if i in heads])
    asked = {(n, m.copy.article_id or "") for n, ms in enumerate(found.matches) for m in ms if m.probability >= OUT_OF_QUESTION}
    others = _other_copies(history, {article_id for _, article_id in asked}, found, texts)
    surviving = {(n, s) for n, article_id in asked for s in _followed(article_id, found.aliases)} - asked
    heads |= canonical_copies(history, {article_id for _, article_id in surviving} - set(heads), texts)
    _match(batch, found, [(n, heads[article_id]) for n, article_id in sorted(surviving)])
    _match(batch, found, [(n, copy) for n, article_id in sorted(asked | surviving) for copy in others.get(article_id, ())])
    _match(batch, found, [(n, batch[m]) for n, m in candidates_within(samples).tolist()])
    return found


def judge(pairs: Sequence[tuple[Copy, Copy]]) -> list[Match]:
    """Weigh pairs of copies: what speaks for the first being a version of the second's story."""
    judged: list[Match] = []
    for start in range(0, len(pairs), PAIRS_AT_ONCE):
        some = pairs[start : start + PAIRS_AT_ONCE]
        rows = weigh([(a.tokens, b.tokens) for a, b in some])
        for (a, b), row, probability in zip(some, rows.tolist(), load_verifier().probability(rows).tolist(), strict=True):
            evidence = Evidence(*(round(value, DECIMALS) for value in row))
            if np.array_equal(a.tokens.words, b.tokens.words):
                probability = 1.0
            elif probability >= HARDLY_EDITED_PROBABILITY and _hardly_edited(evidence):
                probability = max(probability, SURE)
            new_lead = has_new_lead(evidence, time_after(a.published, b.published))
            judged.append(Match(b, probability, evidence, new_lead))
    return judged


def _hardly_edited(evidence: Evidence) -> bool:
    """Whether two texts say the same, but for a word here and there."""
    return (
        min(evidence.short_covered, evidence.long_covered) >= HARDLY_EDITED
        and evidence.runs <= HARDLY_EDITED_PASSAGES
        and evidence.terms_jaccard >= HARDLY_EDITED_TERMS
        and evidence.figures_shared == 1.0
        and evidence.figures_jaccard >= HARDLY_EDITED_FIGURES
    )


def _match(batch: Sequence[Copy], found: Found, pairs: Sequence[tuple[int, Copy]]) -> None:
    """Add to each document's matches those with these copies."""
    for (n, _), match in zip(pairs, judge([(batch[n], copy) for n, copy in pairs]), strict=True):
        found.matches[n].append(match)


def _followed(article_id: str, aliases: dict[str, str]) -> Iterable[str]:
    """The articles that a reader comes to who follows the aliases."""
    while article_id in aliases:
        article_id = aliases[article_id]
        yield article_id


def canonical_copies(history: History, article_ids: Iterable[str], texts: Texts) -> dict[str, Copy]:
    """The canonical copies of earlier articles, by article id."""
    wanted = sorted(article_ids)
    if not wanted:
        return {}
    rows = history.articles(wanted).select(["article_id", "text", "title", "published_date"]).to_pylist()
    return {
        r["article_id"]: Copy(
            f"{r['article_id']} canonical", r["article_id"], texts.tokens(r["text"]), r["title"], r["published_date"]
        )
        for r in rows
    }


def _other_copies(history: History, article_ids: Iterable[str], found: Found, texts: Texts) -> dict[str, list[Copy]]:
    """Of each article at most `WITNESSES` copies with a text of their own, from all distances to the canonical one.

    Articles that these are aliases of come with them; what the heads say of other articles goes into `found`.
    """
    columns = ["copy_id", "article_id", "relation", "related_article_id", "similarity", "text", "title", "published_date"]
    rows: dict[str, list[dict[str, Any]]] = {}
    missing = set(article_ids)
    while missing:
        rows |= {article_id: [] for article_id in missing}
        for row in history.copies_of(sorted(missing)).select(columns).to_pylist():
            if row["text"] is not None:
                rows[row["article_id"]].append(row)
            if row["related_article_id"] is not None:
                links = found.updates if row["relation"] == "update" else found.aliases
                links[row["article_id"]] = row["related_article_id"]
        missing = {found.aliases[a] for a in missing if a in found.aliases} - set(rows)
    return {article_id: [_copy(row, texts) for row in _spread(of_article)] for article_id, of_article in rows.items()}


def _spread(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ranked = sorted(rows, key=lambda r: (r["similarity"], r["copy_id"]))
    kept = np.unique(np.linspace(0, len(ranked) - 1, min(WITNESSES, len(ranked))).astype(int))
    return [ranked[i] for i in kept.tolist()]


def _copy(row: dict[str, Any], texts: Texts) -> Copy:
    return Copy(row["copy_id"], row["article_id"], texts.tokens(row["text"]), row["title"], row["published_date"])
