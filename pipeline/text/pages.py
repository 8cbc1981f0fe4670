"""Raw lines of a document that was printed on pages in, the lines that are its running heads and feet out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from pipeline.text.listed import is_basic, listed

EDGE_LINES = 3
"""A running head or foot is up to three lines: the paper's name, the section and date, the page number."""
MAX_EDGE_CHARS = 160
MIN_PAGES = 2
MIN_PAGE_LINES = 20
"""With wording, between two page numbers; a gallery counts its pictures in shorter steps."""
MIN_BARS, MIN_BARRED_PAGE_LINES = 2, 8
"""Of `46 | HARBOUR MAGAZINE | MAY 2013`, which three pages print: such pages may be short."""
PAGE_SHARE = 1 / 3
"""Left and right pages differ, and so do first pages; on fewer pages than this share a line is the text's own."""
DIGITS = re.compile(r"\d+")
_BASIC_DIGITS = re.compile("[" + listed(r"\d") + "]+")
PAGE_WORD = re.compile(
    r"\b(?:page|pages|seite|página|pagina|pag|pág|p|s|side|sida|strona|str|blz|стр|страница)\b\.?\s{0,2}[A-Z]?\d"
    r"|第\s?\d+\s?[页頁ページ面]|\d+\s?(?:ページ|페이지|면|頁|页)|\d\s?(?:of|/|von|de|di|sur|из)\s?\d|^[-–—\s\[(|]{0,4}\d{1,4}[-–—\s\])|]{0,4}$",
    re.I,
)
"""A page number as printed. Without one, lines that recur are a refrain or a menu."""


MAX_JUMP_CHARS = 80
JUMP_BEGINNINGS = frozenset("([-#CcPpSsTtFfVvEeا")
"""What a jump can begin with, asked first because it is cheap."""
JUMP = re.compile(
    r"[(\[]?(?:(?:please\s)?(?:see|turn\sto)\s.{2,40}?\s?[,;|]?\s(?:on\s)?(?:page|pg\.?|p\.)\s?[a-z]?-?\d{1,3}"
    r"|continued\s(?:from|on)\s(?:page|pg\.?|p\.)\s?(?:[a-z]?-?\d{1,3}|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty)(?:,?\scol(?:umn|\.)?\s\w{1,6})?)"
    r"|continued\s(?:on\s(?:the\s)?(?:next|following|back|last)\spage|from\s(?:the\s)?(?:first|front|preceding|previous)\spage)"
    r"|(?:fortsetzung\s(?:von|auf)\sseite|suite\s(?:de\sla\s|en\s)?page|viene\sde\sla\spágina|sigue\sen\s(?:la\s)?página)\s?[a-z]?-?\d{1,3}"
    r"|انتهای پیام\s?/?"
    r"|-{1,2}\s?(?:30|ends?|ende)\s?-{1,2}|#\s?#\s?#|(?<=\()(?:ends?|more|to\sbe\scontinued))\.?[)\]]?\.?",
    re.IGNORECASE,
)
"""Where a printed story goes on, and what ends a typescript: `See FERRY, Page A4`, `Continued from Page A1`, `- 30 -`."""
CONTINUED = re.compile(r"[(\[]?continued\sfrom\b", re.IGNORECASE)
JUMP_KEY = re.compile(r"[A-Z][A-Z'’ -]{2,24}(?:[:|–—-]|\Z)")
"""The word in capitals by which the reader finds it."""
MAX_JUMP_LINES = 3


def page_edges(lines: Sequence[str]) -> frozenset[int]:
    """Indices of the lines that head or foot a page and would cut its article in two.

    What heads the first page stays: it holds the paper's name and the date.

    Args:
        lines: Raw lines; pages end in form feeds where the tool that made them left these in.
    """
    jumps = {
        i
        for i, line in enumerate(lines)
        if 0 < len(line) <= MAX_JUMP_CHARS
        and (stripped := line.strip())[:1] in JUMP_BEGINNINGS
        and JUMP.fullmatch(stripped) is not None
    }
    return _edges(lines) | jumps | {i for jump in jumps for i in _headline_of_jump(lines, jump)}


def _headline_of_jump(lines: Sequence[str], jump: int) -> Iterator[int]:
    """The few short words that head the rest of a story, above where it says that it is one: `FERRY: Council to vote`."""
    if not CONTINUED.match(lines[jump].strip()):
        return
    last = next((i for i in range(jump - 1, max(-1, jump - 3), -1) if lines[i].strip()), -1)
    first = next((i for i in range(last, max(-1, last - MAX_JUMP_LINES - 1), -1) if not lines[i].strip()), -1)
    headline = range(first + 1, last + 1)
    words = " ".join(lines[i].strip() for i in headline)
    if first >= 0 and len(words) <= MAX_JUMP_CHARS and words[-1:].isalnum() and JUMP_KEY.match(words):
        yield from headline


