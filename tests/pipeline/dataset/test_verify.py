"""`verify` finds nothing wrong in a sound dataset and names what is wrong in a damaged one."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.dataset import Changes, Dataset, commit
from pipeline.dataset.parquet import read_file, write_files
from pipeline.dataset.problems import EXAMPLES
from pipeline.dataset.verify import verify
from pipeline.load.errors import RawBytesError
from pipeline.rows import to_table
from schemas.records import Provenance
from schemas.tables import ARTICLES, COPIES, REJECTS, RUNS
from tests.pipeline.dataset.build import article, article_id, batch, copy, raw_bytes, reject, run

RAW = {copy(n).raw_uri: raw_bytes(n) for n in range(20)} | {reject(n).raw_uri: b"" for n in range(20)}


def bytes_of(provenance: Provenance) -> bytes:
    """The raw store of these tests."""
    return RAW[provenance.raw_uri]


def with_dates(number: int, **changed: object) -> pa.Table:
    """An article whose first and last instants are true."""
    at = article(number).published_at
    return to_table([article(number, **{"first_published_at": at, "last_published_at": at} | changed)], ARTICLES)


def sound(name: str, numbers: range, **changed: object) -> Changes:
    """A batch without anything for `verify` to find."""
    plain = batch(name, numbers, rejects=range(2))
    return dataclasses.replace(plain, **{"articles": pa.concat_tables([with_dates(n) for n in numbers])} | changed)


def checks(dataset: Dataset) -> set[str]:
    """Which checks find something."""
    return {problem.check for problem in verify(dataset)}


def test_a_sound_dataset_has_no_problems(dataset: Dataset) -> None:
    """Also against its raw files, and with progress."""
    commit(dataset, sound("one", range(14)))
    told: list[tuple[str, int, int]] = []
    assert verify(dataset, raw=True, bytes_of=bytes_of, progress=lambda *step: told.append(step)) == []
    assert {what for what, _, _ in told} == {"files", "raw"}


def test_an_empty_dataset_has_no_problems(dataset: Dataset) -> None:
    """Neither before the first commit nor after one without documents."""
    assert verify(dataset) == []
    commit(dataset, batch("one", range(0)))
    assert verify(dataset) == []


def first_file(dataset: Dataset, table: str) -> Path:
    """One file of a table, detached from its hard links."""
    path = dataset.files_of(table)[0]
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    return path


def flip_a_byte(dataset: Dataset) -> None:
    """Damage the middle of a file."""
    path = first_file(dataset, "articles")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(dataset: Dataset) -> None:
    """Lose the end of a file."""
    path = first_file(dataset, "copies")
    path.write_bytes(path.read_bytes()[:-100])


def rewrite(table: str, schema: pa.Schema, change: Callable[[pa.Table], pa.Table]) -> Callable[[Dataset], None]:
    """Write a file again with other rows, as a foreign tool would."""

    def damage(dataset: Dataset) -> None:
        path = first_file(dataset, table)
        rows = change(read_file(path, schema))
        path.unlink()
        assert write_files(iter([rows]), table, schema, path.parent, path.name.removesuffix("-0000.parquet")) == [path]

    return damage


DAMAGE: dict[str, tuple[Callable[[Dataset], None], set[str]]] = {
    "a byte flipped": (flip_a_byte, {"sha256"}),
    "a file cut": (cut, {"size", "unreadable", "rows"}),
    "a file lost": (lambda d: first_file(d, "copies").unlink(), {"missing", "rows"}),
    "a file too many": (lambda d: (d.paths.tables / "articles" / "README").write_text("x") and None, {"unexpected"}),
    "a folder too many": (lambda d: (d.paths.tables / "articles" / "_tmp").mkdir(), {"unexpected"}),
    "an index run lost": (lambda d: (d.paths.near_duplicates / "one.parquet").unlink(), {"missing", "rows"}),
    "a batch forgotten": (lambda d: d.paths.batch_log.write_bytes(b"") and None, {"batch_log"}),
    "rows turned round": (rewrite("rejects", REJECTS, lambda r: r.take([1, 0])), {"sort_order"}),
    "a row doubled": (rewrite("rejects", REJECTS, lambda r: r.take([0, 0, 1])), {"row_count", "unique_key", "conservation"}),
    "another schema": (
        lambda d: pq.write_table(pa.table({"run_id": ["x"]}), first_file(d, "runs")),
        {"schema", "row_count", "unreadable", "rows"},
    ),
}


@pytest.mark.parametrize("label", DAMAGE)
def test_damaged_files_are_named(dataset: Dataset, label: str) -> None:
    """Each kind of damage to the files is found by the check it is for."""
    commit(dataset, sound("one", range(6)))
    damage, expected = DAMAGE[label]
    damage(dataset)
    found = checks(dataset)
    assert expected & found
    assert found - expected <= {"size", "sha256", "rows", "unreadable"}


FALSE_ROWS: dict[str, tuple[Changes, str]] = {
    "text is not what was hashed": (sound("one", range(1), articles=with_dates(0, text="Other words.")), "text_sha256"),
    "no words in a text": (sound("one", range(1), articles=with_dates(0, word_count=0)), "word_count"),
    "copies miscounted": (sound("one", range(1), articles=with_dates(0, copy_count=3)), "copy_count"),
    "outlets miscounted": (sound("one", range(1), articles=with_dates(0, outlet_count=0)), "outlet_count"),
    "first instant untrue": (
        sound("one", range(2, 3), articles=with_dates(2, first_published_at=article(1).published_at)),
        "first_last_published",
    ),
    "no canonical copy": (sound("one", range(1), copies=to_table([copy(0, relation="near")], COPIES)), "head_copy"),
    "canonical text repeated": (sound("one", range(1), copies=to_table([copy(0, text="x")], COPIES)), "head_text"),
    "relation unknown": (sound("one", range(1), copies=to_table([copy(0, relation="twin")], COPIES)), "relation"),
    "update of nothing": (sound("one", range(1), copies=to_table([copy(0, relation="update")], COPIES)), "related_article"),
    "a mere copy that leads elsewhere": (
        sound("one", range(2), copies=to_table([copy(0), copy(1, relation="near", related_article_id=article_id(0))], COPIES)),
        "related_article",
    ),
    "alias of itself": (
        sound("one", range(1), copies=to_table([copy(0, related_article_id=article_id(0))], COPIES)),
        "related_article",
    ),
    "update of an unknown article": (
        sound("one", range(1), copies=to_table([copy(0, relation="update", related_article_id=article_id(9))], COPIES)),
        "related_article",
    ),
    "reason of another stage": (sound("one", range(1), rejects=to_table([reject(0, stage="clean")], REJECTS)), "reason"),
    "a document lost by a run": (
        sound("one", range(1), runs=to_table([run("r", copies=1, rejects=2, documents_in=4)], RUNS)),
        "conservation",
    ),
    "a copy no run added": (sound("one", range(2), runs=to_table([run("r", copies=1, rejects=2)], RUNS)), "conservation"),
}


@pytest.mark.parametrize("label", FALSE_ROWS)
def test_rows_that_contradict_each_other_are_named(dataset: Dataset, label: str) -> None:
    """Each law between rows has a case that breaks it."""
    changes, expected = FALSE_ROWS[label]
    commit(dataset, changes)
    assert expected in checks(dataset)


def test_a_row_in_another_month_is_named(dataset: Dataset) -> None:
    """A file moved by hand into another partition."""
    manifest = commit(dataset, sound("one", range(1)))
    moved = dataclasses.replace(
        manifest,
        files=tuple(dataclasses.replace(f, path=f.path.replace("2030-11", "2030-12")) for f in manifest.files),
    )
    for table in ("articles", "copies"):
        folder = dataset.paths.tables / table
        (folder / "published_month=2030-11").rename(folder / "published_month=2030-12")
    dataset.paths.manifest(1).write_bytes(moved.to_json())
    assert checks(Dataset.open(dataset.paths.root)) == {"partition"}


RAW_FAULTS = {
    "raw_sha256": b"HOME | NEWS\nX" + raw_bytes(0)[13:],
    "raw_length": raw_bytes(0)[:-1],
    "raw_unreadable": None,
}


@pytest.mark.parametrize("check", RAW_FAULTS)
def test_a_changed_raw_file_is_named(dataset: Dataset, check: str) -> None:
    """Other bytes, fewer bytes and an unreadable file are told apart."""
    commit(dataset, sound("one", range(2)))
    content = RAW_FAULTS[check]

    def changed(provenance: Provenance) -> bytes:
        if provenance.raw_uri != copy(0).raw_uri:
            return bytes_of(provenance)
        if content is None:
            raise FileNotFoundError(provenance.raw_uri)
        return content

    assert check in {problem.check for problem in verify(dataset, raw=True, bytes_of=changed)}


def test_one_pass_reads_a_raw_file_for_all_its_rows(dataset: Dataset) -> None:
    """Rows of one file are handed over together; those after the error are named, those before it are not."""
    name = "file:///archive/all.jsonl"
    copies = [copy(n, raw_uri=name, raw_offset=n) for n in range(4)]
    commit(dataset, sound("one", range(4), copies=to_table(copies, COPIES)))
    passes: list[list[int | None]] = []

    def each(rows: Sequence[Provenance]) -> Iterator[tuple[Provenance, bytes]]:
        passes.append([row.raw_offset for row in rows])
        for row in rows:
            if row.raw_offset == 2:
                raise RawBytesError("cut")
            yield row, raw_bytes(row.raw_offset or 0) if row.raw_uri == name else b""

    found = verify(dataset, raw=True, bytes_of_each=each)
    assert [0, 1, 2, 3] in passes
    assert [(p.check, p.where) for p in found] == [("raw_unreadable", f"copies {article_id(n)}") for n in (2, 3)]


def test_many_problems_of_one_kind_are_counted(dataset: Dataset) -> None:
    """A damaged dataset does not print a line a row."""
    numbers = range(EXAMPLES + 10)
    commit(dataset, sound("one", numbers, articles=pa.concat_tables([with_dates(n, text="x") for n in numbers])))
    found = [problem for problem in verify(dataset) if problem.check == "text_sha256"]
    assert len(found) == EXAMPLES + 1
    assert found[-1].detail == f"10 more of this kind, {EXAMPLES + 10} in all"
