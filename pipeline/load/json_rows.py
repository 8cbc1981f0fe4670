"""One line of JSON in, the text or page it holds and what else it says out; fields by the names that dumps use."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pipeline.load.errors import Refused
from pipeline.load.excerpt import without_surrogates
from schemas.reasons import Reason
from schemas.records import Hints

TEXT_FIELDS = (
    *("text", "content", "body", "article", "raw_text", "maintext", "full_text", "fulltext", "article_text", "article_body"),
    *("articlebody", "body_text", "plain_text", "story"),
)
"""Fields that hold a text, tried in this order; upper and lower case are the same, a list of texts is its paragraphs."""
HTML_FIELDS = ("html", "raw_html", "page")
"""Fields that hold a page, tried where no text is."""
HOLDERS = ("_source", "data", "document", "doc", "record", "item", "article", "fields")
"""Objects that hold the fields where the row itself has no text: what search engines and interfaces wrap a document in."""
URL_FIELDS = ("url", "link")
TITLE_FIELDS = ("title", "headline")
DATE_FIELDS = (
    *("date", "published", "publish_date", "date_publish", "published_at", "timestamp", "published_date", "date_published"),
    *("datepublished", "pub_date", "pubdate", "publication_date"),
)
AUTHOR_FIELDS = ("author", "authors", "byline", "writer", "creator")
OUTLET_FIELDS = ("outlet", "publisher", "source_name", "site_name")
LANGUAGE_FIELDS = ("language", "lang")
SECTION_FIELDS = ("section", "category")
ID_FIELDS = ("id",)
FETCHED_FIELDS = ("fetched_at", "crawled_at")

EPOCH_SECONDS = (100_000_000, 10_000_000_000)
"""Numbers taken for seconds since 1970: from 1973 to 2286; a thousand times that are milliseconds."""

CHARACTERS_PER_TAG = 600
"""News pages close a paragraph or a block at least that often; dumps that open with a pixel have no tag for thousands."""

_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|article|main|section|div|p|h1|figure|img|span)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """What one JSON object says."""

    content: str
    media: str
    """`text` or `html`."""
    record_id: str | None
    hints: Hints
    """`fetched_at` is None where the row does not say."""


def read_row(line: str) -> Row:
    """Read one line. A field of the wrong type counts as absent.

    Raises:
        Refused: `bad_json`, `missing_field`, or `empty` where the fields are there and blank.
    """
    row = _object(line)
    fields = _fields(row)
    content = _first_text(_joined(fields), TEXT_FIELDS)
    media = "html" if content and _is_markup(content) else "text"
    if content is None:
        content, media = _first_text(fields, HTML_FIELDS), "html"
    if content is None:
        raise _nothing_in(fields)
    hints = Hints(
        url=_first_text(fields, URL_FIELDS),
        title=_first_text(fields, TITLE_FIELDS),
        published_raw=_first_text(fields, DATE_FIELDS) or _first_epoch(fields, DATE_FIELDS),
        authors=_authors(fields),
        outlet=_first_text(fields, OUTLET_FIELDS),
        language=_first_text(fields, LANGUAGE_FIELDS),
        section=_first_text(fields, SECTION_FIELDS),
        fetched_at=_instant(_first_text(fields, FETCHED_FIELDS) or _first_epoch(fields, FETCHED_FIELDS)),
    )
    return Row(content, media, _record_id(row), hints)


def _is_markup(content: str) -> bool:
    """True for a page or fragment. A text dump may begin with a stray tag (a tracking pixel), so tags must go on."""
    tags = content.count("</") + content.count("<p") + content.count("<br")
    return bool(_MARKUP.match(content)) and tags >= 1 + len(content) // CHARACTERS_PER_TAG


def _object(line: str) -> dict[str, Any]:
    try:
        value = json.loads(line.removeprefix("\ufeff"))
    except ValueError as error:  # also raised for integers of thousands of digits
        raise Refused(Reason.BAD_JSON, str(error)) from None
    except RecursionError:
        raise Refused(Reason.BAD_JSON, "nested too deeply") from None
    if not isinstance(value, dict):
        raise Refused(Reason.BAD_JSON, f"expected an object, found {type(value).__name__}")
    return value


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    """The row's fields by lower-case names, with those of the object that holds the text where the row has none itself."""
    fields = {name.lower(): value for name, value in reversed(row.items())} | row
    if any(_is_text(fields.get(name)) for name in (*TEXT_FIELDS, *HTML_FIELDS)):
        return fields
    for holder in HOLDERS:
        inner = fields.get(holder)
        if isinstance(inner, dict):
            held = {name.lower(): value for name, value in reversed(inner.items())} | inner
            if any(_is_text(held.get(name)) for name in (*TEXT_FIELDS, *HTML_FIELDS)):
                return fields | held
    return fields


def _joined(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with a text that is a list of its paragraphs as one text."""
    return {k: "\n\n".join(v) if k in TEXT_FIELDS and isinstance(v, list) and _is_text(v) else v for k, v in fields.items()}


def _is_text(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and bool(value) and all(isinstance(part, str) for part in value))


def _nothing_in(fields: dict[str, Any]) -> Refused:
    present = [name for name in (*TEXT_FIELDS, *HTML_FIELDS) if _is_text(fields.get(name))]
    if present:
        return Refused(Reason.EMPTY, f"blank: {', '.join(present)}")
    found = without_surrogates(", ".join(sorted(fields)[:20])) or "no field"
    return Refused(Reason.MISSING_FIELD, f"expected one of {', '.join((*TEXT_FIELDS, *HTML_FIELDS))}; found {found}"[:500])


def _first_text(fields: dict[str, Any], names: Iterable[str]) -> str | None:
    for name in names:
        value = fields.get(name)
        if isinstance(value, str) and value and not value.isspace():
            return without_surrogates(value)
    return None


def _first_epoch(fields: dict[str, Any], names: Iterable[str]) -> str | None:
    for name in names:
        value = fields.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            if EPOCH_SECONDS[0] <= value < EPOCH_SECONDS[1]:
                return datetime.fromtimestamp(value, UTC).isoformat()
            if EPOCH_SECONDS[1] <= value < EPOCH_SECONDS[1] * 1000:  # asked before dividing: JSON's integers have no limit
                return datetime.fromtimestamp(value / 1000, UTC).isoformat()
    return None


def _authors(fields: dict[str, Any]) -> tuple[str, ...]:
    for name in AUTHOR_FIELDS:
        value = fields.get(name)
        names = [_author(entry) for entry in (value if isinstance(value, list) else [value])]
        if found := tuple(author for author in names if author):
            return found
    return ()


def _author(entry: object) -> str | None:
    name = entry.get("name") if isinstance(entry, dict) else entry  # JSON-LD writes {"name": …}
    return without_surrogates(name.strip()) or None if isinstance(name, str) else None


def _record_id(fields: dict[str, Any]) -> str | None:
    for name in ID_FIELDS:
        value = fields.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool):
            return without_surrogates(str(value)) or None
    return None


def _instant(printed: str | None) -> datetime | None:
    try:
        instant = datetime.fromisoformat(printed.strip()) if printed else None
        return instant and (instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC))
    except (ValueError, OverflowError):
        return None
