"""The five real seeds through the command line: the acceptance test of the whole idea."""

import json
import os
import re
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from tests.conftest import Finished, copydesk

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
NAMES = sorted(p.name for p in SEEDS.glob("*.txt"))

if not NAMES and os.environ.get("CI") == "true":
    raise FileNotFoundError(f"CI must have the seeds at {SEEDS}")
pytestmark = pytest.mark.skipif(
    not NAMES, reason=f"the seeds are not at {SEEDS}; they are other people's articles and stay out of the project"
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, prefect_home: Path) -> tuple[Path, Finished]:
    """The seeds' folder after one backfill."""
    dataset = tmp_path_factory.mktemp("seeds") / "data"
    return dataset, copydesk("backfill", SEEDS, "--out", dataset, home=prefect_home)


@pytest.fixture(scope="module")
def gold() -> dict[str, dict[str, object]]:
    """What the tables should hold."""
    return json.loads((SEEDS / "gold.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def articles(run: tuple[Path, Finished]) -> dict[str, dict[str, object]]:
    """The articles by raw file name."""
    tables = run[0] / "tables"
    rows = {a["article_id"]: a for a in ds.dataset(tables / "articles", partitioning="hive").to_table().to_pylist()}
    copies = ds.dataset(tables / "copies", partitioning="hive").to_table().to_pylist()
    return {Path(c["raw_uri"]).name: rows[c["article_id"]] for c in copies}


def plain(text: str) -> str:
    """White space may differ; nothing else."""
    return " ".join(text.split())


def test_five_articles_and_two_files_that_are_none(run: tuple[Path, Finished]) -> None:
    """The folder's README and gold are no input of a known type; that is a normal outcome."""
    assert run[1].code == 0, run[1].stderr
    counts = run[1].counts
    assert (counts["in"], counts["articles"], counts["copies"], counts["rejects"]) == ("7", "5", "5", "2")


@pytest.mark.parametrize("name", NAMES)
def test_body_is_exact(name: str, articles: dict[str, dict[str, object]], gold: dict[str, dict[str, object]]) -> None:
    """Every paragraph, in order, and no other."""
    assert [plain(p) for p in str(articles[name]["text"]).split("\n\n")] == [plain(p) for p in gold[name]["body"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", NAMES)
def test_metadata_is_exact(name: str, articles: dict[str, dict[str, object]], gold: dict[str, dict[str, object]]) -> None:
    """Title, byline, authors, agency, dateline, section, original source; null where the dump holds none."""
    wanted, found = gold[name], articles[name]
    dateline = wanted["dateline"]
    assert found["title"] == wanted["title"]
    assert found["byline"] == wanted["byline"]
    assert found["authors"] == wanted["authors"]
    assert found["agencies"] == ([str(wanted["agency"]).lower()] if wanted["agency"] else [])
    assert found["dateline"] == (dateline["raw"] if isinstance(dateline, dict) else None)
    assert found["section"] == wanted["section"]
    assert found["original_source"] == wanted["original_source"]


@pytest.mark.parametrize("name", NAMES)
def test_published_is_exact(name: str, articles: dict[str, dict[str, object]], gold: dict[str, dict[str, object]]) -> None:
    """The local day and its precision; no seed prints a zone, so none has an instant."""
    wanted, found = gold[name]["published"], articles[name]
    precision = None if wanted is None else "minute" if "T" in str(wanted) else "day"
    assert (str(found["published_date"]) if found["published_date"] else None) == (str(wanted)[:10] if wanted else None)
    assert found["published_precision"] == precision
    assert found["published_at"] is None


@pytest.mark.parametrize("name", NAMES)
def test_captions_and_embeds_are_kept_apart(
    name: str, articles: dict[str, dict[str, object]], gold: dict[str, dict[str, object]]
) -> None:
    """A caption and a post are no body, and not lost."""
    for column in ("captions", "embeds"):
        wanted = [plain(item["text"]) for item in gold[name][column]]  # type: ignore[attr-defined]
        found = [plain(item) for item in articles[name][column]]  # type: ignore[attr-defined]
        assert len(found) == len(wanted)
        assert all(f.startswith(w) for f, w in zip(found, wanted, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_explain_tells_the_fate_of_every_line(name: str, gold: dict[str, dict[str, object]], prefect_home: Path) -> None:
    """Kept lines are those the gold keeps; each removed or moved line has a class and a reason."""
    done = copydesk("explain", SEEDS / name, "--json", home=prefect_home)
    assert done.code == 0, done.stderr
    fates = {n: unit for unit in json.loads(done.stdout)["lines"] for n in range(unit["first_line"], unit["last_line"] + 1)}
    for line in gold[name]["lines"]:  # type: ignore[attr-defined]
        if not re.search(r"\w", line["text"]):
            continue
        fate = fates[line["line"]]
        assert (fate["action"] == "keep") == (line["action"] == "keep"), (line, fate)
        assert fate["label"]
        assert fate["reason"]
