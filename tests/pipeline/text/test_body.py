"""What follows the body directly and may be its last paragraph."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.text.body import ENDING_PROBABILITY, choose_body
from pipeline.text.prepare import prepare

STORY = (
    "The ferry between Harbourtown and the lighthouse will not sail before Easter, the harbour board decided on Monday.",
    "Its engine, built in 1961, had failed for the third time since the autumn, and no yard would repair it once more.",
)


@pytest.mark.parametrize(
    ("last", "kept"),
    [
        ("The board has appealed.", True),
        ("Beslutet har överklagats idag.", True),
        ("The board has asked a yard in Tidewater for an offer.", True),
        ("What do you think?", False),
        ("Follow all of it!", False),
        ("Harbour.", False),
        ("Ferries and boats of the sound", False),
        ("* The board has appealed.", False),
    ],
)
def test_a_last_paragraph_that_is_half_sure(last: str, kept: bool) -> None:
    """A statement ends the body from few words on; a question, a call, a headline and an item of a list do not."""
    prepared = prepare("\n\n".join([*STORY, last, "More", "Sport"]))
    chances = np.array([0.95 if unit.text in STORY else ENDING_PROBABILITY + 0.01 for unit in prepared.units])
    chances[-2:] = 0.01
    texts = [prepared.units[i].text for i in choose_body(prepared, chances)]
    assert texts == [*STORY, *([last] if kept else [])]
