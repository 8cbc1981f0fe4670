"""A line in; the people and agencies of a byline out ("By Jane Doe and John Roe", "Jane Doe, Staff Writer", "Von dpa")."""

from __future__ import annotations

import re

from pipeline.marks.agencies import agencies_in, agency_id
from pipeline.marks.byline_scripts import byline_behind_label, byline_of_script
from pipeline.marks.calendar_names import month_number, weekdays_named
from pipeline.marks.dateline import split_dateline
from pipeline.marks.dateline_scripts import correspondent
from pipeline.marks.dates import find_dates
from pipeline.marks.given_names import begins_with_given_name
from pipeline.marks.name_first import parse_name_first
from pipeline.marks.names_among import without_who_drew
from pipeline.marks.people import is_surely_a_name, looks_like_name, written_name
from pipeline.marks.signature import EDGE, LOWER_WORDS, OUTLET_WORDS, ROLE, Byline, cut_name, is_role, unglue

__all__ = ["Byline", "parse_byline", "split_glued_byline", "split_leading_byline"]

MAX_BYLINE_CHARACTERS = 240
"""A byline with six authors and their papers is shorter; longer lines are sentences."""

MAX_SHORT_NAME = 3
MAX_LOWER_TAIL_WORDS = 6
"""Ordinary words that may follow the names ("in Berlin", "for the Harbour Times"); more make a sentence."""

