"""Shingles in, the sampled hashes that stand for a text out; and the candidates that share them, old and new."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from pipeline.copies.tokens import Hashes, Tokens, distinct
from pipeline.dataset.errors import DatasetError

SAMPLE_SHARE = 8
"""One shingle in eight is kept, the ones with the lowest hashes: two texts keep the same ones, so a cut copy's sample is a
subset of the whole story's and containment can be read off."""
MIN_SAMPLE = 16
"""Short texts keep at least so many."""
HASH_BITS = 40
"""The index keeps a hash's highest bits, which saves a tenth of it against 44. Among a billion articles every second hash then
meets a stranger, and a candidate must share two with the same one."""
EARLIER_HASH, EARLIER_HASH_BITS = "hash", 44
"""The column in runs of earlier versions: they are read, and merged with each other alone."""
MAX_DOCUMENTS_PER_HASH = 64
"""A shingle in more articles than this is a phrase of the trade or of a template, and says nothing."""
MAX_ASKING_DOCUMENTS = 1_024
"""The same for the documents of one batch, which may be many copies of one story. Common hashes leave before the join, which
they would blow up: at 20,000 documents with templates it took 20 GB."""
MIN_SHARED = 2
"""Hashes two texts must share to be compared."""
MIN_SHARED_OF_SMALLER = 0.08
"""And this share of the smaller sample: a quarter of the pairs is below it, and one in a thousand of those would have joined."""
MAX_CANDIDATES = 12
"""Articles a document is compared with, those that share most: beyond them none has been the right one."""
NEAREST_SHARING = 6
FIRST_SHARING = 4
"""Within a batch each document meets, for each hash, so many of those that have it just before it and of those that have it
first: all in small groups, and in a group of a thousand the work of ten."""

MEMORY_LIMIT = "512MB"
"""What the join may hold before it spills to disk: with half of it 50,000 documents against a million took twice the time."""

INDEX_SCHEMA = pa.schema(
    [
        pa.field(
            "short_hash", pa.int64(), nullable=False, metadata={"comment": "The highest 40 bits of a sampled shingle's hash."}
        ),
        pa.field("article", pa.int64(), nullable=False, metadata={"comment": "Number of a canonical text that has it."}),
        pa.field("article_id", pa.string(), metadata={"comment": "Whose text that is: on the row of its lowest hash only."}),
    ]
)
"""One batch's run of the near-duplicate index; sorted by hash, named by the manifest of the commit that wrote it. A text's
number is its own in all runs: sorted by hash, ids stand in no order that packs, and took 18 bytes a row where numbers take 3."""

CANDIDATES_SQL = """
with asked as (
    select hash from sketch group by hash having count(*) <= {max_asking}
),
met as (
    select i.hash as hash, i.article as article
    from history i join asked a on i.hash = a.hash
),
telling as (
    select hash from met group by hash having count(distinct article) <= {max_documents}
),
hits as (
    select s.document as document, m.hash as hash, m.article as article
    from telling t join met m on t.hash = m.hash join sketch s on t.hash = s.hash
),
shared as (
    select document, article, count(distinct hash) as hashes
    from hits
    group by document, article
    having count(distinct hash) >= {min_shared}
),
documents as (
    select document, count(*) as size from sketch group by document
),
articles as (
    select i.article as article, max(i.article_id) as article_id, count(*) as size
    from history i join (select distinct article from shared) s on i.article = s.article
    group by i.article
),
ranked as (
    select s.document as document, a.article_id as article_id,
           row_number() over (partition by s.document order by s.hashes desc, s.article) as place
    from shared s join documents d on s.document = d.document join articles a on s.article = a.article
    where s.hashes >= {min_share} * least(d.size, a.size)
)
select document, article_id, place from ranked where place <= {max_candidates} order by document, place
"""
"""Candidate pairs as one SQL text, plain enough for DuckDB and Spark SQL alike; the tables are `sketch(document, hash)` and
`history(hash, article, article_id)`, where `hash` is what `hashes_in` says."""


class OutdatedIndexError(DatasetError):
    """A run of the index was written by an earlier version."""

    exit_code = 3


