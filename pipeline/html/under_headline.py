"""A page's tree and headline in; the short texts printed under it (byline, date, section, standfirst) out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from lxml.html import HtmlElement

from pipeline.html.page import text_of
from pipeline.html.title import same_headline
from pipeline.marks.dates import parse_date_line, to_published_time
from pipeline.marks.people import looks_like_name
from pipeline.normalise.people import clean_authors
from schemas.records import PublishedTime

MAX_TEXTS = 24
"""Byline and date stand among the first ten; share buttons come between."""

MAX_LONG_TEXTS = 2
"""One is the standfirst, the second begins the story."""

LONG_WORDS = 30

MAX_DATE_CHARACTERS = 90

WEST_BEFORE_HOUR, EAST_FROM_HOUR = 8, 11
"""UTC hours in which it may still be the day before (newsrooms as far west as California), or already the day after."""

QUARTER_S = 15 * 60
"""Zones differ from UTC by quarters of an hour."""

_SKIPPED = frozenset(("script", "style", "noscript", "template", "svg", "button", "select", "figcaption", "h1"))
_UPDATED = re.compile(r"updat|modif|edited|aktualisi|corrected", re.IGNORECASE)
_BY = re.compile(r"(?:[\w ]{0,16}\b)?(?:by|von|par|por|di|door|av|af)\s*:?", re.IGNORECASE)
_JOINT = re.compile(r",|&|,? ?(?:and|und|et|y|e|en|og|och)", re.IGNORECASE)
_BY_NAME = re.compile(r"(?:written |posted |story |words )?(?:by|von|par|por|di|door|av|af)\s*:?\s+(.{4,60})", re.IGNORECASE)


def texts_under_headline(tree: HtmlElement, title: str | None) -> tuple[str, ...]:
    """The short texts that follow the headline, in the page's order, up to the story's first paragraphs.

    Args:
        tree: The whole page.
        title: The headline found; without one the first `h1` counts.
    """
    headings = list(tree.iter("h1", "h2"))
    headline = next((e for e in headings if title and same_headline(text_of(e), title)), None)
    headline = headline if headline is not None else next((e for e in headings if e.tag == "h1"), None)
    if headline is None:
        return ()
    found: list[str] = []
    long_texts = 0
    for text in _texts_after(headline):
        if len(text.split()) > LONG_WORDS:
            long_texts += 1
        else:
            found.append(text)
        if long_texts >= MAX_LONG_TEXTS or len(found) >= MAX_TEXTS:
            break
    return tuple(found)


def _texts_after(headline: HtmlElement) -> Iterator[str]:
    """Text nodes behind the headline in document order."""
    if (tail := _flat(headline.tail)) is not None:
        yield tail
    element: HtmlElement | None = headline
    while element is not None:
        following = element.getnext()
        while following is not None:
            yield from _texts_in(following)
            if (tail := _flat(following.tail)) is not None:
                yield tail
            following = following.getnext()
        element = element.getparent()
        if element is not None and (tail := _flat(element.tail)) is not None:
            yield tail


def _texts_in(element: HtmlElement) -> Iterator[str]:
    if element.tag in _SKIPPED:
        return
    if (text := _flat(element.text)) is not None:
        yield text
    for child in element:
        yield from _texts_in(child)
        if (tail := _flat(child.tail)) is not None:
            yield tail


def _flat(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None


_LABELLED = re.compile(
    r"(?:autor(?:in)?(?:[/:*]?(?:autor|in))?|authors?(?: of (?:the|this) (?:article|story))?|auteur|reporter|"
    r"redakteur(?:in)?|(?:photos? and )?story by|(?:photos? and )?text by|words by)\s*:?\s+(?P<name>(?!of\b)\S.{3,60})|"
    r"(?:datum|date|erstellt am|published on)\s*:?\s+(?P<day>\S.{5,40})",
    re.IGNORECASE,
)
MAX_LABELLED_CHARACTERS = 100


def labelled(tree: HtmlElement, language: str | None) -> tuple[tuple[str, ...], PublishedTime | None]:
    """People and day of lines like "Autorin/Autor Jane Doe" and "Datum 28.04.2023", wherever a page prints its facts.

    For pages that say it nowhere else: lists of other stories have such lines too.
    """
    names: list[str] = []
    day: PublishedTime | None = None
    for element in tree.iter("li", "p", "div", "span", "i", "td"):
        if len(element) > MAX_LABELLED_CHILDREN:
            continue
        text = _first_line(element)
        found = _LABELLED.match(text) if len(text) <= MAX_LABELLED_CHARACTERS else None
        if found is None:
            continue
        if found["name"] and not names:
            names = list(clean_authors((found["name"],)))
        elif found["day"] and day is None and _is_date(found["day"], language):
            day = next(iter(printed_times((found["day"],), language)), None)
    return tuple(names), day


MAX_LABELLED_CHILDREN = 4


def _first_line(element: HtmlElement) -> str:
    """The text before the first line break, behind which the author's role stands."""
    if element.find("br") is None:
        return text_of(element)
    parts = [element.text or ""]
    for child in element:
        if child.tag == "br" and "".join(parts).strip():
            break
        parts.extend((*child.itertext(), child.tail or ""))
    return " ".join("".join(parts).split())


