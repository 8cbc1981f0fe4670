"""What a crawl remembers from night to night, in SQLite: pages and how far each came, polls, fetches, loaded files.

A page is `queued` when a feed named it, `written` when it stands in a WARC file, `seen` when the batch with that file was
committed. What a feed brought and the feed's own validators are stored in one transaction: no crash can forget the one and
keep the other.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from pipeline.normalise.urls import without_secrets
from schemas.reasons import REASONS, Reason
from spiders.entries import Entry, is_web_address
from spiders.polling import LASTING_WEIGHT, PASSING_WEIGHT, SLACK, next_attempt, next_interval
from spiders.warc import Place

KEEP_FETCHES_S = 60 * 86_400.0
"""Single fetches are kept for two months; the nights' sums for good."""

SCHEMA = """
create table if not exists pages (
    key text primary key, site text not null, url text not null, status text not null, hints text not null,
    signals text not null default '{}', discovered_at real not null, fetched_at real, etag text, last_modified text,
    body_sha256 text, weight real not null default 0, next_try real, warc text, record_id text
) without rowid;
create index if not exists pages_by_site on pages (site, status);
create index if not exists pages_by_file on pages (warc);
create table if not exists polls (
    url text primary key, site text not null, kind text not null, etag text, last_modified text, body_sha256 text,
    interval_s real, next_poll real, polled_at real, failures integer not null default 0, problem text
) without rowid;
create table if not exists fetches (
    id integer primary key, night text not null, site text not null, kind text not null, url text not null, outcome text not null,
    reason text, detail text, http_status integer, warc text, record_id text, at real not null, seconds real, bytes integer,
    loaded integer not null default 0
);
create index if not exists fetches_by_night on fetches (night, site);
create index if not exists fetches_not_loaded on fetches (loaded) where loaded = 0 and outcome = 'refused';
create table if not exists files (name text primary key, loaded_by text) without rowid;
create table if not exists nights (
    night text primary key, started_at real not null, finished_at real, status text, summary text
) without rowid;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An article page to fetch."""

    key: str
    """Its canonical address."""
    site: str
    url: str
    """Where to fetch it."""
    hints: Mapping[str, object]
    """What discovery said of it; see `hints_of`."""
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    """Of the content fetched before; None for a page not yet known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A page that stands in a file."""

    body_sha256: str | None
    """Of its latest content; None where no crawl wrote it down."""
    named: bool
    """Whether a feed, sitemap or section named it; else it is known as the end of a redirect alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A feed, sitemap or section page as asked for last."""

    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    interval_s: float | None = None
    next_poll: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came of one request."""

    site: str
    kind: str
    """`page`, `feed`, `sitemap`, `section` or `robots`."""
    url: str
    """Without secrets."""
    outcome: str
    """`new`, `changed`, `unchanged`, `listed`, `redirect`, `error` (tried again) or `refused`."""
    at: float
    """Unix seconds."""
    reason: Reason | None = None
    """For `refused`."""
    detail: str | None = None
    http_status: int | None = None
    place: Place | None = None
    seconds: float | None = None
    size_bytes: int | None = None


def poll_key(url: str) -> str:
    """What stands for a feed's address in the state and in reports: a subscriber's token in it is replaced by a hash."""
    shown = without_secrets(url)
    return shown if shown == url else f"{shown}#{hashlib.sha256(url.encode()).hexdigest()[:12]}"


def hints_of(entry: Entry, found_in: str, found_at: str) -> dict[str, object]:
    """What discovery says of a page, as it travels into the WARC's metadata record; None is left out."""
    said = {k: v for k, v in dataclasses.asdict(entry).items() if v is not None and k != "url"}
    if entry.guid and is_web_address(entry.guid):
        said["guid"] = without_secrets(entry.guid)
    return said | {"found_in": found_in, "found_at": found_at}


