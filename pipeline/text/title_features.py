"""The lines that could be the headline in, one row of numbers a line out: its look, its place, what the network thinks of it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from pipeline.text.beside import beside
from pipeline.text.forest import Floats
from pipeline.text.headline_cuts import COLON, DATED, ECHOED, SECTION, TAIL
from pipeline.text.lexicon import ALL_STOPWORDS
from pipeline.text.network import Judgement
from pipeline.text.prepare import Prepared
from pipeline.text.title_candidates import MIN_CHARS, Candidate, pointed

NEAR = 4
"""Units within which the next one with wording is looked for."""
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
        "lines",
    ),
)


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
        last = i + c.lines - 1
        before, after = beside(units, i, -NEAR, i), beside(units, last, NEAR, last)
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
            "lines": c.lines,
            "body_above": body_words[bisect_left(body, i)] / max(1, body_words[-1]),
        }
        rows.append([row[name] for name in NAMES])
    return np.array(rows, dtype=np.float32)


def _share(words: Sequence[str], vocabulary: set[str]) -> float:
    content = [w for w in words if w not in ALL_STOPWORDS and len(w) > 2]
    return sum(w in vocabulary for w in content) / len(content) if content else 0.0
