"""`crawl`, `nightly`, `serve`, `report` and `sites` on the command line: arguments in, exit codes out."""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.options import add_json, add_out, add_workers
from flows.settings import DEFAULT_MAX_MINUTES, DEFAULT_STALL_MINUTES, SettingsError

DEFAULT_CRON = "0 3 * * *"


def add_crawling(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the commands around the nightly crawl."""
    p = commands.add_parser(
        "nightly",
        help="crawl the sites, load what is new, commit, report",
        description="One night: feeds, sitemaps and section pages are asked for what is new, pages go into WARC files, these "
        "are cleaned and committed. What a night does not reach waits for the next.",
    )
    _add_crawl_options(p)
    add_workers(p, "worker processes for loading (default: one per core)")
    p.add_argument("--min-words", type=int, metavar="N", help="reject shorter bodies")
    p.set_defaults(run=_nightly)
    p = commands.add_parser("crawl", help="fetch only, into raw/warc; the next `nightly` loads it")
    _add_crawl_options(p)
    p.set_defaults(run=_crawl)
    p = commands.add_parser(
        "serve",
        help="keep the nightly schedule until stopped",
        description="Runs `nightly` by a cron expression, one run at a time; runs missed while it was down are caught up once.",
    )
    p.add_argument("--cron", default=DEFAULT_CRON, metavar="CRON", help=f'when (default: "{DEFAULT_CRON}")')
    p.add_argument("--time-zone", default="UTC", metavar="ZONE", help="IANA zone of the cron expression (default: UTC)")
    _add_crawl_options(p)
    add_workers(p, "as for nightly")
    p.add_argument("--min-words", type=int, metavar="N", help="as for nightly")
    p.set_defaults(run=_serve)
    p = commands.add_parser("report", help="what the last night brought and what failed")
    add_out(p)
    add_json(p, "one JSON object: the night")
    p.add_argument("--html", type=Path, metavar="OUT", help="write one HTML page there")
    p.add_argument(
        "--failed",
        nargs="?",
        const="",
        metavar="NIGHT",
        help="list the addresses that got no usable answer instead, also those that had failed before, in the latest night or "
        "in those whose ids begin so (20261130)",
    )
    p.set_defaults(run=_report)
    p = commands.add_parser("sites", help="list the sites, or ask each for robots.txt, feeds and a page")
    p.add_argument("what", choices=("ls", "check"))
    p.add_argument("site", nargs="*", metavar="SITE", help="ids (default: all that are enabled)")
    p.add_argument("--sites", type=Path, metavar="FILE", help="the file of sites")
    add_json(p)
    p.set_defaults(run=_sites)


def _add_crawl_options(p: argparse.ArgumentParser) -> None:
    p.add_argument("site", nargs="*", metavar="SITE", help="ids (default: all that are enabled)")
    add_out(p)
    p.add_argument("--sites", type=Path, metavar="FILE", help="the file of sites (default: sites.toml or seeds/sites.toml)")
    p.add_argument("--limit", type=int, metavar="N", help="article pages in all")
    p.add_argument(
        "--max-minutes",
        type=float,
        default=DEFAULT_MAX_MINUTES,
        metavar="M",
        help=f"for the crawl (default: {DEFAULT_MAX_MINUTES:.0f})",
    )
    p.add_argument(
        "--stall-minutes",
        type=float,
        default=DEFAULT_STALL_MINUTES,
        metavar="M",
        help=f"without progress, after which the crawl is ended (default: {DEFAULT_STALL_MINUTES:.0f})",
    )


# Each command imports its own module, as in `flows.cli`.


def _nightly(options: argparse.Namespace) -> int:
    from flows.nightly_command import nightly
    from flows.nightly_settings import NightlySettings

    return nightly(NightlySettings.from_parameters(_parameters(options)))


def _crawl(options: argparse.Namespace) -> int:
    from flows.nightly_command import crawl_only
    from flows.nightly_settings import NightlySettings

    return crawl_only(NightlySettings.from_parameters(_parameters(options)))


def _serve(options: argparse.Namespace) -> int:
    from flows.nightly_settings import NightlySettings
    from flows.serve_command import serve

    return serve(NightlySettings.from_parameters(_parameters(options)), options.cron, options.time_zone)


def _report(options: argparse.Namespace) -> int:
    from flows.report_command import failed_addresses, report

    if options.failed is not None:
        if options.html is not None:
            raise SettingsError("--failed: expected no --html beside it, which writes the report")
        return failed_addresses(options.out, options.failed, as_json=options.json)
    return report(options.out, as_json=options.json, html=options.html)


def _sites(options: argparse.Namespace) -> int:
    from flows.sites_command import check, list_sites

    run = list_sites if options.what == "ls" else check
    return run(options.sites, tuple(options.site), as_json=options.json)


def _parameters(options: argparse.Namespace) -> dict[str, object]:
    values: dict[str, object] = {
        "out": options.out,
        "sites_file": options.sites,
        "site_ids": options.site,
        "limit": options.limit,
        "max_minutes": options.max_minutes,
        "stall_minutes": options.stall_minutes,
    }
    extra = {name: getattr(options, name) for name in ("workers", "min_words") if hasattr(options, name)}
    return values | extra
