"""Units with their probabilities in, the indices that form the body out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise, takewhile

import numpy as np
from numpy.typing import NDArray

from pipeline.scripts import FULL_STOPS
from pipeline.text.blocks import with_whole_blocks
from pipeline.text.body_trees import load_trees
from pipeline.text.network import POINTERS, Judgement, load_network
from pipeline.text.numbered_items import with_numbered_items
from pipeline.text.own_look import SIZE
from pipeline.text.prepare import Prepared
from pipeline.text.revision import revise
from pipeline.text.threshold import keep_threshold

MIN_BODY_WORDS = 12
"""Less prose than this is no article."""
MIN_LIST_WORDS = 60
"""Less without a single sentence is a menu or a section front, not an article."""
ENDING_PROBABILITY = 0.12
"""A sentence that follows the body directly ends it, where the model does not rule that out: what stands after short last
paragraphs made it cut them. On unseen sites any bound from .1 to .2 is as good (F1 .9418)."""
BETWEEN_PROBABILITY, MIN_BETWEEN_WORDS = 0.3, 20
"""A paragraph of so many words that stands amid the body is kept from here on: a list of other stories above it costs it
some probability, and a paragraph lost is worse than a teaser kept."""
MIN_WITHOUT_STUB, MAX_STUB_WORDS = 3, 2
"""Units of a body from which a first one of so few words, set off by nothing, is a section, a place or a tag. Of 30 annotated
dumps whose body began with up to four words and no stop five did by the gold: salutations, a year before a comma, a line in
Korean."""
STUB = re.compile(
    r"\d{1,3}|[+-]?A{1,3}[+-]?|(?:Abstract|BODY|Body|FULL TEXT|Full text|LEAD|Story|STORY|Summary|TEXT|Text|Volltext)\s?:"
)
"""How often a story was shared, the size of its letters, what a record calls it."""
MAX_TAG_WORDS = 3
"""Of a tag behind the story."""
AMID_PROBABILITY = 0.3
MAX_ENTRIES, MAX_ENTRY_WORDS, MIN_STATEMENT_ENTRY = 24, 25, 15
"""Of a list: how many entries, and how many words they have; with a stop behind them fewer."""
MAX_REST, MIN_TOLD_WORDS = 12, 8
"""Units of a list's rest, and words of the sentence with a colon above it."""
MIN_SENTENCE_WORDS = 6
QUESTION, MIN_QUESTIONS, QUESTION_PROBABILITY = ("?", "？", "؟"), 3, 0.3
"""Amid an interview the models doubt a question that cites figures; above its answer it is the body's."""
MIN_STATEMENT_WORDS = 4
"""Of a last paragraph that ends in a full stop; questions and calls of so few words are the page's."""
MAX_SIGNED_CHARS = 40
SIGNED_END = re.compile(r"[.!?…][\"'”’»)]?\s(?:\S{1,12}\s)?\S{2,12}$")
"""A sentence and one or two words behind it: old wires end a story with their name ("… on Friday. Reuter")."""
SENTENCE_ENDS = (".", "!", "?", "…", *"。！？", *FULL_STOPS, ".”", ".“", '."', ".»", "!”", "?”", '!"', '?"', ".)")


def judge_units(prepared: Prepared) -> Judgement:
    """How likely each unit is body, headline, date line or byline; 0 for those without wording of their own.

    Of the body the network and the trees are asked, and once more when the opinions of all units are known; of the rest the
    network alone.

    Returns:
        Arrays of shape (units,), of all units of the dump.
    """
    if prepared.features is None:
        n = len(prepared.units)
        return Judgement(np.zeros(n), {name: np.zeros(n) for name in POINTERS})
    rows = prepared.features.rows
    judged = load_network().judge(rows, prepared.features.words)
    return spread(replace(judged, body=revise(judged.body, load_trees().judge(rows), rows)), prepared)


def spread(judged: Judgement, prepared: Prepared) -> Judgement:
    """A judgement of the live units as one of all units."""
    n, live = len(prepared.units), np.array(prepared.live, np.intp)

    def whole(values: NDArray[np.float64]) -> NDArray[np.float64]:
        out = np.zeros(n)
        out[live] = values
        return out

    return Judgement(whole(judged.body), {name: whole(p) for name, p in judged.pointers.items()})


def choose_body(prepared: Prepared, probabilities: NDArray[np.float64]) -> list[int]:
    """Indices of the units that form the body, in order; empty where the dump holds no article.

    Args:
        prepared: The dump, taken apart.
        probabilities: Of each unit, `judge_units(...).body`.
    """
    if prepared.features is None:
        return []
    live = np.array(prepared.live)
    size = prepared.features.rows[:, SIZE]
    threshold = keep_threshold(probabilities[live], size)
    chosen = probabilities[live] >= threshold
    chosen = with_whole_blocks(prepared, chosen, probabilities[live] / threshold)
    chosen |= _between(prepared, chosen, probabilities[live]) | _asked(prepared, chosen, probabilities[live])
    chosen = with_numbered_items(prepared, chosen, probabilities[live] / threshold)
    words = size[chosen].sum()
    body = [int(i) for i in live[chosen]]
    if words < MIN_BODY_WORDS or (words < MIN_LIST_WORDS and not any(_is_sentence(prepared, i) for i in body)):
        return []
    while tags := _tags_behind(prepared, body):
        del body[-tags:]
    body = sorted({*body, *_amid_list(prepared, body, probabilities)})
    body.extend(_rest_of_list(prepared, body[-1], probabilities))
    following = body[-1] + 1
    if following in prepared.live and probabilities[following] >= ENDING_PROBABILITY and _may_end(prepared, following):
        body.append(following)
    return body[1:] if len(body) > MIN_WITHOUT_STUB and _is_stub(prepared, body[0]) else body


