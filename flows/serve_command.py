"""`copydesk serve`: a cron expression in, nights until somebody stops it out."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re

from flows.console import say
from flows.crawl_child import STOPPED
from flows.embedded_server import EmbeddedServer
from flows.night_summary import read_nights
from flows.nightly_settings import KEEPER, SITES_PLACES, NightlySettings
from flows.settings import ENVIRONMENT, SettingsError, check_zone
from pipeline.dataset.dataset import Dataset
from pipeline.dataset.layout import DatasetPaths
from pipeline.dataset.lock import schedule_lock
from spiders.state import CrawlState


def serve(settings: NightlySettings, cron: str, time_zone: str) -> int:
    """Keep the schedule as a Prefect deployment, in a server of our own or the one that `PREFECT_API_URL` names.

    One run at a time: a run that is due while another is going on is dropped; what was missed while nobody served, or was
    interrupted, is caught up by one run at the start.

    Raises:
        SettingsError: The cron expression, the zone or the file of sites cannot be used; before anything has started.
        DatasetError: Another process keeps this dataset's schedule, or the folder is no dataset.
    """
    check_zone(time_zone)
    settings.sites()
    Dataset.create_or_open(settings.out)
    with schedule_lock(settings.out), EmbeddedServer(scheduling=True) as server:
        server.wait_ready()
        from flows.schedule import deploy, keep

        try:
            deployment = deploy(_deployment_name(settings), cron, time_zone, _parameters(settings))
        except ValueError as error:
            raise SettingsError(f'--cron: expected an expression such as "0 3 * * *", found {cron!r}') from error
        os.environ[ENVIRONMENT + KEEPER] = str(os.getpid())
        say(f'nightly at "{cron}" {time_zone} into {settings.out}; Ctrl-C ends it')
        keep(deployment, unfinished=_is_unfinished(settings))
    return 0


def _deployment_name(settings: NightlySettings) -> str:
    """One for each dataset: two on a machine share Prefect's database, and must not take over each other's schedule."""
    folder = settings.out.resolve()
    digest = hashlib.sha256(str(folder).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return f"{re.sub(r'[^A-Za-z0-9_-]+', '-', folder.name)}-{digest}"


def _is_unfinished(settings: NightlySettings) -> bool:
    """Whether the last night was ended before its time: by a crash, or because somebody stopped it."""
    path = DatasetPaths(settings.out).crawl_state
    if not path.exists():
        return False
    with CrawlState(path) as state:
        nights = read_nights(state, 1)
        return bool(state.broken_off()) or (bool(nights) and nights[0].crawl_ended == STOPPED)


def _parameters(settings: NightlySettings) -> dict[str, object]:
    """The flow's parameters: addresses of files made absolute, since a run may start elsewhere."""
    file = settings.sites_file or next(place for place in SITES_PLACES if place.exists())
    absolute = dataclasses.replace(settings, out=settings.out.absolute(), sites_file=file.absolute())
    return absolute.as_parameters()
