"""The two passes of a backfill: what one run learns of a source cleans it, and the next."""

from pathlib import Path

from tests.conftest import copydesk
from tests.pipeline.text.test_site_memory import PROMOTION, dump
from tests.seeds.compare import table


def write(folder: Path, *names: str) -> Path:
    """Stories of one source, each with the same last paragraph."""
    (folder / "harbour").mkdir(parents=True)
    for name in names:
        (folder / "harbour" / f"{name}.txt").write_text(dump(name), encoding="utf-8")
    return folder


def test_what_recurs_on_a_site_is_learnt_before_its_documents_are_cleaned(tmp_path: Path, prefect_home: Path) -> None:
    """And kept: a later run over a single document knows it; explain says so; a repeated run changes no byte."""
    first, second = write(tmp_path / "one", "library", "bees", "bridge"), write(tmp_path / "two", "clinic")
    data = tmp_path / "data"
    for archive in (first, second, first):
        done = copydesk("backfill", archive, "--out", data, home=prefect_home)
        assert done.code == 0, done.stderr
    assert done.counts["unchanged"] == "3"
    texts = [row["text"] for row in table(data, "articles")]
    assert len(texts) == 4
    assert not any(PROMOTION in text for text in texts)
    explained = copydesk("explain", second / "harbour" / "clinic.txt", "--json", "--out", data, home=prefect_home)
    assert "other stories of this source" in explained.stdout
