"""A deployment of the nightly flow in; its runs started when they are due, one at a time, until somebody stops it, out."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Mapping
from datetime import UTC, datetime
from types import FrameType
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.states import Cancelled, Crashed
from prefect.types.entrypoint import EntrypointType

from flows.console import say
from flows.nightly import nightly

UNFINISHED = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
PAGE = 200
"""Flow runs that the server gives at once."""


def deploy(name: str, cron: str, time_zone: str, parameters: Mapping[str, object]) -> RunnerDeployment:
    """The deployment: a run that is due while another is going on is dropped.

    Raises:
        ValueError: The cron expression cannot be understood.
    """
    deployment = nightly.to_deployment(
        name,
        schedule=Cron(cron, timezone=time_zone),
        parameters=dict(parameters),
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
        # By module: the file's path would import the module a second time under another name.
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    assert isinstance(deployment, RunnerDeployment)  # a coroutine in an event loop alone
    return deployment


def keep(deployment: RunnerDeployment, *, unfinished: bool) -> None:
    """Start runs when they are due until SIGINT or SIGTERM; the first asks a night under way to end early, and waits for it.

    Nobody else may keep this deployment's schedule meanwhile.

    Args:
        deployment: From `deploy`.
        unfinished: Whether the dataset's last night did not come to its end; a run is started at once then.
    """
    asyncio.run(_keep(deployment, unfinished))


async def _keep(deployment: RunnerDeployment, unfinished: bool) -> None:
    # No limit of the runner's own: it would hold runs that are due back and start them one after the other afterwards.
    # Not paused on shutdown: what is missed until the next start is caught up then.
    runner = _Keeper(pause_on_shutdown=False, limit=None)
    deployment_id = await runner.aadd_deployment(deployment)
    async with get_client() as client:
        await _catch_up(client, deployment_id, unfinished)
    await runner.start()


class _Keeper(Runner):
    """Prefect's runner, whose own end on SIGTERM waits for nothing and leaves a night's slot taken for good."""

    async def start(self, run_once: bool = False, webserver: bool | None = None) -> None:
        """Start, and take SIGINT for what SIGTERM is."""
        self._ending: asyncio.Task[None] | None = None
        self._here = asyncio.get_running_loop()
        signal.signal(signal.SIGINT, self.handle_sigterm)
        await super().start(run_once=run_once, webserver=webserver)

    def handle_sigterm(self, number: int = signal.SIGTERM, _frame: FrameType | None = None) -> None:
        """First: end the night under way and stop. Second: leave at once; the dataset is whole at any moment."""
        if self._ending is not None:
            raise SystemExit(128 + number)
        say("ending; what a night under way has fetched is kept; again to abort")
        self._here.call_soon_threadsafe(self._end)

    def _end(self) -> None:
        self._ending = self._here.create_task(self.astop())


async def _catch_up(client: PrefectClient, deployment_id: UUID, unfinished: bool) -> None:
    """Settle what an earlier process left: a run it never ended would hold the one slot for good; of missed runs one stays."""
    for run in await _runs(client, deployment_id, UNFINISHED):
        await client.set_flow_run_state(run.id, Crashed(message="the process that kept the schedule had ended"), force=True)
        unfinished = True
    missed = await _runs(client, deployment_id, [StateType.SCHEDULED])
    for run in missed[1:]:
        await client.set_flow_run_state(run.id, Cancelled(message="missed; a later run catches up"), force=True)
    if unfinished and not missed:
        await client.create_flow_run_from_deployment(deployment_id)
    if unfinished or missed:
        why = f"{len(missed)} missed since" if missed else "the last one was interrupted"
        say(f"a night begins at once: {why}")


async def _runs(client: PrefectClient, deployment_id: UUID, states: list[StateType]) -> list[FlowRun]:
    """The deployment's runs in these states that were due before now, the latest first."""
    wanted = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=[deployment_id]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=states)),
        expected_start_time=FlowRunFilterExpectedStartTime(before_=datetime.now(UTC)),  # type: ignore[arg-type]
    )
    found: list[FlowRun] = []
    while page := await client.read_flow_runs(
        flow_run_filter=wanted, sort=FlowRunSort.EXPECTED_START_TIME_DESC, limit=PAGE, offset=len(found)
    ):
        found += page
    return found
