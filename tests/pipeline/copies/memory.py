"""A history in memory: what a dataset would remember of earlier batches."""

from collections.abc import Collection, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.copies.history import MONTH
from pipeline.copies.recognise import Recognised
from schemas.tables import ARTICLES, COPIES


class Memory:
    """Applies what recognition returns, as the dataset writer does."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._runs = folder, list[Path]()
        self._articles = ARTICLES.append(MONTH).empty_table()
        self._copies = COPIES.append(MONTH).empty_table()

    def index_runs(self) -> Sequence[Path]:
        return self._runs

    def articles(self, ids: Collection[str]) -> pa.Table:
        return self._articles.filter(pc.is_in(self._articles["article_id"], pa.array(list(ids), pa.string())))

    def copies_of(self, article_ids: Collection[str]) -> pa.Table:
        return self._copies.filter(pc.is_in(self._copies["article_id"], pa.array(list(article_ids), pa.string())))

    def apply(self, done: Recognised) -> None:
        """Insert or replace the rows of a batch."""
        self._articles = _upsert(self._articles, done.articles, "article_id", done.replaced_articles)
        self._copies = _upsert(self._copies, done.copies, "copy_id", done.replaced_copies)
        path = self._folder / f"{len(self._runs)}.parquet"
        pq.write_table(done.index_run, path)
        self._runs.append(path)

    @property
    def all_articles(self) -> list[dict[str, object]]:
        return self._articles.to_pylist()

    @property
    def all_copies(self) -> list[dict[str, object]]:
        return self._copies.to_pylist()


def _upsert(old: pa.Table, new: pa.Table, key: str, replaced: pa.Table) -> pa.Table:
    known = set(old[key].to_pylist())
    assert set(replaced[key].to_pylist()) == known & set(new[key].to_pylist()), "every replaced row is named, and no other"
    kept = old.filter(pc.invert(pc.is_in(old[key], replaced[key])))
    months = pa.array([f"{d:%Y-%m}" if d else "undated" for d in new["published_date"].to_pylist()], pa.string())
    return pa.concat_tables([kept, new.append_column(MONTH, months)])
