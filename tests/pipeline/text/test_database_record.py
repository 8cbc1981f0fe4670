"""Exports of press databases: their fields are the columns, and what stands between head and foot is the article."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from pipeline.load.pieces import documents
from pipeline.load.settings import LoadSettings
from pipeline.marks.dates import find_dates, to_published_time
from pipeline.text.clean import clean_text
from pipeline.text.database_columns import filled, printed_subject
from pipeline.text.database_record import READERS, SeveralDocumentsError, read_record
from pipeline.text.record import FIELD, Record
from pipeline.text.units import build_units
from schemas.records import Extracted

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "database_records.json").read_text(encoding="utf-8"))
ONE_A_FILE = ("a wire", "a quoted mail", "somebody's export")
"""Whose second head is not told from what the first one's body may hold."""
UNPARTED = ("Genios without a line above", "a Japanese database with the headline above")
"""Which print no line between two records."""
HEADED_BY_THE_LAST = pytest.mark.xfail(strict=True, reason="what follows one record's number heads the next one")
EVERY_DATABASE = pytest.mark.parametrize("case", [pytest.param(c, id=c["label"]) for c in CASES])


@EVERY_DATABASE
def test_a_record_fills_the_columns(case: dict[str, Any]) -> None:
    """Each named field goes to its column, the whole body and nothing else to the text."""
    found = clean_text(case["input"]).extracted
    assert {
        "title": found.title,
        "authors": list(found.authors),
        "outlet": found.outlet,
        "section": found.section,
        "published": found.published.day.isoformat() if found.published else None,
        "dateline": found.dateline,
        "captions": list(found.captions),
        "text": found.text.split("\n\n"),
    } == case["expected"]


@EVERY_DATABASE
def test_every_line_has_its_fate(case: dict[str, Any]) -> None:
    """Fields without a column are removed as such; no line that is not blank is left out."""
    fates = clean_text(case["input"]).units
    told = {n for fate in fates for n in range(fate.first_line, fate.last_line + 1)}
    lines = case["input"].split("\n")
    assert told >= {n for n, line in enumerate(lines, 1) if line.strip()}
    by_label = {fate.label: fate.action for fate in fates}
    assert by_label.get("record_field", "remove") == "remove"
    assert {by_label[name] for name in ("title", "byline", "date") if name in by_label} == {"metadata"}


@pytest.mark.parametrize("case", [pytest.param(c, id=c["label"]) for c in CASES if c["label"] not in ONE_A_FILE])
def test_several_records_are_no_article(case: dict[str, Any]) -> None:
    """One article made of two stories would be worse than none: the message says how to part them."""
    with pytest.raises(SeveralDocumentsError, match=f"2 records .* --split (?:{'|'.join(name for name, _, _ in READERS)})"):
        clean_text(case["input"] * 2)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(c, id=c["label"], marks=[HEADED_BY_THE_LAST] if c["label"] == "Factiva as it displays" else [])
        for c in CASES
        if c["label"] not in (*ONE_A_FILE, *UNPARTED)
    ],
)
def test_a_file_is_parted_as_told(case: dict[str, Any]) -> None:
    """What is left of each record without the line that parted them is still one, whose text is whole."""
    with pytest.raises(SeveralDocumentsError) as told:
        clean_text(f"{case['input']}\n\n" * 2)
    pieces = documents(BytesIO((f"{case['input']}\n\n" * 2).encode()), LoadSettings(split=told.value.split))
    parts = [clean_text(piece.payload.decode()).extracted for piece in pieces]
    found = [(part.title, part.text.split("\n\n")) for part in parts]
    assert found.count((case["expected"]["title"], case["expected"]["text"])) == 2


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("Kikuzo", "cp932"),
        ("Kikuzo", "euc-jp"),
        ("Udndata", "big5"),
        ("Wisenews", "big5"),
        ("KINDS", "cp949"),
        ("Retriever", "cp1252"),
    ],
)
def test_separators_are_found_before_a_file_is_decoded(label: str, encoding: str) -> None:
    """Old files of these countries are not in UTF-8."""
    case = next(c for c in CASES if c["label"] == label)
    pieces = documents(BytesIO((case["input"] * 2).encode(encoding)), LoadSettings(split=label.casefold()))
    titles = [clean_text(piece.payload.decode(encoding)).extracted.title for piece in pieces]
    assert titles.count(case["expected"]["title"]) == 2


