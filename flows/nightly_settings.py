"""What a night's crawl is told, checked: options of the command line, parameters of the flow, and three environment variables."""

from __future__ import annotations

import dataclasses
import ipaddress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.console import say
from flows.settings import (
    DEFAULT_DATASET,
    DEFAULT_MAX_MINUTES,
    DEFAULT_STALL_MINUTES,
    SettingsError,
    check_shared,
    from_environment,
    worker_count,
)
from pipeline.dataset.layout import DatasetPaths
from spiders.job import CrawlJob
from spiders.sites import Site, SitesError, read_sites, select_sites

SITES_PLACES = (Path("sites.toml"), Path("seeds/sites.toml"))
"""Where the file of sites is looked for when `--sites` is not given."""

KEEPER = "KEEPER"
"""Our environment variable with the process id of a `copydesk serve`: its nights end with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NightlySettings:
    """Everything a night is told."""

    out: Path = DEFAULT_DATASET
    """The dataset's folder."""
    sites_file: Path | None = None
    """None takes the first of `SITES_PLACES` that exists."""
    site_ids: tuple[str, ...] = ()
    """Sites to crawl; empty takes all that are enabled."""
    limit: int | None = None
    """Pages in all; None leaves it to each site."""
    max_minutes: float = DEFAULT_MAX_MINUTES
    """For the crawl."""
    stall_minutes: float = DEFAULT_STALL_MINUTES
    """Without progress, after which the crawl is ended."""
    workers: int = 0
    """Worker processes for loading; 0 takes one per core."""
    min_words: int | None = None
    """Shorter bodies are rejected; None takes the pipeline's default."""

    def __post_init__(self) -> None:
        """Check each value; raises `SettingsError` naming the option."""
        if self.limit is not None and self.limit < 1:
            raise SettingsError(f"--limit: expected 1 or more, found {self.limit}")
        if not self.max_minutes > 0:
            raise SettingsError(f"--max-minutes: expected more than 0, found {self.max_minutes}")
        if not self.stall_minutes > 0:
            raise SettingsError(f"--stall-minutes: expected more than 0, found {self.stall_minutes}")
        check_shared(out=self.out, workers=self.workers, min_words=self.min_words)

    @property
    def worker_count(self) -> int:
        """Worker processes to start for loading, at least one."""
        return worker_count(self.workers)

    def sites(self) -> tuple[Site, ...]:
        """The sites to crawl; raises `SettingsError` where the file or an id is wrong."""
        return load_sites(self.sites_file, self.site_ids)

    def as_parameters(self) -> dict[str, object]:
        """Plain values for the run's row and for Prefect, in a form `from_parameters` takes back."""
        sites_file = str(self.sites_file) if self.sites_file else None
        return dataclasses.asdict(self) | {"out": str(self.out), "sites_file": sites_file, "site_ids": list(self.site_ids)}

    @classmethod
    def from_parameters(cls, values: dict[str, object]) -> NightlySettings:
        """The settings that `as_parameters` wrote down; raises `SettingsError` for an unknown name."""
        names = {f.name for f in dataclasses.fields(cls)}
        if unknown := sorted(set(values) - names):
            raise SettingsError(f"settings: expected only {', '.join(sorted(names))}, found {', '.join(unknown)}")
        ids, file = values.get("site_ids"), values.get("sites_file")
        plain = values | {
            "out": Path(str(values.get("out", DEFAULT_DATASET))),
            "sites_file": Path(str(file)) if file else None,
            "site_ids": tuple(str(i) for i in ids) if isinstance(ids, list | tuple) else (),
        }
        return cls(**plain)  # type: ignore[arg-type]


def load_sites(file: Path | None, ids: tuple[str, ...] = ()) -> tuple[Site, ...]:
    """Read the file of sites and choose from it, with a word on stderr where all are disabled; raises `SettingsError`."""
    path = file or next((place for place in SITES_PLACES if place.exists()), SITES_PLACES[0])
    try:
        chosen = select_sites(read_sites(path), ids)
    except SitesError as error:
        raise SettingsError(f"--sites: {error}") from error
    if not chosen:
        say(f"{path}: every site is disabled by `enabled = false`: there is nothing to ask")
    return chosen


def crawl_job(settings: NightlySettings, sites: tuple[Site, ...], night: str, now: datetime) -> CrawlJob:
    """The job for the crawl's own process."""
    paths = DatasetPaths(settings.out.absolute())
    return CrawlJob(
        night=night,
        now=now,
        sites=sites,
        warc_folder=paths.raw_warc,
        state=paths.crawl_state,
        status=paths.crawl_status,
        contact=from_environment("CONTACT"),
        limit=settings.limit,
        max_seconds=settings.max_minutes * 60,
        max_pause_s=settings.stall_minutes * 60 / 2,  # a crawl that waits for one host must not be taken for hung
        allowed_networks=_allowed_networks(),
    )


def _allowed_networks() -> tuple[str, ...]:
    """Networks that tests let a crawl connect to although they are not public: `COPYDESK_TEST_ALLOW_NETWORKS=127.0.0.0/8`."""
    given = from_environment("TEST_ALLOW_NETWORKS")
    names = tuple(name.strip() for name in given.split(",")) if given else ()
    for name in names:
        try:
            ipaddress.ip_network(name)
        except ValueError as error:
            raise SettingsError(f"COPYDESK_TEST_ALLOW_NETWORKS: expected networks such as 127.0.0.0/8: {error}") from error
    return names
