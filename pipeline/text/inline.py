"""One joined line in, its plain wording out: markdown, reference marks, buttons and form fields taken off, links measured."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from pipeline.text.dump import MARK, DumpStyle

# Every repetition is bounded, so that a hostile megabyte of brackets costs linear time.
IMAGE = re.compile(
    r"!\[([^\[\]]{0,1000})\]\(<?[^()\s]{0,3000}(?:\([^()\s]{0,300}\)[^()\s]{0,1000})?(?:\s{1,3}\"[^\"]{0,600}\")?>?\s?\)"
)
LINK = re.compile(
    r"\[([^\[\]]{0,1500})\]\(<?[^()\s]{0,3000}(?:\([^()\s]{0,300}\)[^()\s]{0,1000})?(?:\s{1,3}\"[^\"]{0,600}\")?>?\s?\)"
)
REFERENCE_LINK = re.compile(r"\[([^\[\]]{1,600})\]\[([^\[\]]{0,60})\]")
"""`[text][1]`, whose address stands at the end of the dump."""
DANGLING_LINK = re.compile(r"^\s*\]\([^()\s]{0,3000}\)|\]\((?:https?:|/)[^()\s]{0,3000}\)")
DATA_URI = re.compile(r"data:[a-z]{1,20}/[a-z0-9.+-]{1,40};base64,[A-Za-z0-9+/=\s]{20,}")
HEADING = re.compile(r"^(?:\d{1,2}[.)]\s+)?(#{1,6})\s+(?=\S)")
ENTITY = re.compile(r"&(?:#\d{2,5}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});")
QUOTE = re.compile(r"^(?:>\s?){1,8}")
EMPHASIS = re.compile(r"(?<![\w*])([_*]{1,3})(?=\S)([^_*]{1,400})(?<=\S)\1(?![\w*])")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~$&'\"])")
BUTTON = re.compile(
    r"\(BUTTON\)|\(Submit\)|\[(?:USEMAP|INLINE|LINK|EMBED|IMG)[^\[\]]{0,300}\]|<(?:BUTTON|Submit)>|\[\s?[xX]?\s?\]\s(?=\S)"
)
TAG = re.compile(
    r"</?(?:a|abbr|b|big|cite|code|em|font|i|img|mark|nobr|small|span|strike|strong|sub|sup|tt|u|wbr)(?:\s[^<>]{0,1500})?\s?/?>"
    r"|<!--[^<>]{0,600}-->",
    re.I,
)
"""Inline tags left over by tools that take HTML for text; tags of blocks are cut at before."""
DROP_CAP = re.compile(r"\A\[([A-ZÀ-Þ])\]\s?(?=[A-ZÀ-Þ]{2})")
"""The picture of a first letter, by its name: `[B] AY HARBOR, Me. -- …`."""
FIELD = re.compile(r"_{4,}|\[_{2,}[^\]]{0,40}\]|\[\s{3,}\]")
IMAGE_NAME = re.compile(
    r"(?:[\[(]?\s?[^\s\[\]()]{1,160}\.(?:jpe?g|png|gif|webp|svg|avif|bmp|tiff?)(?:\?[^\s\[\]()]{0,200})?\s?[\])]?\s*){1,20}\Z",
    re.I,
)
BRACKET_IMAGE = re.compile(
    r"\[[^\[\]\s]{1,160}\.(?:jpe?g|png|gif|webp|svg|avif)(?:\?[^\[\]\s]{0,120})?\]|\[\d{5,}[\w.-]{3,60}\]", re.I
)
MARKED_CHARACTER = re.compile(r"[\[\](){}<>#*_\\&|\u200b\u200c\u2060\ufeff\u00ad]|[^\S ]")
MARKED = re.compile(rf"{MARKED_CHARACTER.pattern}|  |base64,")
"""A line without any of these is its own wording."""
IMAGE_ENDING = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif|bmp|tiff?)", re.I)
"""What an image's name cannot be without, asked first because it is cheap."""
UNSEEN = re.compile("[\u3000\u200b\u200c\u2060\ufeff\u00ad]")
"""The characters that `SPACES` takes otherwise than `str.split` does."""
SPACES = re.compile(r"(?:[^\S\u3000]|[\u200b\u2060\ufeff\u00ad]|(?<![^\s!-~\u200c])\u200c|\u200c(?![^\s!-~\u200c]))+")
"""The ideographic space stays: Japanese separates with it. So does the non-joiner inside a word: Persian spells with it, and only
newsletters fill lines with it."""
INVISIBLE = re.compile(r"[\u200b\u2060\ufeff\u00ad]")


