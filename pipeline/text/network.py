"""Rows of features and words of a document's units in, what each unit is out: a small convolutional network in numpy.

The network reads the whole document: each unit sees its neighbours through dilated convolutions and the document's likely
body through a weighted mean. Trained by `benchmarks/train_text.py`, stored in `body_model.npz`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.chances import sigmoid
from pipeline.text.features import NETWORK_NAMES
from pipeline.text.forest import Floats, require_features, shipped
from pipeline.text.vocabulary import Vocabulary

MODEL_FILE = "body_model.npz"
FIRST_WORDS, SOME_WORDS, LAST_WORDS = 6, 24, 4
"""Words of a unit that the network reads: its first, as many spread over it, its last."""
READ = ("first", "some", "last")
"""Their places, each with its own vectors of the words; that of the number 0 is 0."""
LIMIT = 4.0
"""Standard deviations at which a feature is cut off."""
UNKNOWN = 1
"""Number of all words that are not in the model's list; 0 pads."""
POINTERS = ("title", "date", "author")
"""What a unit may print besides body, in the order of the network's outputs."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the network thinks of a document's units."""

    body: NDArray[np.float64]
    """Probability that a unit is body; shape (units,)."""
    pointers: dict[str, NDArray[np.float64]]
    """For each of `POINTERS` the probability that it is this unit; shape (units,); what lacks to 1 is that none is."""


