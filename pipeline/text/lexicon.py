"""Word lists from `stopwords.toml` and `phrases.toml` in, fast look-ups out: function words by language, phrases by class."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from typing import Any, NamedTuple

TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[@©]")
"""Words with an inner apostrophe, numbers, and the two signs that mark handles and copyright."""
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts without blanks between words."""
_ASCII_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|[0-9]+|@")
BASIC_PLANE = 0x10000
MAX_PHRASE_TOKENS = 16


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


def _listed(pattern: re.Pattern[str]) -> str:
    """The characters of the basic plane that a pattern matches, as ranges within square brackets: a set that is listed is asked
    with one look into a table, one made of categories (`[^\\W\\d_]`) with a call for each."""
    plane = "".join(map(chr, range(BASIC_PLANE)))
    return "".join(f"{re.escape(run[0][0])}-{re.escape(run[0][-1])}" for run in pattern.finditer(plane))


_LETTERS = _listed(re.compile(r"[^\W\d_]+"))
_BASIC_TOKEN = re.compile(rf"[{_LETTERS}]+(?:'[{_LETTERS}]+)?|\d+|[@©]")
"""`TOKEN` for lower-case ASCII, and for text of the basic plane: two and a half times as fast."""


def tokens_of(text: str) -> list[str]:
    """The lower-case tokens of a text, apostrophes made equal; Chinese and Japanese as overlapping pairs of characters."""
    lower = text.lower()
    if lower.isascii():
        return _ASCII_TOKEN.findall(lower)
    pattern = _BASIC_TOKEN if len(lower.encode("utf-16-le", "surrogatepass")) == 2 * len(lower) else TOKEN
    tokens = pattern.findall(lower.replace("’", "'"))
    if UNSPACED.search(text) is None:
        return tokens
    return [part for token in tokens for part in _pairs(token)]


def _pairs(token: str) -> list[str]:
    if len(token) < 3 or UNSPACED.search(token) is None:
        return [token]
    return [token[i : i + 2] for i in range(len(token) - 1)]


_Table = dict[str, tuple[tuple[tuple[str, ...], str, bool], ...]]


def _phrase_tables(raw: dict[str, Any]) -> tuple[_Table, _Table]:
    """First token -> phrases, for the head of a line and for anywhere in it."""
    head: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    inside: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    for kind, groups in raw.items():
        for where, phrases in groups.items():
            for phrase in phrases:
                tokens = tuple(tokens_of(phrase))
                if not tokens or len(tokens) > MAX_PHRASE_TOKENS:
                    raise ValueError(
                        f"phrases.toml: {kind}.{where}: {phrase!r} has {len(tokens)} tokens, expected 1 to {MAX_PHRASE_TOKENS}"
                    )
                table = inside if where == "inside" else head
                table.setdefault(tokens[0], []).append((tokens, kind, where == "whole"))
    return _frozen(head), _frozen(inside)


def _frozen(table: dict[str, list[tuple[tuple[str, ...], str, bool]]]) -> _Table:
    return {first: tuple(sorted(entries, key=lambda e: -len(e[0]))) for first, entries in table.items()}


STOPWORDS: dict[str, frozenset[str]] = {
    lang: frozenset(words.split()) for lang, words in _load("stopwords.toml")["words"].items()
}
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
_AT_HEAD, _INSIDE = _phrase_tables(_PHRASES_RAW)


def phrase_hits(tokens: Sequence[str]) -> tuple[PhraseHit, ...]:
    """The phrases a line holds.

    Args:
        tokens: The line's tokens as `tokens_of` gives them. Phrases listed under `whole` must be the line, those under
            `start` must begin it, those under `inside` may stand anywhere.
    """
    if not tokens:
        return ()
    hits: list[PhraseHit] = []
    length = len(tokens)
    for phrase, kind, whole in _AT_HEAD.get(tokens[0], ()):
        size = len(phrase)
        if (size == length or (size < length and not whole)) and (
            size == 1 or (phrase[1] == tokens[1] and tuple(tokens[:size]) == phrase)
        ):
            hits.append(PhraseHit(kind, size == length, True))
    if not _INSIDE.keys().isdisjoint(tokens):
        for i in [i for i, token in enumerate(tokens) if token in _INSIDE]:
            following = tokens[i + 1] if i + 1 < length else ""
            for phrase, kind, _ in _INSIDE[tokens[i]]:
                size = len(phrase)
                if size == 1 or (phrase[1] == following and tuple(tokens[i : i + size]) == phrase):
                    hits.append(PhraseHit(kind, size == length, i == 0))
    return tuple(hits)
