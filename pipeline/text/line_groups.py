"""Raw lines in, runs of those that were one line before the dump broke them out, and each run as that line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.marks.credit import parse_credit
from pipeline.marks.people import looks_like_name
from pipeline.text.dump import DumpStyle
from pipeline.text.hand_wrap import hand_broken_lines
from pipeline.text.hyphens import Hyphens
from pipeline.text.lexicon import ALL_STOPWORDS
from pipeline.text.scanned import MAX_INITIAL, TERMINAL, Line, is_initial, scan
from pipeline.text.unspaced_wrap import CJK_OR_SIGN, columns, is_unspaced, unbreakable

HYPHENS = ("-", "\u2010", "\u00ad", "\u00ac")
QUOTES = "\"'”’“»«"
CLOSING = frozenset(",.;:!?)]}»”’%…")
OPENING = frozenset("([{«“‘—")
DRAWN = re.compile(r"[-=_*~#]{5,}")
"""A rule from margin to margin, which fills its line as a wrapped one does."""
MIN_PROSE_WORDS = 4
MAX_SHORT_NAME = 5
"""Of a link in capitals amid a sentence (`NASA`); a longer one is a heading (`TOPICS`)."""
MAX_AGENCY_CHARS = 14
OF_PICTURE = re.compile(r"(?:image|media) (?:caption|source|copyright)\b")
"""Broadcasters' pages print so below a picture, in small letters."""
LABEL = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ]{2,12}: \S")
"""`Director: Ada Quill`, one of several such lines."""
MAX_NAMED_CHARS = 120
"""Of a link's words that begin in upper case behind a function word; a longer line begins a paragraph."""
LAST_OF_HEADLINES = frozenset(
    (
        *(
            "that",
            "it",
            "is",
            "are",
            "was",
            "were",
            "be",
            "do",
            "does",
            "did",
            "not",
            "can",
            "will",
            "up",
            "down",
            "out",
            "off",
            "now",
        ),
        *(
            "so",
            "too",
            "there",
            "here",
            "again",
            "more",
            "most",
            "them",
            "him",
            "her",
            "us",
            "you",
            "me",
            "this",
            "these",
            "those",
        ),
        *("isn't", "isn’t", "doesn't", "doesn’t", "don't", "don’t", "can't", "can’t", "won't", "won’t", "wasn't", "wasn’t"),
    )
)
"""Function words that a headline may end in, with who signs it below; behind others (`of`, `with`, `the`) its name goes on."""
ARTICLES = frozenset(
    ("The", "A", "An", "Der", "Die", "Das", "Le", "La", "Les", "El", "Los", "Las", "Il", "Lo", "O", "Os", "De", "Het")
)
"""Alone on a line, they stood before a link."""
RAGGED_SHARE = 0.6
"""Of the column; shorter lines are entries of a list, whose next one may begin in lower case."""
WORDS_OF_A_LETTER = "AIOÀEÉYУИВКСОЯА"
BEFORE_LITTLE_WORDS = "ÉY"
"""Those that a noun does not follow: `É um barco`, but `École`."""
SUBHEAD_SHARE, MAX_SUBHEAD_WORDS = 0.6, 7
"""Of the longest line above a subhead, and how many words it has."""
FLUSH_SHARE = 0.8
"""Of the column that a line must have when a flush one goes on with its paragraph."""
OVERRUN = 1.1
"""Of the column."""
SMALL_BYLINE = re.compile(
    r"(?:di|by|par|por|von|door|av|af)(?: [A-ZÀ-Þ][\w.'’-]+){2,4}(?: (?:and|und|et|y|e|en|og|och)(?: [A-ZÀ-Þ][\w.'’-]+){2,4})?"
)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
MAX_TO_DAY = 30
"""Characters of a line below a byline within which a date begins."""
MAX_HEADLINE_LINES = 3
MIN_HEADLINE_BLANKS, MIN_HEADLINE_CHARS, MAX_HEADLINE_CHARS = 2, 14, 70
MIN_LAST_CHARS = 4
CONJUNCTIONS = frozenset(("and", "&", "und", "et", "y", "e", "en", "og", "och", "ja", "i", "и", "ve"))
SIGNING = ("BY ", "VON ", "PAR ", "POR ", "DI ", "DOOR ")
"""A byline may stand right below the headline."""
MAX_FIRST_INDENT = 12
"""Blanks by which typewriters, wires and Usenet set the first line of a paragraph in."""


