"""The invented dumps that models learn from: their marks are as they should be, and the gold stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from written import SHAPE, is_written, parts_of, written_dumps, written_reshaped


def test_the_gold_stands_in_the_dump() -> None:
    """Headline and body are printed; no name is twice."""
    dumps = written_dumps()
    assert len({row["id"] for row in dumps}) == len(dumps) > 1000
    for row in dumps:
        printed = " ".join(row["raw_text"].split())
        assert all(" ".join(part.split()) in printed for part in row["gold_text"].split("\n\n")), row["id"]
        assert row["gold_title"] is None or row["gold_title"] in printed, row["id"]
        assert is_written(row)


def test_some_print_no_headline() -> None:
    """From them a model learns to give none."""
    dumps = written_dumps()
    assert 0.15 < sum(row["gold_title"] is None for row in dumps) / len(dumps) < 0.35


def test_other_shapes_say_what_they_are() -> None:
    """They weigh less than the dump itself, which their shape tells."""
    first, second = written_reshaped(written_dumps()[:1])
    assert first["shape"] != second["shape"]
    assert all(row["shape"].startswith(f"{SHAPE}, ") for row in (first, second))


def test_marks() -> None:
    """Parts are classed from mark to mark, within lines too."""
    assert list(parts_of("Home\n⟦T⟧Ferry stays⟦Y⟧By Ada\n⟦B⟧It does.")) == [
        (".", "Home\n"),
        ("T", "Ferry stays"),
        ("Y", "By Ada\n"),
        ("B", "It does."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "#! name=a lang=en\n⟦B⟧It does.",
        "#! name=a lang=en day=- authors=-\nIt does.",
        "#! name=a lang=en day=- authors=-\n⟦T⟧One⟦T⟧Two⟦B⟧It does.",
        "#! name=a lang=en day=- authors=-\n⟦Q⟧One⟦B⟧It does.",
    ],
)
def test_a_wrong_dump_is_named(tmp_path: Path, text: str) -> None:
    """A head that lacks a field, no body, two headlines, a mark that is none."""
    (tmp_path / "wrong.txt").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"wrong\.txt"):
        written_dumps(tmp_path)
