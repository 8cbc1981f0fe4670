"""The chosen body and its surroundings in, each marked line in its column out: byline, credit, captions, embeds, source, bio."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.marks.bio import parse_bio, parse_guest_note, parse_more_by, people_reached
from pipeline.marks.byline import Byline, reporters_of, split_leading_byline
from pipeline.marks.caption import parse_caption, picture_name
from pipeline.marks.credit import Credit, parse_credit, split_trailing_credit
from pipeline.marks.dateline import split_dateline
from pipeline.marks.dateline_regional import dateline_of_service
from pipeline.marks.dates import parse_date_line
from pipeline.marks.embeds import looks_like_post, parse_post_signature
from pipeline.marks.original_source import parse_original_source
from pipeline.text.author_notes import notes_on_authors
from pipeline.text.beside import beside
from pipeline.text.byline_rules import (
    agency_beside,
    desk_byline,
    hebrew_byline,
    hindi_byline,
    japanese_byline,
    signed_below,
    source_above,
)
from pipeline.text.dateline_above import dateline_above, dateline_alone
from pipeline.text.picture_lines import MARKER, SURE, captions_beside_credits, labelled_captions, loose_captions, people_shown
from pipeline.text.routed import Routed, agencies_of
from pipeline.text.signatures import BIO, CREDIT, GLUED, Signature, find_signatures, signed_with_agency
from pipeline.text.signing import choose_signatures, people_of
from pipeline.text.title import Title
from pipeline.text.units import CJK, Unit

ABOVE = 14
"""Units above the body in which a byline, a caption or a section belongs to it."""
BELOW = 12
"""Units below the body in which a credit, a source or an author's note belongs to it."""
TAIL = 6
"""Units at the end of the body in which a credit or a source may stand."""
GUEST_UNITS = 2
"""Units at the body's end, and behind it, that may be a note on a guest author."""
SURE_DATELINE_UNITS, DATELINE_UNITS = 3, 6
"""Paragraphs of which one may begin with the dateline; an agency's also below the notes on what was corrected."""
CREDIT_SIGNS, BARE_CREDIT_CHARS = "([（［【—–-/©", 12
"""With what a credit begins below the body that is no longer than this: an agency's bare name there is a link or a tag."""
SIGNED = re.compile(r"[^:]*:|[^\W\d_]{2,4}(?:/[^\W\d_]{2,4}){0,2}/")
"""A name behind a label, or behind the desk's initials: `jhe/rb/dpa`."""
WITH = ("with ", "mit ", "avec ", "con ", "com ", "med ", "met ")
"""What stands before the name of an agency that shares in a story."""
KANA = re.compile(r"[ぁ-んァ-ヶ]")
MAX_MARK_CHARS = 320
MAX_CAPTION_CHARS = 1500
MIN_CAPTION_CHARS, MIN_CAPTION_CHARS_CJK = 30, 12
"""A shorter one is a photographer's name; it is taken out of the body but is no caption."""
MIN_WORDING_CHARS, MIN_WORDING_CHARS_CJK = 10, 6
"""Of a caption without its credit."""
PICTURE_MARK = re.compile(r"\[/?caption\b[^\]]*\]|\A" + MARKER.pattern + r"(?=\s)")
"""`[caption id="attachment_2"]Wording[/caption]` of a blog's editor, `[Kuva] Wording` of a browser without pictures."""
EMPHASIS = "*_"
"""Around a caption that a page sets in italics, in a dump with few other marks."""
SURE_PARAGRAPH = 0.97
SIGNED_PARAGRAPH = re.compile(
    r"[.!?]\s[^()]{20,}[.!?…”\"»]\s\((?:ANSA|AFP|Adnkronos|AGI|EFE|Lusa|dpa|APA|sda|ATS|PAP|ČTK|MTI|STT|TT|NTB|ANP|Belga)\)\.?\Z"
)
"""Two sentences and an agency that sends texts more than pictures."""
SHOW_CAPTION = re.compile(r"(?:\s(?:Show|Hide) Caption){1,4}\Z")
"""Buttons behind a picture's text."""
HIDE_CAPTION = re.compile(r"(?:(?:\A|\s)(?:hide|toggle) caption){1,4}\Z")


