"""Writes `seeds/archive` and `expected.json` beside this file: `python -m tests.seeds.build_archive`. Invented news in real dump shapes."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path

from tests.seeds.dump_styles import STYLES, TEASERS, Version, browser
from tests.seeds.stories import FERRY_UPDATE, LOCAL, MARKETS, SINGLES, WIRE

ROOT = Path(__file__).resolve().parents[2]
ARCHIVE = ROOT / "seeds" / "archive"
EXPECTED = Path(__file__).with_name("expected.json")
HANDMADE = Path(__file__).with_name("handmade.json")
"""What the dataset should hold of the documents written by hand: their files are kept as they are, and are their own source."""
EPOCH = (2025, 1, 1, 0, 0, 0)


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
    by_ortega: dict[str, object] = {"byline": "By Lena Ortega, Associated Press", "authors": ["Lena Ortega"]}
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
        wire("capital-dispatch", "grid", "browser", "canonical", section="World", **by_ortega),
        wire("meridian-post", "grid", "w3m", "exact", title="How one cracked disc left millions in the dark", **by_ortega),
        wire(
            "harbour-times",
            "grid",
            "lynx",
            "excerpt",
            title="Cracked insulator and frozen screen caused August blackout",
            body=cut("grid", 0, 1, 2, 3, 4),
            credit=None,
        ),
        wire(
            "prairie-ledger",
            "grid",
            "markdown",
            "extended",
            title="Blackout report: four chances missed; Prairie Power checks towers",
            body=[*cut("grid", 0, 1, 2, 3, 4, 5, 6, 7, 8), LOCAL["grid"]],
            **by_ortega,
        ),
        wire(
            "coastline-today",
            "grid",
            "typewriter",
            "near",
            title="Insulator to blame for blackout, says report",
            dateline=None,
            credit=None,
            byline="By Lena Ortega, Associated Press",
            authors=["Lena Ortega"],
            body=edited(
                "grid",
                ("said on Wednesday, adding that", "said Wednesday, and"),
                ("looking at the wrong picture", "looking at an outdated picture"),
                ("a retired professor", "who is a retired professor"),
                ("a first hearing is expected in January", "the first hearing is due in January"),
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
    handmade: dict[str, dict[str, object]] = json.loads(HANDMADE.read_text(encoding="utf-8"))
    kept = {ARCHIVE / key.split("#")[0] for key in handmade}
    for old in [path for path in ARCHIVE.rglob("*") if path.is_file() and path not in kept]:
        old.unlink()
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
    expected |= containers() | refused() | handmade
    EXPECTED.write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def containers() -> dict[str, dict[str, object]]:
    """Documents inside archives, compressed files and JSON Lines."""
    expected: dict[str, dict[str, object]] = {}
    site = ARCHIVE / "valley-courier"
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for key, style in (("library", "typewriter"), ("bees", "lynx")):
            v = single("valley-courier", key, style, relation="exact")
            info = tarfile.TarInfo(f"2023/{key}.txt")
            data = STYLES[style](v).encode()
            info.size, info.mtime = len(data), 1735689600
            tar.addfile(info, io.BytesIO(data))
            expected[f"valley-courier/2023.tar.gz!2023/{key}.txt"] = expectation(v)
    (site / "2023.tar.gz").write_bytes(gzip.compress(buffer.getvalue(), mtime=0))
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
