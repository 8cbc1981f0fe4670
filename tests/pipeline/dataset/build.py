"""Invented rows for the dataset's tests: small, complete, and different for each number."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from pipeline.dataset import Changes
from pipeline.rows import to_table
from schemas.tables import ARTICLES, COPIES, REJECTS, RUNS, Article, Copy, Reject, Run

NOW = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)
INDEX = pa.schema([pa.field("hash", pa.int64()), pa.field("document_id", pa.string())])


def hex_id(kind: str, number: int) -> str:
    """A stable id of 32 hex characters."""
    return hashlib.sha256(f"{kind}{number}".encode()).hexdigest()[:32]


def article_id(number: int) -> str:
    """The id of article `number`."""
    return hex_id("a", number)


def copy_id(number: int) -> str:
    """The canonical copy of an article has the article's own id."""
    return article_id(number)


def body(number: int) -> str:
    """The text of article `number`."""
    return f"The harbour council of Port Ellery met for the {number}. time.\n\nIt adjourned after {number} minutes."


def day(number: int) -> date | None:
    """Days over four months; each seventh article is undated."""
    return None if number % 7 == 6 else date(2030, 11, 1) + timedelta(days=number * 3 % 120)


def article(number: int, **changed: object) -> Article:
    """A row of `articles`; keywords override fields."""
    text, published = body(number), day(number)
    facts = {
        "article_id": article_id(number),
        "title": f"Council sits again ({number})" if number % 3 else None,
        "description": None,
        "text": text,
        "language": "en",
        "published_at": datetime(published.year, published.month, published.day, 12, tzinfo=UTC)
        if published and number % 2
        else None,
        "published_date": published,
        "published_precision": "day" if published else None,
        "published_raw": str(published) if published else None,
        "published_source": "text" if published else None,
        "modified_at": None,
        "authors": ["Ottoline Marsh"] if number % 2 else [],
        "byline": None,
        "agencies": [],
        "agency_evidence": None,
        "dateline": None,
        "outlet": "The Ellery Lantern",
        "domain": "lantern.example",
        "url": f"https://lantern.example/{number}",
        "url_canonical": f"https://lantern.example/{number}",
        "section": None,
        "keywords": [],
        "image_url": None,
        "original_source": None,
        "captions": [],
        "embeds": [],
        "word_count": len(text.split()),
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "copy_count": 1,
        "outlet_count": 1,
        "first_published_at": None,
        "last_published_at": None,
        "quality_flags": [],
        "revision": 0,
        "ingested_at": NOW,
        "run_id": "run-1",
        "pipeline_version": "0.1.0",
    }
    return Article(**facts | changed)  # type: ignore[arg-type]


def copy(number: int, of: int | None = None, **changed: object) -> Copy:
    """A row of `copies`: the canonical copy of its own article, or a near copy of another; keywords override fields."""
    source = article(number)
    raw = raw_bytes(number)
    facts = {
        "copy_id": copy_id(number),
        "article_id": article_id(number if of is None else of),
        "relation": "canonical" if of is None else "near",
        "related_article_id": None,
        "similarity": None if of is None else 0.9,
        "containment": None if of is None else 0.95,
        **{name: getattr(source, name) for name in ("title", "outlet", "domain", "url", "url_canonical")},
        **{name: getattr(source, name) for name in ("published_at", "published_date", "published_raw", "authors", "byline")},
        "agencies": [],
        "dateline": None,
        "fetched_at": NOW,
        "text": None if of is None else source.text,
        "changes": [] if of is None else ["headline"],
        "lag_seconds": None,
        "source_kind": "text",
        "source": "lantern",
        "raw_uri": f"file:///archive/{number}.txt",
        "raw_member": None,
        "raw_sha256": hashlib.sha256(raw).hexdigest(),
        "raw_offset": 0,
        "raw_length": len(raw),
        "raw_record_id": None,
        "charset": "utf-8",
        "charset_source": "utf-8",
        "http_status": None,
        "extractor": "text-rules/1",
        "quality_flags": [],
        "run_id": "run-1",
        "pipeline_version": "0.1.0",
        "ingested_at": NOW,
    }
    return Copy(**facts | changed)  # type: ignore[arg-type]


def raw_bytes(number: int) -> bytes:
    """The raw document that copy `number` was read from."""
    return f"HOME | NEWS\n{body(number)}\n".encode()


def reject(number: int, **changed: object) -> Reject:
    """A row of `rejects`; keywords override fields."""
    facts = {
        "reject_id": hex_id("r", number),
        "stage": "load",
        "reason": "empty",
        "detail": None,
        "retryable": False,
        "excerpt": None,
        "url": None,
        "http_status": None,
        "source_kind": "text",
        "source": "lantern",
        "raw_uri": f"file:///archive/empty-{number}.txt",
        "raw_member": None,
        "raw_sha256": hashlib.sha256(b"").hexdigest(),
        "raw_offset": 0,
        "raw_length": 0,
        "raw_record_id": None,
        "charset": None,
        "charset_source": None,
        "run_id": "run-1",
        "rejected_at": NOW,
    }
    return Reject(**facts | changed)  # type: ignore[arg-type]


def run(name: str, *, copies: int = 0, rejects: int = 0, articles: int | None = None, **changed: object) -> Run:
    """A row of `runs` whose counts add up; keywords override fields."""
    facts = {
        "run_id": name,
        "kind": "backfill",
        "status": "done",
        "started_at": NOW,
        "finished_at": None,
        "documents_in": copies + rejects,
        "articles_added": copies if articles is None else articles,
        "articles_revised": 0,
        "copies_added": copies,
        "rejects_added": rejects,
        "unchanged": 0,
        "bytes_in": 0,
        "batch_id": name,
        "settings": None,
        "pipeline_version": "0.1.0",
        "host": None,
    }
    return Run(**facts | changed)  # type: ignore[arg-type]


def batch(name: str, numbers: range, *, rejects: range = range(0), index: bool = True) -> Changes:
    """A batch that adds articles, one canonical copy each, and rejects, in a run of its own."""
    return Changes(
        batch_id=name,
        run_id=f"run-{name}",
        kind="backfill",
        articles=to_table([article(n) for n in numbers], ARTICLES),
        copies=to_table([copy(n) for n in numbers], COPIES),
        rejects=to_table([reject(n) for n in rejects], REJECTS),
        runs=to_table([run(f"run-{name}", copies=len(numbers), rejects=len(rejects))], RUNS),
        index_run=pa.table([list(numbers), [copy_id(n) for n in numbers]], schema=INDEX) if index and numbers else None,
    )


def tree(root: Path) -> dict[str, bytes | str]:
    """Every file's content and every link's target below a folder, for comparing byte by byte."""
    return {
        path.relative_to(root).as_posix(): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_symlink() or path.is_file()
    }
