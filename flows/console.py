"""Text in; data on stdout, everything else on stderr, out: the one place that prints."""

from __future__ import annotations

import sys

PLAIN_WIDTH = 160
"""Columns of a view where there is no terminal to ask."""


def to_stdout(text: str, *, end: str = "\n", flush: bool = False) -> None:
    """What the command was asked for, or the last line of its run: programs read it."""
    print(text, end=end, flush=flush)


def to_stderr(line: str) -> None:
    """How far a run is, and what it met."""
    print(line, file=sys.stderr)


def say(line: str) -> None:
    """A word to the person at the terminal or behind the log, on stderr, with our name before it."""
    to_stderr(f"copydesk: {line}")
