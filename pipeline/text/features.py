"""Units in, one row of numbers a unit out: its own look, its neighbours', its place relative to the densest run of prose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.text.characters import Characters
from pipeline.text.context import context_names, context_of, densest
from pipeline.text.dump import DumpStyle
from pipeline.text.forest import Floats
from pipeline.text.lexicon import PHRASE_CLASSES, PhraseHit
from pipeline.text.own_look import LINK, OWN, SENTENCES, SIZE, STOP_SHARE, own_rows
from pipeline.text.surroundings import SURROUNDINGS, surroundings_of
from pipeline.text.units import Unit
from pipeline.text.vocabulary import Vocabulary

PROSE_MIN_WORDS = 8
PROSE_MIN_STOPS = 0.18
"""Share of function words that prose reaches and a headline seldom does."""

_KIND_INDEX = {kind: i for i, kind in enumerate(PHRASE_CLASSES)}
_BOILERPLATE = [
    PHRASE_CLASSES.index(k)
    for k in (
        "related",
        "most_popular",
        "newsletter",
        "subscribe",
        "share",
        "follow",
        "comment",
        "copyright",
        "legal",
        "ad",
        "ui",
    )
]


@dataclass(frozen=True, slots=True)
class Features:
    """The table of a document's units."""

    rows: Floats
    """Shape (units, len(NAMES))."""
    prose: Floats
    """Words of each unit that reads like sentences, else 0; shape (units,)."""
    hits: Floats
    """Phrase classes: 3 the line is the phrase, 2 begins with it, 1 holds it; shape (units, len(PHRASE_CLASSES))."""
    core: tuple[int, int]
    """First unit and one past the last of the densest run of prose."""
    words: Vocabulary


LOOK_NAMES: tuple[str, ...] = (*OWN, *(f"hit_{k}" for k in PHRASE_CLASSES))
"""What is told of a unit alone: the first columns of the table."""
NETWORK_NAMES: tuple[str, ...] = (*LOOK_NAMES, *context_names())
"""What the network is told: the first columns of the table."""
NAMES: tuple[str, ...] = (*NETWORK_NAMES, *SURROUNDINGS)
"""What the trees are told. A network told all this was no better beside them."""


def features_of(
    units: Sequence[Unit],
    tokens: Sequence[Sequence[str]],
    hits_of: Sequence[Sequence[PhraseHit]],
    style: DumpStyle,
    copies: Sequence[int],
) -> Features:
    """The table of a document.

    Args:
        units: The units that are left when repeats, images and empty lines are gone; at least one.
        tokens: The tokens of each.
        hits_of: The phrases found in each.
        style: How the dump was made.
        copies: How often each unit's text stands in the document.
    """
    words = Vocabulary(tokens)
    hits = np.zeros((len(units), len(PHRASE_CLASSES)), np.float32)
    for i, found in enumerate(hits_of):
        for hit in found:
            k = _KIND_INDEX[hit.kind]
            hits[i, k] = max(hits[i, k], 3 if hit.whole else 2 if hit.start else 1)
    texts = [u.text for u in units]
    characters = Characters(texts)
    own = own_rows(units, characters, words, copies, hits[:, _BOILERPLATE].max(axis=1))
    size, stop_share, sentences, link = own[:, SIZE], own[:, STOP_SHARE], own[:, SENTENCES], own[:, LINK]
    prose = np.where(
        (size >= PROSE_MIN_WORDS) & (sentences >= 1) & (stop_share >= PROSE_MIN_STOPS) & (link < 0.6), size, 0
    ).astype(np.float32)
    core = densest(prose, size, 4.0)
    context = context_of(own, hits, prose, core, densest(prose, size, 1.0), words, style)
    around = surroundings_of(texts, characters, words, own, core)
    return Features(np.concatenate([own, hits, context, around], axis=1), prose, hits, core, words)
