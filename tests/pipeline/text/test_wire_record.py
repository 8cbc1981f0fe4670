"""Stories as wires sent them: in takes, on teletypes, and stamped by a terminal."""

from __future__ import annotations

import pytest

from pipeline.text.clean import clean_text
from pipeline.text.wire_record import count_wire

HEAD = (
    "r n bc-ferryvote 1stld-writethru a0714\n^BC-Ferry Vote, 1st Ld-Writethru, a0698,0530<\n^Council keeps old ferry<\n"
    "^Eds: LEADS with 8 grafs to UPDATE with the vote, count of those\nagainst; picks up 5th graf. No pickup.<\n^AP Photos BL101-103<\n"
    "^By ADA INKWELL=\n^Associated Press Writer=\n"
)
FIRST = (
    "\tTIDEWATER, Maine (AP) _ The council voted on Tuesday to keep the old\nferry for another winter, after a debate that went on\n"
    "until midnight.\n\t``She leaks, but she leaks evenly,'' said Mayor Rosa Finch, who has\nsailed on her since she was a child.\n"
    "\tThe opposition had wanted to sell the boat, since the bridge that\nopened in May carries most of the traffic across the sound.\n"
    "Half the council has never used her.\n"
)
ADD = (
    "MORE\n\nAP-ES-03-10-98 2341EST<\n\nr n bc-ferryvote 1stadd a0715\n^BC-Ferry Vote, 1st Ld-Writethru, 1st Add, a0714<\n"
    "^TIDEWATER: used her.<\n\tA new vote is planned for the spring.\n\t_\n\n\tOn the Net: none<\n\nAP-ES-03-10-98 2343EST<\n"
)


def test_a_story_in_takes_is_one() -> None:
    """Neither the heads nor the notes to editors, which run over lines, are of the text."""
    found = clean_text(HEAD + FIRST + ADD).extracted
    assert (found.title, found.authors, found.dateline) == (
        "Council keeps old ferry",
        ("Ada Inkwell",),
        "TIDEWATER, Maine (AP) _",
    )
    assert found.published is not None
    assert (str(found.published.day), found.published.precision) == ("1998-03-10", "minute")
    assert found.text.split("\n\n") == [
        "The council voted on Tuesday to keep the old ferry for another winter, after a debate that went on until midnight.",
        "``She leaks, but she leaks evenly,'' said Mayor Rosa Finch, who has sailed on her since she was a child.",
        "The opposition had wanted to sell the boat, since the bridge that opened in May carries most of the traffic across the "
        "sound. Half the council has never used her.",
        "A new vote is planned for the spring.",
    ]


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("AP-EU-03-10-98 0912CET<", "1998-03-10"),
        ("AP-EU-23-03-98 0912CET<", "1998-03-23"),
        ("AP-ES-03-10-98 2341EST<", "1998-03-10"),
    ],
)
def test_the_day_of_a_stamp(stamp: str, day: str) -> None:
    """The month comes first, but where it can be none; a zone that no list knows changes nothing."""
    found = clean_text(HEAD + FIRST + f"\n{stamp}\n").extracted
    assert found.published is not None
    assert str(found.published.day) == day


def test_a_spool_of_two_stories_is_no_record() -> None:
    """The second head is of another story."""
    assert count_wire((HEAD + FIRST).split("\n")) == 1
    assert count_wire((HEAD + FIRST + HEAD.replace("Ferry", "Bridge") + FIRST).split("\n")) == 0


def test_a_teletype_in_capitals() -> None:
    """What parts the takes is no text, and a paragraph that says BY is no headline."""
    found = clean_text(
        "ZCZC XPA417 LBA206\nRR ALLRX\nUPI 03-10 1042 PES\n     FERRY VOTE\n\n     BY ADA INKWELL\n\n"
        "     TIDEWATER, MAINE (UPI) -- THE COUNCIL VOTED ON TUESDAY TO KEEP\nTHE OLD FERRY FOR ANOTHER WINTER, AFTER A DEBATE THAT\n"
        "WENT ON UNTIL MIDNIGHT.\n\n     THE BOAT HAD BEEN GIVEN UP BY HARBOR PILOTS ON MONDAY. FLAGS\nWERE LOWERED.\n\n"
        '     "SHE LEAKS, BUT SHE LEAKS EVENLY," SAID MAYOR ROSA FINCH, WHO\nHAS SAILED ON HER SINCE SHE WAS A CHILD.\n\n'
        "  MORE 1044 PES\nNNNN\nZCZC XPA418 LBA207\nUPI 03-10 1047 PES\n     1ST ADD FERRY VOTE TIDEWATER XPA417 XXX A CHILD.\n\n"
        "     A NEW VOTE IS PLANNED FOR THE SPRING, THE MAYOR SAID, AND THE\nBOAT WILL BE PAINTED BEFORE THE FIRST FROST.\n\nNNNN\n"
    ).extracted
    assert found.authors == ("Ada Inkwell",)
    assert found.agencies == ("upi",)
    assert found.text.startswith("THE COUNCIL VOTED ON TUESDAY")
    assert "GIVEN UP BY HARBOR PILOTS ON MONDAY. FLAGS WERE LOWERED." in found.text
    assert not any(mark in found.text for mark in ("ZCZC", "NNNN", "MORE", "1ST ADD", "PES"))


@pytest.mark.parametrize(
    ("stamp", "end"),
    [
        ("14:06 10Mar98 RTRS-UPDATE 2-", "Tuesday, 10 March 1998 14:06:51RTRS [nL22504417] {C}ENDS"),
        ("10 Mar 1998 10:12 EST DJ ", "  (END) Dow Jones Newswires\n\n  03-10-98 1012ET"),
    ],
)
def test_a_terminal_stamps_the_headline(stamp: str, end: str) -> None:
    """The stamp is no part of the headline, and the day is its."""
    found = clean_text(
        f"{stamp}Tidewater Ferries halts trading in own shares by mistake\n\n"
        "  TIDEWATER (Dow Jones) -- The ferry company Tidewater Ferries shut itself out of the market for two hours on Tuesday after "
        "a clerk pressed the wrong button.\n\n"
        '  "We heard a bid, we heard a fraud," said Maarten Vos, analyst at Bank Prins. "He was in fact having lunch."\n\n'
        "  The company said that the clerk would keep her job, and that the button would be moved.\n\n"
        f"{end}\n"
    ).extracted
    assert found.title == "Tidewater Ferries halts trading in own shares by mistake"
    assert found.published is not None
    assert str(found.published.day) == "1998-03-10"
