"""Pictures' texts whose credit only its form shows, and those behind a label."""

from __future__ import annotations

import pytest

from pipeline.marks.caption_loose import caption_wording, parse_labelled_captions, parse_loose_caption, shows_day, shows_somebody


@pytest.mark.parametrize(
    ("line", "wording", "credit"),
    [
        (
            "The vault of the old bank, which stays locked. (Submitted by Lorne Reed)",
            "The vault of the old bank, which stays locked.",
            "Submitted by Lorne Reed",
        ),
        (
            "The pool was to have opened last October. (TPN News: Ada Quill)",
            "The pool was to have opened last October.",
            "TPN News: Ada Quill",
        ),
        (
            "The dam stood at four per cent on Wednesday. (Andrew Quill)",
            "The dam stood at four per cent on Wednesday.",
            "Andrew Quill",
        ),
        (
            "Crews breach the dam at Ashgrove on Friday. Noah Poe, Lake Free Journal",
            "Crews breach the dam at Ashgrove on Friday.",
            "Noah Poe, Lake Free Journal",
        ),
        (
            "Voters wait in line outside the fire station. KEN POE / LAKE CHRONICLE",
            "Voters wait in line outside the fire station.",
            "KEN POE / LAKE CHRONICLE",
        ),
        (
            "Los remontes de la sierra, parados desde el jueves.- JORGE QUILL",
            "Los remontes de la sierra, parados desde el jueves.",
            "JORGE QUILL",
        ),
        ("Een omgewaaide boom aan de haven • TPN / Ruben Poe", "Een omgewaaide boom aan de haven", "TPN / Ruben Poe"),
        (
            "The board listens as her son looks on. Tidal Post photo/NOAH POE",
            "The board listens as her son looks on.",
            "Tidal Post photo/NOAH POE",
        ),
        (
            "Bombeiros usaram uma boia no resgate — Foto: Ada Quill/Arquivo pessoal",
            "Bombeiros usaram uma boia no resgate",
            "Foto: Ada Quill/Arquivo pessoal",
        ),
        (
            "Odile Poe, en su taller, en una imagen de 1996. / R. GÓMEZ",
            "Odile Poe, en su taller, en una imagen de 1996.",
            "/ R. GÓMEZ",
        ),
        (
            "Het huis staat al jaren leeg, achter de oude haven. Beeld Ada Quill",
            "Het huis staat al jaren leeg, achter de oude haven.",
            "Beeld Ada Quill",
        ),
        (
            "Yvonne Poe derrière son comptoir, le 31 janvier. Photo Théo Quill pour LQL",
            "Yvonne Poe derrière son comptoir, le 31 janvier.",
            "Photo Théo Quill pour LQL",
        ),
        (
            "Miembros del cuerpo izan la camilla, en la madrugada del lunes. / GUARDIA DEL MAR",
            "Miembros del cuerpo izan la camilla, en la madrugada del lunes.",
            "/ GUARDIA DEL MAR",
        ),
        (
            "The clerk watches ballots being unsealed at the arena on Tuesday. PHOTO BY NOAH POE /Tidal Post",
            "The clerk watches ballots being unsealed at the arena on Tuesday.",
            "PHOTO BY NOAH POE /Tidal Post",
        ),
        (
            "Ada Quill au bord du port, en octobre. THÉO POE POUR LE MATIN",
            "Ada Quill au bord du port, en octobre.",
            "THÉO POE POUR LE MATIN",
        ),
        (
            "L’ancien directeur, Yvon Poe, est à la barre. Dessin Ada Quill",
            "L’ancien directeur, Yvon Poe, est à la barre.",
            "Dessin Ada Quill",
        ),
    ],
)
def test_loose(line: str, wording: str, credit: str) -> None:
    """Brackets, a name and a house, a dash, a paper's own name."""
    caption = parse_loose_caption(line)
    assert caption is not None
    assert (caption.wording, caption.credit) == (wording, credit)


@pytest.mark.parametrize(
    "line",
    [
        "The ferry will sail again before Easter, the harbour board decided on Monday.",
        "“We shall see,” said the mayor (who had not been asked).",
        "Ada Quill, Tidal Post",
        "FERRY SAILS AGAIN BEFORE EASTER. NOAH POE / TIDAL POST",
        "The board met on Monday (Harbour Street)",
        "word " * 200 + "(Ada Quill)",
    ],
)
def test_not_loose(line: str) -> None:
    """Paragraphs, a remark in brackets, a name alone, a headline in capitals, a street."""
    assert parse_loose_caption(line) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("#CUTLINE: The mayor opens the new pier on Monday.", ("The mayor opens the new pier on Monday.",)),
        (
            "Colour Photo: A docker waits for a ship at the pier. ; Colour Photo: The silo, built in 1931, holds grain.",
            ("A docker waits for a ship at the pier.", "The silo, built in 1931, holds grain."),
        ),
        ("FOTO_1: /2006/03/boat1.jpg | The old boat lies at the pier.", ("The old boat lies at the pier.",)),
        ("Enlarge The shelter was designed to start a conversation", ("The shelter was designed to start a conversation",)),
        ("GRAPHIC: The harbour is full of boats; Fotograaf: Kees Poe", ("The harbour is full of boats",)),
        ("[10][INLINE] The old boat lies at the pier.", ("The old boat lies at the pier.",)),
        ("[zoom.gif] The old boat lies at the pier.", ("The old boat lies at the pier.",)),
        ("BILD: The old boat lies at the pier.", ("The old boat lies at the pier.",)),
        ("PHOTO: ADA QUILL", ()),
        ("Enlarge your horizon with our newsletter for readers", ()),
        ("The mayor opens the new pier on Monday.", ()),
    ],
)
def test_labelled(line: str, expected: tuple[str, ...]) -> None:
    """One text or several behind a label; a photographer alone is none."""
    assert parse_labelled_captions(line) == expected


@pytest.mark.parametrize(
    ("line", "shows"),
    [
        ("Emma Quill in her ferry at the north pier.", True),
        ("Anna Brandt in ihrer Praxis in Tidewater.", True),
        ("Peter Poe (Harbour United) im Zweikampf mit dem Torwart von Holm", True),
        ("Marie Quill au bord de la rivière, en octobre.", True),
        ("Emma Quill in New York", False),
        ("Emma Quill at the High Court", False),
        ("Emma Quill in her ferry was asked where the lamp had been.", False),
        ("Emma Quill in her own words: a ferry and its captain", False),
        ("Emma Quill in her ferry. The pier is old.", False),
        ("Breakdown of Net Worth in the first of two years.", False),
        ("“Emma Quill in her ferry at the north pier.”", False),
    ],
)
def test_who_is_shown_and_where(line: str, shows: bool) -> None:
    """A name of a person and a place, no verb, and more than a reporter's town."""
    assert shows_somebody(line) is shows


def test_wording() -> None:
    """Without label and credit."""
    assert (
        caption_wording("Caption: The car park, seen from the roof on Monday. Photo: Ada Quill")
        == "The car park, seen from the roof on Monday."
    )
    assert caption_wording("The light has burned since 1824") == "The light has burned since 1824"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Perahu pedagang tertahan di dasar sungai, Kamis (8/10/2015)", True),
        ("Perahu pedagang tertahan di dasar sungai, Kamis (8/10/2015).", False),
        ("Kamis (8/10/2015)", False),
        ("Perahu pedagang tertahan di dasar sungai (1/2)", False),
    ],
)
def test_a_day_in_brackets_ends_a_picture_s_text_without_a_stop(line: str, shown: bool) -> None:
    assert shows_day(line) is shown
