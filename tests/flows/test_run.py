"""A run, free of Prefect: which rows it leaves in a dataset that holds some of its inputs."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.cli import main
from flows.run import Outcome, execute, prepare
from flows.settings import BackfillSettings
from pipeline.dataset import Dataset, writer_lock
from pipeline.dataset.verify import verify
from pipeline.load.documents import bytes_of
from pipeline.text.clean import clean_text
from schemas.records import Hints
from tests.flows.plain_steps import PlainRunSteps
from tests.pipeline.load.warcs import WARCINFO, Fetch

STORY = """Bakers in Low Carrick are to sell bread by weight again

The guild of bakers in Low Carrick said on Thursday that loaves will be sold by weight from the first
of the month, after complaints that those of the north side had become lighter every year.

Guild master Isolde Penhallow weighed forty loaves on the steps of the corn hall and read the figures
aloud. "Nobody has cheated, and nobody will be able to say so any more," she told some sixty people.

The mills at Tarn Bridge said that flour would cost no more than in the spring."""


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """Load the models before the time limit of a document counts."""
    clean_text(STORY, hints=Hints())


def backfill(path: Path, out: Path, source: str | None = None, batch_documents: int = 1) -> Outcome:
    """Load a folder; each shard is a batch by default."""
    settings = BackfillSettings(paths=(str(path),), out=out, source=source, batch_documents=batch_documents)
    dataset = Dataset.create_or_open(out)
    with writer_lock(out):
        dataset.recover()
        prepared = prepare(dataset, settings, datetime.now(UTC))
        return execute(prepared, dataset, settings, PlainRunSteps(), clock=lambda: datetime.now(UTC))


def files(out: Path) -> list[str]:
    """The raw files that the rows lead to, by their last two parts."""
    found = [uri for table in ("copies", "rejects") for uri in Dataset.open(out).scan(table).to_table()["raw_uri"].to_pylist()]
    return sorted("/".join(uri.split("/")[-2:]) for uri in found)


@pytest.fixture
def twins(tmp_path: Path) -> Path:
    """Two folders with a story and an empty file each, the same under the same names."""
    for name in ("alpha", "beta"):
        folder = tmp_path / "nd" / name
        folder.mkdir(parents=True)
        (folder / "001.txt").write_text(STORY, encoding="utf-8")
        (folder / "002.txt").touch()
    return tmp_path / "nd"


EACH = ["alpha/001.txt", "alpha/002.txt", "beta/001.txt", "beta/002.txt"]


def test_of_identical_files_each_has_its_row_whichever_came_first(twins: Path, tmp_path: Path) -> None:
    """One of them loaded alone, then both: the other is new, and no file has two rows."""
    out = tmp_path / "data"
    backfill(twins / "beta", out, source="beta")
    both = backfill(twins, out)
    assert files(out) == EACH
    assert (both.counts.copies_added, both.counts.rejects_added, both.counts.unchanged) == (1, 1, 2)
    assert verify(Dataset.open(out), raw=True, bytes_of=bytes_of) == []


def test_loaded_again_identical_files_are_known(twins: Path, tmp_path: Path) -> None:
    """Each alone, both together, and all of them moved."""
    out = tmp_path / "data"
    backfill(twins / "beta", out, source="beta")
    backfill(twins, out)
    snapshot = Dataset.open(out).current()
    again = [backfill(folder, out).counts for folder in (twins / "alpha", twins / "beta", twins)]
    again.append(backfill(twins.rename(tmp_path / "nd2"), out).counts)
    assert [(c.documents_in, c.unchanged) for c in again] == [(2, 2), (2, 2), (4, 4), (4, 4)]
    assert Dataset.open(out).current() == snapshot


def test_explain_shows_the_record_whose_id_was_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two records of one gzip member, and two members of one name and length, are told apart."""
    folder = tmp_path / "archive" / "carrick"
    folder.mkdir(parents=True)
    pages = [
        Fetch(name, body=f"<html><body><h1>{name}</h1><p>{name} {STORY}</p></body></html>".encode()) for name in ("one", "two")
    ]
    shared = gzip.compress(b"".join(fetch.record() for fetch in pages))
    (folder / "shared.warc.gz").write_bytes(gzip.compress(WARCINFO) + shared)
    with tarfile.open(folder / "appended.tar", "w") as tar:
        for name in ("uno", "dos"):
            payload = f"{name} {STORY}".encode()
            entry = tarfile.TarInfo("1.txt")
            entry.size = len(payload)
            tar.addfile(entry, io.BytesIO(payload))
    backfill(folder.parent, tmp_path / "data")
    copies = Dataset.open(tmp_path / "data").scan("copies").to_table().to_pylist()
    assert len(copies) == 4
    for row in copies:
        assert main(["explain", row["copy_id"], "--json", "--out", str(tmp_path / "data")]) == 0
        shown = json.loads(capsys.readouterr().out)
        assert shown["document_id"] == row["copy_id"]


def test_a_link_at_its_old_place_leads_the_rows_of_a_moved_archive_to_their_bytes(
    twins: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`verify --raw`, `reprocess` and `explain` say which folder is gone, and find all under the link; no row changes."""
    out = tmp_path / "data"
    backfill(twins, out)
    copy_id = Dataset.open(out).scan("copies").to_table()["copy_id"][0].as_py()
    moved = twins.rename(tmp_path / "moved")
    commands = [["verify", "--raw"], ["reprocess", "--dry-run"], ["explain", copy_id]]
    for command, code in zip(commands, (3, 0, 3), strict=True):
        assert main([*command, "--out", str(out)]) == code
        told = capsys.readouterr()
        assert f"{twins} is gone; where it was moved, a link of that name leads to it again" in told.out + told.err
    twins.symlink_to(moved)
    backfill(moved, out)
    for command in commands:
        assert main([*command, "--out", str(out)]) == 0
        told = capsys.readouterr()
        assert "gone" not in told.out + told.err
