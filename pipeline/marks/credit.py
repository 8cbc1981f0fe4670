"""A line or a paragraph's end in; the credit it prints (reporters, editors, agencies) out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.marks.agencies import agencies_in, agency_id
from pipeline.marks.given_names import begins_with_given_name
from pipeline.marks.japanese_name import split_sign_off
from pipeline.marks.people import name_length, written_name

MAX_CREDIT_CHARACTERS = 500
"""A credit that names a bureau of ten is shorter; longer paragraphs are the story."""

MAX_BRACKET_CHARACTERS = 160
"""Credits in brackets at a paragraph's end, with editors and dates."""

_QUICK = re.compile(
    r"\bby\b|By\b|agenc|Agen|©|\([cC]\)|Source|SOURCE|Quelle|Fuente|Fonte|ontribut|material|Material|übernommen|dpa|AP\b|"
    r"AFP|Reuters|REUTERS|编|編|記者|[/(\[—–-]",
)
_ROLE = re.compile(
    r"""
    (?P<editing>(?:(?<![^\W\d_])(?:[Aa]dditional\s|[Cc]opy\s)?[eE]diting|EDITING|Editing|(?<![^\W\d_])[eE]dited|Edited|
        Bearbeitung|Redaktion|Editado|Edición|Édité|责任?编辑?|責任編輯|责编|編輯)(?:\s+(?:by|por|par|von)\b|\s*[:：]))
  | (?P<reporting>(?:(?<![^\W\d_])(?:[Aa]dditional\s|[Ww]ith\s|[Ff]urther\s|[Oo]riginal\s|
      [Ss]upplementary\s)?(?:[rR]eporting|[wW]riting|[cC]ompiled|[tT]ranslated|[wW]ritten|[rR]eported|[gG]raphics|
      [rR]esearch|[iI]nterviews?|[tT]ext|[tT]ranslation|[rR]ewriting)
        |REPORTING|WRITING|(?:Additional\s)?Reporting|Writing|Compiled|Additional\sreporting|Información|Reportage|
            Berichterstattung|Reporte)
        (?:\s+(?:and\s(?:writing|editing|graphics|research|photography))?\s*(?:by|por|par|von|de)\b|\s*[:：]))
    """,
    re.VERBOSE,
)
_HELPING = re.compile(r"additional|further|supplementary|with|translat|graphics|research|rewrit", re.IGNORECASE)
_BEFORE_ROLE = re.compile(r"^[\s(\[—–*•/_-]*(?:With|with|Plus|This \w+ was based on|AP|Reuters|[\w ]{2,20}:)?\s*$")
_FOREIGN_BY = re.compile(r" p[oa]r | von | de |编|編")
_CONTRIBUTED = re.compile(
    r"^[(\[—–*-]*\s*(?P<who>.{3,300}?)\s+(?:(?:also\s)?contributed(?:\s+(?:to\s+(?:this|the)|reporting|from|additional|"
    r"material)\b.{0,160})?|(?:assisted|helped)\s+(?:in|with)\s+(?:this|the)\s.{0,60})\s*[.)\]]*$",
    re.IGNORECASE,
)
_CONTRIBUTING = re.compile(
    r"^[(\[]?\s*(?:Contributing|Contributors?|Contributed by|Also contributing|Contribution by|Mitarbeit|"
    r"Mit Beiträgen von|Avec la contribution de)\s*:?\s+(?P<who>.{3,300}?)[.)\]]*$"
)
_WITH_AGENCIES = re.compile(
    r"^[(\[—–*-]*\s*(?:with|mit|avec|con|com|med|met|z|s)\s+(?:(?:inputs?|material|files|reports?|information|Material|"
    r"Informationen|Agenturmaterial|agences?|contenu|información|informações|informazioni)\b.{0,60}|"
    r"(?:news\s|wire\s)?agenc(?:y|ies)(?:\s(?:inputs?|reports?))?|agencias?|agências|agenzie|Agenturen|Agenturmeldungen|"
    r"byråer|bureauer|persbureaus?|.{2,40})\s*[.)\]]*$",
    re.IGNORECASE,
)
_GENERIC_AGENCIES = re.compile(
    r"agenc(?:y|ies)|agences?\b|agencias?\b|agências|agenzie\b|Agentur|persbureau|\binputs\b|\bwire\b|\bmaterial\b", re.IGNORECASE
)
_SOURCE = re.compile(
    r"^[(\[]?\s*(?:Source|Sources|SOURCE|Quelle|Quellen|Fuente|Fuentes|Fonte|Fonti|Bron|Kilde|Källa|Zdroj|Źródło|Forrás|"
    r"Sursa|Источник|Джерело|Πηγή|Lähde|来源|來源|出典|출처|Kaynak|Sumber|المصدر|منبع|מקור|bron|kilde|källa|zdroj)\s*[:：=]\s*(?P<who>[^.]{2,60}?)\s*[.)\]]*$"
)
_COPYRIGHT = re.compile(
    r"^[(\[]?\s*(?:(?:Copyright|COPYRIGHT)\s*(?:©|\([cC]\))?|©|\([cC]\)|&copy;)\s*(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|"
    r"20)?\d\d)?,?\s+)?(?:by\s|The\s)?(?P<who>.{2,70}?)"
    r"(?:\s*(?:19|20)\d\d)?(?:[.,]?\s+(?:All rights reserved|Alle Rechte vorbehalten|Tous droits réservés|"
    r"Todos los derechos reservados|This material may not).{0,200})?\s*[.)\]]*$",
    re.IGNORECASE,
)
_REPORTERS_NOTE = re.compile(
    r"\((?:[A-Z][\w’'-]+(?:\s[A-Z][\w.’'-]+){0,2}(?:\sand\s[A-Z][\w’'-]+(?:\s[A-Z][\w.’'-]+){0,2})?,?\s"
    r"(?:(?:of|with)\s[^,.()]{3,40},?\s)?"
    r"(?:reports?|reported|writes|wrote)\s(?:for|from)\s[^.()]{3,60}\.\s?){1,4}\)"
)
"""`(Doe reports for the Harbour Courier. Roe reported from Tidewater.)`"""
MIN_NOTICE_CHARACTERS, MAX_NOTICE_CHARACTERS = 50, 300
"""A sentence that says the story was taken over from an agency."""
_COPYRIGHT_MARK = re.compile(r"[(\[]?\s*(?:©|\([cC]\)|&copy;|Copyright|COPYRIGHT)")
_BEGINS_CONTRIBUTING = re.compile(r"[(\[]?\s*(?:Contribut|Also contrib|Mit(?:arbeit| Beitr)|Avec la contrib)")
MAX_WITH_CHARACTERS = 80
"""A line "with agencies" is short."""
_DPA_SLUG = re.compile(
    r"^[(\[]?\s*©?\s*(?:dpa[\w-]*|AFP|awp|APA|sda|epd|KNA|SID)\b.{0,12},\s*(?:dpa|afp|apa|"
    r"sda)?:?[\w/:-]{6,60}\s*[)\]]?\.?$|^[(\[]?dpa[:/].{0,40}$"
)
_TAKEN_OVER = re.compile(
    r"(?:automatisch|unverändert|redaktionell|bearbeitet|übernommen|auto-generated|syndicated feed|has not been edited|"
    r"wurde von|not been edited|automatically|a été|repris|dépêche|teletipo)",
    re.IGNORECASE,
)
_STORY_WORDS = ("Meldung", "Artikel", "Beitrag", "Text", "story", "article", "dépêche", "despacho", "teletipo")
_STORY = re.compile(r"Meldung|Artikel|Beitrag|Text\b|story|article|dépêche|despacho|teletipo")
_BARE = re.compile(r"^[\s(\[（［【/—–=«-]*(?P<who>[^()\[\]（）［］【】]{2,48}?)[\s)\]）］】/.»=]*$")
_LEADING_WORD = re.compile(r"^(?:source|sources|via|from|by|with|mit|quelle|von)\b[\s:]*", re.IGNORECASE)
_BRACKETS_AT_END = re.compile(
    r"\s*(?P<credit>[(\[（](?P<inside>[^()\[\]（）]{2,160})[)\]）]|(?<![\w/])/(?P<slashed>[^/\s][^/]{1,22})/)\s*\.?$"
)
_DASH_AT_END = re.compile(r"(?<=[.!?…\"'”’»)])\s*(?P<credit>(?:[—–=]|--?)\s*(?P<inside>[^.!?—–()]{2,40}?)\.?)$")
_WORD_AT_END = re.compile(r"(?<=[.!?…][\"'”’»\s])\s?(?P<credit>[A-Z][A-Za-z]{1,9})$")
"""Old wires end a story with their name alone: `… on Friday. Reuter`."""
_SLASHED_AT_END = re.compile(r"(?<=[.!?…\"'”’»«“])\s?(?P<credit>(?:[^\W\d_]{2,4}/){0,4}[^\W\d_]{2,10}(?:/[^\W\d_]{2,10}){0,4})$")
"""A desk's letters and its agencies behind the last sentence, glued to it or not: `….« jhe/küb/dpa`."""
_INITIALS = re.compile(
    r"[a-zß-ÿ]{2,3}(?:/[a-zß-ÿ]{1,3}){1,4}(?:\s[a-z]{1,2})?|[A-Z]{2,4}(?:/[A-Z]{2,4}){1,3}\.?|(?![IVX]{3})[A-Z]{3}\."
)
"""Those who wrote and edited a wire's story, alone on its last line: `jlb/cm/ed t`, `JPC/SSR.`."""
_INITIALS_AT_END = re.compile(
    r"(?P<credit>(?<=[.!?\"”“»])/[a-z]{2,3}(?:/[a-z]{2,3}){1,4}|\s?\((?P<inside>[^()]{2,40})\)(?:\s?[a-z]{2,4}/){1,4})$"
)
"""The same behind the last sentence: `….\"/ro/mk/he`, `…. (PAP) kop/ mow/`."""
_DATED_BRACKETS = re.compile(r"(?P<who>[^()]{2,120}?),?\s(?:am\s)?\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d\d")
"""`(Ada Inkwell, APA, DER TAG, 13.3.2014)`: who wrote it, where and when it was printed."""
_DATED_FOOT = re.compile(r"^/(?P<who>[A-Z]{2,8})/[\d/ :-]{6,24}$")
"""`/SAPA/14/03/95 19-22`, as an agency's spool ends a story."""
_GLUED_ROLE_AT_END = re.compile(
    r"(?<=[.!?…\"'”’»)])\s*(?P<credit>(?:Reporting|Writing|Additional reporting|Editing)\s+by\s.{3,300})$"
)
_ADDITION = re.compile(
    r"^(?:[a-zäöü]{1,5}|[a-z]\.[a-z]\.|staff|agencies|agenturen|agences|own sources?|news services?|staff reports?)$",
    re.IGNORECASE,
)
"""What may stand beside an agency: a desk's or an editor's letters, the staff. A person there makes it a photo credit."""
_PHOTO = re.compile(r"[Pp]hoto|PHOTO|[Ff]oto|FOTO|[Pp]ictur|[Ii]mage|IMAGE|Getty|\b[Pp]ic\b|Bild")
_SEPARATOR = re.compile(r"[/,;+&|]|\s[-–]\s|\b(?:and|und|et|y)\b|\s\d")
_IN_PLACE = re.compile(r"\s+(?:in|from|at|im|aus|à|for|of)\s.*$|\s*@.*$|\s*<.*$|\s*\d.*$")
_PEOPLE_SPLIT = re.compile(r"\s*(?:,|;|&|/|、|\band\b|\bund\b|\bet\b|\by\b|\bwith\b)\s*", re.IGNORECASE)
_ASIAN_NAME = re.compile(r"[\u3400-\u9fff\uac00-\ud7af]{2,5}")
_POSSESSIVE = re.compile(r"^[A-Z][\w ]{1,24}['’]s\s")
_OFFICE = re.compile(
    r"^(?:(?:the\s)?(?:associated press|ap|reuters|afp|bloomberg|staff|news|sports|business|political|senior|times|post|"
    r"guest|special)\s+)*(?:writers?|reporters?|researchers?|journalists?|correspondents?|editors?|producers?|"
    r"photographers?|colleagues?|videojournalists?)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Credit:
    """Who is credited below or behind a story."""

    raw: str
    """As printed, with its brackets or dash."""
    agencies: tuple[str, ...] = ()
    """Ids of the wire agencies credited."""
    reporters: tuple[str, ...] = ()
    """People who reported or wrote, in order."""
    helpers: tuple[str, ...] = ()
    """People who contributed or reported additionally: they are no authors."""
    editors: tuple[str, ...] = ()
    """People who edited: they are no authors."""


def parse_credit(line: str) -> Credit | None:
    """Read a line that is nothing but a credit.

    Args:
        line: one line, for example `(Reporting by A. Writer; Editing by B. Editor)`, `— AFP`, `Source: AP`, `mit dpa`. A lone
            agency name counts: in a menu it is a link, so ask only near a story.

    Returns:
        The credit; None for bylines (`By Reuters`), photo credits (see `caption`) and sentences.
    """
    raw = line.strip()
    if not 2 <= len(raw) <= MAX_CREDIT_CHARACTERS:
        return None
    if len(raw) > 60 and not _QUICK.search(raw):
        return None
    return _by_roles(raw) or _by_shape(raw)


def split_trailing_credit(paragraph: str) -> tuple[str, Credit] | None:
    """Split a credit from a paragraph's end: `…. (Yonhap)`, `…. - Reuters`, `…. Reuter`, `… (APA)`, `… /afp/`, `…。（森本葉子）`.

    Brackets that hold no agency and no "Reporting by" (`(NATO)`, `(see above)`) stay where they are.

    Returns:
        The paragraph without its credit, and the credit; None where there is none, or nothing but a credit.
    """
    text = paragraph.rstrip()
    if len(text) < 12:
        return None
    tail = text[-1]
    found: re.Match[str] | None = None
    credit: Credit | None
    signs = _INITIALS_AT_END.search(text, max(0, len(text) - MAX_BRACKET_CHARACTERS)) if "/" in text[-4:] else None
    if signs is not None and (signs["inside"] is None or _only_agencies(signs["inside"])):
        found = signs
        credit = Credit(signs["credit"].strip(), _only_agencies(signs["inside"] or ""))
    elif tail in ")]）/" or text.endswith((").", "].", "/.")):
        found = _BRACKETS_AT_END.search(text, max(0, len(text) - MAX_BRACKET_CHARACTERS - 8))
        credit = _bracketed(text, found) if found is not None else None
    else:
        found = _GLUED_ROLE_AT_END.search(text, max(0, len(text) - 320)) if " by " in text[-320:] else None
        credit = _by_roles(found["credit"]) if found is not None else None
        if credit is None:
            found = _DASH_AT_END.search(text, max(0, len(text) - 48))
            credit = _behind_dash(text, found) if found is not None else None
        if credit is None and "/" in text[-24:]:
            found = _SLASHED_AT_END.search(text, max(0, len(text) - 48))
            credit = _behind_sentence(text, found) if found is not None else None
        if credit is None:
            found = _WORD_AT_END.search(text, max(0, len(text) - 24))
            agency = agency_id(found["credit"]) if found is not None else None
            credit = Credit(found["credit"], (agency,)) if found is not None and agency else None
    if found is None or credit is None:
        signed = split_sign_off(text) if tail in "）)】" else None
        return (signed[0], Credit(signed[1], reporters=signed[2])) if signed is not None else None
    rest = text[: found.start()].rstrip()
    if not rest:
        return None
    return rest, credit


def _behind_dash(text: str, found: re.Match[str]) -> Credit | None:
    """Judge what a dash sets off at a paragraph's end: agencies, or the reporter of `… entro Natale. - MASSIMO GUERRINI`.

    Italian archives sign so; behind a quotation it is who said it.
    """
    raw, inside = found["credit"].strip(), found["inside"].strip()
    if agencies := _only_agencies(inside):
        return Credit(raw, agencies)
    if not inside.isupper() or raw[0] != "-" or text[found.start() - 1] not in ".!?…":
        return None
    tokens, name = inside.split(), written_name(inside)
    return Credit(raw, (), (name,)) if name_length(tokens) == len(tokens) > 1 and begins_with_given_name(name) else None


def _behind_sentence(text: str, found: re.Match[str]) -> Credit | None:
    """Judge slashed letters behind a sentence, not those of an address: `www.tag.example/afp`."""
    before = text[: found.start()].split()[-1]
    agencies = _only_agencies(found["credit"]) if "/" in found["credit"] and before.count(".") <= 1 else ()
    return Credit(found["credit"], agencies) if agencies else None


def _bracketed(text: str, found: re.Match[str]) -> Credit | None:
    """Judge brackets at a paragraph's end."""
    inside = (found["inside"] or found["slashed"]).strip()
    raw = found["credit"]
    roles = _by_roles(raw)
    if roles is not None:
        return roles
    before = text[: found.start()].rstrip()
    if before[-1:] in ".!?…\"'”’»)" and _WITH_AGENCIES.match(inside) and (joined := agencies_in(inside)):
        return Credit(raw, joined)  # "… on Friday. (With PTI inputs)"
    agencies = _only_agencies(inside)
    if not agencies:
        return _dated(raw, inside) if before[-1:] in ".!?…\"'”’»)" else None
    # "…, said the Canadian Pacific (CP)" explains; a credit follows the end of its sentence, or a slash form
    if before[-1:] in ".!?…\"'”’»)]。！？" or found["slashed"] or agency_is_unambiguous(inside) or inside.islower():
        return Credit(raw, agencies)
    return None


def _dated(raw: str, inside: str) -> Credit | None:
    """Read `(Ada Inkwell, APA, DER TAG, 13.3.2014)`: each part an agency, a person, a desk's letters or a house in capitals."""
    found = _DATED_BRACKETS.fullmatch(inside)
    if found is None:
        return None
    agencies, people = [], []
    for part in re.split(r"\s*[,/]\s*", found["who"].strip()):
        agency, tokens = agency_id(part), part.split()
        if agency is not None:
            agencies.append(agency)
        elif begins_with_given_name(part) and 2 <= len(tokens) == name_length(tokens, sure=True) and not part.isupper():
            people.append(written_name(part))
        elif not (_ADDITION.match(part) or part.isupper()):
            return None
    return Credit(raw, tuple(dict.fromkeys(agencies)), tuple(dict.fromkeys(people)))


def agency_is_unambiguous(inside: str) -> bool:
    """Tell whether brackets after an unfinished sentence can only be a credit: a joint credit or a full agency name.

    `(AP)` after a word may abbreviate it; `(Yonhap)` and `(dpa/AFP)` do not.
    """
    first = re.split(r"[\s/,-]", inside)[0]
    return not (inside.isupper() and len(first) <= 4 and first == inside) and len(inside) > 3


def _only_agencies(inside: str) -> tuple[str, ...]:
    """The agencies of a short text that holds hardly anything else."""
    if len(inside) > 60:
        return ()
    stripped = _LEADING_WORD.sub("", inside.strip())
    whole = agency_id(stripped)
    if whole is not None:
        return () if _PHOTO.search(inside) else (whole,)
    if _SEPARATOR.search(stripped) is None:
        return ()
    parts = [
        part.strip()
        for part in re.split(r"\s*(?:[/,;+&|]|\s[-–]\s|\band\b|\bund\b|\bet\b|\by\b|\s\d+\.\s?\d+\.)\s*", stripped)
        if part.strip()
    ]
    if len(parts) > 5 or not parts:
        return ()
    found = [identified for part in parts if (identified := agency_id(part)) is not None]
    others = [part for part in parts if agency_id(part) is None]
    if found and all(_ADDITION.match(part) for part in others) and not _PHOTO.search(inside):
        return tuple(dict.fromkeys(found))
    return ()


def _by_roles(raw: str) -> Credit | None:
    """Read `Reporting by A; Editing by B`, glued or not."""
    if " by" not in raw and ":" not in raw and "：" not in raw and " BY" not in raw and not _FOREIGN_BY.search(raw):
        return None
    roles = list(_ROLE.finditer(raw))
    if not roles or _BEFORE_ROLE.match(raw[: roles[0].start()]) is None:
        return None
    reporters: list[str] = []
    helpers: list[str] = []
    editors: list[str] = []
    agencies: list[str] = []
    for index, role in enumerate(roles):
        end = roles[index + 1].start() if index + 1 < len(roles) else len(raw)
        segment = raw[role.end() : end]
        names = _names(segment)
        agencies.extend(agencies_in(segment.strip(" ()[].;")))
        (editors if role["editing"] else helpers if _HELPING.match(role[0]) else reporters).extend(names)
    if not (reporters or helpers or editors or agencies):
        return None
    return Credit(raw, *(tuple(dict.fromkeys(who)) for who in (agencies, reporters, helpers, editors)))


def _names(segment: str) -> list[str]:
    """The people of `Jane Doe, John Roe in Paris and the Harbour newsroom`."""
    names: list[str] = []
    for part in _PEOPLE_SPLIT.split(segment.strip(" ()[].;:：—–-")):
        cleaned = _OFFICE.sub("", _POSSESSIVE.sub("", _IN_PLACE.sub("", part).strip(" .()[]")))
        if not cleaned or agency_id(cleaned) is not None:
            continue
        tokens = cleaned.split()
        if _ASIAN_NAME.fullmatch(cleaned):
            names.append(cleaned)
        elif 2 <= len(tokens) <= 6 and name_length(tokens, sure=True) == len(tokens):
            names.append(written_name(cleaned))
    return names


def _by_shape(raw: str) -> Credit | None:
    """Read the credits that name no role."""
    if len(raw) <= 64 and (bare := _BARE.match(raw)) is not None:
        who = bare["who"]
        bare_letters = who == raw and len(who) <= 2 and who != "AP"  # "PA", "TT" in a menu
        agencies = () if bare_letters or who.casefold().startswith(("by ", "von ", "par ", "por ")) else _only_agencies(who)
        if agencies:
            return Credit(raw, agencies)
    marks = [
        shape
        for shape, fits in ((_SOURCE, ":" in raw or "：" in raw or "=" in raw), (_COPYRIGHT, _COPYRIGHT_MARK.match(raw)))
        if fits
    ]
    for shape in marks:
        found = shape.match(raw)
        if found is not None and "/" not in found["who"] and (agencies := agencies_in(found["who"])):
            return Credit(raw, agencies)
    if len(raw) <= MAX_WITH_CHARACTERS and _WITH_AGENCIES.match(raw) is not None:
        agencies = agencies_in(raw)
        if agencies or (_GENERIC_AGENCIES.search(raw) and len(raw.split()) <= 5):
            return Credit(raw, agencies)
    if raw[0] == "(" and ("report" in raw or "w" in raw) and _REPORTERS_NOTE.fullmatch(raw):
        return Credit(raw)
    if ("/" in raw or raw[-1] == ".") and _INITIALS.fullmatch(raw):
        return Credit(raw)
    foot = _DATED_FOOT.match(raw) if raw[0] == "/" else None
    if foot is not None and (agency := agency_id(foot["who"])):
        return Credit(raw, (agency,))
    if ":" in raw and _DPA_SLUG.match(raw):
        return Credit(raw, agencies_in(raw.split(",")[0]) or ("dpa",))
    contributed = (_CONTRIBUTING.match(raw) if _BEGINS_CONTRIBUTING.match(raw) else None) or (
        _CONTRIBUTED.match(raw) if "contribut" in raw or "assist" in raw else None
    )
    if contributed is not None:
        names, agencies = _names(contributed["who"]), agencies_in(contributed["who"])
        if names or agencies or re.match(r"^(?:the\s)?\w+ (?:staff|writers?|reporters?)", contributed["who"], re.IGNORECASE):
            return Credit(raw, agencies, helpers=tuple(names))
    if (
        MIN_NOTICE_CHARACTERS <= len(raw) <= MAX_NOTICE_CHARACTERS
        and any(word in raw for word in _STORY_WORDS)
        and _TAKEN_OVER.search(raw)
        and (agencies := agencies_in(raw))
        and _STORY.search(raw)
    ):
        return Credit(raw, agencies)
    return None
