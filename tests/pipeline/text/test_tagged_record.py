"""Records of research corpora: TREC, Gigaword, AQUAINT, Reuters-21578."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.text.clean import clean_text
from pipeline.text.database_record import SeveralDocumentsError, read_record
from pipeline.text.tagged_columns import captions_of, dated, numbered_day, outlet_of, section_of, wire_day
from pipeline.text.tagged_record import count_tagged, may_be_tagged
from pipeline.text.units import build_units

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "tagged_records.json").read_text(encoding="utf-8"))
EVERY_CORPUS = pytest.mark.parametrize("case", [pytest.param(c, id=c["label"]) for c in CASES])
BODY = "The council voted on Tuesday to keep the old ferry for another winter, and its bell, and the man who rings it."
"""Enough words for an article."""


def story(headline: str = "", body: str = BODY, head: str = "<DOCNO> X-1 </DOCNO>") -> str:
    return f"<DOC>\n{head}\n{headline}\n<TEXT>\n{body}\n</TEXT>\n</DOC>\n"


@EVERY_CORPUS
def test_a_record_fills_the_columns(case: dict[str, Any]) -> None:
    """Each tag's field goes to its column, the whole body and no tag to the text."""
    found = clean_text(case["input"]).extracted
    assert {
        "title": found.title,
        "byline": found.byline,
        "authors": list(found.authors),
        "outlet": found.outlet,
        "section": found.section,
        "published": found.published.day.isoformat() if found.published and found.published.day else None,
        "printed": found.published.raw if found.published else None,
        "dateline": found.dateline,
        "agencies": list(found.agencies),
        "captions": list(found.captions),
        "text": found.text.split("\n\n"),
    } == case["expected"]


@EVERY_CORPUS
def test_every_line_has_its_fate(case: dict[str, Any]) -> None:
    """Also one that ends a field and begins the body."""
    fates = clean_text(case["input"]).units
    told = {n for fate in fates for n in range(fate.first_line, fate.last_line + 1)}
    assert told >= {n for n, line in enumerate(case["input"].split("\n"), 1) if line.strip()}
    assert {"title", "record_field"} <= {fate.label for fate in fates}


@EVERY_CORPUS
def test_several_records_are_no_article(case: dict[str, Any]) -> None:
    """The message says how to part them."""
    with pytest.raises(SeveralDocumentsError, match=r"2 records .* --split trec"):
        clean_text(case["input"] * 2)


@EVERY_CORPUS
def test_a_part_without_its_last_tag_is_the_same_record(case: dict[str, Any]) -> None:
    """The separator takes a document's end tag, and may leave the one before."""
    whole = clean_text(case["input"]).extracted
    end = case["input"].rindex("</")
    assert clean_text(case["input"][:end]).extracted == whole
    assert clean_text("</DOC>\n" + case["input"]).extracted == whole


@pytest.mark.parametrize(
    "text",
    [
        f"<DOC>\n<p>{BODY}</p>",
        f"How a record looks:\n\n<DOC>\n<DOCNO> X-1 </DOCNO>\n<TEXT>\n{BODY}\n</TEXT>\n</DOC>",
        f"<DOCTOR> {BODY} </DOCTOR>",
        f"<TEXT>\n{BODY}\n</TEXT>",
    ],
)
def test_tags_alone_make_no_record(text: str) -> None:
    """A page may print some, or begin with one."""
    assert not may_be_tagged(text)
    assert count_tagged(text.split("\n")) == 0
    assert read_record(text.split("\n")) is None


@pytest.mark.parametrize(
    "text",
    [
        '<REUTERS TOPICS="NO" NEWID="7">\n<DATE>26-FEB-1987 15:14:36.41</DATE>\n<TEXT TYPE="BRIEF">&#2;\n'
        "******<TITLE>TIDEWATER FERRIES SEES A LOSS OF TWO MLN DLRS BECAUSE OF THE FOG AND OF THE PRICE THAT IT PAYS FOR OIL</TITLE>\n"
        "&#3;</TEXT>\n</REUTERS>",
        story().replace("TEXT>", "GRAPHIC>"),
    ],
)
def test_a_record_without_a_body_is_no_article(text: str) -> None:
    """Flashes are headlines, and some documents of the Los Angeles Times are pictures."""
    assert clean_text(text).extracted.text == ""


