"""The Spark engine, on a local master: equal to the embedded one at both seams. Needs pyspark and Java."""

import importlib.util
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from pipeline.copies.index import candidates, index_run, sample
from pipeline.copies.recognise import recognise_copies
from pipeline.copies.tokens import tokenise
from pipeline.spark import SparkEngine
from tests.pipeline.copies.memory import Memory
from tests.pipeline.copies.stories import FERRY, LOCAL, MINE, STAMP, batch, document, market, reworded

pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed: copydesk[spark]"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs a Java runtime, and there is no java on the path"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning"),  # pyspark's own
]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkEngine]:
    """One session for all: it takes seconds to start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[2]))
        patch.setenv("PYSPARK_SUBMIT_ARGS", "--master local[2] --driver-memory 512m pyspark-shell")
        with SparkEngine() as engine:
            yield engine


def test_the_search_finds_the_same_candidates(spark: SparkEngine, tmp_path: Path) -> None:
    """Same articles in the same order, with common hashes, ties, more candidates than are kept, and several runs."""
    rng = random.Random(7)
    vocabulary = [f"{a}{b}" for a in ("harbour", "terminal", "union", "pier") for b in range(60)]
    shared = [" ".join(rng.choices(vocabulary, k=90)) for _ in range(6)]
    texts = [f"{rng.choice(shared)} {' '.join(rng.choices(vocabulary, k=60))}" for _ in range(300)]
    samples = [sample(tokenise(text)) for text in texts]
    runs = []
    for n, some in enumerate((samples[:100], samples[100:200])):
        runs.append(tmp_path / f"{n}.parquet")
        pq.write_table(index_run({f"{n:02d}{i:030d}": s for i, s in enumerate(some)}, 100 * n), runs[-1])
    wider = index_run({f"09{i:030d}": s << np.uint64(4) for i, s in enumerate(samples[:20])}, 300)
    runs.append(tmp_path / "an earlier version's.parquet")
    pq.write_table(wider.rename_columns(["hash", "article", "article_id"]), runs[-1])
    asked = dict(enumerate(samples[200:]))
    expected = candidates(asked, runs)
    assert np.mean([len(found) for found in expected.values()]) > 3
    assert spark.candidates(asked, runs) == expected


def test_batches_give_the_same_rows(spark: SparkEngine, tmp_path: Path) -> None:
    """Recognition over three batches, engine against engine."""
    batches = [
        [document("a", FERRY), document("m", MINE), document("mon", market("31", "0.8", "Monday", "Falk", "114"))],
        [document("b", FERRY[:4]), document("c", [reworded(p) for p in FERRY]), document("n", MINE[:3])],
        [document("d", [*FERRY, LOCAL]), document("tue", market("12", "0.3", "Tuesday", "Sund", "88"))],
    ]
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    here, there = Memory(tmp_path / "here"), Memory(tmp_path / "there")
    for documents in batches:
        here.apply(recognise_copies(batch(*documents), here, STAMP))
        there.apply(recognise_copies(batch(*documents), there, STAMP, spark.candidates))
    assert there.all_copies == here.all_copies
    assert there.all_articles == here.all_articles
    assert (len(here.all_articles), len(here.all_copies)) == (4, 8)


def test_no_history_needs_no_cluster(spark: SparkEngine) -> None:
    """The first batch has nothing to ask."""
    assert spark.candidates({0: sample(tokenise(" ".join(FERRY)))}, []) == {}
