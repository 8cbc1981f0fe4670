"""The units around photo credits and below pictures in, the picture's texts out that stand on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from pipeline.marks.caption import LOWER_WORD, MIN_TOLD, parse_caption
from pipeline.marks.caption_loose import (
    CAPITAL,
    ends_with_initial,
    ends_with_photographer,
    is_wording,
    parse_labelled_captions,
    parse_loose_caption,
    shows_day,
    shows_somebody,
)
from pipeline.marks.dates import find_dates
from pipeline.marks.given_names import begins_with_given_name
from pipeline.marks.people import looks_like_name
from pipeline.text.beside import beside
from pipeline.text.lexicon import phrase_hits, tokens_of
from pipeline.text.surroundings import CREDIT_LINE
from pipeline.text.units import CJK, Unit

SURE = 0.8
"""Probability of being body from which a sentence beside a credit stays a paragraph."""
MIN_CHARS_CJK, MAX_CHARS = 8, 320
MAX_CREDIT_CHARS = 90
MIN_SHOWN_WORDS, MIN_PARAGRAPH_WORDS, MAX_SHOWN_WORDS = 8, 20, 32
SURE_BELOW_PICTURE = 0.96
"""Chance of being body from which a longer line right below a picture is a paragraph. Of 19 of twelve words and more that the
models were less sure of, on unseen annotated pages, two are body by the gold; of six surer ones all."""
SURE_SHOWN = 0.97
"""Chance from which a line that seems to have no verb is a sentence with a rare one."""
COUNTER = re.compile(
    r"(?:(?:photo|image|picture|slide|bild|foto|imagen|immagine|imagem|kuva)\s)?\d{1,3}\s?(?:/|of|av|von|de|di|sur|van)\s?\d{1,3}(?:\s(?:photos|images|pictures|fotos|bilder))?",
    re.IGNORECASE,
)
"""`2 of 14`, `Bild 1 av 2`: which picture of a row stands above its caption."""
SOLD = re.compile(r"(?:buy|order)\s(?:this\s)?(?:photo|picture|print)s?\s?[»›>]?", re.IGNORECASE)
"""`Buy this photo »`, below a caption."""
NEAR = 2
"""Units within which the one next to a credit is looked for: one without wording may stand between."""
MAX_GAP = 9
MAX_DATE_BLANKS = 12
"""In a line that is a date, or two."""
KICKED = re.compile(rf"{CAPITAL}(?:{CAPITAL}|[ '’-]){{3,30}}: ")
"""`KILLER IDEA: The inventor with his trap`: above the body a name and a house sign the article, but for below such a line."""
CREDIT = re.compile(
    r"[-–—•|/(\[\s]*(?:(?i:(?:file\s|archiv\s)?(?:(?:photo|image|picture|foto)\s?credits?|photos?|fotos?|image|pics?|picture|bild|"
    r"imagen|imagem|immagine|imagine|kuva|zdjęcie|"
    r"fot\.|ảnh|عکس|تصوير|फोटो|фото|φωτο?\.?)\s?[:：|]\s?[^.!?]{0,60}(?:\.[^.!?]{1,30}){0,2}[.)\]]?"
    r"|fot\.\s[^.!?]{4,50}[)\]]?|фото\sавтора)"
    rf"|(?:[Ff]oto|[Pp]hoto|[Ff]otograf[ií]a|Beeld|Bild)\s(?:di|de|von|van|par|por|by)\s{CAPITAL}[^.!?]{{3,50}}[)\]]?"
    rf"|(?<=[|/(]\s)(?:Archives?|Archivio|Archivo)\s{CAPITAL}[^.!?]{{2,40}}"
    rf"|(?:PHOTOS?|Photos?|FOTOS?|Fotos?)\s{CAPITAL}[\w.'’-]*"
    rf"(?:,?\s(?:{CAPITAL}[\w.'’-]*|pour|for|für|per|para|de|of)){{1,7}}[)\]]?"
    rf"|{CAPITAL}[\w.'’&-]*(?:\s{CAPITAL}[\w.'’&-]*){{0,3}}\s(?:file\s)?photo(?:\s?/\s?|\sby\s){CAPITAL}.{{3,40}}"
    rf"|(?:{CAPITAL}[\w.'’&-]*\s){{1,3}}(?:PHOTO|FOTO|PIC)S?\s?:\s?{CAPITAL}.{{3,50}}"
    rf"|©\s?{CAPITAL}[\w.'’-]*(?:\s{CAPITAL}[\w.'’-]*){{1,2}}\s(?:pour|for|für|per|para|/|\|)\s?{CAPITAL}.{{2,40}})"
)
"""`— PHOTO: R. READ`, `Foto:`, `FILE PHOTO | Post`, `PHOTO ADA QUILL, LE MATIN`, `Post photo by Ada Quill`,
`(foto di Ada Quill)`, `POST PHOTO: ADA QUILL`, `© Ada Quill pour Le Matin`, `| Archives Le Matin`."""
PLURAL = re.compile(r"(?:photos|fotos|images|pictures)\b", re.IGNORECASE)
"""`Photos: Opening night at the fair` points to others, as what stands below it does."""
BARRED = re.compile(r"\w+\s?\|")
"""`FOTOS | The fair in pictures`: what stands beside it does not."""
ENLARGE = re.compile(
    r"(?:Icon:\s)?(?:Enlarge(?: image| photo)?|Agrandir|Vergrößern|vergrößern|Ampliar|Ingrandisci|Vergroot|View image|"
    r"Image|Photo|Foto)"
)
"""The button of a picture."""
MANY_BETWEEN = 2
"""Lines of the page between headline and sentence from which it is no standfirst."""
NAMED_BELOW = re.compile(
    r"(?:Image caption|Media caption|Photo caption|Caption|Bildunterschrift|Légende|Leyenda|Didascalia)\s?[,:]?"
)
"""What a page prints above a caption."""
MARKER = re.compile(r"\[\s?(?:Image|IMAGE|Photo|PHOTO|Foto|FOTO|Picture|Bild|Kuva|写真|写真を拡大|사진|图|صورة)\s?\]")
"""What a browser prints where a picture is."""
PARTED = re.compile(r"\s?[/|]{1,2}\s?")
TO_READERS = re.compile(
    r"\b(?:we|our|you|your|opinions?|wir|unser\w*|Sie|Ihr\w*|nous|notre|vous|votre|nuestr\w+|usted)\b|^(?:Our|We|You)\b"
)
ENDS = (".", "!", "?", "…", ".”", '."', "。", ".)", "।")


def labelled_captions(units: Sequence[Unit], reach: range, labels: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Units that begin with a picture's label, each with a text behind it."""
    for i in reach:
        if i not in labels:
            yield from ((i, text) for text in parse_labelled_captions(units[i].text))


