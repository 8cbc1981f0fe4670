"""The units above and at the head of the body in, the lines that could be the headline out, also without what is glued on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.marks.byline import Byline, split_glued_byline
from pipeline.marks.caption import parse_caption
from pipeline.marks.dates import find_dates
from pipeline.text.broken_headline import broken_headlines
from pipeline.text.headline_cuts import headline_cuts, is_wording, lines_alone
from pipeline.text.network import Judgement
from pipeline.text.picture_lines import CREDIT
from pipeline.text.prepare import Prepared
from pipeline.text.units import CJK, Unit

SITE_SEPARATOR = re.compile(r"\s+(?:[|–—»›·•]|-|::|//)\s+|\s?[|｜]\s?")
LABEL_SEPARATOR = re.compile(r"\s+(?:\||::|//)\s+|\s?[|｜]\s?")
"""Elsewhere a dash belongs to the headline; a bar still sets off a label (`… | Editorial`)."""
SEPARATOR_SIGNS = (*"|-–—»›·•｜", "::", "//")
"""What neither finds anything without."""
BREADCRUMB = re.compile(r"\s*(?:Home|Homepage|Start|Startseite|Accueil|Inicio|Início|News)\s*[»›>/|→]", re.IGNORECASE)
TRAIL = re.compile(r"\s[»›>＞→]\s")
MIN_TRAIL, MIN_BRACKETED, MIN_BARRED, MAX_BARRED_CHARS = 2, 3, 4, 24
"""Signs of a breadcrumb's trail, links in square brackets, entries between bars and their length, from which a line is a menu:
`Start » Region » …`, `[News] [Sport] [Weather]`."""
REACH = 60
"""Units above the body in which a headline is looked for."""
HEAD = 3
"""Units at the head of the body that may be the headline: main-content dumps print it as the first paragraph."""
HEAD_REACH, MAX_HEADLINE_WORDS = 10, 30
"""Below a standfirst or a caption, short lines may still be the headline."""
MAX_CANDIDATES = 20
"""Units that are looked at closely, those that the network finds likeliest."""
MAX_CUT = 8
"""Of them, units of which other wordings are tried."""
SURE = 0.5
"""What the network must think of a line that begins like a caption: `First picture: …`."""
ANYWHERE, LEAST_POINTED = 4, 0.1
"""Units that are candidates wherever they stand, and what the network must think of them: where the body begins too early, with a
box above the article, the headline stands far below its first line."""
MASTHEAD = 3
"""Units at the head of a dump, one of which may name the paper and its day."""
LABELLED = re.compile(
    r"(?:Subject|Headline|Title|Betreff|Titel|Überschrift|Objet|Titre|Asunto|Assunto|Título|Oggetto|Titolo|Onderwerp|Tytuł|"
    r"Tittel|HL|TI|HED|العنوان|शीर्षक|件名|标题)\s?[:：]\s*(?:(?:Re|Fwd?|Fw|Aw)\s?:\s*)*|(?:[A-Z]{1,4}\s{1,2})?\d\d/\d\d\s{1,2}\d{4}\s+",
    re.IGNORECASE,
)
"""What mail, news spools and databases print before a headline, and an agency's stamp: `RTw 09/12 0947`."""
STAMPED = re.compile(
    r"\d\d:\d\d\s\d\d[A-Z]{3}\d\d\sRTRS\s?-\s?(?:[A-Z]{2,12}(?:\s\d{1,2})?\s?-\s?)?"
    r"|\d{1,2}\s[A-Z]{3}\s\d{4}\s\d\d:\d\d\s[A-Z]{2,4}\s\*?DJ\s(?:[A-Z]{2,12}(?:\s[A-Z]{2,12})?:\s)?",
    re.IGNORECASE,
)
"""What a terminal prints before headlines and nothing else: `14:06 22Nov07 RTRS-UPDATE 2-`, `11 Mar 2009 10:12 EDT DJ `."""
OTHER_FIELD = re.compile(
    r"\((?:Adds|Updates|Recasts|Releads|Corrects|Repeats)\b|(?:Source|Quelle|Fuente|Fonte|Contacts?|Kontakt|From|To|Date(?:line)?|Published|Posted)\s?:\s"
    r"|(?:BYLINE|DATELINE|NUMBER|TYPE|DATE|CONTENT)=",
    re.IGNORECASE,
)
"""What a line names that begins so, is no headline."""
ORNATE = re.compile(r"[*=~#_+•\-–—]{2,12}\s{1,3}(\S.*?\S)(?:\s{1,3}[*=~#_+•\-–—]{2,12})?\Z")
"""A headline between the signs with which typescripts and newsletters set it off: `** TITLE **`, `=== Title ===`."""
GALLERY = re.compile(r"\d{1,2}/\d{1,3}(?=[^\W\d_])")
"""The number of a picture, glued to what stands below it: `01/7Five weddings …`."""
NUMBERED = re.compile(r"\d{1,2}\.\s+(?:#+\s*)?")
"""The item of a breadcrumb's list."""
KICKER = re.compile(r"(?:\S+\s+){0,4}\S+\s+[-–—]\s+")
"""A few words set off before the headline."""
MIN_CHARS, MAX_CHARS, MAX_WORDS = 10, 260, 45
MIN_CHARS_CJK, MAX_WORDS_CJK = 5, 90
MAX_WORDS_IN_BODY = 24
"""Of a headline at the body's head."""


