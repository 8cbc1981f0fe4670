"""Recognition: what is a copy, what kind of copy, and what must stay apart."""

import random
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.copies.history import EmptyHistory
from pipeline.copies.recognise import recognise_copies
from tests.pipeline.copies.memory import Memory
from tests.pipeline.copies.stories import FERRY, LOCAL, MINE, NOW, STAMP, an_id, batch, day, document, market, reworded

WIRE = document(
    "agency-desk",
    FERRY,
    outlet="Reuters",
    title="Cracks close Norrhaven ferry terminal",
    agencies=["reuters"],
    agency_evidence="credit",
)


def relation(name: str, *documents: dict[str, object]) -> dict[str, object]:
    copies = recognise_copies(batch(*documents), EmptyHistory(), STAMP).copies.to_pylist()
    return next(c for c in copies if c["copy_id"] == an_id(name))


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (FERRY, "exact"),
        (FERRY[:3], "excerpt"),
        ([*FERRY[:4], LOCAL, *FERRY[4:]], "extended"),
        ([reworded(p) for p in FERRY], "near"),
        ([*FERRY[:3], LOCAL], "near"),
    ],
    ids=["printed whole", "cut from the end", "a local paragraph added", "sub-edited", "cut and added to"],
)
def test_what_an_outlet_did_decides_the_relation(paragraphs: list[str], expected: str) -> None:
    """exact, excerpt, extended or near, against the agency's own text."""
    assert relation("the-copy", WIRE, document("the-copy", paragraphs))["relation"] == expected


def test_changes_name_headline_paragraphs_dateline_and_credit() -> None:
    """What the outlet did, in a form that can be counted."""
    changed = document("b", [reworded(FERRY[0]), FERRY[1], LOCAL], title="Terminal shut", dateline="NORRHAVEN —")
    assert relation("b", WIRE, changed)["changes"] == ["headline", "dateline", "credit", "cut:4", "added:1", "edited:1"]


def test_identical_text_is_stored_once() -> None:
    """A copy's text is null where it is the article's, and only there."""
    assert relation("b", WIRE, document("b", FERRY))["text"] is None
    assert relation("b", WIRE, document("b", FERRY[:3]))["text"] == "\n\n".join(FERRY[:3])


def test_different_stories_stay_apart() -> None:
    """Two stories are two articles."""
    assert recognise_copies(batch(WIRE, document("m", MINE)), EmptyHistory(), STAMP).articles_added == 2


def test_templated_reports_stay_apart() -> None:
    """Daily market reports share their words and differ in their figures: each is an article."""
    days = [
        document(
            "mon", market("31", "0.8", "Monday", "Falk Shipping", "114"), published_date=day(3), title="Index closes higher"
        ),
        document("tue", market("12", "0.3", "Tuesday", "Sund Energy", "88"), published_date=day(4), title="Index closes higher"),
        document(
            "wed", market("77", "1.9", "Wednesday", "Quinta Mining", "240"), published_date=day(5), title="Index closes higher"
        ),
    ]
    done = recognise_copies(batch(*days), EmptyHistory(), STAMP)
    assert done.articles_added == 3
    assert set(done.copies["relation"].to_pylist()) == {"canonical"}


BRIEF = (
    "Kessel region approves loan for hill railway\n\nThe Kessel regional bank said it approved a 90 million crown loan to help "
    "the hill districts repair the railway between Puerto Seco and the copper pits.\n\nThe 240 million crown project is to make the "
    "line safe for heavier trains, and to shorten the journey to the port by some two hours, it said.\n\nThe loan is for 12 years "
    "and carries a variable interest rate, currently 4.75 percent, linked to the bank's own cost of borrowing."
)


SUB_EDITED_BRIEF = BRIEF.replace("some two", "about two").replace("currently", "now")


@pytest.mark.parametrize(
    ("text", "articles"),
    [(SUB_EDITED_BRIEF, 1), (SUB_EDITED_BRIEF.replace("4.75", "6.25").replace("90 million", "60 million"), 2)],
    ids=["sub-edited", "of other figures"],
)
def test_a_brief_that_was_hardly_edited_is_a_copy(text: str, articles: int) -> None:
    """Where its figures are the same: in a short text a word is a lot, and a figure is more."""
    pair = document("a", BRIEF), document("b", text)
    assert recognise_copies(batch(*pair), EmptyHistory(), STAMP).articles_added == articles


