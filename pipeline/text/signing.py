"""The lines that may sign an article in, those that do out: a byline, names alone, an author's note, a credit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.marks.byline import Byline
from pipeline.marks.dates import parse_date_line
from pipeline.marks.given_names import begins_with_given_name
from pipeline.marks.signature import OUTLET_WORDS, is_role
from pipeline.text.extent import main_stretch
from pipeline.text.forest import Floats, load_forest
from pipeline.text.signatures import BARE, BIO, BY, CREDIT, GLUED, KINDS, NAME_FIRST, SPLIT_BY, Signature
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
ALSO_BROKEN = 0.7
"""Of a bare name behind a `By` on a line of its own: the list of names was broken."""
NEVER = 2.0
SURE_GLUED = 0.9
"""Of a byline glued to the line that was chosen as the headline: the training pages hold none from which it could be learnt."""
BESIDE = 4
NEAR_DATE = 4
MIN_CUT = 2
"""Names of more words may hold a paper's."""
NAMES: tuple[str, ...] = (
    *KINDS,
    *("authors", "agencies", "lines", "to_start", "to_title", "has_title", "under_title", "to_first", "past_end", "in_body"),
    *("place", "chars", "beyond", "words", "date_near", "date_inside", "gap", "gap_after", "bullet", "heading", "link", "copies"),
    *("crowd", "bare_crowd", "order", "prefixed_elsewhere", "mentions", "short_mentions", "body_mentions", "bio_same", "same"),
    *("lower_share", "outlet_words", "capitals", "role_inside", "role_after", "chars_before", "chars_after", "is_title_next"),
    *("ends_sentence", "at", "colon_before", "bars", "photo_near", "stutter", "first_of_kind"),
    *("pointer", "pointer_best", "pointer_near"),
    *("given", "family_in_title", "family_in_story"),
)


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
    return pick_signatures(candidates, load_forest(MODEL_FILE, "signing", NAMES).probability(rows))


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


def _enough_beside(best: Signature, other: Signature) -> float:
    """Probability from which a line signs beside the best one."""
    if best.kind == SPLIT_BY and other.kind == BARE and other.units > best.units:
        return ALSO_BROKEN
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


def signature_rows(
    candidates: Sequence[Signature],
    units: Sequence[Unit],
    body: Sequence[int],
    title: int | None,
    labels: Mapping[int, str],
    pointer: Sequence[float],
) -> Floats:
    """One row of `NAMES` a candidate.

    Args:
        candidates: At least one.
        units: All units of the dump.
        body: Indices of the body's units.
        title: Index of the headline's unit.
        labels: What is known of units.
        pointer: How likely the network thinks each unit the byline.
    """
    start, end = main_stretch(units, body)
    inside = set(body)
    head = start if title is None else title
    texts = [u.text for u in units]
    copies = Counter(texts)
    everything = "\n".join(texts)
    short = "\n".join([t for t in texts if len(t) < 80])
    story = "\n".join(texts[i] for i in body if len(texts[i]) >= 80)
    tokens: set[str] | None = None  # made when a name's word is met in lower case at all
    date_lines: dict[int, bool] = {}
    keys = [frozenset(c.byline.authors) for c in candidates]
    biographed = frozenset().union(*(k for k, c in zip(keys, candidates, strict=True) if c.kind == BIO))
    prefixed = [c.units[0] for c in candidates if c.kind in (BY, SPLIT_BY)]
    pointed = [max(pointer[j] for j in c.units) for c in candidates]
    rows = []
    for k, c in enumerate(candidates):
        i, last = c.units[0], c.units[-1]
        unit, text = units[i], texts[i]
        name = c.byline.authors[0] if c.byline.authors else ""
        words = [w for a in c.byline.authors for w in a.split()]
        mentions = everything.count(name) if name else 0
        short_mentions = short.count(name) if mentions else 0
        before = next((j for j in range(i - 1, max(-1, i - 4), -1) if texts[j]), i)
        after = next((j for j in range(last + 1, min(len(units), last + 4)) if texts[j]), last)
        near = range(max(0, i - NEAR_DATE), min(len(units), last + NEAR_DATE + 1))
        for j in near:
            if j not in date_lines:
                date_lines[j] = _is_date(texts[j])
        dated = [min(abs(j - i), abs(j - last)) for j in near if j not in c.units and date_lines[j]]
        lower_words = [w.lower() for w in words]
        if tokens is None and any(w in everything for w in lower_words):
            tokens = set(everything.replace(",", " ").replace(".", " ").split())
        crowd = [
            o for o, key in zip(candidates, keys, strict=True) if o is not c and not key & keys[k] and abs(o.units[0] - i) <= 10
        ]
        rows.append(
            [
                *(c.kind == kind for kind in range(len(KINDS))),
                len(c.byline.authors),
                len(c.byline.agencies),
                len(c.units),
                max(-60, min(60, i - start)),
                max(-60, min(60, i - head)),
                title is not None,
                title is not None and title <= i <= start,
                max(-60, min(60, i - body[0])),
                max(0, i - end),
                i in inside,
                i / len(units),
                min(400, len(text)),
                len(text) - sum(map(len, c.byline.authors)) if len(c.units) == 1 else 0,
                len(words),
                min(dated, default=9),
                any(map(str.isdigit, text)),
                unit.gap,
                units[after].gap,
                unit.bullet,
                unit.heading,
                unit.link_share,
                copies[text],
                len(crowd),
                sum(o.kind == BARE for o in crowd),
                k,
                sum(u != i for u in prefixed),
                mentions,
                short_mentions,
                story.count(name) if mentions > short_mentions else 0,
                bool(keys[k] & biographed),
                sum(o is not c and bool(key & keys[k]) for o, key in zip(candidates, keys, strict=True)),
                sum(w in tokens and w.islower() for w in lower_words) / max(1, len(words)) if tokens else 0,
                sum(w in OUTLET_WORDS for w in lower_words),
                text.isupper(),
                is_role(text) if len(text) < 90 else False,
                len(texts[after]) < 90 and is_role(texts[after]),
                min(400, len(texts[before])),
                min(400, len(texts[after])),
                title is not None and title in (i + 1, i + 2),
                text.endswith((".", "?", "!")),
                "@" in text or "@" in texts[after][:40],
                texts[before].endswith(":"),
                text.count("|") + text.count("/") + text.count("•") + text.count("·"),
                labels.get(i - 1) == "caption" or labels.get(last + 1) == "caption",
                texts[before] == text or texts[after] == text,
                all(o.kind != c.kind for o in candidates[:k]),
                pointed[k],
                pointed[k] == max(pointed),
                max(pointer[max(0, i - 2) : last + 3]),
                sum(map(begins_with_given_name, c.byline.authors)) / max(1, len(c.byline.authors)),
                len(words) > 1 and title is not None and title != i and words[-1] in texts[title],
                story.count(words[-1]) if len(words) > 1 else 0,
            ]
        )
    return np.array(rows, dtype=np.float32)


def _is_date(text: str) -> bool:
    return 6 <= len(text) <= 120 and any(map(str.isdigit, text)) and parse_date_line(text) is not None
