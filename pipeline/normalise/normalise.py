"""A raw document and what its extractor found in; a cleaned document in the dataset's form, or a rejection, out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pipeline.load.excerpt import excerpt
from pipeline.marks.dates import find_dates, to_published_time
from pipeline.normalise.error_page import error_message
from pipeline.normalise.flags import is_future, text_flags
from pipeline.normalise.iso_times import parse_iso
from pipeline.normalise.language import detect_language, language_tag
from pipeline.normalise.outlets import outlet_name
from pipeline.normalise.people import clean_authors
from pipeline.normalise.text_repair import Repaired, repair_line, repair_text
from pipeline.normalise.times import Resolved, resolve
from pipeline.normalise.urls import canonical_url, domain_of
from pipeline.normalise.words import count_words
from schemas.reasons import Reason
from schemas.records import CleanedDocument, Extracted, PublishedTime, RawDocument, Rejection

MIN_WORDS = 10
"""Below, no reader takes a text for an article; agency flashes have a dozen words."""

MAX_TITLE_CHARACTERS = 500
"""Longer headlines are lost paragraphs."""

MAX_URL_CHARACTERS = 2_048
"""Longer addresses carry data, not a place."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for an unknown time of fetching; loaders always know it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NormaliseSettings:
    """What a run says of all its documents."""

    outlet: str | None = None
    """The publisher of every document; None where the documents say it."""
    language: str | None = None
    """BCP 47 tag for texts whose language cannot be told; None for no such help."""
    time_zone: str | None = None
    """IANA name of the publisher's zone: times printed without a zone are read in it; None leaves them without an instant."""
    min_words: int = MIN_WORDS
    """Bodies with fewer words are refused."""


def normalise(raw: RawDocument, extracted: Extracted, settings: NormaliseSettings) -> CleanedDocument | Rejection:
    """Bring one extracted article into the dataset's form: repaired text, one form of names, times, addresses and tags.

    What comes with the document (a JSONL row's fields, the command line) fills what its text does not tell; nothing is invented.

    Args:
        raw: The document as loaded, for its identity, provenance and hints.
        extracted: What the extractor made of it.
        settings: The run's settings.

    Returns:
        The row to be, safe for Arrow, or why there is none: `no_body` or `too_short`.
    """
    body = repair_text(extracted.text)
    word_count = count_words(body.text)
    if word_count == 0:
        return _reject(raw, extracted, Reason.NO_BODY, None)
    if word_count < settings.min_words:
        return _reject(raw, extracted, Reason.TOO_SHORT, f"{word_count} words, minimum {settings.min_words}")
    if message := error_message(body.text):
        return _reject(raw, extracted, Reason.NO_BODY, f"an error page: {message!r}")
    language = detect_language(body.text, extracted.language or raw.hints.language or settings.language)
    zone = raw.hints.time_zone or settings.time_zone
    published = _published(raw, extracted, language, zone)
    fetched_at = (raw.hints.fetched_at or EPOCH).astimezone(UTC)
    url = _address(raw.hints.url) or _address(extracted.url)
    url_canonical = _canonical(raw.hints.url, extracted.url)
    provenance = raw.provenance
    return CleanedDocument(
        document_id=raw.document_id,
        title=_title(extracted.title) or _title(raw.hints.title),
        description=repair_line(extracted.description),
        text=body.text,
        language=language,
        published_at=published.published_at,
        published_date=published.published_date,
        published_precision=published.precision,
        published_raw=repair_line(published.raw),
        published_source=published.source,
        modified_at=resolve(extracted.modified, zone).published_at,
        authors=list(clean_authors(extracted.authors or raw.hints.authors)),
        byline=repair_line(extracted.byline),
        agencies=_unique(extracted.agencies),
        agency_evidence=extracted.agency_evidence if extracted.agencies else None,
        dateline=repair_line(extracted.dateline),
        credit=repair_line(extracted.credit),
        outlet=outlet_name(settings.outlet, raw.hints.outlet, extracted.outlet),
        domain=domain_of(url_canonical) if url_canonical else None,
        url=url,
        url_canonical=url_canonical,
        section=repair_line(extracted.section) or repair_line(raw.hints.section),
        keywords=_unique(extracted.keywords),
        image_url=_address(extracted.image_url),
        original_source=repair_line(extracted.original_source),
        captions=_unique(extracted.captions),
        embeds=_unique(extracted.embeds),
        word_count=word_count,
        text_sha256=hashlib.sha256(body.text.encode()).hexdigest(),
        quality_flags=_flags(extracted, body, word_count, published.published_date, fetched_at),
        fetched_at=fetched_at,
        source_kind=provenance.source_kind,
        source=provenance.source,
        raw_uri=provenance.raw_uri,
        raw_member=provenance.raw_member,
        raw_sha256=provenance.raw_sha256 or hashlib.sha256(raw.text.encode("utf-8", "surrogatepass")).hexdigest(),
        raw_offset=provenance.raw_offset,
        raw_length=provenance.raw_length,
        raw_record_id=provenance.raw_record_id,
        charset=provenance.charset,
        charset_source=provenance.charset_source,
        http_status=provenance.http_status,
        extractor=extracted.extractor,
    )


