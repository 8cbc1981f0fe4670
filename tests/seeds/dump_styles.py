"""One outlet's version of a story in; the text (or page) that a dump of it holds out, one function for each tool."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field

OUTLETS = {
    "harbour-times": "The Harbour Times",
    "meridian-post": "Meridian Post",
    "prairie-ledger": "Prairie Ledger",
    "valley-courier": "Valley Courier",
    "coastline-today": "Coastline Today",
    "capital-dispatch": "Capital Dispatch",
    "nordlicht-kurier": "Nordlicht-Kurier",
    "insel-anzeiger": "Insel-Anzeiger",
    "le-littoral": "Le Littoral",
}
TEASERS = [
    "Council delays vote on parking fees",
    "Goalkeeper extends contract until 2027",
    "Ten soups for a cold week",
    "Old mill gets a new wheel",
    "Power cut darkens east side for an hour",
    "Why your tomatoes split, and what to do",
]
TEASERS_DE = [
    "Rat vertagt Parkgebühren",
    "Torwart verlängert bis 2027",
    "Zehn Suppen für kalte Tage",
    "Alte Mühle bekommt neues Rad",
]
TEASERS_FR = ["Le conseil reporte le vote", "Dix soupes pour l'hiver", "Le moulin retrouve sa roue"]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
MONTHS_DE = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
MONTHS_FR = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]


@dataclass
class Version:
    """One outlet's version of a story, and what its dump prints of it."""

    site: str
    name: str
    story: str
    style: str
    title: str
    body: list[str]
    date: str
    relation: str | None = None
    dateline: str | None = None
    credit: str | None = None
    byline: str | None = None
    authors: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    section: str | None = None
    caption: str | None = None
    embed: str | None = None
    language: str = "en"

    @property
    def paragraphs(self) -> list[str]:
        """The body as printed: with its dateline and credit."""
        first = f"{self.dateline} {self.body[0]}" if self.dateline else self.body[0]
        return [first, *self.body[1:], *([self.credit] if self.credit else [])]


def day_line(v: Version) -> str:
    """The date as this outlet prints it."""
    year, month, day = map(int, v.date.split("-"))
    if v.language == "de":
        return f"{day}. {MONTHS_DE[month - 1]} {year}, 17:45 Uhr"
    if v.language == "fr":
        return f"Publié le {day} {MONTHS_FR[month - 1]} {year} à 18h10"
    return f"Published: {MONTHS[month - 1]} {day}, {year}"


def browser(v: Version) -> str:
    """A browser's or resiliparse's text: bullets, menus, a list of popular stories, a footer."""
    teasers = {"de": TEASERS_DE, "fr": TEASERS_FR}.get(v.language, TEASERS)
    words = {
        "en": (
            "Skip to content",
            ["News", "Sport", "Opinion", "Culture", "Weather"],
            "Most read",
            "More stories",
            "All rights reserved.",
        ),
        "de": (
            "Zum Inhalt springen",
            ["Nachrichten", "Sport", "Kultur", "Wetter"],
            "Meistgelesen",
            "Mehr zum Thema",
            "Alle Rechte vorbehalten.",
        ),
        "fr": (
            "Aller au contenu",
            ["Actualité", "Sports", "Culture", "Météo"],
            "Les plus lus",
            "À lire aussi",
            "Tous droits réservés.",
        ),
    }[v.language]
    lines = [words[0], *(f"  • {m}" for m in words[1]), "", words[2], *(f"  • {t}" for t in teasers[:3]), ""]
    lines += [v.title, ""]
    if v.section:
        lines += [f"  • {v.section}", ""]
    lines += [day_line(v)]
    if v.byline:
        lines += [v.byline]
    if v.caption:
        lines += ["", v.caption]
    for p in v.paragraphs:
        lines += ["", p]
    if v.embed:
        lines += ["", *v.embed.split("\n")]
    lines += ["", words[3], *(f"  • {t}" for t in teasers[1:]), "", f"© 2024 {OUTLETS[v.site]}. {words[4]}", ""]
    return "\n".join(lines)


def lynx(v: Version) -> str:
    """lynx -dump: everything indented and wrapped, numbered links, the list of references at the end."""
    links: list[str] = []

    def link(text: str) -> str:
        links.append(f"https://{v.site}.example/{len(links) + 1}")
        return f"[{len(links)}]{text}"

    lines = [f"   {link('Jump to content')}", "", f"   {OUTLETS[v.site]}"]
    lines += [f"     * {link(m)}" for m in ("News", "Sport", "Opinion", "Jobs")] + [
        "",
        f"   {link('Subscribe now')} {link('Log in')}",
        "",
    ]
    lines += [*textwrap.wrap(v.title, 74, initial_indent="   ", subsequent_indent="   "), "", f"   {day_line(v)}"]
    lines += [f"   {v.byline}"] if v.byline else []
    for p in v.paragraphs:
        lines += ["", *textwrap.wrap(p, 74, initial_indent="   ", subsequent_indent="   ", break_on_hyphens=False)]
    lines += ["", "   Related"] + [f"     * {link(t)}" for t in TEASERS[:4]]
    lines += [
        "",
        f"   (c) 2024 {OUTLETS[v.site]} {link('Terms of use')} {link('Privacy policy')}",
        "",
        "References",
        "",
        "   Visible links",
    ]
    lines += [f"   {i:>2}. {u}" for i, u in enumerate(links, 1)]
    return "\n".join(lines) + "\n"


