"""The batches that `torture.py` commits: they add, replace, move, reject, merge and compact, and are the same each time."""

from __future__ import annotations

import dataclasses
from datetime import date

from torture_digest import digest_of

from pipeline.dataset import Changes, Dataset, IndexUpkeep
from pipeline.rows import to_table
from schemas.tables import ARTICLES, COPIES, PARTITION_KEY, RUNS, Article, Copy
from tests.pipeline.dataset.build import article, article_id, batch, copy, run

BATCHES = 20
ARTICLES_A_BATCH = 12
COPY_NUMBERS_FROM = 10_000
"""Numbers of near copies, apart from those of articles."""


def changes_of(number: int, dataset: Dataset) -> Changes:
    """The batch of that number, made for the dataset as it is after those before it."""
    if number % 7 == 6:
        return Changes(
            batch_id=f"t{number}",
            run_id=f"run-t{number}",
            kind="compact",
            runs=to_table([run(f"run-t{number}", kind="compact")], RUNS),
            compacts=True,
            index_upkeep=IndexUpkeep.MERGE_ALL,
        )
    numbers = range(number * ARTICLES_A_BATCH, (number + 1) * ARTICLES_A_BATCH)
    plain = batch(f"t{number}", numbers, rejects=range(number, number + 1))
    # An article of an earlier batch gets another copy and a later date: its row moves to another partition.
    revised = [n for n in (numbers.start - ARTICLES_A_BATCH, numbers.start - 2 * ARTICLES_A_BATCH) if n >= 0 and _is_story(n)]
    near = [_near(COPY_NUMBERS_FROM + number * 10 + place, n) for place, n in enumerate(revised)]
    old = dataset.history().articles([article_id(n) for n in revised]).select(["article_id", PARTITION_KEY])
    counts = dict(zip(revised, _copies_before(dataset, revised), strict=True))
    later = [
        _story(n, copy_count=counts[n] + 1, published_date=date(2031, 1 + number % 2, 15), ingested_in=number) for n in revised
    ]
    return dataclasses.replace(
        plain,
        articles=to_table([*(_story(n) for n in numbers), *later], ARTICLES),
        copies=to_table([*(_head(n) for n in numbers), *near], COPIES),
        runs=to_table([run(f"run-t{number}", copies=len(numbers) + len(near), rejects=1, articles=len(numbers))], RUNS),
        replaced={"articles": old} if revised else {},
    )


def snapshot_digest(dataset: Dataset) -> str:
    """The same of the current snapshot, through Copydesk's own reader."""
    if dataset.snapshot() is None:
        return digest_of([])
    articles, copies = dataset.scan("articles").to_table(), dataset.scan("copies").to_table()
    return digest_of(
        [
            (articles["article_id"].to_pylist(), articles["copy_count"].to_pylist()),
            (copies["copy_id"].to_pylist(), copies["article_id"].to_pylist()),
        ]
    )


def _is_story(number: int) -> bool:
    return (number // ARTICLES_A_BATCH) % 7 != 6


def _story(number: int, *, copy_count: int = 1, published_date: date | None = None, ingested_in: int = 0) -> Article:
    own = article(number)
    when = {"first_published_at": own.published_at, "last_published_at": own.published_at}
    day = published_date or _day(number)
    return dataclasses.replace(own, copy_count=copy_count, revision=ingested_in, published_date=day, **when)  # type: ignore[arg-type]


def _head(number: int) -> Copy:
    return dataclasses.replace(copy(number), published_date=_day(number), published_at=article(number).published_at)


def _day(number: int) -> date | None:
    # Few partitions, so that a commit is quick; each seventh article is undated.
    return None if number % 7 == 6 else date(2030, 11 + number % 2, 1 + number % 28)


def _near(number: int, of: int) -> Copy:
    # Undated, so that the article's first and last dates stay.
    return copy(number, of=of, published_at=None, published_date=None)


def _copies_before(dataset: Dataset, numbers: list[int]) -> list[int]:
    rows = dataset.history().articles([article_id(n) for n in numbers])
    by_id = dict(zip(rows["article_id"].to_pylist(), rows["copy_count"].to_pylist(), strict=True))
    return [by_id[article_id(n)] for n in numbers]
