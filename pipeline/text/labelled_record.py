"""The lines that databases of central and south-eastern Europe and the Netherlands export in, their fields out.

Anopress and Newton (Czech, Slovak) and their like (Polish, Hungarian), Hina's wire (Croatian) and Dutch newspapers' banks name
what they know in a block of fields above the text: the headline among them, or else it is the first line below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.text.record import BYLINE, CAPTION, DATE, FIELD, OUTLET, SECTION, TITLE, Record
from pipeline.text.record_fields import COPYRIGHT, RULE, put_rest
from pipeline.text.spool_record import put_spool_foot

LABEL = re.compile(r"[ \t]{0,4}(?P<label>[^\W\d_]{2,14}\.?(?: [^\W\d_]{1,12}\.?){0,2}) ?:(?:[ \t]+|\Z)")
MAX_LABEL = 40
"""Characters within which a field's name ends."""
HEAD = {
    **dict.fromkeys(("název", "titulek", "nadpis", "názov", "titulok", "tytuł", "cím", "főcím", "naslov", "krantenkop"), TITLE),
    **dict.fromkeys(("autor", "autoři", "autori", "autorzy", "szerző", "autor teksta", "auteur", "auteurs"), BYLINE),
    **dict.fromkeys(("datum", "datum vydání", "dátum", "dátum vydania", "data", "data wydania", "megjelenés", "vrijeme"), DATE),
    **dict.fromkeys(("čas", "vreme", "publicatiedatum"), DATE),
    **dict.fromkeys(("zdroj", "źródło", "forrás", "médium", "izvor", "krant", "bron", "titul"), OUTLET),
    **dict.fromkeys(("rubrika", "rubryka", "dział", "rovat", "sectie", "rubriek", "katern"), SECTION),
    **dict.fromkeys(("oblast", "klíč. slova", "klíčová slova", "kľúčové slová", "słowa kluczowe", "kulcsszavak"), FIELD),
    **dict.fromkeys(("ročník", "číslo", "numer", "vydání", "vydanie", "region vydání", "typ média", "náklad", "kraj"), FIELD),
    **dict.fromkeys(("trefwoord", "trefwoorden", "editie", "jaargang", "ključne riječi", "kategorija", "slova", "žánr"), FIELD),
    **dict.fromkeys(("alcím", "podtitulek", "podtytuł", "ondertitel", "podnaslov", "nadnaslov", "zpracováno", "id"), FIELD),
    **dict.fromkeys(("str.", "strana", "strona", "str", "oldal", "pagina", "poř. č.", "poř.č.", "zna", "tip", "vrsta"), FIELD),
}
"""The names of fields above the text, in lower case."""
OF_A_DATABASE = frozenset(
    ("str.", "strana", "strona", "str", "oldal", "pagina", "poř. č.", "poř.č.", "klíč. slova", "zna", "datum vydání")
)
"""Names one of which a head must hold: what a printed page, a counter or a wire's desk is called."""
FOOT = {
    **dict.fromkeys(("foto popis", "popis foto", "foto popisek", "popiska", "opis zdjęcia", "képaláírás"), CAPTION),
    **dict.fromkeys(("bijschrift", "fotobijschrift", "onderschrift", "podpis pod zdjęciem", "potpis"), CAPTION),
    **dict.fromkeys(("foto autor", "autor foto", "foto", "region vydání", "zpracováno", "url", "id", "odkaz"), FIELD),
    **dict.fromkeys(("klíčová slova", "klíč. slova", "profil", "vydání", "trefwoorden", "fotograaf"), FIELD),
}
DUTCH = frozenset(("sectie", "katern", "pagina", "trefwoord", "trefwoorden"))
MIN_NAMES = 4
WIRE_DESK, MIN_WIRE_NAMES = "zna", 3
"""The desk's sign, which heads a story of Hina's."""
MAX_HEAD = 24
"""Lines of a head."""
ABBREVIATED = re.compile(r"\W{0,2}[^\W\d_]{1,4}\W{0,2}")
"""A byline in initials names nobody: `(zh)`."""


