"""Pictures' texts that stand on lines of their own beside a credit, a marker or a label."""

from __future__ import annotations

import pytest

from pipeline.text.clean import clean_text
from pipeline.text.picture_lines import loose_captions
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
    assert [i for i, _ in loose_captions(units, range(3), {0, 2}, {})] == [1]
    assert not list(loose_captions(units, range(3), {0, 1, 2}, {}))


@pytest.mark.parametrize(
    ("credit", "found"),
    [
        ("(Noah Poe / Lake Free Journal)", [1]),
        ("Photo Noah Poe pour LQL", [1]),
        ("Photo calls are at noon.", []),
        ("(Harbour Street / Main Street)", []),
    ],
)
def test_a_photographer_and_a_house_in_brackets(credit: str, found: list[int]) -> None:
    """Show a caption amid the body too, as does who took a picture behind its sentence; streets do not."""
    units, _ = build_units(f"{FIRST}\n\n{CAPTION} {credit}\n\n{REST[0]}")
    assert [i for i, _ in loose_captions(units, range(3), {0, 1, 2}, {})] == found


def test_a_standfirst_is_no_caption() -> None:
    """The first sentence below the headline is the editor's, though a credit follows."""
    captions, _ = cleaned("The island had feared for its only line to the mainland for years.", "Foto: Ada Quill", BY)
    assert captions == ()


def test_paragraphs_beside_a_credit_stay() -> None:
    """A picture without a text between two paragraphs takes none of them."""
    captions, text = cleaned(BY, "10 March 2004", inside=("Photo: Ada Quill",))
    assert captions == ()
    assert text == "\n\n".join(STORY)
