"""A line in; a photo caption with its credit, out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pipeline.marks.agencies import agencies_in
from pipeline.marks.caption_east_asia import picture_end
from pipeline.marks.given_names import begins_with_given_name
from pipeline.marks.names_among import tells_who_wrote
from pipeline.marks.people import looks_like_name

MAX_CAPTION_CHARACTERS = 700
"""Agency captions run to 100 words; longer lines are paragraphs that mention a picture."""

BEFORE_CREDIT, BEFORE_CREDIT_EAST_ASIA = " \t\u00a0-–—|/·•([;,", " \u3000、（(＝=[【/ⓒ©-–—|"
"""What parts a picture's text from its credit."""

MAX_REMEMBERED = 1024
"""Lines of which the answer is remembered: several parts of the cleaner ask about the lines of one page."""
MAX_CREDIT_CHARACTERS = 120
"""From the first word of a photo credit to the line's end."""

_HOUSE = (
    r"Getty(?:\sImages)?|GETTY(?:\sIMAGES)?|AFP|Reuters|REUTERS|AP(?:\sPhoto|\sImages|\sFile)?|dpa(?:-Bildfunk|"
    r"-Zentralbild)?|EPA(?:-EFE)?|EFE|ANSA|LaPresse|Xinhua|Yonhap|Kyodo(?:\sNews)?|TASS|Sputnik|Anadolu(?:\sAgency|"
    r"\sImages)?|"
    r"PA(?:\sMedia|\sWire|\sImages)?|Bloomberg|Shutterstock|iStock(?:photo)?|Alamy(?:\sStock\sPhoto|\sLive\sNews)?|"
    r"imago(?:\simages)?|IMAGO|picture\salliance|NurPhoto|ZUMA(?:\sPress)?|Rex(?:\sFeatures)?|REX|WireImage|FilmMagic|"
    r"USA\sTODAY\s(?:Sports|NETWORK)|Imagn(?:\sImages)?|Unsplash|Pexels|Pixabay|Adobe\sStock|Keystone|KEYSTONE|"
    r"APA(?:images)?|SIPA(?:\sUSA)?|Sipa(?:\sUSA)?|SOPA\sImages|LightRocket|CQ-Roll\sCall(?:,\sInc)?|Corbis|"
    r"Hulton\sArchive|Belga(?:image)?|ANP|TT|NTB|"
    r"Ritzau(?:\sScanpix)?|Lehtikuva|PTI(?:\sPhoto)?|ANI|AAP(?:\sImage)?|The\sCanadian\sPress|Splash(?:\sNews)?|Backgrid|"
    r"Zentralbild|epd|KNA|NASA|Wikimedia(?:\sCommons)?|Flickr|Icon\sSportswire|Newscom|Polaris|Magnum(?:\sPhotos)?|Redux|"
    r"[Aa]rquivo|[Aa]rchivo|[Aa]rchivio|VCG|Ukrinform|UNIAN|Fotolia|Depositphotos|Dreamstime|Legion-Media|Google\s(?:Street\sView|Maps|Earth)|Cover-Images|Handout|Contributed|Courtesy|Pool|"
    r"POOL|via\sAP|THE\sASSOCIATED\sPRESS"
)
_LABEL_WORDS = (
    r"Photo(?:graph|graphy|s)?|PHOTO(?:GRAPH|S)?|Foto(?:s|grafie|grafía)?|FOTO|Image|Images|IMAGE|Imagen|Immagine|Imagem|"
    r"Bild(?:er)?|BILD|Bildquelle|Bildrechte|Bildnachweis|Picture|Pictures|PICTURE|Pic|Credit|CREDIT|"
    r"(?:Image|Photo|Picture|Media|Video)\s[Cc]redits?|(?:Image|Photo|Bild)\s?[Ss]ource|Courtesy|Titelbild|Symbolbild|"
    r"Symbolfoto|Archivbild|Archivfoto|Crédit(?:s)?(?:\sphoto)?|Crédito|Crédits|Foto\sde|Zdjęcie|Fot\.|Фото|Снимок|Bilde|"
    r"Billede|Kuva|Beeld|Fotó|Kép|Fotografija|Illustration|"
    r"Kredit|Fotoğraf|צילום|צילומים|Φωτογραφία|Φωτογραφίες|ภาพ|写真|摄影|摄|図|图|사진|صورة|الصورة"
)
_END = (
    r"[\s.)\]】»\"”|]*(?:(?:,?\s?opens new tab|Purchase Licensing Rights.*|Acquire Licensing Rights.*|Read [Mm]ore|"
    r"Show [Mm]ore|Close|Hide caption|hide caption|toggle caption|TPX IMAGES OF THE DAY|Share|"
    r"Reproduction.{0,40})[\s.,]*)*$"
)
_CAPITALISED = r"[A-ZÀ-Þ][\w.’'‘-]*(?:,?\s(?:[A-ZÀ-Þ][\w.’'‘-]*|&|van|von|de|der|den|da|al|el|bin)){0,5}"
"""A photographer or a house: words with capitals."""
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # REUTERS/Jo Lens, REUTERS/Jo Lens/File Photo
        rf"(?P<credit>[(\[]?\b(?:Credit\s?:\s?)?(?:REUTERS|Reuters|AFP|EPA|dpa|AP|EFE|"
        rf"PA)\s?/\s?[A-ZÀ-Þ][\w.’'/ -]{{2,60}}){_END}",
        # (AP Photo/Jo Lens), (Photo by Jo Lens/Getty Images), [Photo by Jo Lens], (Foto: …)
        rf"(?P<credit>[(\[【（](?:(?:AP|AFP|PTI|Reuters|File|Courtesy|Staff|Handout|Supplied|Screenshot|"
        rf"{_LABEL_WORDS})\b[\s/:—-]?[^()\[\]]{{0,110}}|[^()\[\]]{{2,70}}(?:/|\svia\s|\s[-–|]\s|,\s)\s?(?:{_HOUSE})|"
        rf"(?:{_HOUSE})|[^()\[\]]{{2,40}}(?:\sphoto|\sPhoto|\sPHOTO)s?(?:\sby\s[A-ZÀ-Þ][^()\[\].!?]{{2,40}})?|"
        rf"(?:foto|photo)\s(?:(?:di|de|von|by|par)\s)?[A-ZÀ-Þ][^()\[\].!?]{{2,40}})[)\]】）]){_END}",
        # Photo: Jo Lens / Agency; Foto: dpa; Image source, Jo Lens; Credit: X/Getty
        rf"(?![a-z\s])(?:^|(?<=[\s.|©a-zß\"”’')]))(?P<credit>(?:{_LABEL_WORDS})\s?(?:[:：©/]|(?<=[sS]ource),(?=\s)|\s[bB]y\b\s?:?|\s[vV]on\b|\sde\b|"
        rf"\scourtesy\sof\b|\sof\b(?=.*/))\s?(?=[^\s])[^.!?]{{1,110}}(?:\.[^.!?\s]{{1,30}})*){_END}",
        # Jo Lens/Getty Images, Jo Lens / AFP via Getty Images, Jo Lens, AP, Jo Lens via Reuters
        rf"(?P<credit>(?:©\s?|\([cC]\)\s?)?{_CAPITALISED}(?:\s?/\s?{_CAPITALISED}){{0,2}}"
        rf"(?:\s?/\s?|\s\|\s|\svia\s|\s?[-–—]\s|,\s(?=AP|ASSOC))(?:{_HOUSE}|ASSOCIATED\sPRESS)(?:(?:\s?[/|,-]\s?|\svia\s|\sfor\s)"
        rf"[\w.’'& -]{{2,50}})?){_END}",
        # Getty Images, Getty Images/iStockphoto
        rf"(?P<credit>(?:©\s?)?\b(?:Getty\sImages(?:\s?[/|]\s?\w[\w\s./|-]{{1,50}})?|"
        rf"[Pp]icture\s?[Aa]lliance(?:\s?/\s?\w[\w\s./|-]{{1,50}})|Shutterstock(?:\.com)?|iStock(?:photo)?|"
        rf"Alamy(?:\sStock\sPhoto)?|AP\sPhoto(?:/[\w .-]{{2,40}})?|Reuters\s(?:file\s)?pic|AFP\spic|File\s[Pp]hoto|"
        rf"FILE\sPHOTO|file\sphoto|Archivfoto|Archivbild|Symbolbild|Symbolfoto|Handout)){_END}",
        # (Fot. Jo Lens / Harbour Post), fot. Jo Lens/AG
        rf"(?:^|(?<=[\s.|]))(?P<credit>[(\[]?\b[Ff]ot\.\s?[^()\[\].!?]{{2,80}}[)\]]?){_END}",
        # © Photo Jo Lens, © Crédit photo : Jo Lens; … jeudi soir. Photo Jo Lens
        rf"(?P<credit>©\s?(?:[Pp]hotos?|[Cc]rédits?(?:\s[Pp]hotos?)?|[Ff]otos?)\s?:?\s{_CAPITALISED}){_END}",
        rf"(?:(?<=[.!?»…]\s)|(?<=[.!?»…]\s[-–—]\s))(?P<credit>(?:[Pp]hotos?|PHOTOS?|Ph\.)\s{_CAPITALISED}){_END}",
        # … on Monday. PHOTO | JO LENS | HARBOUR MEDIA GROUP; … leží na poli. | foto: Jo Lens, Severní post
        rf"(?<=[.!?”\"’']\s)(?P<credit>(?:FILE\s)?(?:PHOTOS?|PIC)\s\|\s[A-ZÀ-Þ][A-ZÀ-Þ .,'’&/|-]{{2,80}}){_END}",
        rf"\|\s?(?P<credit>foto:\s?[^|.!?:]{{2,80}}){_END}",
        # © Jo Lens/dpa, © picture alliance
        rf"(?P<credit>©\s?[^\s\d][^.!?©]{{1,80}}?(?:/|\|)\s?[\w][\w.\s-]{{1,40}}){_END}",
        # … an der Messstelle. © Jo Lens, © Jo Lens für Harbour Post
        rf"(?<=[.!?”\"'»)]\s)(?P<credit>©\s?{_CAPITALISED}(?:\s(?:für|for|pour|per|para|voor)\s{_CAPITALISED})?){_END}",
    )
)
_SIGNS = (
    *(("/",), tuple("([【（"), ("",), ("/", "|", "via", "-", "–", "—", "AP", "ASSOC")),
    ("Getty", "lliance", "Shutterstock", "iStock", "Alamy", "AP", "Reuters", "AFP", "ile", "FILE", "rchiv", "ymbol", "Handout"),
    *(("ot.",), ("©",), ("hoto", "PHOTO", "Ph."), ("PHOTO", "PIC"), ("foto:",), ("©",), ("©",)),
)
"""For each of `_PATTERNS` what it cannot match without one of; nothing, where no few signs are common to it."""
_LEADING = re.compile(
    r"^\s*(?:\[\d+/\d+\]\s?)?(?P<label>FILE PHOTO\s?:|FILE\s[-–—]|FILE:|File photo\s?[:.]|Image source,|"
    r"image source(?=\s[A-Z])|(?P<named>(?:[Ii]mage|[Mm]edia|Photo) caption(?=[,:]?\s[A-Z])[,:]?|"
    r"(?:Bildunterschrift:\s)?Großansicht des Bildes(?: mit der Bildunterschrift)?\s?:)|Image caption,?|"
    r"Media caption,?|Image:|Photo caption:?|Caption:|\[\d+/\d+\]|Image copyright|Bildunterschrift:|Symbolbild:|"
    r"Archivbild:|Archivfoto:|Foto de archivo|Legende:|Bild \d+ von \d+|Photo \d+ of \d+|Image \d+ of \d+|\(Symbolbild\)|"
    r"LÉGENDE|Picture of\s(?=[A-Z])|【(?:写真|画像|動画|圖|图)[^】]{0,12}】)"
)
_PLACE_AND_DAY = re.compile(
    r"^[A-Z][A-Z ,.'-]{3,50}\s[-–—]\s(?:JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|"
    r"DECEMBER|[A-Z]{3})\.? \d{1,2}(?:, (?:19|20)\d\d)?\s?:"
)
_LABELLED = re.compile(
    r"(?:Photo|PHOTO|Photograph|Foto|FOTO|Image|Imagen|Bild|BILD|Picture|写真)\s?[:：]\s?(?P<wording>\S.{10,500}?)[(（](?P<credit>[^()（）]{3,70})[)）]\.?\Z"
)
"""`Photo: The mayor opens the bridge. (Jo Lens/The Tidal Post)`: a label, a sentence, and who took it."""
_NAMED = re.compile(rf"(?<=[.!?”\"’]\s)[(](?P<credit>(?P<name>{_CAPITALISED})\s?/\s?{_CAPITALISED})[)]\Z")
"""`The ferry sits idle on Monday. (Ann Poe / The Tidal Post)`, as papers credit their own photographers."""
_LABEL = re.compile(rf"[Ff]ot\.|(?:{_LABEL_WORDS})(?!\w)")
_COLON_LABEL = re.compile(rf"(?:{_LABEL_WORDS})\s?[:：]\s?")
LOWER_WORD = re.compile(r"(?<!\w)[a-zß-ÿ]{2,}")
MIN_TOLD = 4
"""Words in small letters behind a label that tell what a picture shows; a photographer, a house and a year have fewer."""
_SENTENCE_IN_CREDIT = re.compile(r"(?<=[^\W\d_]{2})[.!?]\s(?=[A-ZÀ-Þ])|(?<=\.[A-Z])\.\s(?=[A-ZÀ-Þ])")
"""The picture's text ends within what was read as names: `… Los Angeles, California. Jo Lens/Getty Images`."""
_LABEL_END = re.compile(rf"[\s(\[|]*\b(?:Photographer|{_LABEL_WORDS})(?:\s?[:：]|\s[bB]y\s?:?)\s*\Z|\s*\([cC]\)\s*\Z")
_NAME_END = re.compile(rf"(?:\A|(?<=[.!?]\s))(?P<name>{_CAPITALISED})\Z")
_OPEN_END = re.compile(
    r"\s(?:by|in|at|of|on|to|the|a|an|and|from|with|for|via|near|von|vom|in|im|am|bei|der|die|das|und|mit|aus|zu|de|du|des|la|le|les|à|et|"
    r"el|los|en|del|di|da|il|e|y|van|het|een|op|i|på|och|w|z)\Z|:\Z"
)
"""A picture's text does not end so: the credit begins later than it seems."""
MAX_NAMED_CHARACTERS = 220
"""Of the text before such a credit: longer, it is a paragraph to which a picture's text was glued."""
_QUICK = re.compile(
    r"p(?:hoto|ictur|ic\b|a(?<=dpa)|tion(?<=aption))|dit(?<=r[eé]dit)|foto|fot\.|mag(?<=[Ii]mag)|uters(?<=euters)|bild|k(?<=stock)|"
    r"/\s?[A-Z]|P(?:hoto|HOTO|ictur|ic\b|h\.)|F(?:oto|OTO|ILE|ot\.)|A(?:FP|P\b(?<=\bAP)|lamy)|IMAG|B(?:ild|eeld)|RE(?:DIT|UTERS)|"
    r"G(?:etty|ETTY|oogle\s)|EPA|©|\([cC]\)|Courtesy|Handout|Kuva|Unsplash|Legende|写真|画像|動画|【|摄|사진|Фото|צילו|Φωτ|صورة|r(?:quivo|chivi?o)"
)
"""Every word begins with a plain character, and a rare one where it can: so the search engine skips to these characters, where it
would otherwise try all words at each (eight times as long). Words that begin alike stand together."""
_HEAD_OF_MAIL = re.compile(r"(?:Path|From|To|Cc|Sender|Reply-To|Organization|Subject|Newsgroups|Return-Path|Received):\s")
"""`From: news@harbour.example (Reuters)` signs a posting."""
_SLUG = re.compile(r"[A-Z]{2,4}\d{3,5}\s+\d\s+[a-z]\s+\d{3,4}\b|[a-z]{3}\d{4}\s+\d\s+[a-z]{2}\s+\d+\b")
"""The numbers a wire prints above a dispatch: `FRS0412 4 i 0219 HBR / AFP-GT07`, `bdt0312 4 pl 234 dpa 0512`."""
_PICTURE = re.compile(
    r"\[\s?(?:image|img|picture|photo|foto|bild|imagen|imagem)\s?:\s*(?P<name>[^\[\]]{4,300}?)\s?\]\Z", re.IGNORECASE
)
_STOP_WITHIN = re.compile(r"(?<!\b[A-ZÀ-Þ])\. ")
"""Within a credit, but for those of initials."""
_SENTENCE = re.compile(r"(?:said|says|told|announced|reported|sagte|teilte|according)\b")


