"""Articles and the copies that speak for them in; which articles are one story after all out.

Two articles become one where two pairs of their copies match, each pair of other copies: a text made of two stories, which
matches both, is one witness however well it matches. Articles of the batch are simply written as one; of two that earlier
batches published, one becomes the alias of the other, and no id moves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.copies.digests import Digests
from pipeline.copies.matches import Copy, Match, judge

ONE_STORY = 0.8
"""The mean probability of the two pairs. Chosen together with the join probabilities (`benchmarks/train_copies.py`)."""
SUSPICION = 0.6
"""A new copy that matches another article at least so well is reason to ask."""
ASKED = 6
"""Copies of either article that are asked."""


class Groups:
    """Which articles are one, as far as the batch has told."""

    def __init__(self, aliases: Mapping[str, str], updates: Mapping[str, str], digests: Digests) -> None:
        """Begin with what earlier batches found.

        Args:
            aliases: Earlier articles' surviving ones.
            updates: Earlier articles' earlier versions: their stories stay apart.
            digests: Texts of several stories: they bear witness for none of them.
        """
        self._into = dict(aliases)
        self._apart = list(updates.items())
        self._digests = digests
        self._copies: dict[str, dict[str, Copy]] = {}
        self._published: set[str] = set()
        self._probability: dict[frozenset[str], float] = {}
        self.aliases: dict[str, str] = {}
        """What the batch adds to them."""

    def of(self, article_id: str) -> str:
        """The article that stands for this one."""
        while article_id in self._into:
            article_id = self._into[article_id]
        return article_id

    def published(self, article_id: str) -> bool:
        """Whether an earlier batch wrote this article."""
        return article_id in self._published

    def size(self, group: str) -> int:
        """How many copies are known to belong to it."""
        return len(self._copies.get(group, ()))

    def add(self, article_id: str, copy: Copy) -> None:
        """Let a copy speak for an article."""
        if copy.article_id is not None:
            self._published |= {copy.article_id, self.of(copy.article_id)}
        self._copies.setdefault(self.of(article_id), {})[copy.name] = copy

    def keep_apart(self, article_id: str, earlier_version: str) -> None:
        """Never make one of an article and the one that it is an update of."""
        self._apart.append((article_id, earlier_version))

    def ask(self, copy: Copy, joined: str, group: str, matches: Sequence[Match]) -> None:
        """Make two groups one where two witnesses agree.

        Args:
            copy: A document of the batch.
            joined: The article it joined.
            group: Another one.
            matches: The document's matches with copies of the other one.
        """
        own, other = self.of(joined), self.of(group)
        if own == other or self._are_apart(own, other):
            return
        best = max(matches, key=lambda m: (m.probability, m.copy.name))
        if best.new_lead or best.probability < SUSPICION or len(self._copies[own]) == 1:
            return
        for match in matches:
            self._remember(copy, match)
        if (best.probability + self._second_witness(copy, own, other, best.copy)) / 2 >= ONE_STORY:
            self._join(own, other)

    def _second_witness(self, copy: Copy, own: str, other: str, met: Copy) -> float:
        """The best match of two other copies than these; where there is but one on the other side, with that one again."""
        ours = [c for c in self._copies[own].values() if c.name != copy.name][:ASKED]
        theirs = [c for c in self._copies[other].values() if c.name != met.name][:ASKED] or [met]
        pairs = [(a, b) for a in ours for b in theirs]
        unknown = [(a, b) for a, b in pairs if frozenset((a.name, b.name)) not in self._probability]
        for (a, _), match in zip(unknown, judge(unknown), strict=True):
            self._remember(a, match)
        return max(self._probability[frozenset((a.name, b.name))] for a, b in pairs)

    def _remember(self, copy: Copy, match: Match) -> None:
        barred = match.new_lead or self._digests.bar(copy, match)
        self._probability[frozenset((copy.name, match.copy.name))] = 0.0 if barred else match.probability

    def _are_apart(self, one: str, other: str) -> bool:
        return any({self.of(a), self.of(b)} == {one, other} for a, b in self._apart)

    def _join(self, one: str, other: str) -> None:
        """What readers know survives; of two that they know the one of more copies, then of the lower id."""
        kept, left = sorted((one, other), key=lambda g: (g not in self._published, -len(self._copies[g]), g))
        self._into[left] = kept
        self._copies[kept] |= self._copies.pop(left)
        if left in self._published:
            self.aliases[left] = kept
