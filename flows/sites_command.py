"""`copydesk sites ls|check`: the file of sites in; a list, or what each site answers today, out."""

from __future__ import annotations

import dataclasses
import json
import tempfile
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.console import say, to_stdout
from flows.crawl_child import CrawlChild
from flows.exit_codes import DONE, SOME_FAILED
from flows.json_output import json_line
from flows.night_summary import ROBOTS
from flows.nightly_settings import NightlySettings, crawl_job, load_sites
from flows.printable import in_one_cell
from flows.progress import RunProgress, show_crawl
from spiders.news_spider import instant
from spiders.sites import Site
from spiders.state import CrawlState, poll_key

FRESH = timedelta(days=2)
"""A news feed whose latest entry is older has probably moved."""

CHECK_MINUTES = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCheck:
    """What a site answered."""

    site: str
    robots: str
    """`ok`, or why nothing may be fetched."""
    listings: dict[str, str]
    """By address of feed, sitemap or section: `ok` or what is wrong."""
    entries: int
    """Articles that these name."""
    newest: str | None
    """Time of the latest entry, ISO 8601; None where none is dated."""
    page: str
    """What came of one article page: `ok`, or what is wrong."""

    @property
    def problems(self) -> tuple[str, ...]:
        """What an operator should look at; empty where all is well."""
        found = [] if self.robots == "ok" else [f"robots.txt: {self.robots}"]
        found += [f"{address}: {said}" for address, said in self.listings.items() if said != "ok"]
        if not self.entries:
            found.append("no article named")
        newest = datetime.fromisoformat(self.newest) if self.newest else None
        if newest is not None and datetime.now(UTC) - newest > FRESH:
            found.append(f"the latest entry is of {newest:%Y-%m-%d}")
        if self.entries and self.page != "ok":
            found.append(f"a page: {self.page}")
        return tuple(found)


def list_sites(file: Path | None, ids: tuple[str, ...], *, as_json: bool) -> int:
    """Print the sites, a line each; raises `SettingsError` where the file is wrong."""
    for site in load_sites(file, ids):
        if as_json:
            to_stdout(json_line(dataclasses.asdict(site)))
        else:
            sources = f"{len(site.feeds)} feeds, {len(site.sitemaps)} sitemaps, {len(site.sections)} sections"
            to_stdout("\t".join((site.id, site.outlet, site.language or "", site.time_zone or "", sources)))
    return DONE


def check(file: Path | None, ids: tuple[str, ...], *, as_json: bool) -> int:
    """Ask each site for its robots.txt, every feed, sitemap and section page, and one article, as a night's crawl would.

    Nothing is kept.

    Returns:
        0 where all is well, 10 where some site has a problem.
    """
    sites = load_sites(file, ids)
    # One page each, however old: the check is of the address, not of the day.
    asked = tuple(dataclasses.replace(site, max_pages=1, max_age_days=3_650.0) for site in sites)
    with tempfile.TemporaryDirectory(prefix="copydesk-check-") as folder:
        settings = NightlySettings(out=Path(folder), max_minutes=CHECK_MINUTES)
        job = dataclasses.replace(
            crawl_job(settings, asked, "check", datetime.now(UTC)), retries=0, timeout_s=30.0, max_pause_s=30.0
        )
        with CrawlChild(job, Path(folder) / "crawl.log") as child, RunProgress("sites check") as progress:
            child.wait(stop=threading.Event(), stall_s=120.0, on_progress=lambda counts: show_crawl(progress, counts))
        with CrawlState(job.state) as state:
            checks = [_read(state, site) for site in asked]
    for found in checks:
        _show(found, as_json=as_json)
    bad = sum(bool(found.problems) for found in checks)
    say(f"checked {len(checks)} sites, {bad} with problems")
    return SOME_FAILED if bad else DONE


def _read(state: CrawlState, site: Site) -> SiteCheck:
    rows = state.query("select kind, url, outcome, reason, detail, http_status from fetches where site = ? order by id", site.id)
    robots = [row for row in rows if row["reason"] in ROBOTS and row["kind"] != "page"]
    listings = {
        row["url"]: "ok" if row["problem"] is None else row["problem"]
        for row in state.query("select url, problem from polls where site = ? order by url", site.id)
    }
    pages = [row for row in rows if row["kind"] == "page"]
    good = any(row["outcome"] == "new" for row in pages)
    refused = [f"{row['reason']}: {row['detail']}" for row in pages if row["outcome"] == "refused"]
    hints = [json.loads(row["hints"]) for row in state.query("select hints from pages where site = ?", site.id)]
    dates = [when for said in hints if (when := instant(said.get("published") or said.get("modified"))) is not None]
    return SiteCheck(
        site=site.id,
        robots=robots[0]["detail"] if robots else "ok",
        listings={key: listings.get(key, "not answered in time") for key in map(poll_key, site.discovery)},
        entries=len(hints),
        newest=max(dates).isoformat() if dates else None,
        page="ok" if good else (refused[0] if refused else "none was fetched"),
    )


def _show(found: SiteCheck, *, as_json: bool) -> None:
    if as_json:
        to_stdout(json_line(dataclasses.asdict(found) | {"problems": found.problems}))
        return
    newest = found.newest[:16] if found.newest else "no date"
    said = "; ".join(found.problems) or "ok"
    to_stdout("\t".join((found.site, f"{found.entries} entries", newest, in_one_cell(said))))
