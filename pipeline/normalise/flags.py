"""A cleaned body and its day in; the quality flags that the text itself shows out."""

from __future__ import annotations

import re
from datetime import date, timedelta

SHORT_WORDS = 50
"""A news brief has more; what has fewer is a caption, a teaser or a stub. Flagged, not refused."""

_READ_MORE = re.compile(
    r"(?:read (?:more|on|the full)|continue reading|click here to|view full|full story|weiterlesen|mehr lesen|lire la suite|"
    r"leer más|sigue leyendo|continua a leggere|lees verder|läs mer|czytaj dalej|читать далее|続きを読む|阅读全文|더보기)"
    r"\b.{0,60}$",
    re.IGNORECASE,
)
_ELLIPSIS = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\(…\))[\s\"”’»)\]]*$")
_SUBSCRIBE = re.compile(
    r"(?:subscribe|sign in|log in|register)\b.{0,40}\b(?:to (?:continue|read|keep)|for (?:full|unlimited) access)|"
    r"(?:continue|keep) reading\b.{0,40}\b(?:subscri|sign in|log in|register|member)|"
    r"this (?:article|content|story) is (?:only )?(?:available )?(?:for|to) (?:our )?(?:subscribers|members)|"
    r"(?:mit|nur für) .{0,20}(?:abonnenten|abo)\b.{0,20}(?:lesen|weiterlesen)|réservé aux abonnés|exclusivo para suscriptores",
    re.IGNORECASE,
)
TAIL_CHARACTERS = 240
"""Marks of a cut text stand at its end."""


def text_flags(text: str, word_count: int) -> set[str]:
    """Flags that need nothing but the body: `short`, `truncated`, `paywall`."""
    flags: set[str] = set()
    if word_count < SHORT_WORDS:
        flags.add("short")
    tail = text[-TAIL_CHARACTERS:]
    if _ELLIPSIS.search(tail) or _READ_MORE.search(tail):
        flags.add("truncated")
    if asks_to_subscribe(tail):
        flags.add("paywall")
    return flags


def asks_to_subscribe(line: str) -> bool:
    """Tell whether a line says that the rest is for subscribers: `To continue reading, log in or subscribe`."""
    return _SUBSCRIBE.search(line) is not None


def is_future(published: date | None, fetched: date) -> bool:
    """Tell whether a document claims to be published after it was fetched; one day is a zone's difference."""
    return published is not None and published > fetched + timedelta(days=1)
