"""A dump and what the models think of its units in; the units out that stand behind what a page prints only below its article.

The story's tags, the head of its readers' comments, a way to report a mistake, the button for the next story: a page goes on
behind them with other stories, whole ones where it is endless, which read like body. Of 1,000 such signs behind 150 words of
body on unseen annotated sites body followed behind none but single words (13, among 3,900 of other stories that the models kept).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.text.page_talk import COMMENT_WORDS, TAG_WORDS
from pipeline.text.prepare import Prepared
from pipeline.text.units import Unit

BODY = 0.5
"""Chance from which a unit counts as body here."""
MIN_WORDS, MIN_PARAGRAPHS, MIN_PARAGRAPH_WORDS = 150, 3, 10
"""Of the body above a sign; above a shorter one the sign may be a menu's."""
MIN_SURE = 0.9
"""Mean chance of its words: of teasers above a story on a page of many the models are less sure."""
MAX_CHARS, MAX_TAG_WORDS = 150, 12

TAGS = re.compile(
    rf"\W{{0,3}}(?:{'|'.join(TAG_WORDS)})(?:\s?[:：].{{0,120}}|\W{{0,3}}|(?-i:(?:\s[^\W\d_a-zß-ÿ][\w'’-]*){{1,8}}))",
    re.IGNORECASE,
)
"""`Tags: harbour, ferries`, `Topics Harbours Ferries`, `THEMEN` above them."""
COMMENTS = re.compile(
    rf"\W{{0,3}}(?:(?:\d{{1,4}}\s)?(?:readers?['’]?s?\s)?(?:{COMMENT_WORDS})\W*(?:\(?\d+\)?)?\W*"
    r"|(?:leave|post|add|write)\s(?:a|your)\s(?:comments?|reply)|join\sthe\s(?:discussion|conversation)|have\syour\ssay"
    r"|(?:view|show|see|read)\s(?:all\s)?(?:\d+\s)?comments?(?:\s\(\d+\))?)",
    re.IGNORECASE,
)
"""`Comments (3)`, `12 Kommentare`."""
CONTROLS = re.compile(
    r"\W{0,3}(?:report\s(?:an?\s)?(?:error|typo|correction|mistake)|suggest\sa\scorrection|send\s(?:us\s)?a\s(?:news\s)?tip"
    r"|(?:back|scroll)\sto\s(?:the\s)?top|nach\soben|haut\sde\s(?:la\s)?page|volver\sarriba|torna\ssu|voltar\sao\stopo"
    r"|next\s(?:story|article|post)|nächster\sartikel|article\ssuivant|siguiente\s(?:noticia|artículo)|prossimo\sarticolo"
    r"|próxim[ao]\s(?:notícia|matéria|artigo)|volgende?\s(?:artikel|bericht)|nästa\sartikel|næste\sartikel)\W{0,3}",
    re.IGNORECASE,
)
"""`Report an error`, `Back to top`, `Next story`."""
BUTTONS = "stands behind the story's last buttons"
SIGNS = (
    (TAGS, "stands behind the story's tags"),
    (COMMENTS, "stands behind the head of the comments"),
    (CONTROLS, BUTTONS),
)


def behind_closing_signs(prepared: Prepared, chances: NDArray[np.float64]) -> Iterator[tuple[int, str]]:
    """The units behind the first closing sign, each with the reason; none where the models are surer of what stands there.

    Args:
        prepared: The dump, taken apart.
        chances: Of each of its units to be body.
    """
    sure = chances.tolist()
    words = [len(tokens) if chance >= BODY else 0 for tokens, chance in zip(prepared.tokens, sure, strict=True)]
    every, above, paragraphs = sum(words), 0, 0
    if every < MIN_WORDS:
        return
    for i in prepared.live:
        if 0 < words[i] <= MAX_TAG_WORDS and above >= MIN_WORDS and TAGS.fullmatch(prepared.units[i].text):
            every, words[i] = every - words[i], 0  # the models take the head of the tags for a subhead
        if words[i]:
            above += words[i]
            paragraphs += words[i] >= MIN_PARAGRAPH_WORDS
        elif above == every:
            return
        elif above >= MIN_WORDS and paragraphs >= MIN_PARAGRAPHS and (reason := _closes(prepared.units, i)) is not None:
            surest = _mean(sure[:i], words[:i])
            if 2 * above > every and surest >= MIN_SURE and surest > _mean(sure[i:], words[i:]):
                yield from ((k, reason) for k in prepared.live if k >= i)
            return


def _mean(chances: Sequence[float], words: Sequence[int]) -> float:
    """Over the words of what counts as body."""
    return sum(chance * size for chance, size in zip(chances, words, strict=True)) / max(1, sum(words))


def _closes(units: Sequence[Unit], i: int) -> str | None:
    """What a unit closes; a button that stands in several places parts the sections of one story."""
    text = units[i].text
    if len(text) > MAX_CHARS:
        return None
    reason = next((reason for sign, reason in SIGNS if sign.fullmatch(text)), None)
    return None if reason == BUTTONS and sum(unit.text == text for unit in units) > 1 else reason
