"""Writes `seeds/archive` and `expected.json` beside this file: `python -m tests.seeds.build_archive`. Invented news in real dump shapes."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import tarfile
import textwrap
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.seeds.stories import FERRY_UPDATE, LOCAL, MARKETS, SINGLES, WIRE

ROOT = Path(__file__).resolve().parents[2]
ARCHIVE = ROOT / "seeds" / "archive"
EXPECTED = Path(__file__).with_name("expected.json")
EPOCH = (2025, 1, 1, 0, 0, 0)

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
AGENCY_NAMES = {"reuters": "Reuters", "ap": "The Associated Press", "afp": "AFP", "dpa": "dpa", "yonhap": "Yonhap"}


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
    data = {
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
    "main": main_only,
    "typewriter": typewriter,
    "html": page,
}


def wire(site: str, story: str, style: str, relation: str, **changes: object) -> Version:
    """A wire story as an outlet ran it; by default whole, under the agency's headline, with its dateline and credit."""
    s = WIRE[story]
    agency = str(s["agency"])
    values: dict[str, object] = {
        "site": site,
        "name": f"{story}-{site[:3]}",
        "story": story,
        "style": style,
        "title": s["title"],
        "body": list(s["body"]),  # type: ignore[call-overload]
        "date": s["date"],
        "relation": relation,
        "dateline": s["dateline"],
        "credit": s["credit"],
        "agencies": [agency],
        "language": "de" if story == "rail" else "en",
    }
    values |= changes
    values["story"] = values.pop("cluster", story)
    if values["dateline"] is None and values["credit"] is None and not values.get("byline"):
        values["agencies"] = []
    if values["credit"] == s["credit"] and s["credit"]:
        values["authors"] = str(s["author"]).split(", ")
    return Version(**values)  # type: ignore[arg-type]


def cut(story: str, *keep: int) -> list[str]:
    """Some paragraphs of a wire story."""
    body: list[str] = WIRE[story]["body"]  # type: ignore[assignment]
    return [body[i] for i in keep]


def edited(story: str, *changes: tuple[str, str]) -> list[str]:
    """A wire story with a sub-editor's changes."""
    body: list[str] = list(WIRE[story]["body"])  # type: ignore[call-overload]
    for old, new in changes:
        assert any(old in p for p in body), old
        body = [p.replace(old, new) for p in body]
    return body


def single(site: str, key: str, style: str, **changes: object) -> Version:
    """A story of the outlet's own."""
    title, body, date, author = SINGLES[key]
    language = {"nordlicht-kurier": "de", "insel-anzeiger": "de", "le-littoral": "fr"}.get(site, "en")
    by = {"de": "Von", "fr": "Par"}.get(language, "By")
    values: dict[str, object] = {"byline": f"{by} {author}" if author else None, "authors": [author] if author else []}
    values |= changes
    if style == "main":
        values |= {"byline": None, "authors": []}
    values = {"relation": "canonical"} | values
    return Version(site, key, key, style, title, list(body), date, language=language, **values)  # type: ignore[arg-type]


