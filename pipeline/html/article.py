"""The blocks of a body, the page's metadata and its asides in; the extracted article, each line in its column, out."""

from __future__ import annotations

from pipeline.html.asides import Asides
from pipeline.html.blocks import Block
from pipeline.html.lines import Sorted, sort_lines
from pipeline.html.metadata import PageMetadata
from pipeline.marks.people import looks_like_name
from pipeline.normalise.people import clean_authors
from schemas.records import Extracted

MIN_PARAGRAPHS = 4
"""Of a body that may lose a line to its byline."""

MAX_BARE_NAMES = 3

STANDFIRST_WORDS, MAX_STANDFIRST = 24, 4
"""Of a line that may stand before the byline, and how many may; a story's paragraph is longer."""


def make_article(blocks: list[Block], metadata: PageMetadata, asides: Asides, extractor: str) -> Extracted:
    """Put an article together: body lines stay, the others go to their columns.

    Args:
        blocks: trafilatura's body.
        metadata: What the page says beside it.
        asides: Captions and posts that were taken out before.
        extractor: Name and version for the row.
    """
    lines = sort_lines(blocks, metadata.title, metadata.language)
    signed = metadata.signed
    names = () if signed.authors or lines.byline else _bare_names(lines)
    agencies, evidence = _agencies(metadata, lines)
    return Extracted(
        text="\n\n".join(lines.body),
        extractor=extractor,
        title=metadata.title,
        description=metadata.description,
        byline=signed.byline or (lines.byline.raw if lines.byline else None),
        authors=signed.authors or (lines.byline.authors if lines.byline else ()) or names,
        agencies=agencies,
        agency_evidence=evidence,
        dateline=lines.dateline,
        credit="\n".join(credit.raw for credit in lines.credits) or None,
        published=metadata.published,
        modified=metadata.modified,
        outlet=metadata.outlet,
        url=metadata.url,
        section=metadata.section,
        keywords=metadata.keywords,
        image_url=metadata.image_url,
        original_source=lines.original_source,
        captions=tuple(dict.fromkeys((*asides.captions, *lines.captions))),
        embeds=tuple(dict.fromkeys((*asides.embeds, *lines.embeds))),
        bio=lines.bio,
        language=metadata.language,
        quality_flags=metadata.flags,
    )


def _bare_names(lines: Sorted) -> tuple[str, ...]:
    """The names that stand alone on a line, taken out of the body: some papers sign so and nowhere else.

    It is the first line, the first after the short lines of a standfirst, or the last.
    """
    lead = next((i for i, line in enumerate(lines.body) if len(line.split()) > STANDFIRST_WORDS), 0)
    for index in (*range(min(lead, MAX_STANDFIRST) + 1), len(lines.body) - 1):
        parts = lines.body[index].split("/") if len(lines.body) >= MIN_PARAGRAPHS else []
        if parts and len(parts) <= MAX_BARE_NAMES and all(map(looks_like_name, parts)):
            del lines.body[index]
            return clean_authors(parts)
    return ()


def _agencies(metadata: PageMetadata, lines: Sorted) -> tuple[tuple[str, ...], str | None]:
    """All agencies named for the story; the evidence is the first place that names one."""
    named = (
        (metadata.signed.agencies, metadata.signed.agency_evidence or "byline"),
        (lines.byline.agencies if lines.byline else (), "byline"),
        (lines.dateline_agencies, "dateline"),
        (tuple(agency for credit in lines.credits for agency in credit.agencies), "credit"),
    )
    agencies = tuple(dict.fromkeys(agency for found, _ in named for agency in found))
    return agencies, next((evidence for found, evidence in named if found), None)
