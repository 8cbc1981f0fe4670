"""Raw files of every kind in, documents with their provenance out."""

import bz2
import gzip
import hashlib
import io
import json
import lzma
import os
import tarfile
import zipfile
from datetime import UTC, datetime

import pytest
import zstandard

from pipeline.load import pieces
from pipeline.load.charsets import standard_name
from pipeline.load.documents import bytes_of, bytes_of_each, load
from pipeline.load.errors import InvalidSplitError
from pipeline.load.settings import LoadSettings
from pipeline.load.walk import InputFile
from schemas.reasons import Reason
from schemas.records import Rejection

TEXT = "Ferry sails again\n\nThe ferry to Lindø left on time.\n"
RAW = TEXT.encode()


def read(path, settings=None):
    return list(load(InputFile(path, "harbour", path.stat().st_size), settings or LoadSettings()))


def test_reads_a_text_file(tmp_path):
    """A text file is one document whose provenance leads back to it."""
    path = tmp_path / "0001.txt"
    path.write_bytes(RAW)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    (document,) = read(path, LoadSettings(outlet="Osterby Post", language="da"))
    where = document.provenance
    assert (document.text, document.media) == (TEXT, "text")
    assert (where.source_kind, where.source, where.raw_uri) == ("text", "harbour", path.as_uri())
    assert (where.raw_offset, where.raw_length, where.charset, where.charset_source) == (0, len(RAW), "utf-8", "utf-8")
    assert (document.hints.outlet, document.hints.language) == ("Osterby Post", "da")
    assert document.hints.fetched_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


PACKERS = {".gz": gzip.compress, ".zst": zstandard.compress, ".bz2": bz2.compress, ".xz": lzma.compress}


@pytest.mark.parametrize("ending", sorted(PACKERS))
def test_reads_concatenated_streams(tmp_path, ending):
    """Several gzip members or zstd frames in one file are one content; the id is that of the plain file."""
    pack = PACKERS[ending]
    (tmp_path / "0001.txt").write_bytes(RAW)
    (tmp_path / f"0001.txt{ending}").write_bytes(pack(RAW[:9]) + pack(b"") + pack(RAW[9:]))
    (plain,), (packed,) = read(tmp_path / "0001.txt"), read(tmp_path / f"0001.txt{ending}")
    assert packed.text == TEXT
    assert packed.document_id == plain.document_id


@pytest.mark.parametrize("name", ["ferry", "10017", "ferry.017", "ferry.ASC"])
def test_a_name_without_a_known_ending_is_a_text(tmp_path, name):
    """News spools and old dumps call their files by numbers; what is no text is refused by its content."""
    (tmp_path / name).write_bytes(RAW)
    (document,) = read(tmp_path / name)
    assert (document.text, document.media) == (TEXT, "text")


def test_takes_a_page_under_a_text_name_for_a_page(tmp_path):
    """A `.txt` that plainly is an HTML page goes to the HTML extractor."""
    path = tmp_path / "page.txt"
    path.write_bytes(b"\n<!-- saved --><!DOCTYPE html><html><p>Ferry</p></html>")
    (document,) = read(path)
    assert (document.media, document.provenance.source_kind) == ("html", "html")


def test_leaves_line_ends_alone(tmp_path):
    """The cleaner counts raw lines, so carriage returns stay."""
    path = tmp_path / "dos.txt"
    path.write_bytes(b"one\r\ntwo\rthree\n")
    assert read(path)[0].text == "one\r\ntwo\rthree\n"


@pytest.mark.parametrize("split", ["formfeed", r"={10,}", r"Document \d+ of"])
def test_splits_a_text_file(tmp_path, split):
    """Separators belong to no document, blank documents are none, and byte ranges are those of the file."""
    separator = {"formfeed": b"\f", r"={10,}": b"==========\n"}.get(split, b"Document 7 of 9\r\n")
    path = tmp_path / "many.txt"
    path.write_bytes(separator + RAW + separator + b"\n" + separator + b"Second\r\n")
    first, second = read(path, LoadSettings(split=split))
    assert (first.text, second.text) == (TEXT, "Second\r\n")
    for document in (first, second):
        start, length = document.provenance.raw_offset, document.provenance.raw_length
        assert path.read_bytes()[start : start + length].decode() == document.text


