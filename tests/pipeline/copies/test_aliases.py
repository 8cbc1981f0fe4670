"""Two articles that are found to be one: what is written, who follows it, and what must not bring it about."""

from datetime import date
from pathlib import Path

from pipeline.copies.recognise import recognise_copies
from tests.pipeline.copies.memory import Memory
from tests.pipeline.copies.stories import FERRY, LOCAL, MINE, STAMP, an_id, batch, day, document, reworded

HEADLINE = "Cracks close Norrhaven ferry terminal"
FRONT, BACK = document("front", FERRY[:3], title=HEADLINE), document("back", FERRY[3:], title=HEADLINE)
"""Two cuts of one story that share no paragraph; under different headlines they would be two stories of a digest."""
WHOLE, SUB_EDITED = document("whole", FERRY), document("sub", [reworded(p) for p in FERRY])


def remember(folder: Path, *batches: list[dict[str, object]]) -> Memory:
    """Recognise in batches."""
    memory = Memory(folder)
    for documents in batches:
        memory.apply(recognise_copies(batch(*documents), memory, STAMP))
    return memory


def aliases(memory: Memory) -> dict[object, object]:
    """Of each alias the article that it leads to."""
    rows = memory.all_copies
    return {r["article_id"]: r["related_article_id"] for r in rows if r["relation"] == "canonical" and r["related_article_id"]}


def test_one_witness_does_not_make_two_articles_one(tmp_path: Path) -> None:
    """A text that holds both may be two stories printed as one."""
    assert aliases(remember(tmp_path, [FRONT, BACK], [WHOLE])) == {}


def test_a_second_witness_makes_one_the_alias_of_the_other(tmp_path: Path) -> None:
    """Recorded on the head's row; no id moves, and no other row of the alias changes."""
    before = remember(tmp_path, [FRONT, BACK], [WHOLE])
    ids = {r["copy_id"]: r["article_id"] for r in before.all_copies}
    before.apply(recognise_copies(batch(SUB_EDITED), before, STAMP))
    kept = ids[an_id("whole")]
    (alias,) = {an_id("front"), an_id("back")} - {kept}
    assert aliases(before) == {alias: kept}
    assert {r["copy_id"]: r["article_id"] for r in before.all_copies if r["copy_id"] in ids} == ids


def test_what_matches_an_alias_joins_the_article_it_leads_to(tmp_path: Path) -> None:
    """An alias gets no more copies, whichever of the two a document is nearest to."""
    memory = remember(tmp_path, [FRONT, BACK], [WHOLE], [SUB_EDITED])
    ((alias, kept),) = aliases(memory).items()
    part = FERRY[:3] if alias == an_id("front") else FERRY[3:]
    memory.apply(
        recognise_copies(
            batch(document("again", part, title=HEADLINE), document("more", [*part, LOCAL], title=HEADLINE)), memory, STAMP
        )
    )
    article = {r["copy_id"]: r["article_id"] for r in memory.all_copies}
    assert (article[an_id("again")], article[an_id("more")]) == (kept, kept)
    assert aliases(memory) == {alias: kept}


def test_new_articles_of_one_batch_are_written_as_one(tmp_path: Path) -> None:
    """No reader has seen them apart, so there is nothing to record."""
    memory = remember(tmp_path, [FRONT, BACK, WHOLE, SUB_EDITED])
    assert len(memory.all_articles) == 1
    assert aliases(memory) == {}


def test_two_texts_of_two_stories_are_one_witness_too_few(tmp_path: Path) -> None:
    """Reprinted twice with the same neighbour below it, a story is still not its neighbour."""
    both = [*FERRY, *MINE]
    stories = [document("f", FERRY), document("m", MINE)], [document("f2", FERRY[:5]), document("m2", MINE[:3])]
    memory = remember(tmp_path, *stories, [document("both", both)], [document("f3", FERRY[:4])])
    assert aliases(memory) == {}


def test_an_update_is_never_made_one_with_its_earlier_version(tmp_path: Path) -> None:
    """Copies that print both versions' paragraphs do not undo what the dates told."""
    title = "Norrhaven ferry terminal to close"
    news = [
        "Norrhaven's ferry terminal was closed at once on Thursday after a twelfth pier gave way overnight, the board said.",
        "Nobody was hurt when the pier sank by half a metre at about 3 a.m.; the night boat had left an hour before. Police have "
        "sealed off the quay and the car park behind it.",
        FERRY[1],
        FERRY[3],
        "The regional government will meet in emergency session on Friday to decide on buses, boats and money for islanders who "
        "cannot get to work, its spokesman said, and promised an answer by the evening.",
    ]

    def printed(name: str, paragraphs: list[str], published: date | None) -> dict[str, object]:
        return document(name, paragraphs, title=title, published_date=published)

    memory = remember(
        tmp_path,
        [printed("a", FERRY, day(3)), printed("a2", FERRY[:5], day(3))],
        [printed("b", news, day(5)), printed("b2", news[:4], day(5))],
        [printed("c", [*news, *FERRY], None), printed("d", [*news[:4], *FERRY[:5]], None)],
    )
    head = next(r for r in memory.all_copies if r["copy_id"] == an_id("b"))
    assert (head["relation"], head["related_article_id"]) == ("update", an_id("a"))
    assert aliases(memory) == {}
