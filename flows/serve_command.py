"""`copydesk serve`: a cron expression in, nights until somebody stops it out."""

from __future__ import annotations

import dataclasses
import sys
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flows.embedded_server import EmbeddedServer
from flows.nightly_settings import SITES_PLACES, NightlySettings
from flows.settings import SettingsError

DEPLOYMENT = "nightly"


def serve(settings: NightlySettings, cron: str, time_zone: str) -> int:
    """Keep the schedule as a Prefect deployment, in a server of our own or the one that `PREFECT_API_URL` names.

    One run at a time: a run that is due while another is going on, or was missed while nobody served, is dropped but for one.

    Raises:
        SettingsError: The cron expression, the zone or the file of sites cannot be used; before anything has started.
    """
    _check_zone(time_zone)
    settings.sites()
    with EmbeddedServer(scheduling=True) as server:
        server.wait_ready()
        from prefect import serve as serve_deployments
        from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
        from prefect.deployments.runner import RunnerDeployment
        from prefect.schedules import Cron
        from prefect.types.entrypoint import EntrypointType

        from flows.nightly import nightly

        try:
            schedule = Cron(cron, timezone=time_zone)
            deployment = nightly.to_deployment(
                DEPLOYMENT,
                schedule=schedule,
                parameters=_parameters(settings),
                concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
                # By module: the file's path would import the module a second time under another name.
                entrypoint_type=EntrypointType.MODULE_PATH,
            )
        except ValueError as error:
            raise SettingsError(f'--cron: expected an expression such as "0 3 * * *", found {cron!r}') from error
        assert isinstance(deployment, RunnerDeployment)  # a coroutine in an event loop alone
        print(f'copydesk: nightly at "{cron}" {time_zone} into {settings.out}; Ctrl-C ends it', file=sys.stderr)  # noqa: T201
        # Not paused on shutdown: what is missed until the next start is caught up then.
        serve_deployments(deployment, pause_on_shutdown=False, print_starting_message=False, limit=1)
    return 0


def _parameters(settings: NightlySettings) -> dict[str, object]:
    """The flow's parameters: addresses of files made absolute, since a run may start elsewhere."""
    file = settings.sites_file or next(place for place in SITES_PLACES if place.exists())
    absolute = dataclasses.replace(settings, out=settings.out.absolute(), sites_file=file.absolute())
    return absolute.as_parameters()


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(f"--time-zone: expected an IANA zone such as `Europe/Berlin`, found {name!r}") from error
