"""The guard around one document: whatever goes wrong with it becomes its rejection."""

import signal
import time
from dataclasses import replace

import pytest

from pipeline import clean
from pipeline.clean import DocumentTimeoutError, clean_document, time_limit
from pipeline.html.failure import PageFailure
from pipeline.normalise.normalise import NormaliseSettings
from schemas.reasons import Reason
from schemas.records import CleanedDocument, Provenance, RawDocument, Rejection

STORY = (
    "The harbour board of Norrhaven will meet again on Thursday.\n\nIts chairwoman, Ingrid Falk, said on Tuesday that the old terminal "
    "had to close because eleven of its concrete piers were cracked, and that passengers would board at the fishing dock.\n\n"
    "A replacement is to cost 48 million crowns, the board said, and will not be ready before the summer after next."
)


class NoPages:
    """A sandbox that finds no article."""

    def extract(self, html: str, url: str | None) -> PageFailure:
        return PageFailure(Reason.NO_EXTRACT, "nothing here")


def document(media: str = "text") -> RawDocument:
    where = Provenance(source_kind=media, source="s", raw_uri="file:///a.txt", raw_sha256="0" * 64)
    return RawDocument(document_id="0" * 32, provenance=where, text=STORY, media=media)


def test_a_story_is_cleaned() -> None:
    """The ordinary case."""
    assert isinstance(clean_document(document(), NormaliseSettings(), NoPages()), CleanedDocument)  # type: ignore[arg-type]


def test_a_defect_costs_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug met by one document is a rejection that names it, not the end of the run."""

    def broken(*_: object, **__: object) -> None:
        raise KeyError("no such thing")

    monkeypatch.setattr(clean, "clean_text", broken)
    outcome = clean_document(document(), NormaliseSettings(), NoPages())  # type: ignore[arg-type]
    assert isinstance(outcome, Rejection)
    assert (outcome.reason, "no such thing" in str(outcome.detail)) == (Reason.CRASHED, True)


def compute() -> None:
    """Never done."""
    while True:
        pass


def test_a_document_that_takes_too_long_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time limit interrupts plain-text cleaning."""
    monkeypatch.setattr(clean, "clean_text", lambda *_, **__: compute())
    monkeypatch.setattr(clean, "DOCUMENT_TIME_LIMIT_S", 0.05)
    outcome = clean_document(document(), NormaliseSettings(), NoPages())  # type: ignore[arg-type]
    assert isinstance(outcome, Rejection)
    assert outcome.reason == Reason.TIMEOUT


def test_more_lines_than_a_page_has_are_rejected_with_advice() -> None:
    """A file of many documents is found out before it takes a minute."""
    many = replace(document(), text="The ferry is late again, the harbour board said.\n\n" * 20_001)
    outcome = clean_document(many, NormaliseSettings(), NoPages())  # type: ignore[arg-type]
    assert isinstance(outcome, Rejection)
    assert (outcome.reason, "20,001 lines" in str(outcome.detail), "--split" in str(outcome.detail)) == (
        Reason.TOO_LARGE,
        True,
        True,
    )


def test_a_page_without_article_keeps_the_sandbox_reason() -> None:
    """What the sandbox says goes into the row."""
    outcome = clean_document(document("html"), NormaliseSettings(), NoPages())  # type: ignore[arg-type]
    assert isinstance(outcome, Rejection)
    assert (outcome.reason, outcome.detail) == (Reason.NO_EXTRACT, "nothing here")


def test_the_time_limit_ends_with_its_block() -> None:
    """No alarm is left behind."""
    with pytest.raises(DocumentTimeoutError), time_limit(0.01):
        compute()
    with time_limit(60):
        pass
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_waiting_counts_for_nothing() -> None:
    """A machine that is busy with something else makes no document late."""
    with time_limit(0.2):
        time.sleep(0.4)
