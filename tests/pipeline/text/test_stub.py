"""A word or two that head a body without being of it, and a name that is glued to a headline."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.text.body import choose_body
from pipeline.text.prepare import prepare
from pipeline.text.title import without_glued_name

STORY = (
    "The harbour council of Tidewater voted on Tuesday night to keep the old ferry line open for another winter, although the "
    "operator had warned that it would lose money on every crossing.",
    "Members said after the meeting that the islanders had no other way to reach the hospital, the school and the only grocer.",
    '"We are not going to leave four hundred people on a rock because a spreadsheet says so," said Ada Quill, the mayor.',
    "The operator, which runs three ships in the bay, said that it would study the minutes before it made any statement.",
)


@pytest.mark.parametrize(
    ("first", "kept"), [("Santa Clara", False), ("Medien", False), ("Dear friends,", True), ("Why not?", True)]
)
def test_a_word_or_two_above_the_story(first: str, *, kept: bool) -> None:
    """A place or a tag is none of it, though the models were sure; a salutation and a question are."""
    prepared = prepare("\n\n".join((first, *STORY)))
    assert (choose_body(prepared, np.ones(len(prepared.units)))[0] == 0) is kept


def test_a_name_glued_to_a_headline() -> None:
    """It signs the story; what is no person's name or has too little before it stays."""
    text, byline = without_glued_name("Council keeps the old ferry for anotherSarah Quill")
    assert (text, byline and byline.authors) == ("Council keeps the old ferry for another", ("Sarah Quill",))
    for headline in (
        "Council keeps the old ferry for another winter",
        "The new iPhone",
        "Harbour radio buys the old TidewaterNews Corp",
    ):
        assert without_glued_name(headline) == (headline, None)