RATING = re.compile(
    r"(?:(?:zero|one|two|three|four|five|\d(?:[.,]\d)?)(?:\sstars?)?\s?(?:out\sof|of|/|von|sur|su|de)\s?(?:five|5|6|10|ten)(?:\sstars?)?|[★☆✩✮⭐\s]+)",
    re.IGNORECASE,
)
"""`Three stars out of five`: what a critic gives stands below the headline."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that could be the headline."""

    unit: int
    text: str
    """Without the site's name behind it and without a glued byline."""
    byline: Byline | None
    site_cut: bool
    kicker_cut: bool = False
    """Whether the words set off before it are left out."""
    cut: str = ""
    """How it was cut out of its unit, one of the ways of `pipeline.text.headline_cuts`; empty for all others."""
    lines: int = 1
    """Units that print it, from `unit` on."""
    stamped: bool = False
    """Whether a terminal's stamp stood before it: it is the headline."""


def title_candidates(prepared: Prepared, body: Sequence[int], judged: Judgement) -> list[Candidate]:
    """The lines that could be the headline, in order.

    Args:
        prepared: The dump, taken apart.
        body: Indices of the body's units; at least one.
        judged: What the network thinks of each unit; it chooses among many.
    """
    units, tokens = prepared.units, prepared.tokens
    start = body[0]
    points = pointed(prepared, judged)
    reach = [*range(min(3, start)), *range(max(0, start - REACH), start), *body[:HEAD]]
    reach += [i for i in range(start, min(start + HEAD_REACH, len(units))) if len(tokens[i]) <= MAX_HEADLINE_WORDS]
    reach += _pointed_anywhere(prepared, judged, start)
    out: list[Candidate] = []
    likely = sorted(dict.fromkeys(reach), key=(-points).tolist().__getitem__)[:MAX_CANDIDATES]
    first = [unit.text for unit in units[: min(3, start)]]
    alone = lines_alone(
        [*(unit.text for unit in units), *(text[: cut.start()] for text in first for cut in SITE_SEPARATOR.finditer(text))]
    )
    for i in dict.fromkeys(i for i in reach if i in likely):
        if _stands_above_credit(units, i):
            continue
        whole = _variants(units[i], tokens[i], i, start, surely=points[i] >= SURE)
        out.extend(whole)
        if i in likely[:MAX_CUT] and any(c.text == units[i].text for c in whole):
            known = {c.text for c in whole}
            out.extend(
                Candidate(i, text, None, False, cut=way) for text, way in headline_cuts(units[i].text, alone) if text not in known
            )
            out.extend(Candidate(i, text, None, False, lines=lines) for text, lines in broken_headlines(units, i))
    return out


def _stands_above_credit(units: Sequence[Unit], i: int) -> bool:
    """Whether a sentence with its stop has who took a picture right below: it is what the picture shows."""
    text = units[i].text
    below = [unit.text for unit in units[i + 1 : i + 3] if unit.text != text] if text.endswith(".") else []
    return bool(below) and CREDIT.fullmatch(below[0]) is not None


