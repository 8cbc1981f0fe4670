"""A dump's units in, those out that are no body whatever stands around them, each with the rule that says so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from pipeline.marks.people import looks_like_name
from pipeline.text.boxes_within import heads_of_calls, polls
from pipeline.text.closing_signs import behind_closing_signs
from pipeline.text.database_columns import all_body
from pipeline.text.lexicon import phrase_hits, tokens_of
from pipeline.text.line_groups import QUOTES
from pipeline.text.network import Judgement
from pipeline.text.page_talk import CALLED, talks_of_page
from pipeline.text.prepare import Prepared
from pipeline.text.units import Unit
from pipeline.text.unsure_tail import unsure_tail

ORNAMENT = re.compile(r"[\W_]+")
"""`* * *`, `-----`: what parts an article, or two."""
ADDRESS = re.compile(r"\W*(?:https?://|www\.)\S+\s?\W*", re.IGNORECASE)
IN_PRINT = re.compile(
    r"(?:^|[.!?…]\s?)\W{0,2}A version of this (?:article|story|column|review|obituary|editorial) (?:appear|ran|was publ)",
    re.IGNORECASE,
)
_LEADS = (
    r"(?:read|see|learn|watch)\s(?:more|also|now|next)|also\s(?:read|see)|read|more|watch|must[- ]read|recommended",
    r"exclusive\s?read\smore",
    r"related(?:\s(?:stor(?:y|ies)|articles?|coverage|posts?|news|videos?|reading))?",
    r"lesen\ssie\sauch|auch\sinteressant|siehe\sauch|mehr\szum\sthema|(?:à\s)?lire\saussi|à\svoir\saussi",
    r"le[ae]\stambién|te\spuede\sinteresar|leia\s(?:também|mais)|veja\s(?:também|mais)|leggi\sanche|guarda\sanche",
    r"lees\sook|bekijk\sook|les\sogså|läs\sockså|læs\sogså|lue\smyös|czytaj\s(?:też|także|więcej)|zobacz\s(?:też|także)",
    r"читайте\s(?:также|ещё)|baca\sjuga|(?:đọc|xem)\sthêm|اقرأ\sأيضا|بیشتر\sبخوانید|קראו\sעוד|ilgili\shaber(?:ler)?|διαβάστε\sακόμη",
    r"přečtěte\ssi\staké|čtěte\stéž|olvassa\sel|यह\sभी\sपढ़ें|ये\sभी\sपढ़ें|関連記事|あわせて読みたい|相关阅读|관련\s?기사",
)
LEAD = re.compile(rf"[\[(*>• ]{{0,4}}(?:{'|'.join(_LEADS)})\s?[:|：]\s?\S", re.IGNORECASE)
"""`Read more: …` and `RELATED: …`, which a site sets between the paragraphs. Of 185 that the network kept on 26 sites unseen in
training, a tenth belonged to the body by the gold."""
MAX_LEAD_WORDS = 25
"""A longer line is a paragraph that begins so."""
MAX_ADDRESS_CHARS = 400
COPYRIGHT = re.compile(r"\W{0,3}(?:©|\(c\)\s|copyright\b)[^.!?]{0,60}?(?<!\d)(?:19|20)\d\d(?!\d)", re.IGNORECASE)
MAX_COPYRIGHT_WORDS = 30
ABOUT = re.compile(
    r"(?:About|ABOUT|Über|Sobre|À\spropos\sd[e’']|Om|Over|Info\ssu)\s?(?P<name>[^\W\d_a-zß-öø-ÿ][\w.'’-]+(?:,?\s(?:&\s)?[\w.'’-]+){0,4})\W?"
)
"""`About Odile Brandt`, above a note on her, and `About Thimble & Royce, Inc.` below a release."""
MAX_ABOUT_CHARS, NAMED_WITHIN = 60, 160
LIKELY = 0.05
"""What a unit's chance must be for its wording to be asked about; most others are of menus."""
MIN_TWIN_TOKENS, MAX_TWIN_MORE = 5, 8
"""A picture's text and its caption, which repeats it and adds who took it: the shorter's least tokens, the longer's most further
ones. Of 724 such pairs on 116 pages 22 belong to a body by the gold, most of them labels of videos and pictures."""

