"""What a tagged record prints in one field in; headline, section, byline, day, captions or outlet out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.marks.dates import find_dates
from pipeline.text.record import PEOPLE
from pipeline.text.record_fields import full_year
from pipeline.text.tagged_body import BLANK, WITHIN, Part

DECK_RULE = re.compile(r"-{2,}")
"""Between a Wall Street Journal headline, its decks and its byline."""
LINE_SIGN = re.compile(r"\s@(?:\s|\Z)|\A@\s")
"""For the ends of a headline's lines in what was made for MUC-6."""
SIGNED = re.compile(r"(?:By|BY|by)\s+(?=[A-Z])(?!THE\b|The\b)")
MAX_BYLINE_WORDS = 20
GOES_ON = (" and", " And", " AND", ",")
"""How a byline's line ends that the next one goes on with."""
NOTE = re.compile(
    r"(?:Laser(?:Photo|Graphic|Color)?\b|AP (?:Laser)?(?:Photo|Graphic|Color)|(?:With )?(?:Photo|Graphic)s?\b(?! \w+ \w+)"
    r"|Eds?\b[:.,]|Editors?:|Note\b.{0,20}:|(?:With )?(?:AM|PM|BC)-|For (?:Release|use)\b|Adv\w* |URGENT|BULLETIN|FLASH|Precede"
    r"|(?:An )?AP (?:News Analysis|Special|Extra)|CORRECTION|EDITORS?['’]? NOTE|Clip And|\(?(?:UNDATED|CORRECTED)\)?\Z"
    r"|\d+(?:st|nd|rd|th) L[de]|ATTENTION\b.*///|\(For |c\. ?(?:19|20)\d\d\b|\(c\) )",
    re.IGNORECASE,
)
"""What agencies tell editors in a headline's tag."""
WIRE_NOTE = re.compile(
    r"\(For use by |c\. ?(?:19|20)\d\d\b|\(c\) (?:19|20)\d\d\b|(?:[\w.'&]+ ){0,5}(?:News Service|Staff Writer)\s*\Z|"
    r"Associated Press Writer\s*\Z|BC-[\w-]+\s*\Z"
)
"""`c.1998 N.Y. Times News Service`."""
DESK_SIGN = re.compile(r"[a-z]{2,8}\d{0,2}(?:[/-][a-z]{1,8}\d{0,2}){0,3}/[a-z]{1,8}\d{0,2}")
"""`jk-mlm/txw` below stories of AFP."""
NOTE_BEHIND = re.compile(r"\s+(?:Eds?[:.]\s|ATTENTION - |///).*\Z", re.DOTALL)
DATED_HEADLINE = re.compile(r"[A-Z]{2,4}\s{1,4}\d{1,2} [A-Z]{3} \d\d\s{0,2}/\s{0,2}")
"""`FT  21 JUL 92 / `."""
MAX_SECTION_WORDS = 7
SECTION_WORD = re.compile(r"[A-Z0-9(&']|(?:and|of|the|in|for|on|to|a|at)\Z")
SECTIONS_OF_ONE_WORD = frozenset(
    (
        *("Arts", "Letters", "Letter", "Management", "Technology", "Observer", "Sport", "Books", "People", "Survey", "Media"),
        *("Property", "Motoring", "Travel", "Gardening", "Fashion", "Food", "Leader", "Obituary", "Music", "Opera", "Theatre"),
        *("Television", "Radio", "Cinema", "Ballet", "Jazz", "Dance", "Architecture", "Chess", "Bridge", "Markets", "Lex"),
        *("Recruitment", "Accountancy", "Appointments", "Economics", "Commodities", "Racing", "Golf", "Cricket", "Tennis"),
    )
)
MAX_PRINTED = 300
"""Characters in which a day is looked for."""
COMPACT = re.compile(r"(?P<year>(?:\d\d)?\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])")
SLASHED = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>(?:19|20)?\d\d)(?!\d)(?:\s+(?P<clock>\d\d:\d\d(?::\d\d)?))?")
"""Wall Street Journal and AQUAINT: American."""
STAMP = re.compile(
    r"(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d)\s{1,3}(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\s?(?P<zone>[A-Z]{3,4}\b)?"
)
ZONES = frozenset(("EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "GMT", "UTC"))
"""Of wires; `AES` and the like are an agency's own."""
LONG_NUMBER = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?=[._-]|\Z)")
SHORT_NUMBER = re.compile(r"\A\s*[A-Za-z]{2,4}(?P<a>\d\d)(?P<b>\d\d)(?P<c>\d\d)(?=[._-]\d)")
WEEKDAY = re.compile(r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\d)", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
KIND = re.compile(
    r"(?:(?P<other>Maps?|Charts?|Graphs?|Graphics?|Tables?|Box|Diagrams?|Logos?)"
    r"|(?:Color |Black and white )?(?:Photos?|Drawings?|Photographs?|Illustrations?|Cartoons?|Mugs?|Paintings?))\b"
    r"(?:\s*\(\d+\)|,\s*\d+\b)?(?:\s*[,:]|\Z)\s*"
    r"(?:(?:COLOR|(?:Orange County|San Diego County) Focus)[,;]\s*|\([A-Z][\w ]{2,30}Edition\)\s*)*",
    re.IGNORECASE,
)
"""What a picture's text begins with, and what is none."""
MAX_KINDS = 4
"""`Photos (2), Map`."""
CREDIT = re.compile(r"(?:PHOTOS?|DRAWINGS?|ILLUSTRATIONS?|CREDIT|SOURCE)\s*(?:\(\w+\))?\s*:.*", re.DOTALL)
"""Who took it, in San Jose."""
TAKEN_BY = re.compile(
    r"(?<=[.!?\"'”’)])\s+(?:[A-Z][A-Z.'’-]+(?:\s+[A-Z][A-Z.'’-]*){0,4}(?:\s*/\s*.{2,60})?|.{3,40}\s/\s.{2,60}"
    r"|Associated Press|AP|Reuters?|UPI)\s*\Z"
)
"""`FRED POE / Los Angeles Times` behind a caption's full stop."""
SMALL = frozenset(("of", "the", "and", "for", "in", "a", "on", "de", "la"))
NAME_IN_CAPITALS = re.compile(r"(?:Mc|Mac|De|Di|La|Le|Van|O['’])?[A-Z][A-Z.'’-]*,?")
BETWEEN_NAMES = frozenset(("and", "AND", "&", "de", "van", "der", "von", "la", "Jr.", "Jr", "Sr.", "Jr.,", "Sr.,"))
NO_NAME = re.compile(
    r"\b(?:STAFF|WRITERS?|CORRESPONDENTS?|REPORTERS?|EDITORS?|SPECIAL|SERVICE|PRESS|TIMES|NEWS|BUREAU|COLUMNIST|CRITIC|REUTERS?|UPI"
    r"|AP|AGENCY|SYNDICATE|POST|TRIBUNE|HERALD|REGISTER|MERCURY|JOURNAL|CORRESPONDENT|PROFESSOR|DIRECTOR|AUTHOR)\b"
)
INVERTED = re.compile(r"[^\s,;]+, [^\s,;]+(?: [^\s,;]+)?(?:;|\Z)")
"""`Poe, Ann B..`, as Ziff writes its authors."""
TOLD_OF = re.compile(r"(?P<byline>[^,;]{5,60})[,;] .*?\b(?:is|are|was|writes|teaches|lives|covers|reports)\b")
"""`By Ada Inkwell, Inkwell is the author of …`, as the Los Angeles Times signs reviews."""
PAGE = re.compile(r"\s{0,8}(?:\([A-Z]{1,3}\)|,?\s*PAGES?\b|,?\s*SECTION\b|,?\s*COLUMN\b|;| {2,}| v\d+ n\d+).*\Z", re.DOTALL)
PART_OF_PAPER = re.compile(r"(?:Part|Section)\s\w{1,3}|\w{1,2}", re.IGNORECASE)
EDITIONS = frozenset(("Late Final", "Home Edition", "Copy"))


@dataclass(frozen=True, slots=True)
class Headline:
    """What stands in a headline's tag."""

    title: str
    """Empty where the tag holds only a note to editors."""
    lines: tuple[int, ...] = ()
    """The raw lines of the title."""
    section: str = ""
    """As the Financial Times prints it before its headlines."""
    byline: str = ""
    """As the Wall Street Journal prints it below."""
    signed: tuple[Part, ...] = ()
    """The byline's lines."""


def headline_of(tag: str, parts: Sequence[Part]) -> Headline:
    """The headline, its section and its byline; decks and notes to editors are left out.

    Args:
        tag: `HEAD`, `HL`, `HEADLINE`, …
        parts: The lines within.
    """
    title, signed = list[tuple[Part, str]](), list[tuple[Part, str]]()
    is_over = False
    for part, text in _lines(tag, parts):
        if signed:
            if signed[-1][1].endswith(GOES_ON) or text[:4].casefold() == "and ":
                signed.append((part, text))
        elif is_signed(text) and (title or tag == "PREAMBLE"):
            signed.append((part, text))
        elif not title:
            if not NOTE.match(text) and not DECK_RULE.fullmatch(text):
                title.append((part, text))
        elif part.pause not in (WITHIN, BLANK) and part is not title[-1][0]:
            is_over = True  # a deck in a second <P>
        elif not NOTE.match(text):
            is_over = is_over or DECK_RULE.fullmatch(text) is not None
            title.extend([] if is_over else [(part, text)])
    section, title = _section_line(title)
    words = NOTE_BEHIND.sub("", " ".join(text for _, text in title)).rstrip(" ;")
    if DATED_HEADLINE.match(words):
        section, words = _sectioned(DATED_HEADLINE.sub("", words))
    return Headline(
        words,
        tuple(part.line for part, _ in title),
        section,
        " ".join(text for _, text in signed),
        tuple(part for part, _ in signed),
    )


def _lines(tag: str, parts: Sequence[Part]) -> Iterator[tuple[Part, str]]:
    for part in parts:
        for text in LINE_SIGN.split(part.text) if tag == "HL" else (part.text,):
            words = " ".join(text.split()).strip(" *")
            if words:
                yield part, words


def _section_line(title: list[tuple[Part, str]]) -> tuple[str, list[tuple[Part, str]]]:
    """A section on a line of its own above the headline, `International:`."""
    if len(title) > 1 and title[0][1].endswith(":") and "," not in title[0][1] and _is_section(title[0][1][:-1]):
        return title[0][1][:-1], title[1:]
    return "", title


def _sectioned(words: str) -> tuple[str, str]:
    """A dated headline's section and the rest: `International Company News: Hallgren lifts bid`."""
    section, colon, rest = words.partition(": ")
    if not colon or not _is_section(section) or (" " not in section and section not in SECTIONS_OF_ONE_WORD):
        return "", words
    return section, rest.strip()


def _is_section(words: str) -> bool:
    """Whether all words are written as a section's name is, and not as a sentence."""
    split = words.split()
    return 0 < len(split) <= MAX_SECTION_WORDS and all(SECTION_WORD.match(word) for word in split)


def is_signed(text: str) -> bool:
    """Whether a line is a byline."""
    return SIGNED.match(text.strip()) is not None and len(text.split()) <= MAX_BYLINE_WORDS


def is_wire_note(text: str) -> bool:
    """Whether a line above a story says whose it is or who may print it."""
    return WIRE_NOTE.match(text.strip()) is not None


def is_desk_sign(text: str) -> bool:
    """Whether a line is what editors and typists sign a story with below its end."""
    return DESK_SIGN.fullmatch(text.strip()) is not None


def signed_by(byline: str) -> dict[str, str]:
    """The people of a byline, as `people` of a record, where it writes names otherwise than in the order of speech.

    Names in capitals end where the rest of the line does not go on in them; that rest is what the writer is.
    """
    text = byline.strip()
    if INVERTED.match(text) and not NO_NAME.search(text.upper()):
        turned = (name.split(",", 1)[::-1] for name in text.removesuffix(".").split(";") if name.strip(" ."))
        return {PEOPLE: ", ".join(" ".join(part.strip() for part in name) for name in turned)}
    told = TOLD_OF.match(text)
    text = told["byline"] if told else text.partition(";")[0]
    words = SIGNED.sub("", text).split()
    capitals = [word for word in words if len(word.strip(".,")) > 1 and word.isupper() and word != "AND"]
    if not capitals or not NAME_IN_CAPITALS.fullmatch(words[0]):
        return {PEOPLE: " ".join(words)} if told else {}
    end = next(
        (k for k, word in enumerate(words) if not NAME_IN_CAPITALS.fullmatch(word) and word not in BETWEEN_NAMES), len(words)
    )
    if end == len(words) and not NO_NAME.search(text):
        return {}
    names = re.split(r",\s*(?:and |AND )?|\s(?:and|AND|&)\s", " ".join(words[:end]))
    people = [name for name in names if name.strip(" ,") and not NO_NAME.search(name)]
    return {PEOPLE: ", ".join(people)} if people else {}


def dated(printed: str) -> str | None:
    """The day that a date's field prints, in a form that is read in one way only; None where it prints none.

    >>> dated("920721"), dated("04/12/88"), dated("14 March 1994")
    ('1992-07-21', '1988-04-12', '14 March 1994')
    """
    text = printed[:MAX_PRINTED].strip(" .")
    compact = COMPACT.fullmatch(text)
    if compact is not None:
        return _day(compact["year"], compact["month"], compact["day"])
    slashed = SLASHED.match(text)
    if slashed is not None:
        day = _day(slashed["year"], slashed["month"], slashed["day"])
        return f"{day} {slashed['clock']}" if day and slashed["clock"] else day
    return text if any(found.precision != "month" for found in find_dates(text)) else None


def wire_day(printed: str) -> str | None:
    """The day and the clock of a wire's stamp, `AP-NR-03-14-89 1742EST`."""
    stamp = STAMP.search(printed[:MAX_PRINTED])
    day = _day(stamp["year"], stamp["month"], stamp["day"]) if stamp else None
    if stamp is None or day is None:
        return None
    zone = f" {stamp['zone']}" if stamp["zone"] in ZONES else ""
    return f"{day} {stamp['hour']}:{stamp['minute']}{zone}"


def numbered_day(printed: str) -> str | None:
    """The day in a document's number: `XIN_ENG_20030928.0114`, `AP890314-0187`, `LA061790-0043`."""
    long = LONG_NUMBER.search(printed[:MAX_PRINTED])
    if long is not None:
        return _day(long["year"], long["month"], long["day"])
    short = SHORT_NUMBER.match(printed)
    if short is None:
        return None
    return _day(short["a"], short["b"], short["c"]) or _day(short["c"], short["a"], short["b"])


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return date(full_year(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def is_day(printed: str) -> bool:
    """Whether a dateline's field prints a day and no place: `Saturday, June 15, 1991 00166032,VM1`."""
    return (
        YEAR.search(printed[:MAX_PRINTED]) is not None
        and WEEKDAY.match(printed.strip()) is not None
        and dated(printed) is not None
    )


def captions_of(printed: str) -> list[str]:
    """The texts of the pictures in a field, without who took them; maps and charts have none.

    >>> captions_of("Photo, The frond. ALMA POE / Coast Register; Map, Bus Line 27, Coast Register")
    ['The frond.']
    >>> captions_of("Photo; PHOTO: Ken Poe -- Valley Mercury; Hilde Brand holds a key.")
    ['Hilde Brand holds a key.']
    """
    captions, is_picture, begins = list[list[str]](), True, True
    for piece in re.split(r";\s+", printed.strip(" ;")):
        kinds, text = list[bool](), piece
        while len(kinds) < MAX_KINDS and (kind := KIND.match(text)) is not None:
            kinds.append(kind["other"] is None)
            text = text[kind.end() :]
        if kinds:
            is_picture, begins = any(kinds), True
        if CREDIT.fullmatch(piece) or not is_picture or not text.strip():
            begins = True
            continue
        if begins or not captions:
            captions.append([])
        captions[-1].append(text)
        begins = False
    return [TAKEN_BY.sub("", "; ".join(pieces)).strip() for pieces in captions]


def section_of(printed: str) -> str:
    """Its name without page and column: `Metro; Part B; Page 1; Column 2; Metro Desk`; the desk where only a part is named."""
    parts = [part.strip() for part in printed.split(";")]
    if not PART_OF_PAPER.fullmatch(parts[0]):
        return parts[0]
    desk = next((part.removesuffix(" Desk") for part in parts if part.endswith(" Desk")), "")
    return "" if desk in EDITIONS else desk


def outlet_of(printed: str) -> str:
    """The paper's name without what stands behind it: `WALL STREET JOURNAL (J), PAGE 1` is the Wall Street Journal."""
    name = PAGE.sub("", printed).strip(" ,.")
    found = find_dates(name)
    name = name.partition(found[0].raw)[0].strip(" ,") if found else name
    if not name.isupper() or " " not in name:
        return name
    words = name.lower().split()
    return " ".join(word if k and word in SMALL else word[:1].upper() + word[1:] for k, word in enumerate(words))
