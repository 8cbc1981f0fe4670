"""The lines that may sign an article in, one row of numbers a line out: its form, its place, whom it names, what is near."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.marks.dates import parse_date_line
from pipeline.marks.given_names import begins_with_given_name
from pipeline.marks.signature import OUTLET_WORDS, is_role
from pipeline.text.beside import beside
from pipeline.text.extent import main_stretch
from pipeline.text.forest import Floats
from pipeline.text.signatures import BARE, BIO, BY, KINDS, SPLIT_BY, Signature
from pipeline.text.units import Unit

NEAR, NEAR_DATE = 3, 4
"""Units within which the next one with wording, and a line of dates, are looked for."""
NAMES: tuple[str, ...] = (
    *KINDS,
    *("authors", "agencies", "lines", "to_start", "to_title", "has_title", "under_title", "to_first", "past_end", "in_body"),
    *("place", "chars", "beyond", "words", "date_near", "date_inside", "gap", "gap_after", "bullet", "heading", "link", "copies"),
    *("crowd", "bare_crowd", "order", "prefixed_elsewhere", "mentions", "short_mentions", "body_mentions", "bio_same", "same"),
    *("lower_share", "outlet_words", "capitals", "role_inside", "role_after", "chars_before", "chars_after", "is_title_next"),
    *("ends_sentence", "at", "colon_before", "bars", "photo_near", "stutter", "first_of_kind"),
    *("pointer", "pointer_best", "pointer_near"),
    *("given", "family_in_title", "family_in_story"),
)


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
        pointer: How likely the network thinks each unit the byline; what stands behind `units` is not looked at.
    """
    start, end = main_stretch(units, body)
    inside = set(body)
    head = start if title is None else title
    texts = [u.text for u in units]
    copies = Counter(texts)
    everything = "\n".join(texts)
    short = "\n".join([t for t in texts if len(t) < 80])
    story = "\n".join(texts[i] for i in body if len(texts[i]) >= 80)
    tokens: set[str] | None = None  # made when a name's word is met in lower case at all
    date_lines: dict[int, bool] = {}
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
        mentions = everything.count(name) if name else 0
        short_mentions = short.count(name) if mentions else 0
        before, after = beside(units, i, -NEAR, i), beside(units, last, NEAR, last)
        near = range(max(0, i - NEAR_DATE), min(len(units), last + NEAR_DATE + 1))
        for j in near:
            if j not in date_lines:
                date_lines[j] = _is_date(texts[j])
        dated = [min(abs(j - i), abs(j - last)) for j in near if j not in c.units and date_lines[j]]
        lower_words = [w.lower() for w in words]
        if tokens is None and any(w in everything for w in lower_words):
            tokens = set(everything.replace(",", " ").replace(".", " ").split())
        crowd = [
            o for o, key in zip(candidates, keys, strict=True) if o is not c and not key & keys[k] and abs(o.units[0] - i) <= 10
        ]
        row = {
            **{kind: c.kind == n for n, kind in enumerate(KINDS)},
            "authors": len(c.byline.authors),
            "agencies": len(c.byline.agencies),
            "lines": len(c.units),
            "to_start": max(-60, min(60, i - start)),
            "to_title": max(-60, min(60, i - head)),
            "has_title": title is not None,
            "under_title": title is not None and title <= i <= start,
            "to_first": max(-60, min(60, i - body[0])),
            "past_end": max(0, i - end),
            "in_body": i in inside,
            "place": i / len(units),
            "chars": min(400, len(text)),
            "beyond": len(text) - sum(map(len, c.byline.authors)) if len(c.units) == 1 else 0,
            "words": len(words),
            "date_near": min(dated, default=9),
            "date_inside": any(map(str.isdigit, text)),
            "gap": unit.gap,
            "gap_after": units[after].gap,
            "bullet": unit.bullet,
            "heading": unit.heading,
            "link": unit.link_share,
            "copies": copies[text],
            "crowd": len(crowd),
            "bare_crowd": sum(o.kind == BARE for o in crowd),
            "order": k,
            "prefixed_elsewhere": sum(u != i for u in prefixed),
            "mentions": mentions,
            "short_mentions": short_mentions,
            "body_mentions": story.count(name) if mentions > short_mentions else 0,
            "bio_same": bool(keys[k] & biographed),
            "same": sum(o is not c and bool(key & keys[k]) for o, key in zip(candidates, keys, strict=True)),
            "lower_share": sum(w in tokens and w.islower() for w in lower_words) / max(1, len(words)) if tokens else 0,
            "outlet_words": sum(w in OUTLET_WORDS for w in lower_words),
            "capitals": text.isupper(),
            "role_inside": is_role(text) if len(text) < 90 else False,
            "role_after": len(texts[after]) < 90 and is_role(texts[after]),
            "chars_before": min(400, len(texts[before])),
            "chars_after": min(400, len(texts[after])),
            "is_title_next": title is not None and title in (i + 1, i + 2),
            "ends_sentence": text.endswith((".", "?", "!")),
            "at": "@" in text or "@" in texts[after][:40],
            "colon_before": texts[before].endswith(":"),
            "bars": text.count("|") + text.count("/") + text.count("•") + text.count("·"),
            "photo_near": labels.get(i - 1) == "caption" or labels.get(last + 1) == "caption",
            "stutter": texts[before] == text or texts[after] == text,
            "first_of_kind": all(o.kind != c.kind for o in candidates[:k]),
            "pointer": pointed[k],
            "pointer_best": pointed[k] == max(pointed),
            "pointer_near": max(pointer[max(0, i - 2) : min(len(units), last + 3)]),
            "given": sum(map(begins_with_given_name, c.byline.authors)) / max(1, len(c.byline.authors)),
            "family_in_title": len(words) > 1 and title is not None and title != i and words[-1] in texts[title],
            "family_in_story": story.count(words[-1]) if len(words) > 1 else 0,
        }
        rows.append([row[name] for name in NAMES])
    return np.array(rows, dtype=np.float32)


def _is_date(text: str) -> bool:
    return 6 <= len(text) <= 120 and any(map(str.isdigit, text)) and parse_date_line(text) is not None
