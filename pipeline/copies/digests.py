"""A batch's matches in; which texts hold several stories, and the matches without what they would bring together, out.

A day's digest, a page of briefs, a mailbox dump in one text: every story in it matches it as an excerpt matches the whole,
and two copies of such a digest would be the two witnesses (`pipeline.copies.attach`) that make one article of all its stories.
What tells a digest from a long story with many cuts is where they stand: cuts of one story share a place in it, two
stories do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.copies.compare import Evidence, covered_words, share, shared_shingles
from pipeline.copies.history import History
from pipeline.copies.index import CandidateSearch, sample
from pipeline.copies.matches import OUT_OF_QUESTION, Copy, Found, Match, canonical_copies
from pipeline.copies.tokens import Texts

PART_COVERED = 0.75
"""A part stands in the long text for at least this share of its words: an outlet may have added a paragraph to it."""
WHOLE_COVERED = 0.75
"""What covers more of the long text than this is a version of all of it, not a part."""
MIN_PART_WORDS = 50
"""A shorter text may be a notice that stands below many stories."""
APART = 0.2
"""Two parts stand in different places where they share at most this of the smaller one's words."""
PARTS_ASKED = 32
"""The shortest parts: of a story's thousand cuts no two stand apart, and each pair is a comparison."""


@dataclass(frozen=True, slots=True)
class Digests:
    """The texts of several stories among those that a batch meets."""

    names: frozenset[str]
    """By `Copy.name`."""

    def bar(self, copy: Copy, match: Match) -> bool:
        """Whether the longer of two texts is a digest, and the other one no version of all of it."""
        return _longer(copy, match.copy).name in self.names and match.evidence.long_covered <= WHOLE_COVERED


def set_digests_apart(batch: Sequence[Copy], found: Found, history: History, texts: Texts, search: CandidateSearch) -> Digests:
    """Take out of `found` what is no match because one of the two texts holds another story as well.

    Which texts do is settled before any document joins an article, so it does not depend on the order of documents. A
    digest of an earlier batch is compared with the other copies of its article, and with what a new search finds, where a
    document stands between it and another article.

    Args:
        batch: The documents.
        found: Their matches; without the barred ones afterwards.
        history: Earlier batches.
        texts: Gets the tokens of their articles.
        search: Finds candidates among earlier batches.
    """
    long: dict[str, Copy] = {}
    parts: dict[str, dict[str, Copy]] = {}
    in_doubt: dict[str, Copy] = {}
    for copy, matches in zip(batch, found.matches, strict=True):
        for match in matches:
            if not _is_part(match.evidence):
                continue
            whole, part = _longer(copy, match.copy), _shorter(copy, match.copy)
            long[whole.name] = whole
            known = parts.setdefault(whole.name, {})
            known[part.name] = part
            if whole.article_id is not None:
                known |= {m.copy.name: m.copy for m in matches if m.copy.article_id == whole.article_id and m.copy is not whole}
                if _stands_between(matches, whole.article_id):
                    in_doubt[whole.name] = whole
    names = {name for name, known in parts.items() if _holds_several(long[name], known.values())}
    asked = [in_doubt[name] for name in sorted(set(in_doubt) - names)]
    for whole, more in zip(asked, _articles_within(asked, history, texts, search), strict=True):
        if _holds_several(whole, [*parts[whole.name].values(), *more]):
            names.add(whole.name)
    digests = Digests(frozenset(names))
    found.matches = [[m for m in matches if not digests.bar(copy, m)] for copy, matches in zip(batch, found.matches, strict=True)]
    return digests


def _is_part(evidence: Evidence) -> bool:
    return evidence.short_covered >= PART_COVERED and evidence.long_covered <= WHOLE_COVERED


def _longer(a: Copy, b: Copy) -> Copy:
    return b if len(a.tokens.words) <= len(b.tokens.words) else a


def _shorter(a: Copy, b: Copy) -> Copy:
    return a if len(a.tokens.words) <= len(b.tokens.words) else b


def _stands_between(matches: Sequence[Match], article_id: str) -> bool:
    """Whether a document matches another earlier article too."""
    return any(m.copy.article_id not in (None, article_id) and m.probability >= OUT_OF_QUESTION for m in matches)


def _articles_within(wholes: Sequence[Copy], history: History, texts: Texts, search: CandidateSearch) -> list[list[Copy]]:
    """Of each of these earlier texts the other articles that share most with it."""
    if not wholes:
        return []
    found = search({n: sample(whole.tokens) for n, whole in enumerate(wholes)}, history.index_runs())
    heads = canonical_copies(history, {i for ids in found.values() for i in ids}, texts)
    return [
        [heads[i] for i in found.get(n, ()) if i in heads and i != whole.article_id and heads[i].name != whole.name]
        for n, whole in enumerate(wholes)
    ]


def _holds_several(whole: Copy, texts: Iterable[Copy]) -> bool:
    """Whether two of these texts are parts of a long one in different places, under different headlines if they have any."""
    places: list[tuple[NDArray[np.bool_], str | None]] = []
    shorter = [t for t in texts if MIN_PART_WORDS <= len(t.tokens.words) < len(whole.tokens.words)]
    for text in sorted(shorter, key=lambda t: (len(t.tokens.words), t.name))[:PARTS_ASKED]:
        words = len(text.tokens.words)
        if share(covered_words(shared_shingles(text.tokens, whole.tokens), words)) < PART_COVERED:
            continue
        place = covered_words(shared_shingles(whole.tokens, text.tokens), len(whole.tokens.words))
        if share(place) > WHOLE_COVERED:
            continue
        for other, title in places:
            smaller = min(np.count_nonzero(place), np.count_nonzero(other))
            if np.count_nonzero(place & other) <= APART * smaller and (title is None or title != text.title):
                return True
        places.append((place, text.title))
    return False
