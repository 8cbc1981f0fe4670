"""The lines around an article that may sign it in, those that do, out: a byline, names alone, an author's note, a credit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.marks.byline import Byline, parse_byline
from pipeline.marks.dates import parse_date_line
from pipeline.marks.name_first import people_on_line
from pipeline.marks.people import is_surely_a_name, looks_like_name, repair_case
from pipeline.marks.signature import OUTLET_WORDS, QUALIFIERS, cut_name, is_role, unglue
from pipeline.text.extent import main_stretch
from pipeline.text.forest import Floats, load_forest
from pipeline.text.units import Unit

MODEL_FILE = "signing_model.npz"
"""Written by `benchmarks/train_marks.py`."""
ABOVE_TITLE, ABOVE_BODY, BELOW = 14, 40, 12
"""Units above the headline, above a body without one, and below the body in which a signature is looked for."""
HEAD, TAIL = 5, 3
"""Units at the body's head and end that may be one."""
MAX_CHARS = 200
MAX_NAME_CHARS = 60
MAX_RUN = 12
"""Lines that one byline may take where a dump broke it at every name."""
ENOUGH = 0.5
ALSO = 0.5
"""Probabilities from which the best candidate signs, and others beside it (`benchmarks/train_marks.py` prints the choice)."""
BESIDE = 4
NEAR_DATE = 4
NAME_END = re.compile(r"\s*(?:[|•·/,]|\s[-–—]\s)")
PREPOSITIONS = frozenset(
    (
        *("by", "von", "par", "por", "di", "af", "av", "door", "written by", "posted by", "story by", "words by", "text by"),
        *("commentary by", "published by", "reported by", "opinion by", "analysis by", "review by", "article by"),
        *("text", "autor", "autorin", "autoren", "author", "authors", "byline"),
    )
)
"""Lines after which the names stand."""
PREFIXED = re.compile(
    r"\W{0,3}(?:(?:\w+\s)?by|von|par|por|di|da|af|av|door|autor(?:in|en)?|authors?|text|words)\b", re.IGNORECASE
)
INSIDE_BY = re.compile(r"\b[Bb][Yy]\s*:?\s+(?=\w)")
NO_PERSON = QUALIFIERS | OUTLET_WORDS | {"research", "content", "team", "editors"}
LENIENT = 0.3
"""Probability from which the network's byline is read leniently."""
MIN_CUT = 2
"""Names of more words may hold a paper's."""
CONNECTORS = frozenset(("and", "&", ",", "und", "et", "y", "e", "with", "/", "|", "•"))
HELPERS = re.compile(r"contribut|additional|assist", re.IGNORECASE)
OPEN_END = (",", "&", " and", " und", " et", " y", ";")
BY, SPLIT_BY, NAME_FIRST, BARE, GLUED, BIO, CREDIT = range(7)
KINDS = ("by", "split_by", "name_first", "bare", "glued", "bio", "credit")
NAMES: tuple[str, ...] = (
    *KINDS,
    *("authors", "agencies", "lines", "to_start", "to_title", "has_title", "under_title", "to_first", "past_end", "in_body"),
    *("place", "chars", "beyond", "words", "date_near", "date_inside", "gap", "gap_after", "bullet", "heading", "link", "copies"),
    *("crowd", "bare_crowd", "order", "prefixed_elsewhere", "mentions", "short_mentions", "body_mentions", "bio_same", "same"),
    *("lower_share", "outlet_words", "capitals", "role_inside", "role_after", "chars_before", "chars_after", "is_title_next"),
    *("ends_sentence", "at", "colon_before", "bars", "photo_near", "stutter", "first_of_kind"),
    *("pointer", "pointer_best", "pointer_near"),
)


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines that may sign the article."""

    units: tuple[int, ...]
    byline: Byline
    kind: int
    """Index in `KINDS`."""


def choose_signatures(
    candidates: Sequence[Signature],
    units: Sequence[Unit],
    body: Sequence[int],
    title: int | None,
    labels: Mapping[int, str],
    pointer: Sequence[float],
) -> list[Signature]:
    """Those that sign, in order; empty where none is likely enough.

    Args:
        candidates: From `find_signatures` and what the caller read elsewhere.
        units: All units of the dump.
        body: Indices of the body's units; at least one.
        title: Index of the headline's unit.
        labels: What is known of units: captions, embeds, author notes.
        pointer: How likely the network thinks each unit the byline.
    """
    if not candidates:
        return []
    rows = signature_rows(candidates, units, body, title, labels, pointer)
    return pick_signatures(candidates, load_forest(MODEL_FILE, "signing", NAMES).probability(rows))


def _without_papers(byline: Byline, known: frozenset[str]) -> Byline:
    """Cut the paper's name that stands behind the author's, where another line has the author's alone."""
    authors = [
        max((k for k in known if k != a and a.startswith(k)), key=len, default=a) if len(a.split()) > MIN_CUT else a
        for a in byline.authors
    ]
    return Byline(byline.raw, tuple(dict.fromkeys(authors)), byline.agencies)


