"""Texts of press databases that hold what their fields are called."""

from __future__ import annotations

import time

import pytest

from pipeline.text.clean import clean_text
from pipeline.text.database_record import read_record
from pipeline.text.library_record import NAMES_TURNED

BODY = (
    "The council voted on Tuesday to keep the old ferry for another winter, after a debate that went on until midnight.",
    "The opposition had wanted to sell the boat, since the bridge that opened in May carries most of the traffic.",
    "A new vote is planned for the spring, the mayor said on Wednesday.",
)
RECORDS = {
    "nexis": "Council keeps old ferry\n\nThe Tidewater Chronicle\n\nMarch 11, 2014 Tuesday\n\nSection: NEWS; Pg. A1\n\nLength: 412 words\n\n"
    "Byline: Ada Inkwell\n\nBody\n\n{}\n\nClassification\n\nLanguage: ENGLISH\n\nSubject: FERRIES (90%)\n\nLoad-Date: March 11, 2014\n\n"
    "End of Document\n",
    "old nexis": "The Tidewater Chronicle\n\nMarch 11, 2014 Tuesday\n\nCouncil keeps old ferry\n\nBYLINE: Ada Inkwell\n\nLENGTH: 412 words\n\n"
    "{}\n\nNOTES: See also A3.\n\nLOAD-DATE: March 12, 2014\n\nCopyright 2014 Tidewater Media\n",
    "factiva": "HD    Council keeps old ferry\nBY    Ada Inkwell\nWC    412 words\nPD    11 March 2014\nSN    Tidewater Chronicle\nLA    English\n\n"
    "LP\n{}\n\nCO    tidem : Tidewater Media |\nother\nNS    gpol : Politics\nAN    Document TIDCHR0020140311ea3b0001x\n",
    "collapsed factiva": "HD Council keeps old ferry\nBY Ada Inkwell\nWC 412 words\nPD 11 March 2014\nSN Tidewater Chronicle\nLA English\n\n"
    "TD\n{}\n\nRE usa : United States\nPUB Tidewater Media\nAN Document TIDCHR0020140311ea3b0001x\n",
    "proquest": "Author: Inkwell, Ada\n\nPublication info: Tidewater Chronicle 11 Mar 2014: A1.\n\nFull text: {}\n\nSubject: Ferries;\nCouncils\n\n"
    "Title: Council keeps old ferry\n\nPublication date: Mar 11, 2014\n\n____________________\n\nContact ProQuest\n",
    "newsbank": "Tidewater Chronicle, The (Greyharbour, ME)\n\nMarch 11, 2014\nSection: News\nPage: A1\n\nCouncil keeps old ferry\n\n"
    "Author: Ada Inkwell\n\nArticle Text:\n\n{}\n\nMemo: See also A3.\n\nRecord Number: 0403110012\n",
    "gale": "Title: Council keeps old ferry\nSource: Tidewater Chronicle (Greyharbour, ME). (Mar. 11, 2014): News: pA1.\nDocument Type: Article\n"
    "Copyright: COPYRIGHT 2014 Tidewater Media\nFull Text:\nByline: Ada Inkwell\n{}\n\nSubject: Ferries\n\nGale Document Number: GALE|A100\n",
}


@pytest.mark.parametrize(
    ("record", "line"),
    [
        ("nexis", "Note: The governor had no comment."),
        ("nexis", "City: Tidewater, with 3,000 people."),
        ("old nexis", "CORRECTION: An earlier story misnamed the boat."),
        ("factiva", "IN BRIEF"),
        ("factiva", "HD television came to the ferry in May."),
        ("collapsed factiva", "BY THE NUMBERS"),
        ("collapsed factiva", "LA waits for rain."),
        ("proquest", "Location: Town Hall, 7 p.m."),
        ("newsbank", "Record: 12-4."),
        ("newsbank", "Notes: The ferry rests on Mondays."),
        ("gale", "Location: Town Hall, 7 p.m."),
    ],
)
def test_a_paragraph_that_begins_like_a_field(record, line):
    """Neither it nor what follows is lost."""
    found = clean_text(RECORDS[record].format("\n\n".join([*BODY[:2], line, BODY[2]]))).extracted
    assert found.title == "Council keeps old ferry"
    assert BODY[2] in found.text
    assert found.text.startswith(BODY[0])


