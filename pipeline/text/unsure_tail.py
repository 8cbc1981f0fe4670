"""A dump and what the models think of its units in; the units out that stand apart behind a sure story, themselves unsure.

Below its story a page prints others, with a sentence or three each, which read like body: the models believe them by half. Of
such tails on unseen annotated sites less than half of the words are body, though the models give them more: lists that go on.
Without them F1 is as before there (.9431 through the whole cleaner, precision .9325 -> .9326, recall .9540 -> .9538), and on 546
invented pages that no model had seen .9271 -> .9277.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.text.prepare import Prepared
from pipeline.text.threshold import keep_threshold

REASON = "stands apart behind a sure story"
MIN_GAP = 3
"""Units of the page between the story and the rest."""
MIN_WORDS, MIN_SURE = 250, 0.95
"""Of the story above, and the mean chance of its words."""
MAX_SHARE, MAX_CHANCE = 0.25, 0.65
"""Words of the rest for each of the story's, and the mean chance from which they may go on with it."""


def unsure_tail(prepared: Prepared, chances: NDArray[np.float64]) -> Iterator[tuple[int, str]]:
    """The units behind the first gap below which nothing is sure, each with the reason.

    Args:
        prepared: The dump, taken apart.
        chances: Of each of its units to be body.
    """
    live = np.array(prepared.live, np.intp)
    if len(live) <= MIN_GAP:
        return
    likely = chances[live]
    words = np.array([len(prepared.tokens[i]) for i in prepared.live], np.float32)
    words[likely < keep_threshold(likely, words)] = 0.0
    kept = np.flatnonzero(words)
    if words.sum() < MIN_WORDS or not len(kept):
        return
    above, sure = np.cumsum(words), np.cumsum(words * likely)
    for last, following in pairwise(kept.tolist()):
        if following - last <= MIN_GAP or above[last] < MIN_WORDS:
            continue
        below = above[-1] - above[last]
        fits = below <= MAX_SHARE * above[last] and sure[last] >= MIN_SURE * above[last]
        if fits and sure[-1] - sure[last] < MAX_CHANCE * below:
            yield from ((i, REASON) for i in prepared.live[following:])
            return
