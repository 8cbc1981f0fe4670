"""A dump, taken apart, in; for each unit the three things that weighed most in its judgement out, in words.

Each kind of evidence is taken away from a unit in turn (its numbers set to the average of the training dumps, its words to
unknown ones) and network and trees are asked again: what the probability loses, in logits, is what that kind was worth. What is
thought of the units around it is worth what the revision of the first opinions adds.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from pipeline.chances import logit
from pipeline.text.body_trees import load_trees, mixed
from pipeline.text.features import NAMES
from pipeline.text.forest import Floats
from pipeline.text.network import load_network
from pipeline.text.prepare import Prepared
from pipeline.text.revision import revise

STRONGEST = 3
LEAST_WEIGHT = 0.3
"""Logits; what weighs less is not worth a word, unless nothing else weighs more."""
STRIDE = 4
"""So far apart, units are asked about in one run: they hardly see each other."""
MAX_UNITS = 1_500
"""In longer documents each kind of evidence is taken away from all units at once, so that `explain` answers at once."""
WORDS = "words"
"""The kind of evidence that is no column of the features."""
AROUND = "around"
"""What the revision sees: the opinions of the units around."""
PLAIN = {
    "layout": "its layout beside the main text's",
    "labels": "headings and labels nearby",
    "lists": "lists, prices, names and times around it",
    "picture": "whether it or its neighbour reads like a caption",
    "voice": "who speaks in it",
    "shape": "capitals, bullets and other looks",
    WORDS: "the words in it",
    AROUND: "what the units around it are taken for",
}

_NEIGHBOUR = re.compile(r"(?:density|prose)_(?:around|before|after)\d+|\w+[+-]\d")
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("phrase", re.compile(r"hit_\w+")),
    ("topic", re.compile(r"(?:rare_)?shared\w*|(?:lead|headline)_share|beside[+-]\d")),
    ("picture", re.compile(r"caption|credit(?:\+1)?|full_date")),
    ("lists", re.compile(r"(?:words_)?since_(?:colon|numbered)|(?:short|numbered|priced|named|clocked)_around\d")),
    ("layout", re.compile(r"\w+_(?:as|to)_core|curly")),
    ("labels", re.compile(r"since_break|prose_since_break|breaks_before|boiler_\w+|group\d_\w+|dated_\w+")),
    ("place", re.compile(r"(?:in|to|past)_(?:core|loose)|place|from_\w+|prose_share_\w+|(?:words|other)_past_core")),
    ("neighbours", _NEIGHBOUR),
    ("links", re.compile(r"link|url|at")),
    ("voice", re.compile(r"(?:first|second)_person\d?|speech|question")),
    ("prose", re.compile(r"size|chars|stops|stop_share|sentences|end|start|commas|quotes|word_length")),
    (
        "shape",
        re.compile(
            r"title_case|capitals|capital_words|digits|bullet|heading|quote|gap|glued|indent|bars|ellipsis|dateline|copies|dated|"
            r"clock|\w+_alike|size_(?:unlike|rank)5|ragged"
        ),
    ),
)
"""Kinds of evidence and their columns; what none names describes the whole document."""


def _kind_of(column: str) -> str | None:
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(column)), None)


COLUMNS: dict[str, NDArray[np.int64]] = {
    kind: np.array([i for i, name in enumerate(NAMES) if _kind_of(name) == kind], np.int64) for kind, _ in _KINDS
}
_AT = {name: i for i, name in enumerate(NAMES)}


def find_evidence(prepared: Prepared) -> dict[int, tuple[str, ...]]:
    """For each unit with wording of its own up to three short phrases, the strongest first: `+` speaks for body, `-` against.

    Args:
        prepared: The dump, taken apart.
    """
    if prepared.features is None:
        return {}
    rows, vocabulary = prepared.features.rows, prepared.features.words
    network, trees = load_network(), load_trees()
    n = len(rows)
    own, whole = trees.judge(rows), network.judge(rows, vocabulary).body
    full = logit(mixed(whole, own))
    taken_away = (*COLUMNS, WORDS)
    kinds = (*taken_away, AROUND)
    weights = np.zeros((n, len(kinds)))
    weights[:, kinds.index(AROUND)] = logit(revise(whole, own, rows)) - full
    stride = STRIDE if n <= MAX_UNITS else 1
    for k, kind in enumerate(taken_away):
        for first in range(min(stride, n)):
            asked = np.arange(first, n, stride)
            without = rows.copy()
            if kind != WORDS:
                without[np.ix_(asked, COLUMNS[kind])] = trees.usual[COLUMNS[kind]]
            judged = network.judge(without, vocabulary, unread=asked if kind == WORDS else None).body
            chances = mixed(judged, own if kind == WORDS else trees.judge(without))
            weights[asked, k] = full[asked] - logit(chances)[asked]
    return {
        unit: tuple(
            _phrase(kinds[k], weights[row, k] > 0, rows[row])
            for rank, k in enumerate(np.argsort(-np.abs(weights[row]), kind="stable")[:STRONGEST])
            if rank == 0 or abs(weights[row, k]) >= LEAST_WEIGHT
        )
        for row, unit in enumerate(prepared.live)
    }


def _phrase(kind: str, speaks_for: bool, row: Floats) -> str:
    value = {name: float(row[i]) for name, i in _AT.items()}
    if kind == "phrase":
        what = "a phrase of the page's furniture" if value["hit_any"] else "no phrase of the page's furniture"
    elif kind == "topic":
        what = f"shares {value['shared']:.0%} of its words with the main text"
    elif kind == "place":
        if value["past_core"]:
            what = f"{value['past_core']:.0f} lines behind the main text"
        else:
            what = f"{value['to_core']:.0f} lines before the main text" if value["to_core"] else "inside the main text"
    elif kind == "neighbours":
        what = f"{value['density_around3']:.0%} prose around it"
    elif kind == "links":
        what = f"{value['link']:.0%} of it is links" if value["link"] else "no links in it"
    elif kind == "prose":
        what = f"{value['size']:.0f} words, {value['sentences']:.0f} sentence ends"
    else:
        what = PLAIN[kind]
    return f"{'+' if speaks_for else '-'} {what}"