def loose_captions(
    units: Sequence[Unit], reach: range, inside: Set[int], labels: Mapping[int, str], chances: Sequence[float]
) -> Iterator[tuple[int, str]]:
    """Units that end like a picture's text with who took it: in the body only those whose form is sure, or who are not."""
    for i in reach:
        text = units[i].text
        unsure = chances[i] < SURE and ends_with_initial(text)
        if i in labels or (i in inside and not unsure and not ends_with_photographer(text)):
            continue
        if parse_loose_caption(units[i].text) is not None:
            yield i, units[i].text


def people_shown(
    units: Sequence[Unit], reach: range, inside: Set[int], labels: Mapping[int, str], chances: Sequence[float]
) -> Iterator[tuple[int, str]]:
    """Units that only say where a person is, without a verb and who took the picture, or end in the picture's day; of the body
    those not sure to be."""
    for i in reach:
        text = units[i].text
        if i in labels or (i in inside and chances[i] >= SURE_SHOWN):
            continue
        if shows_somebody(text) or (shows_day(text) and not (i in inside and chances[i] >= SURE)):
            yield i, text


def captions_beside_credits(
    units: Sequence[Unit],
    reach: range,
    inside: Set[int],
    labels: Mapping[int, str],
    chances: Sequence[float],
    head: int,
) -> Iterator[tuple[int, str]]:
    """The sentences right above or below lines that only say who took a picture, or only that there is one.

    Args:
        units: All units of the dump.
        reach: Those around the body that belong to the article.
        inside: Those of the body.
        labels: What is known of units; those labelled `caption` hold no other mark.
        chances: Of each unit, to be body.
        head: Index of the headline's last unit, or one before the first unit of reach.
    """
    taken: set[int] = set()
    labelled: set[int] = set()
    start = min(inside)

    def is_free(i: int | None, *, attached: bool) -> bool:
        if i is None or i in labels or i in taken or (i in inside and chances[i] >= SURE and not attached):
            return False
        text = units[i].text
        if len(text) > MAX_CHARS or (text.count(" ") <= MAX_DATE_BLANKS and find_dates(text)):
            return False
        worded = is_wording(text) or (CJK.search(text) is not None and len(text) >= MIN_CHARS_CJK)
        return worded and not phrase_hits(tokens_of(text)) and TO_READERS.search(text) is None

    def is_caption_below(i: int, *, sure: bool) -> bool:
        """Whether what stands right below a picture says what it shows, not the first words of a paragraph or a subhead."""
        words = len(tokens_of(units[i].text))
        told = sure or words < MIN_PARAGRAPH_WORDS or i not in inside or chances[i] < SURE_BELOW_PICTURE
        return (
            MIN_SHOWN_WORDS <= words <= MAX_SHOWN_WORDS
            and told
            and is_free(i, attached=True)
            and not _is_standfirst(units, i, head, start, labels)
        )

    for i in reach:
        kind = _picture_line(units[i], labels.get(i))
        above, below = beside(units, i, -NEAR, None), beside(units, i, NEAR, None)
        if not kind or (kind == "name" and i < start and not _may_be_picture(units, above, head)):
            continue
        before, behind = units[i].gap, units[below].gap if below is not None else MAX_GAP
        above_parted = above is not None and before == 0 < units[above].gap
        below_parted = behind == 0 < before
        fits_above = is_free(above, attached=above_parted) and not _is_standfirst(units, above, head, start, labels)
        named = NAMED_BELOW.fullmatch(units[i].text) is not None
        fits_below = is_free(below, attached=below_parted or named)
        if kind == "counter" and is_free(above, attached=False) and above is not None and KICKED.match(units[above].text):
            taken.add(above)
            yield above, units[above].text
        if kind in ("picture", "counter"):
            fits_above, fits_below = False, below == i + 1 and behind <= 1 and is_caption_below(below, sure=kind == "counter")
        elif kind == "sold" or (kind == "name" and i - 1 in labelled):
            fits_below = False  # `Foto:`, and who took it on the next line: what they credit stands above both
        elif kind == "marker":
            fits_above, fits_below = False, fits_below and behind <= 1 and (named or below_parted or below not in inside)
        elif fits_above and fits_below:
            fits_above = above not in inside and before <= behind if not above_parted else True
            fits_below = not fits_above
        elif below in inside and not below_parted and (behind > before or above in inside):
            fits_below = False  # the credit belongs to what is above
        found = above if fits_above else below if fits_below else None
        if found is not None:
            taken.add(found)
            labelled.add(i)
            yield found, units[found].text
            yield i, ""


