"""Prefect's own lines on stderr: what the command line says in one line, it does not say again in a hundred."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from flows.prefect_logs import errors_told_once
from pipeline.dataset.errors import DatasetError, DiskFullError


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What Prefect's logger of task runs lets through."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    logger, ear = logging.getLogger("prefect.task_runs"), Ear()
    logger.addHandler(ear)
    yield heard
    logger.removeHandler(ear)


def fail(error: Exception) -> None:
    """A task fails as Prefect logs it: the exception with its trace, then the state."""
    logger = logging.getLogger("prefect.task_runs")
    try:
        raise error
    except Exception:
        logger.exception("Task run failed with exception")
    logger.error("Finished in state Failed")


def test_an_error_with_a_message_of_its_own_is_not_logged(lines: list[str]) -> None:
    """Neither its trace nor the state that follows from it."""
    with pytest.raises(DatasetError), errors_told_once():
        fail(DiskFullError("data: No space left on device"))
        raise DiskFullError("data: No space left on device")
    assert lines == []


def test_an_unexpected_error_is_logged_whole(lines: list[str]) -> None:
    """Its trace is all that its reader has."""
    with errors_told_once():
        fail(RuntimeError("this should not happen"))
    assert lines == ["Task run failed with exception", "Finished in state Failed"]


def test_behind_the_run_all_is_logged_again(lines: list[str]) -> None:
    """The context leaves no filter behind."""
    with errors_told_once():
        pass
    fail(DiskFullError("data: No space left on device"))
    assert len(lines) == 2
