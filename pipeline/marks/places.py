"""A printed place in; whether datelines name it, out: the list in `places.txt`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

PLACES_FILE = Path(__file__).with_name("places.txt")

_BETWEEN_CITIES = re.compile(r"\s*/\s*|\s+(?:and|und|et|y|e)\s+")


def is_known_place(place: str) -> bool:
    """Tell whether every city of `PARIS/LONDON` is one known for datelines; a state or country may follow a comma."""
    folded = place.casefold()
    if folded in _places():
        return True
    first = folded.split(",")[0].strip()
    if first != folded:
        return first in _places()
    cities = _BETWEEN_CITIES.split(folded)
    return len(cities) > 1 and all(city in _places() for city in cities)


@cache
def _places() -> frozenset[str]:
    """Read the list of dateline cities once per process."""
    lines = PLACES_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(name.casefold() for line in lines if line and not line.startswith("#") for name in line.split("|"))