def _published(raw: RawDocument, extracted: Extracted, language: str | None, zone: str | None) -> Resolved:
    hints, own = raw.hints, extracted.published
    told = published_from_field(hints.published_raw, language, hints.published_source or "file")
    return resolve(told if own is None or _is_finer(told, own, hints.published_source) else own, zone)


def _is_finer(told: PublishedTime | None, own: PublishedTime, source: str | None) -> bool:
    """Whether a feed or sitemap tells the time of what the page gives as a day alone (often from its address)."""
    if told is None or source is None or told.clock is None or own.clock is not None:
        return False
    return abs(told.day - own.day) <= timedelta(days=1)  # the two may stand in different zones


def published_from_field(printed: str | None, language: str | None, source: str = "file") -> PublishedTime | None:
    """Read a date field that came with a document: ISO 8601 and its relatives first, then dates as people write them.

    Args:
        printed: The field as it stands.
        language: Of the document; names of months are read in it.
        source: For `published_source`: `file`, `feed` or `sitemap`.
    """
    text = repair_line(printed)
    if text is None:
        return None
    exact = parse_iso(text, source)
    if exact is not None:
        return exact
    found = find_dates(text, language_tag(language))
    return to_published_time(found[0], source) if found else None


def _title(printed: str | None) -> str | None:
    title = repair_line(printed)
    return title if title and len(title) <= MAX_TITLE_CHARACTERS else None


def _address(printed: str | None) -> str | None:
    """An address as found, if it is one at all and can be written down."""
    address = repair_line(printed)
    if address is None or len(address.split()) > 1 or len(address) > MAX_URL_CHARACTERS:
        return None
    return address if address.lower().startswith(("http://", "https://")) else None


def _canonical(*printed: str | None) -> str | None:
    """The page's own address where it stays on the site it was found at, else the address it was found at."""
    found, own = (canonical_url(url) if url else None for url in printed)
    if found and own and domain_of(found) == domain_of(own):
        return own
    return found or own


def _unique(printed: Iterable[str]) -> list[str]:
    lines = (repair_line(item) for item in printed)
    return list(dict.fromkeys(line for line in lines if line is not None))


def _flags(extracted: Extracted, body: Repaired, words: int, day: date | None, fetched_at: datetime) -> list[str]:
    flags = {*extracted.quality_flags, *text_flags(body.text, words)}
    if body.mojibake:
        flags.add("mojibake")
    if is_future(day, fetched_at.date()):
        flags.add("future_date")
    return sorted(flags)


def _reject(raw: RawDocument, extracted: Extracted, reason: Reason, detail: str | None) -> Rejection:
    return Rejection(
        document_id=raw.document_id,
        provenance=raw.provenance,
        reason=reason,
        detail=detail,
        excerpt=excerpt(extracted.text or raw.text),
        url=raw.hints.url,
    )