_PREFIX = re.compile(
    r"""
    (?P<by>(?:(?:[A-Z][a-z]+\s|Words\sand\s\w+\s)?(?:[Ww]ritten|[Ww]ords|[Tt]ext|[Ss]tory(?:\sand\s(?:photos|photographs|pictures|images))?|[Qq]uestions|[Cc]ompiled|[Rr]eport|[Rr]eported|
        [Pp]osted|[Pp]ublished|[Nn]ews|[Rr]eview|[Rr]eviewed|[Aa]nalysis|[Oo]pinion|[Cc]olumn|[Ff]eature|
        [Ii]nterview|[Cc]ommentary|[Aa]uthored|[Ee]ssay|[Ss]ubmitted|[Cc]ontributed|[Pp]osted\son\s.{6,30}|
            [Aa]rticle)\s+)?(?:By|by|BY)(?:\s*:\s*|\s+|(?=[A-Z][a-z]))(?!\s))
  | (?P<label>(?:Author|AUTHOR|Authors|Byline|BYLINE|
      Autor|Autorin|Autoren|Autorinnen|Autoři|Autore|Auteur|Auteurs|Auteur\(s\)|Author\(s\)|Autor\(es\)|Autora|Autores|Auteure|
      Автор|Авторы|Автори|Reporter|Writer|Words|Interview|Entrevista|Intervista|Entretien|Gespräch|Protokoll|
      Reportage|Aufgezeichnet\svon|Opgetekend\sdoor|Rozmawiała?(?=\s)|Text\sund\sFotos?|Words\sand\spictures|Text|TEXT|Texte|Texto|Testo|Tekst|Teksti|Text\soch\sfoto|Tekst\sog\sfoto|Teksti\sja\skuvat?|Tekst\sen\sfoto[’']?s|
            Testo\se\sfoto|Texto\sy\sfotos?|Texte\set\sphotos?|Von|Foto\sund\sText|Szerző|Yazan|Redacción|
        Rédaction|Schrijver|Skribent|Penulis|Oleh|Autorin/Autor(?=\s)|Verfasst\svon|(?:Kolumne|Gastbeitrag|
            Gastkommentar|Reportage|Essay|Glosse|Bericht|Leitartikel|Porträt|Rezension)\svon|
        Geschrieben\svon|Ein\sBeitrag\svon|Ein\sArtikel\svon|
            Eine\sAnalyse\svon|Ein\sKommentar\svon|Ein\sInterview\svon|Kommentar\svon|Text\svon|Aus\s\w+\sberichtet|
            Escrito\spor|Publicado\spor|Publié\spar|Écrit\spar|Scritto\sda|Pubblicato\sda|A\scura\sdi|
        Ρεπορτάζ|Κείμενο|Συνέντευξη|Аутор|Пише|Piše|Napisala?|Írta|Szöveg|Höfundur|Opracowa(?:nie|ł|ła)|Chi\sscrive|Pisze|
            Tekst\si\szdjęcia|Words\sand\spictures|Интервью|
        Geschreven\sdoor|Skrevet\saf|Skrevet\sav|Skriven\sav|Autorius|Автор\sтекста|Текст)(?:\s*[:：]\s*|
            (?<=[vdpo][oaeu][nrim])\s+|(?<=di)\s+|(?<=af)\s+|(?<=av)\s+|(?<=Oleh)\s+|(?<=berichtet)\s+|(?<=/Autor)\s+|(?<=Rozmawiał)\s+|(?<=Rozmawiała)\s+|(?<=door)\s+))
  | (?P<told>(?:Das\s(?:Interview|Gespräch)\sführten?|Die\sFragen\sstellten?|(?:Das\s)?Interview\svon|[Pp]ropos\srecueillis\spar|
      Recueilli\spar|Entretien\sréalisé\spar|Intervista\s(?:di|a\scura\sdi)|Entrevista\s(?:de|por)|[Aa]s\stold\sto|
      Scris\sde|Scritto\sda|Ricetta\sdi|Geplaatst\sdoor|Беседовал[аи]?|Подготовил[аи]?|Записал[аи]?|Mit\s[A-ZÀ-Þ][^.:]{3,60}?\ssprach(?:en)?|
      (?:OPINION|ANALYSIS|COMMENTARY|COLUMN|REVIEW|STORY)\sBY)\s?:?\s+)
  | (?P<de>[Vv]on|VON)\s+ | (?P<fr>[Pp]ar|PAR)(?:\s?:\s?|\s+) | (?P<es>[Pp]or|POR)(?:\s?:\s?|\s+)
  | (?P<it>[Dd]i|DI|[Dd]al(?=\snostr))(?:\s?:\s?|\s+) | (?P<nl>[Dd]oor|DOOR|[Vv]an(?=\sonze\s))(?:\s?:\s?|\s+)
  | (?P<av>[Aa]v|[Aa]f|AV|AF)(?:\s?:\s?|\s+)
  | (?P<bg>[Оо]т)\s+(?=[А-Я]) | (?P<sw>Na)\s+(?=[A-Z])
  | (?P<ro>De|de)\s+(?=\w) | (?P<pl>[Pp]rzez|[Oo]d)\s+
    """,
    re.VERBOSE,
)
_SURE = frozenset(("by", "label", "told"))
"""Prefixes that introduce a name in any language."""
_LANGUAGES_OF_PREFIX = {
    "de": ("de",),
    "fr": ("fr",),
    "es": ("es", "pt", "ca", "gl"),
    "it": ("it",),
    "nl": ("nl",),
    "av": ("sv", "no", "nb", "nn", "da"),
    "ro": ("ro", "fr", "es"),
    "pl": ("pl", "hr"),
    "bg": ("bg", "mk"),
    "sw": ("sw",),
}
_NEEDS_LANGUAGE = frozenset(("ro", "pl", "bg", "sw"))
"""Prefixes that are too common as words or as parts of names ("De Gaulle") to be read without knowing the language."""

