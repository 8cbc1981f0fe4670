"""Pages a CPU-second of the crawler process fetches from a server on loopback, WARC writing and state included.

    python benchmarks/crawl_rate.py [--pages 3000] [--profile]

The server is a process of its own; its CPU is not counted. The floor wanted is 250 pages a CPU-second.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import gzip
import json
import multiprocessing
import os
import pstats
import resource
import sys
import tempfile
from datetime import UTC, datetime
from email.utils import format_datetime
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from spiders.crawl_process import run
from spiders.job import CrawlJob
from spiders.sites import Site

HOSTS = [f"127.0.0.{n}" for n in range(2, 10)]
SENTENCE = "The harbour board said on day {0} that berth {1} stays closed while crane {2} is repaired; ferries use berth {3}. "


def page(host: int, number: int) -> bytes:
    """A page of some 30 kB: a story and the furniture that news pages bring."""
    story = "".join(f"<p>{''.join(SENTENCE.format(number, i * 7 + j, host, j) for j in range(3))}</p>" for i in range(12))
    menu = "".join(f'<li class="menu-item menu-{i}"><a href="/section/{i}">Section {i}</a></li>' for i in range(250))
    head = f"<!DOCTYPE html><html><head><title>Story {number}</title></head>"
    return f"{head}<body><ul>{menu}</ul><article>{story}</article></body></html>".encode()


def feed(host: str, port: int, pages: int) -> bytes:
    """An RSS feed of all pages of a host."""
    now = format_datetime(datetime.now(UTC))
    rows = "".join(
        f"<item><title>Story {n}</title><link>http://{host}:{port}/news/2026/11/story-{n}</link><pubDate>{now}</pubDate></item>"
        for n in range(pages)
    )
    return f"<rss version='2.0'><channel>{rows}</channel></rss>".encode()


def serve(connection: Connection, pages: int, plain: bool) -> None:
    """The server: keeps connections, answers from memory."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode()
                host = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"host:")).split()[1].decode()
                name, _, port = host.partition(":")
                extra = b""
                if path == "/rss":
                    body, kind = feed(name, int(port), pages), b"application/rss+xml"
                elif path == "/robots.txt":
                    body, kind = b"User-agent: *\nDisallow: /private\n", b"text/plain"
                else:
                    body, kind = page(int(name.rpartition(".")[2]), int(path.rpartition("-")[2])), b"text/html; charset=utf-8"
                    if not plain:
                        body, extra = gzip.compress(body, 5), b"Content-Encoding: gzip\r\n"
                extra += b"Content-Length: %d\r\n" % len(body)
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: " + kind + b"\r\n" + extra + b"\r\n" + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(handle, "0.0.0.0", 0, backlog=256)
        connection.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


def main() -> None:
    """Measure and print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=3_000)
    parser.add_argument("--plain", action="store_true", help="send pages unpacked")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    per_host = options.pages // len(HOSTS)
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs, per_host, options.plain), daemon=True)
    server.start()
    port = ours.recv()
    folder = Path(tempfile.mkdtemp(prefix="crawl-rate-"))
    job = CrawlJob(
        night="bench",
        now=datetime.now(UTC),
        sites=tuple(
            Site(id=f"host-{i}", outlet=f"Host {i}", feeds=(f"http://{h}:{port}/rss",), delay_s=0, max_pages=per_host)
            for i, h in enumerate(HOSTS)
        ),
        warc_folder=folder / "warc",
        state=folder / "state.sqlite",
        status=folder / "status.json",
        allowed_networks=("127.0.0.0/8",),
    )
    before = os.times()
    profile = cProfile.Profile()
    if options.profile:
        profile.enable()
    run(job)
    profile.disable()
    after = os.times()
    cpu = after.user + after.system - before.user - before.system
    status = json.loads(job.status.read_text(encoding="utf-8"))
    fetched = status["counts"]["page_new"]
    print(
        json.dumps(
            {
                "pages": fetched,
                "cpu_s": round(cpu, 2),
                "wall_s": status["elapsed"],
                "pages_per_cpu_s": round(fetched / cpu),
                "pages_per_s": round(fetched / status["elapsed"]),
                "warc_mb": round(sum(p.stat().st_size for p in job.warc_folder.iterdir()) / 2**20, 1),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )
    if options.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(35)
    server.terminate()


if __name__ == "__main__":
    main()