def route_lines(
    units: Sequence[Unit],
    body: Sequence[int],
    title: Title | None,
    pointer: Sequence[float],
    language: str,
    chances: Sequence[float] = (),
) -> Routed:
    """Sends the marked lines in and around the body to their columns.

    Args:
        units: All units of the dump.
        body: Indices of the body's units; at least one.
        title: The headline, whose units are no candidates for anything else; a byline that was glued to it is one.
        pointer: How likely the network thinks each unit the byline.
        language: ISO 639-1 code of the body.
        chances: Of each unit, to be body; empty: those of the body are sure.
    """
    routed = find_marks(units, body, title, pointer, language, chances)
    head = title.unit if title else None
    _sign(units, body, head, routed, pointer)
    if not routed.authors and not any(byline.agencies for _, byline in routed.bylines):
        _take(desk_byline(units, body[0], head, routed.labels, language), routed)
    if not routed.bylines and any(KANA.search(units[i].text) for i in body[:3]):
        _take(japanese_byline(units, body[0], head, routed.labels), routed)
    if not routed.authors and language == "he":
        _take(hebrew_byline(units, body[0], head, routed.labels), routed)
    if not routed.authors and language == "hi":
        _take(hindi_byline(units, body[0], head, routed.labels), routed)
    if not routed.bylines and not routed.authors:
        _take(signed_below(units, body, routed.labels), routed)
    notes, end = notes_on_authors(units, body, routed.authors, routed.labels)
    routed.labels.update(dict.fromkeys(notes, "bio"))
    routed.bio = routed.bio or next((units[i].text for i in notes), None)
    routed.body = [(i, units[i].text) for i in body if i <= end and i not in routed.labels]
    _take_leading_byline(routed)
    above = [unit.text for unit in units[: body[0]]]
    _take_dateline(routed, above, language)
    if routed.dateline is None and routed.body:
        last = title.units[-1] if title is not None and title.units[-1] < body[0] else None
        _take_dateline_above(units, last, routed, above)
    _take_credit(routed)
    if not agencies_of(routed)[0]:
        signed = [i for i, _ in routed.bylines]
        _take(agency_beside(units, signed, routed.labels) or source_above(units, body[0], head, routed.labels), routed)
    return routed


def find_marks(
    units: Sequence[Unit],
    body: Sequence[int],
    title: Title | None,
    pointer: Sequence[float],
    language: str,
    chances: Sequence[float] = (),
) -> Routed:
    """What `route_lines` begins with, of the same arguments: the marked lines, and all that may sign the article."""
    routed = Routed()
    if title is not None:
        routed.labels.update(dict.fromkeys(title.units, "title"))
        if title.byline is not None:
            routed.signatures.append(Signature((title.unit,), title.byline, GLUED))
        if (signed := signed_with_agency(units, title.units[-1])) is not None:
            routed.signatures.append(signed)
            routed.labels[signed.units[0]] = "byline"
    _embeds(units, body, routed)
    inside = set(body)
    start, end = body[0], body[-1]
    head = start if title is None else min(title.unit, start)
    reach = range(max(0, head - ABOVE), min(len(units), end + BELOW))
    _hidden_captions(units, reach.start, reach.stop, routed)
    for i in reach:
        if i in routed.labels or not 4 <= len(units[i].text) <= MAX_CAPTION_CHARS:
            continue
        if i in inside:
            _inside(units, i, start, end, routed, sure=bool(chances) and chances[i] >= SURE_PARAGRAPH)
        elif i < end and (_caption(units, i, routed) or _named_picture(units, i, routed)):
            continue
        elif i > max(start, end - TAIL):
            _below(units, i, routed)
    _picture_lines(units, body, title, routed, chances)
    _guests(units, end, routed)
    routed.signatures.extend(find_signatures(units, body, title.unit if title else None, routed.labels, pointer, language))
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


def _caption(units: Sequence[Unit], i: int, routed: Routed) -> bool:
    caption = parse_caption(units[i].text)
    if caption is None:
        return False
    east_asian = CJK.search(caption.text) is not None
    whole = len(caption.text) >= (MIN_CAPTION_CHARS_CJK if east_asian else MIN_CAPTION_CHARS)
    worded = len(caption.wording) >= (MIN_WORDING_CHARS_CJK if east_asian else MIN_WORDING_CHARS)
    _take_caption(i, caption.text if whole and worded else "", routed)
    above = beside(units, i, -1, None)
    if worded and above is not None and units[above].text == caption.wording:  # the picture's text for who cannot see it
        routed.labels[above] = "caption"
    return True


def _picture_lines(
    units: Sequence[Unit], body: Sequence[int], title: Title | None, routed: Routed, chances: Sequence[float]
) -> None:
    """Captions that only their labels, their form outside the body or a credit beside them show."""
    inside = set(body)
    head = title.units[-1] if title is not None and title.units[-1] < body[0] else max(0, body[0] - ABOVE) - 1
    reach = range(head + 1, body[-1] + 1)
    sure = chances or [1.0] * len(units)
    below = range(head + 1, min(len(units), body[-1] + TAIL))
    for i, text in labelled_captions(units, below, routed.labels):
        if i not in inside or sure[i] < SURE:
            _take_caption(i, text, routed)
    for i, text in loose_captions(units, reach, inside, routed.labels, sure):
        _take_caption(i, text, routed)
    for i, text in people_shown(units, reach, inside, routed.labels, sure):
        _take_caption(i, text, routed)
    for i, text in captions_beside_credits(units, reach, inside, routed.labels, sure, head):
        _take_caption(i, text, routed)


