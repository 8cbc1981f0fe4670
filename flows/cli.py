"""The command line: arguments in, exit codes out; stdout is data, stderr is progress."""

from __future__ import annotations

import argparse
import codecs
import io
import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from flows.console import say, to_stdout
from flows.crawl_cli import add_crawling
from flows.embedded_server import ServerStartError
from flows.exit_codes import DONE, INTERRUPTED, INVALID, UNEXPECTED
from flows.maintenance_cli import add_maintenance
from flows.options import add_as_of, add_json, add_out, add_workers
from flows.settings import BATCH_DOCUMENTS, ENGINES, SPLITS, BackfillSettings, SettingsError, worker_count
from pipeline.dataset.errors import DatasetError
from schemas.reasons import Reason


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: Without the program's name; None takes the process's own.

    Returns:
        The exit code, see `flows.exit_codes`; argparse itself ends the process with 2 where the command line is none.
    """
    _let_stdout_take_any_sign()
    options = build_parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (SettingsError, DatasetError) as error:
        say(str(error))
        return INVALID if isinstance(error, SettingsError) else error.exit_code
    except ServerStartError as error:
        say(str(error))
        return UNEXPECTED
    except BrokenPipeError:  # `copydesk rejects | head` closes our stdout: that is no failure
        sys.stderr.close()
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED


def _let_stdout_take_any_sign() -> None:
    """What stdout's encoding cannot express is escaped as in JSON: under `LC_ALL=C` a headline must not end a command."""
    codecs.register_error("copydesk", _escaped)
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="copydesk")


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(json.dumps(sign)[1:-1] for sign in error.object[error.start : error.end]), error.end


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; each subcommand's `run` takes the parsed options and returns an exit code."""
    parser = argparse.ArgumentParser(
        prog="copydesk",
        description="Turns news pages and plain-text dumps into clean, deduplicated, partitioned Parquet tables.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_backfill(commands)
    _add_explain(commands)
    _add_show(commands)
    _add_inspection(commands)
    _add_schema(commands)
    add_maintenance(commands)
    add_crawling(commands)
    return parser


def _add_backfill(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    p = commands.add_parser(
        "backfill",
        help="clean an archive into a dataset",
        description="Load files, folders and archives (.txt .html .jsonl, each also .gz .zst .bz2 .xz, and in .zip and .tar, "
        "compressed or not; .warc .wacz), clean them, recognise copies and commit. Running it again adds only what is new.",
    )
    p.add_argument("paths", nargs="+", metavar="PATH", help="file, folder or quoted glob pattern")
    add_out(p)
    p.add_argument("--source", metavar="NAME", help="archive or site name (default: the first folder under PATH)")
    p.add_argument("--outlet", metavar="NAME", help="publisher of all documents")
    p.add_argument("--language", metavar="xx", help="language of all documents (default: detected)")
    p.add_argument("--time-zone", metavar="ZONE", help="IANA zone of printed times that name none, e.g. Asia/Seoul")
    p.add_argument("--encoding", metavar="NAME", help="character encoding of all files (default: found out)")
    p.add_argument(
        "--split",
        metavar="PATTERN",
        help=f"several documents in one text file: {SPLITS}, or a regular expression that matches the lines between them",
    )
    p.add_argument("--min-words", type=int, metavar="N", help="reject shorter bodies")
    add_workers(p)
    p.add_argument("--engine", choices=ENGINES, default="local", help="spark: on a cluster; needs copydesk[spark] and Java")
    p.add_argument("--fail-on-reject-rate", type=float, metavar="P", help="publish nothing where more than P %% are rejected")
    p.add_argument(
        "--batch-documents",
        type=int,
        default=BATCH_DOCUMENTS,
        metavar="N",
        help=f"inputs a commit takes (default: {BATCH_DOCUMENTS})",
    )
    p.set_defaults(run=_backfill)


def _add_explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    p = commands.add_parser(
        "explain",
        help="show what becomes of each line of a dump, and why",
        description="Every line of a document: kept, moved to a column or removed, with its class, reason and confidence.",
    )
    p.add_argument(
        "target",
        metavar="FILE|URL|ID",
        help="a raw file, a member of an archive (ARCHIVE.zip/path/of/member.txt), the address of a page that the dataset holds, "
        "or the id of a copy, article or reject",
    )
    add_out(p)
    p.add_argument(
        "--document", type=int, default=0, metavar="N", help="which document of a file with several (JSONL rows), from 0"
    )
    p.add_argument("--split", metavar="PATTERN", help="as for backfill")
    p.add_argument("--encoding", metavar="NAME", help="as for backfill")
    add_json(p, "one JSON object instead of the view")
    p.add_argument("--html", type=Path, metavar="OUT", help="write the view as one self-contained page")
    p.set_defaults(run=_explain)


def _add_show(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    p = commands.add_parser(
        "show",
        help="show a story's copies, and what each outlet changed",
        description="An article, its copies with outlet, time, relation and similarity; with --diff paragraph by paragraph "
        "what an outlet kept, edited, moved, added or cut.",
    )
    p.add_argument("id", metavar="ID", help="of an article or a copy, or the beginning of one")
    add_out(p)
    p.add_argument("--diff", action="store_true", help="compare paragraphs; of all copies, or of the one whose id is given")
    add_json(p, "one JSON object instead of the view")
    p.set_defaults(run=_show)


def _add_inspection(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    p = commands.add_parser("runs", help="list the runs of a dataset")
    add_out(p)
    add_json(p)
    p.add_argument(
        "--snapshots", action="store_true", help="list the snapshots that can still be read instead, with their folders"
    )
    add_as_of(p)
    p.set_defaults(run=_runs)
    p = commands.add_parser("rejects", help="list or count the refused inputs")
    add_out(p)
    p.add_argument("--by", choices=("reason", "stage", "source"), help="counts by this column instead of rows")
    add_json(p)
    add_as_of(p)
    p.add_argument(
        "--retry", action="store_true", help="try those again whose reason may pass (with --reason: those with that reason)"
    )
    p.add_argument("--reason", metavar="REASON", help="only inputs refused for this reason")
    add_workers(p, "for --retry: worker processes (default: one per core)")
    p.set_defaults(run=_rejects)
    p = commands.add_parser("stats", help="what the tables hold, or articles and copies by outlet, month and the like")
    add_out(p)
    p.add_argument(
        "--by",
        choices=("source", "outlet", "month", "relation", "language"),
        help="articles and copies by this instead of the tables' sizes",
    )
    add_json(p)
    add_as_of(p)
    p.set_defaults(run=_stats)
    p = commands.add_parser("verify", help="check a dataset: hashes, schema, order, conservation, references")
    add_out(p)
    p.add_argument("--raw", action="store_true", help="also read every row's raw bytes again")
    add_json(p, "one JSON object a problem")
    p.set_defaults(run=_verify)
    p = commands.add_parser("clean", help="remove old snapshots after their grace period")
    add_out(p)
    p.add_argument("--keep-days", type=float, default=7.0, metavar="D", help="grace period for running readers (default: 7)")
    p.set_defaults(run=_clean)


def _add_schema(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    p = commands.add_parser("schema", help="print the data dictionary")
    p.add_argument("--format", choices=("md", "json", "arrow", "sql"), default="md")
    p.add_argument("--dialect", choices=("duckdb", "spark", "athena"), default="duckdb", help="whose SQL")
    p.add_argument(
        "--location",
        metavar="DIR|s3://…",
        help="where the tables are; an address means what `publish` wrote (without it, DuckDB gets empty tables)",
    )
    p.set_defaults(run=_schema)


# Each command imports its own module: `copydesk schema` need not wait for Prefect.


def _backfill(options: argparse.Namespace) -> int:
    from flows.backfill_command import backfill

    return backfill(
        BackfillSettings(
            paths=tuple(options.paths),
            out=options.out,
            source=options.source,
            outlet=options.outlet,
            language=options.language,
            time_zone=options.time_zone,
            encoding=options.encoding,
            split=options.split,
            min_words=options.min_words,
            workers=options.workers,
            engine=options.engine,
            batch_documents=options.batch_documents,
            fail_on_reject_rate=options.fail_on_reject_rate,
        )
    )


def _explain(options: argparse.Namespace) -> int:
    from flows.explain_command import explain

    return explain(
        options.target,
        options.out,
        document=options.document,
        split=options.split,
        encoding=options.encoding,
        as_json=options.json,
        page=options.html,
    )


def _show(options: argparse.Namespace) -> int:
    from flows.show_command import show

    return show(options.id, options.out, diff=options.diff, as_json=options.json)


def _runs(options: argparse.Namespace) -> int:
    from flows.inspect_commands import runs, snapshots

    if options.snapshots:
        return snapshots(options.out, as_json=options.json)
    return runs(options.out, as_of=options.as_of, as_json=options.json)


def _rejects(options: argparse.Namespace) -> int:
    if options.reason is not None and options.reason not in set(Reason):
        raise SettingsError(f"--reason: expected one of {', '.join(sorted(Reason))}, found {options.reason!r}")
    if options.retry:
        from flows.reprocess_command import reprocess
        from pipeline.reprocess.selection import Wanted
        from pipeline.version import PIPELINE_VERSION

        named = options.reason is not None
        tried = None if named else PIPELINE_VERSION
        wanted = Wanted(copies=False, retryable_only=not named, reason=options.reason, not_crashed_under=tried)
        return reprocess(options.out, wanted, retry=True, workers=worker_count(options.workers))
    from flows.inspect_commands import rejects

    return rejects(options.out, by=options.by, reason=options.reason, as_of=options.as_of, as_json=options.json)


def _stats(options: argparse.Namespace) -> int:
    from flows.stats_command import stats

    return stats(options.out, by=options.by, as_of=options.as_of, as_json=options.json)


def _verify(options: argparse.Namespace) -> int:
    from flows.verify_command import verify_dataset

    return verify_dataset(options.out, raw=options.raw, as_json=options.json)


def _clean(options: argparse.Namespace) -> int:
    from flows.inspect_commands import clean

    if options.keep_days < 0:
        raise SettingsError(f"--keep-days: expected 0 or more, found {options.keep_days}")
    return clean(options.out, timedelta(days=options.keep_days))


def _schema(options: argparse.Namespace) -> int:
    from schemas.dictionary import data_dictionary

    to_stdout(data_dictionary(options.format, options.dialect, options.location), end="")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