QUOTATION = re.compile(r"[“\"«„»‘'].{15,260}[”\"»“«’'][.!?]?")
STOPS = ".!?…"
MIN_PULLED_WORDS, MAX_PULLED = 8, 30
QUOTED_PERSON = re.compile(r"[-–—]?\s?(?P<name>[^,;:.!?|]{4,40}),\s[^.!?:;]{3,60}")
MAX_QUOTED_PERSON_CHARS = 90
BARS = re.compile(r"\s?[|•·]\s?")
MAX_BARS_CHARS, MIN_ENTRIES, MAX_ENTRY_WORDS = 160, 3, 5
"""Of a line of controls."""


@dataclass(frozen=True, slots=True)
class Objection:
    """What speaks against a unit's being body."""

    phrase: str
    """The reason in a few words."""
    label: str | None = None
    """Its class, one of `pipeline.text.reasons.REASONS`; None leaves that to its wording and its place."""


PICTURE = Objection("a picture's text and its caption", "caption")
ABOUT_AUTHOR = Objection("tells about the author")
PULLED = Objection("repeats what a paragraph quotes")
QUOTED = Objection("tells whom the quotation above it is of")
CONTROLS = Objection("controls of the page between bars")
ASKED = Objection(CALLED)
AMONG_COMMENTS = Objection("stands among readers' comments")


def vetoes(prepared: Prepared) -> dict[int, Objection]:
    """The units that no body holds, each with the reason.

    Args:
        prepared: The dump, taken apart.
    """
    end = len(prepared.units) if prepared.comments is None else prepared.comments
    out = {
        i: Objection(rule)
        for i in prepared.live
        if i < end and (rule := _rule(prepared.units[i], len(prepared.tokens[i]))) is not None
    }
    out |= dict.fromkeys(_control_bars(prepared), CONTROLS)
    out |= dict.fromkeys(_quoted_people(prepared), QUOTED)
    out |= dict.fromkeys(_pull_quotes(prepared), PULLED)
    out |= dict.fromkeys(_about_authors(prepared), ABOUT_AUTHOR)
    out |= dict.fromkeys(_twins(prepared), PICTURE)
    out |= dict.fromkeys((i for i in polls(prepared.units, prepared.tokens) if i in prepared.live), ASKED)
    return out | dict.fromkeys((i for i in prepared.live if i >= end), AMONG_COMMENTS)


def overrule(judged: Judgement, prepared: Prepared) -> tuple[Judgement, dict[int, Objection]]:
    """A judgement, set right where a rule knows better, and the vetoes that did so.

    Of a press database's record the fields say what is body: no line of its text is vetoed. A mail or a private export has a
    head alone, and its text is judged as any page's.

    Args:
        judged: What the models think of each unit.
        prepared: The dump, taken apart.
    """
    if prepared.record is not None and prepared.record.whole:
        return replace(judged, body=all_body(prepared, judged.body)), {}
    vetoed = vetoes(prepared) | dict(_page_talk(prepared, judged))
    calls = {i for i, objection in vetoed.items() if objection.phrase == CALLED}
    vetoed |= dict.fromkeys(heads_of_calls(prepared.units, prepared.tokens, prepared.live, calls), ASKED)
    left = without(judged, vetoed)
    behind = {i: Objection(reason) for i, reason in behind_closing_signs(prepared, left.body)}
    left = without(left, behind)
    apart = {i: Objection(reason) for i, reason in unsure_tail(prepared, left.body)}
    return without(left, apart), apart | behind | vetoed


def _page_talk(prepared: Prepared, judged: Judgement) -> Iterator[tuple[int, Objection]]:
    """The units that may be taken for body and talk of the page they stand on."""
    for i in prepared.live:
        if judged.body[i] >= LIKELY and (rule := talks_of_page(prepared.units[i].text)) is not None:
            yield i, Objection(rule)


def _control_bars(prepared: Prepared) -> Iterator[int]:
    """`E-mail this story | Print friendly version`: of 50 such lines of annotated dumps one is body, a table's head."""
    for i in prepared.live:
        text = prepared.units[i].text
        if len(text) > MAX_BARS_CHARS or not ("|" in text or "\u2022" in text or "\u00b7" in text):
            continue
        entries = [entry for entry in BARS.split(text) if entry]
        few = len(entries) >= MIN_ENTRIES and all(entry.count(" ") < MAX_ENTRY_WORDS for entry in entries)
        if few and any(map(_is_control, entries)):
            yield i


