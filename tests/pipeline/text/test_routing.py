"""Lines at the head of a body that belong to columns of their own."""

from __future__ import annotations

import pytest

from pipeline.marks.byline import Byline
from pipeline.text.byline_rules import agency_beside, hebrew_byline, hindi_byline, source_above
from pipeline.text.routed import Routed
from pipeline.text.routing import route_lines
from pipeline.text.units import Unit, build_units

STORY = (
    "The council voted on Tuesday to keep the old ferry for another winter, after two hundred people had asked it to.",
    "The ferry was built in 1921 and has been repaired so often that its captain says only the bell is old.",
    "A new one would cost the town 4 million crowns, which the council said it did not have.",
)


def routed(*head: str, language: str = "en") -> Routed:
    """What becomes of a dump all of whose lines but an image's are body."""
    units, _ = build_units("\n\n".join((*head, *STORY)))
    body = [i for i, unit in enumerate(units) if unit.text and not unit.text.startswith("[")]
    return route_lines(units, body, None, [0.0] * len(units), language)


def test_the_line_below_a_picture_that_says_the_same_is_its_caption() -> None:
    found = routed("[ image: The bell of the old ferry ]", "The bell of the old ferry")
    assert found.captions == ["The bell of the old ferry"]
    assert [paragraph for _, paragraph in found.body] == list(STORY)


def test_the_line_below_another_picture_is_none() -> None:
    found = routed("[ image: Our reporter ]", "The bell of the old ferry")
    assert found.captions == []
    assert found.body[0][1] == "The bell of the old ferry"


def test_a_dateline_with_nothing_but_a_day_behind_it() -> None:
    found = routed("HAMBURG (Reuters) - 12.6.2003", language="de")
    assert found.dateline is not None
    assert (found.dateline.place, found.dateline.agencies) == ("HAMBURG", ("reuters",))
    assert [paragraph for _, paragraph in found.body] == list(STORY)


def test_a_place_and_a_weekday_on_a_line_of_their_own() -> None:
    found = routed("LOOSDRIFT, zaterdag", language="nl")
    assert found.dateline is not None
    assert (found.dateline.place, found.dateline.day) == ("LOOSDRIFT", "zaterdag")
    assert [paragraph for _, paragraph in found.body] == list(STORY)


def test_a_heading_of_two_parts_is_no_dateline() -> None:
    assert routed("FERRIES, Bells").dateline is None


def test_the_picture_of_a_first_letter_belongs_to_its_word() -> None:
    units, _ = build_units("[T] IDEWATER -- The council voted on Tuesday to keep the old ferry.\n\n[B] A list entry")
    assert units[0].text.startswith("TIDEWATER -- The council")
    assert units[1].text == "[B] A list entry"


HEBREW = "המועצה החליטה ביום שלישי להשאיר את המעבורת הישנה לעוד חורף אחד, אחרי שמאתיים תושבים ביקשו זאת."


def _at_head(*head: str) -> list[Unit]:
    return build_units("\n\n".join((*head, HEBREW)))[0]


def test_a_name_alone_above_the_date_signs_in_hebrew() -> None:
    units = _at_head("המעבורת נשארת", "יעל נמל", "11/12/2019, 08:26")
    assert hebrew_byline(units, 3, 0, {}) == (1, Byline("יעל נמל", ("יעל נמל",), ()))


@pytest.mark.parametrize("head", [("המעבורת נשארת", "חדשות נמל", "11/12/2019, 08:26"), ("המעבורת נשארת", "יעל נמל", "שתפו")])
def test_other_words_there_and_a_name_without_a_date_do_not(head: tuple[str, ...]) -> None:
    assert hebrew_byline(_at_head(*head), 3, 0, {}) is None


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("منبع: ایسنا", "isna"),
        ("来源：新华网", "xinhua"),
        ("Quelle: dpa", None),
        ("منبع: بندر", None),
        ("12/03/2011 om 13:35 door svg | Bron: Belga", "belga"),
    ],
)
def test_an_agency_behind_a_label_above_the_story(line: str, agency: str | None) -> None:
    """A western `Source:` there is a picture's, but for one behind the date."""
    units, _ = build_units("\n\n".join(("Ferry", line, *STORY)))
    found = source_above(units, 2, 0, {})
    assert (found[1].agencies if found else None) == ((agency,) if agency else None)


