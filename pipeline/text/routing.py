"""The chosen body and its surroundings in, each marked line in its column out: byline, credit, captions, embeds, source, bio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.marks.agencies import agency_id
from pipeline.marks.bio import parse_bio
from pipeline.marks.byline import Byline, parse_byline
from pipeline.marks.caption import parse_caption
from pipeline.marks.credit import Credit, parse_credit, split_trailing_credit
from pipeline.marks.dateline import Dateline, split_dateline
from pipeline.marks.embeds import looks_like_post, parse_post_signature
from pipeline.marks.original_source import parse_original_source
from pipeline.marks.people import looks_like_name
from pipeline.text.units import Unit

ABOVE = 14
"""Units above the body in which a byline, a caption or a section belongs to it."""
BELOW = 12
"""Units below the body in which a credit, a source or an author's note belongs to it."""
MAX_MARK_CHARS = 320
MAX_NAME_DISTANCE = 3


@dataclass(slots=True)
class Routed:
    """Lines that went to columns, and the label of each."""

    labels: dict[int, str] = field(default_factory=dict)
    bylines: list[tuple[int, Byline]] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    embeds: list[str] = field(default_factory=list)
    original_source: str | None = None
    bio: str | None = None
    bio_name: str | None = None
    dateline: Dateline | None = None
    body: list[tuple[int, str]] = field(default_factory=list)
    """The paragraphs that remain, with their units."""


def route_lines(
    units: Sequence[Unit], body: Sequence[int], title: int | None, title_byline: Byline | None, language: str
) -> Routed:
    """Sends the marked lines in and around the body to their columns.

    Args:
        units: All units of the dump.
        body: Indices of the body's units; at least one.
        title: Index of the headline's unit, which is no candidate for anything else.
        title_byline: A byline that was glued to the headline.
        language: ISO 639-1 code of the body.
    """
    routed = Routed()
    if title is not None:
        routed.labels[title] = "title"
        if title_byline is not None:
            routed.bylines.append((title, title_byline))
    _embeds(units, body, routed)
    inside = set(body)
    start, end = body[0], body[-1]
    above = range(max(0, min(start, start if title is None else title) - ABOVE), start)
    for i in above:
        _above(units, i, routed, language)
    for i in body:
        if i not in routed.labels:
            _inside(units, i, start, end, routed, language)
    for i in range(start, min(len(units), end + BELOW)):
        if i not in inside and i not in routed.labels:
            (_between if i < end else _below)(units, i, routed, language)
    _bare_name(units, title, start, routed)
    routed.body = [(i, units[i].text) for i in body if i not in routed.labels]
    _take_dateline(routed)
    _take_credit(routed)
    return routed


def _embeds(units: Sequence[Unit], body: Sequence[int], routed: Routed) -> None:
    """An embedded post is its text, its signature, and what some dumps print behind the signature."""
    lo, hi = max(0, body[0] - ABOVE), min(len(units), body[-1] + BELOW)
    for i in range(lo, hi):
        text = units[i].text
        if "(@" not in text or i in routed.labels:
            continue
        signature = parse_post_signature(text)
        if signature is None:
            continue
        own = text.replace(signature.raw, "").strip()
        parts = [i] if own else []
        before = i - 1
        if not own and before >= lo and before not in routed.labels and units[before].text and len(units[before].text) < 700:
            parts.append(before)
            routed.labels[before] = "embed"
        routed.labels[i] = "embed"
        after = i + 1
        if after < hi and after not in routed.labels and looks_like_post(units[after].text) and "(@" not in units[after].text:
            parts.append(after)
            routed.labels[after] = "embed"
        wording = " ".join(own if j == i else units[j].text for j in sorted(parts))
        routed.embeds.append(f"{wording}\n{signature.raw}".strip())


def _above(units: Sequence[Unit], i: int, routed: Routed, language: str) -> None:
    text = units[i].text
    if i in routed.labels or len(text) < 4 or len(text) > 900:
        return
    if len(text) <= MAX_MARK_CHARS:
        byline = parse_byline(text, language)
        if byline is None and text.lower().rstrip(":") in ("by", "von", "par", "por") and i + 1 < len(units):
            byline = parse_byline(f"{text} {units[i + 1].text}", language) if len(units[i + 1].text) < 60 else None
            if byline is not None:
                routed.labels[i + 1] = "byline"
        if byline is not None:
            routed.labels[i] = "byline"
            routed.bylines.append((i, byline))
            return
    if _is_caption(units[i], routed):
        routed.labels[i] = "caption"


