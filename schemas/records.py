"""What the pipeline's steps hand to one another: raw document -> extracted article -> cleaned document, or a rejection."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from schemas.columns import DATE, INT16, INT32, INT64, LARGE_STRING, STRING, STRINGS, TIMESTAMP, arrow_schema, column
from schemas.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a document's raw bytes are, and how they were read."""

    source_kind: str
    """`crawl`, `warc`, `html`, `text` or `jsonl`."""
    source: str
    """Site or archive name."""
    raw_uri: str
    """`file://` address of the raw file."""
    raw_member: str | None = None
    """Member's path inside an archive; None where the file is no archive."""
    raw_sha256: str | None = None
    """SHA-256 of the document's raw bytes; None where they could not be read to the end."""
    raw_offset: int | None = None
    """First byte, after decompression, in the file or member."""
    raw_length: int | None = None
    """Bytes, after decompression."""
    raw_record_id: str | None = None
    """WARC record id or the JSONL row's own id."""
    charset: str | None = None
    """Encoding the bytes were read with; None before decoding."""
    charset_source: str | None = None
    """`declared`, `bom`, `utf-8` or `detected`."""
    http_status: int | None = None
    """HTTP status of the fetch; None for archive files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What is known of a document from outside its text: a JSONL row's fields, a feed, the command line. None is unknown."""

    url: str | None = None
    title: str | None = None
    published_raw: str | None = None
    published_source: str | None = None
    """Where `published_raw` stood: `feed`, `sitemap`; None for a file's own field."""
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    language: str | None = None
    time_zone: str | None = None
    """IANA name of the publisher's zone, in which times printed without one are read; None leaves that to the run's settings."""
    section: str | None = None
    fetched_at: datetime | None = None
    """When the raw document was fetched; archive files: the file's modification time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """One input document, decoded but untouched."""

    document_id: str
    """32 hex characters from the raw identity: file name, member, payload hash and byte range (`pipeline.load.identity`)."""
    provenance: Provenance
    text: str
    """The decoded content: a plain-text dump or an HTML page (`media`)."""
    media: str
    """`text` or `html`: which extractor takes it."""
    hints: Hints = field(default_factory=Hints)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """An input refused, with its reason; becomes a row of `rejects`."""

    document_id: str
    """The raw identity, as for `RawDocument`; of the container where no single document can be named."""
    provenance: Provenance
    reason: Reason
    detail: str | None = None
    """What was expected, what was found and where."""
    excerpt: str | None = None
    """Up to 500 characters, control characters escaped."""
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTime:
    """A publication time as the source gives it."""

    day: date
    """The publisher's local day; the first of the month where `precision` is `month`."""
    clock: time | None
    """The local time of day; None where none is printed."""
    utc_offset_minutes: int | None
    """The printed zone; None where none is printed, so that no instant can be told."""
    precision: str
    """`second`, `minute`, `day` or `month`."""
    raw: str
    """As printed."""
    source: str
    """`jsonld`, `meta`, `time_tag`, `sitemap`, `feed`, `url`, `text` or `file`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What an extractor made of one document: the body and the metadata printed beside it. None or empty is not printed."""

    text: str
    """The body: paragraphs joined by one blank line; empty where there is none."""
    extractor: str
    """For example `text-network/N` or `trafilatura/2.3.1`."""
    title: str | None = None
    description: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    """Lower-case agency ids."""
    agency_evidence: str | None = None
    """`byline`, `dateline`, `credit` or `jsonld`."""
    dateline: str | None = None
    credit: str | None = None
    """Credit lines as printed, for example `(Reporting by A. Writer; Editing by B. Editor)`."""
    published: PublishedTime | None = None
    modified: PublishedTime | None = None
    outlet: str | None = None
    """The publisher as the page names itself."""
    url: str | None = None
    """The address the page gives for itself."""
    section: str | None = None
    keywords: tuple[str, ...] = ()
    image_url: str | None = None
    original_source: str | None = None
    captions: tuple[str, ...] = ()
    embeds: tuple[str, ...] = ()
    bio: str | None = None
    """The author's note after the article."""
    language: str | None = None
    """The page's own mark; the body decides where it speaks clearly."""
    quality_flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanedDocument:
    """One accepted document, normalised: all that `articles` and `copies` need of it before copies are recognised."""

    document_id: str = column(STRING, "Becomes `copy_id`.", required=True)
    title: str | None = column(STRING, "")
    description: str | None = column(STRING, "")
    text: str = column(LARGE_STRING, "", required=True)
    language: str | None = column(STRING, "")
    published_at: datetime | None = column(TIMESTAMP, "")
    published_date: date | None = column(DATE, "")
    published_precision: str | None = column(STRING, "")
    published_raw: str | None = column(STRING, "")
    published_source: str | None = column(STRING, "")
    modified_at: datetime | None = column(TIMESTAMP, "")
    authors: list[str] = column(STRINGS, "", required=True)
    byline: str | None = column(STRING, "")
    agencies: list[str] = column(STRINGS, "", required=True)
    agency_evidence: str | None = column(STRING, "")
    dateline: str | None = column(STRING, "")
    credit: str | None = column(STRING, "Credit lines as printed; not in the tables.")
    outlet: str | None = column(STRING, "")
    domain: str | None = column(STRING, "")
    url: str | None = column(STRING, "")
    url_canonical: str | None = column(STRING, "")
    section: str | None = column(STRING, "")
    keywords: list[str] = column(STRINGS, "", required=True)
    image_url: str | None = column(STRING, "")
    original_source: str | None = column(STRING, "")
    captions: list[str] = column(STRINGS, "", required=True)
    embeds: list[str] = column(STRINGS, "", required=True)
    word_count: int = column(INT32, "", required=True)
    text_sha256: str = column(STRING, "", required=True)
    quality_flags: list[str] = column(STRINGS, "", required=True)
    fetched_at: datetime = column(TIMESTAMP, "", required=True)
    source_kind: str = column(STRING, "", required=True)
    source: str = column(STRING, "", required=True)
    raw_uri: str = column(STRING, "", required=True)
    raw_member: str | None = column(STRING, "")
    raw_sha256: str = column(STRING, "", required=True)
    raw_offset: int | None = column(INT64, "")
    raw_length: int | None = column(INT64, "")
    raw_record_id: str | None = column(STRING, "")
    charset: str | None = column(STRING, "")
    charset_source: str | None = column(STRING, "")
    http_status: int | None = column(INT16, "")
    extractor: str = column(STRING, "", required=True)


CLEANED = arrow_schema(CleanedDocument)
"""Arrow schema of the staged parts between cleaning and copy recognition; columns mean what they mean in the tables."""