def _hidden_captions(units: Sequence[Unit], lo: int, hi: int, routed: Routed) -> None:
    """What stands above the buttons `hide caption` and `toggle caption`: the picture's text, and below it who took it."""
    for i in range(lo, hi):
        shown = SHOW_CAPTION.search(units[i].text) if units[i].text.endswith(" Caption") else None
        if shown is not None and i not in routed.labels and MIN_CAPTION_CHARS <= shown.start() <= MAX_MARK_CHARS:
            _take_caption(i, units[i].text[: shown.start()], routed)
    for i in range(max(lo, 2), hi):
        buttons = HIDE_CAPTION.search(units[i].text) if units[i].text.endswith("caption") else None
        if buttons is None:
            continue
        taken = i if buttons.start() else i - 1
        credit, text = units[taken].text[: buttons.start() or None], units[taken - 1].text
        short = 0 < len(credit) <= MAX_MARK_CHARS // 4 and credit[-1] != "." and HIDE_CAPTION.search(credit) is None
        if short and not {taken, taken - 1} & routed.labels.keys() and MIN_CAPTION_CHARS <= len(text) <= MAX_MARK_CHARS:
            _take_caption(taken - 1, text, routed)
            routed.labels[taken] = "caption"


def _named_picture(units: Sequence[Unit], i: int, routed: Routed) -> bool:
    """The line below `[image: The light has burned since 1824]` that says the same is the picture's caption."""
    picture = picture_name(units[i - 1].text) if i else None
    if picture is None or picture.casefold() != units[i].text.casefold():
        return False
    _take_caption(i, units[i].text, routed)
    return True


def _take_caption(i: int, text: str, routed: Routed) -> None:
    routed.labels[i] = "caption"
    text = PICTURE_MARK.sub("", text).strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in EMPHASIS:
        text = text.strip(text[0])
    if text and text not in routed.captions:
        routed.captions.append(text)


def _inside(units: Sequence[Unit], i: int, start: int, end: int, routed: Routed, *, sure: bool) -> None:
    text = units[i].text
    if end - i < TAIL and _credit_or_source(text, i, routed):
        return
    if sure and text.endswith((")", ").")) and SIGNED_PARAGRAPH.search(text):
        return  # `… in the spring. (ANSA).`: an agency signs its last paragraph, below which the body goes on
    if _caption(units, i, routed) or _named_picture(units, i, routed):
        return
    if end - i < 3 and i > start + 2 and (name := parse_bio(text)) is not None:
        _take_bio(i, text, name, routed)


def _below(units: Sequence[Unit], i: int, routed: Routed) -> None:
    text = units[i].text
    if _credit_or_source(text, i, routed, below=True):
        return
    if len(text) < 1500 and (name := parse_bio(text)) is not None:
        _take_bio(i, text, name, routed)


def _credit_or_source(text: str, i: int, routed: Routed, *, below: bool = False) -> bool:
    """Takes a line that is a credit, else the original source; a short credit below the body must look like one."""
    if len(text) > MAX_MARK_CHARS:
        return False
    credit = parse_credit(text)
    shown = len(text) > BARE_CREDIT_CHARS or text[0] in CREDIT_SIGNS or text.casefold().startswith(WITH) or SIGNED.match(text)
    if credit is not None and (not below or shown):
        routed.labels[i] = "credit"
        _take_credit_line(i, credit, routed)
        return True
    source = parse_original_source(text)
    if source is None:
        return False
    routed.labels[i] = "source"
    routed.original_source = routed.original_source or source
    return True


def _take_credit_line(i: int, credit: Credit, routed: Routed) -> None:
    routed.credits.append(credit)
    if credit.reporters:
        routed.signatures.append(Signature((i,), Byline(credit.raw, credit.reporters, ()), CREDIT))


def _take_bio(i: int, text: str, name: str, routed: Routed) -> None:
    routed.labels[i] = "bio"
    if routed.bio is None:
        routed.bio = text
    routed.signatures.append(Signature((i,), Byline(text, people_reached(text) or (name,), ()), BIO))


