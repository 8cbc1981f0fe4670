"""The names that may be the section's in, one row of numbers a name out: its form, its place, the menus around it, its copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from pipeline.text.forest import Floats
from pipeline.text.lexicon import SECTIONS, phrase_hits, tokens_of
from pipeline.text.section_candidates import HOME, MAX_ITEM_CHARS, STEPS, SectionCandidate, is_item
from pipeline.text.section_rules import section_by_rules
from pipeline.text.title import Title
from pipeline.text.units import Unit

NAMES: tuple[str, ...] = (
    *("alone", "step", "label", "dated", "bracket", "steps", "from_end", "own", "here", "home_first"),
    *("above", "below", "nearest", "gap", "gap_behind", "run_above", "run_below", "empty_above", "empty_below"),
    *("copies_above", "copies_below", "in_lines", "named_elsewhere", "known", "news", "control", "in_title", "in_masthead"),
    *("at_top", "upper", "capital", "chars", "words", "digits", "link", "bullet", "heading", "figures_behind", "line_words"),
    *("known_near", "other_copies", "by_rules"),
)
FAR, MANY, NEAR = 20, 6, 4
MAX_MENU_CHARS, MAX_NAMING_WORDS = 400, 6


def section_rows(
    candidates: Sequence[SectionCandidate], units: Sequence[Unit], title: Title, start: int, raw: Sequence[str] = ()
) -> Floats:
    """One row of `NAMES` a candidate.

    Args:
        candidates: From `section_candidates`; at least one.
        units: All units of the dump.
        title: The headline.
        start: Index of the body's first unit.
        raw: The dump's lines, where the blanks between a menu's entries still are; empty: what the units have.
    """
    ruled, ruled_units = section_by_rules(units, title, start)
    worded = [i for i, unit in enumerate(units) if unit.text]
    place = {i: k for k, i in enumerate(worded)}
    folded = [units[i].text.casefold() for i in worded]
    items = [len(text) <= MAX_ITEM_CHARS and is_item(text) for text in folded]
    known = [text in SECTIONS and text not in HOME for text in folded]
    parts: Counter[str] = Counter()
    for line in [line.strip() for line in raw or folded]:
        if len(line) <= MAX_MENU_CHARS and _may_be_parted(line) and (steps := STEPS.split(line.casefold()))[2:]:
            parts.update(set(steps))
    naming = "\n".join([f" {text} " for text in folded if text.count(" ") < MAX_NAMING_WORDS])
    masthead = " ".join(folded[:2])
    at_title = place[title.unit]
    copies: dict[str, list[int]] = {c.name.casefold(): [] for c in candidates}
    for k, text in enumerate(folded):
        if text in copies:
            copies[text].append(k)
    doubled = {name for name, at in copies.items() if len(at) > 1}
    rows = []
    for order, c in enumerate(candidates):
        name = c.name.casefold()
        k = place[c.unit]
        unit = units[c.unit]
        behind = units[worded[k + 1]] if k + 1 < len(worded) else None
        first = STEPS.split(folded[k].strip())[0].strip()
        up = next((n for n in range(MANY) if k - 1 - n < 0 or not items[k - 1 - n] or units[worded[k - n]].gap), MANY)
        down = next(
            (n for n in range(MANY) if k + 1 + n >= at_title or not items[k + 1 + n] or units[worded[k + 1 + n]].gap), MANY
        )
        row = {
            **dict.fromkeys(("alone", "step", "label", "dated", "bracket"), 0),
            c.kind: 1,
            "steps": c.steps,
            "from_end": c.from_end,
            "own": c.own,
            "here": c.here,
            "home_first": first in HOME,
            "above": min(FAR, max(0, at_title - k)),
            "below": min(FAR, max(0, k - at_title)),
            "nearest": order,
            "gap": min(2, unit.gap),
            "gap_behind": min(2, behind.gap) if behind is not None else 2,
            "run_above": up,
            "run_below": down,
            "empty_above": c.unit > 0 and not units[c.unit - 1].text,
            "empty_below": c.unit + 1 < len(units) and not units[c.unit + 1].text,
            "copies_above": min(MANY, sum(j < k for j in copies[name])),
            "copies_below": min(MANY, sum(j > k for j in copies[name])),
            "in_lines": min(MANY, parts[name]),
            "named_elsewhere": max(0, min(MANY, naming.count(f" {name} ") - len(copies[name]))),
            "known": name in SECTIONS,
            "news": name in ("news", "nachrichten", "noticias"),
            "control": bool(phrase_hits(tokens_of(c.name))),
            "in_title": name in title.text.casefold(),
            "in_masthead": name in masthead,
            "at_top": k < 2,
            "upper": c.name.isupper(),
            "capital": c.name[:1].isupper(),
            "chars": len(c.name),
            "words": c.name.count(" ") + 1,
            "digits": any(map(str.isdigit, c.name)),
            "link": unit.link_share,
            "bullet": unit.bullet,
            "heading": unit.heading,
            "figures_behind": behind is not None and any(map(str.isdigit, behind.text[:60])),
            "line_words": min(FAR, unit.text.count(" ") + 1),
            "known_near": sum(known[max(0, k - NEAR) : k + NEAR + 1]),
            "other_copies": len(doubled - {name}),
            "by_rules": ruled is not None and name == ruled.casefold() and c.unit in ruled_units,
        }
        rows.append([float(row[column]) for column in NAMES])
    return np.array(rows, np.float32)


def _may_be_parted(line: str) -> bool:
    """Whether a line may hold what `STEPS` parts; a pattern takes five times as long."""
    return (
        "  " in line
        or "|" in line
        or " - " in line
        or " / " in line
        or ">" in line
        or "\u00bb" in line
        or "\u203a" in line
        or "\u2022" in line
        or "\u00b7" in line
        or " \u2013 " in line
        or " \u2014 " in line
        or "\u2192" in line
        or " : " in line
        or "\uff5c" in line
        or "\uff1e" in line
        or "\t" in line
    )
