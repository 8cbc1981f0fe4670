"""The dates that may be a story's in, one row of numbers a date out: its form, its place, its line, the other dates around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from pipeline.marks.people import looks_like_name
from pipeline.text.beside import wording_beside
from pipeline.text.date_candidates import MAX_CHARS, DateCandidate
from pipeline.text.extent import main_stretch
from pipeline.text.forest import Floats
from pipeline.text.units import Unit

SIGNED = re.compile(r"(?:by|von|par|por|di|da|af|av|door)\b", re.IGNORECASE)
COPYRIGHT = re.compile(r"©|\([cC]\)\s|[Cc]opyright")
LETTER = re.compile(r"[^\W\d_]")
NEAR = 3
"""Units within which the next one with wording is looked for."""
NAMES: tuple[str, ...] = (
    *("to_start", "to_first", "to_title", "has_title", "under_title", "past_end", "in_stretch", "in_body", "place", "at_top"),
    *("published", "updated", "clock", "zone", "whole", "month_only", "weekday", "ambiguous", "chars", "letters", "start"),
    *("dates_in_unit", "nth_in_unit", "same_day", "same_day_units", "days"),
    *("barred", "signed_before", "signed_after", "link", "bullet", "heading", "gap", "crowd", "between", "order", "copies"),
    *("copyright", "bars", "first_label", "updated_only", "published_elsewhere"),
    *("pointer", "pointer_best", "pointer_near"),
)


def date_rows(
    candidates: Sequence[DateCandidate],
    units: Sequence[Unit],
    body: Sequence[int],
    title: int | None,
    barred: frozenset[int],
    pointer: Sequence[float],
) -> Floats:
    """One row of `NAMES` a candidate.

    Args:
        candidates: From `date_candidates`; at least one.
        units: All units of the dump.
        body: Indices of the body's units.
        title: Index of the headline's unit.
        barred: Units that are embeds, captions or author notes.
        pointer: How likely the network thinks each unit the line of the publication's date.
    """
    start, end = main_stretch(units, body)
    inside = set(body)
    head = start if title is None else title
    days = Counter(c.found.day for c in candidates)
    day_units = Counter(day for _, day in {(c.unit, c.found.day) for c in candidates})
    copies = Counter([u.text for u in units])
    updated_only = all(c.found.label != "published" for c in candidates)
    above = [c.unit for c in candidates if c.unit <= start]
    best_pointer = max(pointer[c.unit] for c in candidates)
    rows = []
    for k, c in enumerate(candidates):
        i, f = c.unit, c.found
        unit = units[i]
        row = {
            "to_start": max(-60, min(60, i - start)),
            "to_first": max(-60, min(60, i - body[0])),
            "to_title": max(-60, min(60, i - head)),
            "has_title": title is not None,
            "under_title": title is not None and title <= i <= start,
            "past_end": max(0, i - end),
            "in_stretch": start <= i <= end,
            "in_body": i in inside,
            "place": i / len(units),
            "at_top": i < 4,
            "published": f.label == "published",
            "updated": f.label == "updated",
            "clock": f.clock is not None,
            "zone": f.utc_offset_minutes is not None,
            "whole": c.whole,
            "month_only": f.precision == "month",
            "weekday": -1 if f.weekday_agrees is None else int(f.weekday_agrees),
            "ambiguous": f.ambiguous,
            "chars": min(400, len(unit.text)),
            "letters": min(200, len(LETTER.findall(unit.text[:MAX_CHARS])) - len(LETTER.findall(f.raw))),
            "start": f.start,
            "dates_in_unit": c.count,
            "nth_in_unit": c.nth,
            "same_day": days[f.day],
            "same_day_units": day_units[f.day],
            "days": len(days),
            "barred": i in barred,
            "signed_before": _signs(wording_beside(units, i, -NEAR)),
            "signed_after": _signs(wording_beside(units, i, NEAR)) or _signs(unit.text),
            "link": unit.link_share,
            "bullet": unit.bullet,
            "heading": unit.heading,
            "gap": unit.gap,
            "crowd": sum(abs(o.unit - i) <= 8 and o.found.day != f.day for o in candidates),
            "between": sum(i < u <= start for u in above) if i <= start else -1 - sum(start <= o.unit < i for o in candidates),
            "order": k,
            "copies": copies[unit.text],
            "copyright": COPYRIGHT.search(unit.text) is not None,
            "bars": unit.text.count("|") + unit.text.count("/") + unit.text.count("•"),
            "first_label": _first_label(candidates, i),
            "updated_only": updated_only,
            "published_elsewhere": any(o.found.label == "published" and o is not c and abs(o.unit - i) <= 8 for o in candidates),
            "pointer": pointer[i],
            "pointer_best": pointer[i] == best_pointer,
            "pointer_near": max(pointer[max(0, i - 2) : i + 3]),
        }
        rows.append([row[name] for name in NAMES])
    return np.array(rows, dtype=np.float32)


def _first_label(candidates: Sequence[DateCandidate], unit: int) -> int:
    """Of a line's first labelled date: 1 published, 2 updated; 0 where it has none."""
    return next((1 if c.found.label == "published" else 2 for c in candidates if c.found.label and c.unit == unit), 0)


def _signs(text: str) -> bool:
    return SIGNED.match(text) is not None or (len(text) < 40 and looks_like_name(text))