def versions() -> list[Version]:
    """All documents with an article."""
    embed = "Reading room stays open! Thank you, Hanne, and thank you to all who counted chairs. pic.twitter.com/kq2mZ7Lw0a\n— Meridian Library (@meridianlib) January 22, 2024"
    tide = "Divers inspect a pier of the Norrhaven ferry terminal, March 6, 2024. REUTERS/Jonas Vik"
    update = {"body": FERRY_UPDATE, "date": "2024-03-14", "cluster": "ferry-update"}
    made = [
        wire("harbour-times", "ferry", "browser", "canonical", section="World", caption=tide),
        wire("meridian-post", "ferry", "lynx", "exact", title="Ferry terminal at Norrhaven shuts over cracks"),
        wire(
            "prairie-ledger",
            "ferry",
            "soup",
            "excerpt",
            title="Norrhaven ferry port to close",
            body=cut("ferry", 0, 1, 3),
            credit=None,
        ),
        wire(
            "coastline-today",
            "ferry",
            "markdown",
            "extended",
            title="Cracks close Norrhaven terminal; Little Marsh wants survey",
            body=[*cut("ferry", 0, 1, 2, 3, 4, 5), LOCAL["ferry"]],
        ),
        wire(
            "valley-courier",
            "ferry",
            "main",
            "near",
            body=edited(
                "ferry",
                ("said on Tuesday", "said Tuesday"),
                ("some 900,000", "about 900,000"),
                ("is due in autumn", "is expected this autumn"),
            ),
        ),
        wire(
            "harbour-times",
            "ferry",
            "soup",
            "canonical",
            name="ferry-shut-har",
            title="Norrhaven ferry terminal shut after pier gives way",
            **update,
        ),
        wire(
            "meridian-post",
            "ferry",
            "typewriter",
            "exact",
            name="ferry-shut-mer",
            title="Norrhaven ferry terminal shut after pier gives way",
            **update,
        ),
        wire(
            "capital-dispatch",
            "mine",
            "soup",
            "canonical",
            byline="By Marisol Duarte, The Associated Press",
            authors=["Marisol Duarte"],
        ),
        wire("prairie-ledger", "mine", "browser", "exact", title="Copper miners end strike after 23 days"),
        wire(
            "valley-courier",
            "mine",
            "typewriter",
            "extended",
            title="Copper strike over; tube works breathes again",
            body=[*cut("mine", 0, 1, 2, 3, 4, 5), LOCAL["mine"]],
        ),
        wire("harbour-times", "mine", "main", "excerpt", body=cut("mine", 0, 1, 2, 4)),
        wire(
            "le-littoral",
            "mine",
            "main",
            "near",
            body=edited(
                "mine", ("6.5 percent", "6.5 per cent"), ("labour ministry", "ministry of labour"), ("Shopkeepers", "Shop owners")
            ),
        ),
        wire("meridian-post", "vaccine", "markdown", "canonical"),
        wire(
            "coastline-today",
            "vaccine",
            "browser",
            "excerpt",
            title="Malaria shots: African plant to double output",
            body=cut("vaccine", 0, 1, 2, 3),
        ),
        wire("capital-dispatch", "vaccine", "lynx", "exact", title="Plant on Lake Kisanga to make 60 million doses"),
        wire(
            "prairie-ledger",
            "vaccine",
            "main",
            "near",
            dateline=None,
            body=edited(
                "vaccine",
                ("on Wednesday as", "Wednesday as"),
                ("every fourth had", "one in four had"),
                ("Okello said, adding", "Okello added, saying"),
            ),
        ),
        wire("nordlicht-kurier", "rail", "browser", "canonical"),
        wire(
            "insel-anzeiger",
            "rail",
            "browser",
            "excerpt",
            title="Küstenbahn: 48 Stunden Streik ab Montag",
            body=cut("rail", 0, 1, 2, 4),
        ),
        wire(
            "nordlicht-kurier",
            "rail",
            "typewriter",
            "near",
            name="rail-regional",
            title="Streik bei der Küstenbahn: Was Reisende wissen müssen",
            body=edited("rail", ("am Freitag in Hamburg mitteilte", "am Freitag mitteilte"), ("rund 120.000", "etwa 120.000")),
        ),
        wire("harbour-times", "volcano", "markdown", "canonical"),
        wire("capital-dispatch", "volcano", "browser", "exact", title="Serau quiet, villagers go home", section="Asia"),
        wire(
            "meridian-post",
            "volcano",
            "soup",
            "extended",
            title="Villagers return to Mount Serau; relief flights cleared",
            body=[*cut("volcano", 0, 1, 2, 3, 4, 5), LOCAL["volcano"]],
        ),
        wire(
            "valley-courier",
            "volcano",
            "lynx",
            "excerpt",
            title="Alert lowered at Mount Serau",
            body=cut("volcano", 0, 1, 2, 4),
            credit=None,
        ),
        wire(
            "coastline-today",
            "volcano",
            "main",
            "near",
            credit=None,
            body=edited(
                "volcano",
                ("More than 8,000", "Some 8,000"),
                ("threw ash over", "spewed ash over"),
                ("Insurers cover few", "Insurance covers few"),
            ),
        ),
        wire("capital-dispatch", "chips", "markdown", "canonical"),
        wire("meridian-post", "chips", "soup", "exact", title="Hanbit bets on AI with second chip line"),
        wire(
            "prairie-ledger",
            "chips",
            "typewriter",
            "excerpt",
            title="Korean chip maker to spend billions on new line",
            body=cut("chips", 0, 1, 3, 4),
        ),
    ]
    for (key, (title, body, date)), style in zip(MARKETS.items(), ("soup", "browser", "main"), strict=True):
        made.append(Version("capital-dispatch", key, key, style, title, body, date, "canonical"))
    made += [
        single("meridian-post", "library", "browser", embed=embed, section="Local"),
        single("capital-dispatch", "bees", "soup"),
        single("harbour-times", "bridge", "lynx"),
        single("prairie-ledger", "orchestra", "markdown"),
        single("valley-courier", "clinic", "typewriter"),
        single("coastline-today", "school", "main"),
        single("insel-anzeiger", "inselbaecker", "browser"),
        single("nordlicht-kurier", "radweg", "browser"),
        single("nordlicht-kurier", "theater", "main"),
        single("le-littoral", "phare", "browser"),
        single("le-littoral", "marche", "browser"),
        wire(
            "coastline-today",
            "chips",
            "html",
            "near",
            name="chips-html",
            title="Second chip line for Daeseong",
            body=edited("chips", ("said Monday it will", "will"), ("betting on", "in a bet on")),
        ),
        wire("harbour-times", "vaccine", "html", "exact", name="vaccine-html"),
    ]
    return made


