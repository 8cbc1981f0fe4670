"""A text as decoded in; the text with its defects undone, one function per defect, out."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.normalise.mojibake import may_hold_mojibake, undo_mojibake

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character that was lost before the text reached us."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text."""

    text: str
    mojibake: bool
    """True where mojibake was found, undone or not, or characters were lost: the text may differ from what was published."""


def repair_text(text: str) -> Repaired:
    """Undo what dumps and wrong decodings do to a text; paragraphs (separated by a blank line) stay.

    Cleaning twice equals cleaning once: the repairs are gone through until none changes anything. Typography stays: quotes
    keep their curls, full-width forms their width.
    """
    mojibake = False
    while _may_be_defective(text):
        before = text
        for repair in REPAIRS:
            after = repair(text)
            mojibake = mojibake or (repair is undo_mojibake and after != text)
            text = after
        if text == before:
            break
    return Repaired(text, mojibake or REPLACEMENT in text)


_WHITE_SPACE = re.compile(r"[^\S\u3000]+")


def repair_line(text: str | None) -> str | None:
    """Repair a headline, name or other single line: white space becomes single spaces; None where nothing is left.

    The ideographic space stays, as in `unify_spaces`: between the two halves of a Japanese headline it is the punctuation.
    """
    if not text:
        return None
    return _WHITE_SPACE.sub(" ", repair_text(text).text).strip() or None


_SURROGATE = re.compile("[\ud800-\udfff]")


def replace_surrogates(text: str) -> str:
    """Join halves of UTF-16 pairs, and put U+FFFD for a half that is alone.

    JSON dumps hold `\\ud83d\\ude00`; a lone half cannot be written as UTF-8, so Arrow would refuse the row. Text without
    surrogates never changes.
    """
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


_AMPERSANDS = re.compile(r"&(?:(?:amp|AMP|#0*38|#[xX]0*26);)+")
_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")


def decode_entities(text: str) -> str:
    """Decode character references that an exporter escaped once too often: `&amp;nbsp;`, `&#8217;`, `&quot;`.

    Fires only on complete references with their semicolon, so `AT&T` and `?a=1&copy=2` stay.
    """
    if "&" not in text or ";" not in text:
        return text
    return _ENTITY.sub(lambda found: html.unescape(found[0]), _AMPERSANDS.sub("&", text))


_INVISIBLE_SET = (
    "\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\u202a-\u202e"
    "\u2066-\u2069\ufeff\ufff9-\ufffc\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff"
)
_INVISIBLE = re.compile(f"[{_INVISIBLE_SET}]")


def remove_invisible(text: str) -> str:
    """Remove control characters, soft hyphens, byte order marks, zero-width spaces, directional overrides, non-characters.

    Content management systems put soft hyphens into long German words and zero-width spaces into links, so that searches miss
    them. Tabs and line breaks stay for the steps after this one.
    """
    return _INVISIBLE.sub("", text)


_JOINER = re.compile("(?<![^\u0000-\u024f])[\u200c\u200d]|[\u200c\u200d](?![^\u0000-\u024f])")
_DIRECTION_MARK = re.compile("[\u200e\u200f\u061c]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]")


def remove_stray_joiners(text: str) -> str:
    """Remove zero-width (non-)joiners beside Latin letters and spaces, and direction marks from left-to-right text.

    Persian, Indic scripts and emoji sequences need joiners between their characters, Arabic and Hebrew the marks: there they
    stay.
    """
    if "\u200c" in text or "\u200d" in text:
        text = _JOINER.sub("", text)
    if _DIRECTION_MARK.search(text) and not _RIGHT_TO_LEFT.search(text):
        text = _DIRECTION_MARK.sub("", text)
    return text


_LINE_BREAK = re.compile("\r\n?|[\u000b\u000c\u0085\u2028]")


def unify_line_breaks(text: str) -> str:
    """Write every line break as `\\n`; U+2029 separates paragraphs, so it becomes a blank line."""
    return _LINE_BREAK.sub("\n", text.replace("\u2029", "\n\n"))


_SPACE_SET = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800"
_SPACE = re.compile(f"[{_SPACE_SET}]")


def unify_spaces(text: str) -> str:
    """Write tabs, no-break, thin and other spaces as the plain space.

    The ideographic space stays: Japanese separates and indents with it.
    """
    return _SPACE.sub(" ", text)


def compose(text: str) -> str:
    """Bring letters and their accents into composed form (NFC); texts from PDFs and old Macs come decomposed.

    Compatibility forms (`ﬁ`, `²`, full-width letters) stay: folding them would change what was printed.
    """
    return unicodedata.normalize("NFC", text)


_SPACES = re.compile(" {2,}")
_LINE_EDGES = re.compile(" *\n *")
_BLANK_LINES = re.compile("\n{3,}")


def tidy_white_space(text: str) -> str:
    """Collapse runs of spaces and of blank lines, and strip the edges of lines and of the text."""
    if "  " in text:
        text = _SPACES.sub(" ", text)
    if " \n" in text or "\n " in text:
        text = _LINE_EDGES.sub("\n", text)
    return _BLANK_LINES.sub("\n\n", text).strip()


REPAIRS: tuple[Callable[[str], str], ...] = (
    replace_surrogates,
    decode_entities,
    undo_mojibake,  # before the control characters go: they are the bytes it needs
    remove_invisible,
    remove_stray_joiners,
    unify_line_breaks,
    unify_spaces,
    compose,
    tidy_white_space,
)
"""Every repair in its order."""

_SUSPECT = re.compile(f"[\t\r\u000b\u000c\u0085\u2028\u2029\u200c-\u200f\u061c{_INVISIBLE_SET}{_SPACE_SET}\ud800-\udfff]")
_REFERENCE = re.compile(r"&[#A-Za-z]")


def _may_be_defective(text: str) -> bool:
    """Quick looks that tell most clean texts; True only costs time."""
    return (
        _SUSPECT.search(text) is not None
        or text[:1].isspace()
        or text[-1:].isspace()
        or any(blanks in text for blanks in ("  ", " \n", "\n ", "\n\n\n"))
        or ("&" in text and _REFERENCE.search(text) is not None)
        or not (text.isascii() or (unicodedata.is_normalized("NFC", text) and not may_hold_mojibake(text)))
    )
