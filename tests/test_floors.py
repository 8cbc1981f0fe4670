"""Each figure that the gate measures of the invented dumps has a floor, and each set is there with what is expected of it."""

import json
import tomllib
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
FIGURES = {"whole", "text", "title", "authors", "day", "dateline", "section", "captions"}


def test_every_set_of_dumps_has_its_floors() -> None:
    """A set without floors would stop the gate only once everything before it is measured."""
    floors = tomllib.loads((BENCHMARKS / "floors.toml").read_text(encoding="utf-8"))
    sets = [path.parent.name for path in BENCHMARKS.glob("archive_*/expected.json")]
    assert len(sets) >= 8
    assert {name: set(floors.get(name, ())) for name in sets} == dict.fromkeys(sets, FIGURES)


def test_every_dump_of_a_set_is_expected() -> None:
    """A dump without an entry is never read."""
    for path in BENCHMARKS.glob("archive_*/expected.json"):
        assert {dump.stem for dump in path.parent.glob("*.txt")} == set(json.loads(path.read_text(encoding="utf-8"))), path
