"""Mails as they were sent: what a reader saw comes out, what is plain stays as it is, what holds no text is refused."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest

from pipeline.load.content import Content, read_content
from pipeline.load.errors import Refused
from pipeline.load.mail_body import read_mail_body
from pipeline.load.settings import LoadSettings
from pipeline.text.clean import clean_text
from schemas.reasons import Reason

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


HEAD = b"From: ada@tidewater.example\nSubject: Old ferry\nDate: Tue, 11 Mar 2014 09:27:46 -0400\n"
PAGE = f"<html><body><h1>Council keeps old ferry</h1><p>{STORY}</p></body></html>"


def read(message: EmailMessage | bytes) -> Content:
    """What can be read of a mail."""
    content = read_content(bytes(message), "text", LoadSettings())
    assert isinstance(content, Content)
    return content


@pytest.mark.parametrize(
    ("encoding", "charset"), [("quoted-printable", "utf-8"), ("base64", "utf-8"), ("quoted-printable", "windows-1252")]
)
def test_the_text_is_what_its_reader_saw(encoding, charset):
    """Neither `=E2=80=94` nor a line broken by `=` is left, and the subject's encoded words are undone."""
    found = read(mail(encoding, charset)).decoded
    assert "Subject: Tidewater Chronicle: Council keeps old ferry – for now\n" in found.text
    assert "TIDEWATER, March 10 — The council voted on Monday to keep the old ferry for another winter, after" in found.text
    assert "=E2" not in found.text
    assert found.charset == charset


def test_of_several_parts_the_plain_one_is_read():
    """The same text as HTML, which mail programs send along, is not read twice."""
    message = mail()
    message.add_alternative("<html><body><p>Council keeps old ferry</p></body></html>", subtype="html")
    found = read(message).decoded
    assert found.text.count("TIDEWATER, March 10") == 1
    assert "<html>" not in found.text


def test_an_encoded_mail_becomes_an_article():
    """Its story alone, with the day of the page."""
    found = clean_text(read(mail()).decoded.text).extracted
    assert (found.title, found.authors, found.dateline) == ("Council keeps old ferry", ("Ada Inkwell",), "TIDEWATER, March 10 —")
    assert found.text.startswith("The council voted on Monday to keep the old ferry for another winter, after a debate")


def test_a_picture_parts_a_text():
    """Both halves are read; an attached text is not, where the mail has its own."""
    message = mail()
    message.add_attachment(b"\xff\xd8\xff", "image", "jpeg")
    message.add_attachment("She was built in 1931.", disposition="inline")
    message.add_attachment("Minutes of the meeting.")
    found = read(message).decoded.text
    assert found.index("planned for the spring.") < found.index("She was built in 1931.")
    assert "Minutes" not in found


def test_an_attached_text_is_read_where_there_is_no_other():
    """As scanners and newsdesks send them."""
    message = EmailMessage()
    message["From"], message["Subject"] = "ada@tidewater.example", "Ferry"
    message.add_attachment(STORY)
    assert "She leaks" in read(message).decoded.text


def test_a_mail_within_a_mail():
    """A forwarded one is read below the words above it, with who sent it and when."""
    message = EmailMessage()
    message["From"], message["Subject"] = "otis@tidewater.example", "Fwd: Council"
    message.set_content("For the archive.\n")
    message.add_attachment(mail())
    found = read(message).decoded.text
    assert found.index("For the archive.") < found.index("Date: Tue, 11 Mar 2014") < found.index("She leaks")


@pytest.mark.parametrize("plain", [None, "Your program shows no pages.", STORY])
def test_a_page_is_read_where_the_text_is_no_more_than_a_note(plain):
    """As a page; the mail tells its subject and its day."""
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = (
        "a@tidewater.example",
        "Ferry – stays",
        "Tue, 11 Mar 2014 09:27:46 -0400",
    )
    if plain:
        message.set_content(plain)
        message.add_alternative(PAGE, subtype="html", cte="base64")
    else:
        message.set_content(PAGE, subtype="html", cte="quoted-printable")
    found = read(message)
    assert found.media == ("text" if plain is STORY else "html")
    assert found.mail is not None
    assert (found.mail.subject, found.mail.date) == ("Ferry – stays", "Tue, 11 Mar 2014 09:27:46 -0400")


@pytest.mark.parametrize("said", ["us-ascii", "iso-8859-1", "windows-1252", "unknown-8bit", "utf-8"])
def test_a_charset_never_beats_valid_utf_8(said):
    """Programs that know no better say so of all their mails."""
    payload = HEAD + f"Content-Type: text/plain; charset={said}\nContent-Transfer-Encoding: base64\n\n".encode()
    found = read(payload + base64.encodebytes(STORY.encode())).decoded
    assert "March 10 — The council" in found.text


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        ("Fähre".encode("iso-8859-1"), "Fähre"),
        ("Fähre".encode(), "Fähre"),
        (b"=?utf-8?q?F=C3?=\n =?utf-8?q?=A4hre?= bleibt", "Fähre bleibt"),
        (b"=?utf-8*de?q?F=C3=A4hre bleibt?=", "Fähre bleibt"),
        (b"=?utf-8?b?x?= =?nope?q?a?=", "=?utf-8?b?x?= =?nope?q?a?="),
    ],
)
def test_the_subject(raw, subject):
    """Bytes that no mail may hold, a letter parted between two words, words that cannot be undone."""
    payload = b"From: a@t.example\nSubject: " + raw + b"\nContent-Type: text/plain; charset=iso-8859-1\n"
    found = read_mail_body(payload + b"Content-Transfer-Encoding: quoted-printable\n\nEs ist sch=F6n.\n")
    assert found is not None
    assert found.subject == subject


@pytest.mark.parametrize(
    "rest",
    [
        b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQ=\n",
        b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\niVBORwAAAAAA\n",
        b"Content-Type: multipart/mixed; boundary=b\n\nnothing\n",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(2000)),
    ],
    ids=["a file alone", "a picture that says it is text", "no parts", "parts without end"],
)
def test_a_mail_without_a_text_is_refused(rest):
    """No base64 becomes an article."""
    refused = read_content(HEAD + rest, "text", LoadSettings())
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.detail) == (Reason.BINARY, "a mail without a text or a page among its parts")


@pytest.mark.parametrize(
    "odd", [b"Message-ID: <", b"To: " + b"(" * 9000, b"Content-Type: ;;;", b"Content-Type: text/plain; charset*=x''%ff"]
)
def test_odd_fields_do_no_harm(odd):
    """Python's own grammar for them fails on the first two."""
    found = read(HEAD + odd + b"\nContent-Transfer-Encoding: base64\n\nU2hlIGxlYWtzLg==\n")
    assert found.decoded.text.endswith("\nShe leaks.")


@pytest.mark.parametrize(
    "before", [b"\xef\xbb\xbf", b"\r\n\r\n", b"From ada@t.example Tue Mar 10 09:00:00 1998\n", b">From a b\n"]
)
def test_what_stands_above_a_head(before):
    """A mark, blank lines, what an mbox file sets between mails."""
    assert "She leaks" in read(before + HEAD + b"Content-Transfer-Encoding: quoted-printable\n\nShe=20leaks.\n").decoded.text


@pytest.mark.parametrize(
    "payload",
    [
        b"From: ada@tidewater.example\nSubject: Old ferry\n\nThe council voted, 3=D pens.\n",
        b"Council keeps old ferry\n\nContent-Transfer-Encoding: base64\n",
        b"",
    ],
)
def test_what_is_not_encoded_stays(payload):
    """A plain mail, a story about mails, nothing at all."""
    assert read_mail_body(payload) is None
