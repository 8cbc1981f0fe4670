#!/usr/bin/env python3
"""Annotated pages in; quality and CPU time of Copydesk and of every other extractor, side by side, out.

    python3 -m venv OTHERS && OTHERS/bin/pip install newspaper4k news-please readability-lxml justext resiliparse trafilatura
    .venv/bin/python benchmarks/compare_html.py --others OTHERS/bin/python [--every 6] [--only NAME…]

The others live in an environment of their own: they are no dependencies, and some hold lxml back. Each extractor runs in a
fresh process on the same pages; its CPU time is that of the pages alone, imports and a first page not counted.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import Any

from bench import BENCH, page, rows, scorer

Extract = Callable[[str, str], dict[str, Any]]


def copydesk() -> Extract:
    """This checkout, body and metadata."""
    from score_html import ours

    return ours


def trafilatura_mode(**mode: Any) -> Callable[[], Extract]:
    """Trafilatura as installed, body and metadata, in one of its modes."""

    def make() -> Extract:
        import trafilatura

        def extract(html: str, url: str) -> dict[str, Any]:
            found = trafilatura.bare_extraction(html, url=url, with_metadata=True, **mode)
            if found is None:
                return {"text": ""}
            authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
            return {"text": found.text, "title": found.title, "published": found.date, "authors": authors}

        return extract

    return make


def newspaper4k() -> Extract:
    """newspaper4k, body and metadata."""
    import newspaper

    def extract(html: str, url: str) -> dict[str, Any]:
        article = newspaper.Article(url, fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return {
            "text": article.text,
            "title": article.title,
            "published": _day(article.publish_date),
            "instant": _moment(article.publish_date),
            "authors": article.authors,
        }

    return extract


def news_please() -> Extract:
    """news-please, body and metadata."""
    from newsplease import NewsPlease

    def extract(html: str, url: str) -> dict[str, Any]:
        found = NewsPlease.from_html(html, url=url, fetch_images=False)
        return {
            "text": found.maintext,
            "title": found.title,
            "published": _day(found.date_publish),
            "instant": _moment(found.date_publish),
            "authors": found.authors or [],
        }

    return extract


def readability_lxml() -> Extract:
    """readability-lxml, body and title."""
    import lxml.html
    from readability import Document

    def extract(html: str, url: str) -> dict[str, Any]:
        document = Document(html, url=url)
        summary = lxml.html.fromstring(document.summary())
        lines = (" ".join(e.text_content().split()) for e in summary.iter("p", "li", "h2", "h3", "h4", "blockquote", "pre", "td"))
        return {"text": "\n\n".join(line for line in lines if line), "title": document.short_title()}

    return extract


def justext() -> Extract:
    """The jusText package with the stop words of English, or of all languages it has; body only."""
    import justext as package

    english = package.get_stoplist("English")
    everything = frozenset().union(*(package.get_stoplist(name) for name in package.get_stoplists()))

    def extract(html: str, url: str) -> dict[str, Any]:
        stop_words = english if 'lang="en' in html[:3_000] else everything
        paragraphs = package.justext(html.encode(), stop_words)
        return {"text": "\n\n".join(p.text for p in paragraphs if not p.is_boilerplate)}

    return extract


def resiliparse() -> Extract:
    """Resiliparse's main-content extraction; body only."""
    from resiliparse.extract.html2text import extract_plain_text

    def extract(html: str, url: str) -> dict[str, Any]:
        return {"text": extract_plain_text(html, main_content=True, alt_texts=False, links=False, form_fields=False)}

    return extract


SYSTEMS: dict[str, Callable[[], Extract]] = {
    "copydesk": copydesk,
    "trafilatura default": trafilatura_mode(),
    "trafilatura precision": trafilatura_mode(favor_precision=True),
    "trafilatura recall": trafilatura_mode(favor_recall=True),
    "trafilatura fast": trafilatura_mode(fast=True),
    "newspaper4k": newspaper4k,
    "news-please": news_please,
    "readability-lxml": readability_lxml,
    "jusText": justext,
    "resiliparse": resiliparse,
}