@pytest.mark.parametrize(
    ("split", "before", "after"),
    [
        ("nexis", b"                   12 of 400 DOCUMENTS\r\n", b""),
        ("nexis", b"", b"End of Document\n"),
        ("factiva", b"", b"AN Document tidchr0020010710du3a00abc\n"),
        ("proquest", b"____________________________________________________________\n\nDocument 1 of 2\n", b""),
        ("gale", b"", b"Gale Document Number: GALE|A145600000\n"),
        ("ebsco", b"Record: 7\n", b""),
        ("newsbank", b"", b"Record Number: 9803220091\n"),
        ("trec", b"", b"</DOC>\r\n"),
        ("trec", b"", b" &#3;</BODY></TEXT> </REUTERS>\n"),
        ("mbox", b"From ada@tidewater.example Tue Mar 10 09:00:00 1998\n", b""),
    ],
)
def test_splits_at_what_databases_write_between_documents(tmp_path, split, before, after):
    """The named separators part the files of press databases and mail programs."""
    path = tmp_path / "many.txt"
    path.write_bytes(before + RAW + after + before + b"Second\n" + after)
    assert [document.text for document in read(path, LoadSettings(split=split))] == [TEXT, "Second\n"]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("list.mbox", b"From ada@tidewater.example Tue Mar 10 09:00:00 1998\n", b""),
        ("reut2-000.sgm", b"", b"</REUTERS>\n"),
        ("XIN_199603.SGML", b"", b"</DOC>\n"),
    ],
)
def test_some_names_tell_that_a_file_holds_several(tmp_path, name, before, after):
    """Nobody has to say so of a mailbox or of a corpus' records."""
    path = tmp_path / name
    path.write_bytes(before + RAW + after + before + b"Second\n" + after)
    assert [document.text for document in read(path)] == [TEXT, "Second\n"]


def test_a_mailed_page_is_known_by_its_mail(tmp_path):
    """A page; its mail's subject and day are told besides it, and the bytes are those of the mail."""
    path = tmp_path / "ferry.eml"
    mail = b"Subject: =?utf-8?q?Ferry_=E2=80=93_stays?=\nDate: Tue, 10 Mar 1998 09:00:00 +0000\nContent-Type: text/html\n\n<html><p>She stays.</p></html>\n"
    path.write_bytes(mail)
    (document,) = read(path)
    assert (document.media, document.text) == ("html", "<html><p>She stays.</p></html>\n")
    assert (document.hints.title, document.hints.published_raw) == ("Ferry – stays", "Tue, 10 Mar 1998 09:00:00 +0000")
    assert bytes_of(document.provenance) == mail


def test_refuses_a_split_that_cannot_work(tmp_path):
    """A wrong setting stops the run at its start."""
    path = tmp_path / "a.txt"
    path.write_bytes(RAW)
    for split in ("(", ".*"):
        with pytest.raises(InvalidSplitError):
            load(InputFile(path, "s", 1), LoadSettings(split=split))


@pytest.mark.parametrize(
    ("folder", "source"), [("osterby", "osterby"), ("2019", "harbour"), ("__MACOSX", "harbour"), ("", "harbour")]
)
def test_an_archives_folder_names_the_source_if_it_names_anything(tmp_path, folder, source):
    """The years of two papers are no one source."""
    path = tmp_path / "harbour.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{folder}/1.txt".removeprefix("/"), RAW)
    (document,) = read(path)
    assert document.provenance.source == source


def test_rejects_one_long_line_among_split_documents(tmp_path):
    """A line beyond the cap costs the document it stands in, no other."""
    path = tmp_path / "many.txt"
    path.write_bytes(b"first\n---\n" + b"x" * 200_000 + b"\nmore\n---\nlast\n")
    first, refused, last = read(path, LoadSettings(split="---", max_line_bytes=1000))
    assert (first.text, refused.reason, last.text) == ("first\n", Reason.LINE_TOO_LONG, "last\n")
    assert refused.provenance.raw_length == 200_006


def test_reads_members_whose_folders_are_parted_by_backslashes(tmp_path):
    """So Windows packs a folder without other tools; the name stays as it is stored, and leads back to the bytes."""
    path = tmp_path / "harbour.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, payload in (("osterby\\", b""), ("osterby\\v1.2\\0017", RAW), ("osterby\\..\\up.txt", RAW)):
            archive.writestr(zipfile.ZipInfo(name), payload)
    document, climbing = read(path)
    where = document.provenance
    assert (document.text, where.source, where.raw_member) == (TEXT, "osterby", "osterby\\v1.2\\0017")
    assert bytes_of(where) == RAW
    assert climbing.reason == Reason.PATH_TRAVERSAL


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damage_in_a_zip_loses_one_member(method, tmp_path):
    """However it was packed: the members behind it are read, and every row leads back."""
    path = tmp_path / "harbour.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name in ("first.txt", "second.txt", "third.txt"):
            archive.writestr(name, f"{name}\n".encode() + RAW)
        behind = archive.infolist()[2].header_offset
    content = path.read_bytes()
    path.write_bytes(content[: behind - 60] + bytes(40) + content[behind - 20 :])
    items = read(path)
    assert [item.provenance.raw_member for item in items] == ["first.txt", "second.txt", "third.txt"]
    assert [getattr(item, "reason", None) for item in items] == [None, Reason.CORRUPT_ARCHIVE, None]
    assert len(list(bytes_of_each([items[0].provenance, items[2].provenance]))) == 2