def _is_caption(unit: Unit, routed: Routed) -> bool:
    caption = parse_caption(unit.text)
    if caption is None:
        return False
    if len(caption.text) > 30 and caption.text not in routed.captions:
        routed.captions.append(caption.text)
    return True


def _inside(units: Sequence[Unit], i: int, start: int, end: int, routed: Routed, language: str) -> None:
    text = units[i].text
    if len(text) <= MAX_MARK_CHARS:
        if (i - start < 4 or end - i < 3) and (byline := parse_byline(text, language)) is not None:
            routed.labels[i] = "byline"
            routed.bylines.append((i, byline))
            return
        if end - i < 6 and (credit := parse_credit(text)) is not None:
            routed.labels[i] = "credit"
            routed.credits.append(credit)
            return
        if end - i < 6 and (source := parse_original_source(text)) is not None:
            routed.labels[i] = "source"
            routed.original_source = routed.original_source or source
            return
    if len(text) < 900 and _is_caption(units[i], routed):
        routed.labels[i] = "caption"
        return
    if end - i < 3 and i > start + 2 and (name := parse_bio(text)) is not None:
        _take_bio(i, text, name, routed)


def _between(units: Sequence[Unit], i: int, routed: Routed, language: str) -> None:
    text = units[i].text
    if 4 <= len(text) < 900 and _is_caption(units[i], routed):
        routed.labels[i] = "caption"
    elif 4 <= len(text) <= MAX_MARK_CHARS and i < 400 and (byline := parse_byline(text, language)) is not None:
        routed.labels[i] = "byline"
        routed.bylines.append((i, byline))


def _below(units: Sequence[Unit], i: int, routed: Routed, language: str) -> None:
    text = units[i].text
    if len(text) < 4:
        return
    if len(text) <= MAX_MARK_CHARS:
        credit = parse_credit(text)
        if credit is not None and (len(text) > 12 or text[0] in "(—-"):
            routed.labels[i] = "credit"
            routed.credits.append(credit)
            return
        source = parse_original_source(text)
        if source is not None:
            routed.labels[i] = "source"
            routed.original_source = routed.original_source or source
            return
    if len(text) < 1500 and (name := parse_bio(text)) is not None:
        _take_bio(i, text, name, routed)


def _take_bio(i: int, text: str, name: str, routed: Routed) -> None:
    routed.labels[i] = "bio"
    if routed.bio is None:
        routed.bio, routed.bio_name = text, name


def _bare_name(units: Sequence[Unit], title: int | None, start: int, routed: Routed) -> None:
    """A person's name alone on a line right below the headline is the byline where no line says "By"."""
    if title is None or routed.bylines:
        return
    for i in range(title + 1, min(title + 1 + MAX_NAME_DISTANCE, start)):
        text = units[i].text
        if i not in routed.labels and looks_like_name(text):
            routed.labels[i] = "byline"
            routed.bylines.append((i, Byline(text, (text.strip(" ,"),), ())))
            return


def _take_dateline(routed: Routed) -> None:
    for k, (i, text) in enumerate(routed.body[:3]):
        dateline = split_dateline(text)
        if dateline is not None and dateline.rest:
            routed.dateline = dateline
            routed.body[k] = (i, dateline.rest)
            return


def _take_credit(routed: Routed) -> None:
    for k in range(len(routed.body) - 1, max(-1, len(routed.body) - 3), -1):
        i, text = routed.body[k]
        split = split_trailing_credit(text)
        if split is not None:
            routed.body[k] = (i, split[0])
            routed.credits.append(split[1])
            return


def agencies_of(routed: Routed) -> tuple[tuple[str, ...], str | None]:
    """The wire agencies that signed, and the evidence that names the first of them."""
    found: dict[str, str] = {}
    for _, byline in routed.bylines:
        for agency in byline.agencies:
            found.setdefault(agency, "byline")
    for agency in routed.dateline.agencies if routed.dateline else ():
        found.setdefault(agency, "dateline")
    for credit in routed.credits:
        for agency in credit.agencies:
            found.setdefault(agency, "credit")
    return tuple(found), next(iter(found.values()), None)


def outlet_of(dateline: Dateline | None) -> str | None:
    """The outlet, where the dateline names one that is no agency: `Harbour (The Tidal Post) –`."""
    if dateline is None or dateline.credit is None or dateline.agencies or agency_id(dateline.credit):
        return None
    return dateline.credit
