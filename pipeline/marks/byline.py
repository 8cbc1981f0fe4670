"""A line in; the people and agencies of a byline out ("By Jane Doe and John Roe", "Jane Doe, Staff Writer", "Von dpa")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.marks.agencies import agencies_in, agency_id
from pipeline.marks.calendar_names import month_number, weekdays_named
from pipeline.marks.people import is_name_token, looks_like_name, name_length, repair_case
from pipeline.marks.words import word_list

MAX_BYLINE_CHARACTERS = 240
"""A byline with six authors and their papers is shorter; longer lines are sentences."""

MAX_LOWER_TAIL_WORDS = 6
"""Ordinary words that may follow the names ("in Berlin", "for the Harbour Times"); more make a sentence."""

_PREFIX = re.compile(
    r"""
    (?P<by>(?:(?:[A-Z][a-z]+\s|Words\sand\s\w+\s)?(?:[Ww]ritten|[Ww]ords|[Tt]ext|[Ss]tory|[Rr]eport|[Rr]eported|
        [Pp]osted|[Pp]ublished|[Nn]ews|[Rr]eview|[Rr]eviewed|[Aa]nalysis|[Oo]pinion|[Cc]olumn|[Ff]eature|
        [Ii]nterview|[Cc]ommentary|[Aa]uthored|[Ee]ssay|[Ss]ubmitted|[Cc]ontributed|[Pp]osted\son\s.{6,30}|
            [Aa]rticle)\s+)?(?:By|by|BY)(?:\s*:\s*|\s+|(?=[A-Z][a-z]))(?!\s))
  | (?P<label>(?:Author|AUTHOR|Authors|Autor|Autorin|Autoren|Autorinnen|Autore|Auteur|Auteurs|Autora|Autores|Auteure|
      Автор|Авторы|Автори|Reporter|Writer|Text|TEXT|Texte|Texto|Testo|Tekst|Von|Foto\sund\sText|Szerző|Yazan|Redacción|
        Rédaction|Schrijver|Skribent|Penulis|Oleh|Verfasst\svon|Geschrieben\svon|Ein\sBeitrag\svon|Ein\sArtikel\svon|
            Eine\sAnalyse\svon|Ein\sKommentar\svon|Ein\sInterview\svon|Kommentar\svon|Text\svon|Aus\s\w+\sberichtet|
            Escrito\spor|Publicado\spor|Publié\spar|Écrit\spar|Scritto\sda|Pubblicato\sda|A\scura\sdi|
        Geschreven\sdoor|Skrevet\saf|Skrevet\sav|Skriven\sav|Napisal|Autorius|Автор\sтекста|Текст)(?:\s*[:：]\s*|
            (?<=[vdpo][oaeu][nrim])\s+|(?<=di)\s+|(?<=af)\s+|(?<=av)\s+|(?<=Oleh)\s+|(?<=berichtet)\s+))
  | (?P<de>[Vv]on|VON)\s+ | (?P<fr>[Pp]ar|PAR)\s+ | (?P<es>[Pp]or|POR)\s+ | (?P<it>[Dd]i|DI)\s+ | (?P<nl>[Dd]oor|
      DOOR)\s+ | (?P<av>[Aa]v|[Aa]f|AV|AF)\s+ | (?P<ro>De|de)\s+(?=\w) | (?P<pl>[Pp]rzez|[Oo]d)\s+
    """,
    re.VERBOSE,
)
_LANGUAGES_OF_PREFIX = {
    "de": ("de",),
    "fr": ("fr",),
    "es": ("es", "pt", "ca", "gl"),
    "it": ("it",),
    "nl": ("nl",),
    "av": ("sv", "no", "nb", "nn", "da"),
    "ro": ("ro", "fr", "es"),
    "pl": ("pl", "hr"),
}
_NEEDS_LANGUAGE = frozenset(("ro", "pl"))
"""Prefixes that are too common as words or as parts of names ("De Gaulle") to be read without knowing the language."""

_CJK_BYLINE = re.compile(
    r"^(?:文[/／]|撰文[:：]?|作者[:：]|記者|记者|本报记者|本報記者|【?記者|執筆[:：]|取材[:：]|責編：|"
    r"글[:：·=]?\s?)\s*(?P<names>[\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af\s、，,·/・]{2,24})$"
)
_KOREAN_BYLINE = re.compile(
    r"^(?P<names>[\uac00-\ud7af]{2,4}(?:[·,\s]+[\uac00-\ud7af]{2,4})*)\s?(?:선임|인턴)?기자(?:\s?[\w.+-]+@[\w.-]+)?$"
)

_ROLE_NOUNS = (
    "reporter|reporters|correspondent|correspondents|editor|editors|writer|writers|columnist|journalist|contributor|"
    "contributors|producer|anchor|critic|fellow|analyst|intern|"
    "photographer|commentator|presenter|redakteur|redakteurin|reporterin|korrespondent|korrespondentin|autor|autorin|"
    "journalistin|volontär|volontärin|chefredakteur|"
    "chefredakteurin|journaliste|correspondant|correspondante|envoyé|envoyée|rédacteur|rédactrice|redactor|redactora|"
    "periodista|corresponsal|enviado|enviada|repórter|"
    "jornalista|giornalista|corrispondente|inviato|inviata|redattore|redacteur|verslaggever|correspondente|wartawan|"
    "obozrevatel|журналист|корреспондент|обозреватель|author"
)
_ROLE = re.compile(rf"(?<!\w)(?:{_ROLE_NOUNS})(?!\w)", re.IGNORECASE)
_QUALIFIERS = word_list("qualifiers")
_OUTLET_WORDS = word_list("outlet_words")
_GROUPS = re.compile(
    r"(?<!\w)(?:staff|team|desk|bureau|newsroom|editors?|editorial|board|agencies|agency|correspondents?|reporters?|"
    r"redaktion|redacción|rédaction|redazione|redactie|redação|"
    r"agenturen|agences|agencias|agenzie|news|wire|wires|service|services|associated|guest|contributor|admin|webdesk|"
    r"web desk|online|digital|writers?)(?!\w)",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:,(?!\s*(?:Jr|Sr|II|III|IV|MD|M\.D|PhD|Ph\.D)\b)|;|/|&|\+|\bund\b|\band\b|\bAND\b|\bUND\b|\bet\b|\by\b|\be\b|"
    r"\ben\b|\bog\b|\boch\b|\bja\b|\bve\b|\bdan\b|\bи\b|\bі\b|\bwith\b|\bWith\b|\bmit\b|\bavec\b|\bcon\b|\bby\b|\bBy\b)\s*"
)
_HARD_END = re.compile(
    r"\s*(?:[|•·∙●‖»›>:(\[–—]|\s-+\s|\\-|(?<=[^\W\d_]{3})\.\s|\s{3,}|\t"
    r"|(?:Published|PUBLISHED|Updated|UPDATED|Posted|POSTED|Last updated|Veröffentlicht|Publié|Publicado|Modified|"
    r"First published|Contact|Follow|Email|View|See|Source)\b"
    r"|\b(?:published|updated|posted|on|at)\s(?=\S*\s?\d|[A-Z][a-z]{2,8}\b)"
    r"|\bFor\s|\bfor\s|\bin\s|\bIn\s|\bfrom\s|\baus\s|\bà\s|\bbei\s|\bof\sthe\s|\bof\s|\bat\s|\bas told to\b|\bvia\b|\bauf\b"
    r"|\S+@\S+|@\w|https?:|\bwww\.|\d)"
)
_AFTER_IN = re.compile(
    r"^(?:in|In|from|aus|à|bei)\s+(?P<place>[A-ZÀ-Þ][\w.’'-]*(?:[\s,/-]+(?:and\s|und\s)?[A-ZÀ-Þ][\w.’'-]*){0,3})"
)
_BETWEEN_NAMES = re.compile(
    r"\s(?:in|aus|à|from)\s[A-ZÀ-Þ][\w.’'-]+(?:\s[A-ZÀ-Þ][\w.’'-]+){0,2}(?=\s*(?:[,;&]|\b(?:and|und|et|y)\s+[A-ZÀ-Þ]))"
)
_GLUED = re.compile(
    r"(?<=[a-zß-ÿ])(?=(?:Published|Updated|Posted|Last|By|Staff|Senior|City|Political|Shopping|Chief|News|Editor|Reporter|"
    r"Correspondent|Writer|Contributor|Contributing|Associate|Deputy|Managing|"
    r"Freelance|Sports|Special|The Associated|Associated Press|Reuters|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|"
    r"Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b)"
)
_GLUED_BY = re.compile(
    r"(?P<title>.*?[^\s|•·–—-])(?P<gap>[\s|•·–—-]*)(?P<byline>(?:\bBy|(?<=[a-zß-ÿ0-9.!?’'”\"])By|(?<=[A-Z]{2})By|\bBY|"
    r"\bVon|(?<=[a-zß-ÿ])Von|\bPar|\bPor)\s+[A-ZÀ-Þ].*)$"
)
_BULLETS = " \t\u00a0*•·-–—+#>|◦▪●_"
_EDGE = " \t\u00a0,.;:|•·*_-–—/&"
_LOWER_SENTENCE = re.compile(r"(?<!\w)[a-zß-ÿ]{2,}")
_MIN_READ = re.compile(r"\d+\s?(?:min|minutes?)\b.{0,12}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Byline:
    """Who signs a story."""

    raw: str
    """The line as printed, white space and bullets around it stripped."""
    authors: tuple[str, ...]
    """People only, in order; capitals repaired. Empty for `By Yonhap` and `By Staff`."""
    agencies: tuple[str, ...]
    """Ids of the wire agencies that sign."""


def parse_byline(line: str, language: str | None = None) -> Byline | None:
    """Read a line that is a byline.

    Args:
        line: one line, for example `By Jane Doe and John Roe`, `Von dpa`, `Jane Doe, Staff Writer`. A bare name is no byline
            (see `looks_like_name`), neither is a sentence that begins with "By".
        language: BCP 47 tag of the text. It admits prefixes that are too common elsewhere and refuses those of other languages.
    """
    raw = line.strip().lstrip(_BULLETS).rstrip()
    if not 4 <= len(raw) <= MAX_BYLINE_CHARACTERS:
        return None
    prefix = _PREFIX.match(raw)
    if prefix is not None and _prefix_fits(prefix, language):
        return _signed(raw, raw[prefix.end() :], lenient=prefix.lastgroup in ("by", "label"))
    if not raw[0].isupper():
        return _asian(raw) if raw[0] > "\u2fff" else None
    return _named_first(raw)


def split_glued_byline(line: str) -> tuple[str, Byline] | None:
    """Split a headline from the byline glued to its end (`…ties with the northBy Yonhap`, `… | By Jane Doe`).

    Returns:
        The headline and the byline, or None where the line does not end in a byline.
    """
    if "By " not in line and "BY " not in line and "Von " not in line and "Par " not in line and "Por " not in line:
        return None
    stripped = line.strip()
    if not 12 <= len(stripped) <= 2 * MAX_BYLINE_CHARACTERS:
        return None
    found = _GLUED_BY.match(stripped)
    while found is not None:
        gap = found["gap"]
        byline = parse_byline(found["byline"])
        glued_or_marked = not gap or gap.strip() or gap.count(" ") > 1
        if byline is not None and (byline.authors or byline.agencies) and (glued_or_marked or _ends_title(found["title"])):
            return found["title"].rstrip(" |•·–—-"), byline
        found = _GLUED_BY.match(stripped, found.end("title") + 2) if found.end("title") + 2 < len(stripped) else None
        if found is not None and not stripped[: found.start("byline")].strip():
            return None
        if found is not None and byline is None:
            # a later "By": its title is everything before it
            head = stripped[: found.start("byline")]
            candidate = parse_byline(found["byline"])
            if candidate is not None and (candidate.authors or candidate.agencies):
                return head.rstrip(" |•·–—-"), candidate
            return None
    return None


def _ends_title(title: str) -> bool:
    """With one plain space before "By" the words before must be a whole headline, not "Death" of "Death By Jane"."""
    return len(title.split()) >= 4


def _prefix_fits(prefix: re.Match[str], language: str | None) -> bool:
    """Tell whether a foreign preposition may open a byline in this language."""
    group = prefix.lastgroup or ""
    if group in ("by", "label"):
        return True
    if language is None:
        return group not in _NEEDS_LANGUAGE
    return language.split("-")[0].lower() in _LANGUAGES_OF_PREFIX[group] or (group == "de" and language.startswith("de"))


def _signed(raw: str, rest: str, *, lenient: bool) -> Byline | None:
    """Read what follows "By"."""
    rest = _BETWEEN_NAMES.sub("", _GLUED.sub(" ", rest.strip(" :*_")))
    if not rest:
        return None
    first_word = re.split(r"[\s,]+", rest, maxsplit=1)[0]
    if weekdays_named(first_word) or (month_number(first_word) and not agency_id(first_word) and re.match(r"\S+\s+\d", rest)):
        return None
    authors, agencies, group, tail = _people(rest)
    if not authors and not agencies and not group:
        return None
    if not _tail_is_harmless(tail, bool(authors or agencies)):
        return None
    if not authors and not agencies and (not lenient or len(raw) > 60):
        return None
    return Byline(raw, tuple(authors), tuple(agencies))


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
        part = part.strip(_EDGE + '“”"')
        if not part:
            continue
        identified = agency_id(part)
        if identified is not None:
            agencies.append(identified)
            continue
        tokens = part.split()
        while tokens and month_number(tokens[-1]) and len(tokens) > 2 and tail[:1].isdigit():
            tokens.pop()
        while tokens and len(tokens) > 1 and weekdays_named(tokens[-1]) and len(tokens[-1]) > 2 and tail:
            tokens.pop()
        name, remainder = _cut_name(tokens)
        if name:
            authors.append(repair_case(name))
            agencies.extend(agencies_in(" ".join(remainder)))
            if remainder and remainder[0][:1].islower() and not _ROLE.search(part):
                return [], [], False, part + tail
            continue
        found = agencies_in(part)
        if found:
            agencies.extend(found)
            if len(tokens) > 6:
                return authors, agencies, group, part + tail
        elif _ROLE.search(part) or _GROUPS.search(part):
            group = True
            if len(tokens) > 8:
                return authors, agencies, group, part + tail
        elif index == 0 or len(_LOWER_SENTENCE.findall(part)) > 2:
            return authors, agencies, group, part + " " + tail
    return list(dict.fromkeys(authors)), list(dict.fromkeys(agencies)), group, tail


def _cut_name(tokens: list[str]) -> tuple[str, list[str]]:
    """Split the tokens of one part into the person's name and what follows it (role, paper)."""
    if not tokens or not any(token[:1].isupper() for token in tokens):
        return "", tokens
    stop = _first_other(tokens)
    length = min(name_length(tokens), stop)
    if (length and tokens[length - 1].endswith("’s")) or (length and tokens[length - 1].endswith("'s")):
        return "", tokens
    if stop < len(tokens) and length > 2:
        while length > 2 and tokens[length - 1].casefold().strip(".,") in _QUALIFIERS | _OUTLET_WORDS:
            length -= 1
        if (
            length == 3
            and all(len(token) > 2 and is_name_token(token) for token in tokens[:3])
            and tokens[stop].casefold() in _OUTLET_WORDS
            and "-" not in tokens[2]
        ):
            length = 2
    if tokens[0].isupper() and len(tokens[0]) > 2:
        shouting = next(
            (
                i
                for i, token in enumerate(tokens)
                if not token.isupper() and len(token) > 2 and not token.startswith(("Mc", "Mac", "De", "Di"))
            ),
            length,
        )
        if shouting >= 2:
            length = min(length, shouting)
    name = " ".join(tokens[:length]).strip(_EDGE)
    words = [token for token in tokens[:length] if len(token.strip(".")) > 1]
    if length < 2 or not words:
        return "", tokens
    return (name + "." if tokens[length - 1].casefold() in ("jr.", "sr.") else name), tokens[length:]