@dataclass(frozen=True, slots=True)
class Network:
    """The trained weights, as stored."""

    words: dict[str, int]
    weights: dict[str, Floats]
    dilations: tuple[int, ...]
    middle: int
    """Block after which the document's mean is mixed in."""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Network:
        """The network of a `.npz` file.

        Raises:
            ValueError: It was trained on other features.
        """
        require_features(MODEL_FILE, stored["names"], NETWORK_NAMES)
        weights = {k: stored[k].astype(np.float32) for k in stored if k not in ("names", "words", "dilations", "middle")}
        weights["read"] = np.concatenate([weights[name] for name in READ])
        words = {w: i + 2 for i, w in enumerate(str(stored["words"]).split())}
        return cls(words, weights, tuple(int(d) for d in stored["dilations"]), int(stored["middle"]))

    def judge(self, rows: Floats, vocabulary: Vocabulary, unread: NDArray[np.int64] | None = None) -> Judgement:
        """Judges the units of one document.

        Args:
            rows: `Features.rows` of all live units, in order; columns behind `NETWORK_NAMES` are not looked at.
            vocabulary: Their words.
            unread: Units whose words are to be taken for unknown ones.
        """
        w = self.weights
        rows = rows[:, : len(NETWORK_NAMES)]
        scaled = np.abs(rows)
        np.log1p(scaled, out=scaled)
        np.copysign(scaled, rows, out=scaled)
        scaled -= w["mean"]
        scaled *= w["scale"]
        np.minimum(np.maximum(scaled, -LIMIT, out=scaled), LIMIT, out=scaled)
        x = np.concatenate([scaled, self._wording(vocabulary, unread)], axis=1)
        average = np.full((w["hidden"].shape[0], 1), 1.0 / w["hidden"].shape[0], np.float32)
        h = np.maximum(x @ w["input"] + w["input_bias"], 0)
        body_mean = other_mean = np.zeros(h.shape[1], np.float32)
        sides = np.empty((len(h), 3 * h.shape[1]), np.float32)
        convolved = np.empty_like(h)
        for k, dilation in enumerate(self.dilations):
            _fill_sides(sides, h, w[f"norm{k}"], w[f"norm{k}_bias"], average, dilation)
            np.matmul(sides, w[f"block{k}"], out=convolved)
            convolved += w[f"block{k}_bias"]
            h += np.maximum(convolved, 0, out=convolved)
            if k == self.middle:
                rough = sigmoid(h @ w["rough"] + w["rough_bias"])
                body_mean = (h * rough).sum(axis=0) / (rough.sum() + 1)
                other_mean = (h * (1 - rough)).sum(axis=0) / ((1 - rough).sum() + 1)
                both = np.concatenate([body_mean, other_mean])
                h = h + np.maximum(both @ w["mix"] + w["mix_bias"], 0) + np.tanh((body_mean @ w["gate"] + w["gate_bias"]) * h)
        body = sigmoid(np.maximum(h @ w["hidden"] + w["hidden_bias"], 0) @ w["body"] + w["body_bias"])[:, 0]
        points = np.maximum(h @ w["point_hidden"] + w["point_hidden_bias"], 0) @ w["point"] + w["point_bias"]
        none = np.concatenate([body_mean, other_mean]) @ w["none"] + w["none_bias"]
        shares = _softmax(np.concatenate([points, none[None]]))[:-1].astype(np.float64)
        return Judgement(body.astype(np.float64), {name: shares[:, k] for k, name in enumerate(POINTERS)})

    def _wording(self, vocabulary: Vocabulary, unread: NDArray[np.int64] | None) -> Floats:
        """Means of the vectors of each unit's first, some and last words; shape (units, 3 x width)."""
        width = self.weights["first"].shape[1]
        n, words = len(vocabulary.size), vocabulary.words
        if not len(vocabulary.ids):
            return np.zeros((n, len(READ) * width), np.float32)
        numbers = np.fromiter(map(self.words.get, words, repeat(UNKNOWN)), np.int64, len(words))
        tokens = numbers[vocabulary.ids]
        if unread is not None:
            tokens[np.isin(vocabulary.unit, unread)] = UNKNOWN
        size, start = vocabulary.size[:, None], vocabulary.start[:, None]
        step = np.maximum(1, size // SOME_WORDS)
        counts = [np.minimum(size, FIRST_WORDS), np.minimum(-(-size // step), SOME_WORDS), np.minimum(size, LAST_WORDS)]
        first, some = np.arange(FIRST_WORDS)[None], np.arange(SOME_WORDS)[None] * step
        last = np.maximum(0, size - LAST_WORDS) + np.arange(LAST_WORDS)[None]
        # the words of all units and of all three places behind each other, summed by runs: most units have few of them
        taken = [tokens[(start + at)[at < size]] + k * len(self.weights["first"]) for k, at in enumerate((first, some, last))]
        count = np.concatenate(counts)[:, 0]
        filled = np.flatnonzero(count)
        vectors = self.weights["read"].take(np.concatenate(taken), axis=0)
        means = np.zeros((len(count), width), np.float32)
        means[filled] = np.add.reduceat(vectors, (np.cumsum(count) - count)[filled], axis=0)
        means /= np.maximum(1, count).astype(np.float32)[:, None]
        return np.concatenate(means.reshape(len(READ), n, width), axis=1)


def _fill_sides(sides: Floats, h: Floats, scale: Floats, bias: Floats, average: Floats, dilation: int) -> None:
    """Puts each unit's state, normalised, between those of the units `dilation` before and behind it; 0 beyond the ends."""
    n, width = h.shape
    centred = h - h @ average
    spread = np.sqrt((centred * centred) @ average + 1e-5)
    centred /= spread
    centred *= scale
    middle = np.add(centred, bias, out=sides[:, width : 2 * width])
    sides[:dilation, :width] = 0
    sides[dilation:, :width] = middle[:-dilation]
    sides[max(0, n - dilation) :, 2 * width :] = 0
    sides[:-dilation, 2 * width :] = middle[dilation:]


def _softmax(x: Floats) -> Floats:
    e = np.exp(x - x.max(axis=0, keepdims=True))
    return np.asarray(e / e.sum(axis=0, keepdims=True))


@cache
def load_network() -> Network:
    """The shipped network.

    Raises:
        ValueError: It was trained on other features.
    """
    with shipped(MODEL_FILE) as stored:
        return Network.of(stored)
