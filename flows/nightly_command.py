"""`copydesk nightly` and `copydesk crawl`: settings in; a night's crawl in the dataset, a last line and an exit code out."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from flows.console import say, to_stdout
from flows.crawl_child import DIED, STALLED, STOPPED, CrawlChild
from flows.embedded_server import EmbeddedServer
from flows.exit_codes import DONE, INTERRUPTED, SOME_FAILED, TIMED_OUT
from flows.failed_nights import failure_noted
from flows.interruption import Interruption
from flows.night import crawl_log, open_night
from flows.nightly_settings import NightlySettings
from flows.notify import failure_told, say_how_it_went
from flows.progress import RunProgress, show_crawl
from spiders.job import TIME_LIMIT
from spiders.recovery import recover_files
from spiders.state import CrawlState


def nightly(settings: NightlySettings) -> int:
    """Crawl, load, commit, report, as a Prefect flow run.

    Returns:
        0 done; 10 some sites or inputs failed; 15 the time limit or no progress ended the crawl; 130/143 a signal did. What
        was fetched is committed in each case.

    Raises:
        SettingsError: An option or the file of sites cannot be used; before anything has started.
        DatasetError: The dataset is locked, is none, has another schema, or its disk is full.
    """
    started = time.monotonic()
    interruption = Interruption()
    with (
        failure_told(),
        failure_noted(settings.out),
        open_night(settings, datetime.now(UTC)) as night,
        RunProgress("nightly") as progress,
    ):
        _warn_of_allowance(night.job.allowed_networks)
        # Prefect needs seconds to start: the crawl is under way meanwhile.
        with CrawlChild(night.job, crawl_log(night)) as child, EmbeddedServer() as server, interruption.watch():
            from flows.nightly import run_night_flow

            server.wait_ready()
            outcome = run_night_flow(
                night,
                child,
                stop=interruption.stop,
                on_signals=interruption.watch,
                on_counts=lambda counts: show_crawl(progress, counts),
                on_progress=lambda loaded: progress.advance(loaded.documents, note="loading"),
            )
    say_how_it_went(outcome, time.monotonic() - started)
    code = outcome.exit_code
    return interruption.exit_code() if code == INTERRUPTED and interruption.signal else code


def crawl_only(settings: NightlySettings) -> int:
    """Fetch into `raw/warc`, without loading; the next night loads it.

    Returns:
        As `nightly`.
    """
    interruption = Interruption()
    with open_night(settings, datetime.now(UTC)) as night, RunProgress("crawl") as progress:
        _warn_of_allowance(night.job.allowed_networks)
        with CrawlChild(night.job, crawl_log(night)) as child, interruption.watch():
            outcome = child.wait(
                stop=interruption.stop,
                stall_s=settings.stall_minutes * 60,
                on_progress=lambda counts: show_crawl(progress, counts),
            )
        with CrawlState(night.job.state) as state:
            recover_files(night.job.warc_folder, state)
            files = state.to_load()
            state.end(night.job.night, datetime.now(UTC).timestamp(), f"crawl {outcome.ended}")
    counts = outcome.counts
    to_stdout(
        f"crawl={night.job.night} ended={outcome.ended} requests={counts.get('requests', 0)} new={counts.get('page_new', 0)} "
        f"changed={counts.get('page_changed', 0)} unchanged={counts.get('page_unchanged', 0)} "
        f"refused={counts.get('page_refused', 0)} files_to_load={len(files)} seconds={outcome.seconds:.1f}"
    )
    if interruption.signal is not None:
        return interruption.exit_code()
    return {TIME_LIMIT: TIMED_OUT, STALLED: TIMED_OUT, DIED: SOME_FAILED, STOPPED: INTERRUPTED}.get(outcome.ended, DONE)


def _warn_of_allowance(networks: tuple[str, ...]) -> None:
    if networks:
        names = ", ".join(networks)
        say(f"COPYDESK_TEST_ALLOW_NETWORKS is set: the crawl may connect to {names}")
