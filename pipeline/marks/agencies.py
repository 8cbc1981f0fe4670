"""A printed credit ("Reuters/AFP", "The Associated Press") in; lower-case wire agency ids out."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.scripts import EAST_ASIAN

AGENCIES_FILE = Path(__file__).with_name("agencies.toml")

MAX_CREDIT_CHARACTERS = 400
"""Longer strings are paragraphs, not credits; scanning them would find agencies that the story quotes."""

_WORD = re.compile(r"[^\W_]+")
_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}]")
_PART = re.compile(
    r"[/,;&+|()\[\]{}•·©®]+|\s[-–—]+\s|=|[–—]+|:\s"
    r"|(?<![.\w])(?:com|med|met)\b|\binputs?\b"
    r"|\b(?:and|und|et|og|och|with|mit|avec|con|von|via|from|by|for|par|por|per|door|und|the|der|die|dem|material)\b",
    re.IGNORECASE,
)
_EDGES = " \t\u00a0.,;:*_'\"“”«»-–—()[]"


@dataclass(frozen=True, slots=True)
class _Spellings:
    """The agencies' spellings, laid out for look-up."""

    whole: dict[tuple[str, ...], str]
    """Words of an unambiguous name, case-folded -> id."""
    first_words: dict[str, int]
    """First word of an unambiguous name -> the longest such name's count of words."""
    exact: dict[str, str]
    """Ambiguous short form as printed -> id."""
    unspaced: tuple[tuple[str, str], ...]
    """Names in scripts without spaces between words, longest first, with their id."""


def agency_id(name: str) -> str | None:
    """Tell which wire agency a string names, where the whole string is nothing but that name.

    Args:
        name: what stands in a byline, dateline or credit, for example `The Associated Press` or `dpa`.

    Returns:
        The id, or None for everything that is no agency. Ambiguous short forms (`AP`, `TT`) count here: only call this where
        an agency may be expected, not on words of a sentence.
    """
    stripped = name.strip(_EDGES)
    if not stripped or len(stripped) > 60:
        return None
    spellings = _spellings()
    found = spellings.exact.get(stripped) or spellings.exact.get(name.strip())
    if found is not None:
        return found
    first = _WORD.search(stripped)
    if first is None or first[0].casefold() not in spellings.first_words:
        return None
    words = tuple(word.casefold() for word in _WORD.findall(stripped))
    return spellings.whole.get(words)


def agencies_in(text: str) -> tuple[str, ...]:
    """List the wire agencies of a credit, in the order printed and each once.

    Args:
        text: a credit, for example `Reuters/AFP` or `AP, Reuters and staff`; not a paragraph of the story.
    """
    if not text or len(text) > MAX_CREDIT_CHARACTERS:
        return ()
    if (whole := agency_id(text)) is not None:
        return (whole,)
    found: dict[str, None] = {}
    for part in _PART.split(text):
        stripped = part.strip(_EDGES)
        if not stripped:
            continue
        identified = agency_id(stripped)
        if identified is not None:
            found[identified] = None
        elif all(joint := [agency_id(piece) for piece in stripped.split("-")]):
            found.update((each, None) for each in joint if each)  # "ANSA-AFP"
        else:
            found.update(dict.fromkeys(_named_within(stripped)))
    return tuple(found) or tuple(dict.fromkeys(_named_within(text)))


def _named_within(part: str) -> list[str]:
    """Find unambiguous names among the words of one part of a credit."""
    spellings = _spellings()
    words = [word.casefold() for word in _WORD.findall(part)]
    found: list[str] = []
    position = 0
    while position < len(words):
        longest = spellings.first_words.get(words[position], 0)
        for length in range(longest, 0, -1):
            identified = spellings.whole.get(tuple(words[position : position + length]))
            if identified is not None:
                found.append(identified)
                position += length - 1
                break
        position += 1
    if not found and _EAST_ASIAN.search(part):
        found.extend(identified for name, identified in spellings.unspaced if name in part)
    return found


@cache
def _spellings() -> _Spellings:
    """Read the agencies file once per process."""
    whole: dict[tuple[str, ...], str] = {}
    first_words: dict[str, int] = {}
    exact: dict[str, str] = {}
    unspaced: list[tuple[str, str]] = []
    for identifier, entry in tomllib.loads(AGENCIES_FILE.read_text(encoding="utf-8")).items():
        for name in entry.get("names", ()):
            words = tuple(word.casefold() for word in _WORD.findall(name))
            whole.setdefault(words, identifier)
            first_words[words[0]] = max(first_words.get(words[0], 0), len(words))
            if _EAST_ASIAN.search(name):
                unspaced.append((name, identifier))
        for name in entry.get("short", ()):
            exact.setdefault(name, identifier)
    unspaced.sort(key=lambda pair: -len(pair[0]))
    return _Spellings(whole, first_words, exact, tuple(unspaced))
