"""Pictures' texts that stand on lines of their own beside a credit, a marker or a label."""

from __future__ import annotations

import pytest

from pipeline.marks.caption_loose import caption_wording
from pipeline.text.clean import clean_text
from pipeline.text.picture_lines import captions_beside_credits, loose_captions, people_shown
from pipeline.text.units import build_units

HEADLINE = "Harbourtown keeps its old ferry for another winter"
BY = "By Odile Brandt"
CAPTION = "The old ferry lies at the north pier on Monday morning."
FIRST = (
    "The harbour council of Tidewater voted on Tuesday night to keep the old ferry line open for another winter, although the "
    "operator had warned that it would lose money on every crossing."
)
REST = [
    "Members said after the meeting that the islanders had no other way to reach the hospital, the school and the only grocer.",
    '"We are not going to leave four hundred people on a rock because a spreadsheet says so," said Ada Quill, the mayor.',
    "The operator, which runs three ships in the bay, said that it would study the minutes before it made any statement.",
]
STORY = [FIRST, *REST]


def cleaned(*lines: str, inside: tuple[str, ...] = ()) -> tuple[tuple[str, ...], str]:
    """Captions and text of a dump: these lines between headline and story, those after its second paragraph."""
    dump = "\n\n".join((HEADLINE, *lines, *STORY[:2], *inside, *STORY[2:]))
    found = clean_text(dump).extracted
    return found.captions, found.text


@pytest.mark.parametrize(
    "lines",
    [
        (BY, "10 March 2004", "Print", "E-mail this story", "Share this story", f"{CAPTION}\nPHOTO: R. READER"),
        (BY, "10 March 2004", f"Agrandir\n{CAPTION}\nPHOTO ADA QUILL, LE MATIN"),
        (BY, "10 March 2004", f"— PHOTO: R. READER\n{CAPTION}"),
        (BY, "10 March 2004", f"[Image]\n{CAPTION}"),
        (BY, "10 March 2004", f"Image source, Ada Quill\nImage caption,\n{CAPTION}"),
        (BY, "10 March 2004", f"Tidal Post photo by Len Reed\n{CAPTION}"),
        (BY, "10 March 2004", f"{CAPTION}\nPhoto credit: Ada Quill | The Tidal Post"),
        (BY, "10 March 2004", f"{CAPTION}\nPOST PHOTO: ADA QUILL"),
        (BY, "10 March 2004", f"{CAPTION}\n(foto di Ada Quill)"),
        (BY, "10 March 2004", f"{CAPTION}\n© Ada Quill pour Le Matin"),
        (BY, "10 March 2004", f"{CAPTION}\n| Archives Le Matin"),
        (BY, "10 March 2004", f"{CAPTION}\nBuy this photo »"),
        (BY, "10 March 2004", f"[ferry20040310.jpg]\n{CAPTION}"),
        (BY, "10 March 2004", "Bild 1 av 2", CAPTION),
    ],
)
def test_above_the_story(lines: tuple[str, ...]) -> None:
    """Above or below the credit, below a button or a marker."""
    captions, text = cleaned(*lines)
    assert captions == (CAPTION,)
    assert text == "\n\n".join(STORY)


def test_inside_the_story() -> None:
    """Attached to a credit between two paragraphs."""
    captions, text = cleaned(BY, "10 March 2004", inside=(f"{CAPTION}\nFoto: Ada Quill",))
    assert captions == (CAPTION,)
    assert text == "\n\n".join(STORY)


def test_loose_captions_are_none_of_the_body() -> None:
    """The same line is a caption beside the story and a paragraph in it."""
    units, _ = build_units(f"{FIRST}\n\n{CAPTION} Noah Poe, Lake Free Journal\n\n{REST[0]}")
    assert [i for i, _ in loose_captions(units, range(3), {0, 2}, {}, [1.0] * 3)] == [1]
    assert not list(loose_captions(units, range(3), {0, 1, 2}, {}, [1.0] * 3))


@pytest.mark.parametrize(
    ("credit", "found"),
    [
        ("(Noah Poe / Lake Free Journal)", [1]),
        ("Photo Noah Poe pour LQL", [1]),
        ("/ TIDE WATCH", [1]),
        ("- Noah Poe/Freelance Photographer", [1]),
        ("Zeichnung Ada Quill", [1]),
        ("Photo calls are at noon.", []),
        ("(Harbour Street / Main Street)", []),
    ],
)
def test_a_photographer_and_a_house_in_brackets(credit: str, found: list[int]) -> None:
    """Show a caption amid the body too, as does who took a picture behind its sentence; streets do not."""
    units, _ = build_units(f"{FIRST}\n\n{CAPTION} {credit}\n\n{REST[0]}")
    assert [i for i, _ in loose_captions(units, range(3), {0, 1, 2}, {}, [1.0] * 3)] == found


@pytest.mark.parametrize(("chance", "found"), [(0.5, [1]), (0.95, [])])
def test_an_initial_behind_a_sentence_of_which_the_models_are_not_sure(chance: float, found: list[int]) -> None:
    units, _ = build_units(f"{FIRST}\n\n{CAPTION} A. QUILL\n\n{REST[0]}")
    assert [i for i, _ in loose_captions(units, range(3), {0, 1, 2}, {}, [1.0, chance, 1.0])] == found


@pytest.mark.parametrize(
    "lines",
    [
        (BY, "10 March 2004", f"{CAPTION} Show Caption", "Hide Caption"),
        (BY, "10 March 2004", f"Großansicht des Bildes mit der Bildunterschrift: {CAPTION}"),
        ("10 March 2004", BY, "Share", CAPTION, "Noah Poe/Harbour24"),
        (BY, "10 March 2004", CAPTION, "Foto:", "Harbour Post/Noah Poe", REST[0]),
    ],
)
def test_buttons_labels_and_houses(lines: tuple[str, ...]) -> None:
    captions, text = cleaned(*lines)
    assert list(map(caption_wording, captions)) == [CAPTION]
    assert CAPTION not in text


