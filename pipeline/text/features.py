"""Units in, one row of numbers a unit out: its own look, its neighbours', its place relative to the densest run of prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.text.dump import DumpStyle
from pipeline.text.forest import Floats
from pipeline.text.lexicon import PHRASE_CLASSES, STOPWORDS, PhraseHit, language_of
from pipeline.text.units import CJK, Unit

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
PROSE_MIN_WORDS = 8
PROSE_MIN_STOPS = 0.18
"""Share of function words that prose reaches and a headline seldom does."""

_KIND_INDEX = {kind: i for i, kind in enumerate(PHRASE_CLASSES)}
_OWN = [
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
    "hit_any",
]
_BOILERPLATE = [
    PHRASE_CLASSES.index(k)
    for k in (
        "related",
        "most_popular",
        "newsletter",
        "subscribe",
        "share",
        "follow",
        "comment",
        "copyright",
        "legal",
        "ad",
        "ui",
    )
]
_BREAKS = [PHRASE_CLASSES.index(k) for k in ("related", "most_popular", "comment")]


@dataclass(frozen=True, slots=True)
class Features:
    """The table of a document's units."""

    rows: Floats
    """Shape (units, len(NAMES))."""
    prose: Floats
    """Words of each unit that reads like sentences, else 0; shape (units,)."""
    hits: Floats
    """Phrase classes: 3 the line is the phrase, 2 begins with it, 1 holds it; shape (units, len(PHRASE_CLASSES))."""
    core: tuple[int, int]
    """First unit and one past the last of the densest run of prose."""
    language: str


def _context_names() -> list[str]:
    names = [f"{what}_{side}{n}" for n in (1, 3, 8) for what in ("density",) for side in ("around",)]
    names += [f"prose_{side}{n}" for n in (1, 3, 8, 20) for side in ("before", "after")]
    names += [
        f"{what}{d:+d}" for d in (-3, -2, -1, 1, 2, 3) for what in ("size", "stop_share", "end", "link", "hit_any", "sentences")
    ]
    names += [f"gap{d:+d}" for d in (1, 2)] + [f"heading{d:+d}" for d in (-2, -1, 1)] + [f"bullet{d:+d}" for d in (-1, 1)]
    names += ["in_core", "to_core", "past_core", "in_loose", "to_loose", "past_loose", "core_share", "core_words"]
    names += ["shared", "shared_near", "place", "from_start", "from_end", "prose_share_before", "prose_share_after"]
    names += ["since_break", "prose_since_break", "breaks_before", "boiler_before8", "boiler_after8"]
    names += ["units", "total_prose", "total_density", "wrapped", "markdown", "marks", "fragments", "blank_separated"]
    return names


NAMES: tuple[str, ...] = (*_OWN, *(f"hit_{k}" for k in PHRASE_CLASSES), *_context_names())


def features_of(
    units: Sequence[Unit],
    tokens: Sequence[Sequence[str]],
    hits_of: Sequence[Sequence[PhraseHit]],
    style: DumpStyle,
    copies: Sequence[int],
) -> Features:
    """The table of a document.

    Args:
        units: The units that are left when repeats, images and empty lines are gone; at least one.
        tokens: The tokens of each.
        hits_of: The phrases found in each.
        style: How the dump was made.
        copies: How often each unit's text stands in the document.
    """
    language = language_of([t for words in tokens for t in words])
    stop = STOPWORDS[language]
    own = np.zeros((len(units), len(_OWN)), np.float32)
    hits = np.zeros((len(units), len(PHRASE_CLASSES)), np.float32)
    for i, (unit, words) in enumerate(zip(units, tokens, strict=True)):
        for hit in hits_of[i]:
            value = 3 if hit.whole else 2 if hit.start else 1
            k = _KIND_INDEX[hit.kind]
            hits[i, k] = max(hits[i, k], value)
        own[i] = _own_row(unit, words, stop, copies[i])
    own[:, -1] = hits[:, _BOILERPLATE].max(axis=1)
    size, stop_share, sentences, link = own[:, 0], own[:, 3], own[:, 4], own[:, 12]
    prose = np.where(
        (size >= PROSE_MIN_WORDS) & (sentences >= 1) & (stop_share >= PROSE_MIN_STOPS) & (link < 0.6), size, 0
    ).astype(np.float32)
    core = _densest(prose, size, 4.0)
    context = _context(own, hits, prose, core, _densest(prose, size, 1.0), tokens, stop, style)
    return Features(np.concatenate([own, hits, context], axis=1), prose, hits, core, language)


def _own_row(unit: Unit, words: Sequence[str], stop: frozenset[str], copies: int) -> tuple[float, ...]:
    text = unit.text
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
        0,
    )


def _densest(prose: Floats, size: Floats, cost: float) -> tuple[int, int]:
    """The run of units with the most prose words after a charge for every other line (BTE's idea on lines)."""
    gains = np.where(prose > 0, prose, -cost - 0.7 * np.minimum(size, 30))
    best, best_run, total, start = 0.0, (0, 0), 0.0, 0
    for i, gain in enumerate(gains.tolist()):
        if total <= 0:
            total, start = 0.0, i
        total += gain
        if total > best:
            best, best_run = total, (start, i + 1)
    return best_run


