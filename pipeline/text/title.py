"""The units above and at the head of the body in, the one that is the headline out, or none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from pipeline.marks.byline import Byline, split_glued_byline
from pipeline.marks.caption import parse_caption
from pipeline.marks.dateline import split_dateline
from pipeline.marks.dates import find_dates
from pipeline.text.forest import Floats, load_forest
from pipeline.text.headline_cuts import COLON, DATED, ECHOED, SECTION, TAIL, headline_cuts, lines_alone
from pipeline.text.lexicon import ALL_STOPWORDS
from pipeline.text.network import Judgement
from pipeline.text.prepare import Prepared
from pipeline.text.units import CJK, Unit

MODEL_FILE = "title_model.npz"
"""Written by `benchmarks/train_title.py`."""
SITE_SEPARATOR = re.compile(r"\s+(?:[|–—»›·•]|-|::|//)\s+|\s?[|｜]\s?")
LABEL_SEPARATOR = re.compile(r"\s+(?:\||::|//)\s+|\s?[|｜]\s?")
"""Elsewhere a dash belongs to the headline; a bar still sets off a label (`… | Editorial`)."""
SEPARATOR_SIGNS = (*"|-–—»›·•｜", "::", "//")
"""What neither finds anything without."""
BREADCRUMB = re.compile(r"\s*(?:Home|Homepage|Start|Startseite|Accueil|Inicio|Início|News)\s*[»›>/|→]", re.IGNORECASE)
REACH = 60
"""Units above the body in which a headline is looked for."""
HEAD = 3
"""Units at the head of the body that may be the headline: main-content dumps print it as the first paragraph."""
HEAD_REACH, MAX_HEADLINE_WORDS = 10, 30
"""Below a standfirst or a caption, short lines may still be the headline."""
MAX_CANDIDATES = 20
"""Units that are looked at closely, those that the network finds likeliest."""
SURE = 0.5
"""What the network must think of a line that begins like a caption: `First picture: …`."""
MAX_CUT = 8
"""Of them, units of which other wordings are tried."""
ANYWHERE, LEAST_POINTED = 4, 0.1
"""Units that are candidates wherever they stand, and what the network must think of them: where the body begins too early, with a
box above the article, the headline stands far below its first line."""
MASTHEAD = 3
"""Units at the head of a dump, one of which may name the paper and its day."""
LABELLED = re.compile(r"(?:Subject|Headline|Title|Betreff|Titel|Objet|Asunto)\s?:\s*(?:(?:Re|Fwd?|Fw|Aw)\s?:\s*)*", re.IGNORECASE)
"""What mail, news spools and databases print before a headline."""
ORNATE = re.compile(r"[*=~#_+•\-–—]{2,12}\s{1,3}(\S.*?\S)(?:\s{1,3}[*=~#_+•\-–—]{2,12})?\Z")
"""A headline between the signs with which typescripts and newsletters set it off: `** TITLE **`, `=== Title ===`."""
NUMBERED = re.compile(r"\d{1,2}\.\s+(?:#+\s*)?")
"""The item of a breadcrumb's list."""
KICKER = re.compile(r"(?:\S+\s+){0,4}\S+\s+[-–—]\s+")
"""A few words set off before the headline."""
MIN_CHARS, MAX_CHARS, MAX_WORDS = 10, 260, 45
MIN_CHARS_CJK, MAX_WORDS_CJK = 5, 90
ENOUGH, ENOUGH_SET = 0.7, 0.25
"""Probability from which the best line is taken, and from which it is taken where it is set as headlines are. On unseen sites .81
of the titles held are right then, for .77 with what was here before; among dumps that hold no title and print no headline worded
otherwise .90 rightly get none, for .91 (`benchmarks/train_title.py` prints what other bounds bring)."""
BESIDE = 0.3
"""What the network must think of a byline or a date beside a line that is set as headlines are."""
GLUED_REACH = 4
GLUED_CHANCE = 0.9
"""A line that ends in a glued byline right above the body is the headline; the training pages hold too few to learn it."""
NAMES: tuple[str, ...] = (
    *(
        "chars",
        "content",
        "stop_share",
        "shared",
        "shared_lead",
        "shared_rank",
        "heading",
        "best_heading",
        "distance",
        "words_between",
    ),
    *(
        "first_line",
        "site_cut",
        "document_starts",
        "document_equals",
        "copies",
        "copies_above",
        "contained",
        "bullet",
        "link",
        "end",
    ),
    *("ellipsis", "quote", "colon", "question", "caps", "title_case", "hits", "whole", "gap", "gap_after", "in_body", "body_p"),
    *("candidates_above", "candidates_below", "byline_glued", "bars", "glued", "place"),
    *("pointed", "pointed_rank", "dated_near", "signed_near"),
    *("size_before", "size_after", "heading_after", "end_after", "stop_after", "last_heading", "digits"),
    *("kicker_cut", "body_above"),
    *("dated_cut", "colon_cut", "section_cut", "tail_cut", "echoed_cut", "cuts", "of_unit", "alone", "echoes"),
    *(
        "pointed_share",
        "pointed_rival",
        "dated_below",
        "signed_below",
        "units_above",
    ),
)


