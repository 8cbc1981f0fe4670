"""What follows the body directly and may be its last paragraph, and what heads it without being of it."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.text.body import ENDING_PROBABILITY, choose_body
from pipeline.text.prepare import prepare

STORY = (
    "The ferry between Harbourtown and the lighthouse will not sail before Easter, the harbour board decided on Monday.",
    "Its engine, built in 1961, had failed for the third time since the autumn, and no yard would repair it once more.",
)


@pytest.mark.parametrize(
    ("last", "kept"),
    [
        ("The board has appealed.", True),
        ("Beslutet har överklagats idag.", True),
        ("The board has asked a yard in Tidewater for an offer.", True),
        ("What do you think?", False),
        ("Follow all of it!", False),
        ("Harbour.", False),
        ("Ferries and boats of the sound", False),
        ("* The board has appealed.", False),
    ],
)
def test_a_last_paragraph_that_is_half_sure(last: str, kept: bool) -> None:
    """A statement ends the body from few words on; a question, a call, a headline and an item of a list do not."""
    prepared = prepare("\n\n".join([*STORY, last, "More", "Sport"]))
    chances = np.array([0.95 if unit.text in STORY else ENDING_PROBABILITY + 0.01 for unit in prepared.units])
    chances[-2:] = 0.01
    texts = [prepared.units[i].text for i in choose_body(prepared, chances)]
    assert texts == [*STORY, *([last] if kept else [])]


COUNCIL = (
    "The harbour council of Tidewater voted on Tuesday night to keep the old ferry line open for another winter, although the "
    "operator had warned that it would lose money on every crossing.",
    "Members said after the meeting that the islanders had no other way to reach the hospital, the school and the only grocer.",
    '"We are not going to leave four hundred people on a rock because a spreadsheet says so," said Ada Quill, the mayor.',
    "The operator, which runs three ships in the bay, said that it would study the minutes before it made any statement.",
)


@pytest.mark.parametrize(
    ("first", "kept"),
    [
        ("Santa Clara", False),
        ("Medien", False),
        ("63", False),
        ("+A", False),
        ("BODY:", False),
        ("Dear friends,", True),
        ("Why not?", True),
        ("1943:", True),
    ],
)
def test_a_word_or_two_above_the_story(first: str, *, kept: bool) -> None:
    """A place or a tag is none of it, though the models were sure; a salutation and a question are."""
    prepared = prepare("\n\n".join((first, *COUNCIL)))
    assert (choose_body(prepared, np.ones(len(prepared.units)))[0] == 0) is kept


@pytest.mark.parametrize(
    ("rest", "kept"),
    [
        (("the islanders, by a longer way to the shop,", "and the board, by its good name."), 2),
        (("The islanders sign up for our letter",), 1),
        ((), 0),
    ],
)
def test_a_body_does_not_end_in_a_colon(rest: tuple[str, ...], kept: int) -> None:
    """Entries in lower case go on with the sentence, whatever the models thought of them; of others the first one does."""
    story = (*COUNCIL, "There are two who pay for a ferry that does not sail in winter:")
    prepared = prepare("\n\n".join((*story, *rest, "Subscribe now")))
    chances = np.array([1.0] * len(story) + [0.05] * (len(rest) + 1))
    assert len(choose_body(prepared, chances)) == len(story) + kept


VILLAGES = tuple(
    text
    for number, name in enumerate(("Valdehorn", "Onzo", "Almocita", "Riocabado"), 1)
    for text in (
        f"{number}. {name}",
        f"In {name} the water runs down both sides of the street, and the children bet on it in summer.",
    )
)


@pytest.mark.parametrize(("chance", "whole"), [(0.15, True), (0.01, False)])
def test_an_entry_of_a_numbered_list_behind_a_box(chance: float, *, whole: bool) -> None:
    """Its number says that it belongs to the list, where the models do not rule it out; the paragraph below comes with it."""
    texts = (COUNCIL[0], *VILLAGES[:6], "Subscribe to our newsletter", *VILLAGES[6:], "Read more stories")
    prepared = prepare("\n\n".join(texts))
    chances = np.array([1.0] * 7 + [0.01, chance, chance, 0.01])
    chosen = [texts[i] for i in choose_body(prepared, chances)]
    assert chosen == [COUNCIL[0], *VILLAGES[:6], *(VILLAGES[6:] if whole else ())]


def test_numbers_of_another_list_are_no_entries() -> None:
    """The most read stories count up too, and none of them is chosen."""
    texts = (*COUNCIL, "1. Most read", "2. Tram stays", "3. Bridge goes")
    prepared = prepare("\n\n".join(texts))
    chances = np.array([1.0] * len(COUNCIL) + [0.3] * 3)
    assert len(choose_body(prepared, chances)) == len(COUNCIL)


@pytest.mark.parametrize(("last", "kept"), [("Harbour life", False), ("Sails 12 March", True), ("The board has appealed.", True)])
def test_a_tag_behind_the_story_is_none_of_it(last: str, *, kept: bool) -> None:
    """Its words are the story's, which makes the models sure of it."""
    prepared = prepare("\n\n".join((*COUNCIL, "Topics:", "Tidewater,", last)))
    chances = np.array([1.0] * len(COUNCIL) + [0.0, 1.0, 1.0])
    assert (len(COUNCIL) + 2 in choose_body(prepared, chances)) is kept


@pytest.mark.parametrize(
    ("head", "chance", "kept"),
    [
        ("The plan that was sent to the board by mistake says that the harbour would:", 0.35, True),
        ("The plan that was sent to the board by mistake says that the harbour would:", 0.25, False),
        ("The plan that was sent to the board by mistake says what the harbour wants.", 0.35, False),
    ],
)
def test_an_entry_amid_a_list(head: str, chance: float, *, kept: bool) -> None:
    """Between others of the body and below a sentence with a colon it is one of them."""
    entries = (
        "Close all but two of its piers",
        "Bring in sixty pilots from Holm",
        "Refund no more than six crowns for a crossing",
    )
    prepared = prepare("\n\n".join([*STORY, head, *(f"{entry}" for entry in entries), *STORY[::-1]]))
    chances = np.array([chance if unit.text == entries[1] else 0.95 for unit in prepared.units])
    assert (entries[1] in [prepared.units[i].text for i in choose_body(prepared, chances)]) is kept


@pytest.mark.parametrize(
    ("questions", "chance", "kept"),
    [(3, 0.4, True), (3, 0.2, False), (2, 0.4, False)],
)
def test_a_doubtful_question_amid_an_interview(questions: int, chance: float, *, kept: bool) -> None:
    answer = (
        "The pier {} was built by my grandfather, who had come from the islands with a saw and a goat and nothing else at all."
    )
    asked = [f"And who paid for pier {n}?" for n in ("one", "two", "three")[:questions]]
    doubted = "The council spoke of 3 million crowns. Is that reasonable?"
    lines = [line for n, question in enumerate(asked) for line in (question, answer.format(n))]
    prepared = prepare("\n\n".join([*lines[:2], doubted, answer.format("itself"), *lines[2:]]))
    chances = np.array([chance if unit.text == doubted else 0.97 for unit in prepared.units])
    assert (doubted in [prepared.units[i].text for i in choose_body(prepared, chances)]) is kept