def _window(cumulative: NDArray[np.float64], lo: NDArray[np.int64], hi: NDArray[np.int64]) -> NDArray[np.float64]:
    n = len(cumulative) - 1
    return cumulative[np.clip(hi, 0, n)] - cumulative[np.clip(lo, 0, n)]


def _shifted(column: Floats, by: int, fill: float) -> Floats:
    out = np.full_like(column, fill)
    if by > 0:
        out[:-by] = column[by:]
    else:
        out[-by:] = column[:by]
    return out


def _context(
    own: Floats,
    hits: Floats,
    prose: Floats,
    core: tuple[int, int],
    loose: tuple[int, int],
    tokens: Sequence[Sequence[str]],
    stop: frozenset[str],
    style: DumpStyle,
) -> Floats:
    n = len(own)
    at = np.arange(n)
    size = own[:, 0]
    prose_sum = np.concatenate([[0.0], np.cumsum(prose, dtype=np.float64)])
    size_sum = np.concatenate([[0.0], np.cumsum(size, dtype=np.float64)])
    boiler = (own[:, -1] > 0).astype(np.float64)
    boiler_sum = np.concatenate([[0.0], np.cumsum(boiler)])
    total = max(1.0, float(prose_sum[-1]))
    out: list[NDArray[np.float64] | Floats] = []
    for k in (1, 3, 8):
        out.append(_window(prose_sum, at - k, at + k + 1) / np.maximum(1.0, _window(size_sum, at - k, at + k + 1)))
    for k in (1, 3, 8, 20):
        out.append(_window(prose_sum, at - k, at))
        out.append(_window(prose_sum, at + 1, at + k + 1))
    index = {name: i for i, name in enumerate(_OWN)}
    padded = {d: (np.arange(n) + d) for d in (-3, -2, -1, 1, 2, 3)}
    for d in (-3, -2, -1, 1, 2, 3):
        where = padded[d]
        valid = (where >= 0) & (where < n)
        clipped = np.clip(where, 0, n - 1)
        for name in ("size", "stop_share", "end", "link", "hit_any", "sentences"):
            out.append(np.where(valid, own[clipped, index[name]], -1))
    for name, shifts in (("gap", (1, 2)), ("heading", (-2, -1, 1)), ("bullet", (-1, 1))):
        for d in shifts:
            where = at + d
            out.append(np.where((where >= 0) & (where < n), own[np.clip(where, 0, n - 1), index[name]], -1))
    for a, b in (core, loose):
        out += [
            ((at >= a) & (at < b)).astype(np.float64),
            np.minimum(np.maximum(a - at, 0), 60),
            np.minimum(np.maximum(at - b + 1, 0), 60),
        ]
    core_words = float(prose_sum[core[1]] - prose_sum[core[0]])
    out += [np.full(n, core_words / total), np.full(n, core_words)]
    out += _shared(tokens, stop, core, n)
    out += [at / n, np.minimum(at, 200), np.minimum(n - 1 - at, 200), prose_sum[:-1] / total, 1 - prose_sum[1:] / total]
    out += _since_break(hits, prose, core, prose_sum)
    out += [_window(boiler_sum, at - 8, at), _window(boiler_sum, at + 1, at + 9)]
    document = (
        n,
        total,
        total / max(1.0, float(size_sum[-1])),
        style.wrap_width is not None,
        style.markdown,
        style.marks,
        style.fragments,
        style.blank_separated,
    )
    out += [np.full(n, float(v)) for v in document]
    return np.stack(out, axis=1).astype(np.float32)


def _shared(tokens: Sequence[Sequence[str]], stop: frozenset[str], core: tuple[int, int], n: int) -> list[NDArray[np.float64]]:
    """Share of a unit's content words that the core uses in other units, and that its six nearest neighbours use."""
    content = [{w for w in words if len(w) > 3} - stop for words in tokens]
    counts: dict[str, int] = {}
    for i in range(*core):
        for w in content[i]:
            counts[w] = counts.get(w, 0) + 1
    shared, near = np.zeros(n), np.zeros(n)
    for i, words in enumerate(content):
        if not words:
            continue
        need = 2 if core[0] <= i < core[1] else 1
        shared[i] = sum(counts.get(w, 0) >= need for w in words) / len(words)
        around = content[max(0, i - 3) : i] + content[i + 1 : i + 4]
        near[i] = len(words & set().union(*around)) / len(words)
    return [shared, near]


def _since_break(hits: Floats, prose: Floats, core: tuple[int, int], prose_sum: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """How far back the last head of a list or comment section stands, and how many came since the core began."""
    n = len(prose)
    is_break = (hits[:, _BREAKS].max(axis=1) >= 2) & (prose == 0)
    at = np.arange(n)
    last = np.maximum.accumulate(np.where(is_break, at, -1))
    since = np.where(last >= 0, np.minimum(at - last, 40), 41).astype(np.float64)
    prose_since = np.where(last >= 0, prose_sum[:-1] - prose_sum[np.maximum(last, 0)], -1)
    counted = np.cumsum(is_break & (at >= core[0])).astype(np.float64)
    return [since, prose_since, counted]
