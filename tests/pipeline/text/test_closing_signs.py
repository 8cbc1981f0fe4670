"""Dumps that go on behind their article: where a page's last signs end the body, and where they do not."""

import numpy as np
import pytest

from pipeline.text.closing_signs import behind_closing_signs
from pipeline.text.prepare import prepare

STORY = [
    f"The harbour council of Wexmoor heard on Tuesday how the ferry of pier {n} had run aground, and asked the owner, "
    "who sat among the public with his hat on his knees, what he had seen of the lamp that night and whom he had told of it."
    for n in ("one", "two", "three", "four")
]
OTHER = "Growers on the moor expect the largest crop of cloudberries in ten years, their union said on Monday in Holm."


def barred(*lines: str, chances: dict[str, float] | None = None) -> list[str]:
    """The lines behind a closing sign; a line of ten words or more is likely body unless said otherwise."""
    prepared = prepare("\n\n".join(lines))
    sure = [(chances or {}).get(u.text, 0.98 if len(u.text.split()) >= 10 else 0.1) for u in prepared.units]
    return [prepared.units[i].text for i, _ in behind_closing_signs(prepared, np.array(sure))]


@pytest.mark.parametrize(
    "sign",
    [
        *(
            "Tags: harbour, ferries, Wexmoor",
            "Topics Harbours Ferries",
            "THEMEN",
            "Filed under:",
            "Related Topics",
            "Ämnen i artikeln",
        ),
        *("Comments", "Comments (3)", "12 Kommentare", "Leave a comment", "View all comments", "Show 53 comments"),
        *("Report an error", "Back to top", "Next story", "Siguiente noticia", "タグ"),
    ],
)
def test_another_story_behind_the_last_signs_is_no_body(sign: str) -> None:
    """Whatever it reads like."""
    assert OTHER in barred(*STORY, sign, "Crops", OTHER, chances={OTHER: 0.9})


def test_the_head_of_the_tags_is_none_though_the_models_take_it_for_a_subhead() -> None:
    assert barred(*STORY, "Etiketler:", "harbour", "Wexmoor", chances={"Etiketler:": 0.8, "harbour": 0.6}) == [
        "Etiketler:",
        "harbour",
        "Wexmoor",
    ]


@pytest.mark.parametrize(
    "sign",
    [
        "Related stories",
        "Read next",
        "Share this article",
        "Most popular",
        "Comments on the plan were few.",
        "Topics of the talks",
    ],
)
def test_other_lines_end_nothing(sign: str) -> None:
    """Boxes with such heads stand in the middle of a story as well."""
    assert barred(*STORY, sign, OTHER, chances={OTHER: 0.9}) == []


def test_a_sign_above_the_story_ends_nothing() -> None:
    """A menu has `Comments` too, a page of teasers is less sure, and the story may be the longer part."""
    assert barred("Comments", *STORY) == []
    assert barred(STORY[0], "Comments", *STORY[1:]) == []
    teasers = dict.fromkeys(STORY[:3], 0.8)
    assert barred(*STORY[:3], "Tags: crops", OTHER, chances={**teasers, OTHER: 0.99}) == []


def test_a_button_behind_each_section_ends_nothing() -> None:
    """`Back to top` parts the sections of one page as well."""
    assert barred(*STORY, "Back to top", OTHER, "Back to top", chances={OTHER: 0.9}) == []
    assert OTHER in barred(*STORY, "Back to top", OTHER, chances={OTHER: 0.9})
