"""Units that no body holds, whatever stands around them, and those that only look like them."""

import pytest

from pipeline.text.clean import clean_text
from pipeline.text.prepare import prepare
from pipeline.text.vetoes import vetoes

LEAD = "Saltmarsh council will keep the night tram for another two years, its members decided on Tuesday.\n\n"
END = "\n\nThe line had been due to close in spring, because it carries fewer than ninety passengers on most nights."


def vetoed(text: str) -> list[str]:
    """The wording of the vetoed units."""
    prepared = prepare(text)
    return [prepared.units[i].text for i in sorted(vetoes(prepared))]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The night tram leaves the depot at Saltmarsh.", "The night tram leaves the depot at Saltmarsh. Photo: Jo Lens"),
        (
            "The night tram leaves the depot at Saltmarsh. Jo Lens for The Tidal Post",
            "The night tram leaves the depot at Saltmarsh.",
        ),
        ("Die Nachtbahn verlässt das Depot.", "Die Nachtbahn verlässt das Depot. © Jo Lens | Jo Lens"),
    ],
)
def test_a_pictures_text_and_its_caption_are_no_body(first: str, second: str) -> None:
    """A dump prints both, one below the other, whichever comes first."""
    assert len(vetoed(f"{LEAD}{first}\n\n{second}{END}")) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "Some discounts at the harbour shop",
            "Some discounts at the harbour shop run until the ferry comes back into service in spring",
        ),
        ("Ferry runs again", "Ferry runs again from Monday on"),
        ("The night tram leaves the depot at Saltmarsh.", "The night tram leaves the depot of Holm at seven."),
    ],
)
def test_a_line_that_goes_on_differently_is_none(first: str, second: str) -> None:
    """A teaser's headline and summary begin alike too: too short, too much longer, or other words."""
    assert vetoed(f"{LEAD}{first}\n\n{second}{END}") == []


def test_a_note_about_the_author_is_no_body() -> None:
    """Only where the line below names the person as well; a street is nobody."""
    note = "As a reporter Odile Brandt follows what moves in the harbour, on the rails and on the water."
    assert vetoed(f"{LEAD}{END.strip()}\n\nAbout Odile Brandt\n\n{note}") == ["About Odile Brandt", note]
    other = "As it happens the line will be extended to the hospital once the bridge at Holm is mended."
    assert vetoed(f"{LEAD}About Harbour Street\n\n{other}{END}") == []


def test_the_caption_goes_to_its_column_wherever_the_picture_stands() -> None:
    """Both lines are captions to who asks; the column holds it once."""
    twin = "The night tram leaves the depot at Saltmarsh on its last trip."
    cleaned = clean_text(
        f"{LEAD}{twin}\n\n{twin} Photo: Jo Lens{END}\n\n“Nobody will wait,” the mayor said to those who had come."
    )
    assert cleaned.extracted.captions == (f"{twin} Photo: Jo Lens",)
    assert [unit.label for unit in cleaned.units if unit.text.startswith(twin)] == ["caption", "caption"]


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("(c) 1996-2000 Dagblad De Vaart. Alle rechten voorbehouden.", 1),
        ("© 2003 The Tidal Post", 1),
        ("קראו עוד: הרכבת חוזרת", 1),
        ("İLGİLİ HABERLER: Tramvay yine çalışıyor", 1),
        ("यह भी पढ़ें: ट्राम फिर चलेगी", 1),
        ("Copyright 1999 by The Tidal Post. All rights reserved.", 1),
        ("Copyright law has not been touched since the reform, the lawyer said. In 1999 nobody streamed.", 0),
        ("(c) the council may close the night tram again where fewer than ninety passengers use it.", 0),
    ],
)
def test_whose_the_page_is_is_no_body(line: str, count: int) -> None:
    """A notice has the sign and a year; a sentence that begins with the word is prose."""
    assert len(vetoed(f"{LEAD}{END.strip()}\n\n{line}")) == count


@pytest.mark.parametrize(
    ("line", "is_control"),
    [
        ("E-mail this story | Print friendly version | Ratings: 3 of 5", True),
        ("Share · Print · Comments (5)", True),
        ("Lions 3 | Bears 1 | Wolves 0", False),
        ("Share the road, said Odile Brandt | and mind the tram | it is late", False),
    ],
)
def test_controls_between_bars_are_no_body(line: str, *, is_control: bool) -> None:
    """A table's row has none of the page's words, a sentence more of its own."""
    assert vetoed(LEAD + line + END) == ([line] if is_control else [])


@pytest.mark.parametrize(
    ("above", "line", "is_vetoed"),
    [
        ("“I have heard more secrets than the vicar”", "Odile Brandt, hairdresser", True),
        ("“I have heard more secrets than the vicar”", "Odile Brandt, who cuts their hair, said so.", False),
        ("The council sat for three hours on Tuesday.", "Odile Brandt, hairdresser", False),
    ],
)
def test_whom_a_quotation_is_of(above: str, line: str, *, is_vetoed: bool) -> None:
    """A name and what somebody does, right below words in quotation marks that stand alone."""
    assert vetoed(f"{LEAD}{above}\n\n{line}{END}") == ([line] if is_vetoed else [])


@pytest.mark.parametrize(
    ("quoted", "is_vetoed"),
    [
        ("“I have heard more secrets in that kitchen than the vicar.”", True),
        ("“I have heard more secrets in that kitchen”", False),
        ("“Nobody else has ever asked me what I heard in there.”", False),
    ],
)
def test_a_pull_quote_is_no_paragraph(quoted: str, *, is_vetoed: bool) -> None:
    """A whole sentence that a paragraph has; without its stop it is a subhead, and elsewhere it is what somebody said."""
    told = "Brandt shrugs when she is asked. “I have heard more secrets in that kitchen than the vicar. He hears more in mine,” she says."
    assert vetoed(f"{LEAD}{quoted}\n\n{told}{END}") == ([quoted] if is_vetoed else [])