def pointed(prepared: Prepared, judged: Judgement) -> NDArray[np.float64]:
    """How likely the network thinks each unit the headline; a repeated line is as likely as the copy of it that was judged.

    Args:
        prepared: The dump, taken apart.
        judged: What the network thinks of each unit.
    """
    points = judged.pointers["title"].copy()
    if not prepared.repeats:
        return points
    of_text = {prepared.units[i].text: points[i] for i in prepared.live}
    for i in prepared.repeats:
        points[i] = max(points[i], of_text.get(prepared.units[i].text, 0.0))
    return points


def _pointed_anywhere(prepared: Prepared, judged: Judgement, start: int) -> list[int]:
    """The units that the network likes best wherever they stand; where such a line stands above the body too, it is that one."""
    points = judged.pointers["title"]
    best = [i for i in np.argsort(-points, kind="stable")[:ANYWHERE].tolist() if points[i] >= LEAST_POINTED]
    if not best:
        return []
    texts = [unit.text for unit in prepared.units[:start]]
    above = {text: i for i, text in enumerate(texts)}
    return [above.get(prepared.units[i].text, i) for i in best]


def _variants(unit: Unit, words: Sequence[str], i: int, start: int, *, surely: bool) -> list[Candidate]:
    text = unit.text
    unspaced = CJK.search(text[:40]) is not None
    least, most = (MIN_CHARS_CJK, MAX_WORDS_CJK) if unspaced else (MIN_CHARS, MAX_WORDS)
    if not least <= len(text) <= MAX_CHARS or unit.reference or unit.image or unit.in_columns or len(words) > most:
        return []
    if i >= start and not unspaced and len(words) > MAX_WORDS_IN_BODY:
        return []  # a lead without its full stop
    if not is_wording(text):
        return []
    if _is_menu(text) or RATING.fullmatch(text):
        return []
    if OTHER_FIELD.match(text) or BREADCRUMB.match(text) or (not surely and parse_caption(text) is not None):
        return []
    if i < min(MASTHEAD, start) and text.isupper() and any(found.weekday_agrees for found in find_dates(text)):
        return []  # `THE TIDAL POST, SATURDAY, MARCH 14, 1931`
    glued = split_glued_byline(text)
    if glued is not None and len(glued[0]) >= least and is_wording(glued[0]):
        signed = Candidate(i, glued[0], glued[1], False)
        return [signed, Candidate(i, text, None, False)] if text[len(glued[0]) : len(glued[0]) + 1].isspace() else [signed]
    stamped = STAMPED.match(text) if text[0].isdigit() else None
    if stamped is not None and len(text) - stamped.end() >= least:
        return [Candidate(i, text[stamped.end() :], None, False, stamped=True)]
    labelled = LABELLED.match(text) or GALLERY.match(text)
    if labelled is not None and len(text) - labelled.end() >= least:
        return [Candidate(i, text[labelled.end() :], None, False)]
    ornate = ORNATE.match(text)
    if ornate is not None and len(ornate[1]) >= least:
        return [Candidate(i, ornate[1], None, False)]
    numbered = NUMBERED.match(text)
    if numbered is not None and len(text) - numbered.end() >= least:
        return [Candidate(i, text[numbered.end() :], None, False), Candidate(i, text, None, False)]
    separator = SITE_SEPARATOR if i < min(3, start) else LABEL_SEPARATOR
    cuts = list(separator.finditer(text)) if any(sign in text for sign in SEPARATOR_SIGNS) else []
    if cuts and cuts[-1].start() >= least:
        shorter = [Candidate(i, text[: cut.start()].strip(), None, True) for cut in {cuts[0], cuts[-1]} if cut.start() >= least]
        return [*sorted(shorter, key=lambda c: len(c.text)), Candidate(i, text, None, False)]
    kicker = KICKER.match(text) if "-" in text or "–" in text or "—" in text else None
    if kicker is not None and len(text) - kicker.end() >= 2 * kicker.end():
        return [Candidate(i, text, None, False), Candidate(i, text[kicker.end() :], None, False, kicker_cut=True)]
    return [Candidate(i, text, None, False)]


def _is_menu(text: str) -> bool:
    """Whether a line is a row of links: in brackets, between bars, or a breadcrumb's trail."""
    if text.count("[") >= MIN_BRACKETED:
        return True
    if "«" not in text and len(TRAIL.findall(text)) >= MIN_TRAIL:
        return True
    entries = text.split(" | ") if " | " in text else text.split("|")
    return len(entries) >= MIN_BARRED and all(len(entry) <= MAX_BARRED_CHARS for entry in entries)
