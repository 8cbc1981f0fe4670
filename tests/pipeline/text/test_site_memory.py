"""What recurs over the stories of a source: `pipeline.text.site_memory` and its use in `clean_text`."""

from collections.abc import Sequence

from pipeline.text.body import choose_body, judge_units
from pipeline.text.clean import clean_text
from pipeline.text.prepare import prepare
from pipeline.text.site_memory import Learnt, SiteLines, learn
from tests.seeds.stories import SINGLES

PROMOTION = (
    "The Harbour Times was founded in 1911 by two printers and is read today in more than forty villages along the coast, "
    "where its vans deliver every morning before the first boat leaves."
)
BODIES = {name: list(story[1]) for name, story in SINGLES.items()}


def dump(name: str, at: int | None = None, extra: str = PROMOTION) -> str:
    """A story's paragraphs with one more among them, by default at the end."""
    body = BODIES[name]
    at = len(body) if at is None else at
    return "\n\n".join([*body[:at], extra, *body[at:]])


def learnt(number: int, text: str) -> Learnt:
    """What is remembered of a dump."""
    prepared = prepare(text)
    found = learn(number, prepared, choose_body(prepared, judge_units(prepared).body))
    assert found is not None
    return found


def site(texts: Sequence[str]) -> SiteLines:
    """A source whose remembered documents are these."""
    return SiteLines([learnt(number, text) for number, text in enumerate(texts)])


def test_without_memory_the_promotion_is_kept() -> None:
    """The other tests would show nothing if it were not."""
    assert PROMOTION in clean_text(dump("bees")).extracted.text


def test_what_stands_in_other_stories_is_no_body() -> None:
    """A paragraph that reads like prose, at the end of every story of a source."""
    cleaned = clean_text(dump("bees"), site=site([dump("library"), dump("bridge"), dump("clinic")]))
    assert PROMOTION not in cleaned.extracted.text
    assert cleaned.extracted.text.endswith(BODIES["bees"][-1])


def test_explain_says_where_it_recurs() -> None:
    """The evidence comes first, in words."""
    cleaned = clean_text(dump("bees"), site=site([dump("library"), dump("bridge"), dump("clinic")]))
    (fate,) = [u for u in cleaned.units if u.text == PROMOTION]
    assert fate.action == "remove"
    assert fate.evidence[0] == "stands in 3 of 3 other stories of this source"


def test_other_dumps_of_the_page_are_not_other_stories() -> None:
    """All lines of a page recur over its dumps: wrapped, glued or cut, they are one story."""
    page = BODIES["bees"]
    dumps = ["\n\n".join(page), "\n".join(page), " ".join(page), "\n\n".join(page[:3]), "\n\n".join(["A new headline", *page])]
    plain = clean_text(dumps[0]).extracted.text
    assert clean_text(dumps[0], site=site(dumps)).extracted.text == plain


def test_a_wire_story_with_another_lead_is_not_another_story() -> None:
    """Its paragraphs recur because it ran again."""
    body = BODIES["orchestra"]
    again = "\n\n".join(["Musicians in the valley had a surprise on Thursday.", *body[1:]])
    assert clean_text("\n\n".join(body), site=site([again])).extracted.text == clean_text("\n\n".join(body)).extracted.text


def test_background_told_again_in_one_other_story_stays() -> None:
    """Papers repeat what readers may have forgotten, amid the new; that is not furniture."""
    others = [dump("library", 2), *("\n\n".join(BODIES[name]) for name in ("bridge", "clinic", "school"))]
    assert PROMOTION in clean_text(dump("bees", 3), site=site(others)).extracted.text


def test_short_lines_recur_by_chance() -> None:
    """A subhead of three words is in many stories and still the story's."""
    extra = "What happened next"
    assert (
        site([dump("library", 2, extra), dump("bridge", 2, extra)]).elsewhere(prepare(dump("bees", 3, extra)), []).stories.sum()
        == 0
    )


def test_the_order_of_documents_does_not_matter() -> None:
    """Documents are told apart by their ids."""
    documents = [learnt(n, dump(name)) for n, name in enumerate(BODIES)]
    prepared = prepare(dump("bees"))
    counts = [SiteLines(order).elsewhere(prepared, [0, 1]).stories.tolist() for order in (documents, documents[::-1])]
    assert counts[0] == counts[1]


def test_a_document_too_short_to_tell_stories_apart_teaches_nothing() -> None:
    """Three words have no shingle."""
    assert learn(1, prepare("Three words only"), []) is None
