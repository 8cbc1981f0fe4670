"""A copy's text and its canonical text in; paragraph by paragraph what its outlet did out."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.copies.changes import KNOWN_COVERAGE, MIN_PARAGRAPH_WORDS, SAME_COVERAGE
from pipeline.copies.compare import covered_words, share, shared_shingles
from pipeline.copies.tokens import Tokens, contained, tokenise

Kind = Literal["kept", "edited", "moved", "added", "cut"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What became of one paragraph."""

    kind: Kind
    """`moved` stands elsewhere in the canonical text, with the same words or others."""
    canonical: str | None
    """As the canonical text has it; None where it is added."""
    copy: str | None
    """As the copy has it; None where it is cut."""


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of an edited paragraph."""

    kind: Literal["same", "old", "new"]
    text: str


def compare_paragraphs(copy: str, canonical: str) -> list[Paragraph]:
    """Follow a copy down the page, with what it cut at the place where it stood.

    A paragraph is the same, edited or new by the measures that `Alteration` counts with; paragraphs too short for those (a
    subhead) are the same where their words are, and otherwise new or cut.

    Args:
        copy: A cleaned body.
        canonical: The article's cleaned body.
    """
    ours, theirs = copy.split("\n\n"), canonical.split("\n\n")
    our_tokens, their_tokens = [tokenise(p) for p in ours], [tokenise(p) for p in theirs]
    whole_copy, whole_canonical = tokenise(copy), tokenise(canonical)
    partner = [
        _partner(tokens, their_tokens) if _coverage(tokens, whole_canonical, their_tokens) >= KNOWN_COVERAGE else None
        for tokens in our_tokens
    ]
    cut = {i for i, t in enumerate(their_tokens) if i not in partner and _coverage(t, whole_copy, our_tokens) < KNOWN_COVERAGE}
    found: list[Paragraph] = []
    at = 0
    for text, tokens, match in zip(ours, our_tokens, partner, strict=True):
        if match is None:
            found.append(Paragraph("added", None, text))
            continue
        found += [Paragraph("cut", theirs[i], None) for i in range(at, match) if i in cut]
        same = _coverage(tokens, whole_canonical, their_tokens) >= SAME_COVERAGE
        kind: Kind = "moved" if match < at - 1 else "kept" if same else "edited"
        found.append(Paragraph(kind, theirs[match], text))
        at = max(at, match + 1)
    return found + [Paragraph("cut", theirs[i], None) for i in range(at, len(theirs)) if i in cut]


def compare_words(canonical: str, copy: str) -> list[Words]:
    """What changed within an edited paragraph, word by word, punctuation included."""
    old, new = canonical.split(), copy.split()
    found: list[Words] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Words("same", " ".join(old[a:b])))
            continue
        if b > a:
            found.append(Words("old", " ".join(old[a:b])))
        if d > c:
            found.append(Words("new", " ".join(new[c:d])))
    return found


def _coverage(paragraph: Tokens, other: Tokens, others: Sequence[Tokens]) -> float:
    """How much of a paragraph stands in the other text; a short one wholly or not at all."""
    if len(paragraph.words) >= MIN_PARAGRAPH_WORDS:
        return share(covered_words(shared_shingles(paragraph, other), len(paragraph.words)))
    return float(any(paragraph.words.tobytes() == o.words.tobytes() for o in others))


def _partner(paragraph: Tokens, others: Sequence[Tokens]) -> int:
    """The paragraph of the other text that shares most shingles with this one; the first of equals."""
    return max(range(len(others)), key=lambda i: (int(contained(paragraph.ranked, others[i].ranked).sum()), -i))