def _day(moment: Any) -> str | None:
    return moment.strftime("%Y-%m-%d") if moment else None


def _moment(moment: Any) -> str | None:
    """A moment without a zone counts as UTC: news-please moves all to it."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat() if moment else None


def predict(name: str, bench: Path, every: int, out: Path) -> None:
    """One extractor's predictions, with its CPU seconds for each page."""
    drawn = rows(bench / "html" / "gold.jsonl.gz")[::every]
    extract = SYSTEMS[name]()
    with out.open("w", encoding="utf-8") as file:
        for position, row in enumerate([drawn[0], *drawn]):
            html = page(row, bench)
            begin = time.process_time()
            found: dict[str, Any] = {"text": ""}
            with suppress(Exception):  # whatever another extractor raises is a page it could not read
                found = extract(html, row["url"])
            if position:  # the first call loads what is loaded lazily
                seconds = time.process_time() - begin
                file.write(json.dumps({"id": row["id"], "seconds": seconds, **found}, ensure_ascii=False) + "\n")


def main() -> int:
    """Runs every extractor and prints one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--every", type=int, default=6)
    parser.add_argument("--others", type=Path, help="interpreter that has the other extractors")
    parser.add_argument("--only", nargs="*", default=list(SYSTEMS))
    parser.add_argument("--predict", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.predict:
        predict(options.only[0], options.bench, options.every, options.predict)
        return 0
    from score_html import instant_right

    score = scorer(options.bench)
    drawn = score.gold_rows("html", options.bench)[:: options.every]
    print(f"| {len(drawn)} pages | F1 | precision | recall | title | day | instant | authors | CPU-ms a page |\n|{' --- |' * 9}")
    for name in options.only:
        own = name.startswith(("copydesk", "trafilatura")) or options.others is None
        interpreter = sys.executable if own else str(options.others)
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "predictions.jsonl"
            arguments = ["--predict", str(out), "--only", name, "--every", str(options.every), "--bench", str(options.bench)]
            done = subprocess.run([interpreter, __file__, *arguments], check=False, capture_output=True, text=True)
            if done.returncode:
                print(f"| {name} | {done.stderr.strip().splitlines()[-1]} |")
                continue
            lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        print(table_row(name, drawn, lines, score, instant_right), flush=True)
    return 0


def table_row(
    name: str,
    rows: list[dict[str, Any]],
    lines: list[dict[str, Any]],
    score: Any,
    instant_right: Callable[[dict[str, Any], dict[str, Any]], bool | None],
) -> str:
    """One line of the table."""
    precision, recall, f1 = score.f1_of_means([score.body_row(row, line) for row, line in zip(rows, lines, strict=True)])

    def people(holder: dict[str, Any], field: str) -> set[str]:
        return {score.plain(name) for name in holder.get(field) or []}

    def share(field: str, equal: Callable[[dict[str, Any], dict[str, Any]], bool]) -> str:
        known = [(row, line) for row, line in zip(rows, lines, strict=True) if row.get(field)]
        return f"{sum(equal(*pair) for pair in known) / len(known):.3f}"

    plain = score.plain
    title = share("gold_title", lambda row, line: plain(row["gold_title"]) == plain(line.get("title")))
    day = share("gold_published", lambda row, line: str(row["gold_published"])[:10] == str(line.get("published"))[:10])
    authors = share(
        "gold_authors", lambda row, line: {*map(plain, row["gold_authors"])} == {*map(plain, line.get("authors") or [])}
    )
    known = [right for row, line in zip(rows, lines, strict=True) if (right := instant_right(row, line)) is not None]
    instant = f"{sum(known) / len(known):.3f}" if known else "–"
    metadata = [title if "title" in lines[0] else "–", "–", "–", "–"]
    if any("published" in line for line in lines):
        metadata = [title, day, instant, authors]
    cost = 1_000 * sum(line["seconds"] for line in lines) / len(lines)
    return f"| {name} | {f1:.4f} | {precision:.3f} | {recall:.3f} | {' | '.join(metadata)} | {cost:.1f} |"


if __name__ == "__main__":
    sys.exit(main())
