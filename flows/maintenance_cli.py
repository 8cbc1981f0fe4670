"""`compact`, `reprocess`, `migrate` and `publish` on the command line: arguments in, exit codes out."""

from __future__ import annotations

import argparse
from datetime import date

from flows.options import add_out, add_workers
from flows.settings import SettingsError, worker_count


def add_maintenance(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the commands that work on a dataset as a whole."""
    p = commands.add_parser("compact", help="merge small files and the runs of the near-duplicate index, as one commit")
    add_out(p)
    p.set_defaults(run=_compact)
    p = commands.add_parser(
        "reprocess",
        help="clean documents again from their raw files, under the same ids, as one commit",
        description="Reads raw files again with this version, reports what changes and commits it as one snapshot. Interrupted, "
        "it goes on where it was. Documents whose raw bytes are gone or have changed keep their rows.",
    )
    add_out(p)
    p.add_argument("--since", type=_day, metavar="DAY", help="only articles with a copy published on or after YYYY-MM-DD")
    p.add_argument("--until", type=_day, metavar="DAY", help="only articles with a copy published on or before YYYY-MM-DD")
    p.add_argument(
        "--dry-run", action="store_true", help="print the report and commit nothing; the work is kept for the run proper"
    )
    p.add_argument("--only", choices=("index",), help="leave the rows alone and build the near-duplicate index anew")
    add_workers(p)
    p.set_defaults(run=_reprocess)
    p = commands.add_parser("migrate", help="add the columns of a newer minor schema version, as one commit")
    add_out(p)
    p.set_defaults(run=_migrate)
    p = commands.add_parser(
        "publish",
        help="bring the tables to an object store or another folder",
        description="To s3://, gs:// or az:// as Delta tables (pip install 'copydesk[delta]'; credentials from the environment), "
        "to a folder as they are. Only what changed is written; publishing again changes nothing.",
    )
    p.add_argument("target", metavar="s3://…|gs://…|az://…|DIR", help="where to")
    add_out(p)
    p.set_defaults(run=_publish)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a day as YYYY-MM-DD, found {text!r}") from None


# Each command imports its own module, as in `flows.cli`.


def _compact(options: argparse.Namespace) -> int:
    from flows.compact_command import compact

    return compact(options.out)


def _reprocess(options: argparse.Namespace) -> int:
    from flows.reprocess_command import rebuild_index, reprocess
    from pipeline.reprocess.selection import Wanted

    if options.only == "index":
        return rebuild_index(options.out)
    if options.since and options.until and options.since > options.until:
        raise SettingsError(f"--since: expected a day not after --until ({options.until}), found {options.since}")
    wanted = Wanted(since=options.since, until=options.until)
    return reprocess(options.out, wanted, dry_run=options.dry_run, workers=worker_count(options.workers))


def _publish(options: argparse.Namespace) -> int:
    from flows.publish_command import publish

    return publish(options.out, options.target)


def _migrate(options: argparse.Namespace) -> int:
    from flows.migrate_command import migrate

    return migrate(options.out)
