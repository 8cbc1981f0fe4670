"""Batches: every input is counted once, and identical payloads each get an id of their own."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from flows.batches import Batcher, KnownDocumentNeededError, batch_id
from pipeline.dataset.ids import ID_TYPE
from pipeline.load.identity import home, nth_occurrence_id
from pipeline.rows import reject_table, to_table
from pipeline.shard import SEEN, Part
from schemas.reasons import Reason
from schemas.records import CLEANED, CleanedDocument, Provenance, Rejection

NOW = datetime(2031, 5, 6, 7, 8, tzinfo=UTC)


def an_id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def document(document_id: str, uri: str = "file:///a") -> CleanedDocument:
    lists = {key: [] for key in ("authors", "agencies", "keywords", "captions", "embeds", "quality_flags")}
    required = {"text": "Some words.", "word_count": 2, "text_sha256": "0" * 64, "fetched_at": NOW, "source_kind": "text"}
    given = {"document_id": document_id, "source": "s", "raw_uri": uri, "raw_sha256": "0" * 64, "extractor": "x"}
    optional = {f.name: None for f in CLEANED if f.nullable}
    return CleanedDocument(**(optional | lists | required | given))


def part(
    folder: Path,
    cleaned: list[str],
    rejected: list[str] = [],  # noqa: B006
    known: list[str] = [],  # noqa: B006
    uri: str = "file:///a",
) -> Part:
    name = f"{len(list(folder.iterdir()))}"
    seen = folder / f"{name}.npy"
    np.save(seen, np.array([(bytes.fromhex(i), home(uri)) for i in [*cleaned, *rejected, *known]], dtype=SEEN))
    pq.write_table(to_table([document(i, uri) for i in cleaned], CLEANED), folder / f"{name}.c")
    where = Provenance(source_kind="text", source="s", raw_uri=uri)
    rows = [Rejection(document_id=i, provenance=where, reason=Reason.EMPTY) for i in rejected]
    pq.write_table(reject_table(rows, "r", NOW), folder / f"{name}.r")
    return Part(seen=seen, cleaned=folder / f"{name}.c", rejected=folder / f"{name}.r", documents=3, bytes_in=10)


def sorted_ids(*ids: str) -> np.ndarray:
    return np.sort(np.array([bytes.fromhex(i) for i in ids], dtype=ID_TYPE))


def a_batcher(held: dict[str, str], planned: tuple[str, ...] = ("file:///a", "file:///b", "file:///c")) -> Batcher:
    """A run over some files, in a dataset that holds some ids with the files their rows lead to."""
    known = sorted_ids(*held)
    files = {bytes.fromhex(i).rstrip(b"\0"): home(uri) for i, uri in held.items()}
    return Batcher(
        known,
        1_000,
        homes=lambda: np.array([files[i] for i in known.tolist()], np.uint64),
        planned=lambda: np.sort(np.array([home(uri) for uri in planned], np.uint64)),
    )


def rows_of(batcher: Batcher) -> tuple[dict[str, str], int]:
    """A batch's new rows, id and raw file, and how many inputs were known."""
    batch = batcher.take()
    ids, uris = (batch.cleaned.column(name).to_pylist() for name in ("document_id", "raw_uri"))
    return dict(zip(ids, uris, strict=True)), batch.unchanged


def test_counts_add_up(tmp_path: Path) -> None:
    """Inputs = cleaned + rejected + unchanged."""
    batcher = a_batcher({an_id("c"): "file:///a"})
    batcher.add(part(tmp_path, [an_id("a")], [an_id("b")], [an_id("c")]))
    batch = batcher.take()
    assert (batch.documents, len(batch.cleaned), len(batch.rejected), batch.unchanged) == (3, 1, 1, 1)


def test_an_identical_payload_gets_an_id_of_its_own(tmp_path: Path) -> None:
    """The same bytes under the same base name, twice in a run, are two documents."""
    batcher = a_batcher({})
    batcher.add(part(tmp_path, [an_id("a"), an_id("a")]))
    batcher.add(part(tmp_path, [an_id("a")]))
    assert batcher.take().cleaned.column("document_id").to_pylist() == [nth_occurrence_id(an_id("a"), n) for n in range(3)]


