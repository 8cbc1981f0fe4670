"""A document's units and their own numbers in, the numbers of their surroundings out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.text.dump import DumpStyle
from pipeline.text.forest import Floats
from pipeline.text.lexicon import PHRASE_CLASSES
from pipeline.text.own_look import OWN
from pipeline.text.vocabulary import Vocabulary

_GROUPS = tuple(
    tuple(PHRASE_CLASSES.index(k) for k in kinds)
    for kinds in (
        ("comment",),
        ("legal", "copyright"),
        ("newsletter", "subscribe"),
        ("related", "most_popular"),
        ("share", "follow"),
        ("photo",),
        ("author_box", "correction"),
    )
)
_BREAKS = [PHRASE_CLASSES.index(k) for k in ("related", "most_popular", "comment")]


def context_names() -> list[str]:
    """Names of the columns of `context_of`, in order."""
    names = [f"{what}_{side}{n}" for n in (1, 3, 8) for what in ("density",) for side in ("around",)]
    names += [f"prose_{side}{n}" for n in (1, 3, 8, 20) for side in ("before", "after")]
    names += [
        f"{what}{d:+d}" for d in (-3, -2, -1, 1, 2, 3) for what in ("size", "stop_share", "end", "link", "hit_any", "sentences")
    ]
    names += [f"gap{d:+d}" for d in (1, 2)] + [f"heading{d:+d}" for d in (-2, -1, 1)] + [f"bullet{d:+d}" for d in (-1, 1)]
    names += ["in_core", "to_core", "past_core", "in_loose", "to_loose", "past_loose", "core_share", "core_words"]
    names += ["shared", "shared_near", "place", "from_start", "from_end", "prose_share_before", "prose_share_after"]
    names += ["since_break", "prose_since_break", "breaks_before", "boiler_before8", "boiler_after8"]
    names += [f"group{g}_{side}" for g in range(len(_GROUPS)) for side in ("before8", "after8", "since")]
    names += ["dated_around3", "dated_before8", "dated_after8", "first_person3", "second_person3", "first_person8"]
    names += ["indent_as_core", "gap_as_core", "curly_as_core", "size_to_core", "sentences_to_core", "link_to_core"]
    names += ["words_past_core", "other_past_core", "shared_lead"]
    names += ["units", "total_prose", "total_density", "wrapped", "markdown", "marks", "fragments", "blank_separated"]
    return names


def densest(prose: Floats, size: Floats, cost: float) -> tuple[int, int]:
    """The run of units with the most prose words after a charge for every other line (BTE's idea on lines)."""
    gains = np.where(prose > 0, prose, -cost - 0.7 * np.minimum(size, 30))
    best, best_run, total, start = 0.0, (0, 0), 0.0, 0
    for i, gain in enumerate(gains.tolist()):
        if total <= 0:
            total, start = 0.0, i
        total += gain
        if total > best:
            best, best_run = total, (start, i + 1)
    return best_run


def _window(cumulative: NDArray[np.float64], lo: NDArray[np.int64], hi: NDArray[np.int64]) -> NDArray[np.float64]:
    n = len(cumulative) - 1
    return cumulative[np.minimum(np.maximum(hi, 0), n)] - cumulative[np.minimum(np.maximum(lo, 0), n)]


def context_of(
    own: Floats,
    hits: Floats,
    prose: Floats,
    core: tuple[int, int],
    loose: tuple[int, int],
    words: Vocabulary,
    style: DumpStyle,
) -> Floats:
    """One row of `context_names` a unit.

    Args:
        own: Rows of `OWN`.
        hits: Phrase classes of each unit.
        prose: Words of the units that read like sentences.
        core: The densest run of prose.
        loose: The same at a lower charge for other lines.
        words: The words of the units.
        style: How the dump was made.
    """
    n = len(own)
    at = np.arange(n)
    size = own[:, 0]
    prose_sum = np.concatenate([[0.0], np.cumsum(prose, dtype=np.float64)])
    size_sum = np.concatenate([[0.0], np.cumsum(size, dtype=np.float64)])
    boiler = (own[:, -1] > 0).astype(np.float64)
    boiler_sum = np.concatenate([[0.0], np.cumsum(boiler)])
    total = max(1.0, float(prose_sum[-1]))
    out: list[NDArray[np.float64] | Floats] = []
    for k in (1, 3, 8):
        out.append(_window(prose_sum, at - k, at + k + 1) / np.maximum(1.0, _window(size_sum, at - k, at + k + 1)))
    for k in (1, 3, 8, 20):
        out.append(_window(prose_sum, at - k, at))
        out.append(_window(prose_sum, at + 1, at + k + 1))
    index = {name: i for i, name in enumerate(OWN)}
    padded = {d: (np.arange(n) + d) for d in (-3, -2, -1, 1, 2, 3)}
    for d in (-3, -2, -1, 1, 2, 3):
        where = padded[d]
        valid = (where >= 0) & (where < n)
        clipped = np.minimum(np.maximum(where, 0), n - 1)
        for name in ("size", "stop_share", "end", "link", "hit_any", "sentences"):
            out.append(np.where(valid, own[clipped, index[name]], -1))
    for name, shifts in (("gap", (1, 2)), ("heading", (-2, -1, 1)), ("bullet", (-1, 1))):
        for d in shifts:
            where = at + d
            out.append(np.where((where >= 0) & (where < n), own[np.minimum(np.maximum(where, 0), n - 1), index[name]], -1))
    for a, b in (core, loose):
        out += [
            ((at >= a) & (at < b)).astype(np.float64),
            np.minimum(np.maximum(a - at, 0), 60),
            np.minimum(np.maximum(at - b + 1, 0), 60),
        ]
    core_words = float(prose_sum[core[1]] - prose_sum[core[0]])
    out += [np.full(n, core_words / total), np.full(n, core_words)]
    out += [words.shared_with((at >= core[0]) & (at < core[1])), words.shared_near()]
    out += [at / n, np.minimum(at, 200), np.minimum(n - 1 - at, 200), prose_sum[:-1] / total, 1 - prose_sum[1:] / total]
    out += _since_break(hits, prose, core, prose_sum)
    out += [_window(boiler_sum, at - 8, at), _window(boiler_sum, at + 1, at + 9)]
    out += _groups(hits, core)
    out += _voices(own, size_sum)
    out += _as_core(own, prose, core)
    beyond = np.maximum(0, at - core[1])
    out += [np.where(beyond > 0, v[:-1] - v[core[1]], 0.0) for v in (prose_sum, size_sum - prose_sum)]
    out.append(_shared_lead(words, prose, core))
    document = (
        n,
        total,
        total / max(1.0, float(size_sum[-1])),
        style.wrap_width is not None,
        style.markdown,
        style.marks,
        style.fragments,
        style.blank_separated,
    )
    out += [np.full(n, float(v)) for v in document]
    return np.stack(out, axis=1).astype(np.float32)


def _since_break(hits: Floats, prose: Floats, core: tuple[int, int], prose_sum: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """How far back the last head of a list or comment section stands, and how many came since the core began."""
    n = len(prose)
    is_break = (hits[:, _BREAKS].max(axis=1) >= 2) & (prose == 0)
    at = np.arange(n)
    last = np.maximum.accumulate(np.where(is_break, at, -1))
    since = np.where(last >= 0, np.minimum(at - last, 40), 41).astype(np.float64)
    prose_since = np.where(last >= 0, prose_sum[:-1] - prose_sum[np.maximum(last, 0)], -1)
    counted = np.cumsum(is_break & (at >= core[0])).astype(np.float64)
    return [since, prose_since, counted]


def _groups(hits: Floats, core: tuple[int, int]) -> list[NDArray[np.float64]]:
    """For each group of phrase classes: hits in the eight units before and after, and how far back the last clear one stands."""
    n = len(hits)
    at = np.arange(n)
    out: list[NDArray[np.float64]] = []
    for group in _GROUPS:
        strength = hits[:, list(group)].max(axis=1)
        total = np.concatenate([[0.0], np.cumsum(strength > 0, dtype=np.float64)])
        last = np.maximum.accumulate(np.where(strength >= 2, at, -1))
        out += [_window(total, at - 8, at), _window(total, at + 1, at + 9)]
        out.append(np.where(last >= core[0], np.minimum(at - last, 50), 51).astype(np.float64))
    return out


def _voices(own: Floats, size_sum: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Dates and personal pronouns in the neighbourhood."""
    at = np.arange(len(own))
    column = {name: own[:, OWN.index(name)].astype(np.float64) for name in ("dated", "first_person", "second_person")}
    dated = np.concatenate([[0.0], np.cumsum(column["dated"])])
    out = [_window(dated, at - 3, at + 4), _window(dated, at - 8, at), _window(dated, at + 1, at + 9)]
    for name, k in (("first_person", 3), ("second_person", 3), ("first_person", 8)):
        total = np.concatenate([[0.0], np.cumsum(column[name] * own[:, 0])])
        out.append(_window(total, at - k, at + k + 1) / np.maximum(1.0, _window(size_sum, at - k, at + k + 1)))
    return out


def _as_core(own: Floats, prose: Floats, core: tuple[int, int]) -> list[NDArray[np.float64]]:
    """How a unit's layout and style compare with the core's paragraphs: comments and other articles are set differently."""
    inside = np.flatnonzero(prose[core[0] : core[1]] > 0) + core[0]
    if not len(inside):
        return [np.full(len(own), -1.0) for _ in range(6)]
    column = {
        name: own[:, OWN.index(name)].astype(np.float64) for name in ("indent", "gap", "curly", "size", "sentences", "link")
    }
    middle = {name: float(np.median(values[inside])) for name, values in column.items()}
    return [
        column["indent"] - middle["indent"],
        column["gap"] - middle["gap"],
        column["curly"] * float(column["curly"][inside].mean()),
        column["size"] / max(1.0, middle["size"]),
        column["sentences"] / max(1.0, middle["sentences"]),
        column["link"] - float(column["link"][inside].mean()),
    ]


def _shared_lead(words: Vocabulary, prose: Floats, core: tuple[int, int]) -> NDArray[np.float64]:
    """Share of a unit's content words that the core's first five paragraphs use; 1 for these."""
    lead = np.zeros(len(prose), np.bool_)
    lead[[i for i in range(*core) if prose[i] > 0][:5]] = True
    return np.where(lead, 1.0, words.shared_with(lead))
