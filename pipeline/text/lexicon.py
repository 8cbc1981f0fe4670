"""Word lists from `stopwords.toml` and `phrases.toml` in, fast look-ups out: function words by language, phrases by class."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[@©]")
"""Words with an inner apostrophe, numbers, and the two signs that mark handles and copyright."""
MAX_PHRASE_TOKENS = 8


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """A phrase of a class found in a line."""

    kind: str
    """The class, for example `newsletter`."""
    whole: bool
    """The phrase is the whole line."""
    start: bool
    """The phrase begins the line."""


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((files("pipeline.text") / name).read_text(encoding="utf-8"))


def tokens_of(text: str) -> list[str]:
    """The lower-case tokens of a text, apostrophes made equal."""
    return TOKEN.findall(text.lower().replace("’", "'"))


def _phrase_table(raw: dict[str, Any]) -> dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]:
    table: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for kind, groups in raw.items():
        for where, phrases in groups.items():
            for phrase in phrases:
                tokens = tuple(tokens_of(phrase))
                if not tokens or len(tokens) > MAX_PHRASE_TOKENS:
                    raise ValueError(
                        f"phrases.toml: {kind}.{where}: {phrase!r} has {len(tokens)} tokens, expected 1 to {MAX_PHRASE_TOKENS}"
                    )
                table.setdefault(tokens[0], []).append((tokens, kind, where))
    return {first: tuple(sorted(entries, key=lambda e: -len(e[0]))) for first, entries in table.items()}


STOPWORDS: dict[str, frozenset[str]] = {
    lang: frozenset(words.split()) for lang, words in _load("stopwords.toml")["words"].items()
}
ALL_STOPWORDS: frozenset[str] = frozenset().union(*STOPWORDS.values())
_PHRASES_RAW = _load("phrases.toml")
GLUE_EXCEPTIONS: frozenset[str] = frozenset(w.lower() for w in _PHRASES_RAW.pop("glue")["exceptions"])
SECTIONS: frozenset[str] = frozenset(_PHRASES_RAW.pop("sections")["names"])
"""Lower-case names of sections."""
PHRASE_CLASSES: tuple[str, ...] = tuple(_PHRASES_RAW)
_PHRASES = _phrase_table(_PHRASES_RAW)


def language_of(tokens: Sequence[str], fallback: str = "en") -> str:
    """The language whose function words are most frequent among the tokens; `fallback` where none is."""
    counts: dict[str, int] = {}
    for token in tokens:
        if token in ALL_STOPWORDS:
            counts[token] = counts.get(token, 0) + 1
    scores = {lang: sum(n for w, n in counts.items() if w in words) for lang, words in STOPWORDS.items()}
    best = max(scores, key=lambda lang: scores[lang], default=fallback)
    return best if scores.get(best) else fallback


def phrase_hits(tokens: Sequence[str]) -> tuple[PhraseHit, ...]:
    """The phrases a line holds.

    Args:
        tokens: The line's tokens as `tokens_of` gives them. Phrases listed under `whole` must be the line, those under
            `start` must begin it, those under `inside` may stand anywhere.
    """
    hits: list[PhraseHit] = []
    length = len(tokens)
    for i, token in enumerate(tokens):
        entries = _PHRASES.get(token)
        if entries is None:
            continue
        for phrase, kind, where in entries:
            size = len(phrase)
            if (where != "inside" and i) or (where == "whole" and size != length):
                continue
            if size == 1 or tuple(tokens[i : i + size]) == phrase:
                hits.append(PhraseHit(kind, size == length, i == 0))
    return tuple(hits)
