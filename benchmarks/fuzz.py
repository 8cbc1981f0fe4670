"""Small inputs of each format in, mutated a hundred thousand times; crashes, hangs and lost documents of loaders and cleaner out.

    python benchmarks/fuzz.py [--inputs 100000] [--seed 1] [--minutes 60] [--keep FOLDER]

Starts from the sample archive, the malformed files of the tests and archives made of both. Of each mutated file: loading must
end within a time, raise nothing and give at least one document or rejection with a proper id; texts must be encodable; a sample
is read back by its byte range, and must have the hash its row says. A third of the texts goes to the cleaner and the normaliser,
whose rows must fit the tables. What fails is kept in FOLDER under its defect's name; exit code 1 if anything does.
"""

import argparse
import bz2
import gzip
import hashlib
import io
import lzma
import random
import re
import signal
import sys
import tarfile
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import zstandard
from bench import ROOT

sys.path.insert(0, str(ROOT))

from pipeline.load.documents import bytes_of, load
from pipeline.load.settings import LoadSettings
from pipeline.load.walk import InputFile
from pipeline.normalise.normalise import NormaliseSettings, normalise
from pipeline.rows import reject_table, to_table
from pipeline.text.clean import clean_text
from pipeline.text.database_record import SeveralDocumentsError
from schemas.records import CLEANED, RawDocument, Rejection

NOW = datetime(2031, 5, 6, tzinfo=UTC)
LIMIT_S = 20
"""CPU-seconds for one input of some kilobytes."""
MAX_SEED_BYTES = 20_000
ID = re.compile(r"[0-9a-f]{32}")
NASTY = [
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x1b[31m",
    b"\r",
    b"\n\n\n",
    b"\x0c",
    b"\xc2\x85",
    b"\xed\xa0\x80",
    "\u202e".encode(),
]
NASTY += [
    b"-1",
    b"99999999999999999999",
    b"{",
    b'"',
    b"\\u0000",
    b"\\ud800",
    b"<div>" * 50,
    b"</",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"WARC/1.0",
]
NASTY += [
    b"Content-Length: 99999999\r\n",
    "é".encode("cp1252"),
    "日本".encode("shift_jis"),
    b"By ",
    b" (Reuters) - ",
    b"2031-02-30",
    b"()" * 40,
]


class Hung(BaseException):
    """An input took longer than `LIMIT_S`."""


def seeds() -> list[tuple[str, bytes]]:
    """Names and contents to start from."""
    files = [
        p
        for folder in ("seeds/archive", "tests/pipeline/load/malformed")
        for p in sorted((ROOT / folder).rglob("*"))
        if p.is_file()
    ]
    plain = [(p.name, p.read_bytes()) for p in files if p.stat().st_size <= MAX_SEED_BYTES]
    texts = [(n, c) for n, c in plain if n.endswith((".txt", ".html"))][:4]
    made: list[tuple[str, bytes]] = []
    with io.BytesIO() as tar, io.BytesIO() as packed:
        with tarfile.open(fileobj=tar, mode="w") as t, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as z:
            for name, content in texts:
                info = tarfile.TarInfo(f"a/{name}")
                info.size = len(content)
                t.addfile(info, io.BytesIO(content))
                z.writestr(f"a/{name}", content)
        made += [("made.tar", tar.getvalue()), ("made.zip", packed.getvalue()), ("made.tar.gz", gzip.compress(tar.getvalue()))]
        made.append(("made.tar.zst", zstandard.compress(tar.getvalue())))
        made += [("made.tar.bz2", bz2.compress(tar.getvalue())), ("made.txz", lzma.compress(tar.getvalue()))]
    rows = b'{"id": 1, "title": "Ferry late", "text": "%s", "date": "2031-05-06"}\n' % (b"The ferry was late again. " * 40)
    made += [
        ("made.jsonl", rows * 3),
        ("made.jsonl.gz", gzip.compress(rows * 3)),
        ("made.txt.zst", zstandard.compress(texts[0][1])),
    ]
    page = b"<html><head><title>Ferry</title></head><body><p>" + b"The ferry was late again. " * 40 + b"</p></body></html>"
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        b"WARC-Date: 2031-05-06T07:08:09Z\r\nWARC-Target-URI: https://lantern.example/1\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(response), response)
    )
    made += [("made.warc", record * 2), ("made.warc.gz", gzip.compress(record) * 2)]
    return [*plain, *made * 3]  # containers are where parsers are; as often as all the plain files