_GREEK_BYLINE = re.compile(
    r"^(?:Του|Της|Των|ΤΟΥ|ΤΗΣ|ΤΩΝ|(?:Γράφ(?:ει|ουν)|ΓΡΑΦ(?:ΕΙ|ΟΥΝ))(?:\s(?:ο|η|οι|Ο|Η|ΟΙ))?\s?:?)\s+(?=[Α-ΩΆΈΉΊΌΎΏ][^\W\d_]+\s[Α-ΩΆΈΉΊΌΎΏ])"
)
"""Greek signs in the genitive, or says who writes: `Της Ελένης …`, `Γράφει η Ελένη …`."""
_RUSSIAN_NAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_REPORTERS = re.compile(
    r"[（(]\s*(?:记者|記者)\s?(?P<chinese>[\u4e00-\u9fff]{2,4}(?:[、，,\s]+(?!通[讯訊]|[实實]习|[摄攝]|[报報]道|文[/／])[\u4e00-\u9fff]{2,4}){0,4})"
    r"\s*(?:(?:通[讯訊]|[实實]习|[摄攝]|[报報]道|文[/／])[^）)]{0,16})?[）)]"
    r"|[)\]】]\s*(?P<korean>[\uac00-\ud7af]{2,4}(?:[·,\s]+[\uac00-\ud7af]{2,4}){0,3})\s(?:선임\s?|인턴\s?)?기자(?:\s|=|$)"
    rf"|[-–—]\s*[^,.–—]{{3,24}},\s(?P<russian>{_RUSSIAN_NAME})\.\s?$"
    rf"|/(?:[Сс]пец)?\.?[Кк]орр\.?\s?[^/]{{0,24}}?(?P<slashed>{_RUSSIAN_NAME}(?:,\s{_RUSSIAN_NAME}){{0,3}})/"
    rf"|/(?P<before>{_RUSSIAN_NAME})(?:\s-\s[^/]{{2,20}})?/"
    r"|correspondents?\s(?P<english>[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){1,3}(?:\sand\s[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){1,3})?)/"
)
"""In datelines of Chinese, Korean and Russian wires."""
_TAIWANESE = re.compile(
    r"[〔［\[（(【](?:記者|记者)(?P<names>[\u4e00-\u9fff]{2,4}(?:[、，,][\u4e00-\u9fff]{2,4}){0,4})"
    r"[／/](?:[\u4e00-\u9fff]{0,8}?)(?:報導|報道|报道|特稿|電|电)[〕］\]）)】]\s*(?=\S)"
)
"""`〔記者王小明／台北報導〕…`."""