def test_ordinals_go_on_in_the_next_batch(tmp_path: Path) -> None:
    """A repeat is told from the first also when a commit lies between them."""
    batcher = a_batcher({})
    batcher.add(part(tmp_path, [an_id("a")]))
    batcher.take()
    batcher.add(part(tmp_path, [an_id("a")]))
    assert batcher.take().cleaned.column("document_id").to_pylist() == [nth_occurrence_id(an_id("a"), 1)]


def test_a_repeated_run_finds_every_occurrence_known(tmp_path: Path) -> None:
    """Markers of known documents are resolved by the same ordinals, so the second run has no news."""
    batcher = a_batcher({an_id("a"): "file:///a", nth_occurrence_id(an_id("a"), 1): "file:///a"})
    batcher.add(part(tmp_path, [], known=[an_id("a"), an_id("a")]))
    batch = batcher.take()
    assert (batch.documents, batch.unchanged, len(batch.cleaned)) == (2, 2, 0)


def test_a_new_occurrence_of_a_known_document_is_asked_for(tmp_path: Path) -> None:
    """The worker skipped it as known; it must be cleaned after all."""
    batcher = a_batcher({an_id("a"): "file:///a"})
    with pytest.raises(KnownDocumentNeededError):
        batcher.add(part(tmp_path, [], known=[an_id("a"), an_id("a")]))
    batcher.add(part(tmp_path, [an_id("a"), an_id("a")]))
    batch = batcher.take()
    assert batch.cleaned.column("document_id").to_pylist() == [nth_occurrence_id(an_id("a"), 1)]
    assert batch.unchanged == 1


def test_a_held_id_is_for_the_file_its_row_leads_to(tmp_path: Path) -> None:
    """Of two identical files the second in the plan was loaded alone before: the first one gets the row it never had."""
    first, second = an_id("a"), nth_occurrence_id(an_id("a"), 1)
    batcher = a_batcher({first: "file:///b"})
    with pytest.raises(KnownDocumentNeededError):
        batcher.add(part(tmp_path, [], known=[first], uri="file:///a"))
    batcher.add(part(tmp_path, [first], uri="file:///a"))
    batcher.add(part(tmp_path, [], known=[first], uri="file:///b"))
    batcher.add(part(tmp_path, [first], uri="file:///c"))
    third = nth_occurrence_id(first, 2)
    assert rows_of(batcher) == ({second: "file:///a", third: "file:///c"}, 1)


def test_identical_files_find_their_rows_in_any_order(tmp_path: Path) -> None:
    """Also where a commit lies between them, and a part has other inputs besides."""
    first, second = an_id("a"), nth_occurrence_id(an_id("a"), 1)
    batcher = a_batcher({first: "file:///b", second: "file:///a", an_id("x"): "file:///a"})
    batcher.add(part(tmp_path, [], known=[an_id("x"), first], uri="file:///a"))
    assert rows_of(batcher) == ({}, 2)
    batcher.add(part(tmp_path, [an_id("y")], known=[first], uri="file:///b"))
    assert rows_of(batcher) == ({an_id("y"): "file:///b"}, 1)


def test_identical_files_that_were_moved_are_known(tmp_path: Path) -> None:
    """Where no row's file is one of the run's, ids are given in order; one more file is a document more."""
    first, second, third = (nth_occurrence_id(an_id("a"), n) for n in range(3))
    batcher = a_batcher({first: "file:///old/b", second: "file:///old/a"})
    batcher.add(part(tmp_path, [], known=[first], uri="file:///a"))
    batcher.add(part(tmp_path, [], known=[first], uri="file:///b"))
    with pytest.raises(KnownDocumentNeededError):
        batcher.add(part(tmp_path, [], known=[first], uri="file:///c"))
    batcher.add(part(tmp_path, [first], uri="file:///c"))
    assert rows_of(batcher) == ({third: "file:///c"}, 2)


def test_a_batch_id_depends_on_its_inputs_alone() -> None:
    """Order does not matter; content does."""
    assert batch_id([an_id("a"), an_id("b")]) == batch_id([an_id("b"), an_id("a")])
    assert batch_id([an_id("a")]) != batch_id([an_id("b")])
