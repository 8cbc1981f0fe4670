"""First opinions on a document's units in, revised ones out: each judged once more beside what is thought of those around it.

Network and trees see a unit and its surroundings, but not what they themselves think of these. Amid a long list of products, of
boxers, of recipes they come to doubt every second paragraph although all around is body; at its ends they take the last teaser
for a paragraph because it reads like one. Trees that are told the first opinions of the units before and behind, and where the
body would begin and end by them, mend much of this (`benchmarks/train_revision.py`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.chances import logit
from pipeline.text.body_trees import mixed
from pipeline.text.features import LOOK_NAMES
from pipeline.text.forest import Floats, load_forest
from pipeline.text.own_look import SIZE
from pipeline.text.threshold import keep_threshold

MODEL_FILE, PART = "revision_model.npz", "revision"
"""Written by `benchmarks/train_revision.py`."""
STEPS = (1, 2, 3)
"""Neighbours whose opinions are told one by one."""
REACHES = (3, 8, 20, 50)
"""Units before and behind over which opinions are averaged, by words."""
DOUBLINGS = (2, 4, 6)
"""The surest opinion among four, sixteen and sixty-four units before and behind."""
FAR, FAR_WORDS = 99, 2000
"""Units and words to the next unit that would be kept, beyond which it does not matter how far it is."""
OUTSIDE = -9.2
"""The opinion, in log odds, of what stands before the first unit and behind the last."""
Numbers = NDArray[np.float64]

OPINIONS: tuple[str, ...] = (
    "network",
    "trees",
    "both",
    *(f"both{sign}{k}" for k in STEPS for sign in "-+"),
    *(f"share_{side}{k}" for k in REACHES for side in ("before", "behind")),
    *(f"most_{side}{2**k}" for k in DOUBLINGS for side in ("before", "behind", "least")),
    "kept_before",
    "kept_behind",
    "kept_least",
    "kept",
    "kept_share",
    "count",
    "threshold",
    "since_kept",
    "to_kept",
    "between",
    "gap_words",
    "share_of_gap",
    "span_share",
    "in_span",
)
REVISION_NAMES: tuple[str, ...] = (*OPINIONS, *LOOK_NAMES)


def revision_rows(network: Numbers, trees: Numbers, rows: Floats) -> Floats:
    """One row of `REVISION_NAMES` a unit; shape (units, len(REVISION_NAMES)).

    Args:
        network: What the network thinks of each unit, as probabilities; at least one.
        trees: What the trees think.
        rows: `Features.rows` of the units.
    """
    n = len(network)
    at = np.arange(n)
    both = mixed(network, trees)
    sure = logit(both)
    words = np.maximum(1.0, rows[:, SIZE].astype(np.float64))
    upto = np.concatenate([[0.0], np.cumsum(words)])
    columns: list[Numbers | float] = [logit(network), logit(trees), sure]
    for k in STEPS:
        columns += [_moved(sure, k, OUTSIDE), _moved(sure, -k, OUTSIDE)]
    far = max(REACHES)
    weighed, counted = np.pad(np.cumsum(both * words), (far + 1, far), "edge"), np.pad(upto[1:], (far + 1, far), "edge")
    weighed[: far + 1] = counted[: far + 1] = 0.0  # the sums up to each unit, and as far before the first and behind the last
    for reach in REACHES:
        for first, end in ((far - reach, far), (far + 1, far + 1 + reach)):
            sums = weighed[end : end + n] - weighed[first : first + n]
            columns.append(sums / np.maximum(1e-6, counted[end : end + n] - counted[first : first + n]))
    before, behind = both, both
    for k in range(max(DOUBLINGS) + 1):
        if k in DOUBLINGS:
            columns += [one_before := _moved(before, 1, 0.0), one_behind := _moved(behind, -1, 0.0)]
            columns.append(np.minimum(one_before, one_behind))
        before = np.maximum(before, _moved(before, 2**k, 0.0))
        behind = np.maximum(behind, _moved(behind, -(2**k), 0.0))
    least = keep_threshold(both, rows[:, SIZE])
    kept = both >= least
    running = np.concatenate([[0.0], np.cumsum(np.where(kept, words, 0.0))])
    above, below = running[:-1], running[-1] - running[1:]
    columns += [np.log1p(above), np.log1p(below), np.log1p(np.minimum(above, below)), np.log1p(running[-1])]
    columns += [running[-1] / upto[-1], float(n), least]
    last = _moved(np.maximum.accumulate(np.where(kept, at, -1)), 1, -1).astype(np.intp)
    following = _moved(np.minimum.accumulate(np.where(kept, at, n)[::-1])[::-1], -1, n).astype(np.intp)
    between = (last >= 0) & (following < n)
    gap = np.where(between, upto[following] - upto[last + 1], FAR_WORDS)
    columns += [
        np.where(last >= 0, np.minimum(at - last, FAR), FAR),
        np.where(following < n, np.minimum(following - at, FAR), FAR),
        between.astype(np.float64),
        np.minimum(gap, FAR_WORDS),
        np.where(between, words / gap, 0.0),
    ]
    span = np.flatnonzero(kept)
    begins, ends = (int(span[0]), int(span[-1]) + 1) if len(span) else (0, 0)
    columns += [running[-1] / (upto[ends] - upto[begins]) if ends else 0.0, ((at >= begins) & (at < ends)).astype(np.float64)]
    out = np.empty((len(REVISION_NAMES), n), np.float32)
    for k, values in enumerate(columns):
        out[k] = values
    out[len(columns) :] = rows[:, : len(LOOK_NAMES)].T
    return out.T


def _moved(values: NDArray[np.generic], by: int, outside: float) -> Numbers:
    """Each unit's value `by` units before it, or behind it where `by` is negative."""
    out = np.full(len(values), outside)
    if by > 0:
        out[by:] = values[:-by]
    else:
        out[:by] = values[-by:]
    return out


def revise(network: Numbers, trees: Numbers, rows: Floats) -> Numbers:
    """How likely each unit is body once the first opinions of all are known; shape (units,).

    Args:
        network: What the network thinks of each unit, as probabilities; at least one.
        trees: What the trees think.
        rows: `Features.rows` of the units.
    """
    return load_forest(MODEL_FILE, PART, REVISION_NAMES).probability(revision_rows(network, trees, rows))
