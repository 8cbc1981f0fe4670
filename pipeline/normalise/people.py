"""Author fields as printed in metadata and bylines in; people's names, in order and each once, out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.marks.agencies import agency_id
from pipeline.marks.people import is_name_token, looks_like_name, name_length, written_name
from pipeline.normalise.text_repair import repair_line
from pipeline.scripts import EAST_ASIAN

MAX_FIELD_CHARACTERS = 300
"""Longer fields are biographies."""

MAX_IDEOGRAPHS = 24
"""Two or three people; what is longer in Chinese, Japanese or Korean is a sentence about the author."""

MAX_AUTHORS = 40
"""More names than this are a staff list."""

_TAG = re.compile(r"<[^<>]{1,200}>")
_PREFIX = re.compile(
    r"^(?:.{3,60}\bas told to\b|author of (?:the|this) (?:article|story)\s*:|"
    r"(?:written|reported|posted|published|submitted|words|text|story)\s+by\b|by\b|von\b(?=\s[A-Z])|par\b|por\b|autor(?:in)?\s*:|author\s*:|"
    r"texte?\s*:|文[/／]|作者[:：]|記者|记者)\s*:?\s*",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\S+@\S+|(?<!\w)@\w+|https?:\S*|www\.\S*|\s[|•·–—-]\s.*|\s*\|.*|\s*[(\[].*|\s(?:for|of|at)\s(?:the\s)?[A-Z].*|"
    r"\s(?:in|aus|from)\s[A-ZÀ-Þ][^,;&]*?(?=[,;&]|\s(?:and|und)\s|$)"
)
_SPLIT = re.compile(
    r"\s*(?:,(?!\s*(?:Jr|Sr|II|III|IV|MD|M\.D|PhD|Ph\.D)\b)|;|/|&|\n|\s(?:and|und|et|og|och|with|mit)\s|、|，|·)\s*",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"(?<!\w)(?:staff|team|desk|bureau|newsroom|editors?|editorial|board|agenc(?:y|ies)|(?:nachrichten)?agentur|reporters?|correspondents?|redaktion|redacción|redaccion|rédaction|"
    r"redazione|redactie|redação|redakcja|agenturen|agences|agencias|news|wires?|services?|contributors?|admin(?:istrator)?|webdesk|online|digital|writers?|"
    r"times|post|press|media|magazine|journal|gazette|tribune|herald|guardian|daily|zeitung|nachrichten|tv|radio|press|inc|llc|gmbh|ltd|group|network|"
    r"association|university|institute|council|department|ministry|police|public|guest|author|null|none|unknown|presse|sponsored|advertisement|"
    r"producer|columnist|journalist|photographer|director|officer|manager|senior|chief|content|executive|associate)(?!\w)",
    re.IGNORECASE,
)
_UNCASED = re.compile(
    r"[\u3400-\u9fff\uac00-\ud7af]{2,5}|[\u3400-\u9fff]{1,3} [\u3400-\u9fff]{1,3}|[\u30a0-\u30ff]{2,8}・[\u30a0-\u30ff]{2,8}|"
    r"[\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff .]{3,40}"
)
_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}]")
_UNCASED_GROUP = re.compile(
    "新聞|新闻|日報|日报|デジタル|オンライン|通信|通讯|取材|編集|编辑|編輯|記者|记者|電視|电视|放送|뉴스|신문|기자|일보|연합|方面|现代|現代|社$|部$|网$|網$|报$|報$"
)
_UNCASED_ROLE = re.compile(r"\s*(?:선임|인턴)?기자$|\s*(?:記者|记者|特派員)$")
_DEGREE = re.compile(r"(?:MS|MA|MD|M\.D\.?|MPH|MBA|RDN?|LD|RN|DO|JD|Ph\.?D\.?|CPT|CSCS|DDS|DVM|FAAD|LCSW|MSc|BSc)")
"""Degrees behind a name; `Jr.` and `III` belong to it."""
_INITIALS_END = re.compile(r"(?:\b[A-Z]\.){2,}$|\b[JS]r\.$")
_GLUED_NAME = re.compile(r"([A-ZÀ-Þ][a-zß-ÿ]{2,12})([A-ZÀ-Þ][a-zß-ÿ]{3,14})")
_DOMAIN = re.compile(r"\w\.(?:com|net|org|de|at|ch|fr|es|it|nl|tr|jp|uk|eu|news|tv|info|lu|pl|ru)$", re.IGNORECASE)


def clean_authors(names: Iterable[str]) -> tuple[str, ...]:
    """Keep the people of author fields, without roles, outlets, agencies, "Staff", e-mail addresses and the word "By".

    A single word ("Maria", "admin", "dpa") is no person's name here, unless it is two names in one ("NoraQuayle"): user names
    and initials look the same.

    Args:
        names: Fields as printed; one may hold several people (`By Jane Doe and John Roe, Staff Writers`).

    Returns:
        Names in order, each once, ALL CAPS written as names are.
    """
    found: dict[str, str] = {}
    for field in names:
        text = (repair_line(field) or "").replace("\u3000", " ")  # one person, however the paper sets the name
        if text and len(text) <= MAX_FIELD_CHARACTERS:
            for name in _people_of(text):
                found.setdefault(name.casefold(), name)
    return tuple(found.values())[:MAX_AUTHORS]


def _people_of(field: str) -> list[str]:
    text = _CUT.sub(" ", _PREFIX.sub("", _TAG.sub(" ", field)))
    if agency_id(text) is not None or len(_EAST_ASIAN.findall(text)) > MAX_IDEOGRAPHS:
        return []
    parts = [part.strip(" ,:-–—*\"“”'") for part in _SPLIT.split(text)]
    parts = [part if _INITIALS_END.search(part) else part.strip(" .") for part in parts]
    parts = [part for part in parts if part]
    if len(parts) == 2 and all(" " not in part and is_name_token(part) and len(part) > 1 for part in parts) and "," in text:
        parts = [f"{parts[1]} {parts[0]}"]  # "Doe, Jane"
    people = [(_person(part, first=index == 0)) for index, part in enumerate(parts)]
    return [person for person in people if person is not None]


def _person(part: str, *, first: bool) -> str | None:
    uncased = _UNCASED_ROLE.sub("", part)
    if _UNCASED.fullmatch(uncased):
        return None if _UNCASED_GROUP.search(uncased) or agency_id(uncased) else uncased
    if agency_id(part) is not None or _DOMAIN.search(part) or _GROUP.search(part):
        return _before_role(part)
    tokens = part.split()
    if len(tokens) < 2:
        return part if first and _is_glued_name(part) else None
    if part.islower() and all(token.isalpha() for token in tokens) and len(tokens) <= 3:
        part = " ".join(token.capitalize() for token in tokens)
        tokens = part.split()
    tokens = [token.rstrip(",") for token in tokens]
    while len(tokens) > 2 and _DEGREE.fullmatch(tokens[-1]):
        tokens.pop()
        part = part.rsplit(None, 1)[0].rstrip(" ,")
    is_name = name_length(tokens, sure=True) == len(tokens) if first else looks_like_name(part)
    return written_name(part) if is_name else None


def _is_glued_name(word: str) -> bool:
    """Whether a user name is a given name and a family name written as one word ("NoraQuayle"), and no "NewsDesk"."""
    glued = _GLUED_NAME.fullmatch(word)
    return glued is not None and not _GROUP.search(" ".join(glued.groups())) and all(map(is_name_token, glued.groups()))


def _before_role(part: str) -> str | None:
    """The name of `Jane Doe Staff Writer`: what stands before the first word of a role or group."""
    role = _GROUP.search(part)
    head = part[: role.start()].strip() if role else ""
    return written_name(head) if looks_like_name(head) else None
