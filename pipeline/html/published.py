"""A page's tree, head and structured data in; when it says it was published and modified, with zone and source, out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from htmldate import find_date
from lxml.html import HtmlElement

from pipeline.html.head import Head
from pipeline.html.page import text_of
from pipeline.html.structured import StructuredArticle
from pipeline.html.under_headline import labelled, on_the_publishers_clock
from pipeline.marks.dates import find_dates, to_published_time
from pipeline.normalise.iso_times import parse_iso
from schemas.records import PublishedTime

PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "publish-date", "article.published", "article:published", "bt:pubdate", "sailthru.date", "cxenseparse:recs:publishtime",
    "shareaholic:article_published_time", "rnews:datepublished", "published_time", "published-date", "publishdate",
    "publication_date", "pubdate", "publish_date", "citation_publication_date", "dc.date.issued", "dcterms.date",
    "dcterms.created", "dcterms.issued", "dc.date.created", "dc.date", "date.created", "created", "article_date_original",
    "originalpublicationdate", "iso-8601-publish-date", "last-published", "published", "ptime", "releasedate", "date",
)  # fmt: skip
"""Names of `meta` elements, most exact first; plain `date` last, some sites put the day of the visit there."""

MODIFIED_META = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "lastmod", "last-modified")

ZONE_STEP_MINUTES, MAX_ZONE_MINUTES = 15, 14 * 60
"""Zones differ from UTC by quarters of an hour, at most 14 hours."""

_URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([/\-_.]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)")
_PUBLISHED_CLASS = re.compile(
    r"publi|posted|created|entry-date|article-?date|timestamp|datetime|byline|dateline|pubdate|post-date", re.IGNORECASE
)
_MODIFIED_CLASS = re.compile(r"updat|modif|edited|aktualisi", re.IGNORECASE)
_ELSEWHERE = frozenset(("nav", "aside", "footer", "figure", "blockquote", "form", "iframe"))
_TEASER = re.compile(r"related|recommend|teaser|most-?read|popular|sidebar|trending|comment|card|promo|tweet", re.IGNORECASE)
MAX_TIME_TAGS = 300


def find_published(
    tree: HtmlElement,
    head: Head,
    structured: StructuredArticle,
    url: str | None,
    language: str | None,
    printed: tuple[PublishedTime, ...] = (),
) -> PublishedTime | None:
    """Find the publication time: JSON-LD, then `meta`, `time` elements, the address, and what stands under the headline.

    A later source replaces an earlier one only where it names the same day more exactly (with a clock, or with its zone), or
    the same instant in the publisher's own zone: content systems print UTC for machines.
    """
    candidates = list(_candidates(tree, head, structured, language))
    best: PublishedTime | None = None
    for candidate in candidates:
        if best is None or (candidate.day == best.day and _exactness(candidate) > _exactness(best)):
            best = candidate
    if best is None:
        return _from_url(url) or next(iter(printed), None) or labelled(tree, language)[1]
    local = (in_zone for candidate in (*candidates, *printed) if (in_zone := _in_local_zone(candidate, best)) is not None)
    return on_the_publishers_clock(next(local, best), printed) if best.utc_offset_minutes == 0 else best


def _in_local_zone(candidate: PublishedTime, utc: PublishedTime) -> PublishedTime | None:
    """The candidate, where it is the instant `utc` on the publisher's clock; a zone it does not print follows from the two."""
    if candidate.clock is None or utc.clock is None or candidate.utc_offset_minutes == 0:
        return None
    ahead = datetime.combine(candidate.day, candidate.clock) - datetime.combine(utc.day, utc.clock)
    minutes, rest = divmod(ahead.total_seconds(), 60)
    if candidate.utc_offset_minutes is not None:
        return candidate if candidate.utc_offset_minutes == minutes and abs(rest) < 60 else None
    is_offset = rest == 0 and minutes != 0 and minutes % ZONE_STEP_MINUTES == 0 and abs(minutes) <= MAX_ZONE_MINUTES
    if not is_offset or utc.precision != "second" or candidate.precision != "second" or candidate.clock.second == 0:
        return None  # whole minutes agree by chance, as do two visits of an editor
    return replace(candidate, utc_offset_minutes=int(minutes))


