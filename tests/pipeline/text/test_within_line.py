"""Who signs on a line where other words stand around the name: the network's chance says how leniently it is read."""

from __future__ import annotations

import pytest

from pipeline.text.within_line import LENIENT, LENIENT_NEAR, SURE, byline_within


@pytest.mark.parametrize(
    ("line", "language", "chance", "authors"),
    [
        ("River takes mill dam; town is dryby Sarah Quill, Editor", "en", LENIENT_NEAR, ("Sarah Quill",)),
        ("Posted: Nov 13, 2031 10:04 PM ESTBy Sarah Quill, Reporter", "en", LENIENT_NEAR, ("Sarah Quill",)),
        ("Source: Tidal | Tide FM | Sarah Quill | sarah@tide.example", "en", LENIENT, ("Sarah Quill",)),
        ("Source: Sarah Quill, Tide FM", "en", LENIENT, ("Sarah Quill",)),
        ("J. M. QUILL. SANDQUAY", "es", LENIENT, ("J. M. Quill",)),
        ("ريم الشاطئ", "ar", LENIENT, ("ريم الشاطئ",)),
        ("सुधीर तटवर्ती, रेतपुर", "hi", LENIENT, ("सुधीर तटवर्ती",)),
        ("Quilla Okeke and Reedo Bello, Sandquay", "en", SURE, ("Quilla Okeke", "Reedo Bello")),
    ],
)
def test_names_within_a_line(line: str, language: str, chance: float, authors: tuple[str, ...]) -> None:
    """They are read from the chance on that their form asks for."""
    found = byline_within(line, language, chance)
    assert found is not None
    assert found[0].authors == authors
    assert byline_within(line, language, LENIENT_NEAR / 2) is None


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("نسخة للطباعة", "ar"),  # a button: print
        ("নিজস্ব প্রতিবেদক", "bn"),  # our own correspondent
        ("ЩО РОБИТЬ ПОРОМ І КОЛИ", "uk"),
        ("Klaus Tinte (Fotos)", "de"),
        ("Boats off nearby Port Arthur", "en"),
        ("शनिवार १२ मार्च २०२४", "hi"),
        ("ماذا حدث؟", "ar"),
        ("Quilla Reed enters the courtroom", "en"),
    ],
)
def test_lines_that_name_nobody_who_wrote(line: str, language: str) -> None:
    """Buttons, desks, a headline in capitals, who took the pictures, whom a picture shows."""
    assert byline_within(line, language, LENIENT) is None
