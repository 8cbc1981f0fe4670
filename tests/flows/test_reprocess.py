"""Reprocessing keeps ids, commits only what differs, tells what it did, and goes on where it was interrupted."""

from __future__ import annotations

import dataclasses
import gzip
import io
import json
import os
import re
import tarfile
import warnings
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import pipeline.shard
import pipeline.version
from flows import clean_again, progress, reprocess_command, run_rows
from flows.cli import main
from flows.run import execute, prepare
from flows.settings import BackfillSettings
from pipeline.clean import clean_document
from pipeline.dataset import Dataset, writer_lock
from pipeline.dataset.verify import verify
from pipeline.load.documents import bytes_of
from pipeline.reprocess.rebuild import Rebuilt, unlink_vanished
from pipeline.rows import to_table
from pipeline.shard import Shard, ShardJob, ShardResult, clean_shard
from pipeline.text.clean import clean_text
from schemas.reasons import Reason
from schemas.records import CleanedDocument, Hints, RawDocument, Rejection
from schemas.tables import COPIES, PARTITION_KEY
from tests.flows.plain_steps import PlainRunSteps
from tests.pipeline.dataset.build import article_id, copy, tree
from tests.pipeline.load.warcs import Fetch

STORY = """The council of Port Ellery voted on Tuesday to dredge the inner harbour after a winter in which three
trawlers ran aground within sight of the quay.

Harbour master Ottoline Marsh told the meeting that the channel had lost a metre of depth since the
last survey, and that insurers had begun to ask questions. The work will cost the town two million crowns.

Fishermen welcomed the decision. "We have waited eleven years for this," said Bram Tolliver, who keeps
two boats at the north mole and lost a propeller there in January.

Work begins in {month} and is to end before the herring return, the council said in a statement."""

OTHER = """Engineers closed the old lighthouse road near Quill Point on Monday because the cliff below it is
moving by a hand's breadth every week, the county said.

Residents of the eleven houses beyond the barrier will reach them by a track through the orchard of
the Venn family, who agreed to open their gate until the autumn of {month}.

Geologist Pell Arundel said the slope had been stable for a century and that heavy rain in the spring
had filled a layer of clay that nobody had mapped. A bridge is one of three plans for a new road."""


class InProcess:
    """A pool that cleans where it stands."""

    def __init__(self, _workers: int) -> None:
        self.cleaned = 0

    def clean(self, shard: Shard, job: ShardJob) -> ShardResult:
        return clean_shard(shard, job)

    def __enter__(self) -> InProcess:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """Load the models before the time limit of a document counts."""
    clean_text(STORY, hints=Hints())


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two stories, the first in two outlets."""
    folder = tmp_path / "archive"
    for name, text in {"lantern/dredge": STORY, "gazette/harbour": STORY, "lantern/road": OTHER}.items():
        path = folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{path.stem.capitalize()} plan goes ahead\n\n" + text.format(month="March"), encoding="utf-8")
    return folder


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the dataset goes; worker processes are left out."""
    monkeypatch.setattr(clean_again, "ShardPool", InProcess)
    return tmp_path / "data"


def backfill(archive: Path, out: Path, outlet: str | None = None) -> Dataset:
    """Load the archive."""
    settings = BackfillSettings(paths=(str(archive),), out=out, outlet=outlet)
    dataset = Dataset.create_or_open(out)
    with writer_lock(out):
        prepared = prepare(dataset, settings, datetime.now(UTC))
        execute(prepared, dataset, settings, PlainRunSteps(), clock=lambda: datetime.now(UTC))
        dataset.recover()
    return dataset


def cleaning(monkeypatch: pytest.MonkeyPatch, change: Callable[[CleanedDocument], CleanedDocument | Rejection]) -> list[str]:
    """Let another version of the pipeline clean; returns the ids it has met so far."""
    met: list[str] = []

    def changed(raw: RawDocument, *rest: object) -> CleanedDocument | Rejection:
        met.append(raw.document_id)
        done = clean_document(raw, *rest)  # type: ignore[arg-type]
        return done if isinstance(done, Rejection) else change(done)

    monkeypatch.setattr(pipeline.shard, "clean_document", changed)
    return met


