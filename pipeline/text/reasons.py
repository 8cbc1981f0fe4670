"""A unit that is not body in, its class and a reason for people out."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.text.lexicon import PhraseHit
from pipeline.text.units import Unit

REASONS: dict[str, str] = {
    "body": "reads like the article's prose",
    "heading": "subhead within the body",
    "title": "headline",
    "standfirst": "says below the headline what the story is about",
    "byline": "who wrote it",
    "date": "date line",
    "section": "section of the site",
    "caption": "photo caption or credit",
    "embed": "embedded post",
    "credit": "credit line",
    "source": "names the original source",
    "bio": "note about the author",
    "duplicate": "repeats another line",
    "image_name": "an image's file name",
    "link_list": "list of link addresses",
    "page_edge": "running head or foot of a printed page",
    "record_field": "field of a press database's record",
    "dateline": "place of the story",
    "marker": "bullet, number or control without words",
    "breadcrumb": "path of the site's menu",
    "related": "list of other articles",
    "most_popular": "list of popular articles",
    "newsletter": "newsletter or sign-up",
    "subscribe": "subscription, donation or log-in",
    "share": "sharing button",
    "follow": "asks to follow a channel",
    "comment": "comments",
    "copyright": "copyright notice",
    "legal": "cookies, privacy or terms",
    "ad": "advertising",
    "ui": "control of the page",
    "photo": "picture credit",
    "author_box": "box about the author",
    "correction": "editor's note",
    "nav": "menu entry",
    "teaser": "headline or summary of another article",
    "after_end": "stands after the article's end",
    "before_start": "stands before the article's start",
}
LIST_CLASSES = frozenset({"related", "most_popular", "comment"})
"""Classes whose head names everything below it, until a paragraph or another head."""
WEAK = frozenset({None, "marker", "photo", "ui", "correction"})
"""Classes that the head of a list overrides: `[Photo] Rally` in a list is an entry of the list."""
NAV_MAX_WORDS = 4
HEADS = (
    "ui",
    "share",
    "newsletter",
    "subscribe",
    "follow",
    "comment",
    "most_popular",
    "related",
    "copyright",
    "legal",
    "ad",
    "author_box",
    "photo",
    "correction",
)


def classify(
    units: Sequence[Unit],
    tokens: Sequence[Sequence[str]],
    hits: Sequence[Sequence[PhraseHit]],
    first: int,
    last: int,
    comments: int | None = None,
) -> list[str]:
    """The class of every unit as if it were removed.

    Args:
        units: All units of the dump.
        tokens: Their tokens.
        hits: The phrases found in each.
        first: Index of the body's first unit; the number of units where there is no body.
        last: Index of its last unit; -1 where there is none.
        comments: Index of the unit at which readers' comments begin, where they do.
    """
    out: list[str] = []
    heading: str | None = None
    for i, (unit, words) in enumerate(zip(units, tokens, strict=True)):
        if i == first:
            heading = None
        own = _own_class(unit, words, hits[i])
        if own in LIST_CLASSES and len(words) <= 8:
            heading = own
        elif own is not None and own not in ("ui", "marker", "image_name", "photo"):
            heading = None if own != heading else heading
        if comments is not None and i >= comments and own in WEAK:
            out.append("comment")
            continue
        out.append(heading if heading and own in WEAK else own or _by_place(unit, words, i, first, last))
    return out


def _own_class(unit: Unit, words: Sequence[str], hits: Sequence[PhraseHit]) -> str | None:
    if unit.reference:
        return "link_list"
    if unit.page_edge:
        return "page_edge"
    if unit.field:
        return "record_field"
    if unit.image:
        return "image_name"
    if not words or (len(words) == 1 and words[0].isdigit()):
        return "marker"
    text = unit.text
    if len(words) <= 40 and any(sign in text for sign in (" » ", " › ", " > ")):
        return "breadcrumb"
    kinds = (
        {h.kind for h in hits if h.whole}
        or {h.kind for h in hits if h.start}
        or ({h.kind for h in hits} if len(words) <= 60 else set())
    )
    return next((kind for kind in HEADS if kind in kinds), None)


def _by_place(unit: Unit, words: Sequence[str], i: int, first: int, last: int) -> str:
    if len(words) <= NAV_MAX_WORDS:
        return "nav"
    if len(words) <= 30 and (unit.bullet or unit.link_share > 0.6 or unit.text[-1] not in ".!?"):
        return "teaser"
    return "before_start" if i < first else "after_end"