def test_an_unprocessed_story_is_all_body() -> None:
    """Reuters-21578 left some without a tag within `<TEXT>`."""
    text = (
        f'<REUTERS NEWID="9">\n<TEXT TYPE="UNPROC">&#2;\n{BODY}\n    She rang it &lt;twice> for <AMB>.\n&#3;</TEXT>\n</REUTERS>'
    )
    assert clean_text(text).extracted.text == f"{BODY}\n\nShe rang it <twice> for <AMB>."


@pytest.mark.parametrize(
    ("headline", "title", "section", "byline"),
    [
        ("<HEAD>Eds: SUBS 3rd graf</HEAD>\n<HEAD>Fog Lifts</HEAD>\n<HEAD>LaserPhoto NX4</HEAD>", "Fog Lifts", None, None),
        ("<HEAD>Photo Show Opens in Harbour</HEAD>", "Photo Show Opens in Harbour", None, None),
        ("<HL> Fog, Fog:\n@  It Lifts\n@ ----\n@ By Jo Quill\n@ Staff Reporter</HL>", "Fog, Fog: It Lifts", None, "By Jo Quill"),
        ("<HL>Abroad:\n  Fog Lifts\n----\nBy A. Poe and\nJo Lens</HL>", "Fog Lifts", "Abroad", "By A. Poe and Jo Lens"),
        ("<HL>By Golly, It Floats</HL>", "By Golly, It Floats", None, None),
        ("<HEADLINE>\nFT  03 JUL 92 / Arts: Fog at the Old Vic\n</HEADLINE>", "Fog at the Old Vic", "Arts", None),
        ("<HEADLINE>\nFT  03 JUL 92 / Finch: we must act\n</HEADLINE>", "Finch: we must act", None, None),
        ("<HEADLINE>\nFT  03 JUL 92 / Survey of the Sea (3): Fog\n</HEADLINE>", "Fog", "Survey of the Sea (3)", None),
        ("<HEADLINE>\nFog lifts  Eds: UPDATES with ferry; AP Photos\n</HEADLINE>", "Fog lifts", None, None),
        ("<HEADLINE>\nFog lifts\nBy ADA INKWELL\nAssociated Press Writer\n</HEADLINE>", "Fog lifts", None, "By ADA INKWELL"),
        ("<HEADLINE>\n<P>\nFOG'S DAY; \n</P>\n<P>\nWAITING; FOR THE FERRY \n</P>\n</HEADLINE>", "FOG'S DAY", None, None),
    ],
)
def test_headlines_hold_more_than_the_title(headline: str, title: str, section: str | None, byline: str | None) -> None:
    """Notes to editors, decks, sections and bylines."""
    found = clean_text(story(headline)).extracted
    assert (found.title, found.section, found.byline) == (title, section, byline)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("920721", "1992-07-21"),
        ("20030928", "2003-09-28"),
        ("04/12/88", "1988-04-12"),
        ("06/01/1998 00:01:00", "1998-06-01 00:01:00"),
        ("June 17, 1990, Sunday, Bayside Edition", "June 17, 1990, Sunday, Bayside Edition"),
        ("02-14", None),
        ("921332", None),
    ],
)
def test_days_are_read_in_one_way_only(printed: str, day: str | None) -> None:
    """The corpora are American where they print slashes."""
    assert dated(printed) == day


def test_a_stamp_holds_the_clock() -> None:
    """Its zone only where it is one."""
    assert wire_day("AP-NR-03-14-89 1742EST") == "1989-03-14 17:42 EST"
    assert wire_day("NYT-06-01-98 2111XYZ") == "1998-06-01 21:11"
    assert wire_day("AP-NR-13-40-89 1742EST") is None


@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("XIN_ENG_20030928.0114", "2003-09-28"),
        ("AP890314-0187", "1989-03-14"),
        ("LA061790-0043", "1990-06-17"),
        ("nyt960214.0704", "1996-02-14"),
        ("FT923-7714", None),
        ("FBIS3-4141", None),
        ("SJMN91-06171032", None),
    ],
)
def test_a_documents_number_may_hold_its_day(number: str, day: str | None) -> None:
    """Year first, but for the Los Angeles Times."""
    assert numbered_day(number) == day


