"""What became of each unit of a dump in; the view of a terminal out."""

from __future__ import annotations

import dataclasses
import shutil
import sys
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.console import PLAIN_WIDTH
from flows.printable import printable
from pipeline.text.clean import UnitFate
from schemas.records import Extracted, RawDocument

STYLE = {"keep": "default", "metadata": "cyan", "remove": "bright_black"}
MARK = {"keep": " ", "metadata": ">", "remove": "-"}
SIDE_BY_SIDE_WIDTH = 120
"""From here two columns of text fit with about 40 characters each; below, one column is read more easily."""


def span(unit: UnitFate) -> str:
    """A unit's raw lines: `7` or `7–9`."""
    return f"{unit.first_line}" if unit.first_line == unit.last_line else f"{unit.first_line}–{unit.last_line}"


def facts(extracted: Extracted) -> dict[str, str]:
    """The metadata that was found, in the tables' order, as a person reads it."""
    values: dict[str, Any] = {
        f.name: getattr(extracted, f.name) for f in dataclasses.fields(extracted) if f.name not in ("text", "extractor")
    }
    if extracted.published is not None:
        p = extracted.published
        clock = f" {p.clock:%H:%M}" if p.clock else ""
        values["published"] = f"{p.day}{clock} ({p.precision}, from {p.source}: {p.raw!r})"
    joined = {name: ", ".join(map(str, v)) if isinstance(v, tuple) else v for name, v in values.items()}
    return {name: printable(str(v)) for name, v in joined.items() if v not in (None, "")}


def show(raw: RawDocument, extracted: Extracted, units: tuple[UnitFate, ...]) -> None:
    """Print the view to stdout; colour only on a terminal, and not where NO_COLOR is set."""
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns
    console = Console(width=width, force_terminal=terminal, no_color=None if terminal else True, highlight=False, markup=False)
    where = raw.provenance
    console.print(printable(f"{where.raw_uri}{' ' + where.raw_member if where.raw_member else ''}"))
    console.print(f"{where.raw_length} bytes, {where.charset} ({where.charset_source}), {extracted.extractor}\n")
    table = Table(show_header=False, box=None, pad_edge=False)
    for name, value in facts(extracted).items():
        table.add_row(Text(name, style="bold"), Text(value))
    console.print(table)
    if not extracted.text:
        console.print("no article was found: every line is removed or moved", style="bold")
    console.print()
    if not units:
        console.print(Text(printable(extracted.text)))
    else:
        console.print(_side_by_side(units) if width >= SIDE_BY_SIDE_WIDTH else _one_column(units))


def _side_by_side(units: tuple[UnitFate, ...]) -> Table:
    view = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1))
    view.add_column("line", justify="right", no_wrap=True)
    view.add_column("kept", ratio=10)
    view.add_column("", no_wrap=True)
    view.add_column("moved or removed", ratio=8)
    view.add_column("class", no_wrap=True)
    view.add_column("sure", justify="right", no_wrap=True)
    view.add_column("why", ratio=5)
    for unit in units:
        text = Text(printable(unit.text), style=STYLE[unit.action])
        left, right = (text, Text()) if unit.action == "keep" else (Text(), text)
        why = Text("; ".join((unit.reason, *unit.evidence)))
        view.add_row(span(unit), left, MARK[unit.action], right, unit.label, f"{unit.confidence:.0%}", why)
    return view


def _one_column(units: tuple[UnitFate, ...]) -> Table:
    view = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1), caption="> moved to a column   - removed")
    view.add_column("line", justify="right", no_wrap=True)
    view.add_column("", no_wrap=True)
    view.add_column("text", ratio=1)
    view.add_column("class", no_wrap=True)
    view.add_column("sure", justify="right", no_wrap=True)
    for unit in units:
        text = Text(printable(unit.text), style=STYLE[unit.action])
        if unit.evidence:
            text.append("\n" + "; ".join(unit.evidence), style="italic")
        view.add_row(span(unit), MARK[unit.action], text, unit.label, f"{unit.confidence:.0%}")
    return view
