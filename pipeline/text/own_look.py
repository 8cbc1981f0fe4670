"""Units with their characters and words in, the numbers of each one's own look out, without its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.text.characters import HEAD_CHARS, Characters
from pipeline.text.units import Unit
from pipeline.text.vocabulary import Vocabulary

CJK_STOP_SHARE = 0.15
"""Characters of Chinese, Japanese and Korean prose that count as function words, for lack of blanks between them."""
SENTENCE_END = re.compile(r"[.!?…][”\"’')\]]*(?=\s|\Z)|[。！？]")
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


def own_rows(
    units: Sequence[Unit], characters: Characters, words: Vocabulary, copies: Sequence[int], boilerplate: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The numbers of `OWN`; shape (units, len(OWN)).

    Args:
        units: Units with wording.
        characters: Theirs.
        words: Theirs.
        copies: How often the text of each stands in the document.
        boilerplate: The strongest phrase of boilerplate in each, 0 to 3.
    """
    cjk = characters.count("cjk")
    chars = characters.length.astype(np.float64)
    size = np.maximum(words.size - cjk / 2.0, cjk / 2.0)
    stops = words.stops() + cjk * CJK_STOP_SHARE
    head = np.maximum(1.0, np.minimum(HEAD_CHARS, chars))
    some = np.maximum(1.0, size)
    layout = np.array([_layout(unit) for unit in units], np.float64)
    end, question = layout[:, 0], layout[:, 1]
    columns = (
        size,
        chars,
        stops,
        stops / some,
        characters.matches(SENTENCE_END),
        end,
        layout[:, 2],
        characters.capital_share(),
        characters.count("upper", HEAD_CHARS) / head,
        characters.count("comma"),
        characters.count("quote"),
        characters.count("digit", HEAD_CHARS) / head,
        *layout[:, 3:10].T,
        characters.count("bar") + characters.spaced_slashes(),
        ["http" in u.text or "www." in u.text or ".com" in u.text for u in units],
        characters.count("at") > 0,
        chars / some,
        layout[:, 10],
        words.count(SPEECH),
        layout[:, 11],
        np.array(copies),
        words.count(FIRST_PERSON) / some,
        words.count(SECOND_PERSON) / some,
        (characters.count("curly") > 0).astype(np.float64) - (characters.count("straight") > 0),
        [n <= MAX_DATED_WORDS and DATED.search(unit.text) is not None for n, unit in zip(size.tolist(), units, strict=True)],
        question,
        boilerplate,
    )
    return np.stack(columns, axis=1).astype(np.float32)


def _layout(unit: Unit) -> tuple[float, ...]:
    """What is read off one unit alone: its ends, what the dump told of it, whether it looks like a dateline."""
    text = unit.text
    last, first = text[-1], text[0]
    if last in "”\"’')]" and len(text) > 1 and text[-2] in ".!?…":
        last = text[-2]
    return (
        2 if last in ".!?。！？" else 1 if last in ":;…,-–" else 0,
        last == "?",
        0 if first.islower() else 1 if first.isupper() else 2 if first.isdigit() else 3 if first in "“\"'‘„«" else 4,
        unit.link_share,
        unit.bullet,
        unit.heading,
        unit.quote,
        unit.gap,
        unit.glued,
        min(unit.indent, 20),
        text.endswith(("…", "...")),
        DATELINE_LOOK.match(text, 0, 160) is not None,
    )