@pytest.mark.parametrize(
    ("record", "blank"),
    [*((name, "\n\n") for name in sorted(RECORDS)), *((name, "\n") for name in sorted(RECORDS) if name != "old nexis")],
)
def test_the_first_field_below_a_text_ends_it(record, blank):
    """One whose name texts hold too, in exports with blank lines between paragraphs and in those without."""
    found = clean_text(RECORDS[record].format("\n\n".join(BODY)).replace("\n\n", blank)).extracted
    assert found.text.replace("\n\n", " ") == " ".join(BODY)


def test_an_ebsco_source_below_its_name():
    """As the page prints it when it is copied."""
    found = clean_text(
        "Title:\n Council keeps old ferry.\nAuthors:\n Inkwell, Ada\nSource:\n Tidewater Chronicle (Greyharbour, ME). 03/11/2014.\n"
        "Accession Number:\n 2W62W6000000001\nDatabase:\n Newspaper Source\n\n" + "\n\n".join(BODY)
    ).extracted
    assert found.published is not None
    assert (found.outlet, str(found.published.day)) == ("Tidewater Chronicle (Greyharbour, ME)", "2014-03-11")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ada Inkwell ", ("Ada Inkwell",)),
        ("By Ada Inkwell and Otis Pell ", ("Ada Inkwell", "Otis Pell")),
        ("By Ada Inkwell, The Associated Press ", ("Ada Inkwell",)),
        ("Von Ada Inkwell", ("Ada Inkwell",)),
    ],
)
def test_who_signs_in_factiva_is_no_headline(line, names):
    """However long the line is that says so."""
    found = clean_text(
        f"Council keeps old ferry\n\n{line}\n412 words\n11 March 2014\nTidewater Chronicle\nTIDCHR\nEnglish\nCopyright 2014 Tidewater\n\n"
        + "\n\n".join(BODY)
    ).extracted
    assert (found.title, found.authors) == ("Council keeps old ferry", names)


def test_newsbank_sets_fields_between_bars():
    """With the paper beside the day; below, how it is cited. A copyright above is the last record's, which `--split` left there."""
    found = clean_text(
        "Copyright (c) 2014 Tidewater Media\n\nCouncil keeps old ferry\n\nMarch 11, 2014 | Tidewater Chronicle, The (Greyharbour, ME)\n"
        "Author/Byline: Ada Inkwell, Staff Writer | Section: News | Page: A1\n412 Words | Readability: Lexile 1200\n\n"
        + "\n\n".join(BODY)
        + "\n\nCitation (MLA Style): Inkwell, Ada. 'Council keeps old ferry.'\nRecord Number: 0403110012\n"
    ).extracted
    assert found.published is not None
    assert (found.title, found.authors, str(found.published.day)) == ("Council keeps old ferry", ("Ada Inkwell",), "2014-03-11")
    assert (found.outlet, found.section) == ("The Tidewater Chronicle", "News")
    assert found.text.split("\n\n") == list(BODY)


@pytest.mark.parametrize(
    "page",
    [
        "Ferry\n\n{}\n\n^ Smith, 2004\n^ Jones, 2005\n",
        "Ferry\n\n412 words\nMarch 11, 2014\nThe Tidewater blog\n© 2014 Tidewater\n\n{}\n\nRelated stories\n",
        "Soup\n\nLength: 412 words\n\n{}\n\nNotes: salt it.\nSubject: soup\n",
        "Title: The ferry\nSource: Journal of Ferries\nDocument Type: Article\nFull Text: PDF\nCopyright: the authors\n\n{}\n",
    ],
    ids=["an encyclopedia", "a blog that counts words", "a recipe", "a library's catalogue"],
)
def test_a_page_that_names_things_as_databases_do(page):
    """It is read as a page: nothing but a database's own signs make a record."""
    assert read_record(page.format("\n\n".join(BODY)).split("\n")) is None


def test_many_takes_are_read_in_one_pass():
    """20,000 heads took ten seconds when each was looked up among all others."""
    head = "^BC-Ferry Vote, 1st Ld, a0698<\n^Council keeps old ferry<\n^By ADA INKWELL=\n\tTIDEWATER (AP) _ She leaks.\n"
    lines = (head + "She leaks.\n^BC-Ferry Vote, 1st Add, a0714<\n^TIDEWATER: leaks.<\n" * 20_000).split("\n")
    start = time.process_time()
    assert read_record(lines) is not None
    assert time.process_time() - start < 4


def test_many_authors_do_not_hang():
    """The blank behind a semicolon could be read in two ways, so that forty names that are none took for ever."""
    start = time.process_time()
    assert NAMES_TURNED.fullmatch("Inkwell, Ada; " * 2_000 + "Staff") is None
    assert time.process_time() - start < 1