class Head(NamedTuple):
    """A block of fields."""

    names: list[tuple[int, str, int]]
    """Line, name, where the value begins."""
    end: int
    """The line behind it."""

    @property
    def known(self) -> frozenset[str]:
        """The names without their places."""
        return frozenset(name for _, name, _ in self.names)


def count_labelled(lines: Sequence[str]) -> int:
    """How many records of Czech, Slovak, Polish and Hungarian databases the lines hold."""
    return sum(not head.known & {WIRE_DESK, *DUTCH} for head in _heads(lines))


def count_labelled_dutch(lines: Sequence[str]) -> int:
    """How many records of Dutch newspapers' banks the lines hold."""
    return sum(bool(head.known & DUTCH) for head in _heads(lines))


def count_labelled_wire(lines: Sequence[str]) -> int:
    """How many stories of Hina's the lines hold."""
    return sum(WIRE_DESK in head.known for head in _heads(lines))


def read_labelled(lines: Sequence[str]) -> Record:
    """The fields of the head and of the foot, and the headline below where no field names it."""
    record = Record()
    head = next(_heads(lines))
    for (at, name, cut), (after, _, _) in zip(head.names, [*head.names[1:], (head.end, "", 0)], strict=True):
        record.put(HEAD[name], lines, range(at, after), cut)
    put_rest(lines, range(head.end), record)
    start = _put_unnamed(lines, head.end, record)
    behind = range(start, len(lines))
    foot = next((i for i in behind if _is_foot(lines[i])), len(lines))
    _put_foot(lines, foot, record)
    put_spool_foot(lines[:foot], start, record)
    if ABBREVIATED.fullmatch(record.values.get(BYLINE, "")):
        del record.values[BYLINE]
    return record


def _heads(lines: Sequence[str]) -> Iterator[Head]:
    """The blocks of fields that hold enough of them."""
    if sum(_named(line, HEAD) is not None for line in lines) < MIN_WIRE_NAMES:
        return
    at = 0
    while at < len(lines):
        names: list[tuple[int, str, int]] = []
        i = at
        while i < len(lines) and lines[i].strip() and i - at < MAX_HEAD:
            named = _named(lines[i], HEAD)
            if named is not None:
                names.append((i, *named))
            elif not names or not lines[i][:1].isspace():
                break
            i += 1
        if _is_head([name for _, name, _ in names]):
            yield Head(names, i)
        at = max(i, at + 1)


def _is_head(names: Sequence[str]) -> bool:
    columns = {HEAD[name] for name in names}
    return (
        len(names) >= (MIN_WIRE_NAMES if WIRE_DESK in names else MIN_NAMES)
        and DATE in columns
        and not OF_A_DATABASE.isdisjoint(names)
        and len(columns) > 1
    )


def _named(line: str, known: dict[str, str]) -> tuple[str, int] | None:
    """The name of one of these fields at the beginning of a line, and where its value begins."""
    found = LABEL.match(line) if ":" in line[:MAX_LABEL] else None
    name = found["label"].casefold() if found is not None else ""
    return (name, found.end()) if found is not None and name in known else None


def _put_unnamed(lines: Sequence[str], end: int, record: Record) -> int:
    """Notes the rule below the head, and the headline where no field is called so; where the text begins."""
    start = next((i for i in range(end, len(lines)) if lines[i].strip() and not RULE.match(lines[i])), len(lines))
    put_rest(lines, range(end, start), record)
    if TITLE in record.values or start == len(lines):
        return start
    stop = next((i for i in range(start, len(lines)) if not lines[i].strip()), len(lines))
    record.put(TITLE, lines, range(start, stop))
    return stop


def _is_foot(line: str) -> bool:
    return _named(line, FOOT) is not None or RULE.match(line) is not None or COPYRIGHT.match(line) is not None


def _put_foot(lines: Sequence[str], foot: int, record: Record) -> None:
    """Notes each line from the first of the foot on with the field that it begins or goes on with."""
    label = FIELD
    for i in range(foot, len(lines)):
        named = _named(lines[i], FOOT)
        if named is not None or _is_foot(lines[i]) or not lines[i].strip():
            label = FOOT[named[0]] if named is not None else FIELD
        record.put(label, lines, [i], named[1] if named is not None else 0)
