"""A snapshot's tables in; rows that contradict one another out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from pipeline.dataset.dataset import Dataset
from pipeline.dataset.problems import EXAMPLES, Findings
from schemas.reasons import REASONS
from schemas.tables import KEYS, TABLES

MEMORY_LIMIT = "1GB"
"""What DuckDB takes before it spills to disk."""


@dataclass(frozen=True, slots=True)
class _Law:
    """Something that holds for every row."""

    check: str
    breaches: str
    """A query for the rows that break it: where, and what was expected and found."""


_PER_ARTICLE = """
    SELECT article_id, count(*) AS copies, count(DISTINCT coalesce(outlet, domain, source)) AS outlets,
           count(*) FILTER (relation IN ('canonical', 'update')) AS heads,
           min(published_at) AS earliest, max(published_at) AS latest
    FROM copies GROUP BY article_id
"""

_STAGES = ", ".join(f"('{reason}', '{facts.stage}')" for reason, facts in REASONS.items())

LAWS = (
    *(
        _Law("unique_key", f"SELECT '{table} ' || {key}, count(*) || ' rows' FROM {table} GROUP BY {key} HAVING count(*) > 1")
        for table, key in KEYS.items()
    ),
    _Law(
        "copy_without_article",
        "SELECT 'copies ' || copy_id, 'no article ' || article_id FROM copies ANTI JOIN articles USING (article_id)",
    ),
    _Law(
        "related_article",
        """SELECT 'copies ' || copy_id, 'relation ' || relation || ', related_article_id ' || coalesce(related_article_id, 'null')
           FROM copies LEFT JOIN (SELECT article_id AS known FROM articles) ON known = related_article_id
           WHERE (relation = 'update' AND related_article_id IS NULL)
              OR (relation NOT IN ('canonical', 'update') AND related_article_id IS NOT NULL)
              OR related_article_id = article_id
              OR (related_article_id IS NOT NULL AND known IS NULL)""",
    ),
    _Law(
        "head_copy",
        f"""SELECT 'articles ' || article_id, coalesce(heads, 0) || ' copies are canonical or update, expected 1'
            FROM articles LEFT JOIN ({_PER_ARTICLE}) USING (article_id) WHERE coalesce(heads, 0) <> 1""",
    ),
    _Law(
        "head_text",
        """SELECT 'copies ' || copy_id, 'the canonical copy repeats the article''s text'
           FROM copies WHERE relation IN ('canonical', 'update') AND text IS NOT NULL""",
    ),
    _Law(
        "copy_count",
        f"""SELECT 'articles ' || article_id, copy_count || ' said, ' || coalesce(copies, 0) || ' there'
            FROM articles LEFT JOIN ({_PER_ARTICLE}) USING (article_id) WHERE copy_count <> coalesce(copies, 0)""",
    ),
    _Law(
        "outlet_count",
        f"""SELECT 'articles ' || article_id, outlet_count || ' said, ' || coalesce(outlets, 0) || ' there'
            FROM articles LEFT JOIN ({_PER_ARTICLE}) USING (article_id) WHERE outlet_count <> coalesce(outlets, 0)""",
    ),
    _Law(
        "first_last_published",
        f"""SELECT 'articles ' || article_id, 'first or last published_at of its copies is another'
            FROM articles JOIN ({_PER_ARTICLE}) USING (article_id)
            WHERE first_published_at IS DISTINCT FROM earliest OR last_published_at IS DISTINCT FROM latest""",
    ),
    _Law(
        "relation",
        """SELECT 'copies ' || copy_id, 'relation ' || relation FROM copies
           WHERE relation NOT IN ('canonical', 'exact', 'near', 'excerpt', 'extended', 'update')""",
    ),
    _Law(
        "reason",
        f"""SELECT 'rejects ' || reject_id, 'stage ' || stage || ', reason ' || reason
            FROM rejects ANTI JOIN (VALUES {_STAGES}) AS known (reason, stage) USING (reason, stage)""",
    ),
    _Law(
        "conservation",
        """SELECT 'runs ' || run_id, documents_in || ' in, but ' || copies_added || ' copies + ' || rejects_added || ' rejects + '
                  || unchanged || ' unchanged'
           FROM runs WHERE documents_in <> copies_added + rejects_added + unchanged""",
    ),
    # Reprocessing may take rows out again; without it every accepted document is a row, and a retried reject is gone.
    _Law(
        "conservation",
        """SELECT 'copies', added || ' added over all runs, ' || there || ' there'
           FROM (SELECT coalesce(sum(copies_added), 0) AS added, count(*) FILTER (kind = 'reprocess') AS reprocessed FROM runs),
                (SELECT count(*) AS there FROM copies)
           WHERE reprocessed = 0 AND added <> there""",
    ),
    _Law(
        "conservation",
        """SELECT 'rejects', added || ' added over all runs, ' || there || ' there'
           FROM (SELECT coalesce(sum(rejects_added), 0) AS added FROM runs), (SELECT count(*) AS there FROM rejects)
           WHERE added < there""",
    ),
)
"""What must hold between the rows of a snapshot."""


def check_rows(dataset: Dataset, findings: Findings) -> None:
    """Unique keys, references, heads, counts and conservation over the whole snapshot.

    Args:
        dataset: Every file of its current snapshot is readable.
        findings: Takes the problems.
    """
    with tables(dataset) as connection:
        for law in LAWS:
            for where, detail in connection.execute(f"{law.breaches} LIMIT {EXAMPLES + 1}").fetchall():
                findings.add(law.check, where, detail)


@contextmanager
def tables(dataset: Dataset) -> Iterator[duckdb.DuckDBPyConnection]:
    """The current snapshot's four tables as views of a DuckDB connection with bounded memory."""
    with tempfile.TemporaryDirectory() as spill, duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        connection.execute("SET temp_directory = $folder", {"folder": spill})
        for table in TABLES:
            files = ", ".join("'" + str(path).replace("'", "''") + "'" for path in dataset.files_of(table))
            connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet([{files}], hive_partitioning = false)")
        yield connection
