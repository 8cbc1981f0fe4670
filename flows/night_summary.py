"""A night's crawl state and tables in; what an operator wants to know at breakfast out, as one value kept for the trend."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import pyarrow.dataset as ds

from flows.crawl_child import CrawlOutcome
from flows.run import Outcome
from flows.run_rows import DONE
from pipeline.copies.story import HEADS
from pipeline.dataset.dataset import Dataset
from schemas.reasons import Reason
from spiders.job import FINISHED, CrawlJob
from spiders.state import CrawlState, poll_key

TREND_NIGHTS = 30
SLOWEST_HOSTS = 10

ALARM_HISTORY = 14
ALARM_NIGHTS = 3
ALARM_PAGES = 2.0
"""A site that brought a median of at least two new pages over its last nights (three at least, fourteen at most) and now brings
none is silent: it moved its feed, shut us out or broke. Small sites that often bring nothing never alarm."""

ALARM_AFTER = timedelta(hours=18)
"""Since the last night that brought some: started again by hand the same morning, a crawl finds no news anywhere."""

ROBOTS = (Reason.ROBOTS_DISALLOWED, Reason.ROBOTS_UNAVAILABLE)
"""Why robots.txt kept the crawl from an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteNight:
    """One site's night."""

    site: str
    outlet: str
    requests: int = 0
    new: int = 0
    """Pages fetched for the first time."""
    changed: int = 0
    """Pages fetched again, with other content."""
    unchanged: int = 0
    """Pages asked for again that were what they were."""
    articles: int = 0
    """Rows of `articles` that this site's pages brought."""
    copies: int = 0
    """Pages that are copies of another outlet's article."""
    rejected: Mapping[str, int] = field(default_factory=dict)
    """By reason: pages refused by the crawl or the pipeline."""
    robots_skips: int = 0
    waiting: int = 0
    """Pages found and left for the next night."""
    failed: bool = False
    """Nothing that it was asked for new articles gave an answer of use."""
    problems: tuple[str, ...] = ()
    """What is wrong with its feeds, each with its address."""
    silent_for: int = 0
    """Nights without a new page, where that is an alarm; else 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostNight:
    """How fast one host answered."""

    host: str
    requests: int
    mean_s: float
    slowest_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NightSummary:
    """One night."""

    night: str
    """The run's id."""
    started_at: str
    """ISO 8601, UTC."""
    finished_at: str
    status: str
    """The run's status."""
    crawl_ended: str
    """As `flows.crawl_child.CrawlOutcome.ended`."""
    crawl_seconds: float
    requests: int
    bytes: int
    articles: int
    copies: int
    rejects: int
    unchanged: int
    sites: tuple[SiteNight, ...]
    slowest_hosts: tuple[HostNight, ...]

    @property
    def failed_sites(self) -> tuple[str, ...]:
        """Sites that could not be asked for anything new."""
        return tuple(site.site for site in self.sites if site.failed)

    @property
    def alarms(self) -> tuple[SiteNight, ...]:
        """Sites that usually yield and now do not."""
        return tuple(site for site in self.sites if site.silent_for)

    @property
    def new(self) -> int:
        """Pages fetched for the first time or changed."""
        return sum(site.new + site.changed for site in self.sites)

    def as_json(self) -> dict[str, object]:
        """Plain values that `from_json` takes back."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> NightSummary:
        """The summary that `as_json` wrote."""
        sites = tuple(SiteNight(**(site | {"problems": tuple(site["problems"])})) for site in values["sites"])
        hosts = tuple(HostNight(**host) for host in values["slowest_hosts"])
        return cls(**{**values, "sites": sites, "slowest_hosts": hosts})


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfinishedNight:
    """A night that began after the last one with a summary: still going on, or killed, or failed as a whole."""

    night: str
    """The run's id."""
    started_at: str
    """ISO 8601, UTC."""


def summarise(
    state: CrawlState, dataset: Dataset, job: CrawlJob, crawl: CrawlOutcome, load: Outcome, now: datetime
) -> NightSummary:
    """Sum up a night that has just been committed."""
    fetched = _fetched(state, job.night)
    refused = _refused(state, job.night)
    relations, rejects = _loaded(dataset, load.run_id)
    polls = _polls(state, job)
    problems = _problems(state, job)
    waiting = state.count_waiting()
    history = read_nights(state, ALARM_HISTORY)
    sites = []
    for site in job.sites:
        counts, copies = fetched[site.id], relations[site.id]
        rejected = Counter(refused[site.id]) | Counter(rejects[site.id])
        new = counts["page", "new"]
        sites.append(
            SiteNight(
                site=site.id,
                outlet=site.outlet,
                requests=sum(counts.values()),
                new=new,
                changed=counts["page", "changed"],
                unchanged=counts["page", "unchanged"],
                articles=sum(copies[relation] for relation in HEADS),
                copies=sum(n for relation, n in copies.items() if relation not in HEADS),
                rejected=dict(sorted(rejected.items())),
                robots_skips=sum(refused[site.id][reason] for reason in ROBOTS),
                waiting=waiting.get(site.id, 0),
                failed=bool(polls[site.id]) and not polls[site.id]["answered"],
                problems=tuple(problems[site.id]),
                silent_for=_silent_for(history, site.id, new, job.now) if polls[site.id] else 0,
            )
        )
    return NightSummary(
        night=job.night,
        started_at=job.now.isoformat(timespec="seconds"),
        finished_at=now.isoformat(timespec="seconds"),
        status=load.status if crawl.ended == FINISHED or load.status != DONE else f"done, crawl {crawl.ended}",
        crawl_ended=crawl.ended,
        crawl_seconds=round(crawl.seconds, 1),
        requests=sum(sum(counts.values()) for counts in fetched.values()),
        bytes=crawl.counts.get("bytes", 0),
        articles=load.counts.articles_added,
        copies=load.counts.copies_added,
        rejects=load.counts.rejects_added,
        unchanged=load.counts.unchanged,
        sites=tuple(sites),
        slowest_hosts=_slowest(state, job.night),
    )


