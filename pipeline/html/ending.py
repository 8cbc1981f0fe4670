"""The blocks of a body in; those up to the article's end out: half of what is wrongly kept stands behind it."""

from __future__ import annotations

import re

from pipeline.html.blocks import Block

MIN_STRUCTURED_WORDS = 80
"""Shorter `articleBody`s are teasers."""

END_WORDS = 6
"""Words in which the ends of a paragraph and of `articleBody` must agree."""

MIN_COVERED = 0.7
"""Share of the words before that end which `articleBody` holds. Measured on the HTML dev set: 11 of 116 pages are cut, each
scores higher."""

MAX_TEASER_WORDS = 18
"""Headlines of other stories are shorter; a longer line behind "More from us" is a paragraph of this one."""

LAST_PART = 0.5
"""Share of the blocks after which a list of other stories may end the article; before, it interrupts it."""

_WORD = re.compile(r"\w+")
_LIST_HEAD = re.compile(
    r"^(?:(?:more|further|additional) (?:must-reads?|stories|news|coverage|from|on|about|in)\b.*|must-reads?.*|"
    r"related(?: (?:stories|articles?|content|coverage|links|topics|posts|reading|news))?|recommended(?: .{0,30})?|"
    r"most (?:read|popular|viewed)(?: .{0,30})?|trending(?: .{0,20})?|top stories|latest (?:news|stories|headlines)|"
    r"read (?:more|next|also)|you (?:may|might) (?:also )?(?:like|be interested in)|popular (?:stories|posts|now)|"
    r"mehr zum thema.*|auch interessant|das könnte sie auch interessieren|weitere (?:artikel|themen|nachrichten|meldungen).*|"
    r"lesen sie (?:auch|mehr).*|meistgelesen|(?:à|a) lire aussi|sur le même (?:sujet|thème)|lire aussi|"
    r"(?:más|mas) (?:información|noticias)|te puede interesar|leia também|leggi anche|lees ook|les også|läs också|"
    r"comments?|kommentare|leave a (?:comment|reply)|join the (?:conversation|discussion)|about the authors?)\s*[:：]?$",
    re.IGNORECASE,
)


def cut_at_end(blocks: list[Block], structured_body: str | None) -> list[Block]:
    """Drop what stands behind the article's end, where structured data or a list of other stories shows it.

    Args:
        blocks: The extractor's body.
        structured_body: JSON-LD's `articleBody`; its end counts only where it is the end of a paragraph, for many are cut.
    """
    end = _structured_end(blocks, structured_body) if structured_body else None
    return _without_lists(blocks if end is None else blocks[: end + 1])


def _structured_end(blocks: list[Block], structured_body: str) -> int | None:
    words = _words(structured_body)
    if len(words) < MIN_STRUCTURED_WORDS:
        return None
    ends = [
        i
        for i, block in enumerate(blocks)
        if (w := _words(block.text)) and len(w) >= END_WORDS and w[-END_WORDS:] == words[-END_WORDS:]
    ]
    if not ends:
        return None
    whole = " ".join(words)
    before = [_words(block.text) for block in blocks[: ends[-1] + 1]]
    covered = sum(len(block) for block in before if " ".join(block) in whole)
    return ends[-1] if covered >= MIN_COVERED * sum(map(len, before)) else None


def _without_lists(blocks: list[Block]) -> list[Block]:
    """Drop each heading of a list of other stories with the teaser lines below it."""
    kept: list[Block] = []
    in_list = False
    for index, block in enumerate(blocks):
        if index >= LAST_PART * len(blocks) and _LIST_HEAD.match(block.text):
            in_list = True
        elif in_list and not _is_teaser(block):
            in_list = False
        if not in_list:
            kept.append(block)
    return kept


def _is_teaser(block: Block) -> bool:
    if block.kind == "list":
        return all(len(line.split()) <= MAX_TEASER_WORDS and not line.endswith(".") for line in block.text.split("\n"))
    return len(block.text.split()) <= MAX_TEASER_WORDS and not block.text.endswith((*".。।۔:", '."', ".”"))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