@dataclass(frozen=True, slots=True)
class Caption:
    """A photo caption."""

    text: str
    """The whole line as printed, with its credit."""
    credit: str | None
    """The photo credit as printed; None where only a label (`FILE -`) shows that this is a caption."""
    agencies: tuple[str, ...]
    """Ids of the wire agencies in the credit: they supplied the picture, not the story."""
    wording: str
    """The line without its credit, and the label before it; empty where nothing else stands there."""


@lru_cache(MAX_REMEMBERED)
def parse_caption(line: str) -> Caption | None:
    """Read a line that is a photo caption or a photo credit.

    Args:
        line: one line. There must be positive evidence: a credit at its end, a label such as `FILE PHOTO:` or `Image source,`
            at its start, or a picture's place and day. A plain descriptive sentence is None even under a picture.
    """
    text = line.strip()
    if not 4 <= len(text) <= MAX_CAPTION_CHARACTERS or tells_who_wrote(text):
        return None
    if not text.isascii() and (end := picture_end(text)) is not None:
        return Caption(text, end.credit, agencies_in(unicodedata.normalize("NFKC", end.credit or "")), _closed(text[: end.start]))
    if not _QUICK.search(text):
        return None
    if _HEAD_OF_MAIL.match(text) or _SLUG.match(text):
        return None
    if (found := _credit(text)) is not None:
        start, credit = found
        start = _later_start(text, start)
        credit = text[start:].strip() if start > found[0] else credit
        return Caption(text, credit, agencies_in(credit), _without_credit(text, start))
    if (labelled := _LABELLED.match(text)) is not None:
        credit = labelled["credit"].strip()
        return Caption(text, credit, agencies_in(credit), labelled["wording"].rstrip(BEFORE_CREDIT))
    named = _NAMED.search(text, max(0, len(text) - MAX_CREDIT_CHARACTERS)) if text[-1] == ")" and "/" in text else None
    if (
        named is not None
        and named.start() <= MAX_NAMED_CHARACTERS
        and looks_like_name(named["name"])
        and begins_with_given_name(named["name"])
    ):
        return Caption(text, named["credit"], (), text[: named.start()].rstrip())
    leading = _LEADING.match(text)
    if leading is not None and leading["named"]:
        return Caption(text, None, (), text[leading.end() :].strip())
    if leading is not None or _PLACE_AND_DAY.match(text):
        return Caption(text, None, (), text)
    return None


