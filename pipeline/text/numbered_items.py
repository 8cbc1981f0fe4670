"""The chosen units of a dump in; the same with the entries that a numbered list of the article still lacks, out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.text.prepare import Prepared

NUMBER = re.compile(r"(?P<number>\d{1,2})(?P<sign>[.)]|\s[-–—]|:)\s*(?=[^\W\d])")
"""`7. Title`, `7) Title`, `7 - Title`."""
MIN_CHAIN, MIN_CHOSEN = 3, 2
"""Entries of a list that count up, and how many of them, besides half, must be chosen."""
LEAST = 0.2
"""Share of the threshold from which an entry is taken. Of 66 that were left out of such lists of unseen sites 51 are body by the
gold, of the invented dumps' 8 there are 7."""
LEAST_BEHIND, MAX_BEHIND, MIN_WORDS = 0.02, 6, 6
"""The same of the paragraphs below an entry that stands behind all that was chosen, how many of them, and their words."""


def with_numbered_items(prepared: Prepared, chosen: NDArray[np.bool_], likely: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Adds the entries of a list whose others are chosen: a newsletter's box or another story stands amid many.

    Args:
        prepared: The dump, taken apart.
        chosen: Of each live unit, whether it is body; shape (live units,).
        likely: Of each, its probability as a share of the threshold.
    """
    if not chosen.any():
        return chosen
    out = chosen.copy()
    end = int(np.flatnonzero(chosen)[-1])
    for chain in _chains(prepared):
        taken = sum(bool(chosen[k]) for k in chain)
        if len(chain) < MIN_CHAIN or taken < max(MIN_CHOSEN, len(chain) / 2):
            continue
        for k in chain:
            if not out[k] and likely[k] >= LEAST:
                out[k] = True
                out[list(_below(prepared, k, likely) if k > end else ())] = True
    return out


def _chains(prepared: Prepared) -> Iterator[list[int]]:
    """Places, among the live units, of entries that count up by one behind the same sign."""
    entries: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for k, i in enumerate(prepared.live):
        text = prepared.units[i].text
        found = NUMBER.match(text) if text[:1].isdigit() else None
        if found is not None:
            entries[found["sign"].strip()].append((k, int(found["number"])))
    for numbered in entries.values():
        yield from _counting_up(numbered)


def _counting_up(numbered: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    chain: list[int] = []
    last = None
    for k, number in numbered:
        if last is not None and number == last + 1:
            chain.append(k)
        else:
            yield chain
            chain = [k]
        last = number
    yield chain


def _below(prepared: Prepared, k: int, likely: NDArray[np.float64]) -> Iterator[int]:
    """The paragraphs below an entry, up to the first unit that is none."""
    for at in range(k + 1, min(len(prepared.live), k + 1 + MAX_BEHIND)):
        i = prepared.live[at]
        furniture = any(hit.kind != "date" for hit in prepared.hits[i])
        if len(prepared.tokens[i]) < MIN_WORDS or likely[at] < LEAST_BEHIND or furniture or NUMBER.match(prepared.units[i].text):
            return
        yield at
