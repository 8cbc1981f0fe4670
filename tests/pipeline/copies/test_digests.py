"""Texts of several stories: they bring no two of them together, in whatever order all come."""

import random
from pathlib import Path

import pytest

from pipeline.copies.history import EmptyHistory
from pipeline.copies.recognise import recognise_copies
from tests.pipeline.copies.memory import Memory
from tests.pipeline.copies.stories import FERRY, LOCAL, MINE, STAMP, an_id, batch, document, reworded

OBSERVATORY = [
    "Astronomers at the Kessel Ridge observatory have found a comet that will pass within sight of the naked eye next "
    "winter, the observatory's director said on Monday.",
    "The comet, no bigger than a small town, was first seen as a smudge on plates that a student had been asked to sort. "
    "Three telescopes on two continents have confirmed its path since.",
    '"It is a modest object, but it comes close," said the director, Mirela Dobos, who has scanned the southern sky for '
    "thirty years and found two others.",
    "It should be brightest in the second week of January, low in the west after sunset, and will not return for some four "
    "thousand years, according to the calculations published on Monday.",
]
STORIES = {"ferry": FERRY, "mine": MINE, "observatory": OBSERVATORY}
DIGEST = [paragraph for story in STORIES.values() for paragraph in story]
DIGESTS = [document("digest", DIGEST), document("other digest", ["In today's mail:", *DIGEST[:-1]])]
COPIES = [
    document(f"{name} {kind}", text)
    for name, story in STORIES.items()
    for kind, text in (("whole", story), ("cut", story[:3]), ("edited", [reworded(p) for p in story]))
]


def articles(folder: Path, *batches: list[dict[str, object]]) -> set[frozenset[str]]:
    """The documents of each article, aliases followed, after some batches."""
    memory = Memory(folder)
    for documents in batches:
        memory.apply(recognise_copies(batch(*documents), memory, STAMP))
    names = {an_id(str(d["source"])): str(d["source"]) for documents in batches for d in documents}
    rows = memory.all_copies
    leads = {r["article_id"]: r["related_article_id"] for r in rows if r["relation"] == "canonical" and r["related_article_id"]}
    members: dict[object, set[str]] = {}
    for row in rows:
        members.setdefault(leads.get(row["article_id"], row["article_id"]), set()).add(names[str(row["copy_id"])])
    return {frozenset(m) for m in members.values()}


APART = {frozenset({"digest", "other digest"})} | {
    frozenset(f"{name} {kind}" for kind in ("whole", "cut", "edited")) for name in STORIES
}


@pytest.mark.parametrize(
    "batches",
    [[DIGESTS + COPIES], [DIGESTS, COPIES], [COPIES, DIGESTS], [COPIES[::3], DIGESTS, COPIES[1::3] + COPIES[2::3]]],
    ids=["together", "digests first", "stories first", "digests between"],
)
def test_a_digest_joins_none_of_its_stories(tmp_path: Path, batches: list[list[dict[str, object]]]) -> None:
    """Its stories stay articles of their own, and two copies of the digest are one."""
    assert articles(tmp_path, *batches) == APART


def test_the_order_within_a_batch_does_not_matter() -> None:
    """Which texts are digests is settled before anything is joined."""
    documents = DIGESTS + COPIES
    first = recognise_copies(batch(*documents), EmptyHistory(), STAMP)
    random.Random(3).shuffle(documents)
    assert recognise_copies(batch(*documents), EmptyHistory(), STAMP).copies.equals(first.copies)


def test_stories_that_come_one_night_after_the_other_stay_apart(tmp_path: Path) -> None:
    """The first may pass for an excerpt of the digest, while nobody knows that it is one; no second one joins it there."""
    found = articles(tmp_path, DIGESTS, *([d] for d in COPIES))
    assert not any(len({name.split()[0] for name in members} & set(STORIES)) > 1 for members in found)


def test_a_long_story_with_many_cuts_is_no_digest(tmp_path: Path) -> None:
    """Cuts of one story stand in the same place of it."""
    cuts = [document(f"cut {n}", FERRY[:n]) for n in (2, 3, 4)]
    assert len(articles(tmp_path, [document("whole", FERRY), document("extended", [*FERRY, LOCAL]), *cuts])) == 1


def test_the_pages_of_one_story_make_no_digest_of_it(tmp_path: Path) -> None:
    """Two pages stand in different places, but under one headline."""
    pages = [document(f"page {n}", text, title="Cracks") for n, text in enumerate((FERRY[:3], FERRY[3:]))]
    found = articles(tmp_path, [document("whole", FERRY, title="Cracks"), *pages])
    assert any({"whole", "page 0"} <= members for members in found)
