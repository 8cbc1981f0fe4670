"""Where the annotated data are: the folder beside the checkout, and its scorer as a module."""

import gzip
import importlib.util
import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
BENCH = SHARED / "bench"


def rows(path: Path) -> list[dict[str, Any]]:
    """A gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def scorer(bench: Path = BENCH) -> Any:
    """The annotated data's own `score.py`."""
    spec = importlib.util.spec_from_file_location("bench_score", bench / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