def markdown(v: Version) -> str:
    """html2text: Markdown links, hard wraps, a heading."""
    lines = [f"[ {OUTLETS[v.site]} ](/)", ""] + [f"  * [ {m} ](/{m.lower()}/)" for m in ("News", "Sport", "Opinion", "Puzzles")]
    lines += ["", f"# {v.title}", "", day_line(v), ""]
    if v.byline:
        lines += [v.byline, ""]
    if v.caption:
        lines += ["![](/images/lead-1200x630.jpg)", "", *textwrap.wrap(v.caption, 78), ""]
    for p in v.paragraphs:
        lines += [*textwrap.wrap(p, 78, break_on_hyphens=False), ""]
    lines += ["### Read next", ""] + [
        f"  * [{t}](/{i}/{t.lower().replace(' ', '-').replace(',', '')})" for i, t in enumerate(TEASERS[2:])
    ]
    lines += [
        "",
        "[ Sign up for our newsletter ](/newsletter) and get the day's best stories in",
        "your inbox every morning.",
        "",
    ]
    return "\n".join(lines)


def soup(v: Version) -> str:
    """BeautifulSoup's text with newlines: no indentation, nothing that tells a menu from a paragraph but its words."""
    lines = [f"{v.title} - {OUTLETS[v.site]}", "Home", "News", "Sport", "Business", "Search", "Menu", "Subscribe", "Sign in"]
    lines += [*([v.section] if v.section else []), v.title]
    lines += [v.byline] if v.byline else []
    lines += [day_line(v), "Share", "Facebook", "X", "Email", *([v.caption] if v.caption else []), *v.paragraphs]
    lines += [*(v.embed.split("\n") if v.embed else []), "Comments", "Be the first to comment", "You may also like", *TEASERS[:5]]
    lines += ["About us", "Contact", "Cookie settings", f"© {OUTLETS[v.site]} 2024"]
    return "\n".join(lines) + "\n"


def w3m(v: Version) -> str:
    """w3m -dump: bullets, form fields and buttons in brackets, text wrapped at the window's width without an indent."""
    lines = [f"[{OUTLETS[v.site]}]", "", *(f"  • {m}" for m in ("News", "World", "Sport", "Culture", "Shop")), ""]
    lines += ["[                    ] [Search]", "", "[x] Keep me signed in", "", *textwrap.wrap(v.title, 78), ""]
    lines += [v.byline, ""] if v.byline else []
    lines += [day_line(v), "", "[Share] [Print] [Save]", "", *([v.caption, ""] if v.caption else [])]
    for p in v.paragraphs:
        lines += [*textwrap.wrap(p, 78, break_on_hyphens=False), ""]
    lines += ["Trending", *(f"  {i}. {t}" for i, t in enumerate(TEASERS[:4], 1)), ""]
    lines += ["Get our app", "[App Store] [Google Play]", "", f"© 2024 {OUTLETS[v.site]}", ""]
    return "\n".join(lines)


def main_only(v: Version) -> str:
    """An extractor's main content: the body and nothing else, not even the headline."""
    return "\n".join(v.paragraphs) + "\n"


def typewriter(v: Version) -> str:
    """A mail or a terminal's text: a small head, hard wraps, blank lines between paragraphs."""
    head = [OUTLETS[v.site].upper(), day_line(v), "", v.title, *([v.byline] if v.byline else []), ""]
    body = "\n\n".join(textwrap.fill(p, 70, break_on_hyphens=False) for p in v.paragraphs)
    return "\n".join(head) + "\n" + body + "\n"


def page(v: Version) -> str:
    """An HTML page with structured data, a menu, and the usual company around the article."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": v.title,
        "datePublished": f"{v.date}T08:30:00+01:00",
        "publisher": {"@type": "Organization", "name": OUTLETS[v.site]},
    }
    if v.authors:
        data["author"] = [{"@type": "Person", "name": a} for a in v.authors]
    paragraphs = "\n".join(f"<p>{p}</p>" for p in v.paragraphs)
    teasers = "\n".join(f'<li><a href="/{i}">{t}</a></li>' for i, t in enumerate(TEASERS))
    byline = f'<p class="byline">{v.byline}</p>' if v.byline else ""
    address = f"https://www.{v.site}.example/news/{v.name}"
    return f"""<!DOCTYPE html>
<html lang="{v.language}">
<head>
<meta charset="utf-8">
<title>{v.title} | {OUTLETS[v.site]}</title>
<link rel="canonical" href="{address}">
<meta property="og:title" content="{v.title}">
<meta property="og:site_name" content="{OUTLETS[v.site]}">
<meta property="og:type" content="article">
<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>
</head>
<body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
<main><article>
<h1>{v.title}</h1>
{byline}
<time datetime="{v.date}T08:30:00+01:00">{day_line(v)}</time>
{paragraphs}
</article></main>
<aside><h2>Most read</h2><ul>
{teasers}
</ul></aside>
<footer><p>© 2024 {OUTLETS[v.site]}. All rights reserved.</p></footer>
</body>
</html>
"""


STYLES: dict[str, Callable[[Version], str]] = {
    "browser": browser,
    "lynx": lynx,
    "markdown": markdown,
    "soup": soup,
    "w3m": w3m,
    "main": main_only,
    "typewriter": typewriter,
    "html": page,
}