def sample(tokens: Tokens) -> Hashes:
    """The hashes that stand for a text in the index: sorted, an eighth of all and at least sixteen."""
    hashes = distinct(tokens.ranked)
    kept = hashes[: int(np.searchsorted(hashes, np.uint64(2**64 // SAMPLE_SHARE)))]
    return (kept if len(kept) >= MIN_SAMPLE else hashes[:MIN_SAMPLE]) >> np.uint64(64 - HASH_BITS)


def index_run(samples: Mapping[str, Hashes], first: int) -> pa.Table:
    """A batch's part of the index.

    Args:
        samples: By article id, the sample of its canonical text.
        first: The first number for its texts (`next_number`).
    """
    ids = sorted(samples)
    hashes = np.concatenate([np.empty(0, np.uint64), *(samples[i] for i in ids)]).view(np.int64)
    lengths = np.array([len(samples[i]) for i in ids], np.int64)
    owners = np.repeat(np.arange(len(ids)), lengths)
    lowest = np.zeros(len(hashes), dtype=np.bool_)
    lowest[(np.cumsum(lengths) - lengths)[lengths > 0]] = True
    order = np.argsort(hashes, kind="stable")
    owners, lowest = owners[order], lowest[order]
    named = pa.array(ids, pa.string()).take(pa.array(owners, mask=~lowest))
    return pa.Table.from_arrays([pa.array(hashes[order]), pa.array(owners + first), named], schema=INDEX_SCHEMA)


def next_number(runs: Sequence[Path]) -> int:
    """The lowest number that no text of these runs has, from their footers.

    Raises:
        OutdatedIndexError: See there.
    """
    highest = -1
    for run in runs:
        footer = pq.read_metadata(run)
        column = footer.schema.names.index("article") if "article" in footer.schema.names else None
        if column is None:
            raise OutdatedIndexError(
                f"{run}: expected an index with numbered texts, found an earlier version's: run `copydesk reprocess --only index`"
            )
        groups = (footer.row_group(i) for i in range(footer.num_row_groups))
        highest = max([highest, *(group.column(column).statistics.max for group in groups if group.num_rows)])
    return highest + 1


def hashes_in(runs: Sequence[Path]) -> list[tuple[str, list[Path]]]:
    """Runs with the SQL expression for the hashes in them, at today's width."""
    earlier = [run for run in runs if EARLIER_HASH in pq.read_schema(run).names]
    by_expression = [
        (INDEX_SCHEMA.names[0], [run for run in runs if run not in earlier]),
        (f"{EARLIER_HASH} >> {EARLIER_HASH_BITS - HASH_BITS}", earlier),
    ]
    return [(expression, some) for expression, some in by_expression if some]


class CandidateSearch(Protocol):
    """Who carries out `CANDIDATES_SQL`."""

    def __call__(self, samples: Mapping[int, Hashes], runs: Sequence[Path]) -> dict[int, list[str]]:
        """As `candidates`."""
        ...


def candidate_pairs_sql() -> str:
    """`CANDIDATES_SQL` with the limits that recognition works with."""
    return CANDIDATES_SQL.format(
        max_asking=MAX_ASKING_DOCUMENTS,
        max_documents=MAX_DOCUMENTS_PER_HASH,
        min_shared=MIN_SHARED,
        min_share=MIN_SHARED_OF_SMALLER,
        max_candidates=MAX_CANDIDATES,
    )


def candidates(samples: Mapping[int, Hashes], runs: Sequence[Path]) -> dict[int, list[str]]:
    """Articles of earlier batches that share enough with each document, most shared first.

    Args:
        samples: By document number, its sample.
        runs: Parquet files with `INDEX_SCHEMA`, or with an earlier version's hashes.
    """
    if not runs or not samples:
        return {}
    numbers = np.repeat(np.array(list(samples), np.int64), [len(s) for s in samples.values()])
    hashes = np.concatenate(list(samples.values())).view(np.int64)
    found: dict[int, list[str]] = {}
    with duckdb.connect(config={"memory_limit": MEMORY_LIMIT, "temp_directory": tempfile.gettempdir()}) as database:
        database.register("sketch", pa.table({"document": numbers, "hash": hashes}))
        history = (f"select {h} as hash, article, article_id from read_parquet({_list(some)})" for h, some in hashes_in(runs))
        database.execute("create view history as " + " union all ".join(history))
        for document, article_id, _ in database.execute(candidate_pairs_sql()).fetchall():
            found.setdefault(document, []).append(article_id)
    return found


def candidates_within(samples: Sequence[Hashes]) -> NDArray[np.intp]:
    """Pairs of a batch's own documents that share enough.

    Of more than `MAX_CANDIDATES` for one document those that share the rarest hashes are kept: a template's other fillings share
    more, but what everybody has.

    Args:
        samples: In the order in which documents are taken.

    Returns:
        Shape `(n, 2)`: a document's number, and that of one before it.
    """
    none = np.empty((0, 2), np.intp)
    if not samples:
        return none
    owners = np.repeat(np.arange(len(samples)), [len(s) for s in samples])
    hashes = np.concatenate(samples)
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    begins = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
    sizes = np.diff(np.append(begins, len(hashes)))
    size, begin = np.repeat(sizes, sizes), np.repeat(begins, sizes)
    place = np.arange(len(hashes)) - begin
    told = (size > 1) & (size <= MAX_ASKING_DOCUMENTS)
    meetings = [(at, at - back) for back in range(1, NEAREST_SHARING + 1) for at in [np.flatnonzero(told & (place >= back))]]
    for first in range(FIRST_SHARING):
        at = np.flatnonzero(told & (place > NEAREST_SHARING + first))
        meetings.append((at, begin[at] + first))
    at, met = (np.concatenate(side) for side in zip(*meetings, strict=True))
    pairs, which, shared = np.unique(owners[at] * len(samples) + owners[met], return_inverse=True, return_counts=True)
    rarity = np.bincount(which, weights=1.0 / size[at], minlength=len(pairs))
    later, earlier = np.divmod(pairs, len(samples))
    hashes_of = np.array([len(s) for s in samples])
    smaller = np.minimum(hashes_of[later], hashes_of[earlier])
    enough = shared >= np.maximum(MIN_SHARED, MIN_SHARED_OF_SMALLER * smaller)
    later, earlier, rarity = later[enough], earlier[enough], rarity[enough]
    ranked = np.lexsort((earlier, -rarity, later))
    later, earlier = later[ranked], earlier[ranked]
    rank = np.arange(len(later)) - np.searchsorted(later, later)
    found: NDArray[np.intp] = np.stack((later, earlier), axis=1)[rank < MAX_CANDIDATES]
    return found


def _list(paths: Sequence[Path]) -> str:
    return "[" + ", ".join("'" + str(p).replace("'", "''") + "'" for p in paths) + "]"
