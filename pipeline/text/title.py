"""The units above and at the head of the body in, the one that is the headline out, or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.marks.byline import Byline, parse_byline
from pipeline.marks.dateline import split_dateline
from pipeline.marks.dates import parse_date_line
from pipeline.marks.given_names import begins_with_given_name
from pipeline.marks.people import looks_like_name, written_name
from pipeline.text.forest import Floats, load_forest
from pipeline.text.network import Judgement
from pipeline.text.page_talk import talks_of_page
from pipeline.text.prepare import Prepared
from pipeline.text.title_candidates import HEAD, Candidate, title_candidates
from pipeline.text.title_features import NAMES, title_rows
from pipeline.text.units import Unit

MODEL_FILE = "title_model.npz"
"""Written by `benchmarks/train_title.py`."""
ENOUGH, ENOUGH_SET, ENOUGH_PLACED = 0.75, 0.37, 0.25
"""Probability from which the best line is taken: any line, one that is set as headlines are, one right above a paragraph with a
dateline. On unseen sites four of five titles held are right then, and among dumps that hold no title and print no headline worded
otherwise nine of ten rightly get none (`benchmarks/train_title.py` prints what other bounds bring)."""
ENOUGH_ABOVE_MARK, ENOUGH_SHARED, MIN_SHARED = 0.1, 0.02, 0.3
"""Of a line right above a byline or a date line, and where so much of its own words stands in the body: on unseen sites 19 more
of 1,374 titles held are right then, and one more of 268 dumps without gets one."""
MAX_MARK_CHARS = 160
"""Of a line that is nothing but a byline or a date."""
BESIDE = 0.3
"""What the network must think of a byline or a date beside a line that is set as headlines are."""
GLUED_REACH = 4
GLUED_CHANCE = STAMPED_CHANCE = 0.9
"""A line that ends in a glued byline right above the body is the headline, and so is one behind a terminal's stamp; the training
pages hold too few to learn it."""

GLUED_NAME = re.compile(r"(?<=[a-zß-ÿ.!?’'”\"])[A-ZÀ-Þ][a-zß-ÿ]{2,}(?:\s[A-ZÀ-Þ][\w.'’-]+){1,3}\Z")
MIN_BEFORE_NAME = 4
"""Words of a headline to whose end a name may be glued."""
SIGN = re.compile(r"\A(?:[:◇◆■□●○▼▽★☆▲△\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d]\s*)+(?=\S)")
"""`◇Headline`, the colon that is left of a kicker, and the pictures with which messages begin."""
BOLD = re.compile(r"\A\*\*([^*]+)\*\*\Z")
"""What a messenger's export prints around a post's first line."""
BEHIND = re.compile(r"(?<=\S)\s*©.*\Z|\s+https?://\S.*\Z|\s*[=<]+\Z", re.DOTALL)
"""The picture's credit, the link's address, and the sign with which wires end a line."""


@dataclass(frozen=True, slots=True)
class Title:
    """The headline and where it stands."""

    text: str
    unit: int
    byline: Byline | None
    """A byline glued to its end."""
    confidence: float
    lines: int = 1
    """Units that print it, from `unit` on."""

    @property
    def units(self) -> range:
        """The units that print it."""
        return range(self.unit, self.unit + self.lines)


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
    stamped = next((c for c in candidates if c.stamped), None)
    if stamped is not None:
        return Title(bare(stamped.text), stamped.unit, None, STAMPED_CHANCE)
    rows = title_rows(candidates, prepared, body, judged)
    scores = load_forest(MODEL_FILE, "title", NAMES).score(rows)
    best = _likeliest(candidates, scores)
    chance = float(load_forest(MODEL_FILE, "trust", NAMES).probability(rows[best : best + 1])[0])
    best = _whole(candidates, best)
    signed = _signed(candidates, scores, body)
    if signed is not None and (chance < GLUED_CHANCE or candidates[best].text == candidates[signed].text):
        best, chance = signed, max(chance, GLUED_CHANCE)
    if chance < ENOUGH and chance < enough_for(prepared, candidates[best], body, rows[best]):
        return None
    found = candidates[best]
    text, byline = without_glued_name(bare(found.text)) if found.byline is None else (bare(found.text), found.byline)
    return Title(text, found.unit, byline, chance, found.lines)


def without_glued_name(text: str) -> tuple[str, Byline | None]:
    """A headline without the name that is glued to its end: `Council keeps the old ferryAda Quill`."""
    glued = GLUED_NAME.search(text) if text[-1:].isalpha() else None
    if glued is None or text.count(" ", 0, glued.start()) < MIN_BEFORE_NAME - 1:
        return text, None
    name = glued[0]
    if not looks_like_name(name) or not begins_with_given_name(name):
        return text, None
    return text[: glued.start()], Byline(name, (written_name(name),), ())


WIRE_KIND = re.compile(
    r"\A(?:(?:RPT|UPDATE|REFILE|CORRECTED|WRAPUP|EXCLUSIVE|FEATURE|ANALYSIS|FACTBOX|INTERVIEW|PREVIEW|INSIGHT|TIMELINE|POLL)"
    r"(?:\s\d{1,2})?-(?=\S))+"
)
"""What kind of story a wire sends, before its headline: `RPT-FEATURE-In a market …`, `UPDATE 2-…`."""


def bare(text: str) -> str:
    """The headline without the sign that a paper prints before it, a wire's word for its kind, and what stands behind it.

    Args:
        text: A line that is the headline.
    """
    return BEHIND.sub("", BOLD.sub(r"\1", SIGN.sub("", WIRE_KIND.sub("", text)))) or text


def _likeliest(candidates: Sequence[Candidate], scores: NDArray[np.float64]) -> int:
    """The best line that does not talk of its page."""
    order: list[int] = np.argsort(-scores, kind="stable").tolist()
    return next((k for k in order if talks_of_page(candidates[k].text) is None), order[0])


def _whole(candidates: Sequence[Candidate], best: int) -> int:
    """The shortest broken headline that ends in the best line, where that begins in lower case, else the best line."""
    last, text = candidates[best].unit, candidates[best].text
    if not text[0].islower() or candidates[best].lines > 1:
        return best
    whole = [k for k, c in enumerate(candidates) if c.unit + c.lines - 1 == last and c.lines > 1 and c.text.endswith(text)]
    return min((k for k in whole if not candidates[k].text[0].islower()), key=lambda k: candidates[k].lines, default=best)


def _signed(candidates: Sequence[Candidate], scores: NDArray[np.float64], body: Sequence[int]) -> int | None:
    """The best line that ends in a glued byline right above the body or at its head."""
    near = [
        k
        for k, c in enumerate(candidates)
        if c.byline is not None and (c.unit in body[:HEAD] or 0 <= body[0] - c.unit <= GLUED_REACH)
    ]
    return max(near, key=lambda k: float(scores[k]), default=None)


def enough_for(prepared: Prepared, candidate: Candidate, body: Sequence[int], row: Floats) -> float:
    """The probability from which a line is taken for the headline, by what stands below it.

    A byline or a date speaks for it, or that the dump marks it as its first heading; a paragraph with a dateline does so more,
    and most of all a line right below that is nothing but a byline or a date.

    Args:
        prepared: The dump, taken apart.
        candidate: The line.
        body: Indices of the body's units.
        row: The candidate's, from `title_rows`.
    """
    unit, marked = candidate.unit, dict(zip(NAMES, row.tolist(), strict=True))
    if _is_above_mark(candidate, prepared.units):
        return ENOUGH_ABOVE_MARK if marked["shared"] < MIN_SHARED else ENOUGH_SHARED
    if any(0 < i - unit <= GLUED_REACH and split_dateline(prepared.units[i].text) is not None for i in body[:HEAD]):
        return ENOUGH_PLACED
    return ENOUGH_SET if marked["heading"] == 1 or max(marked["signed_near"], marked["dated_near"]) >= BESIDE else ENOUGH


def _is_above_mark(candidate: Candidate, units: Sequence[Unit]) -> bool:
    """Whether a line, no byline and no sentence with its stop, has one right below that is nothing but a byline or a date."""
    first = candidate.unit + candidate.lines
    below = next((unit.text for unit in units[first : first + GLUED_REACH] if unit.text and not unit.image), "")
    if len(below) > MAX_MARK_CHARS or (parse_byline(below) is None and parse_date_line(below) is None):
        return False
    return not candidate.text.endswith(".") and parse_byline(candidate.text) is None
