"""What a copy says for a document: the verifier's probability, and where two texts are hardly edited."""

from datetime import date

import pytest

from pipeline.copies.compare import compare
from pipeline.copies.matches import HARDLY_EDITED_TERMS, SURE, Copy, judge
from pipeline.copies.tokens import tokenise

BRIEF = (
    "The town of Saltmere has ordered 12 ferries from a yard in Tidewater, the harbour office said on Tuesday. The first will "
    "arrive in the autumn of 2025.\n\nEach ferry is 32 metres long and holds 210 passengers. All have low decks, so that "
    "wheelchairs can board without a ramp.\n\nThe order is worth 48 million crowns. The town pays a third of it, and the rest "
    'comes from a national fund.\n\n"Our oldest ferries are from 1971, and so are some of the seats," said the head of the '
    "office, Ada Quill."
)


def copy(name: str, text: str) -> Copy:
    """A text of one day."""
    return Copy(name, None, tokenise(text), "Saltmere orders twelve ferries", date(2024, 3, 12))


@pytest.mark.parametrize("word", ["carries", "seats", "takes"])
def test_a_brief_with_one_word_changed_is_a_copy(word: str) -> None:
    """At exactly the share of long words that is asked for, which single precision holds as a little less."""
    edited = BRIEF.replace("holds", word)
    (match,) = judge([(copy("a", edited), copy("b", BRIEF))])
    assert match.probability >= SURE


def test_the_share_asked_for_is_met_in_single_precision() -> None:
    """Eighteen of twenty words in both are nine tenths."""
    shared = "harbour council ferries timetable passengers islanders hospital grocer bridge northern shore winter crossing"
    shared += " spreadsheet deciding minutes operator statement captain weather lighthouse meeting"
    one, other = (f"{shared} {word}." for word in ("announced", "published"))
    share = compare(tokenise(one), tokenise(other)).terms_jaccard
    (match,) = judge([(copy("a", one), copy("b", other))])
    assert share == pytest.approx(HARDLY_EDITED_TERMS)
    assert match.evidence.terms_jaccard >= HARDLY_EDITED_TERMS
