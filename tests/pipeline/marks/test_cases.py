"""Every line parser against its case file: positives, and negatives that must stay as they are."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.marks.agencies import agencies_in, agency_id
from pipeline.marks.bio import parse_bio, parse_guest_note, parse_more_by, people_reached
from pipeline.marks.byline import parse_byline, reporters_of, split_glued_byline, split_leading_byline
from pipeline.marks.caption import parse_caption
from pipeline.marks.credit import parse_credit, split_trailing_credit
from pipeline.marks.dateline import split_dateline
from pipeline.marks.dates import find_dates, parse_date_line
from pipeline.marks.desk_byline import parse_desk_byline
from pipeline.marks.embeds import looks_like_post, parse_post_signature
from pipeline.marks.given_names import begins_with_given_name, people_in_run
from pipeline.marks.group_byline import parse_group_byline
from pipeline.marks.japanese_name import is_japanese_name, name_beside_date
from pipeline.marks.name_first import people_on_line
from pipeline.marks.original_source import parse_original_source
from pipeline.marks.people import looks_like_name, written_name

CASES = Path(__file__).with_name("cases")

PARSERS: dict[str, Callable[..., Any]] = {
    "agencies_in": agencies_in,
    "agency_id": agency_id,
    "begins_with_given_name": begins_with_given_name,
    "find_dates": find_dates,
    "is_japanese_name": is_japanese_name,
    "looks_like_name": looks_like_name,
    "looks_like_post": looks_like_post,
    "name_beside_date": name_beside_date,
    "parse_bio": parse_bio,
    "parse_byline": parse_byline,
    "parse_caption": parse_caption,
    "parse_credit": parse_credit,
    "parse_date_line": parse_date_line,
    "parse_desk_byline": parse_desk_byline,
    "parse_group_byline": parse_group_byline,
    "parse_guest_note": parse_guest_note,
    "parse_more_by": parse_more_by,
    "parse_original_source": parse_original_source,
    "parse_post_signature": parse_post_signature,
    "people_in_run": people_in_run,
    "people_on_line": people_on_line,
    "people_reached": people_reached,
    "written_name": written_name,
    "reporters_of": reporters_of,
    "split_dateline": split_dateline,
    "split_glued_byline": split_glued_byline,
    "split_leading_byline": split_leading_byline,
    "split_trailing_credit": split_trailing_credit,
}


def _load() -> list[Any]:
    """Read all case files; a case's parser is the file's name."""
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case['label']}")
        for path in sorted(CASES.glob("*.json"))
        for case in json.loads(path.read_text(encoding="utf-8"))
    ]


def _plain(value: Any, expected: Any) -> Any:
    """Write a result as its case does: records as objects with the fields the case names, days and times as ISO text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = expected if isinstance(expected, dict) else [field.name for field in dataclasses.fields(value)]
        return {
            name: _plain(getattr(value, name), (expected or {}).get(name) if isinstance(expected, dict) else None)
            for name in names
        }
    if isinstance(value, tuple):
        wanted = expected if isinstance(expected, list) else []
        return [_plain(each, wanted[index] if index < len(wanted) else None) for index, each in enumerate(value)]
    return value.isoformat() if hasattr(value, "isoformat") else value


@pytest.mark.parametrize(("parser", "case"), _load())
def test_parser_reads_its_cases(parser: str, case: dict[str, Any]) -> None:
    """A parser gives what its case file expects; null is "this line is nothing of the kind"."""
    arguments = {"language": case["language"]} if "language" in case else {}
    if "story" in case:
        arguments["story"] = [case["story"]]
    result = PARSERS[parser](case["input"], **arguments)
    assert _plain(result, case["expected"]) == case["expected"], case.get("comment", "")


def test_every_parser_has_positive_and_negative_cases() -> None:
    """A parser without a negative case would pass by always answering."""
    for path in CASES.glob("*.json"):
        outcomes = {bool(case["expected"]) for case in json.loads(path.read_text(encoding="utf-8"))}
        assert outcomes == {True, False} or path.stem == "written_name", path.name
    assert {path.stem for path in CASES.glob("*.json")} == set(PARSERS)
