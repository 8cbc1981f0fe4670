"""Malformed files in, the expected rejections out: bad input never stops a run."""

import json
from pathlib import Path

import pytest

from pipeline.load.documents import load
from pipeline.load.settings import LoadSettings
from pipeline.load.walk import InputFile
from schemas.records import Rejection

HERE = Path(__file__).parent
CASES = json.loads((HERE / "cases" / "malformed.json").read_text())


def read(path: Path, settings: LoadSettings | None = None):
    return list(load(InputFile(path, "archive", path.stat().st_size), settings or LoadSettings()))


def outcome(item):
    return item.reason.value if isinstance(item, Rejection) else "document"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_gives_each_input_its_reason(case):
    """Every flaw is named, and what stands before or beside it is still read."""
    assert [outcome(item) for item in read(HERE / "malformed" / case["label"])] == case["expected"]


def test_covers_every_committed_file():
    """A malformed file without an expectation would test nothing."""
    assert {case["label"] for case in CASES} == {path.name for path in (HERE / "malformed").iterdir()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_rejections_are_rows_that_can_be_stored(case):
    """Ids are 32 hex characters and distinct within a file; excerpts are short and printable; everything is UTF-8."""
    items = read(HERE / "malformed" / case["label"])
    assert len({item.document_id for item in items}) == len(items)
    for item in items:
        assert len(item.document_id) == 32
        excerpt = getattr(item, "excerpt", None) or ""
        assert len(excerpt) <= 500
        assert not any(ord(c) < 32 for c in excerpt)
        repr((item.provenance, getattr(item, "detail", ""))).encode()


def test_names_the_place_of_a_bad_row():
    """A rejected JSON Lines row carries its byte range and hash, so that the operator finds it."""
    path = HERE / "malformed" / "rows_of_every_flaw.jsonl"
    rejected = read(path)[1]
    where = rejected.provenance
    assert path.read_bytes()[where.raw_offset : where.raw_offset + where.raw_length] == b'{"text": "cut off he'
    assert rejected.excerpt == '{"text": "cut off he'


def test_says_what_was_found_under_the_wrong_name():
    """The detail of `wrong_extension` names what the content is."""
    (item,) = read(HERE / "malformed" / "pdf_named.txt")
    assert "PDF" in item.detail


def test_loses_no_member_before_a_cut():
    """Of a cut archive, all complete members are read, and the cut is reported once."""
    *documents, last = read(HERE / "malformed" / "cut_off.tar.gz")
    assert len(documents) >= 20
    assert last.reason == "truncated_archive"
