"""A press database's record and what was read of its body in, the article's columns out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.marks.byline import parse_byline
from pipeline.marks.dateline import split_dateline
from pipeline.marks.dates import find_dates, to_published_time
from pipeline.marks.people import written_name
from pipeline.text.lexicon import tokens_of
from pipeline.text.prepare import Prepared
from pipeline.text.record import BYLINE, CAPTION, DATE, DATELINE, DAY, OUTLET, PEOPLE, SECTION, TITLE, Record
from pipeline.text.units import Unit
from schemas.records import Extracted

SURE = 0.9
"""How likely a paragraph is body that the database prints as the text."""
PAGES = ("; Pg.", "; pg.", "; Page", "; S.", "; Seite", "; Blz.", "; blz.", "; Pág.", "; pág.", ", Pg.", "; p.")
"""What follows a section's name in Nexis."""
PASSED_ON = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|sv|vs|rv|enc)\s?:\s*|\[[\w .-]{2,30}\]\s*)+(?=\S)", re.IGNORECASE)
"""`[presswatch] Fwd: …`."""
LETTER_OF_SECTION = re.compile(r"(?:Section|SECTION) [A-Z0-9]{1,3}|[A-Z0-9]{1,2}")
BRACKETS = ("【", "〔", "（")
"""What a Chinese dateline stands in, with who reported."""
DESKS = (" Desk", " Section", " Pages")
PICTURE = ("Photo:", "PHOTO:", "Foto:", "Picture:", "IMAGE:", "Image:", "Caption:")


def all_body(prepared: Prepared, chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """The units' probabilities, those with wording raised where everything else has a field's name.

    Args:
        prepared: A record, taken apart.
        chances: How likely each unit is body; shape (units,).
    """
    out = chances.copy()
    live = list(prepared.live)
    out[live] = np.maximum(out[live], SURE)
    return out


def filled(extracted: Extracted, record: Record, language: str) -> Extracted:
    """The article with the columns that the record names.

    Args:
        extracted: What was read of the body alone.
        record: The fields.
        language: ISO 639-1 code of the body.
    """
    values = record.values
    printed = values.get(DAY, values.get(DATE, ""))
    dates = [found for found in find_dates(printed, None if record.whole else language) if found.precision != "month"]
    published = replace(to_published_time(dates[0]), raw=values[DATE] if DAY in values else dates[0].raw) if dates else None
    page = None if record.whole else extracted.published
    captions = (*extracted.captions, *filter(None, map(_caption, values.get(CAPTION, "").split("\n"))))
    section = _section(values.get(SECTION, ""))
    place = (
        split_dateline(f"{values[DATELINE]} - {extracted.text}") if DATELINE in values and extracted.dateline is None else None
    )
    return replace(
        _signed(extracted, values, language),
        title=_title(values.get(TITLE), extracted.title),
        published=(page or published) if record.passed_on else (published or page),
        modified=None if record.whole else extracted.modified,
        section=section or None,
        outlet=values.get(OUTLET) or extracted.outlet,
        captions=captions,
        dateline=extracted.dateline or (values.get(DATELINE) if place or _stands_alone(record) else None),
        agencies=extracted.agencies or (place.agencies if place else ()),
        agency_evidence=extracted.agency_evidence or ("dateline" if place and place.agencies else None),
    )


def _caption(printed: str) -> str:
    for label in PICTURE:
        printed = printed.removeprefix(label).strip()
    return printed


def _stands_alone(record: Record) -> bool:
    """Whether the dateline is a field of its own in a corpus, or stands in brackets with who reported, as in Chinese."""
    return record.paragraphs is not None or record.values.get(DATELINE, "").startswith(BRACKETS)


def _section(printed: str) -> str:
    """Its name without the page; the desk where only a letter names it (`Section B; Column 1; … Desk; Pg. 4`)."""
    section = printed
    for mark in PAGES:
        section = section.partition(mark)[0]
    if LETTER_OF_SECTION.fullmatch(section.partition(";")[0]):
        desk = next((part.strip() for part in reversed(printed.split(";")) if part.strip().endswith(DESKS)), "")
        return desk.removesuffix(" Desk") or section.partition(";")[0]
    return section


def _title(printed: str | None, on_page: str | None) -> str | None:
    """The headline of the page that a mail passes on, where it is not its subject again in other letters; else the field's.

    Old exports end a headline in a semicolon and print its deck behind it; mails put what was done with one before it.
    """
    named = PASSED_ON.sub("", printed).rstrip(" ;") if printed else ""
    return on_page if on_page and tokens_of(on_page) != tokens_of(named) else named or None


def printed_subject(record: Record, units: Sequence[Unit]) -> int | None:
    """Index of the first unit that prints a mail's subject again: the headline of what it passes on; None where none does.

    Args:
        record: Of a mail, with its subject.
        units: All units of the dump.
    """
    named = tokens_of(PASSED_ON.sub("", record.values[TITLE]))
    same = (i for i, unit in enumerate(units) if len(named) > 1 and unit.text and tokens_of(unit.text) == named)
    return next(same, None)


def _signed(extracted: Extracted, values: Mapping[str, str], language: str) -> Extracted:
    if BYLINE not in values:
        return extracted
    names = values.get(PEOPLE, values[BYLINE])
    byline = parse_byline(f"By {names[3:] if names[:3].casefold() == 'by ' else names}", language)
    signed = replace(extracted, byline=values[BYLINE])
    if byline is None:
        return signed
    return replace(
        signed,
        authors=tuple(written_name(author) for author in byline.authors),
        agencies=extracted.agencies or byline.agencies,
        agency_evidence=extracted.agency_evidence or ("byline" if byline.agencies else None),
    )
