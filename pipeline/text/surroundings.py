"""Units in, what the trees are told besides: their marks, the lists, shop windows and captions around them, the headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.marks.caption import parse_caption
from pipeline.marks.caption_loose import CAPITAL
from pipeline.text.characters import Characters
from pipeline.text.forest import Floats
from pipeline.text.own_look import END, SIZE, START
from pipeline.text.sums import Sums
from pipeline.text.vocabulary import Vocabulary

SURROUNDINGS: tuple[str, ...] = (
    "capital_words",
    "full_date",
    "clock",
    "caption",
    "credit",
    "credit+1",
    "short_around4",
    "since_colon",
    "words_since_colon",
    "numbered_around8",
    "since_numbered",
    "priced_around5",
    "named_around3",
    "clocked_around3",
    "beside-1",
    "beside+1",
    "beside-2",
    "beside+2",
    "begin_alike",
    "end_alike",
    "size_unlike5",
    "size_rank5",
    "ragged",
    "from_headline",
    "headline_share",
    "lead_share",
    "rare_shared",
)
TIME = re.compile(r"\d\d?(?:(:\d)|(?:,|\.?\s(?:de\s)?[^\W\d_]{3,12}\.?(?:\sde)?)\s(?:19|20)\d\d\b)")
"""A clock (its group), or `Feb. 27, 2024`, `27. Februar 2024`, `27 de febrero de 2024`: agencies date their pictures so within
a sentence. `\\d\\d?` lets the search engine skip to digits, as `\\d{1,2}` does not."""
AGES = frozenset(["ago", "hace"])
SHOP = frozenset(["buy", "shop", "amazon", "deal", "deals", "sale", "price", "kaufen", "angebot", "preis", "achetez", "comprar"])
NAME = re.compile(rf"(?:{CAPITAL}[\w'’.-]+\s){{1,3}}{CAPITAL}[\w'’-]+")
MAX_NAME_CHARS, MAX_NAME_TOKENS = 40, 5
NUMBER = re.compile(r"\W{0,2}(\d{1,3})(?:[.):]|\s|\Z)")
MAX_CAPTION_CHARS, MAX_CREDIT_CHARS = 400, 90
"""A longer caption is rare, and looking through paragraphs for one takes time."""
_WHO = rf"{CAPITAL}[\w.,'’&-]*(?:\s[\w.,'’&-]+){{0,4}}"
CREDIT_LINE = re.compile(
    rf"[(\[]?(?:(?:©|\([cC]\)|Courtesy(?:\sof)?|Quelle:|Source:)\s?{_WHO}|(?:©\s?)?{_WHO}\s?(?:/{{1,2}}|\|)\s?{_WHO})"
    r"(?:\s?[/|]\s?[\w.,'’& -]+)?[)\]]?"
)
"""Nothing but a name and a house (`(Jo Lens/The Tidal Post)`): no proof of a picture, but most such lines stand below one."""
SHORT_TOKENS = 4
FAR, FAR_WORDS = 40, 2000
"""Units and words to a colon, beyond which it introduces nothing."""
NUMBER_REACH, MAX_NUMBER = 12, 200
"""Two numbers that follow each other belong to one list within so many units."""
MIN_BESIDE = 4
"""Different words that a unit and its neighbour must both have to be compared."""
ALIKE = 2
"""Words at which the beginnings and the ends of units are compared."""
MIN_RAGGED_TOKENS = 8
HEADLINE_TOKENS = (4, 22)
HEADLINE_REACH, BELOW_HEADLINE = 60, 200
"""Units above the densest run of prose among which the headline is guessed."""
LEAD_UNITS = 4
SHORT, NUMBERED, PRICED, NAMED, CLOCKED = range(5)
"""Flags of a unit that are counted around it."""
_BEGINS_CAPITAL = 1
"""Of the column `start`."""
Numbers = NDArray[np.float64]


def surroundings_of(
    texts: Sequence[str], characters: Characters, words: Vocabulary, own: Floats, core: tuple[int, int]
) -> Floats:
    """One row of `SURROUNDINGS` a unit; shape (units, len(SURROUNDINGS)).

    Args:
        texts: Wordings of the units, at least one.
        characters: Theirs.
        words: Theirs.
        own: Rows of `pipeline.text.own_look.OWN`.
        core: First unit and one past the last of the densest run of prose.
    """
    n = len(texts)
    at = np.arange(n)
    size, end = own[:, SIZE], own[:, END]
    capitals, parted = characters.capitals()
    clocks, dates = _times(characters)
    clocks += words.count(AGES)
    priced = (characters.count("currency") > 0) | (words.count(SHOP) > 0)
    captions, credits = np.array([_caption(text) for text in texts], np.float64).T
    numbered = _numbered(np.array([_number(text) for text in texts], np.int64))
    colon = _last_before(np.array([text.endswith((":", "：")) for text in texts], np.bool_))
    upto = np.concatenate([[0.0], np.cumsum(size, dtype=np.float64)])
    words_since = np.where(colon >= 0, upto[:-1] - upto[np.maximum(colon, 0) + 1], FAR_WORDS)
    beside, between = words.shared_beside(1, MIN_BESIDE), words.shared_beside(2, MIN_BESIDE)
    unlike, rank = _size_among(size)
    lead, in_core = _mask(n, core[0], min(core[1], core[0] + LEAD_UNITS)), _mask(n, *core)
    headline = _headline(words, end, core, lead)
    rare = 1.0 + words.rare
    flags = Sums([words.size <= SHORT_TOKENS, numbered, priced, np.array(_named(texts, words), np.bool_), clocks > 0])

    def around(flag: int, reach: int) -> Numbers:
        return np.asarray(flags.around(-reach, reach, slice(flag, flag + 1))[0])

    columns = (
        (capitals - (own[:, START] == _BEGINS_CAPITAL)) / np.maximum(1.0, parted - 1),
        dates,
        clocks,
        captions,
        credits,
        np.append(credits[1:], 0.0),
        around(SHORT, 4),
        np.where(colon >= 0, np.minimum(at - colon, FAR), FAR),
        np.minimum(words_since, FAR_WORDS),
        around(NUMBERED, 8),
        np.minimum(at - _last_upto(numbered), FAR),
        around(PRICED, 5),
        around(NAMED, 3),
        around(CLOCKED, 3),
        np.concatenate([[0.0], beside]),
        np.concatenate([beside, [0.0]]),
        np.concatenate([[0.0, 0.0], between])[:n],
        np.concatenate([between, [0.0, 0.0]])[:n],
        np.log1p(words.alike(ALIKE, last=False)),
        np.log1p(words.alike(ALIKE, last=True)),
        unlike,
        rank,
        (end == 0) & (words.size >= MIN_RAGGED_TOKENS),
        np.minimum(np.maximum(at - headline, -HEADLINE_REACH), BELOW_HEADLINE) if headline is not None else 0,
        words.rare_shared_with(_mask(n, headline, headline + 1)) / rare if headline is not None else 0,
        words.share_among(lead),
        words.rare_shared_with(in_core) / rare,
    )
    out = np.empty((len(columns), n), np.float32)
    for k, values in enumerate(columns):
        out[k] = values
    return out.T


def _times(characters: Characters) -> tuple[Numbers, Numbers]:
    """Clocks and full dates in each unit."""
    found = [(m.start(), m.lastindex is not None) for m in TIME.finditer(characters.joined)]
    places, clocks = np.array(found, np.int64).reshape(-1, 2).T
    return characters.per_unit(places[clocks == 1]), characters.per_unit(places[clocks == 0])


def _caption(text: str) -> tuple[bool, float]:
    """Whether a unit is a photo caption or credit, and the share of it that is the credit."""
    if len(text) > MAX_CAPTION_CHARS:
        return False, 0.0
    caption = parse_caption(text)
    if caption is None:
        may_be = "/" in text or "|" in text or text[:1] in "(©CQS"
        return False, float(may_be and _is_credit_line(text))
    return True, min(1.0, len(caption.credit or "") / max(1, len(text.strip("()[] "))))


def _is_credit_line(text: str) -> bool:
    return len(text) <= MAX_CREDIT_CHARS and CREDIT_LINE.fullmatch(text) is not None


def _number(text: str) -> int:
    """The number that a unit begins with; -1 for none."""
    found = NUMBER.match(text) if not text[0].isalpha() else None
    return int(found[1]) if found is not None else -1


def _named(texts: Sequence[str], words: Vocabulary) -> list[bool]:
    """Which units are nothing but a name."""
    return [
        n <= MAX_NAME_TOKENS and len(text) <= MAX_NAME_CHARS and NAME.fullmatch(text) is not None
        for n, text in zip(words.size.tolist(), texts, strict=True)
    ]


def _last_upto(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each unit the last that has a flag, itself included; -FAR where none has."""
    return np.maximum.accumulate(np.where(flags, np.arange(len(flags)), -FAR))