def _first_other(tokens: list[str]) -> int:
    """Index of the first token that begins a role or a paper's name; the count of tokens where none does."""
    for index, token in enumerate(tokens):
        word = token.casefold().strip(".,")
        if index >= 2 and (word in _OUTLET_WORDS or _ROLE.fullmatch(word) or (word in _QUALIFIERS and index + 1 < len(tokens))):
            return index
        if index >= 1 and _ROLE.fullmatch(word) and len(tokens[0].strip(".")) > 1:
            return index
        if index >= 1 and agency_id(" ".join(tokens[index:])) is not None:
            return index
    return len(tokens)


def _tail_is_harmless(tail: str, named: bool) -> bool:
    """Tell whether what stands behind the names is a place, a role, a date or a paper, and no sentence."""
    stripped = tail.strip()
    if not stripped:
        return True
    lower = _LOWER_SENTENCE.findall(stripped)
    if not named:
        return len(lower) <= 2
    if (
        stripped[0] in "|•·∙●‖»›>([–—@\\"
        or stripped[0].isdigit()
        or stripped.startswith(("- ", "Published", "Updated", "Posted", "Last", "http", "www"))
    ):
        return len(lower) <= 14
    if _ROLE.search(stripped):
        return len(lower) <= 2 * MAX_LOWER_TAIL_WORDS and not stripped.endswith((".", "?", "!"))
    return len(lower) <= MAX_LOWER_TAIL_WORDS and not (stripped.endswith((".", "?", "!")) and len(lower) > 3)


