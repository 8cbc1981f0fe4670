"""How a record's field becomes a table's column: one declaration holds type, nullability and meaning."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

STRING = pa.string()
LARGE_STRING = pa.large_string()
STRINGS = pa.list_(pa.string())
TIMESTAMP = pa.timestamp("us", tz="UTC")
DATE = pa.date32()
INT16 = pa.int16()
INT32 = pa.int32()
INT64 = pa.int64()
FLOAT32 = pa.float32()
BOOL = pa.bool_()


def column(arrow_type: pa.DataType, meaning: str, *, required: bool = False) -> Any:
    """Declare a dataclass field that is also a table column.

    Args:
        arrow_type: The column's Arrow type.
        meaning: One line for the data dictionary: meaning, format, and what null means.
        required: True where the column is never null.

    Returns:
        A dataclass field; `Any`, so that the annotation beside it decides its Python type.
    """
    return dataclasses.field(metadata={"arrow_type": arrow_type, "meaning": meaning, "required": required})


def arrow_schema(record: type, metadata: Mapping[str, str] | None = None) -> pa.Schema:
    """The Arrow schema of a record class whose fields were declared with `column`.

    Args:
        record: The dataclass.
        metadata: Key-value pairs for the schema (and so for every Parquet file's footer).

    Returns:
        Fields in declaration order, each with its meaning as field metadata `comment`.
    """
    fields = [
        pa.field(
            f.name, f.metadata["arrow_type"], nullable=not f.metadata["required"], metadata={"comment": f.metadata["meaning"]}
        )
        for f in dataclasses.fields(record)
    ]
    return pa.schema(fields, metadata={**metadata} if metadata else None)
