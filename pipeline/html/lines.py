"""The blocks of a body in; the lines that are body, and those that belong to other columns, out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.html.blocks import Block
from pipeline.html.title import same_headline
from pipeline.marks.bio import parse_bio
from pipeline.marks.byline import Byline, parse_byline
from pipeline.marks.caption import parse_caption
from pipeline.marks.credit import Credit, parse_credit, split_trailing_credit
from pipeline.marks.dateline import split_dateline
from pipeline.marks.dates import parse_date_line
from pipeline.marks.embeds import looks_like_post
from pipeline.marks.original_source import parse_original_source

HEAD_BLOCKS = 6
"""Headline, byline and date are repeated, if at all, among the first blocks."""

TAIL_BLOCKS = 5
"""Credits, author notes and sources stand among the last."""

_TEASER = re.compile(
    r"^(?:read (?:more|next|also|too)|also read|see also|"
    r"related(?: (?:stories|articles?|content|coverage|links|topics|posts))?|"
    r"more (?:on this|from|stories|news|coverage|to read)|recommended|you may (?:also )?like|don['’]t miss|trending|"
    r"most (?:read|popular)|watch(?: now| more)?|listen(?: now| to)?|up next|in case you missed it|sign up|subscribe|follow us|"
    r"mehr zum thema|lesen sie (?:auch|mehr)|auch interessant|das könnte sie (?:auch )?interessieren|"
    r"weitere (?:artikel|themen|nachrichten)|à lire (?:aussi|également)|lire aussi|lee también|lea también|"
    r"te puede interesar|leia (?:também|mais)|leggi anche|lees ook|les også|läs också)"
    r"\s*(?:[:：|»>–—-].{0,200})?$",
    re.IGNORECASE,
)
_PROMPT = re.compile(
    r"^(?:advertisement|anzeige|publicité|publicidad|pubblicità|sponsored(?: content)?|story continues below.*|"
    r"article continues (?:below|after).*|this (?:article|story) (?:was )?originally appeared (?:on|in).*|"
    r"copyright ©?.*|©\s?\d{4}.*|all rights reserved\.?.*|(?:click|tap) here (?:to|for).*|"
    r"sign up (?:for|to) .{0,120}(?:newsletter|inbox|alerts?|briefing).*|"
    r"(?:get|want) .{0,100}(?:newsletter|straight to your inbox|delivered to your inbox).*|"
    r"subscribe to .{0,80}(?:newsletter|channel|podcast).*|"
    r"follow .{0,60} on (?:twitter|facebook|instagram|x|threads|whatsapp|telegram|tiktok|youtube|google news).*|"
    r"share (?:this|on).{0,60}|copy link|print this page|(?:\d+ )?comments?|view comments|leave a comment|"
    r"download .{0,60}\bapp\b.*|support (?:our|local|independent) journalism.*|"
    r"newsletters?|(?:thank you|thanks) for (?:subscribing|signing up).*|(?:have|got) an? (?:tip|story)\?.*|"
    r"get (?:all )?the latest .{0,80}(?:updates from|inbox).*|our standards: the thomson reuters trust principles.*|"
    r"©.{0,120}|(?:filed under|tags|schlagwörter|mots-clés|etiquetas)(?:\s*:.*)?|"
    r"(?:reading time|lesezeit|temps de lecture|tiempo de lectura|tempo de leitura|leestijd)\b.{0,20}|\d+ min(?:ute)?s? read|"
    r"il vous reste \d.{0,6}% de cet article à lire.*)$",
    re.IGNORECASE,
)
MAX_PROMPT_CHARACTERS = 300
MAX_TEASER_CHARACTERS = 260


@dataclass(slots=True)
class Sorted:
    """A body sorted into columns."""

    body: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    embeds: list[str] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    byline: Byline | None = None
    dateline: str | None = None
    dateline_agencies: tuple[str, ...] = ()
    original_source: str | None = None
    bio: str | None = None


def sort_lines(blocks: list[Block], title: str | None, language: str | None) -> Sorted:
    """Take out of a body what is none: the repeated headline, byline, date, captions, posts, credits, prompts and teasers.

    Args:
        blocks: In the page's order.
        title: The page's headline.
        language: The page's own mark; it decides which words open a byline.
    """
    found = Sorted()
    count = len(blocks)
    for index, block in enumerate(blocks):
        at_head, at_tail = index < HEAD_BLOCKS, index >= max(1, count - TAIL_BLOCKS)
        if _is_furniture(block, title, at_head=at_head) or _goes_elsewhere(block, found, language, at_head, at_tail):
            continue
        found.body.append(block.text)
    _split_dateline(found)
    _split_credit(found)
    return found


def _is_furniture(block: Block, title: str | None, *, at_head: bool) -> bool:
    """The repeated headline, teasers and prompts."""
    text = block.text
    if at_head and title is not None and same_headline(text, title):
        return True
    if len(text) <= MAX_TEASER_CHARACTERS and _TEASER.match(text):
        return True
    return len(text) <= MAX_PROMPT_CHARACTERS and _PROMPT.match(text) is not None


def _goes_elsewhere(block: Block, found: Sorted, language: str | None, at_head: bool, at_tail: bool) -> bool:
    """Lines with a column of their own; each is put there."""
    text = block.text
    if block.kind not in ("p", "head", "quote"):
        return False
    if looks_like_post(text):
        found.embeds.append(text)
        return True
    if (caption := parse_caption(text)) is not None:
        found.captions.append(caption.text)
        return True
    if at_head and not found.body and (byline := parse_byline(text, language)) is not None:
        found.byline = found.byline or byline
        return True
    if at_head and parse_date_line(text, language) is not None:
        return True
    return at_tail and _is_signature(text, found)


def _is_signature(text: str, found: Sorted) -> bool:
    """A credit, an author's note or the story's source, after the story."""
    if (credit := parse_credit(text)) is not None:
        found.credits.append(credit)
        return True
    if (source := parse_original_source(text)) is not None:
        found.original_source = found.original_source or source
        return True
    if found.body and parse_bio(text) is not None:
        found.bio = found.bio or text
        return True
    return False


def _split_dateline(found: Sorted) -> None:
    for index, paragraph in enumerate(found.body[:3]):
        dateline = split_dateline(paragraph, found.body[index + 1 :])
        if dateline is not None and dateline.rest:
            found.body[index] = dateline.rest
            found.dateline, found.dateline_agencies = dateline.raw, dateline.agencies
            return


def _split_credit(found: Sorted) -> None:
    if found.body and (split := split_trailing_credit(found.body[-1])) is not None:
        found.body[-1], credit = split
        found.credits.append(credit)
