"""The units around the headline in, the names that may be the section's out: lines, steps of trails, labelled ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipeline.marks.dates import find_dates
from pipeline.text.title import Title
from pipeline.text.units import Unit

STEPS = re.compile(r"\s*(?:>{1,2}|[»›→＞])\s*|\s+(?:/|\||::{0,2}|[•·–—-])\s+|\s?[|｜•]\s?|\s{2,}|\t")
"""Between the steps of a trail, the parts of the page's name or the entries of a menu; elsewhere browsers print single blanks."""
MAX_LINE_CHARS = 200
ABOVE, BELOW, MASTHEAD = 40, 6, 3
"""Units with wording around the headline, and at the head of the dump, that are looked at."""
MAX_ALONE = 16
"""Lines of their own above the headline, the nearest ones, that are candidates."""
MAX_ITEM_CHARS, MAX_ITEM_WORDS = 32, 4
MAX_TRAIL, ARROWS = 5, ">»›→＞"
"""A line of more entries is a menu, where no arrow parts them."""
MAX_UNPARTED = 4
"""Words of a trail that nothing parts; the first one leads home."""
STEP_SIGNS = frozenset(("/", ">", ">>", "»", "›", "→", "|", "·", "•"))
"""Alone on a line between two steps of a trail."""
MAX_STEPS = 3
"""Steps at a trail's end that are candidates."""
LABELLED = re.compile(
    r"#?(?:Section|Sect|Category|Filed under|Filed in|Posted in|Desk|Ressort|Rubrik|Kategorie|Rubrique|Catégorie|Publié dans|"
    r"Sección|Categoría|Publicado en|Editoria|Seção|Secção|Categoria|Sezione|sez\.|Rubriek|Sectie|Dział|Kategoria|Rubryka|"
    r"Avdelning|Avdeling|Osasto|Rubrika|Rovat|Раздел|Рубрика|Bölüm|Kategori|Ενότητα|القسم|קטגוריה|版面|栏目|欄目|섹션|カテゴリ)\s?(?::|：|(?<=\.)\s)\s*"
    r"(?P<name>[^\W\d_][^:;,|•\n]{1,40}?)\s*(?:[;,|•(].*)?\Z",
    re.IGNORECASE,
)
"""`Section: Weekend Extra`, `SECTION: Binnenland; Blz. 3`."""
IN_SECTION = re.compile(
    r"(?:Posted|Filed|Published|Publié|Publicado|Pubblicato)\b.{0,60}?\s(?:in|under|dans|en|in:)\s+"
    r"(?P<name>[^\W\d_][\w &'’/-]{1,30})"
)
HERE = re.compile(
    r"(?:You are here|You are in|Sie sind hier|Sie befinden sich hier|Vous êtes ici|Estás? (?:en|aquí)|"
    r"Você está (?:aqui|em)|Sei in|Sei qui|"
    r"U bent hier|Jesteś tutaj|Jesteś w|Du är här|Du er her|Nacházíte se|Вы здесь|Buradasınız)\s*:?\s*",
    re.IGNORECASE,
)
BRACKETED = re.compile(r"[\[【](?P<name>[^\W\d_][^\[\]【】]{1,14})[\]】]\s?")


@dataclass(frozen=True, slots=True)
class SectionCandidate:
    """A name that may be the section's."""

    unit: int
    name: str
    """As printed."""
    kind: str
    """`alone`, `step`, `label`, `dated` or `bracket`."""
    steps: int = 1
    """Parts of its line."""
    from_end: int = 0
    """Steps of its trail behind it, the page's own left out."""
    own: bool = False
    """Whether the page's own headline ends its trail."""
    here: bool = False
    """Whether the line says that this is where the reader is."""
    arrows: bool = False
    """Whether arrows or strokes part the steps, as they part no menu."""


OWN_PAGE = frozenset({"正文", "article", "artikel", "artículo", "artigo", "articolo", "nachricht", "meldung", "story"})
"""How a trail's last step calls the page itself."""
HOME = OWN_PAGE | frozenset(
    (
        *("home", "start", "startseite", "homepage", "accueil", "inicio", "início", "inici", "portada", "página inicial", "live"),
        *("home page", "hjem", "hem", "etusivu", "strona główna", "domů", "főoldal", "ana sayfa", "αρχική", "главная", "головна"),
        *("trang chủ", "beranda", "首页", "首頁", "ホーム", "トップ", "홈", "الرئيسية", "דף הבית", "صفحه اول", "होम", "menu"),
        *("prima pagină", "prima pagina", "naslovnica", "naslovna", "početna"),
        "ニュース",
    )
)
"""What leads to the site's first page, or is no section on any."""
NUMBERED = re.compile(r"\d{1,2}[.)]\s+")
"""The number of a step in a trail printed as a list."""


def is_item(text: str) -> bool:
    """Whether a wording may be a menu's entry: a few words, a letter among them."""
    return 1 < len(text) <= MAX_ITEM_CHARS and text.count(" ") < MAX_ITEM_WORDS and any(map(str.isalpha, text))


