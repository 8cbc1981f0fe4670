"""The house rules: which folder imports which, who may import a third party, and that names resolve to this checkout."""

import ast
import importlib
import re
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ORDER = ("flows", "spiders", "pipeline", "schemas")
HOMES = {
    "prefect": ("flows/",),
    "scrapy": ("spiders/",),
    "twisted": ("spiders/",),
    "protego": ("spiders/politeness.py",),
    "fastwarc": ("pipeline/load/warc_records.py", "spiders/warc.py"),
    "trafilatura": ("pipeline/html/extractor.py",),
    "htmldate": ("pipeline/html/published.py",),
    "lxml": ("pipeline/html/", "spiders/xml_documents.py", "spiders/links.py"),
    "py3langid": ("pipeline/normalise/language.py",),
    "courlan": ("pipeline/normalise/urls.py",),
    "ftfy": ("pipeline/normalise/mojibake.py",),
    "charset_normalizer": ("pipeline/load/detect.py",),
    "zstandard": ("pipeline/load/",),
    "babel": ("pipeline/marks/calendar_names.py",),
    "brotli": ("pipeline/load/http_body.py",),
    "deltalake": ("pipeline/dataset/publish_delta.py",),
    "duckdb": ("pipeline/copies/index.py", "pipeline/dataset/verify_rows.py"),
    "pyspark": ("pipeline/spark.py",),
    "rich": ("flows/",),
    "uvicorn": ("flows/embedded_server.py",),
}
EVERYWHERE = {"numpy", "pyarrow"}
"""What values are made of, not libraries to be replaced."""
MAX_LINES = 400
"""Past so many a module is usually two ideas."""


def modules() -> list[Path]:
    return sorted(path for folder in ORDER for path in (ROOT / folder).rglob("*.py"))


@cache
def imports(path: Path) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return frozenset(found)


@pytest.mark.parametrize("folder", ORDER)
def test_each_folder_imports_only_what_stands_to_its_right(folder: str) -> None:
    """flows -> spiders -> pipeline -> schemas, never back."""
    forbidden = set(ORDER[: ORDER.index(folder)])
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules()
        if path.relative_to(ROOT).parts[0] == folder
        for name in imports(path)
        if name.split(".")[0] in forbidden
    ]
    assert not wrong


@pytest.mark.parametrize("library", sorted(HOMES))
def test_each_third_party_has_one_home(library: str) -> None:
    """A library is imported in its home alone, so that replacing it touches one place."""
    strangers = [
        str(path.relative_to(ROOT))
        for path in modules()
        if any(name.split(".")[0] == library for name in imports(path))
        and not str(path.relative_to(ROOT)).startswith(HOMES[library])
    ]
    assert not strangers


def test_no_third_party_is_without_a_home() -> None:
    """What is imported is listed above, and what is listed is imported: a library that came or went changes the list."""
    imported = {name.split(".")[0] for path in modules() for name in imports(path)}
    assert imported - set(sys.stdlib_module_names) - set(ORDER) - EVERYWHERE == set(HOMES)


@pytest.mark.parametrize("folder", ORDER)
def test_each_name_resolves_to_this_checkout(folder: str) -> None:
    """The folders are plain top-level packages: another `pipeline` on the path would be imported instead, silently."""
    assert Path(str(importlib.import_module(folder).__file__)).resolve().is_relative_to(ROOT)


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("*/")), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_test_folder_is_a_package(path: Path) -> None:
    """A lone `__init__.py` shadows a package."""
    if any(path.glob("*.py")):
        assert (path / "__init__.py").exists()


def test_modules_stay_within_one_idea() -> None:
    """A module that grew past the bound is split, or the bound is argued about."""
    long = {str(p.relative_to(ROOT)): n for p in modules() if (n := len(p.read_text(encoding="utf-8").splitlines())) > MAX_LINES}
    assert not long


@pytest.mark.parametrize("script", sorted((ROOT / "benchmarks").glob("*.py")), ids=lambda p: p.name)
def test_every_benchmark_is_run_from_somewhere(script: Path) -> None:
    """A script that no document, no file it wrote and no other benchmark names is one that nobody runs."""
    named = re.compile(rf"\b{script.stem}\.py\b|^(?:import|from) {script.stem}\b", re.MULTILINE)
    beside, notes = script.parent, (ROOT / "docs").rglob("*.md")
    written = (path for path in (ROOT / "pipeline").rglob("*.t*") if path.suffix in (".txt", ".toml"))
    readers = [ROOT / "Makefile", *beside.glob("*.py"), *beside.glob("*.md"), *notes, *written]
    assert any(named.search(path.read_text(encoding="utf-8")) for path in readers if path != script)
