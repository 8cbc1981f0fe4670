"""A night's outcome in, or what kept it from having one; its operator told: lines for the terminal or log, and the webhook."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flows.console import say, to_stdout
from flows.night import NightOutcome
from flows.night_summary import NightSummary
from flows.report_text import alarm_lines, how_the_crawl_ended
from flows.run_rows import last_line
from flows.settings import from_environment
from spiders.job import FINISHED

TIMEOUT_S = 20.0


def say_how_it_went(outcome: NightOutcome, seconds: float) -> None:
    """What needs attention on stderr, the run's last line on stdout."""
    ending = [] if outcome.summary.crawl_ended == FINISHED else [how_the_crawl_ended(outcome.summary)]
    for line in ending + alarm_lines(outcome.summary):
        say(line)
    load = outcome.load
    to_stdout(last_line(load.run_id, load.counts, seconds, load.status), flush=True)


def tell(summary: NightSummary) -> None:
    """POST a night to the operator's webhook, where there is one."""
    alarms = "".join(f"; {site.outlet} is silent" for site in summary.alarms)
    failed = f"; failed: {', '.join(summary.failed_sites)}" if summary.failed_sites else ""
    text = f"Copydesk: {summary.articles} articles, {summary.rejects} rejected, {summary.status}{failed}{alarms}"
    _tell({"text": text, "night": summary.as_json()})


@contextmanager
def failure_told() -> Iterator[None]:
    """A night that fails as a whole (a full disk, a mistake in the file of sites) is told, too, before it ends."""
    try:
        yield
    except Exception as error:
        _tell({"text": f"Copydesk: the night failed: {type(error).__name__}: {error}"[:1_000], "night": None})
        raise


def _tell(message: Mapping[str, object]) -> None:
    url = from_environment("WEBHOOK")
    if url and (problem := post(url, message)) is not None:
        say(f"the webhook was not told: {problem}")


def post(url: str, message: Mapping[str, object]) -> str | None:
    """POST a message as JSON.

    Args:
        url: The operator's own, from `COPYDESK_WEBHOOK`; may hold a secret, so it is never printed.
        message: `text` is a line for a chat, `night` the whole; None where the night failed.

    Returns:
        None, or why it did not work: a report that cannot be sent never fails a night.
    """
    body = json.dumps(message, ensure_ascii=False).encode()
    try:
        request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:
            return None if response.status < 300 else f"status {response.status}"
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        return type(error).__name__