def test_a_row_of_pictures_with_their_kickers() -> None:
    kicked = (
        "GREEN GOLD: The grower in his garden of hops, which will be picked next week.",
        "BOAT DAY: The ferry with her crew in the spring of 1938.",
    )
    captions, _ = cleaned("NOAH POE", kicked[0], "1 of 2 photos", kicked[1], "Text size: A A A")
    assert captions == kicked


def test_a_gallery_between_bars_takes_no_neighbour() -> None:
    captions, _ = cleaned(
        BY, inside=("Where nobody else wanted to stand this year", "FOTOS | The harbour on the day of the vote in pictures")
    )
    assert "Where nobody else wanted to stand this year" not in captions


def test_a_russian_sentence_above_who_took_the_picture() -> None:
    units, _ = build_units(
        "Версия для печати\n\nОтправить другу\n\nОпоры моста у старой пристани чинили в последний раз весной.\n\nФото: Анна Воронина\n\n"
        + FIRST
    )
    found = list(captions_beside_credits(units, range(5), {4}, {}, [0.1, 0.1, 0.4, 0.1, 1.0], -1))
    assert [i for i, text in found if text] == [2]


def test_an_agency_signs_a_sure_paragraph() -> None:
    """Its brackets close the last paragraph of its text, though more may stand below."""
    paragraph = "The council meets again in the spring. A majority of its members wants the bridge to be built by then. (ANSA)."
    captions, text = cleaned(BY, inside=(paragraph,))
    assert captions == ()
    assert "A majority of its members" in text


def test_a_standfirst_is_no_caption() -> None:
    """The first sentence below the headline is the editor's, though a credit follows."""
    captions, _ = cleaned("The island had feared for its only line to the mainland for years.", "Foto: Ada Quill", BY)
    assert captions == ()


def test_paragraphs_beside_a_credit_stay() -> None:
    """A picture without a text between two paragraphs takes none of them."""
    captions, text = cleaned(BY, "10 March 2004", inside=("Photo: Ada Quill",))
    assert captions == ()
    assert text == "\n\n".join(STORY)


@pytest.mark.parametrize("picture", ["![](/img/ferry.jpg)", "[ferry.jpg]", "2 of 14"])
def test_below_a_picture_amid_the_story(picture: str) -> None:
    """A short sentence right below is what the picture shows; a long one is a paragraph, and so is one that the models are sure of."""
    units, _ = build_units("\n\n".join((FIRST, picture, CAPTION, *REST)))
    inside, chances = {0, 2, 3, 4, 5}, [0.99, 0.0, 0.9, 0.99, 0.99, 0.99]
    assert [i for i, text in captions_beside_credits(units, range(6), inside, {}, chances, -1) if text] == [2]
    units, _ = build_units("\n\n".join((FIRST, picture, f"{CAPTION} {FIRST} {REST[0]}", *REST)))
    assert not list(captions_beside_credits(units, range(6), inside, {}, chances, -1))


def test_a_sure_sentence_below_a_picture_is_a_paragraph() -> None:
    """Pages set pictures between their paragraphs; one that is counted is captioned all the same."""
    units, _ = build_units("\n\n".join((FIRST, "[ferry.jpg]", REST[0], *REST[1:])))
    inside = {0, 2, 3, 4}
    assert not list(captions_beside_credits(units, range(5), inside, {}, [0.99, 0.0, 0.98, 0.99, 0.99], -1))
    assert list(captions_beside_credits(units, range(5), inside, {}, [0.99, 0.0, 0.9, 0.99, 0.99], -1))


def test_the_same_text_above_a_labelled_caption_is_the_pictures_too() -> None:
    """For who cannot see it; two people who sign are no credit, though a date stands below."""
    wording = "Ada Quill tries to book the ferry, eleven times"
    captions, text = cleaned(BY, "10 March 2004", inside=(f"{wording}\nmedia caption {wording}",))
    assert captions == (f"media caption {wording}",)
    assert text == "\n\n".join(STORY)
    captions, _ = cleaned(
        f"{CAPTION} | ADA QUILL", "Odile Brandt / Noah Poe", "29 may 2025 - 05:30 CEST | Actualizado: 29 may 2025 - 09:12 CEST"
    )
    assert captions == (f"{CAPTION} | ADA QUILL",)


def test_a_label_before_what_the_picture_shows_credits_nobody() -> None:
    """So the line above is no caption; it was, where `Photo: …` was read as who took one."""
    captions, _ = cleaned(
        BY, "10 March 2004", "Font size: small / medium / large\nPhoto: Ada Quill at the wheel of her old ferry"
    )
    assert captions == ("Photo: Ada Quill at the wheel of her old ferry",)


def test_where_somebody_is_shown_is_a_caption_with_nothing_beside_it() -> None:
    """In italics too."""
    shown = "Emma Quill in her ferry at the north pier."
    captions, text = cleaned(BY, "10 March 2004", f"*{shown}*")
    assert captions == (shown,)
    assert text == "\n\n".join(STORY)


def test_a_sure_line_of_the_body_shows_nobody() -> None:
    """It may have a verb that no list has: `Emma Quill in a borrowed boat won the race.`"""
    units, _ = build_units("\n\n".join((FIRST, "Emma Quill in a borrowed boat won the harbour race.", REST[0])))
    assert not list(people_shown(units, range(3), {0, 1, 2}, {}, [0.99, 0.98, 0.99]))
    assert list(people_shown(units, range(3), {0, 1, 2}, {}, [0.99, 0.8, 0.99]))
