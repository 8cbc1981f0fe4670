"""Rows of a table in; lines with tabs for a pipe, a table for a terminal, or JSON on stdout out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.console import to_stdout
from flows.json_output import json_line
from flows.printable import in_one_cell


def print_rows(table: pa.Table, columns: Sequence[str], *, as_json: bool) -> None:
    """Print some columns of each row; with `as_json` all of them, one object a line."""
    if as_json:
        for row in _rows(table):
            to_stdout(json_line(row))
        return
    cells = ([_cell(value) for value in row.values()] for row in _rows(table.select(list(columns))))
    console = Console()
    if not console.is_terminal:
        # For a pipe: tabs, no wrapping, no colour.
        to_stdout("\t".join(columns))
        for line in cells:
            to_stdout("\t".join(line))
        return
    view = Table(box=None, header_style="bold", pad_edge=False)
    for name in columns:
        view.add_column(name, overflow="fold")  # an id, an address or a path cut off is of no use
    for line in cells:
        view.add_row(*map(Text, line))  # not as markup: a file may be called `[/b].txt`
    console.print(view)


def print_records(rows: Iterable[dict[str, Any]], columns: pa.Schema, *, as_json: bool) -> None:
    """Print rows that come from no table: all of their columns, otherwise as `print_rows`."""
    print_rows(pa.Table.from_pylist(list(rows), columns), columns.names, as_json=as_json)


def _cell(value: object) -> str:
    return "" if value is None else in_one_cell(str(value))


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in table.to_batches():
        yield from batch.to_pylist()
