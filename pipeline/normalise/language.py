"""A cleaned body and the page's own mark in; the language of the body as a BCP 47 tag out."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from pipeline.scripts import EAST_ASIAN

SAMPLE_CHARACTERS = 400
"""More text changes the time (0.45 ms; 1.5 ms at 2,000), not the decision: 200, 400, 600 and 2,000 characters give one answer on
each of the 604 bodies of the HTML dev set, right on 602."""

MIN_LETTERS = 24
"""Below, headlines of names and places decide by chance. CJK characters count for three."""

MIN_CONFIDENCE = 0.6
"""py3langid's probability, which it scales with the length; bodies of one language reach .95."""

OVERRULING_CONFIDENCE = 0.9
"""Needed to overrule the page's own mark: close pairs (Danish and Norwegian, Croatian and Serbian) are marked rightly."""

_LETTER = re.compile(r"[^\W\d_]")
_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}]")
_TAG = re.compile(r"^([A-Za-z]{2,3})(?:[-_].*)?$")
_TO_TAG = {"yue": "zh", "wuu": "zh", "cmn": "zh", "nb": "no", "nn": "no", "iw": "he", "in": "id"}
"""One tag per language: readers filter on it."""
_NO_LANGUAGE = frozenset(("zxx", "und", "mul", "mis"))


def detect_language(text: str, hint: str | None = None) -> str | None:
    """Tell the language of a body.

    Args:
        text: The cleaned body.
        hint: The page's own mark (`en_US`, `de-AT`), a row's field or the command line's setting; wins where the text is short
            or undecided.

    Returns:
        The primary language subtag (`en`, `de`, `zh`): regions are dropped, so that one filter finds a language. None where
        neither text nor hint tell.
    """
    marked = language_tag(hint)
    sample = text[:SAMPLE_CHARACTERS]
    if len(_LETTER.findall(sample)) + 2 * len(_EAST_ASIAN.findall(sample)) < MIN_LETTERS:
        return marked
    label, confidence = _identifier().classify(sample)
    detected = language_tag(label)
    needed = MIN_CONFIDENCE if marked is None else OVERRULING_CONFIDENCE
    return detected if detected is not None and confidence >= needed else marked


def language_tag(mark: str | None) -> str | None:
    """The primary subtag of a language mark (`en_US`, `zh-Hant-TW`), lower-case; None where it is no such mark."""
    found = _TAG.match(mark.strip()) if mark else None
    if found is None:
        return None
    tag = found[1].lower()
    return None if tag in _NO_LANGUAGE else _TO_TAG.get(tag, tag)


@cache
def _identifier() -> LanguageIdentifier:
    """The model, unpacked once per process (about a second)."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
