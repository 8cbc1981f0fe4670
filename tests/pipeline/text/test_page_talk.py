"""Lines that talk of the page they stand on, and lines of stories that begin or end alike."""

from __future__ import annotations

import pytest

from pipeline.text.clean import clean_text
from pipeline.text.page_talk import MAX_CHARS, talks_of_page


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("ends", "marks the end"),
        ("(ENDS)", "marks the end"),
        ("- Ende -", "marks the end"),
        ("-30-", "marks the end"),
        ("--0--", "marks the end"),
        ("YORUMLAR (8)", "counts comments"),
        ("12 Kommentare", "counts comments"),
        ("תגובות (48)", "counts comments"),
        ("Tagi: most, Zalesie", "lists tags"),
        ("Filed under: Harbour", "lists tags"),
        ("Story continues below advertisement", "says where the story goes on"),
        ("Dalszy ciąg materiału pod wideo", "says where the story goes on"),
        ("Über dieses Thema berichtete die Hafenrundschau am 14. November um 17:40 Uhr.", "points to a broadcast"),
        ("From Page A1", "says where the story goes on"),
        ("+A", "sets the size of letters"),
        ("A- A+", "sets the size of letters"),
        ("Distributed by Harbour Tribune Information Services.", "says who sent it out"),
        ("Quer saber mais notícias da região? Visite a página da praia.", "points to a broadcast"),
        ("Tekst gaat verder onder de foto", "says where the story goes on"),
        ("See MOWERS, Page 8A", "says where the story goes on"),
        ("Continued from Page A3", "says where the story goes on"),
        ("Fortsetzung auf Seite 12", "says where the story goes on"),
        ("Page 2 of 2", "numbers the page"),
        ("Continue to next page: 1 | 2 | Next", "numbers the page"),
        ("Texto Anterior: Ponte fecha", "points to another article"),
        ("Sponsor Message", "announces advertising"),
        ("- Anzeige -", "announces advertising"),
        ("Thank you for subscribing!", "talks to subscribers"),
        ("Il vous reste 52 % de cet article à lire.", "talks to subscribers"),
        ("You must be logged in to post a comment.", "asks for comments"),
        ("Yorum yazmak için giriş yapmalısınız", "asks for comments"),
        ("Follow The Tidal Post on Facebook and Twitter", "asks to be followed"),
        ("Folgen Sie uns auf Instagram", "asks to be followed"),
        ("Download our app for iPhone and Android", "offers an app"),
        ("Note to editors: pictures on request.", "talks to editors"),
        ("Published in The Tidal Post on 3/10/1998.", "tells of the printed edition"),
        ("The page may have changed since that time.", "tells where the page was kept"),
        ("LEES VERDER NA DE ADVERTENTIE", "says where the story goes on"),
        ("Haberin devamı reklamdan sonra", "says where the story goes on"),
        ("An dieser Stelle finden Sie Inhalte von Zwitscher, die den Artikel ergänzen.", "stands for another site's content"),
        ("Ich bin damit einverstanden, dass mir externe Inhalte angezeigt werden.", "stands for another site's content"),
        ("Externer Inhalt", "stands for another site's content"),
        ("View this post on Instagram", "stands for another site's content"),
        ("Print friendly version", "control of the page"),
        ("Have YOU been missed out? Ring our newsdesk on 01555 0143", "asks readers for something"),
        ("Poll: Should the old ferry sail again?", "asks readers for something"),
        ("Get the Highland Briefing", "asks readers for something"),
        ("Do you have a story for us? Call the desk on 01555 0143", "asks readers for something"),
        ("Your view: who should steer the old ferry?", "asks readers for something"),
        ("SMS the word FERRY to 22840 for tide updates.", "asks readers for something"),
        ("If this story has raised concerns, talk to your harbour counsellor.", "asks readers for something"),
        ("This summary was produced by a machine. Was this summary useful? Yes No", "asks readers for something"),
        ("Schick uns deine Fotos und Videos an den Hafen.", "asks readers for something"),
        ("Vota al mejor barco de la bahía", "asks readers for something"),
        ("Clique aqui para se inscrever", "asks readers for something"),
        ("Heb jij stormschade? Laat het ons weten.", "asks readers for something"),
        ("Hei! Har du innspill til denne saken?", "asks readers for something"),
        ("This interview has been edited and condensed.", "a note on the story"),
        ("Los puntos de vista aquí expresados no representan la opinión de La Marea.", "a note on the story"),
        ("Hinweis der Redaktion: In einer früheren Fassung hieß die Fähre anders.", "a note on the story"),
        ("Weiterlesen: Der letzte Leuchtturmwärter", "points to another article"),
        ("A LIRE AUSSI >>> Le bac reste au port", "points to another article"),
        ("Veja mais notícias da região", "points to another article"),
        ("Te recomendamos:", "points to another article"),
        ("Nach der Werbung geht es weiter", "says where the story goes on"),
        ("Bölgedeki gelişmeler için bildirimlere izin verin", "asks readers for something"),
        ("The interview has been shortened.", "a note on the story"),
        ("Queda prohibida su reproducción total o parcial.", "tells whose the page is"),
        ("Nachdruck und Vervielfältigung nur mit Genehmigung, sonst verboten.", "tells whose the page is"),
        ("Para ler mais notícias do Jornal da Serra, clique em jornal.example.", "points to a broadcast"),
        (
            "To support The Tidal Post, order your copy at books.example. Delivery charges may apply.",
            "offers a book",
        ),
        ("Your friend ADA (ada@post.example) thought you would like to read this article.", "tells who passed it on"),
        ("Dieser Artikel wurde Ihnen von Ada Huber gesandt.", "tells who passed it on"),
        ("1 of 3 Previous slide Next slide", "control of the page"),
        ("The post Council keeps the old ferry appeared first on The Tidal Post.", "tells where it appeared"),
        ("Der Beitrag Rat behält die alte Fähre erschien zuerst auf Hafenbote.", "tells where it appeared"),
        ("The post " + "and on " * 30 + "appeared first on The Tidal Post.", "tells where it appeared"),
    ],
)
def test_of_the_page(line: str, rule: str) -> None:
    """Each in whole."""
    assert talks_of_page(line) == rule