@pytest.mark.parametrize(
    ("printed", "captions"),
    [
        ("Photo, COLOR, The ferry; the bridge. JO LENS / Tidewater Chronicle; Map, Route", ["The ferry; the bridge."]),
        ("Photos (2), Map; PHOTO: Jo Lens; A gull.; PHOTO: Associated Press; Two gulls.", ["A gull.", "Two gulls."]),
        ("Photo, (Bayside Edition) Ada Inkwell; Drawing, The fog", ["Ada Inkwell", "The fog"]),
        ("Chart, Duck Counts / Tidewater Chronicle", []),
    ],
)
def test_pictures_have_captions_and_maps_have_none(printed: str, captions: list[str]) -> None:
    """Without who took them."""
    assert captions_of(printed) == captions


def test_sections_and_papers_stand_without_their_pages() -> None:
    """The desk names a section where only the part of the paper does."""
    assert section_of("Part A; Page 1; Column 2; Foreign Desk") == "Foreign"
    assert section_of("Part 1; Page 2; Column 1; Late Final Desk") == ""
    assert outlet_of("WALL STREET JOURNAL (J), PAGE 1, COLUMN 4") == "Wall Street Journal"


@pytest.mark.parametrize(
    ("body", "paragraphs"),
    [
        (
            "   One line\nand its end.\n   Another.\n   Q. Who?\n   A. She.",
            ["One line and its end.", "Another.", "Q. Who?", "A. She."],
        ),
        ("One line\nand its end.\n\nAnother\none.", ["One line and its end.", "Another one."]),
        ("<p>\n   One line\nand its end.\n<p>\nAnother\nshort\none.\n", ["One line and its end.", "Another short one."]),
        ("     One line\nand its end.;     Another; one.;\nA third.", ["One line and its end.", "Another; one.", "A third."]),
        (
            "<TABLE>\n<TROW>\n<TDATA>\nYear </TDATA>\n<TDATA>\nDays </TDATA></TROW>\n</TABLE>\n<P>\nTwo.\n</P>",
            ["Year Days", "Two."],
        ),
        ("<P>\nOne line</P><P>Another</P>", ["One line", "Another"]),
        ("<P>\nOne &lt;b> &amp; two&#5; &Cx1f;&QL;&MD; &hyph;\n</P>", ["One <b> & two — -"]),
        (
            "<P>One half-\nhearted line.</P>\n<NOTE>Eds: cut here</NOTE>\n<P>\n-----\n</P>\n<P>Two.</P>",
            ["One half-hearted line.", "Two."],
        ),
    ],
)
def test_paragraphs_are_kept_whole(body: str, paragraphs: list[str]) -> None:
    """Whichever way they are parted."""
    units, _ = build_units(text := story(body=body), read_record(text.split("\n")))
    assert [unit.text for unit in units if unit.text] == paragraphs


def test_a_reviews_byline_tells_who_its_writer_is() -> None:
    """In a sentence, which holds no further names."""
    told = 'By Ada Inkwell, Inkwell, a former harbor master, is the author of "Fog" (Quay)'
    text = story(head=f"<DOCNO> LA010189-0001 </DOCNO>\n<BYLINE>\n<P>\n{told}. \n</P>\n</BYLINE>")
    assert clean_text(text).extracted.authors == ("Ada Inkwell",)


def test_a_byline_within_the_body_is_none_of_its_paragraphs() -> None:
    """As New York Times wires of AQUAINT and Gigaword print it; AFP's end with what its desks sign."""
    above = "<P>\n   By ADA INKWELL\n   c. 1998 Tidewater News Service\n</P>"
    found = clean_text(
        story(body=f"{above}\n<P>\n{BODY}\n</P>\n<P>\nBy Monday it was gone.\n</P>\n<P>\njk-mlm/txw\n</P>")
    ).extracted
    assert (found.authors, found.text) == (("Ada Inkwell",), f"{BODY}\n\nBy Monday it was gone.")


def test_a_lead_that_the_text_repeats_stands_once() -> None:
    """Databases print it in a field of its own, and some in the text as well."""
    text = story(head=f"<DOCNO> X-1 </DOCNO>\n<LEADPARA>  {BODY}  </LEADPARA>", body=f"   {BODY}\n   It floats, she said.")
    assert clean_text(text).extracted.text == f"{BODY}\n\nIt floats, she said."


def test_tags_that_cross_and_never_end_are_read_on() -> None:
    """A body that nobody closed ends with the document."""
    text = f"<DOC>\n<DOCNO> X-1 </DOCNO>\n<H3><TI>Fog Lifts</H3></TI>\n<TEXT>\n{BODY}\n"
    found = clean_text(text).extracted
    assert (found.title, found.text) == ("Fog Lifts", BODY)