def read_nights(state: CrawlState, limit: int = TREND_NIGHTS) -> list[NightSummary]:
    """The summaries of the last nights that came to an end, latest first."""
    rows = state.query("select summary from nights where summary is not null order by started_at desc limit ?", limit)
    return [NightSummary.from_json(json.loads(row["summary"])) for row in rows]


def read_unfinished(state: CrawlState) -> list[UnfinishedNight]:
    """The nights that no summary tells of, latest first."""
    return [
        UnfinishedNight(
            night=row["night"], started_at=datetime.fromtimestamp(row["started_at"], UTC).isoformat(timespec="seconds")
        )
        for row in state.broken_off()
    ]


def read_failed_addresses(state: CrawlState, night: str) -> list[sqlite3.Row] | None:
    """Each address that got no usable answer, once for each night and reason, by site; also where an earlier night said so.

    Args:
        state: The crawl's state, with the fetches of two months.
        night: The beginning of the nights' ids; empty for the latest night that began.

    Returns:
        Rows with `night`, `site`, `kind`, `reason`, `http_status`, `url` and `detail`; None where there is no such night.
    """
    begun = [row["night"] for row in state.query("select night from nights order by started_at desc")]
    wanted = [name for name in begun if name.startswith(night)] if night else begun[:1]
    if not wanted:
        return None
    return state.query(
        "select night, site, kind, reason, http_status, url, detail, max(id) from fetches where outcome = 'refused'"
        " and night in (select value from json_each(?)) group by night, site, kind, url, reason"
        " order by night, site, reason, url",
        json.dumps(wanted),
    )


def _fetched(state: CrawlState, night: str) -> defaultdict[str, Counter[tuple[str, str]]]:
    """Requests by site, kind and outcome."""
    found: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    rows = state.query(
        "select site, kind, outcome, count(*) n from fetches where night = ? and outcome <> 'refused' group by 1, 2, 3", night
    )
    for row in rows:
        found[row["site"]][row["kind"], row["outcome"]] = row["n"]
    return found


def _refused(state: CrawlState, night: str) -> defaultdict[str, Counter[str]]:
    """Pages and listings that got no usable answer, by site and reason."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    rows = state.query(
        "select site, reason, count(*) n from fetches where night = ? and outcome = 'refused' group by 1, 2", night
    )
    for row in rows:
        found[row["site"]][row["reason"]] = row["n"]
    return found


def _polls(state: CrawlState, job: CrawlJob) -> defaultdict[str, Counter[str]]:
    """By site: how many feeds, sitemaps and sections gave an answer of use tonight, and how many did not."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    rows = state.query(
        "select site, failures > 0 failed, count(*) n from polls where polled_at >= ? group by 1, 2", job.now.timestamp()
    )
    for row in rows:
        found[row["site"]]["refused" if row["failed"] else "answered"] += row["n"]
    return found


def _problems(state: CrawlState, job: CrawlJob) -> defaultdict[str, list[str]]:
    """By site: what is wrong with its feeds, also those not asked tonight, without those taken out of the file."""
    listed = {poll_key(address) for site in job.sites for address in site.discovery}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in state.query("select site, url, problem, polled_at from polls where problem is not null order by url"):
        if row["url"] in listed or row["polled_at"] >= job.now.timestamp():
            found[row["site"]].append(f"{row['url']}: {row['problem']}")
    return found


def _loaded(dataset: Dataset, run_id: str) -> tuple[defaultdict[str, Counter[str]], defaultdict[str, Counter[str]]]:
    """What a run brought: relations of copies by site, reasons of rejects by site."""
    relations: defaultdict[str, Counter[str]] = defaultdict(Counter)
    reasons: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for table, column, found in (("copies", "relation", relations), ("rejects", "reason", reasons)):
        ours = dataset.scan(table).to_table(columns=["source", column], filter=ds.field("run_id") == run_id)
        for row in ours.group_by(["source", column]).aggregate([(column, "count")]).to_pylist():
            found[row["source"]][row[column]] = row[f"{column}_count"]
    return relations, reasons


def _slowest(state: CrawlState, night: str) -> tuple[HostNight, ...]:
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for row in state.query("select url, seconds from fetches where night = ? and seconds is not null", night):
        seconds[urlsplit(row["url"]).hostname or ""].append(row["seconds"])
    hosts = [
        HostNight(host=host, requests=len(all_), mean_s=round(sum(all_) / len(all_), 3), slowest_s=round(max(all_), 3))
        for host, all_ in seconds.items()
    ]
    return tuple(sorted(hosts, key=lambda host: -host.mean_s)[:SLOWEST_HOSTS])


def _silent_for(history: list[NightSummary], site: str, new: int, now: datetime) -> int:
    """Nights in a row without a new page, the one that began `now` included, where the site used to bring some; else 0."""
    if new:
        return 0
    nights = [(night.started_at, s.new) for night in history for s in night.sites if s.site == site]
    quiet = next((i for i, (_, pages) in enumerate(nights) if pages), len(nights))
    usual = nights[quiet:]
    if len(usual) < ALARM_NIGHTS or median(pages for _, pages in usual) < ALARM_PAGES:
        return 0
    return quiet + 1 if now - datetime.fromisoformat(usual[0][0]) >= ALARM_AFTER else 0
