"""The tables' schemas, a dialect and a place in; statements that make the tables known to DuckDB, Spark or Athena out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import pyarrow as pa

from schemas.columns import BOOL, DATE, FLOAT32, INT16, INT32, INT64, LARGE_STRING, STRING, STRINGS, TIMESTAMP
from schemas.tables import KEYS, PARTITION_KEY, PARTITIONED, SCHEMA_VERSION, TABLES

Dialect = Literal["duckdb", "spark", "athena"]

DEFAULT_LOCATIONS: Mapping[Dialect, str] = MappingProxyType(
    {"duckdb": "", "spark": "data/tables", "athena": "s3://BUCKET/PREFIX"}
)
"""Where the tables are if nobody says so; without a place DuckDB's statements make empty tables of the same shape."""

_DUCKDB = {
    STRING: "VARCHAR",
    LARGE_STRING: "VARCHAR",
    STRINGS: "VARCHAR[]",
    TIMESTAMP: "TIMESTAMP WITH TIME ZONE",
    DATE: "DATE",
    INT16: "SMALLINT",
    INT32: "INTEGER",
    INT64: "BIGINT",
    FLOAT32: "FLOAT",
    BOOL: "BOOLEAN",
}
_SPARK = {
    STRING: "STRING",
    LARGE_STRING: "STRING",
    STRINGS: "ARRAY<STRING>",
    TIMESTAMP: "TIMESTAMP",
    DATE: "DATE",
    INT16: "SMALLINT",
    INT32: "INT",
    INT64: "BIGINT",
    FLOAT32: "FLOAT",
    BOOL: "BOOLEAN",
}


def create_tables(dialect: Dialect, location: str, grain: Mapping[str, str], partition_meaning: str, law: str) -> str:
    """Statements that say what the tables are, comments included.

    Args:
        dialect: `duckdb` makes views of a dataset's files or of what `copydesk publish` wrote (Delta), and without a place empty
            tables with keys; `spark` tables over a dataset's files, or over what `copydesk publish`
            wrote to an object store (Delta); `athena` tables over the latter, whose columns Athena takes from the Delta log.
        location: The folder or address above `articles`, `copies`, …
        grain: What one row of each table is.
        partition_meaning: What `published_month` is.
        law: What holds in every run.

    Returns:
        Statements that end with `;`, the first after a comment that names the schema's version.

    Raises:
        ValueError: Another dialect.
    """
    make = {"duckdb": _duckdb, "spark": _spark, "athena": _athena}
    if dialect not in make:
        raise ValueError(f"dialect: expected one of {', '.join(make)}, found {dialect!r}")
    parts = [f"-- Copydesk, schema version {SCHEMA_VERSION}; in every run {law}"]
    for table in TABLES:
        parts.append(make[dialect](table, location.rstrip("/"), grain[table], partition_meaning))
    return "\n".join(parts) + "\n"


def _duckdb(table: str, location: str, grain: str, partition_meaning: str) -> str:
    schema = TABLES[table]
    if location:
        return "\n".join([_duckdb_view(table, location), *_duckdb_comments("VIEW", table, grain, partition_meaning)])
    columns = [f"{f.name} {_DUCKDB[f.type]}{'' if f.nullable else ' NOT NULL'}" for f in schema]
    if table in PARTITIONED:
        columns.append(f"{PARTITION_KEY} VARCHAR NOT NULL")
    create = f"\nCREATE TABLE {table} ({_listed([*columns, f'PRIMARY KEY ({KEYS[table]})'])});"
    return "\n".join([create, *_duckdb_comments("TABLE", table, grain, partition_meaning)])


def _duckdb_view(table: str, location: str) -> str:
    if "://" in location:
        return f"\nCREATE VIEW {table} AS SELECT * FROM delta_scan({_doubled(f'{location}/{table}')});"
    files = f"{location}/{table}/*/*.parquet" if table in PARTITIONED else f"{location}/{table}/*.parquet"
    options = f", hive_partitioning = true, hive_types = {{'{PARTITION_KEY}': VARCHAR}}" if table in PARTITIONED else ""
    return f"\nCREATE VIEW {table} AS SELECT * FROM read_parquet({_doubled(files)}{options});"


def _duckdb_comments(kind: str, table: str, grain: str, partition_meaning: str) -> list[str]:
    lines = [f"COMMENT ON {kind} {table} IS {_doubled(grain)};"]
    lines += [f"COMMENT ON COLUMN {table}.{f.name} IS {_doubled(meaning_of(f))};" for f in TABLES[table]]
    if table in PARTITIONED:
        lines.append(f"COMMENT ON COLUMN {table}.{PARTITION_KEY} IS {_doubled(partition_meaning)};")
    return lines


def _spark(table: str, location: str, grain: str, partition_meaning: str) -> str:
    delta = "://" in location
    columns = [f"{f.name} {_SPARK[f.type]} COMMENT {_escaped(meaning_of(f))}" for f in TABLES[table]]
    partitions = ""
    if table in PARTITIONED:
        columns.append(f"{PARTITION_KEY} STRING COMMENT {_escaped(partition_meaning)}")
        partitions = f"\nPARTITIONED BY ({PARTITION_KEY})"
    create = (
        f"\nCREATE TABLE {table} ({_listed(columns)})\nUSING {'DELTA' if delta else 'PARQUET'}{partitions}\n"
        f"COMMENT {_escaped(grain)}\nLOCATION {_escaped(f'{location}/{table}')};"
    )
    # Spark's catalogue knows a Parquet table's partitions only once it is told, and again after each new month.
    return create + (f"\nMSCK REPAIR TABLE {table};" if table in PARTITIONED and not delta else "")


def _athena(table: str, location: str, grain: str, partition_meaning: str) -> str:
    # Columns given beside a Delta table's own would have to equal what Athena infers: they stand in comments.
    lines = [f"\n-- {table}: {grain}"]
    lines += [f"--   {f.name} {_SPARK[f.type].lower()}: {meaning_of(f)}" for f in TABLES[table]]
    if table in PARTITIONED:
        lines.append(f"--   {PARTITION_KEY} string: {partition_meaning}")
    place = _doubled(f"{location}/{table}/")
    lines.append(f"CREATE EXTERNAL TABLE {table}\nLOCATION {place}\nTBLPROPERTIES ('table_type' = 'DELTA');")
    return "\n".join(lines)


def meaning_of(field: pa.Field) -> str:
    """What a column means."""
    return str(field.metadata[b"comment"].decode())


def _listed(columns: list[str]) -> str:
    return "\n    " + ",\n    ".join(columns) + "\n"


def _doubled(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _escaped(text: str) -> str:
    # Spark joins 'it''s' to `its`: it wants backslashes.
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
