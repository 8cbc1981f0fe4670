"""A line that signs for a group and names nobody in, what it signs with out: `By the Editorial Board`, `Evening Post staff`."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_CHARS = 60
_GROUP = re.compile(
    r"(?P<by>(?i:by|from|von|par|por|di|door|a cura di|a cura della)\s+)?(?:(?i:the|our|a|la|unserer|der|de)\s+)?"
    r"(?P<whose>(?:[A-Z0-9][\w.&'’-]*\s+|of\s+(?:the\s+)?){0,5}?)"
    r"(?:(?i:editorial\s+(?:board|staff|team)|editors|staff(?:\s+and\s+wire)?\s+(?:reports?|reporters?|writers?|correspondents?)|staff"
    r"|news\s?room|(?:news|web|sports|foreign|city)\s?desk|correspondents?|reporters?)"
    r"|(?i:redaktion|rédaction|redacción|redazione|redactie|redação|редакция))"
)
_NO_PAPER = re.compile(
    r"(?i:contact|about|meet|our|all|feedback|letters?|ask|join|former|senior|chief|deputy|white|medical|general)\b"
)


@dataclass(frozen=True, slots=True)
class GroupByline:
    """A group's signature."""

    introduced: bool
    """Whether a word such as "by" says that it is one; without it, a menu's entry reads the same."""


def parse_group_byline(line: str) -> GroupByline | None:
    """Read a line that signs an article with a paper's staff, board or desk and names no person.

    Args:
        line: One line.
    """
    text = line.strip(" \t|-–—*_")
    if not 5 <= len(text) <= MAX_CHARS:
        return None
    found = _GROUP.fullmatch(text)
    if found is None or _NO_PAPER.match(found["whose"] or text):
        return None
    introduced = found["by"] is not None
    if not introduced and text.islower():
        return None
    return GroupByline(introduced)