def people_of(chosen: Sequence[Signature], candidates: Sequence[Signature]) -> tuple[str, ...]:
    """The authors: those who sign, else those of the first credit that names who reported the story, not who helped.

    Args:
        chosen: From `choose_signatures`.
        candidates: What they were chosen from.
    """
    people = tuple(dict.fromkeys(a for s in chosen for a in s.byline.authors))
    credits = (s.byline for s in candidates if s.kind == CREDIT)
    return people or next((c.authors for c in credits if HELPERS.search(c.raw) is None), ())


def pick_signatures(candidates: Sequence[Signature], chances: NDArray[np.float64], enough: float = ENOUGH) -> list[Signature]:
    """The most likely candidate and those beside it, without the papers' names behind theirs.

    Args:
        candidates: At least one.
        chances: How likely each is.
        enough: Probability from which the best one signs.
    """
    known = frozenset(a for c in candidates for a in c.byline.authors)
    return [Signature(c.units, _without_papers(c.byline, known), c.kind) for c in _likely(candidates, chances, enough)]


def _likely(candidates: Sequence[Signature], chances: NDArray[np.float64], enough: float) -> list[Signature]:
    best = int(np.argmax(chances))
    if chances[best] < enough:
        return []
    chosen = [candidates[best]]
    if candidates[best].kind in (BIO, CREDIT):
        return chosen
    for k in np.argsort(-chances, kind="stable").tolist():
        other = candidates[k]
        apart = min(abs(a - b) for a in other.units for b in candidates[best].units)
        if k != best and chances[k] >= ALSO and 0 < apart <= BESIDE and other.kind not in (BIO, CREDIT):
            chosen.append(other)
    return sorted(chosen, key=lambda s: s.units)


def find_signatures(
    units: Sequence[Unit],
    body: Sequence[int],
    title: int | None,
    labels: Mapping[int, str],
    pointer: Sequence[float],
    language: str,
) -> list[Signature]:
    """All lines in reach of the body, or that the network points at, that read like a byline or hold nothing but names, in order.

    Args:
        units: All units of the dump.
        body: Indices of the body's units; at least one.
        title: Index of the headline's unit.
        labels: Units that are something else already.
        pointer: How likely the network thinks each unit the byline; a likely one is read leniently.
        language: ISO 639-1 code.
    """
    start, end = main_stretch(units, body)
    if title is not None and title <= start:
        above = range(max(0, title - ABOVE_TITLE), start)
    else:
        above = range(max(0, start - ABOVE_BODY), start)
    out: list[Signature] = []
    taken: set[int] = set()
    near = {
        *above,
        *range(start, min(start + HEAD, end)),
        *range(max(start + HEAD, end - TAIL + 1), min(len(units), end + BELOW)),
    }
    for i in sorted(near.union(i for i, chance in enumerate(pointer) if chance >= LENIENT)):
        if i in labels or i in taken or not 2 <= len(units[i].text) <= MAX_CHARS:
            continue
        found = _split_by(units, i, language) or _on_line(units, i, language)
        if found is None and pointer[i] >= LENIENT and i in near:
            found = _in_line(units[i].text, i, language)
        found = _people_only(found) if found is not None else None
        if found is not None:
            out.append(found)
            taken.update(found.units)
    return out


