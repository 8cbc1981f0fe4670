"""Names among places, dates and what each did: who signs, and who only took the pictures."""

from __future__ import annotations

import pytest

from pipeline.marks.byline import parse_byline
from pipeline.marks.caption import parse_caption
from pipeline.marks.names_among import people_among, tells_who_drew


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Sarah Quill in Sandquay | Henry Reed", ("Sarah Quill", "Henry Reed")),
        ("Sarah Quill in Sandquay and Henry Reed in Port Inkwell", ("Sarah Quill", "Henry Reed")),
        ("SARAH QUILL in Sandquay", ("Sarah Quill",)),
        ("Sarah Quill (now) and Henry Reed (earlier)", ("Sarah Quill", "Henry Reed")),
        ("Sarah Quill, Henry Reed (Text) und Klaus Tinte (Bilder)", ("Sarah Quill", "Henry Reed")),
        ("Sarah Quill & Henry Reed, Sandquay/Inkwell", ("Sarah Quill", "Henry Reed")),
        ("22:41 | Sarah Quill | 27 comments", ("Sarah Quill",)),
        ("19.01.2012, 12:33 | Sarah Quill | Comments (27) | A A A", ("Sarah Quill",)),
        ("15 aprile · Sarah Quill", ("Sarah Quill",)),
        ("Sarah Quill | 27 comments | 22:41", ()),
        ("Audio 03:07 Min. | 25.04.31 | Sarah Quill", ()),
        ("Sarah Quill and Henry Reed", ()),
        ("Sarah Quill at Harbour Road", ()),
        ("Sarah Quill in Sandquay.", ()),
        ("Sarah Quill in Sandquay | Klaus Tinte (Fotos)", ("Sarah Quill",)),
        ("Sarah Quill (1923-2011)", ()),
        ("Sarah Quill (left) and Henry Reed (right)", ()),
        ("Tidal Council in Sandquay | Upper Harbour", ()),
        ("How the ferry came to Sandquay | Sarah Quill in Inkwell", ()),
        ("22:41 | The ferry is late again | Harbours", ()),
    ],
)
def test_people_beside_places_dates_and_offices(line: str, people: tuple[str, ...]) -> None:
    """Where nothing stands beside the names, or something that is no name among them, it is no such line."""
    assert people_among(line) == people


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Quilla Okeke and Reedo Bello, Sandquay", ("Quilla Okeke", "Reedo Bello")),
        ("Quilla Thornbury at Harbour Road", ("Quilla Thornbury",)),
        ("3 March · Quilla Okeke", ("Quilla Okeke",)),
    ],
)
def test_a_likely_byline_needs_no_listed_name(line: str, people: tuple[str, ...]) -> None:
    """Elsewhere the same words are no evidence."""
    assert people_among(line, surely=True) == people
    assert people_among(line) == ()


def test_who_took_the_pictures_does_not_sign() -> None:
    """Alone on a line, or beside who wrote behind a `Von`."""
    assert tells_who_drew("Klaus Tinte (Fotos)")
    assert not tells_who_drew("Klaus Tinte (Text)")
    assert not tells_who_drew("Sarah Quill und Klaus Tinte (Fotos)")
    for line, authors in (
        ("Von Sarah Quill (Text) und Klaus Tinte (Fotos)", ("Sarah Quill",)),
        ("Von Klaus Tinte (Fotos) und Sarah Quill (Text)", ("Sarah Quill",)),
        ("By Sarah Quill, Henry Reed and Klaus Tinte (photos)", ("Sarah Quill", "Henry Reed")),
    ):
        byline = parse_byline(line)
        assert byline is not None
        assert byline.authors == authors


@pytest.mark.parametrize(
    "line",
    [
        "Sarah Quill (Text) und Klaus Tinte (Bilder)",
        "Text: Sarah Quill Fotos: Klaus Tinte",
        "Words: Sarah Quill. Pictures: Klaus Tinte",
        "Photos by Henry Reed, story by Sarah Quill / The Tidal Post",
    ],
)
def test_a_line_that_names_who_wrote_is_no_caption(line: str) -> None:
    """Though it names who took the pictures, too."""
    assert parse_caption(line) is None
    assert parse_caption("The old ferry. Fotos: Klaus Tinte") is not None
