"""Word lists from `stopwords*.toml` and `phrases*.toml` in, fast look-ups out: function words by language, phrases by class."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from itertools import chain
from typing import Any, NamedTuple

from pipeline.normalise.words import ALL_MARKS
from pipeline.scripts import SYLLABIC as SYLLABIC_SCRIPTS
from pipeline.scripts import UNSPACED as UNSPACED_SCRIPTS
from pipeline.text.listed import is_basic, listed

_LETTER = rf"(?:[^\W\d_]|[{ALL_MARKS}])"
TOKEN = re.compile(rf"{_LETTER}+(?:['’]{_LETTER}+)?|\d+|[@©]")
"""Words with an inner apostrophe, numbers, and the two signs that mark handles and copyright."""
UNSPACED = re.compile(f"[{UNSPACED_SCRIPTS}]")
"""Scripts without blanks between words."""
SYLLABIC, SYLLABIC_CHARS = re.compile(f"[{SYLLABIC_SCRIPTS}]"), 4
"""Thai, Lao, Burmese, Khmer: a word has some four characters."""
_ASCII_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|[0-9]+|@")
MAX_PHRASE_TOKENS = 24


class PhraseHit(NamedTuple):
    """A phrase of a class found in a line; a named tuple, made ten times as fast as a frozen dataclass."""

    kind: str
    """The class, for example `newsletter`."""
    whole: bool
    """The phrase is the whole line."""
    start: bool
    """The phrase begins the line."""


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((files("pipeline.text") / name).read_text(encoding="utf-8"))


_LETTERS = listed(r"[^\W\d_]") + ALL_MARKS
_BASIC_TOKEN = re.compile(rf"[{_LETTERS}]+(?:'[{_LETTERS}]+)?|\d+|[@©]")
"""`TOKEN` for lower-case text of the basic plane."""


def tokens_of(text: str) -> list[str]:
    """The lower-case tokens of a text, apostrophes made equal; Chinese and Japanese as overlapping pairs, Thai in fours."""
    lower = text.lower()
    if lower.isascii():
        return _ASCII_TOKEN.findall(lower)
    pattern = _BASIC_TOKEN if is_basic(lower) else TOKEN
    tokens = pattern.findall(lower.replace("’", "'"))
    if UNSPACED.search(text) is None:
        return tokens
    return [part for token in tokens for part in _parts(token)]


def _parts(token: str) -> list[str]:
    if len(token) < 3 or UNSPACED.search(token) is None:
        return [token]
    if SYLLABIC.search(token) is not None:
        return [token[i : i + SYLLABIC_CHARS] for i in range(0, len(token), SYLLABIC_CHARS)]
    return [token[i : i + 2] for i in range(len(token) - 1)]


_Table = dict[tuple[str, ...], tuple[tuple[tuple[str, ...], str, bool], ...]]


def _phrase_tables(*raw: dict[str, Any]) -> tuple[_Table, _Table]:
    """First two tokens (or the only one) -> phrases, for the head of a line and for anywhere in it."""
    head: dict[tuple[str, ...], list[tuple[tuple[str, ...], str, bool]]] = {}
    inside: dict[tuple[str, ...], list[tuple[tuple[str, ...], str, bool]]] = {}
    for kind, groups in chain.from_iterable(table.items() for table in raw):
        for where, phrases in groups.items():
            for phrase in phrases:
                tokens = tuple(tokens_of(phrase))
                if not tokens or len(tokens) > MAX_PHRASE_TOKENS:
                    raise ValueError(
                        f"phrases: {kind}.{where}: {phrase!r} has {len(tokens)} tokens, expected 1 to {MAX_PHRASE_TOKENS}"
                    )
                table = inside if where == "inside" else head
                table.setdefault(tokens[:2], []).append((tokens, kind, where == "whole"))
    return _frozen(head), _frozen(inside)


def _frozen(table: dict[tuple[str, ...], list[tuple[tuple[str, ...], str, bool]]]) -> _Table:
    return {first: tuple(sorted(entries, key=lambda e: -len(e[0]))) for first, entries in table.items()}


def _stopwords() -> dict[str, frozenset[str]]:
    listed: dict[str, frozenset[str]] = {}
    for name in ("stopwords.toml", "stopwords_more.toml"):
        for language, words in _load(name)["words"].items():
            listed[language] = listed.get(language, frozenset()).union(words.split())
    return listed


STOPWORDS: dict[str, frozenset[str]] = _stopwords()
ALL_STOPWORDS: frozenset[str] = frozenset().union(*STOPWORDS.values())
LANGUAGES_OF: dict[str, tuple[str, ...]] = {
    word: tuple(lang for lang, words in STOPWORDS.items() if word in words) for word in ALL_STOPWORDS
}
"""The languages of which a word is a function word."""
_PHRASES_RAW = _load("phrases.toml")
GLUE_EXCEPTIONS: frozenset[str] = frozenset(w.lower() for w in _PHRASES_RAW.pop("glue")["exceptions"])
ABBREVIATIONS: frozenset[str] = frozenset(_PHRASES_RAW.pop("abbreviations")["words"])
SECTIONS: frozenset[str] = frozenset(_PHRASES_RAW.pop("sections")["names"])
"""Lower-case names of sections."""
PHRASE_CLASSES: tuple[str, ...] = tuple(_PHRASES_RAW)
_AT_HEAD, _INSIDE = _phrase_tables(_PHRASES_RAW, _load("phrases_more.toml"))
_BEGIN_HEAD = frozenset(first for first, *_ in _AT_HEAD)
_BEGIN_INSIDE = frozenset(first for first, *_ in _INSIDE)


def phrase_hits(tokens: Sequence[str]) -> tuple[PhraseHit, ...]:
    """The phrases a line holds.

    Args:
        tokens: The line's tokens as `tokens_of` gives them. Phrases listed under `whole` must be the line, those under
            `start` must begin it, those under `inside` may stand anywhere.
    """
    if not tokens:
        return ()
    begins, inside = tokens[0] in _BEGIN_HEAD, not _BEGIN_INSIDE.isdisjoint(tokens)
    if not (begins or inside):
        return ()
    hits: list[PhraseHit] = []
    length = len(tokens)
    for key in _keys(tokens, 0) if begins else ():
        for phrase, kind, whole in _AT_HEAD.get(key, ()):
            size = len(phrase)
            if (size == length or (size < length and not whole)) and (size < 3 or tuple(tokens[:size]) == phrase):
                hits.append(PhraseHit(kind, size == length, True))
    for i in [i for i, token in enumerate(tokens) if token in _BEGIN_INSIDE] if inside else ():
        for key in _keys(tokens, i):
            for phrase, kind, _ in _INSIDE.get(key, ()):
                size = len(phrase)
                if size < 3 or tuple(tokens[i : i + size]) == phrase:
                    hits.append(PhraseHit(kind, size == length, i == 0))
    return tuple(hits)


def _keys(tokens: Sequence[str], i: int) -> tuple[tuple[str, ...], ...]:
    """Under which a phrase that begins with the token `i` is listed: its first two tokens, or the only one."""
    return ((tokens[i], tokens[i + 1]), (tokens[i],)) if i + 1 < len(tokens) else ((tokens[i],),)
