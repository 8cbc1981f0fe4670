"""Inputs beyond a cap in, rejections out, in bounded memory."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import tracemalloc
import zipfile
from hashlib import sha256

import zstandard

from pipeline.load.documents import load
from pipeline.load.settings import LoadSettings
from pipeline.load.walk import InputFile
from schemas.reasons import Reason

MIB = 1 << 20
SMALL = LoadSettings(
    max_document_bytes=1000, max_line_bytes=200, max_archive_bytes=50_000, max_members=3, max_ratio=20, ratio_grace_bytes=5000
)


def read(path, settings=SMALL):
    return list(load(InputFile(path, "archive", path.stat().st_size), settings))


def reasons(path, settings=SMALL):
    return [getattr(item, "reason", None) for item in read(path, settings)]


def tar_of(path, payloads, mode="w"):
    with tarfile.open(path, mode) as archive:
        for name, payload in payloads:
            entry = tarfile.TarInfo(name)
            entry.size = len(payload)
            archive.addfile(entry, io.BytesIO(payload))
    return path


def test_refuses_a_document_above_the_cap(tmp_path):
    """A document that is too large is refused with the hash and length of all its bytes."""
    payload = b"A short line of harbour news.\n" * 50
    path = tmp_path / "large.txt"
    path.write_bytes(payload)
    (item,) = read(path)
    where = item.provenance
    assert (item.reason, where.raw_length, where.raw_sha256) == (Reason.TOO_LARGE, len(payload), sha256(payload).hexdigest())


def test_refuses_a_line_above_the_cap(tmp_path):
    """A text with an endless line is no text; a page may have one."""
    (tmp_path / "line.txt").write_bytes(b"word " * 60)
    (tmp_path / "line.html").write_bytes(b"<p>" + b"word " * 60)
    assert reasons(tmp_path / "line.txt") == [Reason.LINE_TOO_LONG]
    assert reasons(tmp_path / "line.html") == [None]


def test_goes_on_after_a_row_that_is_too_long(tmp_path):
    """One row beyond the cap costs that row only."""
    rows = [json.dumps({"text": text}).encode() for text in ("first", "x" * 300, "last")]
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\n".join(rows))
    first, refused, last = read(path)
    assert (first.text, refused.reason, last.text) == ("first", Reason.LINE_TOO_LONG, "last")
    assert refused.provenance.raw_sha256 == sha256(rows[1]).hexdigest()
    assert (refused.provenance.raw_offset, refused.provenance.raw_length) == (len(rows[0]) + 1, len(rows[1]))


def test_refuses_a_bomb_in_each_compression(tmp_path):
    """Data that expands beyond the ratio is refused, however it is packed."""
    zeros = b"0" * MIB
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(zeros))
    (tmp_path / "bomb.txt.zst").write_bytes(zstandard.compress(zeros))
    (tmp_path / "bomb.txt.bz2").write_bytes(bz2.compress(zeros))
    (tmp_path / "bomb.txt.xz").write_bytes(lzma.compress(zeros))
    tar_of(tmp_path / "bomb.tar.gz", [("a/1.txt", b"news"), ("a/2.txt", zeros)], "w:gz")
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/1.txt", b"news")
        archive.writestr("a/2.txt", zeros)
        archive.writestr("a/3.txt", b"never reached")
    assert reasons(tmp_path / "bomb.txt.gz") == [Reason.COMPRESSION_RATIO]
    assert reasons(tmp_path / "bomb.txt.zst") == [Reason.COMPRESSION_RATIO]
    assert reasons(tmp_path / "bomb.txt.bz2") == [Reason.COMPRESSION_RATIO]
    assert reasons(tmp_path / "bomb.txt.xz") == [Reason.COMPRESSION_RATIO]
    assert reasons(tmp_path / "bomb.tar.gz")[-1] == Reason.COMPRESSION_RATIO
    assert reasons(tmp_path / "bomb.zip") == [None, Reason.COMPRESSION_RATIO]


def test_refuses_what_expands_beyond_the_total(tmp_path):
    """The sum of an archive's members is capped even where its ratio is harmless."""
    members = [(f"a/{i}.txt", bytes(range(65, 91)) * 30 + str(i).encode()) for i in range(200)]
    settings = LoadSettings(max_archive_bytes=50_000)
    tar_of(tmp_path / "sum.tar.gz", members, "w:gz")
    with zipfile.ZipFile(tmp_path / "sum.zip", "w") as archive:
        for name, payload in members:
            archive.writestr(name, payload)
    assert reasons(tmp_path / "sum.tar.gz", settings)[-1] == Reason.TOO_LARGE
    assert reasons(tmp_path / "sum.zip", settings)[-1] == Reason.TOO_LARGE


def test_stops_at_the_member_cap(tmp_path):
    """Beyond the cap on members one rejection stands for the rest."""
    members = [(f"a/{i}.txt", b"news") for i in range(5)]
    tar_of(tmp_path / "many.tar", members)
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for name, payload in members:
            archive.writestr(name, payload)
    assert reasons(tmp_path / "many.tar") == [None] * 3 + [Reason.TOO_MANY_MEMBERS]
    assert reasons(tmp_path / "many.zip") == [None] * 3 + [Reason.TOO_MANY_MEMBERS]


def test_refuses_a_zip_whose_directory_is_too_large(tmp_path):
    """The directory is measured before it is read into memory."""
    with zipfile.ZipFile(tmp_path / "wide.zip", "w") as archive:
        archive.writestr("a" * 500 + ".txt", b"news")
    assert reasons(tmp_path / "wide.zip", LoadSettings(max_directory_bytes=100)) == [Reason.TOO_MANY_MEMBERS]


def test_reads_a_gigantic_line_in_bounded_memory(tmp_path):
    """256 MiB on one line, packed, are refused by name while no more than a few MiB are held."""
    path = tmp_path / "line.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b'{"text": "')
        for _ in range(256):
            file.write(b"a" * MIB)
    settings = LoadSettings(max_line_bytes=MIB, max_ratio=100_000)
    tracemalloc.start()
    try:
        (item,) = read(path, settings)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (item.reason, item.provenance.raw_length) == (Reason.LINE_TOO_LONG, 256 * MIB + 10)
    assert peak < 8 * MIB


def test_streams_many_documents_of_one_file_in_bounded_memory(tmp_path):
    """Memory follows one document, not the file."""
    path = tmp_path / "many.txt"
    path.write_bytes((b"The harbour office reports.\n" * 100 + b"\f") * 8000)
    tracemalloc.start()
    try:
        count = sum(1 for _ in load(InputFile(path, "s", 1), LoadSettings(split="formfeed")))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 8000
    assert peak < 2 * MIB