def line_groups(lines: list[str], edges: frozenset[int], style: DumpStyle, hyphens: Hyphens) -> Iterator[list[Line]]:
    """Runs of raw lines that were one line before the dump broke them."""
    scanned = list(scan(lines, edges))
    going_on, signed = set(_headline_lines(scanned)), _names_in_pieces(scanned) if style.fragments else frozenset[int]()
    going_on.update(k for i in signed for k in (i + 1, i + 2))
    if style.hand_width is not None:
        going_on.update(hand_broken_lines(scanned, style.hand_width, blank_separated=style.blank_separated))
    group: list[Line] = []
    words = 0
    for i, line in enumerate(scanned):
        following = scanned[i + 1] if i + 1 < len(scanned) else None
        if (
            group
            and not line.gap
            and not line.bullet
            and i not in signed
            and (
                i in going_on
                or (line.torn and (line.text[:1].islower() or len(group[-1].text) <= MAX_INITIAL))
                or _goes_on(group, words, line, following, style, hyphens)
            )
        ):
            group.append(line)
            words += line.text.count(" ") + 1
        else:
            if group:
                yield group
            group, words = [line], line.text.count(" ") + 1
    if group:
        yield group


def subhead_apart(group: list[Line]) -> tuple[list[Line], ...]:
    """A paragraph and the subhead right below it: records print no blank line there, and a paragraph ends in a full stop."""
    *above, last = group
    if not above or above[-1].text[-1:] not in TERMINAL or last.text[-1:] in TERMINAL or not last.text[:1].isupper():
        return (group,)
    short = len(last.text) <= SUBHEAD_SHARE * max(line.length for line in above) and last.text.count(" ") < MAX_SUBHEAD_WORDS
    return (above, [last]) if short and last.text.count(" ") >= 1 else (group,)


def _headline_lines(scanned: list[Line]) -> Iterator[int]:
    """Lines that go on with a headline: two or three in capitals, alone between blank lines, as typescripts set it."""
    start = 0
    for i in range(1, len(scanned) + 1):
        if i < len(scanned) and not scanned[i].gap:
            continue
        *lines, last = scanned[start:i]
        if 2 <= i - start <= MAX_HEADLINE_LINES and all(map(_is_headline_line, lines)) and _ends_headline(last):
            yield from range(start + 1, i)
        start = i


def _is_headline_line(line: Line) -> bool:
    return (
        not line.bullet
        and line.text.isupper()
        and line.text[-1] not in TERMINAL
        and line.text.count(" ") >= MIN_HEADLINE_BLANKS
        and MIN_HEADLINE_CHARS <= len(line.text) <= MAX_HEADLINE_CHARS
        and not any(map(str.isdigit, line.text))
        and not line.text.startswith(SIGNING)
    )


def _names_in_pieces(scanned: list[Line]) -> frozenset[int]:
    """Lines that begin a byline of two people whose names were links: `Ada Quill`, `and`, `Noah Poe`, and no sentence goes on."""
    return frozenset(
        i
        for i in range(len(scanned) - 2)
        if scanned[i + 1].text.casefold() in CONJUNCTIONS
        and not (scanned[i + 1].gap or scanned[i + 2].gap)
        and looks_like_name(scanned[i].text)
        and looks_like_name(scanned[i + 2].text)
        and not (i + 3 < len(scanned) and _resumes(scanned[i + 3]))
    )


