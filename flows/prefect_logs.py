"""Prefect's log of a run in; each error told once, and nothing left over for a server that has ended, out."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from prefect.logging.handlers import APILogHandler

from flows.settings import SettingsError
from pipeline.dataset.errors import DatasetError

_RUN_LOGGERS = ("prefect.flow_runs", "prefect.task_runs")


class _Unexpected(logging.Filter):
    """Lets no record through that tells of an error with a message of its own: the command line prints that, in one line."""

    def __init__(self) -> None:
        """Nothing has been told."""
        super().__init__()
        self._told = False

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        self._told = self._told or isinstance(error, (DatasetError, SettingsError))
        return not self._told


@contextmanager
def errors_told_once() -> Iterator[None]:
    """A context for a flow: a full disk is no traceback of 130 lines, and what is logged reaches the server before it ends."""
    loggers, unexpected = [logging.getLogger(name) for name in _RUN_LOGGERS], _Unexpected()
    for logger in loggers:
        logger.addFilter(unexpected)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(unexpected)
        APILogHandler().flush()