_GROUPS = re.compile(
    r"(?<!\w)(?:staff|team|desk|bureau|newsroom|editors?|editorial|board|agencies|agency|correspondents?|reporters?|"
    r"redaktion|redacción|rédaction|redazione|redactie|redação|"
    r"agenturen|agences|agencias|agenzie|news|wire|wires|service|services|associated|guest|contributor|admin|webdesk|"
    r"web desk|online|digital|writers?)(?!\w)",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"(?:[|•·]\s*|\d\s+|ago\s+|[ap]\.?m\.?\s+|[A-Z]{2,4}\s+|"
    r"^[A-ZÀ-Þ][\w.'’-]+\s(?:[A-ZÀ-Þ][\w.'’-]*\s){1,2})(?P<by>(?:[Ww]ritten|[Pp]ublished|[Pp]osted|"
    r"[Ss]tory)?\s?\b[Bb]y\s*:?\s+(?=[A-ZÀ-Þ]))"
)
"""A byline behind the date or the labels of its line ("Dec 3, 2024 | By Jane Doe")."""
MAX_BEFORE_CHARACTERS = 80
MAX_INSIDE_CHARACTERS = 160
"""Longer lines that hold "by" and a name are sentences."""
_SPLIT = re.compile(
    r"\s*(?:,(?!\s*(?:Jr|Sr|II|III|IV|MD|M\.D|PhD|Ph\.D)\b)|;|/|&|\+|\bund\b|\b[Aa]nd\b|\bAND\b|\bUND\b|\bet\b|\by\b|\bed?\b|"
    r"\ben\b|\bog\b|\boch\b|\bja\b|\bve\b|\bdan\b|\bи\b|\bі\b|\bwith\b|\bWith\b|\bmit\b|\bavec\b|\bcon\b|\bby\b|\bBy\b)\s*"
)
_HARD_END = re.compile(
    r"\s*(?:[|•·∙●‖»›>:(\[–—]|\s-+\s|\\-|(?<=[^\W\d_]{3})\.\s|\s{3,}|\t"
    r"|(?:Published|PUBLISHED|Updated|UPDATED|Posted|POSTED|Last updated|Veröffentlicht|Publié|Publicado|Modified|"
    r"First published|Contact|Follow|Email|View|See|Source)\b"
    r"|\bil\s(?=\d)|\b(?:last\supdated|published|updated|posted|on|at)\s(?=\S*\s?\d|[A-Z][a-z]{2,8}\b)"
    r"|(?:Foto|Fotos|Photo|Photos|Bild|Bilder|Kuvat?|Fotografie|Fotografía)\s?[:/]"
    r"|\bFor\s|\bfor\s|\bin\s|\bIn\s|\bfrom\s|\baus\s|\bà\s|\bbei\s|\bof\sthe\s|\bof\s|\bat\s|\bas told to\b|\bvia\b|\bauf\b"
    r"|\S+@\S+|@\w|https?:|\bwww\.|\d)"
)
_QUARTERS = frozenset(("north", "south", "east", "west", "central", "nord", "süd", "sud", "est", "ouest", "norte", "sur", "sul"))
"""With what the names of towns and districts end; after a given name it is a surname (`Kay West`)."""
_FROM_PLACE = re.compile(r"(?:de|do|da|em|no|na|en|desde)\s[A-ZÀ-Þ][\w.'’-]+")
"""`Por Ana Poe, de Brasília`."""
_OWN_REPORTER = re.compile(
    r"(?:unser(?:em|er|en)|notre|nuestr[oa]|onze|nostr[oa])\s(?:[\w-]*(?:mitglied|redakteur|mitarbeiter|korrespondent|reporter|"
    r"berichterstatter|correspondant|envoyée?|corresponsal|enviad[oa]|redactora?|verslagge[ef]\w*|correspondente?|"
    r"redac(?:teur|trice)|medewerk(?:er|ster)|inviat[oa]|"
    r"corrispondente)(?:in|en|e)?\s(?:spéciale?\s|especial\s)?)(?=[A-ZÀ-Þ])",
    re.IGNORECASE,
)
"""`Von unserem Redaktionsmitglied Ann Poe`."""
_DEGREE_BEFORE = re.compile(r"\A(?:Mag\.|DI|Dipl\.-\w+\.)\s(?=[A-ZÀ-Þ])")
"""Austrian degrees, which read like a short first name."""
_ASIDE = re.compile(r"\s\((?:now|earlier|[Tt]exte?|[Tt]exto|[Tt]esto|[Tt]ekst|\d{1,2}[a-z])\)")
"""What each of several did, or a pupil's class: `Ada Quill (now) and Jo Reed (earlier)`."""
_BEFORE_CAPITALS = re.compile(r"\s+(?=[A-ZÀ-Þ]{3})")
_BETWEEN_NAMES = re.compile(
    r"\s(?:in|aus|à|from)\s[A-ZÀ-Þ][\w.’'-]+(?:\s[A-ZÀ-Þ][\w.’'-]+){0,2}(?=\s*(?:[,;&]|\b(?:and|und|et|y)\s+[A-ZÀ-Þ]))"
)
_GLUED_BY = re.compile(
    r"(?P<title>.*?[^\s|•·–—-])(?P<gap>[\s|•·–—-]*)(?P<byline>(?:\bBy|(?<=[a-zß-ÿ0-9.!?’'”\"])By|(?<=[A-Z]{2})By|\bBY|"
    r"\bVon|(?<=[a-zß-ÿ])Von|\bPar|\bPor)\s+[A-ZÀ-Þ].*)$"
)
_IN_BRACKETS = re.compile(r"\((?:with|mit|avec|con|com|med|met|s|z|με πληροφορίες από)\s(?P<who>[^()]{2,40})\)")
"""`Von Ada Huber (mit dpa)`."""
_FOOTNOTE = re.compile(r"\^\d{1,2}")
"""The number of a writer's note, as text browsers print it (`Ann Poe^1,`)."""
_STOCK_PHOTO = re.compile(r"/\s?(?:Getty|Shutterstock|iStock|Alamy|imago|WireImage|FilmMagic)\b")
"""Picture houses that send no texts."""
_PORTRAIT = re.compile(r"^[^|]{1,60}\.(?:jpg|png)\s+(?=(?:By|Von|Par|Por|Di|Door)\s)")
"""The file of the writer's picture, as text browsers print it: `ann poe.jpg Von Ann Poe`."""
_HANDLE = re.compile(r"(?<=\s)([A-ZÀ-Þ][a-zß-ÿ]+(?:['’-][A-ZÀ-Þ][a-zß-ÿ]+)?)@(?=\w+(?:\s|\Z))")
"""A surname and the account glued to it: `By Ann Poe@annpoe`."""
_BULLETS = " \t\u00a0*•·-–—+#>|◦▪●_"