@pytest.mark.parametrize("kind", ["tar", "tar.gz", "tgz", "tar.zst", "tar.bz2", "txz", "zip"])
def test_reads_every_archive_format(tmp_path, kind):
    """Members follow the rules of files; the archive's first folder is the source; long names survive."""
    members = {
        "osterby/1.txt": RAW,
        "osterby/" + "lang" * 60 + "/é.txt.gz": gzip.compress(RAW),
        "./top.jsonl": b'{"body": "Row"}\n',
    }
    path = tmp_path / f"harbour.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, payload in members.items():
                archive.writestr(name, payload)
    else:
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as archive:
            for name, payload in members.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(payload)
                entry.mtime = 1_700_000_000
                archive.addfile(entry, io.BytesIO(payload))
        pack = {"tar": bytes, "tar.zst": zstandard.compress, "tar.bz2": bz2.compress, "txz": lzma.compress}.get(
            kind, gzip.compress
        )
        path.write_bytes(pack(packed.getvalue()))
    documents = read(path)
    assert [document.text for document in documents] == [TEXT, TEXT, "Row"]
    assert [document.provenance.raw_member for document in documents] == list(members)
    assert [document.provenance.source for document in documents] == ["osterby", "osterby", "harbour"]


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_reads_every_tar_dialect(tmp_path, form):
    """Long names are written in three ways; all three are read."""
    name = "osterby/" + "nested/" * 15 + "story.txt"
    with tarfile.open(tmp_path / "a.tar", "w", format=form) as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(RAW)
        archive.addfile(entry, io.BytesIO(RAW))
    assert read(tmp_path / "a.tar")[0].provenance.raw_member == name


def test_reads_archives_written_one_after_the_other(tmp_path):
    """`cat a.tar b.tar` is a usual way to join archives; most tools silently drop the second."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        entry = tarfile.TarInfo("a/1.txt")
        entry.size = len(RAW)
        archive.addfile(entry, io.BytesIO(RAW))
    (tmp_path / "joined.tar").write_bytes(packed.getvalue() * 2)
    assert [item.text for item in read(tmp_path / "joined.tar")] == [TEXT, TEXT]


def test_keeps_the_id_when_the_archive_moves(tmp_path):
    """Ids come from names and bytes, never from the folder."""
    for folder in ("here", "there"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.txt").write_bytes(RAW)
    (tmp_path / "there" / "2.txt").write_bytes(RAW)
    here, there, other = (read(tmp_path / name)[0].document_id for name in ("here/1.txt", "there/1.txt", "there/2.txt"))
    assert here == there
    assert here != other


def test_rejects_a_file_that_vanished(tmp_path):
    """A file that cannot be opened is a rejection that may be tried again."""
    (item,) = load(InputFile(tmp_path / "gone.txt", "s", 5), LoadSettings())
    assert item.reason == Reason.UNREADABLE


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_rejects_a_file_without_permission(tmp_path):
    """A file we may not read is a rejection."""
    path = tmp_path / "closed.txt"
    path.write_bytes(RAW)
    path.chmod(0)
    assert read(path)[0].reason == Reason.UNREADABLE


MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def assert_leads_back(items):
    for item in items:
        payload = bytes_of(item.provenance)
        assert hashlib.sha256(payload).hexdigest() == item.provenance.raw_sha256


@pytest.mark.parametrize("codec", MARKS)
@pytest.mark.parametrize("chunk_bytes", [1, 7, 1 << 16])
def test_reads_rows_in_utf_16(codec, chunk_bytes, tmp_path, monkeypatch):
    """PowerShell writes JSON Lines so; halves of two signs that look like a line feed part nothing, a bad row is one row."""
    monkeypatch.setattr(pieces, "CHUNK_BYTES", chunk_bytes)
    texts = ["The quay is open again.", "\u0a00\u0a0a\u000a\u0100 Fähre über \U0001f6a2", "last"]
    lines = [
        *(json.dumps({"text": text}, ensure_ascii=False) for text in texts[:2]),
        "",
        "  \r",
        "{broken",
        json.dumps({"text": "last"}),
    ]
    path = tmp_path / "rows.jsonl"
    path.write_bytes(MARKS[codec] + "\r\n".join(lines).encode(codec))
    items = read(path)
    assert [i.reason.value if isinstance(i, Rejection) else i.text for i in items] == [*texts[:2], "bad_json", "last"]
    assert {i.provenance.charset_source for i in items if not isinstance(i, Rejection)} == {"bom"}
    assert_leads_back(items)


@pytest.mark.parametrize("codec", MARKS)
def test_parts_a_mailbox_and_a_dump_in_utf_16(codec, tmp_path):
    """By lines and by form feeds; the mark belongs to no document."""
    mails = [f"From ed@quay.example Sat Mar  2 10:0{n}:00 2024\nSubject: Ferry {n}\n\nSails \u0a0d at ten.\n" for n in range(2)]
    mailbox, dump = tmp_path / "desk.mbox", tmp_path / "dump.txt"
    mailbox.write_bytes(MARKS[codec] + "".join(mails).encode(codec))
    dump.write_bytes(MARKS[codec] + "\f".join(mails).encode(codec))
    for items, texts in (
        (read(mailbox), [mail.split("\n", 1)[1] for mail in mails]),
        (read(dump, LoadSettings(split="formfeed")), mails),
    ):
        assert [i.text for i in items] == texts
        assert {(i.provenance.charset, i.provenance.charset_source) for i in items} == {(standard_name(codec), "bom")}
        assert_leads_back(items)
