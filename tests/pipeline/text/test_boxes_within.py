"""Polls and calls on readers amid a story, with what heads them, and what only looks like one."""

import pytest

from pipeline.text.body import choose_body, judge_units
from pipeline.text.boxes_within import heads_of_calls, polls
from pipeline.text.prepare import Prepared, prepare
from pipeline.text.vetoes import overrule

PARAGRAPH = "The harbour council of Tidewater voted on Tuesday night to keep the old ferry line open for another winter."


def prepared_of(*lines: str) -> Prepared:
    return prepare("\n\n".join((PARAGRAPH, *lines, PARAGRAPH.replace("Tuesday", "Monday"))))


@pytest.mark.parametrize(
    "box",
    [
        ("QUICK POLL", "Should the old ferry sail again?", "Yes, at once", "No, never", "Vote"),
        ("Bist du für die Fähre?", "Ja, unbedingt.", "Nur im Winter.", "Nein.", "Ergebnis anzeigen"),
        ("Faut-il garder le bac ?", "Oui", "Non", "Voir les résultats"),
    ],
)
def test_a_poll_goes_with_its_answers(box: tuple[str, ...]) -> None:
    """From what heads it to its button."""
    prepared = prepared_of(*box)
    assert [prepared.units[i].text for i in polls(prepared.units, prepared.tokens)] == list(box)


@pytest.mark.parametrize(
    "lines",
    [
        ("Should the old ferry sail again?", "Vote"),
        ("Should the old ferry sail again?", PARAGRAPH, "Yes", "Vote"),
        ("How they will", "Yes", "No", "Vote"),
        ("Should the old ferry sail again?", "Yes", "No", "Votes were counted"),
    ],
)
def test_questions_without_answers_or_button_are_none(lines: tuple[str, ...]) -> None:
    """A subhead may ask, and an interview does."""
    prepared = prepared_of(*lines)
    assert not list(polls(prepared.units, prepared.tokens))


def test_the_head_of_a_call_goes_where_another_head_follows() -> None:
    """Where a paragraph follows, it is that one's: the call stands between the two."""
    call = "Téléchargez gratuitement l'application et recevez les alertes."
    prepared = prepared_of("Votre commune en direct", call, "Arrêté de catastrophe")
    found = list(heads_of_calls(prepared.units, prepared.tokens, prepared.live, {2}))
    assert [prepared.units[i].text for i in found] == ["Votre commune en direct"]
    prepared = prepared_of("Arrêté de catastrophe", call)
    assert not list(heads_of_calls(prepared.units, prepared.tokens, prepared.live, {2}))


def test_neither_is_of_the_body() -> None:
    """Whatever the models think of them."""
    box = ("Should the old ferry sail again?", "Yes, at once", "No, never", "Vote")
    prepared = prepared_of(*box, "Votre commune en direct", "Téléchargez gratuitement l'application.", "Arrêté de catastrophe")
    judged, _ = overrule(judge_units(prepared), prepared)
    body = [prepared.units[i].text for i in choose_body(prepared, judged.body)]
    assert not set(body) & {*box, "Votre commune en direct"}
