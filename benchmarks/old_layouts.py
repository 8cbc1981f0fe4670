"""An annotated page in, dumps of it laid out as papers, agencies and early sites laid their texts out before 2008, out.

What the headline, the byline, the day and the body are is known by construction; menus, teasers and the foot are the page's own
lines. Some have no headline, no byline or no day, which the gold's other wording then does not hide.
"""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from bench import SEED, scorer

SHAPE = "old layout"
PER_PAGE, PER_PAGE_OF_FEW = 3, 6
"""Dumps of a page, and of one in a language of few pages: any but `MANY`."""
MANY = ("en", "de")
FULL = ("resili_full_bare", "inscriptis", "justext_all")
"""Dumpers that give each line of a menu its own line, without markup."""
LEAST_BODY_WORDS = 40
SHORT = 0.6
"""Of the dumps are briefs, cut to as many paragraphs as this; the annotated pages hold long stories, archives short ones."""
SHORT_PARAGRAPHS = (3, 8)
DECK_WORDS = (5, 16)
"""Of the body's sentence that is set below the headline instead."""
WIDTHS = (64, 68, 72, 76, 80)
MAX_LABEL_WORDS, LEAST_TEASER_WORDS, MAX_TEASER_WORDS = 3, 4, 14
BY = {
    "en": ("By", "by", "BY"),
    "de": ("Von", "von", "VON"),
    "fr": ("Par", "par", "PAR"),
    "es": ("Por", "por", "POR"),
    "pt": ("Por", "por", "POR"),
    "it": ("di", "Di", "DI"),
    "nl": ("Door", "door", "DOOR"),
    "no": ("Av", "av", "AV"),
    "sv": ("Av", "av", "AV"),
    "da": ("Af", "af", "AF"),
    "id": ("Oleh",),
}
AND = {"en": "and", "de": "und", "fr": "et", "es": "y", "pt": "e", "it": "e", "nl": "en", "no": "og", "sv": "och", "da": "og"}
ROLES = {
    "en": (
        "Staff Writer",
        "Staff Reporter",
        "Correspondent",
        "Special Correspondent",
        "Business Writer",
        "of the {outlet} staff",
    ),
    "de": ("Redaktion", "Lokalredaktion", "Berlin"),
    "fr": ("envoyé spécial", "correspondant"),
    "es": ("Corresponsal", "Redacción"),
    "pt": ("Da Reportagem Local", "Correspondente"),
}
AGENCIES = ("AP", "Reuters", "Reuter", "UPI", "AFP")
PLACES = ("LONDON", "PARIS", "WASHINGTON", "NEW YORK", "BERLIN", "MOSCOW", "TOKYO", "CAIRO", "SYDNEY", "OTTAWA", "ROME")
ENDS = ("-30-", "---", "###", "(END)", "* * *", "= =", "(c) {year} {outlet}", "Copyright {year} {outlet}. All rights reserved.")
RULES = ("_" * 65, "-" * 60, "=" * 60, "* * *", "~" * 40)


