"""What the sandbox's child calls in the tests instead of the extractor: pages that hang, crash, print or eat memory."""

from __future__ import annotations

import os
import time
from pathlib import Path

from pipeline.html.extractor import extract_page
from pipeline.html.failure import PageFailure
from schemas.reasons import Reason
from schemas.records import Extracted

served = 0


def misbehave(html: str, url: str | None) -> Extracted | PageFailure:
    global served
    served += 1
    if html == "hang":
        time.sleep(600)
    if html == "crash":
        os._exit(7)
    if html == "crash unless fresh" and served > 1:
        os._exit(7)
    if html == "memory":
        return Extracted(text=str(len(bytearray(4 * 2**30))), extractor="test")
    if html == "raise":
        raise ValueError("odd markup")
    if html == "print":
        os.write(1, b"noise on stdout")
        os.write(2, b"noise on stderr")
    return Extracted(text=f"{html} {served} {os.getpid()}", extractor="test")


def weigh(html: str, url: str | None) -> PageFailure:
    """Extracts the page, and tells what came of it, the CPU seconds and the peak of this process's memory meanwhile, in kilobytes."""
    begin = time.process_time()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    outcome = extract_page(html, url)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (peak,) = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return PageFailure(Reason.NO_EXTRACT, f"{type(outcome).__name__} {time.process_time() - begin:.2f} {peak}")
