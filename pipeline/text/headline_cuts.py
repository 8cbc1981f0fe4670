"""A line that holds a headline and something glued to it in; what remains without the glue, by each way of cutting, out.

Dumps put what stood beside a headline on its line: the date, the section's name, a kicker with its colon, `[Watch]`. Each cut is
one more candidate beside the whole line; which of them is the headline the trained forest decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from pipeline.marks.date_labels import WINDOW, without_labels
from pipeline.marks.dates import find_dates
from pipeline.marks.people import looks_like_name
from pipeline.text.units import CJK

DATED, COLON, SECTION, ECHOED, TAIL = "dated", "colon", "section", "echoed", "tail"
"""Ways of cutting: off the date, off the words before a colon, off a section's name before or behind, so that what remains stands
elsewhere on the page, off brackets."""
MIN_WORDS = 3
"""Words that a headline keeps; less is a section's name itself."""
MAX_GLUED_WORDS = 4
"""Words of a section's or a writer's name that stands alone elsewhere on the page."""
MAX_LABEL_WORDS = 6
MIN_DIGITS = 3
"""Of a date."""
MIN_ALONE_CHARS, MAX_ALONE_CHARS = 3, 200
MIN_CHARS_CJK = 8
BRACKETS = re.compile(r"\s*[\[(][^\[\]()]{2,30}[\])]\Z")
"""`… to Show Finale [Watch]`."""
LABEL = re.compile(r"[^:：]{2,60}?[^:：\d][:：](?=\s|[^\W\d])\s*(?=\S)")
"""`Harbour strike: …`; not the colon of a time."""
LIST_MARK = re.compile(r"(?:\A|\s)\d{0,2}\.?\s?#{1,4}\s+(?=\S)")
"""The mark of a markdown heading that landed behind a breadcrumb: `4. Tidewater 5. # Council …`."""
SECTIONS = re.compile(
    r"(?:Opinion|Analysis|Commentary|Comment|Editorial|Exclusive|Explainer|Interview|Review|Video|Watch|Live|Feature|News|Breaking|"
    r"Meinung|Kommentar|Analyse|Kolumne|Glosse|Leitartikel|Gastbeitrag|Exklusiv|Reportage|Opinión|Análisis|Avis|Opinione)"
    r"\s+(?=[^\Wa-zß-ÿ\d]|[“\"‘'„«])"
)
"""Kinds of article that pages print before a headline, where the page does not print them elsewhere."""
DATE_LABEL_END = re.compile(
    r"[\s|•·,–—(-]*(?:(?:last\s|first\s)?(?:updated|published|posted|modified)(?:\son|\sat)?|on|am|vom|le|公開日|更新日)?[\s:：|•·,–—(-]*\Z",
    re.IGNORECASE,
)
SEAM = re.compile(r"(?<=[a-zß-ÿ.!?])(?=[A-ZÀ-Þ]\S)|(?<=[a-zß-ÿ]{4})(?=\d)")
MAX_NAME_CHARS = 30
MIN_DOUBLED_CHARS = 24
CLOCK = re.compile(
    r"[\s,|•·–—-]*(?:at\s|um\s)?\d{1,2}[:.]\d\d(?::\d\d)?\s?(?:[ap]\.?m\.?|Uhr|h)?\s?(?:[A-Z]{2,4}\b)?[\s|•·,–—-]*", re.IGNORECASE
)


class Cut(NamedTuple):
    """One wording that may be the headline."""

    text: str
    way: str


def lines_alone(texts: Collection[str]) -> frozenset[str]:
    """The short lines of a page, in lower case: names of sections and of writers, buttons, headlines of other boxes.

    Args:
        texts: The wording of all units.
    """
    return frozenset(t.casefold() for t in texts if MIN_ALONE_CHARS <= len(t) <= MAX_ALONE_CHARS)


def is_wording(text: str) -> bool:
    """Whether at least half of a line is letters: dates and figures are no headline."""
    return sum(map(str.isalpha, text)) >= 0.5 * len(text)


