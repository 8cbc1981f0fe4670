"""Some documents of one source in, the lines that recur over its stories out: boilerplate that only an archive shows.

A wire story's paragraphs recur too, and so do several dumps of one page: what counts is in how many different *stories* of a
source a line stands, not in how many documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from pipeline.text.prepare import Prepared

MIN_WORDS = 4
"""Shorter lines recur by chance: subheads, names, "What happened next"."""
SHINGLE_WORDS = 4
SKETCH_SIZE = 128
"""Smallest hashes of a body's shingles that stand for its story."""
SAME_STORY = 0.3
"""Share of shingles in common from which two bodies are one story."""
ONE_STORY, MORE_STORIES = 5.0, 8.0
"""What a line that stands in one other story, or in more, loses in log-odds of being body. Lines that the network would keep are
135 times as frequent among wrong ones (log-odds 4.9) where another page of the site has them; of eight values tried by
cross-validation the body's F1 is flat from 4 on."""
MIN_PROSE_WORDS = 20
RARE = 0.1
"""A paragraph amid prose is background that a paper tells again, unless two other stories and this share of them have it."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is remembered of one document."""

    document: int
    """The first 64 bits of its id."""
    lines: frozenset[int]
    """Hashes of its units."""
    story: frozenset[int]
    """The sketch of its body, `SKETCH_SIZE` hashes at most; never empty."""


def learn(document: int, prepared: Prepared, body: Sequence[int]) -> Learnt | None:
    """What to remember of a document; None where its body is too short to tell stories apart.

    Args:
        document: The first 64 bits of its id.
        prepared: The dump, taken apart.
        body: Indices of the body's units.
    """
    story = _sketch(prepared, body)
    return Learnt(document, frozenset(k for k in _keys(prepared) if k is not None), story) if story else None


class SiteLines:
    """The lines of one source's remembered documents, each with the stories that have it."""

    def __init__(self, documents: Iterable[Learnt]) -> None:
        """Args: documents: Of one source, each once."""
        self._stories: list[list[frozenset[int]]] = []
        self._masks: dict[int, int] = defaultdict(int)
        for learnt in sorted(documents, key=lambda d: d.document):
            story = next((n for n, members in enumerate(self._stories) if _is_one_of(learnt.story, members)), len(self._stories))
            if story == len(self._stories):
                self._stories.append([])
            self._stories[story].append(learnt.story)
            for key in learnt.lines:
                self._masks[key] |= 1 << story

    def elsewhere(self, prepared: Prepared, body: Sequence[int]) -> Recurrence:
        """In how many other stories each unit of a document stands.

        Args:
            prepared: The dump, taken apart.
            body: Indices of the body's units as they seem without this evidence; they say which stories are the document's own.
        """
        sketch = _sketch(prepared, body)
        own = sum(1 << n for n, members in enumerate(self._stories) if not sketch or _is_one_of(sketch, members))
        others = len(self._stories) - own.bit_count()
        counts = [0 if k is None else (self._masks.get(k, 0) & ~own).bit_count() for k in _keys(prepared)]
        return Recurrence(np.array(counts, np.int64), others)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How a document's lines recur over its source."""

    stories: NDArray[np.int64]
    """Of each unit, the other stories that have it. Shape (units,)."""
    others: int
    """The other stories remembered."""

    def discount(self, chances: NDArray[np.float64], prepared: Prepared, body: Sequence[int]) -> NDArray[np.float64]:
        """The units' probabilities of being body, less what their recurrence says against it.

        Args:
            chances: Shape (units,).
            prepared: The dump, taken apart.
            body: Indices of the body's units as they seem without this evidence.
        """
        loss = np.where(self.stories > 1, MORE_STORIES, np.where(self.stories == 1, ONE_STORY, 0.0))
        inside = set(body)
        for i in np.flatnonzero(self.stories).tolist():
            rare = self.stories[i] < max(2.0, RARE * self.others)
            if rare and len(prepared.tokens[i]) >= MIN_PROSE_WORDS and self._amid_prose(i, prepared, inside):
                loss[i] = 0.0
        odds = chances / np.maximum(1.0 - chances, 1e-9) * np.exp(-loss)
        return np.where(loss > 0, odds / (1.0 + odds), chances)

    def phrases(self) -> list[tuple[int, str]]:
        """For people: the units that recur, each with a few words on where."""
        of = f"of {self.others} other {'story' if self.others == 1 else 'stories'} of this source"
        return [(i, f"stands in {self.stories[i]} {of}") for i in np.flatnonzero(self.stories).tolist()]

    def _amid_prose(self, unit: int, prepared: Prepared, body: set[int]) -> bool:
        """Whether paragraphs of this story alone stand right before and behind."""
        return all(
            i in body and not self.stories[i] and len(prepared.tokens[i]) >= MIN_PROSE_WORDS
            for i in (_beside(unit, -1, prepared), _beside(unit, 1, prepared))
        )


def _beside(unit: int, step: int, prepared: Prepared) -> int:
    """The next unit with words in a direction; -1 where there is none."""
    i = unit + step
    while 0 <= i < len(prepared.units):
        if prepared.tokens[i]:
            return i
        i += step
    return -1


def _keys(prepared: Prepared) -> list[int | None]:
    """A hash of each unit's words; None for units too short to count."""
    return [crc32(" ".join(words).encode()) if len(words) >= MIN_WORDS else None for words in prepared.tokens]


def _sketch(prepared: Prepared, body: Sequence[int]) -> frozenset[int]:
    words = [word for i in body for word in prepared.tokens[i]]
    shingles = {crc32(" ".join(words[i : i + SHINGLE_WORDS]).encode()) for i in range(len(words) - SHINGLE_WORDS + 1)}
    return frozenset(sorted(shingles)[:SKETCH_SIZE])


def _is_one_of(sketch: frozenset[int], members: Sequence[frozenset[int]]) -> bool:
    return any(_overlap(sketch, member) >= SAME_STORY for member in members)


def _overlap(a: frozenset[int], b: frozenset[int]) -> float:
    """Share of the smaller body's shingles that the other has, as far down as both sketches reach."""
    reach = min(max(s) if len(s) == SKETCH_SIZE else 2**32 for s in (a, b))
    sizes = (sum(k <= reach for k in a), sum(k <= reach for k in b))
    return sum(k <= reach for k in a & b) / max(1, min(sizes))