def _later_start(text: str, start: int) -> int:
    """Where names begin that were read together with the end of the sentence before: `… in California. Jo Lens/Getty`."""
    if text[start] in "([【（©" or _LABEL.match(text, start):
        return start
    return max((found.end() for found in _SENTENCE_IN_CREDIT.finditer(text, start)), default=start)


def _without_credit(text: str, start: int) -> str:
    """The wording of a line before the credit that begins at `start`, or before another; the line itself where it is unsure."""
    told = _COLON_LABEL.match(text[start:])
    if told is not None and len(LOWER_WORD.findall(text, start + told.end())) >= MIN_TOLD:
        return text  # `PHOTO: The mayor opens the new pier`: what the picture shows
    wording = _LABEL_END.sub("", text[:start]).rstrip(BEFORE_CREDIT)
    if (
        text[:start].rstrip().endswith("|")
        and (named := _NAME_END.search(wording)) is not None
        and looks_like_name(named["name"])
    ):
        wording = wording[: named.start()].rstrip(BEFORE_CREDIT)  # `… a year ago. Jo Lens | Moment | Getty Images`
    again = _credit(wording)
    if again is not None and _COLON_LABEL.match(wording[again[0] :]) is None:
        wording = _LABEL_END.sub("", wording[: again[0]]).rstrip(BEFORE_CREDIT)
    return text if _OPEN_END.search(wording) else wording


