"""The house rules: which folder imports which, who may import a third party, and that names resolve to this checkout."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ORDER = ("flows", "spiders", "pipeline", "schemas")
HOMES = {
    "prefect": ("flows/",),
    "scrapy": ("spiders/",),
    "twisted": ("spiders/",),
    "protego": ("spiders/politeness.py",),
    "fastwarc": ("pipeline/load/", "spiders/warc.py"),
    "trafilatura": ("pipeline/html/extractor.py",),
    "htmldate": ("pipeline/html/published.py",),
    "lxml": ("pipeline/html/", "spiders/xml_documents.py", "spiders/links.py"),
    "py3langid": ("pipeline/normalise/language.py",),
    "courlan": ("pipeline/normalise/urls.py",),
    "ftfy": ("pipeline/normalise/mojibake.py",),
    "charset_normalizer": ("pipeline/load/detect.py",),
    "zstandard": ("pipeline/load/",),
    "babel": ("pipeline/marks/",),
    "pyspark": ("pipeline/spark.py",),
    "rich": ("flows/",),
}


def modules() -> list[Path]:
    return sorted(path for folder in ORDER for path in (ROOT / folder).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


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
    """Past some 400 lines a module is usually two ideas."""
    long = {str(p.relative_to(ROOT)): n for p in modules() if (n := len(p.read_text(encoding="utf-8").splitlines())) > 450}
    assert not long
