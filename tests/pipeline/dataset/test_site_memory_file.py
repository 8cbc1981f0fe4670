"""What is remembered of sites, on disk: `pipeline.dataset.site_memory_file`."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.dataset.site_memory_file import read_site_memory, write_site_memory
from pipeline.text.site_memory import Learnt

MEMORY = {
    "harbour": [Learnt(3, frozenset([1, 2**32 - 1]), frozenset([7])), Learnt(2**64 - 1, frozenset(), frozenset([8]))],
    "valley": [Learnt(3, frozenset([4]), frozenset([9]))],
}


def test_what_was_written_is_read(tmp_path: Path) -> None:
    """All sources, or one."""
    path = tmp_path / "state" / "memory.parquet"
    write_site_memory(path, MEMORY)
    assert read_site_memory(path) == MEMORY
    assert read_site_memory(path, "valley") == {"valley": MEMORY["valley"]}
    assert read_site_memory(path, "nowhere") == {}


def test_the_same_memory_gives_the_same_file(tmp_path: Path) -> None:
    """In whatever order it was learnt; an unchanged file is not written again."""
    paths = tmp_path / "a", tmp_path / "b"
    write_site_memory(paths[0], MEMORY)
    write_site_memory(paths[1], {source: documents[::-1] for source, documents in reversed(MEMORY.items())})
    assert paths[0].read_bytes() == paths[1].read_bytes()
    written = paths[0].stat().st_mtime_ns
    write_site_memory(paths[0], MEMORY)
    assert paths[0].stat().st_mtime_ns == written


def test_another_version_is_no_memory(tmp_path: Path) -> None:
    """It is learnt anew rather than misread."""
    pq.write_table(pa.table({"source": ["harbour"]}), tmp_path / "memory")
    assert read_site_memory(tmp_path / "memory") == {}
    assert read_site_memory(tmp_path / "missing") == {}