def test_a_template_filled_with_short_words_stays_apart() -> None:
    """The same figures and long words, and slots all over the text."""
    words = [f"w{n:03d}x" if n % 9 else "{}" for n in range(180)]
    fillings = (" ".join(words).format(*(f"{a}{n}" for n in map(chr, range(97, 117)))) for a in "pq")
    pair = [document(name, text) for name, text in zip("ab", fillings, strict=True)]
    assert recognise_copies(batch(*pair), EmptyHistory(), STAMP).articles_added == 2


def test_a_shared_paragraph_does_not_join() -> None:
    """The same statement in two stories is a quotation."""
    assert recognise_copies(batch(WIRE, document("m", [*MINE, FERRY[2]])), EmptyHistory(), STAMP).articles_added == 2


def test_a_text_of_two_stories_does_not_chain_them(tmp_path: Path) -> None:
    """Two wire stories printed as one join at most one of them, whichever came first."""
    both = document("both", [*FERRY, *MINE])
    for order in ([both, WIRE, document("m", MINE)], [WIRE, document("m", MINE), both], [WIRE, both, document("m", MINE)]):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        memory = Memory(folder)
        for one in [*order, document("f2", FERRY[:5]), document("m2", MINE[:3])]:
            memory.apply(recognise_copies(batch(one), memory, STAMP))
        article = {c["copy_id"]: c["article_id"] for c in memory.all_copies}
        assert article[an_id("f2")] == article[an_id("agency-desk")]
        assert article[an_id("m2")] != article[an_id("f2")]


def test_the_order_of_documents_does_not_matter() -> None:
    """A batch gives the same rows in any order."""
    documents = [
        WIRE,
        document("b", FERRY[:3]),
        document("c", [reworded(p) for p in FERRY]),
        document("m", MINE),
        document("n", MINE[:3]),
    ]
    first = recognise_copies(batch(*documents), EmptyHistory(), STAMP)
    for seed in range(5):
        random.Random(seed).shuffle(documents)
        again = recognise_copies(batch(*documents), EmptyHistory(), STAMP)
        assert again.articles.equals(first.articles)
        assert again.copies.equals(first.copies)


def test_a_later_version_is_an_article_of_its_own_and_linked() -> None:
    """A running story's next version must not hide the first."""
    first = document("a", FERRY, title="Norrhaven ferry terminal to close over cracks", published_date=day(3))
    later = [
        "Norrhaven's ferry terminal was closed at once on Thursday after a twelfth pier gave way overnight, the harbour board said.",
        "Nobody was hurt when the pier sank by half a metre at about 3 a.m., chairwoman Ingrid Falk said; the night boat had left "
        "an hour before. Police have sealed off the quay and the car park behind it.",
        FERRY[1],
        FERRY[3],
        "The regional government will meet in emergency session on Friday to decide on buses, boats and money for islanders who "
        "cannot get to work, its spokesman said, and promised an answer by the evening.",
    ]
    update = document("b", later, title="Norrhaven ferry terminal to close at once over cracks", published_date=day(5))
    done = recognise_copies(batch(first, update), EmptyHistory(), STAMP)
    rows = {c["copy_id"]: c for c in done.copies.to_pylist()}
    assert done.articles_added == 2
    assert (rows[an_id("b")]["relation"], rows[an_id("b")]["related_article_id"]) == ("update", an_id("a"))


