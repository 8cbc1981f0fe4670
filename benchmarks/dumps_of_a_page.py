"""Dumps of the same pages by fourteen dumpers in, how many pages end as one article with its copies out: a free test of copies.

    python benchmarks/dumps_of_a_page.py [--bench ../shared/bench] [--every 4]

Through the whole command line: each dump is a file of its site's folder. A page is whole where all its dumps that were
accepted are copies of one article, aliases followed; it is mixed where another page's dump is a copy of it too.
"""

import argparse
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import bench
import pyarrow.dataset as ds
import score_wire

SHOWN = 12
"""Broken pages that are listed."""


def unpack(rows: list[dict[str, str]], archive: Path) -> dict[str, dict[str, str]]:
    """Write the dumps as an archive of sites; each row by its file's name."""
    by_name = {}
    for n, row in enumerate(rows):
        path = archive / row["domain"].replace("/", "_") / f"{n:06d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(row["raw_text"], encoding="utf-8", errors="replace")
        by_name[path.name] = row
    return by_name


def main() -> None:
    """Backfill the sample and count."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bench", type=Path, default=bench.BENCH)
    options.add_argument("--every", type=int, default=4, help="of the pages, in the order of their ids")
    o = options.parse_args()
    every = bench.rows(o.bench / "text" / "dev.jsonl.gz")
    pages = set(sorted({r["id"].split("|")[0] for r in every})[:: o.every])
    with tempfile.TemporaryDirectory(prefix="copydesk-dumps-") as name:
        folder = Path(name)
        by_name = unpack([r for r in every if r["id"].split("|")[0] in pages], folder / "archive")
        command = [sys.executable, "-m", "flows.cli", "backfill", str(folder / "archive"), "--out", str(folder / "data")]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())
        copies = ds.dataset(folder / "data" / "tables" / "copies", format="parquet", partitioning="hive")
        article_of = {Path(uri).name: a for uri, a in score_wire.articles(copies, "raw_uri").items()}
    articles: dict[str, Counter[str]] = defaultdict(Counter)
    pages_of: dict[str, set[str]] = defaultdict(set)
    for file_name, article_id in article_of.items():
        page = by_name[file_name]["id"].split("|")[0]
        articles[page][article_id] += 1
        pages_of[article_id].add(page)
    whole = [p for p, found in articles.items() if len(found) == 1]
    mixed = [p for p, found in articles.items() if any(len(pages_of[a]) > 1 for a in found)]
    main_share = sum(max(found.values()) for found in articles.values()) / max(1, len(article_of))
    print(
        f"{len(by_name)} dumps of {len(pages)} pages; {len(article_of)} accepted, of {len(articles)} pages\n"
        f"pages that are one article: {len(whole)} of {len(articles)} ({100 * len(whole) / max(1, len(articles)):.1f} %)\n"
        f"dumps in their page's largest article: {100 * main_share:.2f} %\n"
        f"pages that share an article with another page: {len(mixed)}"
    )
    for page in sorted(set(articles) - set(whole))[:SHOWN]:
        largest = articles[page].most_common(1)[0][0]
        outside = sorted(r["id"].split("|")[1] for f, r in by_name.items() if _stands_apart(f, r, page, largest, article_of))
        print(f"  {page}: {sorted(articles[page].values(), reverse=True)}, apart: {', '.join(outside)}")


def _stands_apart(file_name: str, row: dict[str, str], page: str, largest: str, article_of: dict[str, str]) -> bool:
    return row["id"].split("|")[0] == page and article_of.get(file_name, largest) != largest


if __name__ == "__main__":
    main()
