"""The words of a byline in; the person's name, the role and the paper told apart, out: what both kinds of byline share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.marks.agencies import agency_id
from pipeline.marks.people import is_name_token, name_length
from pipeline.marks.places import is_known_place
from pipeline.marks.words import word_list

ROLE_NOUNS = word_list("role_nouns")
ROLE = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(ROLE_NOUNS))})(?!\w)", re.IGNORECASE)
QUALIFIERS = word_list("qualifiers")
OUTLET_WORDS = word_list("outlet_words")
_GLUED = re.compile(
    r"(?<=[a-zß-ÿ])(?=(?:Twitter|Facebook|Email|Follow|Share|Contact|Published|Updated|Posted|Last|By|Staff|Senior|City|Political|Shopping|Chief|News|Editor|Reporter|"
    r"Correspondent|Writer|Contributor|Contributing|Associate|Deputy|Managing|"
    r"Redakteur|Redaktion|Korrespondent|Reporterin|Autor|"
    r"Freelance|Sports|Special|The [A-Z]|archive page|Associated Press|Reuters|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|"
    r"Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b)"
)
_GLUED_PAPER = re.compile(
    r"(?<=[a-zß-ÿ]{2})(?<!Mac)(?=[A-Z][A-Za-z]+\s(?:Staff|Senior|Writer|Reporter|Editor|Correspondent|Contributor|Columnist)\b)"
)
"""`Jane DoeHarbourPost Writer`."""
EDGE = " \t\u00a0,.;:|•·*_-–—/&"
LOWER_WORDS = re.compile(r"(?<!\w)[a-zß-ÿ]{2,}")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who signs a story."""

    raw: str
    """The line as printed, white space and bullets around it stripped."""
    authors: tuple[str, ...]
    """People only, in order; capitals repaired. Empty for `By Yonhap` and `By Staff`."""
    agencies: tuple[str, ...]
    """Ids of the wire agencies that sign."""


def unglue(text: str) -> str:
    """Put back the space that a dump lost before a role, a label or a date (`Jane DoeCity Columnist`)."""
    return _GLUED_PAPER.sub(lambda seam: " " if " " in text[: seam.start()] else "", _GLUED.sub(" ", text))


def cut_name(tokens: list[str]) -> tuple[str, list[str]]:
    """Split the tokens of one part into the person's name and what follows it (role, paper)."""
    if not tokens or tokens[0] in ("A", "AN", "THE") or not any(token[:1].isupper() for token in tokens):
        return "", tokens
    stop = first_other(tokens)
    length = min(name_length(tokens), stop)
    if (length and tokens[length - 1].endswith("’s")) or (length and tokens[length - 1].endswith("'s")):
        return "", tokens
    if stop < len(tokens) and length > 2:
        while length > 2 and tokens[length - 1].casefold().strip(".,") in QUALIFIERS | OUTLET_WORDS:
            length -= 1
        if (
            length == 3
            and all(len(token) > 2 and is_name_token(token) for token in tokens[:3])
            and tokens[stop].casefold() in OUTLET_WORDS
            and "-" not in tokens[2]
        ):
            length = 2
    if tokens[0].isupper() and len(tokens[0]) > 2:
        shouting = next(
            (
                i
                for i, token in enumerate(tokens)
                if not token.isupper() and len(token) > 2 and not token.startswith(("Mc", "Mac", "De", "Di"))
            ),
            length,
        )
        if shouting >= 2:
            length = min(length, shouting)
    while length > 2 and tokens[length - 1].isupper() and is_known_place(tokens[length - 1]):
        length -= 1  # "By A. Writer LONDON (Reuters) -": the dateline follows on the same line
    name = " ".join(tokens[:length]).strip(EDGE)
    words = [token for token in tokens[:length] if len(token.strip(".")) > 1]
    if length < 2 or not words:
        return "", tokens
    return (name + "." if tokens[length - 1].casefold() in ("jr.", "sr.") else name), tokens[length:]


def first_other(tokens: list[str]) -> int:
    """Index of the first token that begins a role or a paper's name; the count of tokens where none does."""
    for index, token in enumerate(tokens):
        word = token.casefold().strip(".,")
        is_noun = word in ROLE_NOUNS if word.isascii() else ROLE.fullmatch(word) is not None
        if index >= 2 and (word in OUTLET_WORDS or is_noun or (word in QUALIFIERS and index + 1 < len(tokens))):
            return index
        if index >= 1 and is_noun and len(tokens[0].strip(".")) > 1:
            return index
        if index >= 1 and agency_id(" ".join(tokens[index:])) is not None:
            return index
    return len(tokens)


def is_role(text: str) -> bool:
    """Tell whether words after a name are a journalist's role, with its adjectives and paper."""
    found = ROLE.search(text)
    if found is None or len(text) > 90:
        return False
    before = text[: found.start()].split()
    return (
        len(before) <= 5
        and len(LOWER_WORDS.findall(text[found.end() :])) <= 4
        and not any(word in ("is", "was", "the", "who", "has") for word in before)
    )