class Inline(NamedTuple):
    """A line's wording and what its markup told; a named tuple, made ten times as fast as a frozen dataclass."""

    text: str
    heading: int
    """1 to 6 for a marked heading, else 0."""
    quote: bool
    link_share: float
    """Share of the characters that stood in links."""
    image: bool
    """The line was nothing but images."""


def plain_wording(text: str, style: DumpStyle, *, marked: bool | None = None) -> Inline:
    """The wording of one joined line.

    Args:
        text: The line, without its bullet.
        style: Markdown and running numbers are taken off only where the dump has them.
        marked: Whether it holds anything that `MARKED` finds; None where nobody has looked.
    """
    if marked is None:
        marked = MARKED.search(text) is not None
    if not marked:
        text = text.strip()
        return Inline(text, 0, False, 0.0, is_image_name(text))
    heading, quote, image, linked = 0, False, False, 0
    raw = text
    if "\u200b" in text or "\xad" in text or "\ufeff" in text or "\u2060" in text:
        text = INVISIBLE.sub("", text)
    if "base64," in text:
        text = DATA_URI.sub("data:", text)
    if style.markdown:
        if "](" in text:
            if "![" in text:
                text = IMAGE.sub(" ", text)
            parts: list[int] = []
            text = LINK.sub(lambda m: _counted(m, parts), text)
            if "](" in text:
                text = DANGLING_LINK.sub("", text)
            linked = sum(parts)
        if style.definitions and "][" in text:
            parts = []
            text = REFERENCE_LINK.sub(lambda m: _counted(m, parts), text)
            linked += sum(parts)
        text = text.strip()
        if text[:1] == ">":
            text, quote = QUOTE.sub("", text), True
        found = HEADING.match(text) if "#" in text else None
        if found:
            heading, text = len(found.group(1)), text[found.end() :]
        if "*" in text or "_" in text:
            text = EMPHASIS.sub(r"\2", EMPHASIS.sub(r"\2", text)).replace("**", "")
        if "\\" in text:
            text = ESCAPE.sub(r"\1", text)
    if style.marks and "[" in text:
        before = len(text)
        text = MARK.sub("", text)
        linked = max(linked, _marked_share(raw) if len(text) != before else 0)
    if "(B" in text or "[" in text or "<B" in text or "(S" in text:
        text = BRACKET_IMAGE.sub(" ", BUTTON.sub(" ", DROP_CAP.sub(r"\1", text)))
    if "<" in text and ">" in text:
        text = TAG.sub("", text)
    if "____" in text:
        text = FIELD.sub(" ", text)
    if "&" in text and ";" in text:
        text = ENTITY.sub(lambda m: html.unescape(m.group()), text)
    plain = text.isascii() or UNSEEN.search(text) is None
    text = " ".join(text.split()) if plain else SPACES.sub(" ", text).strip()
    if text in ("[", "]", "[ ]", "[]", "()", "|"):
        text = ""
    if not text and raw.strip():
        image = "![" in raw or ("[" in raw and "." in raw)
    elif is_image_name(text):
        image = True
    return Inline(text, heading, quote, min(1.0, linked / len(text)) if text else 0.0, image)


def is_image_name(text: str) -> bool:
    """Whether a line is nothing but names of image files."""
    return len(text) < 400 and "." in text and IMAGE_ENDING.search(text) is not None and IMAGE_NAME.match(text) is not None


def _counted(found: re.Match[str], parts: list[int]) -> str:
    inner = found.group(1)
    parts.append(len(inner.strip()))
    return inner


def _marked_share(raw: str) -> int:
    """Characters that follow a mark at the head of a line: a line that is one link begins with its number."""
    marks = MARK.findall(raw)
    return len(raw) if MARK.match(raw.strip()) and len(marks) * 60 >= len(raw) else 20 * len(marks)
