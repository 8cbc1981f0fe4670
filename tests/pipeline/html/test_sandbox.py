"""Pages that misbehave, in the process made for them."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.html.failure import PageFailure
from pipeline.html.sandbox import Sandbox
from schemas.reasons import Reason
from schemas.records import Extracted
from tests.pipeline.html.pages import HOSTILE, PARAGRAPHS, body, page

ROOT = Path(__file__).resolve().parents[3]
HOOK = "tests.pipeline.html.hooks:misbehave"


@pytest.fixture(scope="module")
def extractor() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        sandbox.extract(page(body()), None)
        yield sandbox


@pytest.fixture
def hooked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with Sandbox(time_limit_s=60.0, target=HOOK) as sandbox:
        yield sandbox


def served(outcome: Extracted | PageFailure) -> tuple[str, int, int]:
    assert isinstance(outcome, Extracted), outcome
    html, count, pid = outcome.text.rsplit(" ", 2)
    return html, int(count), int(pid)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("100,000 nested tags", Reason.TOO_DEEP),
        ("50,000 attributes", Reason.TOO_LARGE),
        ("13 MB of paragraphs", Reason.TOO_LARGE),
        ("empty page", Reason.EMPTY),
        ("no HTML", Reason.NO_EXTRACT),
    ],
)
def test_a_failure_names_its_reason(extractor: Sandbox, name: str, reason: Reason) -> None:
    """What cannot be read says why."""
    outcome = extractor.extract(HOSTILE[name](), None)
    assert isinstance(outcome, PageFailure)
    assert outcome.reason == reason


@pytest.mark.parametrize(
    "name", ["300 nested tags", "300 nested inline tags", "5 MB inline image", "a 2 MB script", "NUL bytes", "bottomless JSON"]
)
def test_a_harmless_oddity_costs_nothing(extractor: Sandbox, name: str) -> None:
    """The article of an odd page is the article of the plain one."""
    outcome = extractor.extract(HOSTILE[name](), None)
    assert isinstance(outcome, Extracted)
    assert outcome.text == "\n\n".join(PARAGRAPHS)


def test_one_child_serves_many_pages(hooked: Sandbox) -> None:
    """The process is kept from page to page."""
    first, second = served(hooked.extract("a", None)), served(hooked.extract("b", None))
    assert (first[1], second[1], first[2]) == (1, 2, second[2])


def test_a_page_that_hangs_takes_no_other_along(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a time-out; the next page is served by a fresh child."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with Sandbox(time_limit_s=2.0, target=HOOK) as sandbox:
        sandbox.extract("a", None)
        outcome = sandbox.extract("hang", None)
        assert outcome == PageFailure(Reason.TIMEOUT, "no answer after 2 s")
        assert served(sandbox.extract("b", None))[:2] == ("b", 1)


def test_a_page_that_kills_its_child_takes_no_other_along(hooked: Sandbox) -> None:
    """It is a crash with the child's status; the next page is served by a fresh child."""
    outcome = hooked.extract("crash", None)
    assert outcome == PageFailure(Reason.CRASHED, "the worker process ended with status 7")
    assert served(hooked.extract("b", None))[:2] == ("b", 1)


def test_a_crash_that_earlier_pages_caused_is_tried_again(hooked: Sandbox) -> None:
    """What only fails in a used child is served by a fresh one: the outcome does not depend on the pages before."""
    hooked.extract("a", None)
    assert served(hooked.extract("crash unless fresh", None))[:2] == ("crash unless fresh", 1)


def test_a_page_that_eats_memory_is_a_failure(hooked: Sandbox) -> None:
    """The address space of the child is limited."""
    outcome = hooked.extract("memory", None)
    assert isinstance(outcome, PageFailure)
    assert outcome.reason == Reason.MEMORY


def test_an_error_of_the_extractor_is_a_failure(hooked: Sandbox) -> None:
    """The exception's name is the detail."""
    assert hooked.extract("raise", None) == PageFailure(Reason.CRASHED, "ValueError: odd markup")


def test_what_a_child_prints_goes_nowhere(hooked: Sandbox, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither the terminal nor the answers hold it."""
    assert served(hooked.extract("print", None))[0] == "print"
    assert capfd.readouterr() == ("", "")


def test_children_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many pages a fresh process serves the next."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with Sandbox(pages_per_process=2, target=HOOK) as sandbox:
        counts = [served(sandbox.extract("a", None))[1] for _ in range(3)]
    assert counts == [1, 2, 1]


def test_an_interrupted_page_leaves_no_answer_behind(hooked: Sandbox) -> None:
    """A signal's exception while waiting must not give this page's answer to the next."""

    class InterruptError(Exception):
        pass

    def interrupt(*_: object) -> None:
        raise InterruptError

    hooked.extract("a", None)
    previous = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(InterruptError):
            hooked.extract("hang", None)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
    assert served(hooked.extract("b", None))[0] == "b"


def test_closing_ends_the_child(hooked: Sandbox) -> None:
    """No process is left behind."""
    _, _, pid = served(hooked.extract("a", None))
    hooked.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_fork_does_not_share_the_child(hooked: Sandbox) -> None:
    """A process forked from one that has a child starts its own and leaves the other alone."""
    first = served(hooked.extract("a", None))
    pid = os.fork()
    if pid == 0:
        other = served(hooked.extract("b", None))
        hooked.close()
        os._exit(0 if other[1] == 1 and other[2] != first[2] else 1)
    assert os.waitpid(pid, 0)[1] == 0
    assert served(hooked.extract("c", None)) == ("c", 2, first[2])