def section_candidates(units: Sequence[Unit], title: Title, start: int, raw: Sequence[str] = ()) -> list[SectionCandidate]:
    """All of them, those above the headline from below upwards, then those below it.

    Args:
        units: All units of the dump.
        title: The headline.
        start: Index of the body's first unit.
        raw: The dump's lines, where blanks that part a line's entries still are; empty: what the units have.
    """
    worded = [i for i in range(title.unit - 1, -1, -1) if units[i].text]
    above = worded[:ABOVE] + [i for i in reversed(worded[ABOVE:]) if i < MASTHEAD]
    last = title.units[-1]
    below = [i for i in range(last + 1, min(len(units), max(start, last + 1 + BELOW))) if units[i].text][:BELOW]
    found: list[SectionCandidate] = []
    alone = 0
    bracket = BRACKETED.match(title.text)
    if bracket is not None:
        found.append(SectionCandidate(title.unit, bracket["name"].strip(), "bracket"))
    found.extend(_trail_over_lines(units, above, title.text))
    for i in (*above, *below):
        text = units[i].text
        if len(text) > MAX_LINE_CHARS:
            continue
        if is_item(text):
            alone += 1
            name = NUMBERED.sub("", text, count=1)
            if (alone <= MAX_ALONE or i > last) and name.casefold() not in HOME:
                found.append(SectionCandidate(i, name, "alone"))
        line = text
        if raw and units[i].first_line == units[i].last_line and not units[i].glued:
            line = raw[units[i].first_line - 1].strip()
            line = line if line.split() == text.split() else text
        found.extend(_of_line(i, text, line if len(line) <= MAX_LINE_CHARS else text, title.text))
    return found


def _trail_over_lines(units: Sequence[Unit], above: Sequence[int], title: str) -> Iterator[SectionCandidate]:
    """The last steps of the nearest trail whose steps and signs each have a line: `Home`, `>`, `Sport`, `>`, `Rowing`.

    Args:
        units: All units of the dump.
        above: Those with wording above the headline, the nearest first.
        title: The headline's wording.
    """
    texts = [units[i].text for i in above]
    sign = next((k for k, text in enumerate(texts) if text in STEP_SIGNS), len(texts))
    behind = range(sign + 1, len(texts), 2)
    steps = list(takewhile(lambda k: texts[k - 1] in STEP_SIGNS and is_item(texts[k]), behind))
    if not steps:
        return
    begins = texts[steps[-1]].casefold() in HOME or any(map(HERE.fullmatch, texts[steps[-1] + 1 : steps[-1] + 2]))
    if sign and is_item(texts[sign - 1]) and texts[sign - 1].casefold() not in title.casefold():
        steps.insert(0, sign - 1)
    for from_end, k in enumerate(steps[:MAX_STEPS] if begins else ()):
        if texts[k].casefold() not in HOME:
            yield SectionCandidate(above[k], texts[k], "step", len(steps), from_end, here=True, arrows=True)


def _of_line(i: int, text: str, line: str, title: str) -> Iterator[SectionCandidate]:
    labelled = LABELLED.match(text) or IN_SECTION.match(text)
    if labelled is not None and is_item(labelled["name"].strip()) and not any(map(str.isdigit, labelled["name"])):
        yield SectionCandidate(i, labelled["name"].strip(), "label")
        return
    here = HERE.match(line)
    rest = line[here.end() :] if here is not None else line
    steps = [step.strip(" \t:[]") for step in STEPS.split(rest) if step and step.strip(" \t:[]")]
    if len(steps) == 1 and (words := steps[0].split())[0].casefold() in HOME and len(words) <= MAX_UNPARTED:
        steps = words  # `Home Sport Hurling`: links of a trail whose signs were pictures
    if any(map(str.isdigit, text)) and (dates := find_dates(text)):
        for part in text.split(dates[0].raw, 1):
            steps_of_part = [step.strip(" \t:[],.") for step in STEPS.split(part) if step]
            for k, step in enumerate(reversed([step for step in steps_of_part if step])):
                if k < MAX_STEPS and is_item(step) and step.casefold() not in HOME and not any(map(str.isdigit, step)):
                    yield SectionCandidate(i, step, "dated", len(steps), k)
        return
    arrows = any(sign in line for sign in ARROWS)
    if (len(steps) < 2 and here is None) or (len(steps) > MAX_TRAIL and not arrows):
        return
    folded = title.casefold()
    own = (
        bool(steps)
        and len(steps[-1]) > MAX_ITEM_CHARS // 2
        and (steps[-1].casefold() in folded or folded in steps[-1].casefold())
    )
    trail = steps[:-1] if own else steps
    for k, step in enumerate(reversed(trail[-MAX_STEPS:])):
        if is_item(step) and step.casefold() not in HOME:
            yield SectionCandidate(i, step, "step", len(trail), k, own, here is not None, arrows or " / " in line)
