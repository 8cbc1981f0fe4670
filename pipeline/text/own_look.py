"""Units with their characters and words in, the numbers of each one's own look out, without its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.scripts import FULL_STOPS
from pipeline.text.characters import HEAD_CHARS, MAX_UNIT_CHARS, Characters
from pipeline.text.lexicon import SYLLABIC
from pipeline.text.units import Unit
from pipeline.text.vocabulary import Vocabulary

CJK_STOP_SHARE = 0.15
"""Characters of Chinese, Japanese and Korean prose that count as function words, for lack of blanks between them."""
SENTENCE_END = re.compile(r"[.!?…。！？।؟۔።](?:(?<=[。！？])|[”\"’')\]]*(?=\s|\Z))")
"""One class first: the search engine skips over everything else."""
ENDS = {**dict.fromkeys(".!?。！？" + FULL_STOPS, 2), **dict.fromkeys(":;…,-–", 1)}
MIN_SYLLABIC_CHARS = 80
"""Thai and its neighbours set no full stops: so long a text of theirs ends a sentence."""
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
DATELINE_SECOND = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ .,'/-" + "".join(map(chr, range(ord("À"), ord("Þ") + 1))))
MAX_PLACE_CHARS = 61
"""A dateline holds one of these signs second, or a bracket so early; asked first because it is cheap."""
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
MAX_DATED_WORDS, MAX_DATED_CHARS = 25, 1000
DATED = re.compile(
    r"[12](?<!\w[12])(?:(?<=1)9|(?<=2)0)\d\d\b|:(?<=\d:)\d\d|a(?<!\wa)go\b|v(?<!\wv)or \d+\b|i(?<!\wi)l y a\b|h(?<!\wh)ace \d+\b"
    r"|\.(?<=\d\.)\d{1,2}\.\d"
)
"""A year, a clock, how long ago, `3.5.2024`; each begins with a plain character, to which the search engine skips."""
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
SIZE, STOP_SHARE, SENTENCES, END, START, LINK, HIT_ANY = map(
    OWN.index, ("size", "stop_share", "sentences", "end", "start", "link", "hit_any")
)
"""Columns that others look at, here and in every table that begins with these."""


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
    capitals, parted = characters.capitals()
    table = dict(zip(Unit._fields, zip(*units, strict=True), strict=True))
    texts: Sequence[str] = table["text"]
    printed = np.array([_printed(text) for text in texts], np.float64).T
    may_be_dated = (size <= MAX_DATED_WORDS) & (characters.may_hold_digit() | (chars > MAX_UNIT_CHARS - 1))
    columns = (
        size,
        chars,
        stops,
        stops / some,
        characters.matches(SENTENCE_END),
        printed[0],
        printed[2],
        capitals / np.maximum(1.0, parted),
        characters.count("upper", HEAD_CHARS) / head,
        characters.count("comma"),
        characters.count("quote"),
        characters.count("digit", HEAD_CHARS) / head,
        table["link_share"],
        table["bullet"],
        table["heading"],
        table["quote"],
        table["gap"],
        table["glued"],
        np.minimum(table["indent"], 20),
        characters.count("bar") + characters.spaced_slashes(),
        ["http" in text or "www." in text or ".com" in text for text in texts],
        characters.count("at") > 0,
        chars / some,
        printed[3],
        words.count(SPEECH),
        printed[4],
        copies,
        words.count(FIRST_PERSON) / some,
        words.count(SECOND_PERSON) / some,
        (characters.count("curly") > 0).astype(np.float64) - (characters.count("straight") > 0),
        [
            (may_be or "ago" in text or "il y a" in text)
            and n <= MAX_DATED_WORDS
            and DATED.search(text, 0, MAX_DATED_CHARS) is not None
            for n, may_be, text in zip(size.tolist(), may_be_dated.tolist(), texts, strict=True)
        ],
        printed[1],
        boilerplate,
    )
    out = np.empty((len(columns), len(units)), np.float32)
    for k, column in enumerate(columns):
        out[k] = column
    return out.T


@lru_cache(4096)
def _kind_of_start(first: str) -> int:
    return 0 if first.islower() else 1 if first.isupper() else 2 if first.isdigit() else 3 if first in "“\"'‘„«" else 4


def _printed(text: str) -> tuple[float, ...]:
    """What is read off one text alone: its ends, whether it looks like a dateline."""
    last = text[-1]
    if last in "”\"’')]」』" and len(text) > 1 and text[-2] in ".!?…。！？।؟۔":
        last = text[-2]
    ended = ENDS.get(last, 0)
    if len(text) >= MIN_SYLLABIC_CHARS and SYLLABIC.match(last):
        ended = 2
    placed = text[1:2] in DATELINE_SECOND or "(" in text[:MAX_PLACE_CHARS]
    return (
        ended,
        last == "?",
        _kind_of_start(text[0]),
        text.endswith(("…", "...")),
        placed and DATELINE_LOOK.match(text, 0, 160) is not None,
    )
