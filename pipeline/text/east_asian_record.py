"""The lines of a record of Japanese, Taiwanese, Hong Kong or Korean newspapers' databases in, its fields out.

They name no field: one line gives the day, the edition, the section, the page and the length, with the headline above or below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.text.record import DATELINE, TITLE, Record
from pipeline.text.record_fields import RULE, blocks_of, put_captioned_foot, put_rest, put_source

B = r"[ \t\u3000]"
"""Blanks, the full-width one among them."""
SECTION = r"(?P<section>[^\s\d|/【】][^\s|/【】]{0,11}?)"


@dataclass(frozen=True, slots=True)
class Database:
    """How one kind of them writes."""

    sources: re.Pattern[str]
    """The line that names day, section and page, as no page does; its groups are those of `put_source`."""
    foot: re.Pattern[str]
    """The line that ends the text."""


JAPANESE_PLACE = (
    rf"(?:(?P<outlet>[^\s\d]{{2,8}}(?:新聞|日報)){B}+)?[^\s\d]{{0,6}}[朝夕]刊(?:{B}+\d{{1,3}}(?:頁|面|ページ))?"
    rf"(?:{B}+{SECTION}面?)?(?:{B}+\S{{1,12}}){{0,4}}{B}+[（(]?全?\d{{2,6}}(?:文字|字)[）)]?{B}*\Z"
)
JAPANESE_FOOT = re.compile(
    r"\s*(?:[＊*]{5,}|【写真|〔写真|写真＝|無断(?:転載|複製)|記事の無断|著作権|[(（][CＣ][)）]|[［\[](?:前の記事|一覧)|Copyright|©)"
)
KIKUZO = Database(re.compile(rf"{B}*[◆◇■□]?{B}*(?P<day>(?:19|20)\d\d年\d\d?月\d\d?日){B}+{JAPANESE_PLACE}"), JAPANESE_FOOT)
DOTTED = Database(re.compile(rf"{B}*[◆◇■□]?{B}*(?P<day>(?:19|20)\d\d[./]\d\d?[./]\d\d?){B}+{JAPANESE_PLACE}"), JAPANESE_FOOT)
"""`2009.03.12　東京朝刊　31頁　社会　（全612字）`, as several others write below their headlines."""
TAIWANESE = Database(
    sources=re.compile(
        r"\s*【?(?P<day>(?:19|20)\d\d[-/]\d\d?[-/]\d\d?)/(?P<outlet>[^/】]{2,12})/[^/】]{0,8}\d[^/】]{0,4}/"
        rf"{SECTION}(?:/[^】]{{1,20}})?】?\s*\Z"
    ),
    foot=re.compile(
        r"\s*(?:【(?:相關|延伸)(?:新聞|閱讀|報導)】|※|本資料庫|著作權|【(?:圖說|圖片說明|照片說明)】|聯合線上公司|©|\[(?:列印|轉寄)|Copyright)"
    ),
)
HONG_KONG = Database(
    sources=re.compile(
        r"\s*(?P<outlet>[\u4e00-\u9fff][^|\d]{1,14}?)\s?\|\s?[A-Z]{1,2}\d{1,3}\s?\|\s?"
        rf"(?:{SECTION}\s?\|\s?)?(?:[^|]{{1,20}}\|\s?){{0,2}}(?P<day>(?:19|20)\d\d-\d\d-\d\d)\s*\Z"
    ),
    foot=re.compile(r"\s*(?:文[章件]編號|字數\s?[:：]|慧科|\[圖\]|本內容之版權|Copyright|©)"),
)
KOREAN = Database(
    sources=re.compile(
        r"\s*\[(?P<outlet>[^\[\]|]{2,12})\]\s?\|?\s?(?P<day>(?:19|20)\d\d-\d\d-\d\d)\s?\|\s?\d{1,3}면\s?(?:\|\s?\d{1,2}판\s?)?\|\s?"
        rf"{SECTION}\s?(?:\|[^|]{{1,12}}){{0,3}}\|\s?\d{{2,6}}자\s*\Z"
    ),
    foot=re.compile(r"\s*(?:저작권|무단\s?전재|ⓒ|©|Copyright|\[사진\s?설명\])"),
)
CAPTIONS = re.compile(r"\s*(?:【写真説明】|〔写真説明〕|【(?:圖說|圖片說明|照片說明)】|\[사진\s?설명\])\s*")
REPORTED = re.compile(r"[【〔（][^【】〔〕（）/／]{2,20}[/／][^【】〔〕（）]{1,10}(?:報導|報道|特稿|電)[】〕）]")
"""`【記者王莉娟/花蓮報導】`, which heads the text."""
MAX_SOURCE_CHARS = 90


def count_kikuzo(lines: Sequence[str]) -> int:
    """How many records of Kikuzo the lines hold."""
    return _count(lines, KIKUZO)


def count_dotted(lines: Sequence[str]) -> int:
    """How many records of other Japanese databases the lines hold."""
    return _count(lines, DOTTED)


def count_taiwanese(lines: Sequence[str]) -> int:
    """How many records of Taiwanese databases the lines hold."""
    return _count(lines, TAIWANESE)


def count_hong_kong(lines: Sequence[str]) -> int:
    """How many records of Hong Kong's clippings the lines hold."""
    return _count(lines, HONG_KONG)


def count_korean(lines: Sequence[str]) -> int:
    """How many records of Korean databases the lines hold."""
    return _count(lines, KOREAN)


def read_kikuzo(lines: Sequence[str]) -> Record:
    """The day, edition, section and page, and the headline; the pictures below the text."""
    return _read(lines, KIKUZO)


def read_dotted(lines: Sequence[str]) -> Record:
    """The headline above the day, edition, page and section."""
    return _read(lines, DOTTED)


def read_taiwanese(lines: Sequence[str]) -> Record:
    """The headline above the day, paper, page and section."""
    return _read(lines, TAIWANESE)


def read_hong_kong(lines: Sequence[str]) -> Record:
    """The paper, page, section and day, and the headline."""
    return _read(lines, HONG_KONG)


def read_korean(lines: Sequence[str]) -> Record:
    """The paper, day, page, section and length, and the headline."""
    return _read(lines, KOREAN)


def _count(lines: Sequence[str], database: Database) -> int:
    return sum(len(line) <= MAX_SOURCE_CHARS and database.sources.match(line) is not None for line in lines)


def _read(lines: Sequence[str], database: Database) -> Record:
    """The source's line, the headline right above it or else below, and all from the first line of the foot on."""
    record = Record()
    at, source = next((i, found) for i, line in enumerate(lines) if (found := database.sources.match(line)) is not None)
    put_source(source, at, record)
    start = at + 1
    above = at - 1 if at and lines[at - 1].strip() and not RULE.match(lines[at - 1]) else None
    if above is not None:
        record.put(TITLE, lines, [above])
    else:
        below = blocks_of(lines, range(start, len(lines)))
        if len(below) > 1:
            record.put(TITLE, lines, below[0])
            start = below[0][-1] + 1
    put_rest(lines, range(start), record)
    behind = next((i for i in range(start, len(lines)) if lines[i].strip() and not RULE.match(lines[i])), len(lines))
    put_rest(lines, range(start, behind), record)
    reported = REPORTED.match(lines[behind].lstrip()) if behind < len(lines) else None
    if reported is not None:
        record.values[DATELINE] = reported[0]
    foot = next((i for i in range(behind, len(lines)) if database.foot.match(lines[i])), len(lines))
    put_captioned_foot(lines, foot, record, CAPTIONS)
    return record
