"""A printed name in; whether it begins with a given name, and the people that stand in it without a comma, out."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from pipeline.marks.words import word_list

NAMES_FILE = Path(__file__).with_name("given_names.txt")
"""Written by `benchmarks/given_names.py`, with its source."""
MIN_WORDS = 2
"""Words of a person's name; fewer are not cut off from a run of names."""
MIN_FAMILY_CHARACTERS = 3
"""Of a family name in capitals; shorter words are initials and particles."""


def begins_with_given_name(name: str) -> bool:
    """Tell whether a name's first word, or the first part of it (`Anna-Lena`), is a given name somewhere.

    Many are words as well (`Will`, `Rose`): evidence beside other, not a proof.
    """
    return bool(name) and _is_given(name.split()[0])


def people_in_run(name: str) -> tuple[str, ...]:
    """Cut a run of names that a dump printed without commas: `Jasper Riemann Barbara Schneider` are two people.

    A new one begins at a given name that follows a family name, both people with two words or more.
    """
    words = name.split()
    if not words:
        return ()
    starts = [0]
    for i in range(MIN_WORDS, len(words) - MIN_WORDS + 1):
        apart = i - starts[-1] >= MIN_WORDS
        if apart and _is_given(words[starts[-1]]) and _is_family_name(words[i - 1]) and _is_given(words[i]):
            starts.append(i)
    return tuple(" ".join(words[a:b]) for a, b in zip(starts, [*starts[1:], len(words)], strict=True))


def given_name_first(words: list[str]) -> list[str]:
    """The words of a name as it is spoken: `MARCHAND Solange`, as catalogues print it, is Solange MARCHAND.

    Only capitals before a known given name tell, and that they are none themselves; `Marchand Solange` and `JOHN Rose` stay.
    """
    family = next((i for i, word in enumerate(words) if not word.isupper() or len(word) < MIN_FAMILY_CHARACTERS), len(words))
    given = words[family:]
    if not family or not given or any(map(str.isupper, given)) or not _is_given(given[0]) or _is_given(words[0]):
        return words
    return [*given, *words[:family]]


def folded(word: str) -> str:
    """A word in lower case without accents, as the list has it."""
    return "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c))


def _is_family_name(word: str) -> bool:
    """Whether nothing speaks against it: no particle, no initial, no given name."""
    return len(word.strip(".")) > 1 and word.casefold() not in word_list("particles") and not _is_given(word)


def _is_given(word: str) -> bool:
    whole = folded(word)
    return whole in _names() or whole.split("-")[0] in _names()


@cache
def _names() -> frozenset[str]:
    """Read the list once per process."""
    return frozenset(line for line in NAMES_FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