def _last_before(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each unit the last before it that has a flag; -1 where none has."""
    last = np.full(len(flags), -1)
    last[1:] = np.maximum(_last_upto(flags)[:-1], -1)
    return last


def _numbered(numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which units begin with a number that another one near by precedes or continues."""
    n = len(numbers)
    out = np.zeros(n, np.bool_)
    known = (numbers >= 0) & (numbers <= MAX_NUMBER)
    if known.sum() < 2:
        return out
    values = np.where(known, numbers, -FAR)
    for gap in range(1, min(NUMBER_REACH, n - 1) + 1):
        follows = (np.abs(values[gap:] - values[:-gap]) == 1) & known[gap:]
        out[gap:] |= follows
        out[:-gap] |= follows
    return out


def _size_among(size: Floats, reach: int = 5) -> tuple[Numbers, Numbers]:
    """How much a unit differs in length from those around it, and the share of them that are shorter."""
    n = len(size)
    log = np.log1p(np.maximum(size, 0)).astype(np.float64)
    unlike, shorter, count = np.zeros(n), np.zeros(n), np.ones(n)
    for gap in range(1, min(reach, n - 1) + 1):
        step = log[gap:] - log[:-gap]
        away = np.abs(step)
        unlike[gap:] += away
        unlike[:-gap] += away
        shorter[gap:] += step > 0
        shorter[:-gap] += step < 0
        count[gap:] += 1
        count[:-gap] += 1
    return unlike / count, shorter / count


def _mask(n: int, first: int, end: int) -> NDArray[np.bool_]:
    """Which of `n` units stand from `first` on, before `end`."""
    out = np.zeros(n, np.bool_)
    out[first:end] = True
    return out


def _headline(words: Vocabulary, end: Floats, core: tuple[int, int], lead: NDArray[np.bool_]) -> int | None:
    """The short unit above the densest prose whose words its first paragraphs use most, rare ones above all."""
    first = max(0, core[0] - HEADLINE_REACH)
    above = slice(first, core[0])
    length = words.size[above]
    fit = (length >= HEADLINE_TOKENS[0]) & (length <= HEADLINE_TOKENS[1]) & (end[above] != 2)
    if not fit.any():
        return None
    score = words.rare_shared_with(lead)[above] / (2.0 + length)
    return first + int(np.argmax(np.where(fit, score, -1.0)))
