"""Many words in, one pattern that finds any of them out: it reads a text once, where `in` reads it once for each word."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that is found in a text where one of the words is.

    It begins with a rare character of each word (a capital, a sign, a letter of another script) and looks back at those before
    it, so that the search engine skips to these characters.

    Args:
        words: At least one, none empty; taken literally.
    """
    parts: dict[str, list[str]] = {}
    for word in dict.fromkeys(words):
        at = next((k for k, character in enumerate(word) if _is_rare(character)), 0)
        behind = f"(?<={re.escape(word[: at + 1])})" if at else ""
        parts.setdefault(word[at], []).append(behind + re.escape(word[at + 1 :]))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in parts.items()))


def _is_rare(character: str) -> bool:
    return character != " " and not ("a" <= character <= "z" or "а" <= character <= "я")