def _resumes(following: Line | None) -> bool:
    """Whether a line goes on with a sentence: right below, in lower case or with a closing sign."""
    text = following.text if following is not None and not following.gap and not following.bullet else ""
    return text != "" and (text[0].islower() or text[0] in CLOSING) and SMALL_BYLINE.fullmatch(text) is None


def _ends_headline(line: Line) -> bool:
    """A further line, or what was left for the last one with the full stop that papers set until the forties."""
    if _is_headline_line(line):
        return True
    shout = (
        not line.bullet
        and line.text.isupper()
        and line.text[-1] == "."
        and MIN_LAST_CHARS <= len(line.text) <= MAX_HEADLINE_CHARS
    )
    return shout and not any(map(str.isdigit, line.text)) and not line.text.startswith(SIGNING)


def _signs(above: str, line: Line, following: Line | None) -> bool:
    """Whether a line in small letters signs the headline above it: `di Ada Quill`, with a date beside it or nothing below."""
    if SMALL_BYLINE.fullmatch(line.text) is None:
        return False
    dated = any(map(str.isdigit, above)) and YEAR.search(above) is not None
    return dated or following is None or following.gap > 0 or any(map(str.isdigit, following.text[:MAX_TO_DAY]))


def _goes_on(group: list[Line], words: int, line: Line, following: Line | None, style: DumpStyle, hyphens: Hyphens) -> bool:
    last = group[-1]
    if DRAWN.fullmatch(last.text) or DRAWN.fullmatch(line.text):
        return False
    if len(group) == 1 and last.text[-1:] not in TERMINAL and _signs(last.text, line, following):
        return False
    if hyphens.breaks_words and last.text[-1:] in HYPHENS and line.text[:1].islower():
        return True
    if style.unspaced_width is not None and is_unspaced(last.text) and is_unspaced(line.text):
        return last.indent + columns(last.text) >= style.unspaced_width and _same_paragraph(group, line)
    if style.wrap_width is not None:
        kept_together = unbreakable(line.text, at_blanks=style.markdown) if line.text else 0
        if last.length + 1 + kept_together <= style.wrap_width and not _ragged(last, line, style.wrap_width):
            return style.set_in and _in_set_in_paragraph(group, line, style.wrap_width)
        if line.text.startswith("#") and style.markdown:
            return False
        if style.set_in and line.indent > 0 and not last.bullet:
            return False
        if min(last.length, line.length) > OVERRUN * style.wrap_width and len(group) == 1 and (not following or following.gap):
            return False  # no wrap at this column made the two: a headline and its deck above a newspaper's narrow columns
        return _same_paragraph(group, line)
    if style.fragments and last.text and line.text:
        return _fragment_goes_on(words, last.text, line.text, following)
    return False


def _in_set_in_paragraph(group: list[Line], line: Line, width: int) -> bool:
    """Whether a flush line stands in a paragraph whose first line is set in, below a line that nearly reaches the column."""
    head, last = group[0], group[-1]
    return line.indent == 0 < head.indent and (last is head or last.indent == 0) and last.length >= FLUSH_SHARE * width


def _ragged(last: Line, line: Line, width: int) -> bool:
    """Whether a line breaks off in the middle of a sentence, as a typist breaks it: before the column, and not by counting."""
    if not last.text or not line.text or last.length < RAGGED_SHARE * width:
        return False
    if last.text.rstrip(QUOTES)[-1:] == ",":
        return True
    if last.text[-1] in TERMINAL:
        return last.text[-1] == ":" and last.length >= FLUSH_SHARE * width and line.text[0].islower()
    return line.text[0].islower() or last.text.rsplit(None, 1)[-1].lower() in ALL_STOPWORDS