def old_layouts(dumps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the annotated data in old layouts, some of each page with a headline; `shape` is `SHAPE`.

    Args:
        dumps: All dumps of the pages.
    """
    pages: dict[str, dict[str, Any]] = {}
    for row in dumps:
        if row["dumper"] in FULL and row["gold_title"]:
            pages.setdefault(row["id"].split("|")[0], row)
    rng = random.Random(SEED)
    out = []
    for name, row in sorted(pages.items()):
        if len(row["gold_text"].split()) >= LEAST_BODY_WORDS:
            for k in range(PER_PAGE if row["lang"] in MANY else PER_PAGE_OF_FEW):
                layout = Layout(row, rng)
                text, gold = layout.text(), "\n\n".join(layout.paragraphs)
                own = {"id": f"{name}|{SHAPE} {k}", "raw_text": text, "gold_text": gold, "shape": SHAPE, "gold_coverage": 1.0}
                out.append(row | own)
    return out


class Layout:
    """One page and the dice that decide how it is laid out."""

    def __init__(self, row: dict[str, Any], rng: random.Random) -> None:
        self.row, self.rng = row, rng
        self.language = row["lang"] or "en"
        self.day = date.fromisoformat(row["gold_published"][:10]) if row["gold_published"] else None
        name = max(row["domain"].split("."), key=len).replace("-", " ")
        self.outlet = rng.choice((name.title(), name.upper(), f"The {name.title()}", f"{name.title()} Online"))
        self.labels, self.teasers, self.foot = furniture(row)
        self.width = rng.choice(WIDTHS)
        self.blank_lines = rng.random() < 0.65
        self.wraps = rng.random() < 0.75
        self.paragraph_indent = " " * rng.choice((0, 0, 2, 3, 5)) if self.blank_lines else " " * rng.choice((2, 3, 5))
        self.linked = 0
        self.paragraphs = [" ".join(p.split()) for p in row["gold_text"].split("\n") if p.strip()]
        if self.chance(SHORT):
            del self.paragraphs[rng.randint(*SHORT_PARAGRAPHS) :]
        self.deck = self._take_deck() if self.chance(0.2) else ""

    def chance(self, share: float) -> bool:
        """Whether the dice say yes."""
        return self.rng.random() < share

    def text(self) -> str:
        """The dump."""
        kinds = (self._site, self._site, self._text_browser, self._typescript, self._wire, self._print)
        kind = self.rng.choice(kinds)
        above, below = kind()
        blocks = [*above, *self._body(wired=kind == self._wire), *below]
        text = "\n\n".join(block for block in blocks if block.strip())
        margin = "   " if kind == self._text_browser or self.chance(0.15) else ""
        return "\n".join(margin + line if line else "" for line in text.split("\n")) + "\n"

    def _take_deck(self) -> str:
        """A sentence of the story that moves below its headline; the gold has it no longer."""
        for i, paragraph in enumerate(self.paragraphs[1:], 1):
            sentence, stop, rest = paragraph.partition(". ")
            if stop and rest and DECK_WORDS[0] <= len(sentence.split()) <= DECK_WORDS[1]:
                self.paragraphs[i] = rest
                return sentence
        return ""

    def _site(self) -> tuple[list[str], list[str]]:
        above = [self.outlet if self.chance(0.6) else "", self._menu(), *self._dated_section()]
        if self.chance(0.25):
            above += self._teasers(3)
        above += self._head()
        below = self._teasers(6) if self.chance(0.6) else []
        return above, [self._contact(), *below, self._menu() if self.chance(0.6) else "", *self.foot, self._end()]

    def _text_browser(self) -> tuple[list[str], list[str]]:
        rule = "  " + RULES[0]
        above = [
            "[INLINE] [LINK]" if self.chance(0.3) else self.outlet,
            rule,
            self._menu(),
            rule,
            *self._dated_section(),
            *self._head(),
        ]
        below = [rule, *(self._teasers(4) if self.chance(0.4) else []), self._menu(), *self.foot]
        if self.linked:
            links = [f"  {i}. http://www.{self.row['domain']}/{i}.html" for i in range(1, self.linked + 1)]
            below += ["References", "\n".join(links)]
        return above, below

    def _typescript(self) -> tuple[list[str], list[str]]:
        above = [*([self.outlet] if self.chance(0.5) else []), *self._dated_section(), *self._head()]
        return above, [self._end()]

    def _wire(self) -> tuple[list[str], list[str]]:
        slug = self.rng.choice(self.labels or ["News"]).split()[0]
        form = self.rng.choice(("{slug}", "BC-{slug}", "{slug}, 1st ld", "a{n:04} r i", "{SLUG}-{agency}", ""))
        line = form.format(slug=slug, SLUG=slug.upper(), n=self.rng.randrange(9999), agency=self.rng.choice(AGENCIES))
        return [line, *self._head()], [self._end()]

    def _print(self) -> tuple[list[str], list[str]]:
        address = f"http://www.{self.row['domain']}/print/{self.rng.randrange(99999)}.html"
        above = [
            self.rng.choice((f"Printed from {self.outlet}", self.outlet, address, "")),
            *self._dated_section(),
            *self._head(),
        ]
        return above, [self._contact(), self.rng.choice((f"Find this article at: {address}", address, "")), self._end()]

    def _head(self) -> list[str]:
        """Headline, byline and day, in the order of most papers; each may be missing."""
        title = self._title() if self.chance(0.85) else ""
        signed, dated = self._byline() if self.chance(0.8) else "", self._day() if self.chance(0.35) else ""
        if title and self.labels and self.chance(0.12):
            title = f"{self.rng.choice(self.labels).upper()}\n{title}"
        if title and self.deck:
            title += self.rng.choice(("\n", "\n\n", "\n\n")) + self._filled(self.deck)
        if self.chance(0.5):
            return [title, signed, dated]
        return [title, "\n".join(line for line in ((signed, dated) if self.chance(0.7) else (dated, signed)) if line)]

    def _title(self) -> str:
        title = " ".join(self.row["gold_title"].split())
        look = self.rng.random()
        if look < 0.2:
            title = title.upper()
        if look < 0.35 and self.wraps and len(title) > 40:
            return textwrap.fill(title, 40)
        if look > 0.9:
            return textwrap.fill(title, self.width) + "\n" + self.rng.choice("=-") * min(len(title), self.width)
        if look > 0.8 and len(title) < self.width:
            return title.center(self.width).rstrip()
        if look > 0.76:
            return f"** {title} **"
        return textwrap.fill(title, self.width) if self.wraps else title

    def _byline(self) -> str:
        names = [" ".join(name.split()) for name in self.row["gold_authors"] or []]
        if not names:
            return ""
        joined = f" {AND.get(self.language, '')} ".replace("  ", ", ")
        line = joined.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
        if self.chance(0.3):
            line = line.upper()
        if self.language in BY and self.chance(0.75):
            line = f"{self.rng.choice(BY[self.language])} {line}"
        role = self.rng.choice(ROLES.get(self.language, ("",))).format(outlet=self.outlet)
        return line + self.rng.choice((", ", "\n", " - ")) + role if role and self.chance(0.35) else line

    def _contact(self) -> str:
        """Where the writer is reached."""
        names = self.row["gold_authors"] or []
        if self.language != "en" or not names or self.chance(0.75):
            return ""
        last = names[0].split()[-1]
        form = self.rng.choice(("{name} can be reached at (555) 555-01{n:02}.", "E-mail {name}: {last}@{host}", "{last}@{host}"))
        return form.format(name=names[0], last=last.lower(), n=self.rng.randrange(99), host=self.row["domain"])

    def _day(self) -> str:
        if self.day is None:
            return ""
        day, rng = self.day, self.rng
        numeric = f"{day.day:02}.{day.month:02}.{day.year}" if self.language != "en" else f"{day.month}/{day.day}/{day.year}"
        try:
            Locale.parse(self.language)
            printed = format_date(day, rng.choice(("full", "full", "long", "long", "medium")), locale=self.language)
        except (UnknownLocaleError, ValueError):
            printed = numeric
        if self.language == "en" and self.chance(0.3):
            printed = f"{day.day} {day:%B} {day.year}"
        printed = numeric if self.chance(0.15) else printed
        return printed.upper() if self.chance(0.1) else printed

    def _dated_section(self) -> list[str]:
        """What stands above the headline: the day, the section, both on a line."""
        day = self._day() if self.chance(0.6) else ""
        label = self.rng.choice(self.labels) if self.labels and self.chance(0.4) else ""
        if day and label and self.chance(0.4):
            return [f"{label} {self.rng.choice('|-/')} {day}"]
        return [day, label] if self.chance(0.5) else [label, day]

    def _menu(self) -> str:
        labels = self.labels[: self.rng.randrange(4, 12)]
        if len(labels) < 3 or self.chance(0.15):
            return ""
        look = self.rng.randrange(7)
        if look == 0:
            first, self.linked = self.linked + 1, self.linked + len(labels)
            return self._filled(" | ".join(f"[{i}]{label}" for i, label in enumerate(labels, first)))
        if look == 1:
            return "\n".join(labels)
        if look == 2:
            return "\n".join(f"* {label}" for label in labels)
        if look == 3:
            return self._filled(" ".join(f"[{label}]" for label in labels))
        return self._filled((" | ", "   ", " - ")[look - 4].join(labels))

    def _teasers(self, most: int) -> list[str]:
        chosen = self.rng.sample(self.teasers, min(len(self.teasers), most))
        if not chosen:
            return []
        sign = self.rng.choice(("", "", "* ", "- ", "> "))
        joint = "\n" if sign or self.chance(0.5) else "\n\n"
        head = self.rng.choice(self.labels) if self.labels and self.chance(0.5) else ""
        return [head, joint.join(sign + line for line in chosen)]

    def _body(self, *, wired: bool) -> list[str]:
        paragraphs = list(self.paragraphs)
        if wired and self.chance(0.5) and not re.match(r"[A-Z]{3,}", paragraphs[0]):
            dash = self.rng.choice((" --", " -", " –"))
            paragraphs[0] = f"{self.rng.choice(PLACES)} ({self.rng.choice(AGENCIES)}){dash} {paragraphs[0]}"
        laid = [self._filled(p, self.paragraph_indent) for p in paragraphs]
        return laid if self.blank_lines else ["\n".join(laid)]

    def _end(self) -> str:
        year = self.day.year if self.day else 2001
        return self.rng.choice(ENDS).format(year=year, outlet=self.outlet) if self.chance(0.5) else ""

    def _filled(self, text: str, indent: str = "") -> str:
        return textwrap.fill(text, self.width, initial_indent=indent) if self.wraps else indent + text


def furniture(row: dict[str, Any]) -> tuple[list[str], list[str], list[str]]:
    """A page's labels, teasers and the lines of its foot, in their order: lines that print nothing of what the gold names.

    Args:
        row: A dump of the whole page, a line for each line.
    """
    plain = scorer().plain
    gold = f" {plain(row['gold_text'])} {' '.join(map(plain, row.get('gold_optional') or []))} "
    title = set(plain(row["gold_title"]).split())
    names = [plain(name) for name in row["gold_authors"] or []]
    lines = dict.fromkeys(line.strip(" •*-\t") for line in row["raw_text"].split("\n"))
    labels, teasers, foot = [], [], []
    for line in _strangers(lines, plain, gold, names):
        words = plain(line).split()
        if "©" in line or "opyright" in line:
            foot.append(line)
        elif len(words) <= MAX_LABEL_WORDS and len(line) < 30 and line[0].isalpha():
            labels.append(line)
        elif LEAST_TEASER_WORDS <= len(words) <= MAX_TEASER_WORDS and len(title & set(words)) < 0.5 * len(words):
            teasers.append(line)
    return labels, teasers, foot[:2]


def _strangers(lines: Iterable[str], plain: Any, gold: str, names: Sequence[str]) -> list[str]:
    """The lines whose words the gold's text does not hold and that name none of its authors nor print a figure of four digits."""
    out = []
    for line in lines:
        words = plain(line)
        if words and f" {words} " not in gold and not any(n in words for n in names if n) and not re.search(r"\d{4}", line):
            out.append(line)
    return out
