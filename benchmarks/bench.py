"""Where the annotated data are: the folder beside the checkout, and its scorer as a module."""

import gzip
import hashlib
import importlib.util
import json
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
BENCH = SHARED / "bench"
FOLDS = 5
SEED = 20240501


def rows(path: Path) -> list[dict[str, Any]]:
    """A gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def page(row: dict[str, Any], bench: Path) -> str:
    """The HTML of an annotated page."""
    return gzip.decompress((bench / "html" / row["file"]).read_bytes()).decode("utf-8", "replace")


def scorer(bench: Path = BENCH) -> Any:
    """The annotated data's own `score.py`."""
    spec = importlib.util.spec_from_file_location("bench_score", bench / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sample(rows: list[dict[str, Any]], per_page: int) -> list[dict[str, Any]]:
    """At most `per_page` dumps of each page, drawn with a fixed seed."""
    pages = defaultdict(list)
    for row in rows:
        pages[row["id"].split("|")[0]].append(row)
    rng = random.Random(SEED)
    return [row for page in sorted(pages) for row in rng.sample(pages[page], min(per_page, len(pages[page])))]


def fold_of(domain: str) -> int:
    """A domain's fold, the same in every run."""
    return int(hashlib.sha256(domain.encode()).hexdigest(), 16) % FOLDS