def headline_cuts(text: str, alone: Collection[str]) -> list[Cut]:
    """Other wordings of a line, each without one thing that may be glued to it; empty for most lines.

    Args:
        text: A unit's wording.
        alone: From `lines_alone`.
    """
    if not _is_long_enough(text):
        return []
    words = text.split()
    found = [*_dated(text)] or [*_labelled(text), *_beside(words, alone), *_tails(text), *_doubled(words)]
    return [cut for cut in dict.fromkeys(found) if cut.text != text and _is_long_enough(cut.text)]


def _is_long_enough(text: str) -> bool:
    return text.count(" ") >= MIN_WORDS - 1 or (len(text) >= MIN_CHARS_CJK and CJK.search(text) is not None)


def _dated(text: str) -> Iterator[Cut]:
    """`Council votes Updated: Dec. 21, 2023, 1:29 p.m.`, `Dec 19, 2023 9:00 AM Council votes`."""
    if sum(map(str.isdigit, text)) < MIN_DIGITS:
        return
    found = [date for date in find_dates(text) if date.precision != "month"]
    if not found:
        return
    before = DATE_LABEL_END.sub("", text[: found[0].start])
    if before.strip():
        yield Cut(before.strip(), DATED)
    behind = text[found[-1].end :]
    stray = without_labels(text[: found[0].start][-WINDOW:]).strip(" :|,-·•")
    if not stray or (len(stray.split()) <= MAX_GLUED_WORDS and behind.count(" ") > MAX_GLUED_WORDS):
        clock = CLOCK.match(behind)
        yield Cut(behind[clock.end() if clock else 0 :].strip(" |•·,–—-"), DATED)


def _labelled(text: str) -> Iterator[Cut]:
    label = LABEL.match(text)
    if label is not None and len(label[0].split()) <= MAX_LABEL_WORDS:
        yield Cut(text[label.end() :], COLON)
    marks = list(LIST_MARK.finditer(text))
    if marks and marks[-1].start() > 0:
        yield Cut(text[marks[-1].end() :], COLON)


def _beside(words: list[str], alone: Collection[str]) -> Iterator[Cut]:
    """`True Crime Council votes …`, `Council votes … Ann Poe`: one of the two parts stands alone elsewhere on the page."""
    lower = [word.casefold() for word in words]
    for count in range(1, len(words)):
        if words[count][:1].islower():
            continue
        before, behind = " ".join(lower[:count]), " ".join(lower[count:])
        begins, ends = before in alone and not before.isdecimal(), behind in alone and not behind.isdecimal()
        if ends and len(words) - count > MAX_GLUED_WORDS:
            yield Cut(" ".join(words[count:]), ECHOED)
        elif begins and count <= MAX_GLUED_WORDS:
            yield Cut(" ".join(words[count:]), SECTION)
        if begins and count > MAX_GLUED_WORDS:
            yield Cut(" ".join(words[:count]), ECHOED)
        elif ends and len(words) - count <= MAX_GLUED_WORDS:
            yield Cut(" ".join(words[:count]), SECTION)
    text = " ".join(words)
    for seam in SEAM.finditer(text):
        if text[seam.start() :].casefold() in alone and text.count(" ", seam.start()) >= MAX_GLUED_WORDS:
            yield Cut(text[seam.start() :], ECHOED)
        elif len(text) - seam.start() <= MAX_NAME_CHARS and looks_like_name(text[seam.start() :]):
            yield Cut(text[: seam.start()], SECTION)
        elif text[: seam.start()].casefold() in alone:
            yield Cut(text[seam.start() :], SECTION)
    kind = SECTIONS.match(text)
    if kind is not None:
        yield Cut(text[kind.end() :], SECTION)


def _tails(text: str) -> Iterator[Cut]:
    tail = BRACKETS.search(text)
    if tail is not None:
        yield Cut(text[: tail.start()], TAIL)


def _doubled(words: list[str]) -> Iterator[Cut]:
    """`Council votes again Council votes again`, `Council votes againCouncil votes again`: a headline and its link's title."""
    half, odd = divmod(len(words), 2)
    if not odd and words[:half] == words[half:]:
        yield Cut(" ".join(words[:half]), ECHOED)
    text = " ".join(words)
    again = text.find(text[:MIN_DOUBLED_CHARS], MIN_DOUBLED_CHARS)
    if again > 0:
        yield Cut(text[:again], ECHOED)