@pytest.mark.parametrize(
    ("block", "agencies"),
    [
        ("Ada Inkwell\nReporter\nAP", ("ap",)),
        ("Ada Inkwell\nada@post.example\nTT", ("tt",)),
        ("Ada Inkwell\n\nAP", ()),
        ("Ada Inkwell\nSport\nAP", ()),
    ],
)
def test_an_agency_in_the_block_of_who_signs(block: str, agencies: tuple[str, ...]) -> None:
    """Behind a blank line or an entry of a menu it is a link."""
    units, _ = build_units(f"Ferry\n\n{block}\n\n" + "\n\n".join(STORY))
    found = agency_beside(units, [1], {1: "byline"})
    assert (found[1].agencies if found else ()) == agencies


@pytest.mark.parametrize(("below", "names"), [("संवाददाता, सोनपुर से", ["आलोक मिश्रा"]), ("कहानी छापें", [])])
def test_a_name_above_its_correspondents_place_signs_in_hindi(below: str, names: list[str]) -> None:
    units, _ = build_units("\n\n".join(("गाँव ने पुल बनाया", "आलोक मिश्रा", below, *STORY)))
    found = hindi_byline(units, 3, 0, {})
    assert list(found[1].authors if found else ()) == names


@pytest.mark.parametrize(("line", "agencies"), [("jhe/rb/dpa", ("dpa",)), ("dpa", ()), ("Quelle: dpa", ("dpa",))])
def test_an_agency_below_the_story(line: str, agencies: tuple[str, ...]) -> None:
    """Behind a desk's initials or a label it signs; its bare name may be a link."""
    units, _ = build_units("\n\n".join((*STORY, line)))
    found = route_lines(units, [0, 1, 2], None, [0.0] * len(units), "de")
    assert tuple(agency for credit in found.credits for agency in credit.agencies) == agencies


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("ИГОРЬ ПУШКОВ, Верхняя Гавань", ("Игорь Пушков",)),
        ("Yannick LE GALL", ("Yannick Le Gall",)),
        ("HARBOUR WATCH, Tidewater", ()),
    ],
)
def test_who_signs_below_the_story(line: str, authors: tuple[str, ...]) -> None:
    """In capitals before a place, as in Russian papers, or with a family name in capitals, as in French ones."""
    units, _ = build_units("\n\n".join((*STORY, line)))
    assert route_lines(units, [0, 1, 2], None, [0.0] * len(units), "en").authors == authors


@pytest.mark.parametrize(
    "note",
    [
        "Odile Brandt is a pharmacist in the Midwest.",
        "Odile Brandt runs the Raglan school of cooks.",
        "Odile Brandt (she/her) is a sailor who keeps bees.",
        "Odile Brandt, 41, hat in Tidewater gelernt.",
        "Brandt covers the harbour. She reported from Tidewater.",
    ],
)
def test_who_signs_is_told_of_at_the_end(note: str) -> None:
    """That sentence is a note on the author, whatever the work; of others it is the story's."""
    units, _ = build_units("\n\n".join(("By Odile Brandt", *STORY, note)))
    found = route_lines(units, [1, 2, 3, 4], None, [0.9, *[0.0] * 4], "en")
    assert (found.authors, found.bio) == (("Odile Brandt",), note)
    assert [paragraph for _, paragraph in found.body] == list(STORY)
    units, _ = build_units("\n\n".join(("By Ada Quill", *STORY, note)))
    assert route_lines(units, [1, 2, 3, 4], None, [0.9, *[0.0] * 4], "en").bio is None


def test_behind_a_note_on_how_to_reach_the_author_stand_readers() -> None:
    """Whatever the models took them for."""
    note = "Odile Brandt covers the harbour. She can be reached at 555-0177 or on Twitter."
    units, _ = build_units("\n\n".join(("By Odile Brandt", *STORY, *STORY, note, *STORY)))
    found = route_lines(units, list(range(1, len(units))), None, [0.9, *[0.0] * (len(units) - 1)], "en")
    assert [paragraph for _, paragraph in found.body] == [*STORY, *STORY]
    assert found.bio == note


@pytest.mark.parametrize(
    ("line", "above", "place"),
    [
        ("NEUHAVEN.", "Neuhaven", "NEUHAVEN"),
        ("NEUHAVEN.", "Sport", None),
        ("LONDON.", "Sport", "LONDON"),
        ("OPINION.", "Opinion", None),
        ("LONDON, March 3 (Reuters) -", "Sport", "LONDON"),
        ("A day at sea", "Sport", None),
    ],
)
def test_a_dateline_on_a_line_of_its_own(line: str, above: str, place: str | None) -> None:
    """A place alone must be known, or named on the page."""
    units, _ = build_units("\n\n".join((above, line, *STORY)))
    found = route_lines(units, [1, 2, 3, 4], None, [0.0] * len(units), "en")
    assert (found.dateline.place if found.dateline else None) == place
    assert (found.body[0][1] == line) is (place is None)
