"""What the units around one tell: lists, shop windows, captions, the headline."""

import numpy as np

from pipeline.text.features import NAMES
from pipeline.text.prepare import Prepared, prepare

PAGE = """Ferry to Holm runs again

By Odile Brandt

The ferry between Saltmarsh and Holm runs again after a winter in dock, its owners said on Monday in the harbour.

Passengers had crossed by the longer road through Kettle Bridge since November, when the hull was found to be cracked.

A deckhand throws a line to the quay at Holm, Feb. 27, 2031.

(Jo Lens/The Tidal Post)

The new times are these:

1. Saltmarsh to Holm at 7:10

2. Holm to Saltmarsh at 8:40

3. Saltmarsh to Holm at 17:15

A crossing costs €4, and those who live on the island pay half, as they did before the ferry went into dock.

Milena Voss

Joss Kettle
"""


def column(prepared: Prepared, name: str) -> dict[str, float]:
    """One number of each live unit, by the unit's first letters."""
    assert prepared.features is not None
    values = prepared.features.rows[:, NAMES.index(name)].tolist()
    return {prepared.units[i].text[:12]: value for i, value in zip(prepared.live, values, strict=True)}


def test_lists_behind_a_colon_and_their_numbers_are_counted() -> None:
    """A list that the article introduces belongs to it, a ranking of the page does not."""
    page = prepare(PAGE)
    since = column(page, "since_colon")
    assert (since["1. Saltmarsh"], since["3. Saltmarsh"], since["The ferry be"]) == (1, 3, 40)
    assert column(page, "words_since_colon")["1. Saltmarsh"] == 0
    numbered = column(page, "numbered_around8")
    assert numbered["2. Holm to S"] == 3
    assert column(page, "since_numbered")["A crossing c"] == 1


def test_captions_and_their_credits_are_told_to_their_neighbours() -> None:
    """The credit's line says what the one above it is."""
    page = prepare(PAGE)
    assert column(page, "credit+1")["A deckhand t"] > 0.9
    assert column(page, "credit")["(Jo Lens/The"] == 1
    assert column(page, "full_date")["A deckhand t"] == 1
    assert column(page, "caption")["The ferry be"] == 0


def test_prices_names_and_times_around_are_counted() -> None:
    """Shops, casts and programmes are told by what stands around a line."""
    page = prepare(PAGE)
    assert column(page, "priced_around5")["Joss Kettle"] == 1
    assert column(page, "named_around3")["Milena Voss"] == 2
    assert column(page, "clocked_around3")["2. Holm to S"] == 3


def test_the_headline_is_guessed_by_the_words_of_the_lead() -> None:
    """Places are counted from it before any headline is chosen."""
    page = prepare(PAGE)
    below = column(page, "from_headline")
    assert below["Ferry to Hol"] == 0
    assert below["By Odile Bra"] == 1
    assert column(page, "headline_share")["Ferry to Hol"] > column(page, "headline_share")["A crossing c"]


def test_one_unit_has_no_surroundings() -> None:
    """Its row is whole and finite all the same."""
    features = prepare("Only this line stands in the dump.").features
    assert features is not None
    assert features.rows.shape == (1, len(NAMES))
    assert np.isfinite(features.rows).all()
