"""A line in; what a Japanese, Korean or Chinese paper sets at the end of a picture's text, out: who took it, or which day."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.scripts import HAN, HANGUL, KANA

MAX_CAPTION_CHARACTERS, MAX_FULL_STOPS = 250, 1
"""A longer line, or one of several sentences in Japanese or Chinese, is a paragraph to which a picture's text was glued."""
MAX_CREDIT_CHARACTERS = 60
"""From the sign that parts the picture's text from where, when and by whom it was taken to the line's end."""
_HOUSE = (
    r"(?:ＡＰ(?:通信)?|AP(?:通信)?|ＡＦＰ|AFP|ＥＰＡ|EPA|ＵＰＩ|UPI|ロイター|ゲッティ(?:イメージズ)?|Getty(?:\sImages)?|新華社|"
    r"タス(?:通信)?|スプートニク|聯合(?:ニュース)?|共同(?:通信)?|時事(?:通信)?|アフロ)(?:[＝=・]?(?:共同|時事))?"
)
_KOREAN_HOUSE = r"연합뉴스|뉴시스|뉴스1|뉴스원|로이터|신화|AFP|AP|EPA|게티이미지(?:코리아|뱅크)?|(?:사진)?공동취재단"
_ENLARGE = r"(?:\s?(?:\(BUTTON\)\s)?사진 확대)?"
"""The button under a Korean picture, on the same line in dumps."""
_CREDITS = tuple(
    re.compile(pattern)
    for pattern in (
        # 橋を渡る人々＝ロイター; 会見する市長（潮見市で、３日）＝ＡＰ
        rf"[＝=](?P<credit>{_HOUSE})\Z",
        # 会見する市長＝2024年3月5日、潮見市、森本葉子撮影; 会見する市長＝13日、潮見港で（森本葉子撮影）
        r"[＝=](?:[^＝=。]{1,50}[、（(])?(?P<credit>[^＝=。、（(]{1,30}(?:撮影|提供))[）)]?\Z",
        # 新しい橋（潮見市提供）; 新しい橋（１０月、潮見市提供）
        r"[（(](?:[^（）()。]{1,30}、)?(?P<credit>[^（）()。、]{2,30}(?:撮影|提供))[）)]\Z",
        # [사진=연합뉴스]; (사진 출처 = 바다시); /사진=한바다 기자
        rf"[\[(（【](?P<credit>(?:자료)?사진\s?(?:출처|제공)?\s?[=:：/ⓒ·-]\s?[^\])）】]{{1,40}})[\])）】]{_ENLARGE}\Z",
        r"(?P<credit>(?:자료)?사진\s?(?:출처|제공)?\s?[=:：]\s?[^.\])）】]{2,30})\Z",
        # … 있다. /연합뉴스; … 있다. ⓒ뉴시스; … 있다. 바다시 제공
        rf"(?:[/ⓒ©=]\s?|[\[(（]\s?)(?P<credit>(?:{_KOREAN_HOUSE})(?:\s?제공)?)\s?[\])）]?\Z",
        r"(?:다\.\s|[/(（\[]\s?)(?P<credit>[^.()（）\[\]/]{2,20}\s제공)[\])）]?\Z",
        # 新华社记者 林海 摄; （林海 摄）; （图源：海港市政府）; 海港市政府供图
        rf"(?P<credit>(?:[{HAN}]{{2,6}}(?:记者|記者|通讯员))?[\s：:]?[{HAN}·]{{2,4}}\s?[摄攝])[）)]?\Z",
        r"[（(](?P<credit>(?:图片?|圖片?|照片)\s?(?:源|来源|來源)?\s?[：:/／][^（）()。]{1,30}|[资資]料[图圖]片?)[）)]\Z",
        # 記者王小明／翻攝; （記者王小明攝）; （翻攝自臉書）
        rf"(?P<credit>(?:本報)?(?:記者|记者)[{HAN}]{{2,4}}\s?(?:[／/]\s?[{HAN}]{{0,3}}[攝摄]影?|[攝摄]影?))[）)]?\Z",
        r"[（(](?P<credit>(?:(?:圖|图)[／/：:])?(?:翻[攝摄]|取)自[^（）()。]{1,20})[）)]\Z",
        rf"(?P<credit>[{HAN}]{{2,14}}(?:供图|供圖|视觉中国|視覺中國))[）)]?\Z",
    )
)
_DAY = re.compile(
    r"[^\d年月日\s][＝=](?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日|(?<=月)|(?<=年))(?:午[前後][\d時分半ごろ]{0,8})?(?:[、，][^。＝=]{1,30})?\Z"
)
"""会見する市長＝２０２４年３月５日午後、潮見市"""
_PLACE = re.compile(
    rf"[{KANA}].*[{KANA}{HAN}][＝=](?:[{HAN}]{{2,3}}[都道府県])?[{HAN}{KANA}]{{1,8}}(?:[市町村区]|(?<=[都道府県]))(?:[{HAN}{KANA}]{{0,8}}(?:で|にて|提供))?\Z"
)
"""橋を渡る人々＝潮見県岸辺市"""
_EAST_ASIAN = re.compile(f"[{KANA}{HAN}{HANGUL}]")
_SIGNED = re.compile(r"【[^】]{1,20}[＝=]|[（(][^（）()]{1,20}[＝=][^（）()]{1,12}[）)]\Z")
"""`【潮見＝森本葉子】` opens a story, `（潮見＝共同）` signs it."""


class PictureEnd(NamedTuple):
    """What ends a picture's text."""

    credit: str | None
    """The photo credit as printed; None where only the day or the place of the picture stands there."""
    start: int
    """Where the credit begins in the line; the line's length where there is none."""


def picture_end(line: str) -> PictureEnd | None:
    """Find what ends a picture's text in Japanese, Korean or Chinese.

    Args:
        line: one line, stripped. None where neither a credit nor a day ends it; who signs a story is no credit of a picture.
    """
    if line.isascii() or len(line) > MAX_CAPTION_CHARACTERS or line.count("。") > MAX_FULL_STOPS:
        return None
    tail = line[-MAX_CREDIT_CHARACTERS:]
    if not _EAST_ASIAN.search(tail) or _SIGNED.search(tail):
        return None
    found = [match for pattern in _CREDITS if (match := pattern.search(tail)) is not None]
    if found:
        first = min(found, key=lambda match: match.start("credit"))
        return PictureEnd(first["credit"].strip(), len(line) - len(tail) + first.start("credit"))
    placed = _DAY.search(tail) or ("。" not in line and _PLACE.search(tail))
    return PictureEnd(None, len(line)) if placed else None