def _named_first(raw: str) -> Byline | None:
    """Read a line that begins with a name and shows by a role, a place or a date that it signs a story."""
    text = _GLUED.sub(" ", raw)
    cut = _NAME_END.search(text)
    if cut is not None:
        head, tail = text[: cut.start()].strip(_EDGE), text[cut.start() :].strip()
        if looks_like_name(head):
            return _with_evidence(raw, [head], tail)
    tokens = text.split()
    length = name_length(tokens[:7])
    if 2 <= length < len(tokens):
        stop = _first_other(tokens)
        length = min(length, stop)
        while length > 2 and tokens[length - 1].casefold().strip(".,") in _QUALIFIERS | _OUTLET_WORDS:
            length -= 1
        head = " ".join(tokens[:length])
        rest = " ".join(tokens[length:])
        if looks_like_name(head) and len(rest) < 60 and _is_role(rest):
            return Byline(raw, (repair_case(head),), agencies_in(rest))
    return None


_NAME_END = re.compile(r"\s*(?:[,|•·∙●/–—;]|\s-\s|\s(?:and|und|et|y)\s|\s(?:in|In)\s(?=[A-Z])|\sfor\s|\d)\s*")
_DATE_LIKE = re.compile(r"\d{1,2}[:.]\d\d|(?:19|20)\d\d|\d\s?(?:min|minutes?|hours?|hrs?|days?|h|d)\b", re.IGNORECASE)
_WITH_SECOND = re.compile(r"^(?:,|and|und|et|y|&)\s*")