@dataclass(frozen=True, slots=True)
class Title:
    """The headline and where it stands."""

    text: str
    unit: int
    byline: Byline | None
    """A byline glued to its end."""
    confidence: float


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


def find_title(prepared: Prepared, body: Sequence[int], judged: Judgement) -> Title | None:
    """The headline of an article, as one of its units prints it.

    One forest ranks the lines, a second one tells how likely the best of them is a headline.

    Args:
        prepared: The dump, taken apart.
        body: Indices of the body's units; at least one.
        judged: What the network thinks of each unit.

    Returns:
        None where no line is one: many dumps begin with the body.
    """
    candidates = title_candidates(prepared, body, judged)
    if not candidates:
        return None
    rows = title_rows(candidates, prepared, body, judged)
    scores = load_forest(MODEL_FILE, "title", NAMES).score(rows)
    best = int(np.argmax(scores))
    chance = float(load_forest(MODEL_FILE, "trust", NAMES).probability(rows[best : best + 1])[0])
    signed = _signed(candidates, scores, body)
    if signed is not None and (chance < GLUED_CHANCE or candidates[best].text == candidates[signed].text):
        best, chance = signed, max(chance, GLUED_CHANCE)
    if not is_enough(chance, lambda: is_set_as_one(prepared, candidates[best].unit, body, rows[best])):
        return None
    return Title(candidates[best].text, candidates[best].unit, candidates[best].byline, chance)


def is_enough(chance: float, is_set_as_one: Callable[[], bool]) -> bool:
    """Whether the best line is taken for the headline.

    Args:
        chance: How likely it is one.
        is_set_as_one: Tells whether it is set as headlines are; asked where that decides.
    """
    return chance >= ENOUGH or (chance >= ENOUGH_SET and is_set_as_one())


def _signed(candidates: Sequence[Candidate], scores: NDArray[np.float64], body: Sequence[int]) -> int | None:
    """The best line that ends in a glued byline right above the body or at its head."""
    near = [
        k
        for k, c in enumerate(candidates)
        if c.byline is not None and (c.unit in body[:HEAD] or 0 <= body[0] - c.unit <= GLUED_REACH)
    ]
    return max(near, key=lambda k: float(scores[k]), default=None)


def is_set_as_one(prepared: Prepared, unit: int, body: Sequence[int], row: Floats) -> bool:
    """Whether a byline, a date or a paragraph with a dateline follows the line, or the dump marks it as the first heading.

    Args:
        prepared: The dump, taken apart.
        unit: The candidate's.
        body: Indices of the body's units.
        row: The candidate's, from `title_rows`.
    """
    marked = dict(zip(NAMES, row.tolist(), strict=True))
    if marked["heading"] == 1 or max(marked["signed_near"], marked["dated_near"]) >= BESIDE:
        return True
    return any(0 < i - unit <= GLUED_REACH and split_dateline(prepared.units[i].text) is not None for i in body[:HEAD])


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
        whole = _variants(units[i], tokens[i], i, start, surely=points[i] >= SURE)
        out.extend(whole)
        if i in likely[:MAX_CUT] and any(c.text == units[i].text for c in whole):
            known = {c.text for c in whole}
            out.extend(
                Candidate(i, text, None, False, cut=way) for text, way in headline_cuts(units[i].text, alone) if text not in known
            )
    return out


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
    if not least <= len(text) <= MAX_CHARS or unit.reference or unit.image or len(words) > most:
        return []
    if sum(map(str.isalpha, text)) < 0.5 * len(text):
        return []
    if BREADCRUMB.match(text) or (not surely and parse_caption(text) is not None):
        return []
    if i < min(MASTHEAD, start) and text.isupper() and any(found.weekday_agrees for found in find_dates(text)):
        return []  # `THE TIDAL POST, SATURDAY, MARCH 14, 1931`
    glued = split_glued_byline(text)
    if glued is not None and len(glued[0]) >= least:
        signed = Candidate(i, glued[0], glued[1], False)
        return [signed, Candidate(i, text, None, False)] if text[len(glued[0]) : len(glued[0]) + 1].isspace() else [signed]
    labelled = LABELLED.match(text)
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


