"""The first pass over a run's inputs: `pipeline.learning`."""

import random
from pathlib import Path

import pytest

from pipeline.learning import REMEMBERED, SAMPLE, choose_files, learn_files, remember
from pipeline.load.settings import LoadSettings
from pipeline.load.walk import InputFile, find_inputs
from pipeline.text.clean import clean_text
from pipeline.text.prepare import prepare
from pipeline.text.site_memory import Learnt, learn
from tests.seeds.stories import SINGLES


def file(name: str, source: str = "harbour", size: int = 1) -> InputFile:
    """A file that nobody opens."""
    return InputFile(path=Path("/archive") / source / name, source=source, size=size)


def fact(document: int) -> Learnt:
    """What is remembered of some document."""
    return Learnt(document, frozenset([document]), frozenset([document]))


def test_the_sample_is_the_same_whatever_the_order() -> None:
    """A repeated run, or one over a moved archive, must learn the same."""
    files = [file(f"{n}.txt") for n in range(10 * SAMPLE)]
    shuffled = random.Random(1).sample(files, len(files))
    assert choose_files(files) == choose_files(shuffled)
    assert len(choose_files(files)) == SAMPLE


def test_every_source_has_its_sample() -> None:
    """A large source does not push out a small one."""
    files = [file(f"{n}.txt", "large") for n in range(5 * SAMPLE)] + [file("a.txt", "small")]
    assert [f.source for f in choose_files(files)] == ["large"] * SAMPLE + ["small"]


@pytest.mark.parametrize("name", ["a.html", "a.warc.gz", "a.wacz", "b.htm.gz"])
def test_pages_with_markup_are_not_looked_at(name: str) -> None:
    """Their furniture is told by markup."""
    assert choose_files([file(name)]) == []


def test_documents_are_learnt_by_source(tmp_path: Path) -> None:
    """From files of any kind that hold text; what cannot be read is left to the run."""
    bodies = ["\n\n".join(story[1]) for story in SINGLES.values()]
    for n, body in enumerate(bodies):
        path = tmp_path / ("north" if n % 2 else "south") / f"{n}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(body, encoding="utf-8")
    (tmp_path / "north" / "broken.txt.gz").write_bytes(b"\x1f\x8b nothing")
    settings = LoadSettings()
    learnt = learn_files(choose_files(find_inputs([tmp_path], settings)), settings)
    assert {source: len(documents) for source, documents in learnt.items()} == {"north": 5, "south": 6}


RECORD = """                              1 of 3 DOCUMENTS


                            The Tidewater Chronicle

                             March 10, 1998, Tuesday

Council keeps old ferry for another winter

BYLINE: ADA INKWELL, Staff Writer

SECTION: LOCAL; Pg. B1

LENGTH: 112 words

The council voted on Tuesday to keep the old ferry for another winter, after a debate that went on until midnight.

Read more: what the bridge that opened in May has cost the towns on both sides of the sound until now

The opposition had wanted to sell it, since the bridge carries most of the traffic across the sound.

LOAD-DATE: March 12, 1998
"""


def test_a_record_is_learnt_by_the_text_that_is_taken_from_it(tmp_path: Path) -> None:
    """Its fields say what is body: no line of that is vetoed here that cleaning keeps, or its own story would seem another's."""
    path = tmp_path / "press" / "record.txt"
    path.parent.mkdir()
    path.write_text(RECORD, encoding="utf-8")
    settings = LoadSettings()
    learnt = learn_files(choose_files(find_inputs([path.parent], settings)), settings)["press"][0]
    kept = [i for i, unit in enumerate(clean_text(RECORD).units) if unit.action == "keep"]
    assert len(kept) == 3
    assert learnt == learn(learnt.document, prepare(RECORD), kept)


def test_learning_again_changes_nothing() -> None:
    """The promise that lets a run start over after a crash."""
    before = remember({}, [{"harbour": [fact(n) for n in range(0, 300, 7)]}])
    batch = [{"harbour": [fact(n) for n in range(100, 140)]}, {"valley": [fact(5)]}]
    once = remember(before, batch)
    assert remember(once, batch) == once
    assert remember(before, batch[::-1]) == once


def test_the_latest_run_is_remembered_beside_the_rest() -> None:
    """A site that changes its furniture is learnt anew, however long its history."""
    history = remember({}, [{"harbour": [fact(n) for n in range(1000)]}])
    latest = remember(history, [{"harbour": [fact(n) for n in range(5000, 5010)]}])
    kept = [d.document for d in latest["harbour"]]
    assert kept == [*range(REMEMBERED), *range(5000, 5010)]
    assert len(remember({}, [{"harbour": [fact(n) for n in range(1000)]}])["harbour"]) == 2 * REMEMBERED


def test_a_source_that_a_run_does_not_meet_is_left_alone() -> None:
    """Its memory waits for its next documents."""
    before = remember({}, [{"harbour": [fact(n) for n in range(3)]}])
    assert remember(before, [{"valley": [fact(9)]}])["harbour"] == before["harbour"]
