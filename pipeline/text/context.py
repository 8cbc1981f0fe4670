"""A document's units and their own numbers in, the numbers of their surroundings out."""

from __future__ import annotations

from collections.abc import Sequence

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
_NEIGHBOURLY = list(map(OWN.index, ("size", "stop_share", "end", "link", "hit_any", "sentences", "gap", "heading", "bullet")))
"""Columns of a unit's neighbours that it is told: six of each, three of some."""
_VOICES = list(map(OWN.index, ("dated", "first_person", "second_person")))
_AS_CORE = list(map(OWN.index, ("indent", "gap", "curly", "size", "sentences", "link")))
PROSE, SIZE, BOILER, DATED, FIRST, SECOND, GROUPS = range(7)
"""Columns of the running sums; from the last on one for each of `_GROUPS`."""
NEIGHBOURS, FARTHEST = 3, 20
"""How far off a single unit is told, and the farthest end of a sum."""
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


class _Sums:
    """Sums of columns over runs of units, each as the difference of two running sums."""

    def __init__(self, columns: Sequence[Floats | NDArray[np.float64]]) -> None:
        """Args: columns: Each of shape (units,)."""
        n = len(columns[0])
        self._units = n
        running = np.zeros((len(columns), n + 2 * FARTHEST + 1))
        inner = running[:, FARTHEST + 1 : FARTHEST + 1 + n]
        for k, column in enumerate(columns):
            np.cumsum(column, dtype=np.float64, out=inner[k])
        running[:, FARTHEST + 1 + n :] = inner[:, -1:]
        self._running = running

    def upto(self, column: int) -> NDArray[np.float64]:
        """The running sum of a column, from 0 before the first unit; shape (units + 1,)."""
        return self._running[column, FARTHEST : FARTHEST + self._units + 1]

    def around(self, columns: int | slice, first: int, last: int) -> NDArray[np.float64]:
        """For each unit the sum over those that stand `first` to `last` behind it (negative: before it); its ends count as 0."""
        low, high = FARTHEST + first, FARTHEST + last + 1
        return self._running[columns, high : high + self._units] - self._running[columns, low : low + self._units]


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
    by_name = np.ascontiguousarray(own.T)
    size = by_name[0]
    voices = [by_name[k].astype(np.float64) for k in _VOICES]
    groups = [hits[:, list(group)].max(axis=1) for group in _GROUPS]
    sums = _Sums(
        [prose, size, by_name[-1] > 0, voices[0], voices[1] * size, voices[2] * size, *(strength > 0 for strength in groups)]
    )
    prose_sum, size_sum = sums.upto(PROSE), sums.upto(SIZE)
    total = max(1.0, float(prose_sum[-1]))
    out: list[NDArray[np.float64] | NDArray[np.bool_] | Floats] = []
    words_near = {k: np.maximum(1.0, sums.around(SIZE, -k, k)) for k in (1, 3, 8)}
    out += [sums.around(PROSE, -k, k) / words_near[k] for k in (1, 3, 8)]
    for k in (1, 3, 8, 20):
        out += [sums.around(PROSE, -k, -1), sums.around(PROSE, 1, k)]
    padded = np.full((len(_NEIGHBOURLY), n + 2 * NEIGHBOURS), -1.0)
    padded[:, NEIGHBOURS : NEIGHBOURS + n] = by_name[_NEIGHBOURLY]
    for d in (-3, -2, -1, 1, 2, 3):
        out += list(padded[:6, NEIGHBOURS + d : NEIGHBOURS + d + n])
    for row, shifts in ((6, (1, 2)), (7, (-2, -1, 1)), (8, (-1, 1))):
        out += [padded[row, NEIGHBOURS + d : NEIGHBOURS + d + n] for d in shifts]
    for a, b in (core, loose):
        out += [
            (at >= a) & (at < b),
            np.minimum(np.maximum(a - at, 0), 60),
            np.minimum(np.maximum(at - b + 1, 0), 60),
        ]
    core_words = float(prose_sum[core[1]] - prose_sum[core[0]])
    out += [np.full(n, core_words / total), np.full(n, core_words)]
    out += [words.shared_with((at >= core[0]) & (at < core[1])), words.shared_near()]
    out += [at / n, np.minimum(at, 200), np.minimum(n - 1 - at, 200), prose_sum[:-1] / total, 1 - prose_sum[1:] / total]
    out += _since_break(hits, prose, core, prose_sum)
    out += [sums.around(BOILER, -8, -1), sums.around(BOILER, 1, 8)]
    out += _groups(groups, sums, core)
    out += [sums.around(DATED, -3, 3), sums.around(DATED, -8, -1), sums.around(DATED, 1, 8)]
    out += [sums.around(person, -k, k) / words_near[k] for person, k in ((FIRST, 3), (SECOND, 3), (FIRST, 8))]
    out += _as_core(by_name, prose, core)
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
    rows = np.empty((len(out) + len(document), n), np.float32)
    for k, column in enumerate(out):
        rows[k] = column
    rows[len(out) :] = np.array(document, np.float64)[:, None]
    return rows.T


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


def _groups(groups: Sequence[Floats], sums: _Sums, core: tuple[int, int]) -> list[NDArray[np.float64]]:
    """For each group of phrase classes: hits in the eight units before and after, and how far back the last clear one stands.

    Args:
        groups: The strongest hit of each group in each unit.
        sums: Holds their counts from `GROUPS` on.
        core: The densest run of prose.
    """
    at = np.arange(len(groups[0]))
    clear = np.maximum.accumulate(np.where(np.stack(groups) >= 2, at, -1), axis=1)
    since = np.where(clear >= core[0], np.minimum(at - clear, 50), 51).astype(np.float64)
    before, after = sums.around(slice(GROUPS, None), -8, -1), sums.around(slice(GROUPS, None), 1, 8)
    return [column for three in zip(before, after, since, strict=True) for column in three]


def _as_core(by_name: Floats, prose: Floats, core: tuple[int, int]) -> list[NDArray[np.float64]]:
    """How a unit's layout and style compare with the core's paragraphs: comments and other articles are set differently."""
    inside = np.flatnonzero(prose[core[0] : core[1]] > 0) + core[0]
    if not len(inside):
        return [np.full(by_name.shape[1], -1.0) for _ in range(6)]
    columns = by_name[_AS_CORE].astype(np.float64)
    indent, gap, curly, size, sentences, link = columns
    of_core = columns[:, inside]
    ranked = np.sort(of_core, axis=1)
    m = len(inside)
    middle = ((ranked[:, (m - 1) // 2] + ranked[:, m // 2]) / 2).tolist()
    return [
        indent - middle[0],
        gap - middle[1],
        curly * float(of_core[2].mean()),
        size / max(1.0, middle[3]),
        sentences / max(1.0, middle[4]),
        link - float(of_core[5].mean()),
    ]


def _shared_lead(words: Vocabulary, prose: Floats, core: tuple[int, int]) -> NDArray[np.float64]:
    """Share of a unit's content words that the core's first five paragraphs use; 1 for these."""
    lead = np.zeros(len(prose), np.bool_)
    lead[np.flatnonzero(prose[core[0] : core[1]] > 0)[:5] + core[0]] = True
    return np.where(lead, 1.0, words.shared_with(lead))