def parse_byline(line: str, language: str | None = None) -> Byline | None:
    """Read a line that is a byline.

    Args:
        line: one line, for example `By Jane Doe and John Roe`, `Von dpa`, `Jane Doe, Staff Writer`. A bare name is no byline
            (see `looks_like_name`), neither is a sentence that begins with "By".
        language: BCP 47 tag of the text. It admits prefixes that are too common elsewhere and refuses those of other languages.
    """
    raw = line.strip().lstrip(_BULLETS).rstrip()
    if ".jpg" in raw or ".png" in raw:
        raw = _PORTRAIT.sub("", raw)
    if "@" in raw and (parted := _HANDLE.sub(r"\1 @", raw)) != raw:
        byline = parse_byline(parted, language)
        return Byline(raw, byline.authors, byline.agencies) if byline is not None else None
    if not 4 <= len(raw) <= MAX_BYLINE_CHARACTERS:
        return None
    if raw[-1] > "\u08ff" and (own := byline_behind_label(raw)) is not None:
        return own
    prefix = _PREFIX.match(raw)
    if prefix is not None and _prefix_fits(prefix, language):
        return _signed(raw, raw[prefix.end() :], lenient=prefix.lastgroup in _SURE)
    inside = _INSIDE.search(raw) if len(raw) <= MAX_INSIDE_CHARACTERS and ("By" in raw or "by" in raw) else None
    if inside is not None and _leads_to_byline(raw[: inside.start("by")]):
        byline = parse_byline(raw[inside.start("by") :], language)
        return Byline(raw, byline.authors, byline.agencies) if byline is not None else None
    if not raw[0].isupper() and not raw[0].isdigit():
        weekday = raw[0].islower() and bool(weekdays_named(raw.split(None, 1)[0].rstrip(",")))
        return parse_name_first(raw, listed=False) if weekday else byline_of_script(raw)
    if raw[0] in "ΤTΓ" and (greek := _GREEK_BYLINE.match(raw)) is not None:
        return _signed(raw, raw[greek.end() :], lenient=False)
    return parse_name_first(raw, listed=len(raw) < len(line.strip()))


def split_glued_byline(line: str) -> tuple[str, Byline] | None:
    """Split a headline from the byline glued to its end (`…ties with the northBy Yonhap`, `… | By Jane Doe`).

    Returns:
        The headline and the byline, or None where the line does not end in a byline.
    """
    if "By " not in line and "BY " not in line and "Von " not in line and "Par " not in line and "Por " not in line:
        return None
    stripped = line.strip()
    if not 12 <= len(stripped) <= 2 * MAX_BYLINE_CHARACTERS or (stripped[-1] in ".?!" and stripped.isupper()):
        return None  # in capitals `BY` is a word like any other
    found = _GLUED_BY.match(stripped)
    while found is not None:
        gap = found["gap"]
        byline = parse_byline(found["byline"])
        glued_or_marked = not gap or gap.strip() or gap.count(" ") > 1
        title = stripped[: found.start("gap")]
        if byline is not None and (byline.authors or byline.agencies) and (glued_or_marked or _ends_title(title)):
            return title.rstrip(" |•·–—-"), byline
        found = _GLUED_BY.match(stripped, found.end("title") + 2)
    return None


