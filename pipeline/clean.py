"""One raw document in, one cleaned document or one rejection out: the choice of extractor, and the guard around it."""

from __future__ import annotations

import signal
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from pipeline.html.sandbox import Sandbox
from pipeline.load.excerpt import excerpt
from pipeline.normalise.normalise import NormaliseSettings, normalise
from pipeline.text.clean import clean_text
from pipeline.text.database_record import SeveralDocumentsError
from pipeline.text.site_memory import SiteLines
from schemas.reasons import Reason
from schemas.records import CleanedDocument, Extracted, RawDocument, Rejection

DOCUMENT_TIME_LIMIT_S = 30.0
"""Of CPU time. A plain-text dump takes milliseconds; what takes this long is hostile, or a defect to report."""


class DocumentTimeoutError(Exception):
    """A document took longer than its time limit."""


def clean_document(
    raw: RawDocument, settings: NormaliseSettings, sandbox: Sandbox, site: SiteLines | None = None
) -> CleanedDocument | Rejection:
    """Extract and normalise one document; whatever goes wrong with it becomes its rejection.

    Args:
        raw: The decoded document.
        settings: What the command line says of outlet, language, time zone and the minimum length.
        sandbox: Where HTML pages are parsed, in a process of their own.
        site: What recurs over the document's source, where that is known.

    Returns:
        The cleaned document, or why there is none.
    """
    try:
        if raw.media == "html":  # the sandbox keeps its own time; interrupting it here would mix up its pages
            page = sandbox.extract(raw.text, raw.hints.url)
            if not isinstance(page, Extracted):
                return _rejection(raw, page.reason, page.detail)
            return normalise(raw, page, settings)
        with time_limit(DOCUMENT_TIME_LIMIT_S):
            return normalise(raw, clean_text(raw.text, hints=raw.hints, site=site).extracted, settings)
    except SeveralDocumentsError as error:
        return _rejection(raw, Reason.TOO_LARGE, str(error))
    except DocumentTimeoutError:
        return _rejection(raw, Reason.TIMEOUT, f"not done after {DOCUMENT_TIME_LIMIT_S:.0f} s of CPU time")
    except Exception as error:  # noqa: BLE001 - the one boundary where a defect met by one document must not end a night's run
        place = traceback.extract_tb(error.__traceback__)[-1]
        return _rejection(raw, Reason.CRASHED, f"{type(error).__name__}: {error} ({place.name}, line {place.lineno})")


def _rejection(raw: RawDocument, reason: Reason, detail: str | None) -> Rejection:
    return Rejection(
        document_id=raw.document_id,
        provenance=raw.provenance,
        reason=reason,
        detail=detail,
        excerpt=excerpt(raw.text),
        url=raw.hints.url,
    )


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `DocumentTimeoutError` in the block once this process has computed for `seconds`.

    Not the clock's seconds: on a busy machine a document's fate would depend on what else runs.
    Works on a process's main thread (pool workers run there); elsewhere the block runs unguarded. Code that stays inside a C
    library is not interrupted, which is why HTML pages are parsed in the sandbox's own process.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def expire(_signal: int, _frame: FrameType | None) -> None:
        raise DocumentTimeoutError

    previous = signal.signal(signal.SIGPROF, expire)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)
