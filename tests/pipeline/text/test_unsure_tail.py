"""What stands apart behind a sure story, and what goes on with it."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.text.prepare import prepare
from pipeline.text.unsure_tail import unsure_tail

STORY = [
    f"The harbour council of Wexmoor heard on Tuesday how the ferry of pier {n} had run aground, and asked the owner, "
    "who sat among the public with his hat on his knees, what he had seen of the lamp that night and whom he had told of it."
    for n in ("one", "two", "three", "four", "five", "six")
]
BETWEEN = ["Share", "Latest news", "Crops on the moor"]
OTHER = "Growers on the moor expect the largest crop of cloudberries in ten years, their union said on Monday in Holm."


def apart(*lines: str, chances: dict[str, float] | None = None) -> list[str]:
    """The lines of the tail; a line of ten words or more is surely body unless said otherwise."""
    prepared = prepare("\n\n".join(lines))
    sure = [(chances or {}).get(u.text, 0.98 if len(u.text.split()) >= 10 else 0.1) for u in prepared.units]
    return [prepared.units[i].text for i, _ in unsure_tail(prepared, np.array(sure))]


def test_another_story_of_which_nobody_is_sure() -> None:
    assert apart(*STORY, *BETWEEN, OTHER, "About us", chances={OTHER: 0.6}) == [OTHER, "About us"]


@pytest.mark.parametrize(
    ("lines", "chance"),
    [
        ((*STORY, *BETWEEN, OTHER), 0.7),  # the models are surer of it
        ((*STORY, *BETWEEN[:1], OTHER), 0.6),  # right below
        ((*STORY[:4], *BETWEEN, OTHER), 0.6),  # a short story
        ((*STORY, *BETWEEN, OTHER, *(line.replace("pier", "dock") for line in STORY[:3])), 0.6),  # much follows
        ((*BETWEEN, OTHER), 0.6),
        ((OTHER,), 0.6),
    ],
)
def test_what_may_go_on_with_the_story(lines: tuple[str, ...], chance: float) -> None:
    assert apart(*lines, chances={OTHER: chance}) == []


def test_an_unsure_story_ends_nowhere() -> None:
    """Of live reports and lists the models are unsure throughout."""
    assert apart(*STORY, *BETWEEN, OTHER, chances=dict.fromkeys(STORY, 0.8) | {OTHER: 0.6}) == []
