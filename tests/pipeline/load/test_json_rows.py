"""Lines of JSON in, texts and hints out."""

import json
from pathlib import Path

import pytest

from pipeline.load.errors import Refused
from pipeline.load.json_rows import read_row
from schemas.reasons import Reason

CASES = json.loads((Path(__file__).parent / "cases" / "json_rows.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_reads_the_fields_dumps_use(case):
    """Each field is found by any of its usual names; what has the wrong type counts as absent."""
    row = read_row(json.dumps(case["input"]))
    for field, expected in case["expected"].items():
        found = getattr(row, field) if hasattr(row, field) else getattr(row.hints, field)
        found = list(found) if field == "authors" else found.isoformat() if field == "fetched_at" and found else found
        assert found == expected, field


def test_makes_lone_surrogates_safe():
    """JSON may escape half a character; Arrow cannot hold it. Whole pairs stay."""
    row = read_row(r'{"text": "a\ud800b \ud83d\ude00", "title": "\udfff", "author": "x\ud800"}')
    assert (row.content, row.hints.title, row.hints.authors) == ("a\ufffdb 😀", "\ufffd", ("x\ufffd",))


@pytest.mark.parametrize("number", ["9" * 400, "-" + "9" * 400, "1e999", "NaN", "-Infinity"])
def test_a_number_beyond_all_dates_is_none(number):
    """JSON's integers have no limit; one that no float holds is no date, and the row keeps its text."""
    row = read_row(f'{{"text": "Ferry", "timestamp": {number}, "crawled_at": {number}}}')
    assert (row.content, row.hints.published_raw, row.hints.fetched_at) == ("Ferry", None, None)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": ', Reason.BAD_JSON),
        ("7", Reason.BAD_JSON),
        ("[" * 100_000, Reason.BAD_JSON),
        ('{"n": ' + "9" * 5000 + "}", Reason.BAD_JSON),
        ('{"\\ud800": 1}', Reason.MISSING_FIELD),
        ('{"text": ""}', Reason.EMPTY),
    ],
)
def test_refuses_what_holds_no_text(line, reason):
    """Broken JSON, other values than objects, and objects without text are told apart."""
    with pytest.raises(Refused) as refused:
        read_row(line)
    assert refused.value.reason == reason
    refused.value.detail.encode()
