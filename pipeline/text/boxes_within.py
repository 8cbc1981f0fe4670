"""A dump's units in; those of polls and the heads of boxes that call on readers out: they stand amid the story."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from pipeline.text.units import Unit

VOTE = re.compile(
    r"\W{0,3}(?:vote|(?:view|see)\sresults|submit(?:\svote)?|abstimmen|ergebnis(?:se)?(?:\sanzeigen)?|voter|voir\sles\srésultats|votar|"
    r"ver\s(?:los\s)?resultados|ver\sresultado|stem(?:men)?|bekijk\suitslag|vedi\si\srisultati|głosuj|zobacz\swyniki|rösta|stem\snå)\W{0,3}",
    re.IGNORECASE,
)
"""The button below a poll. All 21 of annotated dumps close one, and the gold has no line of them."""
POLL = re.compile(
    r"(?:quick\s|reader\s|online\s)?poll|question\sof\sthe\s(?:day|week)|umfrage|sondage|encuesta|sondaggio|enquete|peiling|sonda",
    re.IGNORECASE,
)
MIN_ANSWERS, MAX_ANSWERS, MAX_ANSWER_WORDS, MAX_QUESTION_WORDS = 2, 7, 9, 30
MAX_HEAD_WORDS = 6
"""Of what stands above a box."""
STOPS = (".", "!", "?", "…", ":", ",", ";")


def polls(units: Sequence[Unit], tokens: Sequence[Sequence[str]]) -> Iterator[int]:
    """The units of each poll: its question, its answers, the button below and what heads it.

    Args:
        units: All units of the dump.
        tokens: Their tokens.
    """
    for i, unit in enumerate(units):
        if not VOTE.fullmatch(unit.text):
            continue
        question = _question_above(units, tokens, i)
        if question is not None:
            headed = question > 0 and POLL.fullmatch(units[question - 1].text) is not None
            yield from range(question - headed, i + 1)


def _question_above(units: Sequence[Unit], tokens: Sequence[Sequence[str]], button: int) -> int | None:
    """The nearest question above a button where short answers stand between the two."""
    for i in range(button - 1, max(-1, button - 2 - MAX_ANSWERS), -1):
        if units[i].text.endswith("?") and len(tokens[i]) <= MAX_QUESTION_WORDS:
            return i if button - i > MIN_ANSWERS else None
        if len(tokens[i]) > MAX_ANSWER_WORDS:
            return None
    return None


def heads_of_calls(
    units: Sequence[Unit], tokens: Sequence[Sequence[str]], live: Sequence[int], calls: Collection[int]
) -> Iterator[int]:
    """The head above a call on readers, where another head follows, which the paragraph below belongs to.

    Where a paragraph follows, the box may stand between it and its own head.

    Args:
        units: All units of the dump.
        tokens: Their tokens.
        live: Indices of those with wording of their own.
        calls: Units that call on readers.
    """
    for k in range(1, len(live) - 1):
        head, call, below = live[k - 1 : k + 2]
        if call in calls and all(_is_head(units[i], tokens[i]) and i not in calls for i in (head, below)):
            yield head


def _is_head(unit: Unit, words: Sequence[str]) -> bool:
    return 0 < len(words) <= MAX_HEAD_WORDS and not unit.text.endswith(STOPS) and not unit.bullet