def _with_evidence(raw: str, people: list[str], tail: str) -> Byline | None:
    """Judge what follows a name on a line of its own."""
    body = tail.lstrip(_EDGE)
    lower = _LOWER_SENTENCE.findall(body)
    if not body or len(body) > 120 or len(lower) > 8:
        return None
    if body[-1] in "?!" or (body[-1] == "." and len(lower) > 3):
        return None
    joined = re.match(r"(?:and|und|et|y)\s+", body)
    if joined is not None:
        second, _, more = body[joined.end() :].partition(",")
        if looks_like_name(second) and more and _is_role(more.strip()):
            return Byline(raw, (repair_case(people[0]), repair_case(second.strip())), ())
        return None
    if tail.startswith(("in ", "In ")):
        placed = _AFTER_IN.match(tail)
        if placed is not None and placed.end() == len(tail) and len(tail) < 40:
            return Byline(raw, (repair_case(people[0]),), ())
        return None
    if tail.startswith("for "):
        return (
            Byline(raw, (repair_case(people[0]),), agencies_in(tail))
            if any(word in _OUTLET_WORDS for word in tail.casefold().split()) and len(lower) <= 2
            else None
        )
    agencies = agencies_in(body) if len(body) < 60 else ()
    if agencies and len(lower) <= 3 and "/" not in tail[:2]:
        return Byline(raw, (repair_case(people[0]),), agencies)
    if _is_role(body) or (_DATE_LIKE.search(body) and len(lower) <= 5 and not _LOWER_SENTENCE.match(body)):
        return Byline(raw, (repair_case(people[0]),), ())
    return None


def _is_role(text: str) -> bool:
    """Tell whether words after a name are a journalist's role, with its adjectives and paper."""
    found = _ROLE.search(text)
    if found is None or len(text) > 90:
        return False
    before = text[: found.start()].split()
    return (
        len(before) <= 5
        and len(_LOWER_SENTENCE.findall(text[found.end() :])) <= 4
        and not any(word in ("is", "was", "the", "who", "has") for word in before)
    )


def _asian(raw: str) -> Byline | None:
    """Read Chinese, Japanese and Korean bylines, which mark the writer's office instead of "by"."""
    found = _CJK_BYLINE.match(raw) or _KOREAN_BYLINE.match(raw)
    if found is None:
        return None
    names = [name for name in re.split(r"[\s、，,·/・]+", found["names"]) if 2 <= len(name) <= 8]
    return Byline(raw, tuple(names), ()) if names else None
