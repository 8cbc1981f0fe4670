"""A line of a Japanese paper in; the reporter's name that stands on it, alone or beside the date, out."""

from __future__ import annotations

import re

from pipeline.marks.dates import find_dates

_NAME = re.compile(r"[\u4e00-\u9fff々]{3,5}|[\u4e00-\u9fff々]{1,3}[ \u3000][\u4e00-\u9fff々ぁ-んァ-ヶ]{1,4}")
_NO_NAME = re.compile(
    r"[部面版県市社局会省党庁区町村駅港国欄報紙者員室課院家術物界際治済育学化能覧録索図法他済事件史論説談評題]\Z|[一二三四五六七八九十]"
)
"""How sections, offices and places end; a name may too, but none of these is one more often."""
MAX_CHARS = 60
_SIGN_OFF = re.compile(
    r"(?<=[。」』！？])\s?[（(【](?:[^（）()【】。]{1,12}[＝=]|[^（）()【】。・]{1,10}[部局班課][・、　])?"
    r"(?P<names>[^（）()【】。＝=]{3,40})[）)】]\Z"
)
_BETWEEN_NAMES = re.compile(r"[、，,・]")
_NOTE = re.compile(
    r"掲載|提供|次号|参照|不明|現在|発表|公開|公表|予定|同様|省略|仮名|当時|時点|以上|終了|一覧|不同|関連|原文|抜粋|要旨|詳報|続報|速報|"
    r"撮影|通信|新聞|放送|共同|[夕朝週]刊|配信|敬称|論説|特派|記者|支局"
)
"""What else papers set in brackets behind a story's last sentence."""
_KANA = re.compile(r"[\u3041-\u3096]")
MIN_CHARS_ALONE = 4
"""Of a single name: `（敬称略）`, `（談話）` and sections have three at most, most full names four."""


def is_japanese_name(text: str) -> bool:
    """Tell whether a line may be a person's name alone; sections and places look alike, so that its place must say more.

    Args:
        text: One line.
    """
    return _NAME.fullmatch(text) is not None and _NO_NAME.search(text) is None


def split_sign_off(paragraph: str) -> tuple[str, str, tuple[str, ...]] | None:
    """Split the reporters' names in brackets from a story's end: `…見込みだ。（森本葉子）`, `…述べた。【森本葉子、岸辺健】`,
    `…話している。（社会部・森本葉子）`.

    Args:
        paragraph: The last one.

    Returns:
        The paragraph without them, what was printed, and the names; None where it does not end so.
    """
    found = _SIGN_OFF.search(paragraph, max(0, len(paragraph) - MAX_CHARS))
    if found is None or not _KANA.search(paragraph, 0, found.start()) or _NOTE.search(found["names"]):
        return None
    names = tuple(name.strip() for name in _BETWEEN_NAMES.split(found["names"]))
    if not all(map(is_japanese_name, names)) or (len(names) == 1 and len(names[0]) < MIN_CHARS_ALONE):
        return None
    return paragraph[: found.start()], found[0].strip(), names


def name_beside_date(line: str) -> str | None:
    """The name on a line that is a date and a name, in either order.

    Args:
        line: One line.
    """
    found = find_dates(line, "ja") if len(line) <= MAX_CHARS else ()
    if len(found) != 1:
        return None
    before, after = line[: found[0].start].strip(), line[found[0].end :].strip()
    name = before or after
    return name if not (before and after) and is_japanese_name(name) else None
