"""Wordings of whole lines in, the pattern that each of them matches out."""

from __future__ import annotations

import re
from collections.abc import Iterable

SIGNS = r"\W{0,6}"
"""What each of them may begin with."""


def one_of(*alternatives: str, closing: str = "") -> re.Pattern[str]:
    """A few signs, one of the alternatives, and the closing, in any case.

    With any number of signs a line of nothing else would take long.

    Args:
        alternatives: Patterns.
        closing: What ends the line.
    """
    return re.compile(rf"{SIGNS}(?:{either(alternatives)}){closing}", re.IGNORECASE)


def either(alternatives: Iterable[str]) -> str:
    """The alternatives as one pattern, without a group around them."""
    return "|".join(alternatives)
