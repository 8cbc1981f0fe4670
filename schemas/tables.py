"""The four tables of a dataset: one record class each, and the Arrow schema derived from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa

from schemas.columns import (
    BOOL,
    DATE,
    FLOAT32,
    INT16,
    INT32,
    INT64,
    LARGE_STRING,
    STRING,
    STRINGS,
    TIMESTAMP,
    arrow_schema,
    column,
)

SCHEMA_VERSION = "1.0"
"""Major.minor of the tables' contract: a dataset of another major version is not opened, one of another minor version not
written to before it is migrated."""

PARTITION_KEY = "published_month"
"""The only partition key, in the path alone: `YYYY-MM` of the publisher's local day, or `undated`."""

UNDATED = "undated"
"""The partition of rows without a publication date (a null partition breaks pandas)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One row of `articles`: a distinct article, told by its canonical copy."""

    article_id: str = column(
        STRING, "Id of the first accepted copy of this article, 32 hex characters; never changes.", required=True
    )
    title: str | None = column(
        STRING, "Headline, without the site's name or breadcrumb; null where the source has none (never invented)."
    )
    description: str | None = column(STRING, "Standfirst or lead as published apart from the body; null where there is none.")
    text: str = column(
        LARGE_STRING,
        "Cleaned body of the canonical copy: NFC, paragraphs joined by one blank line; dateline and credit lines moved out.",
        required=True,
    )
    language: str | None = column(STRING, "BCP 47 tag, detected on the body; null where undecided.")
    published_at: datetime | None = column(
        TIMESTAMP, "Instant of publication, only where the zone is printed or configured; else null."
    )
    published_date: date | None = column(DATE, "The publisher's local day of publication; null where the source prints none.")
    published_precision: str | None = column(
        STRING, "`second`, `minute`, `day` or `month`: how exact the printed time is; null with no date."
    )
    published_raw: str | None = column(STRING, "The date as printed; null with no date.")
    published_source: str | None = column(
        STRING, "Where the date stood: `jsonld`, `meta`, `time_tag`, `sitemap`, `feed`, `url`, `text`, `file`; null with no date."
    )
    modified_at: datetime | None = column(
        TIMESTAMP, "Instant of the last change as the source says; never used as a publication date."
    )
    authors: list[str] = column(STRINGS, "People only, in order; agencies removed; may be empty.", required=True)
    byline: str | None = column(STRING, "The byline as printed; null where none.")
    agencies: list[str] = column(
        STRINGS, "Wire agencies, lower-case ids (`reuters`, `ap`, `afp`, `yonhap`, …); may be empty.", required=True
    )
    agency_evidence: str | None = column(
        STRING,
        "What named the first agency: `byline`, `dateline`, `credit`, `jsonld`, `copies` (`source_tag`: reserved); null with no agency.",
    )
    dateline: str | None = column(STRING, "The dateline as printed, for example `SEOUL (Reuters) -`; null where none.")
    outlet: str | None = column(STRING, "The canonical copy's publisher, by name; null where unknown.")
    domain: str | None = column(STRING, "The canonical copy's registrable host, lower case; null where unknown.")
    url: str | None = column(STRING, "The canonical copy's address as found; null where unknown.")
    url_canonical: str | None = column(STRING, "The address normalised, without tracking parameters; null where unknown.")
    section: str | None = column(STRING, "The section or rubric the source files the article under; null where not printed.")
    keywords: list[str] = column(STRINGS, "Keywords or tags given by the source; may be empty.", required=True)
    image_url: str | None = column(STRING, "Address of the lead image; null where unknown.")
    original_source: str | None = column(STRING, "The outlet this page says it was taken from; null where it says none.")
    captions: list[str] = column(STRINGS, "Photo captions, kept out of `text`; may be empty.", required=True)
    embeds: list[str] = column(STRINGS, "Embedded posts, kept out of `text`; may be empty.", required=True)
    word_count: int = column(INT32, "Words of `text`.", required=True)
    text_sha256: str = column(STRING, "SHA-256 of `text` in UTF-8, 64 hex characters.", required=True)
    copy_count: int = column(INT32, "Copies known now, the canonical one included.", required=True)
    outlet_count: int = column(INT32, "Distinct outlets (else domains, else sources) among the copies.", required=True)
    first_published_at: datetime | None = column(TIMESTAMP, "Earliest `published_at` over the copies; null where none has one.")
    last_published_at: datetime | None = column(TIMESTAMP, "Latest `published_at` over the copies; null where none has one.")
    quality_flags: list[str] = column(
        STRINGS, "`short`, `truncated`, `mojibake`, `paywall`, `live_blog`, `future_date`, …; may be empty.", required=True
    )
    revision: int = column(INT32, "0 at first; +1 whenever a better copy became canonical.", required=True)
    ingested_at: datetime = column(TIMESTAMP, "When this row was last written.", required=True)
    run_id: str = column(STRING, "The run that last wrote this row.", required=True)
    pipeline_version: str = column(STRING, "The version of Copydesk that last wrote this row.", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One row of `copies`: one accepted document, the canonical one included."""

    copy_id: str = column(STRING, "32 hex characters from the document's raw identity; never changes.", required=True)
    article_id: str = column(STRING, "The article this document is a copy of.", required=True)
    relation: str = column(
        STRING,
        "`canonical`, `exact`, `near`, `excerpt` (cut), `extended` (adds paragraphs) or `update` (a later version, an article of its own).",
        required=True,
    )
    related_article_id: str | None = column(
        STRING,
        "For `update`: the article of the earlier version. For `canonical`: the article that this one was later found to be one with "
        "(an alias; follow it until it is null). Else null.",
    )
    similarity: float | None = column(
        FLOAT32, "Aligned share of the longer text, 0 to 1, against the canonical copy; null for the canonical copy."
    )
    containment: float | None = column(
        FLOAT32, "Aligned share of the shorter text, 0 to 1, against the canonical copy; null for the canonical copy."
    )
    title: str | None = column(STRING, "This copy's headline; null where the source has none.")
    outlet: str | None = column(STRING, "This copy's publisher, by name; null where unknown.")
    domain: str | None = column(STRING, "This copy's registrable host; null where unknown.")
    url: str | None = column(STRING, "This copy's address as found; null where unknown.")
    url_canonical: str | None = column(STRING, "This copy's address normalised; null where unknown.")
    published_at: datetime | None = column(TIMESTAMP, "As in `articles`, of this copy.")
    published_date: date | None = column(DATE, "As in `articles`, of this copy.")
    published_raw: str | None = column(STRING, "As in `articles`, of this copy.")
    authors: list[str] = column(STRINGS, "As in `articles`, of this copy; may be empty.", required=True)
    byline: str | None = column(STRING, "As in `articles`, of this copy.")
    agencies: list[str] = column(STRINGS, "As in `articles`, of this copy; may be empty.", required=True)
    dateline: str | None = column(STRING, "As in `articles`, of this copy.")
    fetched_at: datetime = column(
        TIMESTAMP, "When the raw document was fetched; for archive files the file's modification time.", required=True
    )
    text: str | None = column(LARGE_STRING, "This copy's cleaned body; null where identical to the article's `text`.")
    changes: list[str] = column(
        STRINGS,
        "What this outlet did against the canonical copy: `headline`, `cut:3`, `added:1`, `dateline`, `credit`, `edited:5` (paragraphs).",
        required=True,
    )
    lag_seconds: int | None = column(INT64, "Seconds after the article's first copy; null where either instant is unknown.")
    source_kind: str = column(STRING, "`crawl`, `warc`, `html`, `text` or `jsonl`.", required=True)
    source: str = column(STRING, "Site or archive name.", required=True)
    raw_uri: str = column(STRING, "The raw file's `file://` address.", required=True)
    raw_member: str | None = column(STRING, "The member's path inside the archive `raw_uri`; null where it is no archive.")
    raw_sha256: str = column(
        STRING, "SHA-256 of the raw bytes `raw_offset`…`raw_offset + raw_length`, 64 hex characters.", required=True
    )
    raw_offset: int | None = column(
        INT64, "First byte of the document in the raw file (in the member, where there is one), after decompression."
    )
    raw_length: int | None = column(INT64, "Length of the document in bytes, after decompression.")
    raw_record_id: str | None = column(STRING, "WARC record id, or a JSONL row's own id; null where none.")
    charset: str | None = column(STRING, "The character encoding the bytes were read with.")
    charset_source: str | None = column(STRING, "How it was found: `declared`, `bom`, `utf-8`, `detected`.")
    http_status: int | None = column(INT16, "HTTP status of the fetch; null for archive files.")
    extractor: str = column(STRING, "What made the body: `text-network/N`, `trafilatura/2.3.1`, …", required=True)
    quality_flags: list[str] = column(STRINGS, "As in `articles`, of this copy.", required=True)
    run_id: str = column(STRING, "The run that last wrote this row.", required=True)
    pipeline_version: str = column(STRING, "The version of Copydesk that last wrote this row.", required=True)
    ingested_at: datetime = column(TIMESTAMP, "When this row was last written.", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """One row of `rejects`: one refused input and why."""

    reject_id: str = column(STRING, "32 hex characters from the input's raw identity; never changes.", required=True)
    stage: str = column(STRING, "`fetch`, `load`, `decode`, `extract`, `clean`, `quality` or `contract`.", required=True)
    reason: str = column(STRING, "One of the closed list in the data dictionary.", required=True)
    detail: str | None = column(STRING, "What was found where, for a person; null where the reason says it all.")
    retryable: bool = column(BOOL, "True where running again may succeed.", required=True)
    excerpt: str | None = column(STRING, "Up to 500 characters of the input, control characters escaped; null where unreadable.")
    url: str | None = column(STRING, "The input's address, where it came with one.")
    http_status: int | None = column(INT16, "HTTP status of the fetch; null for archive files.")
    source_kind: str = column(STRING, "`crawl`, `warc`, `html`, `text` or `jsonl`.", required=True)
    source: str = column(STRING, "Site or archive name.", required=True)
    raw_uri: str = column(STRING, "The raw file's `file://` address.", required=True)
    raw_member: str | None = column(STRING, "The member's path inside the archive `raw_uri`; null where it is no archive.")
    raw_sha256: str | None = column(
        STRING, "SHA-256 of the refused bytes; null where they could not be read or were not read to the end."
    )
    raw_offset: int | None = column(INT64, "First byte of the refused input; null where unknown.")
    raw_length: int | None = column(INT64, "Length of the refused input in bytes; null where unknown.")
    raw_record_id: str | None = column(STRING, "WARC record id, or a JSONL row's own id; null where none.")
    charset: str | None = column(STRING, "The character encoding the bytes were read with, where it got that far.")
    charset_source: str | None = column(STRING, "How it was found: `declared`, `bom`, `utf-8`, `detected`.")
    run_id: str = column(STRING, "The run that refused it.", required=True)
    rejected_at: datetime = column(TIMESTAMP, "When it was refused.", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One row of `runs`: one run and its counts; `documents_in = copies_added + rejects_added + unchanged`."""

    run_id: str = column(STRING, "Sorts by time: UTC start and random suffix.", required=True)
    kind: str = column(
        STRING,
        "`nightly`, `backfill`, `reprocess` or `compact` (`crawl`: reserved; a crawl alone commits nothing).",
        required=True,
    )
    status: str = column(
        STRING,
        "`done`, `done_with_failures` (some inputs could not be read), `interrupted`, or `running`: going on, or died.",
        required=True,
    )
    started_at: datetime = column(TIMESTAMP, "When the run began.", required=True)
    finished_at: datetime | None = column(TIMESTAMP, "When the run ended; null while it goes on.")
    documents_in: int = column(INT64, "Inputs seen: documents and refused inputs.", required=True)
    articles_added: int = column(INT64, "Articles this run brought.", required=True)
    articles_revised: int = column(INT64, "Articles whose canonical copy this run replaced.", required=True)
    copies_added: int = column(INT64, "Documents accepted.", required=True)
    rejects_added: int = column(INT64, "Inputs refused.", required=True)
    unchanged: int = column(INT64, "Inputs the dataset already held.", required=True)
    bytes_in: int = column(INT64, "Raw bytes of the inputs seen, after decompression.", required=True)
    batch_id: str = column(STRING, "Hash of the run's inputs and the pipeline's version.", required=True)
    settings: str | None = column(STRING, "The run's settings as JSON.")
    pipeline_version: str = column(STRING, "The version of Copydesk that ran.", required=True)
    host: str | None = column(STRING, "The machine's name.")


_METADATA = {"copydesk.schema_version": SCHEMA_VERSION}

ARTICLES = arrow_schema(Article, _METADATA | {"copydesk.table": "articles"})
COPIES = arrow_schema(Copy, _METADATA | {"copydesk.table": "copies"})
REJECTS = arrow_schema(Reject, _METADATA | {"copydesk.table": "rejects"})
RUNS = arrow_schema(Run, _METADATA | {"copydesk.table": "runs"})

TABLES: dict[str, pa.Schema] = {"articles": ARTICLES, "copies": COPIES, "rejects": REJECTS, "runs": RUNS}
"""Arrow schema by table name."""

RECORDS: dict[str, type] = {"articles": Article, "copies": Copy, "rejects": Reject, "runs": Run}
"""Record class by table name."""

KEYS = {"articles": "article_id", "copies": "copy_id", "rejects": "reject_id", "runs": "run_id"}
"""Each table's primary key."""

SORT_KEYS = {
    "articles": ("published_at", "article_id"),
    "copies": ("published_at", "article_id", "copy_id"),
    "rejects": ("reject_id",),
    "runs": ("run_id",),
}
"""The order of rows within each file; nulls last."""

PARTITIONED = frozenset({"articles", "copies"})
"""Tables in `published_month=…` folders; the others are small and flat."""