def test_every_article_has_one_head_and_true_counts(tmp_path: Path) -> None:
    """Batch after batch: one head, counts that agree with the rows, no document lost, no id moved."""
    batches = [
        [document("cut", FERRY[:4]), document("m", MINE)],
        [document("sub", [reworded(p) for p in FERRY]), document("m-cut", MINE[:3], outlet="M")],
        [WIRE, document("again", FERRY)],
    ]
    memory = Memory(tmp_path)
    ids: set[object] = set()
    for documents in batches:
        memory.apply(recognise_copies(batch(*documents), memory, STAMP))
        assert ids <= {a["article_id"] for a in memory.all_articles}
        ids = {a["article_id"] for a in memory.all_articles}
    for article in memory.all_articles:
        copies = [c for c in memory.all_copies if c["article_id"] == article["article_id"]]
        assert [c["relation"] for c in copies].count("canonical") == 1
        assert article["copy_count"] == len(copies)
        assert article["outlet_count"] == len({c["outlet"] for c in copies})
    assert len(memory.all_copies) == 6
    assert len(memory.all_articles) == 2


def test_batch_by_batch_gives_the_stories_of_one_batch(tmp_path: Path) -> None:
    """What belongs together does not depend on how the documents came."""
    documents = [
        WIRE,
        document("cut", FERRY[:4]),
        document("sub", [reworded(p) for p in FERRY]),
        document("more", [*FERRY, LOCAL]),
        document("m", MINE),
        document("m-cut", MINE[:3]),
        document("mon", market("31", "0.8", "Monday", "Falk Shipping", "114")),
        document("tue", market("12", "0.3", "Tuesday", "Sund Energy", "88")),
    ]

    def stories(size: int, folder: Path) -> set[frozenset[object]]:
        folder.mkdir()
        memory = Memory(folder)
        for i in range(0, len(documents), size):
            memory.apply(recognise_copies(batch(*documents[i : i + size]), memory, STAMP))
        members: dict[object, set[object]] = {}
        for copy in memory.all_copies:
            members.setdefault(copy["article_id"], set()).add(copy["copy_id"])
        return {frozenset(m) for m in members.values()}

    whole = stories(len(documents), tmp_path / "whole")
    assert len(whole) == 4
    for size in (1, 3):
        random.Random(size).shuffle(documents)
        assert stories(size, tmp_path / str(size)) == whole


def test_a_fuller_copy_becomes_canonical_and_the_id_stays(tmp_path: Path) -> None:
    """The article is revised, its id does not move, and the old canonical copy gets its text back."""
    memory = Memory(tmp_path)
    memory.apply(recognise_copies(batch(document("cut", FERRY[:3])), memory, STAMP))
    done = recognise_copies(batch(document("whole", FERRY)), memory, STAMP)
    memory.apply(done)
    (article,) = memory.all_articles
    old = next(c for c in memory.all_copies if c["copy_id"] == an_id("cut"))
    assert (article["article_id"], article["revision"], article["text"]) == (an_id("cut"), 1, "\n\n".join(FERRY))
    assert (old["relation"], old["text"]) == ("excerpt", "\n\n".join(FERRY[:3]))
    assert (done.articles_added, done.articles_revised) == (0, 1)


def test_a_wire_story_with_more_copies_than_the_hash_cap_is_one_article(tmp_path: Path) -> None:
    """The cap on common shingles counts articles, not copies: the most printed story must not be the one that falls apart."""
    memory = Memory(tmp_path)
    for i in range(3):
        copies = [document(f"outlet-{i}-{n}", [*FERRY[: 3 + n % 4], f"Outlet {i} {n} adds a word."]) for n in range(40)]
        memory.apply(recognise_copies(batch(*copies), memory, STAMP))
    assert [a["copy_count"] for a in memory.all_articles] == [120]


def test_copies_name_the_agency_that_the_canonical_copy_does_not() -> None:
    """Evidence `copies`: somebody kept the credit."""
    whole = document("whole", FERRY)
    credited = document("cut", FERRY[:4], agencies=["ap"], agency_evidence="credit")
    (article,) = recognise_copies(batch(whole, credited), EmptyHistory(), STAMP).articles.to_pylist()
    assert (article["agencies"], article["agency_evidence"]) == (["ap"], "copies")


def test_lag_is_told_in_seconds_after_the_first_copy() -> None:
    """Only where both instants are known."""
    early, late = document("a", FERRY, published_at=NOW), document("b", FERRY, published_at=NOW + timedelta(hours=2))
    assert relation("b", early, late)["lag_seconds"] == 7200
    assert relation("c", early, document("c", FERRY))["lag_seconds"] is None