def _guests(units: Sequence[Unit], end: int, routed: Routed) -> None:
    """Notes on guest authors at the body's end: candidates only, until one is chosen to sign."""
    for i in range(max(0, end - GUEST_UNITS + 1), min(len(units), end + GUEST_UNITS + 1)):
        if i not in routed.labels and (name := parse_guest_note(units[i].text)) is not None:
            routed.signatures.append(Signature((i,), Byline(units[i].text, (name,), ()), BIO))
    for i in range(max(0, end - BELOW), min(len(units), end + BELOW)):
        if i not in routed.labels and (name := parse_more_by(units[i].text)) is not None:
            routed.signatures.append(Signature((i,), Byline(units[i].text, (name,), ()), BIO))


def _sign(units: Sequence[Unit], body: Sequence[int], title: int | None, routed: Routed, pointer: Sequence[float]) -> None:
    """The bylines, names, notes and credits that sign the article."""
    chosen = choose_signatures(routed.signatures, units, body, title, routed.labels, pointer)
    for signature in chosen:
        if signature.kind not in (BIO, CREDIT):
            routed.labels.update({i: "byline" for i in signature.units if i not in routed.labels})
            routed.bylines.append((signature.units[0], signature.byline))
        elif signature.kind == BIO and signature.units[0] not in routed.labels:
            routed.labels[signature.units[0]] = "bio"
            if parse_more_by(signature.byline.raw) is None:
                routed.bio = routed.bio or signature.byline.raw
    routed.authors = _without_places(people_of(chosen, routed.signatures), units[title].text if title is not None else "")


def _without_places(authors: tuple[str, ...], title: str) -> tuple[str, ...]:
    """The people without whom the headline names, where others sign too: `Sierra Parda - 18 OCT 2022` tells a place."""
    return tuple(name for name in authors if name.casefold() not in title.casefold()) or authors


def _take(found: tuple[int, Byline] | None, routed: Routed) -> None:
    if found is not None:
        i, byline = found
        routed.labels.setdefault(i, "byline")
        routed.bylines.append(found)
        routed.authors = byline.authors or routed.authors


def _take_leading_byline(routed: Routed) -> None:
    """`By Ada Inkwell TIDEWATER (Reuters) - The council …`: all on one line."""
    if not routed.body or routed.bylines:
        return
    i, text = routed.body[0]
    split = split_leading_byline(text)
    if split is not None:
        routed.bylines.append((i, split[0]))
        routed.authors = split[0].authors
        routed.body[0] = (i, split[1])


def _take_dateline(routed: Routed, above: Sequence[str], language: str) -> None:
    """The dateline that begins one of the first paragraphs, or stands above it; what stands above the body may name the place."""
    paragraphs = [text for _, text in routed.body]
    signed = " ".join(byline.raw for _, byline in routed.bylines)
    for k, (i, text) in enumerate(routed.body[:DATELINE_UNITS]):
        story = [*paragraphs[k + 1 :], *above]
        alone = dateline_alone(paragraphs[k : k + 2], story) if k < SURE_DATELINE_UNITS else None
        if alone is not None:
            routed.dateline = alone
            routed.labels[routed.body.pop(k)[0]] = "dateline"
            _take_reporters(i, alone.raw, routed)
            return
        dateline = split_dateline(text, story) or (dateline_of_service(text, signed) if signed else None)
        if dateline is not None and dateline.rest and (k < SURE_DATELINE_UNITS or dateline.agencies):
            routed.dateline = dateline
            routed.body[k] = (i, dateline.rest)
            if len(routed.body) > 1 and parse_date_line(dateline.rest, language) is not None:  # `PLACE (AGENCY) - 12-6-2003`
                routed.labels[routed.body.pop(k)[0]] = "dateline"
            _take_reporters(i, dateline.raw, routed)
            return


def _take_dateline_above(units: Sequence[Unit], head: int | None, routed: Routed, above: Sequence[str]) -> None:
    """The dateline on a line of its own that is no part of the body, where the first paragraphs print none."""
    body = routed.body[1:] if len(routed.body) > 1 and routed.body[1][0] > routed.body[0][0] + 1 else routed.body
    found = dateline_above(units, body[0][0], head, routed.labels, [text for _, text in body], above)
    if found is not None:
        i, routed.dateline = found
        routed.labels.setdefault(i, "dateline")


def _take_reporters(i: int, dateline: str, routed: Routed) -> None:
    if not routed.authors and (byline := reporters_of(dateline)) is not None:
        routed.bylines.append((i, byline))
        routed.authors = byline.authors


def _take_credit(routed: Routed) -> None:
    for k in range(len(routed.body) - 1, max(-1, len(routed.body) - 3), -1):
        i, text = routed.body[k]
        split = split_trailing_credit(text)
        if split is not None:
            routed.body[k] = (i, split[0])
            routed.credits.append(split[1])
            routed.authors = routed.authors or split[1].reporters
            return
