"""A dump's units in, the unit out at which its readers' comments begin: whoever answers an article writes prose as well."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.text.units import Unit

_WORDS = frozenset(
    (
        *("comment", "comments", "response", "responses", "reply", "replies", "thought", "thoughts"),
        *("discussion", "conversation"),
        *("kommentar", "kommentare", "antworten", "commentaire", "commentaires", "répondre", "comentario", "comentarios"),
        *("comentário", "comentários", "responder", "commento", "commenti", "rispondi", "reactie", "reacties", "reageer"),
        *("kommentarer", "svara", "svar", "komentarz", "komentarze", "komentarzy", "odpowiedz", "комментарий", "комментарии"),
        *("комментариев", "комментария", "ответить", "yorum", "yorumlar", "yanıtla", "komentar", "balas"),
        *(
            "komentáře",
            "komentářů",
            "reagovat",
            "hozzászólás",
            "hozzászólások",
            "kommentit",
            "σχόλια",
            "απάντηση",
            "תגובות",
            "הגב",
        ),
        *("تعليقات", "التعليقات", "رد", "نظرات", "پاسخ", "टिप्पणियां", "जवाब"),
    )
)
"""One of these stands at the head of every such place, or below each comment."""
_NOUN = (
    r"(?:comments?|responses?|replies|thoughts?|kommentar(?:e|er)?|commentaires?|comentarios?|comentários?|comment[oi]|reacties?|"
    r"komentarz[ey]?|комментари[йияев]+|yorum(?:lar)?|komentář[eů]|hozzászólás(?:ok)?|kommentit|σχόλια|תגובות|(?:ال)?تعليقات|نظرات|"
    r"टिप्पणियां|komentar)"
)
ON_A_TITLE = re.compile(
    r"\W{0,3}\d{1,4}\s(?:comments?|responses?|replies|thoughts?)\s(?:to|on|for)\s\W?\s?[“\"«‘'„].+", re.IGNORECASE
)
"""`34 responses to “Council votes for the tram”`: needs no further sign."""
HEAD = re.compile(
    rf"(?:\W{{0,3}}\d{{1,4}}\W?\s(?:reader\s)?{_NOUN}\b.{{0,60}}"
    rf"|(?:top[- ]rated\s|readers?['’]?\s|latest\s|all\s|view\s|see\sall\s|show\s|recent\s)?{_NOUN}\b\W*(?:\(?\d+\)?)?\W*"
    r"|leave\sa\s(?:comment|reply)|join\sthe\s(?:discussion|conversation).{0,30})",
    re.IGNORECASE,
)
ANSWER = re.compile(
    r"\W*(?:(?:log\sin\sto\s)?reply|répondre|antworten|responder|rispondi|reageer|reageren|svara?|odpowiedz|ответить|yanıtla|"
    r"balas|report\s(?:abuse|comment)|quote|rating:\s\d+\svotes|\d+\sreply|like\s?\d*\s?reply)\W*",
    re.IGNORECASE,
)
SAID = re.compile(
    r"(?:[\w.@*\-()’']+\s){1,6}(?:(?:on|at|am|le)\s.{0,30}\d\d?[:.]\d\d.{0,8}\s)?"
    r"(?:said|says|wrote|writes|schreibt|schrieb|sagt|dit|a\sécrit|dice|escribió|disse)\s?:",
    re.IGNORECASE,
)
"""`drivinfast247 said:`, `Ana on September 12, 2018 at 4:47 pm said:`."""
WRITTEN = re.compile(
    r"\W?(?:\d+\s(?:second|minute|hour|day|week|month|year)s?\sago(?:\sat\s\d\d?:\d\d\s?[ap]m)?"
    r"|(?:\w+\s\d\d?,\s\d{4}|\d\d?\s\w+,?\s\d{4}|\d\d?[./]\d\d?[./]\d{2,4})\s(?:(?:at|um|à|a\slas|às|alle)\s)?\d\d?[:.h]\d\d"
    r"(?:\s?[ap]\.?m\.?)?|le\s\d\d?/\d\d?/\d{4}\sà\s\d\d?:\d\d)\W?",
    re.IGNORECASE,
)
"""When a comment was written: `2 days ago at 07:52 am`. Menus print such times as well, so that they never decide alone."""
MAX_HEAD_CHARS, MAX_MARK_CHARS = 200, 90
MAX_HEAD_TOKENS = 40
NEAR_HEAD, NEAR_ANSWER = 24, 30
"""Units behind a head, or behind an answer's button, within which the next marks stand."""
LONGEST_COMMENT = 8
"""Units between the first commenter's name and the button below the comment."""
MAX_NAME_TOKENS = 3
MIN_ARTICLE_WORDS, MIN_PARAGRAPH_WORDS = 40, 10
"""Of prose above the comments; with less the head belongs to a menu or to a list of recent comments."""


def comments_start(units: Sequence[Unit], tokens: Sequence[Sequence[str]]) -> int | None:
    """The index of the unit at which readers' comments begin, which run to the dump's end; None where none do.

    A head of comments counts where marks of single comments follow, buttons to answer count where three stand near each other.
    Of 604 annotated pages eight have such comments; behind them stand at most copies of the article's paragraphs.

    Args:
        units: All units of the dump.
        tokens: Their tokens.
    """
    above = [0]
    """Words of prose before each unit."""
    for i, words in enumerate(tokens):
        above.append(above[-1] + (len(words) if len(words) >= MIN_PARAGRAPH_WORDS else 0))
        if above[i] < MIN_ARTICLE_WORDS or not words or len(words) > MAX_HEAD_TOKENS or _WORDS.isdisjoint(words):
            continue
        start = _start_at(units, tokens, i)
        if start is not None and above[start] >= MIN_ARTICLE_WORDS:
            return start
    return None


def _start_at(units: Sequence[Unit], tokens: Sequence[Sequence[str]], i: int) -> int | None:
    text = units[i].text
    if len(text) > MAX_HEAD_CHARS:
        return None
    if ON_A_TITLE.fullmatch(text):
        return i
    if HEAD.fullmatch(text):
        near = [unit.text for unit in units[i + 1 : i + 1 + NEAR_HEAD] if 0 < len(unit.text) <= MAX_MARK_CHARS]
        strong = sum(1 for mark in near if ANSWER.fullmatch(mark) or SAID.fullmatch(mark))
        if strong >= 2 or (strong and strong + sum(1 for mark in near if WRITTEN.fullmatch(mark)) >= 3):
            return i
    if ANSWER.fullmatch(text):
        after = units[i + 1 : i + 1 + NEAR_ANSWER]
        if sum(1 for unit in after if len(unit.text) <= MAX_MARK_CHARS and ANSWER.fullmatch(unit.text)) >= 2:
            return _name_before(tokens, i)
    return None


def _name_before(tokens: Sequence[Sequence[str]], button: int) -> int:
    """The unit that names who wrote the comment above a button: the nearest that is short."""
    for i in range(button - 1, max(0, button - LONGEST_COMMENT) - 1, -1):
        if 0 < len(tokens[i]) <= MAX_NAME_TOKENS:
            return i
    return button
