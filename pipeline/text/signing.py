"""The lines that may sign an article in, those that do out: a byline, names alone, an author's note, a credit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.marks.byline import Byline
from pipeline.marks.given_names import begins_with_given_name
from pipeline.text.beside import beside
from pipeline.text.forest import load_forest
from pipeline.text.signatures import BARE, BIO, BY, CREDIT, GLUED, NAME_FIRST, SPLIT_BY, Signature
from pipeline.text.signing_features import NAMES, signature_rows
from pipeline.text.units import Unit

MODEL_FILE = "signing_model.npz"
"""Written by `benchmarks/train_marks.py`."""
ENOUGH = 0.5
ALSO = 0.7
"""Probabilities from which the best candidate signs, and from which a byline is sure enough to be preferred to a note or a bare
name (`benchmarks/train_marks.py` prints the choice)."""
ALSO_ALIKE = {BARE: 0.4, NAME_FIRST: 0.4, BY: 0.9, SPLIT_BY: 0.9}
"""Probability from which a line beside the best one signs too: it is set in the same form. On unseen sites 9 of 10 such bare
names and names first from .4 on were authors; of second lines `By …`, most often another story's, 1 of 4; of bare names beside
`By …`, most often who took or drew the picture, 2 of 10."""
ALSO_ADJACENT = 0.3
"""Of a bare name with a listed given name right above or below a bare one that signs: on unseen sites no bound changes a set."""
ALSO_BROKEN = 0.7
"""Of a bare name behind a `By` on a line of its own: the list of names was broken."""
UNLISTED = 0.75
"""Of the chance of a name without `By` whose given name no list knows. On unseen sites precision .952 -> .955, sets
exact .634 -> .636 (any factor from .7 to .8 alike; with .6 names are lost)."""
ENOUGH_BELOW = 0.3
"""Of a name right below a story that nobody else signs: of annotated dumps none is such, of invented ones 8 of 8 sign."""
NEVER = 2.0
SURE_GLUED = 0.9
"""Of a byline glued to the line that was chosen as the headline: the training pages hold none from which it could be learnt."""
BESIDE = 4
MIN_CUT = 2
"""Names of more words may hold a paper's."""


def choose_signatures(
    candidates: Sequence[Signature],
    units: Sequence[Unit],
    body: Sequence[int],
    title: int | None,
    labels: Mapping[int, str],
    pointer: Sequence[float],
) -> list[Signature]:
    """Those that sign, in order; empty where none is likely enough.

    Args:
        candidates: From `find_signatures` and what the caller read elsewhere.
        units: All units of the dump.
        body: Indices of the body's units; at least one.
        title: Index of the headline's unit.
        labels: What is known of units: captions, embeds, author notes.
        pointer: How likely the network thinks each unit the byline.
    """
    if not candidates:
        return []
    rows = signature_rows(candidates, units, body, title, labels, pointer)
    chances = load_forest(MODEL_FILE, "signing", NAMES).probability(rows)
    return pick_signatures(candidates, chances) or signed_off(candidates, chances, units, body[-1])


def signed_off(
    candidates: Sequence[Signature], chances: NDArray[np.float64], units: Sequence[Unit], last: int
) -> list[Signature]:
    """The person, known by the given name, who alone stands right below the story that nobody else signs.

    Args:
        candidates: At least one; none of them is likely enough to sign.
        chances: How likely each is.
        units: All units of the dump.
        last: Index of the body's last unit.
    """
    below = beside(units, last, BESIDE, None)
    found = [
        c
        for c, chance in zip(candidates, chances.tolist(), strict=True)
        if c.units[0] == below
        and c.kind in (BARE, BY)
        and chance >= ENOUGH_BELOW
        and len(c.byline.authors) == 1
        and begins_with_given_name(c.byline.authors[0])
    ]
    return found[:1]


def _without_papers(byline: Byline, known: frozenset[str]) -> Byline:
    """Cut the paper's name that stands behind the author's, where another line has the author's alone."""
    authors = [
        max((k for k in known if k != a and a.startswith(k)), key=len, default=a) if len(a.split()) > MIN_CUT else a
        for a in byline.authors
    ]
    return Byline(byline.raw, tuple(dict.fromkeys(authors)), byline.agencies)


