"""A few printed words in; whether they are a person's name, and the name as names are written, out."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from pipeline.marks.given_names import given_name_first
from pipeline.marks.words import word_list

MAX_NAME_CHARACTERS = 60
MIN_NAME_TOKENS, MAX_NAME_TOKENS = 2, 5
"""Four names and an initial; particles ("van der") do not count."""

PARTICLES = word_list("particles")

LEADING_PARTICLES = word_list("leading_particles")

SUFFIXES = word_list("suffixes")

_DEGREES = word_list("degrees")

NOT_IN_NAMES = word_list("not_in_names")

MONTHS_AND_WEEKDAYS = word_list("calendar")

_ALSO_NAMES = word_list("also_names")

_PLACES = word_list("places")

_ROLE_NOUNS = word_list("role_nouns")

_SURE_WORDS = (2, 3)
_ROMAN = frozenset(("II", "III", "IV"))
_VOWELS = re.compile(r"[aeiouyäöüáéíóúàèìòùâêîôûãõåæøœıаеёиоуыэюяєіїαεηιουω]", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,3}-?(?:[^\W\d_]\.)?|[A-Z]|[A-Z]\.[A-Z]")
_NAME_WORD = re.compile(r"(?:[dDlLO]['’])?[^\W\d_]+(?:[-‐'’`][^\W\d_]+)*(?:(?<=[a-z]ng)['’])?\.?")
_GLUED_WORDS = re.compile(r"^(?!Mac[A-Z])(?:[^\W\d_]*-)?[^\W\d_]*[a-zß-ÿ]{3}[A-ZÀ-Þ]")
"""Words of a menu glued by a dump ("NoticeTerms"); but `MacAlister` is a name."""
_TWO_SCRIPTS = re.compile(r"[a-z][\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
"""A button of a Japanese page, "Facebookで"."""
_CAMEL_PREFIX = re.compile(r"^(Mc)(\w)(.*)$", re.IGNORECASE)
_SHORTENED = frozenset(("st.", "ste.", "jr", "jr.", "sr", "sr."))
"""Words of names that are short, have no vowel, and are no initials."""
_SHOUTED_CAMEL = re.compile(r"Ma?c[A-Z]{3,}")
"""`McDONALD`: how papers print such a name in capitals."""
_LAST_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")
_HYPHEN_OR_QUOTE = re.compile(r"([-‐'’`])")


@lru_cache(1024)
def looks_like_name(line: str) -> bool:
    """Tell whether a line is a person's name and nothing else.

    Two to five capitalised words; particles ("van", "bin") and initials allowed; menu words, verbs, weekdays, places and
    organisations are not. Scripts without letter case (Chinese, Arabic) always answer False: there is no evidence to use. What
    was told is kept: the lines near an article are asked about several times.
    """
    stripped = line.strip(" ,.*•\u00a0")
    if not 4 <= len(stripped) <= MAX_NAME_CHARACTERS or " " not in stripped or not stripped[-1].isalpha():
        return False
    tokens = stripped.split()
    return len(tokens) >= 2 and name_length(tokens) == len(tokens) and _has_two_names(tokens)


def name_length(tokens: list[str], *, sure: bool = False) -> int:
    """Count the tokens at the start that can together be one person's name; 0 where the first cannot.

    Args:
        tokens: words as printed.
        sure: the position says that these are names ("Editing by B. Page"), so that words of menus may be names too.
    """
    count = names = 0
    for token in tokens:
        bare = token.strip('“”"()')
        word = bare.casefold().rstrip(".")
        if is_name_token(bare, sure=sure):
            names += 1
        elif (word in SUFFIXES and names >= 2 and bare[:1].isupper()) or (
            word in PARTICLES and (names or word in LEADING_PARTICLES)
        ):
            pass
        else:
            break
        if names > MAX_NAME_TOKENS:
            break
        count += 1
    while count and tokens[count - 1].casefold() in PARTICLES and not is_name_token(tokens[count - 1]):
        count -= 1
    return count if names else 0


def is_surely_a_name(tokens: list[str]) -> bool:
    """Tell whether words are a person's name where the place says that one stands: `Will Day`, but not `Read More`.

    Args:
        tokens: all words of the line or part, as printed.
    """
    if len(tokens) not in _SURE_WORDS or name_length(tokens, sure=True) != len(tokens):
        return False
    words = {token.casefold() for token in tokens}
    menu = words & (NOT_IN_NAMES | MONTHS_AND_WEEKDAYS)
    return menu <= _ALSO_NAMES and len(menu) < len(words) and not words & (_ROLE_NOUNS | _PLACES)


@lru_cache(4096)
def is_name_token(token: str, *, sure: bool = False) -> bool:
    """Tell whether one token can be a given name, a family name or an initial; `sure` as in `name_length`.

    What was told is kept: a line near an article is read as a byline, as names and as a run of names, each time word by word.
    """
    if not token[:1].isupper() and not (
        token[:2] in ("d'", "d’", "al", "el") and token[2:3] in "-ABCDEFGHIJKLMNOPQRSTUVWXYZ" and len(token) > 3
    ):
        return False
    if _INITIALS.fullmatch(token):
        return True
    if token.endswith(("'s", "’s")):
        return False
    if not _NAME_WORD.fullmatch(token) or (token.endswith(".") and len(token) > 3):
        return False
    if (_GLUED_WORDS.search(token) and not sure) or _TWO_SCRIPTS.search(token):
        return False
    word = token.casefold()
    if word in PARTICLES and token[:1].isupper():
        return True
    return sure or (word not in NOT_IN_NAMES and word not in MONTHS_AND_WEEKDAYS)


def written_name(name: str) -> str:
    """Write a printed name as names are written: not all in capitals, given name first, without degrees (`Ann Poe MS`).

    `MARY MCTEST-O'HARA III` becomes `Mary McTest-O'Hara III`; initials and words without a vowel (`JD`) stay.
    """
    tokens = name.split()
    while len(tokens) > MIN_NAME_TOKENS and tokens[-1].casefold().replace(".", "").strip(",") in _DEGREES:
        tokens.pop()
    if tokens and _LAST_INITIALS.fullmatch(tokens[-1]):
        tokens[-1] += "."  # taken off with the sentence's
    tokens = given_name_first(tokens)
    name = " ".join(tokens).rstrip(",")
    letters = [character for character in name if character.isalpha()]
    if not letters or not all(character.isupper() for character in letters) or len(letters) < 4:
        camels = {token for token in tokens if _SHOUTED_CAMEL.fullmatch(token)}
        words = [token for token in tokens if token.isalpha() and token.isupper() and (camels or len(token) > 3)]
        led = [a for a, b in pairwise(tokens) if a.isupper() and a.casefold() in LEADING_PARTICLES and b in words]  # `LE GALL`
        shouted = {*camels, *words, *led}
        if not shouted or len(tokens) < 2:
            return " ".join(tokens)
        return " ".join(_title(token) if token in shouted else token for token in tokens)
    repaired = [_title(token) for token in tokens]
    for index in range(1, len(repaired) - 1):
        if repaired[index].casefold() in PARTICLES and len(repaired[index]) <= 3:
            repaired[index] = repaired[index].casefold()
    return " ".join(repaired)


def _has_two_names(tokens: list[str]) -> bool:
    """Ask for at least two real words, and no place or all-caps abbreviation among them."""
    words = [token for token in tokens if token.casefold() not in PARTICLES and not _INITIALS.fullmatch(token)]
    if any(word.casefold() in _PLACES or word.casefold() in _ROLE_NOUNS for word in words):
        return False
    if not all(token.isupper() for token in tokens) and any(
        len(word) > 1 and word.isupper() and word not in _ROMAN for word in words[:1]
    ):
        return False
    return len(words) >= 2 or (len(words) == 1 and len(words[0]) >= 3 and any(map(_INITIALS.fullmatch, tokens)))


_TURKISH = re.compile(r"[Ğİ]|Ş.*[ÇÖÜ]|[ÇÖÜ].*Ş")
"""Letters that no other language has beside each other in a name; Romanian has Ş, but none of the other three."""
_DOTLESS = str.maketrans({"I": "ı", "İ": "i"})


def _title(token: str) -> str:
    """Title-case one token of a name."""
    if token.casefold() in _SHORTENED:
        return token.capitalize()
    if _SHOUTED_CAMEL.fullmatch(token):
        head = 3 if token[:3] == "Mac" else 2
        return token[: head + 1] + token[head + 1 :].lower()
    if _INITIALS.fullmatch(token) or token in _ROMAN or (not _VOWELS.search(token) and len(token) <= 3):
        return token
    parts = _HYPHEN_OR_QUOTE.split(token)
    for index, part in enumerate(parts):
        lowered = part.translate(_DOTLESS).lower() if _TURKISH.search(part) else part.lower()
        prefix = _CAMEL_PREFIX.match(lowered)
        if prefix and len(lowered) > 4:
            parts[index] = f"Mc{prefix[2].upper()}{prefix[3]}"
        elif index >= 2 and parts[index - 1] in "'’`" and len(part) == 1:
            parts[index] = lowered
        else:
            parts[index] = part[:1].upper() + lowered[1:]
    return "".join(parts)
