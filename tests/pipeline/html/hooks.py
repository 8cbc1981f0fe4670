"""What the sandbox's child calls in the tests instead of the extractor: pages that hang, crash, print or eat memory."""

from __future__ import annotations

import os
import time

from pipeline.html.failure import PageFailure
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
