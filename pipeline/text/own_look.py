"""One unit and its tokens in, the numbers of its own look out, without its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.text.units import CJK, Unit

MAX_UNIT_CHARS = 200_000
"""A longer unit is judged by its head: no paragraph, at most a whole page on one line, comes near this."""
SENTENCE_END = re.compile(r"[.!?…][”\"’')\]]*(?=\s|\Z)|[。！？]")
QUOTES = re.compile(r"[“”\"„«»「」]")
SPEECH = frozenset(
    [
        "said",
        "says",
        "told",
        "added",
        "asked",
        "according",
        "called",
        "wrote",
        "explained",
        "announced",
        "reported",
        "sagte",
        "sagt",
        "erklärte",
        "betonte",
        "teilte",
        "dit",
        "déclaré",
        "dijo",
        "aseguró",
        "explicó",
        "afirmó",
        "disse",
        "afirmou",
        "detto",
        "zei",
        "sade",
        "sier",
        "sagde",
        "сказал",
        "заявил",
        "сообщил",
    ]
)
DATELINE_LOOK = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ .,'/-]{2,40}(?:, [A-Z][\w. ]{2,20}){0,2}(?: \([^()]{2,40}\))? ?[-–—] ?\S"
    r"|[^()]{2,60}\((?:Reuters|AP|AFP|dpa|CNN|UPI|ANI|PTI)\)"
)
FIRST_PERSON = frozenset(
    ["i", "i'm", "i've", "my", "me", "mine", "ich", "mir", "mich", "mein", "je", "j'ai", "mon", "yo", "mi", "eu", "io"]
)
SECOND_PERSON = frozenset(
    [
        "you",
        "your",
        "you're",
        "yours",
        "du",
        "dich",
        "dein",
        "euch",
        "ihr",
        "ihre",
        "ihren",
        "ihrem",
        "vous",
        "votre",
        "vos",
        "tu",
        "tus",
        "você",
        "seu",
    ]
)
"""Boilerplate addresses its reader, comments speak of their writer; news does neither outside of quotations."""
MAX_DATED_WORDS = 25
DATED = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}:\d\d|\b(?:ago|vor \d+|il y a|hace \d+)\b|\d[.]\d{1,2}[.]\d")
OWN: tuple[str, ...] = (
    "size",
    "chars",
    "stops",
    "stop_share",
    "sentences",
    "end",
    "start",
    "title_case",
    "capitals",
    "commas",
    "quotes",
    "digits",
    "link",
    "bullet",
    "heading",
    "quote",
    "gap",
    "glued",
    "indent",
    "bars",
    "url",
    "at",
    "word_length",
    "ellipsis",
    "speech",
    "dateline",
    "copies",
    "first_person",
    "second_person",
    "curly",
    "dated",
    "question",
    "hit_any",
)


def own_row(unit: Unit, words: Sequence[str], stop: frozenset[str], copies: int) -> tuple[float, ...]:
    """The numbers of `OWN` for one unit; the last, the strongest phrase of boilerplate, is left 0 for the caller.

    Args:
        unit: A unit with wording.
        words: Its tokens.
        stop: The language's function words.
        copies: How often the text stands in the document.
    """
    text = unit.text[:MAX_UNIT_CHARS]
    chars = len(text)
    cjk = len(CJK.findall(text)) if not text.isascii() else 0
    size = max(len(words), cjk / 2.0)
    stops = sum(map(stop.__contains__, words)) + cjk * 0.15
    raw_words = text.split()
    capital = sum(map(str.isupper, [w[0] for w in raw_words]))
    upper = sum(map(str.isupper, text[:400]))
    last, first = text[-1], text[0]
    if last in "”\"’')]" and chars > 1:
        last = text[-2] if text[-2] in ".!?…" else last
    return (
        size,
        chars,
        stops,
        stops / max(1.0, size),
        len(SENTENCE_END.findall(text)),
        2 if last in ".!?。！？" else 1 if last in ":;…,-–" else 0,
        0 if first.islower() else 1 if first.isupper() else 2 if first.isdigit() else 3 if first in "“\"'‘„«" else 4,
        capital / max(1, len(raw_words)),
        upper / max(1, min(400, chars)),
        text.count(",") + text.count("、"),
        len(QUOTES.findall(text)),
        sum(map(str.isdigit, text[:400])) / max(1, min(400, chars)),
        unit.link_share,
        unit.bullet,
        unit.heading,
        unit.quote,
        unit.gap,
        unit.glued,
        min(unit.indent, 20),
        text.count("|") + text.count("»") + text.count("›") + text.count(" / "),
        "http" in text or "www." in text or ".com" in text,
        "@" in text,
        chars / max(1.0, size),
        text.endswith(("…", "...")),
        sum(map(SPEECH.__contains__, words)),
        bool(DATELINE_LOOK.match(text[:160])),
        copies,
        sum(map(FIRST_PERSON.__contains__, words)) / max(1.0, size),
        sum(map(SECOND_PERSON.__contains__, words)) / max(1.0, size),
        ("’" in text or "“" in text) - ("'" in text or '"' in text),
        size <= MAX_DATED_WORDS and DATED.search(text) is not None,
        last == "?",
        0,
    )
