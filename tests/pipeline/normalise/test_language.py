"""Languages of bodies and marks."""

from __future__ import annotations

import pytest

from pipeline.normalise.language import detect_language, language_tag

ENGLISH = "The harbour council said on Monday that the new ferry terminal would open in spring, two years late."
GERMAN = "Der Hafenrat teilte am Montag mit, dass das neue Fährterminal erst im Frühjahr eröffnet werden soll."
KOREAN = "항만 위원회는 월요일에 새 여객 터미널이 내년 봄에 문을 연다고 밝혔다."


@pytest.mark.parametrize(("text", "expected"), [(ENGLISH, "en"), (GERMAN, "de"), (KOREAN, "ko")])
def test_the_body_decides(text: str, expected: str) -> None:
    """A clear body wins over a wrong mark."""
    assert detect_language(text, "fr-FR") == expected


def test_the_mark_decides_for_short_texts() -> None:
    """A few words are too little: the mark counts, without it nothing is told."""
    assert detect_language("Port Ellery", "de-AT") == "de"
    assert detect_language("Port Ellery") is None


@pytest.mark.parametrize(
    ("mark", "expected"),
    [("en_US", "en"), ("zh-Hant-TW", "zh"), ("nb", "no"), ("english", None), ("", None), (None, None), ("und", None)],
)
def test_marks_become_primary_tags(mark: str | None, expected: str | None) -> None:
    """Regions and scripts are dropped; words that are no tags are refused."""
    assert language_tag(mark) == expected