def _same_paragraph(group: list[Line], line: Line) -> bool:
    """Whether a line is set as the paragraph's next one: as the last, or less far in than the first."""
    head, last = group[0], group[-1]
    if head.bullet:
        return len(group) > 1 or head.indent - line.indent <= MAX_FIRST_INDENT
    return line.indent == last.indent or (len(group) == 1 and 0 < head.indent - line.indent <= MAX_FIRST_INDENT)


def _fragment_goes_on(words: int, before: str, text: str, following: Line | None) -> bool:
    """True where an inline element was put on its own line in the middle of a sentence."""
    end = before[-1]
    if text[0] in CLOSING:
        return text[0] not in "“" and words + len(text) > 2
    finished = end in TERMINAL
    if text[0].islower():
        if OF_PICTURE.match(text):
            return False
        return not finished and (words >= 3 or before[0].islower()) and not _is_agency(text)
    if end in OPENING and not (end == "“" and "„" in before):
        return True
    tail = before.rsplit(None, 1)[-1]  # in capitals it is no word: `19:36 IST`
    little = tail in ALL_STOPWORDS or (tail.istitle() and tail.lower() in ALL_STOPWORDS)
    labels = LABEL.match(text) is not None and following is not None and LABEL.match(following.text) is not None
    signs = tail.lower() in LAST_OF_HEADLINES and looks_like_name(text) and not _resumes(following)
    if words >= MIN_PROSE_WORDS and (end == "," or (little and len(text) <= MAX_NAMED_CHARS and not labels and not signs)):
        return True
    if words == 1 and before in ARTICLES and text.count(" ") >= MIN_PROSE_WORDS:
        return True
    resumes = (
        following is not None
        and _resumes(following)
        and not (text.isupper() and len(text) > MAX_SHORT_NAME)
        and not _is_agency(following.text)
    )
    return resumes and not finished and words >= MIN_PROSE_WORDS and text.count(" ") < 8 and _is_prose(before)


def _is_agency(text: str) -> bool:
    """`sda`, `dpa/afp`: who reported it, in small letters."""
    return len(text) <= MAX_AGENCY_CHARS and parse_credit(text) is not None


def _is_prose(text: str) -> bool:
    return sum(w in ALL_STOPWORDS for w in text.lower().split()[:30]) >= 2


def join_lines(parts: list[str], hyphens: Hyphens) -> str:
    """Broken lines as one: no blank after a hyphen, beside a script without blanks or before closing punctuation."""
    out: list[str] = []
    for part in parts:
        if out and part:
            whole = hyphens.joined(out[-1], part)
            if whole is not None:
                out[-1] = whole
                continue
            if len(out) == 1 and len(out[0]) <= MAX_INITIAL and is_initial(out[0]):
                out[0] = _beginning_with(out[0], part, hyphens)
                continue
            before = out[-1][-1:]
            tight = (
                (before == "-" and len(out[-1]) > 1 and out[-1][-2].isalnum() and part[0].isalnum())
                or (before in OPENING and not out[-1].endswith(" —"))
                or part[0] in CLOSING
                or CJK_OR_SIGN.match(before) is not None
                or CJK_OR_SIGN.match(part[0]) is not None
                or (before.isdigit() and part[0].isdigit() and is_unspaced(out[-1]))
            )
            if not tight:
                out.append(" ")
        if part:
            out.append(part)
    return "".join(out)


def _beginning_with(initial: str, line: str, hyphens: Hyphens) -> str:
    """A line with the letter that was set as its initial: `he ferry` with `T`, but `ferry` with `A`, which is a word itself."""
    letter, word = initial[-1], line.split(None, 1)[0].casefold()
    joined = letter.casefold() + word
    alone = (
        letter in WORDS_OF_A_LETTER
        and not hyphens.is_whole(joined)
        and word[:1] != word[1:2]  # `ccording`
        and (letter not in BEFORE_LITTLE_WORDS or word in ALL_STOPWORDS)
    )
    return f"{initial} {line}" if alone else initial + line