def _may_be_picture(units: Sequence[Unit], above: int | None, head: int) -> bool:
    """Whether what stands above a name and a house reads or stands like a picture's text, as a sentence below who signs does."""
    if above is None:
        return False
    if KICKED.match(units[above].text) is not None or _is_pictured(units, above):
        return True
    told = units[above].text.endswith(ENDS) and is_wording(units[above].text)
    return told and any(
        looks_like_name(text) and begins_with_given_name(text) for text in (units[j].text for j in range(head + 1, above))
    )


def _picture_line(unit: Unit, label: str | None) -> str:
    """What a line says of a picture.

    Returns:
        `credit` for who took it, `name` for what may say so, `marker` for its place, `picture` for its name or address, `counter`
        for which of several it is, `sold` for where prints are to be had; else nothing.
    """
    text = unit.text
    if not text:
        return "picture" if unit.image else ""
    if len(text) > MAX_CREDIT_CHARS or label not in (None, "caption", "byline"):
        return ""
    if (text[-1].isdigit() or text[0].isdigit()) and COUNTER.fullmatch(text):
        return "counter"
    if SOLD.fullmatch(text):
        return "sold"
    if CREDIT.fullmatch(text):
        told = len(LOWER_WORD.findall(text)) >= MIN_TOLD and (BARRED.match(text) is not None or not PLURAL.match(text))
        return "" if told else "credit"  # `Photo: Ada Quill at the wheel of her ferry` is a caption itself
    if MARKER.fullmatch(text) or NAMED_BELOW.fullmatch(text):
        return "marker"
    caption = parse_caption(text)
    if caption is not None:
        return "credit" if caption.credit is not None and not caption.wording else ""
    if CREDIT_LINE.fullmatch(text) is None:
        return ""
    first, *others = PARTED.split(text.strip("()[]©"))
    people = [looks_like_name(part) and begins_with_given_name(part) for part in others]
    if people and all(people) and looks_like_name(first) and begins_with_given_name(first):
        return ""  # two who sign
    return "name" if looks_like_name(first) or (text.isupper() and any(people)) else ""


def _is_pictured(units: Sequence[Unit], i: int) -> bool:
    """Whether a picture or its button stands right above a unit."""
    above = beside(units, i, -NEAR, None)
    return (i > 0 and units[i - 1].image) or (above is not None and ENLARGE.fullmatch(units[above].text) is not None)


def _is_standfirst(units: Sequence[Unit], i: int | None, head: int, start: int, labels: Mapping[int, str]) -> bool:
    """Whether a unit is the first sentence below the headline, an editor's: unless another one or buttons stand above."""
    if i is None or not head < i <= start or not units[i].text.endswith(ENDS) or _is_pictured(units, i):
        return False
    between = [j for j in range(head + 1, i) if units[j].text and j not in labels]
    told = any(is_wording(units[j].text) and units[j].text.endswith(ENDS) for j in between)
    return not told and len(between) < MANY_BETWEEN