def refusing(monkeypatch: pytest.MonkeyPatch, stem: str, reason: Reason = Reason.TIMEOUT) -> list[str]:
    """Let the pipeline time out on one file; the files that it met."""
    met = []

    def changed(raw: RawDocument, *rest: object) -> CleanedDocument | Rejection:
        met.append(raw.provenance.raw_uri)
        if stem in raw.provenance.raw_uri:
            return Rejection(document_id=raw.document_id, provenance=raw.provenance, reason=reason)
        return clean_document(raw, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline.shard, "clean_document", changed)
    return met


def version(monkeypatch: pytest.MonkeyPatch, new: str) -> None:
    """Let the pipeline be of another version."""
    for module in (pipeline.version, reprocess_command, run_rows):
        monkeypatch.setattr(module, "PIPELINE_VERSION", new)


def shout(document: CleanedDocument) -> CleanedDocument:
    """A change of one column."""
    return dataclasses.replace(document, section="NEWS")


def rows(dataset: Dataset, table: str) -> list[dict[str, object]]:
    """A table's rows, by its first column."""
    found = dataset.scan(table).to_table()
    return found.sort_by(found.column_names[0]).to_pylist()  # type: ignore[no-any-return]


def test_the_same_pipeline_changes_nothing(archive: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No snapshot, no run, no leftover."""
    dataset = backfill(archive, out)
    before = tree(out)
    assert main(["reprocess", "--out", str(out)]) == 0
    assert "nothing has changed" in capsys.readouterr().err
    assert {k: v for k, v in tree(out).items() if k != ".lock"} == {k: v for k, v in before.items() if k != ".lock"}
    assert dataset.current() == 1


def _record(name: str, text: str) -> bytes:
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><p>{text}</p></body></html>".encode()
    head = [
        "WARC/1.0",
        "WARC-Type: response",
        f"WARC-Record-ID: <urn:test:{name}>",
        f"WARC-Target-URI: https://ellery.example/{name}",
    ]
    head += [
        "WARC-Date: 2024-03-05T06:07:08Z",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + body + b"\r\n\r\n"


def test_documents_that_share_a_place_are_told_apart(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Records of one gzip member, and an archive's members of one name and length: each keeps its own text."""
    folder = tmp_path / "archive" / "lantern"
    folder.mkdir(parents=True)
    one, other = (text.format(month="March").replace("\n\n", "</p><p>") for text in (STORY, OTHER))
    info = gzip.compress(b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n")
    (folder / "shared.warc.gz").write_bytes(info + gzip.compress(_record("one", one) + _record("other", other)))
    with tarfile.open(folder / "appended.tar", "w") as tar:
        for text in (STORY, OTHER):
            payload = text.format(month="May").encode()
            entry = tarfile.TarInfo("1.txt")
            entry.size = max(len(STORY), len(OTHER)) + 10
            tar.addfile(entry, io.BytesIO(payload.ljust(entry.size)))
    dataset = backfill(folder.parent, out)
    before = rows(dataset, "copies"), rows(dataset, "articles")
    assert len(before[0]) == 4
    assert main(["reprocess", "--out", str(out)]) == 0
    assert "copies: 0 gained, 0 lost, 0 changed, 4 the same" in capsys.readouterr().out
    assert (rows(dataset, "copies"), rows(dataset, "articles")) == before


def test_a_dry_run_reports_and_its_work_is_used(
    archive: Path, out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It commits nothing; the run proper cleans nothing again, keeps every id and writes one snapshot."""
    dataset = backfill(archive, out)
    before = rows(dataset, "articles")
    met = cleaning(monkeypatch, shout)
    assert main(["reprocess", "--dry-run", "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "articles.section: 2 changed" in told and "+ 'NEWS'" in told and "status=dry_run" in told
    assert dataset.current() == 1 and len(met) == 3
    assert main(["reprocess", "--out", str(out)]) == 0
    assert len(met) == 3
    assert dataset.current() == 2
    after = rows(dataset, "articles")
    volatile = {"section": "", "run_id": "", "ingested_at": ""}
    assert [r | volatile for r in after] == [r | volatile for r in before]
    assert {r["section"] for r in after} == {"NEWS"}
    assert verify(dataset, raw=True, bytes_of=bytes_of) == []
    assert not any(dataset.paths.reprocess.glob("*"))


def test_a_dry_runs_work_is_found_in_a_dataset_that_was_moved(archive: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the dataset was named from another folder, and where a part was deleted."""
    backfill(archive, out)
    met = cleaning(monkeypatch, shout)
    monkeypatch.chdir(out.parent)
    assert main(["reprocess", "--dry-run", "--out", out.name]) == 0
    moved = out.rename(out.parent.parent / "moved")
    monkeypatch.chdir(archive)
    assert main(["reprocess", "--dry-run", "--out", str(moved)]) == 0
    assert len(met) == 3
    next(moved.glob(".reprocess/**/*.cleaned.parquet")).unlink()
    assert main(["reprocess", "--out", str(moved)]) == 0
    assert len(met) > 3
    assert {r["section"] for r in rows(Dataset.open(moved), "articles")} == {"NEWS"}


def test_how_far_it_is_can_be_seen(
    archive: Path, out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reprocess of an archive takes hours: the share done, of the raw files' size, is in the log."""
    backfill(archive, out)
    monkeypatch.setattr(progress, "PLAIN_INTERVAL_S", 0.0)
    assert main(["reprocess", "--dry-run", "--out", str(out)]) == 0
    assert re.search(r"reprocess: 3 documents, .*100%", capsys.readouterr().err)


def test_a_document_that_is_refused_now_moves_to_rejects(archive: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its copy goes, its article too if it was alone; accepted again later, both tables say so."""
    dataset = backfill(archive, out)
    copies = {r["copy_id"] for r in rows(dataset, "copies")}
    refusing(monkeypatch, "road")
    assert main(["reprocess", "--out", str(out)]) == 0
    assert (len(rows(dataset, "articles")), len(rows(dataset, "copies")), len(rows(dataset, "rejects"))) == (1, 2, 1)
    assert verify(dataset) == []
    monkeypatch.setattr(pipeline.shard, "clean_document", clean_document)
    assert main(["reprocess", "--out", str(out)]) == 0
    assert {r["copy_id"] for r in rows(dataset, "copies")} == copies
    assert verify(dataset) == []


def test_a_retried_reject_says_what_became_of_it(
    archive: Path, out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy joins its article; the reject's row stays, with the run and the copy in its detail, and is not retried again."""
    refusing(monkeypatch, "gazette")
    dataset = backfill(archive, out)
    assert [r["reason"] for r in rows(dataset, "rejects")] == ["timeout"]
    assert main(["rejects", "--retry", "--out", str(out)]) == 0
    assert "rejects: 0 gained, 0 lost, 0 changed, 1 the same" in capsys.readouterr().out
    monkeypatch.setattr(pipeline.shard, "clean_document", clean_document)
    assert main(["rejects", "--retry", "--out", str(out)]) == 0
    assert "rejects: 0 gained, 0 lost, 1 changed, 0 the same" in capsys.readouterr().out
    (reject,) = rows(dataset, "rejects")
    assert f"accepted as copy {reject['reject_id']}" in str(reject["detail"])
    assert reject["reject_id"] in {r["copy_id"] for r in rows(dataset, "copies")}
    assert sorted(r["copy_count"] for r in rows(dataset, "articles")) == [1, 2]  # type: ignore[type-var]
    assert verify(dataset) == []
    assert main(["rejects", "--retry", "--out", str(out)]) == 0
    assert dataset.current() == 2


def test_what_made_a_version_fail_is_tried_by_the_next(
    archive: Path, out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, or where its reason is named; its row says which run it failed last."""
    refusing(monkeypatch, "gazette", Reason.CRASHED)
    dataset = backfill(archive, out)
    (before,) = rows(dataset, "rejects")
    met = refusing(monkeypatch, "gazette", Reason.CRASHED)
    assert main(["rejects", "--retry", "--out", str(out)]) == 0
    assert met == [] and "earlier version" in capsys.readouterr().err
    assert main(["rejects", "--retry", "--reason", "crashed", "--out", str(out)]) == 0
    assert (len(met), dataset.current()) == (1, 1)
    version(monkeypatch, "next")
    assert main(["rejects", "--retry", "--out", str(out)]) == 0
    assert (len(met), dataset.current()) == (2, 2)
    (after,) = rows(dataset, "rejects")
    (last,) = {r["run_id"] for r in rows(dataset, "runs")} - {before["run_id"]}
    assert after == before | {"run_id": last, "rejected_at": after["rejected_at"]}
    assert after["rejected_at"] != before["rejected_at"]
    assert verify(dataset) == []
    assert main(["rejects", "--retry", "--out", str(out)]) == 0
    assert (len(met), dataset.current()) == (2, 2)
    monkeypatch.setattr(pipeline.shard, "clean_document", clean_document)
    version(monkeypatch, "third")
    assert main(["rejects", "--retry", "--out", str(out)]) == 0
    assert len(rows(dataset, "copies")) == 3


def test_the_rest_of_a_mended_stream_is_taken_in(tmp_path: Path, out: Path) -> None:
    """What stood before the cut stays as it is; the reject says what came behind it."""
    texts = [
        STORY.format(month=f"{month}, {word * 40}") for month, word in (("March", "net "), ("May", "sail "), ("June", "rope "))
    ]
    whole = gzip.compress("".join(json.dumps({"text": text, "title": text[:40]}) + "\n" for text in texts).encode())
    path = tmp_path / "archive" / "lantern" / "rows.jsonl.gz"
    path.parent.mkdir(parents=True)
    path.write_bytes(whole[: len(whole) - 40])
    dataset = backfill(path.parent.parent, out)
    before = {r["copy_id"] for r in rows(dataset, "copies")}
    assert [r["reason"] for r in rows(dataset, "rejects")] == ["truncated_archive"] and len(before) < 3
    path.write_bytes(whole)
    assert main(["rejects", "--retry", "--reason", "truncated_archive", "--out", str(out)]) == 0
    assert len(after := {r["copy_id"] for r in rows(dataset, "copies")}) == 3 and before < after
    assert "accepted as copy" in str(rows(dataset, "rejects")[0]["detail"])
    assert verify(dataset, raw=True, bytes_of=bytes_of) == []


def mended(folder: Path, out: Path, names: Iterable[str], lines: list[str]) -> Dataset:
    """A dataset of streams of JSON that were cut when they were loaded, and are whole now."""
    whole = gzip.compress("".join(f"{line}\n" for line in lines).encode(), mtime=0)
    for name in names:
        path = folder / name / "rows.jsonl.gz"
        path.parent.mkdir(parents=True)
        path.write_bytes(whole[: len(whole) // 2])
    dataset = backfill(folder, out)
    for name in names:
        (folder / name / "rows.jsonl.gz").write_bytes(whole)
    return dataset


def lines_and_a_broken_one() -> list[str]:
    """Three stories and what is no JSON."""
    stories = [
        STORY.format(month=f"{month}, {word * 40}") for month, word in (("March", "net "), ("May", "sail "), ("June", "rope "))
    ]
    return [*(json.dumps({"text": text, "title": text[:40]}) for text in stories), "{broken"]


def test_what_a_retry_refuses_has_a_row(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line behind the old cut that is no JSON is counted and said, and the next backfill finds it known."""
    dataset = mended(tmp_path / "archive", out, ["lantern"], lines_and_a_broken_one())
    assert main(["rejects", "--retry", "--reason", "truncated_archive", "--out", str(out)]) == 0
    assert "in=4 articles=1 copies=3 rejects=1 unchanged=0" in capsys.readouterr().out
    assert sorted(str(r["reason"]) for r in rows(dataset, "rejects")) == ["bad_json", "truncated_archive"]
    assert verify(dataset, raw=True, bytes_of=bytes_of) == []
    snapshot = dataset.current()
    backfill(tmp_path / "archive", out)
    assert dataset.current() == snapshot


def test_a_reject_is_told_what_was_refused_behind_it(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing that came is accepted."""
    dataset = mended(tmp_path / "archive", out, ["lantern"], ["{broken"])
    assert main(["rejects", "--retry", "--reason", "truncated_archive", "--out", str(out)]) == 0
    assert "in=1 articles=0 copies=0 rejects=1 unchanged=0" in capsys.readouterr().out
    told = {r["reason"]: str(r["detail"]) for r in rows(dataset, "rejects")}
    assert "refused as reject" in told["truncated_archive"]


def test_a_file_refused_for_another_reason_has_a_row_of_its_own(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As after a backfill: what is wrong with it now is said, and the earlier reject says which row."""
    dataset = mended(tmp_path / "archive", out, ["lantern"], ["{broken"])
    path = tmp_path / "archive" / "lantern" / "rows.jsonl.gz"
    path.write_bytes(path.read_bytes()[:10] + b"\xff" * 50)
    assert main(["rejects", "--retry", "--reason", "truncated_archive", "--out", str(out)]) == 0
    assert "in=1 articles=0 copies=0 rejects=1 unchanged=0" in capsys.readouterr().out
    told = {str(r["reason"]): r for r in rows(dataset, "rejects")}
    assert set(told) == {"truncated_archive", "corrupt_archive"}
    assert str(told["corrupt_archive"]["reject_id"]) in str(told["truncated_archive"]["detail"])
    snapshot = dataset.current()
    backfill(tmp_path / "archive", out)
    assert dataset.current() == snapshot


def test_each_member_that_was_mended_says_so(tmp_path: Path, out: Path) -> None:
    """Where several of one archive were damaged, each of their rejects says what its own member became."""
    stories = {
        f"{name}.txt": f"{name.title()} plan goes ahead\n\n" + STORY.format(month=name) for name in ("march", "may", "june")
    }
    path = tmp_path / "archive" / "lantern" / "dumps.zip"
    path.parent.mkdir(parents=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in stories.items():
            archive.writestr(name, text)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"in march", b"in MARCH").replace(b"in june", b"in JUNE"))
    dataset = backfill(path.parent.parent, out)
    assert [r["reason"] for r in rows(dataset, "rejects")] == ["corrupt_archive"] * 2
    path.write_bytes(whole)
    assert main(["rejects", "--retry", "--reason", "corrupt_archive", "--out", str(out)]) == 0
    copies = {r["raw_member"]: str(r["copy_id"]) for r in rows(dataset, "copies")}
    assert copies.keys() == stories.keys()
    assert [r["raw_member"] for r in rows(dataset, "rejects") if copies[r["raw_member"]] not in str(r["detail"])] == []
    assert verify(dataset, raw=True, bytes_of=bytes_of) == []


def test_what_a_mended_warc_held_behind_damage_is_taken_in(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Damage has a length of its own, not that of the records that were there; a cut may have lost any number."""
    pages = {name: f"<html><head><title>{name}</title></head><body><article><h1>{name}</h1>" for name in ("May", "June", "July")}
    records = []
    for name, head in pages.items():
        body = head + "".join(f"<p>{part}</p>" for part in STORY.format(month=name).split("\n\n")) + "</article></body></html>"
        records.append(gzip.compress(Fetch(name, body=body.encode()).record(), mtime=0))
    path = tmp_path / "archive" / "lantern" / "crawl.warc.gz"
    path.parent.mkdir(parents=True)
    path.write_bytes(records[0] + records[1][:99])
    dataset = backfill(path.parent.parent, out)
    assert [r["reason"] for r in rows(dataset, "rejects")] == ["truncated_record"]
    path.write_bytes(b"".join(records))
    assert main(["rejects", "--retry", "--reason", "truncated_record", "--out", str(out)]) == 0
    assert "copies=2 rejects=0 unchanged=0" in capsys.readouterr().out
    assert sorted(str(r["title"]) for r in rows(dataset, "copies")) == ["July", "June", "May"]
    assert "accepted as copy" in str(rows(dataset, "rejects")[0]["detail"])
    snapshot = dataset.current()
    backfill(path.parent.parent, out)
    assert dataset.current() == snapshot
    assert verify(dataset, raw=True, bytes_of=bytes_of) == []


def test_other_bytes_in_the_place_of_a_refused_input_are_counted_once(
    archive: Path, out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as those before: they have the id that a backfill gives them, whether they are accepted or refused."""
    refusing(monkeypatch, "gazette")
    dataset = backfill(archive, out)
    path = archive / "gazette" / "harbour.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("March", "April"), encoding="utf-8")
    assert main(["rejects", "--retry", "--out", str(out)]) == 0
    assert "in=1 articles=0 copies=0 rejects=1 unchanged=0" in capsys.readouterr().out
    path.write_text(path.read_text(encoding="utf-8").replace("April", "Marsh"), encoding="utf-8")
    monkeypatch.setattr(pipeline.shard, "clean_document", clean_document)
    assert main(["rejects", "--retry", "--out", str(out)]) == 0
    assert "in=1 articles=0 copies=1 rejects=0 unchanged=0" in capsys.readouterr().out
    assert [r["retryable"] for r in rows(dataset, "rejects")] == [False, False]
    snapshot = dataset.current()
    backfill(archive, out)
    assert dataset.current() == snapshot
    assert verify(dataset) == []


def test_two_mended_streams_of_one_content_both_come_in(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Same name, same bytes, two folders: each row counts for its own file, as in a backfill."""
    dataset = mended(tmp_path / "archive", out, ["lantern", "gazette"], lines_and_a_broken_one())
    assert main(["rejects", "--retry", "--reason", "truncated_archive", "--out", str(out)]) == 0
    capsys.readouterr()
    assert len(rows(dataset, "copies")) == 6
    assert sorted(str(r["reason"]) for r in rows(dataset, "rejects")) == ["bad_json"] * 2 + ["truncated_archive"] * 2
    assert verify(dataset, raw=True, bytes_of=bytes_of) == []


@pytest.mark.parametrize("twin", ["atlas", "zenith"])
def test_a_mended_stream_beside_its_whole_twin_comes_in(twin: str, tmp_path: Path, out: Path) -> None:
    """The rows of the twin lead to the twin: what came behind the cut has rows of its own, as in a backfill of both."""
    archive = tmp_path / "archive"
    whole = archive / twin / "rows.jsonl.gz"
    whole.parent.mkdir(parents=True)
    whole.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines_and_a_broken_one()).encode(), mtime=0))
    dataset = mended(archive, out, ["lantern"], lines_and_a_broken_one())
    assert main(["rejects", "--retry", "--reason", "truncated_archive", "--out", str(out)]) == 0
    raws = {table: sorted(str(r["raw_uri"]).split("/")[-2] for r in rows(dataset, table)) for table in ("copies", "rejects")}
    assert raws == {"copies": sorted(["lantern", twin] * 3), "rejects": sorted(["lantern", "lantern", twin])}
    assert verify(dataset, raw=True, bytes_of=bytes_of) == []
    again = backfill(archive, tmp_path / "again")
    assert ids(dataset) == ids(again) | {str(r["reject_id"]) for r in rows(dataset, "rejects")}
    snapshot = dataset.current()
    backfill(archive, out)
    assert dataset.current() == snapshot


def test_a_mended_stream_whose_twin_was_moved_to_it_is_held(tmp_path: Path, out: Path) -> None:
    """Who mends a file by moving a whole one to its place has no document more."""
    archive = tmp_path / "archive"
    whole = archive / "atlas" / "rows.jsonl.gz"
    whole.parent.mkdir(parents=True)
    whole.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines_and_a_broken_one()).encode(), mtime=0))
    dataset = mended(archive, out, ["lantern"], lines_and_a_broken_one())
    before = ids(dataset)
    whole.unlink()
    assert main(["rejects", "--retry", "--reason", "truncated_archive", "--out", str(out)]) == 0
    assert ids(dataset) == before
    backfill(archive, out)
    assert ids(dataset) == before


def ids(dataset: Dataset) -> set[str]:
    """Of everything that is held."""
    return {str(r["copy_id"]) for r in rows(dataset, "copies")} | {str(r["reject_id"]) for r in rows(dataset, "rejects")}


def test_a_retry_without_anything_to_try_says_why(archive: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Most reasons do not pass by themselves."""
    backfill(archive, out)
    assert main(["rejects", "--retry", "--out", str(out)]) == 0
    assert "name theirs with --reason" in capsys.readouterr().err
    assert main(["rejects", "--retry", "--reason", "empty", "--out", str(out)]) == 0
    assert "no refused input has the reason empty" in capsys.readouterr().err


def test_a_document_whose_raw_file_is_gone_keeps_its_row(
    archive: Path, out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report counts it."""
    dataset = backfill(archive, out)
    (archive / "lantern" / "road.txt").unlink()
    cleaning(monkeypatch, shout)
    assert main(["reprocess", "--out", str(out)]) == 0
    assert "gone or changed: 1 articles" in capsys.readouterr().out
    assert sorted(str(r["section"]) for r in rows(dataset, "articles")) == ["NEWS", "None"]


def test_a_files_name_need_not_be_utf_8(archive: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Old disks hold names in any encoding; the raw file is found again."""
    (archive / "lantern" / "road.txt").rename(archive / "lantern" / os.fsdecode(b"stra\xdfe.txt"))
    backfill(archive, out)
    assert main(["reprocess", "--dry-run", "--out", str(out)]) == 0
    assert "gone or changed" not in capsys.readouterr().out


def test_files_are_read_as_their_run_was_told(archive: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also after a reprocess that wrote the rows itself."""
    dataset = backfill(archive, out, outlet="The Ellery Lantern")
    cleaning(monkeypatch, shout)
    assert main(["reprocess", "--out", str(out)]) == 0
    cleaning(monkeypatch, lambda document: dataclasses.replace(document, section="MORE NEWS"))
    assert main(["reprocess", "--out", str(out)]) == 0
    assert {(r["section"], r["outlet"]) for r in rows(dataset, "articles")} == {("MORE NEWS", "The Ellery Lantern")}


def test_a_span_of_days_leaves_the_rest_alone(archive: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Undated articles are in no span."""
    dataset = backfill(archive, out)
    met = cleaning(monkeypatch, shout)
    assert main(["reprocess", "--since", "2020-01-01", "--out", str(out)]) == 0
    assert met == [] and dataset.current() == 1


def named_hashes(index: pa.Table) -> list[tuple[object, object]]:
    rows = index.to_pylist()
    ids = {r["article"]: r["article_id"] for r in rows if r["article_id"]}
    return sorted((r["short_hash"], ids[r["article"]]) for r in rows)


def test_the_index_is_rebuilt_from_the_articles(archive: Path, out: Path) -> None:
    """One run with the rows that the batches gave it."""
    dataset = backfill(archive, out)
    before = pa.concat_tables(pq.read_table(p) for p in dataset.history().index_runs())
    assert main(["reprocess", "--only", "index", "--out", str(out)]) == 0
    (run,) = dataset.history().index_runs()
    assert named_hashes(pq.read_table(run)) == named_hashes(before)
    assert verify(dataset) == []


def test_an_update_of_an_article_that_is_gone_heads_its_own() -> None:
    """Whether its own row was rewritten as well or not."""
    gone = article_id(1)
    head = dataclasses.replace(copy(2), relation="update", related_article_id=gone)
    other = dataclasses.replace(copy(3), relation="update", related_article_id=gone)
    rebuilt = Rebuilt(copies=[to_table([head], COPIES)], vanished={gone})
    rebuilt.replaced["copies"] = [(head.copy_id, "undated")]
    updates = to_table([head, other], COPIES).append_column(PARTITION_KEY, pa.array(["undated"] * 2))
    unlink_vanished(rebuilt, updates)
    written = [row for table in rebuilt.copies for row in table.to_pylist()]
    assert {(r["copy_id"], r["relation"], r["related_article_id"]) for r in written} == {
        (head.copy_id, "canonical", None),
        (other.copy_id, "canonical", None),
    }
    assert rebuilt.replaced["copies"] == [(head.copy_id, "undated"), (other.copy_id, "undated")]


def twice_in_a_zip(folder: Path) -> Path:
    """Members of one name: two of the same bytes, one of others as long."""
    path = folder / "lantern" / "dumps.zip"
    path.parent.mkdir(parents=True)
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w") as archive:
        warnings.simplefilter("ignore")
        for month in ("March", "March", "April"):
            archive.writestr("story.txt", "Harbour plan goes ahead\n\n" + STORY.format(month=month))
    return path


def test_members_of_one_name_are_cleaned_again_each(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same place, and two of them the same bytes."""
    twice_in_a_zip(tmp_path / "archive")
    dataset = backfill(tmp_path / "archive", out)
    cleaning(monkeypatch, shout)
    assert main(["reprocess", "--out", str(out)]) == 0
    assert "in=3 articles=0 copies=0 rejects=0 unchanged=3" in capsys.readouterr().out
    assert len(rows(dataset, "copies")) == 3
    assert {r["section"] for r in rows(dataset, "articles")} == {"NEWS"}
    assert verify(dataset, raw=True, bytes_of=bytes_of) == []


def test_members_of_one_name_are_retried_each(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each reject becomes its own copy."""
    twice_in_a_zip(tmp_path / "archive")
    refusing(monkeypatch, "dumps")
    dataset = backfill(tmp_path / "archive", out)
    refused = {str(r["reject_id"]) for r in rows(dataset, "rejects")}
    monkeypatch.setattr(pipeline.shard, "clean_document", clean_document)
    assert main(["rejects", "--retry", "--out", str(out)]) == 0
    assert "in=3 articles=1 copies=3 rejects=0 unchanged=0" in capsys.readouterr().out
    assert {str(r["copy_id"]) for r in rows(dataset, "copies")} == refused and len(refused) == 3
    assert all("accepted as copy" in str(r["detail"]) for r in rows(dataset, "rejects"))
    assert verify(dataset, raw=True, bytes_of=bytes_of) == []
