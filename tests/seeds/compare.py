"""A dataset of the sample archive and `expected.json` in; the differences, one line each, out."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds

EXPECTED = json.loads(Path(__file__).with_name("expected.json").read_text(encoding="utf-8"))
FIELDS = ("title", "authors", "agencies", "dateline", "published_date", "published_at")
"""Columns of `copies` that are compared where `expected.json` names them."""
ARTICLE_FIELDS = ("section", "captions", "embeds")
"""Columns of `articles` alone, compared for the copy whose page they were read from."""


def table(dataset: Path, name: str) -> list[dict[str, Any]]:
    """All rows of a table."""
    return ds.dataset(dataset / "tables" / name, format="parquet", partitioning="hive").to_table().to_pylist()  # type: ignore[no-any-return]


def place(row: dict[str, Any]) -> str:
    """A row's key in `expected.json`."""
    path = row["raw_uri"].split("/seeds/archive/")[1]
    if row["raw_member"]:
        return f"{path}!{row['raw_member']}"
    return f"{path}#{_line_number(row)}" if path.endswith((".jsonl", ".jsonl.gz")) else path


def _line_number(row: dict[str, Any]) -> int:
    path = Path(row["raw_uri"].removeprefix("file://"))
    raw = path.read_bytes()
    if path.suffix == ".gz":
        raw = gzip.decompress(raw)
    return raw[: row["raw_offset"]].count(b"\n")


def differences(dataset: Path) -> Iterator[str]:
    """What is not as expected."""
    copies = {place(c): c for c in table(dataset, "copies")}
    rejects = {place(r): r for r in table(dataset, "rejects")}
    articles = {a["article_id"]: a for a in table(dataset, "articles")}
    stories: dict[str, set[str]] = defaultdict(set)
    owners: dict[str, set[str]] = defaultdict(set)
    for key in sorted((copies.keys() | rejects.keys()) - EXPECTED.keys()):
        yield f"{key}: not expected at all"
    for key, wanted in EXPECTED.items():
        if "reject" in wanted:
            found = rejects[key]["reason"] if key in rejects else "no reject"
            if found != wanted["reject"]:
                yield f"{key}: expected reject {wanted['reject']}, found {found}"
            continue
        if key not in copies:
            yield f"{key}: expected a copy, found {rejects.get(key, {}).get('reason', 'nothing')}"
            continue
        copy = copies[key]
        article = articles[copy["article_id"]]
        stories[wanted["story"]].add(copy["article_id"])
        owners[copy["article_id"]].add(wanted["story"])
        text = copy["text"] if copy["text"] is not None else article["text"]
        if text.split("\n\n") != wanted["body"]:
            yield f"{key}: body: {_first_difference(wanted['body'], text.split(chr(10) * 2))}"
        rows = [(name, copy) for name in FIELDS]
        if copy["relation"] == "canonical":
            rows += [(name, article) for name in ARTICLE_FIELDS]
        for name, row in rows:
            found = row[name].isoformat() if isinstance(row[name], date) else row[name]
            if name in wanted and found != wanted[name]:
                yield f"{key}: {name}: expected {wanted[name]!r}, found {found!r}"
        if (
            wanted["relation"]
            and copy["relation"] != wanted["relation"]
            and {copy["relation"], wanted["relation"]} != {"canonical", "exact"}
        ):
            yield f"{key}: relation: expected {wanted['relation']}, found {copy['relation']}"
    for story, ids in stories.items():
        if len(ids) > 1:
            yield f"story {story}: in {len(ids)} articles"
    for ids in owners.values():
        if len(ids) > 1:
            yield f"stories {', '.join(sorted(ids))}: joined in one article"


def _first_difference(wanted: list[str], found: list[str]) -> str:
    for i, (a, b) in enumerate(zip(wanted, found, strict=False)):
        if a != b:
            return f"paragraph {i}: expected {a[:60]!r}…{a[-40:]!r}, found {b[:60]!r}…{b[-40:]!r}"
    if len(found) > len(wanted):
        return f"{len(found) - len(wanted)} paragraphs too many: {found[len(wanted)][:90]!r}"
    return f"{len(wanted) - len(found)} paragraphs missing: {wanted[len(found)][:90]!r}"
