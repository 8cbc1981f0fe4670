"""Documents in, the raw bytes they were made from out: the law behind `verify --raw`."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.load.documents import bytes_of, bytes_of_each, load
from pipeline.load.errors import RawBytesError
from pipeline.load.settings import LoadSettings
from pipeline.load.walk import InputFile
from schemas.records import RawDocument

PACKERS = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.compress, ".bz2": bz2.compress, ".xz": lzma.compress}


def read(path, split=None):
    return list(load(InputFile(path, "s", path.stat().st_size), LoadSettings(split=split)))


def assert_leads_back(items, content: bytes):
    for item in items:
        where = item.provenance
        payload = bytes_of(where)
        assert sha256(payload).hexdigest() == where.raw_sha256
        assert payload == content[where.raw_offset : where.raw_offset + where.raw_length]


@settings(max_examples=40)
@given(texts=st.lists(st.text(), min_size=1, max_size=5), ending=st.sampled_from(sorted(PACKERS)))
def test_rows_lead_back_to_their_bytes(texts, ending):
    """Every row, accepted or not, is found again by its byte range; accepted texts are those written."""
    content = b"\n".join(json.dumps({"text": text}).encode() for text in texts)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"rows.jsonl{ending}"
        path.write_bytes(PACKERS[ending](content))
        items = read(path)
        assert len(items) == len(texts)
        assert [item.text for item in items if isinstance(item, RawDocument)] == [t for t in texts if t.strip()]
        assert_leads_back(items, content)


@settings(max_examples=40)
@given(parts=st.lists(st.binary(max_size=200), max_size=6), ending=st.sampled_from(sorted(PACKERS)))
def test_split_documents_lead_back_to_their_bytes(parts, ending):
    """Whatever bytes stand between separators, the ranges given are exactly theirs and no bytes crash the loader."""
    content = b"\f".join([b"first", *parts])
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"many.txt{ending}"
        path.write_bytes(PACKERS[ending](content))
        assert_leads_back(read(path, "formfeed"), content)


@settings(max_examples=40)
@given(content=st.binary(min_size=1, max_size=400))
def test_any_bytes_give_one_item(content):
    """A text file of any bytes is one document or one rejection, and leads back where it was read."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "any.txt"
        path.write_bytes(content)
        items = read(path)
        assert len(items) == 1
        assert_leads_back(items, content)


@pytest.mark.parametrize("kind", ["tar.gz", "zip"])
def test_finds_the_right_one_of_two_members_with_one_name(tmp_path, kind):
    """Two members of one name are two documents, told apart by their hash; one pass finds all rows."""
    payloads = [("a/1.txt", b"First version.\n"), ("a/2.txt", b"Other.\n"), ("a/1.txt", b"Second version.\n")]
    path = tmp_path / f"twice.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
            for name, payload in payloads:
                archive.writestr(name, payload)
    else:
        with tarfile.open(path, "w:gz") as archive:
            for name, payload in payloads:
                entry = tarfile.TarInfo(name)
                entry.size = len(payload)
                archive.addfile(entry, io.BytesIO(payload))
    rows = [item.provenance for item in read(path)]
    assert [bytes_of(row) for row in rows] == [payload for _, payload in payloads]
    assert [payload for _, payload in bytes_of_each(rows[::-1])] == [payload for _, payload in payloads]


@pytest.mark.parametrize("name", ["a/1.txt", "a/1.jsonl"])
def test_finds_a_longer_member_before_a_shorter_one_of_its_name(tmp_path, name):
    """An archive to which a corrected, shorter file was appended holds both; one pass finds the first as well."""
    rows = [b'{"text": "First version, with a paragraph more."}', b'{"text": "Another row."}']
    payloads = [b"\n".join(rows), rows[1] + b"\n" + rows[0][:30]]
    path = tmp_path / "appended.tar"
    with tarfile.open(path, "w") as archive:
        for payload in payloads:
            entry = tarfile.TarInfo(name)
            entry.size = len(payload)
            archive.addfile(entry, io.BytesIO(payload))
    items = [item.provenance for item in read(path)]
    found = [(row, payload) for row, payload in bytes_of_each(items)]
    assert sorted(map(id, items)) == sorted(id(row) for row, _ in found)
    assert all(sha256(payload).hexdigest() == row.raw_sha256 for row, payload in found)


def test_passes_over_a_damaged_member_of_the_same_name(tmp_path):
    """Found by fuzzing: the first of two members of one name has a wrong checksum, the row is of the second."""
    path = tmp_path / "twice.zip"
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a/1.txt", b"Ferry stays.\n")
        archive.writestr("a/1.txt", b"Ferry sails.\n")
    path.write_bytes(path.read_bytes().replace(b"Ferry stays.", b"Ferry slays."))
    damaged, whole = read(path)
    assert (damaged.reason, bytes_of(whole.provenance)) == ("corrupt_archive", b"Ferry sails.\n")


def test_says_when_the_raw_file_changed(tmp_path):
    """A changed or vanished raw file is an error that names it, not other bytes."""
    path = tmp_path / "1.txt"
    path.write_bytes(b"As published.\n")
    where = read(path)[0].provenance
    path.write_bytes(b"As tampered!!\n")
    with pytest.raises(RawBytesError, match=r"1\.txt"):
        bytes_of(where)
    path.unlink()
    with pytest.raises(RawBytesError, match=r"1\.txt"):
        bytes_of(where)


def test_follows_odd_file_names(tmp_path):
    """Blanks, percent signs and accents in names survive the way through the `file://` address."""
    path = tmp_path / "año 100%#1?.txt"
    path.write_bytes(b"News.\n")
    assert bytes_of(read(path)[0].provenance) == b"News.\n"


@pytest.mark.parametrize(
    "name", ["cut_in_member.zip", "directory_missing.zip", "cut_in_member.tar", "cut_off.tar.gz", "wrong_checksum.zip"]
)
def test_documents_before_a_cut_lead_back_to_their_bytes(name):
    """Found by fuzzing: the refusal at the archive's end hid the members that stand before it."""
    documents = [i for i in read(Path(__file__).with_name("malformed") / name) if isinstance(i, RawDocument)]
    assert documents
    for document in documents:
        assert sha256(bytes_of(document.provenance)).hexdigest() == document.provenance.raw_sha256
