"""Where the annotated data are: the folder beside the checkout, and its scorer as a module."""

import gzip
import hashlib
import importlib.util
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
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


@cache
def scorer(bench: Path = BENCH) -> Any:
    """The annotated data's own `score.py`, loaded once a process."""
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


def body_figures(scored: Sequence[dict[str, Any]], score: Any) -> str:
    """Precision, recall and F1 of bodies that the scorer has counted, and which shares of words are lost and wrongly kept.

    Args:
        scored: `body_row` of each dump; at least one.
        score: The scorer.
    """
    precision, recall, f1 = score.f1_of_means(scored)
    lost = sum(r["lost"] for r in scored) / max(1, sum(r["gold"] for r in scored))
    kept = sum(r["kept"] for r in scored) / max(1, sum(r["other"] for r in scored))
    return f"P {precision:.4f} R {recall:.4f} F1 {f1:.4f}  lost {lost:.3f}  kept {kept:.3f}"