def test_a_page_with_some_of_the_words_is_no_record() -> None:
    """A menu's `HD`, a recipe's length and a paper's "Full text:" name no record."""
    page = "HD\nLive TV\n\nLength: 12 minutes\n\nFull text: the speech of the mayor\n\nThe council voted to keep the old ferry."
    assert read_record(page.split("\n")) is None


@pytest.mark.parametrize(
    "page",
    [
        "Subject: the ferry\n\nThe council voted to keep the old ferry.",
        "Title: The old ferry\nDate: 3 May 2021\n\nThe council voted to keep the old ferry.",
        "Title: The old ferry\nDate: 3 May 2021\nLength: 12 m\nCrew: four\n\nThe council voted to keep the old ferry.",
        "The council voted.\n\nSubject: the ferry\nFrom: Ada\nDate: 3 May 2021\n\nNobody answered the letter.",
    ],
)
def test_a_few_names_with_colons_are_no_head(page: str) -> None:
    """Too few fields, fields of other things, or fields within the text."""
    assert read_record(page.split("\n")) is None


BODY = """
Der letzte Obus der Stadt ist am Freitag an einen Sammler von der Küste verkauft worden, der einen Anhänger mitbrachte.

Der Wagen hatte seit dem Abbau der Leitungen in einer Halle neben dem alten Gaswerk gestanden, wie die Stadt mitteilte.

Mit dem Geld sollen im Herbst die Wartehäuschen in der Oberstadt repariert werden, sagte die Bürgermeisterin.
"""


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        pytest.param(
            "DOKUMENT-NR.: 0048\nRESSORT     : Lokales\nDATUM       : 21.06.1999\nAUTOR       : Ute Petersen\n"
            "TITEL       : Letzter Obus verkauft\nTEXT        :",
            ("Letzter Obus verkauft", ["Ute Petersen"], "1999-06-21", "Lokales"),
            id="German, colons aligned",
        ),
        pytest.param(
            "TITRE : Letzter Obus verkauft\nAUTEUR : Ute Petersen\nDATE : 21 juin 1999\nRUBRIQUE : Lokales\n",
            ("Letzter Obus verkauft", ["Ute Petersen"], "1999-06-21", "Lokales"),
            id="French, a blank before the colon",
        ),
        pytest.param(
            "Título: Letzter Obus verkauft\nAutor: Ute Petersen\nFecha: 21/06/1999\nSección: Lokales\nPágina: 7\n",
            ("Letzter Obus verkauft", ["Ute Petersen"], "1999-06-21", "Lokales"),
            id="Spanish",
        ),
        pytest.param(
            '---\ntitle: "Letzter Obus verkauft"\nauthor: Ute Petersen\ndate: 1999-06-21\ncategories: [Lokales, Verkehr]\n---\n',
            ("Letzter Obus verkauft", ["Ute Petersen"], "1999-06-21", "Lokales"),
            id="a site generator's front matter",
        ),
        pytest.param(
            "STORYID:   0041\nPUB:       Grauhafener Bote\nPUBDATE:   19990621\nLAYOUTER:  jk\nSECTION:   Lokales\n"
            "BYLINE:    Ute Petersen\nHEADLINE:  Letzter Obus verkauft\nSUBHEAD:   Käufer kam mit Anhänger\nTEXT:",
            ("Letzter Obus verkauft", ["Ute Petersen"], "1999-06-21", "Lokales"),
            id="an editorial system's, with a name that no list has and the day in eight digits",
        ),
        pytest.param(
            "#ID: 0209110087\n#RUNDATE: 19990621\n#SECTION: Lokales\n#SLUG: obus0621\n#HED: Letzter Obus verkauft\n"
            "#DECK: Käufer kam mit Anhänger\n#BYLINE: Ute Petersen\n#EMAIL: up@tidal.example\n#TEXT:",
            ("Letzter Obus verkauft", ["Ute Petersen"], "1999-06-21", "Lokales"),
            id="a desk's, its names behind a sign",
        ),
        pytest.param(
            "--- KAYIT 000218 ---\nHABER_NO: 4073311\nTARIH: 21.06.1999\nKATEGORI: Lokales\nMUHABIR: Ute Petersen\n"
            "BASLIK: Letzter Obus verkauft\nSPOT: Käufer kam mit Anhänger\nFOTO_1: /1999/obus1.jpg\nMETIN:",
            ("Letzter Obus verkauft", ["Ute Petersen"], "1999-06-21", "Lokales"),
            id="a Turkish one's, with a rule that names the record",
        ),
        pytest.param(
            "Von: Presse <presse@tidewater.example>\nGesendet: Montag, 21. Juni 1999 08:12\nAn: liste@tidewater.example\n"
            "Betreff: Letzter Obus verkauft\n",
            ("Letzter Obus verkauft", [], "1999-06-21", None),
            id="a German mail",
        ),
    ],
)
def test_heads_are_read_in_other_languages(head: str, columns: tuple[str, list[str], str, str | None]) -> None:
    """What the fields are called, where their colons stand and what quotes their values is the exporter's habit."""
    found = clean_text(f"{head}\n{BODY}").extracted
    assert (found.title, list(found.authors), found.published and found.published.day.isoformat(), found.section) == columns
    assert found.text == BODY.strip()


