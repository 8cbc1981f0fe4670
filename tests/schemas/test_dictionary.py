"""The data dictionary says of every column and reason what the schemas say, in four formats."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from schemas.dictionary import CONSERVATION, data_dictionary
from schemas.reasons import REASONS
from schemas.tables import PARTITION_KEY, PARTITIONED, TABLES


def test_markdown_names_every_column_with_its_type_and_meaning() -> None:
    """One line a column, nothing cut."""
    text = data_dictionary("md")
    for schema in TABLES.values():
        for field in schema:
            meaning = field.metadata[b"comment"].decode().replace("|", "\\|")
            assert f"| `{field.name}` | " in text
            assert f"| {'yes' if field.nullable else 'no'} | {meaning} |" in text


def test_markdown_names_the_law_and_every_reason() -> None:
    """Conservation and the closed list are part of the dictionary."""
    text = data_dictionary("md")
    assert CONSERVATION in text
    assert all(f"| `{facts.stage}` | `{reason}` |" in text for reason, facts in REASONS.items())


def test_markdown_tables_have_four_cells_a_line() -> None:
    """No meaning breaks a table's line."""
    lines = [line for line in data_dictionary("md").splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in lines} == {5}


def test_json_lists_the_columns_in_order() -> None:
    """A program finds names, nullability and reasons."""
    found = json.loads(data_dictionary("json"))
    for table, schema in TABLES.items():
        columns = found["tables"][table]["columns"]
        assert [(c["name"], c["nullable"]) for c in columns] == [(f.name, f.nullable) for f in schema]
    assert [reason["reason"] for reason in found["reasons"]] == [str(reason) for reason in REASONS]


def test_arrow_shows_every_field_with_its_whole_meaning() -> None:
    """Each table's schema stands there, nothing cut."""
    text = data_dictionary("arrow")
    fields = [field for schema in TABLES.values() for field in schema]
    assert all(f"{field.name}: {field.type}" in text for field in fields)
    assert all(f"comment: '{field.metadata[b'comment'].decode()}'" in text for field in fields)


def test_duckdb_executes_the_sql() -> None:
    """The statements make the four tables with their columns, constraints and comments."""
    with duckdb.connect() as connection:
        connection.execute(data_dictionary("sql"))
        for table, schema in TABLES.items():
            columns = connection.execute(
                "SELECT column_name, is_nullable, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
                [table],
            ).fetchall()
            expected = [(f.name, f.nullable, f.metadata[b"comment"].decode()) for f in schema]
            assert columns[: len(expected)] == expected


def test_duckdb_reads_a_dataset_through_views(tmp_path: Path) -> None:
    """The rows of the files under the place named, months as text, with every column's meaning."""
    for table, schema in TABLES.items():
        folder = tmp_path / "it's here" / table
        if table in PARTITIONED:
            folder /= f"{PARTITION_KEY}=2024-05"
        folder.mkdir(parents=True)
        pq.write_table(schema.empty_table(), folder / "one.parquet")
    with duckdb.connect() as connection:
        connection.execute(data_dictionary("sql", "duckdb", f"{tmp_path}/it's here/"))
        for table, schema in TABLES.items():
            found = connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()
            assert [name for name, *_ in found][: len(schema)] == schema.names
            assert all(kind == "VARCHAR" for name, kind, *_ in found if name == PARTITION_KEY)
    assert "delta_scan('s3://lantern/news/articles')" in data_dictionary("sql", "duckdb", "s3://lantern/news")


def test_spark_gets_tables_over_the_files() -> None:
    """Each column with its meaning, apostrophes escaped as Spark wants them; partitions found."""
    text = data_dictionary("sql", "spark", "/srv/news/tables/")
    assert "LOCATION '/srv/news/tables/articles';" in text
    assert "The publisher\\'s local day" in text and "''" not in text
    assert text.count("MSCK REPAIR TABLE") == len(PARTITIONED)
    assert all(f"    {field.name} " in text for schema in TABLES.values() for field in schema)


def test_spark_reads_an_object_store_as_delta() -> None:
    """There a folder's files are more than the table's."""
    text = data_dictionary("sql", "spark", "s3://lantern/news")
    assert text.count("USING DELTA") == len(TABLES) and "PARQUET" not in text and "MSCK" not in text


def test_athena_gets_delta_tables() -> None:
    """Under the place named, or one to fill in; columns in comments, for Athena infers them."""
    text = data_dictionary("sql", "athena", "s3://lantern/news")
    assert "CREATE EXTERNAL TABLE articles\nLOCATION 's3://lantern/news/articles/'" in text
    assert text.count("'table_type' = 'DELTA'") == len(TABLES)
    assert "--   published_date date: " in text and "--   authors array<string>: " in text
    assert "s3://BUCKET/PREFIX/runs/" in data_dictionary("sql", "athena")


def test_an_unknown_dialect_is_named() -> None:
    """The message says which there are."""
    with pytest.raises(ValueError, match=r"duckdb, spark, athena, found 'mysql'"):
        data_dictionary("sql", "mysql")  # type: ignore[arg-type]


def test_an_unknown_format_is_named() -> None:
    """The message says which formats there are."""
    with pytest.raises(ValueError, match=r"md, json, arrow, sql, found 'xml'"):
        data_dictionary("xml")  # type: ignore[arg-type]