def _edges(lines: Sequence[str]) -> frozenset[int]:
    if "\f" in "".join(lines):
        pages = list(_pages(lines))
        if len(pages) >= MIN_PAGES:
            return _recurring_edges(lines, pages)
    return _counted_edges(lines)


def _pages(lines: Sequence[str]) -> Iterator[list[int]]:
    """The lines with wording of each page that has any."""
    page: list[int] = []
    for i, line in enumerate(lines):
        before, feed, after = line.partition("\f")
        if feed and not before.strip():
            if page:
                yield page
            page = [i] if after.strip("\f ") else []
        elif line.strip():
            page.append(i)
            if feed:
                yield page
                page = []
    if page:
        yield page


def _key(line: str) -> str:
    """Two lines are the same head when only their numbers differ, or the order in which left and right pages print it."""
    return " ".join(sorted(DIGITS.sub("#", line.lower()).split()))


def _recurring_edges(lines: Sequence[str], pages: Sequence[list[int]]) -> frozenset[int]:
    least = max(MIN_PAGES, PAGE_SHARE * len(pages))
    heads = Counter(key for page in pages for key in {_key(lines[i]) for i in page[:EDGE_LINES]})
    feet = Counter(key for page in pages for key in {_key(lines[i]) for i in page[-EDGE_LINES:]})
    found: set[int] = set()
    for number, page in enumerate(pages):
        for counts, edge in ((heads, page[:EDGE_LINES]), (feet, page[: -EDGE_LINES - 1 : -1])):
            if counts is heads and number == 0:
                continue
            for i in edge:
                if counts[_key(lines[i])] < least or len(lines[i]) > MAX_EDGE_CHARS:
                    break
                found.add(i)
    return frozenset(found)


def _counted_edges(lines: Sequence[str]) -> frozenset[int]:
    """Where no form feed is left, lines whose page number counts up by one, and what recurs right beside them."""
    filled = [i for i, line in enumerate(lines) if line and not line.isspace()]
    if len(filled) <= MIN_PAGE_LINES:
        return frozenset()
    short = [i for i in filled if len(lines[i]) <= MAX_EDGE_CHARS]
    if not short:
        return frozenset()
    joined = "\n".join([lines[i] for i in short])  # all at once: a pattern's call costs more than what it reads here
    marked = (_BASIC_DIGITS if is_basic(joined) else DIGITS).sub("#", joined).split("\n")
    series: dict[str, list[int]] = defaultdict(list)
    for i, line in zip(short, marked, strict=True):
        if line != lines[i]:
            series[" ".join(sorted(line.lower().split()))].append(i)  # right pages print it the other way round
    place = {i: k for k, i in enumerate(filled)}
    found: set[int] = set()
    for key, places in series.items():
        if len(places) < MIN_PAGES:
            continue
        least = MIN_PAGES if any(c.isalpha() for c in key) else MIN_PAGES + 1
        far = [place[b] - place[a] for a, b in pairwise(places)]
        barred = key.count("|") >= MIN_BARS and len(places) > MIN_PAGES
        if len(places) < least or median(far) < (MIN_BARRED_PAGE_LINES if barred else MIN_PAGE_LINES):
            continue
        if not barred and not PAGE_WORD.search(lines[places[0]].strip()):
            continue
        if not _counts_up([lines[i] for i in places]):
            continue
        for step in (-1, 1):
            found.update(_beside(lines, filled, [place[i] for i in places], step))
        found.update(i for i in places if place[i] >= EDGE_LINES)
    return frozenset(found)


def _counts_up(lines: Sequence[str]) -> bool:
    """Whether a number in these lines grows by one from line to line, as page numbers do, wherever it stands in them."""
    rows = [{int(n[:9]) for n in DIGITS.findall(line)} for line in lines]
    return any(all(first + k in row for k, row in enumerate(rows)) for first in rows[0])


def _beside(lines: Sequence[str], filled: Sequence[int], anchors: Sequence[int], step: int) -> Iterator[int]:
    for away in range(1, EDGE_LINES):
        near = [k + step * away for k in anchors if EDGE_LINES <= k + step * away < len(filled)]
        counts = Counter(_key(lines[filled[k]]) for k in near)
        same = [filled[k] for k in near if counts[_key(lines[filled[k]])] >= MIN_PAGES]
        if not same:
            return
        yield from (i for i in same if len(lines[i]) <= MAX_EDGE_CHARS)