@pytest.mark.parametrize(
    ("subject", "headline", "title"),
    [
        ("Tidal Post weekly, 21 June 1999", "Last trolleybus of the town is sold", "Last trolleybus of the town is sold"),
        (
            "[press] Fwd: Last trolleybus of the town is sold",
            "LAST TROLLEYBUS OF THE TOWN IS SOLD",
            "Last trolleybus of the town is sold",
        ),
        ("Last trolleybus of the town is sold", "", "Last trolleybus of the town is sold"),
        ("An article from Tidal Post Online", "Last trolleybus of the town is sold", "Last trolleybus of the town is sold"),
        ("Tr : article du Courrier sur le bus", "", None),
    ],
)
def test_a_mail_with_a_headline_of_its_own(subject: str, headline: str, title: str | None) -> None:
    """What the page prints counts where it is another one than the subject, which keeps the letters it has.

    A subject that the sender or the site wrote is no headline.
    """
    mail = f"From: news@tidal.example\nTo: list@tidal.example\nDate: Mon, 21 Jun 1999 08:12:00 +0200\nSubject: {subject}\n"
    story = (
        "TIDEWATER -- The last trolleybus of the town was sold on Friday to a collector from the coast, who brought a trailer.",
        "The bus had stood in a hall beside the old gas works since the wires were taken down, the town said in a statement.",
        "The money will mend the shelters of the upper town in autumn, the mayor told the council, which had asked for it twice.",
    )
    above = f"{headline}\n\nBy Odile Brandt\nTidal Post Staff Writer" if headline else ""
    found = clean_text("\n\n".join([mail, above, *story, ""])).extracted
    assert found.title == title
    assert found.text == "\n\n".join([story[0].partition("-- ")[2], *story[1:]])


def test_fields_below_the_text() -> None:
    """A picture's caption goes to its column, key words and the mark of the end go nowhere."""
    head = "TITLE: Letzter Obus verkauft\nDATE: 21 June 1999\nBYLINE: Ute Petersen\n"
    tail = "CAPTION:   Der Obus vor der Halle am Gaswerk.\nART:       Photo\nKEYWORDS:  OBUS; LOKALES\n\nEND OF STORY\n"
    found = clean_text(f"{head}{BODY}{tail}").extracted
    assert found.text == BODY.strip()
    assert found.captions == ("Der Obus vor der Halle am Gaswerk.",)


