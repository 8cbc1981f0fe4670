"""One batch as the dataset takes it: rows to add and rows to replace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from pipeline.dataset.index_runs import IndexUpkeep


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What one commit adds and replaces; None or an empty table is nothing."""

    batch_id: str
    """Hash of the inputs' hashes and the pipeline's version: committing it again changes nothing."""
    run_id: str
    kind: str
    """As in `runs.kind`."""
    articles: pa.Table | None = None
    copies: pa.Table | None = None
    rejects: pa.Table | None = None
    runs: pa.Table | None = None
    """Rows of the same `run_id` are replaced without being named."""
    replaced: Mapping[str, pa.Table] = field(default_factory=dict)
    """By table name, the earlier rows to take out: first column the key, then `published_month`, where the row stands now.
    A row that is replaced also stands in `articles` or `copies`; one that does not is removed. `rejects` needs no month."""
    index_run: pa.Table | None = None
    """This batch's part of the near-duplicate index, in any schema, sorted by its first column."""
    index_parts: Sequence[Path] = ()
    """More of it, in files of the same schema, each sorted by its first column: for what does not fit in memory."""
    index_upkeep: IndexUpkeep = IndexUpkeep.MERGE_CHEAP
    """What becomes of the index's earlier runs."""
    compacts: bool = False
    """Whether the small files of every partition are merged; such a batch adds no row but its run's."""
    migrates: bool = False
    """Whether every file is written again with this version's columns; such a batch adds no row."""

    def tables(self) -> dict[str, pa.Table]:
        """The tables that have rows, by name."""
        named = {"articles": self.articles, "copies": self.copies, "rejects": self.rejects, "runs": self.runs}
        return {name: rows for name, rows in named.items() if rows is not None and rows.num_rows}
