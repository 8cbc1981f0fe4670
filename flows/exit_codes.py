"""How a command can end: the numbers that shells, schedulers and the README know."""

from __future__ import annotations

DONE = 0
"""Also where documents were rejected: that is a normal outcome."""
UNEXPECTED = 1
INVALID = 3
"""A setting cannot be used, or the dataset breaks its contract; argparse ends with 2 where the command line is none."""
SOME_FAILED = 10
"""Committed, but some inputs could not be read or some sites failed."""
NOTHING_PUBLISHED = 11
"""More was rejected than allowed."""
DISK_FULL = 14
TIMED_OUT = 15
"""A night committed whose crawl was ended by its time limit or for lack of progress."""
INTERRUPTED = 130
"""Ended by Ctrl-C, as shells expect it."""