def mutated(content: bytes, other: bytes, draw: random.Random) -> bytes:
    """One to six small disasters."""
    data = bytearray(content)
    for _ in range(draw.randint(1, 6)):
        at = draw.randrange(len(data) + 1)
        match draw.randrange(8):
            case 0 if data:
                data[at % len(data)] ^= 1 << draw.randrange(8)
            case 1:
                data[at:at] = draw.choice(NASTY)
            case 2:
                del data[at : at + draw.choice((1, 7, 100, 2000))]
            case 3:
                del data[at:]
            case 4:
                data[at:at] = data[at : at + draw.choice((4, 64, 1024))] * draw.choice((1, 2, 30))
            case 5 if other:
                begin = draw.randrange(len(other))
                data[at:at] = other[begin : begin + draw.choice((16, 256, 4096))]
            case 6 if data:
                data[at % len(data)] = draw.randrange(256)
            case _:
                data[at : at + 4] = draw.randbytes(4)
    return bytes(data)


def check_loading(path: Path, draw: random.Random) -> list[RawDocument]:
    """Load one file; raises where a law is broken."""
    items = list(load(InputFile(path=path, source="fuzz", size=path.stat().st_size), LoadSettings()))
    assert items, "no document and no rejection: an input was lost"
    documents = [item for item in items if isinstance(item, RawDocument)]
    for item in items:
        assert ID.fullmatch(item.document_id), f"id {item.document_id!r}"
    reject_table([item for item in items if isinstance(item, Rejection)], "fuzz", NOW)
    for item in documents:
        item.text.encode()
    if documents and draw.random() < 0.1:
        chosen = draw.choice(documents).provenance
        assert hashlib.sha256(bytes_of(chosen)).hexdigest() == chosen.raw_sha256, "the byte range gives other bytes"
    return documents


def check_cleaning(document: RawDocument) -> None:
    """Clean and normalise one text; raises where it cannot become a row."""
    try:
        extracted = clean_text(document.text, hints=document.hints).extracted
    except SeveralDocumentsError:
        return  # `pipeline.clean` rejects it with that reason
    done = normalise(document, extracted, NormaliseSettings())
    if isinstance(done, Rejection):
        reject_table([done], "fuzz", NOW)
    else:
        to_table([done], CLEANED)


def expire(_signal: int, _frame: FrameType | None) -> None:
    """The alarm's handler."""
    raise Hung


def main() -> int:
    """Mutate, load, clean, count."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--inputs", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--minutes", type=float, default=60.0)
    options.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "copydesk-fuzz")
    o = options.parse_args()
    draw, bank = random.Random(o.seed), seeds()
    counts: Counter[str] = Counter()
    defects: Counter[str] = Counter()
    signal.signal(signal.SIGVTALRM, expire)  # a document's own limit has SIGPROF
    end = time.monotonic() + 60 * o.minutes
    with tempfile.TemporaryDirectory(prefix="copydesk-fuzz-") as folder:
        while counts["inputs"] < o.inputs and time.monotonic() < end:
            name, content = draw.choice(bank)
            data = mutated(content, draw.choice(bank)[1], draw)
            path = Path(folder, name)
            path.write_bytes(data)
            counts["inputs"] += 1
            signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT_S)
            try:
                documents = check_loading(path, draw)
                counts["documents"] += len(documents)
                texts = [d for d in documents if d.media == "text"]
                if texts and counts["inputs"] % 3 == 0:
                    counts["cleaned"] += 1
                    check_cleaning(draw.choice(texts))
            except (Exception, Hung) as error:  # noqa: BLE001 - whatever it is, it is what we look for
                place = traceback.extract_tb(error.__traceback__)[-1]
                defect = f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}"
                defects[defect] += 1
                if defects[defect] == 1:
                    o.keep.mkdir(parents=True, exist_ok=True)
                    kept = o.keep / f"{re.sub(r'[^A-Za-z0-9]+', '-', defect)}-{name}"
                    kept.write_bytes(data)
                    print(f"{defect}: {str(error)[:200]}; kept as {kept}", flush=True)
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            path.unlink()
    told = f"{counts['inputs']} inputs, {counts['documents']} documents, {counts['cleaned']} texts cleaned"
    print(f"{told}; {sum(defects.values())} failures")
    for defect, count in defects.most_common():
        print(f"  {count} {defect}")
    return 1 if defects else 0


if __name__ == "__main__":
    sys.exit(main())
