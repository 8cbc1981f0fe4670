"""A line that is no paragraph of the story in; a picture's text out, with the credit that only its form and its place show."""

from __future__ import annotations

import re

from pipeline.marks.caption import LOWER_WORD, MAX_CAPTION_CHARACTERS, Caption, parse_caption
from pipeline.marks.given_names import begins_with_given_name
from pipeline.marks.people import looks_like_name, name_length

MIN_WORDING_WORDS, MAX_WORDING_CHARACTERS = 5, 330
MIN_LOWER_WORDS = 2
_SMALL_WORD = re.compile(r"(?<!\w)[a-zß-ÿά-ώа-яёіїєґ]{2,}")
"""Words in small letters that a picture's text has in scripts with capitals; a headline in capitals has none."""
CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
"""A pattern: one letter that is none of the Latin small ones."""
_PERSON = rf"{CAPITAL}[\w.'’‘-]*(?:\s(?:{CAPITAL}[\w.'’‘-]*|de|van|von|der|da|del|la|le|bin|al)){{1,3}}"
_HOUSE = rf"(?:the\s|for\s)?{CAPITAL}[\w.'’&-]*(?:[\s-](?:{CAPITAL}[\w.'’&-]*|of|the|and|de|du|del|di|da|des|en|à)){{0,4}}"
_GIVEN = r"(?:Submitted|Supplied|Provided|Contributed|Courtesy|Handout|File|Archives?|Staff|Reader)\b[^()\[\]]{0,50}"
_CREDIT = re.compile(
    rf"(?:\s*[(\[](?:(?P<name>{_PERSON})|{_GIVEN}|{_HOUSE}\s?:\s?{_PERSON}|(?:{_PERSON}|{_HOUSE})\s?[/,|–-]\s?{_HOUSE})[)\]]"
    rf"|(?<=[.!?”\"’'»)])\s?[-–—•|]\s?{CAPITAL}[\w.'’-]*(?:\s{CAPITAL}[\w.'’-]*){{1,3}}"
    rf"|(?:(?<=[.!?”\"’'»)])\s|\s?[-–—•|]\s){_PERSON}\s?(?:,|/|\||for)\s?{_HOUSE}"
    rf"|\s[-–—•|]\s{_HOUSE}\s?/\s?{_PERSON}"
    rf"|\s©\s?{_PERSON}(?:\s?/\s?{_HOUSE})?|(?<=[.!?”\"’'»)])\s[A-ZÀ-Þ]\.\s[A-ZÀ-Þ][A-ZÀ-Þ'’-]{{2,20}}"
    rf"|(?<=[.!?”\"’'»)])\s/\s[A-ZÀ-Þ](?:\.|[A-ZÀ-Þ]+)\s[A-ZÀ-Þ][A-ZÀ-Þ'’-]{{1,20}}"
    rf"|(?<=[.!?”\"’'»)])\s(?:Beeld|BEELD)\s{_PERSON}|(?<=[.!?»])\s(?:Фото\sавтора|(?:GETTY|REUTERS|EFE|AFP|EPA|AP)\Z)"
    r"|\s?[-–—|]?\s?[(\[]?(?:[Ff]otos?|FOTO|[Pp]hotos?|Imagine|Image|Bild|Ảnh|Kuva|Imagen|Immagine|"
    r"عکس|تصوير|फोटो|[Фф]ото|Φωτ\w*)\s?:\s?[^()\[\].!?]{2,70}[)\]]?"
    rf"|(?<=[.!?”»])\s(?:Photo|Foto)\s{_PERSON}(?:\s(?:pour|for|für|per|para)\s{_HOUSE})?|\s(?:독자|본인|업체|사진)\s?제공"
    rf"|(?<=[.!?”\"’'»)])\s{_HOUSE}\s(?:file\s)?(?:photo|PHOTO|Photo)s?"
    rf"(?:\s?[/|]\s?{_PERSON}|\s(?:by|BY)\s{_PERSON})?)\.?\Z"
)
"""`(Submitted by Lorne Reed)`, `(TPN: Ada Quill)`, `. Noah Poe, The Tidal Post`, `. NOAH POE / TIDAL POST`, `- JORGE QUILL`,
`• TPN / Ruben Poe`, `. Tidal Post photo/NOAH POE`."""
_AT_END = re.compile(
    rf"(?<=[.!?…”\"’'»)।])\s(?:(?:Photos?|Fotos?)\s{CAPITAL}[\w.'’-]*(?:\s{CAPITAL}[\w.'’-]*){{1,2}}"
    r"(?:\s?(?:pour|for|für|per|para|/)\s?.{2,40})?"
    r"|(?:फोटो|[Фф]ото|Φωτ\w*\.?|عکس|تصوير)\s?:\s?.{2,50}|[Фф]ото\sавтора"
    rf"|(?:FILE\s)?PHOTOS?\sBY\s[A-Z][A-Z .'’-]{{3,40}}(?:\s?[/|,]\s?{CAPITAL}.{{2,40}})?|/\s[A-ZÀ-Þ][A-ZÀ-Þ .'’&-]{{3,30}}"
    rf"|[-–—]\s{_PERSON}\s?/\s?{_HOUSE}|(?:Dessin|Drawing|Zeichnung|Dibujo)\s{_PERSON}"
    r"|[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{4,40}\s(?:POUR|FOR|FÜR|PER|PARA|VOOR)\s[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,40}|\[[^\[\]]{1,20}자료사진\])\*?\Z"
)
"""Who took the picture or drew it, behind the sentence that tells what it shows: so sure that a body's line is none either."""
_SCENE = re.compile(
    r"(?:,\s\d\d,)?(?:\s\([^()]{2,40}\))?(?:\s(?:and|und|et|y|e|en|og|och)\s[^\W\d_]\S+\s[^\W\d_]\S+)?\s(?:"
    r"in|at|outside|inside|beside|during|near|posing|poses|pictured|au|aux|à|dans|devant|lors|durante|ante|junto|vor|bei|im|am|auf|an|"
    r"nel|nella|nello|davanti|bij|tijdens|på|i|ved|foran|under|w|na|przed|podczas|em|no|na)\s(?P<where>\S.+)"
)
"""What follows a person's name in the text of a picture that shows where the person is."""
_VERB = re.compile(
    r"\b(?:said|says|told|is|was|are|were|has|had|will|would|ist|war|hat|wird|sagt|sagte|est|était|ont|es|era|fue|ha|è|heeft|är|var|har|er)\b",
    re.IGNORECASE,
)
_SECOND_SENTENCE = re.compile(r"[.!?…]\s+\S")
MIN_SCENE_WORDS, MAX_SCENE_WORDS, MAX_NAME_WORDS, MIN_WHERE_SMALL = 5, 24, 4, 2
_INITIALED = re.compile(r"(?<=[.!?”\"’'»)])\s[A-ZÀ-Þ]\.\s[A-ZÀ-Þ][A-ZÀ-Þ'’-]{2,20}\Z")
_DAY_AT_END = re.compile(r"[^\W\d_]\s\(\d{1,2}/\d{1,2}/(?:\d\d){1,2}\)\Z")
MAX_DATED_WORDS = 26
_PARTED = re.compile(r"\s?[/|]{1,2}\s?")
_LABEL = re.compile(
    r"(?:#?(?:CUTLINE|CAPTION|Caption|Légende|Legende|Bildunterschrift|Bildtext|Didascalia|Leyenda|Bijschrift|GRAPHIC|"
    r"Bild|Imagen|Immagine|(?:Colou?r|Black & White)\sPhoto|F[Oo][Tt][Oo]_?\d{0,2}|P[Hh][Oo][Tt][Oo]_?\d{0,2})\s?[:：]|"
    r"(?:BILD|KUVA|IMAGE|IMAGEN)\s?[:：](?=\s)|"
    r"(?:\[\d{1,3}\]\s?)?\[(?:photo|foto|image|bild|kuva|写真|FOTO|PHOTO|IMAGE|Photo|Foto|Image|Bild|Kuva|INLINE|"
    r"[\w-]{1,30}\.(?:jpe?g|png|gif))\]|"
    r"(?:Enlarge(?: image| photo)?|Agrandir|Vergrößern|Ampliar|Ingrandisci|Vergroot|View image)(?=\s[A-ZÀ-Þ]))\s*"
    r"(?:\S+\.(?:jpe?g|png|gif)\s*[|:]?\s*)?"
)
_NEXT = re.compile(r"\s?;\s(?=(?:Colou?r |Black & White )?(?:Photo|PHOTO|MAP|Map|CHART|Graphic|Fotogra\w+)\b)")
_OTHER = re.compile(r"(?:MAP|Map|CHART|Chart|DRAWING|Graphic|Fotogra\w+|Photographer)\b")