def names_under_headline(texts: tuple[str, ...], language: str | None) -> tuple[str, ...]:
    """Who signs under the headline of a page that marks no byline: a name after "By", or right before the date."""
    for index, text in enumerate(texts):
        after = texts[index + 1] if index + 1 < len(texts) else ""
        if _BY.fullmatch(text) and looks_like_name(after):
            return (after, *_co_authors(texts[index + 2 :]))
        if (named := _BY_NAME.fullmatch(text)) and looks_like_name(named[1]):
            return (named[1], *_co_authors(texts[index + 1 :]))
        if looks_like_name(text) and _is_date(after, language):
            return (text,)
    return ()


def _co_authors(texts: tuple[str, ...]) -> Iterator[str]:
    """The names that follow a byline's first, each after a comma or an "and"."""
    for joint, name in zip(texts[::2], texts[1::2], strict=False):
        if not _JOINT.fullmatch(joint) or not looks_like_name(name):
            return
        yield name


def _is_date(text: str, language: str | None) -> bool:
    return len(text) <= MAX_DATE_CHARACTERS and parse_date_line(text, language) is not None


def printed_times(texts: tuple[str, ...], language: str | None) -> tuple[PublishedTime, ...]:
    """The dates printed under the headline; those that say "updated" are left out."""
    found = []
    for before, text in zip(("", *texts), texts, strict=False):
        if len(text) > MAX_DATE_CHARACTERS or _UPDATED.search(before[-40:]) or _UPDATED.search(text):
            continue
        line = parse_date_line(text, language)
        if line is not None and line.precision != "month" and line.label != "updated" and not line.ambiguous:
            found.append(to_published_time(line))
    return tuple(found)


def on_the_publishers_clock(best: PublishedTime, printed: tuple[PublishedTime, ...]) -> PublishedTime:
    """Move an instant that metadata give in UTC to the day that the page prints for its readers.

    The day before or after, near midnight, is the same instant on the publisher's clock. Where the page prints no time, or
    one that no zone explains, the zone nearest to UTC that gives the printed day stands in: day and instant are right.
    """
    if best.clock is None or best.utc_offset_minutes != 0 or not printed:
        return best
    utc = datetime.combine(best.day, best.clock)
    if any(p.day == best.day for p in printed):
        return best
    for other in printed:
        days = (other.day - best.day).days
        is_near = best.clock.hour < WEST_BEFORE_HOUR if days < 0 else best.clock.hour >= EAST_FROM_HOUR
        minutes = _offset(utc, other) if abs(days) == 1 else None
        if minutes is None and (abs(days) != 1 or not is_near):
            continue
        minutes = minutes if minutes is not None else _least_offset(utc, days)
        local = utc + timedelta(minutes=minutes)
        return replace(best, day=local.date(), clock=local.time(), utc_offset_minutes=minutes)
    return best


def _offset(utc: datetime, other: PublishedTime) -> int | None:
    """The zone in which `utc` is what the page prints, to the minute."""
    if other.clock is None:
        return None
    ahead = (datetime.combine(other.day, other.clock) - utc.replace(second=0, microsecond=0)).total_seconds()
    return int(ahead // 60) if ahead % QUARTER_S == 0 and abs(ahead) <= 14 * 3600 else None


def _least_offset(utc: datetime, days: int) -> int:
    """Whole hours to the other side of midnight."""
    return -60 * (utc.hour + 1) if days < 0 else 60 * (24 - utc.hour)
