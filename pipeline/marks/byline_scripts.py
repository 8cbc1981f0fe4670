"""A line in a script without capitals in; the byline that a label, an office or brackets show on it, out."""

from __future__ import annotations

import re

from pipeline.marks.signature import Byline

_CJK_BYLINE = re.compile(
    r"^(?:文[/／｜|：:]|聞き手[＝=・:：]|撰文[:：]?|作者[:：]|記者|记者|本报记者|本報記者|【?記者|執筆[:：]|取材[:：]|責編：|"
    r"글\s?[:：·=]\s?)\s*(?P<names>[\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af\s、，,·/・]{2,24})$"
)
_BESIDE_WRITER = re.compile(r"(?<=\S)[\s\u3000/／]+(?:攝影|摄影|写真|撮影|编辑|編輯|责编|責編)(?:[\s：:].*)?\Z")
"""Who took pictures or edited, behind who wrote."""
_RTL_BYLINE = re.compile(
    r"^(?:كتبت?|بقلم|إعداد|تقرير|الكاتبة?|نوشته|نویسنده|מאת|כתבה?|کاتب|تحریر)(?:\s?[:：/]\s?|(?<=بقلم)\s|(?<=מאת)\s)"
    r"(?P<names>[^\W\d_]{2,16}(?:[-\s'’\"״׳][^\W\d_]{1,16}){1,3}['’׳]?"
    r"(?:\s?[،,]\s?[^\W\d_]{2,16}(?:[-\s][^\W\d_]{1,16}){1,3}['’׳]?){0,3})$"
)
"""Arabic, Persian and Hebrew: `كتب: …`, `بقلم …`, `מאת: …`; a Hebrew name may end in a geresh."""
_INDIC_NAME = r"[\u0900-\u0dff]{2,24}(?:\s[\u0900-\u0dff]{1,24}){1,3}"
_INDIC_BYLINE = re.compile(
    rf"(?:(?:Published|Written|Reported|Posted|Authored)?\s?[Bb][Yy]|Author|Reporter|Written|लेखक|रिपोर्टर?|प्रस्तुति|লেখক|প্রতিবেদক)\s?[:：]\s*"
    rf"(?P<names>{_INDIC_NAME}(?:\s?,\s?{_INDIC_NAME}){{0,3}})"
)
"""`Published by: …`, as Indian portals label in English a name that has no capitals."""
_KOREAN_BYLINE = re.compile(
    r"^(?P<names>[\uac00-\ud7af]{2,4}(?:[·,\s]+[\uac00-\ud7af]{2,4})*)\s?(?:선임|인턴)?기자(?:\s?[\w.+-]+@[\w.-]+)?$"
)
_TAIWANESE_LINE = re.compile(
    r"(?:^|[\s〔［\[（(【])(?:本報)?(?:記者|记者)(?P<names>[\u4e00-\u9fff]{2,4}(?:[、，,][\u4e00-\u9fff]{2,4}){0,4})"
    r"\s?[／/]\s?[\u4e00-\u9fff]{0,8}(?:報導|報道|报道|報导|特稿|電|电)[〕］\]）)】]?$"
)
"""The same at the end of a line of its own, or behind the date and the paper's name."""
MAX_TAIWANESE_CHARACTERS = 80


def byline_behind_label(raw: str) -> Byline | None:
    """Read the bylines that end in a script without capitals but may begin with a date or an English label.

    Args:
        raw: one line, stripped.
    """
    found = _INDIC_BYLINE.fullmatch(raw) if ":" in raw or "：" in raw else None
    if found is not None:
        return Byline(raw, tuple(re.split(r"\s?,\s?", found["names"])), ())
    if len(raw) > MAX_TAIWANESE_CHARACTERS or ("記者" not in raw and "记者" not in raw):
        return None
    found = _TAIWANESE_LINE.search(raw)
    return Byline(found[0].strip(), tuple(re.split(r"[、，,]", found["names"])), ()) if found is not None else None


def byline_of_script(raw: str) -> Byline | None:
    """Read the bylines that begin in a script without capitals.

    Args:
        raw: one line, stripped.
    """
    return _asian(raw) if raw[0] > "\u2fff" else _rtl(raw) if "\u0590" <= raw[0] <= "\u06ff" else None


def _rtl(raw: str) -> Byline | None:
    """Read bylines of the scripts that run from right to left, which have no capitals: only a label shows them."""
    found = _RTL_BYLINE.match(raw)
    return None if found is None else Byline(raw, tuple(re.split(r"\s?[،,]\s?", found["names"])), ())


def _asian(raw: str) -> Byline | None:
    """Read Chinese, Japanese and Korean bylines, which mark the writer's office instead of "by"."""
    raw = _BESIDE_WRITER.sub("", raw)
    found = _CJK_BYLINE.match(raw) or _KOREAN_BYLINE.match(raw)
    if found is None:
        return None
    names = [name for name in re.split(r"[\s、，,·/・]+", found["names"]) if 2 <= len(name) <= 8]
    return Byline(raw, tuple(names), ()) if names else None
