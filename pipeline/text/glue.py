"""A line whose elements were glued together in, its pieces out: `troubles.If the`, `RefinitivReuters homeWorld`."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.text.lexicon import GLUE_EXCEPTIONS
from pipeline.text.listed import listed

DIGIT = re.compile(r"\d")
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mär|Mai|Okt|Dez)[a-zä]{0,6}\.?"
DATE = rf"(?:{MONTH} \d{{1,2}}, (?:19|20)\d\d|\d{{1,2}}\.? {MONTH} (?:19|20)\d\d)"
DATE_SEAM = re.compile(
    rf"(?<=[a-zA-Zß-ÿ])(?={DATE}|(?:Published|Updated|Posted|PUBLISHED|UPDATED)\b)"
    r"|(?<=\D(?:19|20)\d\d)(?=[A-Z][a-z])|(?<=\d[ \u00a0\u202f][AP]M)(?=[A-Z“‘\"])|(?<=\d[ap]m)(?=[A-Z][a-z])"
)
"""A date glued to a name or a label is a seam even alone: `Jane DoeOct 17, 2023`, `Jane DoePublished`."""
MAX_DATED_CHARS = 240
MAX_DATED_HEAD = 80
"""At the head of a longer line, a paragraph to which its date line was glued."""
MAX_GLUED_CHARS = 400_000
"""A longer line is no page; cutting it would only multiply it."""
MIN_SEAMS = 3
"""A line with fewer seams may hold a typing error or a brand name; it stays whole."""
MIN_SEAM_RATE = 1 / 700
"""Seams per character, below which a long line counts as prose with an occasional missing blank."""

CANDIDATE = re.compile(r"[a-zß-ÿ\d.!?…:”\"’')\]][“\"‘'(]?[A-Z\[\dÀ-ÖØ-Þ][a-z A-Z.\d:]")
"""Cheap first look: any seam, and much else."""
SENTENCE_SEAM = re.compile(r"(?<=[a-zß-ÿ\d”\"’')\]][.!?…])([”\"’')]?)(?=[“\"‘'(]?[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ’' ])")
CAMEL_SEAM = re.compile(
    rf"[A-ZÀ-ÖØ-Þ\[{listed(DIGIT.pattern)}\U00010000-\U0010ffff]"
    r"(?:(?<=[a-zß-öø-ÿ)”’?!:\d][A-ZÀ-ÖØ-Þ])(?:(?=[a-zà-öø-ÿ][a-zà-öø-ÿ ])|(?<=[AI])(?= [a-z])|(?<=U)(?=\.S\.))"
    r"|(?<=[a-z]{3}\d)(?=\d?[:.]\d\d)|(?<=[a-z]{3}\[)(?=\d+/\d+\])|(?<=[a-z]{3}[A-Z])(?=[A-Z]+[ a-z])"
    r"|(?<=\d[AP]M[A-Z]))"
)
"""Takes the character behind the seam, and that first: the search engine skips over all that can begin no word."""
ESCAPE = re.compile(r"%[\dA-F]{2}")
"""A sign of an address within an address: `%2Fwww` is no seam, though a capital stands behind a digit."""


def split_glued(text: str, *, seamed: bool = True, dated: bool = True) -> tuple[str, ...]:
    """The pieces of a line in which markup vanished without leaving blanks.

    Args:
        text: One raw line. A line with fewer than three seams comes back whole.
        seamed: Whether it may hold three seams, as far as a first look tells.
        dated: Whether it may hold a glued date.

    >>> split_glued("HomeWorldSportLog in")
    ('Home', 'World', 'Sport', 'Log in')
    """
    if len(text) > MAX_GLUED_CHARS or not (seamed or dated):
        return (text,)
    dates: list[int] = []
    if dated and len(text) <= MAX_DATED_CHARS and DIGIT.search(text):
        dates = [m.start() for m in DATE_SEAM.finditer(text)]
        if dates and len(CANDIDATE.findall(text)) <= len(dates) + MIN_SEAMS:
            return _cut(text, dates)
    if dated and len(text) > MAX_DATED_CHARS and DIGIT.search(text, 0, MAX_DATED_HEAD):
        headed = [m.start() for m in DATE_SEAM.finditer(text, 0, MAX_DATED_HEAD)]
        if headed:
            return (*_cut(text[: headed[-1]], headed[:-1]), *_split_seams(text[headed[-1] :], dates))
    return _split_seams(text, dates) if seamed else (text,)


def _split_seams(text: str, dated: list[int]) -> tuple[str, ...]:
    """The pieces of a line with enough seams, besides those of dates."""
    if len(CANDIDATE.findall(text)) < MIN_SEAMS:
        return (text,)
    cuts = [m.start() for m in CAMEL_SEAM.finditer(text) if not _is_name(text, m.start())]
    cuts += [*dated, *(_after_quote(text, m) for m in SENTENCE_SEAM.finditer(text))]
    if len(set(cuts)) < max(MIN_SEAMS, MIN_SEAM_RATE * len(text)):
        return (text,)
    if "%" in text:
        cuts = [cut for cut in cuts if not ESCAPE.match(text, max(0, cut - 2))]
    return _cut(text, cuts)


def _cut(text: str, cuts: list[int]) -> tuple[str, ...]:
    edges = [0, *sorted(set(cuts)), len(text)]
    pieces = (text[a:b].strip() for a, b in pairwise(edges))
    return tuple(p for p in pieces if p)


def _after_quote(text: str, seam: re.Match[str]) -> int:
    """Where to cut at a sentence's end: behind a closing quote, before an opening one."""
    if seam.group(1) in ("", "”", "’", ")"):
        return seam.end()
    before = text[max(0, seam.start() - 600) : seam.start()]
    return seam.end() if before.count(seam.group(1)) % 2 else seam.start()


def _is_name(text: str, cut: int) -> bool:
    """True inside names such as `McDonald`, `YouTube` or `iPhone`."""
    start = cut
    while start > 0 and cut - start < 12 and text[start - 1].isalpha():
        start -= 1
        if text[start].isupper():
            break
    head = text[start:cut].lower()
    if head in GLUE_EXCEPTIONS:
        return True
    end = cut + 1
    while end < len(text) and end - cut < 12 and text[end].islower():
        end += 1
    return (head + text[cut:end]).lower() in GLUE_EXCEPTIONS
