"""`compact`, `reprocess`, `migrate` and `publish` on the command line: arguments in, exit codes out."""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.settings import DEFAULT_DATASET


def add_maintenance(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the commands that work on a dataset as a whole."""
    p = commands.add_parser("compact", help="merge small files and the runs of the near-duplicate index, as one commit")
    add_out(p)
    p.set_defaults(run=_compact)


def add_out(parser: argparse.ArgumentParser) -> None:
    """The option that names the dataset."""
    parser.add_argument("--out", type=Path, default=DEFAULT_DATASET, metavar="DATASET", help="the dataset (default: ./data)")


def add_as_of(parser: argparse.ArgumentParser) -> None:
    """The option to read an earlier snapshot."""
    parser.add_argument(
        "--as-of", metavar="WHEN", help="the dataset as it was: a snapshot's number, a day (YYYY-MM-DD) or an ISO 8601 instant"
    )


# Each command imports its own module, as in `flows.cli`.


def _compact(options: argparse.Namespace) -> int:
    from flows.compact_command import compact

    return compact(options.out)