def _closed(wording: str) -> str:
    """The wording before a credit of East Asia, without what parts the two: `新しい橋（１０月、` is `新しい橋（１０月）`."""
    bare = wording.rstrip(BEFORE_CREDIT_EAST_ASIA)
    if bare.count("（") > bare.count("）") and not wording.endswith("（"):
        bare += "）"
    return bare


def _credit(text: str) -> tuple[int, str] | None:
    """Find the photo credit that ends the line, and where it begins."""
    start = max(0, len(text) - MAX_CREDIT_CHARACTERS - 60)
    credits = [
        (found.start("credit"), found["credit"].strip())
        for pattern, signs in zip(_PATTERNS, _SIGNS, strict=True)
        if any(sign in text for sign in signs) and (found := pattern.search(text, start)) is not None
    ]
    fit = [
        (begin, credit) for begin, credit in credits if not _SENTENCE.search(credit) and len(_STOP_WITHIN.findall(credit)) <= 1
    ]
    if not fit:
        return None
    begin, credit = min(fit)
    return begin, credit.strip("()[]【】（） ") if credit[0] in "([【（" else credit


def picture_name(line: str) -> str | None:
    """Read `[image: The bell of the old ferry]`, as text browsers print a picture; None where a line is something else."""
    found = _PICTURE.match(line)
    return found["name"] if found is not None else None