def split_leading_byline(paragraph: str) -> tuple[Byline, str] | None:
    """Split a byline that stands before the dateline on one line (`By A. Writer LONDON (Reuters) - The port …`).

    Returns:
        The byline, and the paragraph from its dateline on (read that with `split_dateline`); None where the paragraph does not
        begin with both.
    """
    text = paragraph.strip()
    if text[:1] in "〔［[（(【" and (report := _TAIWANESE.match(text)) is not None:
        return Byline(report[0].strip(), tuple(re.split(r"[、，,]", report["names"])), ()), text[report.end() :]
    if not text.startswith(("By ", "BY ", "Von ", "Par ", "Por ")):
        return None
    for gap in _BEFORE_CAPITALS.finditer(text, 0, MAX_BEFORE_CHARACTERS):
        byline = parse_byline(text[: gap.start()])
        if byline is not None and split_dateline(text[gap.end() :]) is not None:
            return byline, text[gap.end() :]
    return None


def reporters_of(dateline: str) -> Byline | None:
    """Read the reporters named in some datelines (`新华社北京6月2日电（记者李明）`, `【ソウル＝森本葉子】`).

    Args:
        dateline: as `split_dateline` cut it off; its agencies are the dateline's.
    """
    if (named := correspondent(dateline)) is not None:
        return Byline(dateline, named[1:], ())
    found = _REPORTERS.search(dateline)
    if found is None:
        return None
    if asian := found["chinese"] or found["korean"]:
        names = re.split(r"[、，,·\s]+", asian)
    else:
        names = re.split(r",\s|\sand\s", found["russian"] or found["slashed"] or found["before"] or found["english"])
    return Byline(found[0].strip(" )]=-–—"), tuple(name for name in names if name), ())


def _ends_title(title: str) -> bool:
    """With one plain space before "By" the words before must be a whole headline, not "Death" of "Death By Jane"."""
    return len(title.split()) >= 4


def _prefix_fits(prefix: re.Match[str], language: str | None) -> bool:
    """Tell whether a foreign preposition may open a byline in this language."""
    group = prefix.lastgroup or ""
    if group in _SURE:
        return True
    if language is None:
        return group not in _NEEDS_LANGUAGE
    return language.split("-")[0].lower() in _LANGUAGES_OF_PREFIX[group] or (group == "de" and language.startswith("de"))


def _leads_to_byline(before: str) -> bool:
    """Tell whether a date, an age or a row of labels stands before "By"."""
    if len(before) > MAX_BEFORE_CHARACTERS or len(LOWER_WORDS.findall(before)) > MAX_LOWER_TAIL_WORDS:
        return False
    return "ago" in before or "|" in before or bool(find_dates(before)) or looks_like_name(before)


def _signed(raw: str, rest: str, *, lenient: bool) -> Byline | None:
    """Read what follows "By"."""
    rest = _ASIDE.sub("", without_who_drew(_DEGREE_BEFORE.sub("", rest.strip(" :*_"), count=1)))
    rest = _BETWEEN_NAMES.sub("", unglue(_FOOTNOTE.sub("", _OWN_REPORTER.sub("", rest, count=1))))
    if not rest or _STOCK_PHOTO.search(rest):
        return None
    first_word = re.split(r"[\s,]+", rest, maxsplit=1)[0]
    # Three letters are a weekday in one language and a first name in another: "By Ned".
    weekday = len(first_word) > MAX_SHORT_NAME and weekdays_named(first_word)
    if weekday or (month_number(first_word) and not agency_id(first_word) and re.match(r"\S+\s+\d", rest)):
        return None
    authors, agencies, group, tail = _people(rest)
    if not authors and not agencies and not group:
        return None
    if not _tail_is_harmless(tail, bool(authors or agencies)):
        return None
    if not authors and not agencies and (not lenient or len(raw) > 60):
        return None
    helped = _IN_BRACKETS.search(tail)
    shared = agencies_in(helped["who"]) if helped is not None else ()
    return Byline(raw, tuple(authors), tuple(dict.fromkeys((*agencies, *shared))))


