"""The page of `copydesk explain --html` in headless Chromium: folds, search, filter, theme, keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.explain_page import page_of
from pipeline.text.clean import UnitFate
from schemas.records import Extracted, RawDocument
from tests.conftest import ARCHIVE, read_one
from tests.flows.browser import Browser, chromium

pytestmark = pytest.mark.skipif(
    chromium() is None, reason="no Chromium on this machine; test_explain.py reads the page without one"
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium for the module, with a new profile."""
    with Browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


def page(folder: Path, units: tuple[UnitFate, ...]) -> Path:
    """A page of invented units."""
    raw = read_one(sorted((ARCHIVE / "harbour-times").rglob("*.txt"))[0])
    assert isinstance(raw, RawDocument)
    path = folder / "page.html"
    path.write_text(page_of(raw, Extracted(text="x", extractor="test", title="A crane"), units), encoding="utf-8")
    return path


def small(folder: Path) -> Path:
    """A menu, a paragraph, and a newsletter."""
    return page(
        folder,
        (
            UnitFate(1, 1, "Harbour weather", "remove", "nav", "menu entry", 0.9),
            UnitFate(2, 2, "The crane arrived.", "keep", "body", "prose", 0.9),
            UnitFate(3, 3, "Our weather letter", "remove", "newsletter", "sign-up", 0.9),
        ),
    )


def test_search_finds_in_folded_lines(browser: Browser, tmp_path: Path) -> None:
    """The fold with the hit opens; Enter goes on to the next."""
    browser.open(small(tmp_path))
    browser.run("box.value = 'WEATHER'; search()")
    assert browser.run("folds.map(f => f.open)") == [True, False]
    assert browser.run("found.textContent") == "1 of 2"
    browser.run("box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}))")
    assert browser.run("[folds[1].open, found.textContent]") == [True, "2 of 2"]


def test_a_chip_shows_its_class_only(browser: Browser, tmp_path: Path) -> None:
    """Pressing it hides other lines and opens the folds that hold it; pressing it again undoes that."""
    browser.open(small(tmp_path))
    chip = "document.querySelector('[data-class=newsletter]').click()"
    visible = "rows.map(r => r.checkVisibility())"
    browser.run(chip)
    assert browser.run(visible) == [False, False, True]
    browser.run(chip)
    assert browser.run(visible) == [False, True, False]


def test_keys_alone_open_a_fold(browser: Browser, tmp_path: Path) -> None:
    """`/` goes to the search box; a focused fold opens with Enter."""
    browser.open(small(tmp_path))
    browser.call("Input.dispatchKeyEvent", type="keyDown", key="/", text="/")
    assert browser.run("document.activeElement.id + box.value") == "search"
    browser.run("document.querySelector('summary').focus()")
    browser.call("Input.dispatchKeyEvent", type="keyDown", key="Enter", code="Enter", text="\r", windowsVirtualKeyCode=13)
    browser.call("Input.dispatchKeyEvent", type="keyUp", key="Enter", code="Enter", windowsVirtualKeyCode=13)
    assert browser.run("folds[0].open")


def test_the_theme_follows_the_system_until_toggled(browser: Browser, tmp_path: Path) -> None:
    """Dark where the system is dark; the button turns it round."""
    path, paper = small(tmp_path), "getComputedStyle(document.body).backgroundColor"
    colours = []
    for theme in ("light", "dark"):
        browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
        browser.open(path)
        browser.run("localStorage.clear(); delete root.dataset.theme")
        colours.append(browser.run(paper))
    browser.run("theme.click(); localStorage.clear()")
    assert browser.run(paper) == colours[0] != colours[1]