class CrawlState:
    """The SQLite file; one process writes at a time."""

    def __init__(self, path: Path) -> None:
        """Open the file, making it where there is none."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # an address yet to be asked for stands in it as found, token and all
        self._db = sqlite3.connect(path)
        self._db.row_factory = sqlite3.Row
        # A crash of the process loses nothing committed; one of the machine may lose seconds, which the WARC files give back.
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        self._db.executescript(SCHEMA)

    def __enter__(self) -> CrawlState:
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        if kind is None:
            self.flush()
        self._db.close()

    def flush(self) -> None:
        """Commit what was said since the last flush."""
        self._db.commit()

    # Discovery

    def poll_of(self, url: str) -> Poll:
        """How a feed was found last; all None for one never asked."""
        row = self._db.execute(
            "select etag, last_modified, body_sha256, interval_s, next_poll from polls where url = ?", (poll_key(url),)
        ).fetchone()
        return Poll(**dict(row)) if row else Poll()

    def is_due(self, url: str, now: float) -> bool:
        """Whether a feed is to be asked; one never asked is."""
        poll = self.poll_of(url)
        if poll.next_poll is None or poll.interval_s is None:
            return True
        return now >= poll.next_poll - (1 - SLACK) * poll.interval_s

    def polled(
        self,
        url: str,
        *,
        site: str,
        kind: str,
        now: float,
        changed: bool,
        etag: str | None = None,
        last_modified: str | None = None,
        body_sha256: str | None = None,
        failed: bool = False,
        problem: str | None = None,
    ) -> None:
        """Remember a poll; a failed one keeps the validators of the last good one."""
        before = self.poll_of(url)
        interval = next_interval(before.interval_s, changed=changed, failed=failed)
        if failed:
            etag, last_modified, body_sha256 = before.etag, before.last_modified, before.body_sha256
        self._db.execute(
            "insert into polls values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (url) do update set site = excluded.site,"
            " kind = excluded.kind, etag = excluded.etag, last_modified = excluded.last_modified,"
            " body_sha256 = excluded.body_sha256, interval_s = excluded.interval_s, next_poll = excluded.next_poll,"
            " polled_at = excluded.polled_at, problem = excluded.problem,"
            " failures = case when ? then failures + 1 else 0 end",
            (
                poll_key(url),
                site,
                kind,
                etag,
                last_modified,
                body_sha256,
                interval,
                now + interval,
                now,
                int(failed),
                problem,
                failed,
            ),
        )

    def discover(self, key: str, site: str, entry: Entry, found_in: str, found_at: str, now: float) -> bool:
        """Remember a link; queue it where it is new, or where the place that named it says that it changed.

        Args:
            key: The link's canonical address.
            site: Whose article it is.
            entry: What was said of it.
            found_in: `feed`, `sitemap` or `section`.
            found_at: Which one.
            now: Unix seconds.

        Returns:
            Whether it was queued by this.
        """
        row = self._db.execute("select status, signals from pages where key = ?", (key,)).fetchone()
        hints = json.dumps(hints_of(entry, found_in, found_at), ensure_ascii=False)
        if row is None:
            self._db.execute(
                "insert into pages (key, site, url, status, hints, signals, discovered_at) values (?, ?, ?, 'queued', ?, ?, ?)",
                (key, site, entry.url, hints, json.dumps({found_at: entry.fingerprint()}), now),
            )
            return True
        signals: dict[str, str] = json.loads(row["signals"])
        before, signals[found_at] = signals.get(found_at), entry.fingerprint()
        if before == signals[found_at]:
            return False
        changed = before is not None and found_in != "section" and row["status"] not in ("queued", "written")
        self._db.execute(
            "update pages set signals = ?, status = case when ? then 'queued' else status end,"
            " weight = case when ? then 0 else weight end, next_try = case when ? then null else next_try end,"
            " hints = case when ? then ? else hints end, url = case when ? then ? else url end where key = ?",
            (json.dumps(signals), changed, changed, changed, changed, hints, changed, entry.url, key),
        )
        return changed

    def waiting(self, site: str, now: float, limit: int) -> list[Page]:
        """The pages of a site to fetch, latest discoveries first: queued ones, and failed ones whose time has come."""
        rows = self._db.execute(
            "select key, site, url, hints, etag, last_modified, body_sha256 from pages where site = ? and"
            " (status = 'queued' or (status = 'failed' and next_try <= ?)) order by status desc, discovered_at desc, key limit ?",
            (site, now, limit),
        )
        return [Page(**{**dict(row), "hints": json.loads(row["hints"])}) for row in rows]

    def count_waiting(self) -> dict[str, int]:
        """Queued pages by site."""
        rows = self._db.execute("select site, count(*) n from pages where status = 'queued' group by site")
        return {row["site"]: row["n"] for row in rows}

    # Pages

    def page_status(self, key: str) -> str | None:
        """`queued`, `written`, `seen`, `failed` or `gone`; None for a page never heard of."""
        row = self._db.execute("select status from pages where key = ?", (key,)).fetchone()
        return row["status"] if row else None

    def held(self, key: str) -> Held | None:
        """What is known of a page that stands in a file; None for any other."""
        row = self._db.execute(
            "select body_sha256, signals <> '{}' named from pages where key = ? and status in ('written', 'seen')", (key,)
        ).fetchone()
        return Held(body_sha256=row["body_sha256"], named=bool(row["named"])) if row else None

    def wrote(
        self,
        key: str,
        place: Place,
        now: float,
        *,
        site: str,
        url: str,
        etag: str | None = None,
        last_modified: str | None = None,
        body_sha256: str | None = None,
    ) -> None:
        """A page stands in a WARC file; for one never discovered (the end of a redirect) a row is made."""
        self._db.execute(
            "insert into pages (key, site, url, status, hints, discovered_at, fetched_at, etag, last_modified, body_sha256, warc,"
            " record_id) values (?, ?, ?, 'written', '{}', ?, ?, ?, ?, ?, ?, ?) on conflict (key) do update set"
            " status = 'written', fetched_at = excluded.fetched_at, etag = excluded.etag, last_modified = excluded.last_modified,"
            " body_sha256 = excluded.body_sha256, warc = excluded.warc, record_id = excluded.record_id, weight = 0,"
            " next_try = null, url = excluded.url",
            (key, site, url, now, now, etag, last_modified, body_sha256, place.file, place.record_id),
        )

    def unchanged(self, key: str, now: float) -> None:
        """A page was asked for again and is what it was, or moved to one we have."""
        self._db.execute(
            "update pages set status = 'seen', fetched_at = ?, weight = 0, next_try = null where key = ?", (now, key)
        )

    def failed(self, key: str, reason: Reason, now: float) -> None:
        """A page could not be fetched: tried again some nights later, ever more seldom, unless there is no hope."""
        row = self._db.execute("select weight from pages where key = ?", (key,)).fetchone()
        weight = (row["weight"] if row else 0.0) + (PASSING_WEIGHT if REASONS[reason].retryable else LASTING_WEIGHT)
        wait = next_attempt(weight)
        status = "gone" if reason is Reason.GONE else "failed"
        next_try = now + wait if wait is not None and status == "failed" else None
        self._db.execute("update pages set status = ?, weight = ?, next_try = ? where key = ?", (status, weight, next_try, key))

    def fetched(self, night: str, fetch: Fetched) -> None:
        """Remember what came of one request."""
        place = fetch.place or Place("", "")
        self._db.execute(
            "insert into fetches"
            " (night, site, kind, url, outcome, reason, detail, http_status, warc, record_id, at, seconds, bytes)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                night,
                fetch.site,
                fetch.kind,
                fetch.url,
                fetch.outcome,
                fetch.reason,
                fetch.detail,
                fetch.http_status,
                place.file or None,
                place.record_id or None,
                fetch.at,
                fetch.seconds,
                fetch.size_bytes,
            ),
        )

    # Files and refusals on their way into the dataset

    def register(self, names: Iterable[str]) -> None:
        """Remember complete WARC files of pages."""
        self._db.executemany("insert or ignore into files (name) values (?)", [(name,) for name in names])

    def registered(self) -> set[str]:
        """Names of all complete WARC files of pages."""
        return {row["name"] for row in self._db.execute("select name from files")}

    def to_load(self) -> list[str]:
        """Names of the files that no committed run has loaded, oldest first."""
        return [row["name"] for row in self._db.execute("select name from files where loaded_by is null order by name")]

    def refusals(self) -> Iterator[sqlite3.Row]:
        """Fetches that were refused and that no committed run has taken; the last one of each address and reason."""
        yield from self._db.execute(
            "select max(id) id, night, site, url, reason, detail, http_status, warc, record_id, at from fetches"
            " where loaded = 0 and outcome = 'refused' group by site, url, reason order by id"
        )

    def loaded(self, run_id: str, names: Iterable[str], up_to: int) -> None:
        """A run committed: its files' pages are seen now, and its refusals are taken.

        Args:
            run_id: The run.
            names: Of the files it loaded.
            up_to: The largest id among the refusals it took; 0 for none.
        """
        for name in names:
            self._db.execute("update files set loaded_by = ? where name = ?", (run_id, name))
            self._db.execute("update pages set status = 'seen' where warc = ? and status = 'written'", (name,))
        self._db.execute("update fetches set loaded = 1 where loaded = 0 and outcome = 'refused' and id <= ?", (up_to,))
        self.flush()

    # Nights

    def begin(self, night: str, now: float) -> None:
        """A crawl begins; fetches too old to be of interest are forgotten."""
        self._db.execute("insert or ignore into nights (night, started_at, status) values (?, ?, 'running')", (night, now))
        self._db.execute("delete from fetches where at < ? and (loaded = 1 or outcome <> 'refused')", (now - KEEP_FETCHES_S,))
        self.flush()

    def end(self, night: str, now: float, status: str, summary: Mapping[str, object] | None = None) -> None:
        """A night is over; its sums, where it was more than a crawl, are kept for good."""
        self._db.execute(
            "update nights set finished_at = ?, status = ?, summary = ? where night = ?",
            (now, status, json.dumps(summary, ensure_ascii=False) if summary is not None else None, night),
        )
        self.flush()

    def broken_off(self) -> list[sqlite3.Row]:
        """The nights since the last one with a summary that began and did not come to their end, the latest first."""
        return self.query(
            "select night, started_at from nights where finished_at is null and started_at >"
            " coalesce((select max(started_at) from nights where summary is not null), 0) order by started_at desc"
        )

    def query(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Rows for the report."""
        return self._db.execute(sql, values).fetchall()
