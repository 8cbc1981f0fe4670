"""One story's new documents and earlier rows in; its article's row and the rows of its copies out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.copies.canonical import Version, choose_canonical
from pipeline.copies.changes import alteration
from pipeline.copies.tokens import Texts, Tokens
from pipeline.marks.agencies import agency_id
from schemas.tables import ARTICLES, COPIES, PARTITION_KEY

if TYPE_CHECKING:
    from pipeline.copies.recognise import Stamp

Row = dict[str, Any]

_OF_ARTICLE = frozenset(ARTICLES.names)
_OF_COPY = frozenset(COPIES.names)
_HEAD: Row = {"similarity": None, "containment": None, "text": None, "changes": []}
"""What is compared with the canonical copy, in its own row."""

HEADS = ("canonical", "update")
"""Relations of the copy whose text is the article's."""


@dataclass(frozen=True, slots=True)
class Story:
    """An article as a batch finds it."""

    article_id: str
    documents: list[Row]
    """New copies: rows with the columns of `CLEANED`; at least one."""
    article: Row | None
    """The earlier row, with `published_month`; None for a new article."""
    copies: list[Row]
    """All earlier copies, with `published_month`."""
    earlier_version: str | None
    """For an article that is an update: the article of the earlier version."""
    alias_of: str | None = None
    """For an article that was found to be one with another: that other one."""


@dataclass(frozen=True, slots=True)
class StoryRows:
    """What is to be written of one story."""

    article: Row
    copies: list[Row]
    """New rows, and earlier ones that changed."""
    canonical_id: str
    canonical_changed: bool
    """Whether the article's text is another than the index knows."""
    replaced_article: tuple[str, str] | None
    """Key and partition of the earlier row."""
    replaced_copies: list[tuple[str, str]]


def story_rows(story: Story, stamp: Stamp, texts: Texts) -> StoryRows:
    """Choose the canonical copy, and write the article's row and the rows of new or changed copies.

    Args:
        story: The story.
        stamp: For `run_id`, `pipeline_version` and `ingested_at`.
        texts: The tokens of what was compared before.
    """
    written = {"run_id": stamp.run_id, "pipeline_version": stamp.pipeline_version, "ingested_at": stamp.now}
    old = {c["copy_id"]: c | {"text": _text(c, story.article)} for c in story.copies}
    new = {d["document_id"]: _as_copy(d) for d in story.documents}
    every = old | new
    head = next((c for c in story.copies if c["relation"] in HEADS), None)
    held = head["copy_id"] if head else None
    tokens = {i: texts.last(c["text"]) for i, c in every.items()}
    versions = [_version(c, tokens[i], i in new or i == held) for i, c in every.items()]
    canonical_id = choose_canonical(versions, held)
    canonical = every[canonical_id]
    first = min((c["published_at"] for c in every.values() if c["published_at"]), default=None)
    relations = {"relation": "canonical", "related_article_id": story.alias_of}
    if head or story.earlier_version:
        related = head["related_article_id"] if head else story.earlier_version
        relations = {"relation": head["relation"] if head else "update", "related_article_id": related}
    copies: list[Row] = []
    replaced: list[tuple[str, str]] = []
    rewrite_all = canonical_id != held or (story.article is not None and first != story.article["first_published_at"])
    for copy_id, copy in every.items():
        if copy_id not in new and not rewrite_all:
            continue
        row = _with_lag(copy, first) | {"article_id": story.article_id}
        if copy_id == canonical_id:
            copies.append(row | _HEAD | relations | written)
        else:
            copies.append(row | _against(copy, canonical, tokens) | written)
        if copy_id in old:
            replaced.append((copy_id, old[copy_id][PARTITION_KEY]))
    source = next((d for d in story.documents if d["document_id"] == canonical_id), story.article)
    assert source is not None  # the canonical copy is new, or the one held before
    article = _article_row(source, story, every, first) | written
    return StoryRows(
        article=article,
        copies=copies,
        canonical_id=canonical_id,
        canonical_changed=canonical_id != held,
        replaced_article=(story.article_id, story.article[PARTITION_KEY]) if story.article else None,
        replaced_copies=replaced,
    )


def _text(copy: Row, article: Row | None) -> str:
    if copy["text"] is not None:
        return str(copy["text"])
    assert article is not None  # a copy without text is a copy of an article that has it
    return str(article["text"])


def _as_copy(document: Row) -> Row:
    return {k: v for k, v in document.items() if k in _OF_COPY} | {"copy_id": document["document_id"]}


def _version(copy: Row, tokens: Tokens, eligible: bool) -> Version:
    return Version(
        copy_id=copy["copy_id"],
        tokens=tokens,
        from_agency=_from_agency(copy),
        published=copy["published_date"],
        eligible=eligible,
        truncated="truncated" in copy["quality_flags"],
        facts=sum(bool(copy[name]) for name in ("title", "published_date", "agencies", "authors")),
    )


def _from_agency(copy: Row) -> bool:
    return bool(copy["outlet"]) and agency_id(copy["outlet"]) is not None


def _with_lag(copy: Row, first: datetime | None) -> Row:
    lag = None
    if first is not None and copy["published_at"] is not None:
        lag = int((copy["published_at"] - first).total_seconds())
    return {name: copy.get(name) for name in COPIES.names} | {"lag_seconds": lag}


def _against(copy: Row, canonical: Row, tokens: Mapping[str, Tokens]) -> Row:
    """What a copy's row says of it beside its canonical copy."""
    done = alteration(tokens[copy["copy_id"]], tokens[canonical["copy_id"]])
    return {
        "relation": done.relation,
        "related_article_id": None,
        "similarity": done.similarity,
        "containment": done.containment,
        "text": None if copy["text"] == canonical["text"] else copy["text"],
        "changes": _marks(copy, canonical) + done.labels(),
    }


def _marks(copy: Row, canonical: Row) -> list[str]:
    """What the outlet changed around the text: a mark it never had, or lost, is a change too."""
    marks = []
    if copy["title"] and _plain(copy["title"]) != _plain(canonical["title"]):
        marks.append("headline")
    if _plain(copy["dateline"]) != _plain(canonical["dateline"]):
        marks.append("dateline")
    if set(copy["agencies"]) != set(canonical["agencies"]):
        marks.append("credit")
    return marks


def _plain(value: str | None) -> str:
    return "".join(c for c in (value or "").casefold() if c.isalnum())


def _article_row(source: Row, story: Story, every: dict[str, Row], first: datetime | None) -> Row:
    revised = story.article is not None and source is not story.article
    row = {name: source.get(name) for name in _OF_ARTICLE} | {"article_id": story.article_id}
    agencies, evidence = _agencies(source, list(every.values()))
    last = max((c["published_at"] for c in every.values() if c["published_at"]), default=None)
    revision = (story.article["revision"] if story.article else 0) + revised
    return row | {
        "agencies": agencies,
        "agency_evidence": evidence,
        "copy_count": len(every),
        "outlet_count": len({c["outlet"] or c["domain"] or c["source"] for c in every.values()}),
        "first_published_at": first,
        "last_published_at": last,
        "revision": revision,
    }


def _agencies(source: Row, copies: list[Row]) -> tuple[list[str], str | None]:
    """The canonical copy's agencies; where it names none, those most of the copies that name any agree on."""
    if source["agencies"] and source["agency_evidence"] != "copies":
        return source["agencies"], source["agency_evidence"]
    named = Counter(tuple(c["agencies"]) for c in copies if c["agencies"])
    if not named:
        return [], None
    most = max(named.values())
    return list(min(a for a, n in named.items() if n == most)), "copies"
