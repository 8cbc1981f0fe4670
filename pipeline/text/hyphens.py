"""Raw lines in, how a word that was broken at a line's end is made whole out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.text.lexicon import ALL_STOPWORDS, STOPWORDS

BROKEN = re.compile(r"(?<![^\s\"'(„“‘«])([^\W\d_]+(?:-[^\W\d_]+)*)[-\u00ad\u00ac\u2010]\Z")
ENDS = frozenset("-\u00ad\u00ac\u2010")
"""What `BROKEN` ends in, asked first because it is cheap."""
SURE = "\u00ad\u00ac"
"""A soft hyphen, and the sign that old text readers write for it: never part of a word."""
REST = re.compile(r"[^\W\d_]+")
HYPHENATED = re.compile(r"[^\W\d_]+-[^\W\d_]+")
MIN_BROKEN = 3
MIN_BROKEN_SHARE = 0.04
"""Of the lines. Text wrapped at blanks and printed hyphens only ends under one line of a hundred in one."""
MIN_LINE_CHARS = 16
MIN_OF_COMPOUNDS = 0.5
"""Broken words for each `long-range` within the lines. Tools that wrap at hyphens break one of ten of these, and addresses."""
KEEPERS = frozenset(
    [
        "all",
        "anti",
        "co",
        "cross",
        "ex",
        "half",
        "long",
        "mid",
        "multi",
        "non",
        "post",
        "pro",
        "self",
        "semi",
        "short",
        "so",
        "vice",
        "well",
        "wi",
    ]
)
"""First parts that English papers print with a hyphen."""
AND_OR = frozenset(["and", "or", "und", "oder", "bzw", "sowie", "et", "ou", "y", "o", "e", "och", "og", "en"])
"""What follows a hyphen that stands for the end of the next word: `Nord- und Ostsee`."""


class Hyphens:
    """Whether a document breaks words at the ends of its lines, and which hyphens are its own."""

    def __init__(self, lines: Sequence[str]) -> None:
        filled = [line.strip() for line in lines if not line.isspace() and line]
        hyphened = [k for k, line in enumerate(filled[:-1]) if line[-1] in "-\u2010"]
        broken = sum(filled[k + 1][0].islower() and _breaks(filled[k], filled[k + 1]) for k in hyphened)
        self.breaks_words = (
            broken >= MIN_BROKEN
            and broken >= MIN_BROKEN_SHARE * sum(len(line) >= MIN_LINE_CHARS for line in filled)
            and broken >= MIN_OF_COMPOUNDS * sum(len(HYPHENATED.findall(line)) for line in filled if "-" in line)
        )
        """Words are broken at line ends throughout."""
        self._own: Counter[str] | None = None
        self._german: bool | None = None
        self._whole: frozenset[str] | None = None
        self._lines = filled

    def joined(self, before: str, after: str) -> str | None:
        """Two lines as one where the first ends in a broken word; None where it does not.

        Args:
            before: A line, or the lines so far.
            after: The next one.
        """
        if before[-1:] not in ENDS or not after[:1].isalpha():
            return None
        found = BROKEN.search(before[-80:])
        if found is None:
            return None
        if before[-1] in SURE:
            return before[:-1] + after
        if after.split(None, 1)[0].lower() in AND_OR:
            return f"{before} {after}"
        head, rest = found.group(1).lower(), REST.match(after)
        tail = rest.group().lower() if rest else ""
        if not after[0].islower() or head in KEEPERS or f"{head}-{tail}" in self._compounds():
            return before + after
        alone = len(head) > 1 and after[len(tail) : len(tail) + 1] != "-"  # no `Geld-zurück-Garantie`
        if self.breaks_words or self.is_whole(head + tail) or (alone and found.group(1).istitle() and self._is_german()):
            return before[:-1] + after
        return before + after

    def _is_german(self) -> bool:
        """Whether the words are German, whose nouns go on with a capital behind a hyphen: `Nordsee-Insel`, not `Betriebs-rat`."""
        if self._german is None:
            words = Counter(word for line in self._lines for word in line.lower().split())
            known = {name: sum(words[word] for word in STOPWORDS[name]) for name in ("de", "en", "nl", "sv", "da", "no")}
            self._german = known["de"] > 0 and max(known, key=lambda name: known[name]) == "de"
        return self._german

    def is_whole(self, word: str) -> bool:
        """Whether a word, in lower case, is a little one or stands unbroken elsewhere."""
        return word in ALL_STOPWORDS or word in self._words()

    def _words(self) -> frozenset[str]:
        """What stands unbroken elsewhere."""
        if self._whole is None:
            self._whole = frozenset(REST.findall("\n".join(self._lines).lower()))
        return self._whole

    def _compounds(self) -> Counter[str]:
        if self._own is None:
            self._own = Counter(word.lower() for line in self._lines if "-" in line for word in HYPHENATED.findall(line))
        return self._own


def _breaks(line: str, after: str) -> bool:
    rest = REST.match(after)
    return BROKEN.search(line[-80:]) is not None and rest is not None and rest.group() not in AND_OR