def _is_control(entry: str) -> bool:
    return talks_of_page(entry) is not None or any(hit.kind != "date" and hit.whole for hit in phrase_hits(tokens_of(entry)))


def _quoted_people(prepared: Prepared) -> Iterator[int]:
    """`Ada Quill, harbour master` below a quotation that stands alone: of three such lines of annotated dumps no body has one."""
    for i, j in pairwise(i for i in prepared.live if prepared.units[i].text):
        text = prepared.units[j].text
        found = QUOTED_PERSON.fullmatch(text) if len(text) <= MAX_QUOTED_PERSON_CHARS and "," in text else None
        if found is not None and QUOTATION.fullmatch(prepared.units[i].text) and looks_like_name(found["name"]):
            yield j


def _pull_quotes(prepared: Prepared) -> Iterator[int]:
    """A sentence in quotation marks alone on its line that a longer unit has too.

    Of 16 such lines on annotated pages that have a stop and eight words the gold has none; without a stop they are subheads.
    """
    alone = [
        i
        for i in prepared.live
        if len(prepared.tokens[i]) >= MIN_PULLED_WORDS
        and prepared.units[i].text.rstrip(QUOTES)[-1:] in STOPS
        and QUOTATION.fullmatch(prepared.units[i].text)
    ]
    if not 0 < len(alone) <= MAX_PULLED:
        return  # a page of sayings has nothing but such lines
    wordings = [f" {' '.join(prepared.tokens[i])} " for i in prepared.live]
    for i in alone:
        pulled = f" {' '.join(prepared.tokens[i])} "
        if any(len(wording) > len(pulled) and pulled in wording for wording in wordings):
            yield i


def _twins(prepared: Prepared) -> Iterator[int]:
    """The neighbouring units of which one is the other with a few words behind it."""
    for i, j in pairwise(prepared.live):
        one, other = prepared.tokens[i], prepared.tokens[j]
        if one[:1] != other[:1] or not 0 < abs(len(one) - len(other)) <= MAX_TWIN_MORE:
            continue
        shorter = min(len(one), len(other))
        if shorter >= MIN_TWIN_TOKENS and one[:shorter] == other[:shorter]:
            yield from (i, j)


def _about_authors(prepared: Prepared) -> Iterator[int]:
    """Each unit `About NAME` and the one behind it, where that names the person as well."""
    for i, j in pairwise(prepared.live):
        text = prepared.units[i].text
        if text[0] not in "AÜSÀOI" or len(text) > MAX_ABOUT_CHARS or (found := ABOUT.fullmatch(text)) is None:
            continue
        if found["name"].split()[-1] in prepared.units[j].text[:NAMED_WITHIN]:
            yield from (i, j)


def without(judged: Judgement, vetoed: Collection[int]) -> Judgement:
    """A judgement by which no body holds the vetoed units."""
    if not vetoed:
        return judged
    body = judged.body.copy()
    body[np.array(list(vetoed))] = 0.0
    return replace(judged, body=body)


def _may_be_copyright(head: str) -> bool:
    return "©" in head or "(c)" in head or "(C)" in head or "opyright" in head or "OPYRIGHT" in head


def _rule(unit: Unit, words: int) -> str | None:
    text = unit.text
    if words == 0 and ORNAMENT.fullmatch(text):
        return "no letter and no digit"
    if (
        ("http" in text or ("." in text and "www." in text.lower()))
        and len(text) <= MAX_ADDRESS_CHARS
        and ADDRESS.fullmatch(text)
    ):
        return "nothing but an address"
    if words <= MAX_LEAD_WORDS and (":" in text or "|" in text or "：" in text) and LEAD.match(text):
        return "points to another article"
    if words <= MAX_COPYRIGHT_WORDS and _may_be_copyright(text[:12]) and COPYRIGHT.match(text):
        return "tells whose the page is"
    return "tells of the printed edition" if "version of this" in text and IN_PRINT.search(text) else None