def title_rows(candidates: Sequence[Candidate], prepared: Prepared, body: Sequence[int], judged: Judgement) -> Floats:
    """One row of `NAMES` a candidate.

    Args:
        candidates: From `title_candidates`; at least one.
        prepared: The dump, taken apart.
        body: Indices of the body's units.
        judged: What the network thinks of each unit.
    """
    units, tokens = prepared.units, prepared.tokens
    start = body[0]
    inside = set(body)
    vocabulary = {w for i in body for w in tokens[i]}
    lead = {w for i in body[:4] for w in tokens[i]}
    document = next((u.text for u in units[:3] if u.text and not u.bullet), "")
    copies = Counter([u.text for u in units])
    above = Counter([u.text for u in units[:start]])
    long = [u.text for u in units[: start + 4] if 20 < len(u.text) < 400]
    size = list(map(len, tokens))
    body_words = [0, *accumulate([size[j] for j in body])]
    between = [0, *accumulate(size)]
    best_heading = min((units[c.unit].heading for c in candidates if units[c.unit].heading), default=0)
    last_heading = max((c.unit for c in candidates if units[c.unit].heading in (1, 2)), default=-1)
    shares = [_share(tokens[c.unit], vocabulary) for c in candidates]
    rank = sorted(shares, reverse=True)
    points = pointed(prepared, judged)
    ranks = np.argsort(np.argsort(-points, kind="stable"), kind="stable")[[c.unit for c in candidates]].tolist()
    chances, pointers = judged.body.tolist(), points.tolist()
    dated, signed = judged.pointers["date"].tolist(), judged.pointers["author"].tolist()
    of_unit = Counter(c.unit for c in candidates)
    wordings = Counter(wording for wording, _ in {(c.text.casefold(), c.unit) for c in candidates})
    pointed_at = {c.unit: float(points[c.unit]) for c in candidates}
    most = sorted(pointed_at.values(), reverse=True)
    rows = []
    for k, c in enumerate(candidates):
        i = c.unit
        unit, words = units[i], tokens[i]
        content = [w for w in words if w not in ALL_STOPWORDS]
        after = next((j for j in range(i + 1, min(len(units), i + 5)) if units[j].text), i)
        before = next((j for j in range(i - 1, max(-1, i - 5), -1) if units[j].text), i)
        raw_words = c.text.split()
        row = {
            "chars": len(c.text),
            "content": len(content),
            "stop_share": 1 - len(content) / max(1, len(words)),
            "shared": shares[k],
            "shared_lead": _share(words, lead),
            "shared_rank": rank.index(shares[k]),
            "heading": unit.heading,
            "best_heading": best_heading,
            "distance": start - i,
            "words_between": between[max(i, start)] - between[min(i + 1, start)] if i < start else -1,
            "first_line": i < 3,
            "site_cut": c.site_cut,
            "document_starts": len(c.text) > MIN_CHARS and i > 0 and document.startswith(c.text[:80]),
            "document_equals": document == c.text,
            "copies": copies[unit.text],
            "copies_above": above[unit.text],
            "contained": sum([c.text in t for t in long]) - 1 if len(c.text) > MIN_CHARS else 0,
            "bullet": unit.bullet,
            "link": unit.link_share,
            "end": "?!.:,;".find(c.text[-1]),
            "ellipsis": c.text.endswith(("…", "...")),
            "quote": c.text[0] in "“\"'‘„«",
            "colon": ":" in c.text,
            "question": "?" in c.text,
            "caps": sum(map(str.isupper, raw_words)) / len(raw_words),
            "title_case": sum(map(str.isupper, [w[0] for w in raw_words])) / len(raw_words),
            "hits": len(prepared.hits[i]),
            "whole": any(h.whole for h in prepared.hits[i]),
            "gap": unit.gap,
            "gap_after": units[after].gap,
            "in_body": i in inside,
            "body_p": chances[i],
            "pointed": pointers[i],
            "pointed_rank": ranks[k],
            "dated_near": max(dated[max(0, i - 2) : i + 4]),
            "signed_near": max(signed[max(0, i - 2) : i + 4]),
            "candidates_above": k,
            "candidates_below": len(candidates) - k,
            "byline_glued": c.byline is not None,
            "bars": unit.text.count("|") + unit.text.count("»") + unit.text.count("›"),
            "glued": unit.glued,
            "place": i,
            "size_before": size[before],
            "size_after": size[after],
            "heading_after": units[after].heading,
            "end_after": "?!.:,;".find(units[after].text[-1:] or " "),
            "stop_after": sum(map(ALL_STOPWORDS.__contains__, tokens[after])) / max(1, size[after]),
            "last_heading": i == last_heading,
            "digits": sum(map(str.isdigit, c.text)) / len(c.text),
            "kicker_cut": c.kicker_cut,
            "dated_cut": c.cut == DATED,
            "colon_cut": c.cut == COLON,
            "section_cut": c.cut == SECTION,
            "tail_cut": c.cut == TAIL,
            "echoed_cut": c.cut == ECHOED,
            "cuts": of_unit[i],
            "of_unit": len(c.text) / len(unit.text),
            "alone": copies[c.text] if c.text != unit.text else 0,
            "echoes": wordings[c.text.casefold()],
            "pointed_share": pointers[i] / max(1e-9, sum(most)),
            "pointed_rival": pointers[i] - (most[0] if pointers[i] < most[0] or len(most) < 2 else most[1]),
            "dated_below": max(dated[i + 1 : i + 4], default=0.0),
            "signed_below": max(signed[i + 1 : i + 4], default=0.0),
            "units_above": start,
            "body_above": body_words[bisect_left(body, i)] / max(1, body_words[-1]),
        }
        rows.append([row[name] for name in NAMES])
    return np.array(rows, dtype=np.float32)


def _share(words: Sequence[str], vocabulary: set[str]) -> float:
    content = [w for w in words if w not in ALL_STOPWORDS and len(w) > 2]
    return sum(w in vocabulary for w in content) / len(content) if content else 0.0