def stored_title(v: Version) -> str | None:
    """The headline, where the dump prints it."""
    return None if v.style == "main" else v.title


def expectation(v: Version) -> dict[str, object]:
    """What the dataset should hold of a version."""
    whole = v.style != "main"
    return {
        "story": v.story,
        "relation": v.relation,
        "title": stored_title(v),
        "authors": v.authors,
        "agencies": v.agencies,
        "dateline": v.dateline,
        "published_date": v.date if whole else None,
        "section": v.section,
        "body": v.body,
    }


def build() -> None:
    """Write everything anew."""
    shutil.rmtree(ARCHIVE, ignore_errors=True)
    expected: dict[str, dict[str, object]] = {}
    for v in versions():
        ending, encoding = ("html", "utf-8") if v.style == "html" else ("txt", "utf-8")
        if (v.site, v.story) == ("insel-anzeiger", "rail"):
            encoding = "windows-1252"
        if (v.site, v.story) == ("prairie-ledger", "orchestra"):
            encoding = "utf-16"
        path = ARCHIVE / v.site / v.date[:4] / f"{v.date}-{v.name}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(STYLES[v.style](v).encode(encoding))
        expected[str(path.relative_to(ARCHIVE))] = expectation(v)
    expected |= containers() | refused()
    EXPECTED.write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def containers() -> dict[str, dict[str, object]]:
    """Documents inside archives, compressed files and JSON Lines."""
    expected: dict[str, dict[str, object]] = {}
    site = ARCHIVE / "valley-courier"
    with tarfile.open(site / "2023.tar.gz", "w:gz") as tar:
        for key, style in (("library", "typewriter"), ("bees", "lynx")):
            v = single("valley-courier", key, style, relation="exact")
            info = tarfile.TarInfo(f"2023/{key}.txt")
            data = STYLES[style](v).encode()
            info.size, info.mtime = len(data), 1735689600
            tar.addfile(info, io.BytesIO(data))
            expected[f"valley-courier/2023.tar.gz!2023/{key}.txt"] = expectation(v)
    with zipfile.ZipFile(ARCHIVE / "coastline-today" / "old-pages.zip", "w") as z:
        for key, style in (("clinic", "soup"), ("orchestra", "browser")):
            v = single("coastline-today", key, style, relation="exact")
            z.writestr(zipfile.ZipInfo(f"pages/{key}.txt", EPOCH), STYLES[style](v))
            expected[f"coastline-today/old-pages.zip!pages/{key}.txt"] = expectation(v)
    v = single("harbour-times", "clinic", "browser", relation="exact")
    (ARCHIVE / "harbour-times" / "2024" / "clinic.txt.gz").write_bytes(gzip.compress(browser(v).encode(), mtime=0))
    expected["harbour-times/2024/clinic.txt.gz"] = expectation(v)
    rows = []
    for i, story in enumerate(("ferry", "vaccine", "chips")):
        s = WIRE[story]
        text = f"{s['dateline']} " + "\n\n".join(s["body"])  # type: ignore[arg-type]
        url = f"https://feed.capital-dispatch.example/item/{i}?utm_source=rss"
        rows.append({"id": f"cd-{i}", "url": url, "title": s["title"], "date": f"{s['date']}T06:00:00Z", "text": text})
        v = wire("capital-dispatch", story, "feed", "exact", credit=None)
        expected[f"capital-dispatch/feed.jsonl#{i}"] = expectation(v)
    lines = [json.dumps(r, ensure_ascii=False) for r in rows] + ['{"id": "cd-3", "title": "A row that breaks off']
    (ARCHIVE / "capital-dispatch" / "feed.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    expected["capital-dispatch/feed.jsonl#3"] = {"reject": "bad_json"}
    return expected


def refused() -> dict[str, dict[str, object]]:
    """Inputs that are no article."""
    site = ARCHIVE / "prairie-ledger" / "2024"
    (site / "empty.txt").write_bytes(b"")
    (site / "logo.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(64)))
    menu = [
        "Home",
        "News",
        "Sport",
        "Weather",
        "Subscribe",
        "Log in",
        "Search",
        *TEASERS,
        "Contact us",
        "Terms of use",
        "© 2024 Prairie Ledger",
    ]
    (site / "section-front.txt").write_text("\n".join(menu) + "\n", encoding="utf-8")
    return {
        "prairie-ledger/2024/empty.txt": {"reject": "empty"},
        "prairie-ledger/2024/logo.txt": {"reject": "wrong_extension"},
        "prairie-ledger/2024/section-front.txt": {"reject": "no_body"},
    }


if __name__ == "__main__":
    build()