def _people(rest: str) -> tuple[list[str], list[str], bool, str]:
    """Walk over the names after a prefix: authors, agencies, whether a group ("Staff") signs, and what is left unread."""
    authors: list[str] = []
    agencies: list[str] = []
    group = False
    end = _HARD_END.search(rest)
    while end is not None and end.start() == 0 and end.end() < len(rest) and not end[0].strip():
        end = _HARD_END.search(rest, end.end())
    head = rest[: end.start()] if end is not None else rest
    tail = rest[end.start() :] if end is not None else ""
    for index, part in enumerate(_SPLIT.split(head)):
        part = part.strip(EDGE + '“”"')
        if not part:
            continue
        identified = agency_id(part)
        if identified is not None:
            agencies.append(identified)
            continue
        if part[0].islower() and _GROUPS.search(part):
            group = True  # "Por Ana Poe, da Redação"
            continue
        if authors and _FROM_PLACE.fullmatch(part):
            continue
        tokens = part.replace(",", " ").split()
        while tokens and month_number(tokens[-1]) and len(tokens) > 2 and tail.lstrip()[:1].isdigit():
            tokens.pop()
        while tokens and len(tokens) > 1 and weekdays_named(tokens[-1]) and len(tokens[-1]) > 2 and tail:
            tokens.pop()
        name, remainder = cut_name(tokens)
        if not name and is_surely_a_name(tokens) and not (_GROUPS.search(part) or agencies_in(part)):
            name, remainder = " ".join(tokens), []
        if name and authors and _is_place_or_paper(name, remainder):
            agencies.extend(agencies_in(part))
            continue
        if name:
            authors.append(written_name(name))
            agencies.extend(agencies_in(" ".join(remainder)))
            if remainder and remainder[0][:1].islower() and not ROLE.search(part):
                return [], [], False, part + tail
            continue
        found = agencies_in(part)
        if found:
            agencies.extend(found)
            if len(tokens) > 6:
                return authors, agencies, group, part + tail
        elif ROLE.search(part) or _GROUPS.search(part):
            group = True
            if len(tokens) > 8:
                return authors, agencies, group, part + tail
        elif index == 0 or len(LOWER_WORDS.findall(part)) > 2:
            return authors, agencies, group, part + " " + tail
    return list(dict.fromkeys(authors)), list(dict.fromkeys(agencies)), group, tail


def _is_place_or_paper(name: str, remainder: list[str]) -> bool:
    """Tell what stands behind a comma from a second person: `Gull Harbour North`, `Pacific Tide News`."""
    if begins_with_given_name(name):
        return False
    if len(remainder) == 1 and is_role(remainder[0]):
        return True  # `By Ann Poe, Harbour Affairs Correspondent`
    paper = bool(remainder) and remainder[0].casefold().strip(".,;") in OUTLET_WORDS
    return paper or name.split()[-1].casefold() in _QUARTERS


def _tail_is_harmless(tail: str, named: bool) -> bool:
    """Tell whether what stands behind the names is a place, a role, a date or a paper, and no sentence."""
    stripped = tail.strip()
    if not stripped:
        return True
    lower = LOWER_WORDS.findall(stripped)
    if not named:
        return len(lower) <= 2
    if (
        stripped[0] in "|•·∙●‖»›>([–—@\\"
        or stripped[0].isdigit()
        or stripped.startswith(("- ", "Published", "Updated", "Posted", "Last", "http", "www"))
    ):
        return len(lower) <= 14
    if ROLE.search(stripped):
        return len(lower) <= 2 * MAX_LOWER_TAIL_WORDS and not stripped.endswith((".", "?", "!"))
    return len(lower) <= MAX_LOWER_TAIL_WORDS and not (stripped.endswith((".", "?", "!")) and len(lower) > 3)
