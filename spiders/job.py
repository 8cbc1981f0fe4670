"""Everything a crawl is told, as one value that travels to the child process as JSON."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.version import PIPELINE_VERSION
from spiders.sites import Site
from spiders.warc import MAX_FILE_AGE_S, MAX_FILE_BYTES

USER_AGENT = f"Copydesk/{PIPELINE_VERSION}"
"""How the crawl names itself; `robots.txt` rules for `copydesk` are the ones obeyed."""

FINISHED, TIME_LIMIT, SHUTDOWN = "finished", "time_limit", "shutdown"
"""How a crawl ends by itself: all is done, its time is up, or a signal asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlJob:
    """One crawl."""

    night: str
    """Its id; the run's where a run is behind it."""
    now: datetime
    """When it begins; aware."""
    sites: tuple[Site, ...]
    warc_folder: Path
    state: Path
    """The SQLite file; see `spiders.state`."""
    status: Path
    """A small JSON file, rewritten every second: how far the crawl is."""
    user_agent: str = USER_AGENT
    contact: str | None = None
    """Address or URL for webmasters; shown in the User-Agent."""
    limit: int | None = None
    """Pages in all; None leaves it to each site's `max_pages`."""
    max_seconds: float = 6 * 3600.0
    """The crawl ends itself after so long; what is left waits for the next."""
    timeout_s: float = 60.0
    """For one whole answer."""
    max_response_bytes: int = 16 * 2**20
    """For one answer as sent; pages are under two megabytes, news sitemaps under ten."""
    retries: int = 2
    """Times a server error or a broken connection is tried again in one crawl."""
    retry_delay_s: float = 10.0
    """Before the first retry; doubled for each further one. A `Retry-After` header goes before it."""
    max_pause_s: float = 600.0
    """A host that asks to be left alone for longer is left for the next night, and so are its pages not yet asked for."""
    concurrency: int = 32
    """Requests under way in all."""
    host_concurrency: int = 8
    """Requests under way to one host whose delay is 0; with a delay there is one at a time."""
    poll_everything: bool = False
    """True asks feeds that are not due yet, too."""
    max_file_bytes: int = MAX_FILE_BYTES
    max_file_age_s: float = MAX_FILE_AGE_S
    allowed_networks: tuple[str, ...] = ()
    """For tests: networks let through although they are not public."""

    def to_json(self) -> str:
        """The job as text that `from_json` takes back."""
        values = dataclasses.asdict(self)
        values |= {key: str(values[key]) for key in ("warc_folder", "state", "status")}
        return json.dumps(values | {"now": self.now.isoformat()}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> CrawlJob:
        """The job that `to_json` wrote."""
        values: dict[str, Any] = json.loads(text)
        values |= {key: Path(values[key]) for key in ("warc_folder", "state", "status")}
        values["now"] = datetime.fromisoformat(values["now"])
        values["allowed_networks"] = tuple(values["allowed_networks"])
        values["sites"] = tuple(_site(site) for site in values["sites"])
        return cls(**values)


def _site(values: dict[str, Any]) -> Site:
    lists: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    return Site(**lists)
