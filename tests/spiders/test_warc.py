"""WARC files: readable by others, whole after a crash, without secrets."""

import errno
import gzip
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from spiders.warc import PAGES, Exchange, WarcFiles, read_metadata, salvage

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def exchange(number: int, body: bytes = b"<p>The ferry is late.</p>") -> Exchange:
    return Exchange(
        url=f"https://quay.example/{number}",
        at=NOW,
        request_headers=[(b"Host", b"quay.example"), (b"Authorization", b"Basic secret")],
        status=200,
        reason="OK",
        response_headers=[
            (b"Content-Type", b"text/html"),
            (b"Transfer-Encoding", b"chunked"),
            (b"Content-Length", b"3"),
            (b"Set-Cookie", b"session=secret"),
        ],
        body=body,
        ip_address="203.0.113.9",
        metadata={"site": "quay", "key": f"https://quay.example/{number}", "title": "Früh"},
    )


def files(folder: Path, **settings: float) -> WarcFiles:
    return WarcFiles(folder, PAGES, "n1", software="Copydesk/0", **settings)  # type: ignore[arg-type]


def test_a_file_reads_as_it_was_written(tmp_path: Path) -> None:
    """Records in order, bound together; chunking and lengths told so that readers agree with the stored body."""
    writer = files(tmp_path)
    place = writer.write(exchange(1))
    writer.close()
    with (tmp_path / place.file).open("rb") as file:
        records = [(r.record_type, r.headers.to_dict(), r.http_headers, r.reader.read()) for r in ArchiveIterator(file)]
    kinds = [kind for kind, *_ in records]
    assert kinds == [WarcRecordType.warcinfo, WarcRecordType.request, WarcRecordType.response, WarcRecordType.metadata]
    _, headers, http, body = records[2]
    assert (headers["WARC-Record-ID"], headers["WARC-Target-URI"]) == (place.record_id, "https://quay.example/1")
    assert body == b"<p>The ferry is late.</p>"
    assert http is not None
    assert http.get("Content-Length") == str(len(body))
    assert http.get("Transfer-Encoding") is None
    assert {h["WARC-Concurrent-To"] for _, h, *_ in (records[1], records[3])} == {place.record_id}


def test_secrets_are_not_written(tmp_path: Path) -> None:
    """No cookie, no authorization."""
    writer = files(tmp_path)
    place = writer.write(exchange(1))
    writer.close()
    assert b"secret" not in gzip.decompress((tmp_path / place.file).read_bytes())


def test_a_record_is_a_gzip_member(tmp_path: Path) -> None:
    """As readers that seek expect it."""
    writer = files(tmp_path)
    place = writer.write(exchange(1))
    writer.close()
    content = (tmp_path / place.file).read_bytes()
    assert content.count(b"\x1f\x8b\x08") >= 4


@pytest.mark.parametrize("cut", [1, 30, 400, 700])
def test_a_crash_costs_the_last_group_alone(tmp_path: Path, cut: int) -> None:
    """Wherever the file is cut, the whole groups before it are kept, and the file is taken up under its final name."""
    writer = files(tmp_path)
    for number in range(3):
        writer.write(exchange(number, os.urandom(300)))
    (left,) = tmp_path.glob("*.open")
    os.truncate(left, left.stat().st_size - cut)
    (path,) = salvage(tmp_path)
    assert [url for url, *_ in read_metadata(path)] == ["https://quay.example/0", "https://quay.example/1"]
    assert not list(tmp_path.glob("*.open"))


def test_a_file_without_a_whole_group_is_dropped(tmp_path: Path) -> None:
    """There is nothing in it to load."""
    writer = files(tmp_path)
    writer.write(exchange(1))
    (left,) = tmp_path.glob("*.open")
    os.truncate(left, 400)
    assert salvage(tmp_path) == []
    assert not list(tmp_path.iterdir())


def test_files_are_rotated_by_size_and_age(tmp_path: Path) -> None:
    """A new file begins once the last is large or old; nothing is lost between them."""
    writer = files(tmp_path, max_bytes=3_500, max_age_s=60)
    for number in range(6):
        writer.write(exchange(number, os.urandom(900)))
    writer.close()
    names = sorted(path.name for path in tmp_path.iterdir())
    assert 2 <= len(names) < 6
    assert names[:2] == ["pages-n1-00000.warc.gz", "pages-n1-00001.warc.gz"]
    assert sum(len(list(read_metadata(tmp_path / name))) for name in names) == 6


def test_no_header_can_be_smuggled_in(tmp_path: Path) -> None:
    """Line ends in addresses and headers stay within their line."""
    odd = exchange(1)
    odd = Exchange(**{**{f: getattr(odd, f) for f in odd.__slots__}, "url": "https://quay.example/a\r\nWARC-Type: warcinfo"})
    writer = files(tmp_path)
    place = writer.write(odd)
    writer.close()
    with (tmp_path / place.file).open("rb") as file:
        found = [r.headers.get("WARC-Target-URI") for r in ArchiveIterator(file, record_types=WarcRecordType.response)]
    assert found == ["https://quay.example/a%0D%0AWARC-Type: warcinfo"]


def test_a_full_disk_leaves_no_half_exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was begun is taken back, so that what is written once there is room again can be read; a file with nothing goes."""
    write, room = os.write, [10**6]

    def short_of_room(descriptor: int, content: memoryview) -> int:
        if not room[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = write(descriptor, content[: room[0]])
        room[0] -= written
        return written

    monkeypatch.setattr(os, "write", short_of_room)
    writer = files(tmp_path)
    writer.write(exchange(1))
    room[0] = 100
    with pytest.raises(OSError, match="No space"):
        writer.write(exchange(2))
    room[0] = 10**6
    place = writer.write(exchange(3))
    writer.close()
    assert [url for url, *_ in read_metadata(tmp_path / place.file)] == ["https://quay.example/1", "https://quay.example/3"]
    room[0] = 50
    with pytest.raises(OSError, match="No space"):
        writer.write(exchange(4))
    writer.close()
    assert [path.name for path in tmp_path.iterdir()] == [place.file]
