"""A command's parser in; the same with an option that several commands share out."""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.settings import DEFAULT_DATASET


def add_out(parser: argparse.ArgumentParser) -> None:
    """The option that names the dataset."""
    parser.add_argument("--out", type=Path, default=DEFAULT_DATASET, metavar="DATASET", help="the dataset (default: ./data)")


def add_as_of(parser: argparse.ArgumentParser) -> None:
    """The option to read an earlier snapshot."""
    parser.add_argument(
        "--as-of", metavar="WHEN", help="the dataset as it was: a snapshot's number, a day (YYYY-MM-DD) or an ISO 8601 instant"
    )


def add_json(parser: argparse.ArgumentParser, what: str = "one JSON object a line") -> None:
    """The option to get data for programs; `what` says in which form."""
    parser.add_argument("--json", action="store_true", help=what)


def add_workers(parser: argparse.ArgumentParser, what: str = "worker processes (default: one per core)") -> None:
    """The option for the number of processes; `flows.settings.worker_count` reads it."""
    parser.add_argument("--workers", type=int, default=0, metavar="N", help=what)
