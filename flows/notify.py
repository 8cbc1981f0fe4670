"""A night's summary in; the operator's webhook told."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request

from flows.night_summary import NightSummary

TIMEOUT_S = 20.0


def notify(url: str, summary: NightSummary) -> str | None:
    """POST the summary as JSON: `text` is a line for a chat, `night` the whole.

    Args:
        url: The operator's own, from `COPYDESK_WEBHOOK`; may hold a secret, so it is never printed.
        summary: The night.

    Returns:
        None, or why it did not work: a report that cannot be sent never fails a night.
    """
    alarms = "".join(f"; {site.outlet} is silent" for site in summary.alarms)
    failed = f"; failed: {', '.join(summary.failed_sites)}" if summary.failed_sites else ""
    text = f"Copydesk: {summary.articles} articles, {summary.rejects} rejected, {summary.status}{failed}{alarms}"
    body = json.dumps({"text": text, "night": summary.as_json()}, ensure_ascii=False).encode()
    try:
        request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:
            return None if response.status < 300 else f"status {response.status}"
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        return type(error).__name__
