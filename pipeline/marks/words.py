"""The name of a closed word list in; its words out, read from `words.toml` once per process."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

WORDS_FILE = Path(__file__).with_name("words.toml")


def word_list(name: str) -> frozenset[str]:
    """Give the lower-case words of a list.

    Args:
        name: a key of `words.toml`; an unknown one is a bug and raises KeyError.
    """
    return _lists()[name]


@cache
def _lists() -> dict[str, frozenset[str]]:
    """Read the file."""
    return {name: frozenset(words.split()) for name, words in tomllib.loads(WORDS_FILE.read_text(encoding="utf-8")).items()}