@pytest.mark.parametrize(
    "line",
    [
        "The strike ends on Monday.",
        "Über dieses Thema berichtete er seiner Frau nie.",
        "30",
        "0",
        "Ende gut, alles gut",
        "Tags were found on three bridges, the police said.",
        "Page 2 of the contract names a boat that nobody has seen.",
        "The next article in the treaty forbids it.",
        "Ad spending fell by a third.",
        "Download the app, the mayor told the council, and you will see for yourself.",
        "Follow the money on the way to Facebook? Nobody could, said Odile Brandt.",
        "Published in 1931, the book was forgotten within a year.",
        "Harbour Radio subscribers can listen to the tide tables from Tuesday.",
        "Die Meinungen darüber gehen auseinander, und das stört hier niemanden, nicht einmal den Rat.",
        "Opinions in this town do not change before the tide does.",
        "Queda prohibida la venta de pescado en el muelle desde el lunes.",
        "Vier Wochen testen die Ingenieure die Fähre, dann fährt sie.",
        "Vota por el ferry el sesenta por ciento de la isla.",
        "If you are affected by the strike, call the harbour office before noon.",
        "Start the morning with the north pier, where the boats come in.",
        "See page after page of it, said Odile Brandt.",
        "8 comments were not enough for the council, which asked for nine.",
        "Story continues below advertisement" + " and on" * MAX_CHARS,
        "The post appeared first on the list of all that the town had lost, and nobody had asked for it since the winter of 1931.",
        "An dieser Stelle stand einmal die alte Fähre.",
        "Your friend the ferryman is old.",
        "Get the ferry a new engine, the council said.",
        "Externer Inhalt sei das nicht, sagte der Rat.",
        "A",
        "A-3",
        "A+ was the grade that the council gave its ferry.",
        "From page 3 of the contract a ferry is missing.",
        "Distributed by hand, the leaflets asked for a new ferry.",
    ],
)
def test_of_the_story(line: str) -> None:
    """They begin or end as such lines do."""
    assert talks_of_page(line) is None


def test_the_body_is_without_them() -> None:
    """What the page says in the midst and at the end of a story is no paragraph of it, and `explain` says why."""
    story = [
        "The ferry between Harbourtown and the lighthouse will not sail before Easter, the harbour board decided on Monday.",
        "Its engine, built in 1961, had failed for the third time since the autumn, and no yard would repair it again.",
        "Odile Brandt, who has steered the boat for nineteen years, said that she would rather row than wait for another.",
        "The board has asked a yard in Tidewater for an offer, which is due by the end of the month, it said in a statement.",
    ]
    found = clean_text("\n\n".join([story[0], "Sponsor Message", *story[1:3], "See FERRY, Page 8A", story[3], "ends"]))
    assert found.extracted.text == "\n\n".join(story)


@pytest.mark.parametrize(
    "line",
    [
        "ZCZC XPA417 LBA206",
        "NNNN",
        "This story has been viewed 2,140 times.",
        "1.204 просмотров",
        "MORE 1044 PES",
        "UPI 07-19 1042 PES",
        '1ST ADD FERRY VOTE ST. BRANDAN XPA417 XXX RUNG UP."',
        "THIS IS A RUSH TRANSCRIPT. THIS COPY MAY NOT BE IN ITS FINAL FORM AND MAY BE UPDATED.",
        "TO ORDER A VIDEO OF THIS TRANSCRIPT, PLEASE CALL 800-000-0000.",
        "RR ALLRX",
        "This transcript was automatically generated.",
    ],
)
def test_wires_and_transcripts_talk_of_themselves(line: str) -> None:
    """What parts the stories of a teletype, and what a broadcaster prints around a transcript."""
    assert talks_of_page(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        *("More than 1044 people came.", "The end of the newswires was near.", "This is a story about a transcript."),
        *("BB King", "ZZ Top", "This transcript is a lie, the mayor told the council.", "To order a video game costs 20 pounds."),
        "This transcript was the matter of a trial in 1974.",
    ],
)
def test_sentences_with_their_words_do_not(line: str) -> None:
    """They tell of the story."""
    assert talks_of_page(line) is None
