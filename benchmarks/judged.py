"""Annotated dumps and held-out judgements in, the body of each dump as an unseen site's would be chosen out."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

from bench import rows, sample
from old_layouts import old_layouts
from written import written_dumps

from pipeline.text.body import choose_body, spread
from pipeline.text.network import Judgement
from pipeline.text.prepare import Prepared, prepare
from pipeline.text.vetoes import overrule


def judged_dumps(bench: Path, judged: Path, per_page: int, *, beyond: bool = False) -> list[tuple[dict[str, Any], Judgement]]:
    """Some annotated dumps of each page, each with what models that had not seen its site think of its live units.

    Args:
        bench: The folder of the annotated data.
        judged: A pickle of judgements by the dump's id; dumps that it does not hold are left out.
        per_page: How many dumps of a page are drawn, at most.
        beyond: Whether pages in old layouts and invented dumps follow, whose rows have a `shape`.
    """
    by_id = pickle.loads(judged.read_bytes())
    every = rows(bench / "text" / "dev.jsonl.gz")
    drawn = [*sample(every, per_page), *((*old_layouts(every), *written_dumps()) if beyond else ())]
    return [(row, by_id[row["id"]]) for row in drawn if row["id"] in by_id]


def over_all_units(judged: Judgement, prepared: Prepared) -> Judgement:
    """A held-out judgement of the live units as one of all units, as `judge_units` gives the shipped models'.

    Raises:
        ValueError: It is of another number of units.
    """
    if len(judged.body) != len(prepared.live):
        found, here = len(judged.body), len(prepared.live)
        raise ValueError(f"judged with other rules for units ({found} units, here {here}): make the judgements anew")
    return spread(judged, prepared)


def chosen(text: str, judged: Judgement) -> tuple[Prepared, Judgement, list[int]]:
    """A dump taken apart, the judgement of all its units after the vetoes, and its body: empty where it holds no article.

    Args:
        text: The dump.
        judged: Of its live units.

    Raises:
        ValueError: The judgement is of another number of units.
    """
    prepared = prepare(text)
    whole, _ = overrule(over_all_units(judged, prepared), prepared)
    return prepared, whole, choose_body(prepared, whole.body)
