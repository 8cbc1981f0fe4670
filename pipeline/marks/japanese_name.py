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


def is_japanese_name(text: str) -> bool:
    """Tell whether a line may be a person's name alone; sections and places look alike, so that its place must say more.

    Args:
        text: One line.
    """
    return _NAME.fullmatch(text) is not None and _NO_NAME.search(text) is None


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
