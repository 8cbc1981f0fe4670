"""`copydesk show`: a story as an editor looks it up."""

import json
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from pipeline.copies.history import EmptyHistory
from pipeline.copies.recognise import recognise_copies
from pipeline.dataset.changes import Changes
from pipeline.dataset.commit import commit
from pipeline.dataset.dataset import Dataset
from tests.pipeline.copies.stories import FERRY, LOCAL, MINE, NOW, STAMP, an_id, batch, document, reworded


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four copies of one story, and another story."""
    root = tmp_path_factory.mktemp("show") / "data"
    documents = batch(
        document("desk", FERRY, outlet="Reuters", title="Cracks close terminal", published_at=NOW),
        document("cut", [reworded(FERRY[0]), *FERRY[1:4]], title="Terminal shut"),
        document("more", [*FERRY, LOCAL]),
        document("same", FERRY),
        document("mine", MINE),
    )
    done = recognise_copies(documents, EmptyHistory(), STAMP)
    opened = Dataset.create_or_open(root)
    commit(
        opened,
        Changes(
            batch_id="0" * 32,
            run_id="run-1",
            kind="backfill",
            articles=done.articles,
            copies=done.copies,
            replaced={"articles": done.replaced_articles, "copies": done.replaced_copies},
            index_run=done.index_run,
        ),
    )
    return root


def shown(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    assert main(["show", *map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_an_article_lists_its_copies(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The canonical one first, each with what its outlet did."""
    story = shown(capsys, an_id("desk"), "--out", dataset)
    relations = {c["copy_id"]: c["relation"] for c in story["copies"]}
    assert story["copies"][0]["copy_id"] == an_id("desk")
    assert relations == {an_id("desk"): "canonical", an_id("cut"): "excerpt", an_id("more"): "extended", an_id("same"): "exact"}
    assert "diffs" not in story


def test_a_copy_and_a_beginning_lead_to_the_same_story(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever id is at hand."""
    article = shown(capsys, an_id("desk"), "--out", dataset)
    assert shown(capsys, an_id("cut"), "--out", dataset) == article
    assert shown(capsys, an_id("cut")[:8], "--out", dataset) == article


def test_diff_tells_each_outlets_paragraphs(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of all copies, or of the one that was asked for."""
    diffs = shown(capsys, an_id("desk"), "--out", dataset, "--diff")["diffs"]
    assert [p["kind"] for p in diffs[an_id("cut")]] == ["edited", "kept", "kept", "kept", "cut", "cut"]
    assert [p["kind"] for p in diffs[an_id("more")]] == [*["kept"] * 6, "added"]
    assert list(shown(capsys, an_id("more"), "--out", dataset, "--diff")["diffs"]) == [an_id("more")]


def test_the_view_marks_words_and_paragraphs(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a reader sees: the copies, then the edited words in place, and what was cut."""
    assert main(["show", an_id("cut"), "--out", str(dataset), "--diff"]) == 0
    lines = capsys.readouterr().out
    assert "Cracks close terminal" in lines
    assert "headline: Terminal shut" in lines
    assert "{+announced+}" in lines or "{+announced Tuesday.+}" in lines
    assert any(line.startswith("- Shipping line") for line in lines.splitlines())


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("0" * 32, "expected the id of an article or a copy"),
        ("xyz", "expected an id of 32 hex characters"),
        ("abc", "first four"),
    ],
    ids=["unknown", "no id", "too short"],
)
def test_a_wrong_id_ends_with_three(dataset: Path, target: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One line that says what was expected; stdout stays empty."""
    assert main(["show", target, "--out", str(dataset)]) == 3
    said = capsys.readouterr()
    assert message in said.err
    assert said.out == ""


def test_an_alias_and_the_article_it_leads_to_name_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A reader who holds either id finds the whole story."""
    opened = Dataset.create_or_open(tmp_path / "d")
    reworked = [reworded(p) for p in FERRY]
    cuts = [document(name, part, title="Cracks close terminal") for name, part in (("front", FERRY[:3]), ("back", FERRY[3:]))]
    batches = cuts, [document("whole", FERRY)], [document("sub", reworked)]
    for n, documents in enumerate(batches):
        done = recognise_copies(batch(*documents), opened.history(), STAMP)
        changes = {
            "batch_id": f"{n:032x}",
            "run_id": "run-1",
            "kind": "backfill",
            "articles": done.articles,
            "copies": done.copies,
        }
        replaced = {"articles": done.replaced_articles, "copies": done.replaced_copies}
        commit(opened, Changes(**changes, replaced=replaced, index_run=done.index_run))
    kept = shown(capsys, an_id("whole"), "--out", tmp_path / "d")
    (alias,) = kept["aliases"]
    assert shown(capsys, alias, "--out", tmp_path / "d")["copies"][0]["related_article_id"] == kept["article"]["article_id"]
    assert main(["show", alias, "--out", str(tmp_path / "d")]) == 0
    assert f"found to be one with {kept['article']['article_id']}" in capsys.readouterr().out


def test_a_beginning_of_several_ids_names_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rather than choosing one."""
    one, two = document("a", FERRY), document("b", MINE)
    one["document_id"], two["document_id"] = "abcd" + "0" * 28, "abcd" + "1" * 28
    done = recognise_copies(batch(one, two), EmptyHistory(), STAMP)
    changes = {"batch_id": "0" * 32, "run_id": "run-1", "kind": "backfill", "articles": done.articles, "copies": done.copies}
    commit(Dataset.create_or_open(tmp_path / "d"), Changes(**changes, index_run=done.index_run))
    assert main(["show", "abcd", "--out", str(tmp_path / "d")]) == 3
    assert "abcd" + "1" * 28 in capsys.readouterr().err
