"""What is remembered of sites in, a file in the dataset's state out, and back: one row a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.dataset.durable import write_durably
from pipeline.dataset.parquet import SITE_MEMORY_ROW_GROUP_ROWS, serialise
from pipeline.text.site_memory import Learnt

VERSION_KEY = b"copydesk.site_memory"
SCHEMA = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("document", pa.uint64(), nullable=False),
        pa.field("lines", pa.list_(pa.uint32()), nullable=False),
        pa.field("story", pa.list_(pa.uint32()), nullable=False),
    ],
    metadata={VERSION_KEY: b"1"},
)


def read_site_memory(path: Path, source: str | None = None) -> dict[str, list[Learnt]]:
    """What is remembered, by source; nothing where there is no such file or another version wrote it.

    Args:
        path: The file.
        source: Read this source's documents only.
    """
    found: dict[str, list[Learnt]] = defaultdict(list)
    if not path.exists() or (pq.read_schema(path).metadata or {}).get(VERSION_KEY) != SCHEMA.metadata[VERSION_KEY]:
        return {}
    filters = None if source is None else [("source", "=", source)]
    for row in pq.read_table(path, filters=filters).to_pylist():
        found[row["source"]].append(Learnt(row["document"], frozenset(row["lines"]), frozenset(row["story"])))
    return dict(found)


def write_site_memory(path: Path, memory: Mapping[str, Sequence[Learnt]]) -> None:
    """Write what is remembered; the same memory gives the same file, and a file that would not change is left alone.

    Args:
        path: The file; its folder is made if missing.
        memory: By source.
    """
    rows = [
        {"source": source, "document": d.document, "lines": sorted(d.lines), "story": sorted(d.story)}
        for source in sorted(memory)
        for d in sorted(memory[source], key=lambda d: d.document)
    ]
    content = serialise(pa.Table.from_pylist(rows, SCHEMA), SITE_MEMORY_ROW_GROUP_ROWS)
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(path, content)