def find_modified(head: Head, structured: StructuredArticle) -> PublishedTime | None:
    """Find the last modification; never a publication time."""
    if structured.modified and (found := parse_iso(structured.modified, "jsonld")):
        return found
    value = head.first(*MODIFIED_META)
    return parse_iso(value, "meta") if value else None


def _candidates(tree: HtmlElement, head: Head, structured: StructuredArticle, language: str | None) -> Iterator[PublishedTime]:
    if structured.published and (found := _read(structured.published, "jsonld", language)):
        yield found
    for name in PUBLISHED_META:
        for value in head.meta.get(name, ()):
            if found := _read(value, "meta", language):
                yield found
    yield from _time_tags(tree, language)
    if structured.uploaded and (found := _read(structured.uploaded, "jsonld", language)):
        yield found


def _read(printed: str, source: str, language: str | None) -> PublishedTime | None:
    found = parse_iso(printed, source)
    if found is not None:
        return found
    dates = find_dates(printed, language)
    return to_published_time(dates[0], source) if dates else None


def _exactness(found: PublishedTime) -> int:
    return 0 if found.clock is None else 1 if found.utc_offset_minutes is None else 2


def _time_tags(tree: HtmlElement, language: str | None) -> Iterator[PublishedTime]:
    """Times of the article's own `time` elements and date microdata: those marked as publication first."""
    marked: list[PublishedTime] = []
    plain: list[PublishedTime] = []
    for count, element in enumerate(tree.iter("time", "span", "div", "p", "abbr")):
        prop = (element.get("itemprop") or "").lower()
        if count > 50 * MAX_TIME_TAGS or (element.tag != "time" and prop != "datepublished"):
            continue
        classes = f"{element.get('class') or ''} {element.get('id') or ''} {prop}"
        if prop == "datemodified" or _MODIFIED_CLASS.search(classes) or _is_elsewhere(element):
            continue
        printed = element.get("datetime") or element.get("content") or text_of(element)[:120]
        found = _read(printed, "time_tag", language) if printed else None
        if found is not None:
            is_marked = prop == "datepublished" or element.get("pubdate") is not None or _PUBLISHED_CLASS.search(classes)
            (marked if is_marked else plain).append(found)
        if len(marked) + len(plain) >= MAX_TIME_TAGS:
            break
    yield from marked[:1] or plain[:1]


def _is_elsewhere(element: HtmlElement) -> bool:
    """Whether an element stands in a list of other stories, a picture or an embedded post."""
    for parent in element.iterancestors():
        if parent.tag in _ELSEWHERE or _TEASER.search(parent.get("class") or ""):
            return True
        if parent.tag in ("article", "main", "body"):
            return False
    return False


def _from_url(url: str | None) -> PublishedTime | None:
    for found in _URL_DAY.finditer(url or ""):
        try:
            day = date(int(found[1]), int(found[3]), int(found[4]))
        except ValueError:
            continue
        return PublishedTime(day=day, clock=None, utc_offset_minutes=None, precision="day", raw=found[0], source="url")
    return None


def find_visible_day(tree: HtmlElement, url: str | None) -> PublishedTime | None:
    """htmldate's search of the visible page, which knows more places than we do but keeps the day only.

    Args:
        tree: The page without its scripts: htmldate would scan megabytes of them.
        url: Where the page was found.
    """
    try:
        found = find_date(
            tree, original_date=True, outputformat="%Y-%m-%d", url=url, extensive_search=True, max_date="2100-01-01"
        )
    except (ValueError, TypeError, AttributeError, OverflowError):  # its own parsers on odd strings
        return None
    if not found:
        return None
    day = datetime.strptime(found, "%Y-%m-%d").date()
    return PublishedTime(day=day, clock=None, utc_offset_minutes=None, precision="day", raw=found, source="text")
