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
    r"^(?P<raw>据?(?P<credit>新华社|新華社|新华网|新華網|中新社|中新网|中新網|中国新闻社|中通社|中央社|法新社|路透社|美联社|美聯社|"
    r"塔斯社|俄新社|德新社|共同社|时事社|韩联社|埃菲社|安莎社)(?P<place>[\u4e00-\u9fff]{0,8}?)(?P<day>(?:\d{1,2}月)?\d{1,2}日)?(?:电|"
    r"電)(?:\s*[（(][^）)]{0,24}[）)])?)[\s:：]*(?P<rest>.+)",
    re.DOTALL,
)
_TAIWANESE = re.compile(
    r"^(?P<raw>[（(【〔](?P<credit>中央社|法新社|路透社?|美聯社|美联社|中新社|新華社|新华社)(?:記者|记者)?(?P<place>[\u4e00-\u9fff]{2,9}?)"
    r"(?P<day>(?:\d{1,2}月)?\d{1,2}日|[一二三四五六七八九十]{1,3}日)(?:[\u4e00-\u9fff]{1,4})?(?:電|电)[）)】〕])\s*(?P<rest>.+)",
    re.DOTALL,
)
"""`（中央社記者王小明台北12日電）`."""
_KOREAN = re.compile(
    r"^(?P<raw>[(\[【](?P<place>[\uac00-\ud7af·A-Z ]{2,14})=(?P<credit>[^)\]】]{2,14})[)\]】]"
    r"(?:\s*[\uac00-\ud7af·\s]{2,20}기자)?\s*=?)\s*(?P<rest>.+)",
    re.DOTALL,
)
_JAPANESE = re.compile(
    r"^(?P<raw>[［\[](?P<place>[^］\]\d]{1,14}?)[\s　]*(?P<day>\d{1,2}日)[\s　]*(?P<credit>[^］\]]{2,10})"
    r"[］\]]\s*[-－―–]?)\s*(?P<rest>.+)",
    re.DOTALL,
)
_SLAVIC = re.compile(
    r"^(?P<raw>(?P<place>[А-ЯЁІЇЄҐ][А-ЯЁІЇЄҐ\s./-]{2,30})(?:,\s*(?P<day>\d{1,2}\s[а-яёіїє]{3,9}))?\.?\s*(?:[/(](?P<credit>[^/()]{2,60})[/)]\.?\s*[-–—]?|[-–—]\s*(?P<credit2>[^.–—]{3,48})[.–—]))\s*(?P<rest>.+)",
    re.DOTALL,
)
_RUSSIAN = re.compile(
    r"^(?P<raw>(?P<place>[А-ЯЁІЇЄҐ][А-Яа-яЁёІіЇїЄєҐґ’'-]{2,20})[.,]\s(?:(?P<day>\d{1,2}\s[а-яёіїє]{3,9})[.,]?\s)?(?:"
    r"(?P<credit>[А-ЯЁІЇЄҐA-Z][\w .«»-]{2,24}?)(?:\s/[^/]{3,40}/)?(?:\s[-–—]|\.)"
    r"|\((?P<credit2>[^()]{2,24})\)\.?(?:\s?[-–—])?))\s+(?P<rest>.+)",
    re.DOTALL,
)
"""`Москва. 3 марта. ИНТЕРФАКС - …`, `АСТАНА. КАЗИНФОРМ /Анна Воронина/ - …`, `София. 3 март (БТА) …`."""
_BELARUSIAN = re.compile(
    r"^(?P<raw>(?P<day>\d{1,2}\s[а-яёіїў]{3,9}),\s(?P<place>[А-ЯЁ][а-яё-]{2,20})\s/(?P<credit>[^/]{3,48})/\.?)\s*(?P<rest>.+)",
    re.DOTALL,
)
"""`3 марта, Минск /Анна Воронина - БЕЛТА/. …`."""
_CHINESE_UNSIGNED = re.compile(
    r"^(?P<raw>(?P<place>[\u4e00-\u9fff]{2,6})(?P<day>\d{1,2}月\d{1,2}日)(?:电|電)(?:\s*[（(][^）)]{0,24}[）)])?)[\s:：]*(?P<rest>.+)",
    re.DOTALL,
)
_CHINESE_OWN = re.compile(
    r"^(?P<raw>(?:本|[\u4e00-\u9fff]{1,5})[报報](?P<place>[\u4e00-\u9fff]{2,4}?)?(?P<day>\d{1,2}月\d{1,2}日)?[讯訊电電]"
    r"\s*[（(](?:本[报報])?(?:记者|記者|通讯员|通訊員|实习生|實習生)[^）)]{1,30}[）)])[\s:：]*(?P<rest>.+)",
    re.DOTALL,
)
"""`本报讯（记者李明）…`, `都市晨报讯（记者 李明 摄影报道）…`, `本报杭州3月2日电（记者李明）…`: a paper's own report."""
_ARABIC = re.compile(
    r"^(?P<raw>(?P<place>[\u0620-\u064a][\u0620-\u064a\s/-]{1,30}?)(?:\s?[،,]?\s(?P<day>\d{1,2}\s[\u0620-\u064a]{3,9}))?\s?(?:[-–—]\s)?"
    r"[(](?P<credit>[\u0620-\u064a][\u0620-\u064a\s./]{2,24})[)]\s?[-–—:]+)\s*(?P<rest>\S.+)",
    re.DOTALL,
)
"""`بيروت (رويترز) - …`."""
_INDIC = re.compile(
    r"^(?P<raw>(?P<place>[\u0900-\u0dff]{2,20}(?:[\s/-][\u0900-\u0dff]{1,20}){0,2})[,.]?\s(?P<day>\d{1,2}\s[\u0900-\u0dff]{2,12}),?\s?"
    r"\((?P<credit>[^()]{2,30})\)\s?[।:.=–—-]*)\s*(?P<rest>\S.+)",
    re.DOTALL,
)
"""`नई दिल्ली, 12 अगस्त (भाषा) …`."""
_KOREAN_PAPERS = ("뉴스", "신문", "일보", "방송", "경제")
"""Words in the names of papers and stations, which stand where agencies do."""
_CORRESPONDENT = re.compile(r"【(?P<place>[^】＝=]{1,12})[＝=](?P<name>[^】]{2,12})】")
"""`【ソウル＝森本葉子】`: the reporter of the paper itself."""
_OWN_SCRIPTS = (
    *(_KOREAN, _CJK_BRACKETED, _TAIWANESE, _CHINESE, _CHINESE_OWN, _CHINESE_UNSIGNED, _JAPANESE),
    *(_SLAVIC, _RUSSIAN, _BELARUSIAN, _ARABIC, _INDIC),
)


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
        if shape is _TAIWANESE and "者" in found["raw"]:
            place = None  # where the reporter's name ends and the place begins, nothing shows
        if not agencies and shape is _CJK_BRACKETED:
            agencies, place = _bracketed(credit)
        if not agencies and (named := correspondent(found["raw"])) is not None:
            return Dateline(raw=found["raw"], place=named[0], credit=None, agencies=(), rest=found["rest"].strip(), day=None)
        if (
            agencies
            or shape in (_CHINESE_UNSIGNED, _CHINESE_OWN)
            or (shape is _KOREAN and any(word in groups["credit"] for word in _KOREAN_PAPERS))
        ):
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