def _on_line(units: Sequence[Unit], i: int, language: str) -> Signature | None:
    text = units[i].text
    byline = parse_byline(text, language)
    kind = BY if PREFIXED.match(text) else NAME_FIRST
    if byline is None or not (byline.authors or byline.agencies):
        people = _names_alone(text)
        if not people:
            return None
        byline, kind = Byline(text, people, ()), BARE
    lines, more = _further_names(units, i) if text.endswith(OPEN_END) else ((), ())
    authors = tuple(dict.fromkeys((*byline.authors, *more)))
    raw = " ".join([byline.raw, *(units[j].text for j in lines)])
    return Signature((i, *lines), Byline(raw, authors, byline.agencies), kind)


def _in_line(text: str, i: int, language: str) -> Signature | None:
    """Names behind a "by" within the line, or at the line's beginning whatever follows them."""
    inside = INSIDE_BY.search(text)
    if inside is not None:
        byline = parse_byline(f"By {text[inside.end() :]}", language)
        if byline is not None and (byline.authors or byline.agencies):
            return Signature((i,), Byline(text, byline.authors, byline.agencies), BY)
    tokens = unglue(NAME_END.split(text, maxsplit=1)[0]).split()
    name, rest = cut_name(tokens)
    if not rest and len(text) > MAX_NAME_CHARS:
        return None
    if not name and is_surely_a_name(tokens):
        name = " ".join(tokens)
    elif not looks_like_name(name):
        return None
    return Signature((i,), Byline(text, (repair_case(name),), ()), NAME_FIRST)


def _people_only(found: Signature) -> Signature | None:
    """Without the roles and papers that were read as names; None where nobody is left."""
    authors = tuple(
        a for a in found.byline.authors if not NO_PERSON.issuperset(a.casefold().split()) and not set("()[]") & set(a)
    )
    if not authors and not found.byline.agencies:
        return None
    return Signature(found.units, Byline(found.byline.raw, authors, found.byline.agencies), found.kind)


def _names_alone(text: str) -> tuple[str, ...]:
    people = people_on_line(text)
    if people or not 4 <= len(text) <= MAX_NAME_CHARS + 20:
        return people
    name = NAME_END.split(text, maxsplit=1)[0].strip(" ,()")
    return (name,) if looks_like_name(name) else ()


def _split_by(units: Sequence[Unit], i: int, language: str) -> Signature | None:
    """`By` on this line, the names on those that follow."""
    text = units[i].text
    if text.lower().strip(" :|") not in PREPOSITIONS:
        return None
    following = next((j for j in range(i + 1, min(i + 3, len(units))) if units[j].text), None)
    if following is None or len(units[following].text) > MAX_NAME_CHARS:
        return None
    byline = parse_byline(f"By {units[following].text}", language)
    if byline is None:
        return None
    lines, more = _further_names(units, following)
    authors = tuple(dict.fromkeys((*byline.authors, *more)))
    raw = " ".join([text, *(units[j].text for j in (following, *lines))])
    return Signature((i, following, *lines), Byline(raw, authors, byline.agencies), SPLIT_BY)


