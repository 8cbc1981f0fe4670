"""What an outlet did, paragraph by paragraph."""

import pytest

from pipeline.copies.changes import alteration
from pipeline.copies.paragraphs import compare_paragraphs, compare_words
from pipeline.copies.tokens import tokenise
from tests.pipeline.copies.stories import FERRY, LOCAL, reworded

WHOLE = "\n\n".join(FERRY)


@pytest.mark.parametrize(
    ("paragraphs", "kinds"),
    [
        (FERRY, "kept kept kept kept kept kept"),
        (FERRY[:3], "kept kept kept cut cut cut"),
        ([FERRY[0], *FERRY[2:]], "kept cut kept kept kept kept"),
        ([*FERRY[:4], LOCAL, *FERRY[4:]], "kept kept kept kept added kept kept"),
        ([reworded(FERRY[0]), *FERRY[1:]], "edited kept kept kept kept kept"),
        ([FERRY[0], FERRY[4], *FERRY[1:4], FERRY[5]], "kept kept moved moved moved kept"),
        (["On the quay", *FERRY], "added kept kept kept kept kept kept"),
    ],
    ids=["whole", "cut from the end", "cut within", "added to", "sub-edited", "moved up", "a subhead"],
)
def test_each_paragraph_is_told_in_its_place(paragraphs: list[str], kinds: str) -> None:
    """Down the copy's page, with what it cut where it stood."""
    assert [p.kind for p in compare_paragraphs("\n\n".join(paragraphs), WHOLE)] == kinds.split()


@pytest.mark.parametrize("paragraphs", [FERRY[1:4], [reworded(p) for p in FERRY], [*FERRY[:2], LOCAL], [LOCAL, FERRY[5]]])
def test_the_view_counts_as_the_table_does(paragraphs: list[str]) -> None:
    """`cut:3` in `changes` is three paragraphs marked as cut."""
    copy = "\n\n".join(paragraphs)
    kinds = [p.kind for p in compare_paragraphs(copy, WHOLE)]
    counted = alteration(tokenise(copy), tokenise(WHOLE))
    assert [kinds.count("cut"), kinds.count("added"), kinds.count("edited")] == [counted.cut, counted.added, counted.edited]


def test_words_of_an_edited_paragraph_make_both_versions() -> None:
    """Old and same words are the canonical paragraph, new and same ones the copy's."""
    words = compare_words(FERRY[0], reworded(FERRY[0]))
    assert " ".join(w.text for w in words if w.kind != "new") == FERRY[0]
    assert " ".join(w.text for w in words if w.kind != "old") == reworded(FERRY[0])
    assert {"old", "new"} <= {w.kind for w in words}
