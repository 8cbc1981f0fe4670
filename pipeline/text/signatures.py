"""The lines around an article in, those that may sign it out: bylines, names alone, names within a line of dates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.marks.agencies import agencies_in, agency_id
from pipeline.marks.byline import Byline, parse_byline
from pipeline.marks.dateline_alone import is_place_and_day, parse_dateline_line
from pipeline.marks.dates import find_dates
from pipeline.marks.given_names import begins_with_given_name, people_in_run
from pipeline.marks.name_first import PRINTED_PAGE, people_on_line
from pipeline.marks.names_among import people_among
from pipeline.marks.people import is_name_token, looks_like_name, written_name
from pipeline.marks.signature import OUTLET_WORDS, QUALIFIERS
from pipeline.text.beside import beside, wording_beside
from pipeline.text.extent import main_stretch
from pipeline.text.units import Unit
from pipeline.text.within_line import LENIENT, MAX_NAME_CHARS, NAME_END, PICTURE_CREDIT, RESULT, byline_within

ABOVE_TITLE, ABOVE_BODY, BELOW = 14, 40, 12
"""Units above the headline, above a body without one, and below the body in which a signature is looked for."""
HEAD, TAIL = 5, 3
"""Units at the body's head and end that may be one."""
BETWEEN = 15
"""Units from the body's beginning in which one that is no body may be one: the lede often stands above the byline."""
NEXT = 2
"""Units within which the line above or below one is looked for."""
MAX_CHARS = 200
LONGEST_NAME, MAX_RUN_WORDS, LONGEST_RUN_NAME = 5, 15, 4
"""Words of one name, of a run of names, and of each name in such a run."""
MAX_RUN = 12
"""Lines that one byline may take where a dump broke it at every name."""
PREPOSITIONS = frozenset(
    (
        *("by", "von", "par", "por", "di", "af", "av", "door", "written by", "posted by", "story by", "words by", "text by"),
        *("commentary by", "published by", "reported by", "opinion by", "analysis by", "review by", "article by"),
        *("text", "autor", "autorin", "autoren", "author", "authors", "byline", "autorin/autor"),
    )
)
"""Lines after which the names stand."""
PREFIXED = re.compile(
    r"\W{0,3}(?:(?:\w+\s(?:and\s\w+\s)?)?by|\w+\svon|(?:das\s)?(?:interview|gespräch)\s(?:führten?|von)|propos\srecueillis\spar|as\stold\sto|von|par|por|di|da|af|av|door|autor(?:in|en)?|authors?|text|words)\b",
    re.IGNORECASE,
)
LABELLED_BYLINE = re.compile(
    r"(?!(?:photo|foto|image|video|vídeo|illustra|ilustra|фото|коллаж|колаж|ілюстр|иллюстр|edit|redigi|редакт|contact|kontakt|traduc|übersetz|перев|перекл))[^\W\d_]{3,12}(?:\s[^\W\d_]{2,12})?\s?[:：]\s*(?P<name>[^\W\d_][^|,:：\d]{3,50}?)\s*(?:[|,].*)?\Z",
    re.IGNORECASE,
)
"""`Автор: Ada Quill`, `Írta: Ada Quill | Interview`: what labels a byline says "by" in its language."""
PICTURE_FILE = re.compile(r"\[[0-9a-z]{2,5}\](?=[A-ZÀ-Þ])")
"""What a text browser prints for a picture without words, before the writer's name: `[7b6]Ann Poe`."""
ADDRESS_BEHIND = re.compile(r"\s+https?://\S+\Z")
FEED_BEHIND = re.compile(r"\s+RSS(?:\s[Ff]eed)?\Z")
"""The link to the writer's feed, behind the name."""
AT_GROUND = re.compile(r"(?P<name>[A-Z][^\d,.:;|()]{3,40}?)\sat\s(?:the\s)?[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,3}")
"""`Ann Poe at Harbour Road`, below a result: who reports from the match. Elsewhere it is a caption."""
MAX_RESULT = 120
MORE_LINK = re.compile(
    r"(?:(?:read|view|see)\s)?(?:more|all)\s(?:(?:posts|articles|stories)\s)?(?:by|from)\sth(?:is|e)\sauthor\W*", re.IGNORECASE
)
"""The link below a writer's name; below each of several who sign together."""
ARTICLES = {
    "en": frozenset(("the",)),
    "de": frozenset(("der", "die", "das")),
    "fr": frozenset(("le", "la", "les")),
    "es": frozenset(("el", "la", "los", "las")),
    "it": frozenset(("il", "la", "lo")),
}
"""Words that begin the names of papers, not of people."""
NO_PERSON = QUALIFIERS | OUTLET_WORDS | {"research", "content", "team", "editors"}
CLUBS = frozenset(("fc", "afc", "sc", "vfb", "vfl"))
"""`Andrew Rowe vom FC Tidewater` is a caption."""
MAX_HELPED = 40
"""Characters of a line that says what the next one's people did."""
CONTACT = re.compile(
    r"\W{0,3}(?:(?:for\s(?:more|further)\sinformation,?\s)?(?:please\s)?(?:(?:media|press|investor|public|news|company)\s(?:relations\s)?)?"
    r"(?:contacts?|inquiries|enquiries)|pressekontakt|ansprechpartner(?:in)?|rückfragen|contacts?\spresse|contacto\sde\sprensa)\W{0,3}",
    re.IGNORECASE,
)
"""What stands above whom a press release names for questions."""
CONNECTORS = frozenset(("and", "&", ",", "und", "et", "y", "e", "with", "/", "|", "•"))
HELPED_BY = re.compile(
    r"\W{0,3}(?:(?:medically|fact|technically)[\s-])?(?:reviewed|edit|check|verif|approv|photo|illustrat|styl|translat|video|graphic|"
    r"additional|contribut|power|present|sponsor|directed|produced)\w*(?:\s\w+)?\s?:?\s(?:by|from)\b|contribut\w+\sto\b|(?:Fotos?|Illustration(?:en)?)\s?(?:von|:)|"
    r"(?:Übersetzt|Aus\sdem\s\w+)\s(?:\w+\s){0,3}von\b",
    re.IGNORECASE,
)
"""How a line begins that names who did something for the story without writing it; the names may stand on the next line."""
AND_IN_CAPITALS, MAX_PAIRED = re.compile(r",?\s(?:AND|UND|ET|Y|EN|OG|OCH)\s|\s&\s|,\s"), 4
"""Between names that are all set in capitals: `ADA QUILL AND LEN REED`."""
WITH_AGENCY = re.compile(r"(?P<name>[^\W\d_][^/|]{3,40}?)\s/\s(?P<agency>[^/|]{2,30})")
"""`Ada Quill / EFE`."""
AND_BELOW = re.compile(r"\A(?:and|und|et|y|en|og|och|e)\s(?=[A-ZÀ-Þ])")
"""How the line below a byline begins that names who else signs: `and Jo Roe`."""
IN_STATE = re.compile(r",\s[A-Z]{2}\Z")
"""`St. Tidewater Falls, VT`"""
OPEN_END = (",", "&", " and", " und", " et", " y", ";")
BY, SPLIT_BY, NAME_FIRST, BARE, GLUED, BIO, CREDIT = range(7)
KINDS = ("by", "split_by", "name_first", "bare", "glued", "bio", "credit")


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines that may sign the article."""

    units: tuple[int, ...]
    byline: Byline
    kind: int
    """Index in `KINDS`."""


def find_signatures(
    units: Sequence[Unit],
    body: Sequence[int],
    title: int | None,
    labels: Mapping[int, str],
    pointer: Sequence[float],
    language: str,
) -> list[Signature]:
    """All lines in reach of the body, or that the network points at, that read like a byline or hold nothing but names, in order.

    Args:
        units: All units of the dump, up to its readers' comments.
        body: Indices of the body's units; at least one.
        title: Index of the headline's unit.
        labels: Units that are something else already.
        pointer: How likely the network thinks each unit the byline, perhaps of the comments too; a likely one is read leniently.
        language: ISO 639-1 code.
    """
    start, end = main_stretch(units, body)
    if title is not None and title <= start:
        above = range(max(0, title - ABOVE_TITLE), start)
    else:
        above = range(max(0, start - ABOVE_BODY), start)
    out: list[Signature] = []
    taken: set[int] = set()
    inside = set(body)
    near = {
        *above,
        *range(start, min(start + HEAD, end)),
        *(i for i in range(start + HEAD, min(start + BETWEEN, end)) if i not in inside),
        *range(max(start + HEAD, end - TAIL + 1), min(len(units), end + BELOW)),
    }
    for i in sorted(near.union(i for i, chance in enumerate(pointer[: len(units)]) if chance >= LENIENT)):
        if i in labels or i in taken or not 2 <= len(units[i].text) <= MAX_CHARS or _helped(units, i):
            continue
        found = _split_by(units, i, language) or _on_line(units, i, language)
        if found is None and i in near and (within := byline_within(units[i].text, language, pointer[i])) is not None:
            found = Signature((i,), within[0], BY if within[1] else NAME_FIRST)
        found = _people_only(found, language) if found is not None else None
        if found is not None:
            out.append(found)
            taken.update(found.units)
    return _joined(units, out)


def signed_with_agency(units: Sequence[Unit], title: int) -> Signature | None:
    """`Ada Quill / EFE` right below the headline and above a line with the hour: elsewhere it is who took a picture.

    Args:
        units: All units of the dump.
        title: Index of the headline's last unit.
    """
    below = beside(units, title, NEXT, None)
    found = WITH_AGENCY.fullmatch(units[below].text) if below is not None else None
    if below is None or found is None or not looks_like_name(found["name"]) or agency_id(found["agency"]) is None:
        return None
    if all(date.clock is None for date in find_dates(wording_beside(units, below, NEXT))):
        return None
    return Signature((below,), Byline(units[below].text, (written_name(found["name"]),), agencies_in(found["agency"])), BY)


def _joined(units: Sequence[Unit], signatures: list[Signature]) -> list[Signature]:
    """`By Ann Poe`, `More by this author`, `By Jo Roe`: who sign together, each above the link to the other stories."""
    out: list[Signature] = []
    for each in signatures:
        last = out[-1] if out else None
        between = range(last.units[-1] + 1, each.units[0]) if last is not None else range(0)
        texts = [units[j].text for j in between if units[j].text] if len(between) <= 2 * NEXT else []
        if last is not None and each.kind == last.kind == BY and texts and all(map(MORE_LINK.fullmatch, texts)):
            authors = tuple(dict.fromkeys((*last.byline.authors, *each.byline.authors)))
            agencies = tuple(dict.fromkeys((*last.byline.agencies, *each.byline.agencies)))
            raw = f"{last.byline.raw} {each.byline.raw}"
            out[-1] = Signature((*last.units, *between, *each.units), Byline(raw, authors, agencies), BY)
        else:
            out.append(each)
    return out


def _at_ground(units: Sequence[Unit], i: int) -> tuple[str, ...]:
    """Who reports from a match, on the line below its result."""
    found = AT_GROUND.fullmatch(units[i].text) if " at " in units[i].text else None
    if found is None or not looks_like_name(found["name"]) or not begins_with_given_name(found["name"]):
        return ()
    above = wording_beside(units, i, -NEXT)
    return (written_name(found["name"]),) if len(above) <= MAX_RESULT and RESULT.search(above) else ()


def _on_line(units: Sequence[Unit], i: int, language: str) -> Signature | None:
    text = units[i].text
    if "[" in text:
        text = PICTURE_FILE.sub("", text, count=1)
    if "http" in text:
        text = ADDRESS_BEHIND.sub("", text)
    if "RSS" in text:
        text = FEED_BEHIND.sub("", text)
    if parse_dateline_line(text) is not None:
        return None  # `TIDAL HEADS, Friday.`
    if is_place_and_day(text):
        return None
    byline = parse_byline(text, language)
    if byline is None or not (byline.authors or byline.agencies):
        people, kind = _names_alone(text), BARE
        if not people:
            people, kind = _at_ground(units, i), NAME_FIRST
        if len(among := people_among(text)) > len(people):
            people, kind = among, NAME_FIRST
        if not people or PRINTED_PAGE.search(text):
            return None
        byline = Byline(text, people, ())
    else:
        labelled = LABELLED_BYLINE.match(text)
        kind = BY if PREFIXED.match(text) or (labelled is not None and labelled["name"] in byline.authors) else NAME_FIRST
    joined_below = kind == BY and bool(byline.authors) and AND_BELOW.match(wording_beside(units, i, NEXT)) is not None
    open_end = text.endswith(OPEN_END) or joined_below
    lines, more = _further_names(units, i, open_end=True) if open_end else ((), ())
    authors = tuple(dict.fromkeys((*byline.authors, *more)))
    raw = " ".join([byline.raw, *(units[j].text for j in lines)])
    return Signature((i, *lines), Byline(raw, authors, byline.agencies), kind)


def _helped(units: Sequence[Unit], i: int) -> bool:
    """Whether a line names editors, photographers or helpers, by its own words or those of the line above."""
    before = wording_beside(units, i, -NEXT)
    if len(before) <= MAX_HELPED and CONTACT.fullmatch(before):
        return True
    above = _help_ends(before) if len(before) <= MAX_HELPED else None
    return _help_ends(units[i].text) is not None or (above is not None and above == len(before.rstrip(" :")))


@lru_cache(256)
def _help_ends(text: str) -> int | None:
    """Where the words end by which a line says what somebody did for the story; each is asked for itself and for the next."""
    found = HELPED_BY.match(text)
    return found.end() if found is not None else None


def _people_only(found: Signature, language: str) -> Signature | None:
    """People one by one, without the roles and papers that were read as names; None where nobody is left."""
    articles = ARTICLES.get(language, frozenset())
    authors = tuple(
        a
        for run in found.byline.authors
        if run.split()[0].casefold() not in articles
        for a in people_in_run(run)
        if not NO_PERSON.issuperset(words := a.casefold().split())
        and not set("()[]") & set(a)
        and agency_id(a) is None
        and words[0] not in articles
        and CLUBS.isdisjoint(words[1:])
        and (words[-1] not in OUTLET_WORDS or (begins_with_given_name(a) and "-" not in words[-1]))
    )
    if not authors and not found.byline.agencies:
        return None
    return Signature(found.units, Byline(found.byline.raw, authors, found.byline.agencies), found.kind)


def _names_alone(text: str) -> tuple[str, ...]:
    people = people_on_line(text)
    if people or not 4 <= len(text) <= MAX_NAME_CHARS + 20:
        return people
    if PICTURE_CREDIT.match(text) or IN_STATE.search(text):
        return ()
    name = NAME_END.split(text, maxsplit=1)[0].strip(" ,()")
    for joined in (text, name):
        parts = AND_IN_CAPITALS.split(joined)
        if 1 < len(parts) <= MAX_PAIRED and all(map(looks_like_name, parts)):
            return tuple(map(written_name, parts))
    return (written_name(name),) if looks_like_name(name) else _run_of_names(name.split())


def _run_of_names(tokens: list[str]) -> tuple[str, ...]:
    """`Birgit Neumann Anna Julia Reh Jan Michael Storm`: names that a dump printed without commas, too many words for one."""
    if not LONGEST_NAME < len(tokens) <= MAX_RUN_WORDS or not all(map(is_name_token, tokens)):
        return ()
    people = people_in_run(" ".join(tokens))
    return people if all(2 <= len(name.split()) <= LONGEST_RUN_NAME for name in people) else ()


def _split_by(units: Sequence[Unit], i: int, language: str) -> Signature | None:
    """`By` on this line, the names on those that follow."""
    text = units[i].text
    if text.lower().strip(" :|") not in PREPOSITIONS:
        return None
    following = beside(units, i, NEXT, None)
    if following is None or len(units[following].text) > MAX_NAME_CHARS:
        return None
    byline = parse_byline(f"By {units[following].text}", language)
    if byline is None:
        return None
    lines, more = _further_names(units, following, open_end=units[following].text.endswith(OPEN_END))
    authors = tuple(dict.fromkeys((*byline.authors, *more)))
    raw = " ".join([text, *(units[j].text for j in (following, *lines))])
    return Signature((i, following, *lines), Byline(raw, authors, byline.agencies), SPLIT_BY)


def _further_names(units: Sequence[Unit], last: int, *, open_end: bool) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The lines and names that go on with a list of authors broken at every name."""
    lines: list[int] = []
    names: list[str] = []
    for i in range(last + 1, min(last + MAX_RUN, len(units))):
        text = units[i].text
        if not text or text.casefold() in CONNECTORS:
            open_end = open_end or bool(text)
            lines.append(i)
            continue
        people = _names_alone(AND_BELOW.sub("", text, count=1).strip(" ,&")) if open_end and len(text) <= MAX_NAME_CHARS else ()
        if not people:
            break
        lines.append(i)
        names.extend(people)
        open_end = text.endswith(OPEN_END)
    while lines and (not units[lines[-1]].text or units[lines[-1]].text.casefold() in CONNECTORS):
        lines.pop()
    return tuple(lines), tuple(names)
