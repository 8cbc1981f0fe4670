"""A document's units and their own numbers in, the numbers of their surroundings out."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from pipeline.text.dump import DumpStyle
from pipeline.text.forest import Floats
from pipeline.text.lexicon import PHRASE_CLASSES
from pipeline.text.own_look import HIT_ANY, OWN
from pipeline.text.own_look import SIZE as OWN_SIZE
from pipeline.text.sums import Sums
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
NEIGHBOURS = 3
"""How far off a single unit is told."""
_BREAKS = tuple(PHRASE_CLASSES.index(k) for k in ("related", "most_popular", "comment"))
_GROUPED = [k for group in (*_GROUPS, _BREAKS) for k in group]
_GROUP_STARTS = [0, *accumulate(len(group) for group in _GROUPS)]
"""The classes of the groups and of the breaks behind each other, and where each begins."""


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


COUNT = len(context_names())


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
    size = by_name[OWN_SIZE]
    dated, first_person, second_person = by_name[_VOICES].astype(np.float64)
    *groups, breaks = np.maximum.reduceat(hits.T[_GROUPED], _GROUP_STARTS, axis=0)
    sums = Sums(
        [prose, size, by_name[HIT_ANY] > 0, dated, first_person * size, second_person * size, *(group > 0 for group in groups)]
    )
    prose_sum, size_sum = sums.upto(PROSE), sums.upto(SIZE)
    total = max(1.0, float(prose_sum[-1]))
    near = {k: sums.around(-k, k) for k in (1, 3, 8)}
    a_word = {k: sums_near / np.maximum(1.0, sums_near[SIZE]) for k, sums_near in near.items()}
    before, after = sums.around(-8, -1), sums.around(1, 8)
    only_prose = slice(PROSE, PROSE + 1)
    out: list[NDArray[np.float64] | NDArray[np.bool_] | Floats] = [a_word[k][PROSE] for k in (1, 3, 8)]
    for k in (1, 3):
        out += [sums.around(-k, -1, only_prose), sums.around(1, k, only_prose)]
    out += [before[PROSE], after[PROSE], sums.around(-20, -1, only_prose), sums.around(1, 20, only_prose)]
    padded = np.full((len(_NEIGHBOURLY), n + 2 * NEIGHBOURS), -1.0, np.float32)
    padded[:, NEIGHBOURS : NEIGHBOURS + n] = by_name[_NEIGHBOURLY]
    out += [padded[:6, NEIGHBOURS + d : NEIGHBOURS + d + n] for d in (-3, -2, -1, 1, 2, 3)]
    for row, shifts in ((6, (1, 2)), (7, (-2, -1, 1)), (8, (-1, 1))):
        out += [padded[row, NEIGHBOURS + d : NEIGHBOURS + d + n] for d in shifts]
    for a, b in (core, loose):
        out += [
            (at >= a) & (at < b),
            np.minimum(np.maximum(a - at, 0), 60),
            np.minimum(np.maximum(at - b + 1, 0), 60),
        ]
    core_words = float(prose_sum[core[1]] - prose_sum[core[0]])
    out.append(np.array([[core_words / total], [core_words]]))
    out += [words.shared_with((at >= core[0]) & (at < core[1])), words.shared_near()]
    out += [at / n, np.minimum(at, 200), np.minimum(n - 1 - at, 200), prose_sum[:-1] / total, 1 - prose_sum[1:] / total]
    out += _since_break(breaks, prose, core, prose_sum)
    out += [before[BOILER], after[BOILER]]
    clear = np.maximum.accumulate(np.where(np.stack(groups) >= 2, at, -1), axis=1)
    since = np.where(clear >= core[0], np.minimum(at - clear, 50), 51)
    out += [np.stack([before[GROUPS:], after[GROUPS:], since], axis=1).reshape(-1, n)]
    out += [near[3][DATED], before[DATED], after[DATED], a_word[3][FIRST], a_word[3][SECOND], a_word[8][FIRST]]
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
    out.append(np.array(document, np.float64)[:, None])
    rows = np.empty((COUNT, n), np.float32)
    filled = 0
    for block in out:  # one column or several
        end = filled + (len(block) if block.ndim > 1 else 1)
        rows[filled:end] = block
        filled = end
    return rows.T


def _since_break(
    breaks: Floats, prose: Floats, core: tuple[int, int], prose_sum: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """How far back the last head of a list or comment section stands, and how many came since the core began."""
    n = len(prose)
    is_break = (breaks >= 2) & (prose == 0)
    at = np.arange(n)
    last = np.maximum.accumulate(np.where(is_break, at, -1))
    since = np.where(last >= 0, np.minimum(at - last, 40), 41).astype(np.float64)
    prose_since = np.where(last >= 0, prose_sum[:-1] - prose_sum[np.maximum(last, 0)], -1)
    counted = np.cumsum(is_break & (at >= core[0])).astype(np.float64)
    return [since, prose_since, counted]


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
