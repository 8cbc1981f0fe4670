"""Units in, the later or lonelier copies of repeated paragraphs out: what remains is read once."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.text.units import Unit

MIN_REPEAT_TOKENS = 8
"""Shorter lines repeat in honest text (refrains, subheads, labels); they are only counted."""
MIN_TEASER_TOKENS = 10
NEIGHBOURS = 3


def find_repeats(units: Sequence[Unit], tokens: Sequence[Sequence[str]]) -> frozenset[int]:
    """Indices of the units that repeat another one.

    Of equal paragraphs the copy that stands among the most prose stays: a lede printed above the picture goes, the one
    that opens the body stays. A paragraph cut short by an ellipsis is a teaser of the full one.

    Args:
        units: The document's units.
        tokens: The tokens of each unit's text.
    """
    alike: dict[tuple[int, str, str, str], list[int]] = {}
    for i, words in enumerate(tokens):
        if len(words) >= MIN_REPEAT_TOKENS:
            alike.setdefault((len(words), words[0], words[len(words) // 2], words[-1]), []).append(i)
    copies: dict[tuple[str, ...], list[int]] = {}
    for places in alike.values():  # few units share even these words, so few are compared whole
        if len(places) > 1:
            for i in places:
                copies.setdefault(tuple(tokens[i]), []).append(i)
    gone: set[int] = set()
    for places in copies.values():
        if len(places) > 1:
            kept = max(places, key=lambda i: (_prose_around(i, tokens), -i))
            gone.update(i for i in places if i != kept)
    gone.update(_teasers(units, tokens))
    return frozenset(gone)


def _prose_around(i: int, tokens: Sequence[Sequence[str]]) -> int:
    """Words in the nearest neighbours that are long enough to be paragraphs; copies of the unit itself do not count."""
    own = tokens[i]
    near = [tokens[j] for j in range(max(0, i - NEIGHBOURS), min(len(tokens), i + NEIGHBOURS + 1)) if j != i]
    return sum(min(len(words), 60) for words in near if len(words) >= MIN_REPEAT_TOKENS and words != own)


def _teasers(units: Sequence[Unit], tokens: Sequence[Sequence[str]]) -> set[int]:
    long = [i for i, words in enumerate(tokens) if len(words) > MIN_TEASER_TOKENS]
    teasers = [i for i in long if units[i].text.rstrip("])> ").endswith(("…", "..."))]
    heads: dict[tuple[str, ...], list[int]] = {}
    for i in long if teasers else ():
        heads.setdefault(tuple(tokens[i][:MIN_TEASER_TOKENS]), []).append(i)
    cut = set()
    for i in teasers:
        words = tokens[i]
        own = list(words)
        for j in heads.get(tuple(words[:MIN_TEASER_TOKENS]), ())[:8]:
            if j != i and len(tokens[j]) > len(own) and list(tokens[j][: len(own) - 1]) == own[:-1]:
                cut.add(i)
                break
    return cut
