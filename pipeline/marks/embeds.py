"""A line in; the signature of an embedded post, or whether the line belongs to one, out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pipeline.marks.dates import find_dates

MAX_SIGNATURE_CHARACTERS = 220
MAX_POST_CHARACTERS = 1_200

_SIGNATURE = re.compile(
    r"(?P<raw>(?:[—–―]|--|&mdash;|-)\s?(?P<name>[^()—–]{1,80}?)\s?\((?P<handle>@[\w.]{1,40})\)\s?(?P<when>[^()]{0,60}))$"
)
_HANDLE = re.compile(r"(?<![\w./])@[A-Za-z]\w{2,30}(?![\w.]*@)\b")
_HASHTAG = re.compile(r"(?<![\w&/])#[^\W\d_]\w{2,40}")
_LINK = re.compile(r"\bpic\.(?:twitter|x)\.com/\w+|\bhttps?://t\.co/\w+|\bt\.co/\w{6,}")
_PLATFORM_LINE = re.compile(
    r"^(?:View this post on (?:Instagram|Threads|Facebook)|A (?:post|video|reel|photo) shared by\b|"
    r"Sieh dir diesen Beitrag auf Instagram an|Ein (?:Beitrag|von) .{1,60} geteilter? Beitrag|"
    r"Voir cette publication sur Instagram|Une publication partagée par|Ver esta publicación en Instagram|"
    r"Una publicación compartida (?:por|de)|Ver essa foto no Instagram|"
    r"Visualizza questo post su Instagram|Un post condiviso da|Dit bericht op Instagram bekijken|Embedded (?:tweet|post)|"
    r"Tweet(?: von| by|s by)\b|This (?:tweet|post) (?:is unavailable|has been deleted)|"
    r"♬ (?:original sound|origineel geluid|son original|sonido original)|@\w{2,30}\s*[·•♬]|"
    r".{1,60}\(@[\w.]{2,30}\)\s*(?:on Instagram|•|·))",
    re.IGNORECASE,
)
_POST_DENSITY = 2
"""Handles and hashtags a line of prose does not reach by naming one account."""


@dataclass(frozen=True, slots=True)
class PostSignature:
    """The line under an embedded post."""

    name: str
    """The account's display name."""
    handle: str
    """With its `@`."""
    raw: str
    """As printed, from the dash on."""
    day: date | None
    """The post's day: never the article's publication date; None where none is printed."""


def parse_post_signature(line: str) -> PostSignature | None:
    """Read the signature of an embedded post: `— Name (@handle) November 4, 2024`, alone or at the end of the post's text."""
    if "(@" not in line:
        return None
    text = line.strip()
    found = _SIGNATURE.search(text, max(0, len(text) - MAX_SIGNATURE_CHARACTERS))
    if found is None or not found["name"].strip():
        return None
    when = found["when"].strip()
    dates = find_dates(when)
    if when and not dates:
        return None
    return PostSignature(found["name"].strip(), found["handle"], found["raw"].strip(), dates[0].day if dates else None)


def looks_like_post(line: str) -> bool:
    """Tell whether a line is text of an embedded post: a post's link, a platform's own words, a signature, many tags.

    One handle in a long sentence ("follow @harbourtimes") is none.
    """
    text = line.strip()
    if len(text) > MAX_POST_CHARACTERS:
        return False
    if "@" not in text and "#" not in text and "t.co" not in text and "pic." not in text and not _PLATFORM_LINE.match(text):
        return False
    if _LINK.search(text) or _PLATFORM_LINE.match(text) or parse_post_signature(text) is not None:
        return True
    tags = len(_HANDLE.findall(text)) + len(_HASHTAG.findall(text))
    return tags >= _POST_DENSITY and tags * 60 >= len(text) and not text.startswith(("Follow ", "Contact ", "By "))
