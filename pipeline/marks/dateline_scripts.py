"""A paragraph in another script than Latin in; its dateline and the paragraph without it, out.

Chinese, Japanese, Korean, Cyrillic and Arabic papers each set place, day and agency in signs of their own.
"""

from __future__ import annotations

import re

from pipeline.marks.agencies import agencies_in, agency_id
from pipeline.marks.dateline_record import Dateline
from pipeline.marks.japanese_name import is_japanese_name

_CJK_BRACKETED = re.compile(r"^(?P<raw>【(?P<credit>[^】]{2,24})】)\s*(?P<rest>.+)", re.DOTALL)
_CHINESE = re.compile(
    r"^(?P<raw>(?P<credit>新华社|新華社|中新社|中新网|中央社|法新社|路透社|美联社|"
    r"塔斯社)(?P<place>[\u4e00-\u9fff]{0,8}?)(?P<day>(?:\d{1,2}月)?\d{1,2}日)?(?:电|"
    r"電)(?:\s*[（(][^）)]{0,24}[）)])?)[\s:：]*(?P<rest>.+)",
    re.DOTALL,
)
_KOREAN = re.compile(
    r"^(?P<raw>[(\[](?P<place>[\uac00-\ud7af·]{2,14})=(?P<credit>[^)\]]{2,14})[)\]]"
    r"(?:\s*[\uac00-\ud7af·\s]{2,20}기자)?\s*=?)\s*(?P<rest>.+)",
    re.DOTALL,
)
_JAPANESE = re.compile(
    r"^(?P<raw>[［\[](?P<place>[^］\]\d]{1,14}?)[\s　]*(?P<day>\d{1,2}日)[\s　]*(?P<credit>[^］\]]{2,10})"
    r"[］\]]\s*[-－―–]?)\s*(?P<rest>.+)",
    re.DOTALL,
)
_SLAVIC = re.compile(
    r"^(?P<raw>(?P<place>[А-ЯЁІЇЄҐ][А-ЯЁІЇЄҐ\s./-]{2,30})(?:,\s*(?P<day>\d{1,2}\s[а-яёіїє]{3,9}))?\.?\s*(?:[/(](?P<credit>[^/()]{2,24})[/)]\.?\s*[-–—]?|[-–—]\s*(?P<credit2>[^.–—]{3,48})[.–—]))\s*(?P<rest>.+)",
    re.DOTALL,
)
_RUSSIAN = re.compile(
    r"^(?P<raw>(?P<place>[А-ЯЁІЇЄҐ][а-яёіїєґ’'-]{2,20})\.\s(?P<day>\d{1,2}\s[а-яёіїє]{3,9})\.\s"
    r"(?P<credit>[А-ЯЁA-Z][\w .«»-]{2,24}?)\s[-–—])\s*(?P<rest>.+)",
    re.DOTALL,
)
"""`Москва. 3 марта. ИНТЕРФАКС - …`."""
_CHINESE_UNSIGNED = re.compile(
    r"^(?P<raw>(?P<place>[\u4e00-\u9fff]{2,6})(?P<day>\d{1,2}月\d{1,2}日)(?:电|電)(?:\s*[（(][^）)]{0,24}[）)])?)[\s:：]*(?P<rest>.+)",
    re.DOTALL,
)
_ARABIC = re.compile(
    r"^(?P<raw>(?P<place>[\u0620-\u064a][\u0620-\u064a\s/-]{1,30}?)(?:\s?[،,]?\s(?P<day>\d{1,2}\s[\u0620-\u064a]{3,9}))?\s?(?:[-–—]\s)?"
    r"[(](?P<credit>[\u0620-\u064a][\u0620-\u064a\s./]{2,24})[)]\s?[-–—:]+)\s*(?P<rest>\S.+)",
    re.DOTALL,
)
"""`بيروت (رويترز) - …`."""
_CORRESPONDENT = re.compile(r"【(?P<place>[^】＝=]{1,12})[＝=](?P<name>[^】]{2,12})】")
"""`【ソウル＝森本葉子】`: the reporter of the paper itself."""
_OWN_SCRIPTS = (_CJK_BRACKETED, _CHINESE, _CHINESE_UNSIGNED, _KOREAN, _JAPANESE, _SLAVIC, _RUSSIAN, _ARABIC)


def dateline_of_script(text: str) -> Dateline | None:
    """Read the datelines of Chinese, Japanese, Korean, Cyrillic and Arabic papers.

    Args:
        text: a paragraph, stripped.
    """
    for shape in _OWN_SCRIPTS:
        found = shape.match(text)
        if found is None:
            continue
        groups = found.groupdict()
        credit = (groups.get("credit") or groups.get("credit2") or "").strip()
        agencies = agencies_in(credit) or ((own,) if (own := agency_id(credit)) else ())
        place = (groups.get("place") or "").strip(" ,") or None
        if not agencies and shape is _CJK_BRACKETED:
            agencies, place = _bracketed(credit)
        if not agencies and (named := correspondent(found["raw"])) is not None:
            return Dateline(raw=found["raw"], place=named[0], credit=None, agencies=(), rest=found["rest"].strip(), day=None)
        if agencies or shape is _CHINESE_UNSIGNED or (shape is _KOREAN and groups["credit"].endswith(("뉴스", "신문", "일보"))):
            return Dateline(
                raw=found["raw"].strip(),
                place=place,
                credit=credit or None,
                agencies=agencies,
                rest=found["rest"].strip(),
                day=groups.get("day"),
            )
    return None


def correspondent(dateline: str) -> tuple[str, str] | None:
    """The place and the reporter of a Japanese paper's own dateline (`【ソウル＝森本葉子】`); None of any other."""
    named = _CORRESPONDENT.match(dateline)
    return (named["place"], named["name"]) if named is not None and is_japanese_name(named["name"]) else None


def _bracketed(inside: str) -> tuple[tuple[str, ...], str | None]:
    """Read `ソウル共同` or `ソウル聯合ニュース`: the place, then the agency, without a space."""
    for length in range(2, min(len(inside), 8)):
        identified = agency_id(inside[-length:])
        if identified is not None:
            return (identified,), inside[:-length].strip() or None
    return (), None