def _further_names(units: Sequence[Unit], last: int) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The lines and names that go on with a list of authors broken at every name."""
    lines: list[int] = []
    names: list[str] = []
    open_end = units[last].text.endswith(OPEN_END)
    for i in range(last + 1, min(last + MAX_RUN, len(units))):
        text = units[i].text
        if not text or text.casefold() in CONNECTORS:
            open_end = open_end or bool(text)
            lines.append(i)
            continue
        people = _names_alone(text.removeprefix("and ").strip(" ,&")) if open_end and len(text) <= MAX_NAME_CHARS else ()
        if not people:
            break
        lines.append(i)
        names.extend(people)
        open_end = text.endswith(OPEN_END)
    while lines and (not units[lines[-1]].text or units[lines[-1]].text.casefold() in CONNECTORS):
        lines.pop()
    return tuple(lines), tuple(names)


def signature_rows(
    candidates: Sequence[Signature],
    units: Sequence[Unit],
    body: Sequence[int],
    title: int | None,
    labels: Mapping[int, str],
    pointer: Sequence[float],
) -> Floats:
    """One row of `NAMES` a candidate.

    Args:
        candidates: At least one.
        units: All units of the dump.
        body: Indices of the body's units.
        title: Index of the headline's unit.
        labels: What is known of units.
        pointer: How likely the network thinks each unit the byline.
    """
    start, end = main_stretch(units, body)
    inside = set(body)
    head = start if title is None else title
    texts = [u.text for u in units]
    copies = Counter(texts)
    everything = "\n".join(texts)
    short = "\n".join(t for t in texts if len(t) < 80)
    story = "\n".join(texts[i] for i in body if len(texts[i]) >= 80)
    lower = {w for w in everything.replace(",", " ").replace(".", " ").split() if w.islower()}
    keys = [frozenset(c.byline.authors) for c in candidates]
    biographed = frozenset().union(*(k for k, c in zip(keys, candidates, strict=True) if c.kind == BIO))
    prefixed = [c.units[0] for c in candidates if c.kind in (BY, SPLIT_BY)]
    pointed = [max(pointer[j] for j in c.units) for c in candidates]
    rows = []
    for k, c in enumerate(candidates):
        i, last = c.units[0], c.units[-1]
        unit, text = units[i], texts[i]
        name = c.byline.authors[0] if c.byline.authors else ""
        words = [w for a in c.byline.authors for w in a.split()]
        before = next((j for j in range(i - 1, max(-1, i - 4), -1) if texts[j]), i)
        after = next((j for j in range(last + 1, min(len(units), last + 4)) if texts[j]), last)
        near = range(max(0, i - NEAR_DATE), min(len(units), last + NEAR_DATE + 1))
        dated = [min(abs(j - i), abs(j - last)) for j in near if j not in c.units and _is_date(texts[j])]
        crowd = [
            o for o, key in zip(candidates, keys, strict=True) if o is not c and not key & keys[k] and abs(o.units[0] - i) <= 10
        ]
        rows.append(
            [
                *(c.kind == kind for kind in range(len(KINDS))),
                len(c.byline.authors),
                len(c.byline.agencies),
                len(c.units),
                max(-60, min(60, i - start)),
                max(-60, min(60, i - head)),
                title is not None,
                title is not None and title <= i <= start,
                max(-60, min(60, i - body[0])),
                max(0, i - end),
                i in inside,
                i / len(units),
                min(400, len(text)),
                len(text) - sum(map(len, c.byline.authors)) if len(c.units) == 1 else 0,
                len(words),
                min(dated, default=9),
                any(map(str.isdigit, text)),
                unit.gap,
                units[after].gap,
                unit.bullet,
                unit.heading,
                unit.link_share,
                copies[text],
                len(crowd),
                sum(o.kind == BARE for o in crowd),
                k,
                sum(u != i for u in prefixed),
                everything.count(name) if name else 0,
                short.count(name) if name else 0,
                story.count(name) if name else 0,
                bool(keys[k] & biographed),
                sum(o is not c and bool(key & keys[k]) for o, key in zip(candidates, keys, strict=True)),
                sum(w.lower() in lower for w in words) / max(1, len(words)),
                sum(w.lower() in OUTLET_WORDS for w in words),
                text.isupper(),
                is_role(text) if len(text) < 90 else False,
                len(texts[after]) < 90 and is_role(texts[after]),
                min(400, len(texts[before])),
                min(400, len(texts[after])),
                title is not None and title in (i + 1, i + 2),
                text.endswith((".", "?", "!")),
                "@" in text or "@" in texts[after][:40],
                texts[before].endswith(":"),
                text.count("|") + text.count("/") + text.count("•") + text.count("·"),
                labels.get(i - 1) == "caption" or labels.get(last + 1) == "caption",
                texts[before] == text or texts[after] == text,
                all(o.kind != c.kind for o in candidates[:k]),
                pointed[k],
                pointed[k] == max(pointed),
                max(pointer[max(0, i - 2) : last + 3]),
            ]
        )
    return np.array(rows, dtype=np.float32)


def _is_date(text: str) -> bool:
    return 6 <= len(text) <= 120 and any(map(str.isdigit, text)) and parse_date_line(text) is not None
