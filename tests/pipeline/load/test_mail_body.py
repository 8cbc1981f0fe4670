"""Mails as they were sent: what a reader saw comes out, what is plain or broken stays as it is."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from pipeline.load.decode import decode_text
from pipeline.load.mail_body import read_mail_body
from pipeline.text.clean import clean_text

STORY = (
    "Council keeps old ferry\n\nMarch 11, 2014\nBy ADA INKWELL\n\nTIDEWATER, March 10 — The council voted on Monday to keep the old ferry "
    "for another winter, after a debate that went on until midnight.\n\n“She leaks, but she leaks evenly,” said Mayor Rosa Finch, who "
    "has sailed on her since she was a child.\n\nThe opposition had wanted to sell the boat, since the bridge that opened in May "
    "carries most of the traffic across the sound.\n\nA new vote is planned for the spring.\n"
)


def mail(encoding: str = "quoted-printable", charset: str = "utf-8") -> EmailMessage:
    """A mail that passes the story on."""
    message = EmailMessage()
    message["From"] = "ada@tidewater.example"
    message["Date"] = "Tue, 11 Mar 2014 09:27:46 -0400"
    message["Subject"] = "Tidewater Chronicle: Council keeps old ferry – for now"
    message.set_content(STORY.replace("“", '"').replace("”", '"') if charset != "utf-8" else STORY, cte=encoding, charset=charset)
    return message


@pytest.mark.parametrize(
    ("encoding", "charset"), [("quoted-printable", "utf-8"), ("base64", "utf-8"), ("quoted-printable", "windows-1252")]
)
def test_the_text_is_what_its_reader_saw(encoding, charset):
    """Neither `=E2=80=94` nor a line broken by `=` is left, and the subject's encoded words are undone."""
    found = decode_text(bytes(mail(encoding, charset)), None)
    assert found is not None
    assert "Subject: Tidewater Chronicle: Council keeps old ferry – for now\n" in found.text
    assert "TIDEWATER, March 10 — The council voted on Monday to keep the old ferry for another winter, after" in found.text
    assert "=E2" not in found.text
    assert found.charset == charset


def test_of_several_parts_the_plain_one_is_read():
    """The same text as HTML, which mail programs send along, is not read twice."""
    message = mail()
    message.add_alternative("<html><body><p>Council keeps old ferry</p></body></html>", subtype="html")
    found = decode_text(bytes(message), None)
    assert found is not None
    assert found.text.count("TIDEWATER, March 10") == 1
    assert "<html>" not in found.text


def test_an_encoded_mail_becomes_an_article():
    """Its story alone, with the day of the page."""
    decoded = decode_text(bytes(mail()), None)
    assert decoded is not None
    found = clean_text(decoded.text).extracted
    assert (found.title, found.authors, found.dateline) == ("Council keeps old ferry", ("Ada Inkwell",), "TIDEWATER, March 10 —")
    assert found.text.startswith("The council voted on Monday to keep the old ferry for another winter, after a debate")


@pytest.mark.parametrize(
    "payload",
    [
        b"From: ada@tidewater.example\nSubject: Old ferry\n\nThe council voted, 3=D pens.\n",
        b"Council keeps old ferry\n\nContent-Transfer-Encoding: base64\n",
        b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\nnothing\n",
        b"",
    ],
)
def test_what_is_not_encoded_stays(payload):
    """A plain mail, a story about mails, a mail without its parts, nothing at all."""
    assert read_mail_body(payload) is None