def parse_labelled_captions(line: str) -> tuple[str, ...]:
    """The picture's texts behind a label that databases, desks and pages print before them; empty where there is none.

    Args:
        line: `#CUTLINE: …`, `Colour Photo: … ; Colour Photo: …`, `FOTO_1: /2006/boat.jpg | …`, `Enlarge …`.
    """
    text = line.strip()
    label = _LABEL.match(text) if len(text) <= 2 * MAX_CAPTION_CHARACTERS else None
    if label is None:
        return ()
    parts = (_LABEL.sub("", part, count=1).strip() for part in _NEXT.split(text))
    return tuple(part for part in parts if is_wording(part) and _OTHER.match(part) is None)


def parse_loose_caption(line: str) -> Caption | None:
    """Read a picture's text that ends with who took it as few words as names are; None where it may be anything else.

    Args:
        line: One that is not of the story: in a paragraph the same words (`… he said. (Ada Quill)`) say nothing.
    """
    text = line.strip()
    if len(text) > MAX_WORDING_CHARACTERS:
        return None
    reach = max(0, len(text) - 90)
    found = _CREDIT.search(text, reach) or _AT_END.search(text, reach)
    if found is None:
        return None
    wording, credit = text[: found.start()].rstrip(" ,-–—•|"), text[found.start() :].strip(" ()[]-–—•|.")
    name = found.groupdict().get("name")
    if not is_wording(wording) or (name and not (looks_like_name(credit) and begins_with_given_name(credit))):
        return None
    return Caption(text, credit, (), wording)


