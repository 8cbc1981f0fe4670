"""`copydesk report`: a dataset in; its last nights as text, JSON or one HTML page out."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

from flows.night_summary import read_nights, read_unfinished
from flows.nightly_settings import state_file
from flows.report_text import html_report, markdown_report, unfinished_line
from flows.settings import SettingsError
from spiders.state import CrawlState


def report(out: Path, *, as_json: bool, html: Path | None) -> int:
    """Print the last night, or write it as a page.

    Args:
        out: The dataset.
        as_json: Print one JSON object.
        html: Where to write the page; None prints text.

    Raises:
        SettingsError: No night of this dataset has come to its end.
    """
    state = state_file(out)
    if not state.exists():
        raise SettingsError(f"--out: expected a dataset with a nightly crawl, found none at {out}; `copydesk nightly` makes one")
    with CrawlState(state) as opened:
        nights, unfinished = read_nights(opened), read_unfinished(opened)
    if not nights:
        begun = unfinished_line(unfinished)
        raise SettingsError(
            f"--out: expected a night that came to its end, found none at {out}" + (f". {begun}" if begun else "")
        )
    if html is not None:
        html.write_text(html_report(nights, unfinished), encoding="utf-8")
        print(f"copydesk: wrote {html}", file=sys.stderr)  # noqa: T201
    if as_json:
        since = [dataclasses.asdict(night) for night in unfinished]
        print(json.dumps(nights[0].as_json() | {"unfinished": since}, ensure_ascii=False))  # noqa: T201
    elif html is None:
        print(markdown_report(nights, unfinished), end="")  # noqa: T201
    return 0