def people_of(chosen: Sequence[Signature], candidates: Sequence[Signature]) -> tuple[str, ...]:
    """The authors: those who sign, else those of the first credit that names who reported the story.

    Args:
        chosen: From `choose_signatures`.
        candidates: What they were chosen from.
    """
    people = tuple(dict.fromkeys(a for s in chosen for a in s.byline.authors))
    return people or next((s.byline.authors for s in candidates if s.kind == CREDIT), ())


def pick_signatures(candidates: Sequence[Signature], chances: NDArray[np.float64], enough: float = ENOUGH) -> list[Signature]:
    """The most likely candidate and those beside it, without the papers' names behind theirs.

    Args:
        candidates: At least one.
        chances: How likely each is.
        enough: Probability from which the best one signs.
    """
    known = frozenset(a for c in candidates for a in c.byline.authors)
    return [Signature(c.units, _without_papers(c.byline, known), c.kind) for c in _likely(candidates, chances, enough)]


def _likely(candidates: Sequence[Signature], chances: NDArray[np.float64], enough: float) -> list[Signature]:
    chances = chances * np.array([UNLISTED if _is_unlisted(c) else 1.0 for c in candidates])
    glued = np.array([c.kind == GLUED for c in candidates])
    chances = np.where(glued, np.maximum(chances, SURE_GLUED), chances)
    best = int(np.argmax(chances))
    if chances[best] < enough:
        return []
    if candidates[best].kind in (BIO, CREDIT):
        best = _named_above(candidates, chances, best)
    elif candidates[best].kind == BARE:
        best = _introduced(candidates, chances, best)
    chosen = [candidates[best]]
    if candidates[best].kind in (BIO, CREDIT):
        return chosen
    for k in np.argsort(-chances, kind="stable").tolist():
        other = candidates[k]
        apart = min(abs(a - b) for a in other.units for signed in chosen for b in signed.units)
        if k != best and 0 < apart <= BESIDE and chances[k] >= _enough_beside(candidates[best], other):
            chosen.append(other)
    return sorted(chosen, key=lambda s: s.units)


def _is_unlisted(candidate: Signature) -> bool:
    """A name without `By` none of whose people has a given name that a list knows: `Upper Harbour`, `Metro Briefs`."""
    people = candidate.byline.authors
    return candidate.kind in (BARE, NAME_FIRST) and bool(people) and not any(map(begins_with_given_name, people))


def _enough_beside(best: Signature, other: Signature) -> float:
    """Probability from which a line signs beside the best one."""
    if best.kind == SPLIT_BY and other.kind == BARE and other.units > best.units:
        return ALSO_BROKEN
    apart = min(abs(a - b) for a in best.units for b in other.units)
    if best.kind == other.kind == BARE and apart == 1 and not _is_unlisted(other):
        return ALSO_ADJACENT
    return ALSO_ALIKE.get(other.kind, NEVER) if other.kind == best.kind else NEVER


def _introduced(candidates: Sequence[Signature], chances: NDArray[np.float64], bare: int) -> int:
    """The sure `By …` that names a bare name's person, perhaps beside others, or stands beside it: then the bare name is a note's
    heading or who took the picture. The bare name where there is none.
    """
    people, unit = set(candidates[bare].byline.authors), candidates[bare].units[0]
    bylines = [
        k
        for k, c in enumerate(candidates)
        if c.kind in (BY, SPLIT_BY)
        and chances[k] >= ALSO
        and (abs(c.units[0] - unit) <= BESIDE or people & set(c.byline.authors))
    ]
    return max(bylines, key=lambda k: float(chances[k]), default=bare)


def _named_above(candidates: Sequence[Signature], chances: NDArray[np.float64], note: int) -> int:
    """The likely byline that names a note's person, perhaps beside others; the note where there is none."""
    people = set(candidates[note].byline.authors)
    bylines = [
        k
        for k, c in enumerate(candidates)
        if c.kind not in (BIO, CREDIT) and chances[k] >= ALSO and people & set(c.byline.authors)
    ]
    return max(bylines, key=lambda k: float(chances[k]), default=note)
