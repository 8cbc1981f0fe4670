"""What a first look clears, the patterns that it spares do not find."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.first_look import look_at
from pipeline.text.glue import split_glued
from pipeline.text.inline import MARKED

CHARACTERS = st.text(alphabet="abmzßöé AIMBÉ.,!?…:“”\"'’()[]19/JPUS\t|_\u00a0\u200b𝟗", max_size=40)
PIECES = st.sampled_from(
    ["Jane Doe", "Oct 17, 2023", "PUBLISHED", "10:30 PM", "the end.", "“If", "HomeWorld", "[1/2]", "U.S.", "  "]
)
LINES = st.lists(st.lists(CHARACTERS | PIECES, max_size=12).map("".join), min_size=1, max_size=6)


@settings(max_examples=300)
@given(LINES)
def test_what_is_cleared_is_not_cut(lines: list[str]) -> None:
    """A line comes in the same pieces whether seams and dates are looked for everywhere or only where they may be."""
    looks = look_at(lines)
    pieces = [split_glued(line, seamed=s, dated=d) for line, s, d in zip(lines, looks.seamed, looks.dated, strict=True)]
    assert pieces == [split_glued(line) for line in lines]


@settings(max_examples=300)
@given(LINES)
def test_markup_is_told_as_the_pattern_finds_it(lines: list[str]) -> None:
    """Line by line, though all are asked at once."""
    assert look_at(lines).marked == [MARKED.search(line) is not None for line in lines]