def _is_stub(prepared: Prepared, i: int) -> bool:
    """A word or two in letters without a stop or colon behind (`Santa Clara`, `Medien`); a count, a button, a label."""
    text = prepared.units[i].text
    if STUB.fullmatch(text):
        return True
    return len(prepared.tokens[i]) <= MAX_STUB_WORDS and text[-1:].isalpha() and text.isascii() and text[:1].isupper()


def _tags_behind(prepared: Prepared, body: Sequence[int]) -> int:
    """How many of the last units are tags: a few words each, without a stop, behind others that are no body.

    They name what the story does, so that the models take them for it.
    """
    for count, (last, above) in enumerate(pairwise(reversed(body[MIN_WITHOUT_STUB - 1 :])), 1):
        text = prepared.units[last].text
        wordy = len(prepared.tokens[last]) > MAX_TAG_WORDS or text.endswith(SENTENCE_ENDS) or any(map(str.isdigit, text))
        if wordy:
            return 0
        if any(prepared.units[i].text for i in range(above + 1, last)):
            return count
    return 0


def _amid_list(prepared: Prepared, body: Sequence[int], probabilities: NDArray[np.float64]) -> Iterator[int]:
    """Entries of a list below a sentence with a colon that stand between others of the body.

    Of 15 on unseen annotated pages the gold has twelve.
    """
    chosen = set(body)
    for head in body:
        if not prepared.units[head].text.endswith(":") or len(prepared.tokens[head]) < MIN_TOLD_WORDS:
            continue
        entries = list(takewhile(partial(_is_entry, prepared), range(head + 1, min(len(prepared.units), head + 1 + MAX_ENTRIES))))
        kept = [i for i in entries if i in chosen]
        for i in range(kept[0], kept[-1]) if kept else ():
            if i not in chosen and probabilities[i] >= AMID_PROBABILITY and not _has_furniture(prepared, i):
                yield i


def _is_entry(prepared: Prepared, i: int) -> bool:
    words = len(prepared.tokens[i])
    return words < MAX_ENTRY_WORDS and (words < MIN_STATEMENT_ENTRY or not prepared.units[i].text.endswith(SENTENCE_ENDS))


def _rest_of_list(prepared: Prepared, last: int, probabilities: NDArray[np.float64]) -> Iterator[int]:
    """What stands behind a last unit that has not ended: a sentence with a colon, an entry with a comma before one in lower case.

    Of the annotated bodies that ended in such a sentence all eight went on.
    """
    for i in range(last + 1, min(len(prepared.units), last + 1 + MAX_REST)):
        before, text = prepared.units[i - 1].text, prepared.units[i].text
        told = before.endswith(":") and i == last + 1 and len(prepared.tokens[i - 1]) >= MIN_TOLD_WORDS
        goes_on = told or (before.endswith((",", ";")) and text[:1].islower())
        if i not in prepared.live or not probabilities[i] or not goes_on or _has_furniture(prepared, i):
            return
        yield i


def _between(prepared: Prepared, chosen: NDArray[np.bool_], chances: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Paragraphs of plain prose between the first chosen unit and the last that the models nearly chose."""
    out = np.zeros_like(chosen)
    inside = np.flatnonzero(chosen)
    if len(inside):
        for k in np.flatnonzero(~chosen & (chances >= BETWEEN_PROBABILITY)).tolist():
            unit = prepared.live[k]
            out[k] = (
                inside[0] < k < inside[-1]
                and len(prepared.tokens[unit]) >= MIN_BETWEEN_WORDS
                and not _has_furniture(prepared, unit)
                and _is_sentence(prepared, unit)
            )
    return out


def _asked(prepared: Prepared, chosen: NDArray[np.bool_], chances: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Questions of an interview that the models nearly chose, between two chosen units."""
    out = np.zeros_like(chosen)
    asked = np.array([prepared.units[i].text.endswith(QUESTION) for i in prepared.live], np.bool_)
    if np.count_nonzero(asked & chosen) >= MIN_QUESTIONS:
        out[1:-1] = (asked & ~chosen & (chances >= QUESTION_PROBABILITY))[1:-1] & chosen[:-2] & chosen[2:]
    return out


def _is_sentence(prepared: Prepared, unit: int) -> bool:
    """Whether a unit ends like prose and is no item of a list: headlines and menus are no article, however many."""
    text = prepared.units[unit]
    if len(prepared.tokens[unit]) < MIN_SENTENCE_WORDS or text.bullet:
        return False
    printed = text.text.rstrip()
    return printed.endswith(SENTENCE_ENDS) or SIGNED_END.search(printed, max(0, len(printed) - MAX_SIGNED_CHARS)) is not None


def _may_end(prepared: Prepared, unit: int) -> bool:
    """Whether a unit reads like a last paragraph: prose without the page's words or an address, and no more prose behind it."""
    last = unit + 1 == len(prepared.units)
    text = prepared.units[unit].text
    states = len(text.split()) >= MIN_STATEMENT_WORDS and text.endswith((".", *FULL_STOPS)) and not prepared.units[unit].bullet
    plain = (states or _is_sentence(prepared, unit)) and not _has_furniture(prepared, unit) and "@" not in text
    return plain and (last or not _is_sentence(prepared, unit + 1))


def _has_furniture(prepared: Prepared, unit: int) -> bool:
    """Whether a unit holds a phrase of the page's furniture; a weekday or a month stands in any story."""
    return any(hit.kind != "date" for hit in prepared.hits[unit])
