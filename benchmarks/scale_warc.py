"""A synthetic WARC of growing size in; pages per second, peak memory and where the time went out.

    python benchmarks/scale_warc.py [--sizes 2000 20000] [--workers 2] [--load-only] [--profile]

The pages are made of the sample archive's sentences with every seventh word replaced, in five page designs with the furniture
of real ones (menus, teasers, a consent dialog, comments, scripts, JSON-LD): about 30 kB each, 8 kB as stored. One in ten
records is no page: redirects, errors, images, revisits; every page comes with its request record, as in CC-NEWS.
"""

import argparse
import cProfile
import gzip
import json
import pstats
import random
import resource
import tempfile
import time
from pathlib import Path

import scale

from pipeline.clean import clean_document
from pipeline.html.extractor import extract_page
from pipeline.load.documents import load
from pipeline.load.settings import LoadSettings
from pipeline.load.walk import InputFile
from pipeline.normalise.normalise import NormaliseSettings
from schemas.records import RawDocument

DESIGNS = ("article", "main", "div", "section", "table")


def write_warc(path: Path, pages: int, seed: int = 1) -> int:
    """Write a record-compressed WARC; returns its bytes."""
    draw, bank = random.Random(seed), scale.sentences()
    vocabulary = ["".join(draw.choices(scale.SYLLABLES, k=draw.randint(2, 4))) for _ in range(20_000)]
    with path.open("wb") as file:
        file.write(gzip.compress(_record("warcinfo", "info", None, b"software: synthetic\r\n")))
        for number in range(pages):
            url = f"https://{scale.SITES[number % len(scale.SITES)]}.example/2023/{number % 12 + 1:02}/story-{number}"
            file.write(gzip.compress(_record("request", f"q{number}", url, b"GET / HTTP/1.1\r\n\r\n"), 6))
            kind = draw.random()
            status, media, body = "200 OK", "text/html; charset=utf-8", b""
            if kind < 0.04:
                status = draw.choice(("301 Moved", "404 Not Found", "503 Unavailable"))
            elif kind < 0.07:
                media, body = "image/jpeg", draw.randbytes(9_000)
            else:
                body = _page(number, draw, bank, vocabulary).encode()
            http = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\n".encode()
            record = "revisit" if 0.07 <= kind < 0.1 else "response"
            file.write(gzip.compress(_record(record, f"r{number}", url, http + (b"" if record == "revisit" else body)), 6))
    return path.stat().st_size


def _record(kind: str, name: str, url: str | None, block: bytes) -> bytes:
    media = "application/warc-fields" if url is None else f"application/http; msgtype={kind}"
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:synthetic:{name}>\r\nWARC-Date: 2023-12-20T00:00:00Z\r\n"
        f"{target}Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _page(number: int, draw: random.Random, bank: list[str], vocabulary: list[str]) -> str:
    def prose(sentences: int) -> str:
        words = " ".join(draw.choices(bank, k=sentences)).split()
        return " ".join(draw.choice(vocabulary) if draw.random() < 1 / 7 else word for word in words)

    def headline() -> str:
        return " ".join(draw.choices(vocabulary, k=7)).capitalize()

    title, design = headline(), DESIGNS[number % len(DESIGNS)]
    day = f"2023-{number % 12 + 1:02}-{number % 28 + 1:02}T{number % 24:02}:10:00+01:00"
    facts = {"@type": "NewsArticle", "headline": title, "datePublished": day, "author": {"name": "Nora Quayle"}}
    menu = "".join(f"<li class='menu-item'><a href='/s/{n}'>{w.capitalize()}</a></li>" for n, w in enumerate(vocabulary[:60]))
    teasers = "".join(
        f"<div class='card'><a href='/t/{n}'><h3>{headline()}</h3><p>{prose(1)}</p></a></div>" for n in range(draw.randint(8, 24))
    )
    inside = "".join(f"<p class='copy'>{prose(draw.randint(2, 4))}</p>" for _ in range(draw.randint(5, 16)))
    inside = f"<tr><td>{inside}</td></tr>" if design == "table" else inside
    comments = "".join(f"<li><p>{prose(1)}</p></li>" for _ in range(draw.randint(0, 8)))
    script = "window.dataLayer=[" + ",".join(f'{{"k{n}":"{draw.choice(vocabulary)}"}}' for n in range(300)) + "];"
    return (
        f"<!doctype html><html lang='en'><head><title>{title} | Synthetic Post</title>"
        f"<script type='application/ld+json'>{json.dumps(facts)}</script><script>{script}</script></head><body>"
        f"<div class='cookie-consent'><p>{prose(2)}</p></div><nav><ul>{menu}</ul></nav><{design} class='story-body'>"
        f"<h1>{title}</h1><div class='byline'>By Nora Quayle</div>{inside}</{design}><div class='related'>{teasers}</div>"
        f"<ul class='comments-list'>{comments}</ul><footer><ul>{menu}</ul></footer></body></html>"
    )


def load_only(path: Path) -> str:
    """The loader by itself, in this process: rate, and memory before and after."""
    file = InputFile(path, "synthetic", path.stat().st_size)
    before, begin, cpu, count = _peak(), time.monotonic(), time.process_time(), 0
    for _ in load(file, LoadSettings()):
        count += 1
    seconds = time.process_time() - cpu
    return (
        f"{count} records, {path.stat().st_size / 2**20:.0f} MB: {1_000 * seconds / count:.2f} CPU-ms a record, "
        f"{count / seconds:.0f} a CPU-second ({time.monotonic() - begin:.0f} s), memory {before} -> {_peak()} MB"
    )


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


class _InProcess:
    """The extractor without its sandbox, so that a profile sees it."""

    def extract(self, html: str, url: str | None) -> object:
        return extract_page(html, url)


def profile(path: Path, pages: int = 300) -> None:
    """Where the time of one page goes, the sandbox's pipe not counted."""
    items = load(InputFile(path, "synthetic", path.stat().st_size), LoadSettings())

    def work() -> None:
        for _, item in zip(range(pages), items, strict=False):
            if isinstance(item, RawDocument):
                clean_document(item, NormaliseSettings(), _InProcess())  # type: ignore[arg-type]

    work()
    profiler = cProfile.Profile()
    profiler.runcall(work)
    pstats.Stats(profiler).sort_stats("cumulative").print_stats("pipeline|bare_extraction|langid|htmldate", 40)


def main() -> None:
    """Measure each size."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=int, nargs="+", default=[2_000, 20_000])
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--load-only", action="store_true")
    options.add_argument("--profile", action="store_true")
    chosen = options.parse_args()
    for size in chosen.sizes:
        with tempfile.TemporaryDirectory(prefix="copydesk-warc-") as name:
            path = Path(name) / "archive" / "synthetic" / "pages.warc.gz"
            path.parent.mkdir(parents=True)
            print(f"{size} fetches, {write_warc(path, size) / size:,.0f} bytes each as stored", flush=True)
            if chosen.profile:
                profile(path)
            elif chosen.load_only:
                print(load_only(path), flush=True)
            else:
                print(scale.measure(path.parents[1], Path(name) / "data", chosen.workers), flush=True)


if __name__ == "__main__":
    main()