PAGES = [
    "Grauhafen (dpa) - Der letzte Obus ist verkauft.\n\nQuelle: dpa\nRessort: Lokales\nDatum: 21.06.2006",
    "Autor: Olga Brandtová\nDatum: 21. 6. 2009\nZdroj: ČTK\n\nPoslední trolejbus ve městě koupil v pátek sběratel.",
    "Gråhamns Tidning, 2008-06-21\n\nSista trådbussen lämnar Gråhamn\n\nVagnen hade stått i en hall.\n\n© Gråhamns Tidning",
    "最後のトロリーバス\n2009年06月21日　朝刊\n\n灰港町に残っていた最後のトロリーバスが収集家に売られた。",
    "最後一輛無軌電車\n【2004/06/21 灰港晨報】\n\n【記者林小河/灰港報導】灰港鎮最後一輛無軌電車昨天賣出。",
    "Accueil, vendredi 21 juin 2013\n\nLe dernier trolleybus\n\nCatégorie : Économie\n\nIl est vendu.\n\n© 2013",
    "ZCZC is how a telex began.\n\nEl último trolebús (EFE) fue vendido.\n\n21/06/96 16:22",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_some_of_a_databases_lines_is_no_record(page: str) -> None:
    """Pages print days, sections and agencies too."""
    assert read_record(page.split("\n")) is None


def test_a_page_that_begins_with_its_headline_and_labels_is_no_export() -> None:
    """A label that no export has among the first lines."""
    assert read_record(["Titel: Obus", "Datum: 21.06.1999", "Teilen: Facebook", "Autor: Ute Petersen", "", "Der Obus …"]) is None


NEWSLETTER = """\
From: nieuws@weekblad.example
To: abonnees@weekblad.example
Subject: Weekblad Mail - 12 april 2001
Date: Thu, 12 Apr 2001 06:00:00 +0200

WEEKBLAD MAIL - donderdag 12 april 2001
---------------------------------------

Koe loopt vijftien kilometer naar oude boer

Van onze verslaggeefster Hanneke Bruins

AALDERVEEN - Een koe die vorige week werd verkocht, is in één nacht vijftien
kilometer teruggelopen naar haar oude stal. Ze stond 's ochtends om vijf uur
gewoon bij de melkmachine te wachten.

Boer Gerrit Nijland (61), die wegens zijn rug was gestopt, zegt dat hij 'even
moest gaan zitten'. De koe, Klara 83, had onderweg een provinciale weg en twee
kanalen overgestoken.

De nieuwe eigenaar ziet van de koop af. "Die is niet van mij."

---------------------------------------
Afmelden? Stuur een lege mail naar afmelden@weekblad.example
"""


def test_what_no_body_holds_is_no_body_in_a_mail_either() -> None:
    """A mail holds a page as it is, with the rules that part its articles."""
    assert "---" not in clean_text(NEWSLETTER).extracted.text


def test_what_a_script_prints_above_and_below_an_article() -> None:
    """Rules between the articles, names as Python lists them, the site's name behind the headline, a summary below."""
    found = clean_text(
        "=" * 60 + "\nurl: https://tidewater.example/ferry\ntitle: Letzter Obus verkauft | Lokales | tidewater.example\n"
        "authors: ['Ute Petersen', 'Redaktion']\npublish_date: 1999-06-21 06:15:00\nmovies: []\n"
        + "-" * 60
        + BODY
        + "-" * 60
        + "\n"
        "summary: Der letzte Obus der Stadt ist verkauft worden.\nDer Wagen stand in einer Halle.\nkeywords: ['obus']\n"
        + "=" * 60
        + "\n"
    ).extracted
    assert (found.title, found.authors) == ("Letzter Obus verkauft", ("Ute Petersen",))
    assert found.published is not None
    assert str(found.published.day) == "1999-06-21"
    assert found.text.split("\n\n") == BODY.strip().split("\n\n")


def test_a_mail_as_servers_leave_it() -> None:
    """Fields with long names do not end its head, and an mbox file's `>From` loses its mark."""
    head = (
        "X-Spam-Checker-Version: SpamAssassin 3.2\nX-Google-Smtp-Source2: abc\nFrom: ada@tidewater.example\n"
        "Date: Mon, 21 Jun 1999 08:12:00 +0200\nX-MS-Exchange-Organization-AuthAs: Internal\nSubject: Letzter Obus verkauft\n"
    )
    found = clean_text(
        f"{head}{BODY}\n>From the sea she looks like a shoebox, said the mayor of the town, who sold her.\n"
    ).extracted
    assert found.title == "Letzter Obus verkauft"
    assert found.text.endswith("\n\nFrom the sea she looks like a shoebox, said the mayor of the town, who sold her.")


def test_an_export_with_an_empty_headline() -> None:
    """Its name alone stands in the head."""
    found = clean_text(f"Title:\nAuthor: Ute Petersen\nDate: 1999-06-21\nSource: Anzeiger\n{BODY}").extracted
    assert (found.authors, found.outlet) == (("Ute Petersen",), "Anzeiger")


def test_an_item_of_a_feed() -> None:
    """Its fields have the feed's names; the story stands behind `content:encoded`, its own day before those in the text."""
    found = clean_text(
        "title: Letzter Obus verkauft\nlink: https://tidewater.example/?p=7\ndc:creator: Ute Petersen\n"
        "pubDate: Mon, 21 Jun 1999 08:12:00 +0200\ncategory: Lokales\nguid: https://tidewater.example/?p=7\n"
        f"content:encoded:\n{BODY}\nDer Beitrag Letzter Obus verkauft erschien zuerst auf Hafenbote.\n"
    ).extracted
    assert (found.title, found.authors, found.section) == ("Letzter Obus verkauft", ("Ute Petersen",), "Lokales")
    assert found.published is not None
    assert (str(found.published.day), found.published.precision) == ("1999-06-21", "second")
    assert found.text == BODY.strip()


@pytest.mark.parametrize(("passed_on", "day"), [(False, "1999-06-21"), (True, "1999-06-19")])
def test_which_day_counts(*, passed_on: bool, day: str) -> None:
    """An export's own goes before one in the text; a mail was sent after the page that it passes on was printed."""
    record = Record(values={"date": "21 June 1999"}, whole=False, passed_on=passed_on)
    on_page = to_published_time(find_dates("19 June 1999")[0])
    found = filled(Extracted(text=BODY, extractor="test", published=on_page), record, "en")
    assert found.published is not None
    assert str(found.published.day) == day


def test_a_mail_whose_subject_the_page_prints() -> None:
    """It is the headline, whatever else the page might offer for one."""
    found = clean_text(
        "From: news@tidal.example\nTo: list@tidal.example\nDate: Mon, 21 Jun 1999 08:12:00 +0200\nSubject: Letzter Obus verkauft\n\n"
        f"View this post on the web at https://tidal.example/p/obus\n\n# Letzter Obus verkauft\n\n{BODY}"
    ).extracted
    assert found.title == "Letzter Obus verkauft"
    assert found.text == BODY.strip()
    record = Record(values={"title": "[presse] Fwd: Letzter Obus verkauft"})
    assert printed_subject(record, build_units("View this post on the web\n\n# Letzter Obus verkauft\n\nMore")[0]) == 1
    assert printed_subject(record, build_units("View this post on the web")[0]) is None


def test_what_a_site_and_a_sender_wrote_above_an_article() -> None:
    """All above the rule is theirs, though the sender's words might be a headline."""
    mail = (
        'From: "Tidal Post" <emailafriend@tidal.example>\nTo: ute@tidal.example\nSubject: An article from Tidal Post\n'
        "Date: Mon, 21 Jun 1999 08:12:00 +0200\n\nYour friend JEAN (jean@post.example) thought you would like\nto read this article.\n\n"
        f'JEAN says: "Remember the old bus!!"\n\n{"-" * 60}\nLokales      21 June 1999\n\nLetzter Obus verkauft\n\n'
        f"Von Ute Petersen\n{BODY}"
    )
    record = read_record(lines := mail.split("\n"))
    assert record is not None
    assert record.labels[lines.index('JEAN says: "Remember the old bus!!"')] == FIELD
    found = clean_text(mail).extracted
    assert (found.title, found.authors) == ("Letzter Obus verkauft", ("Ute Petersen",))
    assert found.text == BODY.strip()