def ends_with_photographer(line: str) -> bool:
    """Tell a picture's text that says who took it so that even a body's line is one: `(Ada Quill / The Tidal Post)`.

    Args:
        line: Any line.
    """
    text = line.strip()
    if len(text) > MAX_WORDING_CHARACTERS:
        return False
    if _AT_END.search(text, max(0, len(text) - 90)):
        return True
    if text[-1:] != ")":
        return False
    first, *others = _PARTED.split(text[text.rfind("(") + 1 : -1])
    return len(others) == 1 and looks_like_name(first)


def shows_somebody(line: str) -> bool:
    """Tell a picture's text that only says where a person is: `Ada Quill in her ferry at the north pier`.

    It has no verb, and more than the place from which a reporter signs (`Ada Quill in New York`). Of 40 such lines within
    articles on annotated pages the gold has none; names that no list of given names has are not told from other words.

    Args:
        line: Any line of an article.
    """
    text = line.strip(" *_")
    words = text.split()
    listed = text.endswith(("?", "!", ";", ",")) or any(sign in text for sign in ':"“„«”')
    if listed or not MIN_SCENE_WORDS <= len(words) <= MAX_SCENE_WORDS:
        return False
    length = name_length([word.rstrip(",") for word in words[: MAX_NAME_WORDS + 1]])
    name = " ".join(words[:length]).rstrip(",")
    if not 2 <= length <= MAX_NAME_WORDS or not begins_with_given_name(name):
        return False
    found = _SCENE.fullmatch(text, len(name))
    if found is None or _SECOND_SENTENCE.search(text) or _VERB.search(text, len(name)):
        return False
    return text.endswith(".") or len(LOWER_WORD.findall(found["where"])) >= MIN_WHERE_SMALL


def ends_with_initial(line: str) -> bool:
    """Tell a sentence behind which who took the picture stands with an initial: `The ferry on Monday night. A. QUILL`.

    Args:
        line: One that may be of the story, where the last sentence may be signed so too.
    """
    return len(line) <= MAX_WORDING_CHARACTERS and _INITIALED.search(line) is not None


def shows_day(line: str) -> bool:
    """Tell a picture's text that ends in its day and no stop, as papers of Indonesia print it: `… Kamis (8/10/2015)`.

    Args:
        line: One that may be of the story; there a stop follows the day.
    """
    return line.endswith(")") and line.count(" ") < MAX_DATED_WORDS and _DAY_AT_END.search(line) is not None and is_wording(line)


def is_wording(text: str) -> bool:
    """Whether a line can be what a picture shows: a few words that are no menu's and no headline's in capitals."""
    if len(text) > MAX_WORDING_CHARACTERS or text.count(" ") < MIN_WORDING_WORDS - 1:
        return False
    return len(_SMALL_WORD.findall(text)) >= MIN_LOWER_WORDS or text.upper() == text.lower()


def caption_wording(line: str) -> str:
    """A caption as the columns hold it without who took the picture."""
    caption = parse_caption(line) or parse_loose_caption(line)
    wording = caption.wording if caption is not None and caption.wording else line
    return next(iter(parse_labelled_captions(wording)), wording)
